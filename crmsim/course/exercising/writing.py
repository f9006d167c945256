"""From the instructor's exercises to the learners': every version's figures put in, every answer sealed."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

import crmsim
from crmsim.course.exercising import branch, formula
from crmsim.course.exercising.figures import TRIED, figures_of, filled, is_same_for_all
from crmsim.course.exercising.keys import LETTERS, Sealed, entries, mixed
from crmsim.course.exercising.sealing import sealed
from crmsim.course.exercising.source import (
    Blank,
    Chart,
    Choice,
    Design,
    Exercise,
    Matching,
    Ordering,
    Quantity,
    Sheet,
    Table,
    Text,
)
from crmsim.course.exercising.task import Book, Chapter, Drawn, Entry, Rows, Shown, Task, Version

VERSIONS = 16
"""Versions of each exercise that has figures, unless another number is asked for."""

WAYS = 4
"""Ways in which an ordering is mixed: it has nothing else that could differ."""

SIGNIFICANT = 5
"""Figures of a chart's values: more cannot be read off it."""


def book_of(sheets: Sequence[Sheet], lang: str, versions: int = VERSIONS) -> Book:
    """All exercises as learners get them.

    Raises:
        CrmsimError: a formula, a setting or an indicator is none.
    """
    chapters = tuple(
        Chapter(
            chapter=sheet.chapter,
            title=sheet.title.said(lang),
            intro=sheet.intro.said(lang),
            tasks=tuple(task_of(exercise, lang, versions) for exercise in sheet.exercise),
        )
        for sheet in sheets
    )
    return Book(lang="zh" if lang == "zh" else "en", made_by=crmsim.__version__, chapters=chapters)


def task_of(exercise: Exercise, lang: str, versions: int = VERSIONS) -> Task:
    """An exercise as learners get it."""
    count = 1 if is_same_for_all(exercise) else versions
    count = min(count, WAYS) if isinstance(exercise, Ordering) else count
    design = exercise if isinstance(exercise, Design) else None
    return Task(
        id=exercise.id,
        kind=exercise.kind,
        stage=exercise.stage,
        items=exercise.items,
        points=exercise.points,
        title=exercise.title.said(lang),
        several=isinstance(exercise, Choice) and exercise.several,
        slider=isinstance(exercise, Quantity) and exercise.slider,
        enough=exercise.enough if isinstance(exercise, Text) else 0,
        branch=exercise.branch,
        levers=design.levers if design else (),
        goals=design.goals if design else (),
        replications=design.replications if design else 0,
        versions=tuple(version_for(exercise, lang, version) for version in range(count)),
    )


def version_for(exercise: Exercise, lang: str, version: int) -> Version:
    """An exercise with the figures of one version.

    Raises:
        CrmsimError: a formula has no value.
        KeyError: a text names a figure that there is not.
    """
    figures = figures_of(exercise, version)
    order = mixed(exercise, version)
    salt = sha256(f"{exercise.model_dump_json()} {version} {lang}".encode()).hexdigest()[:24]
    return Version(
        question=filled(exercise.question.said(lang), figures),
        hints=tuple(filled(hint.said(lang), figures) for hint in exercise.hints),
        options=options_of(exercise, figures, order, lang),
        statements=statements_of(exercise, figures, lang),
        fields=fields_of(exercise, lang),
        chart=chart_of(exercise, exercise.chart, figures, version, lang),
        given=given_of(exercise, figures, lang),
        customers=customers_of(exercise, figures),
        seed=TRIED + version,
        salt=salt,
        seals=seals_of(salt, entries(exercise, figures, order, lang)),
    )


def seals_of(salt: str, found: Sealed) -> dict[str, str]:
    """Every message under its name, in an order that tells nothing; where an answer has two, the first counts."""
    seals = dict(sealed(salt, answer, message) for answer, message in reversed([*found]))
    return dict(sorted(seals.items()))


def options_of(exercise: Exercise, figures: formula.Figures, order: tuple[int, ...], lang: str) -> tuple[Shown, ...]:
    """What there is to choose, to put in order, or to match with."""
    match exercise:
        case Choice():
            texts = [option.said(lang) for option in exercise.options]
        case Ordering():
            texts = [exercise.steps[place].said(lang) for place in order]
        case Matching():
            return tuple(Shown(key=name.key, text=filled(name.said(lang), figures)) for name in exercise.names)
        case _:
            texts = []
    return tuple(Shown(key=key, text=filled(text, figures)) for key, text in zip(LETTERS, texts, strict=False))


def statements_of(exercise: Exercise, figures: formula.Figures, lang: str) -> tuple[Shown, ...]:
    """The statements of a matching exercise."""
    if not isinstance(exercise, Matching):
        return ()
    texts = (filled(statement.said(lang), figures) for statement in exercise.statements)
    return tuple(Shown(key=key, text=text) for key, text in zip(LETTERS, texts, strict=False))


def fields_of(exercise: Exercise, lang: str) -> tuple[Entry, ...]:
    """The numbers that are to be filled in."""
    match exercise:
        case Quantity():
            return (field_of("", "", exercise, lang),)
        case Table():
            cells = zip(LETTERS, exercise.cells, strict=False)
            return tuple(field_of(key, cell.label.said(lang), cell, lang) for key, cell in cells)
    return ()


def field_of(key: str, text: str, blank: Blank, lang: str) -> Entry:
    """A number that is to be filled in."""
    unit = blank.unit.said(lang) if blank.unit else ""
    return Entry(key=key, text=text, step=blank.step, close=blank.close, low=blank.low, high=blank.high, unit=unit)


def chart_of(
    exercise: Exercise, chart: Chart | None, figures: formula.Figures, version: int, lang: str
) -> Drawn | None:
    """The chart that is to be read."""
    if chart is None:
        return None
    lines = [branch.month(exercise.branch, line.settings, TRIED + version, line.column) for line in chart.lines]
    labels = [*(line.label for line in chart.lines), *(bar.label for bar in chart.bars)]
    bars = [[formula.value(bar.value, figures)] for bar in chart.bars]
    return Drawn(
        title=filled(chart.title.said(lang), figures),
        x={"zh": "月"}.get(lang, "month") if lines else "",
        y=chart.y.said(lang),
        series=tuple(filled(label.said(lang), figures) for label in labels),
        values=tuple(tuple(float(f"{x:.{SIGNIFICANT}g}") for x in one) for one in (*lines, *bars)),
    )


def given_of(exercise: Exercise, figures: formula.Figures, lang: str) -> Rows | None:
    """The table that is given."""
    given = exercise.given
    if given is None:
        return None
    rows = tuple((row.label.said(lang), *(filled(cell, figures) for cell in row.cells)) for row in given.rows)
    return Rows(headings=("", *(heading.said(lang) for heading in given.columns)), rows=rows)


def customers_of(exercise: Exercise, figures: Mapping[str, formula.Figure]) -> dict[str, tuple[float, ...]]:
    """The customers that are to be reckoned with."""
    names = exercise.customers.columns if exercise.customers else ()
    columns = ((name, figures[name]) for name in names)
    return {name: tuple(round(x, 4) for x in found) for name, found in columns if not isinstance(found, float | int)}
