"""B4 and B5: how contacts win, warm and cold, and what a recommendation is worth."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from crmsim.acts.layout import Records
from crmsim.results.tally import is_own
from crmsim.settings import Number
from crmsim.stages import Channel, Event
from crmsim.validation.approaches import FORMER, REFUSED, UNKNOWN, contacts
from crmsim.validation.finding import ANY, DEFAULT, Finding, Measure, above, more, seen, told
from crmsim.validation.lives import Lived, between, stretches, years_and_departures

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

Seen = Callable[[Lived], float]


def recommended(life: Lived, of: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which customers came by a recommendation."""
    came: NDArray[np.bool_] = life.history.customers["recommended"][of] == 1
    return came


def worth_more(life: Lived) -> float:
    """What the recommended who were won in the first two years contributed more than others won then, as a share."""
    rows = life.history.rows
    won = rows["customer"][(rows["event"] == Event.WON) & (rows["time"] < 24.0)]
    value, came = life.history.customers["contribution"][won], recommended(life, won)
    return float(value[came].mean() / value[~came].mean() - 1.0)


def leave_less(life: Lived) -> float:
    """The departures a year of others won in the run less those of the recommended, as a share of the former."""
    found = won_in_the_run(life)
    came = recommended(life, found["customer"])
    return 1.0 - pace(found, came) / pace(found, ~came)


def in_company(life: Lived) -> float:
    """Departures of the recommended whose referrer is gone less those of whose referrer is there.

    Both are counted against what others of the same age with the bank would have had: who stays long leaves less.
    """
    found = won_in_the_run(life)
    came = recommended(life, found["customer"])
    others, found = found[~came], found[came]
    gone = last_day(life)[life.history.customers["friend"][found["customer"]]]
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


def gap_fades(life: Lived) -> float:
    """How much the recommended are ahead in share of wallet within a year, less after 2.5 years; as shares."""
    customers = life.history.customers
    there = is_own(customers) & (customers["joined"] >= 0.0)
    age, came = life.months - customers["joined"], customers["recommended"] == 1

    def ahead(some: NDArray[np.bool_]) -> float:
        return float(customers["share"][some & came].mean() / customers["share"][some & ~came].mean() - 1.0)

    return ahead(there & (age < 12.0)) - ahead(there & (age >= 30.0))


def last_day(life: Lived) -> NDArray[np.float64]:
    """When each customer of the market left the bank; the end of the run for who did not, -1 for who never was one."""
    found = stretches(life)
    last = np.full(len(life.opening), -1.0)
    np.maximum.at(last, found["customer"], found["end"])
    return last


def won_in_the_run(life: Lived) -> Records:
    """The stretches of relationships that began in the run."""
    found = stretches(life)
    begun: Records = found[found["joined"] >= 0.0]
    return begun


def pace(found: Records, chosen: NDArray[np.bool_]) -> float:
    """Departures a year in the stretches chosen."""
    years, departures = years_and_departures(found, chosen)
    return departures / years


def accepted_at(contact: int) -> Seen:
    """The chance of a contact, given that it is made, against that of the first one; with who never was a customer.

    Former customers, who are many in the branch and few in the published campaign, are mostly won at once.
    """

    def measured(life: Lived) -> float:
        made = contacts(life)
        made = made[made["earlier"] != FORMER]
        return accepted(made, made["contact"] == contact) / accepted(made, made["contact"] == 1)

    return measured


def accepted(made: Records, chosen: NDArray[np.bool_]) -> float:
    """The share of the contacts chosen that are accepted."""
    return float(made["accepted"][chosen].mean())


def converted(earlier: int) -> Seen:
    """The share of approaches with an earlier outcome, of those visited at all, that are accepted."""

    def measured(life: Lived) -> float:
        made = contacts(life)
        some = made[made["earlier"] == earlier]
        return float(some["accepted"].sum() / np.count_nonzero(some["contact"] == 1))

    return measured


def first_accepted(life: Lived) -> float:
    """The chance of a first contact with who never was a customer."""
    made = contacts(life)
    return accepted(made, (made["earlier"] != FORMER) & (made["contact"] == 1))


def contacts_a_success(life: Lived) -> float:
    """How many contacts it takes to win one."""
    made = contacts(life)
    return len(made) / float(made["accepted"].sum())


def won_of_found(channel: int) -> Measure:
    """The share of those found through a channel who are won."""
    return lambda history: float(
        history.months["won_by"][:, channel].sum() / history.months["found_by"][:, channel].sum()
    )


MORO = "Moro, Cortez & Rita 2014, 45,211 contacts"
SCHMITT = "Schmitt, Skiera & Van den Bulte 2011; Van den Bulte et al. 2018"
ROUGH = 0.3
"""How far a chance may lie off the published one, as a part of it: the branch visits, and the published bank phoned."""

ASKED = DEFAULT.with_settings({"prospecting.most_contacts": 12, "prospecting.roundabout": 0.0})
"""The default branch, which asks up to twelve times."""

CHANCES = {1: 4.59, 2: 4.23, 3: 3.45, 4: 3.04, 5: 2.10, 6: 1.81, 8: 1.29}
"""Chance of the how manyth contact, given that it is made, in percent: successes over people reached as often, counted
in the public file among those with whom no earlier campaign succeeded (Moro, Cortez & Rita)."""

CONVERSIONS = (("unknown targets", UNKNOWN, 0.0916), ("targets who have refused", REFUSED, 0.1261),
               ("former customers", FORMER, 0.6473))  # fmt: skip
"""Targets by what came of an earlier approach, and how many convert."""


def about(claim: str, unit: str, published: float, measure: Seen, asked: bool = False) -> Finding:
    """A figure that lies about where it was published."""
    low, high = (1.0 - ROUGH) * published, (1.0 + ROUGH) * published
    return Finding("B4", claim, unit, MORO, low, high, seen(measure, ASKED if asked else DEFAULT))


def beats(better: int, worse: int) -> Finding:
    """A channel that converts better than another."""
    names = [name.replace("_", " ") for name in Channel.names()]
    claim = f"conversion of those found by {names[better]} above those by {names[worse]}"
    return above("B4", claim, "share", MORO, more(told(won_of_found(better)), told(won_of_found(worse))))


CONTACTS = (
    *(about(f"{who} who convert", "share", share, converted(code)) for who, code, share in CONVERSIONS),
    about("chance of a first contact", "share", CHANCES[1] / 100.0, first_accepted),
    about("contacts for a success", "contacts", 23.6, contacts_a_success),
    above("B4", "conversion of former customers above recommended targets", "share", MORO,
          more(seen(converted(FORMER)), told(won_of_found(Channel.REFERRAL)))),
    beats(Channel.REFERRAL, Channel.VISIT),
    beats(Channel.VISIT, Channel.ADVERTISING),
    *(about(f"chance of contact {k} over that of the first", "ratio", CHANCES[k] / CHANCES[1], accepted_at(k), True)
      for k in list(CHANCES)[1:]),
)  # fmt: skip
REFERRAL = tuple(
    Finding("B5", claim, unit, SCHMITT, low, ANY, seen(measure, DEFAULT.with_settings(RECOMMENDED)), replications)
    for claim, unit, low, measure, replications in (
        ("how much more recommended customers are worth", "share", 0.16, worth_more, 24),
        ("how much less they leave", "share", 0.0, leave_less, 24),
        ("departures with the referrer gone above those with it there", "ratio", 0.0, in_company, 96),
        ("lead in share of wallet within a year above that after 2.5 years", "share", 0.0, gap_fades, 24),
    )
)
WINNING = (*CONTACTS, *REFERRAL)
