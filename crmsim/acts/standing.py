"""What a customer's kind and tier stand for, kept with the customer: needs and business, promise, care and place."""

from crmsim.acts.columns import Customer, World
from crmsim.lattice import mean_gap
from crmsim.law.common import one_of_three
from crmsim.law.credit import first_rating
from crmsim.law.forms import comfort
from crmsim.law.maintenance import plan_pull, visit_quality
from crmsim.law.market import industry, influence, price_sensitivity, region
from crmsim.law.prospecting import cooperation
from crmsim.law.service import advice_bond, devotion
from crmsim.luck import draw
from crmsim.stages import Purpose, Tier

UNKNOWN = -1
"""A trait that is not known yet."""


def is_unknown(x: float) -> bool:
    """Whether a number is NaN, which no number equals, itself included."""
    return x != x  # noqa: PLR0124  # the comparison is the test for NaN that both engines share


def characterise(w: World, c: Customer) -> None:
    """Set what follows from a customer's kind."""
    m = w.rules[0].market
    c.needs = one_of_three(c.kind, m.needs_individual, m.needs_small_business, m.needs_corporate)
    c.need_gap = mean_gap(c.needs * (1.0 + m.regime_swing))
    c.custom = one_of_three(c.kind, m.custom_individual, m.custom_small_business, m.custom_corporate)
    c.deposits = one_of_three(c.kind, m.deposits_individual, m.deposits_small_business, m.deposits_corporate)


def describe(w: World, c: Customer) -> None:
    """Draw what a customer is like and no file tells; the same under every strategy."""
    m = w.rules[0].market
    if c.industry == UNKNOWN:
        c.industry = industry(draw(c.key, Purpose.INDUSTRY, 0), m.emerging, m.restricted)
    if c.region == UNKNOWN:
        c.region = region(draw(c.key, Purpose.REGION, 0), m.near, m.remote)
    if c.foreign == UNKNOWN:
        c.foreign = 1 if draw(c.key, Purpose.FOREIGN, 0) < m.foreign else 0
    if c.rating == UNKNOWN:
        c.rating = first_rating(draw(c.key, Purpose.RATING, 0))
    c.price = price_sensitivity(draw(c.key, Purpose.PRICE, 0), m.price_sensitivity)
    c.influence = influence(draw(c.key, Purpose.INFLUENCE, 0))
    c.cooperation = cooperation(draw(c.key, Purpose.COOPERATION, 0))


def entitle(w: World, c: Customer) -> None:
    """Set what follows from a customer's tier under the strategy in force."""
    rules = w.in_force[0]
    m = rules.maintenance
    c.promise = one_of_three(c.tier, m.promise_ordinary, m.promise_select, m.promise_premium)
    suited = one_of_three(c.kind, 1.0, m.care_small_business, m.care_corporate)
    c.care = suited * one_of_three(c.tier, m.care_ordinary, m.care_select, m.care_premium)
    c.touch = one_of_three(c.tier, m.touch_ordinary, m.touch_select, m.touch_premium)
    plan = plan_pull(rules.market.plan_strength, m.loyalty_plan)
    c.bond = rules.market.loyalty_base + plan + advice_bond(m.think_for_customer)
    devoted = devotion(m.satisfaction_centred, m.beyond_expectation, m.mystery_visits, m.broad_links)
    c.visit = visit_quality(w.branch[0].skill, c.care) * comfort(m.hardware) * devoted
    if c.tier == Tier.PREMIUM:
        c.place = m.priority_premium
    else:
        c.place = m.priority_select if c.tier == Tier.SELECT else m.priority_ordinary
