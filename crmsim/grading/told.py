"""A class's marks told: as one JSON document, as one HTML report that needs no network, and as a folder of tables."""

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import crmsim
from crmsim import charts, output
from crmsim.grading import tables
from crmsim.grading.analysis import Item, items_of, mean
from crmsim.grading.grades import Grades, Row
from crmsim.language import Say, speaker
from crmsim.report import Section, write

if TYPE_CHECKING:
    import pandas as pd

MARKS, EXERCISES, REPORT = "marks.csv", "exercises.csv", "report.html"


def fill(grades: Grades, folder: Path) -> None:
    """Write marks, statistics and report into a folder of `crmsim.output.made`."""
    say = speaker(grades.lang)
    output.csv(tables.for_excel(tables.marks(grades, say)), folder / MARKS)
    output.csv(tables.for_excel(tables.exercises(items_of(grades), say)), folder / EXERCISES)
    report(grades, folder / REPORT)
    text = json.dumps(summary(grades), ensure_ascii=False, indent=2)
    (folder / output.GRADES).write_text(text + "\n", "utf-8")


def report(grades: Grades, file: Path) -> Path:
    """Write everything to one HTML file, which needs no network; gives the file.

    Raises:
        OutputError: the file cannot be written.
    """
    say = speaker(grades.lang)
    title = say("Marks of {count} learners").format(count=len(grades.present))
    return write(file, title, facts(grades, say), sections(grades, say), grades.lang)


def facts(grades: Grades, say: Say) -> list[tuple[str, str]]:
    """What was marked."""
    average = mean([grades.percent(row) for row in grades.present])
    return [
        (say("folder"), grades.folder),
        (say("exercises"), say("{count}, made by version {version}").format(
            count=len(grades.tasks), version=grades.book.made_by
        )),
        (say("points that can be had"), str(grades.most)),
        (say("handed in"), str(len(grades.present))),
        (say("unreadable"), str(sum(row.is_unreadable for row in grades.rows))),
        (say("missing"), str(sum(row.is_missing for row in grades.rows))),
        (say("mean of those who handed in"), "–" if math.isnan(average) else f"{average:.1f} %"),
        (say("version"), crmsim.__version__),
    ]  # fmt: skip


def sections(grades: Grades, say: Say) -> list[Section]:
    """The report's parts, in their order."""
    counted = say("Answers were checked anew, each learner's in the learner's own version. Hints cost nothing.")
    few = say(
        "Shares and means are of those who attempted an exercise. Discrimination is the correlation of its points with "
        "those of all the others: near 0 or below, the exercise does not tell who knows the subject."
    )
    marks, items = tables.marks(grades, say, each=False), tables.exercises(items_of(grades), say)
    return [
        *([noted(grades.all_notes, say)] if grades.all_notes else []),
        Section(say("Where the class stands"), (), charts.spread(spread(grades), say)),
        Section(say("Marks"), (counted,), None, marks),
        Section(say("The exercises"), (few,), None, items),
        Section(say("Points in each exercise"), (), None, tables.marks(grades, say), is_folded=True),
    ]


def noted(notes: tuple[str, ...], say: Say) -> Section:
    """What the instructor should look into."""
    import pandas as pd

    text = say("What could not be read counts as not answered. Nobody else loses by it.")
    return Section(say("To look into"), (text,), None, pd.DataFrame({say("notes"): notes}))


def spread(grades: Grades) -> "pd.DataFrame":
    """How many learners have how many percent, in tenths; columns from, to, learners."""
    import pandas as pd

    tenths = [min(int(grades.percent(row) // 10), 9) for row in grades.present]
    return pd.DataFrame(
        [(10 * one, 10 * one + 10, tenths.count(one)) for one in range(10)], columns=["from", "to", "learners"]
    )


def summary(grades: Grades) -> dict[str, Any]:
    """A class's marks as plain values, for JSON, which has no NaN: what is not defined is null."""
    return {
        "crmsim": crmsim.__version__,
        "folder": grades.folder,
        "exercises_made_by": grades.book.made_by,
        "lang": grades.lang,
        "points": grades.most,
        "learners": [learner(grades, row) for row in grades.rows],
        "exercises": [exercise(item) for item in items_of(grades)],
        "notes": list(grades.all_notes),
    }


def learner(grades: Grades, row: Row) -> dict[str, Any]:
    """A learner's marks as plain values."""
    return {
        "learner": row.number,
        "name": row.name,
        "group": row.group,
        "missing": row.is_missing,
        "unreadable": row.is_unreadable,
        "points": tables.rounded(row.points(grades.tasks)),
        "percent": tables.rounded(grades.percent(row)),
        "chapters": {one.chapter: tables.rounded(row.points(one.tasks)) for one in grades.book.chapters},
        "exercises": {
            number: {
                "credit": round(mark.credit, 4),
                "points": tables.rounded(mark.points),
                "attempts": mark.attempts if row.is_counted else None,
                "hints": mark.hints if row.is_counted else None,
            }
            for number, mark in row.marks.items()
        },
        "notes": list(row.notes),
    }


def exercise(item: Item) -> dict[str, Any]:
    """An exercise's statistics as plain values."""
    return {
        "exercise": item.task.id,
        "title": item.task.title,
        "attempted": item.attempted,
        "right": defined(item.right),
        "credit": defined(item.credit),
        "attempts": defined(item.attempts),
        "hints": defined(item.hints),
        "commonest_wrong": item.wrong or None,
        "given_by": item.times,
        "discrimination": defined(item.discrimination),
    }


def defined(value: float) -> float | None:
    """A figure, or nothing where it is not defined."""
    return round(value, 4) if math.isfinite(value) else None
