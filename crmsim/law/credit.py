"""Chapters 3.4.3 and 4: ratings, statements, conduct and loan classes, and what an evaluation sees of them."""

from crmsim.law.common import clamp, logit
from crmsim.stages import LoanClass, Rating, Regime

MOVES = (
    (93.66, 5.83, 0.40, 0.08, 0.03, 0.0, 0.0, 0.0),
    (0.66, 91.72, 6.94, 0.49, 0.06, 0.09, 0.02, 0.01),
    (0.07, 2.25, 91.76, 5.19, 0.49, 0.20, 0.01, 0.04),
    (0.03, 0.25, 4.83, 89.26, 4.44, 0.81, 0.16, 0.22),
    (0.03, 0.07, 0.44, 6.67, 83.31, 7.47, 1.05, 0.98),
    (0.0, 0.10, 0.33, 0.46, 5.77, 84.19, 3.87, 5.30),
    (0.16, 0.0, 0.31, 0.93, 2.00, 10.74, 63.96, 21.94),
    (0.0, 0.0, 0.0, 0.0, 0.0, 5.0, 20.0, 75.0),
)
"""Chances of rating moves within a year, in percent: Standard & Poor's 1981-2000, rows to be renormalised; the last
row, a firm's new beginning after default, is an assumption."""


def next_rating(u: float, rating: int, stress: float) -> int:
    """The rating a year on, at luck `u`: the worst luck brings the worst move.

    Args:
        u: luck.
        rating: the rating now.
        stress: how much oftener the worst moves come than in normal times.
    """
    row = MOVES[rating]
    total = row[0] + row[1] + row[2] + row[3] + row[4] + row[5] + row[6] + row[7]
    left = min((1.0 - u) / stress, 1.0) * total
    after = Rating.D
    while after > 0 and left > row[after]:
        left -= row[after]
        after -= 1
    return after


def stress(regime: int, slump_risk: float) -> float:
    """How much oftener than in normal times ratings fall in a regime (3.4.3)."""
    return slump_risk if regime == Regime.SLUMP else 1.0


def health(rating: int, u: float) -> float:
    """The health of a corporate customer's business, about 1 for the best rating and 0 for the worst (assumption)."""
    return 1.0 - rating / 6.0 + 0.3 * (u - 0.5)


def current_ratio_of(health: float, u: float) -> float:
    """Current assets over current liabilities, from a firm's health (assumption, as the next three)."""
    return max(0.35 + 1.3 * health + 0.4 * (u - 0.5), 0.05)


def debt_ratio_of(health: float, u: float) -> float:
    """Debts over assets."""
    return clamp(0.85 - 0.5 * health + 0.3 * (u - 0.5), 0.05, 1.5)


def return_of(health: float, u: float) -> float:
    """Profit over capital, a year."""
    return -0.02 + 0.16 * health + 0.06 * (u - 0.5)


def cash_flow_of(health: float, u: float) -> float:
    """Operating cash flow over assets, a year."""
    return -0.05 + 0.2 * health + 0.12 * (u - 0.5)


def is_marked(health: float, u: float) -> bool:
    """Whether a firm bears one of the marks of criterion 1 that its rating does not tell: the weak do oftener."""
    return u < clamp(0.35 - 0.35 * health, 0.02, 0.6)


def conduct_chance(chance: float, health: float) -> float:
    """The chance that a year brings a record of bad conduct: the weaker, the more."""
    return clamp(2.0 * chance * (1.0 - health), 0.0, 1.0)


def class_by_rating(rating: int, before: int) -> int:
    """The class of a loan when its borrower is rated anew: default is substandard at once, bad loans stay bad."""
    if rating == Rating.D:
        return max(before, LoanClass.SUBSTANDARD)
    if before >= LoanClass.SUBSTANDARD:
        return before
    return LoanClass.SPECIAL_MENTION if rating == Rating.CCC else LoanClass.NORMAL


def class_in_default(u: float, before: int) -> int:
    """The class of a bad loan a month on: in three years most are lost, a few are cured while substandard.

    Of positions gone bad 61 % are closed within a year and 94 % within six (Bank of Italy 2021); the split is an
    assumption.
    """
    if u < 0.02 and before == LoanClass.SUBSTANDARD:
        return LoanClass.SPECIAL_MENTION
    return min(before + 1, LoanClass.LOSS) if u >= 0.90 else before


def is_bad(loan_class: int) -> bool:
    """Whether a loan is not performing: it earns no interest and is provided for."""
    return loan_class >= LoanClass.SUBSTANDARD


def provision_rate(loan_class: int) -> float:
    """The part of a loan that is provided for by its class: 2, 25, 50 and 100 % (the Chinese central bank, 2002)."""
    if loan_class <= LoanClass.SPECIAL_MENTION:
        return 0.02 if loan_class == LoanClass.SPECIAL_MENTION else 0.0
    if loan_class == LoanClass.LOSS:
        return 1.0
    return 0.25 if loan_class == LoanClass.SUBSTANDARD else 0.5


def first_rating(u: float) -> int:
    """The rating that a customer has at first: most are BBB and BB (assumption)."""
    if u < 0.30:
        return Rating.A if u >= 0.10 else (Rating.AAA if u < 0.02 else Rating.AA)
    if u < 0.85:
        return Rating.BBB if u < 0.60 else Rating.BB
    return Rating.B if u < 0.97 else Rating.CCC


def rating_seen(rating: int, u: float, scale: float) -> float:
    """The rating that an evaluation finds, in notches from 0 (AAA): right in the median, two notches to one scale."""
    return rating + 2.0 * scale * logit(u)


def is_approved(seen: float, worst: int) -> bool:
    """Whether a loan passes the committee: what it sees is nearer to the worst rating allowed than to the next one."""
    return seen < worst + 0.5


def asks_for_credit(deposits: float) -> bool:
    """Whether a customer comes for a loan first: its deposits are less than six tenths of its business (assumption)."""
    return deposits < 0.6
