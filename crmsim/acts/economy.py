"""Once a month in acts: the regime goes on or changes, the same for every strategy, and managers learn."""

from crmsim.acts.columns import World
from crmsim.acts.listening import learn_from_leaving
from crmsim.law.exit import fright
from crmsim.law.market import activity, next_regime
from crmsim.law.service import process_aim
from crmsim.law.training import LEARNING, learned
from crmsim.luck import draw
from crmsim.stages import Purpose


def turn(w: World) -> None:
    """Let the regime go on or change, by the branch's own luck of the month, and managers learn."""
    branch = w.branch[0]
    after = next_regime(draw(branch.key, Purpose.REGIME, branch.date), branch.regime, w.rules[0].market.regime_length)
    w.this_month[0].regime_changes += after != branch.regime
    branch.regime = after
    bank = w.rules[0].bank
    branch.skill = learned(branch.skill, bank.skill, bank.training)
    branch.communication = learned(branch.communication, bank.communication, bank.training)
    process = process_aim(w.in_force[0].maintenance.innovation)
    branch.process += LEARNING * (process - branch.process)
    learn_from_leaving(w)
    calm_down(w)
    branch.activity = activity(after, w.rules[0].market.regime_swing)


def calm_down(w: World) -> None:
    """Leaked exits are forgotten again, a fifth of them each month."""
    branch = w.branch[0]
    branch.heard *= 0.8
    branch.fear = fright(branch.heard, branch.customers)
