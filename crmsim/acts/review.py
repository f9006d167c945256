"""Chapters 3 and 4 in acts: customers are valued, put in tiers and stages, and some are given up."""

from crmsim.acts.books import hold, settle
from crmsim.acts.columns import Customer, World
from crmsim.acts.listening import notice
from crmsim.acts.record import record
from crmsim.acts.standing import entitle
from crmsim.law.credit import is_bad
from crmsim.law.exit import is_given_up
from crmsim.law.lifecycle import full_grown, stage_at_review
from crmsim.law.value import evaluation_scale, measured, monthly_value, share_after_drain, tier
from crmsim.luck import draw
from crmsim.stages import Event, Purpose, Stage


def judge(w: World, c: Customer) -> bool:
    """Measure a customer's value and set its tier; gives whether the true value would have called for another."""
    rules = w.in_force[0]
    hours = c.needs * rules.bank.service_hours
    margin = (c.on_deposits + c.on_loans) * (1.0 - c.conceded)
    true = monthly_value(margin, rules.bank.account_cost, hours, rules.bank.wage)
    scale = evaluation_scale(rules.bank.evaluation_error, w.branch[0].skill)
    c.measured = measured(true, draw(c.key, Purpose.EVALUATION, w.branch[0].date), scale)
    found = tier(c.measured, rules.maintenance.select_from, rules.maintenance.premium_from)
    if found != c.tier:
        c.tier = found
        entitle(w, c)
    return c.tier != tier(true, rules.maintenance.select_from, rules.maintenance.premium_from)


def review(w: World, c: Customer, now: float) -> bool:
    """Review one customer of the bank; gives whether the branch gives it up."""
    rules = w.in_force[0]
    month = w.this_month[0]
    before = c.stage
    tier_before = c.tier
    amount = drain(w, c, now)
    month.reviews += 1
    month.misjudged += judge(w, c)
    grown = full_grown(c.share, rules.market.share_ceiling, rules.market.maturity_at)
    c.stage = stage_at_review(c.stage, grown, c.loyalty, rules.market.decline_below, rules.market.recovery_margin)
    if c.stage == Stage.DECLINE and before != Stage.DECLINE:
        notice(w, c, now)
    if c.stage != before or c.tier != tier_before or amount != 0:
        record(w, now, c, Event.REVIEWED, before, amount, 0.0)
    return is_given_up(c.measured, rules.exit.close_below) and not is_bad(c.loan_class)


def drain(w: World, c: Customer, now: float) -> int:
    """A customer in decline has moved part of its business away since the last review; gives what was settled."""
    rules = w.in_force[0]
    if c.stage != Stage.DECLINE or rules.market.decline_drain == 0.0:
        return 0
    amount = settle(w, c, now)
    hold(w, c, share_after_drain(c.share, rules.market.decline_drain, rules.maintenance.review_every))
    return amount
