"""The closed formulas for waits agree with textbook cases, with each other and with common sense."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmsim.analytic import erlang_c_wait, priority_waits

servers = st.integers(1, 60)
loads = st.floats(0.01, 0.98)
shares = st.lists(st.floats(0.01, 1.0), min_size=1, max_size=6)


def rates_that_make(load: float, shares: list[float], servers: int) -> list[float]:
    """Arrival rates in these shares that make this load when a visit takes one unit of time."""
    return [load * servers * share / sum(shares) for share in shares]


def test_one_server_has_the_wait_every_textbook_gives() -> None:
    """In M/M/1 the mean wait is load / (service rate - arrival rate)."""
    assert erlang_c_wait(3.0, 4.0, 1) == pytest.approx(0.75 / (4.0 - 3.0))


def test_two_servers_have_their_closed_form() -> None:
    """In M/M/2 the mean wait is load^2 / (1 - load^2) mean visits."""
    assert erlang_c_wait(6.0, 4.0, 2) == pytest.approx(0.75**2 / (1 - 0.75**2) / 4.0)


def test_agrees_with_a_published_table_value() -> None:
    """Ten servers offered eight erlangs make 40.92 % of arrivals wait, as tables of Erlang C say."""
    assert erlang_c_wait(8.0, 1.0, 10) * (10 - 8) == pytest.approx(0.4092, abs=5e-5)


def test_one_server_with_two_classes_has_its_closed_form() -> None:
    """With one server, Cobham's residual visit is load x mean visit."""
    first, second = priority_waits([2.0, 5.0], 10.0, 1)
    assert first == pytest.approx(0.07 / 0.8)
    assert second == pytest.approx(0.07 / (0.8 * 0.3))


def test_nobody_waits_where_nobody_comes() -> None:
    """Without arrivals the wait is zero, and an empty list of classes has no waits."""
    assert erlang_c_wait(0.0, 1.0, 3) == 0.0
    assert priority_waits([0.0, 0.0], 1.0, 3) == (0.0, 0.0)
    assert priority_waits([], 1.0, 3) == ()


def test_many_servers_do_not_overflow() -> None:
    """A desk of a hundred thousand nearly full servers still has a finite, positive wait."""
    assert 0.0 < erlang_c_wait(99_900.0, 1.0, 100_000) < 0.01


def test_wait_grows_without_bound_as_the_desk_fills() -> None:
    """Close to full load the wait nears mean visit / (servers x spare load)."""
    spare = 1e-6
    assert erlang_c_wait(5 * (1 - spare), 1.0, 5) == pytest.approx(1 / (5 * spare), rel=1e-4)


def test_an_overloaded_class_waits_for_ever_and_the_others_do_not() -> None:
    """Classes that fit keep finite waits; the one that fills the desk, and all below, wait for ever."""
    first, *others = priority_waits([1.0, 2.0, 0.0], 1.0, 2)
    assert first == pytest.approx(0.5 / (1 - 0.5))
    assert others == [math.inf, math.inf]


def test_the_first_class_feels_no_jump_as_the_desk_overflows() -> None:
    """Just below and just above full load the first class waits the same."""
    below, above = (priority_waits([1.0, second], 1.0, 2)[0] for second in (1 - 1e-9, 1 + 1e-9))
    assert below == pytest.approx(above, rel=1e-6)


@given(load=loads, shares=shares, servers=servers)
def test_priorities_only_share_the_waiting_out(load: float, shares: list[float], servers: int) -> None:
    """Conservation law: with equal visits, the mean over arrivals is Erlang's wait whatever the priorities."""
    rates = rates_that_make(load, shares, servers)
    waits = priority_waits(rates, 1.0, servers)
    mean = sum(rate * wait for rate, wait in zip(rates, waits, strict=True)) / sum(rates)
    assert mean == pytest.approx(erlang_c_wait(sum(rates), 1.0, servers))


@given(load=loads, shares=shares, servers=servers)
def test_those_served_later_wait_longer(load: float, shares: list[float], servers: int) -> None:
    """Each class waits at least as long as the class before it."""
    waits = priority_waits(rates_that_make(load, shares, servers), 1.0, servers)
    assert list(waits) == sorted(waits)


@given(load=loads, servers=servers)
def test_one_more_server_never_hurts(load: float, servers: int) -> None:
    """With the same arrivals, one more server shortens the wait."""
    assert erlang_c_wait(load * servers, 1.0, servers + 1) < erlang_c_wait(load * servers, 1.0, servers)


@given(load=loads, servers=servers, unit=st.floats(1e-3, 1e3))
def test_the_unit_of_time_does_not_matter(load: float, servers: int, unit: float) -> None:
    """Counting in another unit of time changes the wait by just that factor."""
    wait = erlang_c_wait(load * servers, 1.0, servers)
    assert erlang_c_wait(load * servers * unit, unit, servers) * unit == pytest.approx(wait)


@pytest.mark.parametrize(
    ("arrivals", "service", "number", "message"),
    [
        (-2.0, 1.0, 3, r"arrival rate is -2\.0 but must be 0 or more: give"),
        (math.nan, 1.0, 3, r"arrival rate is nan but must be 0 or more: give"),
        (1.0, 0.0, 3, r"service rate is 0\.0 but must be above 0: give"),
        (1.0, 1.0, 0, r"number of servers is 0 but must be 1 or more: add servers"),
        (3.0, 1.0, 3, r"load.* is 1 but must be below 1: add servers or lower the arrival"),
        (math.inf, 1.0, 3, r"load.* is inf but must be below 1: add servers or lower the arrival"),
    ],
)
def test_bad_input_is_refused_with_value_bound_and_remedy(
    arrivals: float, service: float, number: int, message: str
) -> None:
    """Both formulas name the value, its bound and what to do in one sentence."""
    with pytest.raises(ValueError, match=message):
        erlang_c_wait(arrivals, service, number)
    with pytest.raises(ValueError, match=message):
        priority_waits([arrivals, 0.1], service, number)
