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


DEFINITIONS = Match(
    "Who says it? Give each statement the letter of its source, then open the answer.",
    (
        ("CRM is a business strategy for the whole enterprise: more profit, more income, more satisfied customers.", 0),
        ("CRM is three things at once: strategy, management and information technology.", 1),
        ("CRM is a system that collects everything about a customer's contacts with the firm.", 2),
        ("Marketing is about lasting relationships, and not about single sales.", 3),
        ("Managing what each customer is worth, now and later, is the heart of CRM.", 4),
    ),
    (
        "Gartner Group",
        "Gallup",
        "nobody: that is contact management, its forerunner",
        "Barbara Bund Jackson, on relationship marketing",
        "this course, on the core of CRM",
    ),
)

FUNCTIONS = Match(
    "Which function of CRM is at work? Give each scene its letter, then open the answer.",
    (
        ("A loan request moves from the counter to the committee by itself, and nobody types it twice.", 0),
        ("What a customer told the call centre in the morning is on the manager's screen at noon.", 1),
        ("A list each Monday: customers whose balances have been falling for three months.", 2),
        ("The day after a product is sold, the system puts a follow-up call into the manager's diary.", 0),
        ("Phone, e-mail and counter give the same answer about the same account.", 1),
        ("A table shows which fifth of the customers earns the money.", 2),
    ),
    (
        "automated processes of sales, marketing and service",
        "integrated channels of contact",
        "customer intelligence for decisions",
    ),
)


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
