"""The figures of the instructor's notebook: how sure means and differences are, who may be best, what formulas say."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from crmsim.analytic import priority_waits
from crmsim.benchmark.plain_queue import PlainQueue
from crmsim.course.maintaining.queues import BUSY, visit_at, waits_seen
from crmsim.experiment.comparison import Comparison
from crmsim.experiment.game import Year
from crmsim.lattice import HOURS
from crmsim.run import simulate
from crmsim.settings import Number, load, strategy_levers, values_of
from crmsim.stages import Tier
from crmsim.statistics import contenders, interval, paired_difference, replications_needed

if TYPE_CHECKING:
    import pandas as pd

STEPS = (5, 10, 20, 30)
"""Numbers of replications at which it is asked how sure one is."""

CLOSE = 0.01
"""The share of the mean that is close enough."""

CHECKS = 6
"""Replications by which the simulator is held against a formula."""

MINUTES = 60.0
"""Minutes of an hour."""


def other_of(comparison: Comparison) -> int:
    """The place of the first scenario that is compared to the reference."""
    return next(place for place in range(len(comparison.scenarios)) if place != comparison.reference)


def steps(comparison: Comparison) -> list[int]:
    """The numbers of replications that a comparison has, up to all of them."""
    return [step for step in STEPS if step < comparison.replications] + [comparison.replications]


def half_widths(comparison: Comparison) -> "pd.DataFrame":
    """How sure one is after so many replications; columns replications, alone, paired (half-widths in CNY)."""
    import pandas as pd

    values = comparison.of(comparison.kpi)
    mine, theirs = values[other_of(comparison)], values[comparison.reference]
    rows = [
        (n, interval(theirs[:n]).half_width, paired_difference(mine[:n], theirs[:n]).interval.half_width)
        for n in steps(comparison)
    ]
    return pd.DataFrame(rows, columns=["replications", "alone", "paired"])


def needed(comparison: Comparison) -> tuple[float, float, float]:
    """An amount that is close enough, and the replications that mean and paired difference need to be known so well."""
    values = comparison.of(comparison.kpi)
    theirs = values[comparison.reference]
    amount = CLOSE * abs(float(np.nanmean(theirs)))
    apart = values[other_of(comparison)] - theirs
    return (
        amount,
        replications_needed(theirs, 0.0, absolute=amount),
        replications_needed(apart, 0.0, absolute=amount),
    )


def running(comparison: Comparison) -> list[tuple[int, list[str]]]:
    """The best subset after so many replications: the scenarios that may still be the best."""
    values = comparison.of(comparison.kpi)
    return [(n, [comparison.names[place] for place in contenders(values[:, :n])]) for n in steps(comparison)]


def waits() -> list[tuple[str, float, float, float, float]]:
    """Waits by tier in the plain queue, in minutes: tier, by formula, simulated, low and high end of its interval."""
    queue = PlainQueue()
    settings = {"bank.service_hours": visit_at(BUSY) * HOURS, "bank.managers_per_desk": queue.servers}
    scenario = load("plain-queue").with_settings(settings)
    seen = [waits_seen(simulate(scenario, 1, number, record=False)) for number in range(CHECKS)]
    spans = [interval([MINUTES * waited[place] for waited in seen]) for place in range(len(Tier.names()))]
    expected = priority_waits(queue.arrival_rates, 1.0 / visit_at(BUSY), queue.servers)
    return [
        (name, MINUTES * HOURS * wait, found.mean, found.low, found.high)
        for name, wait, found in zip(reversed(Tier.names()), expected, spans, strict=True)
    ]


def years(played: Sequence[Year]) -> "pd.DataFrame":
    """What each year of a game brought; columns year, contribution (CNY), customers, satisfaction, wait (hours)."""
    import pandas as pd

    names = ("contribution", "customers", "satisfaction", "wait")
    rows = [(year.number, *(year.kpis[name] for name in names)) for year in played]
    return pd.DataFrame(rows, columns=["year", *names])


def decided(year: Year) -> list[tuple[str, Number, Number]]:
    """What was decided for a year: the settings that differ from the year before, with both values."""
    if year.before is None:
        return []
    found = []
    for lever in strategy_levers():
        then, now = (values_of(run.scenario, lever.path)[-1][1] for run in (year.before, year.run))
        if then != now:
            found.append((lever.path, then, now))
    return found
