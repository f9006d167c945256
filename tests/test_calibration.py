"""Calibration: estimates with intervals that hold, settings that are found again, and files of known truth."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from test_cli import is_refused, run

from crmsim.calibration import calibrate
from crmsim.calibration.calibrate import FRESH
from crmsim.calibration.campaigns import winning
from crmsim.calibration.columns import Earlier
from crmsim.calibration.contact_law import ContactLaw, contact_law
from crmsim.calibration.customers import belongings
from crmsim.calibration.estimates import Estimate, expected, mean, ratio, share
from crmsim.calibration.leaving import leaving
from crmsim.calibration.lived import Simulator, approaches_of, simulator
from crmsim.calibration.quantities import ATTRITION, FIRST, PRODUCTS, WALLET_SPREAD, attrition_by_products, contact
from crmsim.calibration.result import Fit
from crmsim.calibration.samples import Approaches, Book, Campaign, held_out, split, stacked
from crmsim.calibration.solver import Problem, knob, settings_of, solve, values_at
from crmsim.calibration.wallet_law import wallet_law
from crmsim.law.prospecting import winning_chance
from crmsim.law.value import wallet
from crmsim.settings import Scenario, load
from crmsim.stages import Event, Kind

TRIALS = 200
"""Samples by which an interval is tried."""

WELL = 0.89
"""How often an interval of 95 % holds in so many trials at least: but for one chance in 10,000."""


def luck(seed: int) -> np.random.Generator:
    """Luck of a test's own."""
    return np.random.default_rng(seed)


def held_by(estimates: list[Estimate], truth: float) -> float:
    """How many of some intervals hold the truth, as a share."""
    return float(np.mean([estimate.holds(truth) for estimate in estimates]))


# Estimates


@pytest.mark.parametrize("truth", [0.02, 0.3, 0.9])
def test_the_interval_of_a_share_holds(truth: float) -> None:
    """Wilson's interval holds a small, a middling and a large share about as often as it says."""
    hits = luck(1).binomial(150, truth, TRIALS)
    assert held_by([share(int(found), 150) for found in hits], truth) >= WELL


def test_the_ends_of_a_share_are_its_own() -> None:
    """An empty share has its low end at 0, a whole one its high end at 1, and of nobody nothing is known."""
    assert share(0, 20).low == 0.0
    assert share(20, 20).high == 1.0
    assert not share(0, 0).is_known


def test_a_published_share_is_met() -> None:
    """Of 81 successes in 263 trials Wilson's interval is 0.2553 to 0.3662, as published (Newcombe 1998, table I)."""
    found = share(81, 263)
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)


def test_the_interval_of_a_ratio_holds() -> None:
    """The ratio of two totals, whose parts hang together, is held about as often as said."""
    own = luck(2)
    found = []
    for _ in range(TRIALS):
        wholes = own.lognormal(0.0, 0.5, 200)
        found.append(ratio(wholes * own.beta(7.0, 3.0, 200), wholes))
    assert held_by(found, 0.7) >= WELL


def test_of_too_few_nothing_is_known() -> None:
    """A mean and a ratio of a single row have no interval, and so are not known."""
    assert not mean(np.array([3.0])).is_known
    assert not ratio(np.array([1.0]), np.array([2.0])).is_known
    assert not ratio(np.zeros(5), np.zeros(5)).is_known


def test_a_held_out_estimate_is_expected_where_both_errors_allow() -> None:
    """Of two samples of one truth the smaller one's estimate is where it is expected in 95 of 100 cases."""
    own = luck(3)
    inside = 0
    for _ in range(1000):
        fitted, held = (share(int(own.binomial(n, 0.2)), n) for n in (800, 200))
        low, high = expected(fitted.value, (fitted,), held)
        inside += low <= held.value <= high
    assert 920 <= inside <= 980


# The law of contacts


def campaign_of(seed: int, people: int, first: float, fatigue: float, warm: float) -> Approaches:
    """People who are approached until they are won or the bank gives up, one in ten of them won before."""
    own = luck(seed)
    is_warm = own.random(people) < 0.1
    patience = own.geometric(0.35, people)
    contacts, won = np.zeros(people), np.zeros(people, bool)
    for number in range(1, int(patience.max()) + 1):
        reached = ~won & (patience >= number)
        chance = winning_chance(first, fatigue, number - 1, 1.0) * np.where(is_warm, warm, 1.0)
        contacts[reached] = number
        won |= reached & (own.random(people) < chance)
    return Approaches(contacts, won, is_warm)


def law_of(approaches: Approaches) -> ContactLaw:
    """The law of some approaches."""
    return contact_law(approaches.contacts, approaches.won, approaches.warm)


def test_the_law_of_contacts_is_found_again() -> None:
    """Chance of a first contact, fatigue and what being known is worth are held about as often as said."""
    found = [law_of(campaign_of(seed, 3000, 0.06, 0.8, 5.0)) for seed in range(TRIALS)]
    assert held_by([law.first for law in found], 0.06) >= WELL
    assert held_by([law.fatigue for law in found], 0.8) >= WELL
    assert held_by([law.warm for law in found], 5.0) >= WELL


def test_what_a_campaign_does_not_tell_stays_unknown() -> None:
    """Without wins nothing is known; with first contacts alone, no fatigue; with nobody known before, no warmth."""
    ones, no = np.ones(40), np.zeros(40, bool)
    assert not contact_law(ones, no, no).first.is_known
    found = contact_law(ones, np.arange(40) < 10, no)
    assert found.first.value == pytest.approx(0.25)
    assert not found.fatigue.is_known
    assert not found.warm.is_known


def test_a_contact_that_always_wins_is_no_trouble() -> None:
    """The estimate goes to 1 and stops there."""
    yes = np.ones(30, bool)
    assert contact_law(np.ones(30), yes, ~yes).first.value == pytest.approx(1.0)


def test_a_chance_is_of_contacts_that_are_made() -> None:
    """Of three people contacted twice, of whom one is won then, the second contact wins one in three."""
    approaches = Approaches(np.array([2.0, 2.0, 2.0, 1.0]), np.array([True, False, False, True]), np.zeros(4, bool))
    assert contact(1).of(approaches).value == pytest.approx(1 / 4)
    assert contact(2).of(approaches).value == pytest.approx(1 / 3)
    assert contact(3).of(approaches).n == 0


# The law of wallets


def wallets_of(seed: int, size: int, median: float, spread: float) -> np.ndarray:
    """Wallets by the law."""
    return np.array([wallet(u, median, spread) for u in luck(seed).random(size)])


def test_the_law_of_wallets_is_found_again() -> None:
    """Median and Gini coefficient are held about as often as said."""
    found = [wallet_law(wallets_of(seed, 300, 1e5, 0.43), np.zeros(300, np.int64)) for seed in range(TRIALS)]
    assert held_by([law.medians[Kind.INDIVIDUAL] for law in found], 1e5) >= WELL
    assert held_by([law.spread for law in found], 0.43) >= WELL


def test_intervals_hold_where_the_law_does_not() -> None:
    """The median of lognormal wallets, which no log-logistic law has, is held about as often as said."""
    found = [wallet_law(luck(seed).lognormal(11.0, 1.2, 300), np.zeros(300, np.int64)) for seed in range(TRIALS)]
    assert held_by([law.medians[Kind.INDIVIDUAL] for law in found], float(np.exp(11.0))) >= WELL


def test_kinds_have_medians_of_their_own_and_one_spread() -> None:
    """Two kinds' medians are told apart, a third's is unknown, and the spread is that of both."""
    wallets = np.concatenate([wallets_of(1, 400, 1e5, 0.3), wallets_of(2, 400, 2e6, 0.3)])
    law = wallet_law(wallets, np.repeat([Kind.INDIVIDUAL, Kind.CORPORATE], 400))
    assert law.medians[Kind.INDIVIDUAL].holds(1e5)
    assert law.medians[Kind.CORPORATE].holds(2e6)
    assert not law.medians[Kind.SMALL_BUSINESS].is_known
    assert law.spread.holds(0.3)


def test_wallets_that_are_all_alike_tell_no_law() -> None:
    """There is no spread to speak of, and so no interval."""
    assert not wallet_law(np.full(50, 7.0), np.zeros(50, np.int64)).spread.is_known


# What is held out


def test_a_fifth_is_held_out_by_number_and_seed() -> None:
    """Whether a row is held out hangs on its number and the seed alone: more rows change nothing."""
    first, longer, other = held_out(1000, 1), held_out(50_000, 1), held_out(1000, 2)
    assert (first == longer[:1000]).all()
    assert (first != other).any()
    assert abs(longer.mean() - 0.2) < 0.01


def test_every_row_is_in_one_part() -> None:
    """What is fitted on and what is held out make up the whole."""
    approaches = campaign_of(1, 500, 0.1, 0.8, 2.0)
    fitted, held = split(approaches, 3)
    assert len(fitted) + len(held) == 500
    assert sorted([*fitted.contacts, *held.contacts]) == sorted(approaches.contacts)


# The search


def toy(slopes: np.ndarray, target: np.ndarray) -> Problem:
    """A problem without luck, in which moments are straight lines in three settings' places."""
    names = ("market.offers", "market.loyalty_base", "market.loyalty_links")
    error = np.full(len(target), 0.01)
    return Problem(tuple(map(knob, names)), target, error, lambda place: (slopes @ place, error / 10.0))


def test_the_place_is_found() -> None:
    """Three moments determine three settings, and the search finds them."""
    slopes = np.array([[1.0, 0.5, 0.0], [0.2, -1.0, 0.3], [0.0, 0.4, 0.8]])
    found = solve([toy(slopes, slopes @ np.array([0.7, -0.9, 0.4]))] * 3, np.zeros(3)).point.place
    np.testing.assert_allclose(found, [0.7, -0.9, 0.4], atol=0.02)


def test_of_many_places_the_nearest_is_found() -> None:
    """One moment on which two settings work alike moves both by half, and one that does not matter by nothing."""
    slopes = np.array([[1.0, 1.0, 0.0]])
    found = solve([toy(slopes, np.array([1.0]))] * 3, np.zeros(3)).point.place
    np.testing.assert_allclose(found, [0.5, 0.5, 0.0], atol=0.01)


def test_settings_stay_within_their_bounds() -> None:
    """A target out of reach leads to the bound, and not past it."""
    problem = toy(np.array([[1.0, 0.0, 0.0]]), np.array([50.0]))
    found = values_at(problem.knobs, solve([problem] * 4, np.zeros(3)).point.place)
    assert found["market.offers"] == 1.0


def test_what_the_data_do_not_tell_has_a_wide_interval() -> None:
    """A setting that moves nothing keeps its value, with half and double of it well within its interval."""
    problem = toy(np.array([[1.0, 0.0, 0.0]]), np.array([0.5]))
    told = dict(settings_of(problem, solve([problem], np.zeros(3)), 9))
    links = told["market.loyalty_links"]
    assert links.value == pytest.approx(load("baseline").market.loyalty_links)
    assert links.low < links.value / 2.0
    assert links.high > links.value * 2.0
    offers = told["market.offers"]
    assert offers.high / offers.low < 1.1


# What a simulation shows


@pytest.fixture(scope="module")
def simulates() -> Simulator:
    """A simulator with luck of its own."""
    return simulator(99, 1e8)


def test_approaches_are_read_from_a_history() -> None:
    """One customer is refused and then won, one is won, one comes by the indirect way, which ends an approach."""
    told = [
        (0, Event.SOUGHT), (1, Event.VISITED), (0, Event.VISITED), (0, Event.VISITED), (0, Event.REFUSED),
        (1, Event.WON), (0, Event.SOUGHT), (0, Event.VISITED), (0, Event.WON), (2, Event.SOUGHT), (2, Event.VISITED),
        (2, Event.WENT_ROUND), (2, Event.VISITED), (2, Event.WON), (1, Event.SOUGHT), (1, Event.VISITED),
        (1, Event.APPLIED), (1, Event.WON),
    ]  # fmt: skip
    rows = np.array(told, [("customer", "i4"), ("event", "i1")])
    found = approaches_of(rows, np.array([False, False, True]))
    assert found.contacts.tolist() == [2.0, 1.0, 1.0, 1.0]
    assert found.won.tolist() == [False, True, True, False]
    assert found.warm.tolist() == [False, False, True, True]


def test_a_history_without_approaches_has_none() -> None:
    """Nobody is sought, and nothing is told."""
    assert len(approaches_of(np.zeros(0, [("customer", "i4"), ("event", "i1")]), np.zeros(3, bool))) == 0


def test_a_simulated_book_is_one(simulates: Simulator) -> None:
    """It has the customers of the kinds and wallets set, and some leave within the year and none within no months."""
    scenario = load("baseline").with_settings({"market.customers": 300, "market.potential": 200})
    book = simulates.book(scenario, range(2))
    assert 300 < len(book) < 900
    assert 0 < book.lost.sum() < len(book) / 2
    assert (book.months >= 0.0).all()
    np.testing.assert_allclose(book.deposits + book.loans <= book.wallet * 1.000001, True)
    assert not simulates.book(scenario, range(1), months=0).lost.any()


# Files of known truth: made by the model under settings that are then to be found again

TRUE_BOOK = {
    "market.wallet_individual": 60e3,
    "market.wallet_small_business": 300e3,
    "market.wallet_corporate": 3e6,
    "market.wallet_spread": 0.35,
    "market.small_businesses": 0.2,
    "market.corporates": 0.1,
    "market.deposits_individual": 0.8,
    "market.share_step": 0.25,
    "market.purchase_chance": 0.2,
    "market.offers": 0.15,
    "market.switching_links": 0.6,
    "market.loyalty_start": 0.2,
}
TOLD = frozenset({"kind", "wallet", "deposits", "loans", "products", "months_with_bank", "lost"})


def truth_of(setting: str, given: dict[str, float]) -> float:
    """What a setting was when the file was made."""
    return float(given.get(setting, getattr(load("baseline").market, setting.removeprefix("market."))))


def wrong(fit: Fit, given: dict[str, float]) -> list[str]:
    """The fitted settings whose interval does not hold the truth."""
    return [p.setting for p in fit.parameters if not p.fitted.holds(truth_of(p.setting, given))]


@pytest.fixture(scope="module")
def true_book(simulates: Simulator) -> tuple[Book, Book]:
    """A file of the model's own customers, in two parts."""
    return split(simulates.book(load("baseline").with_settings(TRUE_BOOK), range(6)), 1)


def test_what_customers_have_is_found_again() -> None:
    """Mix of kinds, wallets and deposits of four files: of 36 intervals of 95 % at most five miss, but for 1 in 100."""
    missed = []
    for seed in range(99, 103):
        made = simulator(seed, 1e8).book(load("baseline").with_settings(TRUE_BOOK), range(6))
        fit = belongings(*split(made, 1), TOLD, load("baseline"), simulator(seed - 98, 1e8))
        assert len(fit.parameters) == len(fit.settings) == 9
        missed += wrong(fit, TRUE_BOOK)
    assert len(missed) <= 5, missed


def test_who_leaves_is_found_again(true_book: tuple[Book, Book]) -> None:
    """Seven settings that make products and attrition: their intervals hold the truth, and the targets are met."""
    fitted, held = true_book
    around = load("baseline").with_settings({name: TRUE_BOOK[name] for name in list(TRUE_BOOK)[:7]})
    simulates = simulator(1, 1e8)
    fit = leaving(fitted, held, TOLD, around, simulates, rounds=(5, 5, 8))
    assert len(fit.settings) == 7
    assert len(wrong(fit, TRUE_BOOK)) <= 1
    shown = simulates.book(around.with_settings(fit.settings), FRESH)
    off = [abs(q.of(shown).value - found.value) / (found.high - found.low) for q, found, _ in fit.shown]
    assert max(off) < 1.0


def test_how_contacts_win_is_found_again() -> None:
    """Chance, fatigue and what being known is worth, from four files: of twelve intervals of 95 % at most two miss."""
    given = {"market.contact_chance": 0.1, "market.contact_fatigue": 0.75, "market.quality_former": 4.0}
    missed = []
    for seed in range(99, 103):
        made = stacked(simulator(seed, 1e8).approaches(load("baseline").with_settings(given), range(10)))
        earlier = np.where(made.warm, float(Earlier.WON), float(Earlier.NONE))
        parts = split(Campaign(made.contacts, made.won, earlier, np.full(len(made), np.nan)), 1)
        fit = winning(*parts, frozenset({"contacts", "won", "earlier"}), load("baseline"), simulator(seed + 100, 1e8))
        assert fit.settings.keys() == given.keys()
        missed += wrong(fit, given)
    assert len(missed) <= 2, missed


# What cannot be fitted


def few(book: Book, size: int) -> Book:
    """The first customers of a book."""
    return book.chosen(np.arange(len(book)) < size)


def reasons(fit: Fit) -> str:
    """Why things were not fitted, in one text."""
    return "\n".join(f"{what}: {why}" for what, why in fit.not_fitted)


def test_too_few_rows_are_said(true_book: tuple[Book, Book]) -> None:
    """Ten customers are too few for anything, and each reason says how many are needed."""
    fitted, held = (few(part, 10) for part in true_book)
    fit = belongings(fitted, held, TOLD, load("baseline"), simulator(1, 1e8))
    assert fit.settings == {}
    assert "at least 20 and 5 are needed" in reasons(fit)


def test_columns_that_are_not_there_are_said(true_book: tuple[Book, Book]) -> None:
    """A file of names alone tells nothing, and says of each thing which column it lacks."""
    plain = (belongings, leaving)
    said = "\n".join(reasons(fit(*true_book, frozenset(), load("baseline"), simulator(1, 1e8))) for fit in plain)
    for column in (
        "kinds",
        "wallets or balances",
        "deposits and loans, each by itself",
        "products",
        "customers who have left",
    ):
        assert f"has no column for {column}" in said


def test_a_value_beyond_its_bounds_is_not_set(simulates: Simulator) -> None:
    """Who was won before is won forty times as easily, which no setting reaches: it is told, and not set."""
    made = campaign_of(5, 20_000, 0.01, 0.8, 40.0)
    earlier = np.where(made.warm, float(Earlier.WON), float(Earlier.NONE))
    parts = split(Campaign(made.contacts, made.won, earlier, np.full(len(made), np.nan)), 1)
    fit = winning(*parts, frozenset({"contacts", "won", "earlier"}), load("baseline"), simulates)
    assert "market.quality_former" not in fit.settings
    assert "beyond its bounds, 0 to 20" in reasons(fit)
    assert fit.settings.keys() == {"market.contact_chance", "market.contact_fatigue"}


def test_products_that_drive_customers_away_are_left_out(true_book: tuple[Book, Book]) -> None:
    """If customers with three products leave more than others, which no setting can make, their group is left out."""
    fitted, held = true_book
    angry = Book(
        fitted.kind, fitted.wallet, fitted.deposits, fitted.loans, fitted.products, fitted.months,
        fitted.lost | (fitted.products == 3),
    )  # fmt: skip
    fit = leaving(angry, held, frozenset({"products", "lost"}), load("baseline"), simulator(1, 1e8), rounds=(1,))
    assert "customers with 3 products who leave" in reasons(fit)
    assert "by the law each further one binds" in reasons(fit)
    assert attrition_by_products(3).name not in [quantity.name for quantity, _, _ in fit.shown]


def test_without_products_the_level_alone_is_fitted(true_book: tuple[Book, Book]) -> None:
    """A file that tells who left and no more sets how many offers there are, and says why not what binds."""
    fit = leaving(*true_book, frozenset({"lost"}), load("baseline"), simulator(1, 1e8), rounds=(4, 4))
    assert list(fit.settings) == ["market.offers"]
    assert [quantity.name for quantity, _, _ in fit.shown] == [ATTRITION.name]
    assert "no column for products, to tell who leaves by them" in reasons(fit)


def test_a_quantity_of_nobody_is_unknown() -> None:
    """A book without customers and approaches without people tell nothing, and do not fail."""
    nothing = np.zeros(0)
    book = Book(nothing.astype(np.int64), *[nothing] * 5, nothing.astype(bool))
    assert not any(quantity.of(book).is_known for quantity in (ATTRITION, PRODUCTS, WALLET_SPREAD))
    assert not FIRST.of(Approaches(np.zeros(0), np.zeros(0, bool), np.zeros(0, bool))).is_known


# From a file to a scenario


@pytest.fixture(scope="module")
def campaign_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign's file in the own format."""
    path = tmp_path_factory.mktemp("files") / "spring.csv"
    made = campaign_of(8, 8000, 0.06, 0.8, 3.0)
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["联系次数", "成交", "以往结果"])
        people = zip(made.contacts.tolist(), made.won.tolist(), made.warm.tolist(), strict=True)
        rows.writerows((int(k), "否是"[won], ("无", "成功")[warm]) for k, won, warm in people)
    return path


def test_a_calibration_tells_all_of_itself(campaign_file: Path, tmp_path: Path) -> None:
    """Tables, chart, report and scenario of one calibration agree, and the same again gives the same."""
    found = calibrate(campaign_file, seed=4)
    fitted = found.parameters.set_index("setting")
    assert set(fitted.index) == {"market.contact_chance", "market.contact_fatigue", "market.quality_former"}
    assert (fitted["low"] < fitted["estimate"]).all()
    assert (fitted["estimate"] < fitted["high"]).all()
    for setting, row in fitted.iterrows():
        assert getattr(found.scenario.market, str(setting)[7:]) == pytest.approx(row["estimate"], rel=1e-4)
    shown = found.checks.set_index("quantity")
    assert shown.loc["contact_1", "n"] + 1 > 5000
    np.testing.assert_allclose(shown["error"], shown["simulated"] - shown["held_out"])
    assert shown["inside"].all()
    assert len({row["quantity"] for row in chart_rows(found.chart())}) == len(shown)
    found.write(tmp_path / "spring.toml")
    assert load(tmp_path / "spring.toml") == found.scenario
    assert found.report(tmp_path / "spring.html", "zh").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert json.loads(json.dumps(found.summary())) == json.loads(json.dumps(calibrate(campaign_file, seed=4).summary()))


def chart_rows(chart: object) -> list[dict[str, object]]:
    """The data in a chart."""
    content = chart.to_dict()  # type: ignore[attr-defined]  # charts have no types
    (rows,) = content["datasets"].values()
    return list(rows)


def test_the_command_writes_a_scenario_that_runs(campaign_file: Path, tmp_path: Path) -> None:
    """One command writes the scenario and prints one document; the scenario is right, and it runs."""
    out = tmp_path / "spring.toml"
    done = run("calibrate", campaign_file, "--out", out, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert "spring.csv" in told["note"]
    assert [row["setting"] for row in told["parameters"]][:1] == ["market.contact_chance"]
    assert run("check", out).returncode == 0
    assert run("run", out, "--months", "3", "--json").returncode == 0


def test_the_command_says_what_it_could_not_fit(campaign_file: Path) -> None:
    """In words: two tables, and a sentence for each thing that was not fitted."""
    done = run("calibrate", campaign_file)
    assert done.returncode == 0, done.stderr
    assert "fitted settings, with 95 % intervals" in done.stdout
    assert "loyalty_shield, market.loyalty_start: the file has no column for customers who have left" in done.stdout


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--out", "{file}"], "exists already; choose another name"),
        (["--out", "{folder}/none/s.toml"], "its folder is not there"),
        (["--report", "{folder}"], "is a folder; give a file for the report"),
        (["--seed", "-1"], "seed = -1 is not from 0"),
        (["--mapping", "spring"], "no mapping 'spring'"),
    ],
)
def test_what_cannot_be_written_or_read_is_refused_first(
    campaign_file: Path, options: list[str], sentence: str
) -> None:
    """Bad options end at once with one sentence, and leave no file behind."""
    folder = campaign_file.parent
    before = sorted(folder.iterdir())
    given = [option.format(file=campaign_file, folder=folder) for option in options]
    assert is_refused(run("calibrate", campaign_file, *given), sentence)
    assert sorted(folder.iterdir()) == before


def test_scenario_settings_outside_the_fit_stay(campaign_file: Path) -> None:
    """What a file does not tell stays as in the baseline."""
    found = calibrate(campaign_file).scenario
    usual = load("baseline")
    fields = type(usual.market).model_fields
    changed = {name for name in fields if getattr(found.market, name) != getattr(usual.market, name)}
    assert changed == {"contact_chance", "contact_fatigue", "quality_former"}
    assert (found.bank, found.schedule) == (usual.bank, usual.schedule)
    assert isinstance(found, Scenario)
