"""What must come out of the model, by paired runs on the same luck; `pytest -m behaviour -s` shows the figures."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from crmsim.engine import compiled_engine
from crmsim.engine.history import History
from crmsim.engine.plan import plan
from crmsim.run import no_progress
from crmsim.settings import Number, Scenario, Strategy, load
from crmsim.stages import Channel

pytestmark = pytest.mark.behaviour

REPLICATIONS = 12
LEAST_SURE = 0.01
"""The greatest chance that a difference is luck with which it counts."""

Measure = Callable[[History], float]


def paired(low: Scenario, high: Scenario, measure: Measure) -> np.ndarray:
    """A measure under one scenario less under another, same luck; shape (replications,)."""
    difference = []
    for replication in range(REPLICATIONS):
        one, other = (
            compiled_engine.simulate(plan(scenario, None, 5, replication, recording=False), no_progress)
            for scenario in (low, high)
        )
        difference.append(measure(one) - measure(other))
    return np.array(difference)


def default_branch(**settings: Number) -> Scenario:
    """The default branch with some settings of its maintenance changed."""
    return Scenario(name="behaviour").with_settings({f"maintenance.{name}": v for name, v in settings.items()})


def is_above(difference: np.ndarray, what: str) -> bool:
    """Whether a paired difference is above 0 beyond doubt; says it with its interval."""
    half_width = stats.sem(difference) * stats.t.ppf(0.975, len(difference) - 1)
    print(f"{what}: {difference.mean():,.4g} ± {half_width:,.2g}")
    return bool(stats.ttest_1samp(difference, 0.0, alternative="greater").pvalue < LEAST_SURE)


def lost_by(months: int) -> Measure:
    """Customers who left in the first months."""
    return lambda h: float(h.months["lost"][:months].sum())


def earned_in(first: int, last: int) -> Measure:
    """Contribution from one month to another, CNY."""
    return lambda h: float(h.months["ledger"][first:last].sum()) / 100.0


def satisfaction_in(first: int, last: int) -> Measure:
    """Mean satisfaction from one month to another."""
    return lambda h: float(h.months["satisfaction"][first:last].sum() / h.months["tiers"][first:last].sum())


def test_deep_concessions_keep_people_now_and_cost_profit_later() -> None:
    """Giving way keeps customers in year 1, teaches them to ask, and has eaten the profit by year 5 (course 3.4.1)."""
    firm, yielding = default_branch(concession=0.0), default_branch(concession=0.3)
    assert is_above(paired(firm, yielding, lost_by(12)), "customers kept in year 1 by deep concessions")
    assert is_above(paired(firm, yielding, earned_in(48, 60)), "CNY that deep concessions cost in year 5")


def test_a_loyalty_plan_that_keeps_changing_is_worse_than_one_left_alone() -> None:
    """Changed every quarter it loses loyalty, customers and profit (course 3.3.3g)."""
    steady, restless = default_branch(plan_change_every=120), default_branch(plan_change_every=3)
    assert is_above(paired(restless, steady, lost_by(60)), "customers lost by changing the loyalty plan every quarter")
    assert is_above(paired(steady, restless, earned_in(0, 60)), "CNY lost by it over five years")


def test_a_treadmill_of_satisfaction() -> None:
    """What is given today is expected tomorrow: a lasting improvement's effect has halved within 18 months (3.3.2a)."""
    usual = Scenario(name="usual").with_settings({"bank.customers_per_manager": 60.0})
    more = usual.with_settings({"maintenance.care_ordinary": 1.8}).schedule[0].maintenance
    better = usual.model_copy(update={"schedule": (*usual.schedule, Strategy(from_month=12, maintenance=more))})
    early = paired(better, usual, satisfaction_in(15, 18))
    late = paired(better, usual, satisfaction_in(33, 36))
    assert is_above(early, "satisfaction won by more care, months 3 to 5 of it")
    assert is_above(early / 2.0 - late, "half of that less what is left 18 months later")


def test_differentiated_service_beats_equal_service() -> None:
    """With the same managers, serving the valuable first and with more time earns more (course 3.3.1, 3.3.4)."""
    difference = paired(load("differentiated"), load("equal-service"), earned_in(0, 60))
    assert is_above(difference, "CNY over five years by differentiated service")


def won_of_found(channel: int) -> Measure:
    """Customers won of those approached through a channel."""
    return lambda h: float(h.months["won_by"][:, channel].sum() / h.months["found_by"][:, channel].sum())


def test_channels_convert_in_the_order_of_the_data() -> None:
    """A recommendation converts better than a cold visit, and that better than an advertisement (facts in the law)."""
    branch = default_branch()
    for better, worse in ((Channel.REFERRAL, Channel.VISIT), (Channel.VISIT, Channel.ADVERTISING)):
        names = Channel.names()
        difference = np.array([won_of_found(better)(h) - won_of_found(worse)(h) for h in replications(branch)])
        assert is_above(difference, f"conversion by {names[better]} above that by {names[worse]}")


def replications(scenario: Scenario) -> list[History]:
    """The histories of a scenario, replication by replication."""
    return [
        compiled_engine.simulate(plan(scenario, None, 5, number, recording=False), no_progress)
        for number in range(REPLICATIONS)
    ]
