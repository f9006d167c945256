"""Simulate a scenario, and read what came of it."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from crmsim.engine.choose import engine_for
from crmsim.engine.history import History, Progress
from crmsim.engine.plan import plan
from crmsim.errors import CrmsimError, ScenarioError
from crmsim.kpis import kpis_of
from crmsim.settings import Scenario, load
from crmsim.tables import CUSTOMERS, EVENTS, LEDGER, MONTHLY, frame

if TYPE_CHECKING:
    import pandas as pd

    from crmsim.population.customer_file import Population

GREATEST_SEED = 2**53
"""Seeds and replications stay below this, so that every language and file format keeps them exactly."""


@dataclass(frozen=True)
class Run:
    """What one replication of a scenario brought.

    Money is in whole fen in the tables, where sums are exact, and in CNY among the indicators. Every column is
    documented in `crmsim.tables`, every indicator in `crmsim.kpis`; `crmsim run --out` writes both beside the data.

    Attributes:
        scenario: what was simulated.
        seed: the experiment's seed.
        replication: which repetition of it.
        engine: the engine that did it, `simpy` or `compiled`; the history is the same.
        source: the customer file, or nothing for a made market.
        names: the customers' names in that file, in the order of their numbers.
        history: the bare columns.
    """

    scenario: Scenario
    seed: int
    replication: int
    engine: str
    source: str
    names: tuple[str, ...]
    history: History

    @cached_property
    def kpis(self) -> "pd.Series[float]":
        """The indicators, by name; NaN where there was nothing to measure."""
        import pandas as pd

        return pd.Series(self.indicators, dtype=float)

    @cached_property
    def indicators(self) -> dict[str, float]:
        """The same as plain numbers, for those who have no use for pandas, which takes a third of a second to load."""
        return kpis_of(self.history, self.scenario.bank.discount_rate)

    @cached_property
    def monthly(self) -> "pd.DataFrame":
        """A row a month: customers by stage, contribution (fen), churn, satisfaction, waits and more."""
        return frame(MONTHLY, self.history)

    @cached_property
    def events(self) -> "pd.DataFrame":
        """A row an event, in the order in which they happened.

        Raises:
            CrmsimError: the run was not recorded.
        """
        if self.history.written and not len(self.history.rows):
            raise CrmsimError("this run kept no events; simulate with record=True")
        return frame(EVENTS, self.history)

    @cached_property
    def customers(self) -> "pd.DataFrame":
        """A row a customer of the market, as it stands at the end; with its `name` if it came from a file."""
        table = frame(CUSTOMERS, self.history)
        if self.names:
            table.insert(1, "name", [*self.names, *[""] * (len(table) - len(self.names))])
        return table

    @cached_property
    def ledger(self) -> "pd.DataFrame":
        """Month by account, in whole fen, costs negative; the index is the month."""
        return frame(LEDGER, self.history).set_index("month")


def no_progress(months: float) -> None:
    """Tell nobody how far the simulation is."""


def simulate(  # noqa: PLR0913  # the fixed public face, and three more by name
    scenario: Scenario | str | Path,
    seed: int = 1,
    replication: int = 0,
    engine: str = "auto",
    *,
    record: bool = True,
    customers: "Population | str | Path | None" = None,
    progress: Progress = no_progress,
) -> Run:
    """Simulate one replication of a scenario.

    The same scenario, seed, replication and customers give the same history, bit for bit, on either engine.

    Args:
        scenario: a scenario, the name of a packaged one, or the path of a TOML file.
        seed: a whole number from 0; another seed is another luck.
        replication: a whole number from 0; another replication is another luck too.
        engine: `compiled`, `simpy`, or `auto` for the one that answers first.
        record: whether to keep every event (31 bytes each).
        customers: a customer file (see `read_customers`) in place of the scenario's own market.
        progress: told now and then how many months are simulated.

    Raises:
        CrmsimError: the scenario, the file, the engine's name or the seed cannot be used.
    """
    settings = scenario if isinstance(scenario, Scenario) else load(scenario)
    for name, value in (("seed", seed), ("replication", replication)):
        if not 0 <= value < GREATEST_SEED:
            raise ScenarioError(f"{name} = {value} is not from 0 to {GREATEST_SEED - 1}; give one that is")
    population = _population(customers)
    records = population.records if population else None
    ready = plan(settings, records, seed, replication, recording=record)
    chosen, run = engine_for(engine, ready)
    names, source = (population.names, population.source) if population else ((), "")
    return Run(settings, seed, replication, chosen, source, names, run(ready, progress))


def _population(customers: "Population | str | Path | None") -> "Population | None":
    """The customers as they were read, or read now."""
    if isinstance(customers, str | Path):
        from crmsim.population.customer_file import read_customers

        return read_customers(customers)
    return customers
