"""Which of the exit criteria a firm meets, and why: the model's own laws, asked one condition at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isnan

from crmsim.course.exiting.firms import MARKED, RECORDED, Firm, class_of, rating_of
from crmsim.language import Say
from crmsim.law.exit import (
    GREATEST_DEBT_RATIO,
    LEAST_CURRENT_RATIO,
    all_below,
    is_illiquid,
    is_overindebted,
    is_rated_low,
    meets_first,
    meets_fourth,
    meets_second,
    meets_third,
)
from crmsim.settings import Scenario, load
from crmsim.settings.exit import Exit
from crmsim.stages import Conduct, Industry, Mark

NUMBERS = (1, 2, 3, 4)
"""The criteria that a file tells; the fifth is the reviewer's own judgement."""

TITLES = {
    1: "enough marks of a weak firm",
    2: "a bad loan",
    3: "weak statements",
    4: "bad conduct on record",
}
"""The criteria in a few words."""


@dataclass(frozen=True)
class Finding:
    """One condition of a criterion, held against a firm.

    Attributes:
        what: the condition, in the reader's language.
        holds: whether it is met.
        seen: the figure in the file, where there is one.
    """

    what: str
    holds: bool
    seen: str = ""


@dataclass(frozen=True)
class Criterion:
    """A criterion, held against a firm.

    Attributes:
        number: which one, from 1.
        findings: its conditions.
        holds: whether enough of them are met.
    """

    number: int
    findings: tuple[Finding, ...]
    holds: bool


@dataclass(frozen=True)
class Rule:
    """By what firms are judged.

    Attributes:
        exit: the strategy of exit.
        benchmark: the one-year benchmark loan rate, a year.
    """

    exit: Exit
    benchmark: float


def rule(scenario: Scenario | None = None) -> Rule:
    """The rule of a scenario, by default of the baseline."""
    found = scenario or load("baseline")
    return Rule(found.schedule[0].exit, found.market.benchmark_rate)


def criteria(firm: Firm, by: Rule, say: Say) -> tuple[Criterion, ...]:
    """The first four criteria, held against a firm; those that the strategy does not enforce are not met."""
    x = by.exit
    first, third, fourth = tuple(marks(firm, x, say)), tuple(figures(firm, by, say)), tuple(records(firm, x, say))
    second = (Finding(say("loan substandard, doubtful or lost"), meets_second(firm.loan_class), class_of(firm, say)),)
    return (
        Criterion(1, first, x.criterion_1 and meets_first(counted(first), x.minimum_marks)),
        Criterion(2, second, x.criterion_2 and second[0].holds),
        Criterion(3, third, x.criterion_3 and meets_third(counted(third))),
        Criterion(4, fourth, x.criterion_4 and meets_fourth(counted(fourth))),
    )


def counted(findings: Iterable[Finding]) -> int:
    """How many conditions are met."""
    return sum(finding.holds for finding in findings)


def marks(firm: Firm, x: Exit, say: Say) -> Iterator[Finding]:
    """The marks of criterion 1 that the strategy counts."""
    if x.mark_restricted:
        yield Finding(say("restricted industry"), firm.industry == Industry.RESTRICTED)
    if x.mark_rating:
        yield Finding(say("rated B or lower"), is_rated_low(firm.rating, x.include_b), rating_of(firm))
    for mark, name in enumerate(Mark.names()):
        if getattr(x, f"mark_{name}"):
            yield Finding(say(MARKED[mark]), firm.marks[mark])


def figures(firm: Firm, by: Rule, say: Say) -> Iterator[Finding]:
    """The figures of criterion 3 that the strategy counts."""
    x, current, debts = by.exit, firm.current_ratio[0], firm.debt_ratio[0]
    if x.ratio_current:
        line = say("current ratio below {line}").format(line=percent(LEAST_CURRENT_RATIO))
        yield Finding(line, is_illiquid(current), percent(current, 1))
    if x.ratio_debt:
        line = say("debt ratio above {line}, foreign trade excepted").format(line=percent(GREATEST_DEBT_RATIO))
        seen = say("{share}, in foreign trade") if firm.is_foreign_trade else "{share}"
        yield Finding(line, is_overindebted(debts, firm.is_foreign_trade), seen.format(share=percent(debts, 1)))
    if x.ratio_return:
        line = say("return on capital below {line} three years running").format(line=percent(by.benchmark, 2))
        yield running(line, firm.return_on_capital, by.benchmark)
    if x.ratio_cash:
        yield running(say("negative operating cash flow three years running"), firm.cash_flow, 0.0)


def running(what: str, years: tuple[float, ...], line: float) -> Finding:
    """A figure that counts as weak only if it is below a line in each of three years."""
    first, second, third = years
    return Finding(what, all_below(first, second, third, line), ", ".join(percent(year, 1) for year in years))


def records(firm: Firm, x: Exit, say: Say) -> Iterator[Finding]:
    """The records of criterion 4 that the strategy counts."""
    for kind, name in enumerate(Conduct.names()):
        months = firm.conduct[kind]
        seen = "" if isnan(months) else say("months ago: {months}").format(months=f"{months:.0f}")
        if getattr(x, f"conduct_{name}"):
            yield Finding(say(RECORDED[kind]), not isnan(months), seen)


def yes_or_no(holds: bool, say: Say) -> str:
    """Yes or no."""
    return say("yes") if holds else say("no")


def percent(share: float, places: int = 0) -> str:
    """A share in percent."""
    return f"{100.0 * share:.{places}f} %"
