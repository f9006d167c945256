"""B11: reduced by its settings to a plain queue, the model waits as the formulas say."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crmsim.analytic.queues import erlang_c_wait, priority_waits
from crmsim.benchmark.plain_queue import PlainQueue
from crmsim.engine import compiled_engine
from crmsim.engine.history import History, no_progress
from crmsim.engine.plan import plan
from crmsim.lattice import HOURS
from crmsim.settings import load
from crmsim.statistics import Interval, interval

LOADS = (0.5, 0.7, 0.9, 0.95)
REPLICATIONS = 40
WARM_UP = 6
"""Months left out at the start, when the desk begins idle; many times the queue's relaxation time at every load."""

SEED = 11
TIERS = ("premium", "select", "ordinary")
TOGETHER = 1.0 - 0.05 / len(TIERS)
"""The level of each of three intervals that hold all at once in 95 % (Bonferroni)."""


@dataclass(frozen=True)
class Wait:
    """A mean wait of the plain queue beside its formula.

    Attributes:
        load: the part of the time for which the managers are busy.
        whose: the tier, or "all".
        formula: Cobham's wait of a tier, or Erlang's of all, in hours.
        found: the model's wait with its interval, in hours.
    """

    load: float
    whose: str
    formula: float
    found: Interval

    @property
    def holds(self) -> bool:
        """Whether the interval holds the formula's wait."""
        return self.found.low <= self.formula <= self.found.high


def waits_of(history: History) -> NDArray[np.float64]:
    """Mean wait after the warm-up by tier, premium first, and over all, in months."""
    months = history.months[WARM_UP:]
    served, waited = months["served"].sum(axis=0)[::-1], months["wait"].sum(axis=0)[::-1]
    return np.append(waited / served, waited.sum() / served.sum())


def replications(load_wanted: float) -> tuple[PlainQueue, NDArray[np.float64]]:
    """The plain queue at a load, and the waits of its replications; shape (replications, tiers + 1), in months."""
    queue = PlainQueue()
    visit = load_wanted * queue.servers / math.fsum(queue.arrival_rates)
    scenario = load("plain-queue").with_settings({"bank.service_hours": visit * HOURS})
    seen = [
        waits_of(compiled_engine.simulate(plan(scenario, None, SEED, number, recording=False), no_progress))
        for number in range(REPLICATIONS)
    ]
    return PlainQueue(mean_visit=visit), np.array(seen)


def waits(load_wanted: float) -> Iterator[Wait]:
    """The waits of the tiers and of all at a load, beside Cobham's and Erlang's."""
    queue, seen = replications(load_wanted)
    rate = 1.0 / queue.mean_visit
    by_tier = priority_waits(queue.arrival_rates, rate, queue.servers)
    for place, (tier, formula) in enumerate(zip(TIERS, by_tier, strict=True)):
        yield Wait(load_wanted, tier, float(formula) * HOURS, interval(seen[:, place] * HOURS, TOGETHER))
    mean = erlang_c_wait(math.fsum(queue.arrival_rates), rate, queue.servers)
    yield Wait(load_wanted, "all", float(mean) * HOURS, interval(seen[:, len(TIERS)] * HOURS))
