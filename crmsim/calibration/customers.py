"""Fits what a customer file tells of who the customers are and what they have."""

from collections.abc import Iterator, Set

import numpy as np

from crmsim.calibration.fitting import read_off, told_by
from crmsim.calibration.lived import Simulator
from crmsim.calibration.quantities import KINDS, WALLET_SPREAD, Quantity, deposit_share, kind_share, wallet_median
from crmsim.calibration.result import Fit
from crmsim.calibration.samples import Book
from crmsim.calibration.words import NotFitted, no_column, phrase, settings
from crmsim.settings import Number, Scenario
from crmsim.stages import Kind

MIX = settings("market.small_businesses", "market.corporates")
WALLETS = phrase("market.wallet_individual to market.wallet_spread")
BUSINESS = phrase("market.deposits_individual to market.deposits_corporate")

REPLICATIONS = range(40)
"""Opening books that are simulated; without the months that follow they cost little."""

ONLY_INDIVIDUALS: dict[str, Number] = {"market.small_businesses": 0.0, "market.corporates": 0.0}
"""The mix of kinds where a file does not tell them apart and all are individuals."""


def belongings(fitted: Book, held: Book, told: Set[str], scenario: Scenario, simulator: Simulator) -> Fit:
    """Fit the mix of kinds, the wallets and the shares of deposits.

    Args:
        fitted: the part of the file to fit on.
        held: the part that is held out.
        told: the columns that the file has.
        scenario: what is fitted so far.
        simulator: simulates it.
    """
    kinds = np.unique(fitted.kind).tolist()
    start = ONLY_INDIVIDUALS if "kind" not in told and kinds == [Kind.INDIVIDUAL] else {}
    pairs = [(told_by(quantity, fitted, held), setting) for quantity, setting in _pairs(kinds, told)]
    fit = read_off(pairs, scenario.with_settings(start), lambda trial: simulator.book(trial, REPLICATIONS, months=0))
    return Fit({**start, **fit.settings}, fit.parameters, [*_untold(kinds, told), *fit.not_fitted], fit.shown)


def _pairs(kinds: list[int], told: Set[str]) -> Iterator[tuple[Quantity, str]]:
    """The quantities that the file's columns tell, and their settings."""
    if "kind" in told:
        yield kind_share(Kind.SMALL_BUSINESS), "market.small_businesses"
        yield kind_share(Kind.CORPORATE), "market.corporates"
    if told & {"wallet", "deposits", "loans"}:
        yield from ((wallet_median(kind), f"market.wallet_{Kind.names()[kind]}") for kind in kinds)
        yield WALLET_SPREAD, "market.wallet_spread"
    if told >= {"deposits", "loans"}:
        yield from ((deposit_share(kind), f"market.deposits_{Kind.names()[kind]}") for kind in kinds)


def _untold(kinds: list[int], told: Set[str]) -> Iterator[NotFitted]:
    """What the file has no columns for, or no rows."""
    if "kind" not in told:
        why = phrase("the file has no column for kinds; all of its customers count as {kind}", kind=KINDS[kinds[0]])
        yield NotFitted(MIX, why)
    if not told & {"wallet", "deposits", "loans"}:
        yield no_column(WALLETS, phrase("wallets or balances"))
    if not told >= {"deposits", "loans"}:
        yield no_column(BUSINESS, phrase("deposits and loans, each by itself"))
    for kind in Kind:
        if kind not in kinds and "kind" in told:
            paths = (f"market.{what}_{Kind.names()[kind]}" for what in ("wallet", "deposits"))
            yield NotFitted(settings(*paths), phrase("the file has no {kind}", kind=KINDS[kind]))
