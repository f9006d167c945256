"""A report's page: sections of text, charts and tables, put into one HTML file that needs nothing else."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

import crmsim
from crmsim.errors import OutputError
from crmsim.language import chosen, speaker, tag
from crmsim.report.library import library

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Section:
    """A part of a report.

    Attributes:
        title: its heading.
        text: paragraphs under it.
        chart: an Altair chart, or nothing.
        table: a table, or nothing; its columns are shown as they are called.
        is_folded: whether the table is shown on demand (and in print).
    """

    title: str
    text: tuple[str, ...] = ()
    chart: Any = None
    table: "pd.DataFrame | None" = None
    is_folded: bool = False


def refuse(file: Path, lang: str | None) -> None:
    """Refuse, before anything is simulated, a report that could not be written afterwards.

    Raises:
        OutputError: the file cannot be written.
        CrmsimError: there is no such language.
    """
    chosen(lang)
    if file.is_dir():
        raise OutputError(f"{file}: is a folder; give a file for the report, such as {file / 'report.html'}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=file.parent):
            pass
    except OSError as error:
        raise OutputError(f"{file}: cannot be written ({error.strerror}); choose another place") from None


def write(
    file: Path, title: str, facts: Sequence[tuple[str, str]], sections: Sequence[Section], lang: str | None
) -> Path:
    """Write a report, whole or not at all; gives the file.

    Args:
        file: where to.
        title: what stands on top.
        facts: what it was made of and with, as pairs.
        sections: its parts.
        lang: `en` or `zh`.

    Raises:
        OutputError: the file cannot be written.
    """
    refuse(file, lang)
    text = page(title, facts, sections, lang)
    try:
        with NamedTemporaryFile("w", encoding="utf-8", newline="\n", dir=file.parent, delete=False) as beside:
            beside.write(text)
        Path(beside.name).chmod(0o644)
        Path(beside.name).replace(file)
    except OSError as error:
        Path(beside.name).unlink(missing_ok=True)
        raise OutputError(f"{file}: cannot be written ({error.strerror}); make room or choose another place") from None
    return file


def page(title: str, facts: Sequence[tuple[str, str]], sections: Sequence[Section], lang: str | None) -> str:
    """A report as HTML."""
    from jinja2 import Environment, PackageLoader, select_autoescape

    language = chosen(lang)
    loader = PackageLoader("crmsim.report", "templates")
    template = Environment(loader=loader, autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True)
    return template.get_template("report.html.j2").render(
        lang=tag(language),
        title=title,
        facts=facts,
        sections=[shown(section, number) for number, section in enumerate(sections)],
        say=speaker(lang),
        vega=bundle() if any(section.chart is not None for section in sections) else "",
        version=crmsim.__version__,
    )


def shown(section: Section, number: int) -> dict[str, Any]:
    """A section as the template takes it."""
    spec = None
    description = ""
    if section.chart is not None:
        content = section.chart.to_dict()
        content.pop("$schema", None)
        description = content.get("description", "")
        spec = json.dumps(content, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    return {
        "title": section.title,
        "text": section.text,
        "chart": f"chart-{number}",
        "spec": spec,
        "description": description,
        "table": None if section.table is None else cells(section.table),
        "is_folded": section.is_folded,
    }


def cells(table: "pd.DataFrame") -> dict[str, Any]:
    """A table as headers and rows of text, and which columns hold figures."""
    numeric = [name for name in table.columns if table[name].dtype.kind in "if"]
    rows = [
        [figure(value) if isinstance(value, int | float) else str(value) for value in row]
        for row in table.itertuples(index=False)
    ]
    return {"headers": list(table.columns), "rows": rows, "numeric": [name in numeric for name in table.columns]}


def figure(value: float) -> str:
    """A number as a table shows it: five significant digits, thousands apart, a dash where there is none."""
    if isinstance(value, bool):
        return str(value)
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124  # the comparison is the test for NaN
        return "–"
    return f"{value:,.0f}" if abs(value) >= 10000 or isinstance(value, int) else f"{value:,.5g}"


@cache
def bundle() -> str:
    """Vega and all that it needs, as one script inside a page."""
    return library().decode().replace("</script", "<\\/script")
