"""The exit desk in the page: a file at a time, boxes for the criteria, a decision, and the rule's answer."""

from collections.abc import Sequence
from html import escape
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]  # it has no types

from crmsim.course.exiting import desk
from crmsim.course.exiting.criteria import Rule, rule
from crmsim.course.exiting.firms import Firm, firms, laid_out
from crmsim.language import chosen, speaker
from crmsim.settings import Scenario

FIT = widgets.Layout(width="auto")


class ExitDesk(widgets.VBox):  # type: ignore[misc]  # a widget has no type
    """Credit files to be decided: exit or keep; what was answered stays when another file is opened.

    Args:
        files: the firms; by default all of the packaged file.
        scenario: whose rule decides; by default the baseline's.
        lang: `en` or `zh`; by default that of `CRMSIM_LANG`.

    Raises:
        CrmsimError: there is no such language.
    """

    def __init__(
        self, files: Sequence[Firm] | None = None, *, scenario: Scenario | None = None, lang: str | None = None
    ) -> None:
        super().__init__()
        self.files = tuple(files or firms())
        self.by: Rule = rule(scenario)
        self.say = speaker(chosen(lang))
        self.answers = dict.fromkeys(range(len(self.files)), desk.Answer())
        self.checked: set[int] = set()
        self.is_turning = False
        self._build()
        self.turn_to(0)

    def _build(self) -> None:
        """Everything that is on the page."""
        say = self.say
        options = [(one.name, place) for place, one in enumerate(self.files)]
        self.file = widgets.Dropdown(options=options, description=say("a firm's file"))
        self.sheet, self.verdict, self.score = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.boxes = {
            number: widgets.Checkbox(description=text, indent=False, layout=widgets.Layout(width="420px"))
            for number, text in desk.ticks(say).items()
        }
        choices = [(say(text), name) for name, text in desk.DECISIONS.items()]
        self.decision = widgets.RadioButtons(options=choices, value=None, description=say("decision"))
        self.buttons = {
            name: widgets.Button(description=say(name), layout=FIT) for name in ("Check", "Previous file", "Next file")
        }
        self._listen()
        asked = widgets.HTML(f"<b>{escape(say('Which criteria does this firm meet?'))}</b>")
        row = widgets.HBox([*self.buttons.values()])
        parts = (self.file, self.sheet, asked, *self.boxes.values(), self.decision, row, self.verdict, self.score)
        self.children = parts

    def _listen(self) -> None:
        """Have every control do what it says."""
        self.file.observe(lambda change: self.turn_to(change["new"]), names="value")
        for one in (*self.boxes.values(), self.decision):
            one.observe(self._answered, names="value")
        steps = {"Previous file": -1, "Next file": 1}
        self.buttons["Check"].on_click(lambda _: self.check())
        for name, step in steps.items():
            self.buttons[name].on_click(lambda _, step=step: self.turn_to((self.place + step) % len(self.files)))

    @property
    def place(self) -> int:
        """The file that is open, by its place."""
        return int(self.file.value)

    @property
    def answer(self) -> desk.Answer:
        """What has been answered to the open file."""
        return self.answers[self.place]

    def turn_to(self, place: int) -> None:
        """Open a file, with what has been answered to it before."""
        self.is_turning = True
        self.file.value = place
        for number, box in self.boxes.items():
            box.value = number in self.answer.ticked
        self.decision.value = self.answer.decision or None
        self.is_turning = False
        self.sheet.value = "".join(table.html() for table in laid_out(self.files[place], self.say))
        self._show()

    def _answered(self, _: Any) -> None:
        """Keep what was ticked or decided; the verdict on it has to be asked for anew."""
        if self.is_turning:
            return
        ticked = frozenset(number for number, box in self.boxes.items() if box.value)
        self.answers[self.place] = desk.Answer(ticked, self.decision.value or "")
        self.checked.discard(self.place)
        self._show()

    def check(self) -> desk.Verdict:
        """Hold the answer to the open file against the rule, and say why."""
        self.checked.add(self.place)
        return self._show()

    def _show(self) -> desk.Verdict:
        """The verdict on the open file if it has been asked for, and the score of all that were."""
        found = desk.judged(self.files[self.place], self.answer, self.by, self.say)
        told = f'<p role="status"><b>{escape(self.say(desk.OUTCOMES[found.outcome]))}</b></p>'
        is_decided = found.outcome != "not attempted"
        told += desk.explained(found, self.answer, self.say).html() if is_decided else ""
        self.verdict.value = told if self.place in self.checked else ""
        answers = ((one, self.answers[p] if p in self.checked else desk.Answer()) for p, one in enumerate(self.files))
        self.score.value = f"<p>{escape(desk.score(answers, self.by, self.say))}</p>"
        return found
