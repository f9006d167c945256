"""The three values of each customer at the end of a run: established, potential and model value (course 1.3.5)."""

import numpy as np
from numpy.typing import NDArray

from crmsim.engine.history import History
from crmsim.law.value import established_value, potential_value
from crmsim.results.chain import bands_of, lived, values_by_state, worth
from crmsim.results.tally import is_own


def established_values(history: History) -> NDArray[np.float64]:
    """What each customer contributes in a year as it is now, CNY; NaN for who is none of the bank's."""
    c, bank = history.customers, history.rules.bank
    margin = (c["on_deposits"] + c["on_loans"]) * (1.0 - c["conceded"]) - c["on_capital"]
    hours = c["needs"] * bank.service_hours * c["care"]
    yearly = [
        established_value(*one, bank.wage)
        for one in zip(margin.tolist(), [bank.account_cost] * len(c), hours.tolist(), strict=True)
    ]
    return np.where(is_own(c), yearly, np.nan)


def potential_values(history: History) -> NDArray[np.float64]:
    """What the part of each wallet that could still be won would earn in a year, CNY; NaN likewise."""
    c, bank = history.customers, history.rules.bank
    rate = c["deposits"] * bank.deposit_margin + (1.0 - c["deposits"]) * bank.loan_margin
    ceiling = history.rules.market.share_ceiling
    yearly = [
        potential_value(wallet, share, ceiling, margin)
        for wallet, share, margin in zip(c["wallet"].tolist(), c["share"].tolist(), rate.tolist(), strict=True)
    ]
    return np.where(is_own(c), yearly, np.nan)


def model_values(history: History) -> NDArray[np.float64]:
    """What each customer is expected to bring in all the years to come, discounted, CNY; NaN likewise.

    Expected as the history's own years have it for customers in the same state (`crmsim.results.chain`): without a
    whole year there is nothing to expect, and all are NaN.
    """
    bands = bands_of([history.years])
    if bands is None:
        return np.full(len(history.customers), np.nan)
    values = values_by_state(lived(history.years, bands), history.rules.bank.discount_rate)
    return worth(history.customers, bands, values)
