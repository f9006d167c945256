"""A scenario: one branch, its market, and a schedule of strategies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from pydantic import Field, ValidationError, field_validator

from crmsim.errors import ScenarioError
from crmsim.settings.bank import Bank
from crmsim.settings.exit import Exit
from crmsim.settings.fields import Lever, Number, Settings, levers_of, setting
from crmsim.settings.market import Market
from crmsim.settings.mistakes import mistakes_in
from crmsim.settings.strategy import Maintenance, Prospecting, Strategy

STRATEGIES: Mapping[str, type[Settings]] = {
    "prospecting": Prospecting,
    "maintenance": Maintenance,
    "exit": Exit,
}

LONGEST_NAME = 80
"""Signs of a scenario's name at most."""


@dataclass(frozen=True)
class Rules:
    """All the numbers that hold in one period of the schedule, as the laws read them."""

    from_month: int
    market: Market
    bank: Bank
    prospecting: Prospecting
    maintenance: Maintenance
    exit: Exit


class Scenario(Settings):
    """What is simulated: a branch (market and bank) and what it chooses (a schedule of strategies)."""

    name: str = Field("unnamed", min_length=1, max_length=LONGEST_NAME)
    """What results and charts call this scenario."""
    note: str = Field("", max_length=2000)
    """What it is there to show."""
    months: int = setting(60, "months", (1, 480), "1.3.7d", raises="needs", probe=(6, 12))
    """How long the branch is simulated."""
    branches: int = setting(1, "branches", (1, 1000), "1.3.7d", raises="customers", probe=(1, 2))
    """Branches of the bank, alike, each with a market, managers and a luck of its own."""
    market: Market = Market()
    """Customers and competitors."""
    bank: Bank = Bank()
    """People, desks and prices."""
    schedule: tuple[Strategy, ...] = Field((Strategy(),), max_length=480, strict=False)
    """Strategies, each from its month on; the first from month 0."""

    @field_validator("schedule")
    @classmethod
    def _in_order(cls, schedule: tuple[Strategy, ...]) -> tuple[Strategy, ...]:
        """The schedule starts at month 0 and goes forward."""
        starts = [strategy.from_month for strategy in schedule]
        if not starts:
            raise ValueError("the schedule is empty, and needs a strategy from month 0; add [[schedule]]")
        if starts[0] != 0:
            raise ValueError(f"the first strategy starts at month {starts[0]}, and must start at 0; set from_month = 0")
        for number, (before, after) in enumerate(pairwise(starts), 2):
            if after <= before:
                raise ValueError(
                    f"schedule[{number}], from month {after}, overlaps the strategy before it, from month {before}, "
                    "and each must start later than the one before; change from_month or the order"
                )
        return schedule

    @property
    def managers(self) -> int:
        """Relationship managers for the opening book of the market's own size, at least one."""
        return managers_for(self.market.customers, self.bank.customers_per_manager)

    def rules(self) -> tuple[Rules, ...]:
        """The numbers that hold in each period of the schedule, in its order."""
        return tuple(
            Rules(s.from_month, self.market, self.bank, s.prospecting, s.maintenance, s.exit) for s in self.schedule
        )

    def with_settings(self, values: Mapping[str, Number]) -> "Scenario":
        """A copy with some settings changed, named by path (`maintenance.care_premium`), strategies throughout.

        Raises:
            ScenarioError: a path or a value is not allowed.
        """
        data = self.model_dump()
        for path, value in values.items():
            for group, name in _places(data, path):
                group[name] = value
        return validated(data)


def managers_for(customers: int, customers_per_manager: float) -> int:
    """Relationship managers for a book of customers, to the nearest whole one, at least one."""
    return max(1, int(customers / customers_per_manager + 0.5))


def _places(data: dict[str, Any], path: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Where in a scenario's data a setting stands: once, or in every strategy of the schedule."""
    group, _, name = path.rpartition(".")
    if group in STRATEGIES:
        yield from ((strategy[group], name) for strategy in data["schedule"])
    elif group in data and isinstance(data[group], dict):
        yield data[group], name
    else:
        yield data, path


def validated(data: Mapping[str, Any], where: str = "scenario") -> Scenario:
    """A scenario from plain data.

    Raises:
        ScenarioError: with a sentence for every mistake.
    """
    try:
        return Scenario.model_validate(data)
    except ValidationError as error:
        raise ScenarioError(*mistakes_in(error, Scenario, where)) from None


@cache
def levers() -> tuple[Lever, ...]:
    """Every setting of a scenario, in the order in which a file shows them."""
    groups: dict[str, type[Settings]] = {"": Scenario, "market.": Market, "bank.": Bank}
    groups |= {f"{name}.": model for name, model in STRATEGIES.items()}
    return tuple(lever for prefix, model in groups.items() for lever in levers_of(model, prefix))
