"""How much profit hangs on each default: every setting moved by a fifth, one at a time, on the same luck."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from crmsim.experiment.cells import Hands
from crmsim.experiment.ranges import simulated
from crmsim.experiment.store import Store
from crmsim.results.kpis import KPIS
from crmsim.settings import Lever, Number, Scenario, levers
from crmsim.statistics import Interval, paired_difference

PART = 0.2
"""The part of its default by which a setting is moved, down and up."""

REPLICATIONS = 8
SEED = 5
PROFIT = [kpi.name for kpi in KPIS].index("contribution")
FIXED = ("months", "branches")
"""Settings of how much is simulated, on which profit hangs by itself."""


@dataclass(frozen=True)
class Weight:
    """What a default weighs.

    Attributes:
        lever: the setting.
        low: the lower value tried.
        high: the higher one.
        change: profit over the run at the higher value less that at the lower one, as a share of the baseline's.
    """

    lever: Lever
    low: Number
    high: Number
    change: Interval


def around(lever: Lever) -> tuple[Number, Number]:
    """A fifth below and above a default, within its bounds; a whole number by one at least, and both of yes or no."""
    least, most = lever.about.bounds
    if lever.kind is bool:
        return False, True
    step = PART * abs(lever.default) or PART * (most - least) / 2.0
    if lever.kind is int:
        step = max(round(step), 1)
    low, high = max(lever.default - step, least), min(lever.default + step, most)
    return lever.kind(low), lever.kind(high)


def weights(told: Callable[[int, int], None], jobs: int | None, some: int | None = None) -> list[Weight]:
    """Every default, that on which profit hangs most first.

    Args:
        told: told how many runs are done, and how many there are.
        jobs: processes that share the work.
        some: only so many settings, the first ones.
    """
    chosen = [lever for lever in levers() if lever.path not in FIXED][:some]
    ends = [around(lever) for lever in chosen]
    base = Scenario(name="defaults")
    tried = [base, *_moved(base, chosen, ends)]
    found = simulated(tried, SEED, range(REPLICATIONS), Hands(jobs), Store(None), told)
    profit = found[:, :, PROFIT]
    whole = float(profit[0].mean())
    seen = [
        Weight(lever, low, high, paired_difference(profit[2 + 2 * n] / whole, profit[1 + 2 * n] / whole).interval)
        for n, (lever, (low, high)) in enumerate(zip(chosen, ends, strict=True))
    ]
    return sorted(seen, key=lambda weight: -abs(weight.change.mean))


def _moved(base: Scenario, chosen: list[Lever], ends: list[tuple[Number, Number]]) -> Iterator[Scenario]:
    """The baseline with each setting at its lower and at its higher value."""
    for lever, (low, high) in zip(chosen, ends, strict=True):
        yield base.with_settings({lever.path: low})
        yield base.with_settings({lever.path: high})
