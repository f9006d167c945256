"""The promised speeds and sizes, as ratios within one run: `nox -s speed`, on a quiet machine."""

import os
import statistics
import subprocess
import sys
import time
from itertools import cycle, islice
from pathlib import Path

import pytest

from crmsim.benchmark.programme import Programme
from crmsim.benchmark.report import measure, text


@pytest.fixture(scope="module")
def measured() -> dict[str, dict[str, object]]:
    """All figures of `crmsim bench`, once."""
    found = measure(Programme(), lambda _: None)
    print(text(found))
    return found


def test_the_compiled_engine_is_eighty_times_the_readable_one(measured: dict) -> None:
    """The same history, at least eighty times sooner."""
    branch = measured["default_branch"]
    assert branch["same_history"]
    assert branch["ratio"] >= 80
    assert branch["events_a_customer_and_month"] <= 3


def test_the_readable_engine_takes_at_most_20_microseconds_an_event(measured: dict) -> None:
    """An event is a row of the history."""
    assert measured["default_branch"]["simpy_microseconds_a_row"] <= 20


def test_the_plain_queue_is_sixty_times_the_fastest_peer(measured: dict) -> None:
    """SimPy, salabim, Ciw and Mesa, each as its own tutorial would have it."""
    peers = [row["ratio"] for row in measured["plain_queue"]["rows"] if not row["name"].startswith("crmsim")]
    assert len(peers) == 4
    assert min(peers) >= 60


def test_memory_is_modest(measured: dict) -> None:
    """At most 3 KB a customer and 48 bytes a recorded event."""
    assert measured["default_branch"]["bytes_a_customer"] <= 3000
    assert measured["default_branch"]["bytes_a_row"] <= 48


@pytest.mark.parametrize(("code", "most"), [("import crmsim", 0.2), ("from crmsim.cli import main; main()", 0.5)])
def test_starting_is_quick(code: str, most: float) -> None:
    """Importing the package, and asking the command line for help, beyond what Python itself takes to start."""
    assert started(code) - started("pass") <= most


def started(code: str) -> float:
    """The median seconds of a Python process that runs some code."""
    taken = []
    for _ in range(7):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code, "--help"], check=True, stdout=subprocess.DEVNULL, env=os.environ)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def test_a_million_rows_are_fitted_in_ten_seconds(tmp_path: Path) -> None:
    """`crmsim calibrate`, from its start to its tables, on the public campaign's rows repeated to a million."""
    folder = Path(os.environ.get("CRMSIM_SHARED", Path(__file__).parents[2] / "shared"))
    if not folder.is_dir():
        pytest.skip(f"the real data are not here ({folder}); set CRMSIM_SHARED to their folder")
    header, *rows = (folder / "data" / "bank-full.csv").read_text("utf-8").splitlines(keepends=True)
    file = tmp_path / "million.csv"
    file.write_text(header + "".join(islice(cycle(rows), 1_000_000)), "utf-8")
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "crmsim", "calibrate", file], check=True, stdout=subprocess.DEVNULL)
    assert time.perf_counter() - began <= 10.0
