"""A tournament: every team's strategy on the same market and bank with the same luck, and how sure each place is."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import crmsim
from crmsim import output
from crmsim.errors import CrmsimError
from crmsim.experiment import standings
from crmsim.experiment.cells import Hands, Told, sample, untold
from crmsim.experiment.checks import check_count, check_kpi
from crmsim.experiment.comparison import LEVEL, Comparison
from crmsim.experiment.diagnosis import choices_of, figures, plainly, sentences, telling
from crmsim.experiment.store import own_store
from crmsim.experiment.teams import Sentences, Team, teams_in, unusable
from crmsim.language import speaker
from crmsim.run import refuse
from crmsim.settings import Scenario, dump, load
from crmsim.statistics import interval, rank_luck

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Tournament:
    """Teams on the same market and bank with the same luck.

    Attributes:
        on: the scenario whose market and bank are everyone's.
        teams: those that competed, in the order of their files' names.
        comparison: their runs, in the same order.
        mistakes: why a file did not compete, by its name.
        notes: what in a file did not count, by its name.
        folder: where the files were.
    """

    on: Scenario
    teams: tuple[Team, ...]
    comparison: Comparison
    mistakes: Sentences
    notes: Sentences
    folder: str

    @property
    def command(self) -> str:
        """The command that plays it again, with the same files."""
        luck = f"--replications {self.comparison.replications} --seed {self.comparison.seed}"
        return f"crmsim tournament {self.folder} --on {self.on.name} {luck} --kpi {self.comparison.kpi}"

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

    def report(self, file: str | Path, lang: str | None = None) -> Path:
        """Write everything to one HTML file, which needs no network.

        Raises:
            CrmsimError: the file cannot be written, or there is no such language.
        """
        return standings.report(self, Path(file), lang)

    def fill(self, folder: Path, lang: str | None = None) -> None:
        """Write report, ranking, diagnosis, indicators and what was played into a folder of `crmsim.output.made`."""
        self.report(folder / "tournament.html", lang)
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
    check_count("replications", replications, 2)
    check_kpi(kpi)
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
    return Tournament(scene, kept, comparison, mistakes, {t.file: t.notes for t in kept if t.notes}, str(folder))


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
