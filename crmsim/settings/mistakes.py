"""Turns pydantic's findings into one clear sentence a mistake: value, bound, place and remedy."""

import difflib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

MOST_TOLD = 100
"""Mistakes of a file that get a sentence of their own."""

Place = tuple[int | str, ...]
Locate = Callable[[Place], str]


def mistakes_in(
    error: ValidationError, model: type[BaseModel], where: str, locate: Locate = lambda _: ""
) -> Iterator[str]:
    """One sentence for each mistake, but for those past so many, which are counted.

    Args:
        error: what pydantic found.
        model: the model that was being read, to name the nearest right keys.
        where: the file, or what else the data came from.
        locate: gives the line of a place as ", line 7", or nothing.
    """
    details = error.errors(include_url=False)
    for detail in details[:MOST_TOLD]:
        yield f"{where}{locate(detail['loc'])}: {_sentence(detail, model)}"
    if len(details) > MOST_TOLD:
        yield f"{where}: and {len(details) - MOST_TOLD} more mistakes like these"


def _sentence(detail: ErrorDetails, model: type[BaseModel]) -> str:
    """What is wrong and what would be right."""
    place, kind = detail["loc"], detail["type"]
    name, value, bound = short(dotted(place)), shown(detail["input"]), detail.get("ctx", {})
    if kind == "extra_forbidden":
        return f"unknown setting '{name}'; {remedy(str(place[-1]), group_at(model, place[:-1]), model)}"
    if kind == "missing":
        return f"'{name}' is missing; add it"
    if kind in BEYOND:
        told = {key: shown(found)[1:-1] if key == "tag" else found for key, found in bound.items()}
        return f"{name} = {value} {BEYOND[kind].format(**told)}"
    return str(bound["error"]) if kind == "value_error" else f"{name} = {value} {WRONG.get(kind, WRONG_ANYHOW)}"


BEYOND = {
    "greater_than_equal": "is below {ge}, the least it may be; raise it",
    "less_than_equal": "is above {le}, the most it may be; lower it",
    "string_too_long": "is longer than {max_length} characters; shorten it",
    "string_too_short": "is empty; write something",
    "too_long": "has more than {max_length} entries; leave some out",
    "too_short": "has fewer than {min_length} entries; add some",
    "string_pattern_mismatch": "is not written as {pattern}; write it so",
    "literal_error": "is none of {expected}; write one of them",
    "union_tag_invalid": "is of kind '{tag}', which is none of {expected_tags}; write one of them",
    "union_tag_not_found": "does not say of which kind it is; add {discriminator} = …",
    "greater_than": "is not above {gt}; raise it",
    "less_than": "is not below {lt}; lower it",
}

WRONG = {
    "bool_type": "is neither true nor false; write one of them",
    "finite_number": "is not a finite number; give one",
    "float_type": "is not a number; give one",
    "int_from_float": "is not a whole number; give one",
    "int_type": "is not a whole number; give one",
    "model_type": "is not a table of settings; write it as [table] with settings below it",
    "string_type": "is not text; put it in quotes",
    "tuple_type": "is not a list of strategies; write each as [[schedule]]",
}
WRONG_ANYHOW = "is not of the right kind; change it"


def dotted(place: Place) -> str:
    """A place as a path, strategies by their position: `schedule[2].exit.close_below`."""
    path = ""
    for part in place:
        path += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return path.lstrip(".")


def shown(value: Any) -> str:
    """A value as a message shows it: at most forty characters."""
    try:
        return short(repr(value), 40)
    except ValueError:  # an integer past what Python writes
        return "a number of thousands of digits"
    except RecursionError:
        return "something nested too deeply"


def short(text: str, most: int = 120) -> str:
    """A text of a stranger's file as a message shows it: at most so many characters, all of them printable."""
    text = text if text.isprintable() else ascii(text)[1:-1]
    return text if len(text) <= most else text[: most - 3] + "..."


def remedy(name: str, known: Mapping[str, Any], model: type[BaseModel]) -> str:
    """What to do about an unknown name: move it to the table that knows it, or write the nearest one known here."""
    table = next(homes(name, model), None)
    if table is None:
        return nearest(name, known)
    home = TABLES.get(table, f"[{table}]")
    if is_group(name, model):
        return f"write it as [{table}.{name}], below {home}".replace("[.", "[")
    return f"it is a setting of {home}, move it there"


def nearest(name: str, known: Mapping[str, Any], shown_by: str = "") -> str:
    """The remedy for an unknown name: the nearest known one, or what shows them all, or all of them."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if close:
        return f"did you mean '{close[0]}'?"
    return f"see {shown_by}" if shown_by else f"known here: {', '.join(known)}"


def homes(name: str, model: type[BaseModel], table: str = "") -> Iterator[str]:
    """Every table of a file that knows a name, as a dotted path; nothing for the file's top."""
    if name in model.model_fields:
        yield table
    for group, field in model.model_fields.items():
        for inner in models_of(field.annotation):
            yield from homes(name, inner, f"{table}.{group}".lstrip("."))


TABLES = {"": "the file's top", "schedule": "[[schedule]]"}
"""The tables that a file does not write as [table]."""


def is_group(name: str, model: type[BaseModel]) -> bool:
    """Whether a name is that of a table anywhere in a model."""
    inner = [(group, m) for group, field in model.model_fields.items() for m in models_of(field.annotation)]
    return any(group == name or is_group(name, m) for group, m in inner)


def models_of(annotation: Any) -> list[type[BaseModel]]:
    """The groups of settings in a field's type: itself, what it is a list of, or what it is one of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in get_args(annotation) for model in models_of(inner)]


def group_at(model: type[BaseModel], place: Place) -> Mapping[str, Any]:
    """The fields that are known at a place; none where names are free."""
    choices, names_are_free = [model], False
    for part in place:
        if isinstance(part, int):
            continue
        if len(choices) > 1:  # what follows tells which one of them it is
            choices = [one for one in choices if part in get_args(one.model_fields["kind"].annotation)]
        elif names_are_free:
            names_are_free = False
        elif choices and part in choices[0].model_fields:
            annotation = choices[0].model_fields[part].annotation
            choices, names_are_free = models_of(annotation), get_origin(annotation) is dict
    return {} if names_are_free or not choices else choices[0].model_fields
