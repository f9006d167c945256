"""Chapter 2 in acts: a potential customer is found, visited, asked again, and won or let go."""

from crmsim.acts.books import count_work, hold, post, post_work
from crmsim.acts.clocks import advance, catch_up, start
from crmsim.acts.columns import Customer, World
from crmsim.acts.record import record
from crmsim.acts.review import judge
from crmsim.fen import fen
from crmsim.lattice import NEVER, delay
from crmsim.law.common import one_of_five
from crmsim.law.maintenance import visit_quality
from crmsim.law.prospecting import reach, referral_rate, winning_chance
from crmsim.law.value import evaluation_scale, measured
from crmsim.luck import draw
from crmsim.settings import Bank, Market
from crmsim.settings.market import APPROACH_CEILING
from crmsim.stages import Account, Channel, Clock, Event, Purpose, Stage, Work

NO_CHANNEL = -1
"""What a candidate moment has that no channel reaches."""


def is_found(w: World, c: Customer, now: float) -> bool:
    """A candidate moment of the search: a potential customer who is not resting, and fits, is approached."""
    rules = w.rules[w.branch[0].period]
    number = advance(w, c, Clock.SEARCH)
    channel = channel_at(w, reach(draw(c.key, Purpose.APPROACH, number), APPROACH_CEILING))
    if channel == NO_CHANNEL or c.due > now or estimate(w, c, number) < rules.prospecting.least_wallet:
        return False
    if channel == Channel.KEY_PERSON and c.wallet < rules.market.key_wallet:
        return False
    c.stage = Stage.DEVELOPMENT
    c.channel = channel
    c.contacts = 0
    c.due = NEVER
    w.months[w.branch[0].month].found_by[channel] += 1
    record(w, now, c, Event.FOUND, Stage.POTENTIAL, 0, 0.0)
    return True


def channel_at(w: World, place: float) -> int:
    """The channel whose stretch of the band a candidate moment falls into, or none."""
    p = w.rules[w.branch[0].period].prospecting
    end = referral_rate(p.by_referral, w.branch[0].image)
    if place < end:
        return Channel.REFERRAL
    end += p.by_key_person
    if place < end:
        return Channel.KEY_PERSON
    end += p.by_advertising
    if place < end:
        return Channel.ADVERTISING
    end += p.by_visit
    if place < end:
        return Channel.VISIT
    return Channel.OTHER if place < end + p.by_other else NO_CHANNEL


def estimate(w: World, c: Customer, number: int) -> float:
    """A potential customer's wallet as its evaluation finds it, CNY."""
    bank = w.rules[0].bank
    scale = evaluation_scale(bank.evaluation_error, bank.skill)
    return measured(c.wallet, draw(c.key, Purpose.ESTIMATE, number), scale)


def next_visit(c: Customer) -> int:
    """The number of the next visit to a potential customer; nothing else is due until it has ended."""
    number = c.visits
    c.visits = number + 1
    c.due = NEVER
    return number


def prospect_visited(w: World, c: Customer, now: float, number: int, wait: float, hours: float) -> None:
    """A visit to a potential customer ends: it is won, asked again later, or let go."""
    rules = w.rules[w.branch[0].period]
    count_work(w, Work.PROSPECT, wait, hours)
    cost = post_work(w, c, hours) + post(w, c, Account.CHANNEL_COST, -fen(contact_cost(rules.bank, c.channel)))
    record(w, now, c, Event.VISITED, c.stage, cost, wait)
    quality = visit_quality(rules.bank.skill, 1.0) * lead_quality(rules.market, c)
    chance = winning_chance(rules.market.contact_chance, rules.market.contact_fatigue, c.contacts, quality)
    c.contacts += 1
    if draw(c.key, Purpose.WIN, number) < chance:
        win(w, c, now)
    elif c.contacts < rules.prospecting.most_contacts:
        c.due = now + delay(rules.prospecting.follow_up_after)
    else:
        c.stage = Stage.POTENTIAL
        c.due = now + delay(rules.market.rest_refused)
        catch_up(w, c, Clock.SEARCH, now)
        record(w, now, c, Event.REFUSED, Stage.DEVELOPMENT, 0, 0.0)


def contact_cost(bank: Bank, channel: int) -> float:
    """What a contact costs beside the hours, by the channel that found the customer, CNY."""
    return one_of_five(
        channel, bank.cost_referral, bank.cost_key_person, bank.cost_advertising, bank.cost_visit, bank.cost_other
    )


def lead_quality(market: Market, c: Customer) -> float:
    """How much better than a cold contact one with this customer is: by its channel, and if it knows the bank."""
    found = one_of_five(
        c.channel,
        market.quality_referral,
        market.quality_key_person,
        market.quality_advertising,
        market.quality_visit,
        market.quality_other,
    )
    return found * (market.quality_former if is_former(c) else 1.0)


def is_former(c: Customer) -> bool:
    """Whether a potential customer has been a customer before."""
    return c.joined == c.joined  # NaN, which it is for who never was one, equals nothing


def win(w: World, c: Customer, now: float) -> None:
    """A potential customer takes its first product, and its life with the bank begins."""
    market = w.rules[0].market
    month = w.months[w.branch[0].month]
    month.won += 1
    month.won_by[c.channel] += 1
    month.won_back += is_former(c)
    c.stage = Stage.GROWTH
    hold(w, c, min(market.share_step, market.share_ceiling))
    c.products = 1
    c.conceded = 0.0
    c.concessions = 0
    c.hurt = 0.0
    c.trust = 0.0
    c.perceived = market.market_quality
    c.expected = market.market_quality
    c.loyalty = market.loyalty_start
    c.joined = now
    c.since = now
    c.settled = now
    for clock in range(Clock.SEARCH):
        start(w, c, clock)
        catch_up(w, c, clock, now)
    judge(w, c)
    record(w, now, c, Event.WON, Stage.DEVELOPMENT, 0, 0.0)


def return_to_market(w: World, c: Customer, now: float) -> None:
    """The rest after a relationship's end is over: the customer can be found again."""
    c.stage = Stage.POTENTIAL
    catch_up(w, c, Clock.SEARCH, now)
    w.months[w.branch[0].month].returned += 1
    record(w, now, c, Event.RETURNED, Stage.TERMINATION, 0, 0.0)
