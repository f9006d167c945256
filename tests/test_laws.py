"""The laws keep to their limits, closed forms, directions and published figures, and compile to the same bits."""

import inspect
import math
import pkgutil
from collections.abc import Callable
from importlib import import_module
from types import FunctionType

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmsim import law
from crmsim.engine.compiler import rebound
from crmsim.law.common import blend, clamp, decay, fading, logistic, logit, one_of_three
from crmsim.law.exit import is_given_up
from crmsim.law.lifecycle import MOVES, full_grown, is_customer, is_review_month, stage_at_review
from crmsim.law.maintenance import (
    expectation_aim,
    loyalty_aim,
    need_kept,
    punctuality,
    purchase_chance,
    quality_met,
    resistance,
    satisfaction,
    visit_luck,
    visit_quality,
)
from crmsim.law.prospecting import reach, referral_rate, winning_chance
from crmsim.law.value import (
    evaluation_scale,
    measured,
    monthly_margin,
    monthly_value,
    share_after_drain,
    share_after_sale,
    tier,
    wallet,
)
from crmsim.stages import Stage, Tier

STORY = settings(derandomize=True, deadline=None, max_examples=200)
LAST_LUCK = 1.0 - 2.0**-53

unit = st.floats(0.0, 1.0)
lucks = st.integers(0, 2**53 - 1).map(lambda bits: bits / 2**53)
GRID = (np.arange(200_000) + 0.5) / 200_000
"""An even sample of luck."""


def test_the_logistic_deviate_undoes_the_logistic_function() -> None:
    """`logit` is 0 in the middle, as far on either side, finite at both ends, and undone by `logistic`."""
    assert logit(0.5) == 0.0
    assert logit(0.25) == pytest.approx(-math.log(3.0), rel=1e-15) == pytest.approx(-logit(0.75), rel=1e-15)
    assert logit(0.0) == pytest.approx(-53.0 * math.log(2.0))
    assert logit(1.0) == logit(LAST_LUCK) == pytest.approx(53.0 * math.log(2.0))
    assert [logistic(logit(u)) for u in (1e-9, 0.1, 0.7)] == pytest.approx([1e-9, 0.1, 0.7], rel=1e-12)


@STORY
@given(x=st.floats(-1e300, 1e300), y=st.floats(-1e300, 1e300))
def test_the_logistic_function_rises_from_nought_to_one(x: float, y: float) -> None:
    """`logistic` is between 0 and 1, never falls, and is as far from 1 at x as from 0 at -x."""
    x, y = sorted((x, y))
    assert 0.0 < logistic(x) <= logistic(y) <= 1.0
    assert logistic(x) + logistic(-x) == pytest.approx(1.0, rel=1e-15)


@STORY
@given(x=st.floats(-10.0, 10.0), low=st.floats(-5.0, 0.0), high=st.floats(0.0, 5.0))
def test_clamp_is_the_median_of_three(x: float, low: float, high: float) -> None:
    """The nearest number within bounds is the middle one of the number and its bounds."""
    assert clamp(x, low, high) == sorted((x, low, high))[1]


def test_time_wears_half_away_in_each_half_life() -> None:
    """Nothing is worn away at once, then a half, three quarters, seven eighths, in the end all."""
    worn = [fading(half_lives * 4.0, decay(4.0)) for half_lives in (0, 1, 2, 3, 100)]
    assert worn == pytest.approx([0.0, 0.5, 0.75, 0.875, 1.0], rel=1e-15)


def test_a_blend_goes_from_old_to_new_and_a_choice_of_three_does_not() -> None:
    """Weight 0 keeps the old value, 1 forgets it, a quarter goes a quarter of the way; 0, 1 and 2 choose one whole."""
    assert [blend(2.0, 6.0, weight) for weight in (0.0, 0.25, 1.0)] == [2.0, 3.0, 6.0]
    assert [one_of_three(which, 10.0, 20.0, 30.0) for which in range(3)] == [10.0, 20.0, 30.0]


def test_moves_are_the_arrows_of_the_lifecycle() -> None:
    """Every stage leads on, none to itself; the bank wins customers in development only, into growth only."""
    assert set(MOVES) == set(Stage)
    assert all(before not in afters for before, afters in MOVES.items())
    assert {s for s in MOVES if not is_customer(s) and any(map(is_customer, MOVES[s]))} == {Stage.DEVELOPMENT}
    assert [after for after in MOVES[Stage.DEVELOPMENT] if is_customer(after)] == [Stage.GROWTH]
    assert {before for before, afters in MOVES.items() if Stage.TERMINATION in afters} == set(
        filter(is_customer, Stage)
    )
    assert MOVES[Stage.TERMINATION] == MOVES[Stage.DEVELOPMENT][:1] == (Stage.POTENTIAL,)


def test_growth_maturity_and_decline_are_customers() -> None:
    """A relationship lasts from growth to decline."""
    assert list(filter(is_customer, Stage)) == [Stage.GROWTH, Stage.MATURITY, Stage.DECLINE]


@STORY
@given(stage=st.sampled_from([Stage.GROWTH, Stage.MATURITY, Stage.DECLINE]), share=unit, loyalty=unit, line=unit)
def test_a_review_makes_allowed_moves_only(stage: int, share: float, loyalty: float, line: float) -> None:
    """Whatever a review finds, the customer stays or moves along an arrow, and is in decline only below the line."""
    found = stage_at_review(stage, full_grown(share, 0.85, 0.75), loyalty, line, 0.08)
    assert found == stage or found in MOVES[stage]
    assert (found == Stage.DECLINE) == (loyalty < line + 0.08 * (stage == Stage.DECLINE))


def test_a_customer_between_the_lines_of_decline_does_not_flicker() -> None:
    """Between the two lines a sound customer stays sound and a declining one in decline; on the upper it recovers."""
    assert stage_at_review(Stage.MATURITY, Stage.MATURITY, 0.40, 0.35, 0.10) == Stage.MATURITY
    assert stage_at_review(Stage.DECLINE, Stage.MATURITY, 0.40, 0.35, 0.10) == Stage.DECLINE
    assert stage_at_review(Stage.DECLINE, Stage.GROWTH, 0.5, 0.25, 0.25) == Stage.GROWTH


def test_maturity_begins_on_its_line() -> None:
    """Three quarters of the highest share of wallet is maturity already; anything less is growth."""
    assert full_grown(0.375, 0.5, 0.75) == full_grown(0.5, 0.5, 0.75) == Stage.MATURITY
    assert full_grown(0.374, 0.5, 0.75) == full_grown(0.0, 0.5, 0.75) == Stage.GROWTH


def test_reviews_come_every_so_many_months() -> None:
    """Of the months of a year, reviews every fourth fall on three."""
    assert [month for month in range(1, 13) if is_review_month(month, 4)] == [4, 8, 12]


@pytest.mark.parametrize("spread", [0.0, 0.1, 0.3, 0.5, 0.7])
def test_the_spread_of_wallets_is_their_gini_coefficient(spread: float) -> None:
    """Over an even sample of luck the Gini coefficient of wallets is `spread`, but for the tail beyond the sample."""
    wallets = np.array([wallet(u, 100e3, spread) for u in GRID.tolist()])
    n = len(wallets)
    gini = 1.0 - float((2 * np.arange(n, 0, -1) - 1) @ wallets) / (n * float(wallets.sum()))
    assert gini == pytest.approx(spread, abs=n ** (spread - 1.0) + 1e-9)
    assert np.median(wallets) == pytest.approx(100e3, rel=1e-5)


@STORY
@given(u=lucks, v=lucks, spread=st.floats(0.0, 0.85), median=st.floats(1e3, 1e9))
def test_wallets_grow_with_luck(u: float, v: float, spread: float, median: float) -> None:
    """Greater luck is a greater wallet, always positive and finite, and luck one half is the median."""
    u, v = sorted((u, v))
    assert 0.0 < wallet(u, median, spread) <= wallet(v, median, spread) < math.inf
    assert wallet(0.5, median, spread) == median


def test_a_year_of_margins_is_the_yearly_rate() -> None:
    """Twelve months at 1.2 % a year on 100,000 earn 1,200; value is margin less accounts and hours at wage."""
    assert 12.0 * monthly_margin(100e3, 0.012) == pytest.approx(1200.0)
    assert monthly_value(100.0, 6.0, 0.5, 80.0) == 54.0


@STORY
@given(u=lucks.filter(bool), true=st.floats(-1e6, 1e6), scale=st.floats(0.0, 2.0))
def test_evaluations_are_right_in_the_median(u: float, true: float, scale: float) -> None:
    """At luck one half a value is found as it is, as often too high as too low, and never with another sign."""
    assert measured(true, 0.5, scale) == true
    found, mirrored = measured(true, u, scale), measured(true, 1.0 - u, scale)
    assert found * mirrored == pytest.approx(true * true, rel=1e-9)
    assert found * true >= 0.0


def test_skill_takes_three_quarters_of_an_evaluations_error() -> None:
    """Without skill all of the error is left, with half of it five eighths, with all a quarter."""
    assert [evaluation_scale(0.4, skill) for skill in (0.0, 0.5, 1.0)] == pytest.approx([0.4, 0.25, 0.1])


def test_tiers_begin_on_their_lines() -> None:
    """A measured value on a line is in the upper tier; where lines cross, premium wins."""
    found = [tier(value, 80.0, 400.0) for value in (-5.0, 79.9, 80.0, 399.9, 400.0, 1e9)]
    assert found == [Tier.ORDINARY, Tier.ORDINARY, Tier.SELECT, Tier.SELECT, Tier.PREMIUM, Tier.PREMIUM]
    assert tier(50.0, 80.0, 40.0) == Tier.PREMIUM


def test_shares_of_wallet_rise_to_the_ceiling_and_drain_in_proportion() -> None:
    """A sale adds its step up to the ceiling; a drain of 3 % a month leaves 97 % after one, and its powers later."""
    assert [share_after_sale(share, 0.25, 0.75) for share in (0.25, 0.5, 0.625, 0.75)] == [0.5, 0.75, 0.75, 0.75]
    left = [share_after_drain(0.5, 0.03, months) for months in (0.0, 1.0, 12.0, 0.5)]
    assert left == pytest.approx([0.5, 0.5 * 0.97, 0.5 * 0.97**12, 0.5 * 0.97**0.5], rel=1e-14)


def test_a_campaigns_contacts_win_ever_fewer() -> None:
    """With 5.7 % and 0.83 the chances run as published, within half a point of those that were counted."""
    chances = [100.0 * winning_chance(0.057, 0.83, earlier, 1.0) for earlier in range(5)]
    assert [round(chance, 1) for chance in chances] == [5.7, 4.7, 3.9, 3.3, 2.7]
    assert chances == pytest.approx([5.66, 5.06, 4.08, 3.29, 2.27], abs=0.5)


@STORY
@given(first=unit, fatigue=st.floats(0.3, 1.0), earlier=st.integers(0, 11), quality=st.floats(0.0, 2.0))
def test_winning_chances_are_chances(first: float, fatigue: float, earlier: int, quality: float) -> None:
    """A chance is between 0 and 1, falls with every contact, rises with quality, and is its closed form below 1."""
    chance = winning_chance(first, fatigue, earlier, quality)
    assert chance == pytest.approx(min(first * fatigue**earlier * quality, 1.0), rel=1e-12)
    assert 0.0 <= winning_chance(first, fatigue, earlier + 1, quality) <= chance + 1e-15
    assert chance <= winning_chance(first, fatigue, earlier, quality + 0.1) <= 1.0


def test_candidates_fill_the_band_of_the_channels() -> None:
    """A channel of four tenths of the ceiling gets four in ten candidates, one at it all, one of rate 0 none."""
    grid = [(i + 0.5) / 1000 for i in range(1000)]
    assert [sum(reach(u, 0.1) < rate for u in grid) for rate in (0.0, 0.04, 0.1)] == [0, 400, 1000]
    assert reach(LAST_LUCK, 0.1) < 0.1


def test_referral_lives_off_loyal_customers() -> None:
    """Nobody recommends a bank without loyal customers, and wholly loyal ones do it at the full rate."""
    assert referral_rate(0.04, 0.0) == 0.0
    assert referral_rate(0.04, 0.5) < referral_rate(0.04, 1.0) == 0.04


def test_a_skilled_manager_with_the_usual_time_has_quality_one() -> None:
    """Quality is 1 with all skill and the usual time, half of it without skill, and at most 5/4 with endless time."""
    assert visit_quality(1.0, 1.0) == 1.0
    assert visit_quality(0.0, 1.0) == 0.5
    assert visit_quality(1.0, 1e9) == pytest.approx(1.25)
    gains = np.diff([visit_quality(0.7, care) for care in np.linspace(0.25, 3.0, 50)])
    assert (gains > 0.0).all()
    assert (np.diff(gains) < 0.0).all()


def test_visits_vary_around_their_average() -> None:
    """Luck moves a visit through a band of the given width with the average in its middle, never below 0."""
    assert [visit_luck(0.75, u, 0.5) for u in (0.0, 0.5, 1.0)] == [0.5, 0.75, 1.0]
    assert visit_luck(0.1, 0.0, 1.0) == 0.0


def test_half_of_punctuality_is_lost_at_patience() -> None:
    """At once is 1, a squared wait of `patience` squared promises one half, three times that a quarter, never 0."""
    waits = (0.0, 2.0 * math.sqrt(2.0), 2.0 * math.sqrt(6.0), math.inf)
    assert [punctuality(wait, 2.0, 2.0) for wait in waits] == pytest.approx([1.0, 0.5, 0.25, 0.0])
    assert punctuality(10.0, 5.0, 2.0) == punctuality(2.0, 1.0, 2.0)


def test_waiting_is_perceived_quality() -> None:
    """A punctual visit is met as it is, a hopelessly late one loses the weight of waiting, and nothing at weight 0."""
    assert [quality_met(0.8, punctual, 0.5) for punctual in (1.0, 0.5, 0.0)] == pytest.approx([0.8, 0.6, 0.4])
    assert quality_met(0.8, 0.0, 0.0) == 0.8


def test_expectations_follow_experience_and_the_market() -> None:
    """Without pull one expects what one is used to, with all of it what the market gives."""
    assert [expectation_aim(0.5, 1.0, pull) for pull in (0.0, 0.5, 1.0)] == [0.5, 0.75, 1.0]


def test_satisfaction_is_perceived_over_expected() -> None:
    """Just what was expected satisfies just so, and nobody expects less than a tenth."""
    assert satisfaction(0.8, 0.8) == 1.0
    assert satisfaction(0.6, 0.8) == pytest.approx(0.75)
    assert satisfaction(0.2, 0.0) == satisfaction(0.2, 0.1) == 2.0


@STORY
@given(pleased=st.floats(0.0, 3.0), links=st.floats(0.0, 10.0))
def test_loyalty_rises_with_satisfaction_and_links(pleased: float, links: float) -> None:
    """A just satisfied customer has the base's loyalty; satisfaction and links lift it, between 0 and 1."""
    assert loyalty_aim(0.0, 1.0, 6.0, 0.0) == 0.5
    assert loyalty_aim(-1.0, 1.5, 6.0, 0.0) == pytest.approx(1.0 / (1.0 + math.exp(-2.0)))
    aim = loyalty_aim(0.0, pleased, 6.0, links)
    assert 0.0 < aim <= loyalty_aim(0.0, pleased + 0.1, 6.0, links) <= 1.0
    assert aim <= loyalty_aim(0.0, pleased, 6.0, links + 0.1)


def test_the_loyal_bring_their_needs_and_the_satisfied_buy() -> None:
    """All loyalty keeps every need; a full wallet buys nothing, an empty one at the greatest chance, never above 1."""
    assert [need_kept(loyalty, 0.4) for loyalty in (1.0, 0.5, 0.0)] == pytest.approx([1.0, 0.8, 0.6])
    chances = [purchase_chance(0.28, 1.0, share, 0.8) for share in (0.0, 0.4, 0.8, 0.9)]
    assert chances == pytest.approx([0.28, 0.14, 0.0, 0.0])
    assert purchase_chance(0.9, 2.0, 0.0, 0.8) == 1.0


def test_offers_meet_switching_cost_and_loyalty_times_satisfaction() -> None:
    """Only the loyal and satisfied are shielded beyond the trouble of moving."""
    assert resistance(0.25, 2.0, 0.5, 1.5) == 1.75
    assert resistance(0.25, 2.0, 0.0, 1.5) == resistance(0.25, 2.0, 0.5, 0.0) == 0.25


def test_whom_the_bank_gives_up() -> None:
    """A customer below the line is given up; one on it stays."""
    assert [is_given_up(value, -100.0) for value in (-100.1, -100.0, 0.0)] == [True, False, False]


def public_laws() -> dict[str, FunctionType]:
    """Every public function of the law, by module and name."""
    modules = [import_module(f"{law.__name__}.{module.name}") for module in pkgutil.iter_modules(law.__path__)]
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}": function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


WIDE = (-1e6, 1e6)
RANGES: dict[str, tuple[float, float]] = {
    "u": (0.0, LAST_LUCK), "which": (0, 2), "stage": (0, 5), "grown": (2, 3), "month": (1, 480), "every": (1, 24),
    "earlier": (0, 11), "x": (-50.0, 50.0), "low": (-5.0, 0.0), "high": (0.0, 5.0), "months": (0.0, 480.0),
    "half_life": (0.5, 60.0), "ceiling": (0.1, 1.0), "share": (0.0, 1.0), "step": (0.01, 0.5), "drain": (0.0, 0.3),
    "wait": (0.0, 5000.0), "promise": (0.1, 40.0), "patience": (0.2, 20.0), "care": (0.25, 3.0), "visit": (0.0, 3.0),
    "quality": (0.0, 3.0), "perceived": (0.0, 3.0), "expected": (0.0, 3.0), "market_quality": (0.3, 1.2),
    "pleased": (0.0, 30.0), "base": (-3.0, 3.0), "links": (0.0, 20.0), "per_satisfaction": (0.0, 20.0),
    "switching_cost": (0.0, 2.0), "shield": (0.0, 3.0), "fatigue": (0.3, 1.0), "median": (1e3, 1e9),
    "balance": (0.0, 1e9), "yearly_rate": (0.0, 0.08), "hours": (0.0, 40.0), "wage": (0.0, 1000.0),
    "account_cost": (0.0, 200.0), "error": (0.0, 2.0), "scale": (0.0, 2.0), "rate": (0.0, 0.1),
    "asking": (0.0, 0.5), "concession": (0.0, 0.5), "concessions": (0, 40), "worth": (0.0, 10.0), "excess": (-2.0, 4.0),
    "regime": (0, 2), "length": (2.0, 120.0), "swing": (0.0, 0.9),
    "spent": (0.0, 2000.0), "half": (0.1, 200.0), "hardware": (0.0, 60.0), "software": (0.0, 3.0), "trust": (0.0, 1.0),
    "functional": (0.0, 3.0), "psychological": (0.0, 3.0), "distinctive": (0.0, 2000.0), "hurt": (0.0, 1.0),
    "severity": (0.0, 1.0), "image": (0.0, 1.0), "fourth": WIDE, "fifth": WIDE,
    "strength": (0.0, 3.0), "spending": (0.0, 100.0), "before": (0.0, 4.0),
    "wallet": (1.0, 1e9), "other": (1.0, 1e9), "evaluation": (0.0, 3.0), "screening": (0.0, 3.0),
    "research": (0.0, 3.0), "preparation": (0.0, 3.0), "marks": (0, 5), "training": (0.0, 160.0),
    "industry": (0, 2), "region": (0, 2), "growth": (-0.1, 0.3), "advantage": (0.0, 2.0),
    "rating": (0, 7), "worst": (0, 7), "loan_class": (0, 4), "seen": (-2.0, 9.0), "health": (-0.5, 1.5),
    "stress": (1.0, 5.0), "slump_risk": (1.0, 5.0), "mystery": (0.0, 30.0), "innovation": (0.0, 50.0),
    "service_trust": (0.0, 3.0), "told": (0.0, 3.0), "lessons": (0.0, 100.0), "customers": (0.0, 1e4),
    "optimism": (0.0, 3.0), "deviate": (0.0, 40.0), "variety": (0.0, 1.0),
    "fit": (0.5, 1.0), "cost": (0.0, 2.0), "products": (1, 12), "match": (1.0, 4.0),
    **dict.fromkeys(("weight", "skill", "spread", "punctual", "wait_weight", "market_pull", "loyalty"), (0.0, 1.0)),
    **dict.fromkeys(("follow", "greatest", "maturity_at", "decline_below", "recovery_margin"), (0.0, 1.0)),
    **dict.fromkeys(("chance", "communication", "teamwork", "known", "meet_needs", "born"), (0.0, 1.0)),
    **dict.fromkeys(("emerging", "restricted", "near", "remote", "mean", "price", "deposits"), (0.0, 1.0)),
    **dict.fromkeys(("centred", "beyond", "pushing", "one_to_one", "broad_links", "think", "respect"), (0.0, 1.0)),
    **dict.fromkeys(("old", "new", "first", "second", "third", "margin", "true", "measured_value"), WIDE),
    **dict.fromkeys(("select_from", "premium_from", "close_below"), (-1e3, 1e6)),
    "line": (0.0, 0.2), "legal_care": (0.0, 20000.0), "heard": (0.0, 100.0), "current_ratio": (0.0, 2.0),
    "debt_ratio": (0.0, 1.5), "foreign_trade": (0, 1), "loans": (0, 40), "alike": (0, 40), "include_b": (0, 1),
    "recognition": (0.0, 1.0), "secrecy": (0.0, 1.0), "means": (0, 2), "collection": (0.0, 1.0),
    "transfer": (0.0, 1.0), "securitisation": (0.0, 1.0), "minimum": (1, 6), "records": (0, 5), "weak": (0, 4),
    "execution": (0.0, 1.0), "report_every": (1.0, 12.0), "timing": (0.0, 1.0), "least": (0.0, 1.0),
    "combination": (0.0, 1.0), "count": (1, 20), "performing": (0, 1), "likeness": (0.0, 1.0),
}  # fmt: skip
"""Where the parameters of the laws lie, by name."""


def arguments(function: FunctionType, random: np.random.Generator) -> list[tuple[float, ...]]:
    """Thousands of arguments, each parameter now and then at an end of its range."""
    columns = []
    for parameter in inspect.signature(function).parameters.values():
        low, high = RANGES[parameter.name]
        drawn = random.uniform(low, high, 4000)
        at_end = random.random(len(drawn))
        drawn[at_end < 0.1], drawn[at_end > 0.9] = low, high
        columns.append(np.rint(drawn).astype(int).tolist() if parameter.annotation in (int, bool) else drawn.tolist())
    return list(zip(*columns, strict=True))


@pytest.mark.parametrize("name", public_laws())
def test_compiled_law_is_the_law_to_the_last_bit(name: str) -> None:
    """Compiled as the engine compiles it, a law gives Python's very bits, of Python's kind."""

    def compile_(function: Callable[..., float]) -> Callable[..., float]:
        return numba.njit(function, error_model="numpy")  # type: ignore[no-any-return]

    function = public_laws()[name]
    compiled = compile_(rebound(function, compile_, {}))
    cases = arguments(function, np.random.default_rng(1))
    here, there = [function(*case) for case in cases], [compiled(*case) for case in cases]
    bits, compiled_bits = np.array([here, there], np.float64).view(np.uint64)
    differing = np.flatnonzero(bits != compiled_bits)
    assert not len(differing), f"differs at {cases[differing[0]]}"
    assert {type(value) for value in here} == {type(value) for value in there}
    assert len(set(here)) > 1
