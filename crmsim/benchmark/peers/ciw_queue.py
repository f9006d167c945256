"""The plain queue in Ciw, on the pattern of its guide to priority classes.

One node with all the servers, a customer class and a priority class for each tier. A tier's customers are taken
together as one Poisson stream: Ciw's tutorial gives a class of customers one arrival distribution, and knows no
single customers who come back.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import fmean

import ciw  # type: ignore[import-untyped]  # Ciw ships no py.typed

from crmsim.benchmark.plain_queue import PlainQueue, Waits


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Seed Ciw for a while: it draws from the random numbers of the whole process, and others may be using them."""
    state, rng = random.getstate(), ciw.rng
    ciw.seed(seed)
    try:
        yield
    finally:
        random.setstate(state)
        ciw.rng = rng


def _simulation(queue: PlainQueue, tiers: list[str]) -> ciw.Simulation:
    """Build the network of one node."""
    arrivals = zip(tiers, queue.arrival_rates, strict=True)
    visit = ciw.dists.Exponential(rate=1 / queue.mean_visit)
    network = ciw.create_network(
        arrival_distributions={tier: [ciw.dists.Exponential(rate=rate)] for tier, rate in arrivals},
        service_distributions={tier: [visit] for tier in tiers},
        priority_classes={tier: priority for priority, tier in enumerate(tiers)},
        number_of_servers=[queue.servers],
    )
    return ciw.Simulation(network)


def simulate(queue: PlainQueue, seed: int) -> Waits:
    """Run the plain queue in Ciw.

    Args:
        queue: the queue to run.
        seed: the seed of the random numbers.

    Returns:
        The waits of the visits that began within the months watched.
    """
    tiers = [f"Tier {tier}" for tier in range(len(queue.customers))]
    waits: dict[str, list[float]] = {tier: [] for tier in tiers}
    with _seeded(seed):
        simulation = _simulation(queue, tiers)
        simulation.simulate_until_max_time(queue.months)
    # Visits still under way at the end have begun, so their incomplete records count as well.
    for record in simulation.get_all_records(include_incomplete=True):
        if record.waiting_time is not None:
            waits[record.customer_class].append(record.waiting_time)
    return Waits(tuple(map(len, waits.values())), tuple(fmean(wait) if wait else 0.0 for wait in waits.values()))
