"""Work for managers: its place in the queue, its desk, its length, and what its end brings."""

from crmsim.acts.books import managers_at_work
from crmsim.acts.columns import Customer, World
from crmsim.acts.exits import collected
from crmsim.acts.listening import rescued
from crmsim.acts.maintenance import cared_for, problem_solved, service_ended
from crmsim.acts.steps import followed_up, step_ended, step_hours
from crmsim.lattice import HOURS, delay, exponential
from crmsim.law.service import visit_length, work_length
from crmsim.law.training import time_left
from crmsim.luck import draw
from crmsim.settings import Bank
from crmsim.stages import Purpose, Work


def priority(w: World, c: Customer, work: int) -> int:
    """The priority of a piece of work, the smallest served first: by the customer's tier, problems before the rest."""
    rules = w.in_force[0]
    if work in (Work.PROSPECT, Work.FOLLOW_UP):
        return rules.prospecting.priority
    if work == Work.CARE:
        return rules.maintenance.care_priority
    return c.place - (rules.maintenance.problems_first if work == Work.PROBLEM else 0)


def desk_for(w: World, c: Customer, work: int, number: int) -> int:
    """The desk that gets a piece of work: the customer's own, or by teamwork the least loaded one."""
    desk = c.desk
    if len(w.desks) > 1 and draw(c.key, Purpose.SERVICE_DESK + work, number) < w.rules[0].bank.teamwork:
        for other in range(len(w.desks)):
            if w.desks[other].load < w.desks[desk].load:
                desk = other
    return desk


def length_luck(c: Customer, work: int, number: int) -> float:
    """The luck of a piece of work's length, a standard exponential deviate: known before the work begins."""
    return exponential(draw(c.key, Purpose.SERVICE_LENGTH + work, number), 1.0)


def begin(w: World, c: Customer, now: float, work: int, number: int, deviate: float) -> float:
    """A manager begins a piece of work, the luck of whose length is given; gives the hours it will take."""
    managers_at_work(w, now, 1)
    return work_length(deviate, usual_hours(w, c, work, number), w.rules[0].bank.length_variety)


def usual_hours(w: World, c: Customer, work: int, number: int) -> float:
    """The mean length of a piece of work for a customer, hours."""
    bank = w.rules[0].bank
    m = w.in_force[0].maintenance
    process = w.branch[0].process
    if work == Work.SERVICE:
        length = visit_length(m.beyond_expectation, m.one_to_one)
        return bank.service_hours * c.care * length * process + m.service_trust
    if work == Work.PROBLEM:
        return bank.problem_hours * c.care * process
    if work == Work.PROSPECT:
        return step_hours(w, c, number)
    if work == Work.CARE:
        return m.software + m.functional + m.psychological
    return errand_hours(bank, work)


def errand_hours(bank: Bank, work: int) -> float:
    """The mean length of what is done for a customer when it is due, hours."""
    if work == Work.RESCUE:
        return bank.rescue_hours
    return bank.collect_hours if work == Work.COLLECT else bank.prospect_hours


def span(w: World, hours: float) -> float:
    """The months that hours of work take of a manager's days, who works part of each and trains in another."""
    bank = w.rules[0].bank
    return delay(hours / (HOURS * bank.drive * time_left(bank.training, HOURS)))


def finish(w: World, c: Customer, now: float, work: int, number: int, wait: float, hours: float) -> None:
    """A piece of work ends: the manager is free, and the customer takes what it brought."""
    managers_at_work(w, now, -1)
    c.open[work] -= 1
    if work == Work.SERVICE:
        service_ended(w, c, now, number, wait, hours)
    elif work == Work.PROBLEM:
        problem_solved(w, c, now, number, wait, hours)
    elif work == Work.CARE:
        cared_for(w, c, now, number, wait, hours)
    elif work == Work.RESCUE:
        rescued(w, c, now, wait, hours)
    elif work == Work.COLLECT:
        collected(w, c, now, wait, hours)
    elif work == Work.FOLLOW_UP:
        followed_up(w, c, now, number, wait, hours)
    else:
        step_ended(w, c, now, number, wait, hours)
