"""The list of a class: numbers, names and groups, from a CSV file as Excel writes it, in either language."""

import csv
from collections import Counter
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from crmsim.errors import CrmsimError
from crmsim.grading.submissions import RefusedError, contents, shown
from crmsim.language import Say

HEADINGS = {
    "id": ("id", "number", "student id", "学号", "编号", "工号"),
    "name": ("name", "姓名", "名字"),
    "group": ("group", "team", "班组", "小组", "组别", "班级"),
}
"""What the columns may be called."""

CODINGS = ("utf-8-sig", "gb18030")
SEPARATORS = ",;\t"
MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Member:
    """Somebody on the list.

    Attributes:
        number: the learner's number, as on the list.
        name: what the learner is called.
        group: which group the learner is in; nothing if the list has none.
    """

    number: str
    name: str
    group: str = ""


@dataclass(frozen=True)
class Roster:
    """The list of a class.

    Attributes:
        members: everybody on it, by number in small letters, in its order.
        notes: who stands on it twice.
    """

    members: dict[str, Member]
    notes: tuple[str, ...] = ()


def same(number: str) -> str:
    """A number as it is compared: without blanks around it, in small letters."""
    return number.strip().casefold()


def roster_in(file: Path, say: Say) -> Roster:
    """The list in a file.

    Raises:
        CrmsimError: it cannot be read, or is no such list.
    """
    rows = rows_in(file, say)
    heads = [cell.strip().casefold() for cell in rows[0]]
    places = {
        name: next((heads.index(word) for word in words if word in heads), None) for name, words in HEADINGS.items()
    }
    if places["id"] is None:
        text = say("{file}: has no column of numbers; call it id (or 学号), and the others name and group")
        raise CrmsimError(text.format(file=file))
    members = [member(row, places) for row in rows[1:]]
    found = [one for one in members if one.number]
    if not found:
        raise CrmsimError(say("{file}: has nobody on it; write a row for each learner").format(file=file))
    counted = Counter(same(one.number) for one in found)
    text = say("{file}: {number} stands on the list {count} times; the first counts")
    notes = tuple(text.format(file=file, number=shown(one), count=n) for one, n in counted.items() if n > 1)
    return Roster({same(one.number): one for one in reversed(found)}, notes)


def rows_in(file: Path, say: Say) -> list[list[str]]:
    """The rows of a file that are not empty.

    Raises:
        CrmsimError: it cannot be read, or has none.
    """
    try:
        text = decoded(contents(file, say, MOST_BYTES))
    except RefusedError as error:
        raise CrmsimError(f"{file}: {error}") from None
    if text is None:
        raise CrmsimError(say("{file}: is neither UTF-8 nor GBK text; save it as CSV").format(file=file))
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        rows = [
            row
            for row in csv.reader(StringIO(text, newline=""), delimiter=separator)
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise CrmsimError(say("{file}: is no table ({reason})").format(file=file, reason=error)) from None
    if not rows:
        raise CrmsimError(say("{file}: has nobody on it; write a row for each learner").format(file=file))
    return rows


def decoded(data: bytes) -> str | None:
    """Text in whichever coding fits; None if none does."""
    for coding in CODINGS:
        try:
            text = data.decode(coding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def member(row: list[str], places: dict[str, int | None]) -> Member:
    """A row of the list."""
    cells = {name: row[at].strip() if at is not None and at < len(row) else "" for name, at in places.items()}
    return Member(*(shown(cells[name]) for name in ("id", "name", "group")))
