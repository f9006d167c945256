"""Reads a bank's customer file, or folder of tables, into the market that a simulation starts from.

See docs/customer-files.md for the format. What a file does not tell stays unknown (NaN, or products 0).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from math import inf, nan
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crmsim.acts.layout import Records
from crmsim.errors import CustomerFileError
from crmsim.lattice import lattice
from crmsim.population.columns import ACCOUNT, CREDIT, MOST_MONEY, Column, number, numbers, said
from crmsim.population.credit_file import Known, Numbers, contradictions, fill
from crmsim.population.formats import format_of, located
from crmsim.population.mapping import MOST_POTENTIAL, FileMapping, Source
from crmsim.population.market import STRIDE, blank
from crmsim.population.tables import BLOCK, Mistakes, Table, joined
from crmsim.settings import Market
from crmsim.stages import Kind, Stage

DAYS_A_MONTH = 365.25 / 12

LEFT_BY_A_PRODUCT = 0.65
"""What each product leaves of the wallet that was elsewhere before it (assumption)."""

HIGHEST_SHARE = 0.85
"""The greatest share of wallet that products let suppose (assumption)."""

SHARE_TOLERANCE = 0.01
"""How far a share may be from the one that balances and wallet give, as files round it."""


@dataclass(frozen=True)
class Population:
    """The market that a customer file gives.

    Attributes:
        records: customers in the layout of `acts.columns.Customer`: the bank's own first, in the order of the file
            and lost ones included, then potential ones.
        names: what the file calls each of the bank's own customers.
        source: the file or folder.
    """

    records: Records
    names: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Block:
    """Rows that are held at a time.

    Attributes:
        where: the file.
        lines: the line of each row.
        cells: the cells of each column of the file, by its name.
    """

    where: str
    lines: Sequence[int]
    cells: Mapping[str, Sequence[str]]

    def note(self, mistakes: Mistakes, row: int, problem: str) -> None:
        """Remember what is wrong in a row."""
        mistakes.note(self.lines[row], f"{self.where}, line {self.lines[row]}: {problem}")


def read_customers(
    source: str | Path, mapping: str | Path | None = None, *, potential: int | None = None
) -> Population:
    """The market that a customer file, or a folder of tables, gives.

    Args:
        source: the file or folder, or the name of a packaged file (`corporate`).
        mapping: a packaged mapping's name or a TOML file; recognised by the header if not given.
        potential: how many potential customers to add; the mapping says if not given.

    Raises:
        CustomerFileError: it cannot be used; all mistakes are named, the first twenty in full.
    """
    if potential is not None and not 0 <= potential <= MOST_POTENTIAL:
        raise CustomerFileError(f"potential = {potential} is not within 0 and {MOST_POTENTIAL}; give another number")
    with located(source) as path:
        table, plan = format_of(path, mapping)
        names, known = _read(table, plan)
    records = _customers(known)
    count = _potential(plan, len(names)) if potential is None else potential
    return Population(np.concatenate([records, _potential_like(records, count)]), names, str(source))


# Cells to numbers


def _read(table: Table, plan: FileMapping) -> tuple[tuple[str, ...], Known]:
    """The name of each customer, and what is known of all: numbers, NaN where nothing is."""
    table.places(plan.needed, "the mapping")
    mistakes = Mistakes()
    seen: dict[str, int] = {}
    parts = []
    for block in _blocks(table, plan, mistakes):
        _enrol(block, plan.columns.customer.column, seen, mistakes)
        known = {column.name: _values(column, plan, block, mistakes) for column in _columns_told(plan)}
        parts.append(_completed(known, block, mistakes))
        mistakes.turn()
    mistakes.complain()
    if not parts:
        raise CustomerFileError(f"{table.path}: has a header and no customers; add a row for each")
    return tuple(seen), {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _blocks(table: Table, plan: FileMapping, mistakes: Mistakes) -> Iterator[Block]:
    """The rows in blocks, joined columns included."""
    header = (*table.header, *(join.name for join in plan.joins))
    rows = joined(table, plan, mistakes)
    while block := list(islice(rows, BLOCK)):
        lines, cells = zip(*block, strict=True)
        yield Block(str(table.path), lines, dict(zip(header, _columns(cells), strict=True)))


def _columns_told(plan: FileMapping) -> Sequence[Column]:
    """The columns whose values are kept: those of the account, and of the borrower those that the file has."""
    return (*ACCOUNT[1:], *(column for column in CREDIT if column.name in plan.sources))


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Rows turned into columns."""
    return zip(*rows, strict=True)


def _enrol(block: Block, column: str, seen: dict[str, int], mistakes: Mistakes) -> None:
    """Take down each customer's name with its line; each must have one, and its own."""
    for row, (line, cell) in enumerate(zip(block.lines, block.cells[column], strict=True)):
        name = cell.strip()
        if not name:
            block.note(mistakes, row, f"{column} is empty; give each customer a number or name")
        elif seen.setdefault(name, line) != line:
            block.note(mistakes, row, said(column, cell, f"is in line {seen[name]} already; keep one of the two"))


def _values(column: Column, plan: FileMapping, block: Block, mistakes: Mistakes) -> Numbers:
    """One of our columns for a block, NaN where it is unknown or wrong; what is wrong is noted."""
    size = len(block.lines)
    source = plan.sources.get(column.name)
    if source is None:
        return np.full(size, nan)
    tell = _cell(column, source)
    if source.constant is not None:
        return np.full(size, tell(source.constant))
    cells = [block.cells[name] for name in source.columns]
    told = np.array([numbers(texts) if tell is number else [*map(tell, texts)] for texts in cells])
    rate = plan.currency.rate if column.unit == "CNY" and not source.values else 1.0
    values: Numbers = (told.sum(axis=0) * source.factor + source.plus) * rate
    return _sound(column, source, block, values, mistakes)


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


def _sound(column: Column, source: Source, block: Block, values: Numbers, mistakes: Mistakes) -> Numbers:
    """The values that make sense and are within bounds, and NaN for the others, which are noted."""
    low, high = column.bounds or (-inf, inf)
    wrong = (values < low) | (values > high) | np.isinf(values) | (column.whole & (np.floor(values) != values))
    for row in np.flatnonzero(wrong & ~np.isnan(values)).tolist():
        cells = {name: block.cells[name][row] for name in source.columns}
        block.note(mistakes, row, _complaint(column, source, cells, values[row]))
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
        return f"is not translated; add it to `values` of columns.{column.name}, or give it `otherwise`"
    return column.no_sense(text)


# What follows from what is known


def supposed_share(products: Numbers) -> Numbers:
    """The share of wallet to suppose from products, at least one (assumption).

    Each product brings 35 % of what was elsewhere before it, up to 85 % of the wallet.
    """
    return np.minimum(1.0 - LEFT_BY_A_PRODUCT ** np.fmax(products, 1.0), HIGHEST_SHARE)


def balances(known: Known) -> Numbers:
    """Deposits and loans together, CNY; where only one is known the other is 0 (assumption)."""
    neither = np.isnan(known["deposits"]) & np.isnan(known["loans"])
    return np.where(neither, nan, np.nan_to_num(known["deposits"]) + np.nan_to_num(known["loans"]))


def wallet_and_share(known: Known) -> tuple[Numbers, Numbers]:
    """Wallet (CNY) and share, each NaN where neither the file nor the balances tell it.

    Where the file gives no wallet, balances are the share of it that the file gives or that products let suppose
    (assumption). Who has no business with the bank has share 0, and its wallet stays unknown.
    """
    business = balances(known)
    share = np.where(np.isnan(known["share"]), supposed_share(known["products"]), known["share"])
    with np.errstate(divide="ignore", invalid="ignore"):
        made = np.where(business > 0.0, business / share, nan)
        wallet = np.where(np.isnan(known["wallet"]), made, known["wallet"])
        share = np.where(np.isnan(known["wallet"]), share, np.minimum(business / wallet, 1.0))
    share = np.where(business == 0.0, 0.0, share)
    return wallet, np.where(np.isnan(business), known["share"], share)


def _completed(known: Known, block: Block, mistakes: Mistakes) -> Known:
    """What is known of a block with wallets and shares completed; contradictions in a sound row are noted."""
    wallet, share = wallet_and_share(known)
    sound = ~np.isin(block.lines, list(mistakes.lines))
    found = _contradictions(known, wallet, share)
    for row in np.flatnonzero(sound & (found != "")).tolist():
        block.note(mistakes, row, str(found[row]))
    for row, problem in contradictions(known, share).items():
        if sound[row]:
            block.note(mistakes, row, problem)
    return {**known, "wallet": wallet, "share": share}


def _contradictions(known: Known, wallet: Numbers, share: Numbers) -> NDArray[np.object_]:
    """What contradicts itself in each row, or nothing."""
    business = balances(known)
    found = np.full(len(wallet), "", object)
    for row in np.flatnonzero(np.abs(known["share"] - share) > SHARE_TOLERANCE).tolist():
        found[row] = (
            f"share = {known['share'][row]:g} and the balances' part of the wallet, {share[row]:g}, differ; "
            "leave the share empty or mend them"
        )
    for row in np.flatnonzero(wallet > MOST_MONEY).tolist():
        found[row] = (
            f"share = {share[row]:g} is too small for deposits + loans = {business[row]:.2f}; "
            "raise it or leave it empty"
        )
    # A hair's breadth is allowed, since 0.1 + 0.2 is not 0.3.
    for row in np.flatnonzero(wallet < business * (1.0 - 1e-9)).tolist():
        found[row] = (
            f"wallet = {wallet[row]:.2f} is below deposits + loans = {business[row]:.2f}, the least it may be; "
            "raise it or leave it empty"
        )
    return found


# Numbers to customers


def _customers(known: Known) -> Records:
    """The bank's own customers, lost ones included."""
    lost = known["lost"] == 1.0
    records = blank(len(lost), Stage.GROWTH, Market())
    records["kind"] = np.nan_to_num(known["kind"], nan=Kind.INDIVIDUAL)
    records["stage"][lost] = Stage.TERMINATION
    records["wallet"] = known["wallet"]
    records["share"] = np.where(lost, 0.0, known["share"])
    records["products"] = np.nan_to_num(known["products"])
    records["loyalty"] = known["loyalty"]
    records["joined"] = [0.0 - lattice(months) for months in known["months_with_bank"].tolist()]
    fill(records, known)
    return records


def _potential(plan: FileMapping, customers: int) -> int:
    """How many potential customers a mapping adds; as many for each customer as a market has by default."""
    if plan.potential is not None:
        return plan.potential
    each = plan.potential_per_customer
    usual = Market()
    wanted = customers * (usual.potential / usual.customers if each is None else each)
    return min(int(wanted + 0.5), MOST_POTENTIAL)


def _potential_like(customers: Records, size: int) -> Records:
    """So many potential customers whose kinds are mixed as the customers' are, by quotas and not by luck."""
    records = blank(size, Stage.POTENTIAL, Market())
    places = (np.arange(size, dtype=np.int64) * STRIDE % max(size, 1) + 0.5) / max(size, 1)
    up_to = np.cumsum(np.bincount(customers["kind"], minlength=len(Kind))) / len(customers)
    records["kind"] = np.searchsorted(up_to, places, side="right")
    return records
