"""Search for a better strategy within a budget, and prove on luck that the search has not seen that it is better.

The search is Optuna's (T. Akiba et al., KDD 2019): a tree-structured Parzen estimator proposes settings, eight
proposals at a time, and learns from what they bring. All of them meet the same luck, to which the best of many always
owes something. The proof is therefore made afterwards, on other replications.
"""

import hashlib
import math
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from crmsim.errors import CrmsimError, OutputError
from crmsim.experiment.cells import Hands, Samples, Told, untold
from crmsim.experiment.checks import check_count
from crmsim.experiment.comparison import PLACE
from crmsim.experiment.optimum import Optimum, Search, Trial, best_of, spend
from crmsim.experiment.ranges import (
    INFLUENTIAL,
    Ends,
    Range,
    onward,
    ranges_of,
    simulated,
)
from crmsim.experiment.store import Store, key, own_store
from crmsim.run import refuse
from crmsim.settings import Scenario, is_of_strategy, load, scenarios, value_of
from crmsim.settings.scenario import STRATEGIES

if TYPE_CHECKING:
    import optuna
    from optuna.distributions import BaseDistribution

BATCH = 8
"""Trials that are proposed together, whoever simulates them: what is found does not depend on the number of jobs."""

MOST_TRIALS = 10_000

FRESH = 1_000_000
"""The first replication of the proof; no search has so many."""

FILE = "searches.sqlite"
"""Where a folder keeps its searches."""

Direction = Literal["maximize", "minimize"]
"""Whether more or less of something is wanted."""


class Work:
    """Who simulates, where runs are kept, and who is told how many are done, of how many."""

    def __init__(self, hands: Hands, store: Store, told: Told, total: int) -> None:
        self.hands = hands
        self.store = store
        self.told = told
        self.total = total
        self.done = 0

    def of(self, scenarios: Sequence[Scenario], seed: int, replications: range) -> Samples:
        """The indicators of every scenario on every replication."""
        told = onward(self.told, self.done, self.total)
        found = simulated(scenarios, seed, replications, self.hands, self.store, told)
        self.spare(len(scenarios) * len(replications))
        return found

    def spare(self, runs: int) -> None:
        """Count some runs as done."""
        self.done += runs


def optimise(  # noqa: PLR0913  # the public face, all but the first two by name
    scenario: Scenario | str | Path,
    settings: Sequence[str] | None = None,
    *,
    budget: float | None = None,
    trials: int = 60,
    replications: int = 8,
    proofs: int = 30,
    seed: int = 1,
    jobs: int | None = None,
    pareto: bool = False,
    ranges: Mapping[str, Ends] | None = None,
    resume: str | Path | None = None,
    cache: bool = True,
    progress: Told = untold,
) -> Optimum:
    """Search for the settings that bring a branch the most within a budget, and prove what is found on fresh luck.

    Args:
        scenario: where to start: a scenario, the name of a packaged one, or the path of a TOML file.
        settings: paths of the strategy's settings that may be changed, throughout the schedule; by default some eight
            influential ones.
        budget: the most that may be spent over the run, in CNY, as `crmsim.experiment.optimum.spend` counts it; by
            default what the scenario itself spends on the same luck.
        trials: how many times settings are tried.
        replications: over which each trial is averaged; two or more with `pareto`.
        proofs: replications of the proof, from number 1,000,000 on.
        seed: the experiment's seed, of luck and proposals.
        jobs: processes; by default as many as cores. The result is the same for any number.
        pareto: whether to look for little risk beside much profit; `front` then holds what one may choose from, and
            the best is still the most profitable.
        ranges: the least and the greatest value of some settings; of the others, those between which an effect shows,
            and the scenario's own.
        resume: a folder that keeps the search and its runs, so that a search that was stopped goes on from there.
        cache: whether runs that are known already are taken from, and new ones put into, the user's own store.
        progress: told how many runs are done, and of how many.

    Raises:
        CrmsimError: something that is given cannot be used, or nothing that was tried is within the budget.
    """
    start = scenario if isinstance(scenario, Scenario) else load(scenario)
    chosen = choices(start, INFLUENTIAL if settings is None else settings, ranges)
    check(budget, trials, replications, proofs, pareto=pareto)
    refuse(seed, 0, jobs)
    folder = None if resume is None else Path(resume)
    known = [start, *strategies(start)]
    total = (len(known) + trials) * replications + (len(known) + 1) * proofs
    store = own_store(wanted=cache) if folder is None else Store(folder)
    work = Work(Hands(jobs), store, progress, total)
    spent = spend(work.of(known, seed, range(replications))).mean(axis=1).tolist()
    search = Search(start, chosen, spent[0] if budget is None else budget, replications, seed, pareto)
    with study_of(search, folder) as study:
        tried = searched(search, study, trials, work)
    best = tried_scenario(search, best_of(tried, search.budget), len(tried))
    others = [start, *(s for s, cost in zip(known[1:], spent[1:], strict=True) if cost <= search.budget)]
    left_out = {s.name: cost for s, cost in zip(known[1:], spent[1:], strict=True) if cost > search.budget}
    work.spare(len(left_out) * proofs)
    fresh = work.of([best, *others], seed, range(FRESH, FRESH + proofs))
    store.tidy()
    return Optimum(search, tuple(tried), best, tuple(others), left_out, fresh)


def choices(start: Scenario, settings: Sequence[str], given: Mapping[str, Ends] | None = None) -> tuple[Range, ...]:
    """The settings that may be changed, with their ranges.

    Raises:
        CrmsimError: there are none, or one is not of a strategy.
    """
    chosen = ranges_of(settings, given, start)
    if not chosen:
        raise CrmsimError("no setting is named that may be changed; name one, such as maintenance.concession")
    for one in chosen:
        if not is_of_strategy(one.path):
            raise CrmsimError(f"{one.path} is not for a strategy to choose; name settings of {', '.join(STRATEGIES)}")
    return chosen


def check(budget: float | None, trials: int, replications: int, proofs: int, *, pareto: bool) -> None:
    """Refuse what no search can have.

    Raises:
        CrmsimError: the budget is no amount, or there are too few or too many of the others.
    """
    if budget is not None and not 0.0 < budget < math.inf:
        raise CrmsimError(f"budget = {budget} is no amount above 0; give one in CNY")
    check_count("trials", trials, 1, MOST_TRIALS)
    check_count("replications", replications, 2 if pareto else 1)
    check_count("proofs", proofs, 2)


def strategies(start: Scenario) -> list[Scenario]:
    """The packaged strategies on the branch where the search starts, but for its own."""
    found = []
    for name in scenarios():
        schedule = load(name).schedule
        if schedule != start.schedule:
            called = f"{name} (packaged)" if name == start.name else name
            found.append(start.model_copy(update={"name": called, "note": "", "schedule": schedule}))
    return found


def tried_scenario(search: Search, trial: Trial, trials: int) -> Scenario:
    """The scenario in which a trial's settings hold."""
    note = (
        f"The best of {trials} trials from {search.scenario.name}, seed {search.seed}, within a budget of "
        f"{search.budget:.0f} CNY."
    )
    named = {"name": f"{search.scenario.name[:70]}-optimised", "note": note}
    return search.scenario.with_settings(trial.values).model_copy(update=named)


def searched(search: Search, study: "optuna.Study", trials: int, work: Work) -> list[Trial]:
    """All trials, those that the study holds already and the rest of them, batch by batch."""
    space = {one.path: distribution(one) for one in search.ranges}
    work.spare(min(trials, len(study.trials)) * search.replications)
    while (done := len(study.trials)) < trials:
        study.sampler = sampler(search.seed, done // BATCH)
        if done == 0:
            study.enqueue_trial({x.path: x.nearest_to(value_of(search.scenario, x.path)) for x in search.ranges})
        batch = [study.ask(space) for _ in range(min(BATCH, trials - done))]
        changed = [search.scenario.with_settings(trial.params) for trial in batch]
        found = work.of(changed, search.seed, range(search.replications))
        for trial, values in zip(batch, found, strict=True):
            tell(search, study, trial, values)
    return [read(search, trial) for trial in study.trials[:trials]]


def tell(search: Search, study: "optuna.Study", trial: "optuna.Trial", values: Samples) -> None:
    """Tell the study what a trial brought; shape of the values (replications, indicators)."""
    profits = values[:, PLACE["contribution"]]
    risk = float(np.std(profits, ddof=1)) if len(profits) > 1 else math.nan
    figures = {"profit": float(profits.mean()), "spend": float(spend(values).mean()), "risk": risk}
    for name, value in figures.items():
        trial.set_user_attr(name, value)
    trial.set_constraint("budget", figures["spend"] - search.budget)
    study.tell(trial, [figures[name] for name in objectives(search)])


def objectives(search: Search) -> dict[str, Direction]:
    """What is looked at, and whether more or less of it is wanted."""
    return {"profit": "maximize", "risk": "minimize"} if search.pareto else {"profit": "maximize"}


def read(search: Search, trial: "optuna.trial.FrozenTrial") -> Trial:
    """A trial as the study keeps it."""
    told = trial.user_attrs
    values = {one.path: trial.params[one.path] for one in search.ranges}
    is_feasible = told["spend"] <= search.budget
    return Trial(trial.number, values, told["profit"], told["spend"], told["risk"], is_feasible)


def distribution(one: Range) -> "BaseDistribution":
    """A setting's range as Optuna wants it told."""
    from optuna import distributions

    if one.kind is bool:
        return distributions.CategoricalDistribution((False, True))
    if one.kind is int:
        return distributions.IntDistribution(int(one.low), int(one.high))
    return distributions.FloatDistribution(one.low, one.high)


def sampler(seed: int, batch: int) -> "optuna.samplers.BaseSampler":
    """Who proposes a batch: its luck is the batch's own, so that a search that goes on proposes the same."""
    from optuna.samplers import TPESampler

    own = int(np.random.SeedSequence((seed, batch)).generate_state(1)[0])
    return TPESampler(n_startup_trials=BATCH, constant_liar=True, seed=own)


@contextmanager
def study_of(search: Search, folder: Path | None) -> Iterator["optuna.Study"]:
    """The study of a search with what is known of it; kept in a folder if there is one. Optuna says nothing."""
    import optuna

    loud = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    storage = None if folder is None else storage_in(folder)
    try:
        yield in_batches(name_of(search), list(objectives(search).values()), storage)
    finally:
        optuna.logging.set_verbosity(loud)
        if storage is not None:
            storage.remove_session()
            storage.engine.dispose()


def name_of(search: Search) -> str:
    """A digest of all that decides what a search finds, but the number of trials."""
    import optuna

    decided = (search.ranges, search.budget, search.replications, search.pareto, BATCH, optuna.__version__)
    return hashlib.sha256(f"{key(search.scenario, search.seed, 0)} {decided}".encode()).hexdigest()


def storage_in(folder: Path) -> "optuna.storages.RDBStorage":
    """Where a folder keeps its searches.

    Raises:
        OutputError: it cannot.
    """
    from optuna.storages import RDBStorage

    # The file is opened here and not by its address, in which some characters of a path mean something else.
    opened = {"creator": lambda: sqlite3.connect(folder / FILE, timeout=60.0, check_same_thread=False)}
    try:
        return RDBStorage(f"sqlite:///{FILE}", engine_kwargs=opened)
    except Exception as error:  # whatever the library beneath Optuna makes of a file that is not its own
        raise OutputError(
            f"{folder / FILE}: cannot keep a search ({type(error).__name__}); choose another folder"
        ) from None


def in_batches(name: str, directions: list[Direction], storage: "optuna.storages.RDBStorage | None") -> "optuna.Study":
    """The study of that name with whole batches only: what a stop left of the last one is proposed again."""
    import optuna

    found = optuna.create_study(study_name=name, storage=storage, directions=directions, load_if_exists=True)
    done = found.get_trials(states=(optuna.trial.TrialState.COMPLETE,))
    whole = done[: len(done) // BATCH * BATCH]
    if len(whole) == len(found.trials) or storage is None:
        return found
    optuna.delete_study(study_name=name, storage=storage)
    again = optuna.create_study(study_name=name, storage=storage, directions=directions)
    again.add_trials(whole)
    return again
