"""The numbers in a table's cells, column by column, as a mapping has them; what is wrong is noted with its line."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from math import inf, nan
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crmsim.errors import CustomerFileError
from crmsim.population.columns import Column, number, numbers, said
from crmsim.population.mapping import Source
from crmsim.population.tables import Mistakes, Rows

Numbers = NDArray[np.float64]
Known = Mapping[str, Numbers]
"""What is known of each row by our columns' names; NaN where nothing is."""

DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Block:
    """Rows that are held at a time.

    Attributes:
        where: the file.
        lines: the line of each row.
        cells: the cells of each column of the file, by its name.
        mistakes: where mistakes are noted.
    """

    where: Path
    lines: Sequence[int]
    cells: Mapping[str, Sequence[str]]
    mistakes: Mistakes

    def note(self, row: int, problem: str) -> None:
        """Remember what is wrong in a row."""
        self.mistakes.note(self.lines[row], f"{self.where}, line {self.lines[row]}: {problem}")


def known_of(
    where: Path,
    header: Sequence[str],
    blocks: Iterable[Rows],
    tell: Callable[[Block], Known],
    mistakes: Mistakes,
) -> Known:
    """What is known of all rows of a table.

    Args:
        where: the file, for messages.
        header: the names of the columns.
        blocks: the rows with their lines, so many at a time.
        tell: what is known of a block.
        mistakes: where mistakes are noted, and may have been already.

    Raises:
        CustomerFileError: there are mistakes, or no rows.
    """
    parts = []
    for lines, rows in blocks:
        cells = zip(*rows, strict=True)
        parts.append(tell(Block(where, lines, dict(zip(header, cells, strict=True)), mistakes)))
        mistakes.turn()
    mistakes.complain()
    if not parts:
        raise CustomerFileError(f"{where}: has a header and no rows; add them")
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def values_of(column: Column, source: Source | None, rate: float, block: Block) -> Numbers:
    """One of our columns for a block, NaN where it is unknown or wrong; what is wrong is noted.

    Args:
        column: which one.
        source: where it comes from, if anywhere.
        rate: what one unit of the file's money is in CNY.
        block: the rows.
    """
    size = len(block.lines)
    if source is None:
        return np.full(size, nan)
    tell = _cell(column, source)
    if source.constant is not None:
        return np.full(size, tell(source.constant))
    cells = [block.cells[name] for name in source.columns]
    told = np.array([numbers(texts) if tell is number else [*map(tell, texts)] for texts in cells])
    unit = rate if column.unit == "CNY" and not source.values else 1.0
    values: Numbers = (told.sum(axis=0) * source.factor + source.plus) * unit
    return _sound(column, source, block, values)


def _cell(column: Column, source: Source) -> Callable[[str], float]:
    """What a cell of the file tells: a number, NaN if it is empty, infinity if it makes no sense."""
    if source.date_format:
        return cache(lambda text: _months_since(text, source))
    if not source.values:
        return cache(column.code) if column.words else number
    ours = {theirs: column.value(text) for theirs, text in source.values.items()}
    others = inf if source.otherwise is None else column.value(source.otherwise)
    return cache(lambda text: ours.get(text.strip(), others if text.strip() else nan))


def _months_since(text: str, source: Source) -> float:
    """Months from a date to the mapping's day; NaN if there is none, infinity if it is no date."""
    if source.as_of is None or not text.strip():
        return nan
    try:
        day = datetime.strptime(text.strip(), source.date_format).date()
    except ValueError:
        return inf
    return (source.as_of - day).days / DAYS_A_MONTH


def _sound(column: Column, source: Source, block: Block, values: Numbers) -> Numbers:
    """The values that make sense and are within bounds, and NaN for the others, which are noted."""
    low, high = column.bounds or (-inf, inf)
    wrong = (values < low) | (values > high) | np.isinf(values) | (column.whole & (np.floor(values) != values))
    for row in np.flatnonzero(wrong & ~np.isnan(values)).tolist():
        cells = {name: block.cells[name][row] for name in source.columns}
        block.note(row, _complaint(column, source, cells, values[row]))
    return np.where(wrong, nan, values)


def _complaint(column: Column, source: Source, cells: Mapping[str, str], value: float) -> str:
    """What is wrong with a value: a cell that makes no sense, or the number that the cells make."""
    tell = _cell(column, source)
    for name, text in cells.items():
        if tell(text) == inf:
            return said(name, text, _no_sense(column, source, text))
    text, problem = cells[source.column], column.problem(value)
    made = f"makes {column.name} = {value:g}, which " if number(text) != value else ""
    return said(source.column, text, made + problem)


def _no_sense(column: Column, source: Source, text: str) -> str:
    """Why a cell makes no sense, and what to do."""
    if source.date_format:
        return f"is no date written as {source.date_format}; mend it or leave it empty"
    if source.values:
        return f"is not translated; add it to `values` of the mapping's {column.name}, or give it `otherwise`"
    return column.no_sense(text)
