"""What a cell of the course shows: charts, tables and sentences that need no network and are the same every time.

JupyterLab draws `application/vnd.vegalite.v5+json` with the Vega-Lite that it brings along. Where nothing draws, each
chart is still told in plain text, and its figures stand in a folded table below it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib import import_module
from math import isnan
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
"""A name that tells the version; nothing is fetched from there."""

CHART = "application/vnd.vegalite.v5+json"
TEXT = "text/plain"
HTML = "text/html"

FIRST_ROWS = 5
"""Rows of a chart's data that its plain text gives."""

Bundle = dict[str, Any]
"""What is shown, by kind of content; a page takes the richest that it can show."""


class Part(Protocol):
    """Something that a page shows."""

    def bundle(self) -> Bundle:
        """What is shown, by kind of content."""
        ...


@dataclass(frozen=True)
class Told:
    """A sentence or two.

    Attributes:
        text: the sentences, plain.
    """

    text: str

    def bundle(self) -> Bundle:
        """The sentences as a paragraph and as they are."""
        return {HTML: f"<p>{escape(self.text)}</p>", TEXT: self.text}


@dataclass(frozen=True)
class Table:
    """Rows under headings, all in the reader's language.

    Attributes:
        headings: what stands above the columns.
        rows: the cells, written out.
        caption: what the table holds, in a few words.
        folded: whether only the caption shows until it is clicked.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    folded: bool = False

    def bundle(self) -> Bundle:
        """The table as a table, and as lines of text."""
        return {HTML: self.html(), TEXT: self.text()}

    def html(self) -> str:
        """The table for a page, with its headings marked as such for those who have it read to them."""
        head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in self.headings)
        body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in self.rows)
        caption = f"<caption>{escape(self.caption)}</caption>" if self.caption and not self.folded else ""
        table = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return f"<details><summary>{escape(self.caption)}</summary>{table}</details>" if self.folded else table

    def text(self, most: int | None = None) -> str:
        """Caption, headings and rows, a line each; at most so many rows."""
        lines = [" | ".join(cells) for cells in (self.headings, *self.rows[:most])]
        return "\n".join([self.caption, *lines] if self.caption else lines)


@dataclass(frozen=True)
class Folded:
    """An answer that shows only when it is asked for.

    Attributes:
        question: what to click on.
        answer: what then shows, line by line.
    """

    question: str
    answer: tuple[str, ...]

    def bundle(self) -> Bundle:
        """The question, and the answer behind it."""
        lines = "".join(f"<li>{escape(line)}</li>" for line in self.answer)
        return {
            HTML: f"<details><summary>{escape(self.question)}</summary><ul>{lines}</ul></details>",
            TEXT: self.question,
        }


@dataclass(frozen=True)
class Shown:
    """A chart that draws without a network.

    Attributes:
        spec: the chart in Vega-Lite 5.
        table: the figures in it, if there are any to tell.
    """

    spec: Mapping[str, Any]
    table: Table | None = None

    def bundle(self) -> Bundle:
        """The chart to be drawn, and a summary in plain text."""
        return {CHART: dict(self.spec), TEXT: self.text()}

    def text(self) -> str:
        """Title, description and first rows."""
        told = [str(self.spec[key]) for key in ("title", "description") if key in self.spec]
        return "\n".join([*told, self.table.text(FIRST_ROWS)] if self.table else told)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Bundle:  # noqa: ARG002  # Jupyter's own
        """What Jupyter asks of an object that it is to show."""
        return self.bundle()

    def __repr__(self) -> str:
        """The chart told in words, where nothing is drawn."""
        return self.text()


@dataclass(frozen=True)
class Page:
    """Several parts, shown one below the other.

    Attributes:
        parts: what is shown, from above.
    """

    parts: tuple[Part, ...]

    def _ipython_display_(self) -> None:
        """Show each part as an output of its own, since a page shows but one kind of content an output."""
        display: Callable[..., None] = import_module("IPython.display").display  # who calls this has it
        for part in self.parts:
            display(part.bundle(), raw=True)

    def __repr__(self) -> str:
        """All parts told in plain text, where nothing is drawn."""
        return "\n".join(str(part.bundle()[TEXT]) for part in self.parts)


def shown(chart: Any, table: Table | None = None) -> Shown:
    """A chart in a form that JupyterLab draws by itself.

    Args:
        chart: an Altair chart that stays inside Vega-Lite 5.6.
        table: its figures, for those who do not see it.
    """
    return Shown({**chart.to_dict(), "$schema": SCHEMA}, table)


def page(*parts: Part | None) -> Page:
    """Parts one below the other; the figures of a chart follow it, folded."""
    found: list[Part] = []
    for part in parts:
        found.extend([part] if part is not None else [])
        found.extend([part.table] if isinstance(part, Shown) and part.table else [])
    return Page(tuple(found))


def tabled(frame: "pd.DataFrame", caption: str = "", *, folded: bool = False) -> Table:
    """A data frame whose columns are named as they shall read, written out."""
    cells = [written(list(frame[name])) for name in frame.columns]
    return Table(tuple(str(name) for name in frame.columns), tuple(zip(*cells, strict=True)), caption, folded)


def written(column: Sequence[Any]) -> list[str]:
    """A column as text: words as they are, figures all to the same place, a dash for what was not measured."""
    if all(isinstance(cell, str) for cell in column):
        return list(column)
    figures = [float(cell) for cell in column]
    known = [abs(figure) for figure in figures if not isnan(figure)]
    whole = max(known, default=0.0) >= 100 or all(figure.is_integer() for figure in known)
    form = ",.0f" if whole else ",.2f"
    return ["–" if isnan(figure) else format(figure, form) for figure in figures]


def columns(frame: "pd.DataFrame", names: Mapping[str, str] | Sequence[tuple[str, str]]) -> "pd.DataFrame":
    """Some columns of a table, under the names that they shall read."""
    named = dict(names)
    return frame[list(named)].rename(columns=named)
