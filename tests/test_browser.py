"""The course in a real browser: JupyterLab without a network; notebooks run, sliders move, charts and cards follow."""

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from browser import CHROMIUM, HANDLE, IDLE, PATIENCE, Seen, drag, run_cell, seen, served, settle
from test_cli import environment

from crmsim import workplace
from crmsim.engine import cache, compiled_engine
from crmsim.run import simulate
from crmsim.settings import load

sync_api = pytest.importorskip("playwright.sync_api", reason="browser tests need playwright")
pytest.importorskip("jupyterlab", reason="the lab is an extra: install [lab]")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
    pytest.mark.browser,
]

SHOTS = Path(os.environ.get("CRMSIM_SCREENSHOTS", Path(__file__).parents[1] / ".screenshots"))
CARE = "maintenance.care_premium"
LAB = f'from crmsim.widgets import Lab\nlab = Lab("{CARE}", "prospecting.by_visit")\nlab'
NAMES = [place.name for place in sorted(workplace.notebooks("en").glob("*.ipynb"))]
LOST = {"en": "kernel was restarted", "zh": "内核重启过"}


@pytest.fixture(scope="module")
def player() -> Iterator[Any]:
    """What drives browsers."""
    with sync_api.sync_playwright() as found:
        yield found


@pytest.fixture(scope="module", params=["en", "zh"])
def course(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """JupyterLab as `crmsim lab` opens it, on a folder and for a user with Chinese names, in one of the languages."""
    lang = request.param
    home = tmp_path_factory.mktemp("客户经理")
    folder = home / "课程"
    workplace.copy(folder, lang)
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(LAB)])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, folder / "lab.ipynb")
    compiled_engine.compiled_kernel()
    own = environment(CRMSIM_LANG=lang, USER="王小明", HOME=str(home), USERPROFILE=str(home))
    own.setdefault("CRMSIM_CACHE_DIR", str(cache.home().parent))
    with served(folder, lang, {**own, "JUPYTER_PATH": str(workplace.kernels(folder))}) as address:
        yield lang, address


@pytest.fixture(scope="module")
def lab(course: tuple[str, str], player: Any) -> Iterator[Seen]:
    """The lab on the page, its first chart painted and its interval filled."""
    lang, home = course
    with seen(player, home) as found:
        found.open("lab.ipynb")
        run_cell(found.page)
        found.page.wait_for_selector(".crmsim-chart canvas", timeout=PATIENCE)
        settle(found.page)
        shoot(found.page, f"lab-{lang}-first")
        yield found


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_from_top_to_bottom(name: str, course: tuple[str, str], player: Any) -> None:
    """Every box runs, each lab's slider moves by key and by mouse, and nothing goes wrong on the page."""
    lang, home = course
    with seen(player, home) as found:
        found.open(f"{lang}/{name}")
        run_all(found.page)
        shoot(found.page, f"{name}-{lang}")
        for place in range(found.page.locator(".crmsim-lab").count()):
            turn(found.page, place)
        shoot(found.page, f"{name}-{lang}-moved")
        assert found.page.locator('.jp-OutputArea-output[data-mime-type*="stderr"]').count() == 0
        assert is_clean(found)


def run_all(page: Any) -> None:
    """Run every cell by the menu, until none is left to run."""
    page.wait_for_selector(".jp-NotebookPanel .jp-Spinner", state="detached", timeout=PATIENCE)
    page.locator(".lm-MenuBar-itemLabel").get_by_text(re.compile("^(Run|运行)$")).click()
    page.click('.lm-Menu-item[data-command="runmenu:run-all"]')
    page.wait_for_function(
        "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].every(p => /\\d/.test(p.innerText))",
        timeout=PATIENCE,
    )
    page.wait_for_selector(IDLE, timeout=PATIENCE)


def turn(page: Any, place: int) -> None:
    """Move a lab's first slider by keyboard and by mouse: other charts are painted each time."""
    lab = page.locator(".crmsim-lab").nth(place)
    lab.locator("canvas").first.wait_for(timeout=PATIENCE)
    handle = page.locator(".jp-OutputArea-output", has=lab).locator(HANDLE).first
    for move in (lambda: handle.press("ArrowRight"), lambda: drag(page, 5, 0.03, 4.0, handle)):
        before = lab.get_attribute("data-shows")
        move()
        page.wait_for_function(
            "([before, place]) => document.querySelectorAll('.crmsim-lab')[place].dataset.shows !== before",
            arg=[before, place],
            timeout=60_000,
        )


def is_clean(found: Seen) -> bool:
    """Whether no request left the machine, no error stands on the console, and no traceback on the page."""
    assert found.beyond == []
    assert [error for error in found.errors if not re.search("favicon", error)] == []
    assert "Traceback" not in found.page.inner_text("body")
    return True


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


def test_the_lab_speaks_the_language(course: tuple[str, str], lab: Seen) -> None:
    """Cards, controls and JupyterLab's own menus are in the language asked for."""
    text = lab.page.inner_text("body")
    wanted = {"en": ("baseline", "Reset", "File"), "zh": ("基准", "复位", "文件")}[course[0]]
    assert [word for word in wanted if word not in text] == []


def test_the_keyboard_moves_a_slider(course: tuple[str, str], lab: Seen) -> None:
    """Ten presses of a key move slider, chart and cards, and the cards agree with the kernel's numbers."""
    page = lab.page
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


def test_the_mouse_drags_a_slider(course: tuple[str, str], lab: Seen) -> None:
    """A drag ends on its last value, and the cards agree with the kernel's numbers."""
    page = lab.page
    before = value(page)
    drag(page, 20, 0.03)
    time.sleep(0.5)
    settle(page)
    assert value(page) < before
    assert agrees(page)
    shoot(page, f"lab-{course[0]}-drag")


def test_a_chart_tells_its_data(course: tuple[str, str], lab: Seen) -> None:
    """Each chart has a description, and its data as a table for those who do not see it."""
    page = lab.page
    assert page.locator(".crmsim-chart").count() == 4
    page.locator(".crmsim-chart summary").first.click()
    page.wait_for_selector(".crmsim-chart tbody tr", timeout=10_000)
    assert page.locator(".crmsim-chart").first.locator("tbody tr").count() == 120
    assert all(page.locator(".crmsim-chart figcaption").all_inner_texts())


def test_many_updates_leave_nothing_behind(course: tuple[str, str], lab: Seen) -> None:
    """Two hundred updates add neither nodes nor charts to the page."""
    page = lab.page
    count = "document.querySelectorAll('*').length"
    before = page.evaluate(count)
    page.locator(".noUi-handle").first.focus()
    for step in range(200):
        page.keyboard.press("ArrowRight" if step % 40 < 20 else "ArrowLeft")
        time.sleep(0.05)
    settle(page)
    assert page.locator(".crmsim-chart canvas").count() == 4
    assert page.evaluate(count) <= before * 1.05 + 50


def test_the_command_can_be_pasted(course: tuple[str, str], lab: Seen) -> None:
    """A click puts the command line on the clipboard."""
    lab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lab.page.get_by_role("button", name={"en": "Copy", "zh": "复制命令"}[course[0]], exact=True).click()
    lab.page.wait_for_function("async () => (await navigator.clipboard.readText()).startsWith('crmsim run baseline')")


def test_nothing_goes_beyond_this_machine(course: tuple[str, str], lab: Seen) -> None:
    """No request leaves the machine, no error stands on the console, no traceback on the page."""
    assert is_clean(lab)


def test_a_restarted_kernel_is_told(course: tuple[str, str], lab: Seen) -> None:
    """A lab whose kernel was restarted says so in the reader's language, and what to do."""
    lab.page.click(".jp-Cell .cm-content")
    lab.page.keyboard.press("Escape")
    lab.page.keyboard.press("0")
    lab.page.keyboard.press("0")
    lab.page.locator(".jp-Dialog button.jp-mod-accept").click(timeout=20_000)
    lab.page.wait_for_selector(".crmsim-lost", timeout=60_000)
    assert LOST[course[0]] in lab.page.inner_text(".crmsim-lost")
    shoot(lab.page, f"lab-{course[0]}-lost")
