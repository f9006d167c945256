"""How long customers stay, where each has a chance of its own to leave at every renewal."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from crmsim.analytic.checks import Vector, array, not_negative, refuse_where, refused, whole

LEAST_SPREAD, MOST_SPREAD = 1e-6, 1e15
"""Bounds of the search for 1 / (alpha + beta); below the first, customers are as good as alike."""


@dataclass(frozen=True)
class ShiftedBetaGeometric:
    """Customers who differ: the chance to leave at a renewal is drawn from Beta(alpha, beta), once for each customer.

    Those likeliest to leave go first, so retention rises with the age of a cohort although nobody grows more loyal.

    See P. S. Fader and B. G. S. Hardie, "How to project customer retention", Journal of Interactive Marketing 21(1)
    (2007), 76-90.

    Attributes:
        alpha: weight of leaving, above 0; the mean chance to leave is alpha / (alpha + beta).
        beta: weight of staying, above 0.
        log_likelihood: natural logarithm of the likelihood of the customers that it was fitted to.
    """

    alpha: float
    beta: float
    log_likelihood: float

    def retention(self, t: int) -> float:
        """Share of the customers still there after `t - 1` periods who stay through the next one.

        Args:
            t: number of the period, from 1.

        Returns:
            The share, from 0 to 1.

        Raises:
            FormulaError: if `t` is not a whole number of 1 or more.
        """
        earlier = whole("The period t", t, 1, "count periods from 1") - 1
        return (self.beta + earlier) / (self.alpha + self.beta + earlier)

    def survival(self, t: int) -> float:
        """Share of the customers of the start who are still there after `t` periods.

        Args:
            t: number of periods, 0 or more; it may lie beyond those fitted.

        Returns:
            The share, from 0 to 1.

        Raises:
            FormulaError: if `t` is not a whole number of 0 or more.
        """
        periods = whole("The number of periods t", t, 0, "count periods from the start")
        return math.prod(self.retention(period) for period in range(1, periods + 1))


def fit_shifted_beta_geometric(alive: ArrayLike, customers: float) -> ShiftedBetaGeometric:
    """The shifted beta-geometric law that makes the observed staying and leaving of a cohort likeliest.

    In period t a customer leaves with chance m / (1 + s (t - 1)), where m = alpha / (alpha + beta) is the mean chance
    to leave and s = 1 / (alpha + beta) tells how far customers differ. The likelihood is highest where both its
    slopes are nil: for each s the best m is found by bisection, and s by bisection of what slope is then left.

    See P. S. Fader and B. G. S. Hardie, "How to project customer retention", Journal of Interactive Marketing 21(1)
    (2007), 76-90.

    Args:
        alive: number of customers still there after each period, shape (periods,), two periods at least; counts may
            be fractions, as when they are reckoned from percentages.
        customers: number of customers at the start, in the same unit; the log-likelihood grows in proportion to it.

    Returns:
        The fitted law.

    Raises:
        FormulaError: if a count is negative, not finite or higher than the one before; if there are fewer than two
            periods, nobody is there after the first or nobody leaves later on; or if customers leave at an even or a
            rising rate, which no such law gives.
    """
    path = _path(alive, customers)
    stayed, left = path[1:], path[:-1] - path[1:]

    def slope(log_spread: float) -> float:
        spread = math.exp(log_spread)
        return _slope_of_spread(_best_mean(spread, stayed, left), spread, stayed, left)

    lowest = math.log(LEAST_SPREAD)
    if slope(lowest) <= 0:
        remedy = "customers leave at an even or a rising rate, so use one retention rate for all of them"
        raise refused("The 1 / (alpha + beta) that fits alive best", "next to 0", f"above {LEAST_SPREAD:g}", remedy)
    spread = math.exp(_root(slope, lowest, math.log(MOST_SPREAD)))
    mean = _best_mean(spread, stayed, left)
    return ShiftedBetaGeometric(mean / spread, (1 - mean) / spread, _log_likelihood(mean, spread, stayed, left))


def _path(alive: ArrayLike, customers: float) -> Vector:
    """Customers at the start and after each period, such that a fit exists unless they leave at a rising rate."""
    counts = array("alive", alive, 1)
    start = not_negative("The number of customers", customers, "give the number at the start")
    refuse_where(counts < 0, "alive", counts, "0 or more", "give the number of customers still there")
    path = np.concatenate([[start], counts])
    grew = np.diff(path) > 0
    if grew.any():
        period = int(np.argmax(grew))
        bound = f"at most {path[period]:.12g}, the number before"
        raise refused(f"alive[{period}]", f"{counts[period]:.12g}", bound, "leave out customers who came later")
    if len(counts) < 2:
        raise refused("The number of periods in alive", len(counts), "2 or more", "watch the customers for longer")
    if not counts[0] > 0:
        raise refused("alive[0]", 0, "above 0", "nothing is known of customers who stay, so watch others")
    if not counts[0] > counts[-1]:
        bound = f"below alive[0], which is {counts[0]:.12g}"
        remedy = "someone has to leave after the first period, so watch the customers for longer"
        raise refused(f"alive[{len(counts) - 1}]", f"{counts[-1]:.12g}", bound, remedy)
    return path


def _chances(mean: float, spread: float, periods: int) -> Vector:
    """Chance to leave in each period of those still there."""
    return mean / (1 + spread * np.arange(periods, dtype=np.float64))


def _best_mean(spread: float, stayed: Vector, left: Vector) -> float:
    """The likeliest mean chance to leave, if customers differ so far: the slope of the likelihood falls through 0."""
    shrunk = _chances(1.0, spread, len(left))
    gone = float(left.sum())
    return _root(lambda mean: gone / mean - float((stayed * shrunk / (1 - mean * shrunk)).sum()), 0.0, 1.0)


def _slope_of_spread(mean: float, spread: float, stayed: Vector, left: Vector) -> float:
    """How the log-likelihood grows with the spread."""
    earlier = np.arange(len(left))
    chances = _chances(mean, spread, len(left))
    return float(((stayed * chances / (1 - chances) - left) * earlier / (1 + spread * earlier)).sum())


def _log_likelihood(mean: float, spread: float, stayed: Vector, left: Vector) -> float:
    """Logarithm of the chance that just these customers leave in each period."""
    chances = _chances(mean, spread, len(left))
    return float((left * np.log(chances) + stayed * np.log1p(-chances)).sum())


def _root(falling: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that is above 0 at `low` and below 0 at `high` crosses 0, to the last bit."""
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return middle
