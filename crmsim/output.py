"""Write a run to a folder: every table, with the scenario, seed and version beside it, whole or not at all."""

import json
import math
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import crmsim
from crmsim.errors import OutputError
from crmsim.results.kpis import KPIS, UNITS
from crmsim.results.tables import documented
from crmsim.run import Run
from crmsim.settings import dump

if TYPE_CHECKING:
    import pandas as pd

MARK, GRADES = "run.json", "grades.json"
"""Files that tell a folder of results, or of a class's marks, from any other."""


def write(run: Run, folder: Path, *, force: bool = False, parquet: bool = False) -> None:
    """Write a run to a folder: CSV that Excel opens in Chinese too, and Parquet if asked for.

    Raises:
        OutputError: the folder holds something already, or cannot be written.
    """
    with made(folder, force=force, parquet=parquet) as beside:
        fill(run, beside, parquet=parquet)


@contextmanager
def made(folder: Path, *, force: bool = False, parquet: bool = False) -> Iterator[Path]:
    """A place beside a folder in which a result is made, and which then takes the folder's place in one step.

    So the folder holds the whole result or none of it, whatever stops the making.

    Raises:
        OutputError: the folder holds something already, or cannot be written.
    """
    refuse(folder, force=force, parquet=parquet)
    beside: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        yield beside
        replace(folder, beside)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{folder}: cannot be written ({reason}); choose another folder or make room") from None
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)


def refuse(folder: Path, *, force: bool, parquet: bool = False) -> None:
    """Refuse, before anything is simulated, what could not be written afterwards.

    Only an older result is written over, and that only with `force`.

    Raises:
        OutputError: what stands there is not to be written over, or Parquet cannot be written here.
    """
    if parquet and find_spec("pyarrow") is None:
        raise OutputError("Parquet needs the extra 'parquet'; pip install 'crmsim[parquet]'")
    try:
        if folder.is_file():
            raise OutputError(f"{folder}: is a file; give a folder")
        filled = folder.exists() and any(folder.iterdir())
        ours = filled and any((folder / mark).is_file() for mark in (MARK, GRADES))
    except OSError as error:
        raise OutputError(f"{folder}: cannot be looked at ({error.strerror}); choose another folder") from None
    if filled and not ours:
        raise OutputError(f"{folder}: holds something that is no result of crmsim; choose another folder")
    if filled and not force:
        raise OutputError(f"{folder}: holds a result already; choose another folder, or add --force to replace it")


def replace(folder: Path, beside: Path) -> None:
    """Put a finished folder in the place of another, which goes only when the new one stands."""
    os.chmod(beside, 0o755)  # noqa: S103  # a temporary folder is its owner's alone, a result is for colleagues too
    if not folder.exists():
        beside.rename(folder)
        return
    away = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    older = away / "older"
    try:
        folder.rename(older)
        beside.rename(folder)
    except BaseException:  # Ctrl-C too: whatever happens here, the older result must stand again
        if older.exists() and not folder.exists():
            older.rename(folder)
        raise
    finally:
        shutil.rmtree(away, ignore_errors=True)


def fill(run: Run, folder: Path, *, parquet: bool) -> None:
    """Write every file of a result."""
    import pandas as pd

    units = [[kpi.name, run.kpis[kpi.name], kpi.unit, kpi.meaning] for kpi in KPIS]
    tables = {
        "kpis": pd.DataFrame(units, columns=["kpi", "value", "unit", "meaning"]),
        "monthly": run.monthly,
        "ledger": run.ledger.reset_index(),
        **({"branches": run.branches} if run.sums.branches > 1 else {}),
        **({"customers": run.customers, "events": run.events} if run.histories else {}),
    }
    told = {*tables, *(place.name for place in folder.iterdir())}  # what branches have streamed is there already
    explained = [row for row in documented() if row[0] in told]
    tables["columns"] = pd.DataFrame(explained, columns=["table", "column", "unit", "meaning"])
    for name, table in tables.items():
        csv(table, folder / f"{name}.csv")
        if parquet:
            table.to_parquet(folder / f"{name}.parquet", index=False)
    (folder / "scenario.toml").write_text(dump(run.scenario), "utf-8")
    (folder / MARK).write_text(json.dumps(summary(run), ensure_ascii=False, indent=2) + "\n", "utf-8")


def csv(table: "pd.DataFrame", path: Path) -> None:
    """Write a table as UTF-8 with the mark by which Excel knows it."""
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def summary(run: Run) -> dict[str, Any]:
    """What a run was and brought, as one JSON document; NaN, which JSON has not, becomes null."""
    return {
        "crmsim": crmsim.__version__,
        "python": sys.version.split()[0],
        "scenario": run.scenario.name,
        "months": run.scenario.months,
        "seed": run.seed,
        "replication": run.replication,
        "engine": run.engine,
        "customers_from": run.source or None,
        "branches": run.sums.branches,
        "managers": run.sums.managers,
        "events": run.sums.events,
        "rows": run.sums.rows,
        "kpis": {name: None if math.isnan(value) else value for name, value in run.indicators.items()},
        "units": UNITS,
    }


def refuse_file(file: Path) -> None:
    """Refuse, before anything is simulated, a new file that could not be written afterwards.

    Raises:
        OutputError: it is there already, or cannot be written.
    """
    try:
        if file.exists() or file.is_symlink():
            raise OutputError(f"{file}: exists already; choose another name")
        if not file.parent.is_dir():
            raise OutputError(
                f"{file}: cannot be written, as its folder is not there; make it, or choose another place"
            )
        with tempfile.TemporaryFile(dir=file.parent):
            pass
    except OSError as error:
        raise OutputError(f"{file}: cannot be written ({error.strerror}); choose another place") from None


def write_file(text: str, file: Path) -> None:
    """Write a new text file, whole or not at all.

    Raises:
        OutputError: it is there already, or cannot be written.
    """
    refuse_file(file)
    try:
        file.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        file.unlink(missing_ok=True)
        raise OutputError(f"{file}: cannot be written ({error.strerror}); make room or choose another place") from None
