"""Curves that follow from the laws alone: forms of maintenance, the treadmill, offers, answers; no run is needed."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from crmsim.law import forms
from crmsim.law.common import blend, decay, fading
from crmsim.law.maintenance import expectation_aim, resistance, satisfaction
from crmsim.law.market import temptation
from crmsim.law.service import response_chance
from crmsim.settings import Market, Strategy

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Form:
    """A form of maintenance, as its law has it.

    Attributes:
        effect: what some spending does, from 0.
        half: spending that brings half of the greatest effect.
        unit: of the effect.
        meaning: what the curve shows.
    """

    effect: Callable[[float], float]
    half: float
    unit: str
    meaning: str


FORMS = {
    "hardware": Form(
        lambda spent: 100.0 * (forms.comfort(spent) - 1.0),
        3.0,
        "gain in the quality of every visit, %",
        "What premises and machines add to the quality of every visit.",
    ),
    "software": Form(
        forms.courtesy, 0.3, "gain in quality at a contact", "What attention adds to the quality of a contact."
    ),
    "functional": Form(
        lambda spent: 100.0 * (1.0 - forms.healed(1.0, spent)),
        0.3,
        "part of the hurt that is healed, %",
        "What work on a customer's real problems heals of its hurt.",
    ),
    "psychological": Form(
        lambda spent: 100.0 * forms.trusting(0.0, spent),
        0.4,
        "part of the missing trust that is won, %",
        "What time for the customer as a person adds to its trust.",
    ),
    "distinctive": Form(
        forms.delight, 150.0, "gain in quality at a contact", "What a package of its own adds to a contact's quality."
    ),
}
"""The five forms of maintenance (course 3.2); `half` is the law's own figure, which a test holds to it."""

POINTS = 13
REACH = 6.0
"""How far a curve goes, in spendings that bring half."""

LIFTED, WITHDRAWN, WATCHED = 6, 30, 54
"""Months of the treadmill: better service comes, goes again, and how long it is watched."""

LIFT = 0.2
"""By how much service gets better, as a share."""

BANDS = ((0.0, 0.9, "below 0.9"), (0.9, 1.0, "0.9 to 1"), (1.0, 1.1, "1 to 1.1"), (1.1, 9.9, "1.1 and more"))
"""Bands of satisfaction."""


def curve(form: Form) -> "pd.DataFrame":
    """What ever more spending on a form brings; columns spent, effect."""
    import pandas as pd

    spent = np.linspace(0.0, REACH * form.half, POINTS)
    return pd.DataFrame({"spent": spent, "effect": [form.effect(float(x)) for x in spent]})


def mixed(budget: float, wage: float) -> "pd.DataFrame":
    """The quality that a budget for one contact adds, by what it is spent on; columns what, quality.

    Args:
        budget: CNY for a contact.
        wage: CNY for an hour of attention.
    """
    import pandas as pd

    ways = (("all on software", 1.0), ("all on the distinctive package", 0.0), ("half on each", 0.5))
    rows = [(name, forms.courtesy(budget * part / wage) + forms.delight(budget * (1.0 - part))) for name, part in ways]
    return pd.DataFrame(rows, columns=["what", "quality"])


def treadmill(market: Market) -> "pd.DataFrame":
    """A customer who is visited monthly, whose service gets better and then worse again; columns month, measure, value.

    Perceived quality, expectation and satisfaction follow the model's own laws from a steady start.
    """
    import pandas as pd

    perceived = expected = market.market_quality
    weights = [fading(1.0, decay(half)) for half in (market.memory, market.expectation_memory)]
    rows: list[tuple[int, str, float]] = []
    for month in range(WATCHED + 1):
        quality = market.market_quality * (1.0 + LIFT * (LIFTED <= month < WITHDRAWN))
        perceived = blend(perceived, quality, weights[0])
        aim = expectation_aim(perceived, market.market_quality, market.market_pull)
        expected = blend(expected, aim, weights[1])
        told = {"perceived": perceived, "expected": expected, "satisfaction": satisfaction(perceived, expected)}
        rows.extend((month, name, value) for name, value in told.items())
    return pd.DataFrame(rows, columns=["month", "measure", "value"])


def taken_away(market: Market, loyalty: float, price: float) -> float:
    """The chance that one competitor's offer takes a just satisfied customer away, from 0 to 1.

    Offers have an exponential advantage, which must outweigh what holds the customer (course 3.3.3c).
    """
    holds = resistance(market.switching_cost, market.loyalty_shield, loyalty, 1.0)
    return math.exp(-holds / (market.offer_advantage * temptation(1.0, price)))


def offers(market: Market, prices: dict[str, float]) -> "pd.DataFrame":
    """How likely an offer takes a customer away, by its loyalty; columns loyalty, who, chance (percent)."""
    import pandas as pd

    rows = [
        (float(loyalty), name, 100.0 * taken_away(market, float(loyalty), price))
        for name, price in prices.items()
        for loyalty in np.linspace(0.0, 1.0, 9)
    ]
    return pd.DataFrame(rows, columns=["loyalty", "who", "chance"])


def answering(pleased: "np.typing.NDArray[np.float64]") -> "pd.DataFrame":
    """Who would answer a survey; columns band, customers, answers (expected number)."""
    import pandas as pd

    chances = np.array([response_chance(float(value)) for value in pleased])
    rows = []
    for low, high, name in BANDS:
        some = (pleased >= low) & (pleased < high)
        rows.append((name, int(some.sum()), float(chances[some].sum())))
    return pd.DataFrame(rows, columns=["band", "customers", "answers"])


def setting_of(strategy: Strategy, name: str) -> float:
    """Where the branch stands on a form of maintenance."""
    return float(getattr(strategy.maintenance, name))
