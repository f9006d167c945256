"""Where a toy could have been built, ten times over, and what the branch has in its place."""

import ast
import inspect
import itertools
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from conftest import compiled, small
from hypothesis import given
from hypothesis import strategies as st

from crmsim.acts import listening, maintenance, standing, work
from crmsim.acts.layout import Records
from crmsim.engine import compiled_engine
from crmsim.engine.history import History, no_progress
from crmsim.engine.opening import opened
from crmsim.engine.plan import Plan, plan
from crmsim.fen import fen
from crmsim.law import forms, service
from crmsim.law import maintenance as law
from crmsim.law.common import blend, decay, fading
from crmsim.law.exit import is_overindebted, is_pool_ready
from crmsim.law.market import temptation
from crmsim.law.value import tier
from crmsim.population.market import synthetic
from crmsim.results.kpis import kpis_of
from crmsim.settings import Maintenance, Market, Number, Scenario, Strategy
from crmsim.settings.probes import POOLING, SOUGHT
from crmsim.stages import Account, Conduct, Event, Industry, Kind, Mark, Means, Rating, Stage, Step, Tier, Work

RAW = {"market.opening_months": 0, "market.potential": 0}
"""No months before month 0 and nobody to be won: who is there stands as the market made it."""

CALM = {
    "market.potential": 0,
    "market.offers": 0.0,
    "market.purchase_chance": 0.0,
    "exit.close_below": -5000.0,
    "exit.criterion_1": False,
    "exit.criterion_2": False,
    "exit.criterion_3": False,
    "exit.criterion_4": False,
}
"""Nobody comes, goes, buys or is given up."""


def ready(scenario: Scenario, seed: int = 1) -> Plan:
    """What a branch starts from."""
    return plan(scenario, None, seed, 0, recording=False)


def book(scenario: Scenario, seed: int = 1) -> Records:
    """Every customer of the market at month 0, when the months before it have been lived through."""
    return opened(ready(scenario, seed), compiled_engine.simulate).customers


def is_own(customers: Records) -> np.ndarray:
    """Which customers have a relationship with the bank."""
    return np.asarray((customers["stage"] >= Stage.GROWTH) & (customers["stage"] <= Stage.DECLINE))


def rows_of(history: History, *events: int) -> Records:
    """What a history tells of some kinds of event."""
    return history.rows[np.isin(history.rows["event"], events)]


def satisfaction_of(customers: Records) -> np.ndarray:
    """How satisfied each customer is."""
    return np.asarray(customers["perceived"] / np.maximum(customers["expected"], 0.1))


# 1. Corporate customers

FIGURES = ("current_ratio", "debt_ratio", "return_on_capital", "cash_flow")


def firms(**settings: float) -> Scenario:
    """A branch of a hundred firms among its customers, of which many have something on record."""
    usual = {"market__customers": 200, "market__potential": 100, "market__corporates": 0.5, "market__misconduct": 0.1}
    return small(**{**usual, "market__small_businesses": 0.0, "market__opening_months": 24, **settings})


@pytest.fixture(scope="module")
def corporates() -> Records:
    """The firms of such a branch at month 0."""
    customers = book(firms())
    found: Records = customers[customers["kind"] == Kind.CORPORATE]
    return found


@pytest.mark.parametrize("figure", FIGURES)
def test_a_firm_comes_with_three_yearly_statements(figure: str, corporates: Records) -> None:
    """At month 0 every firm has three years of figures behind it, none of them blank, and not three times the same."""
    years = corporates[figure]
    assert years.shape == (150, 3)
    assert np.isfinite(years).all()
    assert (years != 0.0).all()
    assert (years.max(axis=1) > years.min(axis=1)).all()


def test_only_firms_hand_in_statements() -> None:
    """Individuals and small businesses have none."""
    customers = book(small(market__customers=200, market__small_businesses=0.4))
    others = customers[customers["kind"] != Kind.CORPORATE]
    assert np.isnan(others["current_ratio"]).all()


@pytest.mark.parametrize("mark", Mark.names())
def test_a_firm_has_prospects_technology_operation_and_a_name(mark: str, corporates: Records) -> None:
    """Each flag is borne by some firms and not by others, and no two flags by the same ones."""
    flags = corporates["marks"]
    mine = flags[:, Mark.names().index(mark)]
    assert set(mine.tolist()) == {0, 1}
    assert sum(bool((mine == flags[:, other]).all()) for other in Mark) == 1


def test_a_firm_has_an_industry_a_rating_and_its_business_abroad(corporates: Records) -> None:
    """Some firms have foreign business, some are in a restricted industry, some are rated low, and others not."""
    for flag in ("foreign", "industry", "rating"):
        assert len(set(corporates[flag].tolist())) > 1, flag
    assert 0 < np.count_nonzero(corporates["industry"] == Industry.RESTRICTED) < len(corporates)
    assert 0 < np.count_nonzero(corporates["rating"] >= Rating.B) < len(corporates)


@pytest.mark.parametrize("kind", Conduct.names())
def test_records_of_conduct_are_dated(kind: str, corporates: Records) -> None:
    """Of each kind some firms have a record, with a day of its own in the five years before month 0."""
    dates = corporates["conduct"][:, Conduct.names().index(kind)]
    known = dates[np.isfinite(dates)]
    assert 0 < len(known) < len(corporates)
    assert len(set(known.tolist())) == len(known)
    assert known.min() >= -60.0
    assert known.max() < 0.0


@pytest.mark.parametrize("kind", Conduct.names())
def test_one_record_is_enough_for_the_fourth_criterion(kind: str) -> None:
    """Where one kind of conduct counts, the first review flags exactly the firms that have it on record."""
    off = {f"exit.conduct_{name}": False for name in Conduct.names()}
    only = firms(months=1).with_settings({**CALM, **RAW, **off, "exit.criterion_4": True, f"exit.conduct_{kind}": True})
    history = compiled(only)
    dates = history.customers["conduct"][history.customers["kind"] == Kind.CORPORATE, Conduct.names().index(kind)]
    assert history.months["flagged_by"][0, 3] == np.count_nonzero(np.isfinite(dates)) > 0


def flagged_at(rate: float) -> tuple[int, int]:
    """Firms that meet the third criterion at a benchmark rate: as the first review says, and as their figures say."""
    settings: dict[str, Number] = {**CALM, **RAW, "exit.criterion_3": True, "market.benchmark_rate": rate}
    history = compiled(firms(months=1, market__customers=600).with_settings(settings))
    c = history.customers[history.customers["kind"] == Kind.CORPORATE]
    weak = (c["current_ratio"][:, 0] < 0.5).astype(int)
    weak += (c["debt_ratio"][:, 0] > 0.8) & (c["foreign"] == 0)
    weak += (c["return_on_capital"] < rate).all(axis=1)
    weak += (c["cash_flow"] < 0.0).all(axis=1)
    return int(history.months["flagged_by"][0, 2]), int(np.count_nonzero(weak >= 2))


def test_the_benchmark_rate_says_who_earns_too_little() -> None:
    """It is 4.35 % unless it is set, and the higher it is, the more firms meet the third criterion."""
    assert Market().benchmark_rate == 0.0435
    found = [flagged_at(rate) for rate in (0.0, 0.0435, 0.2)]
    assert [seen for seen, _ in found] == [true for _, true in found]
    assert 0 < found[0][0] < found[1][0] < found[2][0]


def test_foreign_trade_excuses_debts() -> None:
    """Debts that are too great for a firm at home are not for one that trades abroad."""
    assert is_overindebted(0.81, foreign_trade=False)
    assert not is_overindebted(0.81, foreign_trade=True)
    at_home, abroad = (
        compiled(
            firms(months=1, market__customers=600).with_settings(
                {
                    **CALM,
                    **RAW,
                    "exit.criterion_3": True,
                    "market.foreign": share,
                }
            )
        )
        for share in (0.0, 1.0)
    )
    assert at_home.months["flagged_by"][0, 2] > abroad.months["flagged_by"][0, 2]


# 2. The opening book

LIVED: dict[str, float] = {"market__customers": 150, "market__potential": 250, "market__opening_months": 24}

OTHERWISE: dict[str, Number] = {
    "maintenance.concession": 0.3,
    "maintenance.care_ordinary": 2.0,
    "maintenance.touch_ordinary": 0.0,
    "maintenance.touch_select": 0.0,
    "maintenance.touch_premium": 0.0,
    "maintenance.survey_sample": 0.0,
    "maintenance.select_from": 0.0,
    "prospecting.by_visit": 0.0,
    "prospecting.most_contacts": 12,
    "exit.close_below": 500.0,
    "exit.act_from": 0,
}
"""A strategy as unlike the bank's own baseline as may be."""


def test_a_book_is_two_years_old() -> None:
    """Unless it is set otherwise, month 0 has 24 months behind it."""
    before = ready(Scenario(name="default")).opening
    assert before is not None
    assert Market().opening_months == before.months == 24


def test_the_book_is_made_under_the_banks_own_baseline() -> None:
    """Before month 0 the bank does what it is used to, whatever it will do afterwards."""
    before = ready(small(**LIVED).with_settings(OTHERWISE)).opening
    assert before is not None
    rules = before.rules[0]
    assert len(before.rules) == 1
    assert (rules.prospecting, rules.maintenance, rules.exit) == (
        Strategy().prospecting,
        Strategy().maintenance,
        Strategy().exit,
    )


def test_strategies_meet_the_same_book() -> None:
    """Two strategies start from the very same customers, to the bit, and part only then."""
    one = small(**LIVED)
    other = one.with_settings(OTHERWISE)
    assert book(one).tobytes() == book(other).tobytes()
    assert compiled(one).fingerprint() != compiled(other).fingerprint()


def test_living_through_the_opening_again_makes_the_same_book() -> None:
    """What is kept of an opening is what either strategy's own would have been."""
    one = ready(small(**LIVED)).opening
    other = ready(small(**LIVED).with_settings(OTHERWISE)).opening
    assert one is not None
    assert other is not None
    lived = [compiled_engine.simulate(before, no_progress) for before in (one, other)]
    assert lived[0].fingerprint() == lived[1].fingerprint()


def test_another_luck_has_another_book() -> None:
    """The book is of its own seed, though strategies share it."""
    assert book(small(**LIVED), 1).tobytes() != book(small(**LIVED), 2).tobytes()


def test_two_years_leave_their_traces() -> None:
    """A raw book knows neither hurt nor concession nor half-won customers; one that was lived through has them all."""
    raw, lived = book(small(**{**LIVED, "market__opening_months": 0})), book(small(**LIVED))
    assert raw.tobytes() != lived.tobytes()
    assert set(raw["stage"].tolist()) == {Stage.GROWTH, Stage.POTENTIAL}
    assert set(lived["stage"].tolist()) == set(Stage)
    for trace in ("hurt", "concessions", "contacts", "trust"):
        assert (raw[trace] == 0).all(), trace
        assert (lived[trace] > 0).any(), trace


def test_a_book_from_a_file_is_taken_as_it_is() -> None:
    """Customers whom a bank knows have a past of their own."""
    scenario = small(**LIVED)
    known = synthetic(scenario.market)
    assert plan(scenario, known, 1, 0, recording=False).opening is None


# 3. Satisfaction


def test_a_memory_fades_by_its_half_life() -> None:
    """After one half-life half of an experience still counts, after three an eighth."""
    for half_life in (0.5, 2.0, 4.0, 36.0):
        assert fading(half_life, decay(half_life)) == pytest.approx(0.5)
        assert 1.0 - fading(3.0 * half_life, decay(half_life)) == pytest.approx(0.125)


@pytest.mark.parametrize("memory", [1.0, 2.0, 8.0])
def test_customers_remember_their_problems_by_the_half_life(memory: float) -> None:
    """Who has nothing but problems thinks of the bank what the half-lives of memory leave of one after the other."""
    quiet = small(market__customers=200, months=18).with_settings(
        {
            **CALM,
            "market.needs_individual": 0.0,
            "market.needs_small_business": 0.0,
            "market.needs_corporate": 0.0,
            "market.problems": 0.2,
            "market.problem_severity": 0.3,
            "market.hurt_weight": 0.0,
            "market.memory": memory,
            "maintenance.complaint_system": 0.0,
            "maintenance.survey_sample": 0.0,
            "maintenance.touch_ordinary": 0.0,
            "maintenance.touch_select": 0.0,
            "maintenance.touch_premium": 0.0,
            "maintenance.rescue": 0.0,
        }
    )
    market, history, before = quiet.market, compiled(quiet), book(quiet)
    others = set(rows_of(history, Event.RESCUED, Event.FOLLOWED_UP, Event.SERVED, Event.SOLVED)["customer"].tolist())
    problems = defaultdict(list)
    for row in rows_of(history, Event.SILENT_PROBLEM):
        problems[int(row["customer"])].append(float(row["time"]))
    tried = [number for number in problems if number not in others]
    assert sum(len(problems[number]) > 2 for number in tried) > 30
    for number in tried:
        perceived, expected, since = (float(before[field][number]) for field in ("perceived", "expected", "since"))
        for at in problems[number]:
            gap = max(at - since, law.LEAST_GAP)
            since = at
            perceived *= 1.0 - 0.3 * (1.0 - 0.5 ** (gap / memory))
            aim = perceived + market.market_pull * (market.market_quality - perceived)
            expected += (aim - expected) * (1.0 - 0.5 ** (gap / market.expectation_memory))
        assert history.customers["perceived"][number] == pytest.approx(perceived, rel=1e-9)
        assert history.customers["expected"][number] == pytest.approx(expected, rel=1e-9)


def course_of_improvement(every: float, months: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A customer met every so many months, better from month 0 on for good: quality, expectation and satisfaction.

    Each is a difference to one for whom nothing changed, experience by experience; quality and expectation as shares
    of the way to their new level.
    """
    market = Market()

    def life(quality: float) -> np.ndarray:
        perceived = 0.75
        expected = law.expectation_aim(perceived, market.market_quality, market.market_pull)
        lived = []
        for _ in range(int(months / every)):
            perceived = blend(perceived, quality, fading(every, decay(market.memory)))
            aim = law.expectation_aim(perceived, market.market_quality, market.market_pull)
            expected = blend(expected, aim, fading(every, decay(market.expectation_memory)))
            lived.append((perceived, expected, law.satisfaction(perceived, expected)))
        return np.array(lived)

    gained = life(0.85) - life(0.75)
    return gained[:, 0] / 0.1, gained[:, 1] / (0.1 * (1.0 - market.market_pull)), gained[:, 2]


@pytest.mark.parametrize("every", [0.5, 1.0, 2.5])
def test_expectation_follows_what_is_perceived_more_slowly(every: float) -> None:
    """While quality is on its way to a new level, expectation is always farther behind, and gets there too."""
    assert Market().expectation_memory > Market().memory
    perceived, expected, _ = course_of_improvement(every, 60.0)
    assert (expected[:10] < perceived[:10]).all()
    assert (np.diff(expected[:10]) > 0.0).all()
    assert expected[-1] == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("every", [0.5, 1.0, 2.5])
def test_a_lasting_improvement_is_taken_for_granted(every: float) -> None:
    """Of what a lasting improvement wins in satisfaction, less than half is left 18 months after its best."""
    *_, satisfaction = course_of_improvement(every, 48.0)
    best = int(satisfaction.argmax())
    assert satisfaction[best] > 0.03
    assert best * every <= 6.0
    assert 0.0 < satisfaction[best + int(18.0 / every)] < satisfaction[best] / 2.0


def test_the_branchs_own_improvement_is_taken_for_granted() -> None:
    """More care from month 6 on pleases at once, and half of that is gone within 18 months, though the care goes on."""
    needy: dict[str, Number] = {**CALM, "market.needs_individual": 0.8}
    usual = small(market__customers=400, months=30, bank__customers_per_manager=20.0).with_settings(needy)
    first = usual.schedule[0]
    care = first.maintenance.model_copy(update={"care_ordinary": 1.8, "care_select": 1.8, "care_premium": 1.8})
    later = first.model_copy(update={"from_month": 6, "maintenance": care})
    better = usual.model_copy(update={"schedule": (first, later)})
    won = np.mean([pleased(compiled(better, seed)) - pleased(compiled(usual, seed)) for seed in range(1, 5)], axis=0)
    assert (won[:6] == 0.0).all()
    assert won[7:11].mean() > 0.02
    assert won[25:29].mean() < won[7:11].mean() / 2.0


def pleased(history: History) -> np.ndarray:
    """Mean satisfaction of the bank's customers at each month's end."""
    return np.asarray(history.months["satisfaction"] / history.months["tiers"].sum(axis=1))


# 4. Forms of maintenance

FORMS = ("hardware", "software", "functional", "psychological", "distinctive")
HOURLY = ("software", "functional", "psychological")
NO_FORMS = {f"maintenance.{form}": 0.0 for form in FORMS}
NO_UPKEEP = {
    f"maintenance.{other}": 0.0 for other in ("loyalty_plan", "mystery_visits", "innovation", "switching_barrier")
}


def effects(**spent: float) -> tuple[float, float, float, float]:
    """What spending on the forms does to a visit, a contact, a hurt and a trust."""
    unspent = {**dict.fromkeys(FORMS, 0.0), **spent}
    return (
        forms.comfort(unspent["hardware"]),
        forms.courtesy(unspent["software"]) + forms.delight(unspent["distinctive"]),
        forms.healed(0.8, unspent["functional"]),
        forms.trusting(0.2, unspent["psychological"]),
    )


def customary(form: str) -> float:
    """What the bank is used to spend on a form, in hours or CNY."""
    return float(getattr(Maintenance(), form))


@pytest.mark.parametrize("form", FORMS)
def test_twice_the_spending_is_not_twice_the_effect(form: str) -> None:
    """Each form saturates by itself, from the first unit on, and never brings back what it brought at first."""
    steps = [effects(**{form: times * customary(form)}) for times in range(9)]
    gained = np.abs(np.diff(np.array(steps), axis=0)).sum(axis=1)
    assert (gained > 0.0).all()
    assert (np.diff(gained) < 0.0).all()


def test_forms_are_not_one_form_under_five_names() -> None:
    """No two forms' effects are the same share of their greatest at every spending, or else work on the same state."""
    shapes = {}
    for form in FORMS:
        none, most = np.array(effects()), np.array(effects(**{form: 1e9}))
        state = int(np.abs(most - none).argmax())
        shares = [(effects(**{form: spent})[state] - none[state]) / (most[state] - none[state]) for spent in (0.3, 3.0)]
        shapes[form] = (state, *np.round(shares, 6))
    assert len(set(shapes.values())) == len(FORMS)


@pytest.mark.parametrize(("one", "other"), list(itertools.permutations(FORMS, 2)))
@pytest.mark.parametrize("times", [0.5, 1.0, 4.0])
def test_doubling_one_form_never_equals_mixing_two(one: str, other: str, times: float) -> None:
    """Twice of one form does not do what one part of it and one of another do, wherever one starts."""
    doubled = effects(**{one: 2.0 * times * customary(one)})
    mixed = effects(**{one: times * customary(one), other: times * customary(other)})
    assert max(abs(a - b) for a, b in zip(doubled, mixed, strict=True)) > 0.001


def caring(**spent: float) -> Scenario:
    """A branch that cares for all its customers alike, and spends only this on it."""
    touched = {f"maintenance.touch_{name}": 0.16 for name in Tier.names()}
    wanted = {f"maintenance.{form}": value for form, value in spent.items()}
    still = {"market.needs_follow_loyalty": 0.0, "maintenance.rescue": 0.0, "maintenance.survey_sample": 0.0}
    mixed = {**CALM, **RAW, **touched, **still, **NO_UPKEEP, **NO_FORMS, **wanted}
    return small(market__customers=300, months=24, bank__customers_per_manager=60.0).with_settings(mixed)


def states(history: History) -> dict[str, float]:
    """What customers make of the branch at the end, in the mean."""
    return {state: float(history.customers[state].mean()) for state in ("perceived", "hurt", "trust")}


def test_the_same_hours_are_not_the_same_care() -> None:
    """The managers' day is the same six times, and what customers feel differs with what its hours are for."""
    shares = [{form: 0.6} for form in HOURLY] + [dict.fromkeys(pair, 0.3) for pair in itertools.combinations(HOURLY, 2)]
    told = {"+".join(spent): compiled(caring(**spent)) for spent in shares}
    hours = [history.months["hours"][:, Work.CARE].sum() for history in told.values()]
    assert hours[0] > 100.0
    assert hours == pytest.approx([hours[0]] * len(hours))
    felt = {mix: states(history) for mix, history in told.items()}
    for one, other in itertools.combinations(felt, 2):
        assert max(abs(felt[one][state] - felt[other][state]) for state in felt[one]) > 0.002, (one, other)
    assert min(felt, key=lambda mix: felt[mix]["hurt"]) == "functional"
    assert max(felt, key=lambda mix: felt[mix]["trust"]) == "psychological"
    half, all_of_it = felt["functional+psychological"]["trust"], felt["psychological"]["trust"]
    assert all_of_it / 2.0 < half < all_of_it


@pytest.mark.parametrize("form", HOURLY)
def test_a_form_that_takes_time_takes_it(form: str) -> None:
    """Twice the hours at a contact are twice the hours of managers, at wage, and nothing else is paid."""
    once, twice = (compiled(caring(**{form: spent})) for spent in (0.3, 0.6))
    hours = [history.months["hours"][:, Work.CARE].sum() for history in (once, twice)]
    assert hours[1] == pytest.approx(2.0 * hours[0], rel=0.02)
    assert (once.months["ledger"][:, Account.MAINTENANCE_COST] == 0).all()


def test_a_package_is_paid_at_each_contact() -> None:
    """Distinctive maintenance costs what it costs at every contact, and no hours."""
    history = compiled(caring(distinctive=123.45))
    contacts = history.months["done"][:, Work.CARE]
    assert contacts.sum() > 100
    assert (history.months["ledger"][:, Account.MAINTENANCE_COST] == -fen(123.45) * contacts).all()
    assert (history.months["hours"][:, Work.CARE] == 0.0).all()


def test_premises_are_paid_for_every_customer_and_month() -> None:
    """Hardware costs what it costs, touched or not, and no hours."""
    history = compiled(caring(hardware=7.0))
    assert history.months["tiers"].sum() == 300 * 24
    assert -history.months["ledger"][:, Account.MAINTENANCE_COST].sum() == pytest.approx(7.0 * 300 * 24 * 100, rel=1e-4)
    assert (history.months["hours"][:, Work.CARE] == 0.0).all()


# 5. Tiers


def judged(error: float, **settings: float) -> Scenario:
    """A branch that values its customers once, at month 0, with unskilled managers whose evaluations err so far."""
    shown = {
        **CALM,
        **RAW,
        "bank.skill": 0.0,
        "bank.training": 0.0,
        "bank.evaluation_error": error,
        "maintenance.select_from": 20.0,
        "maintenance.premium_from": 60.0,
        "maintenance.review_every": 24,
    }
    usual = {"market__customers": 400, "months": 24, "bank__service_hours": 0.5, "bank__customers_per_manager": 360.0}
    return small(**{**usual, **settings}).with_settings(shown)


@pytest.fixture(scope="module")
def seen() -> History:
    """The branch whose managers see values as they are."""
    return compiled(judged(0.0))


@pytest.fixture(scope="module")
def guessed() -> History:
    """The same branch, whose managers err."""
    return compiled(judged(1.5))


def test_without_error_tiers_are_true(seen: History) -> None:
    """Where evaluation does not err no review misjudges a customer."""
    assert seen.months["reviews"].sum() == 400
    assert seen.months["misjudged"].sum() == 0


def test_with_error_many_a_customer_is_in_a_wrong_tier(seen: History, guessed: History) -> None:
    """Where it errs, each review that goes wrong puts a customer in another tier than its true one."""
    wrong = np.count_nonzero(seen.customers["tier"] != guessed.customers["tier"])
    assert guessed.months["misjudged"].sum() == wrong > 80


def test_the_tier_is_what_was_measured(guessed: History) -> None:
    """Every customer is in the tier that its measured value calls for, and in no other."""
    called_for = [tier(value, 20.0, 60.0) for value in guessed.customers["measured"]]
    assert guessed.customers["tier"].tolist() == called_for


def test_place_promise_and_care_go_by_the_tier(guessed: History) -> None:
    """What a customer is promised, how long it is looked after and when it is served follow its tier, wrong or not."""
    m = Maintenance()
    for name, code in zip(Tier.names(), Tier, strict=True):
        mine = guessed.customers[(guessed.customers["tier"] == code) & (guessed.customers["kind"] == Kind.INDIVIDUAL)]
        assert len(mine) > 20, name
        for column, setting in (("place", "priority"), ("promise", "promise"), ("care", "care"), ("touch", "touch")):
            assert set(mine[column].tolist()) == {getattr(m, f"{setting}_{name}")}, (name, column)


def mean_wait(history: History, which: np.ndarray) -> float:
    """Mean wait of some customers for a visit, months."""
    served = rows_of(history, Event.SERVED)
    mine = served[which[served["customer"]]]
    assert len(mine) > 200
    return float(mine["wait"].mean())


def test_an_overrated_customer_waits_like_its_betters(seen: History, guessed: History) -> None:
    """Of customers of one true tier, those taken for premium wait less than those taken for ordinary."""
    truly_select = seen.customers["tier"] == Tier.SELECT
    overrated = mean_wait(guessed, truly_select & (guessed.customers["tier"] == Tier.PREMIUM))
    underrated = mean_wait(guessed, truly_select & (guessed.customers["tier"] == Tier.ORDINARY))
    assert overrated < 0.5 * underrated


def test_the_branch_gives_up_whom_it_takes_for_worthless() -> None:
    """A customer is given up by what was measured, and a branch that errs gives up others than it means to."""
    given_up = []
    for error in (0.0, 1.5):
        history = compiled(judged(error, months=1).with_settings({"exit.close_below": -20.0}))
        closed = set(rows_of(history, Event.CLOSED)["customer"].tolist())
        below = np.flatnonzero(history.customers["measured"] < -20.0)
        assert closed == set(below.tolist())
        given_up.append(closed)
    assert given_up[0] - given_up[1]
    assert given_up[1] - given_up[0]


MONEY = {
    "wallet",
    "share",
    "deposits",
    "on_deposits",
    "on_loans",
    "on_capital",
    "contribution",
    "provision",
    "conceded",
}
"""What makes a customer's true value; a manager has only `measured`, and the tier that follows."""

IN_SERVICE: tuple[Callable[..., object], ...] = (
    standing.entitle,
    work.priority,
    work.desk_for,
    work.begin,
    work.usual_hours,
    maintenance.is_touched,
    maintenance.be_served,
    maintenance.service_ended,
    maintenance.problem_solved,
    maintenance.cared_for,
    maintenance.offer_comes,
    maintenance.analyse,
    listening.survey,
    listening.notice,
    listening.call_for_rescue,
    listening.rescued,
)
"""Where managers choose whom to serve, when, how long and how."""


@pytest.mark.parametrize("act", IN_SERVICE, ids=lambda act: act.__name__)
def test_no_act_of_service_reads_true_value(act: Callable[..., object]) -> None:
    """Whoever serves a customer looks at its tier, and not at its money."""
    read = {node.attr for node in ast.walk(ast.parse(inspect.getsource(act))) if isinstance(node, ast.Attribute)}
    assert read, "nothing was read at all"
    assert read & MONEY == set()


@pytest.mark.parametrize("module", [law, service, forms], ids=lambda module: module.__name__)
def test_no_law_of_service_asks_for_true_value(module: ModuleType) -> None:
    """No law by which customers are served takes a wallet, a margin or a value."""
    laws = [each for _, each in inspect.getmembers(module, inspect.isfunction) if each.__module__ == module.__name__]
    assert len(laws) > 5
    money = {"wallet", "value", "true", "margin", "balance", "deposits", "loans", "contribution", "yearly"}
    assert [each.__name__ for each in laws if money & set(inspect.signature(each).parameters)] == []


def test_only_an_evaluation_sets_a_tier() -> None:
    """Of all acts one puts customers in tiers: the one that measures them."""
    setters = set()
    for file in Path(work.__file__).parent.glob("*.py"):
        acts = [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
        setters |= {act.name for act in acts if "tier" in written_by(act)}
    assert setters == {"judge"}


def written_by(act: ast.FunctionDef) -> set[str]:
    """The columns that an act writes."""
    return {n.attr for n in ast.walk(act) if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)}


# 6. Seven steps

LOGGED = {
    Step.SEARCH: Event.FOUND,
    Step.PROFILE: Event.PROFILED,
    Step.ASSIGN: Event.ASSIGNED,
    Step.TARGET: Event.TARGETED,
    Step.PLAN: Event.PLANNED,
    Step.COOPERATE: Event.VISITED,
    Step.FOLLOW_UP: Event.FOLLOWED_UP,
}
"""The event that tells that a step was done."""

each_step = pytest.mark.parametrize("step", list(Step), ids=Step.names())


def seeking(**settings: Number) -> Scenario:
    """A busy branch that seeks by every channel, is choosy, and follows up everyone it wins."""
    choosy: dict[str, Number] = {
        "prospecting.least_wallet": 50e3,
        "prospecting.follow_up": 1.0,
        "market.restricted": 0.3,
    }
    branch = small(market__customers=200, market__potential=600, months=36, bank__customers_per_manager=120.0)
    return branch.with_settings({**SOUGHT, **choosy, **{f"prospecting.{name}": v for name, v in settings.items()}})


@pytest.fixture(scope="module")
def sought() -> History:
    """Three years of such a branch."""
    return compiled(seeking())


@each_step
def test_a_step_is_logged_with_its_hours_and_its_wait(step: int, sought: History) -> None:
    """Each time a step is done the history tells it, with the wait before it; and it took managers' time."""
    months, told = sought.months, rows_of(sought, LOGGED[step])
    assert len(told) == months["steps"][:, step].sum() > 20
    assert told["wait"].sum() == pytest.approx(months["step_wait"][:, step].sum())
    assert months["step_wait"][:, step].sum() > 0.0
    assert months["step_hours"][:, step].sum() > 0.0
    assert told["amount"].max() <= 0
    assert told["amount"].sum() < 0, "work that nobody paid for"


@each_step
def test_a_step_can_fail(step: int, sought: History) -> None:
    """Each of the seven steps fails for some whom it is tried on, and not for all."""
    assert 0 < sought.months["failed"][:, step].sum() < sought.months["steps"][:, step].sum()


def test_hours_of_steps_are_those_of_the_branchs_work(sought: History) -> None:
    """The first six steps are what prospecting took of the managers, the seventh is the following-up."""
    hours = sought.months["step_hours"].sum(axis=0)
    assert hours[: Step.FOLLOW_UP].sum() == pytest.approx(sought.months["hours"][:, Work.PROSPECT].sum())
    assert hours[Step.FOLLOW_UP] == pytest.approx(sought.months["hours"][:, Work.FOLLOW_UP].sum())


@pytest.mark.parametrize(
    ("setting", "step"),
    [("screening", Step.PROFILE), ("evaluation", Step.TARGET), ("entry_preparation", Step.PLAN)],
)
def test_a_steps_hours_are_its_own(setting: str, step: int, sought: History) -> None:
    """Two more hours for one step lengthen that step by two hours, and none of the others."""
    longer = compiled(seeking(**{setting: 2.0 + float(getattr(seeking().schedule[0].prospecting, setting))}))
    more = hours_a_time(longer) - hours_a_time(sought)
    assert more[step] == pytest.approx(2.0, abs=0.4)
    assert np.delete(more, step) == pytest.approx(0.0, abs=0.25)


def hours_a_time(history: History) -> np.ndarray:
    """Mean hours of each step."""
    return np.asarray(history.months["step_hours"].sum(axis=0) / history.months["steps"].sum(axis=0))


def test_a_customer_is_won_step_by_step(sought: History) -> None:
    """Who was won was sought, found, profiled, assigned, targeted, planned for, visited, followed up, in this order."""
    order = [Event.SOUGHT, *LOGGED.values()]
    ways = []
    for number in set(rows_of(sought, Event.FOLLOWED_UP)["customer"].tolist()):
        mine = sought.rows[(sought.rows["customer"] == number) & np.isin(sought.rows["event"], order)]
        last = int(np.flatnonzero(mine["event"] == Event.FOLLOWED_UP)[-1])
        starts = np.flatnonzero(mine["event"][:last] == Event.SOUGHT)
        if len(starts):
            ways.append(mine[starts[-1] : last + 1])
    assert len(ways) > 20
    assert max(len(way) for way in ways) > len(order), "nobody was visited twice"
    for way in ways:
        taken = [event for event, _ in itertools.groupby(way["event"].tolist())]
        assert taken == order
        assert (np.diff(way["time"]) > 0.0).all()


def test_whoever_fails_a_step_goes_no_further(sought: History) -> None:
    """After a refusal or a step that failed nothing more is done for a customer until it is sought anew."""
    ends = (Event.DROPPED, Event.REFUSED)
    rows = rows_of(sought, *ends, Event.SOUGHT, Event.WON, *LOGGED.values())
    after = Counter[int]()
    for number in set(rows["customer"].tolist()):
        events = rows["event"][rows["customer"] == number].tolist()
        after.update(later for event, later in itertools.pairwise(events) if event in ends)
    assert set(after) == {Event.SOUGHT}
    assert after[Event.SOUGHT] > 20


# 7. Securitisation

POOL: dict[str, Number] = {
    **POOLING,
    **RAW,
    "exit.substitution": 0.0,
    "exit.credit_review_every": 1,
    "market.corporates": 0.5,
    "market.small_businesses": 0.5,
    "market.slump_risk": 5.0,
    "exit.risk_recognition": 0.05,
    "bank.pool_count": 80,
    "bank.pool_likeness": 0.0,
    "bank.pool_performing": 0.0,
    "bank.pool_patience": 60,
}
"""Firms and small businesses, of whose unwanted loans, found one by one, eighty are to make a pool."""


def pooled(**bank: Number) -> History:
    """Three years of a branch that would securitise whatever it gives up."""
    changed = {f"bank.{name}": value for name, value in bank.items()}
    return compiled(small(market__customers=300, months=36).with_settings({**POOL, **changed}))


def test_a_loan_waits_until_the_pool_is_full() -> None:
    """Nothing is securitised before so many exits have begun, for years if need be, and then the pool goes as one."""
    history = pooled()
    begun = np.cumsum(history.months["exits"])
    sold = history.months["exits_by"][:, Means.SECURITISATION]
    first = int(np.flatnonzero(sold)[0])
    assert first > 12
    assert begun[first] >= 80 > begun[0]
    assert not sold[:first].any()
    assert sold[first] > 60


@pytest.mark.parametrize(
    "lacking",
    [{"pool_count": 190}, {"pool_likeness": 1.0}, {"pool_performing": 1.0}],
    ids=lambda lacking: next(iter(lacking)),
)
def test_a_pool_that_lacks_one_thing_is_not_sold(lacking: dict[str, Number]) -> None:
    """Too few loans, loans too unlike, or too many that went bad: either alone keeps the pool from the market."""
    assert pooled().months["exits_by"][:, Means.SECURITISATION].sum() > 60
    assert pooled(**lacking).months["exits_by"][:, Means.SECURITISATION].sum() == 0


@pytest.mark.parametrize("patience", [3, 9])
def test_a_loan_that_waits_in_vain_is_transferred(patience: int) -> None:
    """Where the pool never fills, loans go by transfer, each of them after its wait and none before it."""
    history = pooled(pool_count=190, pool_patience=patience)
    by_means = history.months["exits_by"].sum(axis=0)
    assert by_means[Means.SECURITISATION] == 0
    assert by_means[Means.TRANSFER] > 60
    transferred = history.customers["means"] == Means.TRANSFER
    waits = []
    begun: dict[int, float] = {}
    for row in rows_of(history, Event.EXIT_BEGUN, Event.EXITED):
        number = int(row["customer"])
        if row["event"] == Event.EXIT_BEGUN:
            begun[number] = float(row["time"])
        elif transferred[number]:
            waits.append(float(row["time"]) - begun[number])
    assert len(waits) > 60
    assert min(waits) >= patience


def test_what_a_pool_needs() -> None:
    """Eight loans, half of them of one kind and seven in ten performing, are a pool; one less of any is none."""
    assert is_pool_ready(10, 5, 7, 8, 0.5, 0.7)
    assert not is_pool_ready(7, 7, 7, 8, 0.5, 0.7)
    assert not is_pool_ready(10, 4, 7, 8, 0.5, 0.7)
    assert not is_pool_ready(10, 5, 6, 8, 0.5, 0.7)


# 8. Surveys


@given(pleased=st.floats(0.5, 1.5), more=st.floats(0.001, 0.5))
def test_the_satisfied_answer_oftener(pleased: float, more: float) -> None:
    """The chance of an answer rises with satisfaction, and nobody is sure to answer or to be silent."""
    low, high = service.response_chance(pleased), service.response_chance(pleased + more)
    assert 0.0 < low <= high < 1.0
    assert service.response_chance(0.9) < service.response_chance(1.0) < service.response_chance(1.1)


def surveyed(sample: float) -> History:
    """A branch that in month 6 asks so many of its customers, and in which nothing follows from the answers."""
    asked = {"maintenance.survey_sample": sample, "maintenance.survey_every": 6, "maintenance.rescue": 0.0}
    branch = small(market__customers=600, market__potential=0, months=7, bank__customers_per_manager=130.0)
    return compiled(branch.with_settings(asked))


def test_who_answers_depends_on_satisfaction() -> None:
    """Of the same customers at the same time, those who answer are more satisfied than those who keep silent."""
    untouched, asked = surveyed(0.0), surveyed(1.0)
    pleased = satisfaction_of(untouched.customers)
    answered, silent = (
        np.unique(rows_of(asked, event)["customer"]) for event in (Event.SURVEYED, Event.SURVEY_IGNORED)
    )
    assert len(answered) > 80
    assert len(silent) > 80
    assert pleased[answered].mean() > pleased[silent].mean() + 0.01


def test_an_answer_costs_goodwill() -> None:
    """Who answered thinks a hundredth less of the bank than had it not been asked; who did not answer, no less."""
    untouched, asked = surveyed(0.0), surveyed(1.0)
    at_peace = untouched.customers["since"] < 6.0
    for event, left in ((Event.SURVEYED, 0.99), (Event.SURVEY_IGNORED, 1.0)):
        mine = np.unique(rows_of(asked, event)["customer"])
        mine = mine[at_peace[mine]]
        assert len(mine) > 20
        before, after = (history.customers["perceived"][mine] for history in (untouched, asked))
        assert after == pytest.approx(before * left, rel=1e-12)


def test_surveys_alone_flatter_the_branch() -> None:
    """Without a complaint system what the branch hears is better than the truth; with one the angry are heard too."""
    bias = []
    for complaints in (0.0, 0.9):
        branch = small(market__customers=400, months=36, market__opening_months=12, bank__customers_per_manager=130.0)
        heard = {
            "maintenance.complaint_system": complaints,
            "maintenance.survey_sample": 0.5,
            "maintenance.survey_every": 3,
        }
        bias.append(kpis_of(compiled(branch.with_settings(heard)), 0.0)["satisfaction_bias"])
    assert bias[0] > 0.02
    assert bias[1] < bias[0] / 2.0


# 9. Concessions

GIVEN = 0.1


def yielding(months: int = 36) -> Scenario:
    """A branch that gives way by a tenth, and whose customers learn to ask."""
    settings = {"maintenance.concession": GIVEN, "market.asking": 0.2, "market.opening_months": 0}
    return small(market__customers=300, months=months, bank__customers_per_manager=60.0).with_settings(settings)


def test_each_concession_takes_its_part_of_the_margin() -> None:
    """What a customer's margin has lost is one tenth, and one of the rest, as often as this very customer was given."""
    customers = compiled(yielding()).customers
    own = customers[is_own(customers)]
    assert len(set(own["concessions"].tolist())) > 5
    assert own["conceded"] == pytest.approx(1.0 - (1.0 - GIVEN) ** own["concessions"], abs=1e-12)


def test_who_was_given_asks_again() -> None:
    """At visits those with more concessions get one oftener, and who has none no oftener for what others got."""
    history = compiled(yielding())
    visits, given = Counter[int](), Counter[int]()
    got: Counter[int] = Counter()
    served: dict[int, float] = {}
    for row in rows_of(history, Event.SERVED, Event.CONCEDED, Event.WON):
        number, at = int(row["customer"]), float(row["time"])
        if row["event"] == Event.WON:
            got[number] = 0
        elif row["event"] == Event.SERVED:
            served[number] = at
            visits[min(got[number], 4)] += 1
        else:
            given[min(got[number], 4)] += served.get(number) == at
            got[number] += 1
    rates = [given[concessions] / visits[concessions] for concessions in range(5)]
    assert min(visits.values()) > 20
    assert rates[0] == pytest.approx(0.2 * GIVEN, abs=0.01)
    assert (np.diff(rates) > 0.0).all(), rates
    assert rates[4] > 0.75


def test_the_asking_rate_is_of_ones_own_concessions() -> None:
    """With each concession got the chance that a customer asks for another rises by the same step, up to certainty."""
    chances = [law.asking_chance(0.1, concessions, 0.05) for concessions in range(12)]
    assert np.diff(chances[:10]) == pytest.approx(0.1)
    assert chances[-1] == 1.0
    assert 0.0 < chances[0] < 0.01


def test_what_was_given_is_given_for_good() -> None:
    """A branch that stops to give way goes on paying: no customer who stays ever gives a concession back."""
    giving = yielding()
    first = giving.schedule[0]
    firm = first.model_copy(
        update={"from_month": 12, "maintenance": first.maintenance.model_copy(update={"concession": 0.0})}
    )
    reformed = giving.model_copy(update={"schedule": (first, firm)})
    then, later = compiled(yielding(12)).customers, compiled(reformed)
    stayed = is_own(then) & is_own(later.customers) & (then["joined"] == later.customers["joined"])
    conceded = then["conceded"][stayed]
    assert np.count_nonzero(conceded > 0.0) > 20
    assert (later.customers["conceded"][stayed] == conceded).all()
    assert later.months["concessions"][12:].sum() == 0
    assert (later.months["ledger"][12:, Account.CONCESSIONS] < 0).all()


# 10. Competitors


def courted(**market: Number) -> Scenario:
    """A branch whose customers get many offers and are not bought off."""
    branch = small(market__customers=800, market__potential=0, months=4, market__opening_months=12)
    alone: dict[str, Number] = {"maintenance.concession": 0.0, "exit.close_below": -5000.0, "market.offers": 0.4}
    return branch.with_settings({**alone, **{f"market.{name}": value for name, value in market.items()}})


@dataclass(frozen=True)
class Offers:
    """What competitors' offers came to.

    Attributes:
        all: who got one and when, in order.
        taken: those that took a customer away.
    """

    all: list[tuple[int, float]]
    taken: list[tuple[int, float]]


def offers(history: History) -> Offers:
    """The offers of a history."""
    told = rows_of(history, Event.LEFT, Event.OFFER_DECLINED)
    every = list(zip(told["customer"].tolist(), told["time"].tolist(), strict=True))
    return Offers(every, [offer for offer, event in zip(every, told["event"], strict=True) if event == Event.LEFT])


def test_nobody_leaves_without_an_offer() -> None:
    """Where no competitor calls, no customer goes, however dissatisfied."""
    history = compiled(courted(offers=0.0, problems=0.5))
    assert history.months["lost"].sum() == 0
    assert rows_of(history, Event.LEFT).size == 0
    assert compiled(courted(problems=0.5)).months["lost"].sum() > 30


def test_offers_have_their_dates() -> None:
    """The same offers come on the same days to customers who are bound and to those who are free to go."""
    modest = {"opening_months": 0, "offer_advantage": 0.2, "loyalty_shield": 0.5}
    free, bound = (offers(compiled(courted(**modest, switching_cost=cost))) for cost in (0.0, 2.0))
    assert len(free.taken) > 100
    assert bound.taken == []
    assert set(free.all) <= set(bound.all)
    assert len(set(bound.all)) == len(bound.all)


@pytest.mark.parametrize("setting", ["switching_cost", "loyalty_shield"])
def test_an_offer_is_weighed_against_what_binds(setting: str) -> None:
    """The same offers take fewer away where moving is a trouble, and where loyalty and satisfaction shield more."""
    weak, strong = (offers(compiled(courted(opening_months=0, **{setting: value}))) for value in (0.1, 0.9))
    assert len(strong.taken) < 0.6 * len(weak.taken)


def test_the_loyal_and_satisfied_leave_less_at_the_same_offers() -> None:
    """Of the offers that reach the less loyal and satisfied half more succeed than of those that reach the other."""
    came, went = np.zeros(2), np.zeros(2)
    for seed in range(1, 7):
        before = book(courted(), seed)
        own = is_own(before)
        bond = before["loyalty"] * satisfaction_of(before)
        is_bound = bond >= np.median(bond[own])
        found = offers(compiled(courted(), seed))
        for tally, some in ((came, found.all), (went, found.taken)):
            np.add.at(tally, [int(is_bound[number]) for number, _ in some], 1.0)
    assert came.min() > 500
    loose, bound = went / came
    assert bound < 0.75 * loose


@given(
    offered=st.floats(0.0, 3.0),
    price=st.floats(0.0, 1.0),
    loyalty=st.floats(0.0, 1.0),
    pleased=st.floats(0.2, 1.5),
    trouble=st.floats(0.0, 1.0),
)
def test_what_an_offer_has_to_outweigh(
    offered: float, price: float, loyalty: float, pleased: float, trouble: float
) -> None:
    """The trouble of moving and the product of loyalty and satisfaction stand against an offer, and nothing else."""
    shield = Market().loyalty_shield
    needed = law.resistance(trouble, shield, loyalty, pleased)
    assert needed == pytest.approx(trouble + shield * loyalty * pleased)
    assert needed <= law.resistance(trouble + 0.1, shield, loyalty, pleased)
    assert needed <= law.resistance(trouble, shield, min(loyalty + 0.1, 1.0), pleased)
    assert temptation(offered, price) <= temptation(offered + 0.1, price)
    assert law.resistance(trouble, shield, 0.0, pleased) == law.resistance(trouble, shield, loyalty, 0.0) == trouble
