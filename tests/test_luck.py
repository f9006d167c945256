"""Luck is a fixed table, the same in three writings of one hash, even and without echoes between its streams."""

import random
from collections.abc import Callable
from itertools import combinations

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from crmsim import luck, luck64
from crmsim.engine.compiler import rebound
from crmsim.luck import uniform
from crmsim.stages import Purpose

Floats = NDArray[np.float64]

MANY = 1_000_000
SOME = 65_536
WHOLE = 2**64
EDGES = (0, 1, 2**63 - 1, 2**63, 2**64 - 2, 2**64 - 1)


@pytest.fixture(scope="module")
def table() -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
    """A million keys, the edges among them, each with a purpose and a count."""
    random_ = np.random.default_rng(1)
    keys = random_.integers(0, 2**64 - 1, MANY, dtype=np.uint64, endpoint=True)
    keys[: len(EDGES)] = EDGES
    return keys, random_.integers(0, len(Purpose), MANY), random_.integers(0, 2**40, MANY)


def test_the_published_sequence() -> None:
    """From state 1234567 SplitMix64's first five outputs are the published ones."""
    assert [luck.output(1234567, k) for k in range(5)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


def test_python_and_numpy_draw_the_same(
    table: tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]],
) -> None:
    """On a million keys Python's integers and NumPy's give the same draws, to the last bit."""
    keys, purposes, ks = table
    expected = [luck.draw(*place) for place in zip(keys.tolist(), purposes.tolist(), ks.tolist(), strict=True)]
    assert luck64.draw(keys, purposes, ks).tolist() == expected


def test_compiled_code_draws_the_same(
    table: tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]],
) -> None:
    """On a million keys the compiled draw is NumPy's, to the last bit."""

    def compile_(function: Callable[..., float]) -> Callable[..., float]:
        return numba.njit(function, error_model="numpy")  # type: ignore[no-any-return]

    draw = compile_(rebound(luck64.draw, compile_, {}))  # type: ignore[arg-type]

    @numba.njit(error_model="numpy")
    def draws(keys: NDArray[np.uint64], purposes: NDArray[np.int64], ks: NDArray[np.int64]) -> Floats:
        drawn = np.empty(len(keys))
        for i in range(len(keys)):
            drawn[i] = draw(keys[i], purposes[i], ks[i])
        return drawn

    assert np.array_equal(draws(*table), luck64.draw(*table))


@settings(derandomize=True, deadline=None)
@given(seed=st.integers(0, 2**64), replication=st.integers(0, 2**40), first=st.integers(0, 2**40))
def test_many_keys_at_once_are_the_keys_one_by_one(seed: int, replication: int, first: int) -> None:
    """`subject_keys` is `subject_key` for each subject, in its place of any shape."""
    subjects = np.arange(first, first + 12, dtype=np.int64).reshape(3, 4)
    keys = luck64.subject_keys(seed, replication, subjects)
    assert keys.shape == (3, 4)
    assert keys.ravel().tolist() == [luck.subject_key(seed, replication, s) for s in subjects.ravel().tolist()]


@settings(derandomize=True, deadline=None)
@given(key=st.integers(0, WHOLE - 1), purpose=st.sampled_from(list(Purpose)), k=st.integers(0, 2**40))
def test_a_purpose_reads_the_sequence_from_where_its_stretch_begins(key: int, purpose: int, k: int) -> None:
    """The k-th draw is the upper 53 bits of the k-th output from `key + purpose * APART`, so it is in [0, 1)."""
    drawn = luck.draw(key, purpose, k)
    assert drawn == (luck.output((key + purpose * luck.APART) % WHOLE, k) >> 11) / 2**53
    assert 0.0 <= drawn < 1.0


def test_the_greatest_output_is_still_below_one() -> None:
    """Where the hash gives nothing but ones the draw is the number just below 1; where nothing but noughts, 0."""
    key_of_ones = next(key for key in [unmixed(2**64 - 1)] if luck.mix(key) == 2**64 - 1)
    assert luck.draw(key_of_ones - luck.GOLDEN, 0, 0) == 1.0 - 2.0**-53
    assert luck.draw(-luck.GOLDEN, 0, 0) == 0.0


def unmixed(z: int) -> int:
    """What `luck.mix` makes into `z`: each of its steps undone."""
    z ^= z >> 31 ^ z >> 62
    z = z * pow(luck.SECOND, -1, WHOLE) % WHOLE
    z ^= z >> 27 ^ z >> 54
    z = z * pow(luck.FIRST, -1, WHOLE) % WHOLE
    return z ^ z >> 30 ^ z >> 60


WALKS: dict[str, Callable[[int], float]] = {
    "customers": lambda i: uniform(7, 0, i, Purpose.WALLET, 0),
    "purposes": lambda i: uniform(7, 0, i // len(Purpose), i % len(Purpose), 0),
    "times": lambda i: uniform(7, 0, 3, Purpose.NEED_GAP, i),
    "replications": lambda i: uniform(7, i, 3, Purpose.WALLET, 0),
    "seeds": lambda i: uniform(i, 0, 3, Purpose.WALLET, 0),
}


@pytest.mark.parametrize("walk", WALKS)
def test_draws_are_even(walk: str) -> None:
    """Along each of its arguments luck falls evenly into 256 bins (chi-square, neither too far nor too near)."""
    drawn = np.array([WALKS[walk](i) for i in range(SOME)])
    assert looks_even(np.bincount((drawn * 256).astype(int), minlength=256))


@pytest.mark.parametrize("walk", WALKS)
def test_neighbouring_draws_are_even_in_pairs(walk: str) -> None:
    """A draw and the next one along an argument fall evenly into a square of 16 by 16 bins."""
    bins = (np.array([WALKS[walk](i) for i in range(2 * SOME)]) * 16).astype(int)
    assert looks_even(np.bincount(bins[::2] * 16 + bins[1::2], minlength=256))


def looks_even(counts: NDArray[np.int64]) -> bool:
    """Whether counts are such as chance gives but for once in ten thousand at either end."""
    expected = counts.sum() / len(counts)
    chi_square = float(((counts - expected) ** 2 / expected).sum())
    low, high = stats.chi2.ppf((1e-4, 1.0 - 1e-4), len(counts) - 1)
    return bool(low < chi_square < high)


NEIGHBOURS = {
    "customers": ((7, 0, 3, 0), (7, 0, 4, 0)),
    "replications": ((7, 0, 3, 0), (7, 1, 3, 0)),
    "seeds": ((7, 0, 3, 0), (8, 0, 3, 0)),
    "seed and replication": ((7, 8, 3, 0), (8, 7, 3, 0)),
    "replication and customer": ((7, 8, 9, 0), (7, 9, 8, 0)),
    **{f"purposes {p} and {p + 1}": ((7, 0, 3, p), (7, 0, 3, p + 1)) for p in range(len(Purpose) - 1)},
}
"""Pairs of streams, each by its seed, replication, customer and purpose."""


@pytest.mark.parametrize("pair", NEIGHBOURS)
def test_neighbouring_streams_do_not_echo(pair: str) -> None:
    """Two neighbouring streams are uncorrelated, side by side and up to three draws apart."""
    n = 10_000
    one, other = (np.array([uniform(*stream, k) for k in range(n)]) for stream in NEIGHBOURS[pair])
    for lag in range(4):
        assert abs(correlation(one[lag:], other[: n - lag])) < 4.5 / n**0.5
        assert abs(correlation(other[lag:], one[: n - lag])) < 4.5 / n**0.5


def correlation(one: Floats, other: Floats) -> float:
    """The correlation coefficient of two samples."""
    return float(np.corrcoef(one, other)[0, 1])


def test_stretches_of_two_purposes_are_far_apart() -> None:
    """Two purposes would have to draw more than 2**40 times before one met what the other has drawn."""
    for one, other in combinations(Purpose, 2):
        steps = (one - other) * luck.APART * pow(luck.GOLDEN, -1, WHOLE) % WHOLE
        assert (one - other) * luck.APART % WHOLE == steps * luck.GOLDEN % WHOLE
        assert min(steps, WHOLE - steps) > 2**40


def test_luck_does_not_remember() -> None:
    """Two strategies that ask in another order, and more or less often, read the same luck."""
    asked = [(7, r, c, p, k) for r in range(2) for c in range(5) for p in Purpose for k in range(3)]
    first = {place: uniform(*place) for place in asked}
    again = asked + asked[::3]
    random.Random(1).shuffle(again)
    assert all(uniform(*place) == first[place] for place in again)
    assert len(set(first.values())) == len(asked)
