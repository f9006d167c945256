"""The two review questions as games: which wheels there are, what is guessed, what the years are held against."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from crmsim.acts.layout import Records
from crmsim.course.reviewing import bills
from crmsim.course.reviewing.points import Question
from crmsim.errors import CrmsimError
from crmsim.settings.mistakes import nearest


@dataclass(frozen=True)
class Review:
    """A review question as a game.

    Attributes:
        question: its number in the course.
        wheels: the settings that can be moved, by the heading under which they stand.
        guessed: the indicator that is guessed before each year.
        asks: the question by which it is, with the baseline's figure in it.
        shows: the indicators by which a year is held against the baseline's, beside the money spent.
        biller: makes out the bill of a strategy's year.
        spent: what some months have cost, CNY, by months and wage.
    """

    question: Question
    wheels: Mapping[str, tuple[str, ...]]
    guessed: str
    asks: str
    shows: tuple[str, ...]
    biller: bills.Biller
    spent: Callable[[Records, float], float]

    @property
    def paths(self) -> tuple[str, ...]:
        """Every setting that can be moved."""
        return tuple(path for paths in self.wheels.values() for path in paths)


def of(group: str, *names: str) -> tuple[str, ...]:
    """The paths of some settings of a group."""
    return tuple(f"{group}.{name}" for name in names)


DEVELOPING = Review(
    "Q1",
    {
        "search": of("prospecting", "by_referral", "by_key_person", "by_advertising", "by_visit", "by_other"),
        "fix the targets": of("prospecting", "screening", "needs_research"),
        "draw up the plan": of(
            *("prospecting", "plan_measurable", "plan_timed", "moment_patience", "entry_preparation")
        ),
        "establish cooperation, and follow up": of("prospecting", "meet_needs", "joint_marketing", "follow_up"),
    },
    "won",
    "The baseline wins {figure} customers in year {year}. How many will you win?",
    ("won", "acquisition", "wait_ordinary", "customers", "contribution"),
    bills.of_developing,
    bills.spent_on_developing,
)
"""Review question 1: developing customers."""

MAINTAINING = Review(
    "Q2",
    {
        "forms of maintenance": of(
            *("maintenance", "hardware", "software", "functional", "psychological", "distinctive")
        ),
        "differentiated service": of("maintenance", "touch_premium", "care_premium", "care_ordinary"),
        "listening": of("maintenance", "complaint_system", "survey_sample", "leaving_analysis"),
        "satisfaction and loyalty": of(
            *("maintenance", "beyond_expectation", "think_for_customer", "loyalty_plan", "concession")
        ),
    },
    "lost",
    "The baseline loses {figure} customers in year {year}. How many will leave you?",
    ("lost", "satisfaction", "loyalty", "wait_ordinary", "customers", "contribution"),
    bills.of_maintaining,
    bills.spent_on_maintaining,
)
"""Review question 2: maintaining customers."""

REVIEWS: Mapping[str, Review] = {review.question: review for review in (DEVELOPING, MAINTAINING)}


def review_of(question: str) -> Review:
    """The game of a review question.

    Raises:
        CrmsimError: the course has no such question.
    """
    if question not in REVIEWS:
        raise CrmsimError(f"the course has no review question '{question}'; {nearest(question, REVIEWS)}")
    return REVIEWS[question]
