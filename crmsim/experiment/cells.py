"""The cells of an experiment: scenarios by replications, each simulated once and kept as soon as it is done."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crmsim import workers
from crmsim.engine.choose import choose, make_ready
from crmsim.errors import CrmsimError
from crmsim.experiment.store import Store, key
from crmsim.results.kpis import KPIS
from crmsim.run import customer_months, simulate
from crmsim.settings import Scenario

RUNS_OF_A_PROCESS = 16
"""Runs for which another process is worth its start, which takes as long as several of them."""

Told = Callable[[int, int], None]
"""Told how many runs are done, and how many there are."""


def untold(done: int, total: int) -> None:
    """Tell nobody how many runs are done."""


@dataclass(frozen=True)
class Hands:
    """Who does the work.

    Attributes:
        jobs: processes; by default as many as cores.
        engine: `compiled`, `simpy` or `auto`.
        cluster: the address of a Dask cluster's scheduler, or nothing for this machine.
    """

    jobs: int | None = None
    engine: str = "auto"
    cluster: str | None = None


@dataclass(frozen=True)
class Failure:
    """A run that failed: which one it was, and why."""

    scenario: str
    seed: int
    replication: int
    reason: str


@dataclass(frozen=True)
class Round:
    """What one process does at a time: several scenarios on one luck, which share the opening book.

    Attributes:
        scenarios: what is simulated.
        places: where each stands in the experiment.
        seed: the experiment's seed.
        replication: which repetition of it.
        engine: `compiled` or `simpy`.
    """

    scenarios: tuple[Scenario, ...]
    places: tuple[int, ...]
    seed: int
    replication: int
    engine: str


Answer = tuple[int, int, list[float] | str]
"""Scenario's place, replication, and the indicators or the reason why there are none."""


def play(task: Round) -> list[Answer]:
    """Simulate every scenario of a round; one that fails does not stop the others."""
    answers: list[Answer] = []
    for place, scenario in zip(task.places, task.scenarios, strict=True):
        try:
            run = simulate(scenario, task.seed, task.replication, task.engine, record=False, jobs=1)
            answers.append((place, task.replication, [run.indicators[kpi.name] for kpi in KPIS]))
        except Exception as error:  # whatever stops one run must not take the others with it
            answers.append((place, task.replication, f"{type(error).__name__}: {error}"))
    return answers


Samples = NDArray[np.float64]
"""Indicators by scenario, replication and indicator; NaN where a run failed."""


def sample(  # noqa: PLR0913, PLR0917  # what is simulated, on which luck, by whom, and where it is kept
    scenarios: Sequence[Scenario], seed: int, replications: range, hands: Hands, store: Store, told: Told
) -> tuple[Samples, list[Failure]]:
    """Simulate every scenario on every replication that is not kept yet.

    Whatever stops it, the runs that are done are kept.

    Raises:
        CrmsimError: no run can be simulated at all, as on an engine that is not there.
    """
    found = np.full((len(scenarios), len(replications), len(KPIS)), np.nan)
    failures: list[Failure] = []
    names = {(s, r): key(scenarios[s], seed, r) for s in range(len(scenarios)) for r in replications}
    kept = store.fetch(names.values())
    missing = [cell for cell, name in names.items() if name not in kept]
    for (place, replication), name in names.items():
        if name in kept:
            found[place, replication - replications.start] = kept[name]
    done, total = len(names) - len(missing), len(names)
    told(done, total)
    for answers in _played(list(_rounds(scenarios, seed, missing, hands)), hands):
        finished = {}
        for place, replication, answer in answers:
            if isinstance(answer, str):
                failures.append(Failure(scenarios[place].name, seed, replication, answer))
                continue
            values = np.array(answer)
            found[place, replication - replications.start] = values
            finished[names[place, replication]] = values
        store.keep(finished)
        done += len(answers)
        told(done, total)
    return found, sorted(failures, key=lambda failure: (failure.replication, failure.scenario))


def _rounds(scenarios: Sequence[Scenario], seed: int, missing: list[tuple[int, int]], hands: Hands) -> Iterator[Round]:
    """The missing runs, a round for each replication, so that a stop leaves whole rows."""
    if not missing:
        return
    work = sum(customer_months(scenarios[place], None) for place, _ in missing)
    engine = choose(hands.engine, work)
    make_ready(engine)
    by_luck: dict[int, list[int]] = {}
    for place, replication in missing:
        by_luck.setdefault(replication, []).append(place)
    for replication, places in sorted(by_luck.items()):
        yield Round(tuple(scenarios[place] for place in places), tuple(places), seed, replication, engine)


def _played(rounds: list[Round], hands: Hands) -> Iterator[list[Answer]]:
    """The answers of every round, in order, by as many processes as there are hands."""
    runs = sum(len(task.scenarios) for task in rounds)
    several = hands.jobs or min(workers.cores(), max(1, len(rounds)), max(1, runs // RUNS_OF_A_PROCESS))
    if several < 1:
        raise CrmsimError(f"jobs = {several} is not from 1 on; give a whole number of processes")
    yield from workers.in_order(play, rounds, several, hands.cluster)
