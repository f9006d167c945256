"""How a customer stands when the simulation opens: what a file does not tell is made from the market."""

import math

from crmsim.acts.books import hold, keep_up, loans_of
from crmsim.acts.clocks import catch_up, pace, start
from crmsim.acts.columns import YEARS, Customer, World
from crmsim.acts.committee import NO_CASE
from crmsim.acts.credit import hand_in
from crmsim.acts.maintenance import loyalty_sustained
from crmsim.acts.review import judge
from crmsim.acts.standing import characterise, describe, entitle, is_unknown
from crmsim.fen import fen
from crmsim.lattice import NEVER, exponential, lattice
from crmsim.law.common import clamp, decay, fading, one_of_three
from crmsim.law.credit import provision_rate
from crmsim.law.lifecycle import full_grown, is_customer, stage_at_review
from crmsim.law.maintenance import LEAST_GAP, expectation_aim, visit_luck, visit_quality
from crmsim.law.market import activity
from crmsim.law.prospecting import likeness
from crmsim.law.value import wallet
from crmsim.luck import draw
from crmsim.stages import Clock, Conduct, Kind, Purpose, Regime, Stage

MEAN_AGE = 60.0
"""Mean months that the customers of a made opening book have been with the bank (assumption)."""

OPENING_TRUST = 0.2
"""Trust of the customers of a made opening book, where the branch cares for them unasked (assumption)."""


ACQUAINTANCES = 3
"""Others whom a customer meets by chance, of whom it comes to know the one most like it (assumption)."""


def prepare(w: World) -> None:
    """What holds before the first customer's opening: normal times, and whether any strategy will care unasked.

    Where none does, the moments for it would come to nothing and are left out.
    """
    w.branch[0].regime = Regime.NORMAL
    w.branch[0].activity = activity(Regime.NORMAL, w.rules[0].market.regime_swing)
    for period in range(len(w.rules)):
        m = w.rules[period].maintenance
        if m.touch_ordinary + m.touch_select + m.touch_premium > 0.0:
            w.branch[0].caring = 1
    bank = w.rules[0].bank
    branch = w.branch[0]
    if branch.continued == 0:
        branch.skill = bank.skill
        branch.communication = bank.communication
        branch.process = 1.0
    branch.first_case = NO_CASE
    branch.last_case = NO_CASE
    keep_up(w)
    pace(w)
    form_memory(w)


def form_memory(w: World) -> None:
    """Set how fast customers forget, from the half-lives of the market, and what an experience weighs at least."""
    market = w.rules[0].market
    branch = w.branch[0]
    branch.perceived_decay = decay(market.memory)
    branch.expected_decay = decay(market.expectation_memory)
    branch.loyalty_decay = decay(market.loyalty_memory)
    branch.hurt_decay = decay(market.hurt_memory)
    branch.trust_decay = decay(market.trust_memory)
    branch.perceived_least = fading(LEAST_GAP, branch.perceived_decay)
    branch.expected_least = fading(LEAST_GAP, branch.expected_decay)
    branch.loyalty_least = fading(LEAST_GAP, branch.loyalty_decay)


def open_life(w: World, c: Customer, desks: int) -> None:
    """Start a customer's clocks and make what is not known of it (NaN), its wallet first."""
    market = w.rules[0].market
    if w.branch[0].continued == 1:
        entitle(w, c)
        return
    c.desk = c.number % desks
    describe(w, c)
    characterise(w, c)
    entitle(w, c)
    start(w, c, Clock.SEARCH)
    catch_up(w, c, Clock.SEARCH, 0.0)
    if is_unknown(c.wallet):
        median = one_of_three(c.kind, market.wallet_individual, market.wallet_small_business, market.wallet_corporate)
        c.wallet = wallet(draw(c.key, Purpose.WALLET, 0), median, market.wallet_spread)
    if c.kind == Kind.CORPORATE and is_unknown(c.current_ratio[0]):
        open_files(w, c)
    if c.stage == Stage.TERMINATION:
        c.due = lattice(draw(c.key, Purpose.OPENING_REST, 0) * market.rest_lost)
    elif is_customer(c.stage):
        c.due = NEVER
        for clock in range(Clock.SEARCH):
            start(w, c, clock)
        open_account(w, c)
        open_mind(w, c)


def meet(w: World) -> None:
    """Who knows whom, and the image with which the branch opens: its customers' loyalty by their influence."""
    heard = influence = lent = 0.0
    customers = 0
    for number in range(len(w.customers)):
        c = w.customers[number]
        if w.branch[0].continued == 0:
            c.friend = friend_of(w, c)
        if is_customer(c.stage):
            heard += c.influence * c.loyalty
            influence += c.influence
            lent += loans_of(c)
            customers += 1
    w.branch[0].customers = customers
    w.branch[0].lent = lent
    w.branch[0].lending_limit = w.rules[0].bank.lending_limit * lent
    w.branch[0].image = heard / influence if influence > 0.0 else 0.0


def friend_of(w: World, c: Customer) -> int:
    """The customer of the market whom one knows: of a few met by chance, the one most like it."""
    friend = c.number
    best = -1.0
    for met in range(ACQUAINTANCES):
        other = w.customers[int(draw(c.key, Purpose.FRIEND, met) * len(w.customers))]
        alike = likeness(c.wallet, other.wallet)
        if alike > best and other.number != c.number:
            best = alike
            friend = other.number
    return friend


def open_files(w: World, c: Customer) -> None:
    """The three past statements of a corporate customer, and its records of conduct in those years."""
    for item in range(len(Conduct)):
        c.conduct[item] = math.nan
    for year in range(YEARS):
        hand_in(w, c, -12.0 * (YEARS - 1 - year), year)


def open_account(w: World, c: Customer) -> None:
    """Business and age of a customer of the opening book; what its loans' class asks for was provided before."""
    market = w.rules[0].market
    if is_unknown(c.share):
        c.share = market.share_ceiling * (0.15 + 0.8 * draw(c.key, Purpose.OPENING_SHARE, 0))
    hold(w, c, c.share)
    c.provision = fen(provision_rate(c.loan_class) * loans_of(c))
    if c.products < 1:
        c.products = max(1, int(c.share / market.share_step))
    if is_unknown(c.joined):
        c.joined = -lattice(exponential(draw(c.key, Purpose.OPENING_AGE, 0), MEAN_AGE))


def open_mind(w: World, c: Customer) -> None:
    """Experience, loyalty, stage and tier of a customer of the opening book."""
    rules = w.rules[0]
    market = rules.market
    usual = visit_quality(w.branch[0].skill, 1.0)
    c.perceived = visit_luck(usual, draw(c.key, Purpose.OPENING_QUALITY, 0), rules.bank.visit_spread)
    c.expected = expectation_aim(usual, market.market_quality, market.market_pull)
    m = w.rules[0].maintenance  # the first strategy's alone: what is decided later cannot have been felt before
    c.trust = OPENING_TRUST if m.touch_ordinary + m.touch_select + m.touch_premium > 0.0 else 0.0
    if is_unknown(c.loyalty):
        aim = loyalty_sustained(w, c)
        c.loyalty = clamp(aim + 0.4 * (draw(c.key, Purpose.OPENING_LOYALTY, 0) - 0.5), 0.0, 1.0)
    grown = full_grown(c.share, market.share_ceiling, market.maturity_at)
    c.stage = stage_at_review(grown, grown, c.loyalty, market.decline_below, 0.0)
    judge(w, c)
