"""Golden numbers: what the packaged scenarios brought when last looked at; the law changes them knowingly."""

import json
import os
import platform
from pathlib import Path

import pytest

from crmsim.run import simulate
from crmsim.settings import load, scenarios

GOLDEN = Path(__file__).with_name("golden.json")
"""Made anew by `CRMSIM_GOLDEN=write pytest tests/test_golden.py`; the difference belongs into the commit."""


def figures(name: str) -> dict[str, float | str]:
    """A year of a scenario: its indicators to nine digits, and how much happened."""
    run = simulate(load(name).with_settings({"months": 12}), seed=1, engine="compiled")
    kpis: dict[str, float | str] = {kpi: f"{value:.9g}" for kpi, value in run.kpis.items()}
    return kpis | {"events": run.history.events, "rows": run.history.written}


@pytest.mark.skipif(
    (platform.system(), platform.machine()) != ("Linux", "x86_64"),
    reason="a last bit of another platform's mathematics can turn a queue",
)
@pytest.mark.parametrize("name", scenarios())
def test_a_scenario_brings_what_it_brought(name: str) -> None:
    """The same scenario and seed give the same figures as when they were written down."""
    if os.environ.get("CRMSIM_GOLDEN") == "write":
        kept = json.loads(GOLDEN.read_text("utf-8")) if GOLDEN.exists() else {}
        GOLDEN.write_text(json.dumps(kept | {name: figures(name)}, indent=1, sort_keys=True) + "\n", "utf-8")
    assert figures(name) == json.loads(GOLDEN.read_text("utf-8"))[name]
