"""Pages of 3.1, 3.2, 3.3.1 and 3.3.4: waits, image, the forms of maintenance, hours, and who is served how."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from crmsim.course import pictures
from crmsim.course.maintaining import figures, laws, queues
from crmsim.course.maintaining import pictures as own
from crmsim.course.maintaining.matches import GESTURES
from crmsim.course.maintaining.trials import AS_IS, ENGINE, beside, compared
from crmsim.course.matching import matched
from crmsim.course.pictures import Axis
from crmsim.course.shown import Page, Table, columns, page, shown, tabled
from crmsim.course.telling import data, judged, spoken
from crmsim.experiment.compare import compare
from crmsim.language import Say, label, speaker
from crmsim.law.prospecting import demonstration
from crmsim.run import Run, simulate
from crmsim.settings import Number, lever_at

CARELESS: Mapping[str, Number] = {
    "maintenance.hardware": 0.0,
    "maintenance.touch_ordinary": 0.0,
    "maintenance.touch_select": 0.0,
    "maintenance.touch_premium": 0.0,
    "maintenance.service_trust": 0.0,
    "maintenance.complaint_system": 0.0,
    "maintenance.rescue": 0.0,
}
"""A branch that only serves who comes: nothing is maintained."""

DRAWS = 5
"""Replications on which two ways of service are held against each other."""


def waits() -> Page:
    """How long customers wait, by the load of the managers and the size of the desk: simulated and by the formula."""
    say = speaker()
    table = queues.by_load()
    named = {
        "load": say("load of the managers, %"),
        "desk": say("managers at a desk"),
        "formula": say("by the formula, hours"),
        "simulated": say("simulated, hours"),
    }
    listed = data(say, table, named)
    tiers = spoken(say, queues.by_tier(), "tier")
    heads = {"tier": say("tier"), "formula": named["formula"], "simulated": named["simulated"]}
    caption = say("One desk of all managers at 90 % load, premium customers first")
    return page(shown(own.waits(table, say), listed), tabled(columns(tiers, heads), caption))


def image(run: Run) -> Page:
    """What a branch that maintains nothing loses, against the branch as it is."""
    say = speaker()
    told = say("What if nothing were maintained?"), say("Change against the branch as it is, on the same luck.")
    return compared(run, {"nothing is maintained": CARELESS}, ("satisfaction", "loyalty", "churn", "customers"), told)


def example(run: Run) -> Page:
    """The demonstration effect: what the branch's customers say of it, and what that does to a contact with others."""
    say, share = speaker(), run.scenario.market.demonstration
    rows = []
    for name, other in ((AS_IS, run), ("nothing is maintained", beside(run, CARELESS))):
        heard = float(other.history.branch["image"][0])
        chance = f"{100.0 * demonstration(share, heard):.1f} %"
        rows.append((say(name), f"{heard:.3f}", chance, f"{100.0 * other.indicators['acceptance']:.1f} %"))
    heads = ("variant", "image, 0 to 1", "a contact's chance, of the best", "visits accepted")
    return page(Table(tuple(say(head) for head in heads), tuple(rows), say("What others hear of the branch")))


def gestures() -> Page:
    """Match gestures from a branch with the five forms of maintenance."""
    return matched(GESTURES, speaker())


def form(run: Run, name: str) -> Page:
    """What ever more of one form of maintenance brings, and where the branch stands.

    Args:
        run: a run of one branch.
        name: `hardware`, `software`, `functional`, `psychological` or `distinctive`.
    """
    say, one = speaker(), laws.FORMS[name]
    table = laws.curve(one)
    lever = lever_at(f"maintenance.{name}")
    spent = laws.setting_of(run.scenario.schedule[0], name)
    x = Axis("spent", f"{say(label(name))} ({say(lever.about.unit)})")
    y = Axis("effect", say(one.unit))
    told = say(label(name)), say(one.meaning), say("this branch")
    listed = data(say, table.iloc[::3], {"spent": x.title, "effect": y.title})
    return page(shown(own.marked(table, (spent, one.effect(spent)), x, y, told), listed))


def mixing(run: Run, budget: float = 40.0) -> Page:
    """What a budget for one contact adds to its quality, spent on one form or on two.

    Args:
        run: a run of one branch.
        budget: CNY for a contact.
    """
    say = speaker()
    table = spoken(say, laws.mixed(budget, run.scenario.bank.wage), "what")
    told = (
        say("One form, or two?"),
        say("Quality that {budget} CNY add to a contact, by what they are spent on.").format(budget=f"{budget:g}"),
    )
    chart = pictures.ranked(table, "what", "quality", say, told)
    return page(shown(chart, data(say, table, ["what", "quality"])))


def hours(run: Run) -> Page:
    """Where the managers' hours go: tier by tier, and by kind of work."""
    say = speaker()
    tiers = spoken(say, figures.hours_by_tier(run), "tier")
    named = {
        "tier": say("tier"),
        "customers": say("customers"),
        "hours": say("hours of service a month"),
        "minutes": say("minutes a customer and month"),
        "contacts": say("unasked contacts a month"),
    }
    work = spoken(say, figures.hours_by_work(run), "work")
    told = say("A month of the managers"), say("Hours a month by kind of work, all managers together.")
    chart = shown(pictures.ranked(work, "work", "hours", say, told), data(say, work, ["work", "hours", "share"]))
    return page(tabled(columns(tiers, named), say("Hours by tier")), chart)


def forms(run: Run) -> Page:
    """What each form is worth to this branch: what changes if it is left out."""
    say = speaker()
    without = {f"without {name}": {f"maintenance.{name}": 0.0} for name in laws.FORMS}
    told = say("Each form left out"), say("Change against the branch as it is, on the same luck.")
    return compared(run, without, ("perceived", "trust", "hurt", "contribution"), told)


def judged_value(run: Run, guess: float | None = None) -> Page:
    """In which tier customers were put, against the one that their true value calls for.

    Args:
        run: a run of one branch.
        guess: how many reviews in a hundred put a customer in a wrong tier, as you expect.
    """
    say = speaker()
    counts = figures.seen_and_true(run)
    rows = tuple((say(str(name)), *(f"{int(count):,}" for count in row)) for name, row in counts.iterrows())
    heads = (say("put in"), *(say("truly {tier}").format(tier=say(name)) for name in counts.columns))
    found = 100.0 * run.indicators["misjudged_share"]
    sentence = "In {found} of a hundred reviews a customer is put in a wrong tier."
    return page(Table(heads, rows, say("Tiers, as found and as they should be")), judged(say, guess, found, sentence))


def by_value(run: Run) -> Page:
    """Who is served how much, and who brings how much: shares of the three tiers."""
    say = speaker()
    table = spoken(say, figures.shares_by_tier(run), "tier")
    named = {
        "customers": say("customers, % of all"),
        "hours": say("hours, % of all"),
        "contribution": say("contribution, % of all"),
    }
    told = say("Customers, hours and money by tier"), say("Shares of each tier in percent of all.")
    return page(shown(own.panels(table, "tier", named, told), data(say, table, ["tier", *named])))


def by_kind(run: Run) -> Page:
    """What the three kinds of customers ask for, are used to, and get."""
    say = speaker()
    table = spoken(say, figures.kinds(run), "kind")
    named = {
        "kind": say("kind"),
        "needs": say("needs a month"),
        "custom": say("wait it is used to, hours"),
        "punctual": say("punctuality as felt, %"),
        "hours": say("length of a visit, hours"),
        "value": say("established value, CNY a year"),
    }
    return page(tabled(columns(table, named), say("Three kinds of customers")))


def differentiated(run: Run, tier: str) -> Page:
    """A tier under equal and under differentiated service, on the same luck.

    Args:
        run: a run of the branch, whose luck is used.
        tier: `premium` for key customers, `select` for good small and medium ones, or `ordinary`.
    """
    say = speaker()
    both = [
        figures.of_a_tier(simulate(name, run.seed, run.replication, ENGINE, record=False), tier)
        for name in ("equal-service", "differentiated")
    ]
    words = {
        "wait": "wait, hours",
        "kept": "promise kept, share",
        "hours": "length of a visit, hours",
        "touched": "unasked contacts",
        "satisfaction": "satisfaction",
        "loyalty": "loyalty",
    }
    rows = tuple((say(words[name]), *(figured(one[name]) for one in both)) for name in words)
    caption = say("{tier} under two ways of service").format(tier=say(tier))
    return page(Table(("", say("equal-service"), say("differentiated")), rows, caption))


def figured(value: float) -> str:
    """A number as exact as can be seen."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def equal_or_not(run: Run) -> Page:
    """Differentiated against equal service on the same luck, with as much certainty as there is."""
    say = speaker()
    kpis = ("contribution", "churn", "loyalty", "wait_premium", "wait_select", "wait_ordinary")
    found = compare(["equal-service", "differentiated"], DRAWS, seed=run.seed, jobs=1, engine=ENGINE, cache=False)
    return page(told_apart(found.differences(kpis).to_dict("records"), say))


def told_apart(rows: Sequence[Mapping[Hashable, Any]], say: Say) -> Table:
    """Paired differences, a row each: how much, between what and what, and whether luck could explain it."""
    cells = tuple(
        (
            say(label(str(row["kpi"]))),
            say(str(row["unit"])),
            signed(row["difference"]),
            f"{signed(row['low'])} … {signed(row['high'])}",
            say("luck could explain it") if row["low"] <= 0.0 <= row["high"] else say("more than luck"),
        )
        for row in rows
    )
    heads = ("indicator", "unit", "difference", "95 % interval", "verdict")
    caption = say("Differentiated less equal service, {draws} draws").format(draws=DRAWS)
    return Table(tuple(say(head) for head in heads), cells, caption)


def signed(value: float) -> str:
    """A difference with its sign."""
    return f"{value:+,.0f}" if abs(value) >= 100 else f"{value:+.3g}"
