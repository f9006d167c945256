"""The pages of both review notebooks, the question of each given."""

from crmsim.course.developing.pictures import lines
from crmsim.course.reviewing.colleague import COLLEAGUE, DECISIONS, by_year, played
from crmsim.course.reviewing.evidence import worded
from crmsim.course.reviewing.feedback import feedback, folded
from crmsim.course.reviewing.play import Play, priced, years
from crmsim.course.reviewing.points import Question, course
from crmsim.course.reviewing.reviews import review_of
from crmsim.course.shown import Page, Table, Told, page, shown
from crmsim.course.still import name_of, setting
from crmsim.course.telling import data
from crmsim.language import Say, chosen, label, speaker
from crmsim.run import Run
from crmsim.settings import lever_at, value_of


def bill(run: Run, question: Question) -> Page:
    """What the baseline's first year costs by its own bill, and the budget that follows."""
    play = Play(review_of(question), run.scenario, seed=run.seed)
    return page(priced(play, speaker()))


def wheels(run: Run, question: Question) -> Page:
    """The wheels of the game before anything is moved, each under its heading."""
    say = speaker()
    rows = [
        (say(heading), *setting(lever_at(path), value_of(run.scenario, path), say))
        for heading, paths in review_of(question).wheels.items()
        for path in paths
    ]
    heads = tuple(say(head) for head in ("setting", "value", "unit", "from", "to"))
    return page(Table(("", *heads), tuple(rows), say("The wheels, before you turn them")))


def colleague(run: Run, question: Question) -> Page:
    """How a colleague played the five years: decisions, a chart of what was guessed about, and all years as a table."""
    say = speaker()
    play = played(run, question)
    name = play.review.guessed
    table = by_year(play, say)
    told = say(HEADS[question]), say("Year by year: the colleague and the baseline, same customers, same luck.")
    axes = {"year": say("year"), "found": say(label(name)), "who": say("who")}
    chart = shown(
        lines(table, axes, told), data(say, table, {"year": say("year"), "who": say("who"), "found": axes["found"]})
    )
    return page(decisions(play, question, say), chart, years(play.rounds, play.review, say, COLLEAGUE))


HEADS: dict[Question, str] = {"Q1": "Customers won in each year", "Q2": "Customers who left in each year"}
"""What stands above the colleague's chart."""


def decisions(play: Play, question: Question, say: Say) -> Table:
    """What the colleague moved before which year."""
    rows = [
        (
            say("year {number}").format(number=year),
            name_of(lever_at(path), say),
            worded(play.start[path], say),
            worded(value, say),
        )
        for year, values in DECISIONS[question].items()
        for path, value in values.items()
    ]
    heads = (say("from"), say("setting"), say("baseline"), say(COLLEAGUE))
    return Table(heads, tuple(rows), say("What a colleague decided"))


def example(run: Run, question: Question) -> Page:
    """A colleague's short answer, and what is said of it beside the colleague's own years."""
    lang = chosen()
    say = speaker(lang)
    review = review_of(question)
    text = " ".join(course().example[question].said(lang).split())
    wrote = say("A colleague wrote: “{text}”").format(text=text)
    return page(Told(wrote), *feedback(review, text, played(run, question).rounds[-1], lang))


def points(question: Question) -> Page:
    """All points of the course that belong to the question, behind a click."""
    return page(folded(question, chosen()))
