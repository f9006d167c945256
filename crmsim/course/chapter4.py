"""Chapter 4, customers to exit: what its notebooks call, a line a cell. Each answers in the reader's language."""

from crmsim.course import forms, pictures
from crmsim.course.exiting import cases as tried
from crmsim.course.exiting import figures, ladder, reviews
from crmsim.course.exiting import pictures as own
from crmsim.course.exiting.matches import SKILLS, WAYS
from crmsim.course.exiting.plan import FILLED, PLAN
from crmsim.course.exiting.trials import (
    BORROWERS,
    Trial,
    charted,
    compared,
    is_share,
    means,
    sampled,
    spread_of,
)
from crmsim.course.matching import matched
from crmsim.course.shown import Page, Table, Told, page, shown, tabled
from crmsim.course.start import start, switch
from crmsim.course.telling import data, judged, spoken
from crmsim.language import label, speaker
from crmsim.run import Run, simulate
from crmsim.settings import lever_at, load

__all__ = [
    "breadth",
    "business",
    "by_customer",
    "content",
    "criterion",
    "dynamic",
    "extent",
    "files",
    "how_much",
    "how_often",
    "keeping",
    "legal",
    "means_of_exit",
    "passive",
    "plan",
    "purpose",
    "risk",
    "secrecy",
    "skill",
    "skills",
    "start",
    "switch",
    "timing",
    "unwanted",
    "value",
    "ways",
    "will",
]


def purpose(run: Run) -> Page:
    """Where the managers' visits go and what comes of them, fifth by fifth of the customers."""
    say = speaker()
    table = spoken(say, figures.effort(run), "fifth")
    values = {"visits": say("visits of managers"), "contribution": say("contribution, CNY")}
    told = (
        say("Where the work goes, and what comes of it"),
        say("Visits that each fifth of the customers took over the run, and what it brought, best fifth first."),
    )
    names = ["fifth", "customers", *values]
    return page(shown(pictures.panels(table, "fifth", values, told), data(say, table, names)))


def breadth() -> Page:
    """Exit in the narrow and in the broad sense, on the same luck."""
    return trial(tried.BREADTH)


def content() -> Page:
    """Giving up a customer, or only a line of business."""
    return trial(tried.CONTENT)


def will(run: Run) -> Page:
    """Who ended it, year by year: the customer, or the bank."""
    say = speaker()
    table = figures.enders(run)
    named = {
        "year": say("year"),
        "left": say("the customer left"),
        "exited": say("the bank ended a loan"),
        "closed": say("the bank gave the customer up"),
    }
    return page(tabled(table.rename(columns=named)[list(named.values())], say("Who ended it?")))


def extent() -> Page:
    """Whole exit, partial exit, and another product in its place."""
    return trial(tried.EXTENT)


def business() -> Page:
    """Ending the asset, the liability or the intermediary business."""
    return trial(tried.BUSINESS)


def by_customer(run: Run) -> Page:
    """Loans that the bank ended, by kind of customer."""
    say = speaker()
    table = spoken(say, figures.exits_by_kind(run), "kind")
    values = {"customers": say("customers at the end"), "exits": say("loans ended by the bank")}
    told = (
        say("Corporate and individual customers"),
        say("Customers of each kind at the end, and loans of theirs that the bank ended over the run."),
    )
    return page(shown(pictures.panels(table, "kind", values, told), data(say, table, ["kind", *values])))


def means_of_exit() -> Page:
    """Collection, asset transfer and securitisation, each used alone."""
    return trial(tried.MEANS)


def ways() -> Page:
    """Match exits with the six ways to class them."""
    return matched(WAYS, speaker())


def value() -> Page:
    """A branch that exits nobody, against one that follows the criteria."""
    return trial(tried.VALUE)


def risk() -> Page:
    """Bad loans over time, for a branch that exits early, late or never."""
    say = speaker()
    names = {"early-exit": "early", "late-exit": "late", "no-exit": "never"}
    scenarios = {say(who): load(name).with_settings(BORROWERS) for name, who in names.items()}
    runs = {who: simulate(scenario, record=False) for who, scenario in scenarios.items()}
    table = figures.bad_loans(runs)
    told = say("Bad loans"), say("Bad loans of all loans, month by month, for exits that come early, late or never.")
    yearly = table[table["month"] % 12 == 0].rename(columns={"who": "timing of exit"})
    listed = data(say, yearly, ["timing of exit", "month", "share"])
    return page(shown(own.over_time(table, say, told), listed))


def passive(run: Run) -> Page:
    """Customers who left of their own will, against those who stayed."""
    say = speaker()
    table = spoken(say, figures.leavers(run), "who")
    named = {
        "who": "",
        "customers": say("customers"),
        "profitable": say("of whom brought money"),
        "contribution": say("contribution of one, CNY"),
    }
    return page(tabled(table.rename(columns=named)[list(named.values())], say("Who leaves by himself?")))


def criterion(number: int) -> Page:
    """The firms of the corporate file that meet a criterion, and why.

    Args:
        number: which criterion, from 1 to 4.
    """
    return page(*reviews.meeting(number, speaker()))


def unwanted(run: Run) -> Page:
    """The bank's customers by what they bring a month, with the line below which a branch may give them up."""
    say = speaker()
    table = figures.value_bands(run)
    values = {"customers": say("customers"), "month": say("CNY a month, together")}
    told = (
        say("Customers by measured value"),
        say("Customers of the bank by what one of them brings a month, in CNY, and what each band brings together."),
    )
    line = run.scenario.schedule[0].exit.close_below
    told_line = say("This branch gives up who is measured below {line} CNY a month.").format(line=f"{line:,.0f}")
    listed = data(say, table, ["band", *values])
    return page(shown(pictures.panels(table, "band", values, told), listed), Told(told_line))


def files() -> Page:
    """Three files of the exit desk, the rule's answer to each folded below it."""
    return page(*reviews.examples(speaker()))


def how_much(guess: float | None = None) -> Page:
    """Contribution by the share of the customers exited, with intervals.

    Args:
        guess: how many in a hundred of its customers a branch should exit over five years, as you expect.
    """
    say = speaker()
    table = ladder.rungs(say)
    told = say(tried.LADDER.title), say(tried.LADDER.description)
    best = 100.0 * float(table["share"].iloc[int(table["mean"].argmax())])
    sentence = "The best of these strategies exits {found} in a hundred customers in five years."
    return page(shown(own.ladder(table, say, told)), ladder.listed(table, say), judged(say, guess, best, sentence))


def timing() -> Page:
    """What comes back of the loans, by when a branch acts."""
    say, trial = speaker(), tried.TIMING
    samples = sampled(trial)
    table = means(trial, samples, say)[["case"]]
    for end in ("mean", "low", "high"):
        table[end] = [getattr(spread_of(one, "recovered_share"), end) for one in samples]
    told = say(trial.title), say(trial.description)
    title = say(label("recovered_share"))
    return page(shown(own.spans(table, title, say, told)), compared(trial, samples, say))


def skills() -> Page:
    """Match acts with the five skills."""
    return matched(SKILLS, speaker())


def skill(path: str) -> Page:
    """What a skill of the exit desk moves: its own figure where it is hardly there, usual, and high.

    Args:
        path: the skill's setting, such as `exit.timing`.
    """
    told = Told(speaker()(lever_at(path).meaning))
    return page(told, *trial(tried.skill(path)).parts)


def dynamic() -> Page:
    """A list that is kept up, and one on which a name stays."""
    return trial(tried.DYNAMIC)


def plan() -> Page:
    """The exit plan on paper, and what is still missing in one that is begun."""
    say = speaker()
    verdict = forms.verdict(PLAN, FILLED, say)
    begun = tuple((say(field.label), say(FILLED[field.key])) for field in PLAN.fields if field.key in FILLED)
    example = Table((say("field"), say("filled in")), begun, say("A plan that is begun"))
    return page(*forms.sheet(PLAN, say).parts, example, Told(verdict))


def how_often() -> Page:
    """Reports to management every month, every quarter, and once a year."""
    return trial(tried.REPORTING)


def keeping() -> Page:
    """How far customers on the exit list are still served."""
    return trial(tried.KEEPING)


def secrecy() -> Page:
    """Planned exits that are kept secret, and that are not."""
    return trial(tried.SECRECY)


def legal() -> Page:
    """What legal care costs, and the disputes that it spares."""
    return trial(tried.LEGAL)


def trial(one: Trial) -> Page:
    """A trial as bars, and its figures with intervals."""
    say = speaker()
    samples = sampled(one)
    table = means(one, samples, say)
    titles = {name: charted(name, say) for name in one.shown}
    for name in one.shown:
        table[name] *= 100.0 if is_share(name) else 1.0
    chart = pictures.panels(table, "case", titles, (say(one.title), say(one.description)))
    return page(shown(chart), compared(one, samples, say))
