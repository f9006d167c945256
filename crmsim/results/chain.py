"""Customers' years as a Markov chain, estimated from histories: what a customer in each state is worth (course 1.3.5).

A state is a band of wallets and a relation: the tier, whether the customer has several products, which bind it, and
whether it is loyal; or a bad loan. Who has left is
in a state of its own, and earns nothing more. A year brings what the ledger has posted for the customer.

Tiers alone make too coarse a chain: it takes whoever moves up a tier for an average customer of that tier, and finds in
ordinary customers several times what they bring. A wallet is a customer's own for long, so bands of it keep apart who
is apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crmsim.acts.layout import Records
from crmsim.analytic import markov_value
from crmsim.engine.history import MONTHS_A_YEAR
from crmsim.results.tally import is_own
from crmsim.stages import LoanClass, Tier

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]

MOST_BANDS = 20
"""Closed bands of wallets, if there are customer-years enough."""

YEARS_A_BAND = 200
"""Customer-years from which another band pays."""

CLOSED = 0.9
"""Part of the customer-years in the closed bands; what the others earn goes with the wallet, which has no upper end."""

LOYAL = 0.5
"""Loyalty from which a customer counts as loyal."""

RELATIONS = 4 * len(Tier) + 1
"""Each tier, with one product and with several, less and more loyal; and whoever's loan is bad."""

LEAST_DISCOUNT = 0.001
"""No relationship is for ever: a rate of discount of 0 is taken for this."""


@dataclass(frozen=True)
class Bands:
    """Bands of wallets.

    Attributes:
        ends: upper ends of the closed bands, CNY; shape (closed bands,).
        top: mean wallet of the open band above them, CNY.
    """

    ends: Floats
    top: float

    @property
    def states(self) -> int:
        """States of a customer; the one after them is having left."""
        return (len(self.ends) + 1) * RELATIONS

    def state(self, customers: Records) -> Wholes:
        """The state of each customer; shape (customers,)."""
        loyal = customers["loyalty"] >= LOYAL
        is_bad = customers["loan_class"] >= LoanClass.SUBSTANDARD
        bond = 2 * (customers["products"] > 1) + loyal
        relation = np.where(is_bad, RELATIONS - 1, 4 * customers["tier"].astype(np.int64) + bond)
        return np.searchsorted(self.ends, customers["wallet"]) * RELATIONS + relation

    def scale(self, customers: Records) -> Floats:
        """What a customer of the open band earns against a mean one of it, by its wallet; 1 in the closed bands."""
        return np.where(customers["wallet"] > self.ends[-1], customers["wallet"] / self.top, 1.0)


@dataclass(frozen=True)
class Lived:
    """Customer-years of one or several histories.

    Attributes:
        moves: customer-years by the state at the beginning (row) and at the end (column), the last one for who has
            left; shape (states, states + 1).
        brought: what the years of each state brought in all, CNY, of the open band by scale; shape (states,).
    """

    moves: Floats
    brought: Floats


def stays(after: Records, year: int) -> NDArray[np.bool_]:
    """Which customers are the bank's after a year, and have been so since its beginning; the year counts from 0."""
    kept: NDArray[np.bool_] = is_own(after) & (after["joined"] <= MONTHS_A_YEAR * year)
    return kept


def earned(before: Records, after: Records) -> Floats:
    """What the ledger has posted for each customer in a year, CNY."""
    return np.asarray((after["contribution"] - before["contribution"]) / 100.0)


def bands_of(histories: Sequence[Records]) -> Bands | None:
    """Bands of wallets with customer-years enough in each; none where no whole year was lived by any customer.

    Args:
        histories: the years of each history, layout `YEAR`; shape (years + 1, customers) each.
    """
    begun = [year for years in histories for year in years[:-1]]
    wallets = np.concatenate([np.zeros(0), *(year["wallet"][is_own(year)] for year in begun)])
    if not len(wallets):
        return None
    bands = min(max(len(wallets) // YEARS_A_BAND, 1), MOST_BANDS)
    ends = np.quantile(wallets, np.linspace(0.0, CLOSED, bands + 1)[1:])
    above = wallets[wallets > ends[-1]]
    return Bands(ends, float(above.mean()) if len(above) else float(ends[-1]))


def lived(years: Records, bands: Bands) -> Lived:
    """The customer-years of a history; layout `YEAR`, shape (years + 1, customers)."""
    states, ends = bands.states, bands.states + 1
    moves, brought = np.zeros(states * ends), np.zeros(states)
    for year in range(len(years) - 1):
        own = is_own(years[year])
        before, after = years[year][own], years[year + 1][own]
        start = bands.state(before)
        end = np.where(stays(after, year), bands.state(after), states)
        moves += np.bincount(start * ends + end, minlength=states * ends)
        brought += np.bincount(start, earned(before, after) / bands.scale(before), states)
    return Lived(moves.reshape(states, ends), brought)


def values_by_state(found: Lived, discount: float, horizon: int | None = None) -> Floats:
    """What a customer in each state brings, the year that begins in full and each later one discounted, CNY.

    States of which no year was seen are taken for the nearest one of which there was.

    Args:
        found: customer-years, some at least.
        discount: the rate of discount, a year.
        horizon: years that count; None for all to come.

    Returns:
        The values; shape (states,).
    """
    seen = np.flatnonzero(found.moves.sum(axis=1) > 0.0)
    states = len(found.brought)
    nearest = np.abs(np.arange(states)[:, None] - seen).argmin(axis=1)
    joined = np.eye(len(seen) + 1)[np.append(nearest, len(seen))]
    years = found.moves[seen].sum(axis=1)
    transition = np.vstack([found.moves[seen] @ joined / years[:, None], joined[-1]])
    reward = np.append(found.brought[seen] / years, 0.0)
    values = markov_value(transition, reward, max(discount, LEAST_DISCOUNT), horizon)
    return np.asarray(values[nearest])


def worth(customers: Records, bands: Bands, values: Floats) -> Floats:
    """What each customer is worth by its state, CNY; NaN for who is none of the bank's; shape (customers,)."""
    found = np.full(len(customers), np.nan)
    own = customers[is_own(customers)]
    found[is_own(customers)] = values[bands.state(own)] * bands.scale(own)
    return found
