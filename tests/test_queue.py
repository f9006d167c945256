"""Reduced by its settings to a plain queue, the model waits as the formulas say."""

import numpy as np
import pytest
from conftest import compiled, small

from crmsim.benchmark.plain_queue import PlainQueue
from crmsim.engine import compiled_engine
from crmsim.engine.history import no_progress
from crmsim.engine.plan import plan
from crmsim.settings import load
from crmsim.stages import Event, Tier
from crmsim.validation.queue import LOADS, waits


@pytest.mark.parametrize("load_wanted", LOADS)
def test_waits_follow_the_formulas(load_wanted: float) -> None:
    """Cobham's waits by tier and Erlang's mean wait lie within the model's intervals."""
    found = list(waits(load_wanted))
    assert all(wait.holds for wait in found), found
    widest = max(wait.found.half_width for wait in found)
    assert widest < 0.12 * max(wait.formula for wait in found), "the interval is too wide to tell anything"


def test_the_reduced_branch_is_the_plain_queue() -> None:
    """The packaged scenario has the tiers, rates and managers of the queue that other simulators are given."""
    queue = PlainQueue()
    ready = plan(load("plain-queue"), None, 1, 0, recording=True)
    history = compiled_engine.simulate(ready, no_progress)
    assert history.managers == queue.servers
    assert history.months["tiers"][-1].tolist() == [1000, 800, 200]
    assert set(np.unique(history.rows["event"]).tolist()) == {Event.NEED, Event.SERVED, Event.SETTLED, Event.GREW}
    asked = np.bincount(history.customers["tier"][history.rows["customer"][history.rows["event"] == Event.NEED]])
    rates = asked / history.months["tiers"][-1] / len(history.months)
    assert rates == pytest.approx([0.5, 1.0, 2.0], rel=0.02)


def test_who_waits_before_asking_again_waits_less() -> None:
    """With one request at a time the source is finite: at the same load the queue is shorter."""
    crowd = {"bank__customers_per_manager": 150.0, "market__customers": 200, "months": 24}
    open_arrivals = small(market__one_at_a_time=False, **crowd)
    closed = small(market__one_at_a_time=True, **crowd)
    waits = [compiled(scenario).months["wait"].sum() for scenario in (open_arrivals, closed)]
    assert waits[1] <= waits[0]


def test_premium_customers_are_served_first() -> None:
    """Under load, the order of service shows in the waits of the tiers."""
    history = compiled(load("plain-queue"))
    wait = history.months["wait"].sum(axis=0) / history.months["served"].sum(axis=0)
    assert wait[Tier.PREMIUM] < wait[Tier.SELECT] < wait[Tier.ORDINARY]
