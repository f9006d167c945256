"""Commands about the course: a working copy of it, opened in JupyterLab, and its chapters on paper."""

from pathlib import Path
from typing import Annotated

import typer

from crmsim.cli.frame import busy, command
from crmsim.cli.options import OwnLanguage


@command
def lab(
    folder: Annotated[Path, typer.Argument(help="Where your working copy of the course is, or will be.")] = Path(
        "crmsim-course"
    ),
    lang: OwnLanguage = None,
    port: Annotated[int | None, typer.Option(help="The port to serve on, if a certain one is wanted.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser.")] = True,
) -> None:
    """Open the course in JupyterLab: your own copy, in your language, without a network."""
    from crmsim import workplace
    from crmsim.language import chosen

    for file in workplace.copy(folder, chosen(lang)):
        typer.echo(f"{file}: you changed it, so it stays as it is", err=True)
    raise typer.Exit(workplace.open_lab(folder.resolve(), lang, port, browser=browser))


@command
def handout(
    chapters: Annotated[list[str] | None, typer.Argument(help="Numbers or names of chapters; by default all.")] = None,
    lang: OwnLanguage = None,
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("handouts"),
    force: Annotated[bool, typer.Option("--force", help="Replace handouts that are there already.")] = False,
    as_html: Annotated[bool, typer.Option("--html", help="Write print-ready HTML in place of PDF.")] = False,
) -> None:
    """Make a PDF of each chapter: prose, charts and tables as the course stores them, no code."""
    from crmsim import handout as handouts

    with busy("making handouts"):
        made = handouts.make(chapters or (), lang=lang, out=out, force=force, as_html=as_html)
    if made.note:
        typer.echo(f"crmsim: {made.note}", err=True)
    for file in made.files:
        typer.echo(f"written to {file}")
