"""Pages about the managers: four qualities, and how training buys them."""

from typing import TYPE_CHECKING

from crmsim.course.developing import pictures as own
from crmsim.course.developing import trials
from crmsim.course.developing.tries import tried
from crmsim.course.shown import Page, page, shown
from crmsim.course.telling import data
from crmsim.language import speaker
from crmsim.lattice import HOURS
from crmsim.law.training import learned, time_left
from crmsim.run import Run

if TYPE_CHECKING:
    import pandas as pd

TRAININGS = (0.0, 2.0, 8.0, 24.0)
"""Hours of training a month that are compared."""

YEARS = 3
"""How long learning is looked at."""


def skills(born: float) -> "pd.DataFrame":
    """Professional skill by month of training; columns month, skill, training (hours a month)."""
    import pandas as pd

    rows = []
    for training in TRAININGS:
        skill = born
        for month in range(12 * YEARS + 1):
            if month % 3 == 0:
                rows.append((month, skill, training))
            skill = learned(skill, born, training)
    return pd.DataFrame(rows, columns=["month", "skill", "training"])


def learning(run: Run) -> Page:
    """How training raises professional skill over three years, and what it leaves of a manager's time."""
    say = speaker()
    table = skills(run.scenario.bank.skill)
    left = {hours: f"{100.0 * time_left(hours, HOURS):.0f}" for hours in TRAININGS}
    named = say("{hours} hours a month, {left} % of the time left")
    table["training"] = [named.format(hours=f"{hours:g}", left=left[hours]) for hours in table["training"]]
    told = (
        say("Training pays late"),
        say("Professional skill, from 0 to 1, over three years, by hours of training a month."),
    )
    axes = {"month": say("month"), "skill": say("skill"), "training": say("training")}
    listed = data(say, table[table["month"] % 12 == 0], ["training", "month", "skill"])
    return page(shown(own.lines(table, axes, told), listed))


def qualities(run: Run) -> Page:
    """Each of the four qualities raised by itself, for two years, on the same luck."""
    return tried(run, trials.QUALITIES)
