"""The teams of a tournament: strangers' files, read with care, each with the strategies that it brings."""

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crmsim.errors import CrmsimError, ScenarioError
from crmsim.settings import Scenario, parse
from crmsim.settings.toml import MOST_BYTES

MOST_TEAMS = 200
"""Files of teams past which a folder is none of a tournament."""

LONGEST_NAME = 80
"""Characters of a team's name."""

FORMULA = ("=", "+", "-", "@")
"""How a name begins that a spreadsheet would take for a formula."""

SAFELY = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
"""How a stranger's file is opened: through no link and without waiting, whatever has been put in its place."""

Sentences = dict[str, tuple[str, ...]]
"""Sentences about each file."""


@dataclass(frozen=True)
class Team:
    """A team that competes.

    Attributes:
        name: what it is called, which is its file's name without the ending.
        file: its file's name.
        digest: SHA-256 of the file.
        scenario: its strategies on the tournament's market and bank.
        notes: what in its file does not count, a sentence each.
    """

    name: str
    file: str
    digest: str
    scenario: Scenario
    notes: tuple[str, ...]


def teams_in(folder: Path, on: Scenario) -> tuple[list[Team], Sentences]:
    """The teams whose files can be used, and what is wrong with the others.

    Raises:
        CrmsimError: the folder cannot be used, or none of its files can be.
    """
    paths = files_in(folder)
    teams: dict[str, Team] = {}
    mistakes: Sentences = {}
    for path in paths:
        try:
            team = team_of(path, on)
        except CrmsimError as error:
            mistakes[shown(path)] = error.mistakes
            continue
        if team.name in teams:
            told = f"{shown(path)}: is called as {teams[team.name].file} is; give each team a name of its own"
            mistakes[shown(path)] = (told,)
        else:
            teams[team.name] = team
    if not teams:
        raise unusable(folder, mistakes)
    return list(teams.values()), mistakes


def unusable(folder: Path, mistakes: Sentences) -> CrmsimError:
    """What is told where no team is left."""
    told = [sentence for sentences in mistakes.values() for sentence in sentences]
    return ScenarioError(*told, f"{folder}: none of its {len(mistakes)} TOML files can be used; mend one of them")


def files_in(folder: Path) -> list[Path]:
    """The TOML files that stand in a folder itself, by their names; hidden ones, which systems leave, are passed over.

    Raises:
        ScenarioError: it is no folder, or holds none, or too many.
    """
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except OSError as error:
        raise ScenarioError(
            f"{folder}: cannot be looked into ({error.strerror}); give a folder of TOML files"
        ) from None
    found = [folder / name for name in names if name.lower().endswith(".toml") and not name.startswith(".")]
    if not found:
        raise ScenarioError(f"{folder}: holds no TOML file; put each team's there, as `crmsim new team.toml` writes it")
    if len(found) > MOST_TEAMS:
        raise ScenarioError(
            f"{folder}: holds {len(found)} TOML files, more than the {MOST_TEAMS} teams that can compete"
        )
    return found


def team_of(path: Path, on: Scenario) -> Team:
    """A team, from its file.

    Raises:
        ScenarioError: the file cannot be used (all its mistakes are named).
    """
    name = unicodedata.normalize("NFC", path.name[: -len(".toml")])
    if not name.isprintable() or name.startswith(FORMULA) or len(name) > LONGEST_NAME:
        raise ScenarioError(
            f"{shown(path)}: cannot be a team's name, which is at most {LONGEST_NAME} printable characters and does "
            f"not begin with {' '.join(FORMULA)}; rename the file"
        )
    data = content(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{path.name}: byte {error.start} is not UTF-8 text; save it as a UTF-8 file") from None
    read = parse(text, path.name)
    schedule = tuple(strategy for strategy in read.schedule if strategy.from_month < on.months)
    scenario = on.model_copy(update={"name": name, "note": "", "schedule": schedule})
    notes = tuple(passed_over(read, on, path.name))
    return Team(name, path.name, hashlib.sha256(data).hexdigest(), scenario, notes)


def content(path: Path) -> bytes:
    """What a small regular file holds.

    Raises:
        ScenarioError: it is something else, too long, or not readable.
    """
    try:
        mode = path.lstat().st_mode
        if not stat.S_ISREG(mode):
            kind = "a link to another file" if stat.S_ISLNK(mode) else "no file"
            raise ScenarioError(f"{path.name}: is {kind}; put the team's own file there")
        with open(os.open(path, SAFELY), "rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ScenarioError(f"{path.name}: cannot be read ({error.strerror}); give a file that you may read") from None
    if len(data) > MOST_BYTES:
        raise ScenarioError(f"{path.name}: is longer than {MOST_BYTES} bytes, the most a scenario may have; is it one?")
    return data


def passed_over(read: Scenario, on: Scenario, file: str) -> Iterator[str]:
    """What a team's file says and does not count, a sentence each."""
    groups: list[tuple[str, Any, Any]] = [("market.", read.market, on.market), ("bank.", read.bank, on.bank)]
    groups.append(("", read, on))
    names = [
        prefix + name
        for prefix, theirs, ours in groups
        for name in sorted(theirs.model_fields_set - {"name", "note", "market", "bank", "schedule"})
        if getattr(theirs, name) != getattr(ours, name)
    ]
    if names:
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        yield f"{file}: its {', '.join(names[:3])}{more} are not those of '{on.name}' and do not count"
    late = [strategy.from_month for strategy in read.schedule if strategy.from_month >= on.months]
    if late:
        yield f"{file}: its strategies from month {late[0]} on do not count, for all is over after {on.months} months"


def shown(path: Path) -> str:
    """A file's name as it can be shown."""
    return path.name if path.name.isprintable() else ascii(path.name)
