"""What every chapter reads from a run: the bank's own customers, its years, and one customer's life."""

from typing import TYPE_CHECKING

from crmsim.errors import CrmsimError
from crmsim.run import Run

if TYPE_CHECKING:
    import pandas as pd

YEAR = 12

OURS = ("growth", "maturity", "decline")
"""The stages in which someone is a customer of the bank."""

FIFTHS = ("best fifth", "second fifth", "middle fifth", "fourth fifth", "last fifth")

BANDS = ((0.0, 0.5, "below 0.5"), (0.5, 0.7, "0.5 to 0.7"), (0.7, 0.85, "0.7 to 0.85"), (0.85, 1.01, "0.85 and more"))
"""Bands of loyalty, from low to high."""


def ours(run: Run) -> "pd.DataFrame":
    """The customers that the bank has at the end."""
    table = run.customers
    return table[table["stage"].isin(OURS)]


def by_year(run: Run) -> "pd.DataFrame":
    """A row a year of the branch; money in CNY."""
    import pandas as pd

    months, ledger = run.monthly, run.ledger
    year = months["month"] // YEAR + 1
    total = months.groupby(year)[["approached", "won", "lost", "contribution"]].sum()
    last = months.groupby(year)[["customers", "share_of_wallet", "satisfaction", "loyalty"]].last()
    means = months.groupby(year)[["customers"]].mean()["customers"]
    costs = ledger[["account_cost", "service_cost", "channel_cost", "maintenance_cost", "survey_cost"]].sum(axis=1)
    found = total.join(last)
    found["contribution"] = total["contribution"] / 100.0
    found["churn"] = total["lost"] / means
    found["acquisition"] = total["won"] / total["approached"]
    found["cost"] = -costs.groupby(costs.index // YEAR + 1).sum() / 100.0 / means
    return pd.DataFrame(found.reset_index().rename(columns={"month": "year"}))


def life_of(run: Run, customer: int) -> "pd.DataFrame":
    """Everything that happened to a customer.

    Args:
        run: a recorded run of one branch.
        customer: the customer's number.

    Raises:
        CrmsimError: there is no such customer in the market.
    """
    market = len(run.customers)
    if not 0 <= customer < market:
        raise CrmsimError(f"customer = {customer} is not from 0 to {market - 1}; choose a number within")
    events = run.events
    return events[events["customer"] == customer]
