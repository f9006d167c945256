"""The ideal customer: what industry, region, condition and cooperation are worth, and whom a screen lets pass."""

from typing import TYPE_CHECKING, Any

import numpy as np

from crmsim.course.reading import ours
from crmsim.law.prospecting import distance, estimate_scale, seen_right
from crmsim.law.value import evaluation_scale
from crmsim.run import Run
from crmsim.stages import Channel, Industry, Kind, Region, Stage, Step

if TYPE_CHECKING:
    import pandas as pd

WALLETS = (
    (0.0, "below 50,000"),
    (50e3, "50,000 to 200,000"),
    (200e3, "200,000 to 1 million"),
    (1e6, "1 million and more"),
)
COOPERATIONS = ((0.0, "hardly any"), (0.1, "a little"), (0.3, "some"), (0.6, "much"))
"""Bands, each from its lower bound on, and how they are called."""

BEST = 0.8
"""Wallets above this quantile are the best fifth."""

BEFORE_THE_PLAN = slice(Step.SEARCH, Step.PLAN)
"""The steps that make a target out of a lead."""


def banded(values: Any, bands: tuple[tuple[float, str], ...]) -> Any:
    """The name of the band that each value falls into."""
    places = np.searchsorted([low for low, _ in bands], values, side="right") - 1
    return np.array([name for _, name in bands])[places]


def groups(run: Run, trait: str) -> tuple[Any, list[str]]:
    """For every customer of the market the group that it is in by a trait, and the groups in their order."""
    people = run.history.customers
    if trait == "industry":
        return np.array(Industry.names())[people["industry"]], list(Industry.names())
    if trait == "region":
        return np.array(Region.names())[people["region"]], list(Region.names())
    bands = WALLETS if trait == "wallet" else COOPERATIONS
    return banded(people[trait], bands), [name for _, name in bands]


def trait(run: Run, name: str) -> "pd.DataFrame":
    """Customers by one trait; columns group, sought, won, share (won of a hundred sought), value (CNY a year each).

    Args:
        run: a recorded run of one branch.
        name: `industry`, `region`, `wallet` or `cooperation`.
    """
    import pandas as pd

    group, names = groups(run, name)
    events = run.events
    counts = [
        pd.Series(group[events.loc[events["event"] == event, "customer"]]).value_counts().reindex(names, fill_value=0)
        for event in ("sought", "won")
    ]
    own = ours(run)
    value = own["established_value"].groupby(group[own.index]).mean().reindex(names)
    share = 100.0 * counts[1] / counts[0].clip(lower=1)
    columns = {"sought": counts[0], "won": counts[1], "share": share, "value": value}
    return pd.DataFrame(columns).rename_axis("group").reset_index()


def ways() -> dict[str, float]:
    """The length of a visit in each region, against one at home."""
    return {name: distance(code) for code, name in enumerate(Region.names())}


def pass_chance(run: Run) -> Any:
    """The chance of each customer of the market to pass the profile and the estimate of its worth, once it is found."""
    people, rules = run.history.customers, run.scenario
    p = rules.schedule[0].prospecting
    skill = float(run.history.months["skill"][-1])
    right = seen_right(p.screening, skill)
    unwanted = (
        p.avoid_restricted * (people["industry"] == Industry.RESTRICTED),
        p.avoid_remote * (people["region"] == Region.REMOTE),
        (people["cooperation"] < p.least_cooperation) & np.isnan(people["joined"]),
    )
    chance = np.ones(len(people))
    for mark in unwanted:
        chance *= 1.0 - right * mark
    scale = estimate_scale(evaluation_scale(rules.bank.evaluation_error, skill), p.evaluation)
    return chance * enough(people["wallet"], p.least_wallet, scale)


def enough(wallet: Any, least: float, scale: float) -> Any:
    """The chance that a wallet is estimated at the least or more: estimates scatter by a log-logistic law."""
    if least <= 0.0:
        return np.ones(len(wallet))
    if scale <= 0.0:
        return (wallet >= least).astype(float)
    return 1.0 / (1.0 + (least / wallet) ** (1.0 / scale))


def screened(run: Run) -> "pd.DataFrame":
    """Who of the potential customers passes the screen, and who is missed, by the law and without luck.

    Columns kind, potential, passing, turned_away, and missed: those turned away whose wallets are of the best fifth.
    """
    import pandas as pd

    people, chance = run.history.customers, pass_chance(run)
    is_free = people["stage"] <= Stage.DEVELOPMENT
    is_best = people["wallet"] >= np.quantile(people["wallet"][is_free], BEST) if is_free.any() else is_free
    rows = []
    for code, name in enumerate(Kind.names()):
        some = is_free & (people["kind"] == code)
        away = 1.0 - chance[some]
        passing, missed = float(chance[some].sum()), float(away[is_best[some]].sum())
        rows.append((name, int(some.sum()), round(passing), round(float(away.sum())), round(missed)))
    return pd.DataFrame(rows, columns=["kind", "potential", "passing", "turned_away", "missed"])


def cost_of_target(run: Run) -> float:
    """What it cost to make one target out of the leads: hours of the steps before the plan, and the channels; CNY."""
    months, bank = run.sums.months, run.scenario.bank
    hours = float(months["step_hours"].sum(axis=0)[BEFORE_THE_PLAN].sum())
    costs = [getattr(bank, f"cost_{name}") for name in Channel.names()]
    leads = float(months["found_by"].sum(axis=0) @ np.array(costs))
    targets = float(months["steps"].sum(axis=0)[Step.PLAN])
    return (hours * bank.wage + leads) / targets if targets else float("nan")
