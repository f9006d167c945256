"""The command line: thin, each command a few lines over the library."""

import functools
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import typer

from crmsim.errors import CrmsimError, OutputError

if TYPE_CHECKING:
    from crmsim.engine.history import Progress
    from crmsim.run import Run

app = typer.Typer(
    help="Simulate a bank branch, its customers and its choices.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Command = TypeVar("Command", bound=Callable[..., None])


def command(function: Command) -> Command:
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
            typer.echo("crmsim: stopped; nothing was written", err=True)
            raise typer.Exit(130) from None

    app.command()(wrapped)
    return function


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


@command
def run(
    scenario: Annotated[str, typer.Argument(help="A packaged scenario's name, or the path of a TOML file.")],
    customers: Annotated[Path | None, typer.Option(help="A bank's file or folder of tables, or: corporate.")] = None,
    mapping: Annotated[str | None, typer.Option(help="What the file's columns mean: a name, or a TOML file.")] = None,
    months: Annotated[int | None, typer.Option(help="How long to simulate, in place of the scenario's own.")] = None,
    branches: Annotated[int | None, typer.Option(help="Branches of the bank, in place of the scenario's own.")] = None,
    jobs: Annotated[int | None, typer.Option(help="Processes that share the branches.")] = None,
    seed: Annotated[int, typer.Option(help="Another seed is another luck.")] = 1,
    replication: Annotated[int, typer.Option(help="Another repetition is another luck too.")] = 0,
    engine: Annotated[str, typer.Option(help="auto, compiled or simpy; the history is the same.")] = "auto",
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON document, and nothing else.")] = False,
    out: Annotated[Path | None, typer.Option(help="A folder to write every table to.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an older result in that folder.")] = False,
    parquet: Annotated[bool, typer.Option("--parquet", help="Write Parquet too.")] = False,
) -> None:
    """Simulate a scenario and show what it brings."""
    from crmsim import output
    from crmsim.settings import load

    given = {"months": months, "branches": branches}
    settings = load(scenario).with_settings({name: value for name, value in given.items() if value is not None})
    refuse(out, force=force, parquet=parquet)
    if mapping is not None and customers is None:
        raise OutputError("--mapping tells what a customer file's columns mean; give the file too, by --customers FILE")
    how = {"seed": seed, "replication": replication, "engine": engine, "record": out is not None, "jobs": jobs}
    if out is None:
        result = simulated(settings, customers, mapping, **how)
    else:
        with output.made(out, force=force, parquet=parquet) as place:
            stream = place if parquet and settings.branches > 1 else None
            result = simulated(settings, customers, mapping, stream=stream, **how)
            with busy(f"writing {out}"):
                output.fill(result, place, parquet=parquet)
    show(result, out, as_json=json_)


def refuse(out: Path | None, *, force: bool, parquet: bool) -> None:
    """Refuse, before anything is simulated, what could not be written afterwards."""
    from crmsim import output

    if out is not None:
        output.refuse(out, force=force, parquet=parquet)
    elif force or parquet:
        raise OutputError("--force and --parquet tell how to write a result; say where to, by --out FOLDER")


def simulated(settings: Any, customers: Path | None, mapping: str | None, **how: Any) -> "Run":
    """The run that the options ask for."""
    from crmsim.run import simulate

    population = None
    if customers is not None:
        from crmsim.population.customer_file import read_customers

        population = read_customers(customers, mapping)
    with progress(settings.months) as told:
        return simulate(settings, customers=population, progress=told, **how)


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


def show(result: "Run", out: Path | None, *, as_json: bool) -> None:
    """A run's indicators, as a table or as one document."""
    from rich.table import Table

    from crmsim import output
    from crmsim.kpis import KPIS

    if as_json:
        typer.echo(json.dumps(output.summary(result), ensure_ascii=False, indent=2))
        return
    several = f"{result.sums.branches} branches, " if result.sums.branches > 1 else ""
    title = (
        f"{result.scenario.name}{f' on {result.source}' if result.source else ''}: {several}"
        f"{result.scenario.months} months, seed {result.seed}, {result.engine} engine"
    )
    rows = ([kpi.name, figure(result.indicators[kpi.name]), kpi.unit, kpi.meaning] for kpi in KPIS)
    table(Table, title, ["indicator", ">value", "unit", "meaning"], rows)
    if out is not None:
        typer.echo(f"written to {out}")


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


@command
def scenarios() -> None:
    """List the packaged scenarios."""
    from rich.table import Table

    from crmsim.settings import load
    from crmsim.settings import scenarios as names

    table(
        Table, "Packaged scenarios", ["name", "what it is there to show"], ([name, load(name).note] for name in names())
    )


@command
def new(
    file: Annotated[Path, typer.Argument(help="The TOML file to write.")],
    scenario: Annotated[str, typer.Option("--from", help="The scenario to start from.")] = "baseline",
) -> None:
    """Write a scenario to start from, with a comment on every setting."""
    from crmsim.settings import dump, load

    text = dump(load(scenario), commented=True)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except FileExistsError:
        raise OutputError(f"{file}: exists already; choose another name") from None
    except OSError as error:
        raise OutputError(f"{file}: cannot be written ({error.strerror}); choose another place") from None
    typer.echo(f"written to {file}; change it, then `crmsim check {file}` and `crmsim run {file}`")


@command
def check(file: Annotated[str, typer.Argument(help="A scenario's TOML file, or a packaged name.")]) -> None:
    """Name every mistake in a scenario, with its line and remedy."""
    from crmsim.settings import load

    scenario = load(file)
    typer.echo(f"{file}: right; {len(scenario.schedule)} strategies over {scenario.months} months")


@command
def levers(
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON document, and nothing else.")] = False,
) -> None:
    """List every setting: path, unit, bounds, default, course item, what it moves and between which values."""
    from rich.table import Table

    from crmsim.settings import levers as all_levers

    if json_:
        typer.echo(json.dumps([lever.row() for lever in all_levers()], ensure_ascii=False, indent=2))
        return
    headers = ["setting", "unit", ">from", ">to", ">default", "course", "moves", ">probe", "meaning"]
    table(Table, "Settings", headers, (lever_row(lever.row()) for lever in all_levers()))


def lever_row(row: dict[str, Any]) -> list[str]:
    """A setting as a line of a table."""
    moves = ("+" if row["direction"] > 0 else "-") + row["indicator"]
    probe = " to ".join(f"{value:g}" for value in row["probe"])
    numbers = [f"{row[key]:g}" for key in ("low", "high", "default")]
    return [row["path"], row["unit"], *numbers, row["item"], moves, probe, row["meaning"]]


@command
def bench(
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON document, and nothing else.")] = False,
    write: Annotated[Path | None, typer.Option(help="A Markdown file whose table to make anew.")] = None,
    repeats: Annotated[int, typer.Option(min=1, max=50, help="Timed runs of each; the median counts.")] = 3,
) -> None:
    """Time the engines against each other, and against other simulators."""
    from crmsim.benchmark import report

    measured = report.measure(repeats, lambda what: typer.echo(f"timing: {what}", err=True))
    if write is not None:
        report.write(measured, write)
    typer.echo(json.dumps(measured, indent=2) if json_ else report.text(measured))


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


if __name__ == "__main__":
    main()
