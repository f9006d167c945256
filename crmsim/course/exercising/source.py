"""What an exercise file says: the instructor's side of exercises, with their answers.

One TOML file holds the exercises of a chapter or of a review question, both languages side by side (`title.en`,
`title.zh`). Texts may have figures in them as `{name}`, or `{name:.1f}` to say how they are written: what the exercise
draws for each learner, and what its simulations measure. Formulas are arithmetic on the same names (`formula`).
"""

from typing import Annotated, Literal

from pydantic import Field

from crmsim.course.reviewing.points import Spoken
from crmsim.settings import Number
from crmsim.settings.fields import Settings

Stage = Literal["recall", "compute", "read", "predict", "design", "explain"]
"""What is asked of the learner, from light to hard."""

MOST_MONTHS = 120
MOST_DRAWS = 30
MOST_PARTS = 12

Item = Annotated[str, Field(pattern=r"^([1-4]\.\d\.\d{1,2}[a-h]?\d?|Q[12])$")]
"""The number of an item of the course."""

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
Formula = Annotated[str, Field(min_length=1, max_length=500)]
Id = Annotated[str, Field(pattern=r"^([1-4]|Q[12])\.\d{1,2}[a-z]?$")]


class Draw(Settings):
    """A number that is another one for each learner: from `low` to `high` in steps, or one of some values."""

    low: float = 0.0
    high: float = 0.0
    step: float = Field(1.0, gt=0.0)
    values: tuple[float, ...] = ()


class Branch(Settings):
    """The branch of an exercise's simulations."""

    scenario: str = "baseline"
    """A packaged scenario."""
    months: int = Field(36, ge=1, le=MOST_MONTHS)
    settings: dict[str, Number] = Field({})
    """What is set otherwise, by path."""


class Measure(Settings):
    """A figure that the exercise's branch gives: an indicator, or a column of the months at one month."""

    kpi: str
    """An indicator of the run; with `month`, a column of its months."""
    month: int | None = Field(None, ge=0, lt=MOST_MONTHS)
    settings: dict[str, Number] = Field({})
    """What is set otherwise than in the exercise's branch."""
    draws: int = Field(1, ge=1, le=MOST_DRAWS)
    """Over how many draws of luck the mean is taken."""


class People(Settings):
    """Customers of the exercise's branch at the end, as a table to reckon with; its columns are names in formulas."""

    columns: tuple[str, ...] = Field(min_length=1)
    """Columns of `run.customers`; money is given in CNY."""
    rows: int = Field(20, ge=2, le=500)
    ours: bool = True
    """Whether only those who are customers of the bank."""


class Line(Settings):
    """A line of a chart over the months: a column of the branch's months, under some settings."""

    label: Spoken
    column: str
    settings: dict[str, Number] = Field({})


class Bar(Settings):
    """A bar of a chart."""

    label: Spoken
    value: Formula


class Chart(Settings):
    """A chart to read: lines over the months, or bars."""

    title: Spoken
    y: Spoken
    """What the upright axis shows, with its unit."""
    lines: tuple[Line, ...] = ()
    bars: tuple[Bar, ...] = ()


class Row(Settings):
    """A row of a table that is given."""

    label: Spoken
    cells: tuple[str, ...]
    """What stands in it, figures as `{name}`."""


class Given(Settings):
    """A table that is given, such as statements of a firm."""

    columns: tuple[Spoken, ...] = Field(min_length=1)
    """Headings of the cells."""
    rows: tuple[Row, ...] = Field(min_length=1)


class Common(Settings):
    """What every exercise says."""

    id: Id
    """Its number, as in `ex("3.2")`."""
    stage: Stage
    items: tuple[Item, ...] = Field(min_length=1)
    """The items of the course that it exercises; the first is where to read again."""
    points: int = Field(1, ge=1, le=10)
    """Marks for it."""
    title: Spoken
    question: Spoken
    hints: tuple[Spoken, ...] = Field(min_length=1, max_length=4)
    """From a nudge to nearly there; none tells the answer."""
    draws: dict[Key, Draw] = Field({})
    branch: Branch = Branch()
    measures: dict[Key, Measure] = Field({})
    customers: People | None = None
    chart: Chart | None = None
    given: Given | None = None


class Option(Spoken):
    """Something to choose, with what is said to those who choose it."""

    right: bool | Formula = False
    """Whether it is right; by a formula where that depends on the figures."""
    close: bool = False
    """Whether choosing it is worth half."""
    why: Spoken
    """Why it is right, or what speaks against it."""


class Choice(Common):
    """One of some options, or several of them."""

    kind: Literal["choice"]
    several: bool = False
    options: tuple[Option, ...] = Field(min_length=2, max_length=MOST_PARTS)


class Mistake(Settings):
    """A typical wrong number: the way that leads to it, and what to say."""

    formula: Formula
    why: Spoken


class Blank(Settings):
    """A number to find."""

    answer: Formula
    step: float = Field(0.01, gt=0.0)
    """To what it is to be rounded; said in the question."""
    within: float = Field(0.0, ge=0.0)
    """How far off is still right; the rounding always is."""
    close: float = Field(0.0, ge=0.0)
    """How far off is worth half (up to twice as far)."""
    low: float = -1e12
    high: float = 1e12
    """What a number of this kind may be at all."""
    unit: Spoken | None = None
    why: Spoken
    """How it is found, said to those who have it."""
    mistakes: tuple[Mistake, ...] = ()


class Quantity(Common, Blank):
    """One number; by a slider from `low` to `high` if so wished."""

    kind: Literal["number"]
    slider: bool = False


class Cell(Blank):
    """A blank of a table."""

    label: Spoken


class Table(Common):
    """Several numbers."""

    kind: Literal["table"]
    cells: tuple[Cell, ...] = Field(min_length=2, max_length=MOST_PARTS)


class Step(Spoken):
    """One of some things to be put in order."""

    why: Spoken
    """Why it stands where it stands."""


class Ordering(Common):
    """Things in their right order; learners get them mixed."""

    kind: Literal["ordering"]
    steps: tuple[Step, ...] = Field(min_length=3, max_length=7)


class Name(Spoken):
    """A name to which statements belong."""

    key: Key


class Statement(Spoken):
    """A statement and the name that it belongs to."""

    name: Key
    why: Spoken
    mistakes: dict[Key, Spoken] = Field({})
    """What to say to those who give it another name."""


class Matching(Common):
    """Statements, each of which belongs to one of some names."""

    kind: Literal["matching"]
    names: tuple[Name, ...] = Field(min_length=2, max_length=MOST_PARTS)
    statements: tuple[Statement, ...] = Field(min_length=2, max_length=MOST_PARTS)


class Words(Settings):
    """Ways of naming a point: small letters; `referr*` stands for any word that begins so, at most three words each."""

    en: tuple[str, ...] = Field(min_length=1)
    zh: tuple[str, ...] = Field(min_length=1)


class Thought(Settings):
    """A point that an answer in own words may make."""

    words: Words
    why: Spoken
    """What is said to those who make it."""


class Text(Common):
    """An answer in own words, looked through for the points that it makes."""

    kind: Literal["text"]
    thoughts: tuple[Thought, ...] = Field(min_length=2, max_length=MOST_PARTS)
    enough: int = Field(ge=1)
    """How many points make it a full answer."""
    model: Spoken
    """A good answer."""
    poor: Spoken
    """An answer that misses the point, as learners write it."""


class Goal(Settings):
    """What the branch is to reach in the mean over the draws."""

    kpi: str
    at_least: float | None = None
    at_most: float | None = None
    times_baseline: bool = False
    """Whether the bound is so many times the baseline's own figure on the same luck."""


class Trial(Settings):
    """Some settings, and what is to be said of them."""

    settings: dict[str, Number]
    why: Spoken


class Design(Common):
    """Settings with which the branch reaches some goals, on luck that the learner has not seen."""

    kind: Literal["design"]
    levers: tuple[str, ...] = Field(min_length=1, max_length=6)
    """Paths of the settings that the learner sets."""
    goals: tuple[Goal, ...] = Field(min_length=1, max_length=4)
    replications: int = Field(8, ge=4, le=MOST_DRAWS)
    model: dict[str, Number]
    """Settings that reach the goals."""
    mistakes: tuple[Trial, ...] = Field(min_length=1)
    """Settings as learners try them, that do not."""


Exercise = Annotated[Choice | Quantity | Table | Ordering | Matching | Text | Design, Field(discriminator="kind")]


class Sheet(Settings):
    """The exercises of a chapter or of a review question."""

    chapter: Annotated[str, Field(pattern=r"^([1-4]|Q[12])$")]
    title: Spoken
    intro: Spoken
    """What the learner reads before the first exercise."""
    exercise: tuple[Exercise, ...] = Field(min_length=1)
