"""A visit's goal held against the five marks of SMART: which of them it has, and what the others lack."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from crmsim.course.forms import Field, Form, Values, is_date, number_in
from crmsim.language import Say
from crmsim.law.prospecting import plan_quality

GOAL = Form(
    "visit-goal",
    "Goal of a visit",
    (
        Field("customer", "with whom", hint="one name, such as the owner of the flower shop"),
        Field("action", "what shall happen", hint="something one can see, such as: signs the payroll contract"),
        Field("number", "how much", "number", "a figure, such as 30"),
        Field("unit", "of what", hint="such as wages paid through us a month"),
        Field("usual", "what is usual in such cases", "number", "a figure of the same kind, such as 20"),
        Field("means", "why it can be reached", hint="what is prepared, who helps"),
        Field(
            "serves",
            "which goal of the branch it serves",
            "choice",
            choices=("more customers", "more deposits", "sound loans", "more fees", "customers who stay"),
        ),
        Field("day", "by when", "date"),
    ),
)

VAGUE = (
    "improve",
    "strengthen",
    "deepen",
    "keep in touch",
    "get to know",
    "good relation",
    "加强",
    "增进",
    "加深",
    "深化",
    "改善",
    "维护好",
    "搞好",
    "多联系",
    "多沟通",
    "联络感情",
)
"""Words for what nobody can see happen, in both languages."""

SHORTEST = 4
"""Signs below which nothing is described."""

STRETCH = 2.0
"""How many times the usual a goal may be to count as within reach."""

LONGEST = timedelta(days=365)
"""A goal further away is a wish."""


@dataclass(frozen=True)
class Mark:
    """One of the five marks.

    Attributes:
        name: what it is called.
        lacks: what is missing for it; nothing if the goal has it.
    """

    name: str
    lacks: str = ""


def marks(values: Values, today: date) -> tuple[Mark, ...]:
    """The five marks of a goal, each with what it lacks, in English."""
    filled = {field.key: values.get(field.key, "").strip() for field in GOAL.fields}
    return (
        Mark("Specific", next(unspecific(filled), "")),
        Mark("Measurable", next(unmeasured(filled), "")),
        Mark("Achievable", next(unreachable(filled), "")),
        Mark("Relevant", "" if filled["serves"] else "Say which goal of the branch it serves."),
        Mark("Time-bound", next(untimed(filled["day"], today), "")),
    )


def unspecific(filled: Values) -> Iterator[str]:
    """What a goal lacks to be specific."""
    if not filled["customer"]:
        yield "Say with whom."
    if not filled["action"]:
        yield "Say what shall happen."
    if any(word in filled["action"].lower() for word in VAGUE):
        yield "Nobody can see that happen: say what the customer will do, sign or bring."
    if len(filled["action"]) < SHORTEST:
        yield "Say more exactly what shall happen."


def unmeasured(filled: Values) -> Iterator[str]:
    """What a goal lacks to be measurable."""
    number = number_in(filled["number"])
    if number is None or number <= 0.0:
        yield "Give a figure above 0."
    if not filled["unit"]:
        yield "Say of what the figure is."


def unreachable(filled: Values) -> Iterator[str]:
    """What a goal lacks to be achievable."""
    number, usual = number_in(filled["number"]), number_in(filled["usual"])
    if usual is None or usual <= 0.0:
        yield "Say what is usual, so that the figure can be judged."
    if number is not None and usual is not None and number > STRETCH * usual:
        yield "That is more than twice the usual: take a smaller step first."
    if not filled["means"]:
        yield "Say why it can be reached."


def untimed(text: str, today: date) -> Iterator[str]:
    """What a goal lacks to have a date."""
    if not is_date(text):
        yield "Give the day."
        return
    day = date.fromisoformat(text)
    if day < today:
        yield "That day is over: give one to come."
    if day > today + LONGEST:
        yield "That is more than a year away: set a first goal before it."


def sentence(values: Values, say: Say) -> str:
    """The goal in one sentence, with an ellipsis for what is open."""
    filled = {field.key: values.get(field.key, "").strip() or "…" for field in GOAL.fields}
    return say("By {day}: {customer} – {action} ({number} {unit}).").format(**filled)


def quality(values: Values, today: date) -> float:
    """What the model makes of a plan with as many marks: its quality, 1 being the best."""
    return plan_quality(sum(not mark.lacks for mark in marks(values, today)))
