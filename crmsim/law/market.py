"""The economy around the branch: a slow regime of boom, normal times and slump, and what it does to needs."""

from crmsim.stages import Regime


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


def activity(regime: int, swing: float) -> float:
    """Needs in a regime, as a part of what they are in a boom: the stream of needs runs at that rate."""
    if regime == Regime.BOOM:
        return 1.0
    return 1.0 / (1.0 + swing) if regime == Regime.NORMAL else (1.0 - swing) / (1.0 + swing)
