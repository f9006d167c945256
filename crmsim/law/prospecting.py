"""Chapter 2: how potential customers are sought, approached and won."""

import math


def reach(u: float, ceiling: float) -> float:
    """Where in the band of all channels a candidate moment falls: each channel takes a stretch as wide as its rate.

    The stream of moments runs at the ceiling and is thinned (Lewis & Shedler 1979), which leaves the moments themselves
    the same under every strategy.
    """
    return u * ceiling


def referral_rate(rate: float, image: float) -> float:
    """How often potential customers are recommended: referral lives off loyal customers (course 2.2.3a, 3.1.4)."""
    return rate * image


def winning_chance(first: float, fatigue: float, earlier: int, quality: float) -> float:
    """The chance that one more contact wins a potential customer.

    Each contact's chance is a fixed part of the one before: with 5.7 % and 0.83 this runs 5.7, 4.7, 3.9, 3.3, 2.7 %
    beside the 5.66, 5.06, 4.08, 3.29, 2.27 % counted in a bank's campaigns (Moro, Cortez & Rita 2014, UCI Bank
    Marketing, 45,211 contacts).

    Args:
        first: the chance of a first contact by a perfect manager.
        fatigue: what each further contact's chance is of the one before, above 0.
        earlier: contacts made before in this approach.
        quality: quality of the visit, 1 being perfect, times that of the lead, 1 being a cold one.
    """
    return min(first * math.exp(earlier * math.log(fatigue)) * quality, 1.0)
