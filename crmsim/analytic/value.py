"""What a customer is worth: margins to come, in today's money, by formulas that need no simulation."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from crmsim.analytic.checks import FormulaError, Vector, array, not_negative, refuse_where, refused, share, whole

ROUNDING = 1e-9
"""How far a chance, or the sum of a row of them, may be out and still count as rounded."""

NOTHING = 1e-12
"""The part of the largest reward or value below which a gain is taken for rounding."""


@dataclass(frozen=True)
class Stopping:
    """When to go on marketing to a customer, and what a customer is worth then.

    Attributes:
        keep: for each state, whether to go on marketing to a customer in it.
        values: for each state, the value of a customer in it, in the unit of the rewards; 0 where marketing stops.
    """

    keep: tuple[bool, ...]
    values: tuple[float, ...]


def margin_multiple(retention: float, discount: float) -> float:
    """What a customer is worth, as a multiple of the margin it earns in a period: r / (1 + i - r).

    The convention is that margins stay the same for ever and are earned at the end of each period by the customers
    who stay through it. So the first margin lies one period ahead, is discounted once and comes with chance r. Add 1
    where a margin is earned today as well: that makes (1 + i) / (1 + i - r).

    See S. Gupta and D. R. Lehmann, "Customers as assets", Journal of Interactive Marketing 17(1) (2003), 9-24.

    Args:
        retention: chance r that a customer stays through a period, from 0 to 1.
        discount: rate i at which money is discounted over a period, 0 or more; 0.1 is 10 %.

    Returns:
        The multiple, a plain number: a customer's value is the multiple times its margin in one period.

    Raises:
        FormulaError: if the retention or the discount is out of bounds, or if customers stay for ever and nothing is
            discounted, so that the value has no bound.
    """
    stays = share("The retention", retention)
    rate = _discount(discount)
    if rate + (1 - stays) == 0:
        raise refused("The retention", stays, "below 1 where the discount is 0", "lower it or raise the discount")
    return stays / (rate + (1 - stays))


def markov_value(transition: ArrayLike, reward: ArrayLike, discount: float, horizon: int | None = None) -> Vector:
    """Value of a customer in each state of a Markov chain, now and in the periods to come.

    The reward of the state that a customer is in now counts in full, that of the next period is discounted once, and
    so on. Over an endless horizon the values solve v = reward + transition v / (1 + discount); over a finite one they
    are summed period by period.

    See P. E. Pfeifer and R. L. Carraway, "Modeling customer relationships as Markov chains", Journal of Interactive
    Marketing 14(2) (2000), 43-55.

    Args:
        transition: chance to be in each state (column) a period after being in another (row), shape (states, states);
            customers who are lost need a state of their own.
        reward: what a customer brings in a period in each state, less what is spent on it, shape (states,).
        discount: rate at which money is discounted over a period; above 0 if the horizon is endless.
        horizon: number of periods that count, the present one among them; None for all to come.

    Returns:
        The values, shape (states,), in the unit of the rewards.

    Raises:
        FormulaError: if a chance is outside 0 to 1, a row does not sum to 1, the shapes do not fit, a number is not
            finite, or the discount or the horizon is out of bounds.
    """
    chances, rewards = _chain(transition, reward)
    if horizon is None:
        return _endless(chances / (1 + _discount_above_zero(discount)), rewards)
    periods = whole("The horizon", horizon, 1, "give the number of periods that count, or None for all")
    discounted = chances / (1 + _discount(discount))
    values = np.zeros_like(rewards)
    for _ in range(periods):
        values = rewards + discounted @ values
    return values


def best_stopping(transition: ArrayLike, reward: ArrayLike, discount: float) -> Stopping:
    """In which states marketing to a customer pays, where it may stop for good at any time.

    A customer whom marketing leaves is worth 0 from then on, and the reward of the state in which it stops is not
    earned either. So the reward of a state should hold only what hangs on marketing to the customer there. Where
    going on and stopping are worth the same, marketing stops.

    The states to keep are found by policy improvement, from none upwards: each round adds those in which going on
    for a period beats stopping. Values only grow with a state that is added, so a state once kept stays kept, and
    there are no more rounds than states.

    See P. E. Pfeifer and R. L. Carraway, "Modeling customer relationships as Markov chains", Journal of Interactive
    Marketing 14(2) (2000), 43-55, for when to give up a customer, and R. A. Howard, "Dynamic Programming and Markov
    Processes", MIT Press (1960), for policy improvement.

    Args:
        transition: chance to be in each state (column) a period after marketing in another (row), shape (states,
            states).
        reward: what a period of marketing in each state brings, less its cost, shape (states,).
        discount: rate at which money is discounted over a period, above 0.

    Returns:
        The states to keep and the values, in the unit of the rewards.

    Raises:
        FormulaError: as for `markov_value` with an endless horizon.
    """
    chances, rewards = _chain(transition, reward)
    discounted = chances / (1 + _discount_above_zero(discount))
    keep, values = np.zeros(rewards.shape, dtype=np.bool_), np.zeros_like(rewards)
    while (pays := ~keep & (rewards + discounted @ values > _rounding(rewards, values))).any():
        keep |= pays
        values = _endless(discounted * keep[:, None], rewards * keep)
    return Stopping(tuple(keep.tolist()), tuple(np.where(keep, values, 0.0).tolist()))


def _rounding(rewards: Vector, values: Vector) -> float:
    """The gain from which going on is worth more than stopping, and not only in the last digits."""
    return NOTHING * max(float(np.abs(rewards).max()), float(np.abs(values).max()))


def _endless(discounted: Vector, rewards: Vector) -> Vector:
    """The values v that solve v = rewards + discounted v."""
    return np.asarray(np.linalg.solve(np.eye(len(rewards)) - discounted, rewards), dtype=np.float64)


def _chain(transition: ArrayLike, reward: ArrayLike) -> tuple[Vector, Vector]:
    """Chances whose rows sum to 1, and a reward for each row."""
    chances, rewards = array("transition", transition, 2), array("reward", reward, 1)
    states = len(rewards)
    if chances.shape != (states, states):
        bound = f"of shape {(states, states)}, as there are {states} rewards"
        raise refused("transition", f"of shape {chances.shape}", bound, "give a row and a column for each state")
    outside = (chances < -ROUNDING) | (chances > 1 + ROUNDING)
    refuse_where(outside, "transition", chances, "from 0 to 1", "give chances, not percentages")
    sums = chances.sum(axis=1)
    wrong = np.flatnonzero(np.abs(sums - 1) > ROUNDING)
    if wrong.size:
        row = int(wrong[0])
        raise FormulaError(
            f"transition[{row}] sums to {sums[row]:.12g} but must sum to 1: add the state for what is missing, or"
            " divide the row by its sum."
        )
    # Swept clean of rounding, no chain can make customers of nothing, however small the discount.
    swept = chances.clip(0, 1)
    return swept / swept.sum(axis=1, keepdims=True), rewards


def _discount(discount: float) -> float:
    """A rate of discount of 0 or more."""
    return not_negative("The discount", discount, "give the rate per period, such as 0.1 for 10 %")


def _discount_above_zero(discount: float) -> float:
    """A rate of discount under which even an endless stream of money has a finite value."""
    rate = _discount(discount)
    if not 1 + rate > 1:
        raise refused("The discount", rate, "above 0 for an endless horizon", "raise it or give a horizon")
    return rate
