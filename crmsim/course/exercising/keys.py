"""The key of an exercise: what is right, what is typically wrong, and what is said of either."""

from collections.abc import Iterator, Mapping
from math import floor
from typing import Any

from crmsim.course.exercising import formula
from crmsim.course.exercising.figures import filled
from crmsim.course.exercising.formula import Figures
from crmsim.course.exercising.sealing import Message
from crmsim.course.exercising.source import (
    Blank,
    Choice,
    Design,
    Exercise,
    Matching,
    Ordering,
    Quantity,
    Table,
    Text,
)
from crmsim.errors import CrmsimError
from crmsim.luck import draw, subject_key

LETTERS = "abcdefghijkl"

MOST_RIGHT = 41
"""Rounded numbers that may count as right: beyond, a number is rounded too finely for what is accepted."""

HALF = 0.5

Sealed = Iterator[tuple[str, Message]]
"""Answers to parts of an exercise, and what is said of them."""

ROUND_OFF = 1e-9
"""A share of a step by which a computed number may lie beside the one that is meant."""


def entries(exercise: Exercise, figures: Figures, order: tuple[int, ...], lang: str) -> Sealed:
    """Everything that is said of answers to an exercise, in a language.

    Args:
        exercise: the exercise.
        figures: its figures for some learner.
        order: of an ordering, in which order its steps are shown.
        lang: the language.

    Raises:
        CrmsimError: a formula has no value.
    """
    match exercise:
        case Choice():
            found = of_choice(exercise, figures, lang)
        case Quantity():
            found = of_number("", exercise, figures, lang)
        case Table():
            cells = zip(LETTERS, exercise.cells, strict=False)
            found = (one for key, cell in cells for one in of_number(key, cell, figures, lang))
        case Ordering():
            found = of_ordering(exercise, order, lang)
        case Matching():
            found = of_matching(exercise, lang)
        case Text():
            found = of_text(exercise, lang)
        case Design():
            found = ((settings_key(one.settings), Message(why=one.why.said(lang))) for one in exercise.mistakes)
    for answer, message in found:
        yield answer, message.model_copy(update={"why": filled(message.why, figures)})


def rights(exercise: Choice, figures: Figures) -> tuple[bool, ...]:
    """Which options of a choice are right."""
    return tuple(
        option.right if isinstance(option.right, bool) else bool(formula.value(option.right, figures))
        for option in exercise.options
    )


def of_choice(exercise: Choice, figures: Figures, lang: str) -> Sealed:
    """Each option with its reason; of several, whether it is chosen or left."""
    for key, option, right in zip(LETTERS, exercise.options, rights(exercise, figures), strict=False):
        why = option.why.said(lang)
        if exercise.several:
            yield f"{key}=1", Message(credit=float(right), why=why)
            yield f"{key}=0", Message(credit=float(not right), why="" if right else why)
        else:
            yield f"={key}", Message(credit=1.0 if right else HALF * option.close, why=why)


def of_number(key: str, blank: Blank, figures: Figures, lang: str) -> Sealed:
    """The right number as it is rounded, typical wrong ones, and what is close."""
    answer = formula.value(blank.answer, figures)
    right = steps_around(answer, blank)
    first = grid(answer, blank.step)
    yield f"{key}={first}", Message(credit=1.0, why=blank.why.said(lang))
    yield from ((f"{key}={step}", Message(like=f"{key}={first}")) for step in right if step != first)
    told = set(right)
    for mistake in blank.mistakes:
        wrong = steps_around(formula.value(mistake.formula, figures), blank)
        new = [step for step in wrong if step not in told]
        yield from ((f"{key}={step}", Message(why=mistake.why.said(lang))) for step in new[:1])
        yield from ((f"{key}={step}", Message(like=f"{key}={new[0]}")) for step in new[1:])
        told |= set(new)
    if blank.close:
        cell = floor(answer / blank.close)
        yield f"{key}~{cell}", Message(credit=HALF)
        yield from ((f"{key}~{cell + beside}", Message(like=f"{key}~{cell}")) for beside in (-1, 1))


def grid(number: float, step: float) -> int:
    """A number in steps, rounded to the nearest."""
    return floor(number / step + HALF + ROUND_OFF)


def steps_around(number: float, blank: Blank) -> range:
    """Every rounded number that counts as one.

    Raises:
        CrmsimError: there are too many.
    """
    reach = (blank.within / blank.step) + HALF + ROUND_OFF
    at = number / blank.step
    found = range(-floor(reach - at), floor(at + reach) + 1)
    if len(found) > MOST_RIGHT:
        raise CrmsimError(f"within = {blank.within} is {len(found)} steps of {blank.step}; round to a greater step")
    return found


def mixed(exercise: Exercise, version: int) -> tuple[int, ...]:
    """In which order the steps of an ordering are shown: mixed, and another way for other learners; never solved."""
    if not isinstance(exercise, Ordering):
        return ()
    count = len(exercise.steps)
    key = subject_key(1, version, sum(map(ord, exercise.id)))
    found = sorted(range(count), key=lambda place: draw(key, 0, place))
    return tuple(found) if found != list(range(count)) else tuple(reversed(found))


def of_ordering(exercise: Ordering, order: tuple[int, ...], lang: str) -> Sealed:
    """Each pair of steps: which comes first, and why the later one stands where it stands."""
    for one, first in enumerate(order):
        for other, second in enumerate(order[one + 1 :], one + 1):
            late = exercise.steps[max(first, second)]
            pair, right = f"{LETTERS[one]}<{LETTERS[other]}", first < second
            yield f"{pair}=1", Message(credit=float(right), why=late.why.said(lang))
            yield f"{pair}=0", Message(credit=float(not right), why=late.why.said(lang))


def of_matching(exercise: Matching, lang: str) -> Sealed:
    """Each statement with its name, and with the names that it is often given."""
    for key, statement in zip(LETTERS, exercise.statements, strict=False):
        yield f"{key}={statement.name}", Message(credit=1.0, why=statement.why.said(lang))
        yield from ((f"{key}={name}", Message(why=why.said(lang))) for name, why in statement.mistakes.items())


def of_text(exercise: Text, lang: str) -> Sealed:
    """Each way of naming a point; all ways of one point share its message."""
    for number, thought in enumerate(exercise.thoughts):
        ways = [*thought.words.zh, *thought.words.en]
        yield f"={ways[0]}", Message(credit=1.0, why=thought.why.said(lang), part=str(number))
        yield from ((f"={way}", Message(like=f"={ways[0]}")) for way in ways[1:])


def settings_key(settings: Mapping[str, float]) -> str:
    """Some settings as one answer."""
    return "=" + ",".join(f"{path}:{float(settings[path]):.6g}" for path in sorted(settings))


def solution(exercise: Exercise, figures: Figures, order: tuple[int, ...], lang: str) -> Any:
    """The right answer, as a learner would give it.

    Raises:
        CrmsimError: a formula has no value.
    """
    match exercise:
        case Choice():
            right = [key for key, one in zip(LETTERS, rights(exercise, figures), strict=False) if one]
            best: Any = right if exercise.several else "".join(right[:1])
        case Quantity():
            best = rounded(exercise, exercise.answer, figures)
        case Table():
            best = [rounded(cell, cell.answer, figures) for cell in exercise.cells]
        case Ordering():
            best = [LETTERS[place] for place in sorted(range(len(order)), key=lambda place: order[place])]
        case Matching():
            best = [statement.name for statement in exercise.statements]
        case Text():
            best = exercise.model.said(lang)
        case Design():
            best = dict(exercise.model)
    return best


def rounded(blank: Blank, text: str, figures: Figures) -> float:
    """The value of a formula as a learner would write it."""
    return float(f"{grid(formula.value(text, figures), blank.step) * blank.step:.9g}")


def wrong_answers(exercise: Exercise, figures: Figures, order: tuple[int, ...], lang: str) -> Iterator[Any]:
    """Typical wrong answers, each of which is to be known for what it is."""
    best = solution(exercise, figures, order, lang)
    match exercise:
        case Choice():
            pairs = zip(LETTERS, rights(exercise, figures), strict=False)
            yield from ([key] if exercise.several else key for key, right in pairs if not right)
        case Quantity():
            yield from (rounded(exercise, one.formula, figures) for one in exercise.mistakes)
        case Table():
            wrong = [[rounded(cell, one.formula, figures) for one in cell.mistakes] for cell in exercise.cells]
            yield from with_each(best, wrong)
        case Ordering():
            yield best[::-1]
        case Matching():
            yield from with_each(best, [[*statement.mistakes] for statement in exercise.statements])
        case Text():
            yield exercise.poor.said(lang)
        case Design():
            yield from (dict(one.settings) for one in exercise.mistakes)


def with_each(best: list[Any], wrong: list[list[Any]]) -> Iterator[list[Any]]:
    """The right answer with one part after the other made wrong in each typical way."""
    for place, ways in enumerate(wrong):
        yield from ([*best[:place], way, *best[place + 1 :]] for way in ways)
