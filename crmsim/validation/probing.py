"""B12: every setting moves its own indicator in its stated direction, between the two values it names for it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crmsim.run import simulate
from crmsim.settings import Lever, Number, Scenario
from crmsim.statistics import paired_difference

REPLICATIONS = 12
SEED = 7
LEAST_EFFECT = 1.5
"""Standard deviations of the paired difference that a setting must move its indicator by."""

LEAST_SURE = 0.01
BRANCH: dict[str, Number] = {"months": 36, "market.customers": 300, "market.potential": 450}
"""The probe scenario: a seventh of the default branch, at its load."""


@dataclass(frozen=True)
class Probe:
    """What a setting does to its indicator, on paired luck.

    Attributes:
        lever: the setting.
        low: the indicator at the lower value; shape (replications,).
        high: the same at the higher one.
    """

    lever: Lever
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    @property
    def difference(self) -> NDArray[np.float64]:
        """How far the indicator moves in the stated direction; shape (replications,)."""
        moved: NDArray[np.float64] = (self.high - self.low) * self.lever.about.direction
        return moved

    @property
    def effect(self) -> float:
        """Its mean over its standard deviation; infinite where luck has no part in it."""
        mean, spread = self.difference.mean(), self.difference.std(ddof=1)
        if spread <= 1e-9 * abs(mean):
            return float(np.inf * np.sign(mean)) if mean else 0.0
        return float(mean / spread)

    @property
    def holds(self) -> bool:
        """Whether it moves beyond doubt, and by enough."""
        if not np.isfinite(self.difference).all() or self.effect < LEAST_EFFECT:
            return False
        return np.isinf(self.effect) or paired_difference(self.high, self.low).p_value / 2.0 < LEAST_SURE


def probe(lever: Lever) -> Probe:
    """Simulate a setting at both of its values."""
    low, high = (_indicator(lever, value) for value in lever.about.probe)
    return Probe(lever, low, high)


def _indicator(lever: Lever, value: Number) -> NDArray[np.float64]:
    """The setting's own indicator at a value of the setting, by replication; shape (replications,)."""
    scenario = Scenario(name="probe").with_settings({**BRANCH, **lever.about.given, lever.path: value})
    runs = (simulate(scenario, SEED, number, "compiled", record=False, jobs=1) for number in range(REPLICATIONS))
    return np.array([run.indicators[lever.about.indicator] for run in runs])
