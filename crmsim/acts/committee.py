"""The credit committee in acts: cases stand in line, and a sitting decides so many of them."""

from crmsim.acts.columns import Customer, World
from crmsim.acts.prospecting import let_go, win
from crmsim.acts.record import record
from crmsim.lattice import NEVER
from crmsim.law.credit import is_approved, rating_seen
from crmsim.law.service import optimism_now
from crmsim.law.value import evaluation_scale
from crmsim.luck import draw
from crmsim.stages import Event, Purpose, Stage

NO_CASE = -1
"""The number of no customer, where no case is left."""


def apply(w: World, c: Customer, now: float) -> None:
    """A target that asks for a loan comes before the committee, behind those who came before."""
    branch = w.branch[0]
    c.applied = now
    c.behind = NO_CASE
    c.due = NEVER
    if branch.last_case == NO_CASE:
        branch.first_case = c.number
    else:
        w.customers[branch.last_case].behind = c.number
    branch.last_case = c.number
    record(w, now, c, Event.APPLIED, Stage.DEVELOPMENT, 0, 0.0)


def next_case(w: World) -> int:
    """Take the case that came first; gives its customer's number, or none."""
    branch = w.branch[0]
    number = branch.first_case
    if number != NO_CASE:
        branch.first_case = w.customers[number].behind
        if branch.first_case == NO_CASE:
            branch.last_case = NO_CASE
    return number


def decide(w: World, c: Customer, now: float) -> None:
    """The committee grants the loan, and the customer is won, or not."""
    rules = w.rules[w.branch[0].period]
    month = w.months[w.branch[0].month]
    month.applications += 1
    month.committee_wait += now - c.applied
    scale = evaluation_scale(rules.bank.evaluation_error, w.branch[0].skill)
    hoped = optimism_now(rules.maintenance.forecast_optimism, w.branch[0].regime)
    seen = rating_seen(c.rating, draw(c.key, Purpose.APPROVAL, c.visits), scale) - hoped
    if w.branch[0].lent < w.branch[0].lending_limit and is_approved(seen, rules.bank.worst_approved):
        month.approved += 1
        win(w, c, now)
    else:
        let_go(w, c, now, Event.DROPPED)
