"""The tables of a run, column by column: what each holds, in which unit, and how it follows from the history."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from crmsim.engine.history import History
from crmsim.lattice import HOURS
from crmsim.results.kpis import KPIS
from crmsim.results.tally import Sums
from crmsim.results.values import established_values, model_values, potential_values
from crmsim.stages import (
    Account,
    Codes,
    Event,
    ExitStage,
    Industry,
    Kind,
    LoanClass,
    Rating,
    Regime,
    Region,
    Stage,
    Tier,
    Work,
)

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes:
        name: its name.
        unit: its unit.
        meaning: what it holds, in one sentence.
        of: how it follows from what the table is of: a history, or sums.
        is_whole: whether it holds whole numbers, for tables that are made line by line.
        names: what it names, where that is one of many; documents list them.
    """

    name: str
    unit: str
    meaning: str
    of: Callable[[Any], Any]
    is_whole: bool = False
    names: tuple[str, ...] = ()

    @property
    def explained(self) -> str:
        """What it holds, with the names."""
        return f"{self.meaning.removesuffix('.')}: {', '.join(self.names)}." if self.names else self.meaning


def named(codes: Codes, values: Any) -> Any:
    """Codes as the category names that they stand for."""
    import pandas as pd

    return pd.Categorical.from_codes(values, categories=pd.Index(codes.names()))


def monthly(field: str) -> Callable[[History], Any]:
    """A field of the months as it stands."""
    return lambda h: h.months[field]


def per_customer(field: str) -> Callable[[History], Any]:
    """A monthly sum over customers as their mean; NaN in a month without customers."""
    return lambda h: quotient(h.months[field], h.months["tiers"].sum(axis=1))


def quotient(part: Any, whole: Any) -> Any:
    """Quotients, NaN where there is nothing to divide by."""
    return np.divide(part, whole, out=np.full(len(part), np.nan), where=np.asarray(whole) != 0)


def in_stage(stage: int) -> Callable[[History], Any]:
    """Customers of the market in a stage, by month."""
    return lambda h: h.months["stages"][:, stage]


def latest(history: History, field: str) -> Any:
    """A figure of each customer's last statement; NaN for those who hand in none."""
    is_corporate = history.customers["kind"] == Kind.CORPORATE
    return np.where(is_corporate, history.customers[field][:, 0], np.nan)


def place(name: str) -> Callable[[History], Any]:
    """A place in an array, with a sign again: whoever reckons with a table's numbers may go below 0."""
    return lambda h: h.customers[name].astype(np.int32)


MONTHLY: tuple[Column, ...] = (
    Column("month", "months", "The month, from 0.", lambda h: np.arange(len(h.months))),
    *(
        Column(name, "customers", f"Customers of the market in the stage of {name} at its end.", in_stage(code))
        for code, name in enumerate(Stage.names())
    ),
    Column("customers", "customers", "Customers of the bank at its end.", lambda h: h.months["tiers"].sum(axis=1)),
    Column(
        "contribution", "fen", "Contribution of all customers in the month.", lambda h: h.months["ledger"].sum(axis=1)
    ),
    Column("regime", "name", "The economy's regime at its end.", lambda h: named(Regime, h.months["regime"])),
    Column("approached", "approaches", "Potential customers approached.", lambda h: h.months["found_by"].sum(axis=1)),
    Column("won", "customers", "Customers won.", monthly("won")),
    Column("lost", "customers", "Customers who left.", monthly("lost")),
    Column("closed", "customers", "Customers whom the branch gave up.", monthly("closed")),
    Column("churn", "a month", "Customers who left, of those there at its end.", per_customer("lost")),
    Column("satisfaction", "ratio", "Mean of perceived over expected quality.", per_customer("satisfaction")),
    Column("loyalty", "index", "Mean loyalty.", per_customer("loyalty")),
    Column("share_of_wallet", "share", "Mean share of wallet.", per_customer("share")),
    Column("needs", "needs", "Needs brought to the bank.", monthly("needs")),
    Column("sales", "products", "Products sold.", monthly("sales")),
    Column("complaints", "complaints", "Problems that reached the branch.", monthly("complaints")),
    *(
        Column(
            f"wait_{name}",
            "hours",
            f"Mean wait of {name} customers for a service visit.",
            lambda h, code=code: quotient(h.months["wait"][:, code] * HOURS, h.months["served"][:, code]),  # type: ignore[misc]  # the default binds the loop's value
        )
        for code, name in enumerate(Tier.names())
    ),
    Column(
        "utilisation", "share", "Managers' time at work, of the time there is.", lambda h: h.months["busy"] / h.managers
    ),
)

EVENTS: tuple[Column, ...] = (
    Column("time", "months", "When it happened.", lambda h: h.rows["time"]),
    Column("customer", "number", "To which customer of the market.", lambda h: h.rows["customer"]),
    Column("event", "name", "What happened.", lambda h: named(Event, h.rows["event"]), names=Event.names()),
    Column("stage_from", "name", "The customer's stage before.", lambda h: named(Stage, h.rows["stage_from"])),
    Column("stage_to", "name", "The customer's stage after.", lambda h: named(Stage, h.rows["stage_to"])),
    Column("amount", "fen", "What was posted for the customer.", lambda h: h.rows["amount"]),
    Column("wait", "hours", "How long a job that ended had waited.", lambda h: h.rows["wait"] * HOURS),
)

CUSTOMERS: tuple[Column, ...] = (
    Column("customer", "number", "The customer's number in the market.", place("number")),
    Column("kind", "name", "What it is.", lambda h: named(Kind, h.customers["kind"])),
    Column("industry", "name", "Its industry.", lambda h: named(Industry, h.customers["industry"])),
    Column("region", "name", "Where it is.", lambda h: named(Region, h.customers["region"])),
    Column("foreign", "0 or 1", "Whether it has foreign-currency business.", lambda h: h.customers["foreign"]),
    Column("rating", "name", "Its credit rating.", lambda h: named(Rating, h.customers["rating"])),
    Column("loan_class", "name", "Class of its loan.", lambda h: named(LoanClass, h.customers["loan_class"])),
    Column("exit_stage", "name", "How far its exit has come.", lambda h: named(ExitStage, h.customers["exit_stage"])),
    Column(
        "current_ratio",
        "ratio",
        "Current assets over current liabilities by the last statement; of corporate customers, like the next three.",
        lambda h: latest(h, "current_ratio"),
    ),
    Column("debt_ratio", "ratio", "Debts over assets.", lambda h: latest(h, "debt_ratio")),
    Column("return_on_capital", "a year", "Profit over capital.", lambda h: latest(h, "return_on_capital")),
    Column("cash_flow", "a year", "Operating cash flow over assets.", lambda h: latest(h, "cash_flow")),
    Column("stage", "name", "Its stage at the end.", lambda h: named(Stage, h.customers["stage"])),
    Column("tier", "name", "Its tier, for a customer of the bank.", lambda h: named(Tier, h.customers["tier"])),
    Column("desk", "number", "The desk it belongs to.", place("desk")),
    Column(
        "joined",
        "months",
        "When it last became a customer; before 0 for the opening book.",
        lambda h: h.customers["joined"],
    ),
    Column("wallet", "CNY", "Its banking business anywhere.", lambda h: h.customers["wallet"]),
    Column("share", "share", "Share of the wallet that is with the bank.", lambda h: h.customers["share"]),
    Column("products", "products", "Products it has.", lambda h: h.customers["products"]),
    Column("perceived", "quality", "Perceived quality.", lambda h: h.customers["perceived"]),
    Column("expected", "quality", "Expected quality.", lambda h: h.customers["expected"]),
    Column("hurt", "index", "How hurt it is by problems.", lambda h: h.customers["hurt"]),
    Column("trust", "index", "Trust.", lambda h: h.customers["trust"]),
    Column("loyalty", "index", "Loyalty.", lambda h: h.customers["loyalty"]),
    Column("measured_value", "CNY a month", "Value found at its last review.", lambda h: h.customers["measured"]),
    Column(
        "established_value",
        "CNY a year",
        "What it contributes in a year as it is now; NaN for who is no customer, as the next two.",
        established_values,
    ),
    Column(
        "potential_value",
        "CNY a year",
        "What the part of its wallet that could still be won would earn in a year.",
        potential_values,
    ),
    Column(
        "model_value",
        "CNY",
        "What it is expected to bring in all the years to come, discounted, by what customers of its wallet, tier and "
        "loyalty brought in the years of the run, and how long they stayed; NaN if the run has no whole year.",
        model_values,
    ),
    Column("contribution", "fen", "All that was posted for it.", lambda h: h.customers["contribution"]),
)

MEANINGS = {
    "deposit_margin": "Margin on deposits over the transfer price.",
    "loan_margin": "Margin on loans over the transfer price.",
    "fees": "Fees for products sold.",
    "account_cost": "Cost of keeping accounts.",
    "service_cost": "Managers' hours at wage.",
    "channel_cost": "Cost of contacts with potential customers.",
    "concessions": "Margin given up to customers.",
    "credit_loss": "Loans lost, and what is provided for bad ones.",
    "recovery": "What came back of loans ended.",
    "capital_charge": "Cost of the capital that loans bind.",
    "exit_cost": "The legal side of exits.",
    "survey_cost": "Surveys of satisfaction.",
    "training_cost": "Training of managers.",
    "maintenance_cost": "Loyalty plan, the forms of maintenance that cost money, and services that bind.",
}

LEDGER: tuple[Column, ...] = (
    Column("month", "months", "The month, from 0.", lambda h: np.arange(len(h.months))),
    *(
        Column(name, "fen", MEANINGS[name], lambda h, code=code: h.months["ledger"][:, code])  # type: ignore[misc]  # the default binds the loop's value
        for code, name in enumerate(Account.names())
    ),
)

BRANCHES: tuple[Column, ...] = (
    Column("branch", "number", "The branch, from 0.", lambda t: t.branch, is_whole=True),
    Column("managers", "managers", "Its relationship managers.", lambda t: t.managers, is_whole=True),
    Column("customers", "customers", "Its customers at the end.", lambda t: len(t.own), is_whole=True),
    Column(
        "contribution",
        "fen",
        "Their contribution over the run.",
        lambda t: int(t.months["ledger"].sum()),
        is_whole=True,
    ),
    Column("won", "customers", "Customers won.", lambda t: int(t.total("won")), is_whole=True),
    Column("lost", "customers", "Customers who left.", lambda t: int(t.total("lost")), is_whole=True),
    Column("satisfaction", "ratio", "Mean of perceived over expected quality.", lambda t: t.mean("satisfaction")),
    Column("loyalty", "index", "Mean loyalty.", lambda t: t.mean("loyalty")),
    Column("wait", "hours", "Mean wait for a service visit.", lambda t: t.work_wait(Work.SERVICE)),
    Column("utilisation", "share", "Managers' time at work, of the time there is.", lambda t: t.utilisation()),
)

TABLES: dict[str, tuple[Column, ...]] = {
    "monthly": MONTHLY,
    "events": EVENTS,
    "customers": CUSTOMERS,
    "ledger": LEDGER,
    "branches": BRANCHES,
}
"""Every table of a run but the indicators, which `kpis` defines."""


def frame(columns: Sequence[Column], simulated: History | Sums) -> "pd.DataFrame":
    """A table of a history, or of the sums of several."""
    import pandas as pd

    return pd.DataFrame({column.name: column.of(simulated) for column in columns})


def documented() -> list[tuple[str, str, str, str]]:
    """Table, column, unit and meaning of all that a run gives."""
    rows = [(table, c.name, c.unit, c.explained) for table, columns in TABLES.items() for c in columns]
    return [("kpis", kpi.name, kpi.unit, kpi.meaning) for kpi in KPIS] + rows
