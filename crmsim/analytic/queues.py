"""Mean waits in queues with Poisson arrivals, exponential visits and several servers.

Rates are per unit of time, and waits come in that same unit. A wait is the time in line, without the visit.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

import numpy as np

from crmsim.analytic.checks import Vector, as_number, not_negative, refused, whole


def erlang_c_wait(arrival_rate: float, service_rate: float, servers: int) -> float:
    """Mean wait in M/M/c, by Erlang's C formula.

    See A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
    exchanges", Post Office Electrical Engineers' Journal 10 (1917), 189-197.

    Args:
        arrival_rate: arrivals per unit of time.
        service_rate: visits that one server completes per unit of time.
        servers: number of servers.

    Returns:
        The mean wait of an arrival.

    Raises:
        FormulaError: if a rate is negative, `service_rate` is zero, `servers` is below 1 or the load is 1 or more.
    """
    _check({"The arrival rate": arrival_rate}, service_rate, servers)
    capacity = servers * service_rate
    _check_load(arrival_rate / capacity, "The load")
    return _delay_probability(arrival_rate / service_rate, servers) / (capacity - arrival_rate)


def priority_waits(arrival_rates: Sequence[float], service_rate: float, servers: int) -> tuple[float, ...]:
    """Mean wait of each class in M/M/c with priorities and no pre-emption, by Cobham's formula.

    A class that the servers cannot keep up with, together with those before it, waits for ever (`math.inf`); the
    classes before it keep their finite waits.

    See A. Cobham, "Priority assignment in waiting line problems", Operations Research 2 (1954), 70-76.

    Args:
        arrival_rates: arrivals per unit of time of each class, the class served first standing first.
        service_rate: visits that one server completes per unit of time, whatever the class.
        servers: number of servers.

    Returns:
        The mean wait of an arrival of each class, in the order of `arrival_rates`.

    Raises:
        FormulaError: if a rate is negative, `service_rate` is zero, `servers` is below 1 or the first class alone
            makes a load of 1 or more, so that no wait would be finite.
    """
    named = {f"In arrival_rates[{place}] the arrival rate": rate for place, rate in enumerate(arrival_rates)}
    _check(named, service_rate, servers)
    capacity = servers * service_rate
    loads = list(accumulate((rate / capacity for rate in arrival_rates), initial=0.0))
    _check_load(sum(arrival_rates[:1]) / capacity, "The load of the first class")
    next_server_free = _delay_probability(loads[-1] * servers, servers) / capacity
    return tuple(
        next_server_free / ((1 - before) * (1 - with_it)) if with_it < 1 else math.inf
        for before, with_it in pairwise(loads)
    )


def finite_source_wait(customers: int, rate: float, service_rate: float, servers: int) -> float:
    """Mean wait where a few customers make all the arrivals: M/M/c//N, the problem of the machine repairman.

    A customer asks, waits, is served, and only then begins to think of asking again. So those in line do not add to
    the line, and no load is too high. With many customers who seldom ask, waits become those of `erlang_c_wait` at
    `customers * rate`.

    Whoever asks finds the others as they would be on average without it (Sevcik and Mitrani), which gives the wait as
    a sum of positive terms.

    See C. Palm, "Arbetskraftens fördelning vid betjäning av automatmaskiner", Industritidningen Norden 75 (1947), and
    K. C. Sevcik and I. Mitrani, "The distribution of queuing network states at input and output instants", Journal of
    the ACM 28 (1981), 358-371.

    Args:
        customers: number of customers.
        rate: requests per unit of time of one customer while it neither waits nor is served.
        service_rate: visits that one server completes per unit of time.
        servers: number of servers.

    Returns:
        The mean wait of a request.

    Raises:
        FormulaError: if a rate is negative, `rate` is infinite, `service_rate` is zero, or `customers` or `servers`
            is below 1.
    """
    _check({"The rate": rate}, service_rate, servers)
    asking = not_negative("The rate", rate, "give requests per unit of time")
    others = whole("The number of customers", customers, 1, "count those who may ask") - 1
    if asking == 0 or service_rate == math.inf or others < servers:
        return 0.0
    visits_before = np.maximum(np.arange(others + 1) - servers + 1, 0)
    present = _chances_of_presence(others, math.log(asking) - math.log(service_rate), servers)
    return float(present @ visits_before) / servers / service_rate


def _chances_of_presence(customers: int, log_offered: float, servers: int) -> Vector:
    """Chance that 0, 1, ... all customers are in line or being served."""
    fewer = np.arange(customers)
    # Logarithms, because the chances of a large crowd run through more powers of ten than a number has room for.
    steps = np.log((customers - fewer) / np.minimum(fewer + 1, servers)) + log_offered
    logs = np.concatenate([[0.0], np.cumsum(steps)])
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum())


def _delay_probability(offered: float, servers: int) -> float:
    """Chance that an arrival finds every server busy, which is certain once the work offered fills the servers."""
    if offered >= servers:
        return 1.0
    blocked = 1.0
    # Erlang B grows by one server at a time: its textbook form needs factorials, which overflow at 171 servers.
    for number in range(1, servers + 1):
        blocked = offered * blocked / (number + offered * blocked)
    return blocked / (1 - (1 - blocked) * offered / servers)


def _check(rates: Mapping[str, float], service_rate: float, servers: int) -> None:
    """Refuse rates, by their names, and numbers of servers that mean nothing."""
    for name, rate in rates.items():
        if not as_number(name, rate) >= 0:
            raise refused(name, rate, "0 or more", "give arrivals per unit of time")
    if not as_number("The service rate", service_rate) > 0:
        raise refused("The service rate", service_rate, "above 0", "give 1 / mean length of a visit")
    whole("The number of servers", servers, 1, "add servers")


def _check_load(load: float, name: str) -> None:
    """Refuse a load under which the line grows for ever."""
    if not load < 1:
        raise refused(name, f"{load:.4g}", "below 1", "add servers or lower the arrival rate")
