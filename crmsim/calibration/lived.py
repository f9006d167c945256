"""What a simulated branch would put into a file: its book at month 0 with who leaves in a year, and its approaches."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from crmsim import workers
from crmsim.acts.layout import Records
from crmsim.calibration.estimates import Bools
from crmsim.calibration.samples import Approaches, Book, stacked
from crmsim.engine.choose import Engine, by_name, choose, make_ready
from crmsim.engine.history import no_progress
from crmsim.engine.opening import opened
from crmsim.engine.plan import plan
from crmsim.results.tally import is_own
from crmsim.settings import Scenario
from crmsim.stages import Event

YEAR = 12
"""Months within which customers are lost who are marked as lost in a file."""

RUNS_OF_A_PROCESS = 8
"""Replications for which another process is worth its start."""

Looked = TypeVar("Looked", Book, Approaches)

TOLD = (Event.SOUGHT, Event.VISITED, Event.WENT_ROUND, Event.APPLIED, Event.WON)
"""The events that tell how an approach goes."""


@dataclass(frozen=True)
class Simulator:
    """Simulates branches for calibration.

    Attributes:
        seed: the seed of their luck.
        engine: the engine that does it.
    """

    seed: int
    engine: Engine

    def books(self, scenario: Scenario, replications: Sequence[int], months: int = YEAR) -> list[Book]:
        """The book of each replication at month 0, with who leaves in the months after it; none for 0 months."""
        return shared(partial(self._book, scenario, months), replications)

    def book(self, scenario: Scenario, replications: Sequence[int], months: int = YEAR) -> Book:
        """The books of all replications together."""
        return stacked(self.books(scenario, replications, months))

    def approaches(self, scenario: Scenario, replications: Sequence[int]) -> list[Approaches]:
        """The approaches of each replication that begin within the scenario's months."""
        return shared(partial(self._approaches, scenario), replications)

    def _book(self, scenario: Scenario, months: int, replication: int) -> Book:
        """One replication's book."""
        begun, rows = self._lived(scenario, replication, months)
        own = is_own(begun)
        lost = np.zeros(len(begun), bool)
        lost[rows["customer"][rows["event"] == Event.LEFT]] = True
        return book_of(begun[own], lost[own])

    def _approaches(self, scenario: Scenario, replication: int) -> Approaches:
        """One replication's approaches."""
        begun, rows = self._lived(scenario, replication, scenario.months)
        return approaches_of(rows, ~np.isnan(begun["joined"]))

    def _lived(self, scenario: Scenario, replication: int, months: int) -> tuple[Records, Records]:
        """Every customer of the market at month 0, and what happens in so many months after it."""
        shortened = scenario.with_settings({"months": max(months, 1)})
        ready = opened(plan(shortened, None, self.seed, replication, recording=True), self.engine)
        begun = ready.customers.copy()
        rows = (
            self.engine(ready, no_progress).rows if months > 0 else np.zeros(0, [("customer", "i4"), ("event", "i1")])
        )
        return begun, rows


def shared(work: Callable[[int], Looked], replications: Sequence[int]) -> list[Looked]:
    """What is looked at in each replication, by as many processes as it pays to start."""
    jobs = min(workers.cores(), max(1, len(replications) // RUNS_OF_A_PROCESS))
    return list(workers.in_order(work, replications, jobs))


def simulator(seed: int, customer_months: float) -> Simulator:
    """A simulator on the engine that is quickest for so much work."""
    name = choose("auto", customer_months)
    make_ready(name)
    return Simulator(seed, by_name(name))


def book_of(customers: Records, lost: Bools) -> Book:
    """The book of some customers' records."""
    business = customers["wallet"] * customers["share"]
    return Book(
        kind=customers["kind"].astype(np.int64),
        wallet=customers["wallet"].astype(np.float64),
        deposits=business * customers["deposits"],
        loans=business * (1.0 - customers["deposits"]),
        products=customers["products"].astype(np.float64),
        months=0.0 - customers["joined"],
        lost=lost,
    )


def approaches_of(rows: Records, known: Bools) -> Approaches:
    """The approaches that a history tells from their beginning.

    The indirect way, which starts anew with a better chance, counts as the end of an approach.

    Args:
        rows: the history.
        known: whether each customer of the market had been one of the bank's when it began.
    """
    told = rows[np.isin(rows["event"], TOLD)]
    told = told[np.argsort(told["customer"], kind="stable")]
    customer, event = told["customer"].astype(np.int64), told["event"]
    begins = event == Event.SOUGHT
    approach = np.cumsum(begins)
    starts = np.flatnonzero(begins)
    if not len(starts):
        return Approaches(np.zeros(0), np.zeros(0, bool), np.zeros(0, bool))
    mine = approach > 0  # what comes before a customer's first search belongs to an approach that began before month 0
    mine[mine] = customer[mine] == customer[starts[approach[mine] - 1]]
    mine &= _since(event == Event.WENT_ROUND, approach, starts) == 0
    visits = np.bincount(approach[mine & (event == Event.VISITED)], minlength=len(starts) + 1)[1:]
    wins = np.bincount(approach[mine & ((event == Event.WON) | (event == Event.APPLIED))], minlength=len(starts) + 1)[
        1:
    ]
    return Approaches(
        visits.astype(np.float64), wins > 0, known[customer[starts]] | _won_before(customer, event, starts)
    )


def _since(marked: Bools, approach: NDArray[np.int64], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many marked rows there have been since the approach's beginning, up to and with each row."""
    counted = np.cumsum(marked)
    before = np.append(0, counted[starts])  # the beginning itself is never marked
    since: NDArray[np.int64] = counted - before[approach]
    return since


def _won_before(customer: NDArray[np.int64], event: NDArray[np.int8], starts: NDArray[np.int64]) -> Bools:
    """Whether the customer of each approach had been won since month 0, before it began."""
    wins = np.cumsum(event == Event.WON)
    firsts = np.searchsorted(customer, customer[starts])
    before: Bools = wins[starts] - wins[firsts] + (event[firsts] == Event.WON) > 0
    return before
