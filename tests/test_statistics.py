"""Intervals, paired differences, families of tests and precision: known cases, coverage and what must not matter."""

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmsim.statistics import (
    holm,
    interval,
    is_precise,
    paired_difference,
    replications_needed,
    simultaneous_level,
)

STORY = settings(derandomize=True, deadline=None, max_examples=100)

NAN = math.nan
GAINED_WITH_ONE = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
GAINED_WITH_OTHER = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
"""Hours of sleep that ten patients gained with either of two drugs: Student, Biometrika 6 (1908), 20."""

DELAYS = [1.53, 1.66, 1.24, 2.34, 2.00, 1.69, 2.69, 2.86, 1.70, 2.60]
"""Mean delays in ten replications of a bank: Law, "Simulation Modeling and Analysis", chapter 9."""

amounts = st.floats(-1e6, 1e6)
samples = st.lists(amounts, min_size=2, max_size=30)
levels = st.floats(0.01, 0.999)
chances = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=12)


def test_two_numbers_have_their_interval_by_hand() -> None:
    """Of 1 and 3 the mean is 2 and its standard error 1, and t with one degree of freedom is tan(0.95 x 90 degrees)."""
    found = interval([1.0, 3.0])
    assert found.half_width == pytest.approx(math.tan(0.95 * math.pi / 2))
    assert (found.mean, found.n, found.level) == (2.0, 2, 0.95)
    assert (found.low, found.high) == (2.0 - found.half_width, 2.0 + found.half_width)


def test_students_patients_have_the_published_difference() -> None:
    """The paired test of Student's sleep data gives 1.58 hours from 0.70 to 2.46, with p = 0.0028."""
    found = paired_difference(GAINED_WITH_OTHER, GAINED_WITH_ONE)
    assert found.interval.mean == pytest.approx(1.58)
    assert (found.interval.low, found.interval.high) == pytest.approx((0.7001, 2.4599), abs=5e-5)
    assert found.p_value == pytest.approx(0.002833, abs=5e-7)


def test_variance_saved_by_hand() -> None:
    """Variances 1 and 7/3, of the difference 1/3 and covariance 3/2: nine tenths saved."""
    found = paired_difference([1.0, 2.0, 3.0], [1.0, 2.0, 4.0])
    assert found.variance_saved == pytest.approx(1 - (1 / 3) / (1 + 7 / 3))
    assert found.correlation == pytest.approx(1.5 / math.sqrt(7 / 3))


def test_common_luck_saves_its_share_of_the_variance() -> None:
    """Where three quarters of the variance are common, three quarters of the difference's variance are saved."""
    luck = np.random.default_rng(3)
    common = luck.normal(0.0, math.sqrt(3.0), 20_000)
    one, other = (common + luck.normal(size=20_000) for _ in range(2))
    found = paired_difference(one, other)
    assert found.variance_saved == pytest.approx(0.75, abs=0.01)
    assert found.correlation == pytest.approx(0.75, abs=0.01)


def test_luck_that_pushes_apart_is_said_to_cost() -> None:
    """Two scenarios that luck moves in opposite ways have a difference that varies more, not less."""
    found = paired_difference([1.0, 2.0, 3.0], [3.0, 2.0, 1.0])
    assert found.variance_saved == pytest.approx(-1.0)
    assert found.correlation == pytest.approx(-1.0)


def test_a_constant_has_an_interval_without_width() -> None:
    """Replications that are all 0.1 have exactly that mean, and no half-width."""
    found = interval([0.1] * 7)
    assert (found.mean, found.half_width, found.low, found.high) == (0.1, 0.0, 0.1, 0.1)


def test_one_replication_bounds_nothing() -> None:
    """A single replication has a mean, an endless interval, and no test."""
    found = paired_difference([3.0, NAN], [1.0, 2.0])
    assert (found.interval.mean, found.interval.half_width, found.interval.n) == (2.0, math.inf, 1)
    assert (found.interval.low, found.interval.high) == (-math.inf, math.inf)
    assert np.isnan([found.p_value, found.variance_saved, found.correlation]).all()


def test_equal_scenarios_show_no_difference() -> None:
    """A scenario against itself: no difference, no width, p-value 1, all variance saved."""
    found = paired_difference(DELAYS, DELAYS)
    assert (found.interval.mean, found.interval.half_width) == (0.0, 0.0)
    assert (found.p_value, found.variance_saved) == (1.0, 1.0)
    assert found.correlation == pytest.approx(1.0)


def test_a_constant_shift_is_beyond_doubt() -> None:
    """A difference that is 2 in every replication has p-value 0."""
    assert paired_difference([3.0, 4.0, 7.0], [1.0, 2.0, 5.0]).p_value == 0.0


def test_what_does_not_vary_has_nothing_to_save() -> None:
    """Between two constants neither a share saved nor a correlation is defined."""
    found = paired_difference([3.0, 3.0], [1.0, 1.0])
    assert np.isnan([found.variance_saved, found.correlation]).all()
    assert math.isnan(paired_difference([3.0, 4.0], [1.0, 1.0]).correlation)


@STORY
@given(values=samples, holes=st.integers(1, 5))
def test_replications_without_a_number_change_nothing(values: list[float], holes: int) -> None:
    """NaN replications are left out, and n says how many counted."""
    assert interval([*([NAN] * holes), *values]) == interval(values)
    assert interval(values).n == len(values)


def test_a_pair_counts_only_if_both_have_a_number() -> None:
    """A NaN on either side leaves the pair out on both."""
    found = paired_difference([1.0, NAN, 5.0, 9.0], [0.0, 2.0, NAN, 6.0])
    assert found == paired_difference([1.0, 9.0], [0.0, 6.0])


@STORY
@given(values=samples, one=levels, other=levels)
def test_surer_is_wider(values: list[float], one: float, other: float) -> None:
    """A higher level never narrows the interval."""
    low, high = sorted((one, other))
    assert interval(values, low).half_width <= interval(values, high).half_width


@STORY
@given(values=samples, stretch=st.floats(0.01, 100.0), shift=amounts)
def test_intervals_follow_their_unit(values: list[float], stretch: float, shift: float) -> None:
    """In another unit the interval is the same interval."""
    plain, moved = interval(values), interval([stretch * value + shift for value in values])
    assert moved.mean == pytest.approx(stretch * plain.mean + shift, abs=1e-6)
    assert moved.half_width == pytest.approx(stretch * plain.half_width, rel=1e-6, abs=1e-4)


@STORY
@given(pairs=st.lists(st.tuples(amounts, amounts), min_size=2, max_size=30))
def test_differences_turn_with_the_sides(pairs: list[tuple[float, float]]) -> None:
    """The other less the one is the same difference with the opposite sign."""
    one, other = zip(*pairs, strict=True)
    there, back = paired_difference(one, other), paired_difference(other, one)
    assert there.interval.mean == -back.interval.mean
    assert there.p_value == pytest.approx(back.p_value)
    assert there.variance_saved == pytest.approx(back.variance_saved, nan_ok=True)
    assert there.variance_saved <= 1.0 or math.isnan(there.variance_saved)


@STORY
@given(pairs=st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=2, max_size=30))
def test_interval_and_test_agree(pairs: list[tuple[int, int]]) -> None:
    """The 95 % interval leaves out 0 exactly where the p-value is below 0.05."""
    found = paired_difference(*zip(*pairs, strict=True))
    beyond = abs(found.interval.mean) - found.interval.half_width
    assert abs(beyond) < 1e-9 or (beyond > 0) == (found.p_value < 0.05)


def test_intervals_hold_the_true_mean_as_often_as_they_say() -> None:
    """Of 2,000 intervals from ten normal replications 95 % hold the mean, within three standard errors."""
    drawn = np.random.default_rng(1).normal(5.0, 2.0, (2000, 10))
    held = [found.low <= 5.0 <= found.high for found in map(interval, drawn)]
    assert np.mean(held) == pytest.approx(0.95, abs=3 * math.sqrt(0.95 * 0.05 / 2000))


def families(seed: int, tables: int, means: list[float], replications: int) -> np.ndarray:
    """Scenarios with common luck, each with a spread of its own; shape (tables, scenarios, replications)."""
    luck = np.random.default_rng(seed)
    common = luck.normal(0.0, 1.0, (tables, 1, replications))
    own = luck.normal(0.0, 1.0, (tables, len(means), replications))
    spreads = np.linspace(1.0, 2.0, len(means))[:, np.newaxis]
    return np.array(means)[:, np.newaxis] + spreads * (common + own)


def test_adjusted_intervals_hold_all_true_differences_together() -> None:
    """In 95 % of 1,000 comparisons of five scenarios with a first all five intervals hold the truth, or more."""
    level = simultaneous_level(0.95, 5)
    held = []
    for table in families(2, 1000, [0.0] * 6, 10):
        found = [paired_difference(row, table[0], level).interval for row in table[1:]]
        held.append(all(one.low <= 0.0 <= one.high for one in found))
    assert np.mean(held) >= 0.95 - 2 * math.sqrt(0.95 * 0.05 / 1000)


def test_an_adjusted_interval_without_zero_is_a_rejection_by_holm() -> None:
    """Where a simultaneous interval leaves out 0, Holm's p-value is at most 5 %; the reverse need not be."""
    level = simultaneous_level(0.95, 3)
    without_zero = rejected = 0
    for table in families(4, 200, [0.0, 0.8, 1.6, 2.4], 10):
        found = [paired_difference(row, table[0], level) for row in table[1:]]
        for one, adjusted in zip(found, holm([one.p_value for one in found]), strict=True):
            apart = not one.interval.low <= 0.0 <= one.interval.high
            assert adjusted <= 0.05 or not apart
            without_zero, rejected = without_zero + apart, rejected + (adjusted <= 0.05)
    assert rejected > without_zero > 100


def test_holm_by_hand() -> None:
    """Of .01 .04 .03 .005 the least is taken fourfold, the next threefold, and none falls below an earlier one."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_tests_that_were_not_made_do_not_count() -> None:
    """A NaN stays NaN and makes the others' family no larger."""
    assert holm([NAN, 0.01, 0.04, NAN]) == pytest.approx([NAN, 0.02, 0.04, NAN], nan_ok=True)
    assert np.isnan(holm([NAN, NAN])).all()


def test_holm_leaves_the_given_values_alone() -> None:
    """The array that is handed in stays what it was."""
    given_values = np.array([0.01, 0.02])
    holm(given_values)
    assert given_values.tolist() == [0.01, 0.02]


@STORY
@given(p_values=chances)
def test_holm_lies_between_nothing_and_bonferroni(p_values: list[float]) -> None:
    """Adjusted p-values are never below the given ones, nor above Bonferroni's, and keep their order."""
    adjusted = holm(p_values)
    assert (adjusted >= p_values).all()
    assert (adjusted <= np.minimum(1.0, len(p_values) * np.array(p_values))).all()
    assert (np.diff(adjusted[np.argsort(p_values)]) >= 0).all()


@STORY
@given(p_values=chances, seed=st.integers(0, 1000))
def test_holm_does_not_look_at_the_order(p_values: list[float], seed: int) -> None:
    """Shuffled tests have the same p-values, shuffled."""
    order = np.random.default_rng(seed).permutation(len(p_values))
    assert (holm(np.array(p_values)[order]) == holm(p_values)[order]).all()


def test_one_comparison_keeps_its_level() -> None:
    """A family of one is not adjusted, and a family of five shares the error evenly."""
    assert simultaneous_level(0.95, 1) == pytest.approx(0.95)
    assert simultaneous_level(0.95, 5) == pytest.approx(0.99)


def test_laws_bank_needs_the_published_replications() -> None:
    """Law's bank needs 16 replications for a quarter of a minute, and 27 for a true relative error of a tenth."""
    assert replications_needed(DELAYS, 0.0, level=0.9, absolute=0.25) == 16
    assert replications_needed(DELAYS, 0.1 / 1.1, level=0.9) == 27
    assert not is_precise(DELAYS, 0.1 / 1.1, level=0.9)


@STORY
@given(values=samples, relative=st.floats(0.001, 10.0), more=st.floats(1.0, 10.0))
def test_a_coarser_aim_needs_no_more(values: list[float], relative: float, more: float) -> None:
    """The aim is reached exactly where no more replications are needed, and a coarser one never takes longer."""
    needed = replications_needed(values, relative)
    assert is_precise(values, relative) == (needed == len(values))
    assert len(values) <= replications_needed(values, relative * more) <= needed


@STORY
@given(values=samples, relative=st.floats(0.01, 1.0))
def test_the_number_needed_is_the_least(values: list[float], relative: float) -> None:
    """At the number needed the half-width is small enough, and with one replication fewer it would not be."""
    from scipy import stats

    needed = replications_needed(values, relative)
    if len(values) < needed < math.inf:
        n = np.array([needed - 1, needed])
        half_widths = stats.t.ppf(0.975, n - 1) * np.std(values, ddof=1) / np.sqrt(n)
        aim = relative * abs(np.mean(values))
        assert half_widths[0] > aim * (1 - 1e-6)
        assert half_widths[1] <= aim * (1 + 1e-6)


def test_near_zero_only_an_absolute_aim_can_be_reached() -> None:
    """Around a mean of 0 no share of it is ever reached, while half a unit is."""
    around_zero = [-1.0, 1.0, -2.0, 2.0]
    assert replications_needed(around_zero, 0.05) == math.inf
    assert not is_precise(around_zero, 0.05)
    assert replications_needed(around_zero, 0.05, absolute=0.5) == 54
    assert is_precise(around_zero * 14, 0.05, absolute=0.5)


def test_what_never_varies_is_precise() -> None:
    """Two equal replications need no third, be they 0 or not; one alone is never precise."""
    assert replications_needed([0.0, 0.0], 0.05) == 2
    assert is_precise([0.1, NAN, 0.1], 0.05)
    assert not is_precise([0.1], 0.05)


def test_stopping_when_precise_reaches_the_aim_nearly_as_often_as_it_says() -> None:
    """Adding replications to ten until the rule says yes, 95 % intervals hold the mean in 93 % of cases or more."""
    drawn = np.random.default_rng(5).normal(10.0, 2.0, (400, 200))
    held = []
    for values in drawn:
        n = 10
        while not is_precise(values[:n], 0.1):
            n = int(min(replications_needed(values[:n], 0.1), n + 5))
        found = interval(values[:n])
        held.append(found.low <= 10.0 <= found.high)
    assert np.mean(held) >= 0.93 - 2 * math.sqrt(0.93 * 0.07 / 400)


def test_importing_statistics_is_light() -> None:
    """SciPy is not loaded before it is needed, nor is pandas."""
    program = "import sys, crmsim.statistics; print(sorted({'scipy', 'pandas', 'numba'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
