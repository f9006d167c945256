"""The credit committee in acts: cases stand in line, and a sitting decides so many of them."""

from crmsim.acts.columns import Customer, World
from crmsim.acts.credit import hoped_rating, may_lend
from crmsim.acts.prospecting import let_go, win
from crmsim.acts.record import record
from crmsim.lattice import NEVER
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
    month = w.this_month[0]
    month.applications += 1
    month.committee_wait += now - c.applied
    if may_lend(w, hoped_rating(w, c, draw(c.key, Purpose.APPROVAL, c.visits))):
        month.approved += 1
        win(w, c, now)
    else:
        let_go(w, c, now, Event.DROPPED)
