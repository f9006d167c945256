"""Answers checked anew, each once, by as many processes as there are; what a file says of its own credit never counts.

Answers to the same version of an exercise are checked together, so that a branch that is their common baseline is
simulated once.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from crmsim import workers
from crmsim.course.exercising.checking import check
from crmsim.course.exercising.figures import version_of
from crmsim.course.exercising.outcome import Result
from crmsim.course.exercising.task import Book, Task
from crmsim.engine.choose import make_ready
from crmsim.grading.reading import Work
from crmsim.grading.wrong import wrong_in
from crmsim.language import speaker

FEW = 16
"""Answers for which another process is not worth its start."""

Told = Callable[[int, int], None]
"""Told how much is done, and of how much."""


@dataclass(frozen=True)
class Judged:
    """What an answer is worth.

    Attributes:
        result: one of the four outcomes.
        credit: from 0 to 1.
        wrong: what of it is not right, as learners see it.
    """

    result: Result = "not attempted"
    credit: float = 0.0
    wrong: tuple[str, ...] = ()


Key = tuple[str, int, str]
"""Exercise, version, and the answer as JSON."""


@dataclass(frozen=True)
class Pile:
    """Answers to one version of an exercise.

    Attributes:
        task: the exercise, with that version only.
        version: which one it is.
        answers: those whose credit is asked for, by their JSON.
        wrong: those of which is asked only what is wrong in them.
        lang: the language in which that is told.
    """

    task: Task
    version: int
    lang: str
    answers: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, Any] = field(default_factory=dict)


def key_of(task: Task, learner: str, answer: Any) -> Key:
    """An answer of a learner, so that equal ones are known again."""
    return task.id, version_of(learner, len(task.versions)), json.dumps(answer, sort_keys=True)


def judged(works: Iterable[Work], book: Book, lang: str, jobs: int, told: Told) -> dict[Key, Judged]:
    """Every answer of a class, checked.

    Args:
        works: what was handed in.
        book: the exercises.
        lang: the language in which is told what is wrong.
        jobs: processes that share the work.
        told: told how many piles of answers are done.
    """
    piles = list(piles_of(works, book, lang).values())
    designs = sum(len(pile.answers) for pile in piles if pile.task.kind == "design")
    if designs > FEW:
        make_ready("compiled")
    piles.sort(key=lambda pile: -len(pile.answers) * pile.task.replications)  # the longest first
    found: dict[Key, Judged] = {}
    hands = jobs if sum(len(pile.answers) for pile in piles) > FEW else 1
    for done, answers in enumerate(workers.in_order(looked_at, piles, hands), 1):
        found |= answers
        told(done, len(piles))
    return found


def piles_of(works: Iterable[Work], book: Book, lang: str) -> dict[tuple[str, int], Pile]:
    """The answers of a class by exercise and version."""
    piles: dict[tuple[str, int], Pile] = {}
    for work in works:
        for task, name, answer in given(work, book):
            number, version, text = key_of(task, work.learner, answer)
            if (number, version) not in piles:
                piles[number, version] = Pile(only(task, version), version, lang)
            getattr(piles[number, version], name)[text] = answer
    return piles


def given(work: Work, book: Book) -> Iterator[tuple[Task, str, Any]]:
    """A learner's answers: the exercise, in which part of a pile it belongs, and the answer."""
    for number, done in work.done.items():
        if number in book.by_id:
            task = book.by_id[number]
            yield from ((task, "answers", answer) for answer in done.answers)
            yield from ((task, "wrong", answer) for answer in done.wrong)


def only(task: Task, version: int) -> Task:
    """An exercise with one of its versions only, which is all that another process needs."""
    return task.model_copy(update={"versions": (task.versions[version],)})


def looked_at(pile: Pile) -> dict[Key, Judged]:
    """What the answers of a pile are worth."""
    say, version = speaker(pile.lang), pile.task.versions[0]
    found: dict[Key, Judged] = {}
    for text, answer in {**pile.wrong, **pile.answers}.items():
        outcome = check(pile.task, version, answer, say) if text in pile.answers else None
        result = outcome.result if outcome and outcome.is_answer else "not attempted"
        is_right = result == "correct"
        wrong = () if is_right else wrong_in(pile.task, version, answer, say)
        found[pile.task.id, pile.version, text] = Judged(result, outcome.credit if outcome else 0.0, wrong)
    return found
