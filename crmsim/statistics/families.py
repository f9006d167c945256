"""Many comparisons at once: what keeps the chance of even one false claim small.

P-values are adjusted by Holm's steps. Intervals are widened by Bonferroni's inequality: each of m has the level
1 - (1 - level) / m, and all together hold their true values with the chance `level` or more, however the comparisons
hang together; common luck and a common baseline are no harm. The two agree one way: where such an interval leaves out
0, Holm's p-value is at most 1 - level. Holm's steps may also reject where the interval still holds 0: they claim only
that there is a difference, while the interval bounds its size. Intervals that match Holm's steps exactly exist (K.
Strassburger and F. Bretz, Statistics in Medicine 27 (2008), 4914-4927), but they tell little of a rejected difference
beyond its sign, which is why they are not used.
"""

import numpy as np
import numpy.typing as npt

from crmsim.errors import CrmsimError
from crmsim.statistics.checks import Floats, array_of, check_level


def holm(p_values: npt.ArrayLike) -> Floats:
    """P-values adjusted for being many: reject those at or below 0.05, and all rejections are true with chance 0.95.

    See S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979),
    65-70. It holds whatever the dependence between the tests.

    Args:
        p_values: shape (tests,), each from 0 to 1; NaN is a test that could not be made, and does not count.

    Returns:
        The adjusted p-values, same shape and order, never below the given ones; NaN stays NaN.

    Raises:
        CrmsimError: if there is none, they are not one-dimensional, or one is outside 0 to 1.
    """
    given = array_of(p_values, "holm: p_values", "one p-value a test, of shape (tests,)", 1).copy()
    outside = given[(given < 0) | (given > 1)]
    if outside.size:
        raise CrmsimError(f"holm: p_values holds {outside[0]}, but must lie from 0 to 1; give NaN for a test not made")
    order = np.argsort(given, kind="stable")[: np.count_nonzero(~np.isnan(given))]  # NaN is sorted last
    steps = given[order] * np.arange(order.size, 0, -1)
    given[order] = np.minimum(1.0, np.maximum.accumulate(steps))
    return given


def simultaneous_level(level: float, comparisons: int) -> float:
    """The level of each interval with which all together hold their true values, by Bonferroni's inequality.

    See O. J. Dunn, "Multiple comparisons among means", Journal of the American Statistical Association 56 (1961),
    52-64.

    Args:
        level: chance that all intervals hold their true values, above 0 and below 1.
        comparisons: how many intervals are read together, 1 or more.

    Raises:
        CrmsimError: if `level` is no share or there are no comparisons.
    """
    check_level(level, "simultaneous_level")
    if comparisons < 1:
        raise CrmsimError(
            f"simultaneous_level: comparisons is {comparisons}, but must be 1 or more; give the number of intervals"
        )
    return 1.0 - (1.0 - level) / comparisons
