"""Chapter 2, developing customers: what its notebooks call, a line a cell. Each answers in the reader's language."""

from crmsim.course import forms, pictures
from crmsim.course.developing import channels as searches
from crmsim.course.developing import contacts, matches, papers, profile, reasons, smart
from crmsim.course.developing import pictures as own
from crmsim.course.developing.people import learning, qualities
from crmsim.course.developing.tries import entry, follow_up, joint, moment, needs_met, roundabout, smart_goals
from crmsim.course.developing.ways import lead, steps
from crmsim.course.matching import matched
from crmsim.course.shown import Page, Table, Told, columns, page, shown, tabled
from crmsim.course.start import start, switch
from crmsim.course.telling import data, judged, spoken
from crmsim.language import speaker
from crmsim.run import Run

__all__ = [
    "channels",
    "condition",
    "cooperation",
    "cooperations",
    "demands",
    "earlier_outcome",
    "entry",
    "follow_up",
    "funnel",
    "image",
    "income",
    "industry",
    "joint",
    "kth_contact",
    "lead",
    "learning",
    "marketing_plan",
    "meeting_plan",
    "meeting_summary",
    "memo",
    "moment",
    "needs_met",
    "nobody_new",
    "qualities",
    "region",
    "roundabout",
    "screen",
    "searches_matched",
    "sheet",
    "smart_goals",
    "start",
    "steps",
    "switch",
    "visit_goal",
]

meeting_plan = papers.MEETING_PLAN
meeting_summary = papers.MEETING_SUMMARY
memo = papers.MEMO
marketing_plan = papers.MARKETING_PLAN
visit_goal = smart.GOAL


def sheet(form: forms.Form) -> Page:
    """A form as a table, for reading and for paper.

    Args:
        form: one of the chapter's forms, such as `meeting_plan`.
    """
    return forms.sheet(form, speaker())


def income(run: Run) -> Page:
    """What customers of the opening book, customers won since, and the work of winning brought in each year."""
    say = speaker()
    table = spoken(say, reasons.income(run), "source")
    told = (
        say("Where the contribution comes from"),
        say("Contribution of each year in CNY, by source; winning customers costs money, so its line is below zero."),
    )
    axes = {"year": say("year"), "contribution": say("CNY a year"), "source": say("source")}
    return page(shown(own.lines(table, axes, told), data(say, table, ["year", "source", "contribution"])))


def nobody_new(run: Run) -> Page:
    """The same branch on the same luck, if it sought nobody from the first day on."""
    from crmsim.run import simulate

    say = speaker()
    alone = simulate(run.scenario.with_settings(reasons.NOBODY), run.seed, run.replication, record=False)
    names = ("customers", "won", "contribution", "utilisation", "wait")
    rows = tuple((say(name), figure(run.indicators[name]), figure(alone.indicators[name])) for name in names)
    heads = (say("figure"), say("as it is"), say("seeks nobody"))
    return page(Table(heads, rows, say("A branch that seeks nobody, after the same years")))


def figure(value: float) -> str:
    """A figure to as many places as it is read with."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}"


def demands(run: Run) -> Page:
    """Which needs old and new customers bring, and how often a product comes of them."""
    say = speaker()
    table = spoken(say, reasons.demands(run), "source")
    named = {
        "source": say("customers"),
        "needs": say("needs brought"),
        "sold": say("products sold"),
        "share": say("sold for a hundred needs"),
    }
    return page(tabled(columns(table, named), say("Old and new customers: needs and products")))


def image(run: Run) -> Page:
    """What the branch's image does to the chance of a first visit."""
    say = speaker()
    table = reasons.by_image(run)
    table["image"] = [f"{100.0 * share:.0f} %" for share in table["image"]]
    told = (
        say("Image opens doors"),
        say("Chance in percent that a faultless first visit wins a customer, by the branch's image with others."),
    )
    listed = data(say, table, {"image": say("image"), "chance": "%"})
    return page(shown(pictures.ranked(table.rename(columns={"chance": "%"}), "image", "%", say, told), listed))


def industry(run: Run) -> Page:
    """Potential and own customers by their industry."""
    return by_trait(run, "industry", "Customers by industry")


def region(run: Run) -> Page:
    """Potential and own customers by their region, and how long the way to them is."""
    say = speaker()
    hours = tuple((say(name), f"{ratio:.1f}") for name, ratio in profile.ways().items())
    length = Table((say("region"), say("length of a visit, home = 1")), hours, say("What the way costs"))
    return page(*by_trait(run, "region", "Customers by region").parts, length)


def condition(run: Run) -> Page:
    """Potential and own customers by the size of their wallets: all their banking business, anywhere."""
    return by_trait(run, "wallet", "Customers by wallet, CNY")


def cooperation(run: Run) -> Page:
    """Potential and own customers by how far they had worked with the bank before."""
    return by_trait(run, "cooperation", "Customers by earlier cooperation")


def by_trait(run: Run, name: str, caption: str) -> Page:
    """Customers by one trait: how many were sought and won, and what one of them brings."""
    say = speaker()
    table = spoken(say, profile.trait(run, name), "group")
    named = {
        "group": "",
        "sought": say("sought"),
        "won": say("won"),
        "share": say("won of a hundred"),
        "value": say("CNY a customer and year"),
    }
    return page(tabled(columns(table, named), say(caption)))


def screen(run: Run, guess: float | None = None) -> Page:
    """Who passes the branch's screen, what a target costs, and who is missed.

    Args:
        run: a run of one branch.
        guess: how many of a hundred potential customers pass, as you expect.
    """
    say = speaker()
    table = spoken(say, profile.screened(run), "kind")
    named = {
        "kind": say("kind"),
        "potential": say("potential customers"),
        "passing": say("pass"),
        "turned_away": say("turned away"),
        "missed": say("of these, of the best fifth"),
    }
    share = 100.0 * float(table["passing"].sum()) / max(float(table["potential"].sum()), 1.0)
    cost = say("A target cost {cost} CNY: hours of search, screening and research, and the price of leads.")
    wrong = say("Of a hundred who passed, {share} should not have.")
    mistakes = f"{100.0 * run.indicators['mistaken_targets']:.0f}"
    return page(
        tabled(columns(table, named), say("Who passes the screen, and who is missed")),
        judged(say, guess, share, "{found} of a hundred potential customers pass."),
        Told(f"{wrong.format(share=mistakes)} {cost.format(cost=figure(profile.cost_of_target(run)))}"),
    )


def funnel(run: Run, guess: float | None = None) -> Page:
    """How far leads come, from the first name to the second product.

    Args:
        run: a run of one branch.
        guess: how many of a hundred leads are won, as you expect.
    """
    say = speaker()
    table = spoken(say, searches.funnel(run), "reached")
    told = say("From a name to a customer"), say("How many leads came how far, over the whole run.")
    chart = shown(pictures.ranked(table, "reached", "customers", say, told), data(say, table, ["reached", "customers"]))
    found = 100.0 * run.indicators["acquisition"]
    return page(chart, judged(say, guess, found, "{found} of a hundred leads became customers."))


def channels(run: Run) -> Page:
    """Five channels side by side: leads, customers won, and what a customer won costs."""
    say = speaker()
    table = spoken(say, searches.by_channel(run), "channel")
    shows = {"found": say("leads found"), "won": say("customers won"), "cost_each": say("CNY a customer won")}
    told = (
        say("Five channels"),
        say("Leads, customers won, and the cost of a customer won, channel by channel, over the whole run."),
    )
    named = {"channel": say("channel"), **shows, "share": say("won of a hundred"), "cost": say("cost in all, CNY")}
    listed = data(say, table, named)
    return page(shown(pictures.panels(table, "channel", shows, told), listed))


def searches_matched() -> Page:
    """Match scenes with the five ways of searching."""
    return matched(matches.SEARCHES, speaker())


def cooperations() -> Page:
    """Match scenes with the three ways to a cooperation."""
    return matched(matches.COOPERATIONS, speaker())


def kth_contact(run: Run, guess: float | None = None) -> Page:
    """The chance of the k-th contact, here and in a bank's real campaigns.

    Args:
        run: a recorded run of one branch.
        guess: how many of a hundred third contacts succeeded in the real campaigns, as you expect.
    """
    say = speaker()
    table = spoken(say, contacts.by_contact(run), "source")
    told = (
        say("The first, the second, the tenth contact"),
        say("Percent of contacts that succeed, by which contact with the same person it is: here, and as counted."),
    )
    axes = {"contact": say("contact"), "percent": say("succeed, %"), "source": say("source")}
    chart = shown(own.lines(table, axes, told), data(say, table, ["source", "contact", "percent"]))
    third = contacts.COUNTED[2]
    return page(
        chart, judged(say, guess, third, "In the real campaigns {found} of a hundred third contacts succeeded.")
    )


def earlier_outcome(run: Run) -> Page:
    """What an earlier outcome does to a contact, here and in a bank's real campaigns."""
    say = speaker()
    table = spoken(say, contacts.by_outcome(run), "earlier")
    named = {
        "earlier": say("what came before"),
        "visits": say("visits"),
        "percent": say("visits that succeed, %"),
        "counted": say("won in real campaigns, %"),
    }
    return page(tabled(columns(table, named), say("What came before")))
