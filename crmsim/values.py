"""The three values of each customer at the end of a run: established, potential and model value (course 1.3.5)."""

import numpy as np
from numpy.typing import NDArray

from crmsim.engine.history import History
from crmsim.law.lifecycle import is_customer
from crmsim.law.value import established_value, model_value, potential_value, retention
from crmsim.settings import Rules

LONGEST = 0.999
"""The greatest chance of staying a year: no relationship is for ever."""


def values_of(history: History) -> NDArray[np.float64]:
    """The three values of every customer of the market; NaN for who is none of the bank's; shape (customers, 3)."""
    churn = yearly_churn(history)
    found = np.full((len(history.customers), 3), np.nan)
    for place, customer in enumerate(history.customers):
        if is_customer(int(customer["stage"])):
            found[place] = three_values(customer, history.rules, churn)
    return found


def three_values(customer: np.void, rules: Rules, churn: float) -> tuple[float, float, float]:
    """Established, potential and model value of one customer, CNY."""
    bank, market = rules.bank, rules.market
    margin = (customer["on_deposits"] + customer["on_loans"]) * (1.0 - customer["conceded"]) - customer["on_capital"]
    hours = customer["needs"] * bank.service_hours * customer["care"]
    yearly = float(established_value(margin, bank.account_cost, hours, bank.wage))
    rate = customer["deposits"] * bank.deposit_margin + (1.0 - customer["deposits"]) * bank.loan_margin
    potential = potential_value(customer["wallet"], customer["share"], market.share_ceiling, rate)
    stays = min(retention(float(customer["loyalty"]), churn), LONGEST)
    return yearly, float(potential), model_value(yearly, stays, bank.discount_rate)


def yearly_churn(history: History) -> float:
    """Customers who left in a year, of those there; 0 where there were none."""
    there = float(history.months["tiers"].sum())
    return 12.0 * float(history.months["lost"].sum()) / there if there > 0.0 else 0.0
