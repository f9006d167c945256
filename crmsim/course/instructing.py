"""The instructor's notebook: what it calls, a line a cell. Each answers in the reader's language.

What is simulated, and how, stands in the notebook: comparisons, explanations and tournaments are the package's own.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from crmsim import charts
from crmsim.course import pictures
from crmsim.course.judging import figures
from crmsim.course.judging.samples import copy_teams, introduced, sample_teams
from crmsim.course.shown import Page, Table, Told, columns, page, shown, tabled
from crmsim.course.start import start, switch
from crmsim.course.telling import data, years_named
from crmsim.experiment import standings, told
from crmsim.experiment.comparison import Comparison
from crmsim.experiment.diagnosis import listed
from crmsim.experiment.explained import Explanation
from crmsim.experiment.game import Year
from crmsim.experiment.optimum import Optimum
from crmsim.experiment.sensitivity import Sensitivity
from crmsim.experiment.tournament import Tournament
from crmsim.language import Say, label, speaker

__all__ = [
    "STRATEGIES",
    "WHEELS",
    "accounts",
    "copy_teams",
    "diagnoses",
    "differences",
    "formula",
    "influence",
    "means",
    "meet",
    "places",
    "precision",
    "proof",
    "ranking",
    "report",
    "sample_teams",
    "start",
    "subset",
    "switch",
    "switches",
    "years",
]

STRATEGIES = ("baseline", "differentiated", "referral-led", "over-concession")
"""The packaged strategies that the notebook compares."""

WHEELS = (
    "maintenance.concession",
    "maintenance.care_ordinary",
    "maintenance.care_premium",
    "prospecting.by_visit",
    "prospecting.by_referral",
    "exit.risk_recognition",
)
"""The settings of which the notebook asks which matter."""


def means(comparison: Comparison) -> Page:
    """Each strategy's mean over all replications, with its 95 % interval."""
    say = speaker()
    table = told.means(comparison, [comparison.kpi], say)
    title = say("{indicator} of each scenario").format(indicator=say(label(comparison.kpi)))
    figures_of = data(say, table, ["scenario", "mean", "low", "high", "n"])
    return page(shown(charts.means(table, say).properties(title=title), figures_of))


def differences(comparison: Comparison) -> Page:
    """Each strategy less the reference, replication by replication on the same luck, and what is sure of it."""
    say = speaker()
    pairs = told.pairs(comparison, say)
    chart = charts.pairs(pairs, say).properties(title=say("Replication by replication"))
    found = comparison.differences([comparison.kpi])
    found["scenario"] = [say(name) for name in found["scenario"]]
    found["p_adjusted"] = [told.chance(p) for p in found["p_adjusted"]]
    found["variance_saved"] = [f"{share:.1%}" for share in found["variance_saved"]]
    names = ["scenario", "difference", "low", "high", "p_adjusted", "variance_saved"]
    headed = columns(found, {name: say(label(name)) for name in names})
    held = say("Each scenario less the reference, {name}, on the same luck.")
    table = tabled(headed, held.format(name=say(comparison.names[comparison.reference])))
    return page(shown(chart, data(say, pairs, ["scenario", "replication", "value"])), table)


def precision(comparison: Comparison) -> Page:
    """How sure one is after so many replications: of a mean by itself, and of a difference on the same luck."""
    say = speaker()
    one, other = (say(comparison.names[place]) for place in (comparison.reference, figures.other_of(comparison)))
    heads = {
        "replications": say("replications"),
        "alone": say("± of {one} by itself, CNY").format(one=one),
        "paired": say("± of {other} less {one}, CNY").format(one=one, other=other),
    }
    table = tabled(columns(figures.half_widths(comparison), heads), say("What luck leaves open"))
    amount, alone, paired = figures.needed(comparison)
    text = say(
        "To know it to within {amount} CNY takes some {alone} replications for {one} by itself, and {paired} for the "
        "difference on the same luck."
    )
    return page(
        table, Told(text.format(amount=f"{amount:,.0f}", alone=f"{alone:,.0f}", one=one, paired=f"{paired:,.0f}"))
    )


def ranking(comparison: Comparison) -> Page:
    """Who is best, and with what probability."""
    say = speaker()
    found = comparison.ranking()
    found["scenario"] = [say(name) for name in found["scenario"]]
    bars = found.assign(probability=100.0 * found["best"])
    title = say("Who is best, and how sure that is"), say("The probability, in percent, that a scenario is the best.")
    chart = pictures.ranked(bars, "scenario", "probability", say, title)
    found["best"] = [f"{share:.1%}" for share in found["best"]]
    found["in_the_running"] = [say("yes" if there else "no") for there in found["in_the_running"]]
    found["luck_of_lead"] = [told.chance(p) for p in found["luck_of_lead"]]
    table = tabled(told.headed(found, say), say("The ranking"))
    return page(shown(chart, data(say, bars, ["scenario", "probability"])), table, Told(told.verdict(comparison, say)))


def subset(comparison: Comparison) -> Page:
    """The best subset: who may still be the best, after so many replications."""
    say = speaker()
    rows = tuple(
        (str(number), listed([say(name) for name in names], say)) for number, names in figures.running(comparison)
    )
    return page(Table((say("replications"), say("in the running")), rows, say("The best subset, with 95 %")))


def accounts(explanation: Explanation) -> Page:
    """Through which accounts a difference runs."""
    say = speaker()
    found = explanation.accounts
    table = found[found["difference"] != 0.0].rename(columns={"difference": "CNY"})
    table["account"] = [say(label(name)) for name in table["account"]]
    names = {"other": say(explanation.other.name), "one": say(explanation.one.name)}
    text = say("What {other} brings more than {one} in each account, CNY over the run; costs that grow are below zero.")
    chart = pictures.ranked(table, "account", "CNY", say, (say("Where the difference shows"), text.format(**names)))
    heads = {"account": say("account"), "CNY": say("difference"), "low": say("low"), "high": say("high")}
    return page(shown(chart, data(say, table, heads)), Told(explanation.sentence()))


def switches(explanation: Explanation) -> Page:
    """By which settings a difference comes about: each switched alone, first and last."""
    say = speaker()
    rows = tuple(
        (
            say(label(str(row["setting"]).rpartition(".")[2])),
            f"{row['one']:g}",
            f"{row['other']:g}",
            *(spread(row, when) for when in ("first", "last")),
        )
        for row in explanation.settings.to_dict("records")
    )
    one, other = (say(scenario.name) for scenario in (explanation.one, explanation.other))
    heads = (say("setting"), one, other, say("switched first"), say("switched last"))
    table = Table(heads, rows, say("Each setting switched alone: what it does to the contribution, CNY, with 95 %"))
    return page(table, *(Told(note) for note in explanation.notes()))


def spread(row: Mapping[Any, Any], when: str) -> str:
    """An effect with what luck leaves open on either side."""
    return f"{row[when]:+,.0f} ± {(row[f'{when}_high'] - row[f'{when}_low']) / 2.0:,.0f}"


def influence(found: Sensitivity) -> Page:
    """Which settings matter, the most influential first."""
    say = speaker()
    table = found.table()
    table["setting"] = [say(label(path.rpartition(".")[2])) for path in table["setting"]]
    table = table.rename(columns={"low": "from", "high": "to", "mu_star": "CNY"})
    text = say("By how much the contribution changes, CNY, if a setting goes through its whole range.")
    chart = pictures.ranked(table, "setting", "CNY", say, (say("Which settings matter"), text))
    heads = {
        "setting": say("setting"),
        "from": say("from"),
        "to": say("to"),
        "CNY": say("mean change, CNY"),
        "sigma": say("how much it differs from place to place, CNY"),
    }
    return page(shown(chart, data(say, table, heads)))


def proof(found: Optimum) -> Page:
    """What a search has found, and whether it is better on luck that it has not seen."""
    say = speaker()
    moved = tuple(
        (say(label(path.rpartition(".")[2])), f"{before:g}", f"{found.found.values[path]:.3g}")
        for path, before in found.started_at.items()
    )
    settings = Table((say("setting"), say("where it began"), say("found")), moved, say("What the search chose"))
    table = found.proof.iloc[1:]
    rows = tuple(
        (say(row["scenario"]), f"{row['difference']:+,.0f}", f"{row['low']:+,.0f}", f"{row['high']:+,.0f}")
        for row in table.to_dict("records")
    )
    heads = (say("scenario"), say("difference"), say("low"), say("high"))
    return page(settings, Table(heads, rows, say("What was found less each other strategy, on fresh luck, CNY")))


def formula() -> Page:
    """The simulator held against Cobham's formula for waits with priorities, with intervals over replications."""
    say = speaker()
    rows = tuple((say(label(tier)), *(f"{minutes:.1f}" for minutes in waited)) for tier, *waited in figures.waits())
    heads = (say("tier"), say("by formula"), say("simulated"), say("low"), say("high"))
    text = say("Mean wait in minutes, {runs} replications, with the 95 % interval").format(runs=figures.CHECKS)
    return page(Table(heads, rows, text))


def meet(folder: str | Path) -> Page:
    """The teams of a folder: what each says that it tries, and what it sets."""
    say = speaker()
    text = say("{team}: {note} {settings}")
    told_of = (text.format(team=name, note=note, settings=did) for name, note, did in introduced(folder, say))
    return page(*(Told(sentences) for sentences in told_of))


def places(result: Tournament) -> Page:
    """Who stands where, and how sure each place is."""
    say = speaker()
    table = tabled(standings.table(result, say), say("Who stands where, and how sure that is"))
    chances = standings.chances(result)
    chart = charts.places(chances, say).properties(title=say("Every place and its probability"))
    return page(table, shown(chart, data(say, chances, ["team", "rank", "probability"])))


def diagnoses(result: Tournament) -> Page:
    """What each team did, and what came of it."""
    found = result.diagnosed()
    said = [f"{row['rank']}. {row['diagnosis']}" for row in found.to_dict("records")]
    said += [sentence for several in (*result.mistakes.values(), *result.notes.values()) for sentence in several]
    return page(*(Told(sentences) for sentences in said))


def years(played: Sequence[Year]) -> Page:
    """A game year by year: what was decided, and what the year brought."""
    say = speaker()
    table = years_named(say, figures.years(played))
    table["decided"] = [decision(year, say) for year in played]
    title = say("The game, year by year"), say("Contribution of each year of the game, CNY.")
    chart = pictures.ranked(table.assign(CNY=table["contribution"]), "year", "CNY", say, title)
    names = ("year", "decided", "contribution", "customers", "satisfaction", "wait")
    return page(shown(chart, data(say, table, {name: say(label(name)) for name in names})))


def decision(year: Year, say: Say) -> str:
    """What was decided for a year, in words; a dash where all goes on."""
    told_of = [
        say("{setting} from {then} to {now}").format(
            setting=say(label(path.rpartition(".")[2])), then=f"{then:g}", now=f"{now:g}"
        )
        for path, then, now in figures.decided(year)
    ]
    return listed(told_of, say) if told_of else "–"


def report(result: Comparison | Tournament, file: str | Path) -> Page:
    """Write a comparison or a tournament to one HTML file beside the notebook; tells what is in it.

    Raises:
        CrmsimError: the file cannot be written.
    """
    say = speaker()
    written = result.report(file)
    parts = standings.sections(result, say, None) if isinstance(result, Tournament) else told.sections(result, say)
    rows = tuple((str(number), part.title) for number, part in enumerate(parts, 1))
    text = say("The report is in {file}, beside this notebook. It opens in any browser, without a network.")
    return page(Told(text.format(file=written.name)), Table(("", say("part")), rows, say("What the report holds")))
