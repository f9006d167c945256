"""Commands about many runs: compare scenarios, and forget runs that are kept."""

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crmsim.cli.frame import command, figure, table
from crmsim.cli.options import AsJson, Engine, Jobs, Known, Language, Repeated, Report, Resumed, Seed, tell_failures

if TYPE_CHECKING:
    from crmsim.experiment.cells import Told
    from crmsim.experiment.comparison import Comparison


@command
def compare(  # an option each
    scenarios: Annotated[list[str], typer.Argument(help="Packaged scenarios' names, or paths of TOML files.")],
    replications: Repeated = 30,
    seed: Seed = 1,
    jobs: Jobs = None,
    engine: Engine = "auto",
    reference: Annotated[str | None, typer.Option(help="Whom the others are compared to; else the first.")] = None,
    precision: Annotated[float | None, typer.Option(help="Go on to this relative half-width, such as 0.02.")] = None,
    kpi: Annotated[str, typer.Option(help="The indicator for precision and ranking.")] = "contribution",
    resume: Resumed = None,
    cache: Known = True,
    backend: Annotated[str, typer.Option(help="local, or dask for a cluster.")] = "local",
    scheduler: Annotated[str | None, typer.Option(help="The address of the cluster's scheduler.")] = None,
    report: Report = None,
    lang: Language = None,
    json_: AsJson = False,
) -> None:
    """Compare scenarios: the same customers and the same luck for all."""
    from crmsim import report as reports
    from crmsim.experiment.compare import compare as compared

    cluster = cluster_of(backend, scheduler)
    if report is not None:
        reports.refuse(report, lang)
    how: dict[str, Any] = {"seed": seed, "jobs": jobs, "engine": engine, "reference": reference, "precision": precision}
    how |= {"kpi": kpi, "resume": resume, "cache": cache, "cluster": cluster}
    with counting("simulating") as told:
        comparison = compared(scenarios, replications, progress=told, **how)
    if report is not None:
        comparison.report(report, lang)
    if json_:
        typer.echo(json.dumps(summary(comparison), ensure_ascii=False, indent=2))
    else:
        show(comparison)
        if report is not None:
            typer.echo(f"written to {report}")


def cluster_of(backend: str, scheduler: str | None) -> str | None:
    """The cluster's address, if the work goes to one.

    Raises:
        OutputError: backend and scheduler do not go together.
    """
    from crmsim.errors import EngineError

    if backend not in {"local", "dask"}:
        raise EngineError(f"there is no backend '{backend}'; use local or dask")
    if (backend == "dask") != (scheduler is not None):
        raise EngineError(
            f"--backend {backend} and --scheduler {scheduler} do not go together; a cluster needs --backend dask and "
            "--scheduler ADDRESS"
        )
    return scheduler


def show(comparison: "Comparison") -> None:
    """A comparison as three tables and the runs that failed."""
    from rich.table import Table

    from crmsim.experiment.comparison import HEADLINES

    size = f"{comparison.replications} replications, seed {comparison.seed}"
    headers = ["indicator", "unit", "scenario", ">mean", ">from", ">to"]
    means = plain(comparison.table(HEADLINES))
    rows = [[*words(row), *(figure(number(row[name])) for name in ("mean", "low", "high"))] for row in means]
    table(Table, f"Means with 95 % intervals: {size}", headers, rows)
    headers = ["indicator", "unit", "scenario", ">difference", ">from", ">to", ">p adjusted", ">variance saved"]
    rows = [
        [
            *words(row),
            *(figure(number(row[name])) for name in ("difference", "low", "high", "p_adjusted")),
            share(number(row["variance_saved"])),
        ]
        for row in plain(comparison.differences())
    ]
    name = comparison.names[comparison.reference]
    table(Table, f"Paired differences to {name}, adjusted for all of them", headers, rows)
    headers = [">rank", "scenario", ">mean", ">best with", "in the running", ">lead is luck with"]
    rows = [
        [
            str(row["rank"]),
            row["scenario"],
            figure(number(row["mean"])),
            share(number(row["best"])),
            "yes" if row["in_the_running"] else "no",
            share(number(row["luck_of_lead"])),
        ]
        for row in plain(comparison.ranking())
    ]
    table(Table, f"Ranking by {comparison.kpi}", headers, rows)
    tell_failures(comparison.failures)


def words(row: dict[str, Any]) -> list[str]:
    """What a row is of."""
    return [row["kpi"], row["unit"], row["scenario"]]


def number(value: float | None) -> float:
    """A figure, NaN where there is none."""
    return math.nan if value is None else value


def share(value: float) -> str:
    """A share as per cent; a dash where there is none."""
    return "-" if math.isnan(value) else f"{value:.1%}"


def summary(comparison: "Comparison") -> dict[str, Any]:
    """A comparison as one JSON document."""
    import crmsim

    return {
        "crmsim": crmsim.__version__,
        "scenarios": comparison.names,
        "reference": comparison.names[comparison.reference],
        "seed": comparison.seed,
        "replications": comparison.replications,
        "table": plain(comparison.table()),
        "differences": plain(comparison.differences()),
        "ranking": plain(comparison.ranking()),
        "failures": [vars(failure) for failure in comparison.failures],
        "command": comparison.command,
    }


def plain(frame: Any) -> list[dict[str, Any]]:
    """A table's rows for JSON, in which NaN and infinity, which it has not, become null."""
    rows: list[dict[str, Any]] = frame.to_dict("records")
    return [
        {name: None if isinstance(value, float) and not math.isfinite(value) else value for name, value in row.items()}
        for row in rows
    ]


@contextmanager
def counting(doing: str) -> Iterator["Told"]:
    """Runs done and to do on stderr, with rate and time left; silent where no one looks on."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from crmsim.experiment.cells import untold

    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    console = Console(stderr=True)
    if not console.is_terminal:  # of Rich's bars even those that are turned off end in an empty line, before Rich 14.3
        yield untold
        return
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(doing, total=None, rate="")

        def told(done: int, total: int) -> None:
            speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
            bar.update(task, completed=done, total=total, rate=f"{speed:.1f} a second" if speed else "")

        yield told


@command
def cache(
    clear: Annotated[bool, typer.Option("--clear", help="Forget every run that is kept.")] = False,
) -> None:
    """Tell how many finished runs are kept, or forget them."""
    from crmsim.experiment.store import own_store

    store = own_store()
    if clear:
        typer.echo(f"{store.clear()} runs forgotten")
    else:
        typer.echo(f"{store.count()} runs kept in {store.folder}; --clear forgets them")
