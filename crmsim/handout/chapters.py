"""The notebooks of the course as a handout reads them: prose, charts and tables, in their order; no code, no widget."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crmsim.course.shown import CHART, HTML, TEXT
from crmsim.errors import CrmsimError
from crmsim.workplace import notebooks


@dataclass(frozen=True)
class Prose:
    """A cell of text.

    Attributes:
        text: in Markdown.
    """

    text: str


@dataclass(frozen=True)
class Chart:
    """A chart as it was drawn.

    Attributes:
        spec: in Vega-Lite 5.
    """

    spec: dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """A table or a sentence that a box shows.

    Attributes:
        html: the course's own HTML.
    """

    html: str


Part = Prose | Chart | Shown

START = "start"
"""The cell that says that all is ready, of which paper has nothing."""


def files(names: Sequence[str], lang: str) -> list[Path]:
    """The notebooks of some chapters, all of them if none is named.

    Args:
        names: numbers such as `3`, or names such as `03_maintaining_customers`.
        lang: `en` or `zh`.

    Raises:
        CrmsimError: there is no such chapter, or the course is not installed.
    """
    known = {place.stem: place for place in sorted(notebooks(lang).glob("[0-9][0-9]_*.ipynb"))}
    return [known[stem] for stem in dict.fromkeys(stem_of(name, list(known)) for name in names or known)]


def stem_of(name: str, known: Sequence[str]) -> str:
    """The name of the notebook that is meant.

    Raises:
        CrmsimError: there is none.
    """
    number = f"{int(name):02}_" if re.fullmatch(r"[0-9]{1,2}", name) else None
    for stem in known:
        if name.removesuffix(".ipynb") == stem or (number and stem.startswith(number)):
            return stem
    numbers = ", ".join(str(int(stem[:2])) for stem in known)
    raise CrmsimError(f"there is no chapter '{name}'; choose from {numbers}")


def parts(file: Path) -> list[Part]:
    """What a notebook holds for a reader on paper."""
    cells = json.loads(file.read_text("utf-8"))["cells"]
    return [part for cell in cells if cell.get("id") != START for part in parts_of(cell)]


def parts_of(cell: dict[str, Any]) -> Iterator[Part]:
    """The text of a cell, or what its box has shown; figures that are folded below a chart are in the chart already."""
    if cell["cell_type"] == "markdown":
        yield Prose(joined(cell["source"]))
    before: Part | None = None
    for output in cell.get("outputs", ()):
        part = part_of(output.get("data", {}))
        if part is None or (isinstance(before, Chart) and is_folded_table(part)):
            continue
        yield part
        before = part


def part_of(data: dict[str, Any]) -> Part | None:
    """The richest of what an output holds."""
    if CHART in data:
        return Chart(data[CHART])
    if HTML in data:
        return Shown(joined(data[HTML]))
    return Prose(joined(data[TEXT])) if TEXT in data else None


def is_folded_table(part: Part) -> bool:
    """Whether a part is a table that shows on a click only."""
    return isinstance(part, Shown) and part.html.startswith("<details>") and "<table>" in part.html


def joined(text: str | list[str]) -> str:
    """Text that a notebook keeps as one or as lines."""
    return text if isinstance(text, str) else "".join(text)
