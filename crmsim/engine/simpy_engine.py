"""The readable engine: SimPy processes, a customer's reading as a biography, a manager's as days at work on a queue."""

import gc
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import make_dataclass
from operator import attrgetter
from typing import Any

import numpy as np
import simpy

from crmsim import order
from crmsim.acts import clocks
from crmsim.acts.books import close_month, open_month
from crmsim.acts.clocks import next_clock, next_moment
from crmsim.acts.columns import Branch, Customer
from crmsim.acts.committee import NO_CASE, decide, next_case
from crmsim.acts.economy import turn
from crmsim.acts.exits import give_up, is_credit_review, is_in_credit, look_at, look_at_pool, mind_credit
from crmsim.acts.layout import Columns, Records
from crmsim.acts.listening import is_survey_month, survey
from crmsim.acts.maintenance import NO_WORK, is_touched, need_arises, offer_comes, problem_arises
from crmsim.acts.months import Month
from crmsim.acts.opening import meet, open_life, prepare
from crmsim.acts.prospecting import is_found, next_visit, return_to_market
from crmsim.acts.review import review
from crmsim.acts.work import begin, desk_for, finish, length_luck, priority, span
from crmsim.acts.year import grow_older
from crmsim.engine.desk import AT_ONCE, Call, Desk, Environment, Moment
from crmsim.engine.history import KEPT, MONTHS_A_YEAR, YEAR, History, Progress, Rows
from crmsim.engine.opening import opened
from crmsim.engine.plan import Plan
from crmsim.lattice import NEVER
from crmsim.law.lifecycle import is_customer, is_review_month
from crmsim.order import Periodic
from crmsim.settings.fields import names_in
from crmsim.stages import Clock, Stage, Work

Process = Generator[simpy.Event, Any, None]

kept = attrgetter(*KEPT)
"""What is kept of a customer at the turn of a year, as a tuple."""


class SimulatedBranch:
    """One branch under SimPy; its attributes are the world that acts read and write."""

    def __init__(self, plan: Plan, progress: Progress) -> None:
        self.plan, self.progress = plan, progress
        self.env = Environment()
        self.rules = [plainly(rules) for rules in plan.rules]
        self.in_force = self.rules[:1]
        self.customers = Customer.objects(plan.customers)
        self.months = Month.objects(Month.zeros(plan.months))
        self.this_month = self.months[:1]
        self.branch = Branch.objects(plan.branch)
        prepare(self)
        self.desks = [Desk(self.env) for _ in plan.desk_sizes]
        self.rows = Rows()
        self.own: list[Moment] = []
        self.turned: list[Records] = []

    def run(self) -> History:
        """Simulate from the opening to the last month's close."""
        for customer in self.customers:
            open_life(self, customer, len(self.desks))
            self.own.append(self.moment(customer))
            self.env.process(self.biography(customer))
        meet(self)
        self.turn_year(0)
        for desk, managers in zip(self.desks, self.plan.desk_sizes, strict=True):
            for _ in range(managers):
                self.env.process(self.manager(desk))
        self.env.process(self.calendar())
        self.env.process(self.each_month(Periodic.REVIEW, self.reviews))
        self.env.process(self.each_month(Periodic.REGIME, self.economy))
        self.env.process(self.each_month(Periodic.YEAR, self.birthdays))
        self.env.process(self.each_month(Periodic.COMMITTEE, self.committee, times=2))
        self.env.process(self.each_month(Periodic.SURVEY, self.surveys))
        self.env.process(self.each_month(Periodic.CREDIT, self.exit_desk))
        self.env.run_to(self.plan.months)
        close_month(self, float(self.plan.months))
        self.turn_year(self.plan.months)
        return self.history()

    def biography(self, customer: Customer) -> Process:
        """A customer's life: each event of its own, in the stage in which it comes."""
        own, branch = self.own, self.branch[0]
        while True:
            yield own[customer.number]
            now = self.env.now
            branch.events += 1
            match customer.stage:
                case Stage.GROWTH | Stage.MATURITY | Stage.DECLINE:
                    self.relationship(customer, now)
                case Stage.POTENTIAL:
                    if is_found(self, customer, now):
                        self.ask(customer, now, Work.PROSPECT, next_visit(customer))
                case Stage.DEVELOPMENT:
                    self.ask(customer, now, Work.PROSPECT, next_visit(customer))
                case _:  # termination
                    return_to_market(self, customer, now)
            own[customer.number].again(next_moment(customer), order.customer_event(customer.number))

    def relationship(self, customer: Customer, now: float) -> None:
        """What comes to a customer of the bank: a need, a problem, care unasked, or a competitor's offer."""
        match next_clock(customer):
            case Clock.NEED:
                self.ask(customer, now, Work.SERVICE, need_arises(self, customer, now))
            case Clock.PROBLEM:
                self.ask(customer, now, Work.PROBLEM, problem_arises(self, customer, now))
            case Clock.CARE:
                self.ask(customer, now, Work.CARE, is_touched(self, customer, now))
            case clocks.NO_STREAM:
                self.ask(customer, now, customer.errand, next_visit(customer))
            case _:
                offer_comes(self, customer, now)

    def ask(self, customer: Customer, now: float, work: int, number: int) -> None:
        """Ask a desk for a piece of work, if there is one to ask for."""
        if number != NO_WORK:
            customer.open[work] += 1
            turn = order.waiting(priority(self, customer, work), now, work, customer.number, number)
            self.desks[desk_for(self, customer, work, number)].stand_in_line((turn, customer))

    def manager(self, desk: Desk) -> Process:
        """A manager's days: take the work that stands first, keep at it for as long as it takes, see what it brings."""
        call, end = Call(self.env), Moment(self.env, NEVER, AT_ONCE)
        while True:
            (_, asked, work, _, number), customer = yield desk.stand_by(call)
            begun = self.env.now
            hours = begin(self, customer, begun, work, number, length_luck(customer, work, number))
            yield end.again(begun + span(self, hours), order.job_end(customer.number, work, number))
            desk.load -= 1
            self.branch[0].events += 1
            finish(self, customer, self.env.now, work, number, begun - asked, hours)
            self.retime(customer)

    def calendar(self) -> Process:
        """Close each month, and open the next with the strategy that the schedule has for it."""
        for month in range(1, self.plan.months):
            yield Moment(self.env, float(month), order.periodic(Periodic.MONTH))
            self.branch[0].events += 1
            close_month(self, self.env.now)
            open_month(self, month)
            self.turn_year(month)
            self.progress(month)

    def turn_year(self, month: int) -> None:
        """At the turn of a year, keep what is kept then of every customer."""
        if month % MONTHS_A_YEAR == 0:
            self.turned.append(np.array([kept(customer) for customer in self.customers], YEAR))

    def each_month(self, process: int, act: Callable[[], None], times: int = 1) -> Process:
        """Let something come round at its place in each month, or at that of each half of one."""
        for number in range(times * self.plan.months):
            yield Moment(self.env, number / times + order.round_of(process), order.periodic(process))
            self.branch[0].events += 1
            act()

    def of_the_bank(self) -> Iterator[Customer]:
        """Who of the market is a customer of the bank when its turn comes."""
        return (customer for customer in self.customers if is_customer(customer.stage))

    def reviews(self) -> None:
        """Review the customers, in the months that the strategy sets for it, and give up who is to be given up."""
        if is_review_month(self.branch[0].month, self.in_force[0].maintenance.review_every):
            for customer in self.of_the_bank():
                if review(self, customer, self.env.now):
                    give_up(self, customer, self.env.now)
                self.retime(customer)

    def economy(self) -> None:
        """Let the economy take its turn."""
        turn(self)

    def birthdays(self) -> None:
        """Let a twelfth of the customers grow a year older."""
        for customer in self.customers[self.branch[0].date % 12 :: 12]:
            grow_older(self, customer, self.env.now)

    def committee(self) -> None:
        """Let the credit committee decide as many cases as it can in one sitting."""
        for _ in range(self.rules[0].bank.committee_cases):
            number = next_case(self)
            if number == NO_CASE:
                break
            decide(self, self.customers[number], self.env.now)
            self.retime(self.customers[number])

    def surveys(self) -> None:
        """Survey the customers, in the months that the strategy sets for it."""
        if is_survey_month(self, self.branch[0].month):
            for customer in self.of_the_bank():
                survey(self, customer, self.env.now)
                self.retime(customer)

    def exit_desk(self) -> None:
        """Review the borrowers, in the months that the strategy sets for it, and let bad loans and exits go on."""
        look_at_pool(self)
        is_review = is_credit_review(self, self.branch[0].month)
        for customer in self.customers:
            if is_review and is_customer(customer.stage):
                look_at(self, customer, self.env.now)
            if is_in_credit(customer):
                mind_credit(self, customer, self.env.now)
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
        months = records(Month, self.months)
        customers = records(Customer, self.customers)
        branch = records(Branch, self.branch)
        years = np.stack(self.turned)
        return History(self.rows.array(), months, customers, branch, self.plan.managers, self.plan.rules[-1], years)


def plainly(group: Any) -> Any:
    """A group of settings as a plain object with slots, which is read three times as fast as a model that validates."""
    names = names_in(type(group))
    if not names:
        return group
    values = [plainly(getattr(group, name)) for name in names]
    return make_dataclass(type(group).__name__, names, slots=True)(*values)


def records(kind: type[Columns], objects: list[Any]) -> Records:
    """Objects as the records they came from."""
    filled = kind.zeros(len(objects))
    for place, thing in enumerate(objects):
        filled[place] = thing.values()
    return filled


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Let Python look for unreachable cycles rarely: a run makes none, and each look goes over every customer."""
    before = gc.get_threshold()
    gc.set_threshold(1_000_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def simulate(plan: Plan, progress: Progress) -> History:
    """Simulate a plan under SimPy."""
    with collecting_rarely():
        return SimulatedBranch(opened(plan, simulate), progress).run()
