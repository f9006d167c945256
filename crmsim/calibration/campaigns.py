"""Fits what a campaign's file tells: how contacts win, and what it is worth to have won the person before."""

from collections.abc import Iterator, Set

import numpy as np

from crmsim.calibration.columns import Earlier
from crmsim.calibration.customers import WALLETS
from crmsim.calibration.estimates import Estimate, share
from crmsim.calibration.fitting import read_off, told_by, too_little
from crmsim.calibration.lived import Simulator
from crmsim.calibration.quantities import FATIGUE, FIRST, WARMTH, contact
from crmsim.calibration.result import Fit
from crmsim.calibration.samples import Approaches, Campaign, stacked
from crmsim.calibration.wallet_law import amounts_told
from crmsim.calibration.words import NotFitted, Words, no_column, phrase, settings
from crmsim.settings import Scenario

REPLICATIONS = range(20)

KNOWING = "market.quality_former"
"""The setting that makes what it is worth to have won a person before."""

CONTACTS = ("market.contact_chance", "market.contact_fatigue", KNOWING)
"""The settings that make how contacts win."""


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
    quantities = (FIRST, FATIGUE, WARMTH) if "earlier" in told else (FIRST, FATIGUE)
    pairs = [(told_by(quantity, *parts), setting) for quantity, setting in zip(quantities, CONTACTS, strict=False)]
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
            yield NotFitted(phrase("contacts with whom an earlier campaign did not win"), _of_refusals(refused, none))
    else:
        yield no_column(settings(KNOWING), phrase("outcomes of earlier campaigns"))
    if "balance" in told:
        yield NotFitted(WALLETS, _of_balances(fitted))
    else:
        yield no_column(WALLETS, phrase("wallets or balances"))


def _first_contacts(campaign: Campaign, earlier: int) -> Estimate:
    """The chance of a first contact with those of whom an earlier campaign had such an outcome."""
    which = (campaign.earlier == earlier) & (campaign.contacts > 0.0)
    wins = which & campaign.won & (campaign.contacts == 1.0)
    return share(int(np.count_nonzero(wins)), int(np.count_nonzero(which)))


def _of_refusals(refused: Estimate, none: Estimate) -> Words:
    """How contacts win whom an earlier campaign did not, beside those whom none had approached."""
    return phrase(
        "no setting tells them from others; their first contact wins {refused} (95 % from {low} to {high}; {n} rows), "
        "and {none} of those whom no earlier campaign had approached",
        refused=f"{refused.value:.2%}",
        low=f"{refused.low:.2%}",
        high=f"{refused.high:.2%}",
        n=str(refused.n),
        none=f"{none.value:.2%}",
    )


def _of_balances(fitted: Campaign) -> Words:
    """Why balances in a campaign's file tell no wallets, and what they are."""
    positive = fitted.balance[fitted.balance > 0.0]
    if len(positive) < 2:
        return phrase("the file does not tell which share of a wallet its balances are")
    return phrase(
        "the file does not tell which share of a wallet its balances are; {told}", told=amounts_told(positive)
    )
