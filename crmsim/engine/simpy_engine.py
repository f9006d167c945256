"""The readable engine: a customer is a SimPy process that reads as a biography, a desk a resource with a queue."""

from bisect import insort
from collections.abc import Generator
from heapq import heappush
from typing import Any

import simpy
from simpy.core import SimTime
from simpy.events import NORMAL, EventPriority
from simpy.resources.resource import Request

from crmsim import order
from crmsim.acts.books import close_month, open_month
from crmsim.acts.clocks import next_clock, next_moment
from crmsim.acts.columns import Branch, Columns, Customer, Month, Records
from crmsim.acts.maintenance import NO_WORK, need_arises, offer_comes, problem_arises
from crmsim.acts.opening import open_life
from crmsim.acts.prospecting import is_found, next_visit, return_to_market
from crmsim.acts.review import give_up, review
from crmsim.acts.work import begin, desk_for, finish, priority, span
from crmsim.engine.history import History, Progress, Rows
from crmsim.engine.plan import Plan
from crmsim.lattice import NEVER
from crmsim.law.lifecycle import is_customer, is_review_month
from crmsim.stages import Clock, Stage, Work

Process = Generator[simpy.Event, Any, None]
AT_ONCE = (order.Rank.AT_ONCE, 0, 0, 0)


class Environment(simpy.Environment):
    """SimPy's clock, with the model's own order of what falls on one instant."""

    def schedule(
        self,
        event: simpy.Event,
        priority: EventPriority = NORMAL,  # noqa: ARG002  # SimPy's own argument; the place goes instead
        delay: SimTime = 0,
    ) -> None:
        """Put an event of SimPy's on the calendar; the end of a process that no one waits for needs no place there."""
        if isinstance(event, simpy.Process) and not event.callbacks:
            event.callbacks = None  # type: ignore[assignment]  # which is how SimPy marks what is over
        else:
            self.put(event, self._now + delay, AT_ONCE)

    def put(self, event: simpy.Event, at: float, place: order.Place) -> None:
        """Put an event on the calendar at an instant, in its place there, unless it never comes."""
        if at < NEVER:
            heappush(self._queue, (at, place, next(self._eid), event))  # type: ignore[misc]  # the place stands where SimPy has its priority


class Moment(simpy.Event):
    """An instant at which a process goes on."""

    def __init__(self, env: Environment, at: float, place: order.Place) -> None:
        super().__init__(env)
        self._ok, self._value = True, None
        self.at = at
        env.put(self, at, place)


class Turn(Request):
    """A piece of work waiting its turn at a desk."""

    def __init__(self, desk: "Desk", key: tuple[float, ...]) -> None:
        self.key = key
        super().__init__(desk)


class Line(list[Turn]):
    """The work that waits at a desk, what is served first standing first."""

    def append(self, turn: Turn) -> None:
        """Let a piece of work stand in line."""
        insort(self, turn, key=lambda other: other.key)


class Desk(simpy.PriorityResource):
    """A desk of relationship managers; it grants them after all else that falls on an instant."""

    PutQueue = Line

    def __init__(self, env: Environment, number: int, managers: int) -> None:
        super().__init__(env, managers)
        self.env, self.place, self.granting = env, order.grant(number), False

    @property
    def load(self) -> int:
        """Jobs waiting or under way."""
        return len(self.queue) + self.count

    def _trigger_put(self, _: Any) -> None:
        """Call a granting round at this instant, if there is work and a manager free for it."""
        if self.queue and self.count < self.capacity and not self.granting:
            self.granting = True
            Moment(self.env, self.env.now, self.place).callbacks.append(self._grant)

    def let_go(self, turn: Turn) -> None:
        """A manager of the desk is free again."""
        self.users.remove(turn)
        self._trigger_put(None)

    def _grant(self, _: simpy.Event) -> None:
        """Give the free managers to the work that stands first."""
        self.granting = False
        while self.queue and self.count < self.capacity:
            super()._trigger_put(None)


class SimulatedBranch:
    """One branch under SimPy; its attributes are the world that acts read and write."""

    def __init__(self, plan: Plan, progress: Progress) -> None:
        self.plan, self.progress = plan, progress
        self.env = Environment()
        self.rules = list(plan.rules)
        self.customers = Customer.objects(plan.customers)
        self.months = Month.objects(Month.zeros(plan.months))
        self.branch = Branch.objects(Branch.zeros(1))
        self.branch[0].recording = plan.recording
        self.desks = [Desk(self.env, number, managers) for number, managers in enumerate(plan.desk_sizes)]
        self.rows = Rows()
        self.own: list[Moment] = []

    def run(self) -> History:
        """Simulate from the opening to the last month's close."""
        for customer in self.customers:
            open_life(self, customer, len(self.desks))
            self.own.append(self.moment(customer))
            self.env.process(self.biography(customer))
        self.env.process(self.calendar())
        self.env.process(self.reviews())
        self.env.run(self.plan.months)
        close_month(self, float(self.plan.months))
        return self.history()

    def biography(self, customer: Customer) -> Process:
        """A customer's life: each event of its own, in the stage in which it comes."""
        while True:
            yield self.own[customer.number]
            self.branch[0].events += 1
            match customer.stage:
                case Stage.POTENTIAL:
                    if is_found(self, customer, self.env.now):
                        self.ask(customer, Work.PROSPECT, next_visit(customer))
                case Stage.DEVELOPMENT:
                    self.ask(customer, Work.PROSPECT, next_visit(customer))
                case Stage.GROWTH | Stage.MATURITY | Stage.DECLINE:
                    self.relationship(customer)
                case Stage.TERMINATION:
                    return_to_market(self, customer, self.env.now)
            self.own[customer.number] = self.moment(customer)

    def relationship(self, customer: Customer) -> None:
        """What comes to a customer of the bank: a need, a problem, or a competitor's offer."""
        match next_clock(customer):
            case Clock.NEED:
                self.ask(customer, Work.SERVICE, need_arises(self, customer, self.env.now))
            case Clock.PROBLEM:
                self.ask(customer, Work.PROBLEM, problem_arises(self, customer, self.env.now))
            case Clock.OFFER:
                offer_comes(self, customer, self.env.now)

    def ask(self, customer: Customer, work: Work, number: int) -> None:
        """Ask a desk for a piece of work, if there is one to ask for."""
        if number == NO_WORK:
            return
        customer.open[work] += 1
        desk = self.desks[desk_for(self, customer, work, number)]
        first = priority(self, customer, work)
        turn = Turn(desk, order.waiting(first, self.env.now, work, customer.number, number))
        self.env.process(self.job(desk, turn, customer, work, number))

    def job(self, desk: Desk, turn: Turn, customer: Customer, work: Work, number: int) -> Process:
        """A piece of work waits its turn, keeps a manager for as long as it takes, and brings what it brings."""
        asked = self.env.now
        yield turn
        wait = self.env.now - asked
        hours = begin(self, customer, self.env.now, work, number)
        yield Moment(self.env, self.env.now + span(self, hours), order.job_end(customer.number, work, number))
        desk.let_go(turn)
        self.branch[0].events += 1
        finish(self, customer, self.env.now, work, number, wait, hours)
        self.retime(customer)

    def calendar(self) -> Process:
        """Close each month, and open the next with the strategy that the schedule has for it."""
        for month in range(1, self.plan.months):
            yield Moment(self.env, float(month), order.periodic(0))
            self.branch[0].events += 1
            close_month(self, self.env.now)
            open_month(self, month)
            self.progress(month)

    def reviews(self) -> Process:
        """Review the customers, in the months that the strategy sets for it."""
        for month in range(self.plan.months):
            yield Moment(self.env, month + 1 / 64, order.periodic(1))
            self.branch[0].events += 1
            if is_review_month(month, self.rules[self.branch[0].period].maintenance.review_every):
                for customer in self.customers:
                    if is_customer(customer.stage) and review(self, customer, self.env.now):
                        give_up(self, customer, self.env.now)
                        self.retime(customer)

    def moment(self, customer: Customer) -> Moment:
        """A customer's own next event: the earliest of its clocks."""
        return Moment(self.env, next_moment(customer), order.customer_event(customer.number))

    def retime(self, customer: Customer) -> None:
        """Move a customer's own next event, if the act of another moved its clocks; whoever waits goes on waiting."""
        before = self.own[customer.number]
        if next_moment(customer) != before.at:
            self.own[customer.number] = after = self.moment(customer)
            after.callbacks, before.callbacks = before.callbacks, []

    def history(self) -> History:
        """What was simulated, as columns."""
        branch = self.branch[0]
        months = records(Month, self.months)
        customers = records(Customer, self.customers)
        return History(self.rows.array(), months, customers, self.plan.managers, branch.events, branch.rows)


def records(kind: type[Columns], objects: list[Any]) -> Records:
    """Objects as the records they came from."""
    filled = kind.zeros(len(objects))
    for place, thing in enumerate(objects):
        filled[place] = thing.values()
    return filled


def simulate(plan: Plan, progress: Progress) -> History:
    """Simulate a plan under SimPy."""
    return SimulatedBranch(plan, progress).run()
