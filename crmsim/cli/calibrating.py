"""The command that makes a scenario from a bank's own file."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crmsim.cli.frame import busy, command, figure, table

if TYPE_CHECKING:
    from crmsim.calibration import Calibration


@command
def calibrate(
    file: Annotated[Path, typer.Argument(help="A CSV file or a folder of tables: customers, a campaign, or loans.")],
    mapping: Annotated[str | None, typer.Option(help="What the file's columns mean: a name, or a TOML file.")] = None,
    out: Annotated[Path | None, typer.Option(help="The TOML file to write the scenario to.")] = None,
    report: Annotated[Path | None, typer.Option(help="An HTML file to write, which needs no network.")] = None,
    lang: Annotated[str | None, typer.Option(help="The report's language: en or zh.")] = None,
    seed: Annotated[int, typer.Option(help="Another seed holds out other rows, and is another luck.")] = 1,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON document, and nothing else.")] = False,
) -> None:
    """Make a scenario from a bank's own file, and show how far the two agree."""
    from crmsim import report as reports
    from crmsim.calibration import calibrate as calibrated
    from crmsim.calibration import saving

    if out is not None:
        saving.refuse(out)
    if report is not None:
        reports.refuse(report, lang)
    with busy("fitting (a minute or so; a new version is compiled once before)"):
        found = calibrated(file, mapping, seed=seed)
    if report is not None:
        found.report(report, lang)
    if out is not None:
        found.write(out)
    if json_:
        typer.echo(json.dumps(found.summary(), ensure_ascii=False, indent=2))
        return
    show(found)
    for written in (out, report):
        if written is not None:
            typer.echo(f"written to {written}")


def show(found: "Calibration") -> None:
    """A calibration as two tables, and what could not be fitted as a sentence each."""
    from rich.table import Table

    headers = ["setting", "unit", ">estimate", ">from", ">to", ">rows", ">held out", ">due from", ">to", "inside"]
    names = ["estimate", "low", "high", "n", "held_out", "expected_low", "expected_high"]
    rows = [
        [row["setting"], row["unit"], *(figure(row[name]) for name in names), yes(row["inside"])]
        for row in found.parameters.to_dict("records")
    ]
    table(Table, f"{found.source} ({found.format}): fitted settings, with 95 % intervals", headers, rows)
    headers = ["quantity", "unit", ">fitted on", ">simulated", ">held out", ">due from", ">to", ">error", "inside"]
    names = ["observed", "simulated", "held_out", "expected_low", "expected_high", "error"]
    rows = [
        [row["quantity"], row["unit"], *(figure(row[name]) for name in names), yes(row["inside"])]
        for row in found.checks.to_dict("records")
    ]
    table(Table, "The fifth of the rows that was held out, and fresh simulations of the scenario", headers, rows)
    typer.echo("Not fitted, and left as in the baseline:")
    for what, why in found.not_fitted:
        typer.echo(f"- {what}: {why}")


def yes(is_so: bool) -> str:
    """Yes or no."""
    return "yes" if is_so else "no"
