"""Retention where customers differ: the published fit, what the law must give, and where there is none to be had."""

import math
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmsim.analytic import ShiftedBetaGeometric, fit_shifted_beta_geometric
from crmsim.errors import CrmsimError

REGULAR = (63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1)
"""Per cent of Fader and Hardie's Regular customers alive after one year, two years and so on."""

steady = settings(derandomize=True, deadline=None)
weights = st.floats(0.1, 20.0)


@cache
def regular() -> ShiftedBetaGeometric:
    """The law fitted to a thousand Regular customers."""
    return fit_shifted_beta_geometric([10 * percent for percent in REGULAR], 1000)


def log_beta(a: float, b: float) -> float:
    """Logarithm of the beta function."""
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def log_likelihood(alpha: float, beta: float) -> float:
    """That of a thousand Regular customers, by beta functions, as the paper writes it."""
    counts = [1000.0, *(10 * percent for percent in REGULAR)]
    left = [before - after for before, after in pairwise(counts)]
    leaving = sum(n * log_beta(alpha + 1, beta + t) for t, n in enumerate(left))
    return leaving + counts[-1] * log_beta(alpha, beta + len(left)) - 1000 * log_beta(alpha, beta)


def test_the_published_fit_comes_out() -> None:
    """Fader and Hardie's Regular customers give their alpha, beta and log-likelihood to the printed digit."""
    law = regular()
    assert (f"{law.alpha:.3f}", f"{law.beta:.3f}", f"{law.log_likelihood:.2f}") == ("0.704", "1.182", "-1680.27")


def test_the_likelihood_is_that_of_the_beta_functions() -> None:
    """The paper's formula with beta functions gives the same log-likelihood."""
    law = regular()
    assert law.log_likelihood == pytest.approx(log_likelihood(law.alpha, law.beta), rel=1e-12)


@steady
@given(alpha=st.floats(0.05, 50.0), beta=st.floats(0.05, 50.0))
def test_no_other_law_is_likelier(alpha: float, beta: float) -> None:
    """Whatever alpha and beta one tries, the fit is at least as likely."""
    assert log_likelihood(alpha, beta) <= regular().log_likelihood + 1e-9


def test_the_fit_follows_what_was_seen() -> None:
    """Two parameters bring every one of the seven shares within a percentage point."""
    law = regular()
    fitted = [100 * law.survival(year) for year in range(1, 8)]
    assert fitted == pytest.approx(REGULAR, abs=1.0)


def test_two_periods_are_met_exactly() -> None:
    """With as many periods as parameters: 40 % and then 25 % leave, so alpha is 2/3 and beta 1."""
    law = fit_shifted_beta_geometric([60, 45], 100)
    assert (law.alpha, law.beta) == pytest.approx((2 / 3, 1.0))
    assert [law.survival(1), law.survival(2)] == pytest.approx([0.6, 0.45])


@steady
@given(alpha=weights, beta=weights)
def test_a_law_is_found_again_in_what_it_brings_about(alpha: float, beta: float) -> None:
    """Fitted to the very shares that a law gives, the law comes back."""
    law = ShiftedBetaGeometric(alpha, beta, math.nan)
    found = fit_shifted_beta_geometric([law.survival(t) for t in range(1, 11)], 1)
    assert (found.alpha, found.beta) == pytest.approx((alpha, beta), rel=1e-4)


def test_ten_times_the_customers_are_ten_times_the_evidence() -> None:
    """More customers of the same kind change the log-likelihood and nothing else."""
    few, many = regular(), fit_shifted_beta_geometric([100 * percent for percent in REGULAR], 10_000)
    assert (many.alpha, many.beta) == pytest.approx((few.alpha, few.beta))
    assert many.log_likelihood == pytest.approx(10 * few.log_likelihood)


@steady
@given(alpha=weights, beta=weights, t=st.integers(0, 60))
def test_survival_is_a_ratio_of_beta_functions(alpha: float, beta: float, t: int) -> None:
    """After t periods the share B(alpha, beta + t) / B(alpha, beta) is left."""
    expected = math.exp(log_beta(alpha, beta + t) - log_beta(alpha, beta))
    assert ShiftedBetaGeometric(alpha, beta, 0.0).survival(t) == pytest.approx(expected, rel=1e-9)


@steady
@given(alpha=weights, beta=weights)
def test_who_stays_is_likelier_to_stay_on(alpha: float, beta: float) -> None:
    """Retention begins at beta / (alpha + beta) and rises from year to year, while fewer are left each year."""
    law = ShiftedBetaGeometric(alpha, beta, 0.0)
    retention, left = [law.retention(t) for t in range(1, 30)], [law.survival(t) for t in range(30)]
    assert retention[0] == beta / (alpha + beta)
    assert retention == sorted(retention)
    assert left == sorted(left, reverse=True)
    assert left[0] == 1.0


def test_customers_who_hardly_differ_leave_as_if_alike() -> None:
    """As alpha and beta grow together, survival nears the power of one retention rate."""
    assert ShiftedBetaGeometric(2e6, 8e6, 0.0).survival(10) == pytest.approx(0.8**10, rel=1e-5)


def test_everyone_may_be_gone_in_the_end() -> None:
    """A cohort that dies out still has a likeliest law where its losses had slowed before, and it lets some stay on."""
    law = fit_shifted_beta_geometric([10, 5, 3, 0], 100)
    assert 0 < law.survival(4) < law.survival(3)


@pytest.mark.parametrize(
    ("alive", "customers", "message"),
    [
        ([60, 61], 100, r"alive\[1\] is 61 but must be at most 60, the number before: leave out customers who came"),
        ([101, 60], 100, r"alive\[0\] is 101 but must be at most 100, the number before: leave out customers who"),
        ([60, -1], 100, r"alive\[1\] is -1 but must be 0 or more: give the number of customers still there"),
        ([60, math.nan], 100, r"alive\[1\] is nan but must be finite: leave it out or put it right"),
        ([], 100, "alive is empty but must be one number long at least: give some"),
        ([60], 100, "number of periods in alive is 1 but must be 2 or more: watch the customers for longer"),
        ([0, 0], 100, r"alive\[0\] is 0 but must be above 0: nothing is known of customers who stay, so"),
        ([60, 60, 60], 100, r"alive\[2\] is 60 but must be below alive\[0\], which is 60: someone has to leave"),
        ([60, 40], math.nan, "number of customers is nan but must be 0 or more, and finite: give the number at the"),
        ([60, 40], -1, r"number of customers is -1\.0 but must be 0 or more, and finite: give the number at the"),
        ([50, 25], 100, r"1 / \(alpha \+ beta\) that fits alive best is next to 0 but must be above 1e-06: customers"),
        ([90, 50, 10], 100, r"1 / \(alpha \+ beta\) that fits alive best is next to 0 but must be above 1e-06: cust"),
    ],
)
def test_a_cohort_that_has_no_fit_is_refused(alive: Any, customers: float, message: str) -> None:
    """The refusal names the place, the value, its bound and what to do."""
    with pytest.raises(CrmsimError, match=message):
        fit_shifted_beta_geometric(alive, customers)


@pytest.mark.parametrize(
    ("question", "t", "message"),
    [
        ("survival", -1, "number of periods t is -1 but must be 0 or more: count periods from the start"),
        ("survival", 1.5, r"number of periods t is 1\.5 but must be a whole number: count periods from the start"),
        ("retention", 0, "period t is 0 but must be 1 or more: count periods from 1"),
    ],
)
def test_periods_are_counted_in_whole_numbers(question: str, t: float, message: str) -> None:
    """There is no survival before the start or in the midst of a period, and no retention through period 0."""
    with pytest.raises(CrmsimError, match=message):
        getattr(regular(), question)(t)
