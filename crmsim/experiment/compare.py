"""Compare scenarios: the same customers and the same luck for all, and no more certainty than there is."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from crmsim.errors import CrmsimError, ScenarioError
from crmsim.experiment.cells import Failure, Hands, Samples, Told, sample, untold
from crmsim.experiment.checks import MOST_REPLICATIONS, check_count, check_kpi
from crmsim.experiment.comparison import PLACE, Comparison
from crmsim.experiment.store import Store, own_store
from crmsim.run import refuse
from crmsim.settings import Scenario, load
from crmsim.statistics import is_precise, replications_needed


def compare(  # noqa: PLR0913  # the public face, all but the first two by name
    scenarios: Sequence[Scenario | str | Path],
    replications: int = 30,
    *,
    seed: int = 1,
    jobs: int | None = None,
    engine: str = "auto",
    reference: str | None = None,
    precision: float | None = None,
    kpi: str = "contribution",
    resume: str | Path | None = None,
    cache: bool = True,
    cluster: str | None = None,
    progress: Told = untold,
) -> Comparison:
    """Compare scenarios on the same customers with the same luck.

    Args:
        scenarios: scenarios, names of packaged ones, or paths of TOML files.
        replications: repetitions, each on another luck, which all scenarios share.
        seed: the experiment's seed.
        jobs: processes; by default as many as cores. The result is the same for any number.
        engine: `compiled`, `simpy` or `auto`.
        reference: the scenario that the others are compared to; by default the first.
        precision: go on until the half-width of every scenario's mean of `kpi` is within this share of it.
        kpi: the indicator that precision and the standing on the top look at.
        resume: a folder that keeps the runs, so that an experiment that was stopped goes on from there.
        cache: whether runs that are known already are taken from, and new ones put into, the user's own store.
        cluster: the address of a Dask cluster's scheduler (needs the extra `cluster`).
        progress: told how many runs are done, and of how many.

    Raises:
        CrmsimError: the scenarios cannot be compared, or something else that is given cannot be used.
    """
    chosen = [s if isinstance(s, Scenario) else load(s) for s in scenarios]
    first = comparable(chosen, reference)
    refuse(seed, 0, jobs)
    check_count("replications", replications)
    check_kpi(kpi)
    if precision is not None and not 0.0 < precision < 1.0:
        raise CrmsimError(f"precision = {precision} is not between 0 and 1; give a share, such as 0.02")
    store = own_store(wanted=cache) if resume is None else Store(Path(resume))
    hands = Hands(jobs, engine, cluster)
    found, failures = sample(chosen, seed, range(replications), hands, store, progress)
    while precision is not None and len(failures) == 0 and found.shape[1] < MOST_REPLICATIONS:
        more = still_needed(found[:, :, PLACE[kpi]], precision)
        if more == 0:
            break
        added, failed = more_of(chosen, seed, found, more, hands, store, progress)
        found, failures = added, failures + failed
    store.tidy()
    return Comparison(tuple(chosen), seed, first, found, tuple(failures), precision, kpi)


def more_of(  # noqa: PLR0913, PLR0917  # an experiment that goes on
    scenarios: list[Scenario], seed: int, found: Samples, more: int, hands: Hands, store: Store, progress: Told
) -> tuple[Samples, list[Failure]]:
    """The samples with so many more replications."""
    start = found.shape[1]
    added, failed = sample(scenarios, seed, range(start, start + more), hands, store, progress)
    return np.concatenate([found, added], axis=1), failed


def still_needed(values: Samples, precision: float) -> int:
    """How many more replications the least certain scenario is likely to need; 0 if all are precise."""
    there = values.shape[1]
    needed = [replications_needed(row, precision) for row in values if not is_precise(row, precision)]
    if not needed:
        return 0
    wanted = min(max(needed), float(MOST_REPLICATIONS))
    # At most twice as many at once: the first guess of a variance is a poor one.
    return int(min(max(wanted - there, 1), there, MOST_REPLICATIONS - there))


def comparable(scenarios: Sequence[Scenario], reference: str | None) -> int:
    """The place of the reference among scenarios that can be compared.

    Raises:
        ScenarioError: there are too few, two are called alike, or they differ in length or size.
    """
    if len(scenarios) < 2:
        raise ScenarioError(f"{len(scenarios)} scenarios are given, and a comparison needs two; name another one")
    names = [scenario.name for scenario in scenarios]
    for name in names:
        if names.count(name) > 1:
            raise ScenarioError(f"two scenarios are called '{name}'; give each a name of its own in its file")
    one = scenarios[0]
    for other in scenarios[1:]:
        for what, mine, theirs in (
            ("months", one.months, other.months),
            ("branches", one.branches, other.branches),
            ("market.customers", one.market.customers, other.market.customers),
            ("market.potential", one.market.potential, other.market.potential),
        ):
            if mine != theirs:
                raise ScenarioError(
                    f"'{one.name}' has {what} = {mine} and '{other.name}' has {theirs}: their luck cannot be paired; "
                    f"give both the same {what}"
                )
    if reference is None:
        return 0
    if reference not in names:
        raise ScenarioError(f"the reference '{reference}' is none of {', '.join(names)}; name one of them")
    return names.index(reference)
