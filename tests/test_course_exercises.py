"""The course's own exercises: enough of them, over all that it teaches, solved as stored, in both languages."""

import os
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest

from crmsim.course.exercising.figures import figures_of
from crmsim.course.exercising.files import sheets_in
from crmsim.course.exercising.keys import mixed, rights, wrong_answers
from crmsim.course.exercising.notebooks import name_of, notebook
from crmsim.course.exercising.source import Choice, Exercise, Sheet, Stage
from crmsim.course.exercising.task import FILE, Book
from crmsim.course.exercising.trying import faults_of
from crmsim.course.exercising.writing import task_of
from crmsim.course.refresh import executed

nbformat = pytest.importorskip("nbformat", reason="notebooks are read with nbformat, of the extra `lab`")

FOLDER = Path(__file__).parents[1] / "exercises"
if not (FOLDER / "key").is_dir():
    pytest.skip("the key of the exercises is with the instructor, and not here", allow_module_level=True)

SHEETS = sheets_in(FOLDER / "key")
EXERCISES = [exercise for sheet in SHEETS for exercise in sheet.exercise]
LANGUAGES = ("en", "zh")
STAGES = get_args(Stage)

LEAST = {"1": 8, "2": 8, "3": 8, "4": 8, "Q1": 5, "Q2": 5}
"""Exercises of each chapter and review question at least."""

KINDS = {"choice", "number", "table", "ordering", "matching", "text", "design"}
SEEN = 6
"""Versions of each exercise that are gone through; `crmsim course check exercises/key` goes through all."""

MOVED = "SXK"
"""Levers of the items that are exercised: settings, exercises, indicators."""


def book(lang: str) -> Book:
    """The learners' exercises as they are stored."""
    return Book.model_validate_json((FOLDER / lang / FILE).read_bytes())


def test_there_are_enough_of_every_kind() -> None:
    """Each chapter has its number, over all stages and ways of answering; each question all that words need."""
    counts = {sheet.chapter: len(sheet.exercise) for sheet in SHEETS}
    assert {chapter for chapter, least in LEAST.items() if counts.get(chapter, 0) < least} == set()
    for sheet in SHEETS:
        stages = {exercise.stage for exercise in sheet.exercise}
        if len(sheet.chapter) == 1:
            assert stages == set(STAGES), sheet.chapter
            assert {exercise.kind for exercise in sheet.exercise} == KINDS, sheet.chapter
        assert len(stages) >= 3, sheet.chapter


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.chapter)
def test_exercises_rise(sheet: Sheet) -> None:
    """Recalling comes before reckoning, and explaining in own words last."""
    places = [STAGES.index(exercise.stage) for exercise in sheet.exercise]
    falls = [(one, other) for one, other in pairwise(places) if other < one]
    assert falls == []


def test_every_item_that_moves_something_is_exercised(shared: Path) -> None:
    """Each item of the course with a setting, an indicator or a tool of its own stands in some exercise."""
    outline = shared / "course" / "outline.toml"
    if not outline.is_file():
        pytest.skip(f"the course's outline is not here ({outline}); set CRMSIM_SHARED to the folder that has it")
    chapters = tomllib.loads(outline.read_text("utf-8"))["chapter"].values()
    items = {item["id"]: item["lever"] for chapter in chapters for item in chapter["items"]}
    exercised = {item for exercise in EXERCISES for item in exercise.items}
    assert exercised <= set(items)
    wanted = {item for item, lever in items.items() if lever in MOVED}
    assert len(wanted) > 80
    assert wanted - exercised == set()


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_an_exercise_is_right_in_every_version(exercise: Exercise) -> None:
    """Its solution is correct and its typical mistakes are not, whoever the learner is, in both languages."""
    assert list(faults_of(exercise, SEEN)) == []


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_an_exercise_knows_a_typical_mistake(exercise: Exercise) -> None:
    """Every exercise has something to say to a wrong answer that learners give."""
    assert [*wrong_answers(exercise, figures_of(exercise, 0), mixed(exercise, 0), "en")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_learners_read_has_no_signs_that_mark_type(lang: str) -> None:
    """Questions and options are shown as they are, so stars that mark bold type would be seen."""
    versions = [version for task in book(lang).by_id.values() for version in task.versions]
    read = [text for one in versions for text in (one.question, *one.hints, *(option.text for option in one.options))]
    assert [text for text in read if "**" in text] == []


def test_the_right_option_is_not_always_at_the_same_place() -> None:
    """Whoever always takes the first option, or any other one, does no better than chance and a half."""
    single = [one for one in EXERCISES if isinstance(one, Choice) and not one.several]
    places = [rights(one, figures_of(one, 0)).index(True) for one in single]
    assert len(places) >= 10
    assert max(places.count(place) for place in set(places)) <= 0.5 * len(places)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_learners_have_what_follows_from_the_key(lang: str) -> None:
    """Stored exercises and notebooks are those that `python -m crmsim.course.exercising` makes of the key."""
    stored = book(lang)
    made = {exercise.id: task_of(exercise, lang) for exercise in EXERCISES}
    assert {number for number, task in made.items() if stored.by_id.get(number) != task} == set()
    assert set(stored.by_id) == set(made)
    for chapter in stored.chapters:
        own = nbformat.read(FOLDER / lang / name_of(chapter.chapter), as_version=4)
        assert own == notebook(chapter, lang), chapter.chapter


def test_only_the_prose_differs_between_languages() -> None:
    """Learners' notebooks have the same cells in both languages, and every text is another."""
    for sheet in SHEETS:
        english, chinese = (nbformat.read(FOLDER / lang / name_of(sheet.chapter), 4).cells for lang in LANGUAGES)
        assert [(c.id, c.cell_type) for c in english] == [(c.id, c.cell_type) for c in chinese]
        same = [one.id for one, other in zip(english, chinese, strict=True) if one.source == other.source]
        assert same == [cell.id for cell in english if cell.cell_type == "code"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_reason_can_be_read_from_what_learners_get(lang: str) -> None:
    """Nothing that is said of an answer, right or wrong, stands in the learners' files as text."""
    whole = "".join(file.read_text("utf-8") for file in (FOLDER / lang).iterdir())
    secrets = [text for exercise in EXERCISES for text in whys(exercise.model_dump(), lang) if "{" not in text]
    assert len(secrets) > 300
    assert [text for text in secrets if text in whole] == []


def whys(data: Any, lang: str) -> list[str]:
    """Every reason in nested data."""
    if isinstance(data, dict):
        own = [data["why"][lang]] if isinstance(data.get("why"), dict) else []
        return own + [text for value in data.values() for text in whys(value, lang)]
    return [text for value in data for text in whys(value, lang)] if isinstance(data, list | tuple) else []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.chapter)
def test_a_learners_notebook_runs_clean(lang: str, sheet: Sheet) -> None:
    """Opened and run as it is, it shows every question and no error."""
    pytest.importorskip("nbclient", reason="notebooks are executed with nbclient, of the extra `lab`")
    cells = [cell for cell in executed(FOLDER / lang / name_of(sheet.chapter)).cells if cell.cell_type == "code"]
    assert [cell.id for cell in cells if any(output.output_type == "error" for output in cell.outputs)] == []
    asked = {cell.id for cell in cells if cell.id.startswith("e-") and cell.outputs}
    assert len(asked) == len(sheet.exercise)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_solved_notebooks_show_what_is_stored(lang: str, tmp_path: Path) -> None:
    """Nbval runs every solved notebook of a language, and finds the very outputs that are stored."""
    pytest.importorskip("nbval", reason="notebooks are validated with nbval, of the extra `test`")
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env"]
    words += ["--rootdir", str(tmp_path), str(FOLDER / "solved" / lang)]
    there = {**os.environ, "CRMSIM_LANG": lang, "CRMSIM_PROGRESS": str(tmp_path / "progress.json")}
    ran = subprocess.run(words, env=there, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-3000:]
    cells = sum(len([c for c in solved(lang, sheet).cells if c.cell_type == "code"]) for sheet in SHEETS)
    assert f"{cells} passed" in ran.stdout


def solved(lang: str, sheet: Sheet) -> Any:
    """The solved notebook of a chapter as it is stored."""
    return nbformat.read(FOLDER / "solved" / lang / name_of(sheet.chapter), as_version=4)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.chapter)
def test_every_solution_is_told_correct(lang: str, sheet: Sheet) -> None:
    """In the solved notebook each answer is followed by the word for correct."""
    right = {"en": "Correct.", "zh": "正确。"}[lang]
    cells = [cell for cell in solved(lang, sheet).cells if cell.id.startswith("e-")]
    assert len(cells) == len(sheet.exercise)
    wrong = [cell.id for cell in cells if not cell.outputs[0]["data"]["text/plain"].startswith(right)]
    assert wrong == []
