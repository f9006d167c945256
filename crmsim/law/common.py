"""Shapes that several laws share."""

import math

LEAST_LUCK = 1.1102230246251565e-16
"""Half of the spacing of draws: luck is kept this far from 0 and 1 where an inverse CDF has no end."""


LN2 = 0.6931471805599453
"""The natural logarithm of 2."""


def clamp(x: float, low: float, high: float) -> float:
    """The nearest number to `x` within bounds."""
    return min(max(x, low), high)


def logit(u: float) -> float:
    """The standard logistic deviate at luck `u`, by inverse CDF, finite at both ends."""
    inside = clamp(u, LEAST_LUCK, 1.0 - LEAST_LUCK)
    return math.log(inside) - math.log1p(-inside)


def logistic(x: float) -> float:
    """The logistic function: a number from 0 to 1 for any `x`."""
    return 1.0 / (1.0 + math.exp(-clamp(x, -40.0, 40.0)))


def decay(half_life: float) -> float:
    """The rate a month at which something fades that has a half-life of so many months."""
    return LN2 / half_life


def fading(months: float, rate: float) -> float:
    """The share that time has worn away after some months, fading at a rate a month."""
    return 1.0 - math.exp(-rate * months)


def blend(old: float, new: float, weight: float) -> float:
    """A weighted mean of an old and a new value; weight 1 forgets the old one."""
    return old + weight * (new - old)


def one_of_five(which: int, first: float, second: float, third: float, fourth: float, fifth: float) -> float:  # noqa: PLR0913, PLR0917  # five values, and which of them
    """The value that belongs to 0, 1, 2, 3 or 4 (a channel's)."""
    if which == 3:
        return fourth
    return fifth if which == 4 else one_of_three(which, first, second, third)


def one_of_three(which: int, first: float, second: float, third: float) -> float:
    """The value that belongs to 0, 1 or 2 (a tier's or a kind's)."""
    if which == 0:
        return first
    return second if which == 1 else third
