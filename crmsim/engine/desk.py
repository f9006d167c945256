"""What the readable engine is made of: SimPy's clock in the model's order, moments, and desks with their queues."""

from bisect import insort
from collections import defaultdict
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, cast

import simpy
from simpy.core import SimTime
from simpy.events import NORMAL, EventPriority, Initialize

from crmsim import order
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
            tell(event)
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
            entry = cast("Entry", (at, place, next(self._eid), event))  # the place stands where SimPy has its priority
            page = int(at * PAGES)
            if page <= self.page:
                heappush(self._queue, entry)
            else:
                self.later[page].append(entry)


class Moment(simpy.Event):
    """An instant at which a process goes on; it can be set again once it is over, as an alarm clock is."""

    def __init__(self, env: Environment, at: float, place: order.Place) -> None:
        super().__init__(env)
        self._ok, self._value, self.at, self.place = True, None, at, place
        env.put(self, at, place)

    def again(self, at: float) -> None:
        """Set it to another instant, it being over."""
        self.at, self.callbacks = at, []
        self.env.put(self, at, self.place)  # type: ignore[attr-defined]  # SimPy's type of env knows no put


class Turn(simpy.Event):
    """A piece of work waiting its turn at a desk."""

    def __init__(self, desk: "Desk", key: tuple[float, ...]) -> None:
        super().__init__(desk.env)
        self.key = key
        desk.stand_in_line(self)

    def go_on(self) -> None:
        """The turn has come: whoever waits for it goes on at once."""
        self._ok, self._value = True, None
        tell(self)


class Desk(simpy.PriorityResource):
    """A desk of relationship managers; it grants them after all else that falls on an instant."""

    def __init__(self, env: Environment, managers: int) -> None:
        super().__init__(env, managers)
        self.env, self.granting = env, False
        self.line = cast("list[Turn]", self.queue)
        self.under_way = cast("list[Turn]", self.users)

    @property
    def load(self) -> int:
        """Jobs waiting or under way."""
        return len(self.line) + len(self.under_way)

    def stand_in_line(self, turn: Turn) -> None:
        """Put a piece of work in its place in the queue, what is served first standing first."""
        if self.line and turn.key < self.line[-1].key:
            insort(self.line, turn, key=lambda other: other.key)
        else:
            list.append(self.line, turn)
        self.call_round()

    def let_go(self, turn: Turn) -> None:
        """A manager of the desk is free again."""
        self.under_way.remove(turn)
        self.call_round()

    def call_round(self) -> None:
        """Call a granting round at the end of this instant, if there is work and a manager free for it."""
        if self.line and not self.granting and len(self.under_way) < self.capacity:
            self.granting = True
            self.env.at_last.append(self.grant)

    def grant(self) -> None:
        """Give the free managers to the work that stands first; it goes on at once."""
        self.granting = False
        while self.line and len(self.under_way) < self.capacity:
            turn = self.line.pop(0)
            self.under_way.append(turn)
            turn.go_on()
