"""Serving customers: what a branch's ways of service bring and cost, and the three values of a customer."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_laws import STORY, unit

from crmsim.law.service import (
    advice_bond,
    barrier,
    complaint_handling,
    devotion,
    fee_left,
    goodwill_left,
    is_alarming,
    lessons_left,
    loyalty_rescued,
    optimism_now,
    process_aim,
    response_chance,
    sales_pull,
    spared_share,
    told_complaint,
    told_satisfaction,
    trust_after_visit,
    visit_length,
    work_length,
)
from crmsim.law.value import established_value, monthly_value, potential_value
from crmsim.stages import Regime

ENDLESS = 1e12
"""More money than anyone has."""

EVEN = [(i + 0.5) / 1000 for i in range(1000)]
"""A small even sample of luck."""


def test_devotion_makes_visits_better_and_pushing_worse() -> None:
    """Other goals bring 4 %, going beyond 8, first-hand experience 3 at 4 CNY, pushing costs 3; they multiply."""
    assert devotion(0.0, 0.0, 0.0, 0.0) == 1.0
    assert devotion(1.0, 0.0, 0.0, 0.0) == 1.04
    assert devotion(0.0, 1.0, 0.0, 0.0) == 1.08
    assert devotion(0.0, 0.0, 4.0, 0.0) == 1.03
    assert devotion(0.0, 0.0, ENDLESS, 0.0) == pytest.approx(1.06)
    assert devotion(0.0, 0.0, 0.0, 1.0) == 0.97
    assert devotion(1.0, 1.0, 4.0, 1.0) == pytest.approx(1.12 * 1.03 * 0.97)


@STORY
@given(centred=unit, beyond=unit, mystery=st.floats(0.0, 20.0), pushing=unit)
def test_each_part_of_devotion_has_its_direction(centred: float, beyond: float, mystery: float, pushing: float) -> None:
    """More of the first three is a better visit, more pushing a worse one, whatever the others are."""
    now = devotion(centred, beyond, mystery, pushing)
    assert 0.97 <= now < 1.12 * 1.06
    assert devotion(centred + 0.1, beyond, mystery, pushing) > now
    assert devotion(centred, beyond + 0.1, mystery, pushing) > now
    assert devotion(centred, beyond, mystery + 1.0, pushing) > now
    assert devotion(centred, beyond, mystery, pushing + 0.1) < now


def test_work_is_uneven_by_its_variety() -> None:
    """Without variety work is as long as its deviate, with all of it half as long at 1, as long at 2, twice at 4."""
    assert [work_length(deviate, 3.0, 0.0) for deviate in (0.0, 1.0, 2.0, 4.0)] == [0.0, 3.0, 6.0, 12.0]
    assert [work_length(deviate, 3.0, 1.0) for deviate in (0.0, 1.0, 2.0, 4.0)] == [0.0, 1.5, 6.0, 24.0]
    assert work_length(4.0, 3.0, 0.5) == 18.0


@pytest.mark.parametrize(("variety", "unevenness"), [(0.0, 1.0), (0.5, 2.5), (1.0, 5.0)])
def test_variety_spreads_work_around_the_same_mean(variety: float, unevenness: float) -> None:
    """Over exponential deviates the mean stays, and the squared coefficient of variation goes from 1 to 5."""
    deviates, weights = np.polynomial.laguerre.laggauss(8)
    lengths = np.array([work_length(deviate, 2.0, variety) for deviate in deviates.tolist()])
    assert weights @ lengths == pytest.approx(2.0)
    assert weights @ (lengths / 2.0) ** 2 - 1.0 == pytest.approx(unevenness)


def test_better_visits_take_longer() -> None:
    """Going beyond what is expected takes 15 % more time, preparing for this very customer 10, and both 25."""
    assert visit_length(0.0, 0.0) == 1.0
    assert [visit_length(1.0, 0.0), visit_length(0.0, 1.0)] == [1.15, 1.1]
    assert visit_length(1.0, 1.0) == pytest.approx(1.25)
    assert visit_length(0.5, 0.5) == pytest.approx(1.125)


def test_links_and_preparation_sell_and_goals_of_satisfaction_do_not() -> None:
    """Broad links sell half as much more, preparation two fifths, other goals a fifth less; they multiply."""
    assert sales_pull(0.0, 0.0, 0.0) == 1.0
    assert [sales_pull(1.0, 0.0, 0.0), sales_pull(0.0, 1.0, 0.0), sales_pull(0.0, 0.0, 1.0)] == [1.5, 1.4, 0.8]
    assert sales_pull(1.0, 1.0, 1.0) == pytest.approx(1.68)
    assert sales_pull(0.5, 0.5, 0.5) == pytest.approx(1.25 * 1.2 * 0.9)


def test_advice_for_the_customers_good_costs_fees_and_binds() -> None:
    """A branch that always advises what is best keeps half of its fees, and gains half a logit of loyalty."""
    assert [fee_left(think) for think in (0.0, 0.5, 1.0)] == [1.0, 0.75, 0.5]
    assert [advice_bond(think) for think in (0.0, 0.5, 1.0)] == [0.0, 0.25, 0.5]


def test_services_that_bind_are_a_barrier_to_offers() -> None:
    """Nothing spent binds no one; 5 CNY a month make half of the barrier, 15 three quarters, endless ones a fifth."""
    assert [barrier(spending) for spending in (0.0, 5.0, 15.0)] == pytest.approx([0.0, 0.1, 0.15], rel=1e-15)
    assert barrier(ENDLESS) == pytest.approx(0.2)


def test_trust_is_built_by_words_kept_and_worn_by_disrespect() -> None:
    """Six minutes of service of trust build 7.5 % of the rest, endless ones 15, and no respect costs a fifth."""
    assert trust_after_visit(0.4, 0.0, 1.0) == 0.4
    assert trust_after_visit(0.0, 0.1, 1.0) == pytest.approx(0.075, rel=1e-15)
    assert trust_after_visit(0.6, 0.1, 1.0) == pytest.approx(0.63)
    assert trust_after_visit(0.0, ENDLESS, 1.0) == pytest.approx(0.15)
    assert trust_after_visit(1.0, 0.1, 1.0) == 1.0
    assert [trust_after_visit(0.5, 0.0, respect) for respect in (0.0, 0.5)] == pytest.approx([0.4, 0.45])


@STORY
@given(trust=unit, hours=st.floats(0.0, 10.0), respect=unit)
def test_trust_stays_a_share_and_never_gains_from_less(trust: float, hours: float, respect: float) -> None:
    """After a visit trust is between 0 and 1, and more trust, service or respect never makes less of it."""
    after = trust_after_visit(trust, hours, respect)
    assert 0.0 <= after <= 1.0
    assert after <= trust_after_visit(trust + 0.1, hours, respect)
    assert after <= trust_after_visit(trust, hours + 0.1, respect) + 1e-15
    assert after <= trust_after_visit(trust, hours, respect + 0.1)


def test_gifted_communicators_solve_problems_better() -> None:
    """Without any gift for communication a problem is solved at seven tenths, with all of it at eleven."""
    assert [complaint_handling(communication) for communication in (0.0, 0.5, 1.0)] == pytest.approx([0.7, 0.9, 1.1])


def test_innovation_shortens_work() -> None:
    """Without innovation work is as long as ever; 5 CNY a month spare 8 %, endless ones 16."""
    assert [process_aim(innovation) for innovation in (0.0, 5.0, 15.0)] == [1.0, 0.92, 0.88]
    assert process_aim(ENDLESS) == pytest.approx(0.84)


def test_the_satisfied_answer_surveys() -> None:
    """Of the just satisfied 35 in a hundred answer, a tenth above them 50; never less than 5 or more than 90."""
    chances = [response_chance(pleased) for pleased in (0.9, 1.0, 1.1, 1.2)]
    assert chances == pytest.approx([0.2, 0.35, 0.5, 0.65], rel=1e-14)
    assert response_chance(0.0) == response_chance(0.79) == 0.05
    assert response_chance(1.37) == response_chance(9.0) == 0.9


def test_surveys_flatter() -> None:
    """The mean satisfaction of those who answer is above the mean of those who are asked."""
    asked = np.linspace(0.7, 1.3, 61)
    answering = [response_chance(pleased) for pleased in asked]
    assert np.average(asked, weights=answering) > np.mean(asked) + 0.05


def test_answers_are_right_in_the_mean() -> None:
    """At middling luck a customer tells its satisfaction as it is, never more than a tenth off, right in the mean."""
    assert [told_satisfaction(1.0, u) for u in (0.0, 0.5, 1.0)] == pytest.approx([0.9, 1.0, 1.1], rel=1e-15)
    assert np.mean([told_satisfaction(0.8, u) for u in EVEN]) == pytest.approx(0.8)


def test_complaints_tell_a_little_of_anger() -> None:
    """A complaint without severity tells satisfaction as it is, the most severe a tenth less."""
    assert [told_complaint(0.8, severity) for severity in (0.0, 0.5, 1.0)] == pytest.approx(
        [0.8, 0.76, 0.72], rel=1e-14
    )
    assert told_complaint(0.0, 1.0) == 0.0


def test_each_survey_costs_a_hundredth_of_goodwill() -> None:
    """After an answer 99 % of perceived quality is left, and after ten a little over 90."""
    assert goodwill_left(1.0) == 0.99
    assert goodwill_left(0.0) == 0.0
    perceived = 0.8
    for _ in range(10):
        perceived = goodwill_left(perceived)
    assert perceived == pytest.approx(0.8 * 0.99**10)


def test_what_calls_for_a_visit() -> None:
    """Satisfaction told below nine tenths alarms, nine tenths do not."""
    assert [is_alarming(told) for told in (0.0, 0.8999, 0.9, 1.2)] == [True, True, False, False]


def test_lessons_are_half_forgotten_in_a_year() -> None:
    """Of what is known of why customers leave, half is left after twelve months, a quarter after twenty-four."""
    lessons = [8.0]
    for _ in range(24):
        lessons.append(lessons_left(lessons[-1]))
    assert lessons[12] == pytest.approx(4.0, rel=1e-3)
    assert lessons[24] == pytest.approx(2.0, rel=2e-3)
    assert lessons_left(1.0) == pytest.approx(math.exp(-0.0578), rel=1e-15)
    assert lessons_left(0.0) == 0.0


def test_lessons_spare_the_others_problems() -> None:
    """Three lessons for 100 customers spare a fifth of problems, endless ones two fifths; no customers count as one."""
    assert spared_share(0.0, 100.0) == 0.0
    assert spared_share(3.0, 100.0) == spared_share(30.0, 1000.0) == 0.2
    assert spared_share(9.0, 100.0) == pytest.approx(0.3)
    assert spared_share(ENDLESS, 100.0) == pytest.approx(0.4)
    assert spared_share(0.03, 0.0) == spared_share(0.03, 1.0) == pytest.approx(0.2)


@STORY
@given(lessons=st.floats(0.0, 1e3), customers=st.floats(0.0, 1e5))
def test_more_lessons_spare_more_and_more_customers_need_more(lessons: float, customers: float) -> None:
    """What is spared is below two fifths, grows with lessons and shrinks with the number of customers."""
    spared = spared_share(lessons, customers)
    assert 0.0 <= spared < 0.4
    assert spared < spared_share(lessons + 1.0, customers)
    assert spared >= spared_share(lessons, customers + 1.0)


def test_a_rescue_brings_loyalty_back() -> None:
    """A perfect communicator brings back three tenths of the loyalty that is missing, one without the gift nothing."""
    assert loyalty_rescued(0.4, 0.0) == 0.4
    assert loyalty_rescued(0.0, 1.0) == 0.3
    assert loyalty_rescued(0.5, 0.5) == pytest.approx(0.575, rel=1e-15)
    assert loyalty_rescued(1.0, 1.0) == 1.0


def test_a_boom_doubles_optimism() -> None:
    """Prospects are seen so many notches too good, twice as many in a boom, and as they are without optimism."""
    assert [optimism_now(0.75, regime) for regime in (Regime.SLUMP, Regime.NORMAL, Regime.BOOM)] == [0.75, 0.75, 1.5]
    assert optimism_now(0.0, Regime.BOOM) == 0.0


def test_established_value_is_a_year_of_what_a_customer_brings_now() -> None:
    """Twelve months of 100 CNY margin less 6 for accounts and half an hour at 80 are 648, and may be a loss."""
    assert established_value(100.0, 6.0, 0.5, 80.0) == 12.0 * monthly_value(100.0, 6.0, 0.5, 80.0) == 648.0
    assert established_value(20.0, 6.0, 0.5, 80.0) == -312.0


def test_potential_value_is_what_could_still_be_won() -> None:
    """Half of a wallet of a million at 1.2 % would earn 6,000 a year; at the ceiling or above nothing is left."""
    assert potential_value(1e6, 0.25, 0.75, 0.012) == 6000.0
    assert potential_value(1e6, 0.75, 0.75, 0.012) == potential_value(1e6, 0.875, 0.75, 0.012) == 0.0


@STORY
@given(wallet=st.floats(1.0, 1e9), share=unit, ceiling=unit, rate=st.floats(0.001, 0.08))
def test_potential_value_is_never_negative(wallet: float, share: float, ceiling: float, rate: float) -> None:
    """It grows with the wallet, the ceiling and the rate, and shrinks with what is won already."""
    potential = potential_value(wallet, share, ceiling, rate)
    assert 0.0 <= potential <= wallet * rate
    assert potential <= potential_value(2.0 * wallet, share, ceiling, rate)
    assert potential <= potential_value(wallet, share, ceiling + 0.1, rate)
    assert potential <= potential_value(wallet, share, ceiling, 2.0 * rate)
    assert potential >= potential_value(wallet, share + 0.1, ceiling, rate)
