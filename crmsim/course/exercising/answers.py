"""An answer as it was given, by widget or by code, read: numbers, letters, words; nothing that is given breaks it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, isfinite
from numbers import Real
from typing import Any

from crmsim.course.exercising.grams import MOST_SIGNS, grams
from crmsim.course.exercising.keys import LETTERS, grid, settings_key
from crmsim.course.exercising.task import Entry, Shown, Task, Version
from crmsim.course.forms import number_in
from crmsim.errors import CrmsimError
from crmsim.language import Say
from crmsim.settings import Number, lever_at

MOST_SHOWN = 30
"""Signs of an answer that a sentence repeats."""

SEPARATORS = re.compile(r"[\s,，、;；>＞→]+")

PERCENT = "%％"


class AnswerError(CrmsimError):
    """An answer that cannot be read as one; the sentence is in the learner's language."""


@dataclass(frozen=True)
class Part:
    """A part of an answer.

    Attributes:
        label: which part, in the learner's language; nothing where there is but one.
        given: what was answered, as the learner sees it.
        keys: the answers under which its message may lie, the surest first; none where it was left empty.
    """

    label: str
    given: str
    keys: tuple[str, ...]


def is_empty(answer: Any) -> bool:
    """Whether nothing was answered at all."""
    if answer is None:
        return True
    if isinstance(answer, str):
        return not answer.strip()
    if isinstance(answer, Mapping):
        return all(is_empty(one) for one in answer.values())
    return isinstance(answer, Sequence | set) and all(is_empty(one) for one in answer)


def parts_of(task: Task, version: Version, answer: Any, say: Say) -> tuple[Part, ...]:
    """The parts of an answer to any exercise but a design.

    Raises:
        AnswerError: it is no answer to such an exercise.
    """
    match task.kind:
        case "choice":
            return chosen(task, version, answer, say)
        case "number" | "table":
            return numbers(version.fields, answer, say)
        case "ordering":
            return ordered(version.options, answer, say)
        case "matching":
            return matched(version, answer, say)
        case "text":
            return (Part("", "", tuple(f"={gram}" for gram in sorted(grams(words(answer, say))))),)
    raise AnswerError(say("This exercise is answered by settings."))


def chosen(task: Task, version: Version, answer: Any, say: Say) -> tuple[Part, ...]:
    """The options that were chosen."""
    keys = picked(version.options, answer, say)
    if task.several:
        return tuple(Part(one.text, one.text, (f"{one.key}={int(one.key in keys)}",)) for one in version.options)
    if len(keys) > 1:
        raise AnswerError(say("One option is wanted, and {number} were given; choose one.").format(number=len(keys)))
    text = next(one.text for one in version.options if one.key == keys[0])
    return (Part("", text, (f"={keys[0]}",)),)


def picked(options: Sequence[Shown], answer: Any, say: Say) -> list[str]:
    """Keys of options in an answer, by letters, numbers from 1, or their texts.

    Raises:
        AnswerError: one is none of them.
    """
    texts = {one.text.casefold(): one.key for one in options}
    if isinstance(answer, str) and answer.strip().casefold() in texts:
        return [texts[answer.strip().casefold()]]
    found = listed(answer, say)
    keys = [texts.get(one.casefold()) or key_of(options, one) for one in found]
    for given, key in zip(found, keys, strict=True):
        if key is None:
            known = ", ".join(one.key for one in options)
            raise AnswerError(
                say("“{given}” is none of the options; answer with one of {known}.").format(
                    given=shortened(given), known=known
                )
            )
    return [key for key in keys if key is not None]


def key_of(options: Sequence[Shown], text: str) -> str | None:
    """The key of an option given by its letter or its number from 1."""
    known = [one.key for one in options]
    if text.casefold() in known:
        return text.casefold()
    return known[int(text) - 1] if re.fullmatch(r"[1-9]\d?", text) and int(text) <= len(known) else None


def listed(answer: Any, say: Say) -> list[str]:
    """An answer of several words as a list of them.

    Raises:
        AnswerError: it is nothing of the kind.
    """
    if isinstance(answer, str):
        found = [one for one in SEPARATORS.split(answer.strip()) if one]
        return list(found[0]) if len(found) == 1 and is_row(found[0]) else found
    if isinstance(answer, Real) and not isinstance(answer, bool):
        return [f"{answer:g}"]
    if isinstance(answer, Sequence | set | frozenset) and len(answer) <= MOST_SHOWN:
        return [str(one).strip() for one in answer if not is_empty(one)]
    text = say("“{given}” is no list of options; answer with their letters.")
    raise AnswerError(text.format(given=shortened(answer)))


def is_row(text: str) -> bool:
    """Whether letters are a row of options, such as `bdac`, and no name: each is an option's, and stands there once."""
    return set(text.casefold()) <= set(LETTERS) and len(set(text.casefold())) == len(text)


def numbers(fields: Sequence[Entry], answer: Any, say: Say) -> tuple[Part, ...]:
    """The numbers that were given, one for each field.

    Raises:
        AnswerError: one is no number, or there are more or fewer than wanted.
    """
    given = rows_of([field.key for field in fields], answer, say) if len(fields) > 1 else [answer]
    return tuple(number(field, one, say) for field, one in zip(fields, given, strict=True))


def rows_of(keys: Sequence[str], answer: Any, say: Say) -> list[Any]:
    """What was given for each part, in their order: by a list, or by their keys.

    Raises:
        AnswerError: there are more or fewer than wanted, or a key is none.
    """
    if isinstance(answer, Mapping):
        strange = [str(key) for key in answer if key not in keys]
        if strange:
            text = say("“{given}” is none of the parts; they are {known}.")
            raise AnswerError(text.format(given=shortened(strange[0]), known=", ".join(keys)))
        return [answer.get(key) for key in keys]
    if isinstance(answer, str):
        answer = [one for one in SEPARATORS.split(answer.strip()) if one]
    if not isinstance(answer, Sequence) or len(answer) != len(keys):
        count = len(answer) if isinstance(answer, Sequence) else 1
        text = say("{wanted} answers are wanted, and {number} were given; give them as a list.")
        raise AnswerError(text.format(wanted=len(keys), number=count))
    return list(answer)


def number(field: Entry, answer: Any, say: Say) -> Part:
    """A number that was given.

    Raises:
        AnswerError: it is none, or far beyond what such a number can be.
    """
    if is_empty(answer):
        return Part(field.text, "–", ())
    value = read_number(answer)
    if value is None:
        raise AnswerError(say("“{given}” is no number; write it in digits.").format(given=shortened(answer)))
    if not field.low <= value <= field.high:
        text = say("{given} is not from {low} to {high}, where such a number lies; look at its unit.")
        raise AnswerError(text.format(given=f"{value:g}", low=f"{field.low:,g}", high=f"{field.high:,g}"))
    close = (f"{field.key}~{floor(value / field.close)}",) if field.close else ()
    return Part(field.text, f"{value:g}", (f"{field.key}={grid(value, field.step)}", *close))


def read_number(answer: Any) -> float | None:
    """The number that an answer is; percent signs count, as do commas between thousands."""
    if isinstance(answer, str):
        text = answer.strip()
        found = number_in(text.rstrip(PERCENT).strip()) if len(text) < MOST_SHOWN else None
        return found / 100.0 if found is not None and text[-1] in PERCENT else found
    if isinstance(answer, bool) or not isinstance(answer, Real):
        return None
    try:
        value = float(answer)
    except (OverflowError, ValueError, TypeError):
        return None
    return value if isfinite(value) else None


def ordered(options: Sequence[Shown], answer: Any, say: Say) -> tuple[Part, ...]:
    """Each pair of what was put in order.

    Raises:
        AnswerError: something is missing, or stands there twice.
    """
    keys = picked(options, answer, say)
    if sorted(keys) != sorted(one.key for one in options):
        text = say("Each of {known} is wanted once, in their order.")
        raise AnswerError(text.format(known=", ".join(one.key for one in options)))
    texts = {one.key: one.text for one in options}
    pairs = [(one, other) for place, one in enumerate(keys) for other in keys[place + 1 :]]
    adjacent = set(pairwise(keys))
    pairs.sort(key=lambda pair: pair not in adjacent)  # what stands side by side is told first
    return tuple(
        Part("", f"{texts[one]} → {texts[other]}", (f"{min(one, other)}<{max(one, other)}={int(one < other)}",))
        for one, other in pairs
    )


def matched(version: Version, answer: Any, say: Say) -> tuple[Part, ...]:
    """The name that each statement was given.

    Raises:
        AnswerError: a name is none, or there are more or fewer than statements.
    """
    given = rows_of([one.key for one in version.statements], answer, say)
    return tuple(
        Part(statement.text, "–", ()) if is_empty(one) else named(version, statement, one, say)
        for statement, one in zip(version.statements, given, strict=True)
    )


def named(version: Version, statement: Shown, answer: Any, say: Say) -> Part:
    """A statement with the name that it was given, by the name's key, its number or its text."""
    by_text = {one.text.casefold(): one.key for one in version.options}
    key = by_text.get(str(answer).strip().casefold()) or key_of(version.options, str(answer).strip())
    if key is None:
        text = say("“{given}” is none of the names; answer with one of {known}.")
        known = ", ".join(one.key for one in version.options)
        raise AnswerError(text.format(given=shortened(answer), known=known))
    name = next(one.text for one in version.options if one.key == key)
    return Part(statement.text, name, (f"{statement.key}={key}",))


def words(answer: Any, say: Say) -> str:
    """An answer in own words.

    Raises:
        AnswerError: it is no text, or too long.
    """
    if not isinstance(answer, str):
        text = say("“{given}” is no text; answer in whole sentences, in quotation marks.")
        raise AnswerError(text.format(given=shortened(answer)))
    if len(answer) > MOST_SIGNS:
        text = say("Your answer has {signs} signs, and {most} are read at most: shorten it.")
        raise AnswerError(text.format(signs=f"{len(answer):,}", most=f"{MOST_SIGNS:,}"))
    return answer


def settings(task: Task, answer: Any, say: Say) -> dict[str, Number]:
    """Settings that were given; those that were left out stay as they are in the exercise's branch.

    Raises:
        AnswerError: one is none of the exercise's, or no number, or out of its bounds.
    """
    if not isinstance(answer, Mapping):
        text = say("“{given}” is no set of settings; give them by name, as {known}.")
        raise AnswerError(text.format(given=shortened(answer), known="{" + f'"{task.levers[0]}": …' + "}"))
    found: dict[str, Number] = {}
    for path, value in answer.items():
        if path not in task.levers:
            text = say("“{given}” is none of this exercise's settings; they are {known}.")
            raise AnswerError(text.format(given=shortened(path), known=", ".join(task.levers)))
        found[path] = setting(path, value, say)
    return found


def setting(path: str, value: Any, say: Say) -> Number:
    """A setting's value, of the setting's own type.

    Raises:
        AnswerError: it is no number, or out of bounds.
    """
    lever = lever_at(path)
    read = float(value) if isinstance(value, bool) else read_number(value)
    if read is None:
        raise AnswerError(say("“{given}” is no number; write it in digits.").format(given=shortened(value)))
    low, high = lever.about.bounds
    if not low <= read <= high:
        text = say("{path} = {given} is not from {low} to {high}; choose a value within.")
        raise AnswerError(text.format(path=path, given=f"{read:g}", low=f"{low:g}", high=f"{high:g}"))
    if lever.kind is bool:
        return bool(read)
    return round(read) if lever.kind is int else read


def attempt_key(found: Mapping[str, Number]) -> str:
    """Some settings as an answer under which a message may lie."""
    return settings_key({path: float(value) for path, value in found.items()})


def shortened(value: Any) -> str:
    """A value as a sentence repeats it, whatever it is."""
    try:
        text = value if isinstance(value, str) else repr(value)
    except Exception:  # what a learner's own object does when it is asked for its name
        text = type(value).__name__
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"
