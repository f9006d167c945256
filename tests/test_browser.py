"""The lab in a real browser: JupyterLab without a network; sliders move by key and mouse, charts and cards follow."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pytest
from browser import CHROMIUM, QUIET, free_port, run_cell, settle, wait_for
from test_cli import environment

from crmsim import workplace
from crmsim.engine import compiled_engine
from crmsim.run import simulate
from crmsim.settings import load

sync_api = pytest.importorskip("playwright.sync_api", reason="browser tests need playwright")
pytest.importorskip("jupyterlab", reason="the lab is an extra: install [lab]")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
    pytest.mark.browser,
]


PORT = free_port()
HOME = f"http://127.0.0.1:{PORT}"
OWN = (HOME, HOME.replace("http", "ws"), "data:", "blob:")
SHOTS = Path(os.environ.get("CRMSIM_SCREENSHOTS", Path(__file__).parents[1] / ".screenshots"))
LAB = 'from crmsim.widgets import Lab\nlab = Lab("maintenance.care_premium", "prospecting.by_visit")\nlab'
CARE = "maintenance.care_premium"


@dataclass
class Seen:
    """A page, and what went wrong on it."""

    page: Any
    beyond: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="module", params=["en", "zh"])
def course(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """JupyterLab on a folder with a Chinese name, in one of the languages."""
    lang = request.param
    folder = tmp_path_factory.mktemp("课程") / lang
    folder.mkdir()
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(LAB)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, folder / "lab.ipynb")
    compiled_engine.compiled_kernel()
    words = workplace.command(folder, lang, PORT, browser=False)
    words += ["--IdentityProvider.token=", "--ServerApp.allow_root=True", "--ServerApp.port_retries=0"]
    with subprocess.Popen(
        words, env=environment(CRMSIM_LANG=lang), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait_for(HOME)
            yield lang, folder
        finally:
            server.terminate()
            server.wait(30.0)


@pytest.fixture(scope="module")
def seen(course: tuple[str, Path]) -> Iterator[Seen]:
    """The lab on the page, its first chart painted and its interval filled."""
    lang, _ = course
    with sync_api.sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        found = Seen(browser.new_page(viewport={"width": 1400, "height": 1300}))
        page = found.page
        page.on("request", lambda asked: None if asked.url.startswith(OWN) else found.beyond.append(asked.url))
        page.on("console", lambda said: found.errors.append(told(said)) if said.type == "error" else None)
        page.on("pageerror", lambda error: found.errors.append(str(error)))
        page.goto(f"{HOME}/lab/tree/lab.ipynb")
        page.wait_for_selector(".jp-Notebook .jp-Cell .cm-content", timeout=180_000)
        page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', timeout=180_000)
        run_cell(page)
        page.wait_for_selector(".crmsim-chart canvas", timeout=180_000)
        settle(page)
        shoot(page, f"lab-{lang}-first")
        yield found
        browser.close()


def told(said: Any) -> str:
    """An error of the console with the address that it is about."""
    return f"{said.text} {said.location.get('url', '')}"


def shoot(page: Any, name: str) -> None:
    """Keep a picture of the page."""
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


def card(page: Any, kpi: str) -> float:
    """The figure on a card."""
    return float(page.inner_text(f".crmsim-card[data-kpi={kpi}] .yours").replace(",", ""))


def picture(page: Any) -> str:
    """What the first chart looks like."""
    return str(page.evaluate("document.querySelector('.crmsim-chart canvas').toDataURL()"))


def value(page: Any) -> float:
    """Where the first slider stands."""
    return float(page.locator(".widget-readout").first.inner_text())


def agrees(page: Any) -> bool:
    """Whether the cards show the very figures of the scenario at which the slider stands."""
    scenario = load("baseline").with_settings({CARE: value(page)})
    found = simulate(scenario, record=False, engine="compiled").indicators
    kpis = ("contribution", "customers", "wait_premium")
    wanted = pytest.approx({kpi: found[kpi] for kpi in kpis}, rel=1e-3)
    until = time.monotonic() + 30.0
    while (shown := {kpi: card(page, kpi) for kpi in kpis}) != wanted and time.monotonic() < until:
        time.sleep(0.2)  # the last value is on its way
    assert shown == wanted, value(page)
    return True


def test_the_lab_speaks_the_language(course: tuple[str, Path], seen: Seen) -> None:
    """Cards, controls and JupyterLab's own menus are in the language asked for."""
    text = seen.page.inner_text("body")
    wanted = {"en": ("baseline", "Reset", "File"), "zh": ("基准", "复位", "文件")}[course[0]]
    assert [word for word in wanted if word not in text] == []


def test_the_keyboard_moves_a_slider(course: tuple[str, Path], seen: Seen) -> None:
    """Ten presses of a key move slider, chart and cards, and the cards agree with the kernel's numbers."""
    page = seen.page
    before = picture(page), value(page)
    page.locator(".noUi-handle").first.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "!document.querySelector('.crmsim-lab').innerText.match(/20 draws|20次抽样/)", timeout=60_000
    )
    settle(page)
    assert value(page) > before[1]
    assert picture(page) != before[0]
    assert agrees(page)
    shoot(page, f"lab-{course[0]}-keys")


def test_the_mouse_drags_a_slider(course: tuple[str, Path], seen: Seen) -> None:
    """A drag ends on its last value, and the cards agree with the kernel's numbers."""
    page = seen.page
    before = value(page)
    box = page.locator(".noUi-handle").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 21):
        page.mouse.move(x - 4 * step, y)
        time.sleep(0.03)
    page.mouse.up()
    time.sleep(0.5)
    settle(page)
    assert value(page) < before
    assert agrees(page)
    shoot(page, f"lab-{course[0]}-drag")


def test_a_chart_tells_its_data(course: tuple[str, Path], seen: Seen) -> None:
    """Each chart has a description, and its data as a table for those who do not see it."""
    page = seen.page
    assert page.locator(".crmsim-chart").count() == 4
    page.locator(".crmsim-chart summary").first.click()
    page.wait_for_selector(".crmsim-chart tbody tr", timeout=10_000)
    assert page.locator(".crmsim-chart").first.locator("tbody tr").count() == 120
    assert all(page.locator(".crmsim-chart figcaption").all_inner_texts())


def test_many_updates_leave_nothing_behind(course: tuple[str, Path], seen: Seen) -> None:
    """Two hundred updates add neither nodes nor charts to the page."""
    page = seen.page
    count = "document.querySelectorAll('*').length"
    before = page.evaluate(count)
    page.locator(".noUi-handle").first.focus()
    for step in range(200):
        page.keyboard.press("ArrowRight" if step % 40 < 20 else "ArrowLeft")
        time.sleep(0.05)
    settle(page)
    assert page.locator(".crmsim-chart canvas").count() == 4
    assert page.evaluate(count) <= before * 1.05 + 50


def test_nothing_goes_beyond_this_machine(course: tuple[str, Path], seen: Seen) -> None:
    """No request leaves the machine, no error stands on the console, no traceback on the page."""
    assert seen.beyond == []
    assert [error for error in seen.errors if not re.search("favicon", error)] == []
    assert "Traceback" not in seen.page.inner_text("body")
