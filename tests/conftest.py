"""What the stories share: small scenarios, both engines, and the folder of real data where there is one."""

import os
from pathlib import Path

import numpy as np
import pytest

from crmsim import luck
from crmsim.acts import record
from crmsim.engine import compiled_engine, kernel, simpy_engine
from crmsim.engine.compiler import rebound
from crmsim.engine.history import History, no_progress
from crmsim.engine.machine import Outcome, machine
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

ROWS = 20_000
"""Room for the rows of such a branch."""


def small(**settings: float) -> Scenario:
    """A small branch with some settings changed; `__` stands for the dot of a path."""
    changed = {path.replace("__", "."): value for path, value in settings.items()}
    return Scenario(name="small").with_settings({**SMALL, **changed})


def compiled(scenario: Scenario, seed: int = 1, replication: int = 0) -> History:
    """The history on the compiled engine."""
    return compiled_engine.simulate(plan(scenario, None, seed, replication, recording=True), no_progress)


def readable(scenario: Scenario, seed: int = 1, replication: int = 0) -> History:
    """The history on the readable engine."""
    return simpy_engine.simulate(plan(scenario, None, seed, replication, recording=True), no_progress)


def uncompiled(scenario: Scenario, seed: int = 1) -> History:
    """The history on the compiled engine's event loop, which is run as the Python that it is; for small scenarios."""
    ready = opened(plan(scenario, None, seed, 0, recording=True), simpy_engine.simulate)
    state = machine(ready, ROWS)
    as_attributes = {
        name: getattr(state, name).view(np.recarray) for name in state._fields if getattr(state, name).dtype.names
    }

    def drawn(key: int, purpose: int, k: int) -> float:
        return luck.draw(int(key), int(purpose), int(k))

    advance = rebound(kernel.advance, lambda function: function, {luck.draw: drawn, record.record: kernel.record})
    state = state._replace(**as_attributes | {"rules": list(ready.rules)})
    assert advance(state, 10**9) == Outcome.ENDED
    return compiled_engine.history(ready, state)


@pytest.fixture
def shared() -> Path:
    """The folder of public data and course material, which only developers have."""
    folder = Path(os.environ.get("CRMSIM_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"the real data are not here ({folder}); set CRMSIM_SHARED to their folder")
    return folder
