"""What comes to a customer by itself: fixed streams of candidate moments, the same under every strategy."""

from crmsim.acts.columns import Customer, World
from crmsim.lattice import exponential, gap, mean_gap
from crmsim.law.lifecycle import is_customer
from crmsim.law.prospecting import reach
from crmsim.luck import draw
from crmsim.settings.market import APPROACH_CEILING, CARE_CEILING
from crmsim.stages import Clock, Purpose, Stage

NO_STREAM = -1
"""Where a customer's next event is of no stream: what was set for it."""


def pace(w: World) -> None:
    """Set how far the moments of each stream are apart that is alike for all customers."""
    market = w.rules[0].market
    branch = w.branch[0]
    branch.gaps[Clock.PROBLEM] = mean_gap(market.problems)
    branch.gaps[Clock.OFFER] = mean_gap(market.offers)
    branch.gaps[Clock.CARE] = mean_gap(CARE_CEILING if branch.caring else 0.0)
    for period in range(len(w.rules)):
        p = w.rules[period].prospecting
        band = p.by_referral + p.by_key_person + p.by_advertising + p.by_visit + p.by_other
        branch.widest_band = max(branch.widest_band, band)
    branch.gaps[Clock.SEARCH] = mean_gap(APPROACH_CEILING if branch.widest_band > 0.0 else 0.0)


def mean_between(w: World, c: Customer, clock: int) -> float:
    """Mean months between the candidate moments of one of a customer's streams."""
    return c.need_gap if clock == Clock.NEED else w.branch[0].gaps[clock]


def start(w: World, c: Customer, clock: int) -> None:
    """Set a stream to its first candidate."""
    c.count[clock] = 0
    c.clock[clock] = gap(gap_luck(c, clock, 0), mean_between(w, c, clock))
    c.ahead[clock] = gap_luck(c, clock, 1)


def gap_luck(c: Customer, clock: int, number: int) -> float:
    """The luck of the wait for a candidate of a stream, a standard exponential deviate."""
    return exponential(draw(c.key, Purpose.NEED_GAP + clock, number), 1.0)


def advance(w: World, c: Customer, clock: int) -> int:
    """Move a stream on to its next candidate; gives the number of the one that is over.

    The luck of the one after it is drawn ahead, so that a processor knows what comes next without waiting for a draw.
    """
    number = c.count[clock]
    c.count[clock] = number + 1
    c.clock[clock] += gap(c.ahead[clock], mean_between(w, c, clock))
    c.ahead[clock] = gap_luck(c, clock, number + 2)
    return number


def seek(w: World, c: Customer) -> int:
    """Move the search on to the next candidate that any strategy of the schedule may take; gives the last one's number.

    The others would come to nothing whatever the strategy, and are spared an event.
    """
    number = advance(w, c, Clock.SEARCH)
    skip(w, c)
    return number


def skip(w: World, c: Customer) -> None:
    """Let pass the candidates of the search that come to nothing whatever the strategy, up to the end of the run."""
    while c.clock[Clock.SEARCH] < len(w.months) and not is_sought(w, c):
        advance(w, c, Clock.SEARCH)


def is_sought(w: World, c: Customer) -> bool:
    """Whether the coming candidate of the search lies within the band that the schedule's channels take at most."""
    place = reach(draw(c.key, Purpose.APPROACH, c.count[Clock.SEARCH]), APPROACH_CEILING)
    return place < w.branch[0].widest_band


def catch_up(w: World, c: Customer, clock: int, now: float) -> None:
    """Let pass the candidates that no one was there to see."""
    while c.clock[clock] <= now:
        advance(w, c, clock)
    if clock == Clock.SEARCH:
        skip(w, c)


def next_moment(c: Customer) -> float:
    """When a customer's own next event comes: the earliest of the clocks that run in its stage."""
    clock = c.clock
    if is_customer(c.stage):
        return min(clock[Clock.PROBLEM], clock[Clock.OFFER], clock[Clock.CARE], c.due, clock[Clock.NEED])
    return clock[Clock.SEARCH] if c.stage == Stage.POTENTIAL else c.due


def next_clock(c: Customer) -> int:
    """Which stream a customer's next event belongs to, or none for what is due; at one instant, the first named."""
    clock = c.clock
    need, problem, offer, care = clock[Clock.NEED], clock[Clock.PROBLEM], clock[Clock.OFFER], clock[Clock.CARE]
    if need <= min(c.due, problem, offer, care):
        return Clock.NEED
    if c.due < min(need, problem, offer, care):
        return NO_STREAM
    if problem <= offer and problem <= care:
        return Clock.PROBLEM
    return Clock.OFFER if offer <= care else Clock.CARE
