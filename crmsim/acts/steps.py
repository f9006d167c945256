"""Chapter 2.2 in acts: the seven steps of winning a customer, each with its own hours, failure and wait."""

from crmsim.acts.books import count_work, post, post_work
from crmsim.acts.columns import Customer, World
from crmsim.acts.committee import apply
from crmsim.acts.maintenance import buy, experience
from crmsim.acts.prospecting import is_former, let_go, win
from crmsim.acts.record import record
from crmsim.fen import fen
from crmsim.lattice import delay
from crmsim.law.common import clamp, one_of_five
from crmsim.law.credit import asks_for_credit
from crmsim.law.lifecycle import is_customer
from crmsim.law.maintenance import visit_luck, visit_quality
from crmsim.law.prospecting import (
    demonstration,
    distance,
    entry_chance,
    entry_fit,
    estimate_scale,
    handed_over,
    is_good_moment,
    joint_pull,
    moment_fit,
    needs_known,
    offer_pull,
    plan_quality,
    presence,
    reached,
    seen_right,
    winning_chance,
)
from crmsim.law.value import evaluation_scale, measured
from crmsim.luck import draw
from crmsim.settings import Bank, Market
from crmsim.stages import Account, Event, Industry, Purpose, Region, Stage, Step, Work


def step_ended(w: World, c: Customer, now: float, number: int, wait: float, hours: float) -> None:
    """A step of winning a potential customer ends: on to the next one, or the end of the approach."""
    count_work(w, Work.PROSPECT, wait, hours)
    cost = post_work(w, c, hours)
    step = c.step
    count_step(w, step, wait, hours)
    if step == Step.SEARCH:
        searched(w, c, now, number, cost, wait)
    elif step == Step.PROFILE:
        profiled(w, c, now, number, cost, wait)
    elif step == Step.ASSIGN:
        assigned(w, c, now, number, cost, wait)
    elif step == Step.TARGET:
        targeted(w, c, now, number, cost, wait)
    elif step == Step.PLAN:
        planned(w, c, now, number, cost, wait)
    else:
        month = w.this_month[0]
        month.contacts_by[c.channel] += 1
        month.contact_hours[c.channel] += hours
        visited(w, c, now, number, cost, wait)


def count_step(w: World, step: int, wait: float, hours: float) -> None:
    """Count a step that was done: its wait in months and its hours."""
    month = w.this_month[0]
    month.steps[step] += 1
    month.step_wait[step] += wait
    month.step_hours[step] += hours


def drop(w: World, c: Customer, now: float) -> None:
    """A step fails, and with it the approach."""
    w.this_month[0].failed[c.step] += 1
    let_go(w, c, now, Event.DROPPED)


def searched(w: World, c: Customer, now: float, number: int, cost: int, wait: float) -> None:
    """Step 1: the channel has cost what it costs, and the lead is in hand, or cannot be reached (2.2.3)."""
    amount = cost + post(w, c, Account.CHANNEL_COST, -fen(contact_cost(w.rules[0].bank, c.channel)))
    record(w, now, c, Event.FOUND, Stage.DEVELOPMENT, amount, wait)
    if draw(c.key, Purpose.REACHED, number) >= reached(w.branch[0].communication):
        drop(w, c, now)
        return
    c.step = Step.PROFILE
    c.due = now


def profiled(w: World, c: Customer, now: float, number: int, cost: int, wait: float) -> None:
    """Step 2: does it fit the ideal customer, as far as screening shows (2.2.1)?"""
    p = w.in_force[0].prospecting
    record(w, now, c, Event.PROFILED, Stage.DEVELOPMENT, cost, wait)
    right = seen_right(p.screening, w.branch[0].skill)
    is_restricted = bool(p.avoid_restricted) and c.industry == Industry.RESTRICTED
    is_remote = bool(p.avoid_remote) and c.region == Region.REMOTE
    is_strange = c.cooperation < p.least_cooperation and not is_former(c)
    is_seen = (
        (is_restricted and draw(c.key, Purpose.INDUSTRY_SEEN, number) < right)
        or (is_remote and draw(c.key, Purpose.REGION_SEEN, number) < right)
        or (is_strange and draw(c.key, Purpose.COOPERATION_SEEN, number) < right)
    )
    if is_seen:
        drop(w, c, now)
        return
    month = w.this_month[0]
    month.restricted_targets += c.industry == Industry.RESTRICTED
    month.remote_targets += c.region == Region.REMOTE
    month.mistaken_targets += is_restricted or is_remote or is_strange
    c.step = Step.ASSIGN
    c.due = now


def assigned(w: World, c: Customer, now: float, number: int, cost: int, wait: float) -> None:
    """Step 3: the lead goes to the manager who suits it, or is lost on the way (2.2.2)."""
    record(w, now, c, Event.ASSIGNED, Stage.DEVELOPMENT, cost, wait)
    if draw(c.key, Purpose.HAND_OVER, number) >= handed_over(w.rules[0].bank.teamwork):
        drop(w, c, now)
        return
    c.step = Step.TARGET
    c.due = now


def targeted(w: World, c: Customer, now: float, number: int, cost: int, wait: float) -> None:
    """Step 4: its needs are researched and its worth evaluated, and it becomes a target or not (2.2.4)."""
    p = w.in_force[0].prospecting
    branch = w.branch[0]
    record(w, now, c, Event.TARGETED, Stage.DEVELOPMENT, cost, wait)
    scale = estimate_scale(evaluation_scale(w.rules[0].bank.evaluation_error, branch.skill), p.evaluation)
    estimate = measured(c.wallet, draw(c.key, Purpose.ESTIMATE, number), scale)
    c.known = needs_known(p.needs_research, branch.skill)
    month = w.this_month[0]
    month.needs_known += c.known
    month.wallet_error += clamp(abs(estimate / c.wallet - 1.0), 0.0, 1.0)
    if estimate < p.least_wallet:
        drop(w, c, now)
        return
    c.step = Step.PLAN
    c.due = now


def planned(w: World, c: Customer, now: float, number: int, cost: int, wait: float) -> None:
    """Step 5: goal, moment and entry point of the approach raise or spoil the interest (2.2.5)."""
    p = w.in_force[0].prospecting
    record(w, now, c, Event.PLANNED, Stage.DEVELOPMENT, cost, wait)
    quality = plan_quality(marks(w))
    moment = moment_fit(draw(c.key, Purpose.MOMENT, number), p.moment_patience)
    chance = entry_chance(c.known, p.entry_preparation)
    entry = entry_fit(draw(c.key, Purpose.ENTRY, number), chance)
    month = w.this_month[0]
    month.plan_quality += quality
    month.moment_fit += moment
    month.entry_fit += entry
    if not is_good_moment(moment):
        drop(w, c, now)
        return
    c.interest = quality * moment * entry
    c.step = Step.COOPERATE
    c.due = now + delay(p.moment_patience)


def visited(w: World, c: Customer, now: float, number: int, cost: int, wait: float) -> None:
    """Step 6, again and again: a visit wins the customer, or is followed by another, or by the indirect way (2.2.6)."""
    rules = w.in_force[0]
    record(w, now, c, Event.VISITED, Stage.DEVELOPMENT, cost, wait)
    chance = winning_chance(
        rules.market.contact_chance, rules.market.contact_fatigue, c.contacts, visit_pull(w, c, number)
    )
    c.contacts += 1
    if draw(c.key, Purpose.WIN, number) < chance:
        if asks_for_credit(c.deposits):
            apply(w, c, now)
        else:
            win(w, c, now)
    elif c.contacts < rules.prospecting.most_contacts:
        c.due = now + delay(rules.prospecting.follow_up_after)
    elif c.indirect == 0 and draw(c.key, Purpose.ROUNDABOUT, number) < rules.prospecting.roundabout:
        go_round(w, c, now)
    else:
        w.this_month[0].failed[c.step] += 1
        let_go(w, c, now, Event.REFUSED)


def visit_pull(w: World, c: Customer, number: int) -> float:
    """What a visit does to the chance of winning: who comes, how, to whom, and with which plan."""
    rules = w.in_force[0]
    branch = w.branch[0]
    pull = visit_quality(branch.skill, 1.0) * presence(branch.communication) * c.interest
    pull *= lead_quality(rules.market, c) * offer_pull(rules.prospecting.meet_needs)
    pull *= demonstration(rules.market.demonstration, branch.image)
    if is_joint(w, c, number):
        w.this_month[0].joint_visits += 1
        pull *= joint_pull(rules.bank.teamwork)
    return pull


def is_joint(w: World, c: Customer, number: int) -> bool:
    """Whether a visit is made jointly with another department (2.2.6b)."""
    return draw(c.key, Purpose.JOINT, number) < w.in_force[0].prospecting.joint_marketing


def go_round(w: World, c: Customer, now: float) -> None:
    """The branch goes the indirect way: others whom the target trusts speak for it, and two refusals are forgotten."""
    w.this_month[0].ways_round += 1
    c.indirect = 1
    c.contacts = max(c.contacts - 2, 0)
    c.due = now + delay(w.in_force[0].prospecting.follow_up_after)
    record(w, now, c, Event.WENT_ROUND, Stage.DEVELOPMENT, 0, 0.0)


def followed_up(w: World, c: Customer, now: float, number: int, wait: float, hours: float) -> None:
    """Step 7: a new customer is visited with a second product (2.2.7)."""
    count_work(w, Work.FOLLOW_UP, wait, hours)
    count_step(w, Step.FOLLOW_UP, wait, hours)
    record(w, now, c, Event.FOLLOWED_UP, c.stage, post_work(w, c, hours), wait)
    month = w.this_month[0]
    if is_customer(c.stage):
        sold = month.sales
        experience(w, c, now, visit_luck(c.visit, 0.5, 0.0))
        buy(w, c, now, draw(c.key, Purpose.FOLLOW_UP_SALE, number))
        month.failed[Step.FOLLOW_UP] += month.sales == sold
    else:
        month.failed[Step.FOLLOW_UP] += 1


def step_hours(w: World, c: Customer, number: int) -> float:
    """The mean length of the step that comes next for a potential customer, hours (assumption)."""
    bank = w.rules[0].bank
    p = w.in_force[0].prospecting
    visit = bank.prospect_hours * channel_hours(bank, c.channel)
    if c.step == Step.SEARCH:
        return 0.25 * visit
    if c.step == Step.PROFILE:
        return 0.05 + p.screening
    if c.step == Step.ASSIGN:
        return 0.05
    if c.step == Step.TARGET:
        return 0.05 + p.needs_research + p.evaluation
    if c.step == Step.PLAN:
        return 0.05 + 0.05 * marks(w) + p.entry_preparation
    joint = 1.5 if is_joint(w, c, number) else 1.0
    return visit * joint * distance(c.region) * (1.0 + 0.3 * p.meet_needs)


def marks(w: World) -> int:
    """How many of the five marks of SMART the goals of the branch's visits have (2.2.5b)."""
    p = w.in_force[0].prospecting
    return p.plan_specific + p.plan_measurable + p.plan_achievable + p.plan_relevant + p.plan_timed


def channel_hours(bank: Bank, channel: int) -> float:
    """Length of a visit to a potential customer, by the channel that found it, against the usual one."""
    return one_of_five(
        channel, bank.hours_referral, bank.hours_key_person, bank.hours_advertising, bank.hours_visit, bank.hours_other
    )


def contact_cost(bank: Bank, channel: int) -> float:
    """What a lead costs beside the hours, by the channel that found the customer, CNY."""
    return one_of_five(
        channel, bank.cost_referral, bank.cost_key_person, bank.cost_advertising, bank.cost_visit, bank.cost_other
    )


def lead_quality(market: Market, c: Customer) -> float:
    """How much better than a cold contact one with this customer is: by its channel, and what it knows of the bank."""
    found = one_of_five(
        c.channel,
        market.quality_referral,
        market.quality_key_person,
        market.quality_advertising,
        market.quality_visit,
        market.quality_other,
    )
    known = market.quality_former if is_former(c) else 1.0 + market.cooperation_worth * c.cooperation
    return found * known * (1.3 if c.indirect else 1.0)
