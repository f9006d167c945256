"""The command that holds the model against theory, published figures and the course."""

from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crmsim.cli.experimenting import counting
from crmsim.cli.frame import command, table
from crmsim.cli.options import Jobs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from crmsim.experiment.cells import Told
    from crmsim.statistics import Interval
    from crmsim.validation.finding import Finding

Behaviours = Annotated[list[str] | None, typer.Option("--behaviour", help="Only this one, B4 say; as often as needed.")]


@command
def validate(
    behaviour: Behaviours = None,
    write: Annotated[Path | None, typer.Option(help="A Markdown file to write: all of it, and every default.")] = None,
    jobs: Jobs = None,
) -> None:
    """Hold the model against theory, published figures and the course: what must come out, with its interval."""
    from crmsim.errors import CrmsimError
    from crmsim.validation import report

    if write is not None and behaviour:
        raise CrmsimError(f"--write {write} takes every behaviour; leave --behaviour out")
    if write is None:
        with counting("behaviours") as told:
            found = report.found(report.chosen(behaviour or []), told, jobs)
        show(found)
        failed = [one.claim for one, seen in found if not one.holds(seen)]
    else:
        with one_after_another() as telling:
            seen = report.validated(telling, jobs)
        report.write(seen, write)
        typer.echo(f"written to {write}")
        failed = seen.failures
    if failed:
        raise CrmsimError(f"{len(failed)} figures do not lie where they must: {'; '.join(failed)}")


@contextmanager
def one_after_another() -> "Iterator[Callable[[str], Told]]":
    """A bar for each part of the work, the one before gone when the next comes."""
    with ExitStack() as shown:

        def telling(doing: str) -> "Told":
            shown.close()
            return shown.enter_context(counting(doing))

        yield telling


def show(found: "Sequence[tuple[Finding, Interval]]") -> None:
    """Findings as a table."""
    from rich.table import Table

    from crmsim.validation.report import HEADER, row

    title = "What the model must show, with the interval that luck leaves"
    table(Table, title, list(HEADER), [row(finding, seen) for finding, seen in found])
