"""B3 and B9, and the figures of credit: ratings that move, what comes back, when, and when to act."""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from crmsim.law.credit import MOVES
from crmsim.results.tally import is_own
from crmsim.settings import Number, Scenario, load
from crmsim.stages import LoanClass, Rating
from crmsim.validation.finding import DEFAULT, SEED, Finding, Sample, above, kpi, more, seen, told
from crmsim.validation.lives import Lived, lived

POOR = "Standard & Poor's 1981-2000"
ITALY = "Bank of Italy 2020-21"
COURSE = "course 4"

TOO_MUCH = DEFAULT.with_settings({
    "exit.close_below": 100.0,
    "exit.minimum_marks": 1,
    "exit.act_from": 0,
    "exit.risk_recognition": 1.0,
})  # fmt: skip
"""A branch that gives up whoever bears one mark or earns less than 100 CNY a month."""

ALIKE: dict[str, Number] = {"market.wallet_spread": 0.2}
"""Few large loans drown a difference in luck: even wallets show it in fewer runs."""

EVEN: dict[str, Number] = {**ALIKE, "market.slump_risk": 2.5}
HARSH: dict[str, Number] = {**ALIKE, "market.slump_risk": 4.0, "market.regime_length": 9.0}
SOBER, HOPEFUL = (DEFAULT.with_settings({"maintenance.forecast_optimism": hope}) for hope in (0.0, 3.0))

NEAR = 0.15
"""How far a chance of rating moves may lie off the published one, as a part of it; slumps move it."""

ROUGHLY = 0.4
"""The same for a default, which is rare."""


def of_optimism(name: str, given: Mapping[str, Number] = MappingProxyType({})) -> Sample:
    """What optimism adds to an indicator."""
    hopeful, sober = (told(kpi(name), branch.with_settings(given)) for branch in (HOPEFUL, SOBER))
    return more(hopeful, sober)


def in_slumps(name: str) -> Sample:
    """How much more of it optimism adds where slumps are harsh, wallets being even in both."""
    return more(of_optimism(name, HARSH), of_optimism(name, ALIKE))


def less(sample: Sample) -> Sample:
    """A figure with its sign turned."""
    return lambda number: -sample(number)


# Ratings


def moved(before: int, after: int) -> Callable[[Lived], float]:
    """The share of those with a rating who have another one a year later."""

    def measured(life: Lived) -> float:
        had = life.opening["rating"] == before
        return float((life.history.customers["rating"][had] == after).mean())

    return measured


def move(before: int, after: int) -> Finding:
    """A chance of a rating move within a year."""
    names, chance = [name.upper() for name in Rating.names()], MOVES[before][after] / sum(MOVES[before])
    claim = f"{names[before]} that is {names[after]} a year later"
    off = NEAR if before == after else ROUGHLY
    measure = seen(moved(before, after), DEFAULT.with_settings({"months": 12}))
    return Finding("ratings", claim, "share", POOR, (1.0 - off) * chance, min((1.0 + off) * chance, 1.0), measure, 48)


RATINGS = (
    *(move(rating, rating) for rating in range(Rating.D)),
    *(move(rating, Rating.D) for rating in (Rating.BB, Rating.B, Rating.CCC)),
)

# What comes back, and when


def by_means(means: str) -> Scenario:
    """The default branch with one means of exit, on loans that have gone bad."""
    weights: dict[str, Number] = {f"exit.{name}": 0.0 for name in ("collection", "transfer", "securitisation")}
    return DEFAULT.with_settings({**weights, f"exit.{means}": 1.0, "exit.act_from": 2})


GONE_BAD = range(2, 13)
"""Months in which a loan goes bad that is then followed."""


@cache
def is_open(number: int, months: int) -> NDArray[np.bool_]:
    """Which customers of the market have a bad loan after so many months of a replication."""
    customers = lived(DEFAULT.with_settings({"months": months}), SEED, number).history.customers
    found: NDArray[np.bool_] = is_own(customers) & (customers["loan_class"] >= LoanClass.SUBSTANDARD)
    return found


def closed_within(months: int) -> Sample:
    """The share of the loans gone bad in the first year that are no longer open so many months later."""

    def sample(number: int) -> float:
        closed = gone = 0
        for month in GONE_BAD:
            began = is_open(number, month) & ~is_open(number, month - 1)
            later = is_open(number, month + months)
            gone, closed = gone + int(began.sum()), closed + int((began & ~later).sum())
        return closed / gone

    return sample


RECOVERING = (
    Finding("recovery", "what a sale of bad loans brings back", "share", ITALY, 0.27, 0.36,
            told(kpi("recovered_share"), by_means("transfer")), 96),
    Finding("recovery", "what collecting them brings back", "share", ITALY, 0.38, 0.52,
            told(kpi("recovered_share"), by_means("collection")), 96),
    *(Finding("recovery", f"bad loans closed within {years}", "share", ITALY, low, high, closed_within(months))
      for years, months, low, high in (("a year", 12, 0.5, 0.72), ("two", 24, 0.6, 0.85), ("six", 72, 0.85, 1.0))),
)  # fmt: skip
EXITING = (
    above("B3", "what exiting too much costs", "CNY", COURSE,
          more(told(kpi("contribution")), told(kpi("contribution"), TOO_MUCH))),
    above("B3", "what exits bring over exiting nothing, in harsh times", "CNY", COURSE,
          more(told(kpi("contribution"), DEFAULT.with_settings(EVEN)),
               told(kpi("contribution"), load("no-exit").with_settings(EVEN))), 80),
    above("B3", "share recovered by acting early above that by acting late", "share", "course 4.2.2c",
          more(told(kpi("recovered_share"), load("early-exit")), told(kpi("recovered_share"), load("late-exit")))),
)  # fmt: skip
OPTIMISM = tuple(
    above("B9", claim, unit, "course 3.4.3", sample, replications)
    for claim, unit, sample, replications in (
        ("bad loans that optimism adds, of all", "share", of_optimism("bad_loan_share"), 24),
        ("credit cost by optimism", "CNY", of_optimism("credit_cost"), 24),
        ("profit after risk and capital that it costs", "CNY", less(of_optimism("contribution")), 24),
        ("more credit cost of it where slumps are harsh", "CNY", in_slumps("credit_cost"), 80),
        ("more bad loans of it there", "share", in_slumps("bad_loan_share"), 80),
        ("more profit lost by it there", "CNY", less(in_slumps("contribution")), 80),
    )
)
LENDING = (*EXITING, *OPTIMISM, *RATINGS, *RECOVERING)
