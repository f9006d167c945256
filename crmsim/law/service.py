"""Chapter 3.3 and 3.4: what a branch's ways of service do to visits, sales, trust and what it hears."""

import math

from crmsim.law.common import clamp
from crmsim.law.forms import saturated
from crmsim.stages import Regime


def devotion(centred: float, beyond: float, mystery: float, pushing: float) -> float:
    """What devotion to the customer does to the quality of visits (3.3.2e, 3.3.2b2); each part an assumption.

    Args:
        centred: how far managers are judged by satisfaction.
        beyond: how far visits go beyond what is expected.
        mystery: spending on first-hand experience, CNY a customer and month.
        pushing: how far visits are used to sell further products, which a few mind.
    """
    return (1.0 + 0.04 * centred + 0.08 * beyond) * (1.0 + 0.06 * saturated(mystery, 4.0)) * (1.0 - 0.03 * pushing)


def work_length(deviate: float, mean: float, variety: float) -> float:
    """The length of a piece of work of a given mean: exponential without variety, and ever more uneven with it.

    The squared coefficient of variation is 1 without and 5 with all of it (E x**n = n! for the standard exponential
    deviate x, and the length is mean * (x + variety * (x * x / 2 - x))).
    """
    return mean * (deviate + variety * (0.5 * deviate * deviate - deviate))


def visit_length(beyond: float, one_to_one: float) -> float:
    """Length of a visit that goes beyond what is expected, or is prepared for this very customer (3.3.2e, 1.3.9)."""
    return 1.0 + 0.15 * beyond + 0.1 * one_to_one


def sales_pull(broad_links: float, one_to_one: float, centred: float) -> float:
    """What cross-selling, preparation and other goals than selling do to the chance of a sale (3.3.3h, 1.3.9)."""
    return (1.0 + 0.5 * broad_links) * (1.0 + 0.4 * one_to_one) * (1.0 - 0.2 * centred)


def fee_left(think: float) -> float:
    """The part of a fee that is left where the branch advises what is best for the customer (3.3.3h)."""
    return 1.0 - 0.5 * think


def advice_bond(think: float) -> float:
    """The logits of loyalty that such advice is worth (3.3.3h)."""
    return 0.5 * think


def barrier(spending: float) -> float:
    """The advantage that an offer needs besides where services bind: half of it all at 5 CNY a month (3.3.3h)."""
    return 0.2 * saturated(spending, 5.0)


def trust_after_visit(trust: float, service_trust: float, respect: float) -> float:
    """Trust after one more visit: a word kept builds it, and lack of respect wears it off (3.3.3h, 3.4.2)."""
    return (trust + (1.0 - trust) * 0.15 * saturated(service_trust, 0.1)) * (1.0 - 0.2 * (1.0 - respect))


def complaint_handling(communication: float) -> float:
    """The quality of solving a problem by who does it (2.2.2d)."""
    return 0.7 + 0.4 * communication


def process_aim(innovation: float) -> float:
    """The length of work that innovation sustains, against the usual one: a sixth is spared at most (3.3.2e)."""
    return 1.0 - 0.16 * saturated(innovation, 5.0)


def response_chance(pleased: float) -> float:
    """The chance that a customer answers a survey: the satisfied answer more, so that surveys flatter (3.3.2d)."""
    return clamp(0.35 + 1.5 * (pleased - 1.0), 0.05, 0.9)


def told_satisfaction(pleased: float, u: float) -> float:
    """The satisfaction that an answer tells: as it is in the mean, within a tenth."""
    return pleased + 0.2 * (u - 0.5)


def told_complaint(pleased: float, severity: float) -> float:
    """The satisfaction that a complaint tells: what the customer felt, and a little of its anger."""
    return pleased * (1.0 - 0.1 * severity)


def goodwill_left(perceived: float) -> float:
    """Perceived quality after a survey has been answered: it costs the customer time (3.3.2d)."""
    return perceived * 0.99


def is_alarming(told: float) -> bool:
    """Whether what a customer tells calls for a visit."""
    return told < 0.9


def lessons_left(lessons: float) -> float:
    """What is still known, after a month, of why customers leave: half of it in a year."""
    return lessons * math.exp(-0.0578)


def spared_share(lessons: float, customers: float) -> float:
    """The share of problems that knowing why customers leave spares the others (3.3.2b3)."""
    return 0.4 * saturated(100.0 * lessons, 3.0 * max(customers, 1.0))


def loyalty_rescued(loyalty: float, communication: float) -> float:
    """Loyalty after a visit to one who was about to be lost."""
    return loyalty + (1.0 - loyalty) * 0.3 * communication


def optimism_now(optimism: float, regime: int) -> float:
    """How much too good prospects are seen, in notches: in a boom twice as much (3.4.3)."""
    return 2.0 * optimism if regime == Regime.BOOM else optimism
