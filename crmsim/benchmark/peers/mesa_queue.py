"""The plain queue in Mesa, with its discrete event scheduling (`DEVSimulator`).

Customers are agents and schedule their own next request; the model keeps the line and the managers. Mesa has no
resources or queues of its own, so the line is a `deque` for each tier. Nothing is activated step by step, and no data
collector runs.

Mesa numbers agents by model and so never lets go of a model; the run empties the model it leaves behind.
"""

from collections import deque
from statistics import fmean

from mesa import Agent, Model  # type: ignore[import-untyped]  # Mesa ships no py.typed
from mesa.experimental.devs import DEVSimulator  # type: ignore[import-untyped]  # Mesa ships no py.typed

from crmsim.benchmark.plain_queue import PlainQueue, Waits


class _Customer(Agent):  # type: ignore[misc]  # Mesa's classes are untyped
    """Asks for a visit again and again, whether or not the last request was served."""

    def __init__(self, model: "_Desk", tier: int, rate: float) -> None:
        super().__init__(model)
        self.tier = tier
        self.rate = rate
        self.ask_later()

    def ask_later(self) -> None:
        self.model.simulator.schedule_event_relative(self.ask, self.random.expovariate(self.rate))

    def ask(self) -> None:
        self.model.join(self.tier)
        self.ask_later()


class _Desk(Model):  # type: ignore[misc]  # Mesa's classes are untyped
    """The managers and the line before them."""

    def __init__(self, queue: PlainQueue, simulator: DEVSimulator, seed: int) -> None:
        super().__init__(rng=seed)
        self.simulator = simulator
        self.simulator.setup(self)
        self.visits_a_month = 1 / queue.mean_visit
        self.free = queue.servers
        self.lines: list[deque[float]] = [deque() for _ in queue.customers]
        self.waits: list[list[float]] = [[] for _ in queue.customers]
        for tier, (number, rate) in enumerate(zip(queue.customers, queue.rates, strict=True)):
            _Customer.create_agents(self, number, tier, rate)

    def join(self, tier: int) -> None:
        self.lines[tier].append(self.simulator.time)
        if self.free:
            self.free -= 1
            self.serve_next()

    def serve_next(self) -> None:
        """Begin the next visit, or set the manager free if nobody waits."""
        for line, waits in zip(self.lines, self.waits, strict=True):
            if line:
                waits.append(self.simulator.time - line.popleft())
                self.simulator.schedule_event_relative(self.serve_next, self.random.expovariate(self.visits_a_month))
                return
        self.free += 1


def simulate(queue: PlainQueue, seed: int) -> Waits:
    """Run the plain queue in Mesa.

    Args:
        queue: the queue to run.
        seed: the seed of the random numbers.

    Returns:
        The waits of the visits that began within the months watched.
    """
    simulator = DEVSimulator()
    desk = _Desk(queue, simulator, seed)
    simulator.run_until(queue.months)
    simulator.reset()
    desk.remove_all_agents()
    return Waits(tuple(map(len, desk.waits)), tuple(fmean(wait) if wait else 0.0 for wait in desk.waits))
