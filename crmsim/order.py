"""Order is part of the model: what comes first when several things fall on one instant.

Job ends come first, then periodic work, then customers' own events, then grants of a manager to waiting work; within
a kind by customer, then kind of work, then job number. Waiting work is served by priority, time of request, kind of
work, customer and job number. Both engines follow these keys, so that neither the order of insertion nor the shape
of a heap can tell in a history.
"""

from crmsim.stages import Codes


class Rank(metaclass=Codes):
    """What goes first at one instant."""

    AT_ONCE = 0
    JOB_END = 1
    PERIODIC = 2
    CUSTOMER = 3
    GRANT = 4


Place = tuple[int, int, int, int]


def job_end(customer: int, work: int, number: int) -> Place:
    """The place of a job's end among the events of its instant."""
    return (Rank.JOB_END, customer, work, number)


def periodic(process: int) -> Place:
    """The place of a periodic process among the events of its instant."""
    return (Rank.PERIODIC, process, 0, 0)


def customer_event(customer: int) -> Place:
    """The place of a customer's own event among the events of its instant."""
    return (Rank.CUSTOMER, customer, 0, 0)


def grant(desk: int) -> Place:
    """The place of a desk's granting round among the events of its instant."""
    return (Rank.GRANT, desk, 0, 0)


def waiting(priority: int, requested: float, work: int, customer: int, number: int) -> tuple[float, ...]:
    """The place of waiting work in a desk's queue; the smallest is served first."""
    return (priority, requested, work, customer, number)
