"""The values of customers: the years that histories keep, the chain made of them, and whether other histories agree."""

import numpy as np
import pytest

from crmsim import CrmsimError, Scenario, customer_worth, load, simulate
from crmsim.analytic import markov_value
from crmsim.engine.history import KEPT, History
from crmsim.experiment.worth import TierWorth, Worth
from crmsim.results.chain import RELATIONS, Lived, bands_of, earned, lived, stays, values_by_state, worth
from crmsim.results.tally import is_own
from crmsim.results.values import established_values, model_values, potential_values
from crmsim.stages import Tier

DISCOUNT = load("baseline").bank.discount_rate


@pytest.fixture(scope="module")
def history() -> History:
    """Two and a half years of the baseline."""
    scenario = load("baseline").with_settings({"months": 30})
    return simulate(scenario, engine="compiled", record=False).history


@pytest.fixture(scope="module")
def found() -> Worth:
    """What the baseline's customers are worth, from 40 histories and by 40 others."""
    return customer_worth("baseline", 80, engine="compiled")


def short(**settings: float) -> Scenario:
    """A small branch for a year or two."""
    small = {"months": 24, "market.customers": 60, "market.potential": 50, "bank.customers_per_manager": 15.0}
    return load("baseline").with_settings(small | settings)


def test_a_history_keeps_the_opening_and_the_end_of_each_whole_year(history: History) -> None:
    """Thirty months have the opening and two years, and nobody has brought anything at the opening."""
    assert history.years.shape == (3, len(history.customers))
    assert history.years.dtype.names == KEPT
    assert not history.years[0]["contribution"].any()


def test_a_run_that_ends_with_a_year_keeps_its_end() -> None:
    """The last turn of a year is how the customers stand at the end."""
    ended = simulate(short(), engine="compiled").history
    assert all(np.array_equal(ended.years[-1][name], ended.customers[name], equal_nan=True) for name in KEPT)


def test_what_customers_bring_in_a_year_is_what_the_ledger_has(history: History) -> None:
    """Over all customers of the market, the year's contribution is the ledger's to the fen: lost loans and all."""
    for year in range(2):
        ledger = history.months["ledger"][12 * year : 12 * year + 12].sum()
        assert earned(history.years[year], history.years[year + 1]).sum() == pytest.approx(ledger / 100.0, rel=1e-12)


def test_every_customer_year_is_counted_once(history: History) -> None:
    """The moves are as many as customers began a year, and those who left in it are in the last column."""
    bands = bands_of([history.years])
    assert bands is not None
    moves = lived(history.years, bands).moves
    years = range(len(history.years) - 1)
    assert moves.sum() == sum(np.count_nonzero(is_own(history.years[year])) for year in years)
    left = sum(np.count_nonzero(is_own(history.years[y]) & ~stays(history.years[y + 1], y)) for y in years)
    assert moves[:, -1].sum() == left > 0


def test_values_of_states_are_those_of_the_chain() -> None:
    """Of two states, one earning 100 and one 10, the values are those of the chain with the shares as chances."""
    seen = Lived(np.array([[6.0, 2.0, 2.0], [1.0, 3.0, 1.0]]), np.array([1000.0, 50.0]))
    chances = [[0.6, 0.2, 0.2], [0.2, 0.6, 0.2], [0.0, 0.0, 1.0]]
    for horizon in (None, 3):
        expected = markov_value(chances, [100.0, 10.0, 0.0], 0.08, horizon)[:2]
        assert values_by_state(seen, 0.08, horizon) == pytest.approx(expected, rel=1e-12)


def test_a_state_that_no_year_began_in_is_taken_for_the_nearest() -> None:
    """Who moves to a state unseen so far goes on as from the nearest one."""
    seen = Lived(np.array([[0.0, 4.0, 1.0], [0.0, 0.0, 0.0]]), np.array([500.0, 0.0]))
    expected = markov_value([[0.8, 0.2], [0.0, 1.0]], [100.0, 0.0], 0.08)[0]
    assert values_by_state(seen, 0.08).tolist() == pytest.approx([expected, expected])


def test_without_a_discount_a_life_is_still_finite() -> None:
    """Who is never seen to leave is worth a thousand years, and not without bound."""
    seen = Lived(np.array([[5.0, 0.0]]), np.array([500.0]))
    assert values_by_state(seen, 0.0)[0] == pytest.approx(100.0 * 1001.0)


def test_in_the_open_band_twice_the_wallet_is_twice_the_value(history: History) -> None:
    """The highest band has no upper end, so value goes with the wallet there; the bands below have one each."""
    bands = bands_of([history.years])
    assert bands is not None
    two = history.years[-1][is_own(history.years[-1])][:2].copy()
    two["tier"], two["products"], two["loyalty"], two["loan_class"] = Tier.PREMIUM, 1, 0.9, 0
    two["wallet"] = 2.0 * bands.ends[-1], 4.0 * bands.ends[-1]
    one, other = worth(two, bands, np.linspace(1.0, 2.0, bands.states))
    assert other == pytest.approx(2.0 * one)
    two["wallet"] = bands.ends[3] * 0.999, bands.ends[3]
    assert bands.state(two).tolist() == [3 * RELATIONS + 4 * Tier.PREMIUM + 1] * 2
    assert bands.scale(two).tolist() == [1.0, 1.0]


def test_the_tables_show_the_three_values(history: History) -> None:
    """Customers of the bank have all three, nobody else has any."""
    own = is_own(history.customers)
    for values in (established_values(history), potential_values(history), model_values(history)):
        assert np.isfinite(values[own]).all()
        assert np.isnan(values[~own]).all()


def test_without_a_whole_year_there_is_no_model_value() -> None:
    """Eleven months show no customer a year later, and nothing is made up."""
    run = simulate(short(months=11), engine="compiled")
    assert run.customers["model_value"].isna().all()
    assert run.customers["established_value"].notna().any()


def test_a_tiny_branch_has_values_too() -> None:
    """Even a year of one customer is a chain."""
    tiny = simulate(short(**{"months": 12, "market.customers": 1, "market.potential": 1}), engine="compiled")
    assert tiny.customers["model_value"].notna().sum() == tiny.customers["established_value"].notna().sum()


@pytest.mark.parametrize("tier", [*Tier])
def test_the_model_value_is_the_markov_value_of_other_histories(found: Worth, tier: int) -> None:
    """What each history tells of its own customers agrees with the chain that forty other histories make."""
    apart = found.tiers[tier].model_apart
    assert apart.low <= 0.0 <= apart.high
    markov = found.tiers[tier].markov
    assert apart.value == pytest.approx(found.tiers[tier].model.value - markov.value)
    assert markov.low < markov.value < markov.high
    # The interval says something: it is no wider than what sets the tier apart from the next.
    assert apart.high - apart.low < min(abs(markov.value - found.tiers[o].markov.value) for o in Tier if o != tier)


@pytest.mark.parametrize("tier", [*Tier])
def test_other_histories_bring_what_the_chain_expects(found: Worth, tier: int) -> None:
    """What customers of the opening bring in five years agrees with the chain of histories they are no part of."""
    apart = found.tiers[tier].realised_apart
    assert apart.low <= 0.0 <= apart.high
    assert apart.value == pytest.approx(found.tiers[tier].realised.value - found.tiers[tier].expected.value)
    assert apart.high - apart.low < found.tiers[tier].markov.value / 5.0


def test_values_grow_with_the_tier(found: Worth) -> None:
    """By established and by Markov value, intervals of neighbouring tiers do not touch."""
    for one, other in zip(found.tiers, found.tiers[1:], strict=False):
        assert one.established.high < other.established.low
        assert one.markov.high < other.markov.low


def test_tiers_alone_make_too_coarse_a_chain() -> None:
    """Without bands of wallets ordinary customers of the opening would be expected to bring what they do not bring."""
    runs = [simulate("baseline", replication=r, engine="compiled", record=False).history.years for r in range(20)]
    moves, brought = np.zeros((3, 4)), np.zeros(3)
    for years in runs:
        for year in range(5):
            own = is_own(years[year])
            before, after = years[year][own], years[year + 1][own]
            np.add.at(moves, (before["tier"], np.where(stays(after, year), after["tier"], 3)), 1.0)
            np.add.at(brought, before["tier"], earned(before, after))
    coarse = values_by_state(Lived(moves, brought), DISCOUNT, 5)[Tier.ORDINARY]
    realised = customer_worth("baseline", 40, engine="compiled").tiers[Tier.ORDINARY].realised
    assert coarse > realised.high + 200.0


def test_the_table_has_a_row_a_tier_and_three_figures_for_each_value() -> None:
    """Each figure stands with its interval, and any number of jobs makes the same table."""
    one, two = (customer_worth(short(), 8, engine="compiled", jobs=jobs).table() for jobs in (1, 2))
    assert one["tier"].tolist() == list(Tier.names())
    assert one.equals(two)
    names = [name for name in TierWorth.__dataclass_fields__ if name not in {"tier", "customers"}]
    assert {*one.columns} == {"tier", "customers", *(f"{n}{end}" for n in names for end in ("", "_low", "_high"))}


@pytest.mark.parametrize(
    ("settings", "replications", "told"),
    [
        ({}, 7, "replications = 7 is not from 8 to"),
        ({"months": 11}, 8, "'baseline' has months = 11"),
        ({"branches": 2}, 8, "'baseline' has branches = 2"),
    ],
)
def test_what_gives_no_values_is_refused(settings: dict[str, float], replications: int, told: str) -> None:
    """The sentence names the value and what to give."""
    with pytest.raises(CrmsimError, match=told):
        customer_worth(short(**settings), replications)
