"""Every setting moves its own indicator in its stated direction, between the two values it names for it."""

import numpy as np
import pytest
from scipy import stats

from crmsim.run import simulate
from crmsim.settings import Lever, Number, Scenario, levers

REPLICATIONS = 12
BRANCH: dict[str, Number] = {"months": 36, "market.customers": 300, "market.potential": 450}
"""The probe scenario: a seventh of the default branch, at its load."""


def indicator(lever: Lever, value: Number) -> np.ndarray:
    """The setting's own indicator at a value of the setting, by replication; shape (replications,)."""
    scenario = Scenario(name="probe").with_settings({**BRANCH, **lever.about.given, lever.path: value})
    seen = []
    for replication in range(REPLICATIONS):
        run = simulate(scenario, 7, replication, "compiled", record=False, jobs=1)
        seen.append(run.indicators[lever.about.indicator])
    return np.array(seen)


@pytest.mark.parametrize("lever", levers(), ids=lambda lever: lever.path)
def test_a_setting_moves_its_indicator(lever: Lever) -> None:
    """Paired runs on the same luck: the difference has the stated sign, p < 0.01, and 1.5 standard deviations."""
    low, high = (indicator(lever, value) for value in lever.about.probe)
    difference = (high - low) * lever.about.direction
    assert np.isfinite(difference).all()
    if difference.std() <= 1e-9 * abs(difference.mean()):
        assert difference.mean() > 0.0, f"{lever.about.indicator} did not move"
        return
    effect = difference.mean() / difference.std(ddof=1)
    assert stats.ttest_1samp(difference, 0.0, alternative="greater").pvalue < 0.01, (effect, low, high)
    assert effect >= 1.5, (effect, low, high)
