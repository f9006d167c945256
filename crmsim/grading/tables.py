"""Marks and statistics as tables, in the instructor's language: for the screen, for Excel, and for a report."""

import math
from typing import TYPE_CHECKING, Any

from crmsim.grading.analysis import Item
from crmsim.grading.grades import Grades, Row
from crmsim.language import Say

if TYPE_CHECKING:
    import pandas as pd

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings by which Excel takes a text for a formula."""


def marks(grades: Grades, say: Say, *, each: bool = True) -> "pd.DataFrame":
    """A row for each learner.

    Columns: number, name and group; what became of the work; points by chapter, in all, and in percent; hints and
    attempts (NaN where no file of progress tells them); if wanted, points by exercise (NaN where it was not attempted)
    and notes.
    """
    import pandas as pd

    return pd.DataFrame([marks_of(grades, row, say, each=each) for row in grades.rows])


def marks_of(grades: Grades, row: Row, say: Say, *, each: bool) -> dict[str, Any]:
    """The row of a learner."""
    cells: dict[str, Any] = {say("learner"): row.number, say("learner's name"): row.name, say("class group"): row.group}
    cells[say("state of the work")] = state(row, say)
    for chapter in grades.book.chapters:
        cells[say("chapter {chapter}").format(chapter=chapter.chapter)] = rounded(row.points(chapter.tasks))
    cells[say("points won")] = rounded(row.points(grades.tasks))
    cells[say("percent")] = rounded(grades.percent(row))
    cells |= {say("hints"): row.hints, say("attempts"): row.attempts}
    if each:
        points = {task.id: row.marks[task.id].points if task.id in row.marks else math.nan for task in grades.tasks}
        cells |= {number: rounded(value) for number, value in points.items()}
        cells[say("notes")] = "; ".join(row.notes)
    return cells


def state(row: Row, say: Say) -> str:
    """Whether a learner's work was handed in, and can be read."""
    if row.is_missing:
        return say("missing")
    return say("unreadable") if row.is_unreadable else say("handed in")


def rounded(value: float) -> float:
    """A figure of marks as it is told, to two places."""
    return round(value, 2)


def exercises(items: tuple[Item, ...], say: Say) -> "pd.DataFrame":
    """A row for each exercise; its columns are those of `Item`, shares in percent."""
    import pandas as pd

    return pd.DataFrame([
        {
            say("exercise"): item.task.id,
            say("title"): item.task.title,
            say("attempted by"): item.attempted,
            say("right (%)"): rounded(100.0 * item.right),
            say("mean credit"): rounded(item.credit),
            say("mean attempts"): rounded(item.attempts),
            say("mean hints"): rounded(item.hints),
            say("commonest wrong answer"): item.wrong,
            say("given by"): item.times,
            say("discrimination"): rounded(item.discrimination),
        }
        for item in items
    ])  # fmt: skip


def for_excel(table: "pd.DataFrame") -> "pd.DataFrame":
    """A table whose texts Excel takes for texts, whatever a learner has called himself."""
    kept = table.copy()
    for place, name in enumerate(table.columns):
        if table[name].dtype.kind == "O":
            kept.isetitem(place, [text_only(value) for value in table[name]])
    return kept


def text_only(value: Any) -> Any:
    """A text that no table calculates."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
