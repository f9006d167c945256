"""Chapter 3 in acts: needs, problems and offers come; managers serve; the customer judges, and stays or leaves."""

from crmsim.acts.books import count_service, count_work, hold, post, post_work, settle
from crmsim.acts.clocks import advance
from crmsim.acts.columns import Customer, World
from crmsim.acts.credit import hoped_rating, may_lend
from crmsim.acts.record import record
from crmsim.acts.standing import characterise
from crmsim.fen import fen
from crmsim.lattice import HOURS, delay, exponential
from crmsim.law.common import blend, fading
from crmsim.law.credit import asks_for_credit, is_bad
from crmsim.law.forms import courtesy, delight, despite_hurt, healed, hurt_after, trusting
from crmsim.law.lifecycle import is_customer
from crmsim.law.maintenance import (
    LEAST_GAP,
    asking_chance,
    expectation_aim,
    given_up,
    is_bought_off,
    loyalty_aim,
    need_kept,
    punctuality,
    purchase_chance,
    quality_met,
    resistance,
    rooted,
    satisfaction,
    visit_luck,
)
from crmsim.law.market import temptation
from crmsim.law.service import (
    barrier,
    complaint_handling,
    fee_left,
    sales_pull,
    told_complaint,
    trust_after_visit,
)
from crmsim.law.value import share_after_sale
from crmsim.luck import draw
from crmsim.settings.market import CARE_CEILING
from crmsim.stages import Account, Clock, Event, ExitStage, Purpose, Stage, Work

NO_WORK = -1
"""What an act gives back that asks nothing of a manager, in place of the number of the work."""


def need_arises(w: World, c: Customer, now: float) -> int:
    """A need comes up; gives the number of the visit asked for, or none if it goes elsewhere or one is under way."""
    market = w.rules[0].market
    number = advance(w, c, Clock.NEED)
    chance = need_kept(c.loyalty, market.needs_follow_loyalty) * w.branch[0].activity
    if c.withdrawn == 1 or (market.one_at_a_time and c.open[Work.SERVICE] > 0):
        return NO_WORK
    if chance < 1.0 and draw(c.key, Purpose.NEED_KEPT, number) >= chance:
        return NO_WORK
    if c.exit_stage != ExitStage.NONE and not is_served_on_list(w, c, now, number):
        return NO_WORK
    w.this_month[0].needs += 1
    record(w, now, c, Event.NEED, c.stage, 0, 0.0)
    return number


def is_served_on_list(w: World, c: Customer, now: float, number: int) -> bool:
    """Whether a customer on the exit list is served, who still needs managing; if not, it takes it amiss (4.2.2e)."""
    if draw(c.key, Purpose.LIST_SERVICE, number) < w.in_force[0].exit.keep_managing:
        w.this_month[0].served_on_list += 1
        return True
    experience(w, c, now, c.perceived * 0.85)
    return False


def problem_arises(w: World, c: Customer, now: float) -> int:
    """A problem comes up; gives the number of the work if the customer complains, none if it suffers in silence."""
    rules = w.in_force[0]
    number = advance(w, c, Clock.PROBLEM)
    if w.branch[0].spared > 0.0 and draw(c.key, Purpose.PROBLEM_SPARED, number) < w.branch[0].spared:
        return NO_WORK
    if draw(c.key, Purpose.COMPLAIN, number) < rules.maintenance.complaint_system:
        if c.open[Work.PROBLEM] > 0:
            return NO_WORK
        month = w.this_month[0]
        month.complaints += 1
        month.voices += 1
        month.told += told_complaint(satisfaction(c.perceived, c.expected), rules.market.problem_severity)
        record(w, now, c, Event.COMPLAINT, c.stage, 0, 0.0)
        return number
    w.this_month[0].silent += 1
    experience(w, c, now, c.perceived * (1.0 - rules.market.problem_severity))
    c.hurt = hurt_after(c.hurt, rules.market.problem_severity)
    record(w, now, c, Event.SILENT_PROBLEM, c.stage, 0, 0.0)
    return NO_WORK


def offer_comes(w: World, c: Customer, now: float) -> None:
    """A competitor makes an offer; the customer leaves if its advantage outweighs what holds it, or is bought off."""
    market = w.rules[0].market
    maintenance = w.in_force[0].maintenance
    concession = maintenance.concession
    number = advance(w, c, Clock.OFFER)
    offered = exponential(draw(c.key, Purpose.OFFER_STRENGTH, number), market.offer_advantage)
    advantage = temptation(offered, c.price)
    pleased = satisfaction(c.perceived, c.expected)
    trouble = rooted(market.switching_cost, market.switching_links, c.products)
    trouble += barrier(maintenance.switching_barrier) - w.branch[0].fear
    if is_bad(c.loan_class):  # who cannot pay cannot leave
        return
    excess = advantage - resistance(trouble, market.loyalty_shield, c.loyalty, pleased)
    if excess <= 0.0:
        record(w, now, c, Event.OFFER_DECLINED, c.stage, 0, 0.0)
    elif concession > 0.0 and is_bought_off(excess, concession, market.concession_worth):
        concede(w, c, now)
    else:
        w.this_month[0].lost += 1
        analyse(w, c)
        end(w, c, now, Event.LEFT)


def analyse(w: World, c: Customer) -> None:
    """The reasons of a customer who leaves are analysed, or not (3.3.2b3)."""
    branch = w.branch[0]
    if draw(c.key, Purpose.ANALYSIS, c.visits) < w.in_force[0].maintenance.leaving_analysis:
        w.this_month[0].leaving_analysed += 1
        branch.lessons += 1.0


def concede(w: World, c: Customer, now: float) -> None:
    """The branch gives up part of a customer's margin, for good."""
    amount = settle(w, c, now)
    c.conceded = given_up(c.conceded, w.in_force[0].maintenance.concession)
    c.concessions += 1
    w.this_month[0].concessions += 1
    record(w, now, c, Event.CONCEDED, c.stage, amount, 0.0)


def ask_to_concede(w: World, c: Customer, now: float, number: int) -> None:
    """A customer asks for a concession or not, and a branch that makes them does not say no."""
    concession = w.in_force[0].maintenance.concession
    if concession > 0.0:
        chance = asking_chance(w.rules[0].market.asking, c.concessions, concession)
        if draw(c.key, Purpose.ASK, number) < chance:
            concede(w, c, now)


def end(w: World, c: Customer, now: float, event: int) -> None:
    """The relationship ends: the account is settled, and the customer rests before it can be won again."""
    before = c.stage
    amount = settle(w, c, now)
    if c.provision != 0:
        amount += post(w, c, Account.CREDIT_LOSS, c.provision)
        c.provision = 0
    c.stage = Stage.TERMINATION
    c.exit_stage = ExitStage.NONE
    c.withdrawn = 0
    characterise(w, c)
    c.due = now + delay(w.rules[0].market.rest_lost)
    record(w, now, c, event, before, amount, 0.0)


def service_ended(w: World, c: Customer, now: float, number: int, wait: float, hours: float) -> None:
    """A service visit ends: the customer judges it, and may take a product."""
    count_service(w, c, wait, hours, c.promise)
    cost = post_work(w, c, hours)
    record(w, now, c, Event.SERVED, c.stage, cost, wait)
    if is_customer(c.stage):
        be_served(w, c, now, draw(c.key, Purpose.SERVICE_QUALITY, number), wait, 1.0)
        keep_faith(w, c)
        if w.rules[0].market.purchase_chance > 0.0:
            buy(w, c, now, draw(c.key, Purpose.PURCHASE, number))
        ask_to_concede(w, c, now, number)


def problem_solved(w: World, c: Customer, now: float, number: int, wait: float, hours: float) -> None:
    """A complaint is dealt with: what the customer remembers is how well and how soon."""
    count_work(w, Work.PROBLEM, wait, hours)
    cost = post_work(w, c, hours)
    record(w, now, c, Event.SOLVED, c.stage, cost, wait)
    if is_customer(c.stage):
        handling = complaint_handling(w.branch[0].communication)
        be_served(w, c, now, draw(c.key, Purpose.PROBLEM_QUALITY, number), wait, handling)


def keep_faith(w: World, c: Customer) -> None:
    """Trust after a visit: a word kept builds it, and lack of respect wears it off (3.3.3h, 3.4.2)."""
    m = w.in_force[0].maintenance
    if m.service_trust > 0.0 or c.trust > 0.0:
        c.trust = trust_after_visit(c.trust, m.service_trust, m.respect)


def be_served(
    w: World, c: Customer, now: float, u: float, wait: float, handling: float
) -> None:  # a visit takes this much
    """The customer meets a visit of some quality after some wait."""
    rules = w.rules[0]
    visit = visit_luck(c.visit * handling, u, rules.bank.visit_spread)
    punctual = punctuality(wait * HOURS, min(c.promise, c.custom), rules.market.patience)
    month = w.this_month[0]
    kind = c.kind
    month.judged[kind] += 1
    month.punctual[kind] += punctual
    experience(w, c, now, quality_met(visit, punctual, rules.market.wait_weight))


def experience(w: World, c: Customer, now: float, quality: float) -> None:
    """An experience is taken in: quality at once, expectation and loyalty more slowly; hurt and trust have faded."""
    market = w.rules[0].market
    branch = w.branch[0]
    passed = now - c.since
    c.since = now
    if c.hurt > 0.0:
        c.hurt *= 1.0 - fading(passed, branch.hurt_decay)
    if c.trust > 0.0:
        c.trust *= 1.0 - fading(passed, branch.trust_decay)
    met = despite_hurt(quality, c.hurt, market.hurt_weight)
    c.perceived = blend(c.perceived, met, worn(passed, branch.perceived_decay, branch.perceived_least))
    aim = expectation_aim(c.perceived, market.market_quality, market.market_pull)
    c.expected = blend(c.expected, aim, worn(passed, branch.expected_decay, branch.expected_least))
    c.loyalty = blend(c.loyalty, loyalty_sustained(w, c), worn(passed, branch.loyalty_decay, branch.loyalty_least))


def worn(passed: float, rate: float, least: float) -> float:
    """The weight of an experience that comes some months after the last one, which has a least one."""
    return fading(passed, rate) if passed > LEAST_GAP else least


def loyalty_sustained(w: World, c: Customer) -> float:
    """The loyalty that a customer's satisfaction, trust and links, and the branch's plan, sustain in the long run."""
    market = w.rules[0].market
    pleased = satisfaction(c.perceived, c.expected)
    return loyalty_aim(
        c.bond + company(w, c) + market.trust_weight * c.trust,
        pleased,
        market.loyalty_satisfaction,
        market.loyalty_links * (c.products - 1),
    )


def company(w: World, c: Customer) -> float:
    """The logits of loyalty that a customer's referrer lends it, as long as that is a customer itself (2.2.3a)."""
    if c.recommended and is_customer(w.customers[c.friend].stage):
        return w.rules[0].market.referral_bond
    return 0.0


def is_touched(w: World, c: Customer, now: float) -> int:
    """A candidate moment of unasked care; gives the number of the contact, or none."""
    number = advance(w, c, Clock.CARE)
    if c.withdrawn == 1 or draw(c.key, Purpose.TOUCH, number) * CARE_CEILING >= c.touch or c.open[Work.CARE] > 0:
        return NO_WORK
    w.this_month[0].touched[c.tier] += 1
    record(w, now, c, Event.TOUCHED, c.stage, 0, 0.0)
    return number


def cared_for(w: World, c: Customer, now: float, number: int, wait: float, hours: float) -> None:
    """A contact of unasked care ends: each of the five forms works on what it works on."""
    rules = w.in_force[0]
    m = rules.maintenance
    count_work(w, Work.CARE, wait, hours)
    cost = post_work(w, c, hours) + post(w, c, Account.MAINTENANCE_COST, -fen(m.distinctive))
    record(w, now, c, Event.CARED_FOR, c.stage, cost, wait)
    if is_customer(c.stage):
        usual = visit_luck(c.visit, draw(c.key, Purpose.CARE_QUALITY, number), rules.bank.visit_spread)
        experience(w, c, now, usual + courtesy(m.software) + delight(m.distinctive))
        c.hurt = healed(c.hurt, m.functional)
        c.trust = trusting(c.trust, m.psychological)


def buy(w: World, c: Customer, now: float, u: float) -> None:
    """The customer takes a product, or not."""
    rules = w.in_force[0]
    market = rules.market
    m = rules.maintenance
    pleased = satisfaction(c.perceived, c.expected)
    greatest = market.purchase_chance * sales_pull(m.broad_links, m.one_to_one, m.satisfaction_centred)
    if u < purchase_chance(greatest, pleased, c.share, market.share_ceiling) and is_creditworthy(w, c):
        amount = settle(w, c, now) + post(w, c, Account.FEES, fen(rules.bank.fee * fee_left(m.think_for_customer)))
        hold(w, c, share_after_sale(c.share, market.share_step, market.share_ceiling))
        c.products += 1
        w.this_month[0].sales += 1
        record(w, now, c, Event.SOLD, c.stage, amount, 0.0)


def is_creditworthy(w: World, c: Customer) -> bool:
    """Whether the branch would lend a customer more, if it is a borrower: by its capital, and prospects as seen."""
    if is_bad(c.loan_class):
        return False
    if not asks_for_credit(c.deposits):
        return True
    if c.exit_stage != ExitStage.NONE:
        return False
    return may_lend(w, hoped_rating(w, c, draw(c.key, Purpose.CREDIT_SEEN, w.branch[0].date)))
