"""Time lies on a lattice: every instant and every delay is a whole multiple of 2**-40 month.

Floating-point instants do not survive `now + (then - now)`; whole multiples of one small power of two do, exactly,
up to 8192 months. So a clock that adds delays and a clock that stores instants read the same.
"""

import math

STEPS = 1099511627776.0
"""Lattice steps in a month, 2**40 (a step is about 2.4 microseconds)."""

STEP = 1.0 / 1099511627776.0
"""One lattice step, in months."""

NEVER = math.inf
"""The instant of what does not come."""

HOURS = 160.0
"""Working hours of one manager in a month."""


def lattice(months: float) -> float:
    """The lattice point at or before an instant; `NEVER` stays `NEVER`.

    Beyond 8192 months floating point is coarser than the lattice and the instant is its own point.
    """
    return math.floor(months * STEPS) * STEP if months < 8192.0 else months


def delay(months: float) -> float:
    """A delay on the lattice, at least one step, so that no stream of events can stand still."""
    # Cut towards zero, which is quicker than `floor`, and the same for all that is not made one step anyway.
    return max(int(months * STEPS) * STEP if months < 8192.0 else months, STEP)


def exponential(u: float, mean: float) -> float:
    """The exponential time (or size) of a given mean at luck `u` in [0, 1), by inverse CDF."""
    return -math.log(1.0 - u) * mean


def mean_gap(rate: float) -> float:
    """The mean wait for the next moment of a stream of `rate` a month; a stream of rate 0 never comes."""
    return 1.0 / rate if rate > 1e-300 else NEVER


def gap(deviate: float, mean: float) -> float:
    """The wait for the next moment of a Poisson stream with moments `mean` months apart in the mean.

    Its luck is a standard exponential deviate.
    """
    return delay(deviate * mean) if mean < NEVER else NEVER
