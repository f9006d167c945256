"""The teams of a tournament: strangers' files, read with care, each with the strategies that it brings."""

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crmsim.errors import CrmsimError, ScenarioError
from crmsim.folders import Wanted, content, files_within, shown
from crmsim.settings import Scenario, parse
from crmsim.settings.toml import MOST_BYTES

MOST_TEAMS = 200
"""Files of teams past which a folder is none of a tournament."""

FILES = Wanted(
    ".toml",
    "TOML",
    MOST_TEAMS,
    "teams that can compete",
    "put each team's there, as `crmsim new team.toml` writes it",
)
"""What is looked for in a tournament's folder."""

LONGEST_NAME = 80
"""Characters of a team's name."""

FORMULA = ("=", "+", "-", "@")
"""How a name begins that a spreadsheet would take for a formula."""

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
    paths = files_within(folder, FILES)
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
    data = content(path, MOST_BYTES, "the team's")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{path.name}: byte {error.start} is not UTF-8 text; save it as a UTF-8 file") from None
    read = parse(text, path.name)
    schedule = tuple(strategy for strategy in read.schedule if strategy.from_month < on.months)
    scenario = on.model_copy(update={"name": name, "note": "", "schedule": schedule})
    notes = tuple(passed_over(read, on, path.name))
    return Team(name, path.name, hashlib.sha256(data).hexdigest(), scenario, notes)


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
