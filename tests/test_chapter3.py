"""What the notebooks of chapter 3 show: small stories about waits, quotients, who is heard, and who leaves."""

import json
from collections.abc import Callable

import numpy as np
import pytest

import crmsim
from crmsim.course import chapter3
from crmsim.course.maintaining import figures, laws, listening, loyalty, mistakes, queues, trials
from crmsim.course.reading import ours
from crmsim.course.shown import CHART, TEXT, Folded, Page, Shown, Table
from crmsim.language import catalogue
from crmsim.run import Run
from crmsim.settings import levers, load

OF_A_RUN: dict[str, Callable[[Run], Page]] = {
    name: getattr(chapter3, name)
    for name in chapter3.__all__
    if name.islower()
    and name not in {"start", "switch", "waits", "gestures", "steps", "form", "differentiated", "moved"}
}
PAGES: dict[str, Callable[[Run], Page]] = {
    **OF_A_RUN,
    **{f"form {name}": lambda run, name=name: chapter3.form(run, name) for name in laws.FORMS},  # type: ignore[misc]  # the default binds the loop's value
    "another setting": lambda run: chapter3.moved(run, "maintenance.care_premium", 0.6, 2.0),
    "key customers": lambda run: chapter3.differentiated(run, "premium"),
    "good small and medium": lambda run: chapter3.differentiated(run, "select"),
    "waits": lambda _: chapter3.waits(),
    "gestures": lambda _: chapter3.gestures(),
    "steps": lambda _: chapter3.steps(),
}


@pytest.fixture(scope="module")
def run() -> Run:
    """The branch of the course, which is simulated once for all stories here."""
    return crmsim.simulate("baseline", seed=1)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stories are told in English unless they say otherwise; one draw is enough for them."""
    monkeypatch.setenv("CRMSIM_LANG", "en")
    monkeypatch.setattr(trials, "DRAWS", 1)
    monkeypatch.setattr(mistakes, "DRAWS", 2)


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_said_in_either_language_and_told_in_words(
    name: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page has no English cell in Chinese; each chart has title, description and a folded table after it."""
    english = PAGES[name](run)
    monkeypatch.setenv("CRMSIM_LANG", "zh")
    chinese = PAGES[name](run)
    assert [type(part) for part in english.parts] == [type(part) for part in chinese.parts]
    words = catalogue("zh")
    cells = {cell.strip() for line in repr(chinese).splitlines() for cell in line.split("|")}
    assert {cell for cell in cells & set(words) if words[cell] != cell} == set()
    for place, chart in enumerate(chinese.parts):
        if isinstance(chart, Shown):
            assert chart.bundle()[TEXT].startswith(f"{chart.spec['title']}\n{chart.spec['description']}\n")
            after = chinese.parts[place + 1]
            assert isinstance(after, Table)
            assert after.folded
            assert len(json.dumps(chart.bundle()[CHART])) < 20_000


def test_all_that_a_notebook_may_call_is_explained() -> None:
    """Each public name of the chapter exists and is documented, and its labs move settings that there are."""
    assert [name for name in chapter3.__all__ if not getattr(chapter3, name).__doc__] == []
    known = {lever.path for lever in levers()}
    for wheels in (getattr(chapter3, name) for name in chapter3.__all__ if name.isupper()):
        assert set(wheels.paths) <= known


def test_simulated_waits_meet_the_formula() -> None:
    """At 80 % load the three desks wait as Erlang says within a tenth, and a larger desk waits less."""
    seen = {desk: queues.waits_seen(queues.simulated(0.8, desk))[-1] for desk in queues.DESKS}
    assert list(seen.values()) == sorted(seen.values(), reverse=True)
    for desk, wait in seen.items():
        assert wait == pytest.approx(queues.formula(0.8, desk), rel=0.1)


@pytest.mark.parametrize("name", laws.FORMS)
def test_a_form_saturates_at_its_own_half(name: str) -> None:
    """The half-way spending brings half of what endless spending would, and nothing brings nothing."""
    form = laws.FORMS[name]
    assert form.effect(0.0) == pytest.approx(0.0)
    assert form.effect(form.half) == pytest.approx(form.effect(1e9) / 2.0)


def test_mixing_two_forms_beats_doubling_one() -> None:
    """The same money divided between two forms adds more quality than all of it on either."""
    table = laws.mixed(40.0, 80.0).set_index("what")["quality"]
    assert table["half on each"] > max(table["all on software"], table["all on the distinctive package"])


def test_the_treadmill_returns_to_where_it_was() -> None:
    """Better service lifts satisfaction for a while; taking it away brings it below 1, and in the end back to 1."""
    table = laws.treadmill(load("baseline").market)
    ratio = table[table["measure"] == "satisfaction"].set_index("month")["value"]
    assert ratio.loc[laws.LIFTED - 1] == pytest.approx(1.0)
    top = ratio.loc[laws.LIFTED : laws.WITHDRAWN - 1].max()
    assert top > 1.05
    assert ratio.loc[laws.WITHDRAWN - 1] - 1.0 < (top - 1.0) / 2.0
    assert ratio.loc[laws.WITHDRAWN :].min() < 0.97
    assert ratio.iloc[-1] == pytest.approx(1.0, abs=0.02)


def test_loyalty_and_price_decide_whom_an_offer_takes() -> None:
    """An offer takes the loyal seldomer, and those who look at prices oftener."""
    market = load("baseline").market
    assert laws.taken_away(market, 0.2, 0.5) > laws.taken_away(market, 0.9, 0.5)
    assert laws.taken_away(market, 0.5, 0.8) > laws.taken_away(market, 0.5, 0.2)


def test_the_satisfied_answer_more() -> None:
    """The chance of an answer climbs from band to band, and each customer is counted once."""
    pleased = np.linspace(0.5, 1.5, 101)
    table = laws.answering(pleased)
    assert table["customers"].sum() == len(pleased)
    assert (table["answers"] / table["customers"]).is_monotonic_increasing


def test_silence_measures_better_than_it_feels(run: Run) -> None:
    """Without a complaint system what is measured is above what is felt, and above what is measured with one."""
    table = trials.tried(run, listening.COMPLAINTS, listening.HEARD).set_index("variant")
    deaf = table.loc["no complaint system"]
    assert deaf["satisfaction_measured"] > deaf["satisfaction"]
    assert deaf["satisfaction_measured"] > table.loc[trials.AS_IS, "satisfaction_measured"]


def test_a_plan_that_keeps_changing_costs_loyalty(run: Run) -> None:
    """A loyalty plan changed each quarter leaves less loyalty and more churn than one left alone."""
    table = trials.tried(run, loyalty.PLANS, ("loyalty", "churn")).set_index("variant")
    changing, alone = table.loc["a plan that changes each quarter"], table.loc[trials.AS_IS]
    assert changing["loyalty"] < alone["loyalty"]
    assert changing["churn"] > alone["churn"]


def test_changes_are_against_the_first_row(run: Run) -> None:
    """What changes nothing is nought percent."""
    table = trials.tried(run, {"nothing": {"bank.wage": run.scenario.bank.wage}}, ("loyalty",))
    assert trials.changes(table, ["loyalty"])["loyalty"].tolist() == [0.0]


def test_hours_and_tiers_add_up(run: Run) -> None:
    """Shares by tier are of all, hours by work fit into those there are, and each customer has one tier twice over."""
    shares = figures.shares_by_tier(run)[["customers", "hours", "contribution"]].sum()
    assert shares.tolist() == pytest.approx([100.0, 100.0, 100.0])
    assert figures.hours_by_work(run)["hours"].sum() <= run.scenario.managers * 160.0
    assert figures.seen_and_true(run).to_numpy().sum() == len(ours(run))


def test_offers_and_leavers_are_those_of_the_run(run: Run) -> None:
    """Years of offers add up to the events; everyone who left is counted once."""
    table = figures.offers(run)
    happened = run.events["event"].value_counts()
    assert table["declined"].sum() == happened["offer_declined"]
    assert table["left"].sum() == happened["left"]
    assert 0 < table["bought_off"].sum() < happened["conceded"]


def test_endless_concession_keeps_customers_and_loses_money(run: Run) -> None:
    """The mistake lowers churn in the first year and contribution over the run (3.4.1)."""
    names = ("churn", "contribution")
    wrong = figures.yearly(trials.beside(run, mistakes.mistakes()["endless concession"]), names)
    right = figures.yearly(run, names)
    assert wrong["churn"].iloc[0] < right["churn"].iloc[0]
    assert wrong["contribution"].sum() < right["contribution"].sum()
    assert right["contribution"].sum() == pytest.approx(run.indicators["contribution"] / 1e6)


def test_an_interval_that_holds_nought_is_not_sure() -> None:
    """A difference says so where luck could explain it, and only there."""
    assert mistakes.sure(0.5, -0.1, 1.1, str).endswith("not sure")
    assert "not sure" not in mistakes.sure(0.5, 0.1, 0.9, str)


@pytest.mark.parametrize("guess", [9, None])
def test_a_guess_is_held_against_what_came_out(run: Run, guess: float | None) -> None:
    """Who guesses is told how far off it was; who does not is only told what came out."""
    shown = repr(chapter3.judged_value(run, guess=guess))
    assert "hundred reviews" in shown
    assert ("You guessed 9" in shown) is (guess is not None)


@pytest.mark.parametrize(("exercise", "answer"), [(chapter3.gestures, "3 C"), (chapter3.steps, "2 A")])
def test_an_answer_is_folded_away(exercise: Callable[[], Page], answer: str) -> None:
    """A matching exercise keeps its answer behind a click."""
    folded = exercise().parts[-1]
    assert isinstance(folded, Folded)
    assert answer in folded.answer


def test_a_switch_turns_a_mistake_on_and_off() -> None:
    """A switch sets what the mistake sets, reset puts it back, and both languages name it."""
    pytest.importorskip("ipywidgets", reason="the lab is an extra: install [lab]")
    from crmsim.widgets import Switches

    small = load("baseline").with_settings({"months": 12, "market.customers": 60, "market.potential": 50})
    bench = Switches(scenario=small, lang="en")
    name, path = "endless concession", "maintenance.concession"
    bench.controls[name].value = True
    assert bench.values[path] == mistakes.mistakes()[name][path]
    assert bench.scenario.schedule[0].maintenance.concession == bench.values[path]
    bench.reset()
    assert bench.controls[name].value is False
    assert bench.values[path] == bench.start[path]
    bench.speak("zh")
    assert "一味忍让" in bench.controls[name].description
    assert bench.latest.wait(120.0)
