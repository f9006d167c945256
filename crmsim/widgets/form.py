"""A form in the page: it says while it is filled in what is still missing, and keeps itself in a file of its own."""

from collections.abc import Mapping
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]  # it has no types

from crmsim.course import forms
from crmsim.errors import CrmsimError
from crmsim.language import Say, chosen, speaker
from crmsim.widgets.own_keys import OwnKeys

LABELS = "210px"
WIDTH = "720px"
ROWS = 3
"""Lines of a long text that show at once."""


class Form(widgets.VBox):  # type: ignore[misc]  # a widget has no type
    """A form to fill in.

    Args:
        form: what it asks.
        lang: `en` or `zh`; by default that of `CRMSIM_LANG`.
        folder: where it is saved, each time in a new file.
        file: a saved form to go on with.

    Raises:
        CrmsimError: there is no such file or language.
    """

    def __init__(
        self, form: forms.Form, *, lang: str | None = None, folder: str | Path = ".", file: str | Path | None = None
    ) -> None:
        super().__init__()
        self.form, self.folder = form, Path(folder)
        self.say = say = speaker(chosen(lang))
        self.controls = {field.key: control(field, say) for field in form.fields}
        self.message = widgets.HTML()
        self.button = widgets.Button(description=say("Save"), tooltip=say("Keep the form in a new file."))
        self.button.on_click(lambda _: self.save())
        if file is not None:
            self.fill(forms.opened(form, Path(file), say))
        for one in self.controls.values():
            one.observe(lambda _: self.judge(), names="value")
        title = widgets.HTML(f"<b>{escape(say(form.title))}</b>")
        self.children = (title, *self.controls.values(), self.button, self.message, OwnKeys())
        self.judge()

    @property
    def values(self) -> dict[str, str]:
        """What has been filled in, as texts."""
        return {key: text_of(one.value) for key, one in self.controls.items()}

    def fill(self, values: Mapping[str, str]) -> None:
        """Put some values where they belong; one that its field cannot show is left out."""
        for field in self.form.fields:
            text = values.get(field.key, "")
            if text and (field.kind not in {"date", "choice"} or forms.fits(field, text)):
                self.controls[field.key].value = date.fromisoformat(text) if field.kind == "date" else text

    def judge(self) -> None:
        """Say what is missing."""
        self._tell(forms.verdict(self.form, self.values, self.say))

    def save(self) -> Path | None:
        """Keep the form as it is, complete or not, and say where."""
        try:
            file = forms.saved(self.form, self.values, self.folder, self.say)
        except CrmsimError as error:
            self._tell(str(error))
            return None
        kept = self.say("Saved as {file}.").format(file=file)
        self._tell(f"{kept} {forms.verdict(self.form, self.values, self.say)}")
        return file

    def _tell(self, text: str) -> None:
        """Say something below the form."""
        self.message.value = f'<p role="status">{escape(text)}</p>'


def control(field: forms.Field, say: Say) -> Any:
    """The control of one field, with its label before it; a star marks what is required."""
    common = {
        "description": f"{say(field.label)} *" if field.is_required else say(field.label),
        "tooltip": say(field.hint) if field.hint else say(field.label),
        "style": {"description_width": LABELS},
        "layout": widgets.Layout(width=WIDTH),
    }
    if field.kind == "choice":
        options = [("–", ""), *((say(choice), choice) for choice in field.choices)]
        return widgets.Dropdown(options=options, **common)
    if field.kind == "date":
        return widgets.DatePicker(**common)
    hint = say(field.hint) if field.hint else ""
    if field.kind == "long text":
        return widgets.Textarea(placeholder=hint, rows=ROWS, **common)
    return widgets.Text(placeholder=hint, **common)


def text_of(value: Any) -> str:
    """A control's value as text; nothing where it has none."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
