"""The firms of the exit desk: the packaged corporate file, and each credit file as it is laid out to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import isnan
from typing import Any

from crmsim.course.shown import Table
from crmsim.language import Say, label
from crmsim.population.customer_file import read_customers
from crmsim.stages import Conduct, Industry, LoanClass, Mark, Rating, Region

FILE = "corporate"
"""The packaged customer file from which the desk's firms come."""

FIGURES = ("current_ratio", "debt_ratio", "return_on_capital", "cash_flow")
"""The figures of a yearly statement, in the order in which they are laid out."""

MARKED = ("mediocre prospects", "obsolete technology", "poor operation", "bad reputation")
"""The marks of criterion 1 that no rating tells, as `stages.Mark` has them."""

RECORDED = (
    "overdue interest, dunning or tax evasion",
    "malicious debt evasion",
    "statements withheld or falsified",
    "breach of law or discipline by those who lead it",
    "merger or other change with serious harm",
)
"""The records of criterion 4, as `stages.Conduct` has them."""

YEARS_SHOWN = ("latest year", "year before", "two years before")
"""The years of the statements, in their order."""

Years = tuple[float, ...]


@dataclass(frozen=True)
class Firm:
    """The credit file of a corporate customer.

    Attributes:
        name: the firm.
        industry: its industry, a code of `Industry`.
        region: where it is, a code of `Region`.
        is_foreign_trade: whether it is in foreign trade.
        rating: its credit rating, a code of `Rating`.
        loan_class: the class of its loans, a code of `LoanClass`.
        business: deposits and loans with the bank together, CNY.
        share: the share of its wallet that is with the bank.
        current_ratio: current assets over current liabilities, of three years, the latest first, as the next three.
        debt_ratio: debts over assets.
        return_on_capital: profit over capital, a year.
        cash_flow: operating cash flow over assets, a year.
        marks: whether it bears each mark of `Mark`.
        conduct: months since each kind of record of `Conduct` was last made; NaN for none.
    """

    name: str
    industry: int
    region: int
    is_foreign_trade: bool
    rating: int
    loan_class: int
    business: float
    share: float
    current_ratio: Years
    debt_ratio: Years
    return_on_capital: Years
    cash_flow: Years
    marks: tuple[bool, ...]
    conduct: Years


@cache
def firms() -> tuple[Firm, ...]:
    """Every firm of the packaged file, in its order."""
    population = read_customers(FILE, potential=0)
    return tuple(firm(name, one) for name, one in zip(population.names, population.records, strict=True))


def firm(name: str, one: Any) -> Firm:
    """A firm from a customer's record."""
    return Firm(
        name=name,
        industry=int(one["industry"]),
        region=int(one["region"]),
        is_foreign_trade=bool(one["foreign"]),
        rating=int(one["rating"]),
        loan_class=int(one["loan_class"]),
        business=float(one["wallet"] * one["share"]),
        share=float(one["share"]),
        **{figure: tuple(float(value) for value in one[figure]) for figure in FIGURES},
        marks=tuple(bool(mark) for mark in one["marks"]),
        conduct=tuple(0.0 - float(when) for when in one["conduct"]),
    )


def rating_of(one: Firm) -> str:
    """A firm's rating as banks write it."""
    return Rating.names()[one.rating].upper()


def class_of(one: Firm, say: Say) -> str:
    """The class of a firm's loans."""
    return say(label(LoanClass.names()[one.loan_class]))


def laid_out(one: Firm, say: Say) -> tuple[Table, Table]:
    """A credit file as it lies on the desk: who it is and what is noted about it, and three years' statements."""
    return sheet(one, say), statements(one, say)


def sheet(one: Firm, say: Say) -> Table:
    """Who a firm is, how much business it has here, and what is noted about it."""
    foreign = say("yes") if one.is_foreign_trade else say("no")
    rows = (
        (say("industry"), say(label(Industry.names()[one.industry])), say("region"), region_of(one, say)),
        (say("foreign trade"), foreign, say("rating"), rating_of(one)),
        (say("business with the bank, CNY"), f"{one.business:,.0f}", say("share of wallet"), f"{one.share:.0%}"),
        (say("loan class"), class_of(one, say), say("marks of a weak firm"), noted(marks_of(one), say)),
        (say("records"), noted(records_of(one, say), say), "", ""),
    )
    return Table(("", "", "", ""), rows, one.name)


def region_of(one: Firm, say: Say) -> str:
    """Where a firm is."""
    return say(label(Region.names()[one.region]))


def marks_of(one: Firm) -> list[str]:
    """The marks that are noted in a firm's file."""
    return [MARKED[mark] for mark in Mark if one.marks[mark]]


def records_of(one: Firm, say: Say) -> list[str]:
    """The records of bad conduct in a firm's file, each with its age."""
    return [
        say("{what} (months ago: {months})").format(what=say(RECORDED[kind]), months=f"{one.conduct[kind]:.0f}")
        for kind in Conduct
        if not isnan(one.conduct[kind])
    ]


def noted(notes: Sequence[str], say: Say) -> str:
    """Notes one after the other, or that there are none."""
    return say("; ").join(say(note) for note in notes) or say("nothing noted")


def statements(one: Firm, say: Say) -> Table:
    """Three years' statements, in percent, the latest first."""
    rows = ((say(label(figure)), *(f"{100.0 * value:.1f} %" for value in getattr(one, figure))) for figure in FIGURES)
    return Table((say("figure"), *(say(year) for year in YEARS_SHOWN)), tuple(rows), say("Three yearly statements"))
