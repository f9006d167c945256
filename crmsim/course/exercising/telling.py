"""Answers written as learners see them: the options' own texts, figures, settings by their labels."""

from collections.abc import Mapping, Sequence
from typing import Any

from crmsim.course.exercising.answers import AnswerError, parts_of, settings
from crmsim.course.exercising.task import Shown, Task, Version
from crmsim.course.still import name_of
from crmsim.language import Say
from crmsim.settings import Number, lever_at

MOST_SIGNS = 200
"""Signs of an answer in own words that are shown."""


def written(task: Task, version: Version, answer: Any, say: Say) -> str:
    """An answer as a learner sees it; one that cannot be read as it stands."""
    try:
        return told(task, version, answer, say)
    except AnswerError:
        return cut(str(answer))


def told(task: Task, version: Version, answer: Any, say: Say) -> str:
    """An answer to an exercise, in words.

    Raises:
        AnswerError: it is none.
    """
    if task.kind == "design":
        return chosen(settings(task, answer, say), say)
    if task.kind == "text":
        return cut(str(answer))
    parts = parts_of(task, version, answer, say)
    if task.kind == "ordering":
        return " → ".join(in_order(version.options, answer, say))
    if task.several:
        return say("; ").join(part.given for part in parts if part.keys[0].endswith("=1"))
    named = [f"{part.label}: {part.given}" if part.label else part.given for part in parts]
    return say("; ").join(f"{one} {unit}".strip() for one, unit in zip(named, units(version, len(named)), strict=True))


def chosen(found: Mapping[str, Number], say: Say) -> str:
    """Settings by their labels, with their values."""
    return ", ".join(f"{name_of(lever_at(path), say)} = {float(value):g}" for path, value in sorted(found.items()))


def units(version: Version, count: int) -> Sequence[str]:
    """The units of so many parts."""
    return [field.unit for field in version.fields] or [""] * count


def in_order(options: Sequence[Shown], answer: Any, say: Say) -> list[str]:
    """The texts of options in the order in which they were put."""
    from crmsim.course.exercising.answers import picked

    texts = {one.key: one.text for one in options}
    return [texts[key] for key in picked(options, answer, say)]


def cut(text: str) -> str:
    """A text, not too long."""
    return text if len(text) <= MOST_SIGNS else text[: MOST_SIGNS - 1] + "…"
