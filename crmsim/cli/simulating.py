"""Commands about one run: simulate, list, write and check scenarios, list settings, and time it all."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crmsim.cli.frame import busy, command, figure, progress, table
from crmsim.cli.options import AsJson, Engine, Folder, Jobs, ScenarioName, Seed, write_scenario
from crmsim.errors import OutputError

if TYPE_CHECKING:
    from crmsim.run import Run


@command
def run(
    scenario: ScenarioName,
    customers: Annotated[Path | None, typer.Option(help="A bank's file or folder of tables, or: corporate.")] = None,
    mapping: Annotated[str | None, typer.Option(help="What the file's columns mean: a name, or a TOML file.")] = None,
    months: Annotated[int | None, typer.Option(help="How long to simulate, in place of the scenario's own.")] = None,
    branches: Annotated[int | None, typer.Option(help="Branches of the bank, in place of the scenario's own.")] = None,
    jobs: Jobs = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="A setting in place of the scenario's own: SETTING=VALUE.")
    ] = None,
    seed: Seed = 1,
    replication: Annotated[int, typer.Option(help="Another repetition is another luck too.")] = 0,
    engine: Engine = "auto",
    json_: AsJson = False,
    out: Folder = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an older result in that folder.")] = False,
    parquet: Annotated[bool, typer.Option("--parquet", help="Write Parquet too.")] = False,
) -> None:
    """Simulate a scenario and show what it brings."""
    from crmsim import output
    from crmsim.experiment.ranges import read_settings
    from crmsim.settings import load

    given = {"months": months, "branches": branches}
    whole = {name: value for name, value in given.items() if value is not None}
    settings = load(scenario).with_settings({**read_settings(set_ or []), **whole})
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


def show(result: "Run", out: Path | None, *, as_json: bool) -> None:
    """A run's indicators, as a table or as one document."""
    from rich.table import Table

    from crmsim import output
    from crmsim.results.kpis import KPIS

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
    from crmsim.settings import load
    from crmsim.settings.scenario import LONGEST_NAME

    # Called as its file, so that it can be compared with the one that it began from.
    write_scenario(load(scenario).model_copy(update={"name": file.stem[:LONGEST_NAME]}), file)
    typer.echo(f"written to {file}; change it, then `crmsim check {file}` and `crmsim run {file}`")


@command
def check(file: Annotated[str, typer.Argument(help="A scenario's TOML file, or a packaged name.")]) -> None:
    """Name every mistake in a scenario, with its line and remedy."""
    from crmsim.settings import load

    scenario = load(file)
    typer.echo(f"{file}: right; {len(scenario.schedule)} strategies over {scenario.months} months")


@command
def levers(
    json_: AsJson = False,
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
    json_: AsJson = False,
    write: Annotated[Path | None, typer.Option(help="A Markdown file whose table to make anew.")] = None,
    repeats: Annotated[int, typer.Option(min=1, max=50, help="Timed runs of each; the median counts.")] = 3,
    branches: Annotated[int, typer.Option(min=1, help="Banks of up to so many branches are timed.")] = 500,
) -> None:
    """Time the engines against each other, and against other simulators."""
    from crmsim.benchmark import report
    from crmsim.benchmark.programme import Programme

    wanted = Programme(repeats).up_to(branches)
    measured = report.measure(wanted, lambda what: typer.echo(f"timing: {what}", err=True))
    if write is not None:
        report.write(measured, write)
    typer.echo(json.dumps(measured, indent=2) if json_ else report.text(measured))
