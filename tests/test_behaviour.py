"""What must come out of the model; `pytest -m behaviour -s` shows the figures, `crmsim validate` makes a document."""

import numpy as np
import pytest

from crmsim.engine import compiled_engine
from crmsim.engine.history import History, no_progress
from crmsim.engine.plan import plan
from crmsim.settings import Scenario
from crmsim.stages import Stage
from crmsim.validation.finding import DEFAULT, SEED, Finding
from crmsim.validation.findings import FINDINGS

pytestmark = pytest.mark.behaviour

REPLICATIONS = 24


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: f"{finding.behaviour} {finding.claim}")
def test_the_model_shows_it(finding: Finding) -> None:
    """The whole interval of the model's figure lies within its bounds."""
    found = finding.interval()
    print(f"{finding.claim}: {found.mean:,.4g} ± {found.half_width:,.2g} {finding.unit}")
    assert finding.holds(found), found


def test_every_behaviour_is_shown() -> None:
    """Of the model's list only the queue and the probes have tests of their own."""
    assert {f"B{number}" for number in range(1, 11)} <= {finding.behaviour for finding in FINDINGS}


def replications(scenario: Scenario) -> list[History]:
    """The histories of a scenario, replication by replication."""
    return [
        compiled_engine.simulate(plan(scenario, None, SEED, number, recording=False), no_progress)
        for number in range(REPLICATIONS)
    ]


def test_the_default_branch_keeps_to_its_budget_of_events() -> None:
    """Sixty months of it take at most 360,000 events of the calendar, with 15 managers in desks of three."""
    for history in replications(DEFAULT):
        assert history.events <= 360_000
        assert history.managers == 15


def test_nothing_dies_out_or_explodes_in_twenty_years() -> None:
    """Over 240 months every measure of the branch stays within half and double of what it was in years 5 to 10."""
    long = DEFAULT.with_settings({"months": 240})
    for history in replications(long)[:4]:
        for name, values in yearly(history).items():
            early, late = values[5:10].mean(), values[-5:].mean()
            assert 0.5 * early < late < 2.0 * early, name


def yearly(history: History) -> dict[str, np.ndarray]:
    """The branch's measures by year; each of shape (years,)."""
    months = history.months
    customers = months["tiers"].sum(axis=1)
    measures = {
        name: months[name].astype(float) for name in ("needs", "sales", "won", "lost", "complaints", "busy", "lent")
    }
    measures |= {name: months[name] / customers for name in ("satisfaction", "loyalty", "share")}
    measures["customers"] = customers.astype(float)
    measures["prospects"] = months["stages"][:, Stage.POTENTIAL].astype(float)
    return {name: values.reshape(-1, 12).mean(axis=1) for name, values in measures.items()}
