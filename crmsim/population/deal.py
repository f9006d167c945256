"""A bank's customers dealt out to its branches, like cards."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from crmsim.acts.layout import Records

if TYPE_CHECKING:
    from crmsim.population.customer_file import Population


@dataclass(frozen=True)
class Hand:
    """What one branch gets: customers, or nothing if it is to make its own market, and their names."""

    records: Records | None
    names: tuple[str, ...]


def dealt(population: "Population | None", branches: int) -> Iterator[Hand]:
    """The hand of each branch: the bank's customers go round the table, then the potential ones."""
    for branch in range(branches):
        if population is None:
            yield Hand(None, ())
            continue
        own = len(population.names)
        records = population.records
        hand = np.concatenate([records[:own][branch::branches], records[own:][branch::branches]])
        yield Hand(hand, population.names[branch::branches])
