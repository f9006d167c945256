"""Chapter 2: how potential customers are sought, approached and won."""

import math


def is_sought(u: float, rate: float, ceiling: float) -> bool:
    """Whether a candidate moment becomes an approach: the stream runs at the ceiling and is thinned to the rate.

    Thinning (Lewis & Shedler 1979) leaves the moments themselves the same under every strategy.
    """
    return u * ceiling < rate


def winning_chance(first: float, fatigue: float, earlier: int, quality: float) -> float:
    """The chance that one more contact wins a potential customer.

    Each contact's chance is a fixed part of the one before: with 5.7 % and 0.83 this runs 5.7, 4.7, 3.9, 3.3, 2.7 %
    beside the 5.66, 5.06, 4.08, 3.29, 2.27 % counted in a bank's campaigns (Moro, Cortez & Rita 2014, UCI Bank
    Marketing, 45,211 contacts).

    Args:
        first: the chance of a first contact by a perfect manager.
        fatigue: what each further contact's chance is of the one before, above 0.
        earlier: contacts made before in this approach.
        quality: quality of the visit, 1 being perfect.
    """
    return min(first * math.exp(earlier * math.log(fatigue)) * quality, 1.0)
