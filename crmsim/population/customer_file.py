"""Reads a bank's customer file, or folder of tables, into the market that a simulation starts from.

See docs/customer-files.md for the format. What a file does not tell stays unknown (NaN, or products 0).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crmsim.acts.layout import Records
from crmsim.errors import CustomerFileError
from crmsim.lattice import lattice
from crmsim.population.cells import Block, Known, Numbers, known_of, values_of
from crmsim.population.columns import ACCOUNT, CREDIT, MOST_MONEY, Column, said
from crmsim.population.credit_file import contradictions, fill
from crmsim.population.formats import format_of, located
from crmsim.population.mapping import MOST_POTENTIAL, FileMapping
from crmsim.population.market import STRIDE, blank
from crmsim.population.tables import Mistakes, Table, joined
from crmsim.settings import Market
from crmsim.stages import Kind, Stage

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
class Told:
    """What a customer file tells.

    Attributes:
        names: what it calls each customer, in its order.
        known: what is known of them, lost ones included, with wallets and shares completed; columns about borrowers
            only where the file has them.
        plan: how it was read.
    """

    names: tuple[str, ...]
    known: Known
    plan: FileMapping


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
    told = told_of(source, mapping)
    records = _customers(told.known)
    count = _potential(told.plan, len(told.names)) if potential is None else potential
    return Population(np.concatenate([records, _potential_like(records, count)]), told.names, str(source))


def told_of(source: str | Path, mapping: str | Path | None) -> Told:
    """What a customer file, or a folder of tables, tells; what is given and raised is as for `read_customers`."""
    with located(source) as path:
        return _read(*format_of(path, mapping))


# Cells to numbers


def _read(table: Table, plan: FileMapping) -> Told:
    """The name of each customer, and what is known of all."""
    table.places(plan.needed, "the mapping")
    mistakes = Mistakes()
    seen: dict[str, int] = {}
    rate, columns = plan.currency.rate, _columns_told(plan)

    def tell(block: Block) -> Known:
        _enrol(block, plan.columns.customer.column, seen)
        known = {column.name: values_of(column, plan.sources.get(column.name), rate, block) for column in columns}
        return _completed(known, block)

    header = (*table.header, *(join.name for join in plan.joins))
    known = known_of(table.path, header, joined(table, plan, mistakes), tell, mistakes)
    return Told(tuple(seen), known, plan)


def _columns_told(plan: FileMapping) -> Sequence[Column]:
    """The columns whose values are kept: those of the account, and of the borrower those that the file has."""
    return (*ACCOUNT[1:], *(column for column in CREDIT if column.name in plan.sources))


def _enrol(block: Block, column: str, seen: dict[str, int]) -> None:
    """Take down each customer's name with its line; each must have one, and its own."""
    for row, (line, cell) in enumerate(zip(block.lines, block.cells[column], strict=True)):
        name = cell.strip()
        if not name:
            block.note(row, f"{column} is empty; give each customer a number or name")
        elif seen.setdefault(name, line) != line:
            block.note(row, said(column, cell, f"is in line {seen[name]} already; keep one of the two"))


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


def _completed(known: Known, block: Block) -> Known:
    """What is known of a block with wallets and shares completed; contradictions in a sound row are noted."""
    wallet, share = wallet_and_share(known)
    sound = ~np.isin(block.lines, list(block.mistakes.lines))
    found = _contradictions(known, wallet, share)
    for row in np.flatnonzero(sound & (found != "")).tolist():
        block.note(row, str(found[row]))
    for row, problem in contradictions(known, share).items():
        if sound[row]:
            block.note(row, problem)
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
