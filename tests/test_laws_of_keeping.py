"""Keeping customers: plans, links and concessions; what a first product brings; channels; luck at its ends."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_laws import STORY, lucks

from crmsim.law.common import LN2, logistic, one_of_five
from crmsim.law.credit import MOVES, next_rating
from crmsim.law.maintenance import LEAST_GAP, asking_chance, given_up, is_bought_off, plan_pull, rooted
from crmsim.law.prospecting import first_share
from crmsim.law.value import measured
from crmsim.stages import Channel, Rating


def test_each_channel_has_its_own_value() -> None:
    """Of five values each channel gets its own, in their order."""
    assert [one_of_five(channel, 10.0, 20.0, 30.0, 40.0, 50.0) for channel in Channel] == [10.0, 20.0, 30.0, 40.0, 50.0]


def test_the_logistic_function_stops_at_forty() -> None:
    """Beyond forty on either side it stays where it is there, above 0 and at 1."""
    assert logistic(-1e9) == logistic(-40.0) == 1.0 / (1.0 + math.exp(40.0)) < logistic(-39.9)
    assert logistic(1e9) == logistic(40.0) == 1.0


def test_half_a_month_weighs_as_the_least() -> None:
    """Experiences that follow each other at once weigh as half a month's, and two halves are all."""
    assert LEAST_GAP == 0.5
    assert math.exp(LN2) == pytest.approx(2.0, rel=1e-15)


def test_a_loyalty_plan_saturates() -> None:
    """Nothing spent is worth nothing; 5 CNY a month bring half of the plan's strength, 15 three quarters."""
    assert [plan_pull(0.8, spending) for spending in (0.0, 5.0, 15.0)] == pytest.approx([0.0, 0.4, 0.6], rel=1e-15)
    assert plan_pull(0.0, 100.0) == 0.0


def test_a_concession_buys_off_what_it_outweighs() -> None:
    """A tenth off is worth half an advantage at a worth of five; just so much is enough, a little more is not."""
    assert [is_bought_off(excess, 0.1, 5.0) for excess in (-1.0, 0.5, 0.5001)] == [True, True, False]
    assert [is_bought_off(0.2, concession, 1.0) for concession in (0.1, 0.3)] == [False, True]


def test_concessions_add_up_on_what_is_left() -> None:
    """A tenth off twice leaves 81 % of the margin; what is given up wholly stays so, and nothing changes nothing."""
    assert given_up(0.0, 0.1) == pytest.approx(0.1)
    assert given_up(given_up(0.0, 0.1), 0.1) == pytest.approx(0.19)
    assert given_up(1.0, 0.3) == 1.0
    assert given_up(0.25, 0.0) == 0.25


def test_who_got_concessions_asks_for_more() -> None:
    """The chance grows with concessions got and with how deep the branch gives way, and is a chance."""
    assert asking_chance(0.1, 0, 0.0) == 0.0
    assert asking_chance(0.1, 0, 0.3) == pytest.approx(0.03)
    assert [asking_chance(0.1, got, 0.5) for got in (1, 2)] == pytest.approx([0.15, 0.25])
    assert asking_chance(0.1, 40, 0.5) == 1.0


def test_the_second_product_binds_most() -> None:
    """One product or none binds by nothing but the move; the second by half of the links, each further one less."""
    assert rooted(0.3, 0.4, 0) == rooted(0.3, 0.4, 1) == 0.3
    assert [rooted(0.3, 0.4, products) for products in (2, 4)] == pytest.approx([0.5, 0.6], rel=1e-15)
    steps = [rooted(0.0, 1.0, products + 1) - rooted(0.0, 1.0, products) for products in range(1, 8)]
    assert steps == sorted(steps, reverse=True)
    assert steps[0] == 0.5


def test_the_recommended_begin_with_more() -> None:
    """A first product brings its step, by the match more to who was recommended, and never more than the ceiling."""
    assert first_share(0.2, 0.85, 1.0) == 0.2
    assert first_share(0.2, 0.85, 1.5) == pytest.approx(0.3)
    assert first_share(0.5, 0.75, 3.0) == 0.75


@STORY
@given(u=lucks, v=lucks, true=st.floats(1.0, 1e6), scale=st.floats(0.01, 2.0))
def test_evaluations_rise_with_their_luck(u: float, v: float, true: float, scale: float) -> None:
    """Greater luck finds a greater value; at the logistic function of 1 it is e to the scale times what is true."""
    u, v = sorted((u, v))
    assert measured(true, u, scale) <= measured(true, v, scale)
    assert measured(true, logistic(1.0), scale) == pytest.approx(true * math.exp(scale), rel=1e-9)


@STORY
@given(u=lucks, relief=st.floats(0.01, 1.0), rating=st.sampled_from(list(Rating)))
def test_relief_from_stress_moves_ratings_up_within_the_table(u: float, relief: float, rating: int) -> None:
    """Less stress than in normal times brings no worse a rating, and even the greatest relief none beyond AAA."""
    found = next_rating(u, rating, relief)
    assert Rating.AAA <= found <= next_rating(u, rating, 1.0)
    assert MOVES[rating][found] > 0.0
