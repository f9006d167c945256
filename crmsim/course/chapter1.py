"""Chapter 1, knowing the customer: what its notebooks call, a line a cell. Each answers in the reader's language."""

from collections.abc import Sequence

from crmsim.course import pictures
from crmsim.course.knowing import figures
from crmsim.course.knowing import life as lives
from crmsim.course.knowing import pictures as own
from crmsim.course.knowing.matches import DEFINITIONS, FUNCTIONS
from crmsim.course.knowing.worth import by_stage, compare_two, fifths, mood, multiple, top_fifth, values
from crmsim.course.matching import matched
from crmsim.course.reading import YEAR, by_year, life_of
from crmsim.course.shown import Page, Table, columns, page, shown, tabled
from crmsim.course.start import start, switch
from crmsim.course.still import still
from crmsim.course.telling import counted, data, judged, spoken, years_named
from crmsim.language import Say, label, speaker
from crmsim.run import Run
from crmsim.stages import Channel, Tier

__all__ = [
    "branch",
    "by_need",
    "by_relationship",
    "by_stage",
    "compare_two",
    "contacts",
    "definitions",
    "fifths",
    "functions",
    "goals",
    "life",
    "loyal",
    "market",
    "mood",
    "multiple",
    "origins",
    "process",
    "service",
    "stages",
    "start",
    "still",
    "switch",
    "top_fifth",
    "values",
    "voices",
    "winning",
    "years",
]

ORIGINS = (
    (1980, "early 1980s", "contact management (USA)"),
    (1985, "1985", "relationship marketing (Barbara Bund Jackson)"),
    (1990, "1990", "customer care"),
    (1999, "1999", "customer relationship management (Gartner Group)"),
)
"""The course's own four dates; see B. B. Jackson, "Build customer relationships that last", Harvard Business Review
63(6) (1985), 120-128, for the second."""

PROCESS = (
    ("to identify", ("found", "profiled", "reviewed")),
    ("to select", ("targeted",)),
    ("to win", ("planned", "visited", "won")),
    ("to develop", ("sold", "followed_up")),
    ("to keep", ("served", "solved", "cared_for", "rescued")),
)
"""The five steps of the business process, and the events in which each shows."""

VOICES = (
    ("customer to branch", ("need", "complaint", "surveyed")),
    ("branch to customer", ("served", "solved", "cared_for", "conceded")),
    ("not said", ("silent_problem", "survey_ignored")),
)
"""Who speaks to whom, and the events in which each shows."""


def branch(run: Run) -> Page:
    """The simulated branch in a few figures."""
    say, k = speaker(), run.indicators
    rows = [
        (say("months simulated"), f"{run.scenario.months}"),
        (say("customers at the start"), f"{run.scenario.market.customers:,}"),
        (say("customers at the end"), f"{k['customers']:,.0f}"),
        (say("customers won"), f"{k['won']:,.0f}"),
        (say("customers who left"), f"{k['lost']:,.0f}"),
        (say("contribution of all years, CNY"), f"{k['contribution']:,.0f}"),
        (say("mean satisfaction"), f"{k['satisfaction']:.2f}"),
        (say("mean loyalty"), f"{k['loyalty']:.2f}"),
    ]
    return page(Table((say("figure"), say("value")), tuple(rows), say("The branch at a glance")))


def years(run: Run) -> Page:
    """What all customers together brought in each year, as bars."""
    say = speaker()
    table = years_named(say, by_year(run))
    told = say("Contribution by year"), say("What all customers brought in each year, less what they cost, in CNY.")
    renamed = table.rename(columns={"contribution": "CNY"})
    return page(shown(pictures.ranked(renamed, "year", "CNY", say, told), data(say, table, ["year", "contribution"])))


def life(run: Run, customer: int | None = None) -> Page:
    """One customer's life on one axis of time: stage, events, money, feelings.

    Args:
        run: a recorded run of one branch.
        customer: the customer's number; by default the one whose life shows most.
    """
    say = speaker()
    chosen = lives.telling(run) if customer is None else customer
    lived, months = life_of(run, chosen), run.scenario.months
    happened = lives.happened(lived, say)
    told = {
        "stages": lives.stages_of(lived, months, say),
        "events": happened,
        "money": lives.money_of(lived),
        "felt": lives.felt(run, chosen),
    }
    listed = happened.assign(month=[f"{time:.1f}" for time in happened["time"]])
    return page(shown(own.life(told, months, chosen, say), data(say, listed, ["month", "sort", "event"])))


def stages(run: Run) -> Page:
    """The whole market by stage, month by month, as areas."""
    say = speaker()
    table = figures.stage_areas(run, say)
    listed = table[(table["month"] % YEAR == 0) | (table["month"] == table["month"].max())]
    return page(shown(own.stages(table, say), data(say, listed, ["month", "stage", "customers"])))


def by_need(run: Run) -> Page:
    """The bank's customers by what they need: deposits or loans, local or foreign currency."""
    say = speaker()
    table = spoken(say, figures.needs_table(run), "main")
    named = {
        "main": say("by need"),
        "local": say("local currency only"),
        "foreign": say("foreign currency too"),
        "contribution": say("CNY a customer and year"),
    }
    return page(tabled(columns(table, named), say("Customers of the bank by need")))


def by_relationship(run: Run, guess: float | None = None) -> Page:
    """Potential, ordinary and premium customers: how many there are, and what they bring in a year.

    Args:
        run: a run of one branch.
        guess: how many in a hundred of the bank's own customers are premium, as you expect.
    """
    say = speaker()
    table = spoken(say, figures.relations(run), "relationship")
    values = {"customers": say("customers"), "contribution": say("CNY a year")}
    told = say("Three kinds of relationship"), say("How many customers each class has, and what they bring in a year.")
    chart = shown(pictures.panels(table, "relationship", values, told), data(say, table, ["relationship", *values]))
    own = table["customers"].iloc[1:]
    found = 100.0 * float(own.iloc[-1]) / float(own.sum())
    return page(chart, judged(say, guess, found, "{found} in a hundred customers of the bank are premium."))


def winning(run: Run) -> Page:
    """How many potential customers are left after each step of being won."""
    say, happened = speaker(), run.events["event"].value_counts()
    steps = ("sought", "found", "profiled", "targeted", "planned", "won")
    table = spoken(say, counted([("", [(step, int(happened[step])) for step in steps])]), "event")
    told = say("From a name to a customer"), say("Potential customers who came through each step, over the whole run.")
    return page(
        shown(pictures.ranked(table, "event", "customers", say, told), data(say, table, ["event", "customers"]))
    )


def loyal(run: Run) -> Page:
    """The bank's customers from disloyal to loyal, and what goes with it."""
    say = speaker()
    table = spoken(say, figures.loyalty_bands(run), "band")
    values = {"customers": say("customers"), "model_value": say("model value, CNY")}
    told = say("Who is loyal?"), say("Customers of the bank by loyalty, from 0 to 1, and what one of them is worth.")
    names = ["band", "customers", "products", "share_of_wallet", "model_value"]
    return page(shown(pictures.panels(table, "band", values, told), data(say, table, names)))


def service(run: Run) -> Page:
    """What each tier of customers is promised, and what it gets."""
    say, k, rules = speaker(), run.indicators, run.scenario.schedule[0].maintenance
    rows = [
        (
            say(tier),
            f"{getattr(rules, f'promise_{tier}'):g}",
            f"{k[f'wait_{tier}']:.1f}",
            f"{100.0 * k[f'kept_{tier}']:.0f} %",
            f"{k[f'hours_{tier}']:.1f}",
            f"{k[f'touched_{tier}']:,.0f}",
        )
        for tier in Tier.names()
    ]
    heads = (
        "tier",
        "promised wait, hours",
        "wait, hours",
        "promise kept",
        "length of a visit, hours",
        "unasked contacts",
    )
    return page(Table(tuple(say(head) for head in heads), tuple(rows), say("What each tier is promised and gets")))


def market(run: Run) -> Page:
    """How the branch does in its market, year by year."""
    say = speaker()
    table = by_year(run)
    names = ("year", "approached", "won", "acquisition", "lost", "customers", "share_of_wallet")
    return page(tabled(columns(table, [(name, say(label(name))) for name in names]), say("The branch in its market")))


def goals(run: Run) -> Page:
    """The two goals of CRM, year by year: what a customer costs, and whether customers come and stay."""
    say = speaker()
    table = by_year(run)
    named = {
        "year": say("year"),
        "cost": say("cost of a customer, CNY a year"),
        "won": say("customers won"),
        "churn": say("churn"),
        "satisfaction": say("satisfaction"),
    }
    return page(tabled(columns(table, named), say("Lower cost, more customers")))


def origins() -> Page:
    """How CRM came about, on a line of years."""
    import pandas as pd

    say = speaker()
    rows = [(year, f"{say(when)}: {say(what)}", row) for row, (year, when, what) in enumerate(ORIGINS)]
    table = pd.DataFrame(rows, columns=["year", "what", "row"])
    return page(shown(own.timeline(table, say), data(say, table, ["what"])))


def contacts(run: Run) -> Page:
    """How the branch met potential customers, channel by channel, and what came of it."""
    say, k = speaker(), run.indicators
    rows = [
        (
            say(label(name)),
            f"{k[f'found_by_{name}']:,.0f}",
            f"{k[f'won_by_{name}']:,.0f}",
            f"{100.0 * k[f'won_by_{name}'] / max(k[f'found_by_{name}'], 1.0):.0f}",
            f"{k[f'contact_hours_{name}']:.1f}",
        )
        for name in Channel.names()
    ]
    heads = ("channel", "approached", "won", "won of a hundred", "length of a visit, hours")
    return page(Table(tuple(say(head) for head in heads), tuple(rows), say("Five ways to meet a customer")))


def voices(run: Run) -> Page:
    """Who told whom what: customers, the branch, and what was not said."""
    say = speaker()
    return grouped(run, say, VOICES, say("Who speaks to whom"))


def process(run: Run) -> Page:
    """The five steps of the business process, and how often each event in them happened."""
    say = speaker()
    return grouped(run, say, PROCESS, say("Five steps, and where they show"))


def grouped(run: Run, say: Say, groups: Sequence[tuple[str, Sequence[str]]], caption: str) -> Page:
    """How often events happened, group by group, as a table."""
    happened = run.events["event"].value_counts()
    table = counted([(group, [(event, int(happened[event])) for event in events]) for group, events in groups])
    table = spoken(say, spoken(say, table, "group"), "event")
    named = {"group": "", "event": say("event"), "customers": say("how often")}
    return page(tabled(columns(table, named), caption))


def definitions() -> Page:
    """Match each statement about CRM with who says it."""
    return matched(DEFINITIONS, speaker())


def functions() -> Page:
    """Match scenes from a branch with the three functions of CRM."""
    return matched(FUNCTIONS, speaker())
