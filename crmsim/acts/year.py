"""A customer's year in acts: once in twelve months, each in a month of its own, it grows and is rated anew."""

from crmsim.acts.books import hold, settle
from crmsim.acts.columns import Customer, World
from crmsim.acts.credit import rate_anew
from crmsim.acts.record import record
from crmsim.acts.standing import entitle
from crmsim.law.lifecycle import is_customer
from crmsim.law.market import yearly_growth
from crmsim.luck import draw
from crmsim.stages import Event, Purpose


def grow_older(w: World, c: Customer, now: float) -> None:
    """A customer is a year older, and so is its business."""
    branch = w.branch[0]
    u = draw(c.key, Purpose.GROWTH, branch.date)
    factor = yearly_growth(u, w.rules[0].market.growth, c.industry, branch.regime)
    if is_customer(c.stage):
        amount = settle(w, c, now)
        c.wallet *= factor
        hold(w, c, c.share)
        record(w, now, c, Event.GREW, c.stage, amount, 0.0)
    else:
        c.wallet *= factor
    rate_anew(w, c, now)
    entitle(w, c)
