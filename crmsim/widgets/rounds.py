"""A review question played in the page: wheels, a bill within the budget, a guess, and year after year."""

from html import escape
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]  # it has no types

from crmsim.course.forms import number_in
from crmsim.course.reviewing import play as games
from crmsim.course.reviewing.reviews import review_of
from crmsim.errors import CrmsimError
from crmsim.language import chosen, speaker
from crmsim.settings import Number, Scenario, lever_at
from crmsim.widgets.controls import control, meant
from crmsim.widgets.host import Host
from crmsim.widgets.lab import LOST
from crmsim.widgets.paired import charted
from crmsim.widgets.pictures import pictures

FIT = widgets.Layout(width="auto")
WIDE = {"description_width": "initial"}

CHARTS = {"Q1": ("customers", "waits"), "Q2": ("customers", "satisfaction")}
"""The charts below the years, by question; the money stands in the table."""

BUTTONS = {
    "Play the year": "Play the coming year with the wheels as they are.",
    "Undo": "Take the last year back.",
    "Reset": "Take all years back, and put every wheel where the baseline has it.",
}
"""What the buttons are called, and what they do."""


class Rounds(widgets.VBox):  # type: ignore[misc]  # a widget has no type
    """A game of a review question, in rounds of a year.

    Args:
        question: `Q1` (developing customers) or `Q2` (maintaining them).
        scenario: the baseline: a scenario, or the name of one.
        seed: whose luck; both play on the same.
        lang: `en` or `zh`; by default that of `CRMSIM_LANG`.

    Raises:
        CrmsimError: there is no such question, scenario or language.
    """

    def __init__(
        self, question: str = "Q1", *, scenario: Scenario | str = "baseline", seed: int = 1, lang: str | None = None
    ) -> None:
        super().__init__()
        self.review = review_of(question)
        self.lang = chosen(lang)
        self.say = speaker(self.lang)
        self.play = games.Play(self.review, scenario, seed=seed)
        self._build()
        self._priced()
        self._show()

    def _build(self) -> None:
        """Everything that is on the page."""
        say, play = self.say, self.play
        self.controls: dict[str, Any] = {
            path: control(lever_at(path), value, say) for path, value in play.start.items()
        }
        for one in self.controls.values():
            one.observe(lambda _: self._priced(), names="value")
        groups = [
            part
            for heading, paths in self.review.wheels.items()
            for part in (widgets.HTML(f"<b>{escape(say(heading))}</b>"), *(self.controls[path] for path in paths))
        ]
        self.bar = widgets.FloatProgress(min=0.0, max=play.budget, description=say("budget"), style=WIDE)
        self.bill, self.asked, self.message = widgets.HTML(), widgets.HTML(), widgets.HTML()
        guess = {"description": say("your guess"), "placeholder": say("a number"), "style": WIDE}
        self.guess = widgets.Text(continuous_update=False, **guess)  # whole, and so before the button's press
        self.buttons = {
            name: widgets.Button(description=say(name), tooltip=say(tip), layout=FIT) for name, tip in BUTTONS.items()
        }
        for name, act in (("Play the year", self.go_on), ("Undo", self.undo), ("Reset", self.reset)):
            self.buttons[name].on_click(lambda _, act=act: act())
        self.host = Host()
        self.host.lost = say(LOST)
        money = widgets.HBox([self.bar, self.bill])
        row = widgets.HBox([self.guess, *self.buttons.values()])
        self.children = (*groups, money, self.asked, row, self.message, self.host)

    @property
    def values(self) -> dict[str, Number]:
        """Where the wheels stand."""
        return {path: meant(one.value) for path, one in self.controls.items()}

    @property
    def last(self) -> games.Round | None:
        """The last year that was played; none before the first."""
        return self.play.rounds[-1] if self.play.rounds else None

    def _priced(self) -> None:
        """Say what the year will cost with the wheels as they are."""
        cost, most = self.play.bill(self.values).total, self.play.budget
        over = self.play.over(self.values, self.say)
        self.bar.value, self.bar.bar_style = min(cost, most), "danger" if over else "success"
        told = self.say("{cost} of {budget} CNY a year").format(cost=f"{cost:,.0f}", budget=f"{most:,.0f}")
        self.bill.value = f"<span>{escape(told)}</span>"
        self._tell(over)

    def go_on(self) -> None:
        """Play the coming year, or say why not."""
        self._tell(self.say("The branch lives through the year …"))
        try:
            played = self.play.play(self.values, number_in(self.guess.value), self.say)
        except CrmsimError as error:
            self._tell(str(error))
            return
        self.guess.value = ""
        self._show()
        self._tell(games.judgement(played, self.review, self.say).text)

    def undo(self) -> None:
        """Take the last year back, and put the wheels where they stood in it."""
        taken = self.play.undo()
        if taken is None:
            self._tell(self.say("There is no year to take back."))
            return
        self._put(taken.values)
        self._show()
        self._priced()

    def reset(self) -> None:
        """Take all years back, and put every wheel where the baseline has it."""
        self.play.reset()
        self._put(self.play.start)
        self.guess.value = ""
        self._show()
        self._priced()

    def _put(self, values: games.Values) -> None:
        """Put the wheels somewhere."""
        for path, one in self.controls.items():
            one.value = values[path]

    def _show(self) -> None:
        """Show the years that were played, and ask for the next guess."""
        say, last = self.say, self.last
        self.asked.value = f"<p>{escape(games.asked(self.play, say))}</p>"
        if last is None:
            self.host.charts = []
            self.host.show("", {})
            return
        names = CHARTS[self.review.question]
        if not self.host.charts:
            self.host.charts = [one for one in pictures(say) if one["name"] in names]
        rows = charted(last.theirs.run, last.yours.run, say)
        table = games.years(self.play.rounds, self.review, say).html()
        self.host.show(table, {name: rows[name] for name in names}, str(len(self.play.rounds)))

    def _tell(self, text: str) -> None:
        """Say something below the buttons."""
        self.message.value = f'<p role="status">{escape(text)}</p>' if text else ""
