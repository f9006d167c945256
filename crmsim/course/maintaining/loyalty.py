"""Pages of 3.3.3: the measures of loyalty, the loyalty plan, and ways to raise loyalty."""

from typing import TYPE_CHECKING

from crmsim.course.maintaining import figures, laws
from crmsim.course.maintaining import pictures as own
from crmsim.course.maintaining.trials import Variants, beside, compared
from crmsim.course.pictures import Axis, lines
from crmsim.course.reading import by_year
from crmsim.course.shown import Page, columns, page, shown, tabled
from crmsim.course.telling import data, spoken, years_named
from crmsim.language import speaker
from crmsim.run import Run

if TYPE_CHECKING:
    import pandas as pd

PRICES = {"looks little at prices": 0.2, "looks at prices like most": 0.5, "looks much at prices": 0.8}
"""Customers by how far they look at prices, from 0 to 1."""

NO_PLAN: Variants = {"no loyalty plan": {"maintenance.loyalty_plan": 0.0}}

PLANS: Variants = {
    "a lavish plan": {"maintenance.loyalty_plan": 20.0},
    "a plan that changes each quarter": {"maintenance.plan_change_every": 3},
}

WAYS: Variants = {
    "trust by service": {"maintenance.service_trust": 0.15},
    "broad links": {"maintenance.broad_links": 1.0},
    "thinking for the customer": {"maintenance.think_for_customer": 1.0},
    "cost of switching": {"maintenance.switching_barrier": 8.0},
}


def measures(run: Run) -> Page:
    """The course's measures of loyalty, year by year."""
    say = speaker()
    table = figures.measures(run)
    named = {
        "year": say("year"),
        "needs": say("needs a customer"),
        "sales": say("products a customer"),
        "declined": say("offers declined, %"),
        "told": say("problems told, %"),
        "growth": say("growth in customers, %"),
        "acquisition": say("acquisition rate, %"),
        "churn": say("churn rate, %"),
    }
    return page(tabled(columns(table, named), say("The dashboard of loyalty")))


def repeats(run: Run) -> Page:
    """How often customers came back in the last year, by their loyalty."""
    say = speaker()
    table = spoken(say, figures.repeats(run), "band")
    shows = {"needs": say("needs a year"), "sales": say("products a year")}
    told = say("Who comes back?"), say("Needs brought and products taken in the last year by a customer, by loyalty.")
    return page(
        shown(own.panels(table, "band", shows, told), data(say, table, ["band", "customers", "needs", "sales"]))
    )


def prices(run: Run) -> Page:
    """How likely one offer takes a customer away, by its loyalty and by how far it looks at prices."""
    say = speaker()
    table = spoken(say, laws.offers(run.scenario.market, PRICES), "who")
    x, y = Axis("loyalty", say("loyalty, 0 to 1")), Axis("chance", say("gone with one offer, %"))
    told = say("Loyalty against price"), say("Chance that one competitor's offer takes a just satisfied customer away.")
    named = {"loyalty": x.title, "who": say("who"), "chance": y.title}
    figured = data(say, table, named)
    return page(shown(own.drawn(lines(table, x, y, "who"), told), figured))


def rivals(run: Run) -> Page:
    """What became of the offers that customers got from competitors."""
    say = speaker()
    table = figures.offers(run)
    named = {
        "year": say("year"),
        "declined": say("declined"),
        "bought_off": say("stayed for a concession"),
        "left": say("left"),
    }
    return page(tabled(columns(table, named), say("What became of competitors' offers")))


def troubles(run: Run) -> Page:
    """Who leaves after a problem: those who complained, and those who kept silent."""
    say = speaker()
    table = spoken(say, figures.troubles(run), "after")
    shows = {"gone": say("gone within half a year, %")}
    told = say("After a problem"), say("How many in a hundred leave within half a year, after what.")
    named = {"after": say("when"), "cases": say("cases"), **shows}
    listed = data(say, table, named)
    return page(shown(own.panels(table, "after", shows, told), listed))


def growth(run: Run) -> Page:
    """How many customers are won of those pursued, and how the branch grows, year by year."""
    say = speaker()
    table = years_named(say, figures.measures(run))
    shows = {"acquisition": say("acquisition rate, %"), "growth": say("growth in customers, %")}
    told = say("Growth and acquisition"), say("Customers won of those pursued, and growth in customers, in percent.")
    return page(shown(own.panels(table, "year", shows, told), data(say, table, ["year", *shows])))


def churn(run: Run) -> Page:
    """How many customers leave in a year, and how many they are."""
    say = speaker()
    table = years_named(say, by_year(run))
    table["churn"] *= 100.0
    shows = {"churn": say("churn rate, %"), "lost": say("customers who left")}
    told = say("Churn by year"), say("Customers who left, in percent of those there and as a number.")
    return page(shown(own.panels(table, "year", shows, told), data(say, table, ["year", *shows])))


def plan(run: Run) -> Page:
    """What a loyalty plan costs and when it pays, and what becomes of one that keeps changing."""
    say = speaker()
    table = paid_back(run)
    x, y = Axis("month", say("month")), Axis("gain", say("contribution so far, against no plan, CNY"))
    told = (
        say("When does a plan pay?"),
        say("What loyalty plans have brought so far, against none, on the same luck."),
    )
    named = {"month": x.title, "plan": say("plan"), "gain": y.title}
    listed = data(say, table[table["month"] % 12 == 0], named)
    chart = shown(own.drawn(lines(table, x, y, "plan") + own.line_at(0.0), told), listed)
    what = say("Plans against the branch as it is"), say("Change against the branch as it is, on the same luck.")
    changed = compared(run, {**NO_PLAN, **PLANS}, ("loyalty", "churn", "contribution"), what)
    return Page((*page(chart).parts, *changed.parts))


def paid_back(run: Run) -> "pd.DataFrame":
    """What plans have brought so far against none, every half year; columns month, plan, gain (CNY)."""
    import pandas as pd

    say = speaker()
    without = figures.so_far(beside(run, NO_PLAN["no loyalty plan"]))
    runs = {"the branch's own plan": run, **{name: beside(run, values) for name, values in PLANS.items()}}
    rows = [
        (month, say(name), gain)
        for name, one in runs.items()
        for month, gain in enumerate(figures.so_far(one) - without, 1)
        if month % 6 == 0
    ]
    return pd.DataFrame(rows, columns=["month", "plan", "gain"])


def bonds(run: Run) -> Page:
    """Four ways to raise loyalty, and what each costs elsewhere."""
    say = speaker()
    told = say("Four ways to raise loyalty"), say("Change against the branch as it is, on the same luck.")
    return compared(run, WAYS, ("loyalty", "churn", "wait", "contribution"), told)
