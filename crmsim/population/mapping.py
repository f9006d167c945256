"""Mappings: how another bank's customer file, or folder of tables, is read as the own format."""

import codecs
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from math import isinf
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BeforeValidator, Field, ValidationError, field_validator, model_validator

from crmsim.errors import CustomerFileError, ScenarioError
from crmsim.population.checked import Name, Word, Words, keeps_ascii, listed, reads_dates
from crmsim.population.columns import COLUMNS, Column
from crmsim.settings import read_text, toml
from crmsim.settings.fields import Settings
from crmsim.settings.lines import line_at, lines_of
from crmsim.settings.mistakes import mistakes_in, nearest, shown

MOST_POTENTIAL = 1_000_000
"""The most potential customers that can be added."""


class Source(Settings):
    """Where one of our columns comes from: plus + factor x (column + further columns), or a constant.

    Constants and translated values are ours already: no factor and no currency rate is applied to them.
    """

    column: str = ""
    """The file's column."""
    add: Words = ()
    """Further columns whose numbers are added to it."""
    constant: Word | None = None
    """The value for every customer, in place of a column."""
    factor: float = Field(1.0, ge=1e-9, le=1e9)
    """What a number of the file is multiplied by, such as 12 for years that are to be months."""
    plus: float = Field(0.0, ge=-1e9, le=1e9)
    """What is added to it then."""
    values: dict[str, Word] = Field(default_factory=dict)
    """Our value for each of the file's."""
    otherwise: Word | None = None
    """Our value for all that `values` does not list; without it they are mistakes."""
    date_format: str = ""
    """How the file writes dates, as in `datetime.strptime`, if months are to be counted from a date."""
    as_of: date | None = None
    """The day up to which those months are counted."""

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        """A column or a constant, whole dates, and no reckoning with what is translated."""
        if bool(self.column) == (self.constant is not None):
            raise ValueError("each of [columns] takes either `column` or `constant`; give one of the two")
        if (self.values or self.date_format) and (self.add or self.factor != 1.0 or self.plus):
            raise ValueError("translated values and dates take no `add`, `factor` or `plus`; leave these out")
        if self.values and self.date_format:
            raise ValueError("`values` and `date_format` exclude each other; leave one out")
        if bool(self.date_format) != (self.as_of is not None):
            raise ValueError("`date_format` and `as_of` belong together; give both or neither")
        if self.as_of and not reads_dates(self.date_format):
            raise ValueError(f"`date_format` {shown(self.date_format)} reads no date; write one such as %Y-%m-%d")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """The file's columns that it is made from."""
        return (self.column, *self.add) if self.column else ()

    @property
    def given(self) -> tuple[str, ...]:
        """The values of ours that it gives itself."""
        found = (self.constant, self.otherwise, *self.values.values())
        return tuple(text for text in found if text is not None)


class Through(Settings):
    """A table in between: it tells which of the main table's keys a joined row belongs to."""

    file: Name
    key: str
    """Its column that holds the main table's key."""
    link: str
    """Its column that holds what the joined file's key holds."""


class Only(Settings):
    """Which rows of a joined table count."""

    column: str
    values: Words


class Join(Settings):
    """One more column for the main table, gathered from the rows of another."""

    name: str = Field(min_length=1)
    """What the new column is called."""
    file: Name
    key: str
    """The column that holds the main table's key, or the link of the table in between."""
    aggregate: Literal["first", "sum", "count", "max", "any"]
    """What the rows of a customer give; `any` is 1 if there are some and else 0."""
    column: str = ""
    """The column that is gathered; `count` and `any` need none."""
    only: Only | None = None
    through: Through | None = None

    @model_validator(mode="after")
    def _has_column(self) -> Self:
        """A column to gather, where one is needed."""
        if not self.column and self.aggregate in ("first", "sum", "max"):
            raise ValueError(f"the join {shown(self.name)} takes the {self.aggregate} of nothing; give it a `column`")
        return self

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that its file must have."""
        found = (self.key, self.column, self.only.column if self.only else "")
        return tuple(name for name in found if name)


class Currency(Settings):
    """The money of the file."""

    name: str = "CNY"
    rate: float = Field(1.0, ge=1e-9, le=1e9)
    """What one unit of it is in CNY."""


class Sources(Settings):
    """Where each of our columns comes from; what is not said is unknown."""

    customer: Source
    kind: Source | None = None
    deposits: Source | None = None
    loans: Source | None = None
    wallet: Source | None = None
    share: Source | None = None
    products: Source | None = None
    months_with_bank: Source | None = None
    loyalty: Source | None = None
    lost: Source | None = None
    industry: Source | None = None
    region: Source | None = None
    foreign: Source | None = None
    rating: Source | None = None
    loan_class: Source | None = None
    prospects: Source | None = None
    technology: Source | None = None
    operation: Source | None = None
    reputation: Source | None = None
    current_ratio_y1: Source | None = None
    current_ratio_y2: Source | None = None
    current_ratio_y3: Source | None = None
    debt_ratio_y1: Source | None = None
    debt_ratio_y2: Source | None = None
    debt_ratio_y3: Source | None = None
    return_on_capital_y1: Source | None = None
    return_on_capital_y2: Source | None = None
    return_on_capital_y3: Source | None = None
    cash_flow_y1: Source | None = None
    cash_flow_y2: Source | None = None
    cash_flow_y3: Source | None = None
    overdue: Source | None = None
    evasion: Source | None = None
    statements: Source | None = None
    management: Source | None = None
    merger: Source | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        """The customer has a column, and every other value that is given is one that our column takes."""
        if not self.customer.column:
            raise ValueError("nothing tells customers apart; give [columns.customer] a `column`")
        for column in COLUMNS[1:]:
            check_given(column, getattr(self, column.name), "columns")
        return self


def check_given(column: Column, source: Source | None, group: str) -> None:
    """Refuse a source that itself gives a value which our column does not take.

    Raises:
        ValueError: it does.
    """
    for text in source.given if source else ():
        value = column.value(text)
        problem = column.no_sense(text) if isinf(value) else column.problem(value)
        if problem:
            raise ValueError(f"{group}.{column.name}: {shown(text)} {problem}")


class TableMapping(Settings):
    """What can be said of every file."""

    about: str = ""
    """What it is for."""
    separator: Literal["", ",", ";", "\t", "|"] = ""
    """What stands between cells; seen from the header if not said."""
    encoding: str = ""
    """How the text is coded; UTF-8 or GB18030, whichever fits, if not said."""
    currency: Currency = Currency()

    @field_validator("encoding")
    @classmethod
    def _is_known(cls, encoding: str) -> str:
        """An encoding that exists and keeps ASCII."""
        if encoding and not keeps_ascii(encoding):
            raise ValueError(f"encoding {shown(encoding)} is not a known one that keeps ASCII; write utf-8 or gb18030")
        return codecs.lookup(encoding).name if encoding else ""


Kind = TypeVar("Kind", bound=TableMapping)


class FileMapping(TableMapping):
    """How a customer file is read."""

    table: Name = ""
    """The main table's file, if the customers are in a folder of tables."""
    key: str = ""
    """The main table's column to which joins refer."""
    joins: Annotated[tuple[Join, ...], BeforeValidator(listed)] = ()
    columns: Sources
    potential: int | None = Field(None, ge=0, le=MOST_POTENTIAL)
    """How many potential customers there are, or else"""
    potential_per_customer: float | None = Field(None, ge=0.0, le=1000.0)
    """how many for each customer of the file."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        """Joins have a main table to join, and potential customers are counted in one way."""
        if bool(self.joins) > bool(self.table and self.key):
            raise ValueError("joins need the main table and its key; give `table` and `key`")
        if self.potential is not None and self.potential_per_customer is not None:
            raise ValueError("`potential` and `potential_per_customer` exclude each other; leave one out")
        return self

    @property
    def sources(self) -> Mapping[str, Source]:
        """Where our columns come from, for those that are said."""
        return {c.name: getattr(self.columns, c.name) for c in COLUMNS if getattr(self.columns, c.name)}

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that the main table must have."""
        made = {join.name for join in self.joins}
        found = (self.key, *(name for source in self.sources.values() for name in source.columns))
        return tuple(dict.fromkeys(name for name in found if name and name not in made))

    @property
    def files(self) -> tuple[str, ...]:
        """The files that a folder must have."""
        between = tuple(join.through.file for join in self.joins if join.through)
        return tuple(dict.fromkeys((self.table, *(join.file for join in self.joins), *between)))


def packaged() -> Mapping[str, Traversable]:
    """The mappings that come with the package, by name."""
    found = sorted(files("crmsim.population").joinpath("mappings").iterdir(), key=lambda entry: entry.name)
    return {entry.name.removesuffix(".toml"): entry for entry in found if entry.name.endswith(".toml")}


@cache
def known_mappings() -> Mapping[str, FileMapping]:
    """The packaged mappings, read."""
    return {name: parse_mapping(entry.read_text("utf-8"), name) for name, entry in packaged().items()}


def load_mapping(mapping: str | Path) -> FileMapping:
    """The packaged mapping of that name, or the one in a TOML file.

    Raises:
        CustomerFileError: there is none, or it has mistakes (all of them are named).
    """
    known = known_mappings()
    if str(mapping) in known:
        return known[str(mapping)]
    return parse_mapping(text_of(mapping, known), str(mapping))


def text_of(mapping: str | Path, known: Mapping[str, Any]) -> str:
    """The text of a mapping's TOML file; `known` are the packaged ones, one of which may have been meant.

    Raises:
        CustomerFileError: there is no such file, or it cannot be read.
    """
    path = Path(mapping)
    if path.suffix != ".toml" and not path.exists():
        raise CustomerFileError(f"no mapping '{path}'; {nearest(str(path), known)} (or give the path of a TOML file)")
    try:
        return read_text(path)
    except ScenarioError as error:
        raise CustomerFileError(*error.mistakes) from None


def parse_mapping(text: str, where: str = "mapping") -> FileMapping:
    """A customer file's mapping from TOML text; mistakes are raised as by `parsed`."""
    return parsed(text, where, FileMapping)


def parsed(text: str, where: str, kind: type[Kind]) -> Kind:
    """A mapping of some kind from TOML text.

    Raises:
        CustomerFileError: with a sentence for every mistake, its line named where it is known.
    """
    data, lines = data_of(text, where), lines_of(text)
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        found = mistakes_in(error, kind, where, lambda place: line_at(lines, place))
        raise CustomerFileError(*dict.fromkeys(found)) from None


def data_of(text: str, where: str) -> dict[str, Any]:
    """TOML text as plain data.

    Raises:
        CustomerFileError: it is none.
    """
    try:
        return toml.data_of(text, where, "a mapping; see docs/customer-files.md")
    except ScenarioError as error:
        raise CustomerFileError(*error.mistakes) from None
