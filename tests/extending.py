"""The document on extending read as one who follows it: changes, new files, commands, and who makes which file."""

import re
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(r"(?:^`([^`\n]+)`\n\n)?^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
"""A fenced block, and the path alone above it if there is one."""

ROW = re.compile(r"^\| `([^`]+)` \| (?:(you)|`([^`]+)`) \|", re.MULTILINE)
"""A row of a part's table: a file, and you or the command that makes it."""


@dataclass(frozen=True)
class Hunk:
    """A place of a file that is changed.

    Attributes:
        old: its lines as they are; they stand in the file once.
        new: its lines as they become.
    """

    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """A block that changes a file, or makes a new one.

    Attributes:
        path: the file, from the project's folder.
        hunks: the places that are changed; none for a new file.
        whole: the text of a new file.
    """

    path: str
    hunks: tuple[Hunk, ...]
    whole: str | None = None

    def apply(self, folder: Path) -> None:
        """Change the file in a copy of the project; every place is there just once, and a new file is new."""
        file = folder / self.path
        if self.whole is not None:
            assert not file.exists(), f"{self.path} is there already"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(self.whole, "utf-8")
            return
        text = file.read_text("utf-8")
        for hunk in self.hunks:
            assert text.count(hunk.old) == 1, f"{self.path} has this {text.count(hunk.old)} times:\n{hunk.old}"
            text = text.replace(hunk.old, hunk.new)
        file.write_text(text, "utf-8")


@dataclass(frozen=True)
class Part:
    """A part of the document.

    Attributes:
        title: its heading.
        changes: its blocks that change files, in their order.
        commands: the lines of its blocks of commands, in their order.
        written: the files that its table says are written by hand.
        made: the files that its table says a command makes, with the command.
    """

    title: str
    changes: tuple[Change, ...]
    commands: tuple[str, ...]
    written: tuple[str, ...]
    made: dict[str, str]

    def apply(self, folder: Path) -> None:
        """Make all its changes in a copy of the project."""
        for change in self.changes:
            change.apply(folder)


def parts_of(text: str) -> list[Part]:
    """The parts of the document, each under its heading."""
    return [part_of(section) for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]]


def part_of(section: str) -> Part:
    """A part of the document."""
    changes, commands = [], []
    for path, kind, body in BLOCK.findall(section):
        if kind == "sh":
            commands += body.splitlines()
        elif kind == "diff":
            changes.append(change_of(body))
        else:
            assert path, f"no path stands above this block:\n{body}"
            changes.append(Change(path, (), body))
    rows = ROW.findall(section)
    written = tuple(path for path, you, _ in rows if you)
    made = {path: command for path, _, command in rows if command}
    return Part(section.partition("\n")[0], tuple(changes), tuple(commands), written, made)


def change_of(body: str) -> Change:
    """A block that changes a file."""
    first, *hunks = re.split(r"^@@\n", body, flags=re.MULTILINE)
    assert re.fullmatch(r"\+\+\+ \S+\n", first), f"a block must begin with +++ and a path, not with:\n{first}"
    return Change(first[4:-1], tuple(map(hunk_of, hunks)))


def hunk_of(body: str) -> Hunk:
    """A place that is changed."""
    lines = body.splitlines(keepends=True)
    assert {line[0] for line in lines} <= {" ", "+", "-"}, f"lines of a change begin with a blank, + or -:\n{body}"
    old, new = ("".join(line[1:] for line in lines if line[0] != out) for out in "+-")
    assert old, f"nothing shows the place of:\n{body}"
    assert old != new, f"this changes nothing:\n{body}"
    return Hunk(old, new)
