"""What both engines start from: the rules of each period, the numbered market, and the desks."""

from dataclasses import dataclass, replace

from crmsim.acts.columns import Branch
from crmsim.acts.layout import Records
from crmsim.luck import subject_key
from crmsim.population.market import numbered, opening_book, synthetic
from crmsim.settings import Rules, Scenario, Strategy, managers_for


@dataclass(frozen=True)
class Plan:
    """One branch, ready to be simulated.

    Attributes:
        rules: the rules of each period of the schedule.
        customers: every customer of the market, numbered; layout of `Customer`.
        months: how long to simulate.
        managers: relationship managers of the branch.
        desk_sizes: managers at each desk, as even as can be.
        branch: the branch as it starts, one record; layout of `Branch`.
        recording: whether rows are kept.
        opening: what the branch went through before, if its book is not read from a file.
    """

    rules: tuple[Rules, ...]
    customers: Records
    months: int
    managers: int
    desk_sizes: tuple[int, ...]
    branch: Records
    recording: bool
    opening: "Plan | None"


BRANCH = 2**31 - 1
"""The number by which the branch itself has its luck, past every customer's."""

APART = 2**32
"""How far apart the numbers by which two branches' customers have their luck are."""


def plan(  # noqa: PLR0913, PLR0917  # what is simulated, on whom, and with which luck
    scenario: Scenario, population: Records | None, seed: int, replication: int, recording: bool, branch: int = 0
) -> Plan:
    """Make ready one replication of a branch, on its own market or on a population read from a file.

    Each branch of a bank has customers, and a luck, of its own.
    """
    market = synthetic(scenario.market) if population is None else population
    managers = managers_for(opening_book(market), scenario.bank.customers_per_manager)
    desks = -(-managers // scenario.bank.managers_per_desk)
    sizes = tuple(managers * (desk + 1) // desks - managers * desk // desks for desk in range(desks))
    first = branch * APART
    customers = numbered(market, seed, replication, first)
    whole = Branch.zeros(1)
    whole["key"] = subject_key(seed, replication, first + BRANCH)
    whole["recording"] = recording
    ready = Plan(scenario.rules(), customers, scenario.months, managers, sizes, whole, recording, None)
    months = scenario.market.opening_months
    return replace(ready, opening=before(ready, months)) if population is None and months > 0 else ready


def before(ready: Plan, months: int) -> Plan:
    """What a branch went through before month 0: so many months under the bank's own baseline."""
    first = ready.rules[0]
    usual = Strategy()
    rules = replace(first, prospecting=usual.prospecting, maintenance=usual.maintenance, exit=usual.exit)
    branch = ready.branch.copy()
    branch["recording"] = False
    return replace(ready, rules=(rules,), months=months, branch=branch, recording=False)
