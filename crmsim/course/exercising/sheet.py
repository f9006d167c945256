"""An exercise on the page: its question, what is given, and what there is to choose from."""

from typing import Any

from crmsim.course.exercising.pictures import picture
from crmsim.course.exercising.task import Rows, Task, Version
from crmsim.course.shown import Page, Table, Told, page, tabled
from crmsim.language import Say

ANSWERS = {
    "choice": "One of them is right.",
    "number": "Answer with a number.",
    "table": "Answer with a number for each.",
    "ordering": "Put them in their order.",
    "matching": "Give each statement its name.",
    "text": "Answer in your own words, a few sentences.",
    "design": "Answer with settings; they are checked on luck that you have not seen.",
}
"""What kind of answer is wanted."""


def asked(task: Task, version: Version, say: Say, *, live: bool = False) -> Page:
    """An exercise as it is asked: the question, given tables and charts, options or statements.

    Args:
        task: the exercise.
        version: the learner's version of it.
        say: says something in the learner's language.
        live: whether a widget follows, which has options and statements in it.
    """
    wanted = say("Several of them may be right.") if task.several else say(ANSWERS[task.kind])
    head = f"{task.id} {task.title} ({say('points: {points}').format(points=task.points)})"
    parts: list[Any] = [Told(head), Told(version.question)]
    parts += [picture(version.chart, say)] if version.chart else []
    parts += [given(version.given, say)] if version.given else []
    parts += [people(version, say)] if version.customers else []
    return page(*parts, *([] if live else lists(version, say)), Told(wanted))


def given(rows: Rows, say: Say) -> Table:
    """A table that is given."""
    return Table(rows.headings, rows.rows, say("What is given"))


def people(version: Version, say: Say) -> Table:
    """The customers to reckon with."""
    import pandas as pd

    from crmsim.language import label

    columns = {say(label(name)): list(column) for name, column in version.customers.items()}
    numbers = [str(place) for place, _ in enumerate(next(iter(columns.values())), 1)]
    return tabled(pd.DataFrame({say("customer"): numbers, **columns}), say("What is given"))


def lists(version: Version, say: Say) -> list[Table]:
    """Statements, and what there is to choose from, each with its key."""
    found = []
    if version.statements:
        rows = tuple((one.key, one.text) for one in version.statements)
        found.append(Table(("", say("statement")), rows))
    if version.options:
        rows = tuple((one.key, one.text) for one in version.options)
        found.append(Table(("", say("choice")), rows))
    if len(version.fields) > 1:
        rows = tuple((one.key, f"{one.text} ({one.unit})" if one.unit else one.text) for one in version.fields)
        found.append(Table(("", say("wanted")), rows))
    return found
