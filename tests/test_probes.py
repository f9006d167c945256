"""Every setting moves its own indicator in its stated direction, between the two values it names for it."""

import pytest

from crmsim.settings import Lever, levers
from crmsim.validation.probing import Probe, probe


@pytest.mark.parametrize("lever", levers(), ids=lambda lever: lever.path)
def test_a_setting_moves_its_indicator(lever: Lever) -> None:
    """Paired runs on the same luck: the difference has the stated sign, p < 0.01, and 1.5 standard deviations."""
    found = probe(lever)
    assert found.holds, (found.effect, found.low, found.high)


def test_a_setting_that_moves_nothing_does_not_hold() -> None:
    """The same values on both sides, or moved the wrong way, are no effect."""
    lever = levers()[0]
    low, high = probe(lever).low, probe(lever).high
    assert not Probe(lever, low, low).holds
    assert not Probe(lever, high, low).holds
