"""A figure that the model must show: what is measured, on which runs, and within which bounds it must lie."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from crmsim.engine import compiled_engine
from crmsim.engine.history import History, no_progress
from crmsim.engine.plan import plan
from crmsim.results.kpis import kpis_of
from crmsim.settings import Scenario
from crmsim.statistics import Interval, interval
from crmsim.validation.lives import Lived, lived

SEED = 5
ANY = math.inf
SURE = 0.98
"""The level at which a difference must lie above 0: but for one chance in a hundred."""

Sample = Callable[[int], float]
"""The figure of one replication."""

Measure = Callable[[History], float]
"""A figure read from the monthly sums of a run."""

DEFAULT = Scenario(name="behaviour")
"""The default branch."""


@dataclass(frozen=True)
class Finding:
    """A figure of the model and where it must lie.

    Attributes:
        behaviour: the behaviour of the model's list that it belongs to, "B4" say.
        claim: what is measured.
        unit: its unit.
        source: whose figure the bounds come from.
        low: the least value allowed.
        high: the greatest value allowed.
        sample: the figure of one replication.
        replications: how many runs it takes to see it; a rare event needs more.
        level: the level of the interval that must lie within the bounds.
    """

    behaviour: str
    claim: str
    unit: str
    source: str
    low: float
    high: float
    sample: Sample
    replications: int = 24
    level: float = 0.95

    def interval(self) -> Interval:
        """The mean over replications, with its interval."""
        return interval([self.sample(number) for number in range(self.replications)], self.level)

    def holds(self, found: Interval) -> bool:
        """Whether the whole interval lies within the bounds."""
        return self.low <= found.low and found.high <= self.high


def seen(measure: Callable[[Lived], float], scenario: Scenario = DEFAULT) -> Sample:
    """A figure read from every row of a scenario's runs."""
    return lambda number: measure(lived(scenario, SEED, number))


def told(measure: Measure, scenario: Scenario = DEFAULT) -> Sample:
    """A figure read from the monthly sums of a scenario's runs."""

    def sample(number: int) -> float:
        ready = plan(scenario, None, SEED, number, recording=False)
        return measure(compiled_engine.simulate(ready, no_progress))

    return sample


def kpi(name: str) -> Measure:
    """An indicator of the run."""
    return lambda history: kpis_of(history, history.rules.bank.discount_rate)[name]


def more(one: Sample, other: Sample) -> Sample:
    """How far one figure lies above another on the same luck."""
    return lambda number: one(number) - other(number)


def above(behaviour: str, claim: str, unit: str, source: str, sample: Sample, replications: int = 24) -> Finding:  # noqa: PLR0913, PLR0917  # what a finding is
    """A figure that lies above 0 beyond doubt."""
    return Finding(behaviour, claim, unit, source, 0.0, ANY, sample, replications, SURE)
