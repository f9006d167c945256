"""Review question 1, developing customers: what its notebooks call, a line a cell."""

from crmsim.course.reviewing import pages
from crmsim.course.shown import Page
from crmsim.course.start import start, switch
from crmsim.run import Run

__all__ = ["bill", "colleague", "example", "points", "start", "switch", "wheels"]


def bill(run: Run) -> Page:
    """What the baseline's first year costs by its own bill, and the budget that follows."""
    return pages.bill(run, "Q1")


def wheels(run: Run) -> Page:
    """The wheels of the game before anything is moved, each under its heading."""
    return pages.wheels(run, "Q1")


def colleague(run: Run) -> Page:
    """How a colleague played the five years: decisions, a chart, and all years as a table."""
    return pages.colleague(run, "Q1")


def example(run: Run) -> Page:
    """A colleague's short answer, and what is said of it beside the colleague's own years."""
    return pages.example(run, "Q1")


def points() -> Page:
    """All points of the course that belong to the question, behind a click."""
    return pages.points("Q1")
