"""What the default branch must show beside published figures: each experiment with its figure, interval and bound."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from crmsim.acts.layout import Records
from crmsim.law.lifecycle import is_customer
from crmsim.settings import Number, Scenario
from crmsim.stages import Channel, Event
from crmsim.statistics import Interval, interval
from crmsim.validation.approaches import FORMER, contacts
from crmsim.validation.lives import Lived, between, lived, stretches, years_and_departures

SEED = 5

RECOMMENDED: dict[str, Number] = {
    "prospecting.by_referral": 0.04,
    "prospecting.by_visit": 0.02,
    "prospecting.by_advertising": 0.01,
    "prospecting.by_key_person": 0.0,
    "prospecting.by_other": 0.0,
    "market.potential": 6000,
    "market.rest_lost": 60.0,
    "market.small_businesses": 0.0,
    "market.corporates": 0.0,
    "market.wallet_individual": 3e5,
    "market.wallet_spread": 0.2,
    "market.deposits_individual": 1.0,
}
"""A branch of depositors alike that seeks much and that nobody rejoins: few large wallets and defaults would drown what
a recommendation does, and everyone is won once."""

Measure = Callable[[Lived], float]


@dataclass(frozen=True)
class Finding:
    """A figure of the model and where it must lie.

    Attributes:
        name: what is measured.
        source: whose figure the bounds come from.
        low: the least value allowed.
        high: the greatest value allowed.
        measure: the figure of one replication.
        given: the settings under which it is measured.
        replications: how many runs it takes to see it; a rare event needs more.
    """

    name: str
    source: str
    low: float
    high: float
    measure: Measure
    given: tuple[tuple[str, Number], ...] = ()
    replications: int = 24

    def interval(self, seed: int = SEED) -> Interval:
        """The mean over replications, with its 95 % interval."""
        scenario = Scenario(name="behaviour").with_settings(dict(self.given))
        return interval([self.measure(lived(scenario, seed, number)) for number in range(self.replications)])

    def holds(self, found: Interval) -> bool:
        """Whether the whole interval lies within the bounds."""
        return self.low <= found.low and found.high <= self.high


def within_a_year(years: float, departures: float) -> float:
    """The share that leaves within a year, at the pace at which so many left in so many years."""
    return float(1.0 - np.exp(-departures / years))


def with_products(count: int) -> Measure:
    """Yearly attrition of customers with so many products."""

    def measured(seen: Lived) -> float:
        found = stretches(seen)
        return within_a_year(*years_and_departures(found, found["products"] == count))

    return measured


def with_tenure(low: float, high: float) -> Measure:
    """Yearly attrition of customers who have been with the bank so many months."""
    return lambda seen: within_a_year(*between(stretches(seen), low, high))


def recommended(seen: Lived, of: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which customers came by a recommendation."""
    came: NDArray[np.bool_] = seen.history.customers["recommended"][of] == 1
    return came


def worth_more(seen: Lived) -> float:
    """What the recommended who were won in the first two years contributed more than others won then, as a share."""
    rows = seen.history.rows
    won = rows["customer"][(rows["event"] == Event.WON) & (rows["time"] < 24.0)]
    value, came = seen.history.customers["contribution"][won], recommended(seen, won)
    return float(value[came].mean() / value[~came].mean() - 1.0)


def leave_less(seen: Lived) -> float:
    """The departures a year of others won in the run less those of the recommended, as a share of the former."""
    found = won_in_the_run(seen)
    came = recommended(seen, found["customer"])
    return 1.0 - pace(found, came) / pace(found, ~came)


def in_company(seen: Lived) -> float:
    """Departures of the recommended whose referrer is gone less those of whose referrer is there.

    Both are counted against what others of the same age with the bank would have had: who stays long leaves less.
    """
    found = won_in_the_run(seen)
    came = recommended(seen, found["customer"])
    others, found = found[~came], found[came]
    gone = last_day(seen)[seen.history.customers["friend"][found["customer"]]]
    stay, alone = found.copy(), found.copy()
    stay["end"] = np.clip(gone, found["begin"], found["end"])
    stay["left"] &= found["end"] <= gone
    alone["begin"], alone["left"] = stay["end"], found["left"] & (found["end"] > gone)
    return against(alone, others) - against(stay, others)


AGES = (0.0, 6.0, 12.0, 24.0, 60.0)
"""Months with the bank between which customers are compared."""


def against(some: Records, others: Records) -> float:
    """Departures, as a ratio to those that others of the same age would have had in the same years."""
    departures = expected = 0.0
    for low, high in pairwise(AGES):
        years, left = between(some, low, high)
        years_of_others, left_of_others = between(others, low, high)
        departures, expected = departures + left, expected + years * left_of_others / years_of_others
    return departures / expected


def gap_fades(seen: Lived) -> float:
    """How much the recommended are ahead in share of wallet within a year, less after 2.5 years; as shares."""
    customers = seen.history.customers
    there = np.array([is_customer(int(stage)) for stage in customers["stage"]]) & (customers["joined"] >= 0.0)
    age, came = seen.months - customers["joined"], customers["recommended"] == 1

    def ahead(some: NDArray[np.bool_]) -> float:
        return float(customers["share"][some & came].mean() / customers["share"][some & ~came].mean() - 1.0)

    return ahead(there & (age < 12.0)) - ahead(there & (age >= 30.0))


def last_day(seen: Lived) -> NDArray[np.float64]:
    """When each customer of the market left the bank; the end of the run for who did not, -1 for who never was one."""
    found = stretches(seen)
    last = np.full(len(seen.opening), -1.0)
    np.maximum.at(last, found["customer"], found["end"])
    return last


def won_in_the_run(seen: Lived) -> Records:
    """The stretches of relationships that began in the run."""
    found = stretches(seen)
    begun: Records = found[found["joined"] >= 0.0]
    return begun


def pace(found: Records, chosen: NDArray[np.bool_]) -> float:
    """Departures a year in the stretches chosen."""
    years, departures = years_and_departures(found, chosen)
    return departures / years


def accepted_at(contact: int) -> Measure:
    """The chance of a contact, given that it is made, against that of the first one."""

    def measured(seen: Lived) -> float:
        made = contacts(seen)
        return accepted(made, made["contact"] == contact) / accepted(made, made["contact"] == 1)

    return measured


def accepted(made: Records, chosen: NDArray[np.bool_]) -> float:
    """The share of the contacts chosen that are accepted."""
    return float(made["accepted"][chosen].mean())


def converted(earlier: int) -> Measure:
    """The share of approaches with an earlier outcome, of those visited at all, that are accepted."""

    def measured(seen: Lived) -> float:
        made = contacts(seen)
        some = made[made["earlier"] == earlier]
        return float(some["accepted"].sum() / np.count_nonzero(some["contact"] == 1))

    return measured


def warmer(one: Measure, other: Measure) -> Measure:
    """How far one measure lies above another on the same luck."""
    return lambda seen: one(seen) - other(seen)


def won_of_found(channel: int) -> Measure:
    """The share of those found through a channel who are won."""

    def measured(seen: Lived) -> float:
        months = seen.history.months
        return float(months["won_by"][:, channel].sum() / months["found_by"][:, channel].sum())

    return measured


MORO = "Moro, Cortez & Rita 2014, 45,211 contacts"
TRADE = "Harland Clarke 2017, Fiserv; a public churn file of 10,000 customers"
SCHMITT = "Schmitt, Skiera & Van den Bulte 2011; Van den Bulte et al. 2018"
ANY = 1e9
ASKED = (("prospecting.most_contacts", 12), ("prospecting.roundabout", 0.0))
CHANCES = (5.66, 5.06, 4.08, 3.29, 2.27, 2.11, 1.53, 1.37, 1.17, 0.96)
"""Chance of the first to the tenth contact of a campaign, given that it is made, in percent (Moro, Cortez & Rita)."""

WARMTH = (
    Finding(
        "earlier customers convert above recommended ones",
        MORO,
        0.0,
        ANY,
        warmer(converted(FORMER), won_of_found(Channel.REFERRAL)),
    ),
    Finding(
        "recommended targets convert above cold ones",
        MORO,
        0.0,
        ANY,
        warmer(won_of_found(Channel.REFERRAL), won_of_found(Channel.VISIT)),
    ),
)
FATIGUE = tuple(
    Finding(
        f"chance of contact {k} against the first",
        MORO,
        0.70 * CHANCES[k - 1] / CHANCES[0],
        1.30 * CHANCES[k - 1] / CHANCES[0],
        accepted_at(k),
        ASKED,
    )
    for k in (2, 3, 4, 5, 6, 8)
)
REFERRAL = tuple(
    Finding(name, SCHMITT, low, ANY, measure, tuple(RECOMMENDED.items()), 96 if measure is in_company else 24)
    for name, low, measure in (
        ("recommended customers are worth more, share", 0.16, worth_more),
        ("recommended customers leave less, share", 0.0, leave_less),
        ("they leave less while their referrer stays than after, ratio", 0.0, in_company),
        ("their lead in share of wallet fades after 2.5 years, share", 0.0, gap_fades),
    )
)
ATTRITION = (
    Finding("yearly attrition with one product", TRADE, 0.14, 0.22, with_products(1)),
    Finding("yearly attrition with two products", TRADE, 0.06, 0.09, with_products(2)),
    Finding("yearly attrition in the first year", TRADE, 0.18, 0.24, with_tenure(0.0, 12.0)),
    Finding("yearly attrition after ten years", TRADE, 0.04, 0.07, with_tenure(120.0, ANY)),
    Finding("yearly attrition of all", TRADE, 0.08, 0.20, with_tenure(-ANY, ANY)),
)
FINDINGS = (*WARMTH, *FATIGUE, *REFERRAL, *ATTRITION)
"""Every finding, in the order of the behaviours B4, B5 and B6."""
