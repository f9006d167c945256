"""Chapter 1: the six stages of a customer's life, and the moves between them (course 1.1.1)."""

from crmsim.stages import Stage

MOVES: dict[int, tuple[int, ...]] = {
    Stage.POTENTIAL: (Stage.DEVELOPMENT,),
    Stage.DEVELOPMENT: (Stage.POTENTIAL, Stage.GROWTH),
    Stage.GROWTH: (Stage.MATURITY, Stage.DECLINE, Stage.TERMINATION),
    Stage.MATURITY: (Stage.GROWTH, Stage.DECLINE, Stage.TERMINATION),
    Stage.DECLINE: (Stage.GROWTH, Stage.MATURITY, Stage.TERMINATION),
    Stage.TERMINATION: (Stage.POTENTIAL,),
}
"""Where a customer can go from each stage; no other move is allowed."""


def is_customer(stage: int) -> bool:
    """Whether a customer in this stage has a relationship with the bank."""
    return Stage.GROWTH <= stage <= Stage.DECLINE


def full_grown(share: float, ceiling: float, maturity_at: float) -> int:
    """Growth or maturity, by how near the share of wallet is to its ceiling."""
    return Stage.MATURITY if share >= maturity_at * ceiling else Stage.GROWTH


def stage_at_review(stage: int, grown: int, loyalty: float, decline_below: float, recovery_margin: float) -> int:
    """The stage in which a review finds a customer.

    Decline begins below one line of loyalty and ends above a higher one, so that a customer on the line does not
    flicker between the two (hysteresis; assumption).

    Args:
        stage: the stage before.
        grown: growth or maturity, whichever the share of wallet speaks for.
        loyalty: the loyalty index.
        decline_below: the lower line.
        recovery_margin: how far above it the higher line is.
    """
    line = decline_below + (recovery_margin if stage == Stage.DECLINE else 0.0)
    return Stage.DECLINE if loyalty < line else grown


def is_review_month(month: int, every: int) -> bool:
    """Whether customers are reviewed in this month."""
    return month % every == 0
