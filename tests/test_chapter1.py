"""What the notebooks of chapter 1 show: small stories about tables, charts and guesses."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import crmsim
from crmsim.course import chapter1
from crmsim.course.knowing import figures, life
from crmsim.course.reading import by_year, life_of, ours
from crmsim.course.shown import CHART, HTML, SCHEMA, TEXT, Folded, Page, Shown, Table, Told, page, tabled
from crmsim.errors import CrmsimError
from crmsim.language import catalogue, speaker
from crmsim.run import Run

OF_A_RUN: dict[str, Callable[[Run], Page]] = {
    "branch": chapter1.branch,
    "years": chapter1.years,
    "life": chapter1.life,
    "stages": chapter1.stages,
    "by_need": chapter1.by_need,
    "by_relationship": chapter1.by_relationship,
    "winning": chapter1.winning,
    "loyal": chapter1.loyal,
    "service": chapter1.service,
    "market": chapter1.market,
    "goals": chapter1.goals,
    "contacts": chapter1.contacts,
    "voices": chapter1.voices,
    "process": chapter1.process,
    "values": chapter1.values,
    "top_fifth": chapter1.top_fifth,
    "fifths": chapter1.fifths,
    "by_stage": chapter1.by_stage,
    "mood": chapter1.mood,
}
OF_NOTHING: dict[str, Callable[[], Page]] = {
    "origins": chapter1.origins,
    "definitions": chapter1.definitions,
    "functions": chapter1.functions,
    "multiple": chapter1.multiple,
}

say = speaker("en")


@pytest.fixture(scope="module")
def run() -> Run:
    """The branch of the course, which is simulated once for all stories here."""
    return crmsim.simulate("baseline", seed=1)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stories are told in English unless they say otherwise."""
    monkeypatch.setenv("CRMSIM_LANG", "en")


def text(shown: Page) -> str:
    """A page in plain text."""
    return repr(shown)


def charts(shown: Page) -> list[Shown]:
    """The charts of a page."""
    return [part for part in shown.parts if isinstance(part, Shown)]


@pytest.mark.parametrize("name", [*OF_A_RUN, *OF_NOTHING])
def test_each_page_is_wholly_said_in_either_language(name: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page has no English line in Chinese, and the same parts in both languages."""
    pages = []
    for lang in ("en", "zh"):
        monkeypatch.setenv("CRMSIM_LANG", lang)
        pages.append(OF_A_RUN[name](run) if name in OF_A_RUN else OF_NOTHING[name]())
    english, chinese = pages
    assert [type(part) for part in english.parts] == [type(part) for part in chinese.parts]
    assert text(english) != text(chinese)
    known = set(catalogue("zh"))
    cells = {cell.strip() for line in text(chinese).splitlines() for cell in line.split("|")}
    assert {cell for cell in cells & known if catalogue("zh")[cell] != cell} == set()


@pytest.mark.parametrize("name", [*OF_A_RUN, *OF_NOTHING])
def test_every_chart_is_told_in_words_and_as_a_table(name: str, run: Run) -> None:
    """A chart names Vega-Lite 5, has a title and a description, and is followed by its figures, folded."""
    shown = OF_A_RUN[name](run) if name in OF_A_RUN else OF_NOTHING[name]()
    for chart in charts(shown):
        bundle = chart.bundle()
        assert bundle[CHART]["$schema"] == SCHEMA
        assert bundle[TEXT].startswith(f"{chart.spec['title']}\n{chart.spec['description']}\n")
        after = shown.parts[shown.parts.index(chart) + 1]
        assert isinstance(after, Table)
        assert after.html().startswith("<details>")
        assert len(json.dumps(bundle[CHART])) < 40_000


def test_all_that_a_notebook_may_call_is_there() -> None:
    """Each public name of the chapter exists and is explained."""
    assert set(OF_A_RUN) | set(OF_NOTHING) | {"start", "switch", "compare_two", "still"} == set(chapter1.__all__)
    assert [name for name in chapter1.__all__ if not getattr(chapter1, name).__doc__] == []


@pytest.mark.parametrize(("folder", "said"), [("zh", "中文"), ("en", "English"), ("elsewhere", "English")])
def test_a_notebook_speaks_the_language_of_its_folder(
    folder: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a language in the environment, the folder's name tells it, and any other folder means English."""
    monkeypatch.delenv("CRMSIM_LANG")
    (tmp_path / folder).mkdir()
    monkeypatch.chdir(tmp_path / folder)
    assert said in text(chapter1.start())


def test_the_language_can_be_switched_and_the_environment_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A language in the environment is stronger than the folder, and `switch` changes it for all that follows."""
    (tmp_path / "zh").mkdir()
    monkeypatch.chdir(tmp_path / "zh")
    assert "English" in text(chapter1.start())
    chapter1.switch("zh")
    assert "四步" in text(chapter1.origins())
    with pytest.raises(CrmsimError, match="language = 'fr'"):
        chapter1.switch("fr")


def test_a_life_tells_stages_without_a_gap(run: Run) -> None:
    """A customer is in one stage after the other, from the beginning of the run to its end."""
    stages = life.stages_of(life_of(run, life.telling(run)), run.scenario.months, say)
    assert stages["from"].iloc[0] == 0.0
    assert stages["to"].iloc[-1] == run.scenario.months
    assert list(stages["from"].iloc[1:]) == list(stages["to"].iloc[:-1])
    assert {"potential", "development", "growth", "termination"} <= set(stages["stage"])


def test_the_life_that_shows_most_is_a_whole_one(run: Run) -> None:
    """The customer that is shown unasked is won, meets with several things, and leaves."""
    happened = life.happened(life_of(run, life.telling(run)), say)
    assert {"won", "served", "left"} <= set(happened["event"])
    assert happened["sort"].nunique() >= 6


def test_a_lifes_money_is_all_that_was_posted(run: Run) -> None:
    """The last point of the line is the customer's contribution, to the fen, where nothing came after it."""
    customer = int(run.customers["contribution"].to_numpy().argmax())
    money = life.money_of(life_of(run, customer))
    assert money["money"].iloc[-1] == pytest.approx(run.customers["contribution"].iloc[customer] / 100.0)


def test_feelings_are_those_of_the_same_luck_stopped_earlier(run: Run) -> None:
    """What a customer felt at the end of the last year is what the run itself says at its end."""
    customer = int(run.customers["contribution"].to_numpy().argmax())
    felt = life.felt(run, customer)
    assert felt["time"].iloc[-1] == run.scenario.months
    assert felt["loyalty"].iloc[-1] == run.customers["loyalty"].iloc[customer]
    assert felt["satisfaction"].between(0.0, 2.0).all()


def test_a_customer_whom_nothing_befell_has_an_empty_life(run: Run) -> None:
    """Even who was never found has a page: one without events or money."""
    quiet = set(range(len(run.customers))) - set(run.events["customer"])
    alone = life.stages_of(run.events.iloc[:0], run.scenario.months, say)
    assert len(alone) == 0
    assert all(charts(chapter1.life(run, customer)) for customer in sorted(quiet)[:1])


@pytest.mark.parametrize("customer", [-1, 5000])
def test_a_customer_that_there_is_not_is_refused(run: Run, customer: int) -> None:
    """A wrong number gets a sentence that names the right ones."""
    with pytest.raises(CrmsimError, match=rf"customer = {customer} is not from 0 to 4999"):
        chapter1.life(run, customer)


def test_stages_add_up_to_the_market(run: Run) -> None:
    """In every month that is drawn, the areas reach up to all customers of the market."""
    areas = figures.stage_areas(run, say)
    assert set(areas.groupby("month")["customers"].sum()) == {len(run.customers)}
    assert set(areas.groupby("month")["above"].max()) == {len(run.customers)}


def test_everyone_has_one_need_and_one_relationship(run: Run) -> None:
    """The classes by need and by relationship count each customer of the bank once."""
    own = len(ours(run))
    assert int(figures.needs_table(run)[["local", "foreign"]].to_numpy().sum()) == own
    assert int(figures.relations(run)["customers"].iloc[1:].sum()) == own


def test_the_curve_tells_the_same_as_the_indicator(run: Run) -> None:
    """The best fifth's share on the curve is the run's own figure, and the curve goes from nothing to all."""
    curve = figures.concentration(run).set_index("customers")["contribution"]
    assert curve.iloc[[0, -1]].tolist() == [0.0, 1.0]
    assert curve.loc[0.2] == pytest.approx(run.indicators["top20_share"], abs=0.001)


def test_fifths_add_up_to_the_customers_of_the_end(run: Run) -> None:
    """Five parts as large as can be, the best first, hold all that today's customers brought."""
    parts = figures.fifths(run)
    assert parts["contribution"].is_monotonic_decreasing
    assert parts["customers"].max() - parts["customers"].min() <= 1
    assert parts["contribution"].sum() == pytest.approx(ours(run)["contribution"].sum() / 100.0)


def test_money_by_stage_adds_up_to_the_ledger(run: Run) -> None:
    """Money a month times months, over all stages, is the events' whole sum."""
    table = figures.money_by_stage(run)
    total = (table["contribution"] * table["customer_months"]).sum()
    assert total == pytest.approx(run.events["amount"].sum() / 100.0)


def test_years_add_up_to_the_run(run: Run) -> None:
    """Won, lost and contribution of the years are those of the run."""
    years = by_year(run)
    assert years["won"].sum() == run.indicators["won"]
    assert years["lost"].sum() == run.indicators["lost"]
    assert years["contribution"].sum() == pytest.approx(run.indicators["contribution"])
    assert len(years) == 5


def test_values_grow_with_the_tier(run: Run) -> None:
    """A premium customer is worth more than a select one, and that more than an ordinary one."""
    table = figures.three_values(run)
    assert table["tier"].tolist() == ["ordinary", "select", "premium"]
    assert table["established"].is_monotonic_increasing
    assert table["model"].is_monotonic_increasing


@pytest.mark.parametrize("guess", [50, None])
def test_a_guess_is_held_against_what_came_out(run: Run, guess: float | None) -> None:
    """Who guesses is told how far off it was and finds it in the picture; who does not is only told what came out."""
    shown = chapter1.top_fifth(run, guess=guess)
    assert "The best fifth of the customers earns" in text(shown)
    assert ("You guessed 50; you were" in text(shown)) is (guess is not None)
    assert ("your guess" in json.dumps(charts(shown)[0].bundle()[CHART])) is (guess is not None)


def test_two_customers_stand_side_by_side(run: Run) -> None:
    """The same lines are told of both, and who is no customer has no value."""
    stranger = int((run.customers["stage"] == "potential").to_numpy().argmax())
    table = chapter1.compare_two(run, 2, stranger).parts[0]
    assert isinstance(table, Table)
    assert table.headings == ("", "customer 2", f"customer {stranger}")
    assert table.rows[-1][0] == "model value, CNY"
    assert table.rows[-1][2] == "–"


def test_the_published_multiples_are_printed_to_the_digit() -> None:
    """The table is Gupta and Lehmann's: 1.20 at the top left, 3.46 at the bottom right."""
    table = chapter1.multiple().parts[0]
    assert isinstance(table, Table)
    assert (table.rows[0][1], table.rows[-1][-1]) == ("1.20", "3.46")


@pytest.mark.parametrize(("exercise", "answer"), [("definitions", "1 A"), ("functions", "4 A")])
def test_an_answer_is_folded_away(exercise: str, answer: str) -> None:
    """A matching exercise shows its statements, and the answer only behind a click."""
    folded = OF_NOTHING[exercise]().parts[-1]
    assert isinstance(folded, Folded)
    assert answer in folded.answer
    assert folded.bundle()[HTML].startswith("<details><summary>Answer</summary>")
    assert answer not in folded.bundle()[TEXT]


def test_what_is_shown_is_safe_in_a_page() -> None:
    """Signs that mean something in HTML are written so that they do not."""
    told = Table(("a<b",), (("x & y",),), "it's").bundle()[HTML]
    assert told.count("<table>") == 1
    assert "a&lt;b" in told
    assert "x &amp; y" in told
    assert "&lt;" in Told("a < b").bundle()[HTML]


def test_columns_are_written_to_the_same_place() -> None:
    """Whole numbers stay whole, figures of one column get the same decimals, and what is missing is a dash."""
    import pandas as pd

    table = tabled(pd.DataFrame({"n": [1, 2000], "x": [1.0, 0.523], "y": [float("nan"), 123456.7], "z": ["a", "b"]}))
    assert table.rows == (("1", "1.00", "–", "a"), ("2,000", "0.52", "123,457", "b"))


def test_each_part_is_an_output_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a notebook, every part is displayed by itself, in the order of the page."""
    displayed: list[dict[str, Any]] = []
    module = pytest.importorskip("IPython.display", reason="only notebooks have it")
    monkeypatch.setattr(module, "display", lambda bundle, **_: displayed.append(bundle))
    page(Told("one"), None, Told("two"))._ipython_display_()
    assert [bundle[TEXT] for bundle in displayed] == ["one", "two"]


def test_a_chart_alone_shows_itself(run: Run) -> None:
    """A chart taken out of its page gives Jupyter what it asks for, and reads as text elsewhere."""
    chart = charts(chapter1.fifths(run))[0]
    assert set(chart._repr_mimebundle_()) == {CHART, TEXT}
    assert repr(chart) == chart.text()
