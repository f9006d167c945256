"""What of an answer is not right, as learners see it: an option's text, a number, settings by their names."""

from typing import Any

from crmsim.course.exercising.answers import Part, parts_of, settings
from crmsim.course.exercising.checking import message_of
from crmsim.course.exercising.task import Task, Version
from crmsim.course.exercising.telling import chosen
from crmsim.errors import CrmsimError
from crmsim.grading.submissions import shown
from crmsim.language import Say


def wrong_in(task: Task, version: Version, answer: Any, say: Say) -> tuple[str, ...]:
    """The parts of an answer that are not right; none of an answer in own words, of which no two are alike."""
    if task.kind == "text":
        return ()
    try:
        if task.kind == "design":
            return (chosen(settings(task, answer, say), say),)
        parts = parts_of(task, version, answer, say)
    except (CrmsimError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError):
        return ()  # what cannot be read as an answer is no wrong one
    wrong = (part for part in parts if part.keys and message_of(version, part).credit < 1.0)
    return tuple(dict.fromkeys(shown(given(task, part, say)) for part in wrong))


def given(task: Task, part: Part, say: Say) -> str:
    """A part of an answer in words."""
    if task.several:
        text = say("{option} (chosen)") if part.keys[0].endswith("=1") else say("{option} (left out)")
        return text.format(option=part.given)
    return f"{part.label} – {part.given}" if part.label else part.given
