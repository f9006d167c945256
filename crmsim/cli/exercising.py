"""Commands about exercises, for those who write and give them."""

from pathlib import Path
from typing import Annotated

import typer

from crmsim.cli.frame import app, busy, command, sentences
from crmsim.cli.options import OwnLanguage

course = typer.Typer(help="Exercises of the course, for those who write them.", no_args_is_help=True)
app.add_typer(course, name="course")


@course.callback()
def group() -> None:
    """Exercises of the course, for those who write them."""


@course.command()
@sentences
def check(
    folder: Annotated[Path, typer.Argument(help="The folder of the exercise files.")],
    versions: Annotated[int, typer.Option(min=1, max=1000, help="Versions of each exercise to go through.")] = 16,
) -> None:
    """Look exercises through: every mistake with its line, every solution, every typical wrong answer."""
    from crmsim.course.exercising.trying import checked

    with busy("looking exercises through"):
        sheets = checked(folder, versions)
    for sheet in sheets:
        typer.echo(f"chapter {sheet.chapter}: {len(sheet.exercise)} exercises, each with its solution right")


@command
def release(
    out: Annotated[Path, typer.Argument(help="The folder to write to.")],
    lang: OwnLanguage = None,
    key: Annotated[Path, typer.Option(help="The folder of the exercise files, with their answers.")] = Path(
        "exercises/key"
    ),
    versions: Annotated[int, typer.Option(min=1, max=1000, help="Versions of figures and luck.")] = 16,
    solved: Annotated[bool, typer.Option("--solved", help="Write the solved notebooks instead.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace an older release there.")] = False,
) -> None:
    """Make the learners' version of exercises: notebooks and sealed exercises, in which no answer can be read."""
    from crmsim.course.exercising.releasing import release as released
    from crmsim.language import chosen

    with busy("making the exercises"):
        files = released(key, chosen(lang), out, versions=versions, force=force, is_solved=solved)
    for file in files:
        typer.echo(f"written to {file}")
