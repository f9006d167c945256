"""Two years of the same branch on the same luck, with one setting at a time put elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from crmsim.run import Run, simulate
from crmsim.settings import Number, Scenario, value_of

if TYPE_CHECKING:
    import pandas as pd

MONTHS = 24

Change = Mapping[str, Number]


@dataclass(frozen=True)
class Trial:
    """What is tried, and where it shows.

    Attributes:
        title: what is tried, in a few words.
        changes: the settings of each trial beside the branch as it is, by the trial's name.
        shows: the indicators in which it shows.
    """

    title: str
    changes: tuple[tuple[str, Change], ...]
    shows: tuple[str, ...]


def of_one(title: str, path: str, values: tuple[Number, ...], *shows: str) -> Trial:
    """A trial of one setting at some values."""
    return Trial(title, tuple(("", {path: value}) for value in values), shows)


SMART_MARKS = tuple(
    f"prospecting.plan_{mark}" for mark in ("specific", "measurable", "achievable", "relevant", "timed")
)

SMART = Trial(
    "Visit goals with and without the five marks",
    (("no mark at all", dict.fromkeys(SMART_MARKS, False)), ("all five marks", dict.fromkeys(SMART_MARKS, True))),
    ("plan_quality", "contacts", "acceptance", "won"),
)
MOMENT = of_one(
    "Waiting for a good moment",
    "prospecting.moment_patience",
    (0.0, 2.0),
    "moment_fit",
    "contacts",
    "acceptance",
    "won",
)
ENTRY = of_one(
    "Preparing the entry point", "prospecting.entry_preparation", (0.0, 1.0), "entry_fit", "acceptance", "won", "wait"
)
NEEDS = of_one(
    "Meeting the customer's needs", "prospecting.meet_needs", (0.0, 1.0), "acceptance", "prospect_hours", "won", "wait"
)
JOINT = of_one(
    "Visiting together with another department",
    "prospecting.joint_marketing",
    (0.0, 0.8),
    "joint_visits",
    "prospect_hours",
    "acceptance",
    "won",
)
ROUND = of_one("The indirect way", "prospecting.roundabout", (0.0, 1.0), "ways_round", "contacts", "won")
FOLLOW = of_one("Following up", "prospecting.follow_up", (0.0, 1.0), "followed_up", "sales", "fees", "wait")
QUALITIES = Trial(
    "One quality at a time made better",
    (
        ("drive", {"bank.drive": 0.95}),
        ("skill", {"bank.skill": 0.95}),
        ("teamwork", {"bank.teamwork": 0.9}),
        ("communication", {"bank.communication": 1.0}),
    ),
    ("utilisation", "wait", "satisfaction", "acceptance", "won"),
)


@lru_cache(maxsize=64)
def tried(scenario: Scenario, seed: int, replication: int) -> Run:
    """A run of the trial's length; the branch as it is is asked for again and again."""
    return simulate(scenario.with_settings({"months": MONTHS}), seed, replication, record=False)


def with_change(run: Run, change: Change) -> Run:
    """The run's branch for the trial's length on the same luck, with some settings changed."""
    return tried(run.scenario.with_settings(change), run.seed, run.replication)


def results(run: Run, trial: Trial) -> "pd.DataFrame":
    """A row for the branch as it is and one a change; columns name, and one for each indicator."""
    import pandas as pd

    rows = [("as it is", with_change(run, {})), *((name, with_change(run, change)) for name, change in trial.changes)]
    found = pd.DataFrame([[one.indicators[shown] for shown in trial.shows] for _, one in rows], columns=[*trial.shows])
    found.insert(0, "name", [name for name, _ in rows])
    return found


def settings_of(run: Run, trial: Trial) -> list[Number] | None:
    """The values of the one setting that is tried, the branch's own first; None where more than one is."""
    paths = paths_of(trial)
    if len(paths) > 1:
        return None
    return [value_of(run.scenario, paths[0]), *(change[paths[0]] for _, change in trial.changes)]


def paths_of(trial: Trial) -> list[str]:
    """The settings that a trial changes."""
    return list(dict.fromkeys(path for _, change in trial.changes for path in change))
