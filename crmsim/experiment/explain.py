"""Explain where the difference of two scenarios comes from: each account, and each setting switched alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from crmsim.errors import CrmsimError, ScenarioError
from crmsim.experiment.cells import Failure, Hands, Samples, Told, sample, untold
from crmsim.experiment.checks import check_count, check_kpi
from crmsim.experiment.compare import comparable
from crmsim.experiment.comparison import LEVEL, PLACE
from crmsim.experiment.explained import SCHEDULE, Explanation, middle
from crmsim.experiment.store import key, own_store
from crmsim.run import refuse
from crmsim.settings import Scenario, is_of_strategy, levers, load, validated
from crmsim.stages import Account
from crmsim.statistics import interval, paired_difference

if TYPE_CHECKING:
    import pandas as pd

MOST_CHANGES = 40
"""Settings that can be switched one at a time; beyond, there is more to read than to learn."""


def explain(  # noqa: PLR0913  # the public face, all but the first three by name
    one: Scenario | str | Path,
    other: Scenario | str | Path,
    replications: int = 20,
    *,
    seed: int = 1,
    jobs: int | None = None,
    engine: str = "auto",
    kpi: str = "contribution",
    cache: bool = True,
    progress: Told = untold,
) -> Explanation:
    """Explain where the difference of one scenario to another comes from.

    Besides the two it simulates, for each setting that differs, each of the two with this setting of the other.

    Args:
        one: the scenario that is compared to: a scenario, the name of a packaged one, or the path of a TOML file.
        other: the scenario whose difference to it is explained.
        replications: repetitions, two or more, each on another luck, which all runs share.
        seed: the experiment's seed.
        jobs: processes; by default as many as cores. The result is the same for any number.
        engine: `compiled`, `simpy` or `auto`.
        kpi: the indicator whose difference settings explain; accounts always explain the contribution's.
        cache: whether runs that are known already are taken from, and new ones put into, the user's own store.
        progress: told how many runs are done, and of how many.

    Raises:
        CrmsimError: the scenarios cannot be compared, or something else that is given cannot be used.
    """
    refuse(seed, 0, jobs)
    check_count("replications", replications, 2)
    check_kpi(kpi)
    a, b = (s if isinstance(s, Scenario) else load(s) for s in (one, other))
    found = changes(a, b)
    variants = [a, b, *(switched(a, change, b) for change in found), *(switched(b, change, a) for change in found)]
    samples, failures = sampled(variants, seed, replications, Hands(jobs, engine), progress, cache=cache)
    samples = complete(samples, kpi, failures)
    values = samples[:, :, PLACE[kpi]]
    earned = samples[:2, :, PLACE["contribution"]]
    whole, first = values[1] - values[0], values[2 : 2 + len(found)] - values[0]
    return Explanation(
        one=a,
        other=b,
        seed=seed,
        replications=replications,
        kpi=kpi,
        difference=interval(whole, LEVEL),
        contribution=interval(earned[1] - earned[0], LEVEL),
        accounts=ledger(samples),
        settings=effects(found, first, values[1] - values[2 + len(found) :]),
        interaction=interval(whole - first.sum(axis=0), LEVEL),
        failures=tuple(failures),
    )


@dataclass(frozen=True)
class Change:
    """One setting in which two scenarios differ: where it stands, and its value in either.

    Attributes:
        path: the setting's path, as in a scenario file, or `schedule`.
        unit: the unit of its value.
        strategy: the place in the schedule of the strategy it belongs to, if it belongs to one.
        from_month: the month from which that strategy holds.
        one: its value in the one; of a schedule, the months in which strategies start.
        other: its value in the other.
    """

    path: str
    unit: str
    strategy: int | None
    from_month: int | None
    one: Any
    other: Any

    def home(self, data: dict[str, Any]) -> dict[str, Any]:
        """The group of a scenario's data in which the setting stands."""
        place = data if self.strategy is None else data[SCHEDULE][self.strategy]
        group = self.path.rpartition(".")[0]
        return place[group] if group else place


def changes(one: Scenario, other: Scenario) -> list[Change]:
    """Every setting in which two scenarios differ; schedules that start strategies in other months are one.

    Raises:
        ScenarioError: the two cannot be compared, or differ in too many settings.
    """
    comparable([one, other], None)
    starts, others = (tuple(strategy.from_month for strategy in s.schedule) for s in (one, other))
    found = list(differing(one, other, starts if starts == others else ()))
    if starts != others:
        found.append(Change(SCHEDULE, "months", None, None, starts, others))
    if len(found) > MOST_CHANGES:
        raise ScenarioError(
            f"'{one.name}' and '{other.name}' differ in {len(found)} settings, and at most {MOST_CHANGES} can be "
            "switched one at a time; put a scenario between the two, and explain the way in steps"
        )
    return found


def differing(one: Scenario, other: Scenario, starts: Sequence[int]) -> Iterator[Change]:
    """The settings that differ, of market and bank and of the strategies that start in these months."""
    mine, theirs = one.model_dump(), other.model_dump()
    for lever in levers():
        name = lever.path.rpartition(".")[2]
        for strategy, month in enumerate(starts) if is_of_strategy(lever.path) else [(None, None)]:
            place = Change(lever.path, lever.about.unit, strategy, month, None, None)
            before, after = place.home(mine)[name], place.home(theirs)[name]
            if before != after:
                yield Change(lever.path, lever.about.unit, strategy, month, before, after)


def switched(scenario: Scenario, change: Change, giver: Scenario) -> Scenario:
    """A scenario with one setting taken from another."""
    data = scenario.model_dump()
    name = change.path.rpartition(".")[2]
    change.home(data)[name] = change.home(giver.model_dump())[name]
    return validated({**data, "name": f"{scenario.name} with {change.path} of {giver.name}"[:80]})


def sampled(  # noqa: PLR0913  # as `sample`
    variants: list[Scenario], seed: int, replications: int, hands: Hands, progress: Told, *, cache: bool
) -> tuple[Samples, list[Failure]]:
    """The indicators of every variant; those that are the same scenario are simulated once."""
    names = [key(variant, seed, 0) for variant in variants]
    alone = list(dict.fromkeys(names))
    store = own_store(wanted=cache)
    once = [variants[names.index(name)] for name in alone]
    found, failures = sample(once, seed, range(replications), hands, store, progress)
    store.tidy()
    return found[[alone.index(name) for name in names]], failures


def complete(samples: Samples, kpi: str, failures: list[Failure]) -> Samples:
    """The samples of the replications in which every variant has the indicator and its accounts.

    Raises:
        CrmsimError: there are not two of them.
    """
    needed = [PLACE[name] for name in (kpi, "contribution")]
    there = np.isfinite(samples[:, :, needed]).all(axis=(0, 2))
    if there.sum() < 2:
        reason = f" (one failed: {failures[0].reason})" if failures else ""
        raise CrmsimError(
            f"'{kpi}' is a number in all runs of only {there.sum()} of {there.size} replications{reason}, and an "
            "interval needs 2; give more replications, or another indicator"
        )
    whole: Samples = samples[:, there]
    return whole


def ledger(samples: Samples) -> "pd.DataFrame":
    """Each account's mean in the first two scenarios and their difference, the greatest first."""
    import pandas as pd

    found = []
    for account in Account.names():
        one, other = samples[0, :, PLACE[account]], samples[1, :, PLACE[account]]
        span = paired_difference(other, one, LEVEL).interval
        means = interval(one, LEVEL).mean, interval(other, LEVEL).mean
        found.append((account, *means, span.mean, span.low, span.high))
    found.sort(key=lambda row: -abs(row[3]))
    return pd.DataFrame(found, columns=["account", "one", "other", "difference", "low", "high"])


def effects(found: Sequence[Change], first: Samples, last: Samples) -> "pd.DataFrame":
    """Each change with its effects, the greatest first; shapes (changes, replications)."""
    import pandas as pd

    figures = ["first", "first_low", "first_high", "last", "last_low", "last_high"]
    columns = ["setting", "unit", "from_month", "one", "other", *figures]
    lines = []
    for change, early, late in zip(found, first, last, strict=True):
        spans = interval(early, LEVEL), interval(late, LEVEL)
        measured = [value for span in spans for value in (span.mean, span.low, span.high)]
        what = (change.path, change.unit, change.from_month, change.one, change.other)
        lines.append(dict(zip(columns, (*what, *measured), strict=True)))
    lines.sort(key=lambda line: -abs(middle(line)))
    # Values keep their own types: a whole number or a yes stays one beside a share.
    return pd.DataFrame(lines, columns=columns, dtype=object).astype(dict.fromkeys(figures, float))
