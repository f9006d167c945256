"""The economy in acts: each month the regime goes on or changes, the same for every strategy."""

from crmsim.acts.columns import World
from crmsim.law.market import activity, next_regime
from crmsim.luck import draw
from crmsim.stages import Purpose


def turn(w: World) -> None:
    """Let the regime go on or change, by the branch's own luck of the month."""
    branch = w.branch[0]
    after = next_regime(draw(branch.key, Purpose.REGIME, branch.month), branch.regime, w.rules[0].market.regime_length)
    w.months[branch.month].regime_changes += after != branch.regime
    branch.regime = after
    branch.activity = activity(after, w.rules[0].market.regime_swing)
