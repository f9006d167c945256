"""Fits what a campaign's file tells: how contacts win, and what it is worth to have won the person before."""

from collections.abc import Iterator, Set

import numpy as np

from crmsim.calibration.columns import Earlier
from crmsim.calibration.estimates import Estimate, share
from crmsim.calibration.fitting import read_off, told_by, too_little
from crmsim.calibration.lived import Simulator
from crmsim.calibration.quantities import FATIGUE, FIRST, WARMTH, contact
from crmsim.calibration.result import Fit, NotFitted
from crmsim.calibration.samples import Approaches, Campaign, stacked
from crmsim.calibration.wallet_law import wallet_law
from crmsim.settings import Scenario
from crmsim.stages import Kind

REPLICATIONS = range(20)

KNOWING = "market.quality_former"


def approaches(campaign: Campaign) -> Approaches:
    """A campaign's people as approaches."""
    return Approaches(campaign.contacts, campaign.won, campaign.earlier == Earlier.WON)


def winning(fitted: Campaign, held: Campaign, told: Set[str], scenario: Scenario, simulator: Simulator) -> Fit:
    """Fit the chance of a first contact, what is left of it at each further one, and what being known is worth.

    Args:
        fitted: the part of the file to fit on.
        held: the part that is held out.
        told: the columns that the file has.
        scenario: what is fitted so far.
        simulator: simulates it.
    """
    parts = approaches(fitted), approaches(held)
    pairs = [(told_by(FIRST, *parts), "market.contact_chance"), (told_by(FATIGUE, *parts), "market.contact_fatigue")]
    if "earlier" in told:
        pairs.append((told_by(WARMTH, *parts), KNOWING))
    fit = read_off(pairs, scenario, lambda trial: stacked(simulator.approaches(trial, REPLICATIONS)))
    most = scenario.schedule[0].prospecting.most_contacts
    singly = [told_by(contact(number), *parts) for number in range(1, most + 1)] if fit.parameters else []
    shown = [*fit.shown, *(each for each in singly if not too_little(each))]
    return Fit(fit.settings, fit.parameters, [*fit.not_fitted, *_beside(fitted, told)], shown)


def _beside(fitted: Campaign, told: Set[str]) -> Iterator[NotFitted]:
    """What the file tells besides, for which there is no setting, and what it does not tell."""
    if "earlier" in told:
        refused, none = (_first_contacts(fitted, code) for code in (Earlier.REFUSED, Earlier.NONE))
        if refused.n and none.n:
            yield (
                "contacts with whom an earlier campaign did not win",
                f"no setting tells them from others; their first contact wins {refused.value:.2%} (95 % from "
                f"{refused.low:.2%} to {refused.high:.2%}; {refused.n} rows), and {none.value:.2%} of those whom no "
                "earlier campaign had approached",
            )
    else:
        yield KNOWING, "the file has no column for the outcome of earlier campaigns"
    if "balance" in told:
        yield "market.wallet_individual, market.wallet_spread", _of_balances(fitted)
    else:
        yield "market.wallet_individual to market.wallet_spread", "the file has no column for wallets or balances"


def _first_contacts(campaign: Campaign, earlier: int) -> Estimate:
    """The chance of a first contact with those of whom an earlier campaign had such an outcome."""
    which = (campaign.earlier == earlier) & (campaign.contacts > 0.0)
    wins = which & campaign.won & (campaign.contacts == 1.0)
    return share(int(np.count_nonzero(wins)), int(np.count_nonzero(which)))


def _of_balances(fitted: Campaign) -> str:
    """Why balances in a campaign's file tell no wallets, and what they are."""
    positive = fitted.balance[fitted.balance > 0.0]
    why = "the file does not tell which share of a wallet its balances are"
    if len(positive) < 2:
        return why
    law = wallet_law(positive, np.full(len(positive), Kind.INDIVIDUAL))
    middle, spread = law.medians[Kind.INDIVIDUAL], law.spread
    return (
        f"{why}; {len(positive)} balances above 0 have the median {middle.value:,.0f} CNY (95 % from {middle.low:,.0f} "
        f"to {middle.high:,.0f}) and the spread {spread.value:.2f} ({spread.low:.2f} to {spread.high:.2f})"
    )
