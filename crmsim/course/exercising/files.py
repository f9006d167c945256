"""Exercise files read and looked through: every mistake in a folder of them named, with its line and remedy."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from crmsim.course.exercising import branch, formula
from crmsim.course.exercising.grams import LEAST_STEM, MOST_HAN, MOST_WORDS, is_phrase
from crmsim.course.exercising.source import Choice, Design, Exercise, Sheet, Text
from crmsim.errors import CrmsimError
from crmsim.results.tables import CUSTOMERS, MONTHLY
from crmsim.settings import is_of_strategy, lever_at, load
from crmsim.settings.lines import line_at, lines_of
from crmsim.settings.mistakes import Place, mistakes_in, nearest
from crmsim.settings.toml import data_of

MOST_BYTES = 1_000_000
"""The size of a file past which it holds no exercises."""

MOST_FILES = 50


class ExerciseError(CrmsimError):
    """Exercises that cannot be used."""


def sheets_in(folder: Path) -> tuple[Sheet, ...]:
    """Every exercise file of a folder, in the order of chapters.

    Raises:
        ExerciseError: there are none, or they have mistakes in them; all are named.
    """
    found: list[Sheet] = []
    mistakes: list[str] = []
    for file in files_in(folder):
        try:
            found.append(sheet_in(file))
        except CrmsimError as error:
            mistakes.extend(error.mistakes)
    mistakes.extend(f"{folder}: {text}" for text in twice(found))
    if mistakes:
        raise ExerciseError(*mistakes)
    return tuple(sorted(found, key=lambda sheet: sheet.chapter))


def files_in(folder: Path) -> tuple[Path, ...]:
    """The exercise files of a folder.

    Raises:
        ExerciseError: there are none.
    """
    try:
        found = sorted(file for file in folder.iterdir() if file.suffix == ".toml") if folder.is_dir() else []
    except OSError as error:
        raise ExerciseError(f"{folder}: cannot be read ({error.strerror}); name a folder that you may read") from None
    if not found:
        raise ExerciseError(f"{folder} holds no exercise files; name the folder that has their .toml files in it")
    if len(found) > MOST_FILES:
        raise ExerciseError(f"{folder} holds {len(found)} files, above {MOST_FILES}; is it one of exercises?")
    return tuple(found)


def twice(sheets: list[Sheet]) -> Iterator[str]:
    """What stands in the files of a folder twice."""
    for text, names in (
        ("exercise", [exercise.id for sheet in sheets for exercise in sheet.exercise]),
        ("chapter", [sheet.chapter for sheet in sheets]),
    ):
        repeated = [name for name, count in Counter(names).items() if count > 1]
        yield from (f"{text} {name} is there twice; leave one out" for name in repeated)


def sheet_in(file: Path) -> Sheet:
    """The exercises of one file.

    Raises:
        ExerciseError: it cannot be read; every mistake is named with its line.
    """
    text = read(file)
    data = data_of(text, str(file), "exercises; look at those in exercises/key")
    return sheet_of(data, text, str(file))


def read(file: Path) -> str:
    """The text of a file.

    Raises:
        ExerciseError: it cannot be read.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise ExerciseError(f"{file}: is longer than {MOST_BYTES} bytes, the most it may have; split it")
        return data.decode("utf-8-sig")
    except OSError as error:
        raise ExerciseError(f"{file}: cannot be read ({error.strerror}); give a file that you may read") from None
    except UnicodeDecodeError as error:
        raise ExerciseError(f"{file}: byte {error.start} is not UTF-8 text; save it as UTF-8") from None


def sheet_of(data: Any, text: str, where: str) -> Sheet:
    """The exercises of a file's data.

    Raises:
        ExerciseError: they cannot be used.
    """
    lines = lines_of(text)

    def at(place: Place) -> str:
        """The line of a place; the kind of an exercise, which a finding names, is no table of the file."""
        return line_at(lines, tuple(part for part in place if part not in KINDS))

    try:
        sheet = Sheet.model_validate_json(json.dumps(data, default=str))
    except ValidationError as error:
        raise ExerciseError(*dict.fromkeys(mistakes_in(error, Sheet, where, at))) from None
    except (ValueError, RecursionError):  # what TOML reads and JSON does not write
        raise ExerciseError(f"{where}: has a number of too many digits, or tables too deep; mend that place") from None
    found = [
        f"{where}{at(('exercise', place))}: exercise {exercise.id}: {mistake}"
        for place, exercise in enumerate(sheet.exercise)
        for mistake in dict.fromkeys(mistakes_of(exercise, sheet.chapter))
    ]
    if found:
        raise ExerciseError(*found)
    return sheet


KINDS = {"choice", "number", "table", "ordering", "matching", "text", "design"}


def mistakes_of(exercise: Exercise, chapter: str) -> Iterator[str]:
    """What is wrong in an exercise though each value is of its kind; simulates nothing."""
    if exercise.id.partition(".")[0] != chapter:
        yield f"its number does not begin with the chapter's, {chapter}; give it {chapter}.something"
    yield from settings_mistakes(exercise)
    names = {*exercise.draws, *exercise.measures, *(exercise.customers.columns if exercise.customers else ())}
    for place, text in texts(exercise.model_dump(), ()):
        if place[-1] in FORMULAS:
            strange = formula.names_in(text) - names
            yield from (f"'{text}' reads '{name}'; {nearest(name, dict.fromkeys(names))}" for name in sorted(strange))
        elif place[-1] in {"en", "zh"} or place[-2:-1] == ("cells",):
            yield from placeholders(text, names)
    if isinstance(exercise, Choice) and not any(option.right for option in exercise.options):
        yield "none of its options is right; mark one with right = true"
    if isinstance(exercise, Text):
        yield from unknowable(exercise)


def unknowable(exercise: Text) -> Iterator[str]:
    """Words by which no answer can be known, since they are longer or shorter than what is looked for."""
    for thought in exercise.thoughts:
        for words in (*thought.words.en, *thought.words.zh):
            if not is_phrase(words):
                yield (
                    f"no answer can be known by '{words}'; write up to {MOST_WORDS} words in small letters, the last "
                    f"one cut after {LEAST_STEM} letters at least (refer*), or up to {MOST_HAN} Chinese signs"
                )


FORMULAS = {"formula", "answer", "value"}
"""Keys under which formulas stand, and `right` where it is a text."""


def texts(data: Any, place: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Every text in nested data, with its place."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from texts(value, (*place, key))
    elif isinstance(data, list | tuple):
        for number, value in enumerate(data):
            yield from texts(value, (*place, number))
    elif isinstance(data, str):
        yield place, data


def placeholders(text: str, names: set[str]) -> Iterator[str]:
    """What is wrong with the figures in a text."""
    from string import Formatter

    try:
        wanted = [(name, spec) for _, name, spec, _ in Formatter().parse(text) if name is not None]
        for name, spec in wanted:
            if name not in names:
                yield f"a text has {{{name}}} in it; {nearest(name, dict.fromkeys(names))}"
            format(1.0, spec or "")
    except ValueError as error:
        yield f"a text cannot be filled with figures ({error}); write {{name}} or {{name:.1f}}, and {{{{ for a brace"


def settings_mistakes(exercise: Exercise) -> Iterator[str]:
    """Scenarios, settings, indicators and columns that there are not."""
    changes = [exercise.branch.settings, *(one.settings for one in exercise.measures.values())]
    changes += [line.settings for line in exercise.chart.lines] if exercise.chart else []
    if isinstance(exercise, Design):
        changes += [exercise.model, *(one.settings for one in exercise.mistakes)]
        yield from design_mistakes(exercise)
    try:
        load(exercise.branch.scenario)
        for one in changes:
            branch.scenario_of(exercise.branch, one)
    except CrmsimError as error:
        yield from error.mistakes
    for name, known in named(exercise):
        if name not in known:
            yield f"there is no '{name}'; {nearest(name, dict.fromkeys(known), 'docs/columns.md')}"


def design_mistakes(exercise: Design) -> Iterator[str]:
    """Settings that learners cannot set, and goals that are none."""
    for path in exercise.levers:
        try:
            lever_at(path)
        except CrmsimError as error:
            yield str(error)
            continue
        if not is_of_strategy(path):
            yield f"'{path}' is no strategy's setting; learners can set only those"
    for goal in exercise.goals:
        if (goal.at_least is None) == (goal.at_most is None):
            yield f"the goal on '{goal.kpi}' wants at_least or at_most, one of them; write it"


def named(exercise: Exercise) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Names of indicators and columns, each with those that there are."""
    for one in exercise.measures.values():
        yield one.kpi, branch.known_kpis() if one.month is None else branch.known_columns(MONTHLY)
    if isinstance(exercise, Design):
        yield from ((goal.kpi, branch.known_kpis()) for goal in exercise.goals)
    if exercise.chart:
        yield from ((line.column, branch.known_columns(MONTHLY)) for line in exercise.chart.lines)
    if exercise.customers:
        yield from ((name, branch.known_columns(CUSTOMERS)) for name in exercise.customers.columns)
