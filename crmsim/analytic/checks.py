"""What the formulas ask of their input: each refusal is one sentence with place, value, bound and remedy."""

import math
import operator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from crmsim.errors import CrmsimError

Vector = NDArray[np.float64]


class FormulaError(CrmsimError, ValueError):
    """Input under which a formula means nothing; it is a `ValueError` too, for those who look for one."""


def refused(name: str, value: object, bound: str, remedy: str) -> FormulaError:
    """The error to raise when what is called `name` has this value, breaks this bound and can be mended so."""
    return FormulaError(f"{name} is {value} but must be {bound}: {remedy}.")


def as_number(name: str, value: float) -> float:
    """A number, which may still be infinite or NaN.

    Raises:
        FormulaError: if it is not a number at all.
    """
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        raise refused(name, repr(value), "a number", "give one, without a unit") from None


def share(name: str, value: float) -> float:
    """A number from 0 to 1.

    Raises:
        FormulaError: if it is anything else.
    """
    part = as_number(name, value)
    if not 0 <= part <= 1:
        raise refused(name, part, "from 0 to 1", "give a share, not a percentage")
    return part


def not_negative(name: str, value: float, remedy: str) -> float:
    """A finite number of 0 or more.

    Raises:
        FormulaError: if it is anything else.
    """
    amount = as_number(name, value)
    if not 0 <= amount < math.inf:
        raise refused(name, amount, "0 or more, and finite", remedy)
    return amount


def whole(name: str, value: int, least: int, remedy: str) -> int:
    """A whole number that is not below `least`.

    Raises:
        FormulaError: if it is anything else.
    """
    try:
        count = operator.index(value)
    except TypeError:
        raise refused(name, repr(value), "a whole number", remedy) from None
    if count < least:
        raise refused(name, count, f"{least} or more", remedy)
    return count


def array(name: str, values: ArrayLike, dimensions: int) -> Vector:
    """Finite numbers, at least one, in an array of so many dimensions.

    Raises:
        FormulaError: if they are anything else.
    """
    try:
        numbers = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        kind = type(values).__name__
        raise refused(name, f"a {kind}", "numbers in rows of one length", "give a list or an array of them") from None
    if not numbers.size:
        raise refused(name, "empty", "one number long at least", "give some numbers")
    if numbers.ndim != dimensions:
        bound = "a row of numbers" if dimensions == 1 else "a table of numbers, rows by columns"
        raise refused(name, f"of shape {numbers.shape}", bound, "reshape it")
    refuse_where(~np.isfinite(numbers), name, numbers, "finite", "leave it out or put it right")
    return numbers


def refuse_where(wrong: NDArray[np.bool_], name: str, numbers: Vector, bound: str, remedy: str) -> None:
    """Refuse an array by the first of its numbers that is marked as wrong.

    Raises:
        FormulaError: if any is marked.
    """
    if wrong.any():
        place = tuple(int(index) for index in np.argwhere(wrong)[0])
        where = ", ".join(map(str, place))
        raise refused(f"{name}[{where}]", f"{numbers[place]:.12g}", bound, remedy)
