"""What a benchmark times: which branch, which queue, which banks, against whom, and how often."""

from dataclasses import dataclass, field, replace
from typing import Self

from crmsim.settings import Scenario, load


def peers() -> dict[str, str]:
    """Other simulators: the module that has their queue, by their distribution's name."""
    return {"SimPy": "simpy", "salabim": "salabim", "Ciw": "ciw", "Mesa": "mesa"}


@dataclass(frozen=True)
class Programme:
    """What is timed.

    Attributes:
        repeats: timed runs of each; the median counts.
        long: seconds past which one run is enough.
        branch: the branch that both engines simulate, and of which banks are made.
        queue: the branch that is only a queue.
        peers: the other simulators of that queue.
        sizes: branches of the banks.
        months: how long each bank is simulated.
    """

    repeats: int = 5
    long: float = 5.0
    branch: Scenario = field(default_factory=lambda: load("baseline"))
    queue: Scenario = field(default_factory=lambda: load("plain-queue"))
    peers: dict[str, str] = field(default_factory=peers)
    sizes: tuple[int, ...] = (1, 10, 100, 500)
    months: int = 120

    def up_to(self, branches: int) -> Self:
        """The same with banks of so many branches at most."""
        return replace(self, sizes=tuple(size for size in self.sizes if size <= branches))
