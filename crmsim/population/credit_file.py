"""What a customer file tells of borrowers: their traits and classes, and the credit files of corporate customers.

A credit file is three years' statements, marks and records of conduct; the customer file gives all of it or none.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from crmsim.acts.columns import YEARS
from crmsim.acts.layout import Records
from crmsim.population.cells import Known, Numbers
from crmsim.population.columns import BORROWER, CONDUCT, FIGURES, MARKS, STATEMENTS
from crmsim.stages import Kind, LoanClass, Stage

FIGURES_IN_ALL = tuple(column.name for column in STATEMENTS)
FILED = tuple(column.name for column in (*MARKS, *STATEMENTS, *CONDUCT))
"""The columns of a credit file, which only corporate customers have."""

MOST_NAMED = 12
"""Columns that a message names."""


def told(known: Known, name: str) -> Numbers:
    """A column as the file tells it; NaN throughout if the file does not have it."""
    return known[name] if name in known else np.full(len(known["kind"]), np.nan)


# Mistakes


def contradictions(known: Known, share: Numbers) -> Mapping[int, str]:
    """What does not go together in what is told of borrowers, by row.

    Args:
        known: what is known of each customer, NaN where nothing is.
        share: its share of wallet.
    """
    return {**_idle_classes(known, share), **_bad_files(known)}


def _idle_classes(known: Known, share: Numbers) -> Mapping[int, str]:
    """Classes of loans that are bad, of customers who have none."""
    is_bad = told(known, "loan_class") >= LoanClass.SUBSTANDARD
    loans = np.where(np.isnan(known["loans"]) & ~np.isnan(known["deposits"]), 0.0, known["loans"])
    rows = np.flatnonzero(is_bad & (known["lost"] != 1.0) & ((loans == 0.0) | (share == 0.0)))
    names = LoanClass.names()
    return {
        row: f"loan_class = {names[int(known['loan_class'][row])]} and there are no loans; "
        "give the loans, or leave the class empty"
        for row in rows.tolist()
    }


def _bad_files(known: Known) -> Mapping[int, str]:
    """Credit files that are not whole, or not a corporate customer's."""
    given = {name: ~np.isnan(known[name]) for name in FILED if name in known}
    if not given:
        return {}
    figures = np.sum([given[name] for name in FIGURES_IN_ALL if name in given], axis=0)
    is_whole = (known["kind"] == Kind.CORPORATE) & (figures == len(FIGURES_IN_ALL))
    rows = np.flatnonzero(np.any([*given.values()], axis=0) & ~is_whole)
    return {
        row: _bad_file([name for name in given if given[name][row]], bool(known["kind"][row] == Kind.CORPORATE))
        for row in rows.tolist()
    }


def _bad_file(given: Sequence[str], is_corporate: bool) -> str:
    """What is wrong with a credit file of which these columns are given."""
    if not is_corporate:
        return (
            f"has {listed(given)}, which only corporate customers have; leave what it has of these empty, "
            "or make its kind corporate"
        )
    lacking = [name for name in FIGURES_IN_ALL if name not in given]
    if len(lacking) == len(FIGURES_IN_ALL):
        return (
            f"has {listed(given)} and no statements; give all of {FIGURES_IN_ALL[0]} to {FIGURES_IN_ALL[-1]} too, "
            "or leave it empty"
        )
    return (
        f"has {len(FIGURES_IN_ALL) - len(lacking)} of the {len(FIGURES_IN_ALL)} figures of three years' statements "
        f"and lacks {listed(lacking)}; give these too, or none of the {len(FIGURES_IN_ALL)}"
    )


def listed(names: Sequence[str]) -> str:
    """Names in a row, not too many."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + f" and {more} more" * (more > 0)


# Numbers to customers


def fill(records: Records, known: Known) -> None:
    """Write what is told of borrowers into the customers' records; what is not stays as it is there."""
    for column in BORROWER:
        values = told(known, column.name)
        is_told = ~np.isnan(values)
        records[column.name][is_told] = values[is_told]
    records["loan_class"][records["stage"] == Stage.TERMINATION] = LoanClass.NORMAL
    is_filed = ~np.isnan(told(known, FIGURES_IN_ALL[0]))
    if not is_filed.any():
        return
    for figure in FIGURES:
        years = [told(known, f"{figure.name}_y{year + 1}") for year in range(YEARS)]
        records[figure.name][is_filed] = np.stack(years, axis=1)[is_filed]
    marks = np.stack([told(known, mark.name) for mark in MARKS], axis=1)
    records["marks"][is_filed] = np.nan_to_num(marks)[is_filed]
    months_ago = np.stack([told(known, record.name) for record in CONDUCT], axis=1)
    records["conduct"][is_filed] = 0.0 - months_ago[is_filed]
