"""Chapter 2 in acts: a potential customer is found, and won or let go; the steps between are in `acts.steps`."""

from crmsim.acts.books import hold
from crmsim.acts.clocks import catch_up, seek, start
from crmsim.acts.columns import Customer, World
from crmsim.acts.record import record
from crmsim.acts.review import judge
from crmsim.acts.standing import characterise, is_unknown
from crmsim.lattice import NEVER, delay
from crmsim.law.lifecycle import is_customer
from crmsim.law.prospecting import first_share, reach, referral_rate
from crmsim.luck import draw
from crmsim.settings.market import APPROACH_CEILING
from crmsim.stages import Channel, Clock, Event, ExitStage, LoanClass, Purpose, Stage, Step, Work

NO_CHANNEL = -1
"""What a candidate moment has that no channel reaches."""


def is_found(w: World, c: Customer, now: float) -> bool:
    """A candidate moment of the search: a potential customer who is not resting is sought through a channel."""
    number = seek(w, c)
    channel = channel_at(w, c, reach(draw(c.key, Purpose.APPROACH, number), APPROACH_CEILING))
    if channel == NO_CHANNEL or c.due > now:
        return False
    if channel == Channel.KEY_PERSON and c.wallet < w.rules[0].market.key_wallet:
        return False
    c.stage = Stage.DEVELOPMENT
    c.step = Step.SEARCH
    c.channel = channel
    c.contacts = 0
    c.indirect = 0
    c.due = NEVER
    w.this_month[0].found_by[channel] += 1
    record(w, now, c, Event.SOUGHT, Stage.POTENTIAL, 0, 0.0)
    return True


def channel_at(w: World, c: Customer, place: float) -> int:
    """The channel whose stretch of the band a candidate moment falls into, or none."""
    p = w.in_force[0].prospecting
    friend = w.customers[c.friend]
    end = referral_rate(p.by_referral, friend.loyalty if is_customer(friend.stage) else 0.0)
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


def next_visit(c: Customer) -> int:
    """The number of the next piece of work for a potential customer; nothing else is due until it has ended."""
    number = c.visits
    c.visits = number + 1
    c.due = NEVER
    return number


def is_former(c: Customer) -> bool:
    """Whether a potential customer has been a customer before."""
    return not is_unknown(c.joined)


def let_go(w: World, c: Customer, now: float, event: int) -> None:
    """The approach ends without a customer won, and the potential customer rests."""
    c.stage = Stage.POTENTIAL
    c.due = now + delay(w.rules[0].market.rest_refused)
    catch_up(w, c, Clock.SEARCH, now)
    record(w, now, c, event, Stage.DEVELOPMENT, 0, 0.0)


def win(w: World, c: Customer, now: float) -> None:
    """A potential customer takes its first product, and its life with the bank begins."""
    market = w.rules[0].market
    month = w.this_month[0]
    month.won += 1
    month.won_by[c.channel] += 1
    month.won_back += is_former(c)
    c.stage = Stage.GROWTH
    characterise(w, c)
    c.loan_class = LoanClass.NORMAL
    c.exit_stage = ExitStage.NONE
    c.withdrawn = 0
    c.recommended = 1 if c.channel == Channel.REFERRAL else 0
    match = market.referral_match if c.recommended else 1.0
    hold(w, c, first_share(market.share_step, market.share_ceiling, match))
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
    p = w.in_force[0].prospecting
    is_followed = draw(c.key, Purpose.FOLLOW_UP, c.visits) < p.follow_up
    c.errand = Work.FOLLOW_UP
    c.due = now + delay(p.follow_up_after) if is_followed else NEVER
    judge(w, c)
    record(w, now, c, Event.WON, Stage.DEVELOPMENT, 0, 0.0)


def return_to_market(w: World, c: Customer, now: float) -> None:
    """The rest after a relationship's end is over: the customer can be found again."""
    c.stage = Stage.POTENTIAL
    catch_up(w, c, Clock.SEARCH, now)
    w.this_month[0].returned += 1
    record(w, now, c, Event.RETURNED, Stage.TERMINATION, 0, 0.0)
