"""The benchmark on banks of a blink: what it measures, what it writes, and where it finds no place for it."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from crmsim import load
from crmsim.benchmark import banks, profile, report
from crmsim.benchmark.plain_queue import Waits
from crmsim.benchmark.programme import Programme
from crmsim.benchmark.timing import Timing
from crmsim.errors import OutputError

BRANCHES = ("baseline", "plain-queue")

pytest.importorskip("psutil", reason="memory is watched with psutil, of the extra `bench`")


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    """All figures, of three months and of banks of one and two branches; the other simulators are not run."""
    branch, queue = (load(name).with_settings({"months": 3, "market.opening_months": 0}) for name in BRANCHES)
    blink = Programme(1, 0.0, branch, queue, {"nobody's": "missing"}, (1, 2, 3), 3).up_to(2)
    told: list[str] = []
    found = report.measure(blink, told.append)
    assert told[:3] == ["compiling", "compiled engine, default branch", "SimPy engine, default branch"]
    assert told[-1] == "2 branches, 2 jobs"
    return found


def test_all_is_measured_and_can_be_kept_as_json(measured: dict[str, Any]) -> None:
    """Both engines tell one history, every time is there, and a simulator that is not installed says so."""
    assert measured["default_branch"]["same_history"]
    assert measured["default_branch"]["ratio"] > 0.0
    rows = {row["name"]: row for row in measured["plain_queue"]["rows"]}
    assert list(rows) == ["crmsim, compiled", "crmsim, SimPy engine", "nobody's"]
    assert rows["nobody's"]["version"] == "not installed"
    assert math.isnan(rows["nobody's"]["seconds"])
    assert json.loads(json.dumps(measured))["machine"]["cores"] >= 1


def test_a_ratio_is_told_with_the_spread_of_its_runs() -> None:
    """Of several runs the median stands in the table, with the lowest and the highest; one run has none."""
    waits = Waits((1,), (0.01,))
    several = report.queue_line(report.row("SimPy", "4", Timing(1.2, (60.0, 66.0, 61.5)), waits))
    one = report.queue_line(report.row("salabim", "26", Timing(17.0, (700.0,)), waits))
    assert several == "| SimPy | 4 | 1.200 | 61.5 (60.0 to 66.0) | 1.6000 |"
    assert one == "| salabim | 26 | 17.000 | 700.0 | 1.6000 |"


def test_banks_grow_with_their_branches(measured: dict[str, Any]) -> None:
    """A line for each size and number of jobs; the same bank has the same books, and memory was looked at."""
    lines = measured["banks"]
    assert [(line["branches"], line["jobs"]) for line in lines] == [(1, 1), (2, 1), (2, 2)]
    assert lines[1]["contribution"] == lines[2]["contribution"]
    assert lines[0]["events"] < lines[1]["events"]
    assert min(line["bytes"] for line in lines) > 0
    assert banks.memory(2**22) == 0, "a process that is gone holds nothing"


def test_a_profile_shares_out_all_the_time(measured: dict[str, Any]) -> None:
    """The parts of the package and what it calls make the whole; acts are told with what they call."""
    found = measured["profile"]
    assert sum(found["parts"].values()) == pytest.approx(1.0)
    assert {"acts", "engine"} <= set(found["parts"])
    assert found["acts"]["a month closes"]["calls"] >= 3
    assert profile.part_of(profile.HOME / "law" / "value.py") == "law/value"
    assert profile.part_of(Path("/somewhere/simpy/core.py")) == "simpy"


def test_the_table_goes_between_its_marks(measured: dict[str, Any], tmp_path: Path) -> None:
    """What stands around them stays, and the chart lies beside the document."""
    document = tmp_path / "speed.md"
    document.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", "utf-8")
    report.write(measured, document)
    text = document.read_text("utf-8")
    assert text.startswith(f"before\n{report.BEGIN}\n")
    assert text.endswith(f"{report.END}\nafter\n")
    assert "old" not in text
    assert "| both engines give the same history | yes |" in text
    assert "| nobody's | not installed | - | - |" in text
    assert "| 2 | 1 |" in text
    assert (tmp_path / "speed-branches.svg").read_text("utf-8").startswith("<svg")


def test_a_document_without_a_place_is_refused(measured: dict[str, Any], tmp_path: Path) -> None:
    """Neither one without marks nor one that is not there."""
    (tmp_path / "plain.md").write_text("nothing here", "utf-8")
    with pytest.raises(OutputError, match="has no place for the table"):
        report.write(measured, tmp_path / "plain.md")
    with pytest.raises(OutputError, match="cannot be written"):
        report.write(measured, tmp_path / "nowhere.md")
