"""What every command stands in: the application, how mistakes are told, progress and tables."""

import functools
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, cast

import typer

from crmsim.errors import CrmsimError

if TYPE_CHECKING:
    from crmsim.engine.history import Progress

app = typer.Typer(
    help="Simulate a bank branch, its customers and its choices.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Command = TypeVar("Command", bound=Callable[..., None])


def command(function: Command) -> Command:
    """A command of the application, whose mistakes are sentences."""
    app.command()(sentences(function))
    return function


def sentences(function: Command) -> Command:
    """A command whose mistakes are sentences on stderr: status 2 for bad input, 130 when it was stopped."""

    @functools.wraps(function)
    def wrapped(*args: Any, **options: Any) -> None:
        try:
            function(*args, **options)
        except CrmsimError as error:
            for mistake in error.mistakes:
                typer.echo(f"crmsim: {mistake}", err=True)
            raise typer.Exit(2) from None
        except KeyboardInterrupt:
            exec("")  # noqa: S102  # Python would end by the signal, not with 130, if it came while a library ran a text
            typer.echo("crmsim: stopped; nothing was written", err=True)
            raise typer.Exit(130) from None

    return cast("Command", wrapped)


def version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        import crmsim

        typer.echo(f"crmsim {crmsim.__version__}")
        raise typer.Exit


@app.callback()
def main_options(
    version_: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Simulate a bank branch, its customers and its choices."""


@contextmanager
def busy(doing: str) -> Iterator[None]:
    """Say on stderr what takes a moment; silent where no one looks on."""
    from rich.console import Console

    console = Console(stderr=True)
    if console.is_terminal:
        with console.status(doing):
            yield
    else:
        yield


@contextmanager
def progress(months: float) -> Iterator["Progress"]:
    """A progress bar on stderr, which goes when all is done; silent where no one looks on.

    The first run of a version of the law on the compiled engine takes some twenty seconds to compile, and the bar says
    that it is getting ready.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("getting ready (a new version is compiled once)", total=months)
    if bar.console.is_terminal:
        bar.start()
    try:
        yield lambda month: bar.update(task, completed=month, description=f"month {month:.0f} of {months:.0f}")
    finally:
        if bar.live.is_started:
            bar.stop()


def table(kind: Any, title: str, headers: list[str], rows: Any) -> None:
    """Print rows as a table; a header that starts with > stands over figures."""
    from rich.console import Console

    drawn = kind(title=title, title_justify="left")
    for place, header in enumerate(headers):
        side: Literal["left", "right"] = "right" if header.startswith(">") else "left"
        drawn.add_column(header.lstrip(">"), justify=side, overflow="fold", no_wrap=place == 0)
    for row in rows:
        drawn.add_row(*row)
    Console(width=None if sys.stdout.isatty() else 140).print(drawn)


def figure(value: float) -> str:
    """A number as a table shows it: five significant digits, thousands apart."""
    if value != value:  # noqa: PLR0124  # the comparison is the test for NaN
        return "-"
    return f"{value:,.0f}" if abs(value) >= 10000 else f"{value:,.5g}"


def main() -> None:
    """Run the command line; what its words get wrong is a sentence too."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a console without Chinese shows codes, not a traceback
    try:
        status = app(standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read the answer has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except OSError as error:
        typer.echo(f"crmsim: the answer cannot be written ({error.strerror}); make room, or write elsewhere", err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 2
    except Exception as error:
        tell = getattr(
            error, "format_message", None
        )  # the parser's own mistakes, whose class has moved between versions
        if tell is None:
            raise
        typer.echo(f"crmsim: {tell().rstrip('.')}; see crmsim --help", err=True)
        status = 2
    sys.exit(status)
