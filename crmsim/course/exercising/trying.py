"""Exercises done as learners do them: each solution is to be right, and each typical mistake known as one."""

from collections.abc import Iterator
from pathlib import Path

from crmsim.course.exercising.checking import check
from crmsim.course.exercising.figures import figures_of
from crmsim.course.exercising.files import ExerciseError, sheets_in
from crmsim.course.exercising.keys import mixed, solution, wrong_answers
from crmsim.course.exercising.source import Exercise, Sheet
from crmsim.course.exercising.task import Task
from crmsim.course.exercising.writing import VERSIONS, task_of
from crmsim.course.reviewing.points import SPOKEN
from crmsim.errors import CrmsimError
from crmsim.language import speaker


def checked(folder: Path, versions: int = VERSIONS) -> tuple[Sheet, ...]:
    """The exercises of a folder, looked through and done.

    Raises:
        ExerciseError: there is a mistake in them, or a solution that is not right; all are named.
    """
    sheets = sheets_in(folder)
    found = [
        f"{folder}: exercise {exercise.id}: {fault}"
        for sheet in sheets
        for exercise in sheet.exercise
        for fault in faults_of(exercise, versions)
    ]
    if found:
        raise ExerciseError(*found)
    return sheets


def faults_of(exercise: Exercise, versions: int = VERSIONS) -> Iterator[str]:
    """What shows only when an exercise is done: its solution is not right, or a typical mistake is not recognised.

    Args:
        exercise: an exercise without mistakes of writing.
        versions: in how many versions it is looked at.
    """
    for lang in SPOKEN:
        try:
            task = task_of(exercise, lang, versions)
        except (CrmsimError, ValueError, LookupError, ArithmeticError) as error:
            yield f"it cannot be made: {error}"
            return
        for version in range(len(task.versions)):
            yield from faults_in(exercise, task, version, lang)
        if exercise.kind == "design":
            return  # it is the same in the other language, and takes its time


def faults_in(exercise: Exercise, task: Task, version: int, lang: str) -> Iterator[str]:
    """The faults of one version in one language."""
    figures, order, say = figures_of(exercise, version), mixed(exercise, version), speaker(lang)
    where, mine = f"version {version} ({lang})", task.versions[version]
    best = check(task, mine, solution(exercise, figures, order, lang), say)
    if best.result != "correct":
        yield f"{where}: its own solution is '{best.result}': {' '.join(best.reasons)}"
    for answer in wrong_answers(exercise, figures, order, lang):
        if check(task, mine, answer, say).result == "correct":
            yield f"{where}: the typical mistake {answer!r} counts as right; change its figures or what is accepted"
