"""A tournament: every team's strategy on the same market and bank with the same luck, and how sure each place is."""

import hashlib
import json
import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import crmsim
from crmsim import output
from crmsim.errors import CrmsimError, ScenarioError
from crmsim.experiment.cells import Hands, Told, sample
from crmsim.experiment.compare import MOST_REPLICATIONS, untold
from crmsim.experiment.comparison import LEVEL, PLACE, Comparison
from crmsim.experiment.diagnosis import choices_of, figures, plainly, sentences, telling
from crmsim.experiment.store import own_store
from crmsim.language import speaker
from crmsim.run import refuse
from crmsim.settings import Scenario, dump, load, parse
from crmsim.settings.toml import MOST_BYTES
from crmsim.statistics import interval, rank_luck

if TYPE_CHECKING:
    import pandas as pd

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


@dataclass(frozen=True)
class Tournament:
    """Teams on the same market and bank with the same luck.

    Attributes:
        on: the scenario whose market and bank are everyone's.
        teams: those that competed, in the order of their files' names.
        comparison: their runs, in the same order.
        mistakes: why a file did not compete, by its name.
        notes: what in a file did not count, by its name.
    """

    on: Scenario
    teams: tuple[Team, ...]
    comparison: Comparison
    mistakes: Sentences
    notes: Sentences

    @cached_property
    def ranking(self) -> "pd.DataFrame":
        """A row for each team, the best first.

        Columns: rank, team, mean of the indicator with its 95 % interval from low to high, `luck`, the probability that
        its place over the next team is luck (NaN for the last), and `rank_1` and so on, the probability of each rank.
        Of a team that is alone, mean and interval only.

        Raises:
            CrmsimError: the indicator is not measured often enough to rank by.
        """
        import pandas as pd

        values = ranked(self.comparison)
        rows: list[dict[str, Any]] = []
        found = rank_luck(values) if len(values) > 1 else None
        for rank, place in enumerate(found.order if found else [0]):
            span = interval(values[place], LEVEL)
            row = {"rank": rank + 1, "team": self.teams[place].name, "mean": span.mean, "low": span.low}
            row |= {"high": span.high}
            if found:
                row["luck"] = found.luck[rank] if rank < len(found.luck) else float("nan")
                row |= {f"rank_{other + 1}": chance for other, chance in enumerate(found.probabilities[place])}
            rows.append(row)
        return pd.DataFrame(rows)

    @property
    def diagnosis(self) -> "pd.DataFrame":
        """What each team did and brought, in the language of `CRMSIM_LANG` or else English; see `diagnosed`."""
        return self.diagnosed()

    def diagnosed(self, lang: str | None = None) -> "pd.DataFrame":
        """A row for each team, the best first: what it did against what it brought.

        Columns: rank, team, `settings` that differ from the default strategy, the accounts and indicators that differ
        most from the field with their distance to it in pooled standard errors (`stands_out`), and both in words
        (`diagnosis`).

        Args:
            lang: the language of the words, `en` or `zh`.

        Raises:
            CrmsimError: there is no such language.
        """
        import pandas as pd

        say = speaker(lang)
        effects = telling(self.comparison.samples) if len(self.teams) > 1 else [None]
        rows = []
        for rank, name in enumerate(self.ranking["team"], 1):
            place = self.comparison.names.index(name)
            choices, own = choices_of(self.teams[place].scenario), effects[place]
            rows.append((rank, name, plainly(choices), figures(own or []), sentences(name, choices, own, say)))
        return pd.DataFrame(rows, columns=["rank", "team", "settings", "stands_out", "diagnosis"])

    def summary(self) -> dict[str, Any]:
        """What the tournament was, as plain values: its scenario, luck, and each team's file with its digest."""
        return {
            "crmsim": crmsim.__version__,
            "on": self.on.name,
            "scenario_sha256": hashlib.sha256(dump(self.on).encode()).hexdigest(),
            "seed": self.comparison.seed,
            "replications": self.comparison.replications,
            "kpi": self.comparison.kpi,
            "teams": [{"team": team.name, "file": team.file, "sha256": team.digest} for team in self.teams],
            "mistakes": {file: list(told) for file, told in self.mistakes.items()},
            "notes": {file: list(told) for file, told in self.notes.items()},
        }

    def fill(self, folder: Path, lang: str | None = None) -> None:
        """Write ranking, diagnosis, indicators and what was played into a folder, as `crmsim.output.made` gives one."""
        output.csv(self.ranking, folder / "ranking.csv")
        output.csv(self.diagnosed(lang), folder / "diagnosis.csv")
        output.csv(self.comparison.table().rename(columns={"scenario": "team"}), folder / "kpis.csv")
        text = json.dumps(self.summary(), ensure_ascii=False, indent=2)
        (folder / "tournament.json").write_text(text + "\n", "utf-8")


def tournament(  # noqa: PLR0913  # the public face, all but the first three by name
    folder: str | Path,
    on: Scenario | str | Path = "baseline",
    replications: int = 30,
    *,
    seed: int = 1,
    jobs: int | None = None,
    kpi: str = "contribution",
    cache: bool = True,
    progress: Told = untold,
) -> Tournament:
    """Let teams compete, each with the strategies of its own TOML file in a folder.

    Of a file only the schedule counts; market, bank and months are those of `on`, the same for all. A file that cannot
    be used is named with its mistakes, and the others compete without it.

    Args:
        folder: where the teams' files are; a team is called as its file.
        on: the scenario whose market and bank are everyone's.
        replications: repetitions, two or more, each on another luck, which all teams share.
        seed: the tournament's seed.
        jobs: processes; by default as many as cores. The result is the same for any number.
        kpi: the indicator that decides; more of it is better.
        cache: whether runs that are known already are taken from, and new ones put into, the user's own store.
        progress: told how many runs are done, and of how many.

    Raises:
        CrmsimError: no file can be used, or something else that is given cannot be.
    """
    scene = on if isinstance(on, Scenario) else load(on)
    refuse(seed, 0, jobs)
    if not 2 <= replications <= MOST_REPLICATIONS:
        raise CrmsimError(f"replications = {replications} is not from 2 to {MOST_REPLICATIONS}; give a number that is")
    if kpi not in PLACE:
        raise CrmsimError(f"there is no indicator '{kpi}'; `crmsim run` shows every one")
    teams, mistakes = teams_in(Path(folder), scene)
    store = own_store(wanted=cache)
    scenarios = [team.scenario for team in teams]
    found, failures = sample(scenarios, seed, range(replications), Hands(jobs), store, progress)
    store.tidy()
    files = {team.name: team.file for team in teams}
    for failure in failures:
        told = f"{files[failure.scenario]}: replication {failure.replication} failed ({failure.reason})"
        mistakes[files[failure.scenario]] = (f"{told}; make its settings less extreme",)
    there = [place for place, team in enumerate(teams) if team.file not in mistakes]
    if not there:
        raise unusable(Path(folder), mistakes)
    kept = tuple(teams[place] for place in there)
    comparison = Comparison(tuple(t.scenario for t in kept), seed, 0, found[there], (), None, kpi)
    ranked(comparison)
    return Tournament(scene, kept, comparison, mistakes, {t.file: t.notes for t in kept if t.notes})


def ranked(comparison: Comparison) -> np.ndarray:
    """The deciding indicator by team and replication, of replications in which every team has it.

    Raises:
        CrmsimError: there are not two of them.
    """
    values = comparison.of(comparison.kpi)
    whole = np.isfinite(values).all(axis=0)
    if whole.sum() < 2:
        name = comparison.names[int(np.argmin(np.isfinite(values).sum(axis=1)))]
        raise CrmsimError(
            f"'{comparison.kpi}' cannot decide: with '{name}' there is too little to measure; choose another indicator"
        )
    return np.asarray(values[:, whole])


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
