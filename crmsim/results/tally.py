"""The sums of a history, or of many branches' histories, that indicators are made of."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crmsim.acts.columns import Customer
from crmsim.acts.layout import Records, columns
from crmsim.engine.history import History
from crmsim.lattice import HOURS
from crmsim.stages import Stage, Step

TRAITS = (
    "contribution",
    "perceived",
    "expected",
    "loyalty",
    "hurt",
    "trust",
    "share",
    "recommended",
    "kind",
    "industry",
    "region",
    "foreign",
)
"""What indicators ask of each customer that is with the bank at the end."""

OWN = np.dtype([(name, columns(Customer)[name]) for name in TRAITS])


@dataclass(frozen=True)
class Sums:
    """What is left of a branch's history, or of a bank's, when customers of the market and rows are let go.

    Attributes:
        months: what each month brought; layout of `Month`, summed over the branches.
        own: the customers that are with the bank at the end, branch after branch; layout `OWN`.
        managers: relationship managers.
        branches: how many branches are in it.
        events: events of the calendar.
        rows: rows of the history, recorded or not.
    """

    months: Records
    own: Records
    managers: int
    branches: int
    events: int
    rows: int


def is_own(customers: Records) -> NDArray[np.bool_]:
    """Which customers of the market are the bank's; shape (customers,)."""
    own: NDArray[np.bool_] = (customers["stage"] >= Stage.GROWTH) & (customers["stage"] <= Stage.DECLINE)
    return own


def sums_of(history: History) -> Sums:
    """The sums of one branch."""
    everyone = history.customers
    ours = everyone[is_own(everyone)]
    own = np.empty(len(ours), OWN)
    for name in TRAITS:
        own[name] = ours[name]
    return Sums(history.months, own, history.managers, 1, history.events, history.written)


def together(parts: Iterable[Sums]) -> Sums:
    """The sums of several branches: in their order, so that floating-point sums are the same whoever simulated them."""
    each = iter(parts)
    first = next(each)
    months, own = first.months.copy(), [first.own]
    managers, branches, events, rows = first.managers, first.branches, first.events, first.rows
    for part in each:
        for name in months.dtype.names or ():
            months[name] += part.months[name]
        own.append(part.own)
        managers, branches = managers + part.managers, branches + part.branches
        events, rows = events + part.events, rows + part.rows
    return Sums(months, np.concatenate(own), managers, branches, events, rows)


class Tally:
    """Sums, and what follows from them."""

    def __init__(self, sums: Sums, discount_rate: float, branch: int = 0) -> None:
        self.months, self.own, self.discount_rate = sums.months, sums.own, discount_rate
        self.managers, self.branches, self.branch = sums.managers, sums.branches, branch

    def total(self, field: str, place: int | None = None) -> float:
        """The sum of a monthly field over the run, or of one of its places."""
        values = self.months[field] if place is None else self.months[field][:, place]
        return float(values.sum())

    def customer_months(self) -> float:
        """Customers of the bank at each month's end, summed over the run."""
        return float(self.months["tiers"].sum())

    def mean(self, field: str) -> float:
        """A monthly sum over customers, as the mean over customers and months."""
        return ratio(self.total(field), self.customer_months())

    def stage_share(self, stage: int) -> float:
        """Customer-months spent in a stage, as a share of all with the bank."""
        return ratio(self.total("stages", stage), self.customer_months())

    def tier_share(self, tier: int) -> float:
        """Customer-months spent in a tier, as a share of all with the bank."""
        return ratio(self.total("tiers", tier), self.customer_months())

    def own_share(self, field: str, value: int) -> float:
        """Customers with a trait at the end, as a share of all with the bank."""
        return ratio(float(np.count_nonzero(self.own[field] == value)), float(len(self.own)))

    def planned(self, field: str) -> float:
        """A monthly sum over plans, as their mean."""
        return ratio(self.total(field), self.total("steps", Step.PLAN))

    def accepted(self) -> float:
        """Visits to potential customers that ended in an acceptance."""
        return self.total("won") - self.total("approved") + self.total("applications")

    def yuan(self, account: int | None = None) -> float:
        """The ledger's total, or an account's, in CNY."""
        return self.total("ledger", account) / 100.0

    def discounted(self) -> float:
        """Contribution discounted from each month's end, in CNY."""
        ends = np.arange(1, len(self.months) + 1) / 12.0
        return float((self.months["ledger"].sum(axis=1) / (1.0 + self.discount_rate) ** ends).sum()) / 100.0

    def work_wait(self, work: int) -> float:
        """Mean wait of a kind of work, in hours."""
        return ratio(self.total("work_wait", work) * HOURS, self.total("done", work))

    def tier_wait(self, tier: int) -> float:
        """Mean wait of a tier's service visits, in hours."""
        return ratio(self.total("wait", tier) * HOURS, self.total("served", tier))

    def kept(self, tier: int) -> float:
        """Share of a tier's service visits within the promise."""
        return ratio(self.total("kept", tier), self.total("served", tier))

    def swing(self, field: str) -> float:
        """A monthly field's standard deviation over its mean."""
        return ratio(float(self.months[field].std()), float(self.months[field].mean()))

    def punctual(self, kind: int) -> float:
        """Mean punctuality of visits, as a kind of customers sees it."""
        return ratio(self.total("punctual", kind), self.total("judged", kind))

    def utilisation(self) -> float:
        """Managers' time at work, of the time there is."""
        return self.total("busy") / (self.managers * len(self.months))

    def visit_hours(self, tier: int) -> float:
        """Mean length of a tier's service visits, in hours."""
        return ratio(self.total("tier_hours", tier), self.total("served", tier))

    def own_mean(self, field: str) -> float:
        """Mean of a column over the bank's customers at the end."""
        return float(self.own[field].mean()) if len(self.own) else math.nan

    def referred_mean(self, field: str) -> float:
        """The same over those of them who came by a recommendation."""
        referred = self.own[field][self.own["recommended"] == 1]
        return float(referred.mean()) if len(referred) else math.nan

    def own_spread(self, field: str) -> float:
        """Standard deviation of a column over the bank's customers at the end."""
        return float(self.own[field].std()) if len(self.own) else math.nan


def ratio(part: float, whole: float) -> float:
    """A quotient, NaN where there is nothing to divide by."""
    return part / whole if whole else math.nan


def top_share(values: NDArray[Any], top: float) -> float:
    """What the most profitable part of the customers earn, as a share of all positive contribution."""
    positive = float(values[values > 0].sum())
    best = np.sort(values)[::-1][: math.ceil(top * len(values))]
    return ratio(float(best[best > 0].sum()), positive)


def bottom_mean(values: NDArray[Any], bottom: float) -> float:
    """What a customer of the least profitable part earns in the mean; NaN without customers."""
    worst = np.sort(values)[: math.ceil(bottom * len(values))]
    return float(worst.mean()) if len(worst) else math.nan
