"""Who is best, and how much of a ranking is luck: cases by hand, guarantees by Monte Carlo, what must not matter."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmsim.statistics import best_of, contenders, rank_luck, rank_probabilities, select

STORY = settings(derandomize=True, deadline=None, max_examples=25)

NAN = math.nan
whole = st.integers(-20, 20)


@st.composite
def tables(draw: st.DrawFn) -> np.ndarray:
    """Two to five scenarios over 4 to 12 replications, of small whole numbers so that ties occur."""
    scenarios, replications = draw(st.integers(2, 5)), draw(st.integers(4, 12))
    row = st.lists(whole, min_size=replications, max_size=replications)
    return np.array(draw(st.lists(row, min_size=scenarios, max_size=scenarios)), dtype=np.float64)


def drawn(seed: int, tables: int, means: list[float], replications: int, common: float) -> np.ndarray:
    """Normal tables, standard deviation 1, of which a share `common` of the variance is the same for all scenarios."""
    luck = np.random.default_rng(seed)
    shared = luck.normal(0.0, math.sqrt(common), (tables, 1, replications))
    own = luck.normal(0.0, math.sqrt(1 - common), (tables, len(means), replications))
    return np.array(means)[:, np.newaxis] + shared + own


def test_kim_and_nelson_by_hand() -> None:
    """Differences 1 and 3 leave slack 5.25 at two replications and 4 more to run; a third of 20 decides."""
    # eta = (0.1^-2 - 1) / 2 = 49.5, h^2 = 99, S^2 = 2, so the slack is 6 / 2 (198 / 36 / r - 1), 0 from r = 5.5 on.
    two = select([[1.0, 3.0], [0.0, 0.0]], indifference=6.0)
    assert (two.selected, two.survivors, two.more, two.n, two.first) == (0, (0, 1), 4, 2, 2)
    three = select([[1.0, 3.0, 20.0], [0.0, 0.0, 0.0]], indifference=6.0, first=2)
    assert (three.selected, three.survivors, three.more, three.n) == (0, (0,), 0, 3)


def test_a_lead_just_within_the_slack_decides_nothing() -> None:
    """At three replications the slack is 2.5: a mean difference of 2.4 leaves both, one of 2.6 does not."""
    nearly, clearly = ([[1.0, 3.0, total - 4.0], [0.0, 0.0, 0.0]] for total in (3 * 2.4, 3 * 2.6))
    assert select(nearly, indifference=6.0, first=2).survivors == (0, 1)
    assert select(clearly, indifference=6.0, first=2).survivors == (0,)


def test_later_luck_does_not_bring_a_scenario_back() -> None:
    """A scenario that was out at the third replication stays out, whatever the fourth would say of it."""
    found = select([[1.0, 3.0, 20.0, -100.0], [0.0, 0.0, 0.0, 0.0]], indifference=6.0, first=2)
    assert (found.selected, found.survivors, found.n) == (0, (0,), 4)


def test_who_is_out_does_not_prolong_the_search() -> None:
    """Beside two close scenarios a third, far behind and wilder, adds nothing to what they still need."""
    close = [[1.0, 2.0, 3.0, 4.0], [1.5, 1.5, 3.5, 3.5]]
    wild = [-101.0, -99.0, -101.0, -99.0]
    found = select([*close, wild], indifference=0.5)
    # eta = ((0.1 / 2)^(-2/3) - 1) / 2, h^2 = 6 eta, S^2 = 4 x 0.25 / 3 of the differences -0.5 0.5 -0.5 0.5.
    assert found.survivors == (0, 1)
    assert found.more == math.ceil(3 * (0.05 ** (-2 / 3) - 1) * (1 / 3) / 0.25) - 4


def test_contenders_by_hand() -> None:
    """A lead of 2 with standard error 1 is within the t bound 6.31 at 95 % and beyond the 1.38 at 80 %."""
    table = [[1.0, 3.0], [0.0, 0.0]]
    assert contenders(table, 0.95) == (0, 1)
    assert contenders(table, 0.80) == (0,)


def test_kim_and_nelson_select_the_best_as_often_as_they_say() -> None:
    """With the best just the indifference ahead of four equals, and common luck, it is selected in 95 % or more."""
    right, decided = [], []
    for table in drawn(11, 400, [0.5, 0.0, 0.0, 0.0, 0.0], 200, common=0.5):
        found = select(table, indifference=0.5, first=10)
        right.append(found.selected == 0)
        decided.append(found.more == 0)
    assert np.mean(decided) > 0.99
    assert np.mean(right) >= 0.95


def test_common_luck_decides_sooner() -> None:
    """The same lead takes fewer replications to see where most of the variance is common."""
    alone, together = (
        np.mean([select(table, indifference=0.5).more for table in drawn(12, 50, [0.5, 0.0, 0.0], 10, common)])
        for common in (0.0, 0.8)
    )
    assert together < alone / 3


def test_the_best_is_among_the_contenders_as_often_as_said() -> None:
    """Of five scenarios with nearly equal means the best stays a contender in 95 % of 1,000 tables or more."""
    means = [0.01, 0.0, 0.0, 0.0, -1.0]
    found = [contenders(table) for table in drawn(13, 1000, means, 10, common=0.5)]
    assert np.mean([0 in those for those in found]) >= 0.95
    assert np.mean([4 in those for those in found]) < 0.5


def test_the_bootstrap_by_hand() -> None:
    """Of differences 2.5 and 0.1 the resample 0.1 twice, one in four, falls below 0 once stretched by the root of 2."""
    first, second = rank_probabilities([[2.5, 0.1], [0.0, 0.0]])
    assert first == pytest.approx((0.75, 0.25), abs=0.015)
    assert second == pytest.approx((0.25, 0.75), abs=0.015)


def test_the_bootstrap_agrees_with_the_normal_law() -> None:
    """Where the lead is one standard error of many normal replications, the leader is best with probability 0.84."""
    difference = np.random.default_rng(14).normal(size=400)
    difference = (difference - difference.mean()) / difference.std(ddof=1) + 1 / math.sqrt(400)
    assert rank_probabilities([difference, np.zeros(400)])[0][0] == pytest.approx(0.8413, abs=0.015)


def test_common_luck_makes_the_ranking_surer() -> None:
    """A lead that drowns in luck when luck is not shared is plain when it is."""
    luck = np.random.default_rng(15)
    swings = luck.normal(0.0, 10.0, 30)
    small = luck.normal(0.0, 0.5, 30)
    paired = [swings + 1.0 + small, swings]
    broken = [swings + 1.0 + small, luck.permutation(swings)]
    assert rank_probabilities(paired)[0][0] > 0.999
    assert rank_probabilities(broken)[0][0] < 0.95


def test_equal_scenarios_share_what_they_tie_for() -> None:
    """Twins at the top share first and second rank evenly, both survive, and their order is luck."""
    winner = [0.1, 0.7, 0.3, 0.2]
    table = [[-9.0, -9.1, -9.3, -9.2], winner, winner]
    assert rank_probabilities(table) == ((0.0, 0.0, 1.0), (0.5, 0.5, 0.0), (0.5, 0.5, 0.0))
    found = best_of(table, indifference=1.0)
    assert (found.selected, found.survivors, found.more) == (1, (1, 2), 0)
    assert found.probabilities == (0.0, 0.5, 0.5)
    ranking = rank_luck(table)
    assert ranking.order == (1, 2, 0)
    assert ranking.luck[0] == 0.5
    assert ranking.luck[1] < 0.001


def test_the_luck_of_an_order_by_hand() -> None:
    """Differences 1 and 3, then 1 and 5, make t 2 and 1.5 with one degree of freedom, and Holm doubles the former."""
    ranking = rank_luck([[0.0, 0.0], [2.0, 8.0], [1.0, 5.0]])
    by_hand = [0.5 - math.atan(t) / math.pi for t in (2.0, 1.5)]
    assert ranking.order == (1, 2, 0)
    assert ranking.means == (0.0, 5.0, 3.0)
    assert ranking.luck == pytest.approx([2 * by_hand[0], max(2 * by_hand[0], by_hand[1])])


def test_orders_said_to_be_sure_are_seldom_wrong() -> None:
    """Of 200 tables with small true leads few name a wrong order with luck below 5 %: no more than 5 %."""
    means = [0.3, 0.2, 0.1, 0.0]
    wrong = []
    for table in drawn(16, 200, means, 10, common=0.5):
        found = rank_luck(table)
        neighbours = zip(found.order, found.order[1:], found.luck, strict=False)
        wrong.append(any(better > worse and luck < 0.05 for better, worse, luck in neighbours))
    assert np.mean(wrong) <= 0.05


def test_one_scenario_is_the_best_without_more_ado() -> None:
    """A ranking of one has nobody to compare with."""
    alone = [[1.0, 2.0, 4.0]]
    found = best_of(alone, indifference=1.0)
    assert (found.selected, found.survivors, found.more, found.probabilities) == (0, (0,), 0, (1.0,))
    assert contenders(alone) == (0,)
    assert rank_luck(alone).luck == ()
    assert rank_luck(alone).probabilities == ((1.0,),)


def test_best_of_is_selection_and_bootstrap_together() -> None:
    """The best comes with the selection's own answer and each one's probability of the first rank."""
    (table,) = drawn(17, 1, [0.5, 0.0, 0.3], 30, common=0.5)
    found, selection = best_of(table, 0.9, indifference=0.4, first=10), select(table, 0.9, indifference=0.4, first=10)
    assert {name: getattr(found, name) for name in vars(selection)} == vars(selection)
    assert (found.n, found.first, found.level, found.indifference) == (30, 10, 0.9, 0.4)
    assert found.probabilities == tuple(ranks[0] for ranks in rank_probabilities(table))
    assert sum(found.probabilities) == pytest.approx(1.0)


def test_a_replication_counts_where_all_have_a_number() -> None:
    """A NaN in one scenario leaves its replication out of all, so that luck stays common."""
    whole_table = [[1.0, 3.0, 2.0], [0.0, 1.0, 2.0]]
    holed = [[1.0, NAN, 3.0, 2.0, 9.0], [0.0, 7.0, 1.0, 2.0, NAN]]
    assert rank_luck(holed) == rank_luck(whole_table)
    assert best_of(holed, indifference=1.0) == best_of(whole_table, indifference=1.0)
    assert contenders(holed) == contenders(whole_table)
    assert rank_luck(holed).n == 3


def test_a_level_a_coin_would_reach_needs_no_slack() -> None:
    """At 40 % for two scenarios, less than a coin gives, the larger mean is taken at once."""
    table = [[1.0, 3.0], [0.0, 3.5]]
    assert select(table, 0.4, indifference=0.1).survivors == (0,)
    assert contenders(table, 0.4) == (0,)


@STORY
@given(table=tables(), seed=st.integers(0, 1000))
def test_the_order_in_which_scenarios_are_given_does_not_matter(table: np.ndarray, seed: int) -> None:
    """Shuffled scenarios have the same ranks, survivors and contenders, shuffled."""
    order = np.random.default_rng(seed).permutation(len(table))
    plain, shuffled = rank_luck(table), rank_luck(table[order])
    assert shuffled.probabilities == tuple(plain.probabilities[scenario] for scenario in order)
    assert sorted(order[list(contenders(table[order]))]) == list(contenders(table))
    kept = select(table[order], indifference=2.0, first=4).survivors
    assert sorted(order[list(kept)]) == list(select(table, indifference=2.0, first=4).survivors)


@STORY
@given(table=tables())
def test_every_rank_is_held_by_someone(table: np.ndarray) -> None:
    """Probabilities of ranks sum to 1 over the ranks of a scenario and over the scenarios of a rank."""
    found = np.array(rank_probabilities(table))
    assert found.sum(axis=0) == pytest.approx(np.ones(len(table)))
    assert found.sum(axis=1) == pytest.approx(np.ones(len(table)))
    assert (found >= -1e-12).all()


@STORY
@given(table=tables())
def test_who_has_dropped_out_stays_out(table: np.ndarray) -> None:
    """Added replications never bring a scenario back, and the one selected is always a survivor."""
    before = set(range(len(table)))
    for replications in range(4, table.shape[1] + 1):
        found = select(table[:, :replications], indifference=2.0, first=4)
        assert set(found.survivors) <= before
        assert found.selected in found.survivors
        before = set(found.survivors)


@STORY
@given(table=tables())
def test_the_replications_still_needed_do_decide(table: np.ndarray) -> None:
    """After the number of replications that was said to be needed no two survivors differ in their means."""
    found = select(table, indifference=5.0, first=4)
    longer = np.tile(table, found.more // table.shape[1] + 2)[:, : found.n + found.more]
    later = select(longer, indifference=5.0, first=4)
    assert later.more == 0
    assert np.ptp(longer[list(later.survivors)].mean(axis=1)) < 1e-9


@STORY
@given(table=tables(), one=st.floats(0.05, 0.999), other=st.floats(0.05, 0.999))
def test_surer_keeps_more_contenders(table: np.ndarray, one: float, other: float) -> None:
    """A higher level never drops a contender, and the largest mean always is one."""
    low, high = sorted((one, other))
    assert set(contenders(table, low)) <= set(contenders(table, high))
    assert rank_luck(table).order[0] in contenders(table, low)


def test_the_same_samples_have_the_same_probabilities() -> None:
    """The bootstrap has a seed of its own and leaves NumPy's alone."""
    np.random.seed(1)
    untouched = np.random.get_state()[1].tolist()
    (table,) = drawn(18, 1, [0.1, 0.0], 20, common=0.0)
    assert rank_probabilities(table) == rank_probabilities(table)
    assert np.random.get_state()[1].tolist() == untouched
