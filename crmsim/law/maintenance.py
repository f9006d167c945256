"""Chapter 3: waits, visits, satisfaction and loyalty."""

from crmsim.law.common import clamp, logistic

LEAST_GAP = 0.5
"""An experience weighs at least as much as half a month's, however soon it follows another (assumption)."""


def visit_quality(skill: float, care: float) -> float:
    """The quality of an average visit: 1 is a skilled manager with the usual time.

    More time helps, and ever less so, by hyperbolic saturation; skill lifts it from one half to all (assumption).
    """
    return (0.5 + 0.5 * skill) * 1.25 * care / (0.25 + care)


def visit_luck(quality: float, u: float, spread: float) -> float:
    """The quality of one visit among others, in a band of a given width around the average, never negative."""
    return max(quality + spread * (u - 0.5), 0.0)


def punctuality(wait: float, promise: float, patience: float) -> float:
    """How punctual a visit seems: 1 at once, one half when the squared wait, in promises, is `patience`.

    Args:
        wait: time waited, in hours.
        promise: wait promised at most, in hours.
        patience: square of the wait, in promises, at which half is lost.
    """
    kept = patience * promise * promise
    return kept / (kept + wait * wait)


def quality_met(visit: float, punctual: float, wait_weight: float) -> float:
    """Quality as the customer meets it: waiting is perceived quality (course 3.1.1)."""
    return visit * (1.0 - wait_weight * (1.0 - punctual))


def expectation_aim(perceived: float, market_quality: float, market_pull: float) -> float:
    """What a customer comes to expect: what it is used to, and what it hears of elsewhere (course 3.3.2a)."""
    return perceived + market_pull * (market_quality - perceived)


def satisfaction(perceived: float, expected: float) -> float:
    """Satisfaction = perceived / expected (course 3.3.2a); nobody expects less than a tenth (assumption)."""
    return perceived / max(expected, 0.1)


def loyalty_aim(base: float, pleased: float, per_satisfaction: float, links: float) -> float:
    """The loyalty that satisfaction and links sustain in the long run (course 3.3.3h), from 0 to 1.

    Args:
        base: logits of a just satisfied customer with one product.
        pleased: satisfaction, 1 being just satisfied.
        per_satisfaction: logits for each unit of satisfaction.
        links: logits of the further products.
    """
    return logistic(base + per_satisfaction * (pleased - 1.0) + links)


def need_kept(loyalty: float, follow: float) -> float:
    """The chance that a customer brings a need here: repeat purchase is loyalty's first measure (course 3.3.3a)."""
    return 1.0 - follow * (1.0 - loyalty)


def purchase_chance(greatest: float, pleased: float, share: float, ceiling: float) -> float:
    """The chance that a visit sells a product: more to the satisfied, less the nearer their wallet is to full."""
    return clamp(greatest * pleased * (1.0 - share / ceiling), 0.0, 1.0)


def plan_pull(strength: float, spending: float) -> float:
    """The logits of loyalty that a loyalty plan is worth: half of its strength at 5 CNY a month (assumption)."""
    return strength * spending / (spending + 5.0)


def is_bought_off(excess: float, concession: float, worth: float) -> bool:
    """Whether a concession outweighs what an offer has over a customer's resistance (course 3.4.1)."""
    return excess <= concession * worth


def given_up(before: float, concession: float) -> float:
    """The part of a customer's margin that is given up for good after one more concession."""
    return 1.0 - (1.0 - before) * (1.0 - concession)


def asking_chance(asking: float, concessions: int, concession: float) -> float:
    """The chance that a customer asks for a concession at a visit (course 3.4.1).

    Who got some has learned to ask, and a branch known to give way deeply is asked by others too (assumption).
    """
    return min(asking * (concessions + concession), 1.0)


def rooted(cost: float, links: float, products: int) -> float:
    """The trouble of moving with so many products (course 3.3.3h): the second binds most, each further one less.

    One-product customers leave two to four times as often as others, and beyond the second product it makes less and
    less difference (a public churn file of 10,000 customers; Harland Clarke 2017); the form is an assumption.
    """
    return cost + links * (1.0 - 1.0 / max(products, 1))


def resistance(switching_cost: float, shield: float, loyalty: float, pleased: float) -> float:
    """The advantage a competitor's offer needs (course 3.3.3c, 3.3.3h): switching cost, and loyalty x satisfaction."""
    return switching_cost + shield * loyalty * pleased
