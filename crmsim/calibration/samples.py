"""What calibration looks at, in one form whether a file tells it or a simulation shows it."""

from dataclasses import dataclass, fields
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from crmsim.calibration.estimates import Bools, Floats
from crmsim.luck import subject_key
from crmsim.luck64 import mix, subject_keys

Columns = TypeVar("Columns", bound="Sample")

PARTS = 5
"""One row in so many is held out."""


@dataclass(frozen=True)
class Sample:
    """Rows of columns, one value a row in each."""

    def __len__(self) -> int:
        """How many rows there are."""
        return len(getattr(self, fields(self)[0].name))

    def chosen(self, rows: Bools) -> Self:
        """Some of the rows."""
        return type(self)(*(getattr(self, field.name)[rows] for field in fields(self)))


def stacked(samples: list[Columns]) -> Columns:
    """Samples one after the other."""
    first = samples[0]
    return type(first)(*(np.concatenate([getattr(s, field.name) for s in samples]) for field in fields(first)))


@dataclass(frozen=True)
class Approaches(Sample):
    """Approaches to people who might be won.

    Attributes:
        contacts: contacts made.
        won: whether the last of them won the person.
        warm: whether the person was won once before: by an earlier campaign, or as a customer who left.
    """

    contacts: Floats
    won: Bools
    warm: Bools


@dataclass(frozen=True)
class Campaign(Sample):
    """People whom a campaign approached, as a file tells of them.

    Attributes:
        contacts: contacts made with each.
        won: whether the last of them won the person.
        earlier: what came of an earlier campaign, an `Earlier`; NaN where it is not known.
        balance: what the person has with the bank, CNY; NaN where it is not known.
    """

    contacts: Floats
    won: Bools
    earlier: Floats
    balance: Floats


@dataclass(frozen=True)
class Book(Sample):
    """Customers as they stand at the start of a year, and who of them leaves within it.

    Attributes:
        kind: what each is, a `Kind`.
        wallet: banking business anywhere, CNY; NaN where it is not known.
        deposits: deposits with the bank, CNY; NaN where they are not known.
        loans: loans from the bank, CNY; NaN where they are not known.
        products: products that it has, 0 where they are not known.
        months: months with the bank; NaN where they are not known.
        lost: whether it leaves.
    """

    kind: NDArray[np.int64]
    wallet: Floats
    deposits: Floats
    loans: Floats
    products: Floats
    months: Floats
    lost: Bools


@dataclass(frozen=True)
class Loans(Sample):
    """Loans.

    Attributes:
        state: how each stands, a `State`; NaN where it is not known.
        amount: what was lent, CNY; NaN where it is not known.
    """

    state: Floats
    amount: Floats


def held_out(rows: int, seed: int) -> Bools:
    """Which rows are held out: about one in five, by a hash of the seed and the row's number alone; shape (rows,)."""
    own = np.uint64(subject_key(seed, 0, 2**31))  # apart from every customer's luck in a simulation with the same seed
    keys: NDArray[np.uint64] = mix(subject_keys(seed, 0, np.arange(rows, dtype=np.int64)) ^ own)
    away: Bools = keys % np.uint64(PARTS) == 0
    return away


def split(sample: Columns, seed: int) -> tuple[Columns, Columns]:
    """Four fifths of a sample to fit on, and the fifth that is held out."""
    away = held_out(len(sample), seed)
    return sample.chosen(~away), sample.chosen(away)
