"""What the stories share: small scenarios, both engines, and the folder of real data where there is one."""

import os
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import crmsim
from crmsim import luck
from crmsim.acts import record
from crmsim.acts.columns import Branch, Customer
from crmsim.acts.layout import Records
from crmsim.acts.months import Month
from crmsim.acts.opening import open_life, prepare
from crmsim.engine import compiled_engine, kernel, simpy_engine
from crmsim.engine.compiler import rebound
from crmsim.engine.history import History, no_progress
from crmsim.engine.machine import Outcome, machine, with_rows, with_spares
from crmsim.engine.opening import opened
from crmsim.engine.plan import plan
from crmsim.settings import Scenario

ROOT = Path(__file__).parents[1]
SMALL = {
    "months": 8,
    "market.customers": 40,
    "market.potential": 60,
    "market.opening_months": 6,
    "bank.customers_per_manager": 10.0,
}
"""A branch of a few desks that is simulated in a blink."""

UNMEASURED = {"COVERAGE_PROCESS_CONFIG": ""}
"""What keeps a process from counting the lines that it runs: a kernel takes half as long again to compile under it."""

INSTALLED = "CRMSIM_INSTALLED"
"""Set where the installed package is to be tested, as `nox` does, and not that of the checkout."""


def pytest_configure() -> None:
    """Test the installed package or nothing, where that is asked for.

    Raises:
        UsageError: it is the checkout's that was found.
    """
    found = Path(crmsim.__file__)
    if os.environ.get(INSTALLED) and found.is_relative_to(ROOT / "crmsim"):
        raise pytest.UsageError(f"{found}: is the checkout's and not the installed package; unset PYTHONPATH")


def small(**settings: float) -> Scenario:
    """A small branch with some settings changed; `__` stands for the dot of a path."""
    changed = {path.replace("__", "."): value for path, value in settings.items()}
    return Scenario(name="small").with_settings({**SMALL, **changed})


def opening_world(scenario: Scenario, customers: Records) -> SimpleNamespace:
    """The world with these customers as it opens, before anything happens."""
    ready = plan(scenario, customers, 1, 0, recording=False)
    opening = SimpleNamespace(
        rules=list(ready.rules),
        in_force=list(ready.rules),
        branch=Branch.objects(ready.branch),
        months=Month.objects(Month.zeros(1)),
        this_month=Month.objects(Month.zeros(1)),
        customers=Customer.objects(ready.customers),
        desks=ready.desk_sizes,
    )
    prepare(opening)
    for customer in opening.customers:
        open_life(opening, customer, len(opening.desks))
    return opening


def compiled(scenario: Scenario, seed: int = 1, replication: int = 0) -> History:
    """The history on the compiled engine."""
    return compiled_engine.simulate(plan(scenario, None, seed, replication, recording=True), no_progress)


def readable(scenario: Scenario, seed: int = 1, replication: int = 0) -> History:
    """The history on the readable engine."""
    return simpy_engine.simulate(plan(scenario, None, seed, replication, recording=True), no_progress)


def uncompiled(scenario: Scenario, turn: int = 10**9) -> History:
    """The history by the event loop as plain Python, so many events a turn, with no more room than it asks for."""
    ready = opened(plan(scenario, None, 1, 0, recording=True), simpy_engine.simulate)
    state = machine(ready, 0)
    state.control["spares"] = 0
    state = with_spares(state._replace(jobs=state.jobs[:0]), 1)
    twins = {luck.draw: lambda key, purpose, k: luck.draw(int(key), int(purpose), int(k)), record.record: kernel.record}
    advance = rebound(kernel.advance, lambda function: function, twins)
    outcome = Outcome.PAUSED
    while outcome != Outcome.ENDED:
        if outcome == Outcome.ROWS_FULL:
            state = with_rows(state, 40 * len(state.customers))
        elif outcome == Outcome.JOBS_FULL:
            state = with_spares(state, 3)
        views = {name: part.view(np.recarray) for name, part in state._asdict().items() if part.dtype.names}
        outcome = advance(state._replace(**views | {"rules": list(ready.rules)}), turn)
    return compiled_engine.history(ready, state)


@pytest.fixture
def shared() -> Path:
    """The folder of public data and course material, which only developers have."""
    folder = Path(os.environ.get("CRMSIM_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"the real data are not here ({folder}); set CRMSIM_SHARED to their folder")
    return folder


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project to build from; skipped where no package index can be reached."""
    from environments import copied

    return copied(tmp_path_factory.mktemp("source"))
