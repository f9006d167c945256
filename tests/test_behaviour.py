"""What must come out of the model, by paired runs on the same luck; `pytest -m behaviour -s` shows the figures."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from crmsim.engine import compiled_engine
from crmsim.engine.history import History, no_progress
from crmsim.engine.plan import plan
from crmsim.kpis import kpis_of
from crmsim.settings import Number, Scenario, Strategy, load
from crmsim.stages import Channel, Stage

pytestmark = pytest.mark.behaviour

REPLICATIONS = 24
LEAST_SURE = 0.01
"""The greatest chance that a difference is luck with which it counts."""

Measure = Callable[[History], float]


def paired(low: Scenario, high: Scenario, measure: Measure, replications: int = REPLICATIONS) -> np.ndarray:
    """A measure under one scenario less under another, same luck; shape (replications,)."""
    difference = []
    for replication in range(replications):
        one, other = (
            compiled_engine.simulate(plan(scenario, None, 5, replication, recording=False), no_progress)
            for scenario in (low, high)
        )
        difference.append(measure(one) - measure(other))
    return np.array(difference)


def default_branch(**settings: Number) -> Scenario:
    """The default branch with some settings of its maintenance changed."""
    return Scenario(name="behaviour").with_settings({f"maintenance.{name}": v for name, v in settings.items()})


def kpi(name: str) -> Measure:
    """An indicator of the run."""
    return lambda h: kpis_of(h, 0.08)[name]


def mean_of(branch: Scenario, name: str) -> float:
    """An indicator's mean over replications; says it with its interval."""
    seen = np.array([kpi(name)(h) for h in replications(branch)])
    half_width = stats.sem(seen) * stats.t.ppf(0.975, len(seen) - 1)
    print(f"{name}: {seen.mean():,.4g} ± {half_width:,.2g}")
    return float(seen.mean())


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


def test_few_customers_earn_most_and_the_last_fifth_loses_money() -> None:
    """The best fifth earns 70 to 90 % of all positive contribution, and the last fifth costs more than it brings."""
    assert 0.7 <= mean_of(default_branch(), "top20_share") <= 0.9
    assert mean_of(default_branch(), "bottom20_contribution") < 0.0


def too_much() -> Scenario:
    """A branch that gives up whoever bears one mark or earns less than 100 CNY a month."""
    return Scenario(name="too much").with_settings({
        "exit.close_below": 100.0,
        "exit.minimum_marks": 1,
        "exit.act_from": 0,
        "exit.risk_recognition": 1.0,
    })  # fmt: skip


def test_exiting_nothing_and_exiting_too_much_are_both_worse_than_a_middle() -> None:
    """Bad loans that no one acts on are lost, and good customers given up bring nothing any more (course 4)."""
    middle = default_branch()
    assert is_above(paired(middle, too_much(), kpi("contribution")), "CNY that exiting too much costs")
    # Few large loans drown the difference in luck: even wallets and harsh slumps show it in fewer runs.
    harsh = {"market.wallet_spread": 0.2, "market.slump_risk": 2.5}
    difference = paired(middle.with_settings(harsh), load("no-exit").with_settings(harsh), kpi("contribution"), 80)
    assert is_above(difference, "CNY that exits bring over exiting nothing, in harsh times")


def test_acting_early_recovers_more_than_acting_late() -> None:
    """A loan exited at special mention comes back in greater part than one exited when it is doubtful (4.2.2c)."""
    difference = paired(load("early-exit"), load("late-exit"), kpi("recovered_share"))
    assert is_above(difference, "share recovered by acting early above that by acting late")


def test_without_a_complaint_system_satisfaction_looks_better_and_more_leave() -> None:
    """Who cannot complain is not heard: what is measured flatters, and churn is higher (course 3.3.2b1)."""
    deaf, hearing = default_branch(complaint_system=0.0), default_branch()
    assert is_above(
        paired(deaf, hearing, kpi("satisfaction_bias")), "measured less true satisfaction, deaf above hearing"
    )
    assert mean_of(deaf, "satisfaction_bias") > 0.0
    assert is_above(paired(deaf, hearing, kpi("churn")), "yearly churn without a complaint system above that with one")


def test_optimism_in_credit_costs_most_when_a_slump_follows() -> None:
    """Prospects seen too good make more bad loans and less profit, the more so the worse slumps are (3.4.3)."""
    harsh = {"market.slump_risk": 4.0, "market.regime_length": 9.0}
    sober, hopeful = default_branch(forecast_optimism=0.0), default_branch(forecast_optimism=3.0)
    cost = paired(hopeful, sober, kpi("credit_cost"))
    assert is_above(cost, "CNY of credit cost by optimism")
    assert is_above(paired(sober, hopeful, kpi("contribution")), "CNY of contribution lost by it")
    in_slumps = paired(hopeful.with_settings(harsh), sober.with_settings(harsh), kpi("credit_cost"))
    assert is_above(in_slumps - cost, "more of that cost with harsh slumps")


WITHIN = {
    "utilisation": (0.70, 0.90),
    "wait_ordinary": (2.0, 12.0),
    "wait_premium": (0.0, 3.0),
    "churn": (0.08, 0.20),
    "top20_share": (0.70, 0.90),
}
"""Where the default branch settles."""


@pytest.mark.parametrize("name", WITHIN)
def test_the_default_branch_settles(name: str) -> None:
    """After its opening the default branch of 15 managers works, waits, and loses customers as a branch does."""
    low, high = WITHIN[name]
    assert low <= mean_of(default_branch(), name) <= high


def test_the_default_branch_keeps_to_its_budget_of_events() -> None:
    """Sixty months of it take at most 360,000 events of the calendar, with 15 managers in desks of three."""
    for history in replications(default_branch()):
        assert history.events <= 360_000
        assert history.managers == 15


def test_nothing_dies_out_or_explodes_in_twenty_years() -> None:
    """Over 240 months every measure of the branch stays within half and double of what it was in years 5 to 10."""
    long = default_branch().with_settings({"months": 240})
    for history in replications(long)[:4]:
        for name, values in yearly(history).items():
            early, late = values[5:10].mean(), values[-5:].mean()
            assert 0.5 * early < late < 2.0 * early, name


def yearly(history: History) -> dict[str, np.ndarray]:
    """The branch's measures by year; each of shape (years,)."""
    months = history.months
    customers = months["tiers"].sum(axis=1)
    measures = {
        name: months[name].astype(float) for name in ("needs", "sales", "won", "lost", "complaints", "busy", "lent")
    }
    measures |= {name: months[name] / customers for name in ("satisfaction", "loyalty", "share")}
    measures["customers"] = customers.astype(float)
    measures["prospects"] = months["stages"][:, Stage.POTENTIAL].astype(float)
    return {name: values.reshape(-1, 12).mean(axis=1) for name, values in measures.items()}
