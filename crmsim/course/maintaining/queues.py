"""Waits against load and desk: the model reduced to a plain queue, held against the closed formulas."""

from typing import TYPE_CHECKING

from crmsim.analytic import erlang_c_wait, priority_waits
from crmsim.benchmark.plain_queue import PlainQueue
from crmsim.course.maintaining.trials import ENGINE
from crmsim.lattice import HOURS
from crmsim.run import Run, simulate
from crmsim.settings import load
from crmsim.stages import Tier

if TYPE_CHECKING:
    import pandas as pd

DESKS = (1, 3, 15)
"""Managers at a desk."""

LOADS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9)
"""Loads that are simulated; the formulas are drawn between them."""

WARM_UP = 6
"""Months left out at the start, when the desks begin idle."""

BUSY = 0.9
"""The load at which tiers are held against each other."""


def visit_at(load_wanted: float) -> float:
    """The mean visit that makes a load, in months."""
    queue = PlainQueue()
    return load_wanted * queue.servers / sum(queue.arrival_rates)


def simulated(load_wanted: float, desk: int) -> Run:
    """The plain queue at a load, with desks of so many managers."""
    hours = visit_at(load_wanted) * HOURS
    scenario = load("plain-queue").with_settings({"bank.service_hours": hours, "bank.managers_per_desk": desk})
    return simulate(scenario, 1, 0, ENGINE, record=False)


def waits_seen(run: Run) -> list[float]:
    """Mean wait by tier, premium first, and over all, in hours."""
    months = run.sums.months[WARM_UP:]
    waited, served = months["wait"].sum(axis=0)[::-1] * HOURS, months["served"].sum(axis=0)[::-1]
    return [*(waited / served), waited.sum() / served.sum()]


def formula(load_wanted: float, desk: int) -> float:
    """Erlang's mean wait at a desk that has its share of the customers, in hours."""
    queue = PlainQueue()
    rate = sum(queue.arrival_rates) * desk / queue.servers
    return erlang_c_wait(rate, 1.0 / visit_at(load_wanted), desk) * HOURS


def by_load() -> "pd.DataFrame":
    """Waits by load and desk; columns load (percent), desk, formula, simulated (hours)."""
    import pandas as pd

    rows = [
        (100.0 * at, desk, formula(at, desk), waits_seen(simulated(at, desk))[-1]) for desk in DESKS for at in LOADS
    ]
    return pd.DataFrame(rows, columns=["load", "desk", "formula", "simulated"])


def by_tier() -> "pd.DataFrame":
    """Waits by tier where all managers share one desk; columns tier, formula, simulated (hours)."""
    import pandas as pd

    queue = PlainQueue()
    expected = priority_waits(queue.arrival_rates, 1.0 / visit_at(BUSY), queue.servers)
    seen = waits_seen(simulated(BUSY, queue.servers))
    rows = [
        (name, wait * HOURS, found) for name, wait, found in zip(reversed(Tier.names()), expected, seen, strict=False)
    ]
    return pd.DataFrame(rows, columns=["tier", "formula", "simulated"])
