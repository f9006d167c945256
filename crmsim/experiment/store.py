"""Finished runs, kept by a digest of all that decides them: an unchanged run is never simulated twice.

A store is an SQLite file, which survives whatever stops the process that writes it.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import crmsim
from crmsim.engine.cache import digest, home
from crmsim.errors import OutputError
from crmsim.results.kpis import KPIS
from crmsim.settings import Scenario, dump

SOURCES = ("results", "population")
"""What makes indicators of a history, beside the law and the engines."""

FILE = "runs.sqlite"
"""A store's file in its folder."""

ONE_RUN = "SELECT indicators FROM runs WHERE key = ?"

MOST_RUNS = 200_000
"""Runs that the user's own store keeps, the youngest ones, some 1.3 kilobytes each."""


@cache
def version_of_law() -> str:
    """A digest of everything that a run's indicators follow from, beside its scenario and luck."""
    found = hashlib.sha256(digest().encode())
    package = Path(crmsim.__file__).parent
    for source in SOURCES:
        place = package / source
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            found.update(file.read_bytes())
    return found.hexdigest()


def key(scenario: Scenario, seed: int, replication: int) -> str:
    """The name of a run: equal for equal runs, whatever the scenario is called."""
    return hashlib.sha256(f"{version_of_law()} {seed} {replication} {_text(scenario)}".encode()).hexdigest()


@lru_cache(maxsize=512)  # an experiment asks for each scenario as often as it has replications
def _text(scenario: Scenario) -> str:
    """All that decides a scenario's runs."""
    return dump(scenario.model_copy(update={"name": "unnamed", "note": ""}))


class Store:
    """Indicators of finished runs in a folder's file; without a folder, nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with self._opened() as runs:
                    runs.execute("CREATE TABLE IF NOT EXISTS runs (key TEXT PRIMARY KEY, indicators BLOB)")
            except (OSError, sqlite3.Error) as error:
                raise OutputError(
                    f"{folder}: cannot keep runs ({error}); choose a folder that can be written"
                ) from None

    @property
    def file(self) -> Path:
        """The file in the folder."""
        return (self.folder or Path()) / FILE

    def fetch(self, names: Iterable[str]) -> dict[str, NDArray[np.float64]]:
        """The indicators of those runs that are there, by the runs' names."""
        if self.folder is None:
            return {}
        with self._opened() as runs:
            asked = ((name, runs.execute(ONE_RUN, (name,)).fetchone()) for name in names)
            found = {name: row[0] for name, row in asked if row}
        return {name: np.frombuffer(kept) for name, kept in found.items() if len(kept) == 8 * len(KPIS)}

    def keep(self, results: dict[str, NDArray[np.float64]]) -> None:
        """Keep the indicators of some runs, all of them or none.

        Raises:
            OutputError: they cannot be written.
        """
        if self.folder is None:
            return
        rows = [(name, values.tobytes()) for name, values in results.items()]
        try:
            with self._opened() as runs:
                runs.executemany("INSERT OR REPLACE INTO runs VALUES (?, ?)", rows)
        except sqlite3.Error as error:
            raise OutputError(
                f"{self.folder}: cannot keep runs ({error}); make room or choose another folder"
            ) from None

    def tidy(self) -> None:
        """Let go of the oldest runs where there are too many."""
        if self.folder is None:
            return
        with self._opened() as runs:
            runs.execute(
                "DELETE FROM runs WHERE rowid <= (SELECT max(rowid) FROM runs) - ?",
                (MOST_RUNS,),
            )

    def count(self) -> int:
        """How many runs are kept."""
        if self.folder is None:
            return 0
        with self._opened() as runs:
            return int(runs.execute("SELECT count(*) FROM runs").fetchone()[0])

    def clear(self) -> int:
        """Forget every run; gives how many there were."""
        there = self.count()
        if self.folder is not None:
            self.file.unlink(missing_ok=True)
        return there

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """The file, opened; what was written stands when it is left without an error."""
        connection = sqlite3.connect(self.file, timeout=60.0)
        try:
            with connection:
                yield connection
        finally:
            connection.close()


def own_store(*, wanted: bool = True) -> Store:
    """The user's store; `CRMSIM_CACHE_DIR` moves it. One that cannot be written is as good as none."""
    if not wanted or os.environ.get("CRMSIM_CACHE_RUNS") == "0":
        return Store(None)
    try:
        return Store(home().parent / "runs")
    except OutputError:
        return Store(None)
