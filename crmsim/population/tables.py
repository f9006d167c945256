"""Tables of text as they come: coded and separated in several ways, at times broken, and never read as a whole."""

import codecs
import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, compress, islice
from math import fsum, isinf
from pathlib import Path
from typing import TYPE_CHECKING

from crmsim.errors import CustomerFileError
from crmsim.population.columns import no_number, number, said
from crmsim.population.mapping import FileMapping, Join
from crmsim.settings.mistakes import nearest, shown

if TYPE_CHECKING:
    import _csv

ENCODINGS = ("utf-8-sig", "gb18030")
"""The encodings that are tried, in this order; GB18030 contains GBK."""

SEPARATORS = ",;\t|"
"""What may stand between cells."""

LONGEST_LINE = 65_536
"""Bytes in which a line must have ended; customers need far fewer."""

BLOCK = 1_000
"""Rows that are held at a time; few enough to stay in the processor's cache."""

SPELLED_OUT = 20
"""Mistakes that get a sentence of their own."""

Row = list[str]

Rows = tuple[Sequence[int], list[Row]]
"""Lines, and the row that ends in each."""

BREAK = re.compile("\r\n|\r|\n")


class Mistakes:
    """Mistakes in the order of their lines: the first have their sentences, the rest are counted."""

    def __init__(self) -> None:
        self.first: list[str] = []
        self.count = 0
        self._open: list[tuple[int, str]] = []

    def note(self, line: int, sentence: str) -> None:
        """Remember a mistake of the rows at hand."""
        self._open.append((line, sentence))

    @property
    def lines(self) -> set[int]:
        """The lines of the rows at hand that have mistakes."""
        return {line for line, _ in self._open}

    def turn(self) -> None:
        """Put the mistakes of the rows at hand in order, and go on."""
        self.count += len(self._open)
        room = SPELLED_OUT - len(self.first)
        self.first += [sentence for _, sentence in sorted(self._open, key=lambda found: found[0])[:room]]
        self._open.clear()

    def complain(self) -> None:
        """Raise them, if there are any.

        Raises:
            CustomerFileError: with a sentence for each of the first, and the number of the rest.
        """
        self.turn()
        rest = self.count - len(self.first)
        more = [f"and {rest} more mistake{'s' * (rest > 1)} like these"] if rest else []
        if self.first:
            raise CustomerFileError(*self.first, *more)


@dataclass(frozen=True)
class Table:
    """A text file of rows under a header.

    Attributes:
        path: the file.
        encoding: how its text is coded.
        separator: what stands between its cells.
        header: the names of its columns.
    """

    path: Path
    encoding: str
    separator: str
    header: tuple[str, ...]

    def rows(self, mistakes: Mistakes) -> Iterator[tuple[int, Row]]:
        """Each row that has as many cells as the header, with its line; empty rows are passed over."""
        for lines, rows in self.blocks(mistakes):
            yield from zip(lines, rows, strict=True)

    def blocks(self, mistakes: Mistakes) -> Iterator[Rows]:
        """The same, so many rows at a time."""
        first = 1  # below the header
        for lines, rows in self.filled(mistakes):
            found = self._as_wide(lines[first:], rows[first:], mistakes)
            if found[1]:
                yield found
            if rows:
                first = 0

    def _as_wide(self, lines: Sequence[int], rows: list[Row], mistakes: Mistakes) -> Rows:
        """Those of some rows that have as many cells as the header; the others are noted."""
        width = len(self.header)
        is_wide = [len(row) == width for row in rows]
        if all(is_wide):
            return lines, rows
        for line, row in zip(*_chosen(lines, rows, [not wide for wide in is_wide]), strict=True):
            told = f"{self.path}, line {line}: has cells for {len(row)} of the header's {width} columns"
            mistakes.note(line, f"{told}; give it as many, and put quotes around cells that contain the separator")
        return _chosen(lines, rows, is_wide)

    def filled(self, mistakes: Mistakes, size: int = BLOCK) -> Iterator[Rows]:
        """Rows with something in them, the header too, of so many at a time; what cannot be taken apart is noted."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=self.separator, strict=True)
            for lines, rows in self._taken_apart(reader, mistakes, size):
                if all(row and row[0] for row in rows):
                    yield lines, rows
                else:
                    yield _chosen(lines, rows, [any(map(str.strip, row)) for row in rows])

    def _taken_apart(self, reader: "_csv.Reader", mistakes: Mistakes, size: int) -> Iterator[Rows]:
        """Every row that has sound quotes, so many at a time; the others are noted."""
        is_over = False
        while not is_over:
            rows: list[Row] = []
            before = reader.line_num
            try:
                rows.extend(islice(reader, size))
                is_over = len(rows) < size
            except csv.Error as error:  # the rows before it have been taken
                where = f"{self.path}, line {reader.line_num}"
                mistakes.note(reader.line_num, f"{where}: cannot be taken apart ({error}); check the quotes before it")
            yield _lines(before, reader.line_num, rows), rows

    def places(self, names: Sequence[str], whose: str) -> tuple[int, ...]:
        """Where columns stand.

        Args:
            names: the columns.
            whose: who needs them, for the message.

        Raises:
            CustomerFileError: some are missing, or stand there twice.
        """
        counts = {name: self.header.count(name) for name in names}
        known = dict.fromkeys(self.header)
        missing = [
            f"{self.path}: {whose} needs the column '{name}'; {nearest(name, known)} (or change the mapping)"
            for name, count in counts.items()
            if count == 0
        ]
        twice = [
            f"{self.path}: has the column '{name}' {count} times; rename all but one"
            for name, count in counts.items()
            if count > 1
        ]
        if missing or twice:
            raise CustomerFileError(*missing, *twice)
        return tuple(self.header.index(name) for name in names)


def open_table(path: Path, separator: str = "", encoding: str = "") -> Table:
    """A table, its header read and its bytes checked.

    Args:
        path: the file.
        separator: what stands between cells; seen from the header if not given.
        encoding: how the text is coded; the first that fits if not given.

    Raises:
        CustomerFileError: it cannot be read, is empty, or is no text table.
    """
    try:
        if "\0" in str(path) or (path.exists() and not path.is_file()):
            raise CustomerFileError(
                f"{shown(str(path))}: is not a file; give a CSV file, or a folder that a mapping is for"
            )
        _check_bytes(path)
        coding = _encoding(path, (encoding,) if encoding else ENCODINGS)
        first = _first_line(path, coding)
    except OSError as error:
        raise CustomerFileError(
            f"{path}: cannot be read ({error.strerror}); give a CSV file that you may read"
        ) from None
    if not first.strip():
        raise CustomerFileError(
            f"{path}: is empty; write a header such as customer,kind,deposits,loans and a row for each customer"
        )
    return _with_header(Table(path, coding, separator or _separator(first), ()))


def _with_header(table: Table) -> Table:
    """The table with its header, which may break lines inside quotes."""
    mistakes = Mistakes()
    row = next((rows[0] for _, rows in table.filled(mistakes, size=1) if rows), [])
    mistakes.complain()
    return replace(table, header=tuple(cell.strip() for cell in row))


def _lines(before: int, after: int, rows: list[Row]) -> Sequence[int]:
    """The line in which each row ends, of rows that stand between two lines; cells in quotes may break lines."""
    if after - before == len(rows):
        return range(before + 1, after + 1)
    return list(accumulate((1 + sum(len(BREAK.findall(cell)) for cell in row) for row in rows), initial=before))[1:]


def _chosen(lines: Sequence[int], rows: list[Row], which: Sequence[bool]) -> Rows:
    """Some of the rows, with their lines."""
    return list(compress(lines, which)), list(compress(rows, which))


def _chunks(path: Path) -> Iterator[tuple[int, bytes]]:
    """The bytes of a file in pieces, each with the line that it starts in; the last piece is empty."""
    line = 1
    with path.open("rb") as file:
        while chunk := file.read(LONGEST_LINE):
            yield line, chunk
            line += chunk.count(b"\n")
    yield line, b""


def _check_bytes(path: Path) -> None:
    """Refuse what no text file contains, before anything is made of it."""
    for line, chunk in _chunks(path):
        if b"\0" in chunk:
            at = line + chunk[: chunk.index(b"\0")].count(b"\n")
            raise CustomerFileError(
                f"{path}, line {at}: holds a NUL byte, as no text does; export the table as a CSV file in UTF-8"
            )
        if len(chunk) == LONGEST_LINE and b"\n" not in chunk and b"\r" not in chunk:
            raise CustomerFileError(
                f"{path}, line {line}: does not end within {LONGEST_LINE} bytes; is it a CSV file, a row per line?"
            )


def _encoding(path: Path, candidates: Sequence[str]) -> str:
    """The first encoding that the whole file fits."""
    faults = {}
    for encoding in candidates:
        fault = _first_fault(path, encoding)
        if not fault:
            return encoding
        faults[encoding] = fault
    tried = " nor ".join(f"{name.removesuffix('-sig').upper()} (line {line})" for name, line in faults.items())
    raise CustomerFileError(
        f"{path}: is not {tried} text; save it as CSV in UTF-8, or give a mapping that names its encoding"
    )


def _first_fault(path: Path, encoding: str) -> int:
    """The first line that an encoding does not fit, or 0."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for line, chunk in _chunks(path):
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            return line + error.object[: error.start].count(b"\n")
    return 0


def _first_line(path: Path, encoding: str) -> str:
    """The first line with something in it, which is the header."""
    with path.open(encoding=encoding, newline="") as file:
        return next((line for line in file if line.strip(f" \r\n{SEPARATORS}")), "")


def _separator(line: str) -> str:
    """What parts a header into most cells."""
    return max(SEPARATORS, key=lambda mark: len(next(csv.reader([line], delimiter=mark), [])))


def _numbers(cells: Sequence[str]) -> Sequence[float]:
    """The numbers of a customer's rows, empty cells passed over."""
    return [number(cell) for cell in cells if cell.strip()]


AGGREGATES: Mapping[str, tuple[str, Callable[[Sequence[str]], str]]] = {
    "first": ("", lambda cells: cells[0]),
    "sum": ("0", lambda cells: repr(fsum(_numbers(cells)))),
    "max": ("", lambda cells: "".join(map(repr, sorted(_numbers(cells))[-1:]))),
    "count": ("0", lambda cells: str(len(cells))),
    "any": ("0", lambda _: "1"),
}
"""What a join gives a customer without rows, and what it makes of the rows of another."""


def joined(table: Table, mapping: FileMapping, mistakes: Mistakes) -> Iterator[Rows]:
    """The rows of a main table, so many at a time, each with the columns that joins add."""
    blocks = table.blocks(mistakes)
    if not mapping.joins:
        return blocks
    (place,) = table.places([mapping.key], "the mapping")
    gathered = [_gather(join, mapping, table.path.parent, mistakes) for join in mapping.joins]

    def with_joins(row: Row) -> Row:
        return row + [cells.get(row[place].strip(), cells[""]) for cells in gathered]

    return ((lines, [*map(with_joins, rows)]) for lines, rows in blocks)


def _gather(join: Join, mapping: FileMapping, folder: Path, mistakes: Mistakes) -> Mapping[str, str]:
    """What a join adds for each of the main table's keys, and under no key what it adds for all others."""
    table = open_table(folder / join.file, mapping.separator, mapping.encoding)
    route = _route(join, mapping, folder, mistakes)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for key, cell in _pairs(join, table, mistakes):
        groups[route.get(key, "") if join.through else key].append(cell)
    mistakes.turn()
    nothing, make = AGGREGATES[join.aggregate]
    return {key: make(cells) for key, cells in groups.items()} | {"": nothing}


def _route(join: Join, mapping: FileMapping, folder: Path, mistakes: Mistakes) -> Mapping[str, str]:
    """The main table's key for each key of a joined row, where a table stands between them."""
    between = join.through
    if between is None:
        return {}
    table = open_table(folder / between.file, mapping.separator, mapping.encoding)
    key, link = table.places([between.key, between.link], f"the join '{join.name}'")
    return {row[link].strip(): row[key].strip() for _, row in table.rows(mistakes)}


def _pairs(join: Join, table: Table, mistakes: Mistakes) -> Iterator[tuple[str, str]]:
    """The key and the gathered cell of each row that counts; cells that must be numbers and are not are noted."""
    names = [join.key, join.column or join.key, join.only.column if join.only else join.key]
    key, column, only = table.places(names, f"the join '{join.name}'")
    for line, row in table.rows(mistakes):
        if join.only and row[only].strip() not in join.only.values:
            continue
        if join.aggregate in ("sum", "max") and isinf(number(row[column])):
            problem = said(join.column, row[column], no_number(row[column].strip()))
            mistakes.note(line, f"{table.path}, line {line}: {problem}")
        else:
            yield row[key].strip(), row[column].strip()
