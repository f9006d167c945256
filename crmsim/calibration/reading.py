"""Reads a file about a campaign, customers or loans into samples, whichever it is."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from crmsim.calibration.columns import CAMPAIGN, LOANS, Earlier, State
from crmsim.calibration.mapping import CampaignColumns, LoanColumns, RowMapping, load, packaged
from crmsim.calibration.samples import Book, Campaign, Loans
from crmsim.errors import CustomerFileError
from crmsim.population.cells import Block, Known, known_of, values_of
from crmsim.population.columns import COLUMNS, Column, column_named
from crmsim.population.customer_file import told_of
from crmsim.population.formats import located
from crmsim.population.mapping import Source, known_mappings
from crmsim.population.tables import Mistakes, Table, open_table
from crmsim.settings.mistakes import shown
from crmsim.stages import Kind, LoanClass

HELP = "give a mapping (--mapping), see docs/calibration.md"
"""The remedy where no format is recognised."""


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
        known, told = _known(_table(path, plan), plan), _told(plan.sources)
        if plan.campaign:
            return Material(str(file), name, told, campaign=_campaign(known))
        loans = _loans(known)
        if not plan.customers:
            return Material(str(file), name, told, loans=loans)
        customers = _of_customers(path, plan.customers, str(file), name)
        return replace(customers, told=told | customers.told, loans=loans)


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
    if len(table.header) == 1:
        raise CustomerFileError(
            f"{table.path}: has a single column ({shown(table.header[0])}); put one of , ; | or a tab between its cells"
        )
    lacks = " and ".join(f"'{name}'" for name in ("contacts", "won") if name not in campaign)
    names = ", ".join(shown(name) for name in table.header[:12]) + ", ..." * (len(table.header) > 12)
    files = [name for name, plan in packaged().items() if not plan.file]
    known = ", ".join([*files, *(name for name, plan in known_mappings().items() if not plan.table)])
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


def _known(table: Table, plan: RowMapping) -> Known:
    """What is known of every row of a campaign's or of a loan file."""
    table.places(plan.needed, "the mapping")
    mistakes = Mistakes()

    def tell(block: Block) -> Known:
        found = {c.name: values_of(c, plan.sources.get(c.name), plan.currency.rate, block) for c in plan.columns}
        if plan.campaign:
            _check_wins(found, block)
        return found

    return known_of(table.path, table.header, table.blocks(mistakes), tell, mistakes)


def _check_wins(known: Known, block: Block) -> None:
    """Note who was won without a contact."""
    for row in np.flatnonzero((known["contacts"] == 0.0) & (known["won"] == 1.0)).tolist():
        block.note(row, "contacts = 0 and someone was won; count the contact that won, or leave the cell empty")


def _campaign(known: Known) -> Campaign:
    """The people whom a campaign approached; rows that lack what counts are passed over."""
    kept = ~np.isnan(known["contacts"]) & ~np.isnan(known["won"])
    contacts, won, earlier, balance = (known[column.name][kept] for column in CAMPAIGN)
    return Campaign(contacts, won == 1.0, np.nan_to_num(earlier, nan=float(Earlier.NONE)), balance)


def _loans(known: Known) -> Loans:
    """The loans; those whose state is not known are passed over."""
    kept = ~np.isnan(known["state"])
    return Loans(known["state"][kept], known["amount"][kept])


def _of_customers(path: Path, mapping: str | Path | None, source: str, name: str) -> Material:
    """What a customer file tells, lost customers included."""
    found = told_of(path, mapping)
    told = _told(found.plan.sources)
    borrowed = _classified(found.known) if "loan_class" in told else None
    return Material(source, name, told, book=_book(found.known), loans=borrowed)


def _book(known: Known) -> Book:
    """The bank's own customers, in the order of the file."""
    return Book(
        kind=np.nan_to_num(known["kind"], nan=float(Kind.INDIVIDUAL)).astype(np.int64),
        wallet=known["wallet"],
        deposits=known["deposits"],
        loans=known["loans"],
        products=np.nan_to_num(known["products"]),
        months=known["months_with_bank"],
        lost=known["lost"] == 1.0,
    )


def _classified(known: Known) -> Loans:
    """The loans of customers whose class is known; from substandard on they are bad."""
    loans, classes = known["loans"], known["loan_class"]
    has_some = ~np.isnan(classes) & (np.nan_to_num(loans, nan=1.0) > 0.0)
    state = np.where(classes >= LoanClass.SUBSTANDARD, float(State.ARREARS), float(State.RUNNING))
    return Loans(state[has_some], loans[has_some])
