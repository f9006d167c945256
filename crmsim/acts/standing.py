"""What a customer's kind and tier stand for, kept with the customer: needs and business, promise, care and place."""

from crmsim.acts.columns import Customer, World
from crmsim.lattice import mean_gap
from crmsim.law.common import one_of_three
from crmsim.law.forms import comfort
from crmsim.law.maintenance import plan_pull, visit_quality
from crmsim.stages import Tier


def characterise(w: World, c: Customer) -> None:
    """Set what follows from a customer's kind."""
    m = w.rules[0].market
    c.needs = one_of_three(c.kind, m.needs_individual, m.needs_small_business, m.needs_corporate)
    c.need_gap = mean_gap(c.needs * (1.0 + m.regime_swing))
    c.custom = one_of_three(c.kind, m.custom_individual, m.custom_small_business, m.custom_corporate)
    c.deposits = one_of_three(c.kind, m.deposits_individual, m.deposits_small_business, m.deposits_corporate)


def entitle(w: World, c: Customer) -> None:
    """Set what follows from a customer's tier under the strategy in force."""
    rules = w.rules[w.branch[0].period]
    m = rules.maintenance
    c.promise = one_of_three(c.tier, m.promise_ordinary, m.promise_select, m.promise_premium)
    c.care = one_of_three(c.tier, m.care_ordinary, m.care_select, m.care_premium)
    c.touch = one_of_three(c.tier, m.touch_ordinary, m.touch_select, m.touch_premium)
    c.bond = rules.market.loyalty_base + plan_pull(rules.market.plan_strength, m.loyalty_plan)
    c.visit = visit_quality(rules.bank.skill, c.care) * comfort(m.hardware)
    if c.tier == Tier.PREMIUM:
        c.place = m.priority_premium
    else:
        c.place = m.priority_select if c.tier == Tier.SELECT else m.priority_ordinary
