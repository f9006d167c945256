"""Which scenario is best, with a guarantee.

The larger mean is better; where less is better, give the samples with their sign changed. All procedures here take
normal replications, independent of each other, with any variances and any dependence between scenarios within a
replication: common luck is welcome, and makes them decide sooner.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crmsim.errors import CrmsimError
from crmsim.statistics.checks import Floats, check_indifference, check_level, table_of
from crmsim.statistics.ranks import probabilities_of
from crmsim.statistics.student import quantile

FARTHEST = 1e9
"""Greatest reach of the spread, in units of the indifference, whose square is still a whole number of replications."""


@dataclass(frozen=True)
class Selection:
    """Where the search for the best scenario stands.

    Attributes:
        selected: number of the scenario, from 0, that is best so far: the largest mean among the survivors.
        survivors: numbers of the scenarios that may still be best, rising.
        more: replications that are still needed, at most, until one survivor is left; 0 once it is decided.
        n: replications that count, those in which every scenario has a number.
        first: replications of the first stage, from which the variances were taken.
        level: chance that the scenario selected in the end is the best.
        indifference: smallest lead that matters, in the samples' unit; the guarantee is for a best that leads by it.
    """

    selected: int
    survivors: tuple[int, ...]
    more: int
    n: int
    first: int
    level: float
    indifference: float


@dataclass(frozen=True)
class Best(Selection):
    """Where the search for the best scenario stands, and how probable each is as the best.

    Attributes:
        probabilities: for each scenario in the given order, the probability that it is the best, by the paired
            bootstrap; they sum to 1.
    """

    probabilities: tuple[float, ...]


def best_of(samples: npt.ArrayLike, level: float = 0.95, *, indifference: float, first: int | None = None) -> Best:
    """The best scenario: the guaranteed selection of `select` and the probabilities of `rank_probabilities` together.

    Args:
        samples: shape (scenarios, replications), one unit, 2 or more replications; number r of each scenario comes from
            the same luck. A replication in which any scenario is NaN is left out of all.
        level: chance that the scenario selected in the end is the best, above 0 and below 1.
        indifference: smallest lead that matters, in the samples' unit, above 0.
        first: replications of the first stage; without it, all.

    Raises:
        CrmsimError: as `select`.
    """
    table = table_of(samples, "best_of: samples", least=2)
    found = _selection(table, level, indifference, first, "best_of")
    return Best(**vars(found), probabilities=tuple(ranks[0] for ranks in probabilities_of(table)))


def select(samples: npt.ArrayLike, level: float = 0.95, *, indifference: float, first: int | None = None) -> Selection:
    """Selects the best scenario step by step, by procedure KN.

    From the first stage come the variances of all paired differences. Then, one replication after another, a scenario
    drops out once another's mean leads it by more than a slack that shrinks as replications grow, and is 0 at a number
    fixed by the first stage. Once one scenario is left, it is the best with chance `level` or more whenever the best
    leads by `indifference` or more. See S.-H. Kim and B. L. Nelson, "A fully sequential procedure for indifference-zone
    selection in simulation", ACM Transactions on Modeling and Computer Simulation 11 (2001), 251-273, with its constant
    c = 1.

    To go on, add replications of all scenarios and ask again with the same `first`: who has dropped out stays out, and
    the guarantee holds however often one looks. It does not hold for a `first` chosen after seeing the samples. Take 10
    replications or more for the first stage: with fewer the slack is very wide. Where the best leads by less than
    `indifference`, one that is close to it may be selected. Many scenarios (over a hundred) make the procedure
    cautious. Scenarios whose means are equal to the end survive together, and the first of them is selected.

    Args:
        samples: shape (scenarios, replications), one unit, 2 or more replications; number r of each scenario comes from
            the same luck. A replication in which any scenario is NaN is left out of all.
        level: chance that the scenario selected in the end is the best, above 0 and below 1.
        indifference: smallest lead that matters, in the samples' unit, above 0.
        first: replications of the first stage, 2 or more of those that count; without it, all.

    Raises:
        CrmsimError: if the samples are not two-dimensional, a scenario has no number, fewer than 2 replications or
            fewer than `first` are left, `level` is no share, or `indifference` is not above 0 or too small beside the
            spread.
    """
    return _selection(table_of(samples, "select: samples", least=2), level, indifference, first, "select")


def contenders(samples: npt.ArrayLike, level: float = 0.95) -> tuple[int, ...]:
    """The scenarios that may be the best: the true best is among them with the chance `level` or more.

    A scenario is left out if another's mean leads it by more than a one-sided paired t bound, with Bonferroni's share
    of the error for each of its rivals. No smallest lead need be named, and no more replications follow. It is the
    screening of B. L. Nelson, J. Swann, D. Goldsman and W. Song, "Simple procedures for selecting the best simulated
    system when the number of alternatives is large", Operations Research 49 (2001), 950-963, with the variances of
    paired differences in the place of those of single scenarios, which common luck asks for.

    Args:
        samples: shape (scenarios, replications), one unit, 2 or more replications; number r of each scenario comes from
            the same luck. A replication in which any scenario is NaN is left out of all.
        level: above 0 and below 1.

    Returns:
        Numbers of the scenarios, from 0, rising; never none.

    Raises:
        CrmsimError: if they are not two-dimensional, a scenario has no number, fewer than 2 replications are left, or
            `level` is no share.
    """
    table = table_of(samples, "contenders: samples", least=2)
    check_level(level, "contenders")
    scenarios, n = table.shape
    share = (1.0 - level) / max(scenarios - 1, 1)
    # One side of a two-sided interval has half of its error; where the share is half or more, any lead will do.
    bound = quantile(1.0 - 2.0 * share, n - 1) if share < 0.5 else 0.0
    stays = _not_outdone(table.mean(axis=1), bound * _spreads(table) / math.sqrt(n))
    return tuple(np.flatnonzero(stays).tolist())


def _selection(table: Floats, level: float, indifference: float, first: int | None, where: str) -> Selection:
    """The selection from samples that have been checked and hold no NaN."""
    check_level(level, where)
    check_indifference(indifference, where)
    n = table.shape[1]
    first = n if first is None else first
    if not 2 <= first <= n:
        raise CrmsimError(
            f"{where}: first is {first}, but must be from 2 to the {n} replications in which every scenario has a "
            "number; run more replications or give a smaller first"
        )
    ends = _ends(table[:, :first], level, indifference, where)
    survivors = np.flatnonzero(_survives(table, first, ends, indifference))
    # A scenario is decided against itself from the start, so a single survivor needs no more.
    last = math.ceil(ends[np.ix_(survivors, survivors)].max())
    best = survivors[table[survivors].mean(axis=1).argmax()]
    return Selection(
        selected=int(best),
        survivors=tuple(survivors.tolist()),
        more=max(0, last - n),
        n=n,
        first=first,
        level=level,
        indifference=indifference,
    )


def _ends(first_stage: Floats, level: float, indifference: float, where: str) -> Floats:
    """The number of replications at which each pair is decided at the latest; shape (scenarios, scenarios)."""
    scenarios, first = first_stage.shape
    eta = ((2.0 * (1.0 - level) / max(scenarios - 1, 1)) ** (-2.0 / (first - 1)) - 1.0) / 2.0
    # A level that the toss of a coin would reach needs no slack at all.
    reach = math.sqrt(2.0 * max(eta, 0.0) * (first - 1)) * _spreads(first_stage)
    if reach.max() > FARTHEST * indifference:
        raise CrmsimError(
            f"{where}: indifference is {indifference}, but must be {reach.max() / FARTHEST:.3g} or more beside "
            "samples that spread so far; give the smallest lead that would matter"
        )
    return np.asarray((reach / indifference) ** 2)


def _survives(table: Floats, first: int, ends: Floats, indifference: float) -> npt.NDArray[np.bool_]:
    """Which scenarios no other has driven out, from the end of the first stage on; shape (scenarios,)."""
    stays = np.ones(len(table), dtype=np.bool_)
    totals = np.cumsum(table, axis=1)
    for taken in range(first, table.shape[1] + 1):
        slack = np.maximum(0.0, ends[np.ix_(stays, stays)] / taken - 1.0) * (indifference / 2.0)
        stays[stays] = _not_outdone(totals[stays, taken - 1] / taken, slack)
    return stays


def _not_outdone(means: Floats, slack: Floats) -> npt.NDArray[np.bool_]:
    """Which of these means no other leads by more than the pair's slack; shape (scenarios,)."""
    return np.asarray(np.all(means[:, np.newaxis] >= means - slack, axis=1))


def _spreads(table: Floats) -> Floats:
    """Standard deviations of all paired differences; shape (scenarios, scenarios)."""
    return np.array([np.std(table - row, axis=1, ddof=1) for row in table])
