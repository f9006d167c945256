"""The document of validation tells every behaviour and every default, and says where something does not hold."""

from pathlib import Path

import pytest
from test_cli import is_refused, run
from typer.testing import CliRunner

from crmsim.cli import app
from crmsim.experiment.cells import untold
from crmsim.settings import levers
from crmsim.settings.lookup import lever_at
from crmsim.statistics import interval
from crmsim.validation.defaults import FIXED, around, weights
from crmsim.validation.finding import ANY, Finding
from crmsim.validation.findings import FINDINGS
from crmsim.validation.queue import LOADS, TIERS, Wait
from crmsim.validation.report import HEADER, Validated, row, text

DOCUMENT = Path(__file__).parent.parent / "docs" / "validation.md"


@pytest.fixture(scope="module")
def document() -> str:
    """The document as it is."""
    return DOCUMENT.read_text("utf-8")


def test_the_document_tells_every_finding(document: str) -> None:
    """Each has its row, with its bounds and its source, and all hold."""
    rows = [line for line in document.splitlines() if line.startswith(("| B", "| ratings", "| re", "| se", "| tr"))]
    told = [[cell.strip() for cell in line.strip("|").split("|")] for line in rows]
    found = {(cells[0], cells[1], cells[2], cells[4], cells[6]) for cells in told if len(cells) == len(HEADER)}
    empty = interval([0.0, 0.0])
    for finding in FINDINGS:
        cells = row(finding, empty)
        assert (cells[0], cells[1], cells[2], cells[4], cells[6]) in found, finding.claim
    assert {cells[5] for cells in told if len(cells) == len(HEADER) and cells[0] != "behaviour"} == {"yes"}


def test_the_document_tells_every_wait_and_every_default(document: str) -> None:
    """The queue at every load and for every tier, and each setting with its default and its source."""
    for load in LOADS:
        assert all(f"| {load:g} | {whose} |" in document for whose in (*TIERS, "all"))
    for lever in levers():
        if lever.path not in FIXED:
            about = lever.about
            assert f"| `{lever.path}` | {about.unit} | {lever.default:g} | {about.source} |" in document


def test_a_default_is_tried_within_its_bounds() -> None:
    """A fifth down and up; a whole number by one at least; yes or no both; never beyond a bound, and never the same."""
    assert around(lever_at("market.offers")) == pytest.approx((0.0824, 0.1236))
    assert around(lever_at("bank.managers_per_desk")) == (2, 4)
    assert around(lever_at("exit.exit_loans")) == (False, True)
    for lever in levers():
        low, high = around(lever)
        assert lever.about.bounds[0] <= low < high <= lever.about.bounds[1], lever.path


def test_profit_hangs_on_what_is_moved() -> None:
    """The wallets of the market matter more than how many there may be; each change has an interval."""
    seen = weights(untold, jobs=1, some=6)
    assert len(seen) == 6
    assert [abs(weight.change.mean) for weight in seen] == sorted((abs(w.change.mean) for w in seen), reverse=True)
    by_path = {weight.lever.path: weight.change for weight in seen}
    assert by_path["market.wallet_individual"].low > 0.0


def made_up(low: float, high: float) -> Finding:
    """A finding of the numbers from 0 on, within some bounds."""
    return Finding("B1", "a number", "number", "nobody", low, high, float, replications=5)


def test_what_does_not_hold_is_said() -> None:
    """An interval that sticks out on either side does not hold, a wait beside its formula neither."""
    for finding in (made_up(1.0, 2.5), made_up(1.9, ANY), made_up(5.0, ANY)):
        found = finding.interval()
        assert (found.mean, found.n) == (2.0, 5)
        assert not finding.holds(found)
    assert made_up(0.0, 4.0).holds(made_up(0.0, 4.0).interval())
    wait = Wait(0.5, "all", 9.0, interval([1.0, 2.0, 3.0]))
    seen = Validated([(made_up(5.0, ANY), interval([1.0, 2.0]))], [wait], [], [])
    assert seen.failures == ["a number", "wait of all at load 0.5"]
    assert "Of 2 figures 0 hold: not a number; wait of all at load 0.5." in text(seen)


def test_one_behaviour_is_told_by_the_command() -> None:
    """The command shows its figures with bounds and source, and knows no other behaviours."""
    told = CliRunner().invoke(app, ["validate", "--behaviour", "B1", "--jobs", "1"])
    assert told.exit_code == 0, told.output
    assert "0.7 to 0.9" in told.output
    assert "trade press" in told.output
    assert is_refused(run("validate", "--behaviour", "B99"), "there is no behaviour 'B99'; choose from B1")
    assert is_refused(run("validate", "--behaviour", "B1", "--write", "x.md"), "leave --behaviour out")
