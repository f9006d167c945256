"""Giving up: by which criteria, by which means, how long it takes, what comes back, and who is scared by it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_laws import LAST_LUCK, STORY, lucks, unit

from crmsim.law.exit import (
    CHARGE_OFF_KEPT,
    CHARGE_OFF_RECOVERY,
    DISPUTED,
    all_below,
    business_kept,
    dispute_chance,
    fright,
    is_illiquid,
    is_overindebted,
    is_pool_ready,
    is_rated_low,
    is_recognised,
    leak_chance,
    mean_months,
    means_chosen,
    meets_first,
    meets_fourth,
    meets_second,
    meets_third,
    recovery_rate,
)
from crmsim.stages import LoanClass, Means, Rating

ENDLESS = 1e12
"""More care than anyone takes."""

classes = st.sampled_from(list(LoanClass))
ways = st.sampled_from(list(Means))


def test_b_or_lower_is_with_b_or_without() -> None:
    """CCC and default are low in any case, B where the bank says so, BB never."""
    assert [is_rated_low(rating, True) for rating in Rating] == [False] * 5 + [True] * 3
    assert [is_rated_low(rating, False) for rating in Rating] == [False] * 6 + [True] * 2


def test_the_first_criterion_counts_marks() -> None:
    """Of two marks asked for, one is too few and two are enough."""
    assert [meets_first(marks, 2) for marks in (0, 1, 2, 6)] == [False, False, True, True]


def test_the_second_criterion_is_a_bad_loan() -> None:
    """A loan of special mention does not meet it, one from substandard on does."""
    assert [meets_second(loan_class) for loan_class in LoanClass] == [False, False, True, True, True]


def test_ratios_are_weak_beyond_their_lines() -> None:
    """Half of what falls due is just enough, and debts of four fifths are just not too many."""
    assert [is_illiquid(ratio) for ratio in (0.0, 0.4999, 0.5, 2.0)] == [True, True, False, False]
    assert [is_overindebted(ratio, False) for ratio in (0.5, 0.8, 0.8001, 1.5)] == [False, False, True, True]


def test_foreign_trade_lives_on_debts() -> None:
    """No debt ratio of a foreign-trade firm is weak."""
    assert not any(is_overindebted(ratio, True) for ratio in (0.5, 0.8, 0.9, 1.5))


def test_three_bad_years_make_a_weak_figure() -> None:
    """Three years below the line do; with any one of them on it they do not."""
    assert all_below(-0.01, -0.02, -0.03, 0.0)
    assert not all_below(0.0, -0.02, -0.03, 0.0)
    assert not all_below(-0.01, 0.0, -0.03, 0.0)
    assert not all_below(-0.01, -0.02, 0.0, 0.0)


def test_two_weak_figures_or_one_record_are_enough() -> None:
    """The third criterion takes two of its four figures, the fourth any record of bad conduct."""
    assert [meets_third(weak) for weak in range(5)] == [False, False, True, True, True]
    assert [meets_fourth(records) for records in range(4)] == [False, True, True, True]


def test_a_review_sees_as_many_risks_as_it_recognises() -> None:
    """With recognition of 60 % six in ten are seen, with none none, with all all."""
    grid = [(i + 0.5) / 1000 for i in range(1000)]
    assert [sum(is_recognised(u, seen) for u in grid) for seen in (0.0, 0.6, 1.0)] == [0, 600, 1000]
    assert not is_recognised(0.6, 0.6)


def test_secrets_leak_where_no_one_keeps_them() -> None:
    """Four exits in ten become known without secrecy, two with half of it, none with all."""
    assert [leak_chance(secrecy) for secrecy in (0.0, 0.5, 1.0)] == pytest.approx([0.4, 0.2, 0.0], rel=1e-15)


def test_leaked_exits_scare_by_how_many_have_heard() -> None:
    """Nobody is scared of nothing; a hundredth heard is half of the most, three of them three quarters, all a tenth."""
    assert fright(0.0, 1000.0) == 0.0
    assert [fright(heard, 1000.0) for heard in (10.0, 30.0)] == pytest.approx([0.05, 0.075], rel=1e-15)
    assert fright(ENDLESS, 1000.0) == pytest.approx(0.1)


def test_a_branch_without_customers_has_no_less_than_one() -> None:
    """Fright is reckoned among one customer at least, so that an empty branch has a fright too."""
    assert fright(0.01, 0.0) == fright(0.01, 1.0) == pytest.approx(0.05, rel=1e-15)
    assert fright(0.01, 0.5) == fright(0.01, 1.0) > fright(0.01, 2.0)


def test_means_are_chosen_by_their_weights() -> None:
    """Of a thousand performing loans at weights 2, 1 and 1, 500 are collected, 250 sold and 250 securitised."""
    grid = [(i + 0.5) / 1000 for i in range(1000)]
    found = [means_chosen(u, 0.2, 0.1, 0.1, True) for u in grid]
    assert [found.count(means) for means in Means] == [500, 250, 250]
    assert found == sorted(found)


def test_what_does_not_perform_is_not_securitised() -> None:
    """Of a thousand bad loans at the same weights two thirds are collected and the others sold."""
    grid = [(i + 0.5) / 1000 for i in range(1000)]
    found = [means_chosen(u, 0.2, 0.1, 0.1, False) for u in grid]
    assert [found.count(means) for means in Means] == [667, 333, 0]


def test_without_any_weight_there_is_collection() -> None:
    """A bank that chose no means collects, and so does one whose only means a bad loan cannot take."""
    assert means_chosen(0.5, 0.0, 0.0, 0.0, True) == Means.COLLECTION
    assert means_chosen(0.5, 0.0, 0.0, 1.0, False) == Means.COLLECTION
    assert means_chosen(0.5, 0.0, 0.0, 1.0, True) == Means.SECURITISATION
    assert means_chosen(0.0, 0.0, 1.0, 0.0, True) == Means.TRANSFER
    assert means_chosen(0.5, 0.25, 0.25, 0.0, False) == Means.TRANSFER
    assert means_chosen(0.5, 0.25, 0.25, 0.5, True) == Means.SECURITISATION


@STORY
@given(u=lucks, weights=st.tuples(unit, unit, unit), performing=st.booleans())
def test_no_means_is_chosen_that_has_no_weight(u: float, weights: tuple[float, float, float], performing: bool) -> None:
    """Whatever the luck, a means with weight 0 is passed over while there is another that can be taken."""
    found = means_chosen(u, *weights, performing)
    if sum(weights[:2]) + weights[2] * performing > 0.0:
        assert weights[found] > 0.0
    assert performing or found != Means.SECURITISATION


def test_collection_takes_longest() -> None:
    """With half of the skill and no reports: 22 months of collection, 2.2 of a transfer, 1.1 of securitisation."""
    usual = [mean_months(means, 0.5, 0.0) for means in Means]
    assert usual == pytest.approx([22.0, 2.2, 1.1], rel=1e-15)


def test_execution_hastens_and_reports_delay() -> None:
    """Without skill an exit takes 1.4 times as long, with all of it 0.8; half of the time between reports comes on."""
    assert [mean_months(Means.COLLECTION, execution, 0.0) for execution in (0.0, 1.0)] == pytest.approx([28.0, 16.0])
    assert mean_months(Means.TRANSFER, 0.0, 12.0) == pytest.approx(2.8 + 6.0, rel=1e-15)
    assert mean_months(Means.SECURITISATION, 1.0, 1.0) == pytest.approx(0.8 + 0.5, rel=1e-15)


def test_exits_close_about_as_many_positions_as_published() -> None:
    """Seven in ten collected, three sold, at middling skill: within five points of the counts at 1, 2 and 6 years."""
    rates = [1.0 / mean_months(means, 0.5, 1.0) for means in (Means.COLLECTION, Means.TRANSFER)]
    left = [0.7 * math.exp(-months * rates[0]) + 0.3 * math.exp(-months * rates[1]) for months in (12.0, 24.0, 72.0)]
    assert [1.0 - share for share in left] == pytest.approx([0.61, 0.71, 0.94], abs=0.05)


def test_bad_loans_bring_less_the_worse_they_are() -> None:
    """With middling skill collection brings what it brings of a substandard loan, 3/4 of a doubtful, 2/5 of a lost."""
    bad = (LoanClass.SUBSTANDARD, LoanClass.DOUBTFUL, LoanClass.LOSS)
    found = [recovery_rate(0.4, loan_class, Means.COLLECTION, 0.5, 0.5) for loan_class in bad]
    assert found == pytest.approx([0.4, 0.3, 0.16], rel=1e-15)
    sold = [recovery_rate(0.4, loan_class, Means.TRANSFER, 0.5, 0.5) for loan_class in bad]
    assert sold == pytest.approx([0.4, 0.3, 0.16], rel=1e-15)


def test_skills_lift_what_comes_back() -> None:
    """All of combining lifts by a fifth and none lowers by one; timing lifts by 15 % where something is sold."""
    bad = LoanClass.SUBSTANDARD
    assert [recovery_rate(0.4, bad, Means.COLLECTION, 0.5, skill) for skill in (0.0, 1.0)] == pytest.approx(
        [0.32, 0.48]
    )
    assert [recovery_rate(0.4, bad, Means.TRANSFER, skill, 0.5) for skill in (0.0, 1.0)] == pytest.approx([0.34, 0.46])
    assert recovery_rate(0.4, bad, Means.COLLECTION, 0.0, 0.5) == recovery_rate(0.4, bad, Means.COLLECTION, 1.0, 0.5)


def test_sound_loans_come_back_nearly_whole() -> None:
    """A normal loan brings 97 % with middling skill, one of special mention 80 and a fifth of its base."""
    normal, mentioned = LoanClass.NORMAL, LoanClass.SPECIAL_MENTION
    assert recovery_rate(0.4, normal, Means.COLLECTION, 0.5, 0.5) == pytest.approx(0.97, rel=1e-15)
    assert recovery_rate(0.9, normal, Means.TRANSFER, 0.5, 0.5) == pytest.approx(0.97, rel=1e-15)
    assert recovery_rate(0.4, mentioned, Means.COLLECTION, 0.5, 0.5) == pytest.approx(0.88, rel=1e-15)
    assert recovery_rate(0.4, normal, Means.COLLECTION, 0.5, 0.0) == pytest.approx(0.97 * 0.98, rel=1e-15)
    assert recovery_rate(0.4, mentioned, Means.TRANSFER, 1.0, 1.0) == pytest.approx(0.88 * (0.9 + 0.12 * 1.15))


def test_securitisation_brings_its_price() -> None:
    """A pool is paid for what it is, not for the class: its base, by the skills, at most in full."""
    for loan_class in LoanClass:
        assert recovery_rate(0.9, loan_class, Means.SECURITISATION, 0.5, 0.5) == pytest.approx(0.9, rel=1e-15)
        assert recovery_rate(0.5, loan_class, Means.SECURITISATION, 1.0, 0.0) == pytest.approx(0.46, rel=1e-15)
        assert recovery_rate(0.9, loan_class, Means.SECURITISATION, 1.0, 1.0) == 1.0


def test_no_more_comes_back_than_was_lent() -> None:
    """However good skills and base are, a loan comes back once, and whatever they are it costs nothing more."""
    for loan_class, means in ((LoanClass.NORMAL, Means.TRANSFER), (LoanClass.SUBSTANDARD, Means.TRANSFER)):
        assert recovery_rate(1.0, loan_class, means, 1.0, 1.0) == 1.0
        assert recovery_rate(-9.0, LoanClass.SPECIAL_MENTION, means, 0.5, 0.5) == 0.0
    assert recovery_rate(-1.0, LoanClass.LOSS, Means.COLLECTION, 0.5, 0.5) == 0.0
    assert recovery_rate(-1.0, LoanClass.LOSS, Means.SECURITISATION, 0.5, 0.5) == 0.0


@STORY
@given(base=st.floats(0.0, 0.7), loan_class=classes, means=ways, timing=unit, combination=unit)
def test_the_earlier_and_the_abler_the_more_comes_back(
    base: float, loan_class: int, means: int, timing: float, combination: float
) -> None:
    """A recovery is a part of the loan, no smaller for more skill, and up to a base of 70 % no greater when worse."""
    found = recovery_rate(base, loan_class, means, timing, combination)
    assert 0.0 <= found <= 1.0
    assert recovery_rate(base, loan_class, means, timing, 1.0) >= found
    assert recovery_rate(base, loan_class, means, 1.0, combination) >= found
    if loan_class != LoanClass.LOSS:
        assert recovery_rate(base, loan_class + 1, means, timing, combination) <= found


def test_legal_care_prevents_disputes() -> None:
    """Four exits in ten end in dispute without legal care, two at 800 CNY of it, one at three times that, then none."""
    assert [dispute_chance(care) for care in (0.0, 800.0, 2400.0)] == pytest.approx([0.4, 0.2, 0.1], rel=1e-15)
    assert dispute_chance(ENDLESS) == pytest.approx(0.0, abs=1e-8)


def test_who_is_spoken_to_leaves_business_behind() -> None:
    """Six tenths of the other business stay without a gift for communication, eight with half of it, all with all."""
    assert [business_kept(gift) for gift in (0.0, 0.5, 1.0)] == pytest.approx([0.6, 0.8, 1.0], rel=1e-15)


def test_charging_off_is_the_worst_exit() -> None:
    """Who is not spoken to keeps less with the bank, and a lost loan no one acts on brings less than any collection."""
    assert business_kept(0.0) > CHARGE_OFF_KEPT
    assert CHARGE_OFF_RECOVERY < recovery_rate(0.3, LoanClass.LOSS, Means.COLLECTION, 0.0, 0.0) * DISPUTED < 1.0


def test_a_pool_is_ready_on_its_three_lines() -> None:
    """Ten loans, half of them alike and seven performing, are just enough for these lines; one less is not."""
    assert is_pool_ready(10, 5, 7, 10, 0.5, 0.7)
    assert not is_pool_ready(9, 9, 9, 10, 0.5, 0.7)
    assert not is_pool_ready(10, 4, 10, 10, 0.5, 0.7)
    assert not is_pool_ready(10, 10, 6, 10, 0.5, 0.7)


def test_the_last_luck_takes_the_last_means() -> None:
    """At the greatest luck the last means with a weight is taken."""
    assert means_chosen(LAST_LUCK, 0.3, 0.3, 0.4, True) == Means.SECURITISATION
    assert means_chosen(LAST_LUCK, 0.3, 0.7, 0.4, False) == Means.TRANSFER
