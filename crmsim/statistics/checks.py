"""What samples and bounds must be like; each refusal is one sentence that names value, bound, place and remedy."""

import math
import reprlib
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from crmsim.errors import CrmsimError

Floats: TypeAlias = npt.NDArray[np.float64]

LARGEST = 1e100
"""The greatest number a sample may hold: squares of greater ones, summed, leave what a float can tell."""


def row_of(values: npt.ArrayLike, where: str) -> Floats:
    """One scenario's numbers, NaN among them; shape (replications,).

    Args:
        values: one number a replication.
        where: the function and argument that a refusal names.

    Raises:
        CrmsimError: if they are not one-dimensional, none, too large, or all NaN.
    """
    row = array_of(values, where, "one number a replication, of shape (replications,)", 1)
    if np.isnan(row).all():
        raise CrmsimError(
            f"{where} is NaN in all {row.size} replications, but must be a number in 1 or more; leave it out"
        )
    return row


def table_of(samples: npt.ArrayLike, where: str, least: int) -> Floats:
    """The replications in which every scenario has a number; shape (scenarios, replications).

    A replication in which any scenario has none is left out of all, so that those compared share their luck.

    Args:
        samples: one row a scenario, one column a replication.
        where: the function and argument that a refusal names.
        least: how many replications must be left.

    Raises:
        CrmsimError: if they are not two-dimensional, none, too large, or leave too few replications.
    """
    table = array_of(samples, where, "one row a scenario, of shape (scenarios, replications)", 2)
    silent = np.flatnonzero(np.isnan(table).all(axis=1))
    if silent.size:
        raise CrmsimError(
            f"{where} is NaN in all {table.shape[1]} replications of scenario {silent[0]} (counted from 0), "
            f"but must be a number in {least} or more; leave that scenario out"
        )
    complete = table[:, ~np.isnan(table).any(axis=0)]
    if complete.shape[1] < least:
        raise CrmsimError(
            f"{where} has {complete.shape[1]} replications in which every scenario has a number, "
            f"but must have {least} or more; run more replications"
        )
    return complete


def array_of(values: npt.ArrayLike, where: str, form: str, dimensions: int) -> Floats:
    """An array of so many dimensions, none of them empty, that holds numbers within bounds, or NaN.

    Args:
        values: what is to be one.
        where: the function and argument that a refusal names.
        form: what to give, and of which shape, for the refusal to say.
        dimensions: how many.

    Raises:
        CrmsimError: if it is no such array.
    """
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        shown = " ".join(reprlib.repr(values).split())
        raise CrmsimError(f"{where} is {shown}, but must be numbers in rows of one length; give {form}") from None
    if array.ndim != dimensions or array.size == 0:
        raise CrmsimError(f"{where} has the shape {array.shape}, but must have 1 or more numbers; give {form}")
    beyond = array[np.abs(array) > LARGEST]
    if beyond.size:
        raise CrmsimError(
            f"{where} holds {beyond[0]}, but must lie within ±{LARGEST:g}; give NaN for a replication without a number"
        )
    return array


def check_level(level: float, where: str) -> None:
    """Refuse a level of confidence that is no share.

    Raises:
        CrmsimError: unless it lies above 0 and below 1.
    """
    if not 0.0 < level < 1.0:
        raise CrmsimError(f"{where}: level is {level}, but must be above 0 and below 1; give 0.95 for 95 %")


def check_indifference(indifference: float, where: str) -> None:
    """Refuse a smallest lead that matters which is none.

    Raises:
        CrmsimError: unless it is above 0 and finite.
    """
    if not 0.0 < indifference < math.inf:
        raise CrmsimError(
            f"{where}: indifference is {indifference}, but must be above 0 and finite; "
            "give the smallest lead that would matter, in the samples' unit"
        )
