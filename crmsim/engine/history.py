"""What both engines return: rows, months and customers, as columns."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from struct import Struct

import numpy as np
from numpy.lib.recfunctions import repack_fields

from crmsim.acts.columns import Customer
from crmsim.acts.layout import Records, columns
from crmsim.settings import Rules
from crmsim.stages import Event, Stage

ROW = np.dtype(
    [
        ("time", "<f8"),
        ("amount", "<i8"),
        ("wait", "<f8"),
        ("customer", "<i4"),
        ("event", "i1"),
        ("stage_from", "i1"),
        ("stage_to", "i1"),
    ]
)
"""A row of the history: time and wait in months, amount in fen; 31 bytes."""

MONTHS_A_YEAR = 12

KEPT = ("contribution", "joined", "wallet", "loyalty", "products", "stage", "tier", "loan_class")
"""What is kept of every customer at the turn of each year."""

YEAR = np.dtype([(name, columns(Customer)[name]) for name in KEPT])
"""A customer at the turn of a year; 39 bytes."""

Progress = Callable[[float], None]
"""Told now and then how many months are simulated."""


def no_progress(months: float) -> None:
    """Tell nobody how far the simulation is."""


class Rows:
    """The rows of a history as the readable engine writes them (`acts.record`): packed bytes, row after row."""

    def __init__(self) -> None:
        self.bytes = bytearray()
        self.pack = Struct("<dqdibbb").pack

    def array(self) -> Records:
        """The rows as records."""
        return np.frombuffer(self.bytes, ROW)


@dataclass(frozen=True)
class History:
    """One simulated branch.

    Attributes:
        rows: what happened, in order; layout `ROW`; empty if it was not recorded.
        months: what each month brought; layout of `Month`.
        customers: every customer of the market at the end, by number; layout of `Customer`.
        branch: the branch at the end, one record; layout of `Branch`.
        managers: relationship managers.
        rules: the rules that held at the end.
        years: every customer of the market at the opening and at the end of each whole year; shape (years + 1,
            customers), layout `YEAR`.
    """

    rows: Records
    months: Records
    customers: Records
    branch: Records
    managers: int
    rules: Rules
    years: Records

    def __post_init__(self) -> None:
        """Whether rows were kept is no part of what happened."""
        self.branch["recording"] = 0

    @property
    def events(self) -> int:
        """Events of the calendar, which is what an engine's speed is counted by."""
        return int(self.branch["events"][0])

    @property
    def written(self) -> int:
        """Rows that were written, recorded or not."""
        return int(self.branch["rows"][0])

    def fingerprint(self) -> str:
        """A digest of every bit of the history: equal for equal histories, on whichever engine."""
        found = hashlib.sha256(str(self.managers).encode())
        for records in (self.rows, self.months, self.customers, self.branch):
            found.update(_bytes(records).tobytes())
        return found.hexdigest()


def first_difference(one: History, other: History) -> str | None:
    """Where two histories part, as one sentence with the event on either side, or None if they are the same."""
    if (one.events, one.written) != (other.events, other.written):
        counts = f"{one.events} events and {one.written} rows against {other.events} and {other.written}; "
    else:
        counts = ""
    shorter = min(len(one.rows), len(other.rows))
    # Bytes, not values: the promise is equality to the bit, and NaN must equal itself.
    differing = np.flatnonzero(_bytes(one.rows[:shorter]) != _bytes(other.rows[:shorter]))
    if differing.size or len(one.rows) != len(other.rows):
        place = int(differing[0]) if differing.size else shorter
        return f"{counts}row {place}: {told(one.rows, place)} | {told(other.rows, place)}"
    for name in ("months", "customers", "branch", "years"):
        parted = np.flatnonzero(_bytes(getattr(one, name).ravel()) != _bytes(getattr(other, name).ravel()))
        if parted.size:
            return f"{counts}{name}[{parted[0]}] differ: {', '.join(_fields(one, other, name, int(parted[0])))}"
    return counts or None


def _fields(one: History, other: History, name: str, place: int) -> Iterator[str]:
    """The fields in which two records differ."""
    mine, theirs = getattr(one, name).ravel()[place], getattr(other, name).ravel()[place]
    for field in mine.dtype.names:
        if not np.array_equal(mine[field], theirs[field], equal_nan=True):
            yield f"{field} {mine[field]} | {theirs[field]}"


def _bytes(records: Records) -> np.ndarray:
    """Each record as one lump of bytes, without those that only align it and hold nothing."""
    packed = np.ascontiguousarray(repack_fields(records, align=False))
    return packed.view(np.dtype((np.void, packed.dtype.itemsize))) if packed.size else np.zeros(0, "V1")


def told(rows: Records, place: int) -> str:
    """A row in words."""
    if place >= len(rows):
        return "no such row"
    row = rows[place]
    stages = f"{Stage.names()[row['stage_from']]} to {Stage.names()[row['stage_to']]}"
    return (
        f"month {row['time']!r} customer {row['customer']} {Event.names()[row['event']]} "
        f"({stages}) {row['amount']} fen, waited {row['wait']!r}"
    )
