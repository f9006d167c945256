"""What several commands share: options, so that one word means one thing everywhere, and what they write and tell."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crmsim.language import LANGUAGES

if TYPE_CHECKING:
    from crmsim.experiment.cells import Failure
    from crmsim.settings import Scenario

ScenarioName = Annotated[str, typer.Argument(help="A packaged scenario's name, or the path of a TOML file.")]
Seed = Annotated[int, typer.Option(help="Another seed is another luck.")]
Repeated = Annotated[int, typer.Option(help="Repetitions, each on a luck of its own.")]
Jobs = Annotated[int | None, typer.Option(help="Processes that share the work.")]
Engine = Annotated[str, typer.Option(help="compiled, simpy, or auto for the quickest; the history is the same.")]
Known = Annotated[bool, typer.Option("--cache/--no-cache", help="Take known runs from your own store.")]
Resumed = Annotated[Path | None, typer.Option(help="A folder that keeps the work, to go on from.")]
Ranged = Annotated[list[str] | None, typer.Option("--range", help="SETTING=LOW:HIGH, as often as needed.")]
Folder = Annotated[Path | None, typer.Option(help="A folder to write every table to.")]
Report = Annotated[Path | None, typer.Option(help="An HTML file to write, which needs no network.")]
Language = Annotated[str | None, typer.Option(help=f"The language of what is told: {' or '.join(LANGUAGES)}.")]
OwnLanguage = Annotated[
    str | None, typer.Option("--lang", help=f"{' or '.join(LANGUAGES)}; by default that of CRMSIM_LANG.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document, and nothing else.")]


def write_scenario(scenario: "Scenario", file: Path) -> None:
    """Write a scenario with a comment on every setting to a new TOML file.

    Raises:
        OutputError: it is there already, or cannot be written.
    """
    from crmsim.output import write_file
    from crmsim.settings import dump

    write_file(dump(scenario, commented=True), file)


def tell_failures(failures: "tuple[Failure, ...]") -> None:
    """Say on stderr which runs failed, and why."""
    for one in failures:
        typer.echo(
            f"failed: {one.scenario}, seed {one.seed}, replication {one.replication}: {one.reason}",
            err=True,
        )
