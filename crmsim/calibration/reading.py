"""Reads a file about a campaign, customers or loans into samples, whichever it is."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from crmsim.calibration.cells import Cells, Reader, read_cells
from crmsim.calibration.columns import CAMPAIGN, LOANS, Earlier, State
from crmsim.calibration.estimates import Floats
from crmsim.calibration.mapping import CampaignColumns, LoanColumns, RowMapping, load, packaged
from crmsim.calibration.samples import Book, Campaign, Loans
from crmsim.errors import CustomerFileError
from crmsim.population.columns import COLUMNS, Column, column_named
from crmsim.population.customer_file import Population, read_customers
from crmsim.population.formats import format_of, located
from crmsim.population.mapping import Source, known_mappings
from crmsim.population.tables import Mistakes, Table, joined, open_table
from crmsim.settings.mistakes import shown
from crmsim.stages import LoanClass, Stage

HELP = "give a mapping (--mapping), see docs/calibration.md"
"""The remedy where no format is recognised."""

BESIDE = ("deposits", "loans", "loan_class")
"""Columns of customer files that a population does not keep as they are."""


@dataclass(frozen=True)
class Material:
    """What a file tells.

    Attributes:
        source: the file or folder.
        format: how it was read.
        told: the columns that it has, by our names.
        campaign: its people whom a campaign approached, if it has such.
        book: its customers, if it has such.
        loans: its loans, if it has such.
    """

    source: str
    format: str
    told: frozenset[str]
    campaign: Campaign | None = None
    book: Book | None = None
    loans: Loans | None = None

    @property
    def rows(self) -> str:
        """How much it is, in words."""
        counted = ((self.campaign, "people approached"), (self.book, "customers"), (self.loans, "loans"))
        return ", ".join(f"{len(sample)} {what}" for sample, what in counted if sample is not None)


def read(file: str | Path, mapping: str | Path | None = None) -> Material:
    """What a file or a folder of tables tells.

    Args:
        file: the file or folder, or the name of a packaged customer file.
        mapping: a packaged mapping's name or a TOML file; recognised by columns or tables if not given.

    Raises:
        CustomerFileError: it cannot be used; all mistakes are named, the first twenty in full.
    """
    plan = None if mapping is None else load(mapping)
    with located(file) as path:
        if mapping is None:
            plan, name = _recognised(path)
        else:
            name = f"mapping {mapping}"
        if plan is None:
            return _of_customers(path, mapping, str(file), name)
        table = _table(path, plan)
        table.places(plan.needed, "the mapping")
        mistakes = Mistakes()
        readers = [Reader(c, plan.sources[c.name], plan.currency.rate) for c in plan.columns if c.name in plan.sources]
        cells = read_cells(table.path, table.header, table.rows(mistakes), readers, mistakes)
        told = _told(plan.sources)
        if plan.campaign:
            return Material(str(file), name, told, campaign=_campaign(cells, table))
        if not plan.customers:
            return Material(str(file), name, told, loans=_loans(cells))
        customers = _of_customers(path, plan.customers, str(file), name)
        return Material(str(file), name, told | customers.told, book=customers.book, loans=_loans(cells))


# Which format it is


def _recognised(path: Path) -> tuple[RowMapping | None, str]:
    """The format of a file or folder with its name; no mapping of ours where it is a customer file.

    Raises:
        CustomerFileError: it is none that is known.
    """
    if os.path.isdir(path):  # unlike `Path.is_dir`, never fails
        for name, plan in packaged().items():
            if plan.file and all(os.path.isfile(path / file) for file in (plan.file, *_files(plan.customers))):
                return plan, name
        return None, "customers"
    table = open_table(path)
    header = set(table.header)
    customers = [name for name, plan in known_mappings().items() if not plan.table and set(plan.needed) <= header]
    if customers or any(column_named(name) == COLUMNS[0] for name in header):
        return None, customers[0] if customers else "own format of customers"
    for name, plan in packaged().items():
        if not plan.file and set(plan.needed) <= header:
            return plan, name
    return _own(table)


def _files(customers: str) -> tuple[str, ...]:
    """The tables of a folder by whose mapping customers are read."""
    return known_mappings()[customers].files if customers else ()


def _own(table: Table) -> tuple[RowMapping, str]:
    """The own format of campaigns or of loans, as a mapping of each column to itself.

    Raises:
        CustomerFileError: the header is neither's.
    """
    campaign, loans = (_named(table, columns) for columns in (CAMPAIGN, LOANS))
    if campaign.keys() >= {"contacts", "won"}:
        return RowMapping(campaign=CampaignColumns(**campaign)), "own format of campaigns"
    if "state" in loans:
        return RowMapping(loans=LoanColumns(**loans)), "own format of loans"
    lacks = " and ".join(f"'{name}'" for name in ("contacts", "won") if name not in campaign)
    names = ", ".join(shown(name) for name in table.header[:12]) + ", ..." * (len(table.header) > 12)
    known = ", ".join((*packaged(), *(name for name, plan in known_mappings().items() if not plan.table)))
    raise CustomerFileError(
        f"{table.path}: has unknown columns ({names}); for a campaign's file it lacks {lacks}, for a customer file "
        f"'customer', for one of loans 'state', and it is none of {known}; {HELP}"
    )


def _named(table: Table, columns: Sequence[Column]) -> dict[str, Source]:
    """Those of our columns that a header names, in upper or lower case, in English or Chinese."""
    known = {name: column.name for column in columns for name in column.names}
    found = {known.get(cell.casefold().replace(" ", "_")): cell for cell in table.header}
    return {name: Source(column=cell) for name, cell in found.items() if name is not None}


def _table(path: Path, plan: RowMapping) -> Table:
    """The table that a mapping is for.

    Raises:
        CustomerFileError: it is not there.
    """
    is_folder = os.path.isdir(path)
    if is_folder and not plan.file:
        raise CustomerFileError(f"{path}: is a folder and the mapping is for one file; give the file")
    if plan.file and not is_folder:
        raise CustomerFileError(f"{path}: is not a folder, and the mapping is for one with {plan.file}; give that")
    if is_folder and not os.path.isfile(path / plan.file):
        raise CustomerFileError(f"{path}: has no table '{plan.file}'; add it or change the mapping")
    return open_table(path / plan.file if is_folder else path, plan.separator, plan.encoding)


def _told(sources: Mapping[str, Source]) -> frozenset[str]:
    """The columns that come from the file, and not from the mapping alone."""
    return frozenset(name for name, source in sources.items() if source.columns)


# What it tells


def _campaign(cells: Cells, table: Table) -> Campaign:
    """The people whom a campaign approached; rows that lack what counts are passed over.

    Raises:
        CustomerFileError: someone was won without a contact.
    """
    contacts, won = cells.columns["contacts"], cells.columns["won"]
    mistakes = Mistakes()
    for line in cells.lines[(contacts == 0.0) & (won == 1.0)].tolist():
        problem = "contacts = 0 and someone was won; count the contact that won, or leave the cell empty"
        mistakes.note(line, f"{table.path}, line {line}: {problem}")
    mistakes.complain()
    unknown = np.full(len(contacts), np.nan)
    kept = ~np.isnan(contacts) & ~np.isnan(won)
    earlier = np.nan_to_num(cells.columns.get("earlier", unknown), nan=float(Earlier.NONE))
    balance = cells.columns.get("balance", unknown)
    return Campaign(contacts[kept], won[kept] == 1.0, earlier[kept], balance[kept])


def _loans(cells: Cells) -> Loans:
    """The loans; those whose state is not known are passed over."""
    state = cells.columns["state"]
    kept = ~np.isnan(state)
    amount = cells.columns.get("amount", np.full(len(state), np.nan))
    return Loans(state[kept], amount[kept])


def _of_customers(path: Path, mapping: str | Path | None, source: str, name: str) -> Material:
    """What a customer file tells."""
    table, plan = format_of(path, mapping)
    population = read_customers(path, mapping, potential=0)
    mistakes = Mistakes()
    readers = [
        Reader(column, plan.sources[column.name], plan.currency.rate)
        for column in COLUMNS
        if column.name in BESIDE and column.name in plan.sources
    ]
    header = (*table.header, *(join.name for join in plan.joins))
    cells = read_cells(table.path, header, joined(table, plan, mistakes), readers, mistakes)
    unknown = np.full(len(population.names), np.nan)
    deposits, loans, classes = (cells.columns.get(column, unknown) for column in BESIDE)
    book = _book(population, deposits, loans)
    told = _told(plan.sources)
    known = ~np.isnan(classes) & (np.nan_to_num(loans, nan=1.0) > 0.0)
    state = np.where(classes >= LoanClass.SUBSTANDARD, float(State.ARREARS), float(State.RUNNING))
    borrowed = Loans(state[known], loans[known]) if "loan_class" in told else None
    return Material(source, name, told, book=book, loans=borrowed)


def _book(population: Population, deposits: Floats, loans: Floats) -> Book:
    """The bank's own customers, in the order of the file."""
    own = population.records[: len(population.names)]
    return Book(
        kind=own["kind"].astype(np.int64),
        wallet=own["wallet"].astype(np.float64),
        deposits=deposits,
        loans=loans,
        products=own["products"].astype(np.float64),
        months=0.0 - own["joined"],
        lost=own["stage"] == Stage.TERMINATION,
    )
