"""What customers are worth by tier, from many histories, and whether other histories bear it out (course 1.3.5)."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from crmsim import workers
from crmsim.acts.layout import Records
from crmsim.engine.choose import choose, make_ready
from crmsim.engine.history import MONTHS_A_YEAR
from crmsim.errors import CrmsimError, ScenarioError
from crmsim.experiment.checks import MOST_REPLICATIONS
from crmsim.results.chain import Bands, Floats, Lived, bands_of, earned, lived, stays, values_by_state
from crmsim.results.tally import is_own
from crmsim.results.values import established_values, model_values, potential_values
from crmsim.run import customer_months, refuse, simulate
from crmsim.settings import Scenario, load
from crmsim.stages import Tier
from crmsim.statistics import simultaneous_level

if TYPE_CHECKING:
    import pandas as pd

LEAST = 8
"""Replications from which their spread tells anything: half of them for each side."""

RESAMPLES = 2000
"""Resamples of the bootstrap (Efron 1979)."""

SEED = 1979
"""Of the resamples, so that the same histories give the same intervals."""

LEVEL = 0.95


@dataclass(frozen=True)
class Life:
    """What is kept of one replication.

    Attributes:
        years: layout `YEAR`; shape (years + 1, customers).
        values: established, potential and model value of the bank's customers at the end, CNY, summed over each tier;
            shape (3, tiers).
    """

    years: Records
    values: Floats


@dataclass(frozen=True)
class Estimate:
    """A mean over the customers of a tier, CNY, with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class TierWorth:
    """What a customer of a tier is worth, CNY in the mean over the tier's customers.

    Attributes:
        tier: the tier's name.
        customers: its customers at the ends of the second half's histories, of whom the next four speak.
        established: established value.
        potential: potential value.
        model: model value, as each history tells it of its own customers.
        markov: the same customers' value by the chain that the first half's histories make.
        expected: what customers of the second half's openings bring within the years of the run, discounted, by that
            chain.
        realised: what they brought.
        model_apart: how far model value and chain lie apart; the two agree if the interval holds 0. These intervals
            and the next of all tiers hold at once (Bonferroni).
        realised_apart: how far what was brought and what was expected lie apart, likewise.
    """

    tier: str
    customers: int
    established: Estimate
    potential: Estimate
    model: Estimate
    markov: Estimate
    expected: Estimate
    realised: Estimate
    model_apart: Estimate
    realised_apart: Estimate


MEANS = tuple(field.name for field in fields(TierWorth)[2:])
"""The figures of a tier."""

APART = MEANS[-2:]
"""Those that tell whether two agree; their intervals hold at once."""


@dataclass(frozen=True)
class Worth:
    """What customers are worth.

    Attributes:
        scenario: what was simulated.
        seed: the experiment's seed.
        replications: histories; the first half of them makes the chain, the other half is what it is held against.
        tiers: each tier.
    """

    scenario: Scenario
    seed: int
    replications: int
    tiers: tuple[TierWorth, ...]

    def table(self) -> "pd.DataFrame":
        """A row a tier: `tier`, `customers`, and each figure of `TierWorth` as NAME, NAME_low and NAME_high, CNY."""
        import pandas as pd

        return pd.DataFrame([_row(tier) for tier in self.tiers])


def _row(tier: TierWorth) -> dict[str, str | float]:
    """A tier as a row."""
    row: dict[str, str | float] = {"tier": tier.tier, "customers": tier.customers}
    for name in MEANS:
        found: Estimate = getattr(tier, name)
        row |= {name: found.value, f"{name}_low": found.low, f"{name}_high": found.high}
    return row


def customer_worth(
    scenario: Scenario | str | Path,
    replications: int = 40,
    *,
    seed: int = 1,
    jobs: int | None = None,
    engine: str = "auto",
) -> Worth:
    """Estimate what a customer of each tier is worth from some histories, and hold it against other ones.

    The first half of the replications makes a Markov chain of customers' years (`crmsim.results.chain`; Pfeifer &
    Carraway 2000, Journal of Interactive Marketing 14(2)). The other half knows nothing of it, and shows what customers
    brought. Intervals are percentiles of a bootstrap over replications, of both halves.

    Args:
        scenario: a scenario of one branch, the name of a packaged one, or the path of a TOML file.
        replications: histories, each on another luck.
        seed: the experiment's seed.
        jobs: processes; by default as many as cores. The result is the same for any number.
        engine: `compiled`, `simpy` or `auto`.

    Raises:
        CrmsimError: the scenario has several branches or less than a year, or something else cannot be used.
    """
    scenario = scenario if isinstance(scenario, Scenario) else load(scenario)
    refuse(seed, 0, jobs)
    check(scenario, replications)
    chosen = choose(engine, customer_months(scenario, None) * replications)
    make_ready(chosen)
    questions = [(scenario, seed, replication, chosen) for replication in range(replications)]
    lives = list(workers.in_order(live, questions, jobs or workers.cores()))
    made, held = lives[: replications // 2], lives[replications // 2 :]
    bands = bands_of([life.years for life in made])
    if bands is None:
        raise ScenarioError(f"'{scenario.name}' has no customers, and so no values; give its market some")
    return Worth(scenario, seed, replications, compared(made, held, bands, scenario.bank.discount_rate))


def check(scenario: Scenario, replications: int) -> None:
    """Refuse what gives no values.

    Raises:
        CrmsimError: there are too few or too many replications, several branches, or not a whole year.
    """
    if not LEAST <= replications <= MOST_REPLICATIONS:
        raise CrmsimError(
            f"replications = {replications} is not from {LEAST} to {MOST_REPLICATIONS}; give as many that each half "
            "of them has some"
        )
    if scenario.branches > 1:
        raise ScenarioError(f"'{scenario.name}' has branches = {scenario.branches}, and values are a branch's; give 1")
    if scenario.months < MONTHS_A_YEAR:
        raise ScenarioError(
            f"'{scenario.name}' has months = {scenario.months}, and customers are looked at year by year; give "
            f"{MONTHS_A_YEAR} or more"
        )


def live(question: tuple[Scenario, int, int, str]) -> Life:
    """One replication, and what its customers are worth at the end."""
    scenario, seed, replication, engine = question
    history = simulate(scenario, seed, replication, engine, record=False).history
    each = (established_values(history), potential_values(history), model_values(history))
    return Life(history.years, np.stack([by_tier(history.customers, values) for values in each]))


def by_tier(customers: Records, values: Floats) -> Floats:
    """The sum of some values over the bank's customers of each tier; shape (tiers,)."""
    own = is_own(customers)
    return np.bincount(customers["tier"][own], values[own], len(Tier)).astype(np.float64)


def faces(customers: Records, bands: Bands) -> Floats:
    """The bank's customers by tier and state, in the open band by scale; shape (tiers, states)."""
    own = customers[is_own(customers)]
    places = own["tier"].astype(np.int64) * bands.states + bands.state(own)
    counted: Floats = np.bincount(places, bands.scale(own), len(Tier) * bands.states).astype(np.float64)
    return counted.reshape(len(Tier), bands.states)


def realised(years: Records, discount: float) -> Floats:
    """What each customer of the opening brought while it stayed, discounted as the chain does, CNY."""
    brought, there = np.zeros(years.shape[1]), is_own(years[0])
    for year in range(len(years) - 1):
        brought += np.where(there, earned(years[year], years[year + 1]), 0.0) / (1.0 + discount) ** year
        there &= stays(years[year + 1], year)
    return brought


@dataclass(frozen=True)
class Halves:
    """What is kept of both halves, a row for each history.

    Attributes:
        moves: moves of the first half; shape (histories, states, states + 1).
        brought: what its years brought; shape (histories, states).
        openings: customers of the second half's openings by tier and state; shape (histories, tiers, states).
        ends: those at its ends, likewise.
        began: how many customers the openings had; shape (histories, tiers).
        ended: how many the ends had, likewise.
        realised: what the openings' customers brought in all, CNY, likewise.
        values: established, potential and model value of the ends' customers in all; shape (histories, 3, tiers).
    """

    moves: Floats
    brought: Floats
    openings: Floats
    ends: Floats
    began: Floats
    ended: Floats
    realised: Floats
    values: Floats

    def figures(self, mine: Floats, theirs: Floats, discount: float, horizon: int) -> Floats:
        """The figures of each tier, with each history as often as given; shape (figures, tiers)."""
        chain = Lived(np.tensordot(mine, self.moves, 1), mine @ self.brought)
        with np.errstate(invalid="ignore", divide="ignore"):  # a tier without customers has no figures
            established, potential, model = np.tensordot(theirs, self.values, 1) / (theirs @ self.ended)
            markov = np.tensordot(theirs, self.ends, 1) @ values_by_state(chain, discount) / (theirs @ self.ended)
            began = theirs @ self.began
            expected = np.tensordot(theirs, self.openings, 1) @ values_by_state(chain, discount, horizon) / began
            realised = theirs @ self.realised / began
        apart = (model - markov, realised - expected)
        return np.stack([established, potential, model, markov, expected, realised, *apart])


def halves(made: list[Life], held: list[Life], bands: Bands, discount: float) -> Halves:
    """What is kept of both halves."""
    parts = [lived(life.years, bands) for life in made]
    openings, ends = ([life.years[place] for life in held] for place in (0, -1))
    return Halves(
        moves=np.array([part.moves for part in parts]),
        brought=np.array([part.brought for part in parts]),
        openings=np.array([faces(book, bands) for book in openings]),
        ends=np.array([faces(book, bands) for book in ends]),
        began=np.array([by_tier(book, np.ones(len(book))) for book in openings]),
        ended=np.array([by_tier(book, np.ones(len(book))) for book in ends]),
        realised=np.array([by_tier(life.years[0], realised(life.years, discount)) for life in held]),
        values=np.array([life.values for life in held]),
    )


def compared(made: list[Life], held: list[Life], bands: Bands, discount: float) -> tuple[TierWorth, ...]:
    """Each tier: the values of the second half beside the chain of the first, and what their years brought."""
    both, horizon = halves(made, held, bands, discount), len(held[0].years) - 1
    whole = both.figures(np.ones(len(made)), np.ones(len(held)), discount, horizon)
    drawn = np.random.default_rng(SEED)
    resamples = ((resampled(drawn, len(made)), resampled(drawn, len(held))) for _ in range(RESAMPLES))
    spread = np.array([both.figures(mine, theirs, discount, horizon) for mine, theirs in resamples])
    low, high = np.nanquantile(spread, tails(LEVEL), axis=0)
    family = simultaneous_level(LEVEL, len(APART) * len(Tier))
    low[-len(APART) :], high[-len(APART) :] = np.nanquantile(spread[:, -len(APART) :], tails(family), axis=0)
    customers = both.ended.sum(axis=0)
    return tuple(
        TierWorth(tier, int(customers[c]), *map(Estimate, *(each[:, c].tolist() for each in (whole, low, high))))
        for c, tier in enumerate(Tier.names())
    )


def tails(level: float) -> list[float]:
    """What lies below either end of an interval."""
    return [(1.0 - level) / 2.0, (1.0 + level) / 2.0]


def resampled(drawn: np.random.Generator, size: int) -> Floats:
    """How often each of some histories is drawn, as many times as there are, with replacement."""
    return drawn.multinomial(size, np.full(size, 1.0 / size)).astype(np.float64)
