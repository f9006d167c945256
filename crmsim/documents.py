"""Makes the documents that are derived from the code: `python -m crmsim.documents docs` writes them anew."""

import io
import re
import sys
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from pathlib import Path

from crmsim.population import columns, example
from crmsim.results.tables import documented
from crmsim.settings import levers

ABOUT_SETTINGS = """\
# Settings

Every setting of a scenario, with its unit, bounds, default and course item, the indicator that it moves most directly,
and two values between which that shows. Strategies (`prospecting`, `maintenance`, `exit`) stand under `[[schedule]]`,
each with the `from_month` from which it holds; what a later one leaves unsaid it takes from the one before.
"""


def table(header: list[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    lines = [header, *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def settings() -> str:
    """Every setting, from its own metadata."""
    header = ["setting", "unit", "bounds", "default", "course", "moves", "probe", "source", "meaning"]
    rows = []
    for lever in levers():
        about = lever.about
        moves = f"{'raises' if about.direction > 0 else 'lowers'} `{about.indicator}`"
        given = "".join(f"; with `{path}` {value:g}" for path, value in about.given.items())
        probe = " to ".join(f"{value:g}" for value in about.probe) + given
        bounds = " to ".join(f"{value:g}" for value in about.bounds)
        default, meaning = f"{lever.default:g}", lever.meaning
        rows.append([f"`{lever.path}`", about.unit, bounds, default, about.item, moves, probe, about.source, meaning])
    return f"{ABOUT_SETTINGS}\n{table(header, rows)}\n"


def results() -> str:
    """Every indicator and column of a run, with unit and meaning."""
    parts = ["# Results\n\nWhat a run gives, column by column. Whole fen can be summed exactly; 100 fen are 1 CNY."]
    for name in dict.fromkeys(row[0] for row in documented()):
        rows = [[f"`{column}`", unit, meaning] for owner, column, unit, meaning in documented() if owner == name]
        parts.append(f"## `run.{name}`\n\n{table(['name', 'unit', 'meaning'], rows)}")
    return "\n\n".join(parts) + "\n"


DOCUMENTS: dict[str, Callable[[], str]] = {"settings.md": settings, "results.md": results}
"""The documents by file name."""

EXAMPLE = Path(__file__).parent / "customer_files" / "corporate.csv"
"""The packaged customer file."""


def with_columns(text: str) -> str:
    """A text in which the table of the customer file's columns is made anew."""
    return re.sub(r"\| column \| also called .*?\n\n", lambda _: f"{columns.document()}\n", text, flags=re.DOTALL)


PROGRAM = re.compile(r"```python\n(.*?)```\n\n(<!-- \w+:begin[^\n]*-->\n```\n)(.*?)(```\n<!-- \w+:end -->)", re.DOTALL)
"""A program in a document, and after it what it prints, between marks."""


def with_output(text: str) -> str:
    """A text in which what its own programs print is made anew."""
    return PROGRAM.sub(lambda found: found[0].replace(found[3], printed(found[1])), text)


def printed(program: str) -> str:
    """What a program prints."""
    told = io.StringIO()
    with redirect_stdout(told):
        exec(program, {})  # noqa: S102  # the documents' own programs, from our own folder
    return told.getvalue()


def main() -> None:
    """Write them to the folder given, and the packaged customer file to its place."""
    folder = Path(sys.argv[1])
    for name, make in DOCUMENTS.items():
        (folder / name).write_text(make(), "utf-8", newline="\n")
    model = folder / "model.md"
    model.write_text(with_output(model.read_text("utf-8")), "utf-8", newline="\n")
    about = folder / "customer-files.md"
    about.write_text(with_columns(about.read_text("utf-8")), "utf-8", newline="\n")
    EXAMPLE.write_text(example.text(), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
