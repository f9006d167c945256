"""Chapter 2: how potential customers are sought, approached and won."""

import math

from crmsim.law.common import one_of_three
from crmsim.law.forms import saturated


def reach(u: float, ceiling: float) -> float:
    """Where in the band of all channels a candidate moment falls: each channel takes a stretch as wide as its rate.

    The stream of moments runs at the ceiling and is thinned (Lewis & Shedler 1979), which leaves the moments themselves
    the same under every strategy.
    """
    return u * ceiling


def referral_rate(rate: float, loyalty: float) -> float:
    """How often someone is recommended by an acquaintance with the bank: referral lives off the loyal (2.2.3a)."""
    return rate * loyalty


def likeness(wallet: float, other: float) -> float:
    """How like two customers are, 1 being alike: people know their like, and referral finds such (2.2.3a)."""
    return min(wallet, other) / max(wallet, other)


def first_share(step: float, ceiling: float, match: float) -> float:
    """The share of wallet that a first product brings: who was recommended suits the bank better, by `match` (2.2.3a).

    Referred customers earn more at first, and the gap closes as the bank comes to know the others (Schmitt, Skiera &
    Van den Bulte 2011, "Referral programs and customer value", Journal of Marketing 75).
    """
    return min(step * match, ceiling)


def cooperation(u: float) -> float:
    """How far a potential customer works with the bank already, by payroll or payments: most do little (2.2.1d)."""
    return u * u


def seen_right(screening: float, skill: float) -> float:
    """The chance that a trait of the ideal customer is seen as it is: screening and skill raise it (2.2.4)."""
    return 0.6 + 0.4 * saturated(screening, 0.15) * (0.5 + 0.5 * skill)


def reached(communication: float) -> float:
    """The chance that a lead can be spoken to at all (2.2.3): good communicators get through oftener."""
    return 0.85 + 0.15 * communication


def is_good_moment(fit: float) -> bool:
    """Whether the moment of an approach is good enough to go on (2.2.5d)."""
    return fit >= 0.7


def handed_over(teamwork: float) -> float:
    """The chance that a lead reaches the manager who suits it (2.2.2c)."""
    return 0.88 + 0.12 * teamwork


def estimate_scale(scale: float, evaluation: float) -> float:
    """How far estimates of a target's worth scatter: hours of evaluation take up to two thirds of it (2.2.4)."""
    return scale * (1.0 - 0.67 * saturated(evaluation, 0.2))


def needs_known(research: float, skill: float) -> float:
    """How well a target's needs are known after hours of research, 0 to 1 (2.2.4)."""
    return saturated(research, 0.3) * (0.5 + 0.5 * skill)


def plan_quality(marks: int) -> float:
    """The quality of a visit's plan by how many of the five marks of SMART its goal has (2.2.5b)."""
    return 0.6 + 0.08 * marks


def moment_fit(u: float, patience: float) -> float:
    """How good the moment of an approach is: waiting for a better one helps, half of it in half a month (2.2.5d)."""
    return 1.0 - 0.5 * (1.0 - u) * (1.0 - saturated(patience, 0.5))


def entry_chance(known: float, preparation: float) -> float:
    """The chance to open with what the target cares for most: knowing its needs helps, and preparing (2.2.5e)."""
    return 0.4 + 0.6 * (1.0 - (1.0 - known) * (1.0 - saturated(preparation, 0.3)))


def entry_fit(u: float, chance: float) -> float:
    """How well the entry point fits: wholly, or little."""
    return 1.0 if u < chance else 0.6


def presence(communication: float) -> float:
    """What communication does to a visit: a perfect communicator counts twice one without any gift for it (2.2.2d)."""
    return 0.5 + 0.5 * communication


def offer_pull(meet_needs: float) -> float:
    """What an offer made to the target's needs does to its decision (2.2.6a)."""
    return 1.0 + 0.5 * meet_needs


def joint_pull(teamwork: float) -> float:
    """What a joint visit of two departments does: the better their teamwork, the more (2.2.6b)."""
    return 1.0 + 0.5 * teamwork


def demonstration(share: float, image: float) -> float:
    """What the branch's image with others does to a contact: the demonstration effect (3.1.4)."""
    return 1.0 - share * (1.0 - image)


def distance(region: int) -> float:
    """Length of a visit by the way to it, against one at home (2.2.1b)."""
    return one_of_three(region, 1.0, 1.2, 1.6)


def winning_chance(first: float, fatigue: float, earlier: int, quality: float) -> float:
    """The chance that one more contact wins a potential customer.

    Each contact's chance is a fixed part of the one before: with 5.7 % and 0.83 this runs 5.7, 4.7, 3.9, 3.3, 2.7 %
    beside the 5.66, 5.06, 4.08, 3.29, 2.27 % counted in a bank's campaigns (Moro, Cortez & Rita 2014, UCI Bank
    Marketing, 45,211 contacts).

    Args:
        first: the chance of a first contact with everything right.
        fatigue: what each further contact's chance is of the one before, above 0.
        earlier: contacts made before in this approach.
        quality: quality of the visit, 1 being perfect, times that of the lead, 1 being a cold one.
    """
    return min(first * math.exp(earlier * math.log(fatigue)) * quality, 1.0)
