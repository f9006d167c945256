"""The plain queue in SimPy, on the pattern of its bank tutorial.

One source process for each tier starts a visit process for each request, and a `PriorityResource` is the desk. A
tier's customers are taken together as one Poisson stream, as the tutorial has it; that is also the faster way, for
it keeps three sources on SimPy's event list and not one for each customer.
"""

from dataclasses import dataclass
from random import Random
from statistics import fmean

import simpy
from simpy.events import ProcessGenerator

from crmsim.benchmark.plain_queue import PlainQueue, Waits


@dataclass(frozen=True)
class _Branch:
    """The desk and all that a visit needs to know of it."""

    env: simpy.Environment
    desk: simpy.PriorityResource
    random: Random
    visits_a_month: float
    waits: list[list[float]]


def _visit(branch: _Branch, tier: int) -> ProcessGenerator:
    """Ask, wait, be served and leave."""
    env = branch.env
    asked = env.now
    with branch.desk.request(priority=tier) as turn:
        yield turn
        branch.waits[tier].append(env.now - asked)
        yield env.timeout(branch.random.expovariate(branch.visits_a_month))


def _source(branch: _Branch, tier: int, rate: float) -> ProcessGenerator:
    """Start the visits of one tier."""
    env = branch.env
    while True:
        yield env.timeout(branch.random.expovariate(rate))
        env.process(_visit(branch, tier))


def simulate(queue: PlainQueue, seed: int) -> Waits:
    """Run the plain queue in SimPy.

    Args:
        queue: the queue to run.
        seed: the seed of the random numbers.

    Returns:
        The waits of the visits that began within the months watched.
    """
    env = simpy.Environment()
    desk = simpy.PriorityResource(env, capacity=queue.servers)
    waits: list[list[float]] = [[] for _ in queue.customers]
    random = Random(seed)  # nothing here is secret
    branch = _Branch(env, desk, random, 1 / queue.mean_visit, waits)
    for tier, rate in enumerate(queue.arrival_rates):
        env.process(_source(branch, tier, rate))
    env.run(until=queue.months)
    return Waits(tuple(map(len, waits)), tuple(fmean(wait) if wait else 0.0 for wait in waits))
