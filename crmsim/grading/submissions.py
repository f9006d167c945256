"""What a class has handed in: a folder looked through without following or opening what should not be.

A learner's work is a folder, or a file called as the learner. Links are never followed, only plain files of a bounded
size are read, and neither more folders nor more files than a class can have.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crmsim.errors import CrmsimError
from crmsim.folders import SAFELY
from crmsim.language import Say

PROGRESS = "crmsim-progress"
"""How the names of learners' files of progress begin."""

NOTEBOOK, JSON = ".ipynb", ".json"

UNREADABLE = ".unreadable-"
"""What stands in the name of a file of progress that was put aside."""

ARCHIVES = {".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"}

NOT_OURS = {"__MACOSX", "__pycache__"}

MOST_BYTES = 5_000_000
MOST_LEARNERS = 2_000
MOST_ENTRIES = 1_000
"""Files and folders of one learner that are looked at."""

MOST_FILES = 50
"""Files of one learner that are read."""

DEEPEST = 6
"""Folders within folders of one learner."""

MOST_SIGNS = 100
"""Signs of a name that are told."""


class RefusedError(CrmsimError):
    """A file that is not read; the sentence is in the instructor's language and without the file's name."""


@dataclass(frozen=True)
class Submission:
    """What one learner has handed in.

    Attributes:
        name: the folder's name, or that of the file without its ending.
        files: what is to be read.
        notes: what is not, and why; each begins with the place.
    """

    name: str
    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Collected:
    """What a class has handed in.

    Attributes:
        submissions: by learner, in the order of names.
        notes: what in the folder is nobody's, and why.
    """

    submissions: tuple[Submission, ...]
    notes: tuple[str, ...]


def collected(folder: Path, say: Say, besides: frozenset[str] = frozenset()) -> Collected:
    """What a class has handed in.

    Args:
        folder: the class's folder.
        say: says it in the instructor's language.
        besides: names of files in it that are no learner's.

    Raises:
        CrmsimError: it cannot be read, holds nothing, or more than a class can have.
    """
    entries = entries_of(folder, say)
    if len(entries) > 2 * MOST_LEARNERS:
        text = say("{folder}: holds {number} files and folders, more than {most}; is it one class's?")
        raise CrmsimError(text.format(folder=folder, number=len(entries), most=2 * MOST_LEARNERS))
    notes: list[str] = []
    found: dict[str, Submission] = {}
    for entry in entries:
        if entry.name in besides or is_skipped(entry.name):
            continue
        if is_plain_folder(entry):
            add(found, within(Path(entry.path), entry.name, say))
        elif Path(entry.name).suffix.lower() in {NOTEBOOK, JSON}:
            add(found, alone(entry, say))
        else:
            notes.extend(complaint(entry, shown(entry.name), say))
    if not found:
        text = say("{folder}: nobody has handed in anything; name the folder that has a folder or a file a learner")
        raise CrmsimError(text.format(folder=folder), *notes)
    if len(found) > MOST_LEARNERS:
        text = say("{folder}: holds the work of {number} learners, more than {most}; grade it in parts")
        raise CrmsimError(text.format(folder=folder, number=len(found), most=MOST_LEARNERS))
    return Collected(tuple(found.values()), tuple(notes))


def add(found: dict[str, Submission], new: Submission) -> None:
    """Take in what a learner has handed in; a folder and files of the same name are one learner's."""
    old = found.get(new.name, Submission(new.name, ()))
    found[new.name] = Submission(new.name, (*old.files, *new.files), (*old.notes, *new.notes))


def entries_of(folder: Path, say: Say) -> list[os.DirEntry[str]]:
    """What a folder holds, by name.

    Raises:
        CrmsimError: it cannot be read.
    """
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        text = say("{folder}: cannot be read ({reason}); name a folder that you may read")
        raise CrmsimError(text.format(folder=folder, reason=reason)) from None


def is_skipped(name: str) -> bool:
    """Whether a file or folder is nobody's work: hidden, or put there by a system."""
    return name.startswith(".") or name in NOT_OURS


def is_plain_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder and no link to one."""
    return entry.is_dir(follow_symlinks=False)


def alone(entry: os.DirEntry[str], say: Say) -> Submission:
    """A learner's work that is a single file."""
    name = shown(Path(entry.name).stem)
    faults = tuple(complaint(entry, shown(entry.name), say))
    return Submission(name, () if faults else (Path(entry.path),), faults)


def within(folder: Path, name: str, say: Say) -> Submission:
    """A learner's work that is a folder: its files of progress and notebooks, wherever they lie in it."""
    files: list[Path] = []
    notes: list[str] = []
    for count, (entry, where) in enumerate(walked(folder, shown(name), DEEPEST, notes, say), 1):
        if count > MOST_ENTRIES:
            notes.append(
                say("{place}: holds more than {most} files; the rest is not read").format(
                    place=shown(name), most=MOST_ENTRIES
                )
            )
            break
        faults = list(complaint(entry, where, say))
        notes.extend(faults)
        if not faults and is_work(entry.name):
            files.append(Path(entry.path))
    if len(files) > MOST_FILES:
        text = say("{place}: holds {number} notebooks and files of progress; only the first {most} are read")
        notes.append(text.format(place=shown(name), number=len(files), most=MOST_FILES))
    return Submission(shown(name), tuple(files[:MOST_FILES]), tuple(notes))


def walked(folder: Path, where: str, depth: int, notes: list[str], say: Say) -> Iterator[tuple[os.DirEntry[str], str]]:
    """Everything in a folder that is no folder, with how its place is told; what cannot be read is noted."""
    try:
        entries = entries_of(folder, say)
    except CrmsimError as error:
        notes.append(str(error))
        return
    for entry in entries:
        if is_skipped(entry.name):
            continue
        place = f"{where}/{shown(entry.name)}"
        if not is_plain_folder(entry):
            yield entry, place
        elif depth > 1:
            yield from walked(Path(entry.path), place, depth - 1, notes, say)
        else:
            notes.append(say("{place}: lies too deep; put the files further up").format(place=place))


def is_work(name: str) -> bool:
    """Whether a file in a learner's folder is one that is marked."""
    if name.lower().endswith(NOTEBOOK):
        return True
    return name.startswith(PROGRESS) and name.lower().endswith(JSON) and UNREADABLE not in name


def complaint(entry: os.DirEntry[str], place: str, say: Say) -> Iterator[str]:
    """Why a file cannot be read, if so."""
    if entry.is_symlink():
        yield say("{place}: is a link, which is not followed; put the file itself there").format(place=place)
    elif Path(entry.name).suffix.lower() in ARCHIVES:
        yield say("{place}: is an archive, which is not opened; unpack it into a folder").format(place=place)
    elif not entry.is_file(follow_symlinks=False):
        yield say("{place}: is neither a file nor a folder; take it away").format(place=place)


def contents(file: Path, say: Say, most: int = MOST_BYTES) -> bytes:
    """The bytes of a plain file of a bounded size.

    Raises:
        RefusedError: it is a link, a pipe or a device, too large, or cannot be read.
    """
    try:
        # A pipe put in the file's place must not keep us waiting, nor a link lead elsewhere.
        handle = os.open(file, SAFELY)
        with os.fdopen(handle, "rb") as opened:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise RefusedError(say("is no plain file; put the file itself there"))
            data = opened.read(most + 1)
    except OSError as error:
        text = say("cannot be read ({reason}); give a file that you may read")
        raise RefusedError(text.format(reason=error.strerror or error)) from None
    if len(data) > most:
        raise RefusedError(say("is larger than {most} MB, the most that is read").format(most=f"{most / 1e6:g}"))
    return data


def shown(name: str) -> str:
    """A name as it is told: only what can be printed, and no more than can be read."""
    text = "".join(sign if sign.isprintable() else "?" for sign in name)
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= MOST_SIGNS else text[: MOST_SIGNS - 1] + "…"
