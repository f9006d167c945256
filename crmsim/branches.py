"""The branches of a bank: each is simulated by itself, in any order and on any core, and leaves its sums.

One branch is small enough for a processor's cache, and a bank of any size needs the memory of one branch a core.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crmsim.acts.layout import Records
from crmsim.engine.choose import by_name
from crmsim.engine.history import History, Progress, no_progress
from crmsim.engine.plan import plan
from crmsim.errors import CrmsimError
from crmsim.results.tables import BRANCHES, CUSTOMERS, EVENTS, frame
from crmsim.results.tally import Sums, Tally, sums_of
from crmsim.settings import Scenario

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Task:
    """One branch to be simulated.

    Attributes:
        scenario: what is simulated.
        seed: the experiment's seed.
        replication: which repetition of it.
        engine: `simpy` or `compiled`.
        record: whether events are kept.
        branch: the branch's number, from 0.
        population: its customers from a file, or nothing for a made market.
        names: their names in the file.
        kept: whether the whole history comes back, or the sums alone.
        stream: a folder to write customers and events to, branch by branch.
    """

    scenario: Scenario
    seed: int
    replication: int
    engine: str
    record: bool
    branch: int
    population: Records | None
    names: tuple[str, ...]
    kept: bool
    stream: Path | None


def simulated(task: Task, progress: Progress = no_progress) -> tuple[Sums, History | None]:
    """Simulate one branch: its sums, and its history if it is to be kept."""
    ready = plan(task.scenario, task.population, task.seed, task.replication, task.record, task.branch)
    history = by_name(task.engine)(ready, progress)
    if task.stream is not None:
        write(history, task, task.stream)
    return sums_of(history), history if task.kept else None


def write(history: History, task: Task, stream: Path) -> None:
    """Write a branch's customers and events as Parquet, each file whole or not at all."""
    tables = {"customers": customers(history, task.names)}
    if task.record:
        tables["events"] = frame(EVENTS, history)
    for name, table in tables.items():
        table.insert(0, "branch", task.branch)
        folder = stream / name
        folder.mkdir(exist_ok=True)
        beside = folder / f".branch-{task.branch:04}"
        table.to_parquet(beside, index=False)
        beside.replace(folder / f"branch-{task.branch:04}.parquet")


def customers(history: History, names: tuple[str, ...]) -> "pd.DataFrame":
    """The customers of a branch's market as they stand at the end, with their names if they came from a file."""
    table = frame(CUSTOMERS, history)
    if names:
        table.insert(1, "name", [*names, *[""] * (len(table) - len(names))])
    return table


def customers_of(histories: tuple[History, ...], names: tuple[tuple[str, ...], ...], sums: Sums) -> "pd.DataFrame":
    """The customers of all branches, each with its branch where there are several.

    Raises:
        CrmsimError: the histories were not kept.
    """
    require(histories, sums)
    return stacked([customers(history, own) for history, own in zip(histories, names, strict=True)])


def events_of(histories: tuple[History, ...], sums: Sums) -> "pd.DataFrame":
    """The events of all branches, one after the other, each with its branch where there are several.

    Raises:
        CrmsimError: the histories were not kept, or not recorded.
    """
    require(histories, sums)
    if any(history.written and not len(history.rows) for history in histories):
        raise CrmsimError("this run kept no events; simulate with record=True")
    return stacked([frame(EVENTS, history) for history in histories])


def stacked(tables: list["pd.DataFrame"]) -> "pd.DataFrame":
    """Tables of branches as one."""
    import pandas as pd

    if len(tables) == 1:
        return tables[0]
    for branch, table in enumerate(tables):
        table.insert(0, "branch", branch)
    return pd.concat(tables, ignore_index=True)


def require(histories: tuple[History, ...], sums: Sums) -> None:
    """Refuse to tell of single customers where the sums alone were kept.

    Raises:
        CrmsimError: the histories were not kept.
    """
    if len(histories) != sums.branches:
        raise CrmsimError(
            f"of {sums.branches} branches the sums alone were kept; simulate with details=True, or stream to a folder"
        )


def only(histories: tuple[History, ...], sums: Sums) -> History:
    """The history of the one branch.

    Raises:
        CrmsimError: there are several branches.
    """
    require(histories, sums)
    if len(histories) > 1:
        raise CrmsimError(f"there are {len(histories)} branches, and one history is asked for; read .histories")
    return histories[0]


def row_of(branch: int, sums: Sums) -> tuple[float, ...]:
    """A branch's line in the table of branches."""
    tally = Tally(sums, 0.0, branch)
    return tuple(column.of(tally) for column in BRANCHES)
