"""Finds the settings under which a simulation shows what a file tells, changing no more than that takes.

Simulated moments (D. McFadden, Econometrica 57 (1989), 995-1026; C. Gouriéroux, A. Monfort and E. Renault, "Indirect
inference", Journal of Applied Econometrics 8 (1993), S85-S118): what is measured on the file is measured in the same
way on simulations, on the same luck for all settings tried, and the settings are moved until the two agree. Where more
settings than quantities would do it, about the nearest to the baseline are taken: each setting has a normal prior
around its baseline value (half or double of it lies one standard deviation away), and what is found is the mode of the
posterior with its spread, in a linear approximation (A. Tarantola, "Inverse Problem Theory", SIAM 2005, section 3.2).
The quantities' errors are taken as independent; groups that overlap, as those in their first year do with those by
products, are so only nearly.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from crmsim.calibration.estimates import Estimate, Floats, Z
from crmsim.settings import Number, lever_at

Measure = Callable[[Floats], tuple[Floats, Floats]]
"""What a simulation shows at a place, in prior deviations from the baseline, and the standard error of each moment."""

WIDTH = math.log(2.0)
"""A setting that is above 0 may well be half or double of the baseline's."""

WIDEST = 1.0
"""How far the first round looks around, in prior deviations."""

SOFTEST = 0.3
"""How far off a moment may be in the first round besides its standard error."""

SHARPER = 0.4
"""By how much less that is in each round; in the last there is none of it."""

NEARER = 0.7
"""By how much nearer each round looks than the one before."""

STEPS = 4
"""Steps within a round."""

GAIN = 0.5
"""A step that gains less than this in squared standard errors is the last."""

LEAST_PART = 0.02
"""The least part of its baseline value to which a setting is lowered."""


@dataclass(frozen=True)
class Knob:
    """A setting that may be moved.

    Attributes:
        setting: its path.
        start: its value in the baseline.
        low: the least value to try.
        high: the greatest.
        is_ratio: whether it is moved by factors and not by differences.
    """

    setting: str
    start: float
    low: float
    high: float
    is_ratio: bool

    def at(self, place: float) -> float:
        """Its value so many prior deviations away from the baseline, within bounds."""
        value = self.start * math.exp(place * WIDTH) if self.is_ratio else self.start + place
        return min(max(value, self.low), self.high)

    def place(self, value: float) -> float:
        """How many prior deviations away from the baseline a value lies."""
        return math.log(value / self.start) / WIDTH if self.is_ratio else value - self.start


def knob(setting: str) -> Knob:
    """The setting of a path as a knob."""
    lever = lever_at(setting)
    start, (low, high) = float(lever.default), lever.about.bounds
    is_ratio = low >= 0
    return Knob(setting, start, max(float(low), LEAST_PART * start) if is_ratio else float(low), float(high), is_ratio)


def values_at(knobs: Sequence[Knob], place: Floats) -> dict[str, Number]:
    """The settings at a place."""
    return {knob.setting: knob.at(x) for knob, x in zip(knobs, place.tolist(), strict=True)}


@dataclass(frozen=True)
class Problem:
    """What is to be reached.

    Attributes:
        knobs: the settings that may be moved.
        target: what the file tells, one number a moment.
        error: the standard error of each.
        measure: what a simulation shows.
    """

    knobs: tuple[Knob, ...]
    target: Floats
    error: Floats
    measure: Measure

    @property
    def bounds(self) -> tuple[Floats, Floats]:
        """The least and greatest place of each knob."""
        low, high = zip(*((knob.place(knob.low), knob.place(knob.high)) for knob in self.knobs), strict=True)
        return np.array(low), np.array(high)


@dataclass(frozen=True)
class Point:
    """A place that was tried, what the simulation shows there, and the standard error of that."""

    place: Floats
    shown: Floats
    noise: Floats


@dataclass(frozen=True)
class Solution:
    """Where the simulation shows what the file tells, or comes nearest to it.

    Attributes:
        point: the place.
        slope: what a move of each knob does to each moment there; shape (moments, knobs).
    """

    point: Point
    slope: Floats


def solve(problems: Sequence[Problem], start: Floats) -> Solution:
    """Find the place, in a round for each problem; they are the same one, simulated ever more.

    In each round the simulation is looked at on either side of the best place so far, setting by setting, so far away
    that luck and kinks do not drown the slope. Gauss-Newton steps within a trust region and the settings' bounds lead
    on from there as long as they lead to something better; each updates the slope by what it shows (C. G. Broyden,
    Mathematics of Computation 19 (1965), 577-593). The next round looks nearer, and asks for more.
    """
    solution = Solution(Point(start, start, start), np.zeros((0, 0)))
    for number, problem in enumerate(problems, 1):
        softness = SOFTEST * SHARPER ** (number - 1) if number < len(problems) else 0.0
        radius = WIDEST * NEARER ** (number - 1)
        solution = _round(_Search(problem, softness, 2.0 * radius), solution.point.place, radius)
    return solution


def _round(search: "_Search", start: Floats, radius: float) -> Solution:
    """One round, from a place on."""
    at = _tried(search.problem, start)
    around, slope = _around(search.problem, at, radius)
    at = min([at, *around], key=search.badness)
    for _ in range(STEPS):
        place, promised = search.best_within_reach(at, slope)
        if search.badness(at) - promised < GAIN:
            break
        there = _tried(search.problem, place)
        if search.badness(there) >= search.badness(at):
            there = _tried(search.problem, (at.place + place) / 2.0)
        if search.badness(there) >= search.badness(at):
            break
        slope, at = _updated(slope, at, there), there
    return Solution(at, slope)


@dataclass(frozen=True)
class _Search:
    """What a round asks for.

    Attributes:
        problem: what is to be reached.
        softness: how far off a moment may be besides its standard error.
        reach: how far a step may lead.
    """

    problem: Problem
    softness: float
    reach: float

    def error(self, at: Point) -> Floats:
        """How far off each moment may well be."""
        return np.sqrt(self.problem.error**2 + at.noise**2 + self.softness**2)

    def badness(self, at: Point) -> float:
        """How far a point's moments are off, and how far away it is, both squared."""
        off = (at.shown - self.problem.target) / self.error(at)
        return float(off @ off + at.place @ at.place)

    def best_within_reach(self, at: Point, slope: Floats) -> tuple[Floats, float]:
        """The best place as far as the slope tells, and how bad that would be."""
        from scipy.optimize import lsq_linear  # type: ignore[import-untyped, unused-ignore]  # it has no types

        low, high = self.problem.bounds
        error = self.error(at)
        matrix = np.vstack([slope / error[:, None], np.eye(len(at.place))])
        wanted = np.concatenate([(self.problem.target - at.shown) / error, -at.place])
        # A hair's breadth keeps a setting that stands on its bound from having no room at all.
        reach = np.maximum(low - at.place, -self.reach) - 1e-9, np.minimum(high - at.place, self.reach) + 1e-9
        found = lsq_linear(matrix, wanted, reach)
        return np.clip(at.place + found.x, low, high), 2.0 * float(found.cost)


def _tried(problem: Problem, place: Floats) -> Point:
    """What the simulation shows at a place."""
    return Point(place, *problem.measure(place))


def _updated(slope: Floats, at: Point, there: Point) -> Floats:
    """The slope after a step, with what the step showed of it."""
    move = there.place - at.place
    missed = there.shown - at.shown - slope @ move
    updated: Floats = slope + np.outer(missed, move) / float(move @ move)
    return updated


def _around(problem: Problem, at: Point, radius: float) -> tuple[list[Point], Floats]:
    """Points on either side of a place, setting by setting, and the slope between them."""
    low, high = problem.bounds
    points, columns = [], []
    for which in range(len(problem.knobs)):
        sides = []
        for side in (-radius, radius):
            place = at.place.copy()
            place[which] = min(max(place[which] + side, low[which]), high[which])
            sides.append(_tried(problem, place))
        before, after = sides
        columns.append((after.shown - before.shown) / (after.place[which] - before.place[which]))
        points += sides
    return points, np.stack(columns, axis=1)


def settings_of(problem: Problem, solution: Solution, rows: int) -> list[tuple[str, Estimate]]:
    """Each setting with its interval.

    Args:
        problem: what was to be reached.
        solution: where it was reached.
        rows: rows that were fitted on.
    """
    at, slope = solution.point, solution.slope
    weighed = slope.T / (problem.error**2 + at.noise**2)
    errors = np.sqrt(np.diag(np.linalg.inv(weighed @ slope + np.eye(len(at.place)))))
    return [
        (knob.setting, Estimate(knob.at(place), knob.at(place - Z * error), knob.at(place + Z * error), rows))
        for knob, place, error in zip(problem.knobs, at.place.tolist(), errors.tolist(), strict=True)
    ]
