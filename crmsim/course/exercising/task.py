"""An exercise as learners have it: what it asks, and sealed what is said of answers; no key.

A file of them is made by `crmsim release`, one for each language; `crmsim.course.ex` reads it.
"""

from functools import cached_property
from typing import Literal

from pydantic import Field

from crmsim.course.exercising.source import Branch, Goal, Stage
from crmsim.settings.fields import Settings

Kind = Literal["choice", "number", "table", "ordering", "matching", "text", "design"]

FILE = "exercises.json"
"""What a file of exercises is called."""


class Shown(Settings):
    """Something to choose or to order, or a statement: its key and its text."""

    key: str
    text: str


class Entry(Settings):
    """A number to fill in."""

    key: str = ""
    text: str = ""
    step: float = Field(gt=0.0)
    close: float = 0.0
    low: float = -1e12
    high: float = 1e12
    unit: str = ""


class Drawn(Settings):
    """A chart: points of lines or bars, in the order in which they are drawn."""

    title: str
    x: str = ""
    y: str
    series: tuple[str, ...]
    """Names of the lines, or of the bars."""
    values: tuple[tuple[float, ...], ...]
    """Of each line, its value month by month; of each bar, one value."""


class Rows(Settings):
    """A table that is given."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Version(Settings):
    """An exercise with the figures of some learners."""

    question: str
    hints: tuple[str, ...]
    options: tuple[Shown, ...] = ()
    """What there is to choose, to order, or to match with."""
    statements: tuple[Shown, ...] = ()
    fields: tuple[Entry, ...] = ()
    chart: Drawn | None = None
    given: Rows | None = None
    customers: dict[str, tuple[float, ...]] = Field({})
    """Customers to reckon with, column by column."""
    seed: int = 0
    """The luck on which settings are tried; on which they are checked is another one."""
    salt: str
    seals: dict[str, str]


class Task(Settings):
    """An exercise, in the versions of all learners."""

    id: str
    kind: Kind
    stage: Stage
    items: tuple[str, ...]
    points: int
    title: str
    several: bool = False
    slider: bool = False
    enough: int = 0
    branch: Branch = Branch()
    levers: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()
    replications: int = 0
    versions: tuple[Version, ...] = Field(min_length=1)


class Chapter(Settings):
    """The exercises of a chapter or of a review question."""

    chapter: str
    title: str
    intro: str
    tasks: tuple[Task, ...]


class Book(Settings):
    """All exercises of a release, in one language."""

    lang: Literal["en", "zh"]
    made_by: str
    """The version of the package that made it."""
    chapters: tuple[Chapter, ...]

    @cached_property
    def by_id(self) -> dict[str, Task]:
        """The exercises by their numbers."""
        return {task.id: task for chapter in self.chapters for task in chapter.tasks}
