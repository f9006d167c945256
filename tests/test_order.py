"""What comes first at one instant, and which waiting work is served first, is part of the model."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from crmsim.order import Place, Rank, customer_event, job_end, periodic, waiting
from crmsim.stages import Work

STORY = settings(derandomize=True, deadline=None, max_examples=300)

customers = st.integers(0, 70_000)
works = st.sampled_from(list(Work))
numbers = st.integers(0, 500_000)

KINDS: list[tuple[Callable[..., Place], st.SearchStrategy[tuple[int, ...]]]] = [
    (job_end, st.tuples(customers, works, numbers)),
    (periodic, st.tuples(st.integers(0, 9))),
    (customer_event, st.tuples(customers)),
]
"""The kinds of events in the order in which they go, with what each is told by."""


@STORY
@given(data=st.data())
def test_kinds_of_events_go_in_their_order(data: st.DataObject) -> None:
    """Job ends go before periodic work, and that before customers' own events, whoever they concern."""
    places = [kind(*data.draw(told)) for kind, told in KINDS]
    assert places == sorted(places)
    assert len(set(places)) == len(places)


@STORY
@given(data=st.data())
def test_within_a_kind_the_smaller_numbers_go_first(data: st.DataObject) -> None:
    """Within a kind it goes by customer, then kind of work, then job number, and only the same event ties."""
    kind, told = data.draw(st.sampled_from(KINDS))
    one, other = data.draw(told), data.draw(told)
    assert (kind(*one) < kind(*other)) == (one < other)
    assert (kind(*one) == kind(*other)) == (one == other)


def test_job_ends_go_by_customer_first_and_job_number_last() -> None:
    """An earlier customer goes first with any work, an earlier kind of work with any job."""
    assert job_end(customer=1, work=Work.PROSPECT, number=9) < job_end(customer=2, work=Work.SERVICE, number=0)
    assert job_end(customer=1, work=Work.SERVICE, number=9) < job_end(customer=1, work=Work.PROBLEM, number=0)
    assert job_end(customer=1, work=Work.SERVICE, number=8) < job_end(customer=1, work=Work.SERVICE, number=9)


def test_what_happens_at_once_goes_before_all() -> None:
    """The first rank is for what happens at once; the others follow in the order of their names."""
    assert Rank.names() == ("at_once", "job_end", "periodic", "customer")
    assert list(Rank) == [Rank.AT_ONCE, Rank.JOB_END, Rank.PERIODIC, Rank.CUSTOMER]
    assert min(job_end(0, 0, 0), periodic(0), customer_event(0))[0] > Rank.AT_ONCE


requests = st.tuples(st.integers(0, 9), st.floats(0.0, 480.0), works, customers, numbers)


@STORY
@given(requests=st.lists(requests, min_size=2, max_size=6, unique=True))
def test_waiting_work_goes_by_each_rule_in_turn(requests: list[tuple[int, float, int, int, int]]) -> None:
    """Of waiting work the first is told by the first rule in which it differs from the rest."""
    first = min(requests, key=lambda request: waiting(*request))
    left = requests
    for rule in range(5):
        least = min(request[rule] for request in left)
        left = [request for request in left if request[rule] == least]
    assert left == [first]


def test_waiting_work_goes_by_priority_before_time() -> None:
    """A better place beats an earlier request, that the kind of work, that the customer, that the job number."""
    queue = [
        waiting(priority=0, requested=9.0, work=2, customer=9, number=9),
        waiting(priority=1, requested=0.5, work=2, customer=9, number=9),
        waiting(priority=1, requested=1.0, work=0, customer=9, number=9),
        waiting(priority=1, requested=1.0, work=1, customer=3, number=9),
        waiting(priority=1, requested=1.0, work=1, customer=4, number=0),
        waiting(priority=1, requested=1.0, work=1, customer=4, number=1),
    ]
    assert sorted(queue) == queue
