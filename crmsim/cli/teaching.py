"""Commands about the course: a working copy of it, opened in JupyterLab."""

from pathlib import Path
from typing import Annotated

import typer

from crmsim.cli.frame import command


@command
def lab(
    folder: Annotated[Path, typer.Argument(help="Where your working copy of the course is, or will be.")] = Path(
        "crmsim-course"
    ),
    lang: Annotated[str | None, typer.Option(help="en or zh; by default that of CRMSIM_LANG.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to serve on, if a certain one is wanted.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser.")] = True,
) -> None:
    """Open the course in JupyterLab: your own copy, in your language, without a network."""
    from crmsim import workplace
    from crmsim.language import chosen

    for file in workplace.copy(folder, chosen(lang)):
        typer.echo(f"{file}: you changed it, so it stays as it is", err=True)
    raise typer.Exit(workplace.open_lab(folder.resolve(), lang, port, browser=browser))
