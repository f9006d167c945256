"""Circumstances under which settings show their effect: other settings by path, for the probes' `given`."""

ALIKE = {"market.small_businesses": 0.0, "market.corporates": 0.0, "market.wallet_individual": 1e6}
LIGHT = {"bank.drive": 1.0, "bank.service_hours": 1.2}
BUSY = {"bank.drive": 1.0}
SETTLED = {"months": 120, "market.loyalty_links": 0.0, "market.loyalty_start": 0.5}
YIELDING = {"maintenance.concession": 0.15}
TROUBLED = {"market.problems": 0.15}
LEAVING = {"maintenance.rescue": 1.0, "market.loyalty_base": -1.0}
RESTLESS = {"maintenance.plan_change_every": 3}
RESTLESS_TIMES = {"market.regime_length": 6.0}
SOUGHT = {"prospecting.by_referral": 0.04, "prospecting.by_key_person": 0.02, "prospecting.by_other": 0.01}
FORGIVING = {"market.rest_lost": 2.0, "market.offers": 0.4}
TOUCHED = {f"maintenance.touch_{tier}": 0.15 for tier in ("ordinary", "select", "premium")}
WIDE_MARKET = {**SOUGHT, "market.restricted": 0.4, "market.remote": 0.3}
COMMITTEE = {
    **SOUGHT,
    "market.corporates": 0.5,
    "market.small_businesses": 0.5,
    "market.contact_chance": 0.3,
    "bank.customers_per_manager": 30.0,
    "bank.lending_limit": 10.0,
}
BAD = {"exit.act_from": 2}
CREDIT = {"market.corporates": 0.5, "market.small_businesses": 0.3, "bank.customers_per_manager": 30.0}
SLUMPS = {**CREDIT, "market.regime_length": 3.0}
EARLY = {**CREDIT, "exit.act_from": 0, "exit.risk_recognition": 1.0}
COLLECTING = {**EARLY, "exit.collection": 1.0, "exit.transfer": 0.0, "exit.securitisation": 0.0}
TRANSFERRING = {**EARLY, "exit.collection": 0.0, "exit.transfer": 1.0, "exit.securitisation": 0.0}
POOLING = {**EARLY, "exit.minimum_marks": 1, "exit.collection": 0.0, "exit.transfer": 0.0, "exit.securitisation": 1.0}
MANY_POOLED = {
    **POOLING,
    "bank.pool_count": 90,
    "market.corporates": 0.3,
    "market.small_businesses": 0.5,
    "bank.pool_patience": 36,
    "market.slump_risk": 5.0,
    "market.regime_length": 6.0,
}
CARING = {"months": 1}
ONE_MARK = {**CREDIT, "exit.minimum_marks": 1}
UNWANTED = {"exit.close_below": 0.0, "exit.close_customers": False}
MISCONDUCT = {**CREDIT, "market.misconduct": 0.1}
WAITING = {**CREDIT, "exit.act_from": 4, "exit.risk_recognition": 1.0}
PERSISTENT = {"prospecting.most_contacts": 8}
