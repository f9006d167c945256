"""The lab, driven by its controls without a browser: what is moved is simulated, shown and told in either language."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("ipywidgets", reason="the lab is an extra: install [lab]")

from crmsim.course.still import CARDS
from crmsim.engine import cache, compiled_engine
from crmsim.errors import CrmsimError
from crmsim.experiment.ranges import read_settings
from crmsim.language import speaker
from crmsim.report import library
from crmsim.run import simulate
from crmsim.settings import Scenario, levers, load
from crmsim.widgets import Lab, controls, lab
from crmsim.widgets.latest import Latest
from crmsim.widgets.paired import MOST_DRAWS, ruin, versions

BRANCH = Scenario(name="small").with_settings(
    {"months": 12, "market.customers": 60, "market.potential": 50, "bank.customers_per_manager": 15.0}
)
CARE = "maintenance.care_premium"


@pytest.fixture
def bench(tmp_path: Path) -> Lab:
    """A lab on a small branch, everything shown."""
    compiled_engine.compiled_kernel()
    made = Lab(CARE, "maintenance.touch_premium", scenario=BRANCH, lang="en", folder=tmp_path)
    assert made.latest.wait(60.0)
    return made


def settled(bench: Lab) -> Lab:
    """The lab when all is shown."""
    assert bench.latest.wait(60.0)
    return bench


def test_controls_come_from_the_settings() -> None:
    """Every setting of a strategy has a control within its bounds, with label, unit and meaning in both languages."""
    for lang in ("en", "zh"):
        say = speaker(lang)
        for lever in levers():
            one = controls.control(lever, lever.default, say)
            assert one.description.endswith(f"({say(lever.about.unit)})")
            assert one.tooltip == say(lever.meaning)
            if lever.kind is not bool:
                assert (one.min, one.max) == lever.about.bounds
            if lever.kind is float:
                steps = (one.value - one.min) / one.step
                assert steps == pytest.approx(round(steps), abs=1e-6), "the page would move it"
                assert (one.max - one.min) / one.step >= 50


def test_a_moved_slider_is_simulated(bench: Lab) -> None:
    """The cards and charts after a move are those of the very scenario, on the same luck as the baseline."""
    bench.controls[CARE].value = 2.0
    shown = settled(bench).shown
    assert shown is not None
    for found, scenario in zip(shown.indicators, (BRANCH, BRANCH.with_settings({CARE: 2.0})), strict=True):
        assert found == simulate(scenario, 1, 0, "simpy", record=False).indicators
    assert shown.draws == MOST_DRAWS
    last = [row["value"] for row in bench.host.data["profit"] if row["who"] == "yours"][-1]
    assert last == pytest.approx(shown.indicators[1]["contribution"], rel=1e-5)


def test_a_hairs_breadth_is_no_move(bench: Lab) -> None:
    """What a page sends may lie a last digit beside the step: the baseline stays the baseline, a value what it says."""
    start = bench.values[CARE]
    bench.controls[CARE].value = start * (1.0 + 1e-15)
    assert bench.values == bench.start
    bench.controls[CARE].value = 1.7000000000000002
    assert bench.values[CARE] == 1.7


def test_the_first_card_says_one_draw() -> None:
    """What is shown first is one paired run and says so; then the interval fills."""
    compiled_engine.compiled_kernel()
    seen = list(versions(BRANCH, {CARE: 1.5}, 1, "compiled", speaker("en"), ""))
    assert "one draw" in seen[0].cards
    assert f"{MOST_DRAWS} draws" in seen[-1].cards
    assert [shown.draws for shown in seen][0::6] == [1, 17]
    assert all(f'data-kpi="{name}"' in seen[0].cards for name in CARDS)


def test_undo_and_reset_take_changes_back(bench: Lab) -> None:
    """Undo goes back one change, Reset to the baseline; controls and values stay one."""
    start = bench.values[CARE]
    bench.controls[CARE].value = 2.0
    settled(bench).changed = 0.0
    bench.controls[CARE].value = 0.5
    settled(bench).undo()
    assert settled(bench).values[CARE] == bench.controls[CARE].value == 2.0
    bench.reset()
    assert settled(bench).values[CARE] == bench.controls[CARE].value == start


def test_saved_scenarios_load_again(bench: Lab, tmp_path: Path) -> None:
    """Save writes a scenario file that loads to the same settings, never over another, and tells the command."""
    bench.controls[CARE].value = 2.0
    first, second = bench.save(), bench.save()
    assert first is not None
    assert second is not None
    assert first != second
    assert load(first).with_settings({}).schedule == bench.scenario.schedule
    assert "crmsim compare" in bench.message.value


def test_a_copied_command_runs_the_same(tmp_path: Path) -> None:
    """Copy gives a command line that simulates the very settings on the lab."""
    compiled_engine.compiled_kernel()
    made = Lab(CARE, "maintenance.touch_premium", scenario="plain-queue", lang="en", folder=tmp_path)
    made.controls[CARE].value = 2.0
    command = settled(made).copy()
    assert command == f"crmsim run plain-queue --set {CARE}=2.0 --seed 1"
    assert command in made.message.value
    given = read_settings([word for word in command.split() if "=" in word])
    assert load("plain-queue").with_settings(given) == made.scenario


def test_a_branch_without_a_name_is_saved_before_it_is_copied(bench: Lab) -> None:
    """Of a scenario that only this notebook knows, Copy gives the command of a file."""
    bench.controls[CARE].value = 2.0
    command = settled(bench).copy()
    assert command == f'crmsim run "{bench.folder / "yours-1.toml"}" --seed 1'
    assert load(bench.folder / "yours-1.toml").schedule == bench.scenario.schedule


@pytest.mark.parametrize(("lang", "told"), [("en", "loses money"), ("zh", "亏损")])
def test_settings_that_ruin_the_branch_are_told(lang: str, told: str) -> None:
    """A branch that earned money and loses it under your settings says so in a sentence, and so does an empty one."""
    say = speaker(lang)
    before = {"contribution": 5.0, "customers": 100.0}
    assert told in ruin(before, {"contribution": -1.0, "customers": 90.0}, say)
    assert ruin(before, {"contribution": 1.0, "customers": 3.0}, say) not in {"", told}
    assert ruin(before, {"contribution": 1.0, "customers": 90.0}, say) == ""


def test_a_place_that_cannot_be_written_is_told(bench: Lab) -> None:
    """A folder that is not there is told in a sentence, and nothing is lost."""
    bench.folder = Path("/nowhere/at/all")
    assert bench.save() is None
    assert "cannot be written" in bench.message.value


def test_another_language_says_all_anew(bench: Lab) -> None:
    """The switch puts labels, buttons, cards and charts into Chinese, and leaves the values."""
    bench.controls[CARE].value = 2.0
    settled(bench).speak("zh")
    settled(bench)
    assert "基准" in bench.host.html
    assert bench.controls[CARE].value == 2.0
    assert bench.buttons["Reset"].description == "复位"
    assert {row["who"] for row in bench.host.data["profit"]} == {"基准", "你的方案"}


def test_stop_leaves_it_at_what_there_is() -> None:
    """Stopped, a lab shows no further draws until something is moved."""
    made = Lab(CARE, scenario=load("baseline"), lang="en")
    assert made.latest.wait(60.0)
    made.controls[CARE].value = 1.9
    made.stop()
    assert made.latest.wait(60.0)
    assert made.shown is not None
    assert made.shown.draws < MOST_DRAWS


def test_what_cannot_be_simulated_is_a_sentence(bench: Lab) -> None:
    """A mistake in the values is told in the page, and the lab goes on."""
    bench.latest({CARE: -5.0})
    assert "This cannot be simulated" in settled(bench).message.value
    bench.speak("zh")
    bench.latest({CARE: -5.0})
    assert "请调高" in settled(bench).message.value
    bench.speak("en")
    bench.controls[CARE].value = 1.0
    assert settled(bench).message.value == ""


def test_an_unknown_setting_is_refused() -> None:
    """A typo names the nearest setting."""
    with pytest.raises(CrmsimError, match="care_premium"):
        Lab("maintenance.care_premum", scenario=BRANCH)


def test_two_labs_do_not_disturb_each_other(bench: Lab) -> None:
    """Another lab has values of its own."""
    other = Lab(CARE, scenario=BRANCH, lang="zh")
    other.controls[CARE].value = 0.5
    assert settled(other).values != settled(bench).values


def test_without_the_quick_engine_a_small_branch_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing compiled a lab begins on 300 customers under SimPy and says so, and goes over when it can."""
    is_ready = threading.Event()
    real = cache.is_filled
    monkeypatch.setattr(lab.cache, "is_filled", lambda: is_ready.is_set() and real())
    monkeypatch.setattr(lab.warm, "start", lambda: None)
    made = Lab(CARE, scenario=load("baseline").with_settings({"months": 3, "market.opening_months": 0}), lang="en")
    until = time.monotonic() + 60.0
    while made.shown is None and time.monotonic() < until:
        time.sleep(0.01)
    assert "300 customers" in made.host.html
    is_ready.set()
    while "300 customers" in made.host.html and time.monotonic() < until:
        time.sleep(0.05)
    assert "300 customers" not in made.host.html


def test_a_further_version_gives_way_to_a_newer_value() -> None:
    """What is computed beyond the first version is left in the middle as soon as a newer value is there."""
    shown: list[tuple[int, str]] = []
    further, go_on = threading.Event(), threading.Event()

    def slow(value: int) -> Iterator[tuple[int, str]]:
        yield value, "first"
        if value == 0:
            further.set()
            go_on.wait(10.0)
        latest.give_way()
        yield value, "further"

    latest = Latest(slow, shown.append, lambda _: None)
    latest(0)
    further.wait(10.0)
    latest(1)
    go_on.set()
    assert latest.wait(10.0)
    assert shown == [(0, "first"), (1, "first"), (1, "further")]


def test_an_odd_baseline_still_gives_a_step_that_can_be_felt() -> None:
    """Where value and bounds have hardly a common step, the value is one of the steps and a key moves the slider."""
    low, high, value = 1.0, 2000.0, 133.3333
    step = controls.step_of(low, high, value)
    assert (value - low) / step == pytest.approx(round((value - low) / step), abs=1e-6)
    assert 50 <= (high - low) / step <= 1000


def test_the_drawing_library_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is kept in the cache folder and read from there; where nothing can be kept it is made again."""
    monkeypatch.setenv("CRMSIM_CACHE_DIR", str(tmp_path / "cache"))
    library._found.cache_clear()
    made = library.library()
    assert b"vegaEmbed" in made
    assert library.kept().read_bytes() == made
    library.kept().write_bytes(b"kept")
    library._found.cache_clear()
    assert library.library() == b"kept"
    library._found.cache_clear()
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("CRMSIM_CACHE_DIR", str(tmp_path / "file"))
    assert library.library() == made
    library._found.cache_clear()


def test_only_the_newest_value_is_computed() -> None:
    """Of values that come while one is computed, the last one is shown and those between are dropped."""
    shown: list[int] = []
    first, go_on = threading.Event(), threading.Event()

    def slow(value: int) -> Iterator[int]:
        first.set()
        go_on.wait(10.0)
        yield value

    latest = Latest(slow, shown.append, lambda _: None)
    latest(0)
    first.wait(10.0)
    for value in range(1, 20):
        latest(value)
    go_on.set()
    assert latest.wait(10.0)
    assert shown == [0, 19]
