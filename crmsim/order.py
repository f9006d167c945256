"""Order is part of the model: what comes first when several things fall on one instant.

Job ends come first, then periodic work, then customers' own events; within a kind it goes by customer, then kind of
work, then job number. At last, when nothing else is left at the instant, managers are granted to waiting work: by
priority, time of request, kind of work, customer and job number. Both engines follow these keys, so that neither the
order of insertion nor the shape of a heap can tell in a history.
"""

from crmsim.stages import Codes


class Rank(metaclass=Codes):
    """What goes first at one instant."""

    AT_ONCE = 0
    JOB_END = 1
    PERIODIC = 2
    CUSTOMER = 3


class Periodic(metaclass=Codes):
    """The branch's periodic processes, in the order in which one instant takes them."""

    MONTH = 0
    REVIEW = 1
    REGIME = 2
    YEAR = 3
    COMMITTEE = 4
    SURVEY = 5
    CREDIT = 6


Place = tuple[int, int, int, int]
"""A place among what falls on one instant."""

Turn = tuple[int, float, int, int, int]
"""A place in a queue: priority, time of request, kind of work, customer and job number."""


def job_end(customer: int, work: int, number: int) -> Place:
    """The place of a job's end among the events of its instant."""
    return (Rank.JOB_END, customer, work, number)


def periodic(process: int) -> Place:
    """The place of a periodic process among the events of its instant."""
    return (Rank.PERIODIC, process, 0, 0)


def round_of(process: int) -> float:
    """When in a month a periodic process comes round: one after the other, a sixty-fourth of the month apart."""
    return process / 64.0


def customer_event(customer: int) -> Place:
    """The place of a customer's own event among the events of its instant."""
    return (Rank.CUSTOMER, customer, 0, 0)


def waiting(priority: int, requested: float, work: int, customer: int, number: int) -> Turn:
    """The place of waiting work in a desk's queue; the smallest is served first."""
    return (priority, requested, work, customer, number)
