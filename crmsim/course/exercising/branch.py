"""An exercise's branch, simulated: indicators, months and customers under some settings, on some luck."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from crmsim.course.exercising.source import Branch
from crmsim.course.reading import OURS
from crmsim.results.kpis import KPIS
from crmsim.results.tables import CUSTOMERS, MONTHLY, Column
from crmsim.run import Run, simulate
from crmsim.settings import Number, Scenario, load

FEN = "fen"
CNY = 100.0
"""Fen in a yuan: exercises speak of yuan only."""

KEPT_RUNS, KEPT_INDICATORS = 8, 2048
"""Runs that are kept whole, since months are read off them one after the other, and runs whose indicators are."""

Changes = Mapping[str, Number]


def scenario_of(branch: Branch, settings: Changes) -> Scenario:
    """The scenario of a branch, with some settings changed.

    Raises:
        ScenarioError: there is no such scenario or setting, or its value is out of bounds.
    """
    return load(branch.scenario).with_settings({**branch.settings, "months": branch.months, **settings})


def indicators(branch: Branch, settings: Changes, seed: int, replication: int = 0) -> Mapping[str, float]:
    """Every indicator of a branch, by name; money in CNY.

    Raises:
        ScenarioError: the settings cannot be used.
    """
    return _indicators(branch.model_dump_json(), tuple(sorted(settings.items())), seed, replication)


def month(branch: Branch, settings: Changes, seed: int, column: str, replication: int = 0) -> Sequence[float]:
    """A column of a branch's months; money in CNY."""
    table = run_of(branch, settings, seed, replication).monthly
    return [float(x) / unit_of(MONTHLY, column) for x in table[column]]


def customers(branch: Branch, seed: int, columns: Sequence[str], *, rows: int, ours: bool) -> dict[str, list[float]]:
    """Columns of the first customers at the end, those of the bank or of the market; money in CNY."""
    table = run_of(branch, {}, seed, 0).customers
    table = table[table["stage"].isin(OURS)] if ours else table
    return {name: [float(x) / unit_of(CUSTOMERS, name) for x in table[name].head(rows)] for name in columns}


def run_of(branch: Branch, settings: Changes, seed: int, replication: int) -> Run:
    """A run of a branch."""
    return _run(branch.model_dump_json(), tuple(sorted(settings.items())), seed, replication)


@lru_cache(KEPT_INDICATORS)
def _indicators(
    branch: str, settings: tuple[tuple[str, Number], ...], seed: int, replication: int
) -> Mapping[str, float]:
    """A run's indicators, kept for those who ask again: a branch's own settings are met by every learner's."""
    return _run(branch, settings, seed, replication).indicators


@lru_cache(KEPT_RUNS)
def _run(branch: str, settings: tuple[tuple[str, Number], ...], seed: int, replication: int) -> Run:
    """A run, kept for those who ask again."""
    scenario = scenario_of(Branch.model_validate_json(branch), dict(settings))
    return simulate(scenario, seed, replication, record=False)


def unit_of(table: Sequence[Column], name: str) -> float:
    """What a column's values are to be divided by, so that money is in CNY."""
    return next((CNY for column in table if column.name == name and column.unit.startswith(FEN)), 1.0)


def known_kpis() -> tuple[str, ...]:
    """The names of all indicators."""
    return tuple(kpi.name for kpi in KPIS)


def known_columns(table: Sequence[Column]) -> tuple[str, ...]:
    """The names of a table's columns."""
    return tuple(column.name for column in table)
