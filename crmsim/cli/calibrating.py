"""The command that makes a scenario from a bank's own file."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crmsim.cli.frame import busy, command, figure, table
from crmsim.cli.options import AsJson, Language, Report

if TYPE_CHECKING:
    import pandas as pd

    from crmsim.calibration import Calibration


@command
def calibrate(
    file: Annotated[Path, typer.Argument(help="A CSV file or a folder of tables: customers, a campaign, or loans.")],
    mapping: Annotated[str | None, typer.Option(help="What the file's columns mean: a name, or a TOML file.")] = None,
    out: Annotated[Path | None, typer.Option(help="The TOML file to write the scenario to.")] = None,
    report: Report = None,
    lang: Language = None,
    seed: Annotated[int, typer.Option(help="Another seed holds out other rows, and is another luck.")] = 1,
    json_: AsJson = False,
) -> None:
    """Make a scenario from a bank's own file, and show how far the two agree."""
    from crmsim import report as reports
    from crmsim.calibration import calibrate as calibrated
    from crmsim.language import chosen
    from crmsim.output import refuse_file

    chosen(lang)
    if out is not None:
        refuse_file(out)
    if report is not None:
        reports.refuse(report, lang)
    with busy("fitting (a minute or so; a new version is compiled once before)"):
        found = calibrated(file, mapping, seed=seed)
    if report is not None:
        found.report(report, lang)
    if out is not None:
        found.write(out)
    if json_:
        typer.echo(json.dumps(found.summary(lang), ensure_ascii=False, indent=2))
        return
    show(found, lang)
    for written in (out, report):
        if written is not None:
            typer.echo(f"written to {written}")


def show(found: "Calibration", lang: str | None) -> None:
    """A calibration as two tables, and what could not be fitted as a sentence each."""
    from crmsim.language import speaker

    say = speaker(lang)
    title = say("{file} ({format}): fitted settings, with 95 % intervals").format(
        file=found.source, format=found.format
    )
    drawn(title, found.settings_in_words(say))
    drawn(say("What the rows held out show, beside fresh simulations of the scenario"), found.checks_in_words(say))
    typer.echo(say("Not fitted, and left as in the baseline:"))
    for what, why in found.not_fitted(lang):
        typer.echo(say("- {what}: {why}").format(what=what, why=why))


def drawn(title: str, frame: "pd.DataFrame") -> None:
    """Print a table under a title, which may be wider than it; figures to the right."""
    from rich.table import Table

    is_number = [frame[name].dtype.kind in "if" for name in frame.columns]
    headers = [f"{'>' * number}{name}" for name, number in zip(frame.columns, is_number, strict=True)]
    typer.echo(title)
    table(Table, "", headers, [[cell(value) for value in row] for row in frame.itertuples(index=False)])


def cell(value: Any) -> str:
    """What a table shows of a value."""
    return value if isinstance(value, str) else figure(float(value))
