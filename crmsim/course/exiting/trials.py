"""Trials of exit: the same branch of borrowers under several strategies, on the same luck, with intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from crmsim.course.shown import Table
from crmsim.language import Say, label
from crmsim.results.kpis import UNITS
from crmsim.run import simulate
from crmsim.settings import Number, Scenario, load
from crmsim.statistics import Interval, interval, paired_difference

if TYPE_CHECKING:
    import pandas as pd

Settings = Mapping[str, Number]
Sample = tuple[Mapping[str, float], ...]
"""The indicators of a scenario, replication by replication."""

BORROWERS: Settings = {
    "market.customers": 600,
    "market.potential": 900,
    "market.corporates": 0.2,
    "market.small_businesses": 0.4,
    "market.wallet_spread": 0.2,
    "market.slump_risk": 4.0,
    "bank.customers_per_manager": 30.0,
}
"""A smaller branch with many borrowers of like size, in harsh times: on the default branch a few large loans drown what
exits bring."""

SEED = 1
USUAL = 8
"""Replications of a trial."""


@dataclass(frozen=True)
class Case:
    """One strategy of a trial.

    Attributes:
        name: what it is called.
        settings: what it sets.
        scenario: the packaged scenario that it sets it in.
    """

    name: str
    settings: Settings = field(default_factory=dict)
    scenario: str = "baseline"


@dataclass(frozen=True)
class Trial:
    """Strategies that meet the same customers with the same luck.

    Attributes:
        title: what is tried.
        description: what the chart of it shows.
        cases: the strategies.
        shown: the indicators that the chart shows.
        listed: further indicators of the table.
        given: settings that all cases share, beside the branch of borrowers.
        replications: how often.
        reference: the place of the case against which the others are held.
    """

    title: str
    description: str
    cases: tuple[Case, ...]
    shown: tuple[str, ...]
    listed: tuple[str, ...] = ()
    given: Settings = field(default_factory=dict)
    replications: int = USUAL
    reference: int = 0


def sampled(trial: Trial) -> tuple[Sample, ...]:
    """The indicators of each case, all on the same luck."""
    return tuple(sample(scenario_of(case, trial.given), trial.replications) for case in trial.cases)


def scenario_of(case: Case, given: Settings) -> Scenario:
    """A case on the branch of borrowers."""
    return load(case.scenario).with_settings({**BORROWERS, **given, **case.settings})


@lru_cache(maxsize=128)
def sample(scenario: Scenario, replications: int) -> Sample:
    """A scenario's indicators, replication by replication; those of the usual strategy are asked for often."""
    runs = (simulate(scenario, SEED, number, record=False) for number in range(replications))
    return tuple(run.indicators for run in runs)


def spread_of(one: Sample, name: str) -> Interval:
    """An indicator's mean and its interval."""
    return interval([indicators[name] for indicators in one])


def mean_of(one: Sample, name: str) -> float:
    """An indicator's mean over the replications in which it was measured; NaN if in none."""
    values = [indicators[name] for indicators in one if indicators[name] == indicators[name]]  # NaN
    return sum(values) / len(values) if values else float("nan")


def gap(one: Sample, reference: Sample) -> Interval:
    """How far a contribution lies from that of the reference, pair by pair."""
    mine, theirs = ([indicators["contribution"] for indicators in sample] for sample in (one, reference))
    return paired_difference(mine, theirs).interval


def means(trial: Trial, samples: Sequence[Sample], say: Say) -> "pd.DataFrame":
    """The mean of each indicator by case; columns case, and the indicators' names."""
    import pandas as pd

    names = (*trial.shown, *trial.listed)
    rows = [
        (say(case.name), *(mean_of(one, name) for name in names))
        for case, one in zip(trial.cases, samples, strict=True)
    ]
    return pd.DataFrame(rows, columns=["case", *names])


def compared(trial: Trial, samples: Sequence[Sample], say: Say) -> Table:
    """Each case's indicators, and its contribution against the reference, with the interval that luck leaves."""
    names = (*trial.shown, *trial.listed)
    against = say("contribution against “{case}”, CNY").format(case=say(trial.cases[trial.reference].name))
    reference = samples[trial.reference]
    rows = tuple(
        (say(case.name), *(figure(mean_of(one, name), name) for name in names), difference(one, reference))
        for case, one in zip(trial.cases, samples, strict=True)
    )
    told = say("Means of {runs} runs of five years on the same luck, with 95 % intervals")
    heads = (say("strategy"), *(headed(name, say) for name in names), against)
    return Table(heads, rows, told.format(runs=trial.replications))


def headed(name: str, say: Say) -> str:
    """An indicator with its unit, where that says more than its name."""
    word, unit = say(label(name)), say(UNITS[name])
    return word if is_share(name) or UNITS[name] == label(name) else say("{name} ({unit})").format(name=word, unit=unit)


def is_share(name: str) -> bool:
    """Whether an indicator is a share, which is read in percent."""
    return UNITS[name] == "share"


def charted(name: str, say: Say) -> str:
    """An indicator as a chart's axis has it: with its unit, a share in percent."""
    return say("{name} ({unit})").format(name=say(label(name)), unit="%") if is_share(name) else headed(name, say)


def difference(one: Sample, reference: Sample) -> str:
    """How far a contribution lies from that of the reference, with its interval; a dash for the reference itself."""
    if one is reference:
        return "–"
    found = gap(one, reference)
    return f"{found.mean:+,.0f} ± {found.half_width:,.0f}"


def figure(value: float, name: str) -> str:
    """An indicator's mean as it can be read; a dash for what was not measured."""
    if value != value:  # noqa: PLR0124  # the test for NaN
        return "–"
    if is_share(name):
        return f"{value:.1%}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.1f}"
