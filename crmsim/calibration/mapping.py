"""Mappings for files about campaigns and loans: where their columns come from, in another bank's file.

Those for customer files are `crmsim.population.mapping`'s; what can be said of a column here is what can be said there.
"""

import codecs
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import isinf
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from crmsim.calibration.columns import CAMPAIGN, LOANS
from crmsim.errors import CustomerFileError, ScenarioError
from crmsim.population.columns import Column
from crmsim.population.mapping import Currency, Source, known_mappings
from crmsim.settings import read_text
from crmsim.settings.fields import Settings
from crmsim.settings.lines import line_at, lines_of
from crmsim.settings.mistakes import mistakes_in, nearest, shown


class CampaignColumns(Settings):
    """Where the columns about a campaign come from."""

    contacts: Source
    won: Source
    earlier: Source | None = None
    balance: Source | None = None


class LoanColumns(Settings):
    """Where the columns about loans come from."""

    state: Source
    amount: Source | None = None


class RowMapping(Settings):
    """How a file about a campaign or about loans is read."""

    about: str = Field("", max_length=500)
    """What it is for."""
    separator: Literal["", ",", ";", "\t", "|"] = ""
    """What stands between cells; seen from the header if not said."""
    encoding: str = ""
    """How the text is coded; UTF-8 or GB18030, whichever fits, if not said."""
    currency: Currency = Currency()
    file: str = ""
    """The table, if it is in a folder of tables."""
    customers: str = ""
    """The packaged mapping by which the folder's customers are read too."""
    campaign: CampaignColumns | None = None
    loans: LoanColumns | None = None

    @field_validator("encoding")
    @classmethod
    def _is_known(cls, encoding: str) -> str:
        """An encoding that exists."""
        try:
            return codecs.lookup(encoding).name if encoding else ""
        except LookupError:
            raise ValueError(f"encoding {shown(encoding)} is not a known one; write utf-8 or gb18030") from None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        """It is about one thing, customers come with a folder, and every value that is given is one that we take."""
        if (self.campaign is None) == (self.loans is None):
            raise ValueError("a mapping is for one thing; give [campaign.*], [loans.*] or, for customers, [columns.*]")
        if self.customers and not self.file:
            raise ValueError("`customers` goes with a folder of tables; give `file`, or leave it out")
        if self.customers and self.customers not in known_mappings():
            raise ValueError(f"no mapping {shown(self.customers)}; {nearest(self.customers, known_mappings())}")
        for column in self.columns:
            _check(column, self.sources.get(column.name))
        return self

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that it may tell of."""
        return CAMPAIGN if self.campaign else LOANS

    @property
    def sources(self) -> Mapping[str, Source]:
        """Where our columns come from, for those that are said."""
        group = self.campaign or self.loans
        told = {column.name: getattr(group, column.name) for column in self.columns}
        return {name: source for name, source in told.items() if source is not None}

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that the table must have."""
        return tuple(dict.fromkeys(name for source in self.sources.values() for name in source.columns))


def _check(column: Column, source: Source | None) -> None:
    """Refuse a source that gives what a column does not take.

    Raises:
        ValueError: it does.
    """
    if source is None:
        return
    if source.date_format:
        raise ValueError(f"{column.name} is no number of months; leave out `date_format` and `as_of`")
    for text in source.given:
        value = column.value(text)
        problem = column.no_sense(text) if isinf(value) else column.problem(value)
        if problem:
            raise ValueError(f"{column.name}: {shown(text)} {problem}")


@cache
def packaged() -> Mapping[str, RowMapping]:
    """The mappings that come with the package, by name."""
    found = sorted(files("crmsim.calibration").joinpath("mappings").iterdir(), key=lambda entry: entry.name)
    return {entry.name.removesuffix(".toml"): parse(entry.read_text("utf-8"), entry.name) for entry in found}


def load(mapping: str | Path) -> RowMapping | None:
    """The packaged mapping of that name, or the one in a TOML file; None for a customer file's.

    Raises:
        CustomerFileError: there is none, or it has mistakes (all of them are named).
    """
    if str(mapping) in packaged():
        return packaged()[str(mapping)]
    if str(mapping) in known_mappings():
        return None
    path = Path(mapping)
    if path.suffix != ".toml" and not path.exists():
        known = dict.fromkeys((*packaged(), *known_mappings()))
        raise CustomerFileError(f"no mapping '{path}'; {nearest(str(path), known)} (or give the path of a TOML file)")
    try:
        text = read_text(path)
    except ScenarioError as error:
        raise CustomerFileError(*error.mistakes) from None
    data = _data(text, str(path))
    return parse(text, str(path)) if {"campaign", "loans"} & data.keys() or "columns" not in data else None


def parse(text: str, where: str) -> RowMapping:
    """A mapping from TOML text.

    Raises:
        CustomerFileError: with a sentence for every mistake, its line named where it is known.
    """
    data, lines = _data(text, where), lines_of(text)
    try:
        return RowMapping.model_validate(data)
    except ValidationError as error:
        found = mistakes_in(error, RowMapping, where, lambda place: line_at(lines, place))
        raise CustomerFileError(*dict.fromkeys(found)) from None


def _data(text: str, where: str) -> dict[str, Any]:
    """TOML text as plain data.

    Raises:
        CustomerFileError: it is none.
    """
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise CustomerFileError(f"{where}: is not TOML: {error}; mend that place") from None
