"""The plain queue in salabim, on the pattern of its sample bank with three clerks and customers without a process.

Of the ways salabim's samples show to write a bank, this is the quickest we measured: managers with a process of their
own take customers from one sorted queue. Written with a `Resource`, where every customer has a process, it takes
about two thirds longer. The processes yield, since salabim warns that its yieldless ones may run slower (and they
need greenlet as well); no trace is written and the queue keeps no statistics. A tier's customers are taken together
as one Poisson stream, as in the sample.

Most of the time goes into making a component for each request. A queue of plain tuples would spare that and be many
times quicker, but then the queue would be ours and not salabim's.

New components go to salabim's default environment, and the environment of the latest run stays that default.
"""

from collections.abc import Iterator
from random import Random
from statistics import fmean
from typing import Any

import salabim as sim  # type: ignore[import-untyped]  # salabim ships no py.typed

from crmsim.benchmark.plain_queue import PlainQueue, Waits


class _Customer(sim.Component):  # type: ignore[misc]  # salabim's classes are untyped
    """One request: a component without a process, which only queues."""

    def setup(self, tier: int) -> None:
        self.tier = tier


class _Manager(sim.Component):  # type: ignore[misc]  # salabim's classes are untyped
    """Serves the head of the line, and sleeps while there is none."""

    def setup(self, line: Any, visit: Any, waits: list[list[float]]) -> None:
        self.line, self.visit, self.waits = line, visit, waits

    def process(self) -> Iterator[object]:
        while True:
            while not self.line:
                yield self.passivate()
            customer = self.line.pop()
            self.waits[customer.tier].append(self.env.now() - customer.creation_time())
            yield self.hold(self.visit.sample())


class _Source(sim.Component):  # type: ignore[misc]  # salabim's classes are untyped
    """Sends the requests of one tier to the line, and wakes a manager for each."""

    def setup(self, tier: int, gap: Any, line: Any, managers: list[_Manager]) -> None:
        self.tier, self.gap, self.line, self.managers = tier, gap, line, managers

    def process(self) -> Iterator[object]:
        while True:
            yield self.hold(self.gap.sample())
            _Customer(tier=self.tier).enter_sorted(self.line, self.tier)
            for manager in self.managers:
                if manager.ispassive():
                    manager.activate()
                    break


def simulate(queue: PlainQueue, seed: int) -> Waits:
    """Run the plain queue in salabim.

    Args:
        queue: the queue to run.
        seed: the seed of the random numbers.

    Returns:
        The waits of the visits that began within the months watched.
    """
    random = Random(seed)  # nothing here is secret
    # The empty string keeps salabim from seeding the random numbers of the whole process.
    env = sim.Environment(trace=False, random_seed="", yieldless=False)
    line = sim.Queue("line", monitor=False)
    visit = sim.Exponential(queue.mean_visit, randomstream=random)
    waits: list[list[float]] = [[] for _ in queue.customers]
    managers = [_Manager(line=line, visit=visit, waits=waits) for _ in range(queue.servers)]
    for tier, rate in enumerate(queue.arrival_rates):
        _Source(tier=tier, gap=sim.Exponential(rate=rate, randomstream=random), line=line, managers=managers)
    env.run(till=queue.months)
    return Waits(tuple(map(len, waits)), tuple(fmean(wait) if wait else 0.0 for wait in waits))
