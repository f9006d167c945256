"""Commands that search: which settings matter, and which are better."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crmsim.cli.experimenting import counting, number, plain
from crmsim.cli.frame import command, figure, table
from crmsim.cli.options import AsJson, Jobs, Known, Ranged, Resumed, ScenarioName, Seed, write_scenario

if TYPE_CHECKING:
    from crmsim.experiment.optimum import Optimum, Trial
    from crmsim.experiment.sensitivity import Sensitivity


@command
def sensitivity(
    scenario: ScenarioName,
    settings: Annotated[str | None, typer.Option(help="Settings with commas between them; else all numbers.")] = None,
    range_: Ranged = None,
    kpi: Annotated[str, typer.Option(help="The indicator that they are to move.")] = "contribution",
    method: Annotated[str, typer.Option(help="morris to screen many settings, sobol to share out the variance.")] = (
        "morris"
    ),
    samples: Annotated[int | None, typer.Option(help="Trajectories, or points; else 10 or 64.")] = None,
    replications: Annotated[int, typer.Option(help="Repetitions that each point is averaged over.")] = 5,
    seed: Seed = 1,
    jobs: Jobs = None,
    resume: Resumed = None,
    cache: Known = True,
    json_: AsJson = False,
) -> None:
    """Find out which settings an indicator depends on."""
    from crmsim.experiment.ranges import read_ranges
    from crmsim.experiment.sensitivity import sensitivity as found_out

    with counting("simulating") as told:
        found = found_out(
            scenario,
            listed(settings),
            kpi=kpi,
            method=method,
            samples=samples,
            replications=replications,
            seed=seed,
            jobs=jobs,
            ranges=read_ranges(range_ or []),
            resume=resume,
            cache=cache,
            progress=told,
        )
    if json_:
        typer.echo(json.dumps(told_of_sensitivity(found), ensure_ascii=False, indent=2))
    else:
        show_sensitivity(found)


def listed(settings: str | None) -> list[str] | None:
    """The settings that an option names, if it is given."""
    return None if settings is None else [path.strip() for path in settings.split(",") if path.strip()]


def told_of_sensitivity(found: "Sensitivity") -> dict[str, Any]:
    """A sensitivity analysis as one JSON document."""
    import crmsim

    return {
        "crmsim": crmsim.__version__,
        "scenario": found.scenario.name,
        "method": found.method,
        "kpi": found.kpi,
        "samples": found.samples,
        "replications": found.replications,
        "seed": found.seed,
        "points": len(found.values),
        "effects": plain(found.table()),
        "command": found.command,
    }


def show_sensitivity(found: "Sensitivity") -> None:
    """A sensitivity analysis as a table."""
    from rich.table import Table

    from crmsim.experiment.comparison import PLACE
    from crmsim.results.kpis import KPIS

    frame = found.table()
    names = [name for name in frame.columns if name != "setting"]
    unit = f" in {KPIS[PLACE[found.kpi]].unit}" if found.method == "morris" else " as shares of its variance"
    title = f"What moves {found.kpi} of {found.scenario.name}{unit}: {found.method}, {len(found.values)} points"
    headers = ["setting", *(f">{name.replace('_low', ' from').replace('_high', ' to')}" for name in names)]
    rows = [[row["setting"], *(shown(row[name]) for name in names)] for row in plain(frame)]
    table(Table, title, headers, rows)


def shown(value: Any) -> str:
    """A setting's value or a figure as a table shows it."""
    return ("yes" if value else "no") if isinstance(value, bool) else figure(number(value))


@command
def optimise(
    scenario: Annotated[str, typer.Argument(help="Where to start: a packaged scenario, or the path of a TOML file.")],
    settings: Annotated[str | None, typer.Option(help="What may be changed, with commas between.")] = None,
    range_: Ranged = None,
    budget: Annotated[float | None, typer.Option(help="CNY to spend over the run; else what the start spends.")] = None,
    trials: Annotated[int, typer.Option(help="How many times settings are tried.")] = 60,
    replications: Annotated[int, typer.Option(help="Repetitions that each trial is averaged over.")] = 8,
    proofs: Annotated[int, typer.Option(help="Repetitions on fresh luck that prove the best.")] = 30,
    seed: Seed = 1,
    jobs: Jobs = None,
    pareto: Annotated[bool, typer.Option("--pareto", help="Look for little risk beside much profit.")] = False,
    resume: Resumed = None,
    cache: Known = True,
    out: Annotated[Path | None, typer.Option(help="A TOML file to write the best scenario to.")] = None,
    json_: AsJson = False,
) -> None:
    """Search for a better strategy within a budget, and prove it on fresh luck."""
    from crmsim.experiment.optimise import optimise as searched
    from crmsim.experiment.ranges import read_ranges
    from crmsim.output import refuse_file

    if out is not None:
        refuse_file(out)
    with counting("simulating") as told:
        found = searched(
            scenario,
            listed(settings),
            budget=budget,
            trials=trials,
            replications=replications,
            proofs=proofs,
            seed=seed,
            jobs=jobs,
            pareto=pareto,
            ranges=read_ranges(range_ or []),
            resume=resume,
            cache=cache,
            progress=told,
        )
    if out is not None:
        write_scenario(found.best, out)
    show(found, out, as_json=json_)


def show(found: "Optimum", out: Path | None, *, as_json: bool) -> None:
    """What a search found, as tables or as one document."""
    from rich.table import Table

    if as_json:
        typer.echo(json.dumps(told_of_optimum(found), ensure_ascii=False, indent=2))
        return
    search = found.search
    title = f"The best of {len(found.trials)} trials within {search.budget:,.0f} CNY, seed {search.seed}"
    started = {one.path: one for one in search.ranges}
    rows = [
        [path, shown(found.started_at[path]), shown(value), shown(started[path].low), shown(started[path].high)]
        for path, value in found.found.values.items()
    ]
    table(Table, title, ["setting", ">start", ">best", ">from", ">to"], rows)
    if search.pareto:
        rows = [trial_row(trial) for trial in found.front]
        table(Table, "More profit at more risk", [">trial", ">profit", ">spend", ">risk"], rows)
    headers = ["strategy", ">contribution", ">spend", ">the best is better by", ">from", ">to", ">p adjusted"]
    names = ("contribution", "spend", "difference", "low", "high", "p_adjusted")
    rows = [[row["scenario"], *(shown(row[name]) for name in names)] for row in plain(found.proof)]
    table(Table, f"On fresh luck, {found.fresh.shape[1]} replications; all intervals hold at once", headers, rows)
    for name, spent in found.left_out.items():
        typer.echo(f"beyond the budget: {name}, which spends {spent:,.0f} CNY")
    if out is not None:
        typer.echo(f"written to {out}")


def trial_row(trial: "Trial") -> list[str]:
    """A trial of the front as a line of a table."""
    return [str(trial.number), *(figure(value) for value in (trial.profit, trial.spend, trial.risk))]


def told_of_optimum(found: "Optimum") -> dict[str, Any]:
    """What a search found as one JSON document."""
    import crmsim

    search, trials = found.search, plain(found.table())
    return {
        "crmsim": crmsim.__version__,
        "scenario": search.scenario.name,
        "budget": search.budget,
        "seed": search.seed,
        "replications": search.replications,
        "best": trials[found.found.number],
        "start": dict(found.started_at),
        "proof": plain(found.proof),
        "left_out": dict(found.left_out),
        "front": [trials[trial.number] for trial in found.front],
        "trials": trials,
        "command": found.command,
    }
