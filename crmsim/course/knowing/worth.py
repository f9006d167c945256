"""What customers are worth: the three values, concentration, contribution by stage, and what loyalty is good for."""

from crmsim.course import pictures
from crmsim.course.knowing import figures
from crmsim.course.knowing import pictures as own
from crmsim.course.reading import life_of
from crmsim.course.shown import Page, Table, page, shown
from crmsim.course.telling import data, judged, spoken
from crmsim.language import Say, label, speaker
from crmsim.run import Run

RETENTIONS = (0.6, 0.7, 0.8, 0.9)
DISCOUNTS = (0.10, 0.12, 0.14, 0.16)
"""The chances of staying and the discount rates of the published table; see `crmsim.analytic.margin_multiple`."""

TOP = 0.2
"""The best fifth."""


def values(run: Run) -> Page:
    """Established, potential and model value of a customer, in the mean of each tier."""
    say = speaker()
    table = spoken(say, figures.three_values(run), "tier")
    shows = {
        "established": say("established value, CNY a year"),
        "potential": say("potential value, CNY a year"),
        "model": say("model value, CNY"),
    }
    told = (
        say("Three values of a customer"),
        say("Mean value of a customer of each tier, in three panels with own scales."),
    )
    listed = data(say, table, {"tier": say("tier"), "customers": say("customers"), **shows})
    return page(shown(pictures.panels(table, "tier", shows, told), listed))


def compare_two(run: Run, first: int, second: int) -> Page:
    """Two customers side by side: who they are, what they need, and what they are worth.

    Args:
        run: a recorded run of one branch.
        first: the number of one customer.
        second: the number of the other.
    """
    say = speaker()
    one, other = (portrait(run, customer, say) for customer in (first, second))
    heads = ("", *(say("customer {number}").format(number=number) for number in (first, second)))
    rows = tuple((name, figure, other[name]) for name, figure in one.items())
    return page(Table(heads, rows, say("Two customers side by side")))


def portrait(run: Run, customer: int, say: Say) -> dict[str, str]:
    """What a manager should know of a customer, line by line."""
    events = life_of(run, customer)["event"].value_counts()
    who = run.customers.iloc[customer]
    words = {say(label(name)): say(label(str(who[name]))) for name in ("kind", "stage", "tier")}
    shares = {say("share of wallet"): f"{100.0 * who['share']:.0f} %", say("loyalty"): f"{who['loyalty']:.2f}"}
    counts = {
        say(text): f"{int(events[name])}"
        for name, text in (("need", "needs brought"), ("sold", "products bought"), ("complaint", "complaints"))
    }
    money = {say("established value, CNY a year"): money_text(who["established_value"])}
    return words | shares | counts | money | {say("model value, CNY"): money_text(who["model_value"])}


def money_text(amount: float) -> str:
    """An amount in whole yuan, or a dash where there is none."""
    return "–" if amount != amount else f"{amount:,.0f}"  # noqa: PLR0124  # only what is missing is unlike itself


def top_fifth(run: Run, guess: float | None = None) -> Page:
    """The Lorenz curve of contribution, and what the best fifth of the customers earn of it.

    Args:
        run: a run of one branch.
        guess: what the best fifth earns, in percent of all positive contribution, as you expect.
    """
    say = speaker()
    table = figures.concentration(run)
    mark = None if guess is None else (TOP, guess / 100.0)
    tenths = table.iloc[:: len(table) // 10]
    percents = tenths.map(lambda share: f"{100.0 * share:.0f} %")
    found = 100.0 * run.indicators["top20_share"]
    return page(
        shown(own.lorenz(table, mark, say), data(say, percents, ["customers", "contribution"])),
        judged(say, guess, found, "The best fifth of the customers earns {found} % of all positive contribution."),
    )


def fifths(run: Run) -> Page:
    """What each fifth of the customers brought in all, from the best to the last."""
    say = speaker()
    table = spoken(say, figures.fifths(run), "fifth")
    told = (
        say("Contribution, fifth by fifth"),
        say("What each fifth of the customers brought over the whole run, best first, in CNY; below zero is a loss."),
    )
    renamed = table.rename(columns={"contribution": "CNY"})
    listed = data(say, table, ["fifth", "customers", "contribution"])
    return page(shown(pictures.ranked(renamed, "fifth", "CNY", say, told), listed))


def by_stage(run: Run) -> Page:
    """What a customer brings in a month of each stage of its life."""
    say = speaker()
    table = spoken(say, figures.money_by_stage(run), "stage").rename(columns={"contribution": "CNY a month"})
    told = say("Money by stage of life"), say("What a customer in each stage brings in a month, in CNY, in the mean.")
    listed = data(say, table, ["stage", "CNY a month"])
    return page(shown(pictures.ranked(table, "stage", "CNY a month", say, told), listed))


def mood(run: Run) -> Page:
    """Satisfaction and loyalty of the branch's customers, month by month; and satisfaction as it was measured."""
    say, k = speaker(), run.indicators
    table = spoken(say, figures.moods(run), "measure")
    listed = data(say, table[table["month"] % 12 == 0], ["month", "measure", "value"])
    rows = tuple(
        (say(name), f"{k[key]:.3f}")
        for name, key in (
            ("satisfaction, as it is", "satisfaction"),
            ("satisfaction, as surveys and complaints tell it", "satisfaction_measured"),
        )
    )
    compared = Table((say("measure"), say("mean of all months")), rows, say("True and measured"))
    return page(shown(own.moods(table, say), listed), compared)


def multiple() -> Page:
    """How many yearly margins a customer is worth, by the chance that it stays another year."""
    from crmsim.analytic import margin_multiple

    say = speaker()
    rows = tuple(
        (f"{100 * stays:.0f} %", *(f"{margin_multiple(stays, discount):.2f}" for discount in DISCOUNTS))
        for stays in RETENTIONS
    )
    heads = (
        say("stays another year"),
        *(say("discounted at {rate} %").format(rate=f"{100 * d:.0f}") for d in DISCOUNTS),
    )
    return page(Table(heads, rows, say("Worth in yearly margins: r / (1 + i − r)")))
