"""Pages of 3.3.2: satisfaction and its treadmill, complaints, surveys, leavers, and ways to raise satisfaction."""

import numpy as np

from crmsim.course.maintaining import laws
from crmsim.course.maintaining import pictures as own
from crmsim.course.maintaining.matches import STEPS
from crmsim.course.maintaining.trials import Variants, compared, fine, tried
from crmsim.course.matching import matched
from crmsim.course.reading import ours
from crmsim.course.shown import Page, Table, page, shown
from crmsim.course.telling import data, judged, spoken
from crmsim.language import Say, label, speaker
from crmsim.law.maintenance import satisfaction
from crmsim.run import Run

COMPLAINTS: Variants = {
    "no complaint system": {"maintenance.complaint_system": 0.0},
    "every problem is told": {"maintenance.complaint_system": 1.0},
}

SURVEYS: Variants = {
    "no survey": {"maintenance.survey_sample": 0.0},
    "half of the customers": {"maintenance.survey_sample": 0.5},
    "all customers": {"maintenance.survey_sample": 1.0},
    "surveys only, no complaint system": {"maintenance.survey_sample": 1.0, "maintenance.complaint_system": 0.0},
    "visits in the customer's role": {"maintenance.mystery_visits": 8.0},
}

LEAVERS: Variants = {
    "nobody is asked why": {"maintenance.leaving_analysis": 0.0},
    "everybody is asked why": {"maintenance.leaving_analysis": 1.0},
}

WAYS: Variants = {
    "judged by satisfaction": {"maintenance.satisfaction_centred": 1.0},
    "beyond expectation": {"maintenance.beyond_expectation": 1.0},
    "continual innovation": {"maintenance.innovation": 8.0},
}

HEARD = ("survey_answers", "complaints", "satisfaction", "satisfaction_measured", "survey_cost")
"""What the survey desk looks at."""


def treadmill(run: Run) -> Page:
    """Satisfaction is a quotient: better service lifts it, and is soon expected."""
    say = speaker()
    table = laws.treadmill(run.scenario.market)
    moments = {laws.LIFTED: say("better service"), laws.WITHDRAWN: say("back to the old one")}
    listed = spoken(say, table[table["month"] % 12 == 6], "measure")
    return page(
        shown(
            own.treadmill(table[table["month"] % 3 == 0], moments, say),
            data(say, listed, ["month", "measure", "value"]),
        )
    )


def desk(run: Run, variants: Variants, told: tuple[str, str], say: Say) -> Page:
    """What is measured against what is felt, variant by variant, with answers and cost."""
    table = spoken(say, tried(run, variants, HEARD), "variant")
    cells = zip(list(table["variant"]), *(fine(list(table[kpi])) for kpi in HEARD), strict=True)
    heads = (say("variant"), *(say(label(kpi)) for kpi in HEARD))
    listed = Table(heads, tuple(cells), say("The figures as a table"), folded=True)
    return page(shown(own.true_and_measured(table, told, say), listed))


def complaints(run: Run) -> Page:
    """What the branch hears with and without a complaint system, and what it costs not to hear."""
    say = speaker()
    told = (
        say("Silence is not satisfaction"),
        say("Satisfaction as it is felt and as it is measured."),
    )
    cost = say("What hearing changes"), say("Change against the branch as it is, on the same luck.")
    heard, changed = desk(run, COMPLAINTS, told, say), compared(run, COMPLAINTS, ("hurt", "loyalty", "churn"), cost)
    return Page((*heard.parts, *changed.parts))


def surveys(run: Run) -> Page:
    """The survey desk: method and sample, and how far off each of them is."""
    say = speaker()
    told = say("The survey desk"), say("Satisfaction as it is felt and as it is measured, by method and sample.")
    return desk(run, SURVEYS, told, say)


def leavers(run: Run) -> Page:
    """What the branch learns from those who left, and what it spares the others."""
    say = speaker()
    told = say("Learning from those who left"), say("Change against the branch as it is, on the same luck.")
    return compared(run, LEAVERS, ("problems", "hurt", "loyalty"), told)


def steps() -> Page:
    """Match scenes with the five steps of a survey."""
    return matched(STEPS, speaker())


def who_answers(run: Run, guess: float | None = None) -> Page:
    """Who of today's customers would answer a survey: the chance of an answer by how satisfied someone is.

    Args:
        run: a run of one branch.
        guess: how many in a hundred would answer, as you expect.
    """
    say, table = speaker(), ours(run)
    pleased = np.array([satisfaction(*felt) for felt in zip(table["perceived"], table["expected"], strict=True)])
    found = spoken(say, laws.answering(pleased), "band")
    found["chance"] = 100.0 * found["answers"] / found["customers"].clip(lower=1)
    shows = {"customers": say("customers"), "chance": say("would answer, %")}
    told = say("Who answers?"), say("Customers by satisfaction, and how many in a hundred of them answer a survey.")
    all_in_all = 100.0 * float(found["answers"].sum()) / len(pleased)
    return page(
        shown(own.panels(found, "band", shows, told), data(say, found, {"band": say("satisfaction"), **shows})),
        judged(say, guess, all_in_all, "{found} in a hundred of those asked would answer."),
    )


def ways(run: Run) -> Page:
    """Three ways to raise satisfaction, each taken to its end, and what it costs elsewhere."""
    say = speaker()
    told = say("Three ways to raise satisfaction"), say("Change against the branch as it is, on the same luck.")
    return compared(run, WAYS, ("satisfaction", "sales", "wait", "contribution"), told)
