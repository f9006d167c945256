"""What a learner's own years say of a point of the course: where its wheels stood, and what that brought."""

from itertools import groupby

from crmsim.course.developing.channels import by_channel
from crmsim.course.reviewing.play import Round
from crmsim.course.reviewing.points import Point
from crmsim.course.reviewing.reviews import Review
from crmsim.course.still import figure, name_of
from crmsim.language import Say, label
from crmsim.results.kpis import UNITS
from crmsim.run import Run
from crmsim.settings import Number, is_of_strategy, lever_at, value_of, values_of
from crmsim.stages import Channel

SEARCH = "prospecting.by_"
"""How the paths of the five channels begin."""


def moved(point: Point, played: Round) -> tuple[str, ...]:
    """The settings of a point that were elsewhere than in the baseline in any year."""
    yours, theirs = played.yours.run.scenario, played.theirs.run.scenario
    paths = (path for path in point.settings if is_of_strategy(path))
    return tuple(path for path in paths if any(v != value_of(theirs, path) for _, v in values_of(yours, path)))


def evidence(point: Point, played: Round, review: Review, say: Say) -> str:
    """What the years up to a round say of a point, with the figures of both runs."""
    yours, theirs = played.yours.run, played.theirs.run
    if any(path.startswith(SEARCH) for path in point.settings):
        return of_channel(point, yours, theirs, say)
    turned = moved(point, played)
    if turned:
        told = say("; ").join(stood(path, yours, theirs, say) for path in turned)
        return say("{settings}. {indicators}.").format(settings=told, indicators=found(point, yours, theirs, say))
    if not set(point.settings) & set(review.paths):
        told = found(point, yours, theirs, say)
        return say("No wheel of this game turns it. {indicators}.").format(indicators=told) if told else say(PAPER)
    return say("You left its wheels where the baseline has them: play a year in which you move them.")


PAPER = "No wheel of this game turns it, and no indicator shows it."
"""What is said of a point that is practice and paper."""


def of_channel(point: Point, yours: Run, theirs: Run, say: Say) -> str:
    """What one channel of search cost and won, in both runs."""
    channel = Channel.names().index(point.settings[0].removeprefix(SEARCH))
    mine, other = (by_channel(run).iloc[channel] for run in (yours, theirs))
    text = say(
        "You put {hours} hours into it and won {won} customers, at {cost} CNY each; "
        "the baseline put in {hours0} hours and won {won0}, at {cost0} CNY each."
    )
    names = {"hours": "hours", "won": "won", "cost": "cost_each"}
    figures = {key: whole(mine[name]) for key, name in names.items()}
    return text.format(**figures, **{f"{key}0": whole(other[name]) for key, name in names.items()})


def whole(value: float) -> str:
    """A figure without decimals; a dash for what was not measured."""
    return "–" if value != value else f"{value:,.0f}"  # noqa: PLR0124  # the test for NaN


def stood(path: str, yours: Run, theirs: Run, say: Say) -> str:
    """Where a wheel stood in the years played, and where in the baseline."""
    one_by_one = [value for _, value in values_of(yours.scenario, path)]
    values = say(", then ").join(worded(value, say) for value, _ in groupby(one_by_one))
    text = say("You set {setting} to {values} (baseline {value})")
    value = worded(value_of(theirs.scenario, path), say)
    return text.format(setting=name_of(lever_at(path), say), values=values, value=value)


def worded(value: Number, say: Say) -> str:
    """A setting's value as it is read."""
    return say("yes" if value else "no") if isinstance(value, bool) else figure(value)


def found(point: Point, yours: Run, theirs: Run, say: Say) -> str:
    """What a point's indicators were in both runs."""
    text = say("{indicator}: {yours} ({unit}), in the baseline {baseline}")
    return say("; ").join(
        text.format(
            indicator=say(label(name)),
            yours=figure(yours.indicators[name]),
            unit=say(UNITS[name]),
            baseline=figure(theirs.indicators[name]),
        )
        for name in point.indicators
    )
