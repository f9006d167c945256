"""The command that marks a class."""

import json
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crmsim.cli.experimenting import counting
from crmsim.cli.frame import command, table
from crmsim.cli.options import AsJson, Jobs, Language

if TYPE_CHECKING:
    import pandas as pd

    from crmsim.grading.grades import Grades


@command
def grade(  # an option each
    folder: Annotated[Path, typer.Argument(help="The class's folder, with a folder or a file for each learner.")],
    out: Annotated[
        Path | None, typer.Option(help="A report to write (.html), or a folder for report and tables.")
    ] = None,
    exercises: Annotated[
        Path | None,
        typer.Option(
            help="The class's exercises.json, or a folder of exercise files; else that in the class's folder, "
            "else the packaged exercises."
        ),
    ] = None,
    roster: Annotated[
        Path | None, typer.Option(help="The list of the class: a CSV file with id, name and group.")
    ] = None,
    lang: Language = None,
    jobs: Jobs = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an older result.")] = False,
    json_: AsJson = False,
) -> None:
    """Mark a class: check everybody's answers anew, and tell marks, what is commonly wrong, and what cannot be read."""
    from crmsim.grading import told
    from crmsim.grading.marking import grade as marked

    is_page = out is not None and out.suffix.lower() in {".html", ".htm"}
    with place_for(out, folder, force=force, is_page=is_page) as place:
        with counting("marking") as progress:
            grades = marked(folder, exercises=exercises, roster=roster, lang=lang, jobs=jobs, progress=progress)
        if place is not None:
            (told.report if is_page else told.fill)(grades, place)
    for note in grades.all_notes:
        typer.echo(f"crmsim: {note}", err=True)
    if json_:
        typer.echo(json.dumps(told.summary(grades), ensure_ascii=False, indent=2))
        return
    show(grades)
    if out is not None:
        typer.echo(f"written to {out}")


def place_for(out: Path | None, folder: Path, *, force: bool, is_page: bool) -> Any:
    """Where a result is written, refused before anything is marked if it could not be.

    Raises:
        OutputError: something stands there that is not to be written over, or it is in the class's own folder.
    """
    from crmsim import output
    from crmsim.errors import OutputError

    if out is None:
        return nullcontext()
    if not is_page:
        if out.resolve().is_relative_to(folder.resolve()):
            raise OutputError(f"{out}: lies in the class's folder, as if it were a learner's; write beside it")
        return output.made(out, force=force)
    if not (force and out.is_file()):
        output.refuse_file(out)
    return nullcontext(out)


def show(grades: "Grades") -> None:
    """Marks and statistics as tables."""
    from rich.table import Table

    from crmsim.grading import tables
    from crmsim.grading.analysis import items_of
    from crmsim.language import speaker

    say = speaker(grades.lang)
    of = say("{folder}: points of {most}").format(folder=grades.folder, most=grades.most)
    drawn(Table, of, tables.marks(grades, say, each=False))
    drawn(Table, say("The exercises"), tables.exercises(items_of(grades), say))


def drawn(kind: Any, title: str, rows: "pd.DataFrame") -> None:
    """Print a table; figures stand to the right, a dash where there is none."""
    from rich.markup import escape

    from crmsim.report.page import cells

    found = cells(rows)
    heads = [
        f">{head}" if is_figure else head for head, is_figure in zip(found["headers"], found["numeric"], strict=True)
    ]
    table(kind, escape(title), heads, ([escape(cell) for cell in row] for row in found["rows"]))
