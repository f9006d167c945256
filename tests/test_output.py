"""Results in a folder: whole or not at all, exactly what was simulated, and nothing of the user's written over."""

import csv
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from test_cli import is_refused, run, subject_to_rights

import crmsim
from crmsim import output
from crmsim.errors import OutputError
from crmsim.run import Run, simulate
from crmsim.settings import Scenario, dump, load

TABLES = ("kpis", "monthly", "ledger", "customers", "events", "columns")
FILES = {*(f"{table}.csv" for table in TABLES), "scenario.toml", "run.json"}
BRANCH = Scenario(name="支行 one", note='A "quoted" note,\nof two lines.').with_settings(
    {"months": 5, "market.customers": 40, "market.potential": 30, "bank.customers_per_manager": 10.0}
)
"""A branch that is simulated in a blink, with a name that needs care."""


@pytest.fixture(scope="module")
def result() -> Run:
    """A small branch, simulated."""
    return simulate(BRANCH, seed=7, replication=2, engine="simpy")


@pytest.fixture(scope="module")
def folder(result: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That branch's result in a folder, whose parents were not there, and whose name is Chinese."""
    place = tmp_path_factory.mktemp("results") / "结果" / "二〇二六年" / "第一次"
    output.write(result, place)
    return place


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """That branch as a file."""
    file = tmp_path / "branch.toml"
    file.write_text(dump(BRANCH), "utf-8")
    return file


def contents(place: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path there."""
    return {str(file.relative_to(place)): file.read_bytes() for file in place.rglob("*") if file.is_file()}


def read(file: Path) -> dict[str, list[str]]:
    """The columns of a CSV file, as text."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        header, *rows = csv.reader(opened)
    return dict(zip(header, map(list, zip(*rows, strict=True)), strict=True))


def value(text: str, like: np.dtype[Any]) -> Any:
    """A value of a kind from its text; a whole number must be written as one."""
    if like.kind == "f":
        return float(text or "nan")
    return int(text) if like.kind == "i" else text


def same(table: pd.DataFrame, texts: dict[str, list[str]]) -> None:
    """Assert that a table came back whole, every value to the last bit."""
    assert list(texts) == list(table.columns)
    for name in table.columns:
        written = np.asarray(table[name])
        np.testing.assert_array_equal([value(text, written.dtype) for text in texts[name]], written, err_msg=name)


def test_a_folder_holds_every_file(folder: Path) -> None:
    """A result is six tables, the scenario and what was run; nothing else is left there or beside it."""
    assert set(contents(folder)) == FILES
    assert list(folder.parent.iterdir()) == [folder]


def test_tables_begin_with_the_mark_for_excel(folder: Path) -> None:
    """Every CSV file starts with the UTF-8 byte-order mark, by which Excel knows Chinese text."""
    marks = {file.name: file.read_bytes()[:3] for file in folder.glob("*.csv")}
    assert marks == dict.fromkeys((f"{table}.csv" for table in TABLES), b"\xef\xbb\xbf")


@pytest.mark.parametrize("table", ["monthly", "customers", "events"])
def test_a_table_reads_back_exactly(table: str, result: Run, folder: Path) -> None:
    """What is in the file is what was simulated, to the last bit."""
    frame = getattr(result, table)
    assert len(frame) > 0
    same(frame, read(folder / f"{table}.csv"))


def test_money_reads_back_as_whole_fen(result: Run, folder: Path) -> None:
    """Amounts are 64-bit whole numbers of fen, in the ledger too, which has its months beside them."""
    ledger = result.ledger.reset_index()
    assert {result.events["amount"].dtype, *ledger.dtypes} == {np.dtype(np.int64)}
    assert [int(text) for text in read(folder / "events.csv")["amount"]] == result.events["amount"].tolist()
    same(ledger, read(folder / "ledger.csv"))


def test_indicators_read_back_exactly(result: Run, folder: Path) -> None:
    """The indicators' file has each value to the last bit, beside its unit and meaning."""
    table = read(folder / "kpis.csv")
    assert table["kpi"] == list(result.kpis.index)
    np.testing.assert_array_equal([float(text or "nan") for text in table["value"]], result.kpis.to_numpy())
    assert all(table["unit"] + table["meaning"])


def test_the_scenario_reads_back(folder: Path) -> None:
    """The scenario beside the data is the very one that was simulated."""
    assert load(folder / "scenario.toml") == BRANCH


def test_what_was_run(folder: Path) -> None:
    """`run.json` has what it takes to run it again."""
    told = json.loads((folder / "run.json").read_text("utf-8"))
    expected = {"crmsim": crmsim.__version__, "seed": 7, "replication": 2, "engine": "simpy", "scenario": "支行 one"}
    assert {name: told[name] for name in expected} == expected


def test_a_result_can_be_run_again(result: Run, folder: Path) -> None:
    """Scenario, seed and replication from a folder give its figures again."""
    told = json.loads((folder / "run.json").read_text("utf-8"))
    again = simulate(folder / "scenario.toml", told["seed"], told["replication"], "simpy")
    pd.testing.assert_series_equal(again.kpis, result.kpis, check_exact=True)


def test_every_column_is_documented(result: Run, folder: Path) -> None:
    """`columns.csv` explains each column of each table, and no other."""
    columns = read(folder / "columns.csv")
    frames = {"monthly": result.monthly, "ledger": result.ledger.reset_index(), "customers": result.customers}
    frames["events"] = result.events
    there = [("kpis", name) for name in result.kpis.index]
    there += [(table, name) for table, frame in frames.items() for name in frame.columns]
    assert sorted(zip(columns["table"], columns["column"], strict=True)) == sorted(there)
    assert all(columns["unit"] + columns["meaning"])


def test_parquet_holds_the_same_tables(result: Run, tmp_path: Path) -> None:
    """With the extra, each table stands beside its CSV as Parquet, equal in every value."""
    pytest.importorskip("pyarrow", reason="Parquet is an extra: install [parquet]")
    output.write(result, tmp_path / "result", parquet=True)
    assert set(contents(tmp_path / "result")) == FILES | {f"{table}.parquet" for table in TABLES}
    for table in TABLES:
        same(pd.read_parquet(tmp_path / "result" / f"{table}.parquet"), read(tmp_path / "result" / f"{table}.csv"))


def test_an_older_result_stays(result: Run, tmp_path: Path) -> None:
    """A result is not written over without being told to."""
    place = tmp_path / "result"
    output.write(result, place)
    before = contents(place)
    with pytest.raises(OutputError, match="holds a result already; choose another folder, or add --force"):
        output.write(simulate(BRANCH, seed=8, engine="simpy"), place)
    assert contents(place) == before


def test_force_replaces_the_whole(result: Run, tmp_path: Path) -> None:
    """With force, an older result goes with all that was in its folder, and nothing stays beside the new one."""
    place = tmp_path / "result"
    output.write(simulate(BRANCH, seed=8, engine="simpy"), place)
    (place / "of old.txt").write_text("of the older result")
    output.write(result, place, force=True)
    assert set(contents(place)) == FILES
    assert json.loads((place / "run.json").read_text("utf-8"))["seed"] == 7
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize("force", [False, True])
def test_what_is_no_result_is_never_written_over(force: bool, result: Run, tmp_path: Path) -> None:
    """A folder with anything else in it is left alone, force or not."""
    place = tmp_path / "holidays"
    place.mkdir()
    (place / "photo.jpg").write_bytes(b"dear")
    with pytest.raises(OutputError, match="no result of crmsim"):
        output.write(result, place, force=force)
    assert contents(tmp_path) == {"holidays/photo.jpg": b"dear"}


@pytest.mark.parametrize("force", [False, True])
def test_a_file_is_no_folder(force: bool, result: Run, tmp_path: Path) -> None:
    """A file where the folder should be is left alone, force or not."""
    place = tmp_path / "result"
    place.write_text("dear")
    with pytest.raises(OutputError, match="is a file; give a folder"):
        output.write(result, place, force=force)
    assert contents(tmp_path) == {"result": b"dear"}


def test_a_file_among_the_parents(result: Run, tmp_path: Path) -> None:
    """A file where a parent should be is a mistake told in a sentence."""
    (tmp_path / "notes.txt").write_text("dear")
    with pytest.raises(OutputError, match="cannot be written"):
        output.write(result, tmp_path / "notes.txt" / "result")
    assert contents(tmp_path) == {"notes.txt": b"dear"}


def test_a_name_too_long_for_a_folder(result: Run, tmp_path: Path) -> None:
    """A name that no file system takes is a mistake told in a sentence."""
    with pytest.raises(OutputError, match="choose another folder"):
        output.write(result, tmp_path / ("a" * 300))
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_is_as_good_as_none(result: Run, tmp_path: Path) -> None:
    """A folder made beforehand takes a result."""
    place = tmp_path / "result"
    place.mkdir()
    output.write(result, place)
    assert set(contents(place)) == FILES


def test_the_folder_that_one_stands_in(scenario: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--out .` gives a whole result there, or a sentence and no trace."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    done = run("run", scenario, "--engine", "simpy", "--out", ".")
    if done.returncode == 0:
        assert set(contents(here)) == FILES
    else:
        assert is_refused(done, "crmsim: .: ")
        assert list(here.iterdir()) == []


def test_the_command_writes_what_it_shows(scenario: Path, tmp_path: Path) -> None:
    """`run --out` writes the result and tells where; a second time it asks for --force, and obeys it."""
    place = tmp_path / "a" / "b"
    words = ("run", scenario, "--engine", "simpy", "--out", place)
    done = run(*words)
    assert (done.returncode, done.stdout.splitlines()[-1], set(contents(place))) == (0, f"written to {place}", FILES)
    assert is_refused(run(*words), "add --force to replace it")
    assert run(*words, "--force").returncode == 0


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[tuple[Path, Callable[[], None], tuple[str, ...]]]:
    """A folder on a disk of its own, what fills that disk, and the words before a command that make it feel so."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    mounted = root and subprocess.run(mounting, capture_output=True, check=False).returncode == 0

    def fill() -> None:
        if mounted:
            room = os.statvfs(disk)
            (disk / "ballast").write_bytes(bytes(room.f_bavail * room.f_frsize - 16_384))

    if mounted:
        yield disk, fill, ()
        subprocess.run(["umount", str(disk)], check=True)
    elif os.name == "posix":
        (disk / "ballast").touch()
        yield disk, fill, ("sh", "-c", 'ulimit -f 8; exec "$@"', "sh")  # no file past four kilobytes
    else:
        pytest.skip("no disk can be made small here")


def test_a_full_disk_leaves_the_older_result(
    scenario: Path, full_disk: tuple[Path, Callable[[], None], tuple[str, ...]]
) -> None:
    """Where there is no room, the older result stays as it was, with nothing beside it."""
    disk, fill, before = full_disk
    words = ("run", scenario, "--engine", "simpy", "--out", disk / "result", "--force")
    assert run(*words).returncode == 0
    older = contents(disk / "result")
    fill()
    done = run(*words, "--seed", "2", before=before)
    assert is_refused(done, f"{disk / 'result'}: cannot be written (")
    assert contents(disk / "result") == older
    assert {entry.name for entry in disk.iterdir()} == {"result", "ballast"}


@pytest.mark.parametrize("closed", ["parent", "grandparent"])
def test_no_right_to_write(closed: str, scenario: Path, tmp_path: Path) -> None:
    """Without the right to write, or to look, the older result stays as it was, with nothing beside it."""
    before = subject_to_rights(tmp_path)
    grandparent = tmp_path / "results"
    place = grandparent / "mine" / "first"
    words = ("run", scenario, "--engine", "simpy", "--out", place, "--force")
    assert run(*words, before=before).returncode == 0
    older = contents(place)
    locked, rights = (place.parent, 0o500) if closed == "parent" else (grandparent, 0)
    locked.chmod(rights)
    try:
        done = run(*words, before=before)
    finally:
        locked.chmod(0o700)
    assert is_refused(done, f"{place}: cannot be ")
    assert contents(place) == older
    assert list(place.parent.iterdir()) == [place]
