"""What a team did against what it brought: the figures, and one or two sentences of them in either language.

What it did are the settings that differ from the default strategy. What it brought are the accounts and indicators in
which it differs most from the field, the mean of all teams.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from crmsim.experiment.cells import Samples
from crmsim.experiment.comparison import HEADLINES, INDIFFERENCE, PLACE
from crmsim.language import Say, label
from crmsim.results.kpis import KPIS
from crmsim.settings import Lever, Number, Scenario, strategy_levers, values_of
from crmsim.stages import Account

MOST_CHOICES = 3
"""Settings that a sentence names."""

MOST_EFFECTS = 2
"""Accounts that a sentence names, and indicators likewise."""

SURE = 3.0
"""Pooled standard errors from which a difference to the field is told."""

MATTERS = 0.05
"""Part of all a team's differences in accounts below which one of them is not told, however sure it is."""

ROUNDING = 1e-9
"""Part of a figure below which a difference is the work of rounding."""


@dataclass(frozen=True)
class Choice:
    """A setting in which a team's strategies differ from the default one.

    Attributes:
        lever: the setting.
        values: its value and the month from which it holds, each time that it changes.
        distance: how far it is from the default in the mean of the months, in spans between the values of its probe.
    """

    lever: Lever
    values: tuple[tuple[int, Number], ...]
    distance: float

    @property
    def name(self) -> str:
        """The setting's name in code, without its group."""
        return self.lever.path.rpartition(".")[2]


@dataclass(frozen=True)
class Effect:
    """An account or indicator of a team against the field.

    Attributes:
        name: which one.
        value: the team's mean.
        field: the mean of all teams.
        errors: their difference in pooled standard errors; infinite where it is the same in every replication.
    """

    name: str
    value: float
    field: float
    errors: float

    @property
    def apart(self) -> float:
        """How far the two are apart, in the indicator's unit."""
        return abs(self.value - self.field)


def choices_of(scenario: Scenario) -> list[Choice]:
    """The settings that differ from the default strategy, the farthest from it first."""
    found = [choice_of(scenario, lever) for lever in strategy_levers()]
    return sorted((choice for choice in found if choice.distance > 0.0), key=lambda choice: -choice.distance)


def choice_of(scenario: Scenario, lever: Lever) -> Choice:
    """How a setting was used over the months."""
    held = values_of(scenario, lever.path)
    ends = [*(month for month, _ in held[1:]), scenario.months]
    apart = sum(
        abs(value - lever.default) * (end - month) for (month, value), end in zip(held, ends, strict=True)
    ) / abs(lever.about.probe[1] - lever.about.probe[0])
    changes = (now for place, now in enumerate(held) if place == 0 or now[1] != held[place - 1][1])
    return Choice(lever, tuple(changes), float(apart) / scenario.months)


def effects_of(samples: Samples, places: Sequence[int]) -> list[list[Effect]]:
    """Of each team, each of some indicators against the field; those are left out that are not always a number.

    The luck being common to all, a difference to the field is taken in each replication. Its standard error is pooled
    over the teams: the root of the mean of their squared standard errors.

    Args:
        samples: indicators by team, replication and indicator.
        places: where the indicators stand in the samples.
    """
    found: list[list[Effect]] = [[] for _ in samples]
    for place in places:
        values = samples[:, :, place]
        values = values[:, np.isfinite(values).all(axis=0)]
        if values.shape[1] < 2:
            continue
        apart = values - values.mean(axis=0)
        error = math.sqrt(float(apart.var(axis=1, ddof=1).mean()) / values.shape[1])
        field, rounding = float(values.mean()), ROUNDING * float(np.abs(values).max())
        for team, difference in enumerate(apart.mean(axis=1).tolist()):
            errors = in_errors(difference, error, rounding)
            found[team].append(Effect(KPIS[place].name, field + difference, field, errors))
    return found


def in_errors(difference: float, error: float, rounding: float) -> float:
    """A difference in standard errors, neither of them taken for more than its rounding."""
    if abs(difference) <= rounding:
        return 0.0
    return difference / error if error > rounding else math.copysign(math.inf, difference)


ACCOUNTS = tuple(PLACE[name] for name in Account.names())
"""Where the accounts stand in the samples."""

OUTCOMES = tuple(PLACE[name] for name in HEADLINES if name != "contribution")
"""Where the indicators stand that tell how a strategy went; contribution is what all accounts come to."""


def telling(samples: Samples) -> list[list[Effect]]:
    """Of each team, the accounts and then the indicators in which it differs most from the field.

    An indicator that differs by less than makes a difference to a ranking is passed over, however sure it is.
    """
    accounts, outcomes = effects_of(samples, ACCOUNTS), effects_of(samples, OUTCOMES)
    return [
        [
            *surest(own, MATTERS * sum(effect.apart for effect in own)),
            *surest([effect for effect in others if effect.apart >= INDIFFERENCE * abs(effect.field)], 0.0),
        ]
        for own, others in zip(accounts, outcomes, strict=True)
    ]


def surest(effects: list[Effect], least: float) -> list[Effect]:
    """The few whose difference is the surest, of those that are sure and not less than some amount."""
    sure = [effect for effect in effects if abs(effect.errors) >= SURE and effect.apart >= least]
    return sorted(sure, key=lambda effect: -abs(effect.errors))[:MOST_EFFECTS]


def sentences(team: str, choices: list[Choice], effects: list[Effect] | None, say: Say) -> str:
    """A team's diagnosis as it is told; without effects, there is no field to differ from."""
    parts = [did(team, choices, say), *([] if effects is None else [brought(effects, say)])]
    return say("{first} {second}").format(first=parts[0], second=parts[1]) if len(parts) > 1 else parts[0]


def did(team: str, choices: list[Choice], say: Say) -> str:
    """What a team did, in a sentence."""
    if not choices:
        return say("{team} kept the default strategy.").format(team=team)
    told = [
        say("{setting} to {value} (default {default})").format(
            setting=say(label(choice.name)),
            value=course(choice, say),
            default=setting_value(choice.lever.default, say),
        )
        for choice in choices[:MOST_CHOICES]
    ]
    more = len(choices) - len(told)
    text = say("{team} set {choices}.") if not more else say("{team} set {choices}, and {more} more.")
    return text.format(team=team, choices=listed(told, say), more=more)


def course(choice: Choice, say: Say) -> str:
    """A setting's value, or how it changed."""
    (_, first), (month, last) = choice.values[0], choice.values[-1]
    if len(choice.values) == 1:
        return setting_value(first, say)
    values = {"first": setting_value(first, say), "last": setting_value(last, say), "month": month}
    return say("{first} and from month {month} on {last}").format(**values)


def brought(effects: list[Effect], say: Say) -> str:
    """What came of it, in a sentence."""
    if not effects:
        return say("Nothing that came of it differs from the field by more than luck may explain.")
    told = [
        say("{indicator} ({value}, field {field})").format(
            indicator=say(label(effect.name)),
            value=measured(effect.value, KPIS[PLACE[effect.name]].unit, say),
            field=measured(effect.field, KPIS[PLACE[effect.name]].unit, say),
        )
        for effect in effects
    ]
    return say("Against the field it stands out by {effects}.").format(effects=listed(told, say))


def listed(texts: list[str], say: Say) -> str:
    """Several texts as one list."""
    whole = texts[0]
    for text in texts[1:]:
        whole = say("{several}, {another}").format(several=whole, another=text)
    return whole


def setting_value(value: Number, say: Say) -> str:
    """A setting's value in words."""
    return say("yes" if value else "no") if isinstance(value, bool) else f"{value:g}"


def measured(value: float, unit: str, say: Say) -> str:
    """A figure in words, with its unit where that tells something."""
    if unit in {"share", "a year"}:
        return f"{value:.1%}"
    figure = f"{value:,.0f}" if abs(value) >= 10000 else f"{value:,.4g}"
    return figure if unit in {"index", "ratio", "quality"} else f"{figure} {say(unit)}"


def plainly(choices: list[Choice]) -> str:
    """What a team did as a table for machines has it: paths, values, and months where they change."""
    return "; ".join(f"{choice.lever.path} = {', '.join(_held(choice))}" for choice in choices)


def _held(choice: Choice) -> Iterator[str]:
    """Each value of a setting, with its month where it is not the first."""
    for month, value in choice.values:
        shown = str(value).lower() if isinstance(value, bool) else f"{value:g}"
        yield f"{shown} from month {month}" if month else shown


def figures(effects: list[Effect]) -> str:
    """What came of it as a table for machines has it: indicators, and how many standard errors from the field."""
    return "; ".join(f"{effect.name} {effect.errors:+.1f}" for effect in effects)
