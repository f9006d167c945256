"""The figures of an exercise for some learner: what is drawn for them, and what the branch gives on their luck.

Learners are numbered by a hash of what they are called, and there are so many versions of an exercise: the same learner
always meets the same figures, and neighbours mostly meet others.
"""

from collections.abc import Mapping
from hashlib import sha256

from crmsim.course.exercising import branch, formula
from crmsim.course.exercising.source import Common, Draw, Exercise, Measure
from crmsim.luck import draw, subject_key

TRIED, CHECKED = 1000, 9000
"""Where seeds of a version's luck begin: of what learners see, and of what their settings are checked on."""


def version_of(learner: str, versions: int) -> int:
    """Which of so many versions a learner has; those without a name have the first."""
    name = learner.strip().casefold()
    return int.from_bytes(sha256(name.encode()).digest()[:6]) % versions if name else 0


def figures_of(exercise: Common, version: int) -> dict[str, formula.Figure]:
    """Every figure of an exercise by its name: drawn, of its customers, and measured.

    Raises:
        CrmsimError: a setting, an indicator or a column is none.
    """
    found: dict[str, formula.Figure] = {
        name: drawn(one, exercise.id, name, version) for name, one in exercise.draws.items()
    }
    seed = TRIED + version
    if exercise.customers is not None:
        people = exercise.customers
        found |= branch.customers(exercise.branch, seed, people.columns, rows=people.rows, ours=people.ours)
    return found | {name: measured(exercise, one, seed) for name, one in exercise.measures.items()}


def drawn(one: Draw, number: str, name: str, version: int) -> float:
    """A number drawn for a version."""
    key = subject_key(0, version, int.from_bytes(sha256(f"{number} {name}".encode()).digest()[:6]))
    u = draw(key, 0, 0)
    if one.values:
        return one.values[int(u * len(one.values))]
    steps = round((one.high - one.low) / one.step)
    return round(one.low + one.step * int(u * (steps + 1)), 9)


def measured(exercise: Common, one: Measure, seed: int) -> float:
    """A figure that the branch gives, in the mean over its draws."""
    found = [value_of(exercise, one, seed, replication) for replication in range(one.draws)]
    return sum(found) / len(found)


def value_of(exercise: Common, one: Measure, seed: int, replication: int) -> float:
    """The figure in one draw."""
    if one.month is None:
        return branch.indicators(exercise.branch, one.settings, seed, replication)[one.kpi]
    return branch.month(exercise.branch, one.settings, seed, one.kpi, replication)[one.month]


def is_same_for_all(exercise: Exercise) -> bool:
    """Whether an exercise has nothing that differs from learner to learner."""
    if exercise.kind in {"design", "ordering"}:
        return False
    return not (exercise.draws or exercise.measures or exercise.customers or exercise.chart)


class Figure(float):
    """A number that writes itself as a reader expects it: thousands with commas, no idle digits."""

    def __format__(self, spec: str) -> str:
        """By what the text asks for, else in at most six figures."""
        if spec:
            return float.__format__(self, spec)
        value = float(f"{float(self):.6g}")
        return f"{value:,.0f}" if value.is_integer() else f"{value:,.6f}".rstrip("0")


def filled(text: str, figures: Mapping[str, formula.Figure]) -> str:
    """A text with its figures in it.

    Raises:
        KeyError: there is no such figure.
        ValueError: a brace is left open, or a figure cannot be written so.
    """
    return text.format_map({name: Figure(x) for name, x in figures.items() if isinstance(x, float | int)})
