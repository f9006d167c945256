"""The answer to a review question in the page: a box to write in, and which points of the course it names."""

from html import escape
from pathlib import Path

import ipywidgets as widgets  # type: ignore[import-untyped]  # it has no types

from crmsim.course.forms import Field, Form, saved
from crmsim.course.reviewing.feedback import feedback
from crmsim.course.reviewing.reviews import review_of
from crmsim.course.shown import HTML
from crmsim.errors import CrmsimError
from crmsim.language import speaker
from crmsim.widgets.rounds import Rounds

STYLE = """<style>
.crmsim-said table { border-collapse: collapse; margin: 8px 0; }
.crmsim-said caption { text-align: left; font-weight: 600; }
.crmsim-said th, .crmsim-said td { text-align: left; vertical-align: top; padding: 3px 10px; }
.crmsim-said th, .crmsim-said td { border-bottom: 1px solid #ddd; }
.crmsim-said td:first-child { min-width: 7em; }
</style>"""
"""Long texts in tables want to begin at the left, and names to stand in one piece."""

LINES = 10
"""Lines of the answer that show at once."""


class Answer(widgets.VBox):  # type: ignore[misc]  # a widget has no type
    """A box for an answer, in Chinese or English, with feedback on what it names and the figures of one's own years.

    Args:
        rounds: the game that goes with it, whose years are the evidence.
        lang: `en` or `zh`; by default that of the game.
        folder: where the answer is saved, each time in a new file.

    Raises:
        CrmsimError: there is no such language.
    """

    def __init__(self, rounds: Rounds, *, lang: str | None = None, folder: str | Path = ".") -> None:
        super().__init__()
        self.rounds, self.lang, self.folder = rounds, lang or rounds.lang, Path(folder)
        self.review = review_of(rounds.review.question)
        say = self.say = speaker(self.lang)
        question = QUESTIONS[self.review.question]
        self.form = Form(f"answer-{self.review.question}", question, (Field("answer", "your answer", "long text"),))
        self.text = widgets.Textarea(
            placeholder=say("Your answer, in Chinese or English"),
            description=say("your answer"),
            rows=LINES,
            continuous_update=False,  # letter by letter, the last ones may come to the kernel after the button's press
            style={"description_width": "initial"},
            layout=widgets.Layout(width="98%"),
        )
        self.buttons = {
            name: widgets.Button(description=say(name), tooltip=say(tip), layout=widgets.Layout(width="auto"))
            for name, tip in BUTTONS.items()
        }
        for name, act in (("Look at my answer", self.look), ("Save", self.save)):
            self.buttons[name].on_click(lambda _, act=act: act())
        self.message, self.said = widgets.HTML(), widgets.HTML()
        row = widgets.HBox([*self.buttons.values()])
        self.children = (widgets.HTML(f"<b>{escape(say(question))}</b>"), self.text, row, self.message, self.said)

    def look(self) -> None:
        """Say which points the answer names, and what one's own years say of them."""
        parts = feedback(self.review, self.text.value, self.rounds.last, self.lang)
        told = "".join(part.bundle()[HTML] for part in parts)
        self.message.value = ""
        self.said.value = f'{STYLE}<div class="crmsim-said" role="status">{told}</div>'

    def save(self) -> Path | None:
        """Keep the answer in a new file, and say where."""
        try:
            file = saved(self.form, {"answer": self.text.value}, self.folder, self.say)
        except CrmsimError as error:
            self._tell(str(error))
            return None
        self._tell(self.say("Saved as {file}.").format(file=file))
        return file

    def _tell(self, text: str) -> None:
        """Say something below the buttons."""
        self.message.value = f'<p role="status">{escape(text)}</p>'


BUTTONS = {
    "Look at my answer": "Say which points of the course the answer names.",
    "Save": "Keep the answer in a new file.",
}
"""What the buttons are called, and what they do."""

QUESTIONS = {
    "Q1": "Which strategies does a commercial bank have for developing customers?",
    "Q2": "How can a commercial bank maintain its customers better?",
}
"""The course's review questions."""
