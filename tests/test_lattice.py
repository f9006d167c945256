"""Time lies on a lattice on which adding a delay and storing an instant come to the same."""

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crmsim.lattice import NEVER, STEP, STEPS, delay, exponential, gap, lattice, mean_gap

END = 8192.0
STORY = settings(derandomize=True, deadline=None, max_examples=500)

months = st.floats(0.0, END, exclude_max=True)
points = st.integers(0, 2**53 - 1).map(lambda steps: steps * STEP)
lucks = st.integers(0, 2**53 - 1).map(lambda bits: bits / 2**53)


def is_point(instant: float) -> bool:
    """Whether an instant is a whole number of steps."""
    return (instant * STEPS).is_integer()


@STORY
@given(now=points, then=points)
def test_a_delay_leads_back_to_the_instant(now: float, then: float) -> None:
    """On the lattice below 8192 months `now + (then - now)` is `then`, exactly."""
    now, then = sorted((now, then))
    assert now + (then - now) == then


@STORY
@given(now=months, then=months)
@example(now=0.2, then=0.9)
def test_instants_are_brought_onto_the_lattice(now: float, then: float) -> None:
    """What `lattice` makes of any two instants has that property, though the instants themselves need not."""
    now, then = sorted((lattice(now), lattice(then)))
    assert now + (then - now) == then


@STORY
@given(instant=months)
def test_the_point_is_the_one_at_or_before(instant: float) -> None:
    """A lattice point is a whole number of steps, at or before the instant by less than a step, and its own point."""
    point = lattice(instant)
    assert is_point(point)
    assert point <= instant < point + STEP
    assert lattice(point) == point


def test_floats_off_the_lattice_do_lose_their_way() -> None:
    """The lattice is needed: 0.9 reached by a delay from 0.2 is another number."""
    assert 0.2 + (0.9 - 0.2) != 0.9


@pytest.mark.parametrize("instant", [END, END + 1.0 / 3.0, 1e300, NEVER])
def test_beyond_the_lattice_an_instant_is_its_own_point(instant: float) -> None:
    """From 8192 months on, and for what never comes, instants and delays stay as they are."""
    assert lattice(instant) == instant
    assert delay(instant) == instant


def test_never_is_after_everything() -> None:
    """What never comes is later than any instant, and no delay brings it nearer."""
    assert NEVER > 1.7976931348623157e308
    assert delay(NEVER) == lattice(NEVER) == NEVER + 1.0 == NEVER


@STORY
@given(length=months)
@example(length=0.0)
@example(length=STEP / 2)
@example(length=STEP)
def test_a_delay_is_at_least_one_step(length: float) -> None:
    """A delay is a lattice point less than a step short of what was asked for, and never below one step."""
    assert is_point(delay(length))
    assert delay(length) >= STEP
    assert delay(length) == lattice(length) or length < STEP


@STORY
@given(now=points, length=months)
def test_a_clock_that_adds_delays_goes_forward_on_the_lattice(now: float, length: float) -> None:
    """A point and a delay make a later point, as long as it is below 8192 months."""
    then = now + delay(length)
    assert then > now or now >= END
    assert then >= END or is_point(then)


@STORY
@given(u=lucks, v=lucks, mean=st.floats(1e-6, 1e6))
def test_exponential_times_grow_with_luck(u: float, v: float, mean: float) -> None:
    """Greater luck is a longer time, from 0 at luck 0, always finite, and in proportion to the mean."""
    u, v = sorted((u, v))
    assert 0.0 <= exponential(u, mean) <= exponential(v, mean) <= 37.0 * mean
    assert exponential(v, 2.0 * mean) == 2.0 * exponential(v, mean)


def test_exponential_times_have_their_law() -> None:
    """Over an even grid of luck the mean is the mean, the variance its square, and half are below ln 2 of it."""
    n = 100_000
    times = [exponential((i + 0.5) / n, 3.0) for i in range(n)]
    mean = math.fsum(times) / n
    assert mean == pytest.approx(3.0, rel=1e-5)
    assert math.fsum((t - mean) ** 2 for t in times) / n == pytest.approx(9.0, rel=1e-3)
    assert exponential(0.5, 3.0) == pytest.approx(3.0 * math.log(2.0), rel=1e-15)
    assert exponential(0.0, 3.0) == 0.0


@STORY
@given(u=lucks, rate=st.floats(1e-2, 1e3))
def test_the_gaps_of_a_stream_are_exponential_delays(u: float, rate: float) -> None:
    """A gap is the exponential time of mean 1 / rate, brought onto the lattice."""
    assert gap(exponential(u, 1.0), mean_gap(rate)) == delay(exponential(u, 1.0 / rate))
    assert gap(exponential(u, 1.0), mean_gap(rate)) == pytest.approx(-math.log1p(-u) / rate, rel=1e-12, abs=2.0 * STEP)


@STORY
@given(u=lucks)
def test_a_stream_of_rate_nought_never_comes(u: float) -> None:
    """Without a rate there is no moment, whatever the luck; with one there is a gap even at luck 0."""
    assert gap(exponential(u, 1.0), mean_gap(0.0)) == NEVER
    assert gap(exponential(0.0, 1.0), 0.25) == STEP
