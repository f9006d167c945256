"""How a colleague played: one game of each review question, with all that is shown of it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from crmsim.course.reviewing.play import Play, Values
from crmsim.course.reviewing.points import Question
from crmsim.course.reviewing.reviews import review_of
from crmsim.language import Say, speaker
from crmsim.run import Run
from crmsim.settings import Scenario

if TYPE_CHECKING:
    import pandas as pd

COLLEAGUE = "colleague"
"""Whose game it is, in charts and tables."""

ENGINE = "compiled"
"""A page that plays five years twice is worth waiting for the quick engine."""

DECISIONS: Mapping[Question, Mapping[int, Values]] = {
    "Q1": {
        1: {
            "prospecting.by_referral": 0.02,
            "prospecting.by_key_person": 0.008,
            "prospecting.by_advertising": 0.004,
            "prospecting.needs_research": 0.4,
            "prospecting.plan_measurable": True,
            "prospecting.plan_timed": True,
        },
        3: {
            "prospecting.moment_patience": 0.8,
            "prospecting.meet_needs": 0.6,
            "prospecting.follow_up": 0.8,
        },
    },
    "Q2": {
        1: {
            "maintenance.care_ordinary": 0.8,
            "maintenance.complaint_system": 0.8,
            "maintenance.leaving_analysis": 0.9,
            "maintenance.think_for_customer": 0.4,
            "maintenance.loyalty_plan": 6.0,
        },
        3: {"maintenance.functional": 0.4},
    },
}
"""What the colleague decided before which year; everything else went on as before."""


def played(run: Run, question: Question) -> Play:
    """The colleague's game on a run's branch and luck, all years played."""
    return _played(run.scenario, run.seed, question)


@lru_cache(maxsize=8)
def _played(scenario: Scenario, seed: int, question: Question) -> Play:
    """The same; several pages ask for it."""
    play = Play(review_of(question), scenario, seed=seed, engine=ENGINE)
    values = dict(play.start)
    while not play.is_over:
        values |= DECISIONS[question].get(len(play.rounds) + 1, {})
        play.play(values, float(play.known.total(play.review.guessed)), speaker("en"))
    return play


def by_year(play: Play, say: Say) -> "pd.DataFrame":
    """What was guessed about, year by year of both; columns year, found, who."""
    import pandas as pd

    name = play.review.guessed
    rows = [
        (number, float(year.kpis[name]), say(who))
        for number, one in enumerate(play.rounds, 1)
        for who, year in ((COLLEAGUE, one.yours), ("baseline", one.theirs))
    ]
    return pd.DataFrame(rows, columns=["year", "found", "who"])
