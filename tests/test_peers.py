"""Each simulator that this package is timed against simulates the same queue, correctly."""

import random
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from math import sqrt
from statistics import fmean, stdev

import pytest

from crmsim.analytic import erlang_c_wait, priority_waits
from crmsim.benchmark.plain_queue import PlainQueue, Waits

Simulate = Callable[[PlainQueue, int], Waits]

# A load of 0.6 on three managers settles within a tenth of a month, so a start with nobody in line hardly shows.
SMALL = PlainQueue(customers=(20, 60, 120), rates=(3.0, 1.0, 0.5), servers=3, mean_visit=0.01, months=24.0)
BRIEF = replace(SMALL, months=1.0)
SEEDS = range(20)


@pytest.fixture(scope="module", params=["simpy", "salabim", "ciw", "mesa"])
def peer(request: pytest.FixtureRequest) -> Simulate:
    """The plain queue in one of the other simulators."""
    library = request.param
    pytest.importorskip(library, reason=f"{library} is only needed to time this package against it: install [bench]")
    simulate: Simulate = import_module(f"crmsim.benchmark.peers.{library}_queue").simulate
    return simulate


@pytest.fixture(scope="module")
def replications(peer: Simulate) -> list[Waits]:
    """The same queue with twenty different seeds."""
    return [peer(SMALL, seed) for seed in SEEDS]


def test_waits_agree_with_cobham(replications: list[Waits]) -> None:
    """Each tier's mean wait is within four standard errors of the formula, too few to mistake a line without tiers."""
    service_rate = 1 / SMALL.mean_visit
    without_tiers = erlang_c_wait(sum(SMALL.arrival_rates), service_rate, SMALL.servers)
    for tier, wait in enumerate(priority_waits(SMALL.arrival_rates, service_rate, SMALL.servers)):
        seen = [run.mean_wait[tier] for run in replications]
        # With 19 degrees of freedom, a right simulator falls outside for one tier in 1300.
        tolerance = 4 * stdev(seen) / sqrt(len(seen))
        assert tolerance < abs(wait - without_tiers)
        assert fmean(seen) == pytest.approx(wait, abs=tolerance)


def test_as_many_are_served_as_come(replications: list[Waits]) -> None:
    """Visits of each tier number what its Poisson arrivals lead one to expect, within four standard deviations."""
    for tier, rate in enumerate(SMALL.arrival_rates):
        expected = rate * SMALL.months * len(replications)
        assert sum(run.served[tier] for run in replications) == pytest.approx(expected, abs=4 * sqrt(expected))


def test_a_visit_counts_from_its_beginning(peer: Simulate) -> None:
    """Two managers with endless visits begin just two, for which nobody waited."""
    endless = PlainQueue(customers=(5, 5, 5), rates=(2.0, 2.0, 2.0), servers=2, mean_visit=1e9, months=6.0)
    waits = peer(endless, 1)
    assert (sum(waits.served), waits.overall) == (2, 0.0)


def test_a_seed_settles_everything(peer: Simulate) -> None:
    """The same seed gives the same waits, another seed others."""
    assert peer(BRIEF, 7) == peer(BRIEF, 7) != peer(BRIEF, 8)


def test_random_numbers_of_others_are_left_alone(peer: Simulate) -> None:
    """A run neither draws from nor reseeds the random numbers of the whole process."""
    before = random.getstate()
    peer(BRIEF, 7)
    assert random.getstate() == before
