"""How unevenly customers hold things: closed forms, what every curve must do, and the balances of a real bank."""

import csv
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmsim.analytic import gini, lorenz, top_share
from crmsim.errors import CrmsimError

steady = settings(derandomize=True, deadline=None)
holdings = st.lists(st.just(0.0) | st.floats(0.01, 1e12), min_size=1, max_size=50).filter(any)


def test_all_alike_make_the_diagonal() -> None:
    """Where everyone holds the same, each fifth of the customers has a fifth, and nothing is uneven."""
    assert lorenz([7.0] * 5).tolist() == pytest.approx([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
    assert gini([7.0] * 5) == pytest.approx(0.0, abs=1e-12)
    assert top_share([7.0] * 5, 0.4) == pytest.approx(0.4)


def test_one_who_holds_everything() -> None:
    """Where one of four holds everything, the Gini coefficient is 1 - 1/4 and the top quarter has it all."""
    assert lorenz([0.0, 9.0, 0.0, 0.0]).tolist() == [0.0, 0.0, 0.0, 0.0, 1.0]
    assert gini([0.0, 9.0, 0.0, 0.0]) == pytest.approx(0.75)
    assert top_share([0.0, 9.0, 0.0, 0.0], 0.25) == 1.0


@pytest.mark.parametrize("number", [1, 2, 10, 1000])
def test_the_first_whole_numbers_have_their_closed_form(number: int) -> None:
    """Holdings of 1, 2, ..., n have a Gini coefficient of (n - 1) / 3n."""
    assert gini(np.arange(1, number + 1)) == pytest.approx((number - 1) / (3 * number), abs=1e-12)


def test_an_exponential_law_has_a_coefficient_of_a_half() -> None:
    """Evenly spaced quantiles of an exponential law near its Gini coefficient of 1/2."""
    ranks = (np.arange(20_000) + 0.5) / 20_000
    assert gini(-np.log(1 - ranks)) == pytest.approx(0.5, abs=5e-4)


def test_a_top_of_no_whole_number_counts_the_last_in_part() -> None:
    """Half of the richer one of two who hold 1 and 3 has 3/8, and half of the poorer adds 1/8 to the richer's 3/4."""
    assert top_share([1.0, 3.0], 0.25) == pytest.approx(3 / 8)
    assert top_share([1.0, 3.0], 0.75) == pytest.approx(7 / 8)


def test_the_ends_of_the_top() -> None:
    """A top of nobody holds nothing, and a top of everybody holds everything."""
    assert top_share([1.0, 2.0, 5.0], 0.0) == 0.0
    assert top_share([1.0, 2.0, 5.0], 1.0) == 1.0


def test_the_top_fifth_of_a_real_bank(shared: Path) -> None:
    """In the UCI bank file the top 20 % of customers hold 74.5 % of positive balances, overdrawn ones counting as 0."""
    with (shared / "data" / "bank-full.csv").open(encoding="utf-8", newline="") as file:
        balances = np.array([float(row["balance"]) for row in csv.DictReader(file, delimiter=";")])
    assert len(balances) == 45_211
    assert f"{top_share(balances.clip(0.0), 0.2):.3f}" == "0.745"
    assert f"{(balances < 0).mean():.3f}" == "0.083"


@steady
@given(values=holdings)
def test_a_curve_climbs_from_nothing_to_all_and_bends_upwards(values: list[float]) -> None:
    """It begins at 0, ends at 1, never falls, bends only upwards and never rises above the diagonal."""
    curve = lorenz(values)
    assert curve.shape == (len(values) + 1,)
    assert (curve[0], curve[-1]) == (0.0, 1.0)
    assert (np.diff(curve) >= 0).all()
    assert (np.diff(curve, 2) >= -1e-12).all()
    assert (curve <= np.linspace(0, 1, len(curve)) + 1e-12).all()


@steady
@given(values=holdings)
def test_the_coefficient_stays_within_its_bounds(values: list[float]) -> None:
    """It is 0 at least, and at most what one who holds everything makes it."""
    assert 0.0 <= gini(values) <= 1 - 1 / len(values) + 1e-12


@steady
@given(values=holdings)
def test_the_coefficient_is_half_the_mean_difference(values: list[float]) -> None:
    """By its other definition it is the mean difference between two customers over twice the mean."""
    held = np.array(values)
    difference = np.abs(held[:, None] - held[None, :]).mean()
    assert gini(values) == pytest.approx(difference / (2 * held.mean()), abs=1e-9)


@steady
@given(values=holdings, unit=st.floats(1e-6, 1e6), seed=st.randoms(use_true_random=False))
def test_neither_unit_nor_order_matters(values: list[float], unit: float, seed: Any) -> None:
    """In another currency and another order the curve is the same."""
    shuffled = [unit * value for value in values]
    seed.shuffle(shuffled)
    assert lorenz(shuffled) == pytest.approx(lorenz(values), abs=1e-9)


@steady
@given(values=holdings, tops=st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0)))
def test_a_larger_top_holds_more_and_every_top_its_share(values: list[float], tops: tuple[float, float]) -> None:
    """More customers never hold less, and the richest hold at least what as many others would."""
    small, large = sorted(tops)
    assert top_share(values, small) <= top_share(values, large) <= 1.0
    assert top_share(values, small) >= small - 1e-9


def test_the_largest_numbers_do_not_overflow() -> None:
    """Holdings near the end of what a number can be are shares like any others."""
    assert lorenz([1e308, 1e308]).tolist() == [0.0, 0.5, 1.0]


def test_values_are_left_as_they_were() -> None:
    """Neither their order nor their amounts change under the hand."""
    values = np.array([3.0, 1.0, 2.0])
    gini(values)
    assert values.tolist() == [3.0, 1.0, 2.0]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([], "values is empty but must be one number long at least: give some"),
        ([1.0, -2.5], r"values\[1\] is -2\.5 but must be 0 or more: set what is below 0 to 0, or report it apart"),
        ([1.0, math.nan], r"values\[1\] is nan but must be finite: leave it out or put it right"),
        ([math.inf, 1.0], r"values\[0\] is inf but must be finite: leave it out or put it right"),
        ([0.0, 0.0], "total of values is 0 but must be above 0: give some customer something to hold"),
        ([[1.0], [2.0]], r"values is of shape \(2, 1\) but must be a row of numbers: reshape it"),
    ],
)
def test_holdings_that_have_no_shares_are_refused(values: Any, message: str) -> None:
    """All three questions name the place, the value, its bound and what to do."""
    for question in (lorenz, gini, lambda held: top_share(held, 0.2)):
        with pytest.raises(CrmsimError, match=message):
            question(values)


@pytest.mark.parametrize("top", [-0.1, 20.0, math.nan])
def test_a_top_is_a_share(top: float) -> None:
    """A top outside 0 to 1 is refused, for 20 is not 20 %."""
    with pytest.raises(CrmsimError, match=r"The top is .* but must be from 0 to 1: give a share, not a percentage"):
        top_share([1.0, 2.0], top)
