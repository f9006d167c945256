"""Mean waits in queues with Poisson arrivals, exponential visits and several servers.

Rates are per unit of time, and waits come in that same unit. A wait is the time in line, without the visit.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise


def erlang_c_wait(arrival_rate: float, service_rate: float, servers: int) -> float:
    """Mean wait in M/M/c, by Erlang's C formula.

    Args:
        arrival_rate: arrivals per unit of time.
        service_rate: visits that one server completes per unit of time.
        servers: number of servers.

    Returns:
        The mean wait of an arrival.

    Raises:
        ValueError: if a rate is negative, `service_rate` is zero, `servers` is below 1 or the load is 1 or more.
    """
    _check([arrival_rate], service_rate, servers)
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
        ValueError: if a rate is negative, `service_rate` is zero, `servers` is below 1 or the first class alone
            makes a load of 1 or more, so that no wait would be finite.
    """
    _check(arrival_rates, service_rate, servers)
    capacity = servers * service_rate
    loads = list(accumulate((rate / capacity for rate in arrival_rates), initial=0.0))
    _check_load(sum(arrival_rates[:1]) / capacity, "The load of the first class")
    next_server_free = _delay_probability(loads[-1] * servers, servers) / capacity
    return tuple(
        next_server_free / ((1 - before) * (1 - with_it)) if with_it < 1 else math.inf
        for before, with_it in pairwise(loads)
    )


def _delay_probability(offered: float, servers: int) -> float:
    """Chance that an arrival finds every server busy, which is certain once the work offered fills the servers."""
    if offered >= servers:
        return 1.0
    blocked = 1.0
    # Erlang B grows by one server at a time: its textbook form needs factorials, which overflow at 171 servers.
    for number in range(1, servers + 1):
        blocked = offered * blocked / (number + offered * blocked)
    return blocked / (1 - (1 - blocked) * offered / servers)


def _check(arrival_rates: Iterable[float], service_rate: float, servers: int) -> None:
    """Refuse rates and numbers of servers that mean nothing."""
    for rate in arrival_rates:
        if not rate >= 0:
            raise ValueError(f"An arrival rate is {rate} but must be 0 or more: give arrivals per unit of time.")
    if not service_rate > 0:
        raise ValueError(f"The service rate is {service_rate} but must be above 0: give 1 / mean length of a visit.")
    if servers < 1:
        raise ValueError(f"The number of servers is {servers} but must be 1 or more: add servers.")


def _check_load(load: float, name: str) -> None:
    """Refuse a load under which the line grows for ever."""
    if not load < 1:
        raise ValueError(f"{name} is {load:.4g} but must be below 1: add servers or lower the arrival rate.")
