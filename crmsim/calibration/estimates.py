"""What a sample says of a quantity: an estimate with its 95 % interval, each by a method with a source."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from crmsim.statistics import interval, simultaneous_level

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

Z = 1.959963984540054
"""The standard normal deviate beyond which, either way, one twentieth lies."""

LEVEL = 0.95


@dataclass(frozen=True)
class Estimate:
    """An estimate and how far the truth may lie from it.

    Attributes:
        value: the estimate; NaN where the sample does not tell.
        low: lower end of the 95 % interval.
        high: upper end.
        n: rows of the sample that it rests on.
    """

    value: float
    low: float
    high: float
    n: int

    @property
    def is_known(self) -> bool:
        """Whether the sample tells both the quantity and an interval."""
        return math.isfinite(self.value) and math.isfinite(self.low) and math.isfinite(self.high)

    def holds(self, value: float) -> bool:
        """Whether a value lies in the interval."""
        return self.low <= value <= self.high

    def scaled(self, factor: float) -> "Estimate":
        """The same in another unit, which is so many times smaller."""
        return Estimate(self.value * factor, self.low * factor, self.high * factor, self.n)

    def error_of(self, transformed: Callable[[float], float]) -> float:
        """The standard error of a transformed quantity, from where the interval's ends come to lie."""
        return (transformed(self.high) - transformed(self.low)) / (2.0 * Z)


def untold(n: int) -> Estimate:
    """What so many rows say of a quantity which they do not tell."""
    return Estimate(math.nan, math.nan, math.nan, n)


UNTOLD = untold(0)
"""What a sample says of a quantity that is not in it."""


def share(hits: int, n: int) -> Estimate:
    """A share of a sample, with Wilson's score interval.

    See E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
    Statistical Association 22 (1927), 209-212; it holds its level well even for shares near 0 and 1 (L. D. Brown, T. T.
    Cai and A. DasGupta, Statistical Science 16 (2001), 101-133).
    """
    if n == 0:
        return UNTOLD
    part, over = hits / n, Z * Z / n
    middle = (part + over / 2.0) / (1.0 + over)
    half_width = Z * math.sqrt((part * (1.0 - part) + over / 4.0) / n) / (1.0 + over)
    # Round-off would lift the low end of an empty share, and lower the high end of a whole one, by a last bit.
    low = 0.0 if hits == 0 else middle - half_width
    return Estimate(part, low, 1.0 if hits == n else middle + half_width, n)


def mean(values: Floats) -> Estimate:
    """A mean, with Student's t interval (`crmsim.statistics.interval`, where its source stands)."""
    if len(values) < 2:
        return UNTOLD
    found = interval(values, LEVEL)
    return Estimate(found.mean, found.low, found.high, found.n)


def ratio(parts: Floats, wholes: Floats) -> Estimate:
    """The ratio of two totals, with the interval of its linear approximation.

    See W. G. Cochran, "Sampling Techniques", 3rd ed., Wiley 1977, section 2.11.
    """
    n, whole = len(wholes), float(wholes.sum())
    if n < 2 or whole <= 0.0:
        return UNTOLD
    found = float(parts.sum()) / whole
    residual = parts - found * wholes
    half_width = Z * math.sqrt(n / (n - 1) * float(residual @ residual)) / whole
    return Estimate(found, found - half_width, found + half_width, n)


def widening(together: int) -> float:
    """How many times wider intervals of 95 % are if so many of them are to hold all at once in 95 of 100 cases.

    By Bonferroni's inequality; see `crmsim.statistics.simultaneous_level`.
    """
    return NormalDist().inv_cdf((1.0 + simultaneous_level(LEVEL, together)) / 2.0) / Z


def expected(value: float, others: Sequence[Estimate], held: Estimate, wider: float = 1.0) -> tuple[float, float]:
    """Where a held-out estimate lies in 95 of 100 cases, if it is of the same truth as a value with others' errors.

    The half-widths of independent intervals are squared and added, each on its side (MOVER; G. Y. Zou and A. Donner,
    Statistics in Medicine 27 (2008), 1693-1702; for two shares R. G. Newcombe, Statistics in Medicine 17 (1998),
    873-890). Nothing that is looked at can be below 0.

    Args:
        value: what the held-out estimate is compared to.
        others: estimates whose errors are in it.
        held: the held-out estimate.
        wider: how many times wider that is to be.
    """
    below = math.hypot(held.high - held.value, *(other.value - other.low for other in others))
    above = math.hypot(held.value - held.low, *(other.high - other.value for other in others))
    return max(value - wider * below, 0.0), value + wider * above
