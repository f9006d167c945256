"""What comes of an answer: correct, close, not yet or not attempted, what it is worth, and why."""

from dataclasses import dataclass
from typing import Literal

from crmsim.language import Say

Result = Literal["correct", "close", "not yet", "not attempted"]

CLOSE = 0.5
"""The credit from which an answer is close."""

MOST_REASONS = 3
"""Reasons that are told at once; more are not read."""

ALMOST_ONE = 1.0 - 1e-9


@dataclass(frozen=True)
class Outcome:
    """What comes of an answer.

    Attributes:
        result: one of the four.
        credit: what it is worth, from 0 to 1.
        reasons: sentences in the learner's language, the most telling first.
        is_answer: whether it could be read as an answer at all.
    """

    result: Result
    credit: float = 0.0
    reasons: tuple[str, ...] = ()
    is_answer: bool = True


def outcome_of(credit: float, reasons: tuple[str, ...]) -> Outcome:
    """The outcome that a credit stands for."""
    result: Result = "correct" if credit >= ALMOST_ONE else "close" if credit >= CLOSE else "not yet"
    return Outcome(result, min(credit, 1.0), reasons[:MOST_REASONS])


def nothing(say: Say) -> Outcome:
    """The outcome of no answer."""
    return Outcome("not attempted", 0.0, (say("There is no answer yet: give one, then check it."),))


def unreadable(reason: str) -> Outcome:
    """The outcome of what is no answer."""
    return Outcome("not yet", 0.0, (reason,), is_answer=False)


HEADS: dict[Result, str] = {
    "correct": "Correct.",
    "close": "Close.",
    "not yet": "Not yet.",
    "not attempted": "Not attempted.",
}
"""How each outcome is said."""
