"""What a file tells of loans: no setting makes it, so that it is reported and nothing is set."""

from collections.abc import Iterator

import numpy as np

from crmsim.calibration.columns import State
from crmsim.calibration.estimates import UNTOLD, Estimate, share
from crmsim.calibration.result import NotFitted
from crmsim.calibration.samples import Loans
from crmsim.calibration.wallet_law import wallet_law

NO_SETTING = (
    "how ratings and loan classes move is part of the law (law.credit) and no setting; market.slump_risk changes it in "
    "slumps only, of which the file does not tell"
)


def untold() -> Iterator[NotFitted]:
    """What there is to say where a file tells nothing of loans."""
    yield "bad loans", f"the file has no column for the state or class of loans; besides, {NO_SETTING}"
    yield "rating moves", "the file has no columns for ratings at two dates"


def of_loans(fitted: Loans, held: Loans) -> Iterator[NotFitted]:
    """What a file tells of loans, with why it cannot be set."""
    if _count(fitted, State.RUNNING, State.ARREARS):
        parts = [_bad(loans, State.ARREARS, State.RUNNING) for loans in (fitted, held)]
        yield "bad loans among those that run", f"{_said(*parts)} are bad; {NO_SETTING}"
    if _count(fitted, State.REPAID, State.UNPAID):
        parts = [_bad(loans, State.UNPAID, State.REPAID) for loans in (fitted, held)]
        yield "loans that end unpaid", f"{_said(*parts)} were not repaid; {NO_SETTING}"
    amounts = fitted.amount[fitted.amount > 0.0]
    if len(amounts) > 1:
        law = wallet_law(amounts, np.zeros(len(amounts), np.int64))
        middle, spread = law.medians[0], law.spread
        yield (
            "amounts of loans",
            f"no setting makes them: loans are a share of the wallet; {len(amounts)} amounts have the median "
            f"{middle.value:,.0f} CNY (95 % from {middle.low:,.0f} to {middle.high:,.0f}) and the spread "
            f"{spread.value:.2f} ({spread.low:.2f} to {spread.high:.2f})",
        )
    yield "rating moves", "the file has no columns for ratings at two dates"


def _count(loans: Loans, *states: int) -> int:
    """Loans in one of some states."""
    return int(np.count_nonzero(np.isin(loans.state, states)))


def _bad(loans: Loans, bad: int, good: int) -> Estimate:
    """The share of bad ones."""
    rows = _count(loans, bad, good)
    return share(_count(loans, bad), rows) if rows else UNTOLD


def _said(fitted: Estimate, held: Estimate) -> str:
    """A share of loans in words, with that of the held-out part."""
    beside = f"; held out: {held.value:.1%} of {held.n}" if held.n else ""
    return f"{fitted.value:.1%} of {fitted.n} (95 % from {fitted.low:.1%} to {fitted.high:.1%}{beside})"
