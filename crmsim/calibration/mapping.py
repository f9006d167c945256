"""Mappings for files about campaigns and loans: where their columns come from, in another bank's file.

Those for customer files are `crmsim.population.mapping`'s; what can be said of a column here is what can be said there.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Self

from pydantic import model_validator

from crmsim.calibration.columns import CAMPAIGN, LOANS
from crmsim.population.checked import Name
from crmsim.population.columns import Column
from crmsim.population.mapping import Source, TableMapping, check_given, data_of, known_mappings, parsed, text_of
from crmsim.settings.fields import Settings
from crmsim.settings.mistakes import nearest, shown


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


class RowMapping(TableMapping):
    """How a file about a campaign or about loans is read."""

    file: Name = ""
    """The table, if it is in a folder of tables."""
    customers: str = ""
    """The packaged mapping by which the folder's customers are read too."""
    campaign: CampaignColumns | None = None
    loans: LoanColumns | None = None

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
            _check(column, self.sources.get(column.name), "campaign" if self.campaign else "loans")
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


def _check(column: Column, source: Source | None, group: str) -> None:
    """Refuse a source that gives what a column does not take.

    Raises:
        ValueError: it does.
    """
    if source is not None and source.date_format:
        raise ValueError(f"{group}.{column.name} is no number of months; leave out `date_format` and `as_of`")
    check_given(column, source, group)


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
    text = text_of(mapping, {**packaged(), **known_mappings()})
    said = data_of(text, str(mapping)).keys()
    return None if "columns" in said and not said & {"campaign", "loans"} else parse(text, str(mapping))


def parse(text: str, where: str) -> RowMapping:
    """A mapping from TOML text; mistakes are raised as by `parsed`."""
    return parsed(text, where, RowMapping)
