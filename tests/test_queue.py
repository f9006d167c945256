"""Reduced by its settings to a plain queue, the model waits as the formulas say."""

import math

import numpy as np
import pytest
from conftest import compiled, small
from scipy import stats

from crmsim.analytic.queues import erlang_c_wait, priority_waits
from crmsim.benchmark.plain_queue import PlainQueue
from crmsim.engine import compiled_engine
from crmsim.engine.history import History, no_progress
from crmsim.engine.plan import plan
from crmsim.lattice import HOURS
from crmsim.settings import load
from crmsim.stages import Event, Tier

LOADS = (0.5, 0.7, 0.9, 0.95)
REPLICATIONS = 40
WARM_UP = 6
"""Months left out at the start, when the desk begins idle; many times the queue's relaxation time at every load."""


def waits_of(history: History) -> np.ndarray:
    """Mean wait after the warm-up by tier, premium first, and over all, in months."""
    months = history.months[WARM_UP:]
    served, waited = months["served"].sum(axis=0)[::-1], months["wait"].sum(axis=0)[::-1]
    return np.append(waited / served, waited.sum() / served.sum())


def replications(load_wanted: float) -> tuple[PlainQueue, np.ndarray]:
    """The plain queue at a load, and the waits of its replications; shape (replications, tiers + 1)."""
    queue = PlainQueue()
    visit = load_wanted * queue.servers / sum(queue.arrival_rates)
    scenario = load("plain-queue").with_settings({"bank.service_hours": visit * HOURS})
    seen = [
        waits_of(compiled_engine.simulate(plan(scenario, None, 11, number, recording=False), no_progress))
        for number in range(REPLICATIONS)
    ]
    return PlainQueue(mean_visit=visit), np.array(seen)


@pytest.mark.parametrize("load_wanted", LOADS)
def test_waits_follow_the_formulas(load_wanted: float) -> None:
    """Cobham's waits by tier lie within their 95 % intervals, taken together (Bonferroni over the three tiers)."""
    queue, seen = replications(load_wanted)
    expected = priority_waits(queue.arrival_rates, 1.0 / queue.mean_visit, queue.servers)
    mean, error = seen.mean(axis=0), seen.std(axis=0, ddof=1) / math.sqrt(REPLICATIONS)
    half_width = stats.t.ppf(1.0 - 0.025 / 3, REPLICATIONS - 1) * error
    assert (np.abs(mean[:3] - expected) <= half_width[:3]).all(), (mean, expected, half_width)
    assert half_width[:3].max() < 0.12 * max(expected), "the interval is too wide to tell anything"


@pytest.mark.parametrize("load_wanted", LOADS)
def test_the_mean_wait_is_erlangs(load_wanted: float) -> None:
    """Order of service moves waits between tiers but not their mean, which is Erlang C's within its 95 % interval."""
    queue, seen = replications(load_wanted)
    expected = erlang_c_wait(sum(queue.arrival_rates), 1.0 / queue.mean_visit, queue.servers)
    mean, error = seen[:, 3].mean(), seen[:, 3].std(ddof=1) / math.sqrt(REPLICATIONS)
    assert abs(mean - expected) <= stats.t.ppf(0.975, REPLICATIONS - 1) * error, (mean, expected, error)


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
