"""Chapter 2.2.2: the qualities of managers, and how training buys them, slowly."""

from crmsim.law.forms import saturated

LEARNING = 0.056
"""The part of the way to its aim that a quality goes in a month: half of it in a year (assumption)."""


def aim(born: float, training: float) -> float:
    """The quality that training sustains: at eight hours a month half of what managers lack (assumption)."""
    return born + (1.0 - born) * saturated(training, 8.0)


def learned(quality: float, born: float, training: float) -> float:
    """A quality after one more month of training."""
    return quality + LEARNING * (aim(born, training) - quality)


def time_left(training: float, month: float) -> float:
    """The share of a manager's hours of a month that training leaves."""
    return 1.0 - training / month
