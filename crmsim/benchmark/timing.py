"""How long things take, also on a machine that others use: ratios of what is done side by side."""

import gc
import statistics
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from crmsim.benchmark.programme import Programme

Work = Callable[[], Any]

QUICK_RUNS = 3
"""Runs of which the median is the time of a quick thing, which the processor has forgotten after a long one."""


class Timing(NamedTuple):
    """How long something takes, by itself and against something quick."""

    seconds: float
    ratios: tuple[float, ...]
    """How often the quick thing would be done in the same time, run by run."""

    @property
    def ratio(self) -> float:
        """The median of that."""
        return statistics.median(self.ratios)


def seconds(work: Work, times: int) -> float:
    """The median time of so many runs, after one to warm up."""
    timed(work)
    return statistics.median(timed(work) for _ in range(times))


def against(quick: Work, work: Work, programme: Programme) -> Timing:
    """The median time of some runs after one to warm up, each set against a quick thing right before and after it.

    A machine that others use has slow minutes: what is done side by side is slowed alike, and the ratio stays. What
    takes long is run once.
    """
    runs = [side_by_side(quick, work)]
    if runs[0].seconds <= programme.long:
        runs = [side_by_side(quick, work) for _ in range(programme.repeats)]
    return Timing(statistics.median(run.seconds for run in runs), tuple(run.ratio for run in runs))


def side_by_side(quick: Work, work: Work) -> Timing:
    """One run between two times of a quick thing."""
    before, took, after = seconds(quick, QUICK_RUNS), timed(work), seconds(quick, QUICK_RUNS)
    return Timing(took, (2.0 * took / (before + after),))


def timed(work: Work) -> float:
    """The time of one run."""
    gc.collect()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
