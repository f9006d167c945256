"""Corporate customers from a file: statements, marks and conduct count, and the packaged example is sound."""

import csv
import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from conftest import ROOT, opening_world
from invariants import check
from test_customer_files import mistakes, own, written
from typer.testing import CliRunner

from crmsim.acts.columns import Customer
from crmsim.acts.exits import marks_of, records_of, weak_ratios
from crmsim.cli import app
from crmsim.documents import EXAMPLE, with_columns
from crmsim.engine.history import first_difference
from crmsim.fen import fen
from crmsim.law.exit import meets_first, meets_fourth, meets_second, meets_third
from crmsim.population import example
from crmsim.population.columns import COLUMNS, CREDIT
from crmsim.population.customer_file import Population, read_customers
from crmsim.run import simulate
from crmsim.settings import load
from crmsim.stages import Conduct, Industry, LoanClass, Mark, Rating, Region, Stage

ENGINES = ("simpy", "compiled")
FIGURES = ("current_ratio", "debt_ratio", "return_on_capital", "cash_flow")
MARKS = ("prospects", "technology", "operation", "reputation")
RECORDS = ("overdue", "evasion", "statements", "management", "merger")
TWELVE = {
    "current_ratio": (1.1, 1.2, 1.3),
    "debt_ratio": (0.5, 0.6, 0.7),
    "return_on_capital": (0.08, -0.01, 0.1),
    "cash_flow": (0.04, 0.05, -0.06),
}
"""Three statements, the latest first."""
WHOLE = {f"{figure}_y{year + 1}": str(value) for figure, of in TWELVE.items() for year, value in enumerate(of)}


def table(*rows: Mapping[str, str]) -> str:
    """A file of these customers, each with the columns it names."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [names, *([row.get(name, "") for name in names] for row in rows)]
    return "".join(",".join(line) + "\n" for line in lines)


def firm(**more: str) -> Mapping[str, str]:
    """A corporate customer with an account, and what else is told of it."""
    return {"customer": "A", "kind": "corporate", "deposits": "400000", "loans": "600000", **more}


def opened(population: Population, **settings: float) -> SimpleNamespace:
    """The world with these customers as it opens, before anything happens."""
    scenario = load("baseline").with_settings({path.replace("__", "."): value for path, value in settings.items()})
    return opening_world(scenario, population.records)


# What arrives


def test_every_column_arrives(tmp_path: Path) -> None:
    """Traits, class, marks, three years' statements and records stand where the model looks for them."""
    row = firm(
        industry="restricted",
        region="near",
        foreign="yes",
        rating="bb",
        loan_class="special_mention",
        technology="yes",
        operation="no",
        reputation="yes",
        overdue="5",
        merger="0",
        **WHOLE,
    )
    (customer,) = own(read_customers(written(tmp_path, table(row))))
    assert [customer[name] for name in ("industry", "region", "foreign", "rating", "loan_class")] == [
        Industry.RESTRICTED,
        Region.NEAR,
        1,
        Rating.BB,
        LoanClass.SPECIAL_MENTION,
    ]
    assert {name: tuple(customer[name]) for name in FIGURES} == TWELVE
    assert np.flatnonzero(customer["marks"]).tolist() == [Mark.TECHNOLOGY, Mark.REPUTATION]
    assert customer["conduct"][[Conduct.OVERDUE, Conduct.MERGER]].tolist() == [-5.0, 0.0]
    assert np.isnan(customer["conduct"]).sum() == 3


def test_chinese_names_and_words_read_as_their_english_twins(tmp_path: Path) -> None:
    """Every column's Chinese name, and the Chinese words of those that have some, mean the same."""
    row = firm(
        lost="no",
        industry="emerging",
        region="remote",
        foreign="no",
        rating="CCC",
        loan_class="doubtful",
        **dict.fromkeys(MARKS, "yes"),
        **dict.fromkeys(RECORDS, "7"),
        **WHOLE,
    )
    by_name = {column.name: column for column in COLUMNS}
    spoken = {
        name: next((words for words in by_name[name].words if cell in words), (cell,))[-1] for name, cell in row.items()
    }
    chinese = {by_name[name].aliases[0]: cell for name, cell in spoken.items()}
    assert {"新兴", "外地", "可疑", "是", "7"} <= set(chinese.values())
    first = read_customers(written(tmp_path, table(chinese).encode("gbk"), "公司.csv"))
    second = read_customers(written(tmp_path, table(row)))
    assert repr(first.records.tolist()) == repr(second.records.tolist())


def test_what_is_not_told_is_made_as_ever(tmp_path: Path) -> None:
    """Empty columns of a borrower change nothing at all."""
    bare = written(tmp_path, table(firm(), {"customer": "B"}), "bare.csv")
    empty = written(tmp_path, table({**firm(), **{column.name: "" for column in CREDIT}}, {"customer": "B"}))
    assert repr(read_customers(bare).records.tolist()) == repr(read_customers(empty).records.tolist())


def test_a_mapping_counts_records_from_dates_and_translates_ratings(tmp_path: Path) -> None:
    """Another bank's dates become months ago, and its own scale of ratings ours."""
    mapping = written(
        tmp_path,
        '[columns.customer]\ncolumn = "id"\n[columns.kind]\nconstant = "corporate"\n'
        '[columns.rating]\ncolumn = "scale"\nvalues = { good = "A", bad = "D" }\n'
        '[columns.overdue]\ncolumn = "dunned"\ndate_format = "%Y-%m-%d"\nas_of = 2024-12-31\n'
        + "".join(f"[columns.{name}]\nconstant = {cell}\n" for name, cell in WHOLE.items()),
        "bank.toml",
    )
    path = written(tmp_path, "id,scale,dunned\n1,good,\n2,bad,2024-06-30\n")
    first, second = own(read_customers(path, mapping))
    assert [first["rating"], second["rating"]] == [Rating.A, Rating.D]
    assert math.isnan(first["conduct"][Conduct.OVERDUE])
    assert second["conduct"][Conduct.OVERDUE] == pytest.approx(-6.0, abs=0.1)


def test_a_lost_customer_s_loans_are_in_no_class(tmp_path: Path) -> None:
    """Who has left has no loans that could be bad; its credit file is kept."""
    (customer,) = own(read_customers(written(tmp_path, table(firm(lost="yes", loan_class="loss", **WHOLE)))))
    assert (customer["stage"], customer["loan_class"]) == (Stage.TERMINATION, LoanClass.NORMAL)
    assert customer["current_ratio"][0] == 1.1


# Mistakes

LACKS_ONE = {name: cell for name, cell in WHOLE.items() if name != "debt_ratio_y2"}


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (firm(**LACKS_ONE), "has 11 of the 12 figures of three years' statements and lacks debt_ratio_y2; give"),
        (firm(cash_flow_y1="0.1"), "has 1 of the 12 figures of three years' statements and lacks current_ratio_y1, "),
        (firm(overdue="3", operation="no"), "has operation, overdue and no statements; give all of current_ratio_y1"),
        ({"customer": "A", "evasion": "3"}, "has evasion, which only corporate customers have; leave"),
        ({"customer": "A", "reputation": "no"}, "has reputation, which only corporate customers have; leave"),
        ({**firm(**WHOLE), "kind": "small_business"}, "return_on_capital_y3, cash_flow_y1, cash_flow_y2, cash_flow_y3"),
        (firm(loan_class="loss", loans="0"), "loan_class = loss and there are no loans; give the loans, or leave"),
        ({"customer": "A", "deposits": "5", "loan_class": "doubtful"}, "loan_class = doubtful and there are no loans"),
        ({"customer": "A", "share": "0", "loan_class": "loss"}, "loan_class = loss and there are no loans"),
        (firm(**{**WHOLE, "debt_ratio_y1": "85"}), "debt_ratio_y1 = '85' is above 5, the most it may be; lower it"),
        (firm(**{**WHOLE, "cash_flow_y2": "-3"}), "cash_flow_y2 = '-3' is below -2, the least it may be; raise it"),
        (firm(**WHOLE, merger="-1"), "merger = '-1' is below 0, the least it may be"),
        (firm(rating="A+"), "rating = 'A+' is not one of AAA; AA; A; BBB; BB; B; CCC; D; write one of them"),
        (
            firm(loan_class="bad"),
            "loan_class = 'bad' is not one of normal/正常; special_mention/关注; substandard/次级",
        ),
        (firm(foreign="maybe"), "foreign = 'maybe' is not one of no/0/false/否; yes/1/true/是"),
    ],
)
def test_a_mistake_is_one_sentence(tmp_path: Path, row: Mapping[str, str], sentence: str) -> None:
    """Line, columns and remedy, and nothing more."""
    (mistake,) = mistakes(written(tmp_path, table(row)))
    assert "customers.csv, line 2: " in mistake
    assert sentence in mistake


def test_long_lists_of_columns_end(tmp_path: Path) -> None:
    """A whole credit file of another kind is not told column by column."""
    row = {**firm(**WHOLE, **dict.fromkeys(RECORDS, "1")), "kind": "individual"}
    (mistake,) = mistakes(written(tmp_path, table(row)))
    assert "cash_flow_y3 and 5 more, which only corporate customers have" in mistake


# How it opens


def test_statements_from_a_file_are_kept_and_others_are_made(tmp_path: Path) -> None:
    """At the opening who has a credit file keeps it, and who has none gets one by the rating that the file gives."""
    rows = (firm(rating="AAA", **WHOLE, evasion="30", reputation="yes"), {**firm(rating="AAA"), "customer": "B"})
    world = opened(read_customers(written(tmp_path, table(*rows))))
    told, made = world.customers[:2]
    assert {name: tuple(getattr(told, name)) for name in FIGURES} == TWELVE
    assert (told.marks, told.conduct[Conduct.EVASION]) == ([0, 0, 0, 1], -30.0)
    assert told.rating == made.rating == Rating.AAA
    assert all(math.isfinite(figure) for name in FIGURES for figure in getattr(made, name))
    assert min(made.current_ratio) > 1.2


@pytest.mark.parametrize(("name", "rate"), [("normal", 0.0), ("substandard", 0.25), ("doubtful", 0.5), ("loss", 1.0)])
def test_a_bad_loan_opens_provided_for(tmp_path: Path, name: str, rate: float) -> None:
    """A bad loan earns nothing, is bad since month 0, and its provision is there without a posting."""
    world = opened(read_customers(written(tmp_path, table(firm(loan_class=name)))))
    customer = world.customers[0]
    loans = customer.wallet * customer.share * (1.0 - customer.deposits)
    assert loans == pytest.approx(600_000)
    assert customer.provision == fen(rate * loans)
    assert (customer.on_loans == 0.0) == (rate > 0.0)
    assert (customer.bad_since, customer.contribution, sum(world.months[0].ledger)) == (0.0, 0, 0)


# The packaged example


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a file, as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = rows_of(EXAMPLE)


def verdict(row: Mapping[str, str]) -> tuple[bool, bool, bool, bool]:
    """Which of the course's criteria a row meets, restated from the text."""
    bad = [row["industry"] == "restricted", row["rating"] in {"B", "CCC", "D"}, *(row[mark] == "yes" for mark in MARKS)]
    three = {figure: [float(row[f"{figure}_y{year}"]) for year in (1, 2, 3)] for figure in FIGURES}
    weak = [
        three["current_ratio"][0] < 0.50,
        three["debt_ratio"][0] > 0.80 and row["foreign"] == "no",
        all(earned < 0.0435 for earned in three["return_on_capital"]),
        all(flow < 0.0 for flow in three["cash_flow"]),
    ]
    lost = row["loan_class"] in {"substandard", "doubtful", "loss"}
    return sum(bad) >= 2, lost, sum(weak) >= 2, any(row[record] for record in RECORDS)


def judged(world: Any, customer: Customer) -> tuple[bool, bool, bool, bool]:
    """Which of the criteria the model finds met."""
    return (
        meets_first(marks_of(world, customer), world.rules[0].exit.minimum_marks),
        meets_second(customer.loan_class),
        meets_third(weak_ratios(world, customer)),
        meets_fourth(records_of(world, customer)),
    )


def test_the_example_is_what_its_function_makes() -> None:
    """`python -m crmsim.documents docs` would change nothing, neither in the file nor in the table about it."""
    assert EXAMPLE.read_text("utf-8") == example.text(), "run: python -m crmsim.documents docs"
    about = (ROOT / "docs" / "customer-files.md").read_text("utf-8")
    assert with_columns(about) == about
    assert with_columns(about.replace("| `merger` |", "| `fusion` |")) == about


def test_the_example_is_found_by_its_name() -> None:
    """The name of the packaged file stands for its path, and says so in the run."""
    named, placed = read_customers("corporate"), read_customers(EXAMPLE)
    assert repr(named.records.tolist()) == repr(placed.records.tolist())
    assert named.names == tuple(row["customer"] for row in ROWS)
    run = simulate(load("baseline").with_settings({"months": 1}), customers="corporate", engine="simpy")
    assert run.source == "corporate"
    assert run.customers["name"][0] == "华东机械001"


def test_the_command_line_finds_it_too() -> None:
    """`crmsim run baseline --customers corporate` simulates it."""
    words = ["run", "baseline", "--customers", "corporate", "--months", "1", "--engine", "simpy", "--json"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["customers_from"] == "corporate"


def test_the_example_goes_from_sound_to_lost() -> None:
    """Forty firms, five of each rating; each criterion is met by some, and none of them by many."""
    assert len(ROWS) == 40
    assert Counter(row["rating"] for row in ROWS) == dict.fromkeys(("AAA", "AA", "A", "BBB", "BB", "B", "CCC", "D"), 5)
    assert {row["loan_class"] for row in ROWS} == set(LoanClass.names())
    met = np.array([verdict(row) for row in ROWS])
    assert (met.sum(axis=0) >= 4).all()
    assert 10 <= (~met.any(axis=1)).sum() <= 30


def test_a_foreign_trade_firm_is_excepted() -> None:
    """Firm 023 owes more than 80 % and meets no criterion; without foreign trade it would meet the third."""
    row = ROWS[22]
    assert (row["foreign"], float(row["debt_ratio_y1"]) > 0.8) == ("yes", True)
    assert verdict(row) == (False, False, False, False)
    assert verdict({**row, "foreign": "no"}) == (False, False, True, False)


def test_two_poor_years_are_not_three() -> None:
    """Firm 022 earned less than 4.35 % in two years and meets no criterion; with a third it would meet the third."""
    row = ROWS[21]
    assert sum(float(row[f"return_on_capital_y{year}"]) < 0.0435 for year in (1, 2, 3)) == 2
    assert verdict(row) == (False, False, False, False)
    assert verdict({**row, "return_on_capital_y3": "0.043"}) == (False, False, True, False)


def test_b_or_lower_is_read_both_ways() -> None:
    """Firm 026 is rated B: with B included it bears two marks, and without it one."""
    assert ROWS[25]["rating"] == "B"
    assert verdict(ROWS[25]) == (True, False, False, False)
    population = read_customers("corporate")
    for include, first in ((True, True), (False, False)):
        world = opened(population, exit__include_b=include)
        assert judged(world, world.customers[25]) == (first, False, False, False)


def test_the_model_judges_each_firm_as_the_course_does() -> None:
    """At month 0 who meets which criterion agrees with the course's thresholds on the file's own numbers."""
    world = opened(read_customers("corporate"))
    assert [judged(world, customer) for customer in world.customers[:40]] == [verdict(row) for row in ROWS]


def with_lost_ones(rows: Sequence[dict[str, str]]) -> Iterator[dict[str, str]]:
    """The rows with a lost customer in each place whose year ends in month 0, so that no firm's does."""
    place = 0
    for row in rows:
        if place % 12 == 0:
            yield {"customer": f"left-{place}", "kind": "corporate", "lost": "yes"}
            place += 1
        yield row
        place += 1


@pytest.mark.parametrize("engine", ENGINES)
def test_the_first_review_finds_as_many_as_the_course_does(tmp_path: Path, engine: str) -> None:
    """In month 0 each engine's credit review counts for each criterion just the firms that meet it."""
    path = written(tmp_path, table(*with_lost_ones(ROWS)))
    run = simulate(load("baseline").with_settings({"months": 1}), customers=path, engine=engine)
    month = run.history.months[0]
    assert month["credit_reviews"] == len(ROWS)
    assert month["flagged_by"].tolist() == np.array([verdict(row) for row in ROWS]).sum(axis=0).tolist()


def test_the_example_has_one_sound_history() -> None:
    """Two years of the baseline on the example are the same on both engines, bit for bit, and hold every invariant."""
    scenario = load("baseline").with_settings({"months": 24})
    one, other = (simulate(scenario, customers=EXAMPLE, engine=engine).history for engine in ENGINES)
    assert first_difference(one, other) is None
    check(scenario, one)
    assert one.months["exits"].sum() > 0
