"""Which format a customer file has: the own one, a packaged mapping's, or the given mapping's."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path

from crmsim.errors import CustomerFileError
from crmsim.population.columns import COLUMNS, Column, column_named
from crmsim.population.mapping import FileMapping, Source, Sources, known_mappings, load_mapping
from crmsim.population.tables import Mistakes, Table, open_table
from crmsim.settings.mistakes import nearest, short, shown

HELP = "give a mapping (--mapping), see docs/customer-files.md"
"""The remedy where no format is recognised."""


def packaged() -> Mapping[str, Traversable]:
    """The customer files that come with the package, by name."""
    found = sorted(files("crmsim").joinpath("customer_files").iterdir(), key=lambda entry: entry.name)
    return {entry.name.removesuffix(".csv"): entry for entry in found if entry.name.endswith(".csv")}


@contextmanager
def located(source: str | Path) -> Iterator[Path]:
    """Where a customer file or folder is: the packaged one of that name, or the one at that path."""
    known = packaged()
    if str(source) in known:
        with as_file(known[str(source)]) as path:
            yield path
    else:
        yield Path(source)


def format_of(path: Path, mapping: str | Path | None) -> tuple[Table, FileMapping]:
    """The main table of a customer file or folder, and how to read it.

    Args:
        path: the file or folder.
        mapping: a packaged mapping's name or a TOML file; recognised by the header or the files if not given.

    Raises:
        CustomerFileError: the file or the mapping cannot be used, or is for something else.
    """
    plan = None if mapping is None else load_mapping(mapping)
    if os.path.isdir(path):  # unlike `Path.is_dir`, never fails
        _check_rights(path)
        plan = plan or _recognised_folder(path)
        if not plan.table:
            raise CustomerFileError(f"{path}: is a folder and the mapping is for one file; give the file")
        _check_files(path, plan)
        return open_table(path / plan.table, plan.separator, plan.encoding), plan
    if plan and plan.table:
        raise CustomerFileError(
            f"{path}: is not a folder, and the mapping is for one with {', '.join(plan.files)}; give that"
        )
    table = open_table(path, plan.separator, plan.encoding) if plan else open_table(path)
    return table, plan or _recognised(table)


def _check_rights(path: Path) -> None:
    """A folder may be looked into."""
    if not os.access(path, os.R_OK | os.X_OK):
        raise CustomerFileError(f"{path}: cannot be read (no rights); give a folder that you may read")


def _recognised_folder(path: Path) -> FileMapping:
    """The packaged mapping whose files are all in a folder."""
    folders = {name: plan for name, plan in known_mappings().items() if plan.table}
    for plan in folders.values():
        if all((path / file).is_file() for file in plan.files):
            return plan
    known = "; ".join(f"{name}: {', '.join(plan.files)}" for name, plan in folders.items())
    raise CustomerFileError(f"{path}: is a folder without all tables of a known bank ({known}); {HELP}")


def _check_files(path: Path, plan: FileMapping) -> None:
    """Every table of a folder is there."""
    missing = [file for file in plan.files if not (path / file).is_file()]
    if missing:
        raise CustomerFileError(*(f"{path}: has no table '{file}'; add it or change the mapping" for file in missing))


def _recognised(table: Table) -> FileMapping:
    """The own format if the header has its `customer`, or else the packaged mapping whose columns are all there."""
    if any(column_named(name) == COLUMNS[0] for name in table.header):
        return _own(table)
    banks = {name: plan for name, plan in known_mappings().items() if not plan.table}
    for plan in banks.values():
        if set(plan.needed) <= set(table.header):
            return plan
    raise CustomerFileError(f"{table.path}: has unknown columns ({_listed(table.header)}); {_nearest(table, banks)}")


def _nearest(table: Table, banks: Mapping[str, FileMapping]) -> str:
    """Which known format a header comes nearest to, what it lacks of it, and the remedy."""
    lacks = {name: set(plan.needed) - set(table.header) for name, plan in banks.items()}
    name = min(banks, key=lambda bank: len(lacks[bank]) / len(banks[bank].needed))
    if any(column_named(cell) for cell in table.header) or len(lacks[name]) == len(banks[name].needed):
        return f"the own format lacks the column 'customer' (客户号); add it, or {HELP}"
    return f"the nearest known format is '{name}', which lacks {_listed(sorted(lacks[name]))}; add it, or {HELP}"


def _listed(names: Sequence[str]) -> str:
    """Names in a row, not too many."""
    return ", ".join(shown(name) for name in names[:12]) + ", ..." * (len(names) > 12)


def _known_like(name: str) -> Mapping[str, Column]:
    """The columns of the own format by their Chinese or their English names, whichever the name is more like."""
    return {column.name if name.isascii() else column.aliases[0]: column for column in COLUMNS}


def _own(table: Table) -> FileMapping:
    """The own format as a mapping of each column to itself."""
    found: dict[str, Source] = {}
    mistakes = Mistakes()
    for name in table.header:
        column = column_named(name)
        if column is None:
            told = f"unknown column {shown(name)}; {nearest(name, _known_like(name))} (or remove it)"
            mistakes.note(1, f"{table.path}, header: {told}")
        elif column.name in found:
            one, other = short(found[column.name].column), short(name)
            mistakes.note(1, f"{table.path}, header: the columns '{one}' and '{other}' are the same; remove one")
        else:
            found[column.name] = Source(column=name)
    mistakes.complain()
    return FileMapping(columns=Sources(**found))
