"""What a file tells of loans: no setting makes it, so that it is reported and nothing is set."""

from collections.abc import Iterator

import numpy as np

from crmsim.calibration.columns import State
from crmsim.calibration.estimates import Estimate, share
from crmsim.calibration.samples import Loans
from crmsim.calibration.wallet_law import amounts_told
from crmsim.calibration.words import NotFitted, Words, no_column, phrase

NO_SETTING = phrase(
    "how ratings and loan classes move is part of the law and no setting; market.slump_risk changes it in slumps only, "
    "of which the file does not tell"
)

RATINGS = phrase("rating moves"), phrase("ratings at two dates")


def untold() -> Iterator[NotFitted]:
    """What there is to say where a file tells nothing of loans."""
    yield NotFitted(
        phrase("bad loans"),
        phrase("the file has no column for the state or class of loans; besides, {why}", why=NO_SETTING),
    )
    yield no_column(*RATINGS)


def of_loans(fitted: Loans, held: Loans) -> Iterator[NotFitted]:
    """What a file tells of loans, with why it cannot be set."""
    if len(_among(fitted, State.RUNNING, State.ARREARS)):
        parts = [_bad(loans, State.ARREARS, State.RUNNING) for loans in (fitted, held)]
        yield NotFitted(phrase("bad loans among those that run"), _told(*parts))
    if len(_among(fitted, State.REPAID, State.UNPAID)):
        parts = [_bad(loans, State.UNPAID, State.REPAID) for loans in (fitted, held)]
        yield NotFitted(phrase("loans that end unpaid"), _told(*parts))
    amounts = fitted.amount[fitted.amount > 0.0]
    if len(amounts) > 1:
        why = phrase("no setting makes them, as loans are a part of the wallet; {told}", told=amounts_told(amounts))
        yield NotFitted(phrase("amounts of loans"), why)
    yield no_column(*RATINGS)


def _among(loans: Loans, *states: int) -> Loans:
    """Loans in one of some states."""
    return loans.chosen(np.isin(loans.state, states))


def _bad(loans: Loans, bad: int, good: int) -> Estimate:
    """The share of bad ones."""
    return share(len(_among(loans, bad)), len(_among(loans, bad, good)))


def _told(fitted: Estimate, held: Estimate) -> Words:
    """A share of loans in words, with that of the held-out part, and why it sets nothing."""
    return phrase(
        "{share} of {n} (95 % from {low} to {high}; of the {held_n} held out: {held}); {why}",
        share=f"{fitted.value:.1%}",
        n=str(fitted.n),
        low=f"{fitted.low:.1%}",
        high=f"{fitted.high:.1%}",
        held_n=str(held.n),
        held=f"{held.value:.1%}" if held.n else "-",
        why=NO_SETTING,
    )
