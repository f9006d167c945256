"""Chapter 3.3.2 in acts: surveys, the analysis of leaving, and the rescue of customers who are about to be lost."""

from crmsim.acts.books import count_work, post, post_work
from crmsim.acts.columns import Customer, World
from crmsim.acts.maintenance import experience
from crmsim.acts.record import record
from crmsim.fen import fen
from crmsim.lattice import NEVER, delay
from crmsim.law.forms import healed
from crmsim.law.lifecycle import is_customer
from crmsim.law.maintenance import satisfaction
from crmsim.law.service import (
    goodwill_left,
    is_alarming,
    lessons_left,
    loyalty_rescued,
    response_chance,
    spared_share,
    told_satisfaction,
)
from crmsim.luck import draw
from crmsim.stages import Account, Event, Purpose, Work

SURVEY_COST = 3.0
"""What it costs to ask a customer, CNY (assumption)."""

RESCUE_AFTER = 0.05
"""Months until a customer who was found in danger is due for a visit: a day (assumption)."""


def is_survey_month(w: World, month: int) -> bool:
    """Whether customers are surveyed in this month."""
    m = w.in_force[0].maintenance
    return m.survey_sample > 0.0 and month > 0 and month % m.survey_every == 0


def survey(w: World, c: Customer, now: float) -> None:
    """A customer is asked or not, and answers or not; who answers depends on how satisfied it is."""
    branch = w.branch[0]
    month = w.this_month[0]
    if draw(c.key, Purpose.SURVEY_SAMPLE, branch.date) >= w.in_force[0].maintenance.survey_sample:
        return
    month.surveyed += 1
    pleased = satisfaction(c.perceived, c.expected)
    cost = post(w, c, Account.SURVEY_COST, -fen(SURVEY_COST))
    if draw(c.key, Purpose.SURVEY_ANSWER, branch.date) >= response_chance(pleased):
        record(w, now, c, Event.SURVEY_IGNORED, c.stage, cost, 0.0)
        return
    told = told_satisfaction(pleased, draw(c.key, Purpose.SURVEY_NOISE, branch.date))
    month.answers += 1
    month.voices += 1
    month.told += told
    c.perceived = goodwill_left(c.perceived)
    record(w, now, c, Event.SURVEYED, c.stage, cost, 0.0)
    if is_alarming(told):
        call_for_rescue(w, c, now)


def notice(w: World, c: Customer, now: float) -> None:
    """A review that finds a customer in decline is noticed by a skilled manager."""
    if draw(c.key, Purpose.NOTICE, w.branch[0].date) < w.branch[0].skill:
        call_for_rescue(w, c, now)


def call_for_rescue(w: World, c: Customer, now: float) -> None:
    """Whoever is found in danger is due for a visit at once, if the strategy has it so and nothing else is due."""
    branch = w.branch[0]
    if c.due < NEVER or c.open[Work.RESCUE] > 0:
        return
    if draw(c.key, Purpose.RESCUE, branch.date) < w.in_force[0].maintenance.rescue:
        c.errand = Work.RESCUE
        c.due = now + delay(RESCUE_AFTER)


def rescued(w: World, c: Customer, now: float, wait: float, hours: float) -> None:
    """A visit to a customer in danger ends: it is heard, and some of its loyalty comes back."""
    count_work(w, Work.RESCUE, wait, hours)
    record(w, now, c, Event.RESCUED, c.stage, post_work(w, c, hours), wait)
    w.this_month[0].rescues += 1
    if is_customer(c.stage):
        experience(w, c, now, c.visit * 1.1)
        c.hurt = healed(c.hurt, hours)
        c.loyalty = loyalty_rescued(c.loyalty, w.branch[0].communication)


def learn_from_leaving(w: World) -> None:
    """Once a month: what is known of why customers leave fades, and what is left spares others problems."""
    branch = w.branch[0]
    branch.lessons = lessons_left(branch.lessons)
    branch.spared = spared_share(branch.lessons, branch.customers)
