"""Statistics of exercises: who tried, who has it right, what is commonly wrong, and whether it tells learners apart."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from crmsim.course.exercising.task import Task
from crmsim.grading.grades import Grades, Mark

FEWEST = 3
"""Learners below which nothing can be said about how an exercise tells them apart."""


@dataclass(frozen=True)
class Item:
    """What a class did with an exercise; shares and means are of those who attempted it, NaN if nobody did.

    Attributes:
        task: the exercise.
        attempted: how many learners attempted it.
        right: the share of them who have all of it right.
        credit: their mean credit.
        attempts: their mean number of attempts, of those whose file of progress tells it.
        hints: their mean number of hints, likewise.
        wrong: the commonest wrong answer, as learners see it; nothing if there is none.
        times: how many learners gave it.
        discrimination: how the credit goes with the points in all other exercises, as a correlation from -1 to 1; of
            an exercise that is right or wrong, the point-biserial one; NaN where it is not defined.
    """

    task: Task
    attempted: int
    right: float
    credit: float
    attempts: float
    hints: float
    wrong: str
    times: int
    discrimination: float


def items_of(grades: Grades) -> tuple[Item, ...]:
    """Statistics of every exercise; those who have handed in nothing do not count."""
    totals = [row.points(grades.tasks) for row in grades.present]
    return tuple(item_of(task, grades, totals) for task in grades.tasks)


def item_of(task: Task, grades: Grades, totals: Sequence[float]) -> Item:
    """Statistics of an exercise."""
    own = [row.marks.get(task.id) for row in grades.present]
    marks = [mark for mark in own if mark is not None]
    counted = [mark for mark in marks if mark.attempts]
    wrong, times = commonest(marks)
    points = [mark.points if mark else 0.0 for mark in own]
    rest = [total - point for total, point in zip(totals, points, strict=True)]
    return Item(
        task=task,
        attempted=len(marks),
        right=mean([float(mark.is_right) for mark in marks]),
        credit=mean([mark.credit for mark in marks]),
        attempts=mean([float(mark.attempts) for mark in counted]),
        hints=mean([float(mark.hints) for mark in counted]),
        wrong=wrong,
        times=times,
        discrimination=correlation(points, rest),
    )


def commonest(marks: Sequence[Mark]) -> tuple[str, int]:
    """The commonest wrong answer, and how many learners gave it; of equally common ones the first by the alphabet."""
    counted = Counter(text for mark in marks for text in mark.wrong)
    return min(counted.items(), key=lambda one: (-one[1], one[0]), default=("", 0))


def mean(values: Sequence[float]) -> float:
    """The mean; NaN of nothing."""
    return math.fsum(values) / len(values) if values else math.nan


def correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """Pearson's correlation; NaN where one of them does not vary, or there are too few."""
    if len(one) < FEWEST:
        return math.nan
    first, second = deviations(one), deviations(other)
    scale = math.sqrt(math.fsum(x * x for x in first) * math.fsum(y * y for y in second))
    if scale <= TINY:
        return math.nan
    return math.fsum(x * y for x, y in zip(first, second, strict=True)) / scale


TINY = 1e-12
"""A variation that is only round-off."""


def deviations(values: Sequence[float]) -> list[float]:
    """How far values lie from their mean."""
    centre = mean(values)
    return [value - centre for value in values]
