"""The tables behind the charts of chapter 1, made from a run; columns have plain English names."""

from typing import TYPE_CHECKING

import numpy as np

from crmsim.course.reading import BANDS, FIFTHS, OURS, ours
from crmsim.language import Say
from crmsim.run import Run
from crmsim.stages import Stage, Tier

if TYPE_CHECKING:
    import pandas as pd


def stage_areas(run: Run, say: Say, every: int = 3) -> "pd.DataFrame":
    """Customers of the market by stage, stacked; columns month, stage, customers, below, above."""
    import pandas as pd

    months = run.monthly
    kept = months[(months["month"] % every == 0) | (months["month"] == months["month"].max())]
    rows = []
    for _, row in kept.iterrows():
        top = 0
        for name in Stage.names():
            rows.append((int(row["month"]), say(name), int(row[name]), top, top + int(row[name])))
            top += int(row[name])
    return pd.DataFrame(rows, columns=["month", "stage", "customers", "below", "above"])


def needs_table(run: Run) -> "pd.DataFrame":
    """The bank's customers by need; columns main, local, foreign, share_of_deposits, contribution (CNY a year)."""
    import pandas as pd

    table = run.customers.assign(deposits=run.history.customers["deposits"])
    table = table[table["stage"].isin(OURS)]
    rows = []
    for main, chosen in (("deposit customers", table["deposits"] >= 0.5), ("loan customers", table["deposits"] < 0.5)):
        some = table[chosen]
        abroad = int(some["foreign"].sum())
        rows.append((main, len(some) - abroad, abroad, some["established_value"].mean()))
    return pd.DataFrame(rows, columns=["main", "local", "foreign", "contribution"])


def relations(run: Run) -> "pd.DataFrame":
    """Potential, ordinary and premium customers at the end; columns relationship, customers, contribution (CNY)."""
    import pandas as pd

    market, table = run.customers, ours(run)
    premium = table["tier"] == "premium"
    rows = [
        ("potential customers", int(market["stage"].isin(["potential", "development"]).sum()), 0.0),
        ("ordinary customers", int((~premium).sum()), float(table.loc[~premium, "established_value"].sum())),
        ("premium customers", int(premium.sum()), float(table.loc[premium, "established_value"].sum())),
    ]
    return pd.DataFrame(rows, columns=["relationship", "customers", "contribution"])


def three_values(run: Run) -> "pd.DataFrame":
    """Mean values of a customer by tier; columns tier, customers, established, potential, model."""
    import pandas as pd

    table = ours(run)
    rows = []
    for tier in Tier.names():
        some = table[table["tier"] == tier]
        means = (some[f"{name}_value"].mean() for name in ("established", "potential", "model"))
        rows.append((tier, len(some), *means))
    return pd.DataFrame(rows, columns=["tier", "customers", "established", "potential", "model"])


def concentration(run: Run, points: int = 50) -> "pd.DataFrame":
    """Share of the positive contribution that the best customers earn; columns customers, contribution, 0 to 1."""
    import pandas as pd

    from crmsim.analytic import lorenz

    curve = 1.0 - lorenz(np.maximum(ours(run)["contribution"].to_numpy(dtype=float), 0.0))[::-1]
    shares = np.linspace(0.0, 1.0, points + 1)
    return pd.DataFrame(
        {"customers": shares, "contribution": np.interp(shares, np.linspace(0.0, 1.0, len(curve)), curve)}
    )


def fifths(run: Run) -> "pd.DataFrame":
    """What each fifth of the customers brought in all, best first; columns fifth, customers, contribution (CNY)."""
    import pandas as pd

    best = np.sort(ours(run)["contribution"].to_numpy(dtype=float))[::-1] / 100.0
    parts = np.array_split(best, len(FIFTHS))
    rows = [(name, len(part), float(part.sum())) for name, part in zip(FIFTHS, parts, strict=True)]
    return pd.DataFrame(rows, columns=["fifth", "customers", "contribution"])


def loyalty_bands(run: Run) -> "pd.DataFrame":
    """The bank's customers by loyalty; columns band, customers, products, share_of_wallet, model_value (CNY)."""
    import pandas as pd

    table = ours(run)
    rows = []
    for low, high, name in BANDS:
        some = table[(table["loyalty"] >= low) & (table["loyalty"] < high)]
        rows.append((name, len(some), some["products"].mean(), some["share"].mean(), some["model_value"].mean()))
    return pd.DataFrame(rows, columns=["band", "customers", "products", "share_of_wallet", "model_value"])


def money_by_stage(run: Run) -> "pd.DataFrame":
    """What a customer brings in a month of each stage; columns stage, customer_months, contribution (CNY a month)."""
    import pandas as pd

    amounts = run.events.groupby("stage_from", observed=False)["amount"].sum()
    months = run.monthly
    rows = []
    for name in Stage.names():
        there = float(months[name].sum())
        rows.append((name, there, float(amounts[name]) / 100.0 / there if there else np.nan))
    return pd.DataFrame(rows, columns=["stage", "customer_months", "contribution"])


def moods(run: Run, every: int = 2) -> "pd.DataFrame":
    """Mean satisfaction and loyalty by month; columns month, measure, value."""
    table = run.monthly[["month", "satisfaction", "loyalty"]]
    return table[table["month"] % every == 0].melt("month", var_name="measure", value_name="value")
