"""Five channels of search: how many leads they bring, how far these come, and what a customer won by each costs."""

from typing import TYPE_CHECKING, Any

import numpy as np

from crmsim.run import Run
from crmsim.stages import Channel, Step

if TYPE_CHECKING:
    import pandas as pd

FUNNEL = (
    "leads found",
    "reached",
    "fit the profile",
    "handed over",
    "worth a plan",
    "visited",
    "won",
    "followed up",
)
"""How far a lead can come, from the first name on a list to the second product."""


def funnel(run: Run) -> "pd.DataFrame":
    """How many leads came how far over the whole run; columns reached, customers."""
    import pandas as pd

    months = run.sums.months
    done, failed = months["steps"].sum(axis=0), months["failed"].sum(axis=0)
    counts = (
        months["found_by"].sum(),
        done[Step.PROFILE],
        done[Step.ASSIGN],
        done[Step.TARGET],
        done[Step.PLAN],
        done[Step.PLAN] - failed[Step.PLAN],
        months["won"].sum(),
        done[Step.FOLLOW_UP],
    )
    return pd.DataFrame({"reached": FUNNEL, "customers": [int(count) for count in counts]})


def by_channel(run: Run) -> "pd.DataFrame":
    """A row a channel; columns channel, found, won, share (won of a hundred found), hours, cost and cost_each (CNY).

    The lead's price and the hours of visits are the channel's own. The hours of the steps before the visit are shared
    out by leads, so that all costs together are what winning cost the branch.
    """
    import pandas as pd

    months, bank = run.sums.months, run.scenario.bank
    found, won = (months[name].sum(axis=0).astype(float) for name in ("found_by", "won_by"))
    spent = months["step_hours"].sum(axis=0)
    shared = float(spent[Step.SEARCH : Step.COOPERATE].sum()) * found / max(float(found.sum()), 1.0)
    prices = np.array([getattr(bank, f"cost_{name}") for name in Channel.names()])
    hours = months["contact_hours"].sum(axis=0) + shared
    cost = found * prices + bank.wage * hours
    columns = {
        "channel": Channel.names(),
        "found": found,
        "won": won,
        "share": 100.0 * part(won, found),
        "hours": hours,
        "cost": cost,
        "cost_each": part(cost, won),
    }
    return pd.DataFrame(columns)


def part(some: Any, whole: Any) -> Any:
    """Quotients, NaN where there is nothing to divide by."""
    return np.divide(some, whole, out=np.full(len(some), np.nan), where=whole > 0.0)
