"""Makes the packaged example: corporate customers from sound to lost, by the laws of credit and luck of their own."""

import csv
import io
from collections.abc import Mapping

from crmsim.acts.columns import YEARS
from crmsim.law.credit import (
    cash_flow_of,
    class_by_rating,
    conduct_chance,
    current_ratio_of,
    debt_ratio_of,
    health,
    is_marked,
    return_of,
)
from crmsim.law.value import wallet
from crmsim.luck import uniform
from crmsim.population.columns import BORROWER, CONDUCT, FIGURES, MARKS, STATEMENTS
from crmsim.stages import Industry, LoanClass, Purpose, Rating, Region

Row = Mapping[str, str]

TRADES = ("机械", "软件", "贸易", "纺织", "化工")
"""What the firms do; of each rating there is one of each."""

INDUSTRIES = (
    Industry.ESTABLISHED,
    Industry.EMERGING,
    Industry.ESTABLISHED,
    Industry.ESTABLISHED,
    Industry.RESTRICTED,
)
"""The industry of each trade."""

FOREIGN_TRADE = 2
"""The trade that deals with other countries."""

AREAS = (("华东", Region.HOME), ("华东", Region.HOME), ("华北", Region.NEAR), ("西南", Region.REMOTE))
"""Where the firms are, in turn."""

SIZE = len(Rating) * len(TRADES)
"""Firms in the example."""

SEED = 2024
"""The example's own luck."""

MEDIAN_WALLET = 20e6
"""Banking business of a middling firm, CNY."""

SPREAD = 0.43
"""How unequal that business is (Gini)."""

DEPOSITS = 0.4
"""Deposits as a share of a firm's business with the bank, as a market has it by default."""

MISCONDUCT = 0.03
"""Chance a year of a record of one kind, for a firm of middling health: more than usual, so that all kinds are seen."""

NO_RECORDS = dict.fromkeys((column.name for column in CONDUCT), "")

ON_THE_LINE: Mapping[int, Row] = {
    21: {  # returns poor for two years and not for three: one weak figure, where three years would make two
        **NO_RECORDS,
        "return_on_capital_y1": "0.031",
        "return_on_capital_y2": "0.040",
        "return_on_capital_y3": "0.047",
        "debt_ratio_y1": "0.830",
        "current_ratio_y1": "0.910",
    },
    22: {  # in foreign trade, so that its debts do not count: one weak figure, where debts would make two
        **NO_RECORDS,
        "current_ratio_y1": "0.460",
        "debt_ratio_y1": "0.860",
        "return_on_capital_y1": "0.052",
        "cash_flow_y1": "0.018",
    },
    25: {  # rated B and run poorly: two marks only if "B or lower" includes B
        **NO_RECORDS,
        **dict.fromkeys(("prospects", "technology", "reputation"), "no"),
        "operation": "yes",
        "current_ratio_y1": "0.640",
    },
}
"""Firms that stand on the line of a criterion, by their number: what is set for them in place of their luck."""


def text() -> str:
    """The example as the text of a customer file."""
    rows = [row(number) for number in range(SIZE)]
    written = io.StringIO()
    writer = csv.DictWriter(written, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def row(number: int) -> Row:
    """A firm as a row of the file."""
    area, _ = AREAS[number % len(AREAS)]
    name = f"{area}{TRADES[number % len(TRADES)]}{number + 1:03d}"
    told = {**account(number), **traits(number), **files(number), **ON_THE_LINE.get(number, {})}
    return {"customer": name, "kind": "corporate", **told}


def luck(number: int, purpose: int, k: int = 0) -> float:
    """A firm's luck."""
    return uniform(SEED, 0, number, purpose, k)


def rating(number: int) -> int:
    """A firm's rating, the best first."""
    return number // len(TRADES)


def account(number: int) -> Row:
    """A firm's account with the bank, in tens of thousands."""
    whole = 10_000 * round(wallet(luck(number, Purpose.WALLET), MEDIAN_WALLET, SPREAD) / 10_000)
    business = whole * (0.15 + 0.6 * luck(number, Purpose.OPENING_SHARE))
    deposits = 10_000 * round(business * DEPOSITS / 10_000)
    loans = 10_000 * round(business * (1.0 - DEPOSITS) / 10_000)
    months = 6 + int(174 * luck(number, Purpose.OPENING_AGE))
    return {"deposits": str(deposits), "loans": str(loans), "wallet": str(whole), "months_with_bank": str(months)}


def traits(number: int) -> Row:
    """What a firm is like and how its loans are classed: in default substandard, doubtful and lost in turn."""
    trade = number % len(TRADES)
    before = LoanClass.SUBSTANDARD + number % 3 if rating(number) == Rating.D else LoanClass.NORMAL
    codes = {
        "industry": INDUSTRIES[trade],
        "region": AREAS[number % len(AREAS)][1],
        "foreign": int(trade == FOREIGN_TRADE),
        "rating": rating(number),
        "loan_class": class_by_rating(rating(number), before),
    }
    return {column.name: column.words[codes[column.name]][0] for column in BORROWER}


def files(number: int) -> Row:
    """A firm's three statements, the latest first, its marks by the latest, and the records of those years."""
    told: dict[str, str] = {}
    for year in range(YEARS, 0, -1):
        sound = health(rating(number), luck(number, Purpose.HEALTH, year))
        told |= {**statement(number, year, sound), **records(number, year, sound)}
        marks = (is_marked(sound, luck(number, Purpose.MARK, mark)) for mark in range(len(MARKS)))
        told |= {column.name: ("no", "yes")[marked] for column, marked in zip(MARKS, marks, strict=True)}
    return {column.name: told.get(column.name, "") for column in (*MARKS, *STATEMENTS, *CONDUCT)}


def statement(number: int, year: int, sound: float) -> Row:
    """A firm's statement of a year, by its health."""
    figures = (
        current_ratio_of(sound, luck(number, Purpose.STATEMENT_CURRENT, year)),
        debt_ratio_of(sound, luck(number, Purpose.STATEMENT_DEBT, year)),
        return_of(sound, luck(number, Purpose.STATEMENT_RETURN, year)),
        cash_flow_of(sound, luck(number, Purpose.STATEMENT_CASH, year)),
    )
    return {
        f"{column.name}_y{year}": f"{round(figure, 3) + 0.0:.3f}"
        for column, figure in zip(FIGURES, figures, strict=True)
    }


def records(number: int, year: int, sound: float) -> Row:
    """The records of bad conduct that a firm gets in a year, by its health: how many months ago."""
    chance = conduct_chance(MISCONDUCT, sound)
    places = {column.name: year * len(CONDUCT) + item for item, column in enumerate(CONDUCT)}
    return {
        name: str(int(12 * (year - 1 + luck(number, Purpose.CONDUCT_DATE, place))))
        for name, place in places.items()
        if luck(number, Purpose.CONDUCT, place) < chance
    }
