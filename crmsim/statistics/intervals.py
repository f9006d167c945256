"""Intervals of means and of paired differences, by Student's t."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crmsim.errors import CrmsimError
from crmsim.statistics.checks import Floats, check_level, row_of
from crmsim.statistics.student import chance_beyond, quantile


@dataclass(frozen=True)
class Interval:
    """A mean and how far the true one may lie from it.

    Attributes:
        mean: mean of the replications that count, in their unit.
        half_width: distance from the mean to either end; `math.inf` for a single replication, which says nothing of
            its spread, and 0 where all replications are equal.
        low: lower end, mean - half_width.
        high: upper end, mean + half_width.
        n: replications that count, those with a number.
        level: share of such intervals that hold the true mean.
    """

    mean: float
    half_width: float
    low: float
    high: float
    n: int
    level: float


@dataclass(frozen=True)
class Difference:
    """How far two scenarios lie apart when they meet the same luck.

    Attributes:
        interval: interval of the mean difference, the one less the other, over pairs in which both have a number.
        p_value: chance of a mean difference at least as far from 0, in either direction, if the true one were 0:
            two-sided paired t test. Where all differences are equal it is 1 if they are 0 and else 0; NaN for a single
            pair.
        variance_saved: share of the variance of the difference that the common luck has saved, 1 - var(one - other) /
            (var(one) + var(other)): 1 if all of it, 0 if none, negative if the luck pushed them apart; NaN for a single
            pair, or where neither varies.
        correlation: Pearson's correlation of the two, from -1 to 1; NaN for a single pair, or where either does not
            vary.
    """

    interval: Interval
    p_value: float
    variance_saved: float
    correlation: float


def interval(values: npt.ArrayLike, level: float = 0.95) -> Interval:
    """Student's t interval of the mean of independent replications.

    It holds the true mean with the chance `level` exactly if replications are normal, and about so for means over a
    branch and years, which are nearly normal. See A. M. Law, "Simulation Modeling and Analysis", 5th ed., McGraw-Hill
    2015, section 4.5.

    Args:
        values: shape (replications,), any unit; NaN replications are left out.
        level: above 0 and below 1.

    Raises:
        CrmsimError: if there is no number, or `level` is no share.
    """
    row = row_of(values, "interval: values")
    check_level(level, "interval")
    return interval_of(row[~np.isnan(row)], level)


def paired_difference(one: npt.ArrayLike, other: npt.ArrayLike, level: float = 0.95) -> Difference:
    """The difference of two scenarios that were simulated with the same luck, replication by replication.

    See A. M. Law, "Simulation Modeling and Analysis", 5th ed., McGraw-Hill 2015, sections 10.2.1 (paired t) and 11.2
    (common random numbers).

    Args:
        one: shape (replications,), any unit.
        other: the scenario it is compared with, same shape and unit; number r of both comes from the same luck. Pairs
            in which either is NaN are left out.
        level: of the interval, above 0 and below 1; `simultaneous_level` gives that of one interval among many.

    Raises:
        CrmsimError: if the shapes differ, no pair is complete, or `level` is no share.
    """
    first, second = row_of(one, "paired_difference: one"), row_of(other, "paired_difference: other")
    check_level(level, "paired_difference")
    if first.size != second.size:
        raise CrmsimError(
            f"paired_difference: one has {first.size} replications and other {second.size}, but must have as many, "
            "paired by their luck; run both with the same replications"
        )
    paired = ~np.isnan(first - second)
    if not paired.any():
        raise CrmsimError(
            f"paired_difference: one and other are never both a number in {first.size} replications, but must be so in "
            "1 or more; run more replications"
        )
    return _difference(first[paired], second[paired], level)


def _difference(one: Floats, other: Floats, level: float) -> Difference:
    """The difference of two samples of complete pairs."""
    found = interval_of(one - other, level)
    if found.n == 1:
        return Difference(found, math.nan, math.nan, math.nan)
    spread_of_one, spread_of_other, spread = spread_of(one), spread_of(other), spread_of(one - other)
    unpaired = spread_of_one**2 + spread_of_other**2
    product = spread_of_one * spread_of_other
    together = float((one - mean_of(one)) @ (other - mean_of(other))) / (found.n - 1)
    return Difference(
        interval=found,
        p_value=_p_value(found.mean, spread, found.n),
        variance_saved=1.0 - spread**2 / unpaired if unpaired > 0 else math.nan,
        # Rounding may carry the correlation of proportional samples a last bit beyond 1.
        correlation=min(1.0, max(-1.0, together / product)) if product > 0 else math.nan,
    )


def _p_value(mean: float, spread: float, n: int) -> float:
    """Two-sided p-value of a mean difference with this standard deviation over n pairs."""
    if spread == 0:
        return 1.0 if mean == 0 else 0.0
    return chance_beyond(mean / (spread / math.sqrt(n)), n - 1)


def interval_of(numbers: Floats, level: float) -> Interval:
    """The interval of numbers that have been checked and hold no NaN; shape (replications,)."""
    mean, n = mean_of(numbers), numbers.size
    half_width = half_width_of(spread_of(numbers), n, level) if n > 1 else math.inf
    return Interval(mean, half_width, mean - half_width, mean + half_width, n, level)


def half_width_of(spread: float, n: int, level: float) -> float:
    """Half-width of the interval that n replications with this standard deviation have, n 2 or more."""
    return quantile(level, n - 1) * spread / math.sqrt(n)


def mean_of(numbers: Floats) -> float:
    """The mean, exact where all numbers are equal: sums of equal floats need not be multiples of them."""
    return float(numbers[0] + np.mean(numbers - numbers[0]))


def spread_of(numbers: Floats) -> float:
    """The standard deviation, unbiased in its square, of two or more numbers; 0 where they are all equal."""
    apart = numbers - mean_of(numbers)
    return math.sqrt(float(apart @ apart) / (numbers.size - 1))
