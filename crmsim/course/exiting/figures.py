"""The tables behind chapter 4 that come from a run: effort and money, who ended it, who left, and bad loans."""

from typing import TYPE_CHECKING

import numpy as np

from crmsim.course.reading import FIFTHS, YEAR, ours
from crmsim.run import Run
from crmsim.stages import Kind

if TYPE_CHECKING:
    import pandas as pd

VISITS = ("served", "solved", "cared_for", "rescued", "collected")
"""Events that are a manager's work for a customer."""

EXITS = ("exited", "closed")
"""Events with which the bank ends a loan or a relationship."""

BANDS = ((-np.inf, -100.0), (-100.0, 0.0), (0.0, 100.0), (100.0, 400.0), (400.0, np.inf))
"""Bands of measured value, CNY a month."""


def effort(run: Run) -> "pd.DataFrame":
    """Visits and money of each fifth, best first; columns fifth, customers, visits, contribution (CNY)."""
    import pandas as pd

    events = run.events
    visits = events.loc[events["event"].isin(VISITS), "customer"].value_counts()
    table = ours(run).sort_values("contribution", ascending=False, kind="stable")
    rows = []
    for name, numbers in zip(FIFTHS, np.array_split(table["customer"].to_numpy(), len(FIFTHS)), strict=True):
        part = table[table["customer"].isin(numbers)]
        done = int(visits.reindex(numbers).fillna(0).sum())
        rows.append((name, len(part), done, float(part["contribution"].sum()) / 100.0))
    return pd.DataFrame(rows, columns=["fifth", "customers", "visits", "contribution"])


def enders(run: Run) -> "pd.DataFrame":
    """Who ended it, year by year; columns year, left (by the customer), and the bank's ways of `EXITS`."""
    import pandas as pd

    events = run.events
    names = ("left", *EXITS)
    some = events[events["event"].isin(names)]
    year = (some["time"] // YEAR).astype(int) + 1
    counts = some.groupby([year, "event"], observed=True).size().unstack(fill_value=0)
    table = counts.reindex(columns=list(names), fill_value=0)
    return pd.DataFrame(table.rename_axis("year").reset_index())


def exits_by_kind(run: Run) -> "pd.DataFrame":
    """Loans ended by the bank by kind of customer; columns kind, customers (at the end), exits."""
    import pandas as pd

    kinds = run.customers["kind"].astype(str)
    events = run.events
    ended = events.loc[events["event"].isin(("exited", "charged_off")), "customer"]
    counts = kinds.iloc[ended.to_numpy()].value_counts()
    there = ours(run)["kind"].astype(str).value_counts()
    rows = [(kind, int(there.get(kind, 0)), int(counts.get(kind, 0))) for kind in Kind.names()]
    return pd.DataFrame(rows, columns=["kind", "customers", "exits"])


def leavers(run: Run) -> "pd.DataFrame":
    """Customers who left of their own will against those there; columns who, customers, contribution, profitable.

    Contribution is what one of them brought in the mean, CNY; profitable is how many brought anything.
    """
    import pandas as pd

    events = run.events
    gone = set(events.loc[events["event"] == "left", "customer"])
    table = run.customers
    away = table[table["customer"].isin(gone) & ~table["customer"].isin(ours(run)["customer"])]
    rows = [
        (who, len(some), float(some["contribution"].mean()) / 100.0, int((some["contribution"] > 0).sum()))
        for who, some in (("customers who left", away), ("customers who are there", ours(run)))
    ]
    return pd.DataFrame(rows, columns=["who", "customers", "contribution", "profitable"])


def value_bands(run: Run) -> "pd.DataFrame":
    """The bank's customers by measured value; columns band, customers, month (CNY a month together)."""
    import pandas as pd

    measured = ours(run)["measured_value"].to_numpy(dtype=float)
    rows = []
    for low, high in BANDS:
        some = measured[(measured >= low) & (measured < high)]
        rows.append((band(low, high), len(some), float(some.sum())))
    return pd.DataFrame(rows, columns=["band", "customers", "month"])


def band(low: float, high: float) -> str:
    """A band of value as it is read."""
    if np.isinf(low):
        return f"< {high:,.0f}"
    return f"≥ {low:,.0f}" if np.isinf(high) else f"{low:,.0f} – {high:,.0f}"


def bad_loans(runs: dict[str, Run], every: int = 2) -> "pd.DataFrame":
    """Bad loans of all loans by month, for some runs by name; columns who, month, share."""
    import pandas as pd

    parts = []
    for who, run in runs.items():
        months = run.sums.months
        shares = np.divide(months["bad_loans"], months["lent"], out=np.zeros(len(months)), where=months["lent"] > 0)
        rows = [(who, month, float(shares[month])) for month in range(0, len(months), every)]
        parts.append(pd.DataFrame(rows, columns=["who", "month", "share"]))
    return pd.concat(parts, ignore_index=True)
