"""What a learner answers with, by kind of exercise: options, boxes, places in an order, names, sliders."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from math import ceil, log10
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]  # it has no types

from crmsim.course.exercising.branch import scenario_of
from crmsim.course.exercising.task import Entry, Shown, Task, Version
from crmsim.language import Say
from crmsim.settings import lever_at, value_of
from crmsim.widgets.controls import control, meant

WIDE = {"description_width": "initial"}
WIDTH = widgets.Layout(width="auto", max_width="760px")
NARROW = widgets.Layout(width="auto", max_width="480px")
BOX = widgets.Layout(width="260px")
NONE = "–"
"""What stands where nothing is chosen yet."""


@dataclass(frozen=True)
class Given:
    """Where an answer is given.

    Attributes:
        parts: what is on the page.
        read: gives the answer as it stands; None where nothing was given.
        clear: puts everything back to where nothing is given.
    """

    parts: tuple[Any, ...]
    read: Callable[[], Any]
    clear: Callable[[], None]


def given(task: Task, version: Version, say: Say) -> Given:
    """Where an exercise is answered."""
    makers: Mapping[str, Callable[[Task, Version, Say], Given]] = {
        "choice": several if task.several else single,
        "number": slider if task.slider else boxes,
        "table": boxes,
        "ordering": places,
        "matching": names,
        "text": words,
        "design": wheels,
    }
    return makers[task.kind](task, version, say)


def single(_: Task, version: Version, say: Say) -> Given:
    """One of some options."""
    options = [(f"{option.key}. {option.text}", option.key) for option in version.options]
    made = widgets.RadioButtons(options=options, value=None, description="", layout=WIDTH, tooltip=say("your answer"))
    return Given((made,), lambda: made.value, lambda: setattr(made, "value", None))


def several(_: Task, version: Version, __: Say) -> Given:
    """Several of some options."""
    made = {
        option.key: widgets.Checkbox(description=f"{option.key}. {option.text}", indent=False, style=WIDE, layout=WIDTH)
        for option in version.options
    }
    return Given(tuple(made.values()), lambda: [key for key, box in made.items() if box.value], cleared(made, False))


def boxes(_: Task, version: Version, say: Say) -> Given:
    """A box for each number."""
    made = {field.key: box(field, say) for field in version.fields}
    if len(made) == 1:
        return Given(tuple(made.values()), lambda: next(iter(made.values())).value, cleared(made, ""))
    return Given(tuple(made.values()), lambda: {key: box.value for key, box in made.items()}, cleared(made, ""))


def box(field: Entry, say: Say) -> Any:
    """A box for a number."""
    label = field.text or say("your answer")
    text = f"{label} ({field.unit})" if field.unit else label
    return widgets.Text(
        description=text, placeholder=say("a number"), continuous_update=False, style=WIDE, layout=NARROW
    )


def slider(_: Task, version: Version, say: Say) -> Given:
    """A slider for a number; it counts as an answer once it was moved."""
    field = version.fields[0]
    made = widgets.FloatSlider(
        value=field.low,
        min=field.low,
        max=field.high,
        step=field.step,
        description=f"{say('your answer')} ({field.unit})" if field.unit else say("your answer"),
        readout_format=f".{places_of(field.step)}f",
        style=WIDE,
        layout=widgets.Layout(width="760px"),
    )
    return Given(
        (made,),
        lambda: None if meant(made.value) == field.low else meant(made.value),
        lambda: setattr(made, "value", field.low),
    )


def places_of(step: float) -> int:
    """Places behind the point that a number in such steps has."""
    return max(0, ceil(-log10(step) - 1e-9))


def places(_: Task, version: Version, say: Say) -> Given:
    """For each place in the order what stands there."""
    choices = choices_of(version.options)
    made = {
        str(place): widgets.Dropdown(
            options=choices, value="", description=say("place {number}").format(number=place), style=WIDE, layout=WIDTH
        )
        for place in range(1, len(version.options) + 1)
    }

    def read() -> list[str] | None:
        found = [chosen.value for chosen in made.values()]
        return found if any(found) else None

    return Given(tuple(made.values()), read, cleared(made, ""))


def names(_: Task, version: Version, __: Say) -> Given:
    """For each statement its name; the statement stands above, since it may be long."""
    choices = choices_of(version.options)
    made = {
        one.key: widgets.Dropdown(
            options=choices, value="", description=one.key, tooltip=one.text, style=WIDE, layout=BOX
        )
        for one in version.statements
    }
    parts = [
        part
        for one in version.statements
        for part in (widgets.HTML(f"{escape(one.key)}. {escape(one.text)}"), made[one.key])
    ]
    return Given(tuple(parts), lambda: {key: chosen.value for key, chosen in made.items()}, cleared(made, ""))


def choices_of(options: tuple[Shown, ...]) -> list[tuple[str, str]]:
    """Options as a list to choose from, with nothing chosen first."""
    return [(NONE, ""), *((option.text, option.key) for option in options)]


def words(_: Task, __: Version, say: Say) -> Given:
    """A box for an answer in own words."""
    made = widgets.Textarea(
        description=say("your answer"),
        placeholder=say("Your answer, in Chinese or English"),
        rows=5,
        continuous_update=False,
        style=WIDE,
        layout=widgets.Layout(width="98%"),
    )
    return Given((made,), lambda: made.value, lambda: setattr(made, "value", ""))


def wheels(task: Task, _: Version, say: Say) -> Given:
    """A wheel for each setting, where the baseline has it; left alone, they are no answer."""
    baseline = scenario_of(task.branch, {})
    start = {path: value_of(baseline, path) for path in task.levers}
    made = {path: control(lever_at(path), value, say) for path, value in start.items()}

    def read() -> dict[str, Any] | None:
        found = {path: meant(wheel.value) for path, wheel in made.items()}
        return None if found == start else found

    def clear() -> None:
        for path, wheel in made.items():
            wheel.value = start[path]

    return Given(tuple(made.values()), read, clear)


def cleared(made: Mapping[str, Any], empty: Any) -> Callable[[], None]:
    """Puts every part back to where nothing is given."""

    def clear() -> None:
        for part in made.values():
            part.value = empty

    return clear
