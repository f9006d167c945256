"""How much of a ranking is luck.

The larger mean ranks first; where less is better, give the samples with their sign changed.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from crmsim.statistics.checks import Floats, table_of
from crmsim.statistics.families import holm
from crmsim.statistics.intervals import mean_of, paired_difference

SEED = 1979
"""The bootstrap's own seed, always the same: the same samples have the same probabilities."""

BLOCKS, DRAWS_IN_A_BLOCK = 10, 1000
"""Resamples, taken by the block to save memory: 10,000 in all, for a standard error of 0.005 at most."""


@dataclass(frozen=True)
class RankLuck:
    """A ranking and how much of it is luck.

    Attributes:
        order: the scenarios, by their numbers from 0, best first; those with equal means as they were given.
        means: mean of each scenario over the replications that count, in the given order, in the samples' unit.
        luck: for each two neighbours in `order`, the chance that their order is luck: one-sided p-value of the paired t
            test, adjusted by Holm's steps for all neighbours. One number fewer than scenarios.
        probabilities: for each scenario in the given order, the probability of each rank, best rank first. Each row
            sums to 1, and so does each column.
        n: replications that count, those in which every scenario has a number.
    """

    order: tuple[int, ...]
    means: tuple[float, ...]
    luck: tuple[float, ...]
    probabilities: tuple[tuple[float, ...], ...]
    n: int


def rank_luck(samples: npt.ArrayLike) -> RankLuck:
    """Ranks scenarios by their means, and tells how far the order can be trusted.

    The order was read off the same data that it is tested with, so the one-sided p-value is at most 0.5 before
    adjustment. It bounds the chance of naming the wrong one of two as better, whenever one of them is truly better
    (L. V. Jones and J. W. Tukey, "A sensible formulation of the significance test", Psychological Methods 5 (2000),
    411-414); between two that are truly equal no order is right. Small values mean an order one may rely on; values
    near 1 mean a tie.

    Args:
        samples: shape (scenarios, replications), one unit, 2 or more replications; number r of each scenario comes from
            the same luck. A replication in which any scenario is NaN is left out of all.

    Raises:
        CrmsimError: if they are not two-dimensional, a scenario has no number, or fewer than 2 replications are left.
    """
    table = table_of(samples, "rank_luck: samples", least=2)
    means = np.array([mean_of(row) for row in table])
    order = np.argsort(-means, kind="stable")
    chances = [paired_difference(table[better], table[worse]).p_value / 2.0 for better, worse in pairwise(order)]
    return RankLuck(
        order=tuple(order.tolist()),
        means=tuple(means.tolist()),
        luck=tuple(holm(chances).tolist()) if chances else (),
        probabilities=probabilities_of(table),
        n=table.shape[1],
    )


def rank_probabilities(samples: npt.ArrayLike) -> tuple[tuple[float, ...], ...]:
    """The probability of each rank for each scenario, by a paired bootstrap.

    Replications are drawn anew with replacement, whole columns at a time, so that common luck stays common; the share
    of 10,000 such resamples in which a scenario comes r-th is the probability of that rank. Scenarios that tie share
    the ranks they take up. Resampled means spread less than they should by the factor sqrt((n - 1) / n), and are
    stretched by its inverse. See B. Efron and R. J. Tibshirani, "An Introduction to the Bootstrap", Chapman & Hall
    1993; for the stretching T. C. Hesterberg, "What teachers should know about the bootstrap", The American
    Statistician 69 (2015), 371-386.

    A fair summary from some 20 replications on. With fewer it is too bold, for a resampled mean has shorter tails than
    Student's t: what it calls 0.95 should be 0.93 with 10 replications, and 0.91 with 5. It is no guarantee: for one,
    use `select`.

    Args:
        samples: shape (scenarios, replications), one unit, 2 or more replications; number r of each scenario comes from
            the same luck. A replication in which any scenario is NaN is left out of all.

    Returns:
        For each scenario in the given order, the probability of each rank, the largest mean first.

    Raises:
        CrmsimError: if they are not two-dimensional, a scenario has no number, or fewer than 2 replications are left.
    """
    return probabilities_of(table_of(samples, "rank_probabilities: samples", least=2))


def probabilities_of(table: Floats) -> tuple[tuple[float, ...], ...]:
    """The probability of each rank from samples that have been checked and hold no NaN."""
    means = _resampled_means(table)
    return tuple(tuple(_shares_of_ranks(means, scenario).tolist()) for scenario in range(len(table)))


def _resampled_means(table: Floats) -> Floats:
    """The scenarios' means in each resample; shape (resamples, scenarios)."""
    # Equal scenarios are reckoned once: no library promises equal columns of a product of matrices the same rounding.
    rows, row_of_scenario = np.unique(table, axis=0, return_inverse=True)
    means = np.array([mean_of(row) for row in rows])
    n = rows.shape[1]
    apart = (rows - means[:, np.newaxis]).T * (math.sqrt(n / (n - 1)) / n)
    generator = np.random.default_rng(SEED)
    drawn = (generator.multinomial(n, np.full(n, 1.0 / n), size=DRAWS_IN_A_BLOCK) for _ in range(BLOCKS))
    moved = np.concatenate([times @ apart for times in drawn])
    return np.asarray((means + moved)[:, row_of_scenario.ravel()])


def _shares_of_ranks(means: Floats, scenario: int) -> Floats:
    """The share of resamples in which a scenario has each rank; ties share theirs; shape (scenarios,)."""
    own = means[:, scenario, np.newaxis]
    above, not_below = np.sum(means > own, axis=1), np.sum(means >= own, axis=1)
    share, ranks = 1.0 / (not_below - above), means.shape[1]
    # A tie over ranks a to b adds its share at a and takes it away after b; the running sum fills in between.
    begins = np.bincount(above, weights=share, minlength=ranks + 1)
    ends = np.bincount(not_below, weights=share, minlength=ranks + 1)
    return np.asarray(np.cumsum(begins - ends)[:ranks] / len(means))
