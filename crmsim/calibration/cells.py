"""The numbers in a table's cells, column by column, as a mapping has them; what is wrong is noted with its line."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from math import inf, nan
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crmsim.calibration.estimates import Floats
from crmsim.errors import CustomerFileError
from crmsim.population.columns import Column, number, numbers, said
from crmsim.population.mapping import Source
from crmsim.population.tables import BLOCK, Mistakes, Row


@dataclass(frozen=True)
class Cells:
    """The rows of a table as numbers.

    Attributes:
        lines: the line of each row.
        columns: our columns by name, NaN where a cell is empty; each of shape (rows,).
    """

    lines: NDArray[np.int64]
    columns: Mapping[str, Floats]


@dataclass(frozen=True)
class Reader:
    """How one of our columns is read.

    Attributes:
        column: which one.
        source: where it comes from.
        rate: what one unit of the file's money is in CNY.
    """

    column: Column
    source: Source
    rate: float

    def read(self, cells: Mapping[str, Sequence[str]], size: int, note: Callable[[int, str], None]) -> Floats:
        """The numbers of a block of so many rows; `note` is told a row and what is wrong with it."""
        tell = self._teller()
        if self.source.constant is not None:
            return np.full(size, tell(self.source.constant))
        texts = [cells[name] for name in self.source.columns]
        told = np.array([numbers(text) if tell is number else [*map(tell, text)] for text in texts])
        rate = self.rate if self.column.unit == "CNY" and not self.source.values else 1.0
        values: Floats = (told.sum(axis=0) * self.source.factor + self.source.plus) * rate
        low, high = self.column.bounds or (-inf, inf)
        wrong = (values < low) | (values > high) | np.isinf(values)
        wrong |= self.column.whole & (np.floor(values) != values) & ~np.isnan(values)
        for row in np.flatnonzero(wrong).tolist():
            note(row, self._complaint({name: cells[name][row] for name in self.source.columns}, float(values[row])))
        return np.where(wrong, nan, values)

    def _teller(self) -> Callable[[str], float]:
        """What tells the number in a cell: NaN if it is empty, infinity if it makes no sense."""
        source, column = self.source, self.column
        if not source.values:
            return cache(column.code) if column.words else number
        ours = {theirs: column.value(text) for theirs, text in source.values.items()}
        others = inf if source.otherwise is None else column.value(source.otherwise)
        return cache(lambda text: ours.get(text.strip(), others if text.strip() else nan))

    def _complaint(self, cells: Mapping[str, str], value: float) -> str:
        """What is wrong with a cell, or with the number that several make."""
        tell, name = self._teller(), self.column.name
        for place, text in cells.items():
            if tell(text) == inf:
                why = self.column.no_sense(text)
                if self.source.values:
                    why = f"is not translated; add it to `values` of the mapping's {name}, or give it `otherwise`"
                return said(place, text, why)
        text = cells[self.source.column]
        made = f"makes {name} = {value:g}, which " if number(text) != value else ""
        return said(self.source.column, text, made + self.column.problem(value))


def read_cells(
    where: Path, header: Sequence[str], rows: Iterable[tuple[int, Row]], readers: Sequence[Reader], mistakes: Mistakes
) -> Cells:
    """The numbers of a whole table.

    Args:
        where: the file, for messages.
        header: the names of the columns.
        rows: each row with its line.
        readers: how our columns are read.
        mistakes: where mistakes are noted, and may have been already.

    Raises:
        CustomerFileError: there are mistakes, or no rows.
    """
    lines: list[int] = []
    parts: list[list[Floats]] = []
    rest = iter(rows)
    while block := list(islice(rest, BLOCK)):
        numbered, cells = zip(*block, strict=True)
        columns = dict(zip(header, zip(*cells, strict=True), strict=True))

        def note(row: int, problem: str, at: Sequence[int] = numbered) -> None:
            mistakes.note(at[row], f"{where}, line {at[row]}: {problem}")

        parts.append([reader.read(columns, len(block), note) for reader in readers])
        lines += numbered
        mistakes.turn()
    mistakes.complain()
    if not lines:
        raise CustomerFileError(f"{where}: has a header and no rows; add them")
    found = {
        reader.column.name: np.concatenate(column)
        for reader, column in zip(readers, zip(*parts, strict=True), strict=True)
    }
    return Cells(np.array(lines), found)
