"""Settings held against an exercise's goals: simulated anew, on luck that the learner has not seen, as a paired test.

A goal counts as reached unless the draws show that it is missed: the upper end of the 95 % interval of how far the
branch lies above its bound has to be at least 0.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from crmsim.course.exercising import branch
from crmsim.course.exercising.figures import CHECKED, TRIED
from crmsim.course.exercising.outcome import Outcome, outcome_of
from crmsim.course.exercising.source import Branch, Goal
from crmsim.course.exercising.task import Task, Version
from crmsim.language import Say, label
from crmsim.settings import Number
from crmsim.statistics.intervals import interval

Changes = Mapping[str, Number]


@dataclass(frozen=True)
class Reached:
    """How a branch stands to a goal, in the mean over draws of luck.

    Attributes:
        goal: the goal.
        value: the indicator.
        bound: what it is to reach.
        spare: how far it lies on the right side of the bound; negative where it misses it.
        half_width: half the width of the 95 % interval of that.
        share: which part of the way from the baseline to the bound is gone, from 0 to 1.
    """

    goal: Goal
    value: float
    bound: float
    spare: float
    half_width: float
    share: float

    @property
    def is_reached(self) -> bool:
        """Whether the draws do not show that it is missed."""
        return self.spare + self.half_width >= 0.0


def looked_at(task: Task, version: Version, changes: Changes, *, unseen: bool) -> tuple[Reached, ...]:
    """How the branch stands to each goal under some settings.

    Args:
        task: the exercise.
        version: the learner's version.
        changes: the settings.
        unseen: whether on the luck that learners do not see; else on that on which they try.

    Raises:
        ScenarioError: the settings do not fit together.
    """
    seed = version.seed - TRIED + CHECKED if unseen else version.seed
    return tuple(reached(task.branch, goal, changes, seed, task.replications) for goal in task.goals)


def reached(home: Branch, goal: Goal, changes: Changes, seed: int, draws: int) -> Reached:
    """How a branch stands to a goal."""
    own = [branch.indicators(home, changes, seed, draw)[goal.kpi] for draw in range(draws)]
    base = [branch.indicators(home, {}, seed, draw)[goal.kpi] for draw in range(draws)]
    sign = 1.0 if goal.at_least is not None else -1.0
    factor = goal.at_least if goal.at_least is not None else goal.at_most or 0.0
    bounds = [factor * x for x in base] if goal.times_baseline else [factor] * draws
    spare = interval([sign * (x - bound) for x, bound in zip(own, bounds, strict=True)])
    start = sum(sign * (x - bound) for x, bound in zip(base, bounds, strict=True)) / draws
    half = spare.half_width if math.isfinite(spare.half_width) else 0.0
    share = 1.0 if spare.mean >= 0.0 else max(0.0, 1.0 - spare.mean / start) if start < 0.0 else 0.0
    return Reached(goal, sum(own) / draws, sum(bounds) / draws, spare.mean, half, share)


def judged(task: Task, version: Version, changes: Changes, say: Say) -> Outcome:
    """What comes of some settings.

    Raises:
        ScenarioError: the settings do not fit together.
    """
    found = looked_at(task, version, changes, unseen=True)
    worth = [1.0 if one.is_reached else 0.9 * one.share for one in found]
    return outcome_of(sum(worth) / len(worth), tuple(sentence(one, say) for one in found))


def sentence(one: Reached, say: Say) -> str:
    """How a branch stands to a goal, in words and figures."""
    text = say(
        "{kpi}: {value} on luck you have not seen; wanted {wanted} {bound} – reached."
        if one.is_reached
        else "{kpi}: {value} on luck you have not seen; wanted {wanted} {bound} – missed by {miss} (± {half})."
    )
    return text.format(
        kpi=say(label(one.goal.kpi)),
        value=figure(one.value),
        wanted=say("at least" if one.goal.at_least is not None else "at most"),
        bound=figure(one.bound),
        miss=figure(abs(one.spare)),
        half=figure(one.half_width),
    )


def figure(value: float) -> str:
    """A figure with as many places as say something."""
    return f"{value:,.0f}" if abs(value) >= 100.0 else f"{value:.3g}"


def tried(one: Reached, say: Say) -> str:
    """How a branch stands to a goal on the luck that the learner knows."""
    text = say("{kpi}: {value} on your own luck; wanted {wanted} {bound}.")
    return text.format(
        kpi=say(label(one.goal.kpi)),
        value=figure(one.value),
        wanted=say("at least" if one.goal.at_least is not None else "at most"),
        bound=figure(one.bound),
    )
