"""Who is in the market at the start: made to the market's quotas, or read from a customer file.

Every customer, potential ones included, is numbered before any strategy acts: the bank's own customers first.
What is not known here (NaN, or products 0) is made by `acts.opening` from the customer's own luck.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from crmsim.acts.columns import Customer
from crmsim.acts.layout import Records, copied
from crmsim.luck64 import subject_keys
from crmsim.settings import Market
from crmsim.stages import Kind, Stage

STRIDE = 1_000_003
"""A prime, so that its multiples visit every place of a market of another size once."""

TRAITS = ("industry", "region", "foreign", "rating")
"""Traits that a customer file may leave open: -1."""

UNKNOWN = ("wallet", "share", "loyalty", "joined")
"""Columns that a customer file may leave open."""


def quotas(size: int, market: Market) -> NDArray[np.int8]:
    """The kinds of so many customers, in exact shares and well mixed; shape (size,).

    Quotas instead of chance: the make-up of the market is a setting, not luck.
    """
    places = (np.arange(size, dtype=np.int64) * STRIDE % max(size, 1) + 0.5) / max(size, 1)
    kinds = np.full(size, Kind.INDIVIDUAL, np.int8)
    kinds[places >= 1.0 - market.small_businesses - market.corporates] = Kind.SMALL_BUSINESS
    kinds[places >= 1.0 - market.corporates] = Kind.CORPORATE
    return kinds


def blank(size: int, stage: int, market: Market) -> Records:
    """So many customers of whom only kind and stage are known."""
    records = Customer.zeros(size)
    records["kind"] = quotas(size, market)
    records["stage"] = stage
    return leave_open(records)


def leave_open(records: Records) -> Records:
    """Records in which nothing is known that a file may leave open; gives them back."""
    for name in UNKNOWN:
        records[name] = np.nan
    records["current_ratio"] = np.nan
    for name in TRAITS:
        records[name] = -1
    return records


@lru_cache(maxsize=1)
def synthetic(market: Market) -> Records:
    """The market of a scenario: its customers and its potential customers; not to be written to.

    The last one is kept: one strategy after the other is tried on it.
    """
    made = np.concatenate(
        [blank(market.customers, Stage.GROWTH, market), blank(market.potential, Stage.POTENTIAL, market)]
    )
    made.flags.writeable = False
    return made


def numbered(records: Records, seed: int, replication: int, first: int = 0) -> Records:
    """A copy in which every customer has its number, and the key of its luck by that number past the branch's first."""
    customers = copied(records)
    customers["number"] = np.arange(len(records))
    customers["key"] = subject_keys(seed, replication, first + np.arange(len(records), dtype=np.int64))
    return customers


def opening_book(records: Records) -> int:
    """How many of the customers have a relationship with the bank at the start."""
    return int(np.count_nonzero((records["stage"] >= Stage.GROWTH) & (records["stage"] <= Stage.DECLINE)))
