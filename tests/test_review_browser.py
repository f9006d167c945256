"""A review question in a real browser, by keyboard alone: wheels, a guess, a year, an answer, in both languages."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from browser import CHROMIUM, PATIENCE, seen, served
from review_sentences import SENTENCES

from crmsim.course.reviewing.play import Play
from crmsim.course.reviewing.reviews import DEVELOPING
from crmsim.engine import compiled_engine
from crmsim.run import simulate
from crmsim.settings import lever_at, load, value_of

sync_api = pytest.importorskip("playwright.sync_api", reason="browser tests need playwright")
pytest.importorskip("jupyterlab", reason="the lab is an extra: install [lab]")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
    pytest.mark.browser,
]

CELL = """from crmsim.widgets import Answer, Rounds
game = Rounds("Q1")
display(game, Answer(game))"""
REFERRAL = "prospecting.by_referral"
PRESSES = 5
MOST_TABS = 60
"""Presses of Tab that are enough to come from the first wheel to the end of the page."""


@pytest.fixture(scope="module", params=["en", "zh"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any]]:
    """The language, and a page on which a game and the box for the answer stand."""
    lang = request.param
    folder = tmp_path_factory.mktemp("思考题")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, folder / "review.ipynb")
    compiled_engine.compiled_kernel()
    with (
        served(folder, lang, {"CRMSIM_LANG": lang}) as home,
        sync_api.sync_playwright() as player,
        seen(player, home) as found,
    ):
        found.open("review.ipynb")
        found.run_one(0)
        found.page.wait_for_selector(".noUi-handle", timeout=PATIENCE)
        yield lang, found.page
        shots = os.environ.get("CRMSIM_SCREENSHOTS")
        if shots:
            found.page.screenshot(path=Path(shots) / f"review-{lang}.png")
        assert found.beyond == []


def moved(steps: int) -> float:
    """Where the first wheel stands after so many steps up."""
    from crmsim.widgets.controls import step_of

    lever, start = lever_at(REFERRAL), value_of(load("baseline"), REFERRAL)
    low, high = (float(bound) for bound in lever.about.bounds)
    return round(float(start) + steps * step_of(low, high, float(start)), 9)


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until what is meant has the focus."""
    for _ in range(MOST_TABS):
        if page.evaluate("what => document.activeElement.matches(what)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {selector}")


def test_a_year_is_played_by_keyboard_alone(page: tuple[str, Any]) -> None:
    """Arrows move a wheel, Tab leads on, space plays: the table shows the very figures of that scenario."""
    lang, there = page
    there.locator(".noUi-handle").first.focus()
    for _ in range(PRESSES):
        there.keyboard.press("ArrowRight")
    rate = moved(PRESSES)
    cost = Play(DEVELOPING).bill({REFERRAL: rate}).total
    there.wait_for_function(f"document.body.innerText.includes('{cost:,.0f}')", timeout=PATIENCE)  # the kernel knows
    tab_to(there, ".widget-text input")
    there.keyboard.type("130")
    there.keyboard.press("Tab")
    there.keyboard.press("Space")
    there.wait_for_selector(".crmsim-lab table tbody tr", timeout=PATIENCE)
    scenario = load("baseline").with_settings({REFERRAL: rate, "months": 12})
    found = simulate(scenario, record=False, engine="compiled").indicators
    row = there.locator(".crmsim-lab table").first.locator("tbody tr").first.locator("td").all_inner_texts()
    assert row[1] == {"en": "yours", "zh": "你的方案"}[lang]
    assert (row[4], row[7]) == (f"{found['won']:,.4g}", f"{found['customers']:,.0f}")
    there.wait_for_selector(".crmsim-chart canvas", timeout=PATIENCE)


def test_an_answer_is_written_by_keyboard_alone(page: tuple[str, Any]) -> None:
    """Tab leads on to the box, and after it to the button; the feedback names the point and the own year."""
    lang, there = page
    tab_to(there, "textarea")
    there.keyboard.type(SENTENCES["2.2.3a"][lang == "zh"])
    there.keyboard.press("Tab")
    there.keyboard.press("Space")
    there.wait_for_selector(".crmsim-said table", timeout=PATIENCE)
    said = there.inner_text(".crmsim-said")
    assert {"en": "2.2.3a chain referral", "zh": "2.2.3a 连锁介绍"}[lang] in said
    assert {"en": "hours into it", "zh": "你投入"}[lang] in said
