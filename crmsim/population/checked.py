"""The kinds of text that a mapping is made of, each refused in a sentence where it is of another kind."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from crmsim.settings.mistakes import shown

PLAIN = "".join(map(chr, range(32, 127))) + "\t\r\n"
"""What every encoding of tables writes as ASCII does."""


def _word(value: Any) -> Any:
    """A value that a cell could hold, as its text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"{shown(value)} is neither text nor a number; put it in quotes")
    return str(value)


def listed(value: Any) -> Any:
    """A TOML list as a tuple."""
    if not isinstance(value, list | tuple):
        raise ValueError(f"{shown(value)} is not a list; write it as [...], or tables as [[...]]")
    return tuple(value)


Word = Annotated[str, BeforeValidator(_word)]


def _own(file: str) -> str:
    """A file's name that leads nowhere else."""
    if file and (not file.isprintable() or file in (".", "..") or any(mark in file for mark in "/\\:")):
        raise ValueError(f"{shown(file)} is not the name of a table in the same folder; write its name alone")
    return file


Words = Annotated[tuple[Word, ...], BeforeValidator(listed)]
Name = Annotated[str, AfterValidator(_own)]


def reads_dates(form: str) -> bool:
    """Whether a form of dates reads what it writes."""
    try:
        return bool(datetime.strptime(date(2000, 2, 29).strftime(form), form))
    except (ValueError, re.error):  # a part of a date twice is no regular expression
        return False


def keeps_ascii(encoding: str) -> bool:
    """Whether an encoding exists and writes ASCII as ASCII does."""
    try:
        return PLAIN.encode(encoding).decode("ascii") == PLAIN
    except (LookupError, ValueError):
        return False
