"""A tournament told as a report: who stands where and how sure that is, what each team did, and what came of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import crmsim
from crmsim import charts
from crmsim.experiment import told
from crmsim.experiment.comparison import Comparison
from crmsim.experiment.headlines import HEADLINES, PLACE
from crmsim.experiment.teams import Sentences, Team
from crmsim.language import Say, label, speaker
from crmsim.report import Section, write
from crmsim.results.kpis import KPIS
from crmsim.settings import Scenario

if TYPE_CHECKING:
    import pandas as pd

RARE = 0.05
"""Probability that is left out on either side of the ranks that a team is likely to have."""

MOST_DRAWN = 30
"""Teams up to which a chart of every rank can be read."""


class Contest(Protocol):
    """What is told of a tournament."""

    @property
    def on(self) -> Scenario:
        """The scenario whose market and bank are everyone's."""

    @property
    def teams(self) -> tuple[Team, ...]:
        """Those that competed."""

    @property
    def comparison(self) -> Comparison:
        """Their runs."""

    @property
    def mistakes(self) -> Sentences:
        """Why a file did not compete."""

    @property
    def notes(self) -> Sentences:
        """What in a file did not count."""

    @property
    def command(self) -> str:
        """The command that plays it again."""

    @property
    def ranking(self) -> "pd.DataFrame":
        """A row for each team, the best first."""

    def diagnosed(self, lang: str | None = None) -> "pd.DataFrame":
        """What each team did against what it brought."""


def report(contest: Contest, file: Path, lang: str | None = None) -> Path:
    """Write a tournament to one HTML file, which needs no network; gives the file.

    Raises:
        CrmsimError: the file cannot be written, or there is no such language.
    """
    say = speaker(lang)
    title = say("Tournament of {count} teams on {scenario}")
    named = title.format(count=len(contest.teams), scenario=say(contest.on.name))
    return write(file, named, facts(contest, say), sections(contest, say, lang), lang)


def facts(contest: Contest, say: Say) -> list[tuple[str, str]]:
    """What the tournament was made of and with."""
    return [
        (say("market and bank"), say(contest.on.name)),
        (say("decided by"), say(label(contest.comparison.kpi))),
        (say("months simulated"), str(contest.on.months)),
        (say("branches"), str(contest.on.branches)),
        (say("replications"), str(contest.comparison.replications)),
        (say("seed"), str(contest.comparison.seed)),
        (say("version"), crmsim.__version__),
        (say("command"), contest.command),
    ]


def sections(contest: Contest, say: Say, lang: str | None) -> list[Section]:
    """The report's parts, in their order; of a team that is alone there is no rank to tell."""
    comparison = contest.comparison
    accounts = told.ledger(comparison, say).rename(columns={"scenario": "team"})
    settings = told.headed(told.settings(comparison, say), say)
    return [
        *(ranks(contest, say) if len(contest.teams) > 1 else ()),
        measured(contest, say),
        diagnoses(contest, say, lang),
        Section(say("The ledger"), (), None, told.headed(accounts, say), is_folded=True),
        Section(say("In which settings the teams differ"), (), None, settings, is_folded=True),
        Section(say("Every indicator"), (), None, told.headed(of_teams(contest, PLACE, say), say), is_folded=True),
        *out_of_play(contest, say),
        Section(say("Whose files they were"), (), None, told.headed(files(contest), say), is_folded=True),
    ]


def ranks(contest: Contest, say: Say) -> list[Section]:
    """Every team's place, how sure it is, and the probability of each other one."""
    many = len(contest.teams) > MOST_DRAWN
    text = say("Each replication gave all teams the same customers with the same luck.")
    luck = say("The probability of each place, from repetitions drawn anew out of those that were played.")
    return [
        Section(say("Who stands where, and how sure that is"), (text,), None, table(contest, say)),
        Section(
            say("Every place and its probability"), (luck,), None if many else charts.places(chances(contest), say)
        ),
    ]


def table(contest: Contest, say: Say) -> "pd.DataFrame":
    """The ranking in words, a row a team."""
    import pandas as pd

    rows = [
        (row["team"], str(row["rank"]), row["mean"], row["low"], row["high"], luck(row["luck"]), *sure(places_of(row)))
        for row in contest.ranking.to_dict("records")
    ]
    heads = ("team", "rank", "mean", "low", "high", "place is luck with", "first with", "ranks with 90 %")
    return pd.DataFrame(rows, columns=[say(head) for head in heads])


def luck(probability: float) -> str:
    """How likely a place is luck; one below a thousandth is told as that, and the last team has nobody below it."""
    if probability != probability:  # noqa: PLR0124  # the test for NaN
        return "–"
    return "< 0.1%" if probability < 0.001 else f"{probability:.1%}"


def places_of(row: Mapping[Any, Any]) -> list[float]:
    """The probability of each rank, from the first, of a team's row in the ranking."""
    return [chance for name, chance in row.items() if str(name).startswith("rank_")]


def sure(probabilities: Sequence[float]) -> tuple[str, str]:
    """How likely a team is the first, and the ranks that it has with 90 %."""
    below = [sum(probabilities[: rank + 1]) for rank in range(len(probabilities))]
    low = next(rank for rank, chance in enumerate(below, 1) if chance > RARE)
    high = next((rank for rank, chance in enumerate(below, 1) if chance >= 1.0 - RARE), len(probabilities))
    return f"{probabilities[0]:.1%}", f"{low}" if low == high else f"{low}-{high}"


def chances(contest: Contest) -> "pd.DataFrame":
    """The probability of each place of each team; columns team, rank, probability."""
    import pandas as pd

    rows = [
        (row["team"], rank, chance)
        for row in contest.ranking.to_dict("records")
        for rank, chance in enumerate(places_of(row), 1)
    ]
    return pd.DataFrame(rows, columns=["team", "rank", "probability"])


def measured(contest: Contest, say: Say) -> Section:
    """The deciding indicator of each team, and the indicators beside it."""
    kpi = KPIS[PLACE[contest.comparison.kpi]]
    title = say("{indicator} of each team").format(indicator=say(label(kpi.name)).capitalize())
    order = {team: place for place, team in enumerate(contest.ranking["team"])}
    shown = told.means(contest.comparison, [kpi.name], say)
    shown = shown.sort_values("scenario", key=lambda teams: teams.map(order))
    chart = charts.means(shown, say, whose="team")
    return Section(title, (say(kpi.meaning),), chart, told.headed(of_teams(contest, HEADLINES, say), say))


def of_teams(contest: Contest, kpis: Sequence[str] | dict[str, int], say: Say) -> "pd.DataFrame":
    """The teams' means with their intervals, in words."""
    return told.means(contest.comparison, list(kpis), say).rename(columns={"scenario": "team"})


def diagnoses(contest: Contest, say: Say, lang: str | None) -> Section:
    """What each team did against what it brought, a sentence or two each."""
    found = contest.diagnosed(lang)[["rank", "team", "diagnosis"]]
    field = say("The field is the mean of all teams; a team stands out where it is three standard errors from it.")
    text = (field,) if len(contest.teams) > 1 else ()
    return Section(say("What they did and what came of it"), text, None, told.headed(found, say))


def out_of_play(contest: Contest, say: Say) -> list[Section]:
    """The files that did not compete, and what did not count in those that did."""
    parts = ((say("Files that did not compete"), contest.mistakes), (say("What did not count"), contest.notes))
    return [
        Section(title, tuple(sentence for sentences in found.values() for sentence in sentences))
        for title, found in parts
        if found
    ]


def files(contest: Contest) -> "pd.DataFrame":
    """Each team's file and its digest, by which anybody can tell that it was this one."""
    import pandas as pd

    rows = [(team.name, team.file, team.digest) for team in contest.teams]
    return pd.DataFrame(rows, columns=["team", "file", "SHA-256"])
