"""Typed columns: how a class of fields is an object for the readable engine and a record for the compiled one."""

from operator import attrgetter
from typing import Annotated, Any, Self, get_type_hints

import numpy as np
from numpy.typing import NDArray

Byte = Annotated[int, "i1"]
Short = Annotated[int, "i4"]
Code = Annotated[int, "u1"]
"""A code from 0. Without a sign compiled code need not see whether it counts from the end, as Python's indices do; but
the difference of two such numbers has no sign there either, so they are for looking up and comparing."""
Place = Annotated[int, "u4"]
"""A place in an array, from 0; without a sign likewise."""
Whole = Annotated[int, "i8"]
Key = Annotated[int, "u8"]
Real = Annotated[float, "f8"]
Fen = Annotated[int, "i8"]

Records = NDArray[np.void]


class Columns:
    """A record with named, typed fields; lists stand for fields that hold several numbers.

    Its classes have slots: an object of fifty fields is a fifth as large as with a dictionary, and sooner read.
    """

    __slots__ = ()

    @classmethod
    def zeros(cls, length: int) -> Records:
        """So many records of zeros."""
        return np.zeros(length, columns(cls))

    @classmethod
    def objects(cls, records: Records) -> list[Self]:
        """The records as objects."""
        names = columns(cls).names or ()
        fields = [records[name].tolist() for name in names]
        return [cls(**dict(zip(names, row, strict=True))) for row in zip(*fields, strict=True)]

    def values(self) -> tuple[Any, ...]:
        """The fields as a tuple that a record takes."""
        values: tuple[Any, ...] = attrgetter(*columns(type(self)).names or ())(self)
        return values


def copied(records: Records) -> Records:
    """A copy of some records as one lump of bytes: NumPy's own goes field by field, which takes five times as long."""
    return records.view(np.uint8).copy().view(records.dtype)


def columns(cls: type[Columns]) -> np.dtype[np.void]:
    """The record layout of a class of columns: fields as they are declared, each aligned."""
    if "layout" not in cls.__dict__:
        hints = get_type_hints(cls, include_extras=True)
        fields = [(name, *hint.__metadata__) for name, hint in hints.items() if hasattr(hint, "__metadata__")]
        cls.layout = np.dtype(fields, align=True)  # type: ignore[attr-defined]  # kept beside the class it describes
    layout: np.dtype[np.void] = cls.layout  # type: ignore[attr-defined]  # set just above
    return layout
