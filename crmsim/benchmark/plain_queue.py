"""The plain queue: what is left of a branch when customers only ask, wait and are served.

It is the common ground on which this package is timed against other simulators, and on which its waits are held
against closed formulas. One desk of managers serves three tiers of customers in order of tier (no pre-emption);
every customer is a Poisson source of its own and goes on asking while earlier requests wait (open arrivals).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class PlainQueue:
    """One desk, three tiers, exponential visits.

    Attributes:
        customers: customers in each tier, the tier served first standing first.
        rates: requests a month of one customer in each tier, in the same order.
        servers: managers at the desk.
        mean_visit: mean length of a visit, in months.
        months: how long the desk is watched, in months.
    """

    customers: tuple[int, ...] = (200, 800, 1000)
    rates: tuple[float, ...] = (2.0, 1.0, 0.5)
    servers: int = 15
    mean_visit: float = 0.008
    months: float = 60.0

    @property
    def arrival_rates(self) -> tuple[float, ...]:
        """Requests a month of each tier as a whole."""
        return tuple(number * rate for number, rate in zip(self.customers, self.rates, strict=True))

    @property
    def load(self) -> float:
        """Work offered a month, as a share of the work the desk can do."""
        return sum(self.arrival_rates) * self.mean_visit / self.servers


@dataclass(frozen=True)
class Waits:
    """What a simulation of the plain queue saw.

    Attributes:
        served: visits that began within the months watched, by tier.
        mean_wait: mean wait of those visits by tier, in months.
    """

    served: tuple[int, ...]
    mean_wait: tuple[float, ...]

    @property
    def overall(self) -> float:
        """Mean wait over all tiers, in months."""
        total = sum(self.served)
        return sum(n * w for n, w in zip(self.served, self.mean_wait, strict=True)) / total if total else 0.0
