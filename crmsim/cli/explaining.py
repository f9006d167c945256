"""The command that explains where the difference of two scenarios comes from."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from crmsim.cli.experimenting import counting
from crmsim.cli.frame import command, figure, table
from crmsim.cli.options import AsJson, Engine, Jobs, Known, Language, Repeated, Seed, tell_failures

if TYPE_CHECKING:
    from crmsim.experiment.explained import Explanation
    from crmsim.language import Say


@command
def explain(  # an option each
    one: Annotated[str, typer.Argument(metavar="A", help="A packaged scenario's name, or the path of a TOML file.")],
    other: Annotated[str, typer.Argument(metavar="B", help="Another one, whose difference to A is explained.")],
    replications: Repeated = 20,
    seed: Seed = 1,
    jobs: Jobs = None,
    engine: Engine = "auto",
    kpi: Annotated[str, typer.Option(help="The indicator that settings explain.")] = "contribution",
    cache: Known = True,
    lang: Language = None,
    json_: AsJson = False,
) -> None:
    """Explain where the difference of B to A comes from: by account, and by each changed setting."""
    from crmsim.experiment.explain import explain as explained
    from crmsim.language import speaker

    say = speaker(lang)
    with counting("simulating") as told:
        found = explained(
            one, other, replications, seed=seed, jobs=jobs, engine=engine, kpi=kpi, cache=cache, progress=told
        )
    if json_:
        typer.echo(json.dumps(found.summary(lang), ensure_ascii=False, indent=2))
        return
    show(found, say)
    for sentence in (found.sentence(lang), *found.notes(lang)):
        typer.echo(sentence)
    tell_failures(found.failures)


def show(found: "Explanation", say: "Say") -> None:
    """An explanation as two tables: the ledger's accounts, and the settings that differ."""
    from rich.table import Table

    from crmsim.experiment.explained import named, rows, told
    from crmsim.language import label

    one, other = say(found.one.name), say(found.other.name)
    names = {"one": one, "other": other, "n": found.difference.n, "seed": found.seed}
    title = say("Contribution of {other} less {one}, CNY, by account: {n} replications, seed {seed}")
    headers = [say("account"), f">{one}", f">{other}", *(f">{say(name)}" for name in ("difference", "low", "high"))]
    measures = ("one", "other", "difference", "low", "high")
    lines = rows(found.accounts)
    drawn = [[say(label(row["account"])), *(figure(row[name]) for name in measures)] for row in lines]
    means = [sum(row[name] for row in lines) for name in ("one", "other")]
    span = found.contribution
    whole = [say("contribution"), *map(figure, (*means, span.mean, span.low, span.high))]
    table(Table, title.format(**names), headers, [*drawn, whole])

    title = say("{kpi} of {other} less {one}, {unit}, by setting: each switched alone, first and last")
    headers = [say("setting"), say("label"), one, other]
    headers += [f">{say('switched first')}", ">±", f">{say('switched last')}", ">±"]
    drawn = [
        [row["setting"], named(row, say), told(row["one"], say), told(row["other"], say)]
        + [figure(value) for end in ("first", "last") for value in (row[end], row[f"{end}_high"] - row[end])]
        for row in rows(found.settings)
    ]
    for name, span in (("interaction", found.interaction), ("whole difference", found.difference)):
        drawn.append([say(name), "", "", "", figure(span.mean), figure(span.half_width), "", ""])
    kpi = say(label(found.kpi)).capitalize()
    table(Table, title.format(**names, kpi=kpi, unit=say(found.unit)), headers, drawn)
