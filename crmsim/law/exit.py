"""Chapter 4: whom the bank gives up, by the course's criteria, by which means, and what comes back."""

from crmsim.law.common import clamp, one_of_three
from crmsim.law.forms import saturated
from crmsim.stages import LoanClass, Means, Rating

LEAST_CURRENT_RATIO = 0.5
"""A current ratio below it is weak (course 4.1.4c)."""

GREATEST_DEBT_RATIO = 0.8
"""A debt ratio above it is weak, but for foreign-trade firms (course 4.1.4c)."""


def is_given_up(measured_value: float, close_below: float) -> bool:
    """Whether a customer fits the idea of exit by its value: below what the bank asks for, CNY a month (4.1.4e)."""
    return measured_value < close_below


def is_rated_low(rating: int, include_b: bool) -> bool:
    """Whether a rating is "B or lower", with B itself or without (4.1.4a)."""
    return rating > Rating.B or (bool(include_b) and rating == Rating.B)


def meets_first(marks: int, minimum: int) -> bool:
    """Criterion 1: enough of its six marks (4.1.4a)."""
    return marks >= minimum


def meets_second(loan_class: int) -> bool:
    """Criterion 2: a substandard, doubtful or lost loan (4.1.4b)."""
    return loan_class >= LoanClass.SUBSTANDARD


def is_illiquid(current_ratio: float) -> bool:
    """Whether the current ratio is weak (4.1.4c)."""
    return current_ratio < LEAST_CURRENT_RATIO


def is_overindebted(debt_ratio: float, foreign_trade: bool) -> bool:
    """Whether the debt ratio is weak; foreign-trade firms are excepted (4.1.4c)."""
    return debt_ratio > GREATEST_DEBT_RATIO and not foreign_trade


def all_below(first: float, second: float, third: float, line: float) -> bool:
    """Whether a figure was below a line three years running (4.1.4c)."""
    return first < line and second < line and third < line


def meets_third(weak: int) -> bool:
    """Criterion 3: two or more of its four figures are weak (4.1.4c)."""
    return weak >= 2


def meets_fourth(records: int) -> bool:
    """Criterion 4: any one record of bad conduct (4.1.4d)."""
    return records >= 1


def is_recognised(u: float, recognition: float) -> bool:
    """Whether a review sees the risk that is there (4.2.1a)."""
    return u < recognition


def leak_chance(secrecy: float) -> float:
    """The chance that a planned exit becomes known (4.2.2f)."""
    return 0.4 * (1.0 - secrecy)


def fright(heard: float, customers: float) -> float:
    """How much leaked exits scare the others: half of it all at a hundredth of them, by influence."""
    return 0.1 * saturated(heard, 0.01 * max(customers, 1.0))


def means_chosen(u: float, collection: float, transfer: float, securitisation: float, performing: bool) -> int:
    """The means of an exit, by their weights; what does not perform cannot be securitised (4.1.2f)."""
    total = collection + transfer + (securitisation if performing else 0.0)
    if u * total < collection or total <= 0.0:
        return Means.COLLECTION
    return Means.TRANSFER if u * total < collection + transfer else Means.SECURITISATION


def mean_months(means: int, execution: float, report_every: float) -> float:
    """How long an exit takes in the mean: collection a year, a transfer two months; reports that come late delay both.

    Of positions gone bad 61 % are closed within a year, 71 % within two and 94 % within six (Bank of Italy 2021); with
    this mean of collection, and a part transferred, about as many are.
    """
    usual = one_of_three(means, 20.0, 2.0, 1.0)
    return usual * (1.4 - 0.6 * execution) + 0.5 * report_every


def recovery_rate(base: float, loan_class: int, means: int, timing: float, combination: float) -> float:
    """The part of a loan that comes back: the earlier in its decline, the more, and the skills lift it (4.2.1c, e).

    Args:
        base: what the means recovers of a substandard loan, or of a performing one by securitisation.
        loan_class: the class of the loan.
        means: the means.
        timing: skill in choosing the moment, which tells where something is sold.
        combination: skill in combining all of it.
    """
    skill = (0.8 + 0.4 * combination) * (0.85 + 0.3 * timing if means != Means.COLLECTION else 1.0)
    if means == Means.SECURITISATION:
        return clamp(base * skill, 0.0, 1.0)
    if loan_class <= LoanClass.SPECIAL_MENTION:
        kept = 0.97 if loan_class == LoanClass.NORMAL else 0.8 + 0.2 * base
        return clamp(kept * (0.9 + 0.1 * skill), 0.0, 1.0)
    worn = one_of_three(loan_class - LoanClass.SUBSTANDARD, 1.0, 0.75, 0.4)
    return clamp(base * worn * skill, 0.0, 1.0)


def dispute_chance(legal_care: float) -> float:
    """The chance that an exit ends in a dispute: half of the most at 800 CNY of legal care (4.2.2g; assumption)."""
    return 0.4 * (1.0 - saturated(legal_care, 800.0))


CHARGE_OFF_KEPT = 0.5
"""The part of its other business that stays when a loan is charged off and no one spoke to the debtor (assumption)."""

DISPUTED = 0.8
"""The part that is left of a recovery in dispute (assumption)."""

CHARGE_OFF_RECOVERY = 0.05
"""What comes back of a lost loan on which no one acts (assumption)."""


def business_kept(communication: float) -> float:
    """The part of its other business that an exited customer leaves with the bank (4.2.1d)."""
    return 0.6 + 0.4 * communication


def is_pool_ready(loans: int, alike: int, performing: int, count: int, likeness: float, least: float) -> bool:  # noqa: PLR0913, PLR0917  # what a pool is, and what it needs
    """Whether a pool can be securitised: enough loans, alike enough, and enough of them performing (4.1.2f)."""
    return loans >= count and alike >= likeness * loans and performing >= least * loans
