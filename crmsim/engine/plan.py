"""What both engines start from: the rules of each period, the numbered market, and the desks."""

from dataclasses import dataclass

from crmsim.acts.layout import Records
from crmsim.luck import subject_key
from crmsim.population.market import numbered, opening_book, synthetic
from crmsim.settings import Rules, Scenario, managers_for


@dataclass(frozen=True)
class Plan:
    """One branch, ready to be simulated.

    Attributes:
        rules: the rules of each period of the schedule.
        customers: every customer of the market, numbered; layout of `Customer`.
        months: how long to simulate.
        managers: relationship managers of the branch.
        desk_sizes: managers at each desk, as even as can be.
        recording: whether rows are kept.
        key: the key of the branch's own luck.
    """

    rules: tuple[Rules, ...]
    customers: Records
    months: int
    managers: int
    desk_sizes: tuple[int, ...]
    recording: bool
    key: int


BRANCH = 2**31 - 1
"""The number by which the branch itself has its luck, past every customer's."""


def plan(scenario: Scenario, population: Records | None, seed: int, replication: int, recording: bool) -> Plan:
    """Make ready one replication of a scenario, on its own market or on a population read from a file."""
    market = synthetic(scenario.market) if population is None else population
    managers = managers_for(opening_book(market), scenario.bank.customers_per_manager)
    desks = -(-managers // scenario.bank.managers_per_desk)
    sizes = tuple(managers * (desk + 1) // desks - managers * desk // desks for desk in range(desks))
    customers = numbered(market, seed, replication)
    key = subject_key(seed, replication, BRANCH)
    return Plan(scenario.rules(), customers, scenario.months, managers, sizes, recording, key)
