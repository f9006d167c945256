"""A class's folder marked, from what was handed in to everybody's marks."""

from collections.abc import Callable
from pathlib import Path

from crmsim import workers
from crmsim.course.exercising.task import FILE
from crmsim.grading.exercises import book_for
from crmsim.grading.grades import Grades, Marker
from crmsim.grading.judging import judged
from crmsim.grading.reading import Reader, Work
from crmsim.grading.roster import roster_in
from crmsim.grading.submissions import collected
from crmsim.language import chosen, speaker

A_PROCESS = 8
"""Learners for whom another process is worth its start."""

Told = Callable[[int, int], None]
"""Told how much is done, and of how much."""


def untold(done: int, total: int) -> None:
    """Tell nobody how much is done."""


def grade(  # noqa: PLR0913  # the public face, all but the first by name
    folder: str | Path,
    *,
    exercises: str | Path | None = None,
    roster: str | Path | None = None,
    lang: str | None = None,
    jobs: int | None = None,
    progress: Told = untold,
) -> Grades:
    """Mark a class.

    Every answer is checked anew in the learner's own version; of each file a learner's last answer counts, and of all
    files the best one. What cannot be read is told, and costs nobody else anything.

    Args:
        folder: the class's folder, with a folder or a file for each learner.
        exercises: the class's file of exercises, or a folder of exercise files; by default `exercises.json` in the
            class's folder, else the packaged exercises.
        roster: the list of the class, a CSV file.
        lang: `en` or `zh`; by default that of `CRMSIM_LANG`.
        jobs: processes that share the work; by default as many as cores. The marks are the same for any number.
        progress: told how much is done: first learners read, then piles of answers checked.

    Raises:
        CrmsimError: the folder, the exercises or the list cannot be used.
    """
    language, home = chosen(lang), Path(folder)
    say = speaker(language)
    book = book_for(home, None if exercises is None else Path(exercises), language, say)
    listed = None if roster is None else roster_in(Path(roster), say)
    found = collected(home, say, frozenset({FILE, *([Path(roster).name] if roster else [])}))
    hands = jobs or max(1, min(workers.cores(), len(found.submissions) // A_PROCESS))
    works: list[Work] = []
    for work in workers.in_order(Reader(home, language), found.submissions, hands):
        works.append(work)
        progress(len(works), len(found.submissions))
    answers = judged(works, book, language, hands, progress)
    rows = Marker(book, answers, say).rows(works, listed)
    return Grades(str(folder), book, rows, (*found.notes, *(listed.notes if listed else ())), language)
