"""Values of customers by formula: what others have reckoned, what must follow, and when to let a customer go."""

import math
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from crmsim.analytic import Stopping, best_stopping, margin_multiple, markov_value
from crmsim.errors import CrmsimError

Floats = NDArray[np.float64]

steady = settings(derandomize=True, deadline=None)
shares = st.floats(0.0, 1.0)
discounts = st.floats(0.01, 2.0)

MULTIPLES = {
    0.10: ("1.20", "1.75", "2.67", "4.50"),
    0.12: ("1.15", "1.67", "2.50", "4.09"),
    0.14: ("1.11", "1.59", "2.35", "3.75"),
    0.16: ("1.07", "1.52", "2.22", "3.46"),
}
"""Margin multiples by discount, for retentions of 60, 70, 80 and 90 %, as Gupta and Lehmann print them."""

PURCHASE = (0.30, 0.20, 0.15, 0.05)
"""Chance that a customer buys who bought 1, 2, 3 or 4 periods ago; after that it is lost."""

REWARD = (40.0 - 4.0, -4.0, -4.0, -4.0, 0.0)
"""A purchase brings 40, and marketing costs 4 a period until the customer is lost."""


def by_recency() -> Floats:
    """The chain of Pfeifer and Carraway's setting: back to the first state with a purchase, one on without."""
    chain = np.zeros((5, 5))
    for state, chance in enumerate(PURCHASE):
        chain[state, 0], chain[state, state + 1] = chance, 1 - chance
    chain[4, 4] = 1.0
    return chain


@st.composite
def chains(draw: st.DrawFn, lowest: float = -100.0) -> tuple[Floats, Floats]:
    """A chain of up to five states, and a reward for each."""
    states = draw(st.integers(1, 5))
    row = st.lists(st.integers(0, 9), min_size=states, max_size=states).filter(any)
    weights = np.array(draw(st.lists(row, min_size=states, max_size=states)), dtype=np.float64)
    rewards = draw(st.lists(st.floats(lowest, 100.0), min_size=states, max_size=states))
    return weights / weights.sum(axis=1, keepdims=True), np.array(rewards)


@pytest.mark.parametrize("discount", MULTIPLES)
def test_margin_multiples_are_the_printed_ones(discount: float) -> None:
    """Gupta and Lehmann's table comes out to its last digit."""
    found = tuple(f"{margin_multiple(retention, discount):.2f}" for retention in (0.6, 0.7, 0.8, 0.9))
    assert found == MULTIPLES[discount]


def test_the_multiple_is_a_sum_of_margins_each_a_period_later() -> None:
    """The first margin comes a period from now, from those who stay, and the sum goes on for ever."""
    ahead = sum((0.8 / 1.1) ** period for period in range(1, 400))
    assert margin_multiple(0.8, 0.1) == pytest.approx(ahead)


def test_a_customer_who_leaves_at_once_is_worth_nothing() -> None:
    """With a retention of 0 no margin is ever earned."""
    assert margin_multiple(0.0, 0.0) == 0.0


def test_a_customer_for_ever_is_an_annuity() -> None:
    """With a retention of 1 the multiple is that of a perpetual payment, 1 / i."""
    assert margin_multiple(1.0, 0.05) == pytest.approx(20.0)


@steady
@given(retention=shares, discount=discounts)
def test_a_margin_today_adds_one(retention: float, discount: float) -> None:
    """The Markov value of a customer who stays or is lost counts today's margin too, and so is 1 higher."""
    values = markov_value([[retention, 1 - retention], [0.0, 1.0]], [1.0, 0.0], discount)
    assert values.tolist() == pytest.approx([1 + margin_multiple(retention, discount), 0.0])


@steady
@given(retentions=st.tuples(shares, shares), discounts=st.tuples(discounts, discounts))
def test_patience_and_loyalty_are_worth_something(
    retentions: tuple[float, float], discounts: tuple[float, float]
) -> None:
    """A higher retention never lowers the multiple, and a higher discount never raises it."""
    (less, more), (low, high) = sorted(retentions), sorted(discounts)
    assert margin_multiple(less, low) <= margin_multiple(more, low) * (1 + 1e-12)
    assert margin_multiple(more, high) <= margin_multiple(more, low) * (1 + 1e-12)


def test_customers_by_recency_have_the_known_values() -> None:
    """In Pfeifer and Carraway's setting the values over an endless horizon come out to the third decimal."""
    values = markov_value(by_recency(), REWARD, 0.2)
    assert values.round(3).tolist() == [52.320, 5.554, 1.251, -1.820, 0.0]


def test_customers_by_recency_have_the_known_values_over_five_periods() -> None:
    """Over five periods, the present one among them, the values come out to the third decimal."""
    values = markov_value(by_recency(), REWARD, 0.2, horizon=5)
    assert values.round(3).tolist() == [50.115, 4.220, 0.592, -1.980, 0.0]


def test_a_customer_four_periods_away_is_let_go() -> None:
    """In the same setting marketing stops at recency 4, which raises the other values to the known ones."""
    best = best_stopping(by_recency(), REWARD, 0.2)
    assert best.keep == (True, True, True, False, False)
    assert [round(value, 3) for value in best.values] == [53.149, 6.621, 2.644, 0.0, 0.0]


def test_in_one_period_only_today_counts() -> None:
    """A horizon of one period makes the values the rewards themselves."""
    assert markov_value(by_recency(), REWARD, 0.2, 1).tolist() == list(REWARD)


def test_a_long_horizon_is_as_good_as_endless() -> None:
    """After two hundred periods at 20 % nothing is left to add."""
    endless = markov_value(by_recency(), REWARD, 0.2)
    assert markov_value(by_recency(), REWARD, 0.2, 200) == pytest.approx(endless)


def test_a_finite_horizon_needs_no_discount() -> None:
    """Without discount, a sure reward of 3 over four periods is worth 12."""
    assert markov_value([[1.0]], [3.0], 0.0, 4).tolist() == [12.0]


@steady
@given(chain=chains(lowest=0.0), rates=st.tuples(discounts, discounts), horizon=st.none() | st.integers(1, 20))
def test_values_fall_with_the_discount(
    chain: tuple[Floats, Floats], rates: tuple[float, float], horizon: int | None
) -> None:
    """Where no reward is negative, a higher discount raises no value."""
    low, high = (markov_value(*chain, rate, horizon) for rate in sorted(rates))
    assert (high <= low + 1e-9 * (1 + low)).all()


@steady
@given(chain=chains(), discount=discounts)
def test_values_repeat_themselves_a_period_later(chain: tuple[Floats, Floats], discount: float) -> None:
    """A value is this period's reward and the discounted value of where the customer will be in the next."""
    transition, reward = chain
    values = markov_value(transition, reward, discount)
    assert values == pytest.approx(reward + transition @ values / (1 + discount), abs=1e-6)


@steady
@given(chain=chains(), discount=discounts)
def test_no_other_choice_of_states_is_worth_more(chain: tuple[Floats, Floats], discount: float) -> None:
    """Against every set of states that could be kept, the best one has the highest value in each state."""
    transition, reward = chain
    best = best_stopping(transition, reward, discount)
    for kept in product([0.0, 1.0], repeat=len(reward)):
        inflow = transition * np.array(kept)[:, None] / (1 + discount)
        values = np.linalg.solve(np.eye(len(reward)) - inflow, reward * np.array(kept))
        assert (np.array(best.values) >= values - 1e-6).all()


@steady
@given(chain=chains(), rates=st.tuples(discounts, discounts))
def test_the_right_to_stop_is_never_a_loss(chain: tuple[Floats, Floats], rates: tuple[float, float]) -> None:
    """With the right to stop no value is below 0 or that of going on for ever, and none rises with the discount."""
    low, high = (np.array(best_stopping(*chain, rate).values) for rate in sorted(rates))
    assert (low >= np.maximum(0.0, markov_value(*chain, min(rates)) - 1e-6)).all()
    assert (high <= low + 1e-6).all()


def test_letting_go_later_can_make_it_worth_while_now() -> None:
    """A state that loses money if marketing goes on for ever pays once marketing stops in the next."""
    transition, reward = [[0.0, 1.0], [0.0, 1.0]], [1.0, -10.0]
    assert markov_value(transition, reward, 0.1)[0] < 0
    assert best_stopping(transition, reward, 0.1) == Stopping(keep=(True, False), values=(1.0, 0.0))


def test_a_dry_spell_is_worth_bearing_for_what_comes_after() -> None:
    """A state that costs money is kept where it leads to one that earns more."""
    best = best_stopping([[0.0, 1.0], [0.0, 1.0]], [-4.0, 1.0], 0.1)
    assert best.keep == (True, True)
    assert best.values == pytest.approx((-4.0 + 11.0 / 1.1, 11.0))


def test_where_nothing_is_gained_marketing_stops() -> None:
    """A state worth as much with marketing as without is not kept."""
    assert best_stopping([[0.0, 1.0], [0.0, 1.0]], [-10.0, 1.0], 0.1).keep == (False, True)
    assert best_stopping([[1.0]], [0.0], 0.1) == Stopping(keep=(False,), values=(0.0,))


def test_chances_may_be_rounded_in_the_last_digit() -> None:
    """What 1 - .9 - .1 leaves is no chance below 0, and rows need sum to 1 only as far as computers add."""
    leftover = 1 - 0.9 - 0.1
    assert leftover < 0
    assert markov_value([[0.9, 0.1, leftover]] * 3, [1.0, 1.0, 1.0], 0.25).tolist() == pytest.approx([5.0] * 3)


@pytest.mark.parametrize(
    ("retention", "discount", "message"),
    [
        (1.01, 0.1, r"retention is 1\.01 but must be from 0 to 1: give a share"),
        (-0.1, 0.1, r"retention is -0\.1 but must be from 0 to 1: give a share"),
        (math.nan, 0.1, "retention is nan but must be from 0 to 1: give a share"),
        (0.8, -0.1, r"discount is -0\.1 but must be 0 or more, and finite: give the rate per period"),
        (0.8, math.nan, "discount is nan but must be 0 or more, and finite: give the rate per period"),
        (0.8, math.inf, "discount is inf but must be 0 or more, and finite: give the rate per period"),
        (1.0, 0.0, r"retention is 1\.0 but must be below 1 where the discount is 0: lower it or raise the discount"),
    ],
)
def test_a_multiple_that_means_nothing_is_refused(retention: float, discount: float, message: str) -> None:
    """The refusal names the value, its bound and what to do."""
    with pytest.raises(CrmsimError, match=message):
        margin_multiple(retention, discount)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"transition": [[0.5, 0.4], [0, 1]]}, r"transition\[0\] sums to 0\.9 but must sum to 1: add the state for"),
        ({"transition": [[1, 0], [-0.5, 1.5]]}, r"transition\[1, 0\] is -0\.5 but must be from 0 to 1: give chances"),
        (
            {"transition": [[1, 0], [50, 50]]},
            r"transition\[1, 0\] is 50 but must be from 0 to 1: give chances, not per",
        ),
        ({"transition": [[1, 0]]}, r"transition is of shape \(1, 2\) but must be of shape \(2, 2\), as there are 2"),
        ({"transition": [[1, math.nan], [0, 1]]}, r"transition\[0, 1\] is nan but must be finite: leave it out or"),
        ({"transition": []}, "transition is empty but must be one number long at least: give some"),
        ({"reward": [1, math.inf]}, r"reward\[1\] is inf but must be finite: leave it out or put it right"),
        ({"reward": []}, "reward is empty but must be one number long at least: give some"),
        ({"discount": -0.5}, r"discount is -0\.5 but must be 0 or more, and finite: give the rate per period"),
        ({"discount": 0.0}, r"discount is 0\.0 but must be above 0 for an endless horizon: raise it or give a hor"),
        ({"discount": 1e-17}, "discount is 1e-17 but must be above 0 for an endless horizon: raise it or give a hor"),
    ],
)
def test_a_chain_that_means_nothing_is_refused(changed: dict[str, Any], message: str) -> None:
    """Both questions to a chain name the place, the value, its bound and what to do."""
    asked = {"transition": [[0.5, 0.5], [0.0, 1.0]], "reward": [1.0, 0.0], "discount": 0.1, **changed}
    for question in (markov_value, best_stopping):
        with pytest.raises(CrmsimError, match=message):
            question(**asked)


@pytest.mark.parametrize(
    ("horizon", "message"),
    [(0, "horizon is 0 but must be 1 or more: give"), (2.5, r"horizon is 2\.5 but must be a whole number: give")],
)
def test_a_horizon_is_a_number_of_periods(horizon: int, message: str) -> None:
    """No horizon is shorter than one period or ends within one."""
    with pytest.raises(CrmsimError, match=message):
        markov_value([[1.0]], [1.0], 0.1, horizon)
