"""An exercise in the page: where to answer, four buttons, and what comes of the answer; and who the learner is."""

from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]  # it has no types

from crmsim.course.exercising import designs, desk
from crmsim.course.exercising.outcome import Result
from crmsim.course.shown import HTML, Page
from crmsim.errors import CrmsimError
from crmsim.language import speaker
from crmsim.reasons import told
from crmsim.widgets.answers import WIDE, given
from crmsim.widgets.own_keys import OwnKeys

FIT = widgets.Layout(width="auto")

BUTTONS = {
    "Check": "Check the answer; you may check as often as you like.",
    "Hint": "Show the next hint.",
    "Solution": "Show the solution, if it is at hand.",
    "Begin anew": "Take the answer back.",
}
"""What the buttons are called, and what they do."""

TRY = "Try"
TRY_TIP = "See what the settings bring on the luck that you know."

SIGNS: dict[Result, tuple[str, str]] = {
    "correct": ("✔", "#00664b"),
    "close": ("≈", "#8a5a00"),
    "not yet": ("✘", "#a33b00"),
    "not attempted": ("…", "#555555"),
}
"""A sign and a colour for each outcome; the words say it too."""


class Answering(widgets.VBox):  # type: ignore[misc]  # a widget has no type
    """Where an exercise is answered.

    Args:
        exercise: the exercise, as `crmsim.course.ex` gives it.
    """

    def __init__(self, exercise: "desk.Exercise") -> None:
        super().__init__()
        self.exercise = exercise
        say = self.say = exercise.say
        self.given = given(exercise.task, exercise.version, say)
        self.message, self.done = widgets.HTML(), widgets.HTML()
        acts = {"Check": self.check, "Hint": self.hint, "Solution": self.solution, "Begin anew": self.reset}
        tips = BUTTONS
        if exercise.task.kind == "design":
            acts, tips = {TRY: self.try_out, **acts}, {TRY: TRY_TIP, **BUTTONS}
        self.buttons = {
            name: widgets.Button(description=say(name), tooltip=say(tips[name]), layout=FIT) for name in acts
        }
        for name, act in acts.items():
            self.buttons[name].on_click(lambda _, act=act: act())
        row = widgets.HBox([*self.buttons.values()])
        self.children = (*self.given.parts, row, self.message, self.done, OwnKeys())
        self.add_class("crmsim-exercise")
        self._count()

    def check(self) -> None:
        """Check the answer as it stands, and keep it."""
        self._tell([self.say("Checking …")])
        checked = self.exercise.check(self.given.read())
        sign, colour = SIGNS[checked.outcome.result]
        texts = [part.text for part in checked.parts if hasattr(part, "text")]
        self._tell([f"{sign} {texts[0]}", *texts[1:]], colour)
        self._count()

    def hint(self) -> None:
        """Show the next hint."""
        self._show(self.exercise.hint())

    def solution(self) -> None:
        """Show the solution, if it is at hand."""
        try:
            self._show(self.exercise.solution())
        except CrmsimError as error:
            self._tell([told(str(error), self.say)])

    def reset(self) -> None:
        """Take the answer back."""
        self.given.clear()
        self._show(self.exercise.reset())
        self._count()

    def try_out(self) -> None:
        """See what the settings bring on the luck that the learner knows."""
        self._tell([self.say("The branch lives through its months …")])
        task, say = self.exercise.task, self.say
        try:
            found = designs.looked_at(task, self.exercise.version, self.given.read() or {}, unseen=False)
        except CrmsimError as error:
            self._tell([told(str(error), say)])
            return
        self._tell([designs.tried(one, say) for one in found])

    def _show(self, page: Page) -> None:
        """Show a page's parts below the buttons."""
        texts = "".join(part.bundle()[HTML] for part in page.parts)
        self.message.value = f'<div role="status">{texts}</div>'

    def _tell(self, texts: list[str], colour: str = "inherit") -> None:
        """Say some sentences below the buttons, the first one in a colour."""
        first = f'<p style="color: {colour}; font-weight: 600">{escape(texts[0])}</p>'
        rest = "".join(f"<p>{escape(text)}</p>" for text in texts[1:])
        self.message.value = f'<div role="status">{first}{rest}</div>'

    def _count(self) -> None:
        """Say how far the learner is in the chapter."""
        text = desk.standing(self.exercise)
        self.done.value = f'<p style="color: #555555">{escape(text)}</p>'


class Badge(widgets.VBox):  # type: ignore[misc]  # a widget has no type
    """A box for the learner's number.

    Args:
        place: the learner's file of progress.
        lang: `en` or `zh`.
    """

    def __init__(self, place: Path, lang: str) -> None:
        super().__init__()
        self.place, self.say = place, speaker(lang)
        say = self.say
        name = desk.progress_at(place).learner
        self.name = widgets.Text(
            value=name,
            description=say("your number"),
            placeholder=say("as on the class's list"),
            style=WIDE,
            continuous_update=False,
        )
        self.button: Any = widgets.Button(
            description=say("This is me"), tooltip=say("Keep it with your answers."), layout=FIT
        )
        self.button.on_click(lambda _: self.keep())
        self.message = widgets.HTML()
        self.children = (widgets.HBox([self.name, self.button]), self.message)

    def keep(self) -> None:
        """Keep who the learner is."""
        try:
            text = desk.named(self.place, self.name.value, self.say)
        except CrmsimError as error:
            text = told(str(error), self.say)
        self.message.value = f'<p role="status">{escape(text)}</p>'
