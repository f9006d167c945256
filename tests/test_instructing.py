"""What the instructor's notebook shows: comparisons, explanations, contests and reports, in either language."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import crmsim
from crmsim.course import instructing
from crmsim.course.judging import figures
from crmsim.course.judging.samples import copy_teams, sample_teams
from crmsim.course.shown import CHART, SCHEMA, Page, Shown, Table
from crmsim.errors import CrmsimError
from crmsim.experiment.comparison import Comparison
from crmsim.experiment.explained import Explanation
from crmsim.experiment.game import Year
from crmsim.experiment.optimum import Optimum
from crmsim.experiment.sensitivity import Sensitivity
from crmsim.experiment.teams import teams_in
from crmsim.experiment.tournament import Tournament
from crmsim.language import LANGUAGES, catalogue
from crmsim.settings import Number, lever_at, load
from crmsim.statistics import interval, paired_difference

SMALL: dict[str, Number] = {
    "months": 18,
    "market.customers": 80,
    "market.potential": 60,
    "market.opening_months": 6,
    "bank.customers_per_manager": 20.0,
}
"""A branch of a few desks that is simulated in a blink."""

SAME_IN_BOTH = {"CNY", "SHA-256"}
"""Words that are alike in both languages."""


@dataclass(frozen=True)
class Told:
    """What an instructor has simulated."""

    comparison: Comparison
    explanation: Explanation
    found: Sensitivity
    best: Optimum
    contest: Tournament
    played: tuple[Year, ...]


@pytest.fixture(scope="module")
def told() -> Told:
    """Every experiment of the notebook, on a small branch."""
    branches = [load(name).with_settings(SMALL) for name in instructing.STRATEGIES]
    how = {"jobs": 1, "cache": False}
    game = crmsim.Game(branches[0].with_settings({"months": 24}))
    played = tuple(game.decide(choice) for choice in ({}, {"maintenance.concession": 0.2}))
    return Told(
        crmsim.compare(branches, 6, **how),  # type: ignore[arg-type]  # of many kinds
        crmsim.explain(branches[0], branches[1], 4, **how),  # type: ignore[arg-type]
        crmsim.sensitivity(branches[0], instructing.WHEELS[:3], samples=2, replications=1, **how),  # type: ignore[arg-type]
        crmsim.optimise(branches[0], instructing.WHEELS[1:3], trials=3, replications=1, proofs=2, **how),  # type: ignore[arg-type]
        crmsim.tournament(sample_teams("en"), branches[0], 4, **how),  # type: ignore[arg-type]
        played,
    )


PAGES: dict[str, Callable[[Told, Path], Page]] = {
    "accounts": lambda told, _: instructing.accounts(told.explanation),
    "diagnoses": lambda told, _: instructing.diagnoses(told.contest),
    "differences": lambda told, _: instructing.differences(told.comparison),
    "formula": lambda *_: instructing.formula(),
    "influence": lambda told, _: instructing.influence(told.found),
    "means": lambda told, _: instructing.means(told.comparison),
    "meet": lambda *_: instructing.meet(sample_teams()),
    "places": lambda told, _: instructing.places(told.contest),
    "precision": lambda told, _: instructing.precision(told.comparison),
    "proof": lambda told, _: instructing.proof(told.best),
    "ranking": lambda told, _: instructing.ranking(told.comparison),
    "report": lambda told, folder: instructing.report(told.comparison, folder / "report.html"),
    "subset": lambda told, _: instructing.subset(told.comparison),
    "switches": lambda told, _: instructing.switches(told.explanation),
    "years": lambda told, _: instructing.years(told.played),
}


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_wholly_said_in_either_language(
    name: str, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page has no English line in Chinese, and the same parts in both languages."""
    pages = []
    for lang in LANGUAGES:
        monkeypatch.setenv("CRMSIM_LANG", lang)
        pages.append(PAGES[name](told, tmp_path))
    english, chinese = pages
    assert [type(part) for part in english.parts] == [type(part) for part in chinese.parts]
    assert repr(english) != repr(chinese)
    words = catalogue("zh")
    cells = {cell.strip() for line in repr(chinese).splitlines() for cell in line.split("|")} - SAME_IN_BOTH
    assert {cell for cell in cells & set(words) if words[cell] != cell} == set()


@pytest.mark.parametrize("name", PAGES)
def test_every_chart_is_told_in_words_and_as_a_table(name: str, told: Told, tmp_path: Path) -> None:
    """A chart names Vega-Lite 5, has a title and a description, and a table with its figures follows it."""
    shown = PAGES[name](told, tmp_path)
    for place, part in enumerate(shown.parts):
        if isinstance(part, Shown):
            assert part.bundle()[CHART]["$schema"] == SCHEMA
            assert part.spec["title"]
            assert part.spec["description"]
            assert isinstance(shown.parts[place + 1], Table)
            assert len(json.dumps(part.bundle()[CHART])) < 40_000


def test_all_that_the_notebook_may_call_is_there() -> None:
    """Each public name exists and is explained; strategies and wheels are those of the package."""
    others = {"STRATEGIES", "WHEELS", "copy_teams", "sample_teams", "start", "switch"}
    assert set(PAGES) | others == set(instructing.__all__)
    assert [name for name in PAGES if not getattr(instructing, name).__doc__] == []
    assert set(instructing.STRATEGIES) <= set(crmsim.scenarios())
    assert [lever_at(path).path for path in instructing.WHEELS] == list(instructing.WHEELS)


# How sure one is


def test_precision_is_that_of_the_first_replications(told: Told) -> None:
    """After five replications of six the half-widths are those of the five alone, and pairing makes them smaller."""
    table = figures.half_widths(told.comparison)
    theirs, mine = told.comparison.of("contribution")[:2, :5]
    assert list(table["replications"]) == [5, 6]
    assert table["alone"].iloc[0] == interval(theirs).half_width
    assert table["paired"].iloc[0] == paired_difference(mine, theirs).interval.half_width
    assert (table["paired"] < table["alone"]).all()


def test_who_is_far_behind_is_not_in_the_running() -> None:
    """A scenario that loses every replication by far leaves the best subset, however much luck moves all of them."""
    pair = [load("baseline").with_settings(SMALL), load("over-concession").with_settings(SMALL)]
    found = crmsim.compare(pair, 8, jobs=1, cache=False)
    luck = 1e9 * found.samples[:1]  # common to both: great beside what parts them
    samples = found.samples + (luck - luck.mean(axis=1, keepdims=True))
    place = list(crmsim.experiment.comparison.PLACE).index("contribution")
    samples[1, :, place] = samples[0, :, place] - 1e6
    loud = Comparison(found.scenarios, 1, 0, samples, (), None, "contribution")
    assert list(loud.ranking()["in_the_running"]) == [True, False]
    assert [names for _, names in figures.running(loud)] == [["baseline"], ["baseline"]]


def test_the_simulator_agrees_with_the_formula() -> None:
    """The simulated waits of the plain queue lie about the formula's: within two half-widths of their intervals."""
    for tier, expected, mean, low, high in figures.waits():
        assert low < mean < high, tier
        assert abs(mean - expected) < high - low, tier


# Sample teams


def test_sample_teams_are_the_same_in_both_languages() -> None:
    """Both folders bring the same strategies, each under a name and with a note of its language, and all compete."""
    on = load("baseline")
    found = {lang: teams_in(sample_teams(lang), on) for lang in LANGUAGES}
    assert [(mistakes, [team.notes for team in teams if team.notes]) for teams, mistakes in found.values()] == [
        ({}, [])
    ] * 2
    english, chinese = ({team.scenario.schedule for team in teams} for teams, _ in found.values())
    assert len(english) >= 5
    assert english == chinese
    names = [{team.name for team in teams} for teams, _ in found.values()]
    assert names[0].isdisjoint(names[1])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_sample_team_says_who_it_is(lang: str) -> None:
    """A file is called as its team, and its note tells in the language of the folder what it tries."""
    for file in sorted(sample_teams(lang).iterdir()):
        scenario = load(file)
        assert scenario.name == file.stem
        assert len(scenario.note) > 10
        assert scenario.note.isascii() == (lang == "en")


def test_teams_are_copied_once(tmp_path: Path) -> None:
    """Copies can be changed by the class; a folder that is there already is left alone."""
    folder = tmp_path / "teams"
    files = copy_teams(folder, "zh")
    assert [file.name for file in files] == sorted(file.name for file in sample_teams("zh").iterdir())
    files[0].write_text("mine", "utf-8")
    with pytest.raises(CrmsimError, match="exists already; choose another name"):
        copy_teams(folder, "zh")
    assert files[0].read_text("utf-8") == "mine"


# Games and reports


def test_a_game_tells_what_was_decided(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second year names the setting that was changed with both values, the first has nothing to name."""
    monkeypatch.setenv("CRMSIM_LANG", "en")
    assert [figures.decided(year) for year in told.played] == [[], [("maintenance.concession", 0.03, 0.2)]]
    assert "concession from 0.03 to 0.2" in repr(instructing.years(told.played))


@pytest.mark.parametrize("kind", ["comparison", "contest"])
def test_a_report_is_written_and_told(kind: str, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file stands where it was wanted, in the reader's language, and its parts are those that the page lists."""
    monkeypatch.setenv("CRMSIM_LANG", "zh")
    page = instructing.report(getattr(told, kind), tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text("utf-8")
    parts = [row[1] for row in page.parts[1].rows] if isinstance(page.parts[1], Table) else []
    assert len(parts) > 5
    assert [part for part in parts if f"<h2>{part}</h2>" not in text] == []
    assert "report.html" in repr(page)
