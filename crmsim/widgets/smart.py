"""The goal builder: a form that shows with each word which of the five marks of SMART the goal has."""

from datetime import date
from html import escape
from pathlib import Path

from crmsim.course.developing import smart
from crmsim.widgets.form import Form


class GoalBuilder(Form):
    """A form for a visit's goal.

    Args:
        lang: `en` or `zh`; by default that of `CRMSIM_LANG`.
        folder: where it is saved, each time in a new file.
        today: the day from which the goal is looked at; by default the present one.
    """

    def __init__(self, *, lang: str | None = None, folder: str | Path = ".", today: date | None = None) -> None:
        self.today = today or date.today()
        super().__init__(smart.GOAL, lang=lang, folder=folder)

    def judge(self) -> None:
        """Say which marks the goal has, and what it lacks for the others."""
        say, values = self.say, self.values
        rows = "".join(
            f"<tr><td>{escape(say(mark.name))}</td><td>{'✗' if mark.lacks else '✓'}</td>"
            f"<td>{escape(say(mark.lacks or 'it has this mark'))}</td></tr>"
            for mark in smart.marks(values, self.today)
        )
        told = say("Quality of the plan: {quality} of 1.").format(quality=f"{smart.quality(values, self.today):.2f}")
        goal = f"<p><b>{escape(smart.sentence(values, say))}</b></p>"
        self.message.value = f'<div role="status">{goal}<table>{rows}</table><p>{escape(told)}</p></div>'
