"""Chapters 3.4.3 and 4: ratings, and what the credit committee sees of them."""

from crmsim.law.common import logit
from crmsim.stages import Rating


def first_rating(u: float) -> int:
    """The rating that a customer has at first: most are BBB and BB (assumption)."""
    if u < 0.30:
        return Rating.A if u >= 0.10 else (Rating.AAA if u < 0.02 else Rating.AA)
    if u < 0.85:
        return Rating.BBB if u < 0.60 else Rating.BB
    return Rating.B if u < 0.97 else Rating.CCC


def rating_seen(rating: int, u: float, scale: float) -> float:
    """The rating that an evaluation finds, in notches from 0 (AAA): right in the median, two notches to one scale."""
    return rating + 2.0 * scale * logit(u)


def is_approved(seen: float, worst: int) -> bool:
    """Whether a loan passes the committee: what it sees is nearer to the worst rating allowed than to the next one."""
    return seen < worst + 0.5


def asks_for_credit(deposits: float) -> bool:
    """Whether a customer comes for a loan first: its deposits are less than six tenths of its business (assumption)."""
    return deposits < 0.6
