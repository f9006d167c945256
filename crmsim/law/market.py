"""The economy around the branch: a slow regime of boom, normal times and slump, and what it does to needs."""

from crmsim.law.common import clamp, one_of_three
from crmsim.stages import Industry, Regime, Region


def next_regime(u: float, regime: int, length: float) -> int:
    """The regime of the next month: it lasts `length` months in the mean, and normal times lie between the others.

    A Markov chain in the manner of Hamilton (1989, "A new approach to the economic analysis of nonstationary time
    series and the business cycle", Econometrica 57), with a third state.
    """
    if u * length >= 1.0:
        return regime
    if regime != Regime.NORMAL:
        return Regime.NORMAL
    return Regime.BOOM if u * length < 0.5 else Regime.SLUMP


def industry(u: float, emerging: float, restricted: float) -> int:
    """The industry that a customer is in, by the shares of the market (course 2.2.1a)."""
    if u < emerging:
        return Industry.EMERGING
    return Industry.RESTRICTED if u >= 1.0 - restricted else Industry.ESTABLISHED


def region(u: float, near: float, remote: float) -> int:
    """Where a customer is, by the shares of the market (course 2.2.1b)."""
    if u < near:
        return Region.NEAR
    return Region.REMOTE if u >= 1.0 - remote else Region.HOME


def yearly_growth(u: float, growth: float, industry: int, regime: int) -> float:
    """The factor by which a customer's wallet grows in a year: by industry, by the regime, and by its own luck."""
    usual = growth * one_of_three(industry, 1.0, 2.0, 0.0) + one_of_three(regime, -0.03, 0.0, 0.03)
    return 1.0 + usual + 0.1 * (u - 0.5)


def price_sensitivity(u: float, mean: float) -> float:
    """How far a customer looks at prices, 0 to 1, spread around the market's mean (course 3.3.3b)."""
    return clamp(mean + 0.6 * (u - 0.5), 0.0, 1.0)


def influence(u: float) -> float:
    """A customer's weight in what others hear of the branch: a few are heard by many (course 3.1.4)."""
    return 1.0 / (1.0 - 0.95 * u)


def temptation(advantage: float, price: float) -> float:
    """An offer's advantage as a customer sees it who looks at prices (course 3.3.3b)."""
    return advantage * (0.5 + price)


def activity(regime: int, swing: float) -> float:
    """Needs in a regime, as a part of what they are in a boom: the stream of needs runs at that rate."""
    if regime == Regime.BOOM:
        return 1.0
    return 1.0 / (1.0 + swing) if regime == Regime.NORMAL else (1.0 - swing) / (1.0 + swing)
