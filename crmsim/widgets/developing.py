"""The labs of chapter 2: the ideal customer, the mix of channels, and the managers, each with charts of its own."""

from collections.abc import Callable, Iterator
from typing import Any

from crmsim.course.developing.channels import by_channel, funnel
from crmsim.course.developing.profile import screened
from crmsim.language import Say, label
from crmsim.run import Run
from crmsim.stages import Channel
from crmsim.widgets.lab import Lab
from crmsim.widgets.paired import Frame, View, shortened
from crmsim.widgets.pictures import line, lying

Row = dict[str, Any]


def both(baseline: Run, yours: Run, say: Say, rows: Callable[[Run], Iterator[Row]]) -> list[Row]:
    """The rows of a chart from both runs, each with whose they are."""
    runs = ((say("baseline"), baseline), (say("yours"), yours))
    return [{**row, "who": who} for who, run in runs for row in rows(run)]


def leads(run: Run, say: Say) -> Iterator[Row]:
    """How far leads come."""
    for name, count in funnel(run).itertuples(index=False):
        yield {"reached": say(name), "value": int(count)}


def costs(run: Run, say: Say) -> Iterator[Row]:
    """What a customer won by each channel cost."""
    table = by_channel(run)
    for name, cost in zip(table["channel"], table["cost_each"], strict=True):
        yield {"channel": say(label(name)), "value": shortened(float(cost))}


def passing(run: Run, say: Say, column: str) -> Iterator[Row]:
    """How many potential customers of each kind pass, or are missed."""
    table = screened(run)
    for name, count in zip(table["kind"], table[column], strict=True):
        yield {"kind": say(label(name)), "value": int(count)}


def earned(run: Run) -> Iterator[Row]:
    """Contribution so far, month by month."""
    for month, fen in enumerate(run.sums.months["ledger"].sum(axis=1).cumsum(), 1):
        yield {"month": month, "value": shortened(float(fen) / 100.0)}


def skills(run: Run) -> Iterator[Row]:
    """The managers' professional skill, month by month."""
    for month, skill in enumerate(run.sums.months["skill"], 1):
        yield {"month": month, "value": shortened(float(skill))}


def profile_rows(baseline: Run, yours: Run, say: Say) -> Frame:
    """Who passes, who is missed, how far leads come, and what it earns."""
    pair = baseline, yours, say
    return {
        "passing": both(*pair, lambda run: passing(run, say, "passing")),
        "missed": both(*pair, lambda run: passing(run, say, "missed")),
        "leads": both(*pair, lambda run: leads(run, say)),
        "profit": both(*pair, earned),
    }


def mixer_rows(baseline: Run, yours: Run, say: Say) -> Frame:
    """How far leads come, what a customer costs by each channel, and what it earns."""
    pair = baseline, yours, say
    return {
        "leads": both(*pair, lambda run: leads(run, say)),
        "costs": both(*pair, lambda run: costs(run, say)),
        "profit": both(*pair, earned),
    }


def manager_rows(baseline: Run, yours: Run, say: Say) -> Frame:
    """How skill grows, how far leads come, and what it earns."""
    pair = baseline, yours, say
    return {
        "skill": both(*pair, skills),
        "leads": both(*pair, lambda run: leads(run, say)),
        "profit": both(*pair, earned),
    }


def lead_picture(say: Say) -> dict[str, Any]:
    """How far leads come."""
    return lying("leads", say("customers"), say("How many leads came how far, over the whole run."), say, "reached")


def profit_picture(say: Say) -> dict[str, Any]:
    """What it earns."""
    return line("profit", say("CNY"), say("Contribution so far: baseline and yours, month by month."), say)


def profile_pictures(say: Say) -> list[dict[str, Any]]:
    """The charts of the ideal customer."""
    passing, missed = say("Potential customers who pass the screen."), say("Turned away, though of the best fifth.")
    return [
        lying("passing", say("potential customers"), passing, say, "kind"),
        lying("missed", say("potential customers"), missed, say, "kind"),
        lead_picture(say),
        profit_picture(say),
    ]


def mixer_pictures(say: Say) -> list[dict[str, Any]]:
    """The charts of the channels."""
    cost = lying("costs", say("CNY a customer won"), say("What a customer won costs, by channel."), say, "channel")
    return [lead_picture(say), cost, profit_picture(say)]


def manager_pictures(say: Say) -> list[dict[str, Any]]:
    """The charts of the managers."""
    skill = line("skill", say("index"), say("Professional skill of the managers, month by month."), say)
    return [skill, lead_picture(say), profit_picture(say)]


PROFILE = View(
    {"targets": 0, "mistaken_targets": -1, "acceptance": 1, "won": 1, "prospect_hours": -1, "contribution": 1},
    profile_rows,
    profile_pictures,
)
MIXER = View(
    {"approached": 0, "won": 1, "acquisition": 1, "prospect_hours": -1, "wait_ordinary": -1, "contribution": 1},
    mixer_rows,
    mixer_pictures,
)
MANAGERS = View(
    {"acceptance": 1, "won": 1, "satisfaction": 1, "utilisation": 0, "wait": -1, "contribution": 1},
    manager_rows,
    manager_pictures,
)


def ideal_customer(lang: str | None = None) -> Lab:
    """The lab of the ideal customer: who is passed over, from which wallet, and how long leads are looked at."""
    names = ("avoid_restricted", "avoid_remote", "least_wallet", "least_cooperation", "screening")
    return Lab(*(f"prospecting.{name}" for name in names), view=PROFILE, lang=lang)


def channel_mixer(lang: str | None = None) -> Lab:
    """The lab of the five channels of search."""
    return Lab(*(f"prospecting.by_{name}" for name in Channel.names()), view=MIXER, lang=lang)


def managers(lang: str | None = None) -> Lab:
    """The lab of the managers' four qualities, and training."""
    names = ("drive", "skill", "teamwork", "communication", "training")
    return Lab(*(f"bank.{name}" for name in names), view=MANAGERS, lang=lang)
