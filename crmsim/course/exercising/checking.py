"""Check an answer: its parts are looked up among the sealed messages, and settings are simulated."""

from typing import Any

from crmsim.course.exercising import designs
from crmsim.course.exercising.answers import (
    AnswerError,
    Part,
    attempt_key,
    is_empty,
    parts_of,
    settings,
)
from crmsim.course.exercising.outcome import MOST_REASONS, Outcome, nothing, outcome_of, unreadable
from crmsim.course.exercising.sealing import Message, opened
from crmsim.course.exercising.task import Task, Version
from crmsim.errors import CrmsimError
from crmsim.language import Say
from crmsim.reasons import told

BY_CHANCE = {"ordering", "choice"}
"""Kinds whose parts are right half the time by chance, which is worth nothing."""

WRONG = Message()
"""What is said of an answer with which nothing is sealed."""


def check(task: Task, version: Version, answer: Any, say: Say) -> Outcome:
    """What comes of an answer, whatever was given.

    Args:
        task: the exercise.
        version: the learner's version of it.
        answer: the answer, as it came from a widget or from code.
        say: says it in the learner's language.
    """
    try:
        if is_empty(answer):
            return nothing(say)
        if task.kind == "design":
            return of_settings(task, version, answer, say)
        parts = parts_of(task, version, answer, say)
    except AnswerError as error:
        return unreadable(str(error))
    except CrmsimError as error:
        return unreadable(told(str(error), say))
    except Exception:  # an object of the learner's own that breaks what asks it anything
        return unreadable(say("This cannot be read as an answer; give letters, numbers or words."))
    found = [(part, message_of(version, part)) for part in parts]
    return of_words(task, version, found[0][0], say) if task.kind == "text" else of_parts(task, found, say)


def of_settings(task: Task, version: Version, answer: Any, say: Say) -> Outcome:
    """What comes of some settings: how the goals are met, and what is known of such an attempt."""
    changes = settings(task, answer, say)
    outcome = designs.judged(task, version, changes, say)
    message = opened(version.salt, attempt_key(changes), version.seals)
    if message is None or outcome.result == "correct":
        return outcome
    return Outcome(outcome.result, outcome.credit, (message.why, *outcome.reasons))


def message_of(version: Version, part: Part) -> Message:
    """What is sealed with a part of an answer: the surest of its keys with which something is."""
    found = (opened(version.salt, key, version.seals) for key in part.keys)
    return next((message for message in found if message is not None), WRONG)


def of_parts(task: Task, found: list[tuple[Part, Message]], say: Say) -> Outcome:
    """What comes of parts that are each worth the same."""
    share = sum(message.credit for _, message in found) / len(found)
    credit = max(0.0, 2.0 * share - 1.0) if task.kind in BY_CHANCE and len(found) > 1 else share
    right = [message.why for _, message in found if message.credit >= 1.0 and message.why]
    missed = sorted((one for one in found if one[1].credit < 1.0), key=lambda one: not one[1].why)
    wrong = [reason(part, message, say) for part, message in missed]
    if not wrong:
        return outcome_of(1.0, tuple(right[:1] if len(found) > MOST_REASONS else right))
    return outcome_of(credit, tuple(dict.fromkeys(wrong)))


def reason(part: Part, message: Message, say: Say) -> str:
    """What is said of a part that is not right."""
    if is_left_out(part):
        return say("Something that is right is missing.")
    if not part.keys:
        why = say("nothing is given yet.")
    elif message.why:
        why = message.why
    elif message.credit:
        why = say("{given} is close: reckon once more, and round only at the end.").format(given=part.given)
    else:
        why = say("{given} is not it; the next hint helps.").format(given=part.given)
    return f"{part.label} – {why}" if part.label and part.label != part.given else why


def is_left_out(part: Part) -> bool:
    """Whether it is an option that was not chosen, which must not be told."""
    return part.keys[:1] != () and part.keys[0].endswith("=0") and part.given == part.label != ""


def of_words(task: Task, version: Version, part: Part, say: Say) -> Outcome:
    """What comes of an answer in own words: the points that it makes, and how many are wanted."""
    messages = (opened(version.salt, key, version.seals) for key in part.keys)
    points = {message.part: message.why for message in messages if message is not None}
    counted = say("{made} of {enough} points are recognised. This looks at words only.")
    told_first = counted.format(made=min(len(points), task.enough), enough=task.enough)
    reasons = tuple(points[key] for key in sorted(points))
    more = (say("Say more, in whole sentences; the hints name what to think of."),)
    outcome = outcome_of(len(points) / task.enough, reasons)
    whole = (told_first, *reasons) if outcome.result == "correct" else (told_first, *more, *reasons)
    return Outcome(outcome.result, outcome.credit, whole)
