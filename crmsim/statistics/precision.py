"""How many replications a mean needs to be known closely enough.

The aim is a half-width of at most `relative` times the size of the mean, or of `absolute` where that is more. Near a
mean of 0 no share of it can be reached, and `absolute` says what is close enough there: give the smallest amount
that matters, in the values' unit.

The rule may be asked again and again while replications are added, until it says yes: Y. S. Chow and H. Robbins, "On
the asymptotic theory of fixed-width sequential confidence intervals for the mean", Annals of Mathematical Statistics 36
(1965), 457-462; A. M. Law, "Simulation Modeling and Analysis", 5th ed., McGraw-Hill 2015, section 9.4.1. The intervals
of such a rule hold the mean a little less often than `level` says, for it stops more readily on samples that happen to
spread little. So begin with 10 replications or more. The error is a share of the estimate; to bound it as a share of
the true mean by g, give `relative` = g / (1 + g).
"""

import math
from bisect import bisect_left

import numpy as np
import numpy.typing as npt

from crmsim.errors import CrmsimError
from crmsim.statistics.checks import check_level, row_of
from crmsim.statistics.intervals import half_width_of, interval_of, mean_of, spread_of

MOST_REPLICATIONS = 10**12
"""More than anyone will run."""


def is_precise(values: npt.ArrayLike, relative: float, *, level: float = 0.95, absolute: float = 0.0) -> bool:
    """Whether the mean is known closely enough already; never so from a single replication.

    Args:
        values: shape (replications,), any unit; NaN replications are left out.
        relative: greatest half-width as a share of the size of the mean, 0 or more.
        level: of the interval, above 0 and below 1.
        absolute: half-width that is close enough whatever the mean, in the values' unit, 0 or more.

    Raises:
        CrmsimError: if there is no number, `level` is no share, or `relative` and `absolute` allow no error.
    """
    row = row_of(values, "is_precise: values")
    _check(relative, level, absolute, "is_precise")
    found = interval_of(row[~np.isnan(row)], level)
    return found.half_width <= max(relative * abs(found.mean), absolute)


def replications_needed(values: npt.ArrayLike, relative: float, *, level: float = 0.95, absolute: float = 0.0) -> float:
    """How many replications, those at hand included, are likely to make the mean known closely enough.

    The least number, from that at hand on, whose half-width is small enough if mean and standard deviation stay as they
    are. They will not quite: add those replications and ask again.

    Args:
        values: shape (replications,), any unit, 2 or more of them numbers; NaN replications are left out.
        relative: greatest half-width as a share of the size of the mean, 0 or more.
        level: of the interval, above 0 and below 1.
        absolute: half-width that is close enough whatever the mean, in the values' unit, 0 or more.

    Returns:
        A whole number of replications with a number in them, or `math.inf` if 10**12 would not do, as where the mean is
        0 and `absolute` is not given.

    Raises:
        CrmsimError: if there are fewer than 2 numbers, `level` is no share, or `relative` and `absolute` allow no
            error.
    """
    row = row_of(values, "replications_needed: values")
    _check(relative, level, absolute, "replications_needed")
    numbers = row[~np.isnan(row)]
    if numbers.size < 2:
        raise CrmsimError(
            "replications_needed: values has 1 number, but must have 2 or more to tell their spread; "
            "run 10 replications to begin with"
        )
    spread, enough = spread_of(numbers), max(relative * abs(mean_of(numbers)), absolute)

    def does(n: int) -> bool:
        return half_width_of(spread, n, level) <= enough

    if not does(MOST_REPLICATIONS):
        return math.inf
    # More replications never widen the interval, so the first number that does is found by halving.
    return numbers.size + bisect_left(range(numbers.size, MOST_REPLICATIONS), True, key=does)


def _check(relative: float, level: float, absolute: float, where: str) -> None:
    """Refuse a level or an aim that means nothing."""
    check_level(level, where)
    for name, value in (("relative", relative), ("absolute", absolute)):
        if not 0.0 <= value < math.inf:
            raise CrmsimError(f"{where}: {name} is {value}, but must be 0 or more and finite; give 0 to do without it")
    if relative == 0 and absolute == 0:
        raise CrmsimError(
            f"{where}: relative and absolute are both 0, but one must be above 0; "
            "give relative=0.05 for 5 % of the mean"
        )
