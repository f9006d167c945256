"""What the notebooks of chapter 4 show, and the exit desk: judged by the model's own rule, in either language."""

import csv
import json
from collections.abc import Callable
from importlib.resources import files

import pytest
from conftest import opening_world

pytest.importorskip("ipywidgets", reason="the exit desk is an extra: install [lab]")

import crmsim
from crmsim.acts.exits import marks_of, records_of, weak_ratios
from crmsim.course import chapter4, forms
from crmsim.course.exiting import cases, desk, figures, ladder, trials
from crmsim.course.exiting.criteria import TITLES, Rule, criteria, rule
from crmsim.course.exiting.firms import MARKED, RECORDED, YEARS_SHOWN, firms, laid_out
from crmsim.course.exiting.plan import FILLED, PLAN
from crmsim.course.matching import LETTERS
from crmsim.course.reading import ours
from crmsim.course.shown import CHART, SCHEMA, Folded, Page, Shown, Table
from crmsim.language import catalogue, speaker
from crmsim.population.customer_file import read_customers
from crmsim.run import Run
from crmsim.settings import lever_at, levers, load
from crmsim.widgets.exit_desk import ExitDesk

OF_A_RUN: dict[str, Callable[[Run], Page]] = {
    "purpose": chapter4.purpose,
    "will": chapter4.will,
    "by_customer": chapter4.by_customer,
    "passive": chapter4.passive,
    "unwanted": chapter4.unwanted,
}
OF_NOTHING: dict[str, Callable[[], Page]] = {
    "breadth": chapter4.breadth,
    "business": chapter4.business,
    "content": chapter4.content,
    "dynamic": chapter4.dynamic,
    "extent": chapter4.extent,
    "files": chapter4.files,
    "how_often": chapter4.how_often,
    "keeping": chapter4.keeping,
    "legal": chapter4.legal,
    "means_of_exit": chapter4.means_of_exit,
    "plan": chapter4.plan,
    "risk": chapter4.risk,
    "secrecy": chapter4.secrecy,
    "skills": chapter4.skills,
    "timing": chapter4.timing,
    "value": chapter4.value,
    "ways": chapter4.ways,
    "how_much": chapter4.how_much,
    "criterion": lambda: chapter4.criterion(3),
    "skill": lambda: chapter4.skill("exit.execution"),
}
SKILLS = ("risk_recognition", "execution", "timing", "exit_communication", "combination")

say = speaker("en")


@pytest.fixture(scope="module")
def run() -> Run:
    """The branch of the course, which is simulated once for all stories here."""
    return crmsim.simulate("baseline", seed=1)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stories are told in English unless they say otherwise."""
    monkeypatch.setenv("CRMSIM_LANG", "en")


def called(name: str, run: Run) -> Page:
    """A page by its name."""
    return OF_A_RUN[name](run) if name in OF_A_RUN else OF_NOTHING[name]()


@pytest.mark.parametrize("name", [*OF_A_RUN, *OF_NOTHING])
def test_each_page_is_wholly_said_in_either_language(name: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page has no English line in Chinese, and the same parts in both languages."""
    pages = []
    for lang in ("en", "zh"):
        monkeypatch.setenv("CRMSIM_LANG", lang)
        pages.append(called(name, run))
    english, chinese = pages
    assert [type(part) for part in english.parts] == [type(part) for part in chinese.parts]
    assert repr(english) != repr(chinese)
    words = catalogue("zh")
    cells = {cell.strip() for line in repr(chinese).splitlines() for cell in line.split("|")}
    assert {cell for cell in cells & set(words) if words[cell] != cell} == set()


@pytest.mark.parametrize("name", [*OF_A_RUN, *OF_NOTHING])
def test_every_chart_is_told_in_words_and_as_a_table(name: str, run: Run) -> None:
    """A chart names Vega-Lite 5, has a title and a description, and a table with its figures follows it."""
    shown = called(name, run)
    for place, part in enumerate(shown.parts):
        if isinstance(part, Shown):
            assert part.bundle()[CHART]["$schema"] == SCHEMA
            assert part.spec["title"]
            assert part.spec["description"]
            assert isinstance(shown.parts[place + 1], Table)
            assert len(json.dumps(part.bundle()[CHART])) < 40_000


def test_all_that_a_notebook_may_call_is_there() -> None:
    """Each public name of the chapter exists and is explained."""
    assert set(OF_A_RUN) | set(OF_NOTHING) | {"start", "switch"} == set(chapter4.__all__)
    assert [name for name in chapter4.__all__ if not getattr(chapter4, name).__doc__] == []


# The files and the rule


def test_the_firms_are_those_of_the_packaged_file() -> None:
    """Forty files, in the order of the file, with its own figures, marks and records."""
    text = files("crmsim").joinpath("customer_files/corporate.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert [one.name for one in firms()] == [row["customer"] for row in rows]
    for one, row in zip(firms(), rows, strict=True):
        assert one.debt_ratio == tuple(float(row[f"debt_ratio_y{year}"]) for year in (1, 2, 3))
        assert one.is_foreign_trade == (row["foreign"] == "yes")
        assert one.business == pytest.approx(float(row["deposits"]) + float(row["loans"]))


@pytest.mark.parametrize(
    "changed", [{}, {"exit.include_b": False}, {"exit.minimum_marks": 1, "exit.ratio_debt": False}]
)
def test_the_desk_judges_each_firm_as_the_model_does(changed: dict[str, float]) -> None:
    """Marks, weak figures and records of all forty firms are as many as a credit review of the model counts."""
    scenario = load("baseline").with_settings(changed)
    opening = opening_world(scenario, read_customers("corporate").records)
    for one, customer in zip(firms(), opening.customers, strict=False):
        first, _, third, fourth = (
            sum(finding.holds for finding in criterion.findings) for criterion in criteria(one, rule(scenario), say)
        )
        counted = marks_of(opening, customer), weak_ratios(opening, customer), records_of(opening, customer)
        assert (first, third, fourth) == counted, one.name


def test_a_criterion_that_is_switched_off_sends_nobody_away() -> None:
    """Where the strategy enforces no criterion, every firm is kept."""
    off = load("no-exit")
    verdicts = [desk.judged(one, desk.Answer(decision="keep"), rule(off), say) for one in firms()]
    assert {verdict.decision for verdict in verdicts} == {"keep"}
    assert {verdict.outcome for verdict in verdicts} == {"correct"}


def test_a_file_lays_out_what_decides() -> None:
    """The sheet of a foreign-trade firm says so, and its statements are in percent."""
    sheet, statements = laid_out(firms()[22], say)
    assert "foreign trade | yes" in sheet.text()
    assert "debt ratio | 86.0 % | 67.7 % | 89.8 %" in statements.text()


@pytest.fixture
def by() -> Rule:
    """The rule of the course."""
    return rule()


@pytest.mark.parametrize(
    ("ticked", "decision", "outcome"),
    [
        ({1, 3}, "exit", "correct"),
        ({1}, "exit", "close"),
        ({1, 2, 3}, "exit", "close"),
        ({1, 3}, "keep", "not yet"),
        (set(), "keep", "not yet"),
        ({1, 3}, "", "not attempted"),
        (set(), "", "not attempted"),
    ],
)
def test_answers_are_right_close_wrong_or_none(by: Rule, ticked: set[int], decision: str, outcome: str) -> None:
    """Firm 031 meets criteria 1 and 3: what is ticked and decided is held against that."""
    verdict = desk.judged(firms()[30], desk.Answer(frozenset(ticked), decision), by, say)
    assert verdict.outcome == outcome
    assert (set(verdict.missed), set(verdict.mistaken)) == ({1, 3} - ticked, ticked - {1, 3})


def test_why_is_said_for_each_criterion(by: Rule) -> None:
    """One condition of two is told, and that it is not enough; thresholds are those of the law and the settings."""
    answer = desk.Answer(frozenset({3}), "exit")
    table = desk.explained(desk.judged(firms()[22], answer, by, say), answer, say)
    assert table.rows[2][1:] == ("yes", "no", "current ratio below 50 % (46.0 %): not enough")
    assert table.rows[1][3] == "nothing in the file"
    second = Rule(by.exit, 0.055)
    assert any("below 5.50 %" in finding.what for finding in criteria(firms()[22], second, say)[2].findings)


# The desk in the page


def test_the_desk_answers_when_it_is_asked() -> None:
    """Ticks and a decision alone say nothing; the button brings the verdict, and a change takes it back."""
    page = ExitDesk(lang="en")
    page.file.value = 30
    page.boxes[1].value = page.boxes[3].value = True
    page.decision.value = "exit"
    assert page.verdict.value == ""
    page.buttons["Check"].click()
    assert "Correct" in page.verdict.value
    assert "return on capital below 4.35 %" in page.verdict.value
    assert "Checked 1 files of 40: 1 correct" in page.score.value
    page.boxes[3].value = False
    assert page.verdict.value == ""
    assert page.check().outcome == "close"


def test_the_desk_asks_for_a_decision() -> None:
    """Who checks without deciding is asked to decide, and is not told the answer."""
    page = ExitDesk(lang="en")
    page.buttons["Check"].click()
    assert "Decide first" in page.verdict.value
    assert "<table>" not in page.verdict.value
    assert "Checked 0 files" in page.score.value


def test_nothing_is_lost_between_files() -> None:
    """An answer is there again when its file is opened again, and the last file is followed by the first."""
    page = ExitDesk(firms()[:3], lang="zh")
    page.boxes[2].value = True
    page.decision.value = "exit"
    page.buttons["Previous file"].click()
    assert page.place == 2
    assert (page.boxes[2].value, page.decision.value) == (False, None)
    page.buttons["Next file"].click()
    assert (page.place, page.boxes[2].value, page.decision.value) == (0, True, "exit")
    assert "已核对0份" in page.score.value


# What the runs say


def test_some_are_exited_and_neither_none_nor_all(run: Run) -> None:
    """Earning most lies between exiting nobody and exiting whoever bears one mark, beyond what luck leaves open."""
    table = ladder.rungs(say)
    assert table["share"].is_monotonic_increasing
    middle = cases.LADDER.reference
    assert 0 < middle < len(table) - 1
    assert (table["high"].iloc[[0, -1]] < 0.0).all()
    assert table["mean"].argmax() == middle


def test_each_class_of_waiting_costs_recovery() -> None:
    """What comes back of the loans falls from class to class."""
    rates = [trials.mean_of(one, "recovered_share") for one in trials.sampled(cases.TIMING)]
    assert rates == sorted(rates, reverse=True)


@pytest.mark.parametrize("name", SKILLS)
def test_each_skill_moves_its_own_figure(name: str) -> None:
    """From hardly there to strong, the setting's own indicator goes the way that the setting says."""
    trial, lever = cases.skill(f"exit.{name}"), lever_at(f"exit.{name}")
    values = [trials.mean_of(one, lever.about.indicator) * lever.about.direction for one in trials.sampled(trial)]
    assert values == sorted(values)
    assert values[0] < values[-1]


def test_effort_is_counted_once(run: Run) -> None:
    """Fifths hold every customer of the end, and their contribution is that of all."""
    table = figures.effort(run)
    assert table["customers"].sum() == len(ours(run))
    assert table["contribution"].sum() == pytest.approx(ours(run)["contribution"].sum() / 100.0)


def test_partings_are_those_of_the_run(run: Run) -> None:
    """Who left by himself, year by year, adds up to the run's own figure."""
    assert figures.enders(run)["left"].sum() == run.indicators["lost"]
    assert figures.enders(run)["closed"].sum() == run.indicators["closed"]


def test_bands_of_value_hold_everyone(run: Run) -> None:
    """Each customer of the bank is in one band."""
    assert figures.value_bands(run)["customers"].sum() == len(ours(run))


# Exercises and the plan


@pytest.mark.parametrize("exercise", ["ways", "skills"])
def test_an_answer_is_folded_away(exercise: str) -> None:
    """Every statement has its letter in the answer, every letter is used, and the answer shows on a click only."""
    shown = OF_NOTHING[exercise]()
    statements, names, folded = shown.parts
    assert isinstance(statements, Table)
    assert isinstance(names, Table)
    assert isinstance(folded, Folded)
    assert len(folded.answer) == len(statements.rows)
    assert {line[-1] for line in folded.answer} == set(LETTERS[: len(names.rows)])


def test_a_plan_that_is_begun_is_told_what_it_lacks() -> None:
    """The example's own values fit their fields, and the page names what is still missing in it."""
    assert forms.mistaken(PLAN, FILLED) == ()
    assert "Still missing: Which criteria, and by which facts" in repr(chapter4.plan())
    whole = FILLED | {field.key: "x" for field in forms.missing(PLAN, FILLED)}
    assert forms.verdict(PLAN, whole, say) == "All that is required is there."


def test_what_is_said_by_name_has_its_chinese() -> None:
    """Cases, titles, fields, marks, records and outcomes are all in the catalogue."""
    every = [one for one in vars(cases).values() if isinstance(one, trials.Trial)] + [cases.skill("exit.timing")]
    said = {text for one in every for text in (one.title, one.description, *(case.name for case in one.cases))}
    said |= {text for field in PLAN.fields for text in (field.label, field.hint, *field.choices) if text}
    said |= {*TITLES.values(), *MARKED, *RECORDED, *YEARS_SHOWN, *desk.OUTCOMES.values(), *desk.DECISIONS.values()}
    assert said - set(catalogue("zh")) == set()


def test_a_strategy_that_counts_nothing_gives_nobody_up() -> None:
    """With every mark, figure and record left out, no criterion of whichever firm has anything in it."""
    nothing = {
        lever.path: False
        for lever in levers()
        if lever.path.startswith(("exit.mark_", "exit.ratio_", "exit.conduct_")) and lever.kind is bool
    }
    assert len(nothing) > 8
    blind = rule(load("baseline").with_settings(nothing))
    for firm in firms():
        first, _, third, fourth = criteria(firm, blind, speaker("en"))
        assert [one.findings for one in (first, third, fourth)] == [()] * 3
        assert not any(one.holds for one in (first, third, fourth))
