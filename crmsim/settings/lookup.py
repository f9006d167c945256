"""Settings by path: which one it is, and what it is set to in a scenario."""

from functools import cache

from crmsim.errors import ScenarioError
from crmsim.settings.fields import Lever, Number
from crmsim.settings.mistakes import nearest
from crmsim.settings.scenario import STRATEGIES, Scenario, levers


def lever_at(path: str) -> Lever:
    """The setting at a path, such as `maintenance.care_premium`.

    Raises:
        ScenarioError: there is none; the nearest one is named.
    """
    known = {lever.path: lever for lever in levers()}
    if path not in known:
        raise ScenarioError(f"there is no setting '{path}'; {nearest(path, known, '`crmsim levers`')}")
    return known[path]


def values_of(scenario: Scenario, path: str) -> tuple[tuple[int, Number], ...]:
    """What a setting is set to, and from which month on; a strategy's setting once for each one of the schedule."""
    group, _, name = path.rpartition(".")
    if group in STRATEGIES:
        return tuple((strategy.from_month, getattr(getattr(strategy, group), name)) for strategy in scenario.schedule)
    return ((0, getattr(getattr(scenario, group) if group else scenario, name)),)


def value_of(scenario: Scenario, path: str) -> Number:
    """What a setting is set to at the beginning."""
    return values_of(scenario, path)[0][1]


def is_of_strategy(path: str) -> bool:
    """Whether a setting is for a strategy to choose, and not the market's or the bank's."""
    return path.partition(".")[0] in STRATEGIES


@cache
def strategy_levers() -> tuple[Lever, ...]:
    """Every setting that a strategy chooses."""
    return tuple(lever for lever in levers() if is_of_strategy(lever.path))
