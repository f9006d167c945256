"""Winning customers: finding and convincing them, teaching managers, the economy around the branch, and credit."""

import math
from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_laws import LAST_LUCK, STORY, lucks, unit

from crmsim.law.common import logistic
from crmsim.law.credit import (
    MOVES,
    asks_for_credit,
    cash_flow_of,
    class_by_rating,
    class_in_default,
    conduct_chance,
    current_ratio_of,
    debt_ratio_of,
    first_rating,
    health,
    is_approved,
    is_bad,
    is_marked,
    next_rating,
    provision_rate,
    rating_seen,
    return_of,
    stress,
)
from crmsim.law.market import (
    activity,
    industry,
    influence,
    next_regime,
    price_sensitivity,
    region,
    temptation,
    yearly_growth,
)
from crmsim.law.prospecting import (
    cooperation,
    demonstration,
    distance,
    entry_chance,
    entry_fit,
    estimate_scale,
    handed_over,
    is_good_moment,
    joint_pull,
    likeness,
    moment_fit,
    needs_known,
    offer_pull,
    plan_quality,
    presence,
    reached,
    seen_right,
)
from crmsim.law.training import LEARNING, aim, learned, time_left
from crmsim.stages import Industry, LoanClass, Rating, Regime, Region

ENDLESS = 1e12
"""More hours or money than anyone has."""

EVEN = [(i + 0.5) / 1000 for i in range(1000)]
"""A small even sample of luck."""

MIDDLE = 0.5
"""Luck that neither helps nor hurts."""

levels = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)
ratings = st.sampled_from(list(Rating))
classes = st.sampled_from(list(LoanClass))


def test_likeness_is_the_smaller_wallet_over_the_greater() -> None:
    """A customer is wholly like one with the same wallet, and a quarter like one with four times or a quarter of it."""
    assert likeness(3e5, 3e5) == 1.0
    assert likeness(1e5, 4e5) == likeness(4e5, 1e5) == 0.25


@STORY
@given(one=st.floats(1.0, 1e9), other=st.floats(1.0, 1e9), times=st.sampled_from([0.5, 2.0, 1024.0]))
def test_likeness_is_mutual_and_knows_no_currency(one: float, other: float, times: float) -> None:
    """Each is as like the other as the other is like it, from above 0 to 1, in whatever unit wallets are counted."""
    assert 0.0 < likeness(one, other) == likeness(other, one) <= 1.0
    assert likeness(times * one, times * other) == likeness(one, other)


def test_most_potential_customers_work_little_with_the_bank() -> None:
    """Cooperation runs from nothing to all, is a quarter in the median, a third in the mean, and mostly below half."""
    assert [cooperation(u) for u in (0.0, MIDDLE, 1.0)] == [0.0, 0.25, 1.0]
    found = [cooperation(u) for u in EVEN]
    assert np.mean(found) == pytest.approx(1.0 / 3.0, abs=1e-6)
    assert sum(value < 0.5 for value in found) == 707


def test_screening_and_skill_show_whom_the_bank_should_seek() -> None:
    """Unscreened six traits in ten are seen right; nine minutes bring half of the rest, or a quarter without skill."""
    assert seen_right(0.0, 0.0) == seen_right(0.0, 1.0) == 0.6
    assert [seen_right(0.15, skill) for skill in (0.0, 0.5, 1.0)] == pytest.approx([0.7, 0.75, 0.8], rel=1e-15)
    assert [seen_right(ENDLESS, skill) for skill in (0.0, 1.0)] == pytest.approx([0.8, 1.0])


def test_good_communicators_get_through() -> None:
    """Without any gift for communication fifteen leads in a hundred cannot be spoken to, with all of it none."""
    assert [reached(communication) for communication in (0.0, 0.5, 1.0)] == pytest.approx([0.85, 0.925, 1.0], rel=1e-15)


def test_teamwork_hands_leads_over() -> None:
    """Without teamwork twelve leads in a hundred are lost on the way, with half of it six, with all of it none."""
    assert [handed_over(teamwork) for teamwork in (0.0, 0.5, 1.0)] == pytest.approx([0.88, 0.94, 1.0], rel=1e-15)


def test_evaluation_takes_two_thirds_of_an_estimates_error() -> None:
    """Without evaluation all of the error is left, after twelve minutes two thirds, in the end a third."""
    assert estimate_scale(0.3, 0.0) == 0.3
    assert estimate_scale(0.0, 0.2) == 0.0
    assert estimate_scale(2.0, 0.2) == pytest.approx(1.33, rel=1e-15)
    assert estimate_scale(2.0, ENDLESS) == pytest.approx(0.66)


def test_research_finds_needs_out() -> None:
    """Nothing is known unasked; eighteen minutes tell the able half, and one without skill half of that."""
    assert needs_known(0.0, 1.0) == 0.0
    assert [needs_known(0.3, skill) for skill in (0.0, 0.5, 1.0)] == [0.25, 0.375, 0.5]
    assert [needs_known(ENDLESS, skill) for skill in (0.0, 1.0)] == pytest.approx([0.5, 1.0])


def test_a_plan_with_all_five_marks_is_a_perfect_one() -> None:
    """A goal without any mark makes a plan of six tenths, each mark adds as much, and all five make it whole."""
    assert plan_quality(0) == 0.6
    assert plan_quality(5) == 1.0
    assert np.diff([plan_quality(marks) for marks in range(6)]) == pytest.approx([0.08] * 5)


def test_patience_finds_a_better_moment() -> None:
    """At the worst moment an approach is worth half; half a month of patience halves what is missing, endless all."""
    assert [moment_fit(u, 0.0) for u in (0.0, 0.5, 1.0)] == [0.5, 0.75, 1.0]
    assert [moment_fit(u, 0.5) for u in (0.0, 0.5, 1.0)] == [0.75, 0.875, 1.0]
    assert moment_fit(0.0, 1.5) == 0.875
    assert moment_fit(0.0, ENDLESS) == pytest.approx(1.0)


def test_an_approach_goes_on_at_a_good_moment() -> None:
    """Seven tenths of a fit will do: without patience six moments in ten have it, with half a month of it all."""
    assert [is_good_moment(fit) for fit in (0.5, 0.6999, 0.7, 1.0)] == [False, False, True, True]
    assert sum(is_good_moment(moment_fit(u, 0.0)) for u in EVEN) == 600
    assert sum(is_good_moment(moment_fit(u, 0.5)) for u in EVEN) == 1000


def test_knowledge_and_preparation_open_the_conversation() -> None:
    """Four openings in ten are right by themselves; known needs or endless preparation make all of them right."""
    assert entry_chance(0.0, 0.0) == 0.4
    assert entry_chance(1.0, 0.0) == entry_chance(1.0, 0.3) == 1.0
    assert entry_chance(0.0, 0.3) == entry_chance(0.5, 0.0) == pytest.approx(0.7)
    assert entry_chance(0.5, 0.3) == pytest.approx(0.85)
    assert entry_chance(0.0, ENDLESS) == pytest.approx(1.0)


def test_an_opening_fits_wholly_or_little() -> None:
    """Luck below the chance opens well, luck at it counts six tenths; one that cannot fail fits always."""
    assert [entry_fit(u, 0.25) for u in (0.0, 0.2499, 0.25, LAST_LUCK)] == [1.0, 1.0, 0.6, 0.6]
    assert {entry_fit(u, 1.0) for u in (0.0, LAST_LUCK)} == {1.0}
    assert {entry_fit(u, 0.0) for u in (0.0, LAST_LUCK)} == {0.6}


def test_a_perfect_communicator_counts_twice_one_without_the_gift() -> None:
    """A visit counts half without any gift for communication, and wholly with all of it."""
    assert [presence(communication) for communication in (0.0, 0.5, 1.0)] == [0.5, 0.75, 1.0]


def test_offers_to_needs_and_joint_visits_pull_half_as_much_again() -> None:
    """An offer made wholly to the target's needs, or a visit with perfect teamwork, counts one and a half."""
    assert [offer_pull(meet_needs) for meet_needs in (0.0, 0.5, 1.0)] == [1.0, 1.25, 1.5]
    assert [joint_pull(teamwork) for teamwork in (0.0, 0.5, 1.0)] == [1.0, 1.25, 1.5]


def test_a_bad_name_goes_before_the_branch() -> None:
    """A spotless image costs no contact anything; the worst costs the share by which people listen to each other."""
    assert demonstration(0.3, 1.0) == demonstration(0.0, 0.2) == 1.0
    assert [demonstration(0.3, image) for image in (0.5, 0.0)] == pytest.approx([0.85, 0.7], rel=1e-15)


def test_the_way_to_a_customer_takes_time() -> None:
    """A visit near by takes a fifth longer than one at home, a remote one three fifths."""
    assert [distance(where) for where in (Region.HOME, Region.NEAR, Region.REMOTE)] == [1.0, 1.2, 1.6]


SATURATING: dict[str, Callable[[float], float]] = {
    "screening": lambda hours: seen_right(hours, 0.7),
    "evaluation": lambda hours: -estimate_scale(0.4, hours),
    "research": lambda hours: needs_known(hours, 0.7),
    "patience": lambda months: moment_fit(0.3, months),
    "preparation": lambda hours: entry_chance(0.3, hours),
    "training": lambda hours: aim(0.5, hours),
}
"""What hours of work before a visit are for, each rising with them."""


@pytest.mark.parametrize("name", SATURATING)
def test_every_diligence_brings_more_and_ever_less_more(name: str) -> None:
    """Each further quarter of an hour helps, and helps less than the one before."""
    gains = np.diff([SATURATING[name](hours) for hours in np.linspace(0.0, 10.0, 41)])
    assert (gains > 0.0).all()
    assert (np.diff(gains) < 0.0).all()


@STORY
@given(u=lucks, hours=st.floats(0.0, 1e3), low=levels, high=levels)
def test_better_managers_and_better_knowledge_never_hurt(u: float, hours: float, low: float, high: float) -> None:
    """More skill sees and learns more, more knowledge opens better, better luck finds a better moment, all within 1."""
    low, high = sorted((low, high))
    assert 0.6 <= seen_right(hours, low) <= seen_right(hours, high) <= 1.0
    assert 0.0 <= needs_known(hours, low) <= needs_known(hours, high) <= 1.0
    assert 0.4 <= entry_chance(low, hours) <= entry_chance(high, hours) <= 1.0
    assert 0.5 <= moment_fit(low * u, hours) <= moment_fit(high * u, hours) <= 1.0


def test_training_lifts_a_quality_towards_perfection() -> None:
    """Untrained it stays inborn; eight hours a month bring half of what lacks, 24 three quarters, endless ones all."""
    assert [aim(0.6, hours) for hours in (0.0, 8.0, 24.0)] == pytest.approx([0.6, 0.8, 0.9], rel=1e-15)
    assert aim(1.0, 8.0) == 1.0
    assert aim(0.6, ENDLESS) == pytest.approx(1.0)


def test_half_of_the_way_to_a_quality_takes_a_year() -> None:
    """A month goes 5.6 % of the way to what training sustains, a year half of it, and half back for who stops."""
    assert learned(0.6, 0.6, 8.0) == pytest.approx(0.6 + 0.2 * LEARNING, rel=1e-15) == pytest.approx(0.6112)
    assert learned(aim(0.6, 8.0), 0.6, 8.0) == aim(0.6, 8.0)
    trained, resting = 0.6, 0.8
    for _ in range(12):
        trained, resting = learned(trained, 0.6, 8.0), learned(resting, 0.6, 0.0)
    assert (trained, resting) == pytest.approx((0.7, 0.7), abs=1e-3)


@STORY
@given(quality=unit, born=unit, hours=st.floats(0.0, 40.0))
def test_qualities_move_towards_their_aim_and_not_past_it(quality: float, born: float, hours: float) -> None:
    """A month later a quality is between what it was and its aim, which lies between the inborn one and perfection."""
    sustained = aim(born, hours)
    assert born <= sustained <= 1.0
    low, high = sorted((quality, sustained))
    assert low - 1e-15 <= learned(quality, born, hours) <= high + 1e-15
    assert learned(quality, born, hours) <= learned(quality, born, hours + 1.0)


def test_who_trains_does_not_work() -> None:
    """Of 160 hours a month, none of training leaves all, forty three quarters, a full month nothing."""
    assert [time_left(hours, 160.0) for hours in (0.0, 40.0, 160.0)] == [1.0, 0.75, 0.0]


def test_normal_times_lie_between_boom_and_slump() -> None:
    """A quarter of luck ends a regime of four months; of normal times half of it makes a boom, the rest a slump."""
    chances = (0.0, 0.1249, 0.125, 0.2499, 0.25, LAST_LUCK)
    slump, normal, boom = Regime.SLUMP, Regime.NORMAL, Regime.BOOM
    assert [next_regime(u, normal, 4.0) for u in chances] == [boom, boom, slump, slump, normal, normal]
    assert [next_regime(u, boom, 4.0) for u in chances] == [normal, normal, normal, normal, boom, boom]
    assert [next_regime(u, slump, 4.0) for u in chances] == [normal, normal, normal, normal, slump, slump]


@pytest.mark.parametrize("length", [2.0, 5.0, 20.0])
def test_half_of_all_months_are_normal(length: float) -> None:
    """Normal times are half of all months, booms and slumps a quarter each, and a regime ends 1 month in `length`."""
    share = {Regime.SLUMP: 0.25, Regime.NORMAL: 0.5, Regime.BOOM: 0.25}
    after = dict.fromkeys(share, 0.0)
    for regime, before in share.items():
        counts = Counter(next_regime(u, regime, length) for u in EVEN)
        assert 1000 - counts[regime] == 1000 / length
        for following, count in counts.items():
            after[following] += before * count / 1000
    assert after == pytest.approx(share)


def test_industries_and_regions_take_their_shares_of_the_market() -> None:
    """The lowest luck is emerging or near, the highest restricted or remote, and the rest established or at home."""
    at = (0.0, 0.2499, 0.25, 0.8749, 0.875, LAST_LUCK)
    emerging, established, restricted = Industry.EMERGING, Industry.ESTABLISHED, Industry.RESTRICTED
    assert [industry(u, 0.25, 0.125) for u in at] == [emerging] * 2 + [established] * 2 + [restricted] * 2
    assert [region(u, 0.25, 0.125) for u in at] == [Region.NEAR] * 2 + [Region.HOME] * 2 + [Region.REMOTE] * 2
    assert {industry(u, 0.0, 0.0) for u in at} == {established}
    assert {region(u, 0.0, 0.0) for u in at} == {Region.HOME}


def test_wallets_grow_by_industry_regime_and_luck() -> None:
    """Emerging industries grow twice as fast, restricted ones not; a boom adds three points, luck five either way."""
    industries = (Industry.ESTABLISHED, Industry.EMERGING, Industry.RESTRICTED)
    normal = [yearly_growth(MIDDLE, 0.04, branch, Regime.NORMAL) for branch in industries]
    assert normal == pytest.approx([1.04, 1.08, 1.0], rel=1e-15)
    regimes = (Regime.SLUMP, Regime.NORMAL, Regime.BOOM)
    idle = [yearly_growth(MIDDLE, 0.04, Industry.RESTRICTED, regime) for regime in regimes]
    assert idle == pytest.approx([0.97, 1.0, 1.03], rel=1e-15)
    lucky = [yearly_growth(u, 0.04, Industry.ESTABLISHED, Regime.NORMAL) for u in (0.0, 0.75, 1.0)]
    assert lucky == pytest.approx([0.99, 1.065, 1.09], rel=1e-15)


def test_customers_look_at_prices_around_the_markets_mean() -> None:
    """Middling luck is the mean, the extremes three tenths from it, within not at all and altogether."""
    assert [price_sensitivity(u, 0.5) for u in (0.0, MIDDLE, 1.0)] == pytest.approx([0.2, 0.5, 0.8])
    assert price_sensitivity(0.0, 0.2) == 0.0
    assert price_sensitivity(1.0, 0.8) == 1.0
    assert np.mean([price_sensitivity(u, 0.6) for u in EVEN]) == pytest.approx(0.6)


def test_a_few_are_heard_by_many() -> None:
    """All weigh from 1 to 20, in the mean ln(20) / 0.95, and a tenth of them more than a third of the whole."""
    assert influence(0.0) == 1.0
    assert influence(MIDDLE) == pytest.approx(1.0 / 0.525)
    assert influence(LAST_LUCK) == pytest.approx(20.0)
    weights = [influence(u) for u in EVEN]
    assert weights == sorted(weights)
    assert np.mean(weights) == pytest.approx(math.log(20.0) / 0.95, rel=1e-4)
    assert sum(weights[-100:]) / sum(weights) > 1.0 / 3.0


def test_offers_tempt_who_looks_at_prices() -> None:
    """An advantage counts half to whom prices are nothing, as it is in the middle, half as much again to the other."""
    assert [temptation(0.4, price) for price in (0.0, 0.5, 1.0)] == pytest.approx([0.2, 0.4, 0.6], rel=1e-15)
    assert temptation(0.0, 1.0) == 0.0


def test_needs_come_oftest_in_a_boom() -> None:
    """With a swing of a quarter, normal times have four fifths of a boom's needs and a slump three fifths."""
    assert [activity(regime, 0.25) for regime in (Regime.SLUMP, Regime.NORMAL, Regime.BOOM)] == [0.6, 0.8, 1.0]
    assert {activity(regime, 0.0) for regime in Regime} == {1.0}


@STORY
@given(swing=st.floats(0.0, 0.9))
def test_boom_and_slump_make_up_for_each_other(swing: float) -> None:
    """Against normal times a boom has as many more needs as a slump has fewer, by the swing, and never more than 1."""
    slump, normal, boom = (activity(regime, swing) for regime in (Regime.SLUMP, Regime.NORMAL, Regime.BOOM))
    assert 0.0 < slump <= normal <= boom == 1.0
    assert boom / normal == pytest.approx(1.0 + swing, rel=1e-12)
    assert slump / normal == pytest.approx(1.0 - swing, rel=1e-12)


def test_most_customers_are_rated_bbb_or_bb_at_first() -> None:
    """Of a thousand customers 20 begin at AAA, 80 at AA, 200 at A, 300 at BBB, 250 at BB, 120 at B and 30 at CCC."""
    counts = Counter(first_rating(u) for u in EVEN)
    assert [counts[rating] for rating in Rating] == [20, 80, 200, 300, 250, 120, 30, 0]
    lines = (0.0, 0.02, 0.10, 0.30, 0.60, 0.85, 0.97)
    assert [first_rating(u) for u in lines] == list(Rating)[:-1]
    assert [first_rating(math.nextafter(u, 0.0)) for u in lines[1:]] == list(Rating)[:-2]


def test_ratings_are_seen_right_in_the_median() -> None:
    """At middling luck or without error a rating is seen as it is; a logistic deviate of 1 is two notches a scale."""
    assert rating_seen(Rating.BBB, MIDDLE, 1.5) == rating_seen(Rating.BBB, 0.9, 0.0) == 3.0
    assert rating_seen(Rating.A, logistic(1.0), 0.75) == pytest.approx(3.5)
    assert rating_seen(Rating.A, logistic(-1.0), 0.75) == pytest.approx(0.5)


def test_the_committee_draws_its_line_halfway_to_the_next_rating() -> None:
    """Where BBB is the worst allowed, what looks nearer to it than to BB passes, and what lies between does not."""
    assert [is_approved(seen, Rating.BBB) for seen in (-2.0, 3.0, 3.4999)] == [True] * 3
    assert [is_approved(seen, Rating.BBB) for seen in (3.5, 4.0, 9.0)] == [False] * 3
    assert is_approved(3.5, Rating.BB)


def test_whoever_saves_little_comes_for_a_loan() -> None:
    """With six tenths of its business in deposits a customer comes to save, with anything less to borrow."""
    assert [asks_for_credit(deposits) for deposits in (0.0, 0.5999, 0.6, 1.0)] == [True, True, False, False]


def test_the_table_of_rating_moves_is_the_published_one() -> None:
    """What stays, what defaults and what each row adds up to, rounding included, are the published percentages."""
    assert [MOVES[rating][rating] for rating in Rating] == [93.66, 91.72, 91.76, 89.26, 83.31, 84.19, 63.96, 75.0]
    assert [MOVES[rating][Rating.D] for rating in Rating] == [0.0, 0.01, 0.04, 0.22, 0.98, 5.30, 21.94, 75.0]
    assert [round(sum(row), 3) for row in MOVES] == [100.0, 99.99, 100.01, 100.0, 100.02, 100.02, 100.04, 100.0]
    assert {len(row) for row in MOVES} == {len(MOVES)} == {len(Rating)}


@pytest.mark.parametrize("rating", list(Rating))
def test_ratings_move_as_in_the_table(rating: int) -> None:
    """In normal times the moves of a year come as often as the table has them, its rows made whole."""
    counts = Counter(next_rating((i + 0.5) / 20_000, rating, 1.0) for i in range(20_000))
    found = [counts[after] / 200.0 for after in Rating]
    assert found == pytest.approx([100.0 * chance / sum(MOVES[rating]) for chance in MOVES[rating]], abs=0.011)


@STORY
@given(u=lucks, v=lucks, rating=ratings, pressure=st.floats(1.0, 5.0))
def test_the_worst_luck_brings_the_worst_move(u: float, v: float, rating: int, pressure: float) -> None:
    """More of `u` is no better move, all of it is default, and stress makes no move better than in normal times."""
    u, v = sorted((u, v))
    assert next_rating(u, rating, pressure) <= next_rating(v, rating, pressure) in list(Rating)
    assert next_rating(u, rating, 1.0) <= next_rating(u, rating, pressure)
    assert next_rating(1.0, rating, pressure) == Rating.D


def test_the_best_luck_is_the_best_move_there_is() -> None:
    """At luck 0 a rating moves as high as its row has a chance for: B to AA, default to B, the others to AAA."""
    found = [next_rating(0.0, rating, 1.0) for rating in Rating]
    assert found == [Rating.AAA] * 5 + [Rating.AA, Rating.AAA, Rating.B]


def test_only_a_slump_is_stressful() -> None:
    """A slump multiplies falls by its risk; normal times and a boom leave them as they are."""
    assert [stress(regime, 2.5) for regime in (Regime.SLUMP, Regime.NORMAL, Regime.BOOM)] == [2.5, 1.0, 1.0]


@pytest.mark.parametrize("risk", [1.0, 1.5, 2.0])
def test_stress_multiplies_falls_and_defaults(risk: float) -> None:
    """At a risk of 2 a firm rated B defaults twice as often within a year, and falls to CCC twice as often."""
    counts = Counter(next_rating((i + 0.5) / 20_000, Rating.B, risk) for i in range(20_000))
    _, _, _, _, _, _, fallen, defaulted = (100.0 * risk * chance / sum(MOVES[Rating.B]) for chance in MOVES[Rating.B])
    assert counts[Rating.D] / 200.0 == pytest.approx(defaulted, abs=0.011)
    assert counts[Rating.CCC] / 200.0 == pytest.approx(fallen, abs=0.011)


def test_health_falls_with_the_rating() -> None:
    """Middling luck gives AAA a health of 1, CCC of 0, the rest evenly between; luck moves it by 0.15 either way."""
    assert health(Rating.AAA, MIDDLE) == 1.0
    assert health(Rating.CCC, MIDDLE) == 0.0
    assert np.diff([health(rating, 0.3) for rating in Rating]) == pytest.approx([-1.0 / 6.0] * 7)
    assert [health(Rating.BBB, u) for u in (0.0, 0.5, 1.0)] == pytest.approx([0.35, 0.5, 0.65], rel=1e-15)


def test_statements_tell_of_health() -> None:
    """At middling luck the sick firm has weak figures in all four of a statement, and the sound one strong ones."""
    figures = (current_ratio_of, debt_ratio_of, return_of, cash_flow_of)
    assert [figure(0.0, MIDDLE) for figure in figures] == pytest.approx([0.35, 0.85, -0.02, -0.05], rel=1e-15)
    assert [figure(1.0, MIDDLE) for figure in figures] == pytest.approx([1.65, 0.35, 0.14, 0.15], rel=1e-14)
    assert [figure(0.5, 0.0) for figure in figures] == pytest.approx([0.80, 0.45, 0.03, -0.01], rel=1e-14)
    assert [figure(0.5, 1.0) for figure in figures] == pytest.approx([1.20, 0.75, 0.09, 0.11], rel=1e-14)


def test_ratios_have_bounds() -> None:
    """No current or debt ratio is below 0.05, and debts are at most one and a half times the assets."""
    assert current_ratio_of(-1.0, MIDDLE) == debt_ratio_of(3.0, MIDDLE) == 0.05
    assert debt_ratio_of(-3.0, MIDDLE) == 1.5


@STORY
@given(u=lucks, low=st.floats(-0.15, 1.15), high=st.floats(-0.15, 1.15))
def test_the_healthier_firm_never_looks_worse(u: float, low: float, high: float) -> None:
    """At the same luck better health is no lower ratio, return or flow, no more debt, mark or bad conduct."""
    low, high = sorted((low, high))
    assert current_ratio_of(low, u) <= current_ratio_of(high, u)
    assert return_of(low, u) <= return_of(high, u)
    assert cash_flow_of(low, u) <= cash_flow_of(high, u)
    assert debt_ratio_of(low, u) >= debt_ratio_of(high, u)
    assert is_marked(low, u) >= is_marked(high, u)
    assert conduct_chance(0.05, low) >= conduct_chance(0.05, high)


def test_the_weak_are_marked() -> None:
    """Without health the chance of a mark is 35 %, at half of it 17.5, at full health 2, and never above 60."""
    assert [is_marked(0.0, u) for u in (0.3499, 0.35)] == [True, False]
    assert [is_marked(0.5, u) for u in (0.1749, 0.175)] == [True, False]
    assert [is_marked(1.0, u) for u in (0.0199, 0.02)] == [True, False]
    assert [is_marked(-2.0, u) for u in (0.5999, 0.6)] == [True, False]


def test_bad_conduct_is_for_the_weak() -> None:
    """The chance is the market's at half of health, twice that without, nothing at full health, and always a chance."""
    chances = [conduct_chance(0.04, health) for health in (0.0, 0.5, 1.0, 1.15)]
    assert chances == pytest.approx([0.08, 0.04, 0.0, 0.0], rel=1e-15)
    assert conduct_chance(0.75, 0.0) == 1.0


def test_default_makes_a_loan_substandard_and_bad_loans_stay_bad() -> None:
    """A sound loan is normal again, of special mention at CCC and substandard at default; a bad one gets no better."""
    normal, mentioned, substandard, doubtful, loss = LoanClass
    for sound in (normal, mentioned):
        anew = [class_by_rating(rating, sound) for rating in Rating]
        assert anew == [normal] * 6 + [mentioned, substandard]
    for bad in (substandard, doubtful, loss):
        assert {class_by_rating(rating, bad) for rating in Rating} == {bad}


def test_bad_loans_get_worse_with_one_chance_in_ten_a_month() -> None:
    """The worst tenth of luck moves a bad loan down a class, the best fiftieth cures a substandard one, no other."""
    at = (0.0, 0.0199, 0.02, 0.8999, 0.90, LAST_LUCK)
    mentioned, substandard, doubtful, loss = list(LoanClass)[1:]
    kept = [substandard] * 2
    assert [class_in_default(u, substandard) for u in at] == [mentioned] * 2 + kept + [doubtful] * 2
    assert [class_in_default(u, doubtful) for u in at] == [doubtful] * 4 + [loss] * 2
    assert {class_in_default(u, loss) for u in at} == {loss}


def test_most_bad_loans_are_lost_in_three_years_and_a_few_are_cured() -> None:
    """Of a hundred loans in default one in six is cured in the end, and after three years most are lost."""
    share = np.zeros(len(LoanClass))
    share[LoanClass.SUBSTANDARD] = 1.0
    move = np.zeros((len(LoanClass), len(LoanClass)))
    move[LoanClass.SPECIAL_MENTION, LoanClass.SPECIAL_MENTION] = 1.0
    for before in filter(is_bad, LoanClass):
        for u in EVEN:
            move[before, class_in_default(u, before)] += 1e-3
    after_three_years = share @ np.linalg.matrix_power(move, 36)
    assert after_three_years[LoanClass.LOSS] > 0.7
    in_the_end = share @ np.linalg.matrix_power(move, 1000)
    assert in_the_end[LoanClass.SPECIAL_MENTION] == pytest.approx(1.0 / 6.0)


def test_what_is_provided_for_bad_loans() -> None:
    """Nothing for a normal loan, then 2, 25, 50 and 100 %; the three worst classes do not perform."""
    assert [provision_rate(loan_class) for loan_class in LoanClass] == [0.0, 0.02, 0.25, 0.5, 1.0]
    assert [is_bad(loan_class) for loan_class in LoanClass] == [False, False, True, True, True]
