"""Forms that a learner fills in: what they ask, what is still missing in one, and the file that keeps it.

Values are texts, as they were typed; a date is `2026-03-31`. Nothing here knows of a browser.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from math import isfinite
from pathlib import Path
from typing import Literal

from crmsim.course.shown import Page, Table, page
from crmsim.errors import OutputError, ScenarioError
from crmsim.language import Say
from crmsim.settings import data_of, read_text

Kind = Literal["text", "long text", "date", "number", "choice"]

Values = Mapping[str, str]
"""What was filled in, by the fields' keys."""


@dataclass(frozen=True)
class Field:
    """One question of a form; its texts are English and are said in the reader's language.

    Attributes:
        key: the name of its value.
        label: what stands before it.
        kind: what it takes.
        hint: what belongs there, in a few words.
        is_required: whether the form is incomplete without it.
        choices: what a choice is from.
    """

    key: str
    label: str
    kind: Kind = "text"
    hint: str = ""
    is_required: bool = True
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """Some questions under a title.

    Attributes:
        name: what its files are called.
        title: what stands above it.
        fields: the questions, in their order.
    """

    name: str
    title: str
    fields: tuple[Field, ...]


def missing(form: Form, values: Values) -> tuple[Field, ...]:
    """The required fields that are empty."""
    return tuple(field for field in form.fields if field.is_required and not values.get(field.key, "").strip())


def mistaken(form: Form, values: Values) -> tuple[Field, ...]:
    """The fields that hold what they do not take."""
    filled = ((field, values.get(field.key, "").strip()) for field in form.fields)
    return tuple(field for field, text in filled if text and not fits(field, text))


def fits(field: Field, text: str) -> bool:
    """Whether a field takes a text."""
    if field.kind == "number":
        return number_in(text) is not None
    if field.kind == "date":
        return is_date(text)
    return field.kind != "choice" or text in field.choices


def number_in(text: str) -> float | None:
    """The number that a text is, with or without commas between thousands; None if it is none."""
    try:
        number = float(text.replace(",", "").replace("，", ""))
    except ValueError:
        return None
    return number if isfinite(number) else None


def is_date(text: str) -> bool:
    """Whether a text is a day, written as 2026-03-31."""
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def verdict(form: Form, values: Values, say: Say) -> str:
    """What is missing in a form and what cannot be read, or that all is there."""
    told = [say("Still missing: {fields}.").format(fields=listed(missing(form, values), say))]
    told = told if missing(form, values) else []
    for field in mistaken(form, values):
        told.append(say(WRONG[field.kind]).format(field=say(field.label), text=values[field.key].strip()))
    return " ".join(told) or say("All that is required is there.")


WRONG: Mapping[Kind, str] = {
    "number": "{field}: “{text}” is no number; write it in digits.",
    "date": "{field}: “{text}” is no day; write it as 2026-03-31.",
    "choice": "{field}: “{text}” is none of the choices; take one of them.",
}
"""What is said of a value that its field does not take."""


def listed(fields: tuple[Field, ...], say: Say) -> str:
    """The labels of some fields, one after the other."""
    return say(", ").join(say(field.label) for field in fields)


def sheet(form: Form, say: Say) -> Page:
    """A form on paper: its fields, what belongs there, and which of them must be filled in."""
    rows = tuple(
        (say(field.label), say("required") if field.is_required else "", described(field, say)) for field in form.fields
    )
    return page(Table((say("field"), "", say("what belongs there")), rows, say(form.title)))


def described(field: Field, say: Say) -> str:
    """What belongs in a field: its hint, and what there is to choose from."""
    hint = say(field.hint) if field.hint else ""
    return " ".join(part for part in (hint, " / ".join(say(choice) for choice in field.choices)) if part)


def written(form: Form, values: Values, say: Say) -> str:
    """A form as a TOML file: each label as a comment, its value below it as it was typed."""
    parts = [f"# {say(form.title)}\n"]
    for field in form.fields:
        parts.append(f"# {say(field.label)}\n{field.key} = {quoted(values.get(field.key, ''))}\n")
    return "\n".join(parts)


def quoted(text: str) -> str:
    """A text as a TOML string, over several lines where it has them."""
    lines = [json.dumps(line, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f") for line in text.split("\n")]
    return f'"{lines[0]}"' if len(lines) == 1 else '"""\n' + "\n".join(lines) + '"""'


def saved(form: Form, values: Values, folder: Path, say: Say) -> Path:
    """Keep a form in a new file of a folder; never over another one.

    Raises:
        OutputError: the folder cannot be written.
    """
    for number in count(1):
        file = folder / f"{form.name}-{number}.toml"
        try:
            with file.open("x", encoding="utf-8", errors="replace", newline="\n") as opened:
                opened.write(written(form, values, say))
        except FileExistsError:
            continue
        except OSError as error:
            reason = error.strerror or str(error)
            raise OutputError(say("{file} cannot be written ({reason}).").format(file=file, reason=reason)) from None
        break
    return file


def opened(form: Form, file: Path, say: Say) -> dict[str, str]:
    """What a saved form holds, of the fields that it still has.

    Raises:
        OutputError: the file is not there, or is no saved form.
    """
    try:
        values = data_of(read_text(file), file.name)
        return {field.key: str(values[field.key]) for field in form.fields if field.key in values}
    except (ScenarioError, ValueError):
        raise OutputError(say("{file} is no saved form that can be read.").format(file=file)) from None
