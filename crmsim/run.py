"""Simulate a scenario, and read what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from crmsim.branches import Task, customers_of, events_of, only, row_of, simulated
from crmsim.engine.choose import choose, make_ready
from crmsim.engine.history import History, Progress, no_progress
from crmsim.errors import CrmsimError, ScenarioError
from crmsim.population.deal import dealt
from crmsim.results.kpis import kpis_of
from crmsim.results.tables import BRANCHES, LEDGER, MONTHLY, frame
from crmsim.results.tally import Sums, together
from crmsim.settings import Scenario, load

if TYPE_CHECKING:
    import pandas as pd

    from crmsim.population.customer_file import Population

GREATEST_SEED = 2**53
"""Seeds and replications stay below this, so that every language and file format keeps them exactly."""

BRANCHES_A_WORKER = 8
"""Branches from which it pays to start a worker."""

OF_ONE_BRANCH = ("regime",)
"""Columns of the months that say nothing of several branches together."""


@dataclass(frozen=True)
class Run:
    """What one replication of a scenario brought.

    Money is in whole fen in the tables, where sums are exact, and in CNY among the indicators. Every column is
    documented in `crmsim.results.tables`, every indicator in `crmsim.results.kpis`; `crmsim run --out` writes both
    beside the data.
    A bank of several branches gives the sums of all; its customers and events come back if they are asked for.

    Attributes:
        scenario: what was simulated.
        seed: the experiment's seed.
        replication: which repetition of it.
        engine: the engine that did it, `simpy` or `compiled`; the history is the same.
        source: the customer file, or nothing for a made market.
        names: by branch, the customers' names in that file, in the order of their numbers.
        sums: months, and customers of the bank at the end, of all branches.
        rows: a line for each branch.
        histories: the bare columns of each branch, where they are kept.
    """

    scenario: Scenario
    seed: int
    replication: int
    engine: str
    source: str
    names: tuple[tuple[str, ...], ...]
    sums: Sums
    rows: tuple[tuple[float, ...], ...]
    histories: tuple[History, ...]

    @cached_property
    def kpis(self) -> "pd.Series[float]":
        """The indicators, by name; NaN where there was nothing to measure."""
        import pandas as pd

        return pd.Series(self.indicators, dtype=float)

    @cached_property
    def indicators(self) -> dict[str, float]:
        """The same as plain numbers, for those who have no use for pandas, which takes a third of a second to load."""
        return kpis_of(self.sums, self.scenario.bank.discount_rate)

    @cached_property
    def monthly(self) -> "pd.DataFrame":
        """A row a month: customers by stage, contribution (fen), churn, satisfaction, waits and more."""
        columns = [c for c in MONTHLY if self.sums.branches == 1 or c.name not in OF_ONE_BRANCH]
        return frame(columns, self.sums)

    @cached_property
    def ledger(self) -> "pd.DataFrame":
        """Month by account, in whole fen, costs negative; the index is the month."""
        return frame(LEDGER, self.sums).set_index("month")

    @cached_property
    def branches(self) -> "pd.DataFrame":
        """A row a branch: its customers, contribution (fen), waits and more."""
        import pandas as pd

        table = pd.DataFrame(self.rows, columns=[column.name for column in BRANCHES])
        return table.astype({column.name: "int64" for column in BRANCHES if column.is_whole})

    @cached_property
    def events(self) -> "pd.DataFrame":
        """A row an event, in the order in which they happened, branch after branch.

        Raises:
            CrmsimError: the run was not recorded, or its histories were not kept.
        """
        return events_of(self.histories, self.sums)

    @cached_property
    def customers(self) -> "pd.DataFrame":
        """A row a customer of the market, as it stands at the end; with its `name` if it came from a file.

        Raises:
            CrmsimError: the histories were not kept.
        """
        return customers_of(self.histories, self.names, self.sums)

    @property
    def history(self) -> History:
        """The bare columns of the one branch.

        Raises:
            CrmsimError: there are several branches.
        """
        return only(self.histories, self.sums)


def simulate(  # noqa: PLR0913  # the fixed public face, and more by name
    scenario: Scenario | str | Path,
    seed: int = 1,
    replication: int = 0,
    engine: str = "auto",
    *,
    record: bool = True,
    customers: "Population | str | Path | None" = None,
    jobs: int | None = None,
    details: bool = False,
    stream: Path | None = None,
    progress: Progress = no_progress,
) -> Run:
    """Simulate one replication of a scenario.

    The same scenario, seed, replication and customers give the same history, bit for bit, on either engine, by any
    number of jobs.

    Args:
        scenario: a scenario, the name of a packaged one, or the path of a TOML file.
        seed: a whole number from 0; another seed is another luck.
        replication: a whole number from 0; another replication is another luck too.
        engine: `compiled`, `simpy`, or `auto` for the one that answers first.
        record: whether to keep every event (31 bytes each); of several branches, only with `details` or `stream`.
        customers: a customer file (see `read_customers`) in place of the scenario's own market; of several branches,
            each gets its share of it.
        jobs: processes that share the branches; by default as many as cores, if there are branches enough.
        details: whether the customers and events of several branches come back, which takes memory.
        stream: a folder to which every branch writes customers and events as Parquet as soon as it is done.
        progress: told now and then how many months are simulated, of several branches in the mean.

    Raises:
        CrmsimError: the scenario, the file, the engine's name, the seed or the jobs cannot be used.
    """
    scenario = scenario if isinstance(scenario, Scenario) else load(scenario)
    refuse(seed, replication, jobs)
    population = _population(customers)
    chosen = choose(engine, customer_months(scenario, population))
    kept = details or scenario.branches == 1
    record = record and (kept or stream is not None)
    tasks = [
        Task(scenario, seed, replication, chosen, record, branch, hand.records, hand.names, kept, stream)
        for branch, hand in enumerate(dealt(population, scenario.branches))
    ]
    rows: list[tuple[float, ...]] = []
    histories: list[History] = []

    def parts() -> Iterator[Sums]:
        for branch, (sums, history) in enumerate(_shared(tasks, jobs, progress)):
            rows.append(row_of(branch, sums))
            histories.extend([history] if history is not None else [])
            progress(scenario.months * (branch + 1) / len(tasks))
            yield sums

    sums = together(parts())
    source = population.source if population else ""
    names = tuple(task.names for task in tasks)
    return Run(scenario, seed, replication, chosen, source, names, sums, tuple(rows), tuple(histories))


def refuse(seed: int, replication: int, jobs: int | None) -> None:
    """Refuse numbers that no run can have.

    Raises:
        CrmsimError: a seed, a replication or the jobs are out of bounds.
    """
    for name, value in (("seed", seed), ("replication", replication)):
        if not 0 <= value < GREATEST_SEED:
            raise ScenarioError(f"{name} = {value} is not from 0 to {GREATEST_SEED - 1}; give one that is")
    if jobs is not None and jobs < 1:
        raise CrmsimError(f"jobs = {jobs} is not from 1 on; give a whole number of processes")


def customer_months(scenario: Scenario, population: "Population | None") -> float:
    """How much there is to simulate: customers of all markets, times months."""
    market = scenario.market
    customers = len(population.records) if population else (market.customers + market.potential) * scenario.branches
    return float(customers * scenario.months)


def _shared(tasks: list[Task], jobs: int | None, progress: Progress) -> Iterator[tuple[Sums, History | None]]:
    """Each branch's sums in the order of the branches, by so many processes."""
    if len(tasks) == 1:
        yield simulated(tasks[0], progress)
        return
    from crmsim import workers

    several = jobs or min(workers.cores(), max(1, len(tasks) // BRANCHES_A_WORKER))
    if several > 1:
        make_ready(tasks[0].engine)
    yield from workers.in_order(simulated, tasks, several)


def _population(customers: "Population | str | Path | None") -> "Population | None":
    """The customers as they were read, or read now."""
    if isinstance(customers, str | Path):
        from crmsim.population.customer_file import read_customers

        return read_customers(customers)
    return customers
