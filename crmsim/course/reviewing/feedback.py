"""What is said of an answer: which points of the course it names, and what the learner's own years say of them."""

from crmsim.course.reviewing.answers import MOST_SIGNS, Coverage, covered
from crmsim.course.reviewing.evidence import evidence, moved
from crmsim.course.reviewing.play import Round
from crmsim.course.reviewing.points import Part, Point, Question, course
from crmsim.course.reviewing.reviews import Review
from crmsim.course.shown import Folded, Table, Told
from crmsim.language import Say, speaker

Said = Told | Table


def feedback(review: Review, text: str, played: Round | None, lang: str) -> tuple[Said, ...]:
    """What is said of an answer.

    Args:
        review: the question as a game.
        text: the answer, in either language or both.
        played: the last year that was played; nothing if there is none.
        lang: in which language it is said.
    """
    say = speaker(lang)
    if not text.strip():
        return (Told(say("Not attempted yet: write your answer first, a few sentences are enough.")),)
    if len(text) > MOST_SIGNS:
        long = say("Your answer has {signs} signs, and {most} are read at most: shorten it.")
        return (Told(long.format(signs=f"{len(text):,}", most=f"{MOST_SIGNS:,}")),)
    coverage = covered(review.question, text)
    named = coverage.those("named")
    if not named and not coverage.those("turned round"):
        return (Told(say("No point of the course is recognised in it. Say in whole sentences what you would do.")),)
    return (counted(coverage, say), by_part(coverage, say, lang), *of_own_years(coverage, review, played, lang))


def counted(coverage: Coverage, say: Say) -> Told:
    """How many points are named, and what this is and is not."""
    text = say(
        "Your answer names {named} of the {all} points that the course makes here. This looks at words only: it is no "
        "mark, a good answer need not name every point, and it may have points that the course has not."
    )
    return Told(text.format(named=len(coverage.those("named")), all=len(coverage.standing)))


def by_part(coverage: Coverage, say: Say, lang: str) -> Table:
    """Part by part: points named, points not named, and points named the other way round."""
    rows = tuple(
        (part.said(lang), *(under(coverage, part, standing, say, lang) for standing in COLUMNS))
        for part in course().parts(coverage.question)
    )
    heads = (say("part of the course"), *(say(title) for title in COLUMNS.values()))
    full = Table(heads, rows, say("The course's points in your answer"))
    return full if coverage.those("turned round") else narrowed(full)


COLUMNS = {
    "named": "you name",
    "not named": "you do not name",
    "turned round": "you say the opposite of the course",
}
"""How an answer stands to a point, and the heading for it."""


def narrowed(table: Table) -> Table:
    """A table without its last column."""
    return Table(table.headings[:-1], tuple(row[:-1] for row in table.rows), table.caption)


def under(coverage: Coverage, part: Part, standing: str, say: Say, lang: str) -> str:
    """The points of a part to which an answer stands so, one after the other."""
    points = (point for point, found in coverage.standing if found == standing and point.part == part.key)
    return say("; ").join(named(point, lang) for point in points) or "–"


def named(point: Point, lang: str) -> str:
    """A point by number and name."""
    return f"{point.item} {point.said(lang)}"


def of_own_years(coverage: Coverage, review: Review, played: Round | None, lang: str) -> tuple[Said, ...]:
    """What the years played say of the points that are named, and which wheels were turned and left unnamed."""
    say = speaker(lang)
    if played is None:
        return (Told(say("No year is played yet. Play some above: then the figures of your own years stand here.")),)
    points = (*coverage.those("named"), *coverage.those("turned round"))
    rows = tuple((named(point, lang), evidence(point, played, review, say)) for point in points)
    caption = say("What your own years say ({years} played)").format(years=played.yours.number)
    told: list[Said] = [Table((say("point"), say("your years against the baseline's")), rows, caption)]
    silent = [point for point in coverage.those("not named") if moved(point, played)]
    if silent:
        text = say("You turned wheels for these and do not write of them: {points}.")
        told.append(Told(text.format(points=say("; ").join(named(point, lang) for point in silent))))
    told.append(Told(say("One game is one luck: a small difference may be no more than that.")))
    return tuple(told)


def folded(question: Question, lang: str) -> Folded:
    """All points of a question, behind a click."""
    say = speaker(lang)
    lines = tuple(
        f"{part.said(lang)}: {say('; ').join(named(p, lang) for p in course().points(question) if p.part == part.key)}"
        for part in course().parts(question)
    )
    return Folded(say("All points of the course (open after you have written)"), lines)
