"""Money is whole fen: rounded once, to the nearest, and summed exactly."""

import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmsim.fen import fen

STORY = settings(derandomize=True, deadline=None, max_examples=500)

amounts = st.floats(-1e9, 1e9)


@pytest.mark.parametrize(
    ("yuan", "whole"),
    [(0.0, 0), (1.0, 100), (1.234, 123), (1.236, 124), (-1.234, -123), (-1.236, -124), (1e9, 10**11), (-0.004, 0)],
)
def test_rounds_to_the_nearest_fen(yuan: float, whole: int) -> None:
    """An amount becomes the nearest whole number of fen."""
    assert fen(yuan) == whole


@pytest.mark.parametrize(("yuan", "whole"), [(0.125, 13), (0.375, 38), (-0.125, -12), (-0.375, -37), (-0.005, 0)])
def test_halves_go_up(yuan: float, whole: int) -> None:
    """Halves, which these amounts are exactly, go away from minus infinity, income and cost alike."""
    assert fen(yuan) == whole


@STORY
@given(yuan=amounts)
def test_is_never_half_a_fen_off(yuan: float) -> None:
    """Rounding is never off by more than half a fen, but for what a float cannot tell of so great an amount."""
    assert abs(fen(yuan) - Fraction(yuan) * 100) <= Fraction(1, 2) + Fraction(abs(yuan)) / 2**45


@STORY
@given(whole=st.integers(-(10**13), 10**13))
def test_whole_fen_stay_what_they_are(whole: int) -> None:
    """An amount that is written with two decimals is those fen."""
    assert fen(whole / 100) == whole


@STORY
@given(one=amounts, other=amounts)
def test_more_money_is_no_fewer_fen(one: float, other: float) -> None:
    """Rounding keeps the order of amounts."""
    one, other = sorted((one, other))
    assert fen(one) <= fen(other)


@STORY
@given(yuan=st.lists(amounts, min_size=2, max_size=30), seed=st.integers(0, 1000))
def test_sums_are_exact_in_any_order(yuan: list[float], seed: int) -> None:
    """Posted in any order, in Python or by NumPy, the ledger comes to the same whole number."""
    posted = [fen(amount) for amount in yuan]
    assert all(type(amount) is int for amount in posted)
    shuffled = random.Random(seed).sample(posted, len(posted))
    assert sum(posted) == sum(shuffled) == int(np.array(posted, np.int64).sum())
    total = 0.0
    for amount in shuffled:
        total += amount
    assert total == sum(posted)


def test_yuan_as_floats_would_not_add_up() -> None:
    """Whole fen are needed: ten payments of ten fen do not make one yuan in floats, and do in fen."""
    assert sum([0.1] * 10) != 1.0
    assert sum([fen(0.1)] * 10) == fen(1.0)
