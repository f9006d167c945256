"""Folders of strangers' files, such as teams and learners hand in: looked into and read with care."""

import os
import stat
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from crmsim.errors import CrmsimError, ScenarioError

MOST_ENTRIES = 10_000
"""Whatever a folder holds, it is not looked into further."""

SAFELY = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
"""How a stranger's file is opened: through no link and without waiting, whatever has been put in its place."""

Error = type[CrmsimError]


@dataclass(frozen=True)
class Wanted:
    """What is looked for in a folder.

    Attributes:
        suffix: how its files' names end, in lower case, such as `.toml`.
        what: what such files are called in a message, such as `TOML`.
        most: the most files there may be.
        whose: whom so many are for, such as `teams that can compete`.
        remedy: what to do where there is none.
    """

    suffix: str
    what: str
    most: int
    whose: str
    remedy: str


def files_within(folder: Path, wanted: Wanted, error: Error = ScenarioError) -> list[Path]:
    """The files of a kind that stand in a folder itself, by their names; hidden ones are passed over.

    What stands under such a name may be anything yet: `content` refuses what is no file.

    Args:
        folder: the folder.
        wanted: which files.
        error: the kind of error to raise.

    Raises:
        CrmsimError: it is no folder, or holds none, or too many.
    """
    if os.path.isfile(folder):
        raise error(f"{folder}: is a file and not a folder; unpack it if it is packed, and give the folder")
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in islice(entries, MOST_ENTRIES + 1)]
    except (OSError, ValueError) as why:
        reason = getattr(why, "strerror", None) or why
        raise error(f"{folder}: cannot be looked into ({reason}); give a folder of {wanted.what} files") from None
    if len(names) > MOST_ENTRIES:
        raise error(
            f"{folder}: holds more than {MOST_ENTRIES} files, the most that are looked at; give their own folder"
        )
    found = [folder / name for name in sorted(names) if name.lower().endswith(wanted.suffix) and name[0] != "."]
    if not found:
        raise error(f"{folder}: holds no {wanted.what} file; {wanted.remedy}")
    if len(found) > wanted.most:
        raise error(f"{folder}: holds {len(found)} {wanted.what} files, more than the {wanted.most} {wanted.whose}")
    return found


def content(path: Path, most: int, owner: str, error: Error = ScenarioError) -> bytes:
    """What a small regular file holds.

    Args:
        path: the file.
        most: the most bytes it may have.
        owner: whose file should be there, such as `the team's`.
        error: the kind of error to raise.

    Raises:
        CrmsimError: it is something else (a link, a folder, a pipe, a device), too long, or not readable.
    """
    try:
        mode = path.lstat().st_mode
        if stat.S_ISREG(mode):
            with open(os.open(path, SAFELY), "rb") as file:
                data = file.read(most + 1)
    except OSError as why:
        raise error(f"{shown(path)}: cannot be read ({why.strerror}); give a file that you may read") from None
    if not stat.S_ISREG(mode):
        kind = "a link to another file" if stat.S_ISLNK(mode) else "no file"
        raise error(f"{shown(path)}: is {kind}; put {owner} own file there")
    if len(data) > most:
        raise error(f"{shown(path)}: is longer than {most} bytes, the most it may have; is it the right file?")
    return data


def shown(path: Path) -> str:
    """A file's name as it can be shown."""
    return path.name if path.name.isprintable() else ascii(path.name)
