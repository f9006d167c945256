"""Stretches of relationships, read from a history's rows: who was there with how many products, and how it ended."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crmsim.acts.layout import Records
from crmsim.engine import compiled_engine
from crmsim.engine.history import History, no_progress
from crmsim.engine.opening import opened
from crmsim.engine.plan import plan
from crmsim.results.tally import is_own
from crmsim.settings import Scenario
from crmsim.stages import Event, Stage

STRETCH = np.dtype(
    [
        ("customer", "i4"),
        ("begin", "f8"),
        ("end", "f8"),
        ("joined", "f8"),
        ("products", "i4"),
        ("left", "?"),
        ("ended", "?"),
    ]
)
"""A stretch of a relationship with the same number of products: instants in months, and whether the customer left, or
the relationship ended at all, at its end."""


@dataclass(frozen=True)
class Lived:
    """A recorded history, and the customers with whom it began."""

    history: History
    opening: Records

    @property
    def months(self) -> int:
        """How long it lasted."""
        return len(self.history.months)


def lived(scenario: Scenario, seed: int, replication: int) -> Lived:
    """Simulate one replication of a branch with all its rows."""
    ready = opened(plan(scenario, None, seed, replication, recording=True), compiled_engine.simulate)
    return Lived(compiled_engine.simulate(ready, no_progress), ready.customers)


def stretches(seen: Lived) -> Records:
    """Every stretch of every relationship of a run; layout `STRETCH`, by customer and time."""
    turns = _turns(seen)
    joined = np.where(turns["won"], turns["time"], turns["joined"])
    found = np.zeros(len(turns), STRETCH)
    same = np.append(turns["customer"][1:] == turns["customer"][:-1], False)
    found["customer"], found["begin"] = turns["customer"], turns["time"]
    found["end"] = np.where(same, np.append(turns["time"][1:], 0.0), seen.months)
    starts = turns["start"]
    spell = np.maximum.accumulate(np.where(starts, np.arange(len(turns)), 0))
    found["joined"] = joined[spell]
    sold = np.cumsum(turns["sold"])
    found["products"] = turns["products"][spell] + sold - sold[spell]
    found["left"][:-1] = same[:-1] & turns["left"][1:]
    found["ended"][:-1] = same[:-1] & turns["over"][1:]
    kept: Records = found[~turns["over"]]
    return kept


def _turns(seen: Lived) -> Records:
    """What begins, changes and ends relationships, by customer and time."""
    rows, book = seen.history.rows, seen.opening
    was = (rows["stage_from"] >= Stage.GROWTH) & (rows["stage_from"] <= Stage.DECLINE)
    over = was & (rows["stage_to"] == Stage.TERMINATION)
    won, sold = rows["event"] == Event.WON, rows["event"] == Event.SOLD
    kept = np.flatnonzero(over | won | sold)
    there = np.flatnonzero(is_own(book))
    turns = np.zeros(len(there) + len(kept), TURN)
    first, rest = turns[: len(there)], turns[len(there) :]
    first["customer"], first["joined"], first["products"] = there, book["joined"][there], book["products"][there]
    first["start"] = True
    rest["customer"], rest["time"] = rows["customer"][kept], rows["time"][kept]
    rest["won"], rest["sold"], rest["over"] = won[kept], sold[kept], over[kept]
    rest["left"] = rows["event"][kept] == Event.LEFT
    rest["start"], rest["products"] = rest["won"], 1
    # A stable sort keeps the order of the history where a customer's turns fall on one instant.
    ordered: Records = turns[np.lexsort((turns["time"], turns["customer"]))]
    return ordered


TURN = np.dtype(
    [
        ("customer", "i4"),
        ("time", "f8"),
        ("joined", "f8"),
        ("products", "i4"),
        ("start", "?"),
        ("won", "?"),
        ("sold", "?"),
        ("over", "?"),
        ("left", "?"),
    ]
)


def between(one: Records, low: float, high: float) -> tuple[float, float]:
    """Years spent, and departures, while customers had been with the bank from `low` to `high` months."""
    begin, end = (np.clip(one[at] - one["joined"], low, high) for at in ("begin", "end"))
    age = one["end"] - one["joined"]
    return float((end - begin).sum()) / 12.0, float(np.count_nonzero(one["left"] & (age >= low) & (age < high)))


def years_and_departures(one: Records, chosen: NDArray[np.bool_]) -> tuple[float, float]:
    """Years spent in the stretches chosen, and departures at their ends."""
    return float((one["end"] - one["begin"])[chosen].sum()) / 12.0, float(np.count_nonzero(one["left"] & chosen))
