"""Exercises in the page, answered by their controls without a browser: each kind, hints, trying, beginning anew."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from classroom import KINDS

pytest.importorskip("ipywidgets", reason="what is in the page is an extra: install [lab]")

from crmsim.course import ex, learner, progress
from crmsim.course.exercising.progress import FILE, read
from crmsim.course.exercising.sheet import asked
from crmsim.course.exercising.shelf import book
from crmsim.course.exercising.task import Version
from crmsim.course.shown import Shown, Table
from crmsim.widgets import Answering, Badge

ME = "20260017"
VERSIONS = KINDS.versions


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an exercise of each kind, in which a learner has begun."""
    monkeypatch.delenv("CRMSIM_PROGRESS", raising=False)
    monkeypatch.delenv("CRMSIM_LANG", raising=False)
    (tmp_path / "exercises.json").write_text(KINDS.book.model_dump_json(), "utf-8")
    learner(ME, folder=tmp_path)
    return tmp_path


def laid(number: str, desk: Path) -> Answering:
    """An exercise in the page."""
    return Answering(ex(number, folder=desk))


def one_of(parts: list[Any], answer: Any) -> None:
    """Put an answer into the only control that there is."""
    parts[0].value = answer


def as_text(parts: list[Any], answer: Any) -> None:
    """Write numbers into their boxes."""
    for part, one in zip(parts, answer if isinstance(answer, list) else [answer], strict=True):
        part.value = str(one)


def ticked(parts: list[Any], answer: list[str]) -> None:
    """Tick the boxes of some letters."""
    for part in parts:
        part.value = part.description[0] in answer


def chosen(parts: list[Any], answer: Any) -> None:
    """Choose from one list after the other; the statements stand between them."""
    lists = [part for part in parts if hasattr(part, "options")]
    for part, one in zip(lists, answer.values() if isinstance(answer, dict) else answer, strict=True):
        part.value = one


def turned(parts: list[Any], answer: dict[str, float]) -> None:
    """Turn the first wheel, which is the one that the solution turns."""
    parts[0].value = next(iter(answer.values()))


PUT: dict[str, Callable[[list[Any], Any], None]] = {
    "3.1": one_of,
    "3.2": ticked,
    "3.3": as_text,
    "3.4": one_of,
    "3.5": as_text,
    "3.6": chosen,
    "3.7": chosen,
    "3.8": one_of,
    "3.9": turned,
}
"""How each kind of exercise is answered by hand."""


@pytest.mark.parametrize("number", PUT)
def test_an_answer_by_hand_is_right_kept_and_counted_and_can_be_taken_back(number: str, desk: Path) -> None:
    """Nothing is no attempt; the solution is told correct and stands in the file; to begin anew clears all parts."""
    page = laid(number, desk)
    page.buttons["Check"].click()
    assert "Not attempted." in page.message.value or number == "3.2"  # no box ticked may be an answer
    before = [getattr(part, "value", None) for part in page.given.parts]
    PUT[number](list(page.given.parts), KINDS.answer(number, ME))
    page.buttons["Check"].click()
    assert "✔ Correct." in page.message.value
    assert read(desk / FILE).of(number).outcome == "correct"
    assert "1 of 9 exercises are right" in page.done.value
    page.buttons["Begin anew"].click()
    assert "Begun anew." in page.message.value
    assert [getattr(part, "value", None) for part in page.given.parts] == before
    assert "0 of 9 exercises are right" in page.done.value


def test_a_wrong_answer_is_told_in_words_and_colour(desk: Path) -> None:
    """A sign, a word and a colour, and beside them the reason."""
    page = laid("3.1", desk)
    page.given.parts[0].value = "a"
    page.buttons["Check"].click()
    assert "✘ Not yet." in page.message.value
    assert "There things serve people." in page.message.value
    assert "#a33b00" in page.message.value


def test_hints_come_one_by_one_and_end(desk: Path) -> None:
    """The first one is shown and counted; then it is said that there are no more."""
    page = laid("3.1", desk)
    page.buttons["Hint"].click()
    assert "Hint 1 of 1: Things serve people in the hardware form." in page.message.value
    page.buttons["Hint"].click()
    assert "There are no more than 1 hints." in page.message.value
    assert read(desk / FILE).of("3.1").hints == 1


def test_the_solution_is_shown_to_those_who_have_the_key(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the key it is told; with a key that is none, a sentence says so and the page stays."""
    page = laid("3.1", desk)
    monkeypatch.setenv("CRMSIM_KEY", str(KINDS.folder))
    page.buttons["Solution"].click()
    assert "Solution: software" in page.message.value
    monkeypatch.setenv("CRMSIM_KEY", str(desk / "nowhere"))
    page.buttons["Solution"].click()
    assert "nowhere holds no exercise files" in page.message.value


def test_settings_are_tried_on_known_luck(desk: Path) -> None:
    """The button tells what the settings bring; those that do not fit together are told in a sentence."""
    page = laid("3.9", desk)
    page.buttons["Try"].click()
    assert "on your own luck; wanted at least" in page.message.value
    before = page.message.value
    page.given.parts[0].value = 0.1
    page.buttons["Try"].click()
    assert page.message.value != before
    assert "Try" not in laid("3.1", desk).buttons


def test_a_learner_says_who_is_there_in_the_page(desk: Path) -> None:
    """The box has the number that is kept; another one is kept, and one that is too long refused in a sentence."""
    box = learner(folder=desk)
    assert isinstance(box, Badge)
    assert box.name.value == ME
    box.name.value = "20260018"
    box.button.click()
    assert "You are 20260018." in box.message.value
    box.name.value = "9" * 101
    box.button.click()
    assert "a name of 101 signs is longer than 100" in box.message.value
    assert read(desk / FILE).learner == "20260018"
    box.name.value = " "
    box.button.click()
    assert "Without a number you have the figures of the first version." in box.message.value


@pytest.mark.parametrize("number", PUT)
def test_a_question_has_what_is_needed_to_answer_it(number: str, desk: Path) -> None:
    """Its title and points; options and statements only where no widget has them; its chart drawn."""
    one = ex(number, folder=desk)
    written, live = (asked(one.task, one.version, one.say, live=is_live) for is_live in (False, True))
    assert f"{number} {one.task.title} (points: {one.task.points})" in repr(written)
    tables = [[part for part in page.parts if isinstance(part, Table)] for page in (written, live)]
    listed = [*one.version.options, *one.version.statements, *(one.version.fields if number == "3.5" else ())]
    assert sum(len(table.rows) for table in tables[0]) == len(listed)
    assert tables[1] == []
    assert any(isinstance(part, Shown) for part in live.parts) == (one.version.chart is not None)
    assert repr(one) == repr(written)


FIGURES: dict[str, Callable[[Version], bool]] = {
    "bars": lambda version: version.chart is not None and not version.chart.x,
    "lines": lambda version: version.chart is not None and bool(version.chart.x),
    "table": lambda version: version.given is not None,
    "customers": lambda version: bool(version.customers),
}
"""What an exercise of the course may have to read from."""


@pytest.mark.parametrize("what", FIGURES)
def test_what_is_to_be_read_from_stands_in_the_page(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Charts and tables of the course's own exercises are there, with all their bars, rows and customers."""
    monkeypatch.setenv("CRMSIM_PROGRESS", str(tmp_path / FILE))
    one = next(
        ex(task.id, lang="en", folder=tmp_path) for task in book("en").by_id.values() if FIGURES[what](task.versions[0])
    )
    version, parts = one.version, one.ask().parts
    drawn = [json.dumps(part.spec) for part in parts if isinstance(part, Shown)]
    assert len(drawn) == (version.chart is not None)
    assert [
        name for chart in drawn for name in (version.chart.series if version.chart else ()) if name not in chart
    ] == []
    tables = [part.rows for part in parts if isinstance(part, Table)]
    assert version.given is None or version.given.rows in tables
    assert one.data.shape[::-1] == (len(version.customers), len(one.data))
    assert len(one.data) in {0, *map(len, tables)}


def test_the_panel_tells_one_chapter(desk: Path) -> None:
    """How far one is, in all or in one chapter; of a chapter that there is not, nothing."""
    ex("3.1", folder=desk).check("b")
    assert "1 of 9 exercises are right, 1 of 12 points." in repr(progress("3", folder=desk))
    assert "0 of 0 exercises are right" in repr(progress("4", folder=desk))
