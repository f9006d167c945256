"""The exit desk: what a learner finds in a firm's file and decides, held against the rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from crmsim.course.exiting.criteria import NUMBERS, TITLES, Criterion, Finding, Rule, criteria, yes_or_no
from crmsim.course.exiting.firms import Firm
from crmsim.course.shown import Table
from crmsim.language import Say

Outcome = Literal["correct", "close", "not yet", "not attempted"]

OUTCOMES: Mapping[Outcome, str] = {
    "correct": "Correct: criteria and decision are those of the rule.",
    "close": "Close: the decision is that of the rule, but not every criterion.",
    "not yet": "Not yet: by the rule this file is decided the other way.",
    "not attempted": "Decide first: exit or keep.",
}
"""What is said of each outcome."""

DECISIONS = {"exit": "exit this customer", "keep": "keep and watch"}
"""What can be decided, and how it is called."""


@dataclass(frozen=True)
class Answer:
    """What a learner found and decided.

    Attributes:
        ticked: the criteria that were found to be met.
        decision: `exit` or `keep`, or nothing yet.
    """

    ticked: frozenset[int] = frozenset()
    decision: str = ""


@dataclass(frozen=True)
class Verdict:
    """An answer, held against the rule.

    Attributes:
        outcome: how near it is.
        criteria: the criteria with what the file says of each.
        missed: criteria that are met and were not ticked.
        mistaken: criteria that were ticked and are not met.
        decision: what the rule decides.
    """

    outcome: Outcome
    criteria: tuple[Criterion, ...]
    missed: tuple[int, ...]
    mistaken: tuple[int, ...]
    decision: str


def judged(firm: Firm, answer: Answer, by: Rule, say: Say) -> Verdict:
    """Hold an answer against the rule: one criterion that is met is enough for an exit."""
    found = criteria(firm, by, say)
    met = frozenset(one.number for one in found if one.holds)
    decision = "exit" if met else "keep"
    missed, mistaken = tuple(sorted(met - answer.ticked)), tuple(sorted(answer.ticked - met))
    return Verdict(outcome(answer, decision, not missed and not mistaken), found, missed, mistaken, decision)


def outcome(answer: Answer, decision: str, is_well_ticked: bool) -> Outcome:
    """How near an answer is to the rule's decision."""
    if not answer.decision:
        return "not attempted"
    if answer.decision != decision:
        return "not yet"
    return "correct" if is_well_ticked else "close"


def explained(verdict: Verdict, answer: Answer, say: Say) -> Table:
    """For each criterion: whether the learner and the rule find it met, and by what."""
    rows = (
        (
            f"{one.number} {say(TITLES[one.number])}",
            yes_or_no(one.number in answer.ticked, say),
            yes_or_no(one.holds, say),
            reasons(one, say),
        )
        for one in verdict.criteria
    )
    heads = (say("criterion"), say("you"), say("rule"), say("why"))
    return Table(heads, tuple(rows), say("By the rule: {decision}").format(decision=say(DECISIONS[verdict.decision])))


def reasons(one: Criterion, say: Say) -> str:
    """Why a criterion is met or not: the conditions that hold, or that none does."""
    held = [evidence(finding, say) for finding in one.findings if finding.holds]
    told = say("; ").join(held) or say("nothing in the file")
    if held and not one.holds:
        return say("{what}: not enough").format(what=told)
    return told


def evidence(finding: Finding, say: Say) -> str:
    """A condition that is met, with the figure in the file."""
    return say("{what} ({seen})").format(what=finding.what, seen=finding.seen) if finding.seen else finding.what


def score(answers: Iterable[tuple[Firm, Answer]], by: Rule, say: Say) -> str:
    """How many files were decided, and how many as the rule does."""
    outcomes = [judged(firm, answer, by, say).outcome for firm, answer in answers]
    text = say("Checked {decided} files of {files}: {correct} correct, {close} close, {wrong} not yet.")
    counts: dict[Outcome, int] = {name: outcomes.count(name) for name in OUTCOMES}
    return text.format(
        decided=len(outcomes) - counts["not attempted"],
        files=len(outcomes),
        correct=counts["correct"],
        close=counts["close"],
        wrong=counts["not yet"],
    )


def ticks(say: Say) -> dict[int, str]:
    """The label of each criterion's box."""
    return {number: f"{number} {say(TITLES[number])}" for number in NUMBERS}
