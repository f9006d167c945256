"""Two clocks, one history: the readable and the compiled engine agree in every row, month and customer, bit for bit."""

import dataclasses
import os
import subprocess
import sys

import numpy as np
import pytest
from conftest import compiled, readable, small, uncompiled
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from invariants import check
from strategies import scenarios

from crmsim import lattice
from crmsim.engine import calendar, compiled_engine
from crmsim.engine.history import first_difference
from crmsim.engine.plan import plan
from crmsim.settings import Scenario, load, parse
from crmsim.settings import scenarios as packaged_scenarios

RANDOM_SCENARIOS = 300
SMALL_BRANCHES = {
    "months": (1, 12),
    "market.customers": (1, 60),
    "market.potential": (0, 60),
    "market.opening_months": (0, 3),
}


@settings(
    max_examples=RANDOM_SCENARIOS,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(scenario=scenarios(cap=SMALL_BRANCHES), seed=st.integers(0, 2**53 - 1))
def test_any_scenario_has_one_history(scenario: Scenario, seed: int) -> None:
    """Whatever the settings, over their whole bounds, both engines tell the same story, and it is a sound one."""
    one, other = compiled(scenario, seed), readable(scenario, seed)
    difference = first_difference(one, other)
    note(f"first difference: {difference}")
    assert difference is None, difference
    check(scenario, one)


@pytest.mark.parametrize("seed", range(10))
def test_the_baseline_has_one_history(seed: int) -> None:
    """The default branch, under ten seeds."""
    scenario = load("baseline").with_settings({"months": 12})
    one = compiled(scenario, seed)
    assert first_difference(one, readable(scenario, seed)) is None
    check(scenario, one)


@pytest.mark.parametrize("name", packaged_scenarios())
def test_a_packaged_scenario_has_one_history(name: str) -> None:
    """Every packaged scenario at its full length."""
    scenario = load(name)
    one = compiled(scenario)
    assert first_difference(one, readable(scenario)) is None
    check(scenario, one)


def test_three_hundred_customers_have_one_history() -> None:
    """The default branch's strategy and bank on a market of 300 customers, at its full length."""
    scenario = load("baseline").with_settings({"market.customers": 300, "market.potential": 300})
    one = compiled(scenario)
    assert first_difference(one, readable(scenario)) is None
    check(scenario, one)


def test_all_meet_at_one_instant() -> None:
    """With visits of no length and care to speak of, many things fall on one instant, and the order still holds."""
    crowded = small().with_settings(CROWDED)
    assert first_difference(compiled(crowded), readable(crowded)) is None


@pytest.mark.parametrize("steps", [64.0, 128.0, 256.0])
def test_a_coarse_lattice_has_one_history(steps: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a month has few instants, ends of jobs, needs and rounds fall together at every turn, at busy desks too."""
    for module in (lattice, calendar):
        monkeypatch.setattr(module, "STEPS", steps)
        monkeypatch.setattr(module, "STEP", 1.0 / steps)
    busy = small().with_settings(BUSY)
    one = uncompiled(busy)
    assert first_difference(one, readable(busy)) is None
    assert len(np.unique(one.rows["time"])) < len(one.rows) / 2


def test_a_difference_is_told_with_its_first_event() -> None:
    """Where two histories part, the message names the row and what either side says."""
    whole = compiled(small())
    rows = whole.rows.copy()
    rows["amount"][17] += 1
    told = first_difference(whole, dataclasses.replace(whole, rows=rows))
    assert told is not None
    assert told.startswith("row 17: month ")
    assert f"{rows['amount'][17]} fen" in told
    months = whole.months.copy()
    months["won"][2] += 1
    assert "months[2] differ: won" in (first_difference(whole, dataclasses.replace(whole, months=months)) or "")
    assert first_difference(whole, whole) is None


def test_another_seed_or_replication_is_another_history() -> None:
    """Luck does matter."""
    scenario = small()
    assert first_difference(compiled(scenario, 1), compiled(scenario, 2)) is not None
    assert first_difference(compiled(scenario, 1, 0), compiled(scenario, 1, 1)) is not None


def test_recording_changes_nothing() -> None:
    """Rows kept or only counted: months and customers are the same."""
    scenario = small()
    kept = compiled(scenario)
    ready = plan(scenario, None, 1, 0, recording=False)
    bare = compiled_engine.simulate(ready, lambda _: None)
    assert len(bare.rows) == 0
    assert bare.written == len(kept.rows)
    assert first_difference(dataclasses.replace(kept, rows=bare.rows), bare) is None


def test_a_crowded_desk_makes_room_for_more_jobs() -> None:
    """With open arrivals more jobs wait than there was room for, and none is lost."""
    flood = small(
        market__customers=300,
        market__opening_months=0,
        market__needs_individual=4.0,
        market__needs_follow_loyalty=0.0,
        market__one_at_a_time=False,
        market__offers=0.0,
        exit__close_below=-5000.0,
        bank__service_hours=8.0,
        bank__customers_per_manager=2000.0,
    )
    one = compiled(flood)
    assert first_difference(one, readable(flood)) is None
    waiting = one.months["needs"].sum() - one.months["served"].sum()
    assert waiting > 1000


CROWDED = {
    "bank.service_hours": 0.05,
    "maintenance.care_ordinary": 0.25,
    "maintenance.care_select": 0.25,
    "maintenance.care_premium": 0.25,
    "market.needs_individual": 4.0,
    "market.one_at_a_time": False,
    "prospecting.by_visit": 0.04,
    "prospecting.by_advertising": 0.04,
    "prospecting.follow_up_after": 0.05,
}
"""Visits of no length and care to speak of: many things fall on one instant."""

BUSY = {
    "months": 6,
    "market.opening_months": 0,
    "market.customers": 360,
    "market.potential": 400,
    "market.needs_individual": 4.0,
    "market.needs_follow_loyalty": 0.0,
    "market.one_at_a_time": False,
    "market.offers": 0.0,
    "bank.service_hours": 8.0,
    "bank.customers_per_manager": 120.0,
    "bank.managers_per_desk": 2,
    "bank.teamwork": 0.5,
    "prospecting.by_visit": 0.04,
    "prospecting.priority": 0,
}
"""Two desks that are hardly ever free, so that most work waits."""

LENDING = {
    "months": 24,
    "market.customers": 20,
    "market.potential": 30,
    "bank.customers_per_manager": 30.0,
    "exit.credit_review_every": 1,
    "maintenance.survey_every": 1,
    "maintenance.survey_sample": 1.0,
    "bank.committee_cases": 1,
    "maintenance.review_every": 1,
}
"""Two years in which all is looked at every month."""


@pytest.mark.parametrize(
    "settings", [{"months": 3}, CROWDED | {"months": 2}, LENDING], ids=["plain", "crowded", "lending"]
)
def test_the_kernel_runs_uncompiled(settings: dict[str, float]) -> None:
    """The event loop is plain Python: uncompiled it gives the very same history, in however many turns."""
    scenario = small().with_settings(settings)
    assert first_difference(uncompiled(scenario, turn=400), compiled(scenario)) is None


STORY = """
import sys
from crmsim import simulate
from crmsim.settings import parse
run = simulate(parse(sys.stdin.read()), seed=3, engine=sys.argv[1])
print(run.history.fingerprint())
"""


def told_elsewhere(text: str, engine: str, **environment: str) -> str:
    """The digest of a history that another process simulated."""
    done = subprocess.run(
        [sys.executable, "-c", STORY, engine],
        input=text,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_the_same_history_elsewhere() -> None:
    """Another process, time zone, locale and hash seed tell the same story, on either engine."""
    text = 'name = "elsewhere"\nmonths = 6\n[market]\ncustomers = 50\npotential = 80\n'
    assert parse(text).months == 6
    plain = told_elsewhere(text, "compiled", PYTHONHASHSEED="0")
    assert len(plain) == 64
    assert plain == told_elsewhere(text, "simpy", PYTHONHASHSEED="1")
    assert plain == told_elsewhere(text, "compiled", TZ="Asia/Shanghai", LC_ALL="C", PYTHONHASHSEED="99")
    assert plain == told_elsewhere(text, "simpy", TZ="America/St_Johns", LANG="zh_CN.GB18030", PYTHONHASHSEED="2")
