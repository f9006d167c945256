"""What the readable engine is made of: SimPy's clock in the model's order, moments, and desks with their queues."""

from bisect import insort
from collections import defaultdict
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Any, Self, cast

import simpy
from simpy.core import SimTime
from simpy.events import NORMAL, EventPriority, Initialize

from crmsim import order
from crmsim.acts.columns import Customer
from crmsim.lattice import NEVER

if TYPE_CHECKING:
    from collections.abc import Callable

Entry = tuple[SimTime, EventPriority, int, simpy.Event]
PAGES = 16
"""Pages of the calendar in a month."""

AT_ONCE = (order.Rank.AT_ONCE, 0, 0, 0)


def tell(event: simpy.Event) -> None:
    """Let go on whoever waits for an event that has come."""
    waiting, event.callbacks = event.callbacks, None  # type: ignore[assignment]  # SimPy's mark of what is over
    for go_on in waiting:
        go_on(event)


class Environment(simpy.Environment):
    """SimPy's clock, with the model's own order of what falls on one instant."""

    def __init__(self) -> None:
        super().__init__()
        self.at_last: list[Callable[[], None]] = []
        """What is to be done when all else that falls on this instant is over."""
        self.page = 0
        self.later: defaultdict[int, list[Entry]] = defaultdict(list)
        """What comes on later pages of the calendar, unsorted (Brown 1988, "Calendar queues", CACM 31): the heap of the
        page that is open stays small."""

    def run_to(self, horizon: float) -> None:
        """Let happen whatever comes before the horizon, page by page."""
        while self.page < horizon * PAGES:
            self.live_through(horizon)
            self.page += 1
            self._queue.extend(self.later.pop(self.page, ()))
            heapify(self._queue)

    def live_through(self, horizon: float) -> None:
        """Let happen whatever is on the page that is open."""
        page, at_last = self._queue, self.at_last
        while page and page[0][0] < horizon:
            self._now, _, _, event = heappop(page)
            waiting, event.callbacks = event.callbacks, None  # type: ignore[assignment]  # as `tell`, in place
            for go_on in waiting:
                go_on(event)
            if not event._ok:
                raise cast("BaseException", event.value)
            while at_last and not (page and page[0][0] == self._now):
                at_last.pop()()

    def schedule(
        self,
        event: simpy.Event,
        priority: EventPriority = NORMAL,  # noqa: ARG002  # SimPy's own argument; the place goes instead
        delay: SimTime = 0,
    ) -> None:
        """Put an event of SimPy's on the calendar, but for those that need no place there.

        A process begins at once, in the midst of the event that starts it, and ends without anyone waiting for it.
        """
        if event.__class__ in (Initialize, simpy.Process):
            tell(event)
            if not event.ok:  # what stopped a process must stop the run, not be forgotten
                raise cast("BaseException", event.value)
        else:
            self.put(event, self._now + delay, AT_ONCE)

    def put(self, event: simpy.Event, at: float, place: order.Place) -> None:
        """Put an event on the calendar at an instant, in its place there, unless it never comes."""
        if at < NEVER:
            entry: Any = (at, place, next(self._eid), event)  # the place stands where SimPy has its priority
            page = int(at * PAGES)
            if page <= self.page:
                heappush(self._queue, entry)
            else:
                self.later[page].append(entry)


class Moment(simpy.Event):
    """An instant at which a process goes on; it can be set again once it is over, as an alarm clock is."""

    def __init__(self, env: Environment, at: float, place: order.Place) -> None:
        super().__init__(env)
        self._ok, self._value, self.at = True, None, at
        env.put(self, at, place)

    def again(self, at: float, place: order.Place) -> Self:
        """Set it to another instant, it being over."""
        self.at, self.callbacks = at, []
        self.env.put(self, at, place)  # type: ignore[attr-defined]  # SimPy's type of env knows no put
        return self


Job = tuple[order.Turn, Customer]
"""A piece of work: its place in the queue, and whom it is for."""


class Call(simpy.Event):
    """What a free manager waits for: the next piece of work. It can be waited for again and again."""

    def __init__(self, env: Environment) -> None:
        super().__init__(env)
        self._ok = True

    def awaited(self) -> Self:
        """Wait for the next piece of work."""
        self.callbacks = []
        return self

    def give(self, job: Job) -> None:
        """Here it is: the manager goes on at once."""
        self._value = job
        tell(self)


class Desk:
    """A desk of relationship managers with one queue; it gives out work after all else that falls on an instant."""

    def __init__(self, env: Environment) -> None:
        self.env, self.is_giving = env, False
        self.line: list[Job] = []
        """Work that waits, what is done first standing first."""
        self.free: list[Call] = []
        """Managers who are not at work."""
        self.load = 0
        """Jobs waiting or under way."""

    def stand_in_line(self, job: Job) -> None:
        """Put a piece of work in its place in the queue."""
        self.load += 1
        insort(self.line, job)
        self.call_round()

    def stand_by(self, call: Call) -> Call:
        """A manager is free for the next piece of work."""
        self.free.append(call)
        self.call_round()
        return call.awaited()

    def call_round(self) -> None:
        """Give out work at the end of this instant, if there is work and a manager free for it."""
        if self.free and self.line and not self.is_giving:
            self.is_giving = True
            self.env.at_last.append(self.give_out)

    def give_out(self) -> None:
        """Give the work that stands first to the free managers; they go on at once."""
        self.is_giving = False
        while self.free and self.line:
            self.free.pop().give(self.line.pop(0))
