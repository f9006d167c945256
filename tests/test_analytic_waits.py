"""Waits where the customers are few: printed tables, closed forms, and the open queue that a crowd comes down to."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmsim.analytic import erlang_c_wait, finite_source_wait, priority_waits
from crmsim.errors import CrmsimError

steady = settings(derandomize=True, deadline=None)
customers = st.integers(1, 40)
servers = st.integers(1, 10)
rates = st.floats(0.01, 20.0)

EFFICIENCY = {
    (0.012, 1): "0.999",
    (0.025, 1): "0.997",
    (0.050, 1): "0.989",
    (0.060, 1): "0.983",
    (0.060, 2): "0.999",
    (0.070, 1): "0.977",
    (0.070, 2): "0.999",
    (0.080, 1): "0.969",
    (0.080, 2): "0.998",
    (0.090, 1): "0.960",
    (0.090, 2): "0.998",
    (0.100, 1): "0.950",
    (0.100, 2): "0.997",
}
"""Efficiency by service factor and servers for five customers, from L. G. Peck and R. N. Hazelwood, "Finite Queuing
Tables", Wiley (1958), as reprinted in textbooks of operations management."""


def wait_by_balance(customers: int, rate: float, service_rate: float, servers: int) -> float:
    """The mean wait from the balance of all flows and Little's law, another way to the same number."""
    states = np.arange(customers + 1)
    up, down = (customers - states) * rate, np.minimum(states, servers) * service_rate
    flows = np.diag(up[:-1], 1) + np.diag(down[1:], -1)
    balance = np.vstack([(flows - np.diag(flows.sum(axis=1))).T, np.ones(customers + 1)])
    chances = np.linalg.lstsq(balance, np.append(np.zeros(customers + 1), 1.0), rcond=None)[0]
    return float(chances @ np.maximum(states - servers, 0) / (chances @ up))


@pytest.mark.parametrize(("factor", "servers"), EFFICIENCY)
def test_finite_queuing_tables_come_out(factor: float, servers: int) -> None:
    """With visits of length 1, the share of a round not spent waiting is the printed one for five customers."""
    rate = factor / (1 - factor)
    round_without_wait = 1 / rate + 1.0
    wait = finite_source_wait(5, rate, 1.0, servers)
    assert f"{round_without_wait / (round_without_wait + wait):.3f}" == EFFICIENCY[factor, servers]


def test_two_customers_wait_only_for_each_other() -> None:
    """With one server, whoever asks waits a mean visit where the other is being served: a share rate / (rate + 1)."""
    assert finite_source_wait(2, 3.0, 1.0, 1) == pytest.approx(3.0 / 4.0)


@steady
@given(customers=customers, rate=rates, service_rate=rates, servers=servers)
def test_flows_balance(customers: int, rate: float, service_rate: float, servers: int) -> None:
    """The wait agrees with that of Little's law and the balance of flows between all states."""
    wait = finite_source_wait(customers, rate, service_rate, servers)
    assert wait == pytest.approx(wait_by_balance(customers, rate, service_rate, servers), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("servers", [5, 8])
def test_nobody_waits_where_there_is_a_server_for_each(servers: int) -> None:
    """As many servers as customers leave no one in line, however often they ask."""
    assert finite_source_wait(5, 1000.0, 1.0, servers) == 0.0


def test_nobody_waits_where_nobody_asks_or_no_visit_takes_time() -> None:
    """Without requests, or with visits of no length, there is no line."""
    assert finite_source_wait(50, 0.0, 1.0, 2) == 0.0
    assert finite_source_wait(50, 1.0, math.inf, 2) == 0.0


def test_those_who_ask_again_at_once_go_round_and_round() -> None:
    """Without thought between requests, ten customers take turns at two servers: 10 / 2 visits less one's own."""
    assert finite_source_wait(10, 1e12, 1.0, 2) == pytest.approx(10 / 2 - 1)


@pytest.mark.parametrize("servers", [1, 3, 20])
def test_a_crowd_is_as_good_as_an_open_queue(servers: int) -> None:
    """With ever more customers who ask ever less, the wait climbs to Erlang's and never passes it."""
    opened = erlang_c_wait(0.9 * servers, 1.0, servers)
    waits = [finite_source_wait(number, 0.9 * servers / number, 1.0, servers) for number in (100, 10_000, 1_000_000)]
    assert waits == sorted(waits)
    assert opened * (1 - 1e-3) < waits[-1] < opened


@pytest.mark.parametrize("number", [1_000, 100_000])
def test_one_server_and_a_crowd_wait_as_in_every_textbook(number: int) -> None:
    """In M/M/1 at half load the mean wait is one mean visit, of which a crowd of n falls short by some 6 / n."""
    assert number * (1.0 - finite_source_wait(number, 0.5 / number, 1.0, 1)) == pytest.approx(6.0, rel=0.01)


def test_a_busy_branch_of_two_thousand_still_feels_that_it_is_finite() -> None:
    """At 95 % of 15 servers, 2,000 customers who wait before they ask again have .68 of Erlang's wait."""
    finite, opened = finite_source_wait(2000, 0.95 * 15 / 2000, 1.0, 15), erlang_c_wait(0.95 * 15, 1.0, 15)
    assert f"{finite / opened:.2f}" == "0.68"


@steady
@given(customers=customers, rate=rates, servers=servers)
def test_one_customer_more_never_shortens_the_line(customers: int, rate: float, servers: int) -> None:
    """With the same servers, another customer who asks as often lengthens the wait or leaves it."""
    fewer, more = (finite_source_wait(number, rate, 1.0, servers) for number in (customers, customers + 1))
    assert fewer <= more * (1 + 1e-12)


@steady
@given(customers=customers, rate=rates, servers=servers)
def test_servers_finish_no_more_than_they_can(customers: int, rate: float, servers: int) -> None:
    """Rounds of thought, wait and visit, of all customers together, take no more visits than the servers can give."""
    wait = finite_source_wait(customers, rate, 1.0, servers)
    assert customers / (1 / rate + wait + 1.0) <= servers * (1 + 1e-9)


@steady
@given(customers=customers, rate=rates, servers=servers, unit=st.floats(1e-3, 1e3))
def test_the_unit_of_time_does_not_matter(customers: int, rate: float, servers: int, unit: float) -> None:
    """Counting in another unit of time changes the wait by just that factor."""
    wait = finite_source_wait(customers, rate, 1.0, servers)
    assert finite_source_wait(customers, rate * unit, unit, servers) * unit == pytest.approx(wait)


@steady
@given(load=st.floats(0.01, 0.99), service_rate=rates)
def test_erlang_with_one_server_is_the_simple_queue(load: float, service_rate: float) -> None:
    """With one server, Erlang C is M/M/1: load / (service rate - arrival rate)."""
    wait = erlang_c_wait(load * service_rate, service_rate, 1)
    assert wait == pytest.approx(load / (service_rate - load * service_rate))


@steady
@given(load=st.floats(0.01, 0.99), servers=servers)
def test_one_class_alone_has_no_priority(load: float, servers: int) -> None:
    """Cobham's wait of a single class is Erlang's."""
    assert priority_waits([load * servers], 1.0, servers) == pytest.approx(
        (erlang_c_wait(load * servers, 1.0, servers),)
    )


def test_a_queue_that_grows_for_ever_is_refused() -> None:
    """Arrivals beyond what the servers can do have no mean wait, and the refusal tells the load and the way out."""
    message = r"is 1\.5 but must be below 1: add servers or lower the arrival rate"
    with pytest.raises(CrmsimError, match=f"The load {message}"):
        erlang_c_wait(3.0, 1.0, 2)
    with pytest.raises(CrmsimError, match=f"The load of the first class {message}"):
        priority_waits([3.0, 0.1], 1.0, 2)


def test_a_wrong_rate_is_named_by_its_class() -> None:
    """Among several classes the refusal tells which one has the rate that means nothing."""
    with pytest.raises(CrmsimError, match=r"In arrival_rates\[1\] the arrival rate is nan but must be 0 or more: give"):
        priority_waits([1.0, math.nan], 1.0, 3)


@pytest.mark.parametrize(
    ("customers", "rate", "service_rate", "servers", "message"),
    [
        (0, 1.0, 1.0, 1, "number of customers is 0 but must be 1 or more: count those who may ask"),
        (2.5, 1.0, 1.0, 1, r"number of customers is 2\.5 but must be a whole number: count those who may ask"),
        (5, -1.0, 1.0, 1, r"The rate is -1\.0 but must be 0 or more: give arrivals per unit of time"),
        (5, math.nan, 1.0, 1, "The rate is nan but must be 0 or more: give arrivals per unit of time"),
        (5, math.inf, 1.0, 1, "The rate is inf but must be 0 or more, and finite: give requests per unit of time"),
        (5, 1.0, 0.0, 1, r"service rate is 0\.0 but must be above 0: give 1 / mean length of a visit"),
        (5, 1.0, math.nan, 1, "service rate is nan but must be above 0: give 1 / mean length of a visit"),
        (5, 1.0, 1.0, 0, "number of servers is 0 but must be 1 or more: add servers"),
        (5, 1.0, 1.0, math.nan, "number of servers is nan but must be a whole number: add servers"),
    ],
)
def test_a_source_that_means_nothing_is_refused(
    customers: int, rate: float, service_rate: float, servers: int, message: str
) -> None:
    """The refusal names the value, its bound and what to do."""
    with pytest.raises(CrmsimError, match=message):
        finite_source_wait(customers, rate, service_rate, servers)
