"""The tables behind the charts of chapter 3, made from a run; columns have plain English names."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from crmsim.course.reading import BANDS, by_year, ours
from crmsim.law.value import tier
from crmsim.run import Run
from crmsim.stages import Account, Kind, Tier, Work

if TYPE_CHECKING:
    import pandas as pd

YEAR = 12

AFTER = 6
"""Months within which a customer who leaves is thought to have left because of something."""

TROUBLES = (
    ("settled", "in any month"),
    ("complaint", "after a problem that it told of"),
    ("silent_problem", "after a problem that nobody heard of"),
)
"""Events after which leaving is counted, and what they mean."""


def per_month(run: Run, field: str) -> "np.typing.NDArray[np.float64]":
    """A monthly field by its places, in the mean of the months."""
    found: np.typing.NDArray[np.float64] = run.sums.months[field].mean(axis=0)
    return found


def hours_by_tier(run: Run) -> "pd.DataFrame":
    """What each tier gets in a month; columns tier, customers, hours, minutes, contacts."""
    import pandas as pd

    customers, hours, contacts = (per_month(run, name) for name in ("tiers", "tier_hours", "touched"))
    rows = [
        (name, customers[code], hours[code], 60.0 * hours[code] / customers[code], contacts[code])
        for code, name in enumerate(Tier.names())
    ]
    return pd.DataFrame(rows, columns=["tier", "customers", "hours", "minutes", "contacts"])


def hours_by_work(run: Run) -> "pd.DataFrame":
    """Where a month's hours go; columns work, hours, share (percent of the hours that managers work)."""
    import pandas as pd

    hours = per_month(run, "hours")
    rows = [(name, hours[code], 100.0 * hours[code] / hours.sum()) for code, name in enumerate(Work.names())]
    return pd.DataFrame(rows, columns=["work", "hours", "share"]).sort_values("hours", ascending=False)


def shares_by_tier(run: Run) -> "pd.DataFrame":
    """Who is served how much and brings how much, in percent of all; columns tier, customers, hours, contribution."""
    import pandas as pd

    table = ours(run)
    values = table.groupby(table["tier"].astype(str))["established_value"].sum()
    parts = {name: per_month(run, field) for name, field in (("customers", "tiers"), ("hours", "tier_hours"))}
    rows = [
        (name, *(100.0 * part[code] / part.sum() for part in parts.values()), 100.0 * values[name] / values.sum())
        for code, name in enumerate(Tier.names())
    ]
    return pd.DataFrame(rows, columns=["tier", "customers", "hours", "contribution"])


def seen_and_true(run: Run) -> "pd.DataFrame":
    """In which tier customers were put, against the one that their value calls for; a row for each tier found."""
    import pandas as pd

    rules, table = run.scenario.schedule[0].maintenance, ours(run)
    true = [tier(value / YEAR, rules.select_from, rules.premium_from) for value in table["established_value"]]
    names = Tier.names()
    counts = pd.crosstab(table["tier"].astype(str), pd.Series([names[code] for code in true], index=table.index))
    return counts.reindex(index=names, columns=names, fill_value=0)


def kinds(run: Run) -> "pd.DataFrame":
    """What kinds of customers ask for and get; columns kind, needs, custom (hours), punctual (%), hours, value."""
    import pandas as pd

    market, table = run.scenario.market, ours(run)
    values = table.groupby(table["kind"].astype(str))["established_value"].mean()
    rows = [
        (
            name,
            getattr(market, f"needs_{name}"),
            getattr(market, f"custom_{name}"),
            100.0 * run.indicators[f"punctual_{name}"],
            run.indicators[f"hours_{name}"],
            float(values.get(name, np.nan)),
        )
        for name in Kind.names()
    ]
    return pd.DataFrame(rows, columns=["kind", "needs", "custom", "punctual", "hours", "value"])


def of_a_tier(run: Run, name: str) -> dict[str, float]:
    """What a tier's customers get, and how they feel at the end."""
    table = ours(run)
    some, k = table[table["tier"] == name], run.indicators
    felt = {
        "satisfaction": float((some["perceived"] / np.maximum(some["expected"], 0.1)).mean()),
        "loyalty": float(some["loyalty"].mean()),
    }
    return {what: k[f"{what}_{name}"] for what in ("wait", "kept", "hours", "touched")} | felt


def repeats(run: Run) -> "pd.DataFrame":
    """Needs and products that customers brought in the last year, by loyalty; columns band, customers, needs, sales."""
    import pandas as pd

    table, events = ours(run), run.events
    late = events[events["time"] >= run.scenario.months - YEAR]
    counts = {name: late.loc[late["event"] == name, "customer"].value_counts() for name in ("need", "sold")}
    rows = []
    for low, high, name in BANDS:
        some = table.index[(table["loyalty"] >= low) & (table["loyalty"] < high)]
        means = (float(counts[what].reindex(some, fill_value=0).mean()) for what in ("need", "sold"))
        rows.append((name, len(some), *means))
    return pd.DataFrame(rows, columns=["band", "customers", "needs", "sales"])


def offers(run: Run) -> "pd.DataFrame":
    """What became of competitors' offers, year by year; columns year, declined, bought_off, left."""
    import pandas as pd

    events = run.events
    served = events.loc[events["event"] == "served", ["customer", "time"]]
    conceded = events[events["event"] == "conceded"].merge(served, on=["customer", "time"], how="left", indicator=True)
    times = {
        "declined": events.loc[events["event"] == "offer_declined", "time"],
        "bought_off": conceded.loc[conceded["_merge"] == "left_only", "time"],
        "left": events.loc[events["event"] == "left", "time"],
    }
    years = range(run.scenario.months // YEAR)
    columns = {name: [int(((at // YEAR) == year).sum()) for year in years] for name, at in times.items()}
    return pd.DataFrame({"year": [year + 1 for year in years], **columns})


def troubles(run: Run) -> "pd.DataFrame":
    """Who leaves within half a year after what; columns after, cases, gone (percent)."""
    import pandas as pd

    events = run.events
    left = events[events["event"] == "left"]
    gone = left.groupby("customer")["time"].apply(np.array).to_dict()
    rows = []
    for name, words in TROUBLES:
        some = events[(events["event"] == name) & (events["time"] <= run.scenario.months - AFTER)]
        hits = sum(
            soon_after(gone.get(customer), time) for customer, time in zip(some["customer"], some["time"], strict=True)
        )
        rows.append((words, len(some), 100.0 * hits / len(some) if len(some) else np.nan))
    return pd.DataFrame(rows, columns=["after", "cases", "gone"])


def soon_after(times: "np.typing.NDArray[np.float64] | None", since: float) -> bool:
    """Whether any of some moments lies within half a year after another."""
    return times is not None and bool(((times > since) & (times <= since + AFTER)).any())


def measures(run: Run) -> "pd.DataFrame":
    """The course's measures of loyalty year by year; needs and sales a customer, the rest in percent."""
    years, months = by_year(run).set_index("year"), run.monthly
    sums = months.groupby(months["month"] // YEAR + 1)[["needs", "sales", "complaints"]].sum()
    means = months.groupby(months["month"] // YEAR + 1)["customers"].mean()
    found, fate = years[["acquisition", "churn"]] * 100.0, offers(run).set_index("year")
    found["needs"], found["sales"] = sums["needs"] / means, sums["sales"] / means
    found["declined"] = 100.0 * fate["declined"] / fate.sum(axis=1)
    silent = run.sums.months["silent"].reshape(-1, YEAR).sum(axis=1)
    found["told"] = 100.0 * sums["complaints"] / (sums["complaints"] + silent)
    before = years["customers"].shift(1, fill_value=run.scenario.market.customers)
    found["growth"] = 100.0 * (years["customers"] / before - 1.0)
    return found.reset_index()


def yearly(run: Run, names: Sequence[str]) -> "pd.DataFrame":
    """Some of contribution, credit cost (both million CNY) and churn (percent), by year."""
    import pandas as pd

    months = run.sums.months
    ledger = months["ledger"].reshape(-1, YEAR, len(Account)).sum(axis=1) / 1e8
    there = months["tiers"].sum(axis=1).reshape(-1, YEAR).mean(axis=1)
    found = {
        "contribution": ledger.sum(axis=1),
        "credit_cost": -(ledger[:, Account.CREDIT_LOSS] + ledger[:, Account.RECOVERY]),
        "churn": 100.0 * months["lost"].reshape(-1, YEAR).sum(axis=1) / there,
    }
    years = np.arange(1, len(there) + 1)
    return pd.DataFrame({"year": years, **{name: found[name] for name in names}})


def so_far(run: Run) -> "np.typing.NDArray[np.float64]":
    """Contribution of all customers up to each month's end, in CNY."""
    found: np.typing.NDArray[np.float64] = run.sums.months["ledger"].sum(axis=1).cumsum() / 100.0
    return found
