"""The command for a contest of teams: rank their strategies, and tell each what it did against what it brought."""

import json
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crmsim.cli.experimenting import counting, number, plain, share
from crmsim.cli.frame import command, figure, table

if TYPE_CHECKING:
    from crmsim.experiment.tournament import Tournament
    from crmsim.language import Say


@command
def tournament(  # an option each
    folder: Annotated[Path, typer.Argument(help="The folder of the teams' TOML files; a team is called as its file.")],
    on: Annotated[str, typer.Option("--on", help="The scenario whose market and bank are everyone's.")] = "baseline",
    replications: Annotated[int, typer.Option(help="Repetitions, each on a luck of its own.")] = 30,
    seed: Annotated[int, typer.Option(help="Another seed is another luck.")] = 1,
    jobs: Annotated[int | None, typer.Option(help="Processes that share the work.")] = None,
    kpi: Annotated[str, typer.Option(help="The indicator that decides; more of it is better.")] = "contribution",
    out: Annotated[Path | None, typer.Option(help="A folder to write every table to.")] = None,
    lang: Annotated[str | None, typer.Option(help="The language of the diagnoses: en or zh.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON document, and nothing else.")] = False,
) -> None:
    """Rank teams: each one's strategies on the same market and bank, with the same luck."""
    from crmsim import output
    from crmsim.experiment.tournament import tournament as competed
    from crmsim.language import speaker

    say = speaker(lang)
    with nullcontext() if out is None else output.made(out) as place:
        with counting("simulating") as told:
            result = competed(folder, on, replications, seed=seed, jobs=jobs, kpi=kpi, progress=told)
        if place is not None:
            result.fill(place, lang)
    for sentences in (*result.mistakes.values(), *result.notes.values()):
        for sentence in sentences:
            typer.echo(f"crmsim: {sentence}", err=True)
    if json_:
        typer.echo(json.dumps(summary(result, lang), ensure_ascii=False, indent=2))
    else:
        show(result, say, lang)
        if out is not None:
            typer.echo(f"written to {out}")


def summary(result: "Tournament", lang: str | None) -> dict[str, Any]:
    """A tournament as one JSON document."""
    tables = {"ranking": result.ranking, "diagnosis": result.diagnosed(lang), "table": result.comparison.table()}
    return {**result.summary(), **{name: plain(rows) for name, rows in tables.items()}}


def show(result: "Tournament", say: "Say", lang: str | None) -> None:
    """A tournament as tables: the places and how sure they are, and each team's diagnosis; of one team its means."""
    from rich.markup import escape
    from rich.table import Table

    from crmsim.language import label

    played = say("{indicator} on {scenario}: {replications} replications, seed {seed}").format(
        indicator=say(label(result.comparison.kpi)),
        scenario=escape(result.on.name),
        replications=result.comparison.replications,
        seed=result.comparison.seed,
    )
    if len(result.teams) > 1:
        headers = [say("team"), *(f">{say(name)}" for name in PLACED)]
        table(Table, played, headers, (placed(row) for row in plain(result.ranking)))
    else:
        table(Table, played, [say("indicator"), *(f">{say(name)}" for name in SPAN)], means(result, say))
    diagnosed = plain(result.diagnosed(lang))
    told = ([escape(row["team"]), escape(row["diagnosis"])] for row in diagnosed)
    table(Table, say("What they did and what came of it"), [say("team"), say("diagnosis")], told)


SPAN = ("mean", "low", "high")
PLACED = ("rank", *SPAN, "place is luck with", "first with", "ranks with 90 %")
"""What stands above a team's figures."""


def placed(row: dict[str, Any]) -> list[str]:
    """A team's line in the table of places."""
    from rich.markup import escape

    chances = [row[f"rank_{rank}"] for rank in range(1, sum(name.startswith("rank_") for name in row) + 1)]
    spans = (figure(number(row[name])) for name in SPAN)
    luck = row["luck"]
    told = "< 0.1%" if luck is not None and luck < 0.001 else share(number(luck))
    return [escape(row["team"]), str(row["rank"]), *spans, told, share(chances[0]), span(chances)]


def span(chances: list[float]) -> str:
    """The ranks that a team has with 90 %, 5 % being left out on either side."""
    below = [sum(chances[: rank + 1]) for rank in range(len(chances))]
    low = next(rank for rank, chance in enumerate(below, 1) if chance > 0.05)
    high = next((rank for rank, chance in enumerate(below, 1) if chance >= 0.95), len(chances))
    return f"{low}" if low == high else f"{low}-{high}"


def means(result: "Tournament", say: "Say") -> list[list[str]]:
    """The indicators of a team that is alone."""
    from crmsim.experiment.comparison import HEADLINES
    from crmsim.language import label

    rows = plain(result.comparison.table(HEADLINES))
    return [[say(label(row["kpi"])), *(figure(number(row[name])) for name in SPAN)] for row in rows]
