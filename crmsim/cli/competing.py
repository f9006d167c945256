"""The command for a contest of teams: rank their strategies, and tell each what it did against what it brought."""

import json
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crmsim.cli.experimenting import counting, number, plain
from crmsim.cli.frame import command, figure, table
from crmsim.cli.options import AsJson, Folder, Jobs, Language, Repeated, Report, Seed

if TYPE_CHECKING:
    from crmsim.experiment.tournament import Tournament
    from crmsim.language import Say


@command
def tournament(  # an option each
    folder: Annotated[Path, typer.Argument(help="The folder of the teams' TOML files; a team is called as its file.")],
    on: Annotated[str, typer.Option("--on", help="The scenario whose market and bank are everyone's.")] = "baseline",
    replications: Repeated = 30,
    seed: Seed = 1,
    jobs: Jobs = None,
    kpi: Annotated[str, typer.Option(help="The indicator that decides; more of it is better.")] = "contribution",
    out: Folder = None,
    report: Report = None,
    lang: Language = None,
    json_: AsJson = False,
) -> None:
    """Rank teams: each one's strategies on the same market and bank, with the same luck."""
    from crmsim import output
    from crmsim import report as reports
    from crmsim.experiment.tournament import tournament as competed
    from crmsim.language import speaker

    say = speaker(lang)
    if report is not None:
        reports.refuse(report, lang)
    with nullcontext() if out is None else output.made(out) as place:
        with counting("simulating") as told:
            result = competed(folder, on, replications, seed=seed, jobs=jobs, kpi=kpi, progress=told)
        if place is not None:
            result.fill(place, lang)
    if report is not None:
        result.report(report, lang)
    for sentences in (*result.mistakes.values(), *result.notes.values()):
        for sentence in sentences:
            typer.echo(f"crmsim: {sentence}", err=True)
    if json_:
        typer.echo(json.dumps(summary(result, lang), ensure_ascii=False, indent=2))
    else:
        show(result, say, lang)
        for written in filter(None, (out, report)):
            typer.echo(f"written to {written}")


def summary(result: "Tournament", lang: str | None) -> dict[str, Any]:
    """A tournament as one JSON document."""
    tables = {"ranking": result.ranking, "diagnosis": result.diagnosed(lang), "table": result.comparison.table()}
    return {**result.summary(), **{name: plain(rows) for name, rows in tables.items()}}


def show(result: "Tournament", say: "Say", lang: str | None) -> None:
    """A tournament as tables: the places and how sure they are, and each team's diagnosis; of one team its means."""
    from rich.markup import escape
    from rich.table import Table

    from crmsim.experiment import standings
    from crmsim.language import label

    played = say("{indicator} on {scenario}: {replications} replications, seed {seed}").format(
        indicator=say(label(result.comparison.kpi)),
        scenario=escape(result.on.name),
        replications=result.comparison.replications,
        seed=result.comparison.seed,
    )
    if len(result.teams) > 1:
        found = standings.table(result, say)
        headers = [found.columns[0], *(f">{name}" for name in found.columns[1:])]
        table(Table, played, headers, ([shown(cell) for cell in row] for row in found.itertuples(index=False)))
    else:
        table(Table, played, [say("indicator"), *(f">{say(name)}" for name in SPAN)], means(result, say))
    diagnosed = plain(result.diagnosed(lang))
    told = ([escape(row["team"]), escape(row["diagnosis"])] for row in diagnosed)
    table(Table, say("What they did and what came of it"), [say("team"), say("diagnosis")], told)


SPAN = ("mean", "low", "high")
"""The figures of a mean."""


def shown(cell: str | float) -> str:
    """A cell of the table of places; a team may be called as it likes."""
    from rich.markup import escape

    return escape(cell) if isinstance(cell, str) else figure(cell)


def means(result: "Tournament", say: "Say") -> list[list[str]]:
    """The indicators of a team that is alone."""
    from crmsim.experiment.comparison import HEADLINES
    from crmsim.language import label

    rows = plain(result.comparison.table(HEADLINES))
    return [[say(label(row["kpi"])), *(figure(number(row[name])) for name in SPAN)] for row in rows]
