"""Exercises in a real browser, by keyboard alone: each kind answered wrongly, hinted, and answered rightly."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, PATIENCE, Seen, seen, served, shoot

from crmsim.course.exercising.branch import scenario_of
from crmsim.course.exercising.figures import figures_of
from crmsim.course.exercising.files import sheets_in
from crmsim.course.exercising.keys import LETTERS, mixed, solution, wrong_answers
from crmsim.course.exercising.outcome import HEADS
from crmsim.course.exercising.progress import FILE, read
from crmsim.course.exercising.releasing import release
from crmsim.engine import compiled_engine
from crmsim.language import speaker
from crmsim.settings import lever_at, value_of

sync_api = pytest.importorskip("playwright.sync_api", reason="browser tests need playwright")
pytest.importorskip("jupyterlab", reason="the lab is an extra: install [lab]")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
    pytest.mark.browser,
]

KEY = Path(__file__).parent / "exercises"
EXERCISES = sheets_in(KEY)[0].exercise
BOOK = "exercises_3.ipynb"
FIRST = 3
"""Where the first exercise stands: after the title, the beginning and its own heading."""

CONTROLS = "input:not([type=hidden]):not([disabled]), select, textarea, .noUi-handle"
MOST_TABS = 40

PAUSE = 60
"""Milliseconds between two keys."""

REST = 300
"""Milliseconds in which a page that was scrolled comes to rest."""


@pytest.fixture(scope="module", params=["en", "zh"])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Seen, Path]]:
    """The language, the learners' notebook opened and run, and the folder that it lies in."""
    lang = request.param
    folder = tmp_path_factory.mktemp("练习") / lang
    release(KEY, lang, folder, versions=2)
    compiled_engine.compiled_kernel()
    with (
        served(folder, lang, {"CRMSIM_LANG": lang}) as home,
        sync_api.sync_playwright() as player,
        seen(player, home) as found,
    ):
        found.open(BOOK)
        found.run()
        assert found.has_run()
        yield lang, found, folder
        assert (found.beyond, found.mishaps()) == ([], [])


def place_of(number: str) -> int:
    """Where the box of an exercise stands in its notebook."""
    return FIRST + 2 * [exercise.id for exercise in EXERCISES].index(number)


def press(page: Any, key: str, times: int) -> None:
    """Press a key so many times, no faster than people do: what is sent has to be heard before the next."""
    for _ in range(times):
        page.keyboard.press(key)
        page.wait_for_timeout(PAUSE)


def tab_to(page: Any, label: str) -> None:
    """Press Tab until the button of a name has the focus."""
    for _ in range(MOST_TABS):
        if page.evaluate("name => document.activeElement.innerText?.trim() === name", label):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {label}")


def fill(page: Any, exercise: Any, answer: Any, order: tuple[int, ...]) -> None:
    """Give an answer by keys, beginning at the first control, which has the focus."""
    match exercise.kind:
        case "choice":
            choose(page, exercise, answer)
        case "number" if exercise.slider:
            page.keyboard.press("Home")
            press(page, "ArrowRight", round((answer - exercise.low) / exercise.step))
        case "number" | "table":
            for one in answer if isinstance(answer, list) else [answer]:
                page.keyboard.press("Control+A")
                page.keyboard.type(f"{one:g}")
                page.keyboard.press("Tab")
        case "ordering":
            pick(page, [*LETTERS[: len(order)]], answer)
        case "matching":
            pick(page, [name.key for name in exercise.names], answer)
        case "text":
            page.keyboard.press("Control+A")
            page.keyboard.insert_text(answer)
        case "design":
            turn(page, exercise, answer)


def choose(page: Any, exercise: Any, answer: Any) -> None:
    """Choose one option by arrows from the first one on, or mark several by space."""
    if not exercise.several:
        page.keyboard.press("Space")
        press(page, "ArrowDown", LETTERS.index(answer))
        return
    for key in LETTERS[: len(exercise.options)]:
        if page.evaluate("document.activeElement.checked") != (key in answer):
            page.keyboard.press("Space")
        page.keyboard.press("Tab")


def pick(page: Any, keys: list[str], answer: list[str]) -> None:
    """Pick from one list after the other; nothing stands first in each."""
    for one in answer:
        page.keyboard.press("Home")
        press(page, "ArrowDown", keys.index(one) + 1)
        press(page, "Tab", 1)


def turn(page: Any, exercise: Any, answer: dict[str, float]) -> None:
    """Turn each wheel to about where an answer has it."""
    from crmsim.widgets.controls import step_of

    baseline = scenario_of(exercise.branch, {})
    for path in exercise.levers:
        start = float(value_of(baseline, path))
        low, high = (float(bound) for bound in lever_at(path).about.bounds)
        steps = round((answer.get(path, start) - start) / step_of(low, high, start))
        press(page, "ArrowRight" if steps > 0 else "ArrowLeft", abs(steps))
        press(page, "Tab", 2)  # beyond the figure beside it


def focus(page: Any, cell: Any) -> None:
    """Begin at the first thing with which one answers, once the page has come to rest and lets it keep the focus."""
    control = cell.locator(".crmsim-exercise").locator(CONTROLS).first
    for _ in range(MOST_TABS):
        control.focus()
        page.wait_for_timeout(REST)
        if control.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError("the focus does not stay")


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: f"{exercise.id}-{exercise.kind}")
def test_an_exercise_is_done_by_keyboard_alone(desk: tuple[str, Seen, Path], exercise: Any) -> None:
    """A wrong answer is told why, a hint helps, the right answer is told so, and the file remembers all of it."""
    lang, found, folder = desk
    say, page = speaker(lang), found.page
    figures, order = figures_of(exercise, 0), mixed(exercise, 0)
    cell = found.cell(place_of(exercise.id))
    wrong = next(iter(wrong_answers(exercise, figures, order, lang)), None)
    if wrong is None:  # an exercise of which no typical mistake is known
        wrong = exercise.low + exercise.step
    told = cell.locator("[role=status]")

    focus(page, cell)
    fill(page, exercise, wrong, order)
    tab_to(page, say("Check"))
    page.keyboard.press("Enter")
    heads = "|".join(say(HEADS[result]) for result in ("close", "not yet"))
    page.wait_for_function(
        "([box, heads]) => new RegExp(heads).test(box.innerText)",
        arg=[cell.element_handle(), heads],
        timeout=PATIENCE,
    )
    tab_to(page, say("Hint"))
    page.keyboard.press("Enter")
    told.get_by_text(exercise.hints[0].said(lang)).wait_for(timeout=PATIENCE)

    focus(page, cell)
    fill(page, exercise, solution(exercise, figures, order, lang), order)
    tab_to(page, say("Check"))
    page.keyboard.press("Enter")
    told.get_by_text(f"✔ {say(HEADS['correct'])}").wait_for(timeout=PATIENCE)
    shoot(cell, f"exercise-{lang}-{exercise.kind}-{exercise.id}")
    record = read(folder / FILE).of(exercise.id)
    assert (record.outcome, record.attempts, record.hints) == ("correct", 2, 1)


def test_the_panel_tells_how_far_one_is(desk: tuple[str, Seen, Path]) -> None:
    """Run again, the last box says that every exercise is right."""
    lang, found, _ = desk
    place = place_of(EXERCISES[-1].id) + 2
    found.run_one(place)
    text = speaker(lang)(
        "{right} of {all} exercises are right, {points} of {most} points. This is practice and no mark."
    )
    points = sum(exercise.points for exercise in EXERCISES)
    found.cell(place).get_by_text(
        text.format(right=len(EXERCISES), all=len(EXERCISES), points=points, most=points)
    ).wait_for(timeout=PATIENCE)
