"""Matching exercises without a kernel: statements on the left, names on the right, the answer folded below."""

from dataclasses import dataclass

from crmsim.course.shown import Folded, Page, Table, page
from crmsim.language import Say

LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Match:
    """Statements, each of which belongs to one of some names.

    Attributes:
        question: what to do.
        statements: the statements, each with the place of its name, from 0.
        names: the names to choose from.
    """

    question: str
    statements: tuple[tuple[str, int], ...]
    names: tuple[str, ...]


def matched(match: Match, say: Say) -> Page:
    """The exercise in the reader's language: statements, names with letters, and the answer folded away."""
    statements = Table(
        ("", say("statement")),
        tuple((str(place), say(text)) for place, (text, _) in enumerate(match.statements, 1)),
        say(match.question),
    )
    names = Table(
        ("", say("choice")), tuple((letter, say(name)) for letter, name in zip(LETTERS, match.names, strict=False))
    )
    answer = tuple(f"{place} {LETTERS[name]}" for place, (_, name) in enumerate(match.statements, 1))
    return page(statements, names, Folded(say("Answer"), answer))
