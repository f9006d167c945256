"""The lab in a real browser: JupyterLab without a network; sliders move by key and mouse, charts and cards follow."""

import time
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from browser import CHARTS, CHROMIUM, HANDLE, Seen, chromium, drag, listening, served, settle, shoot

from crmsim.engine import compiled_engine
from crmsim.run import simulate
from crmsim.settings import load, value_of

sync_api = pytest.importorskip("playwright.sync_api", reason="browser tests need playwright")
pytest.importorskip("jupyterlab", reason="the lab is an extra: install [lab]")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
    pytest.mark.browser,
]

CARE = "maintenance.care_premium"
CELLS = (
    f'from crmsim.widgets import Lab\nlab = Lab("{CARE}", "prospecting.by_visit")\nlab',
    'Lab("bank.wage")',
    "simulated.kpis",
)
"""A lab, another one whose setting ruins the branch, and a box that needs what no other box makes ready."""

FIRST, SECOND, THIRD = range(len(CELLS))
VALUE = "(handle) => handle.closest('.noUi-target').noUiSlider.get(true)"


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    """One browser for all."""
    with sync_api.sync_playwright() as player, chromium(player) as context:
        yield context


@pytest.fixture(scope="module", params=["en", "zh"])
def course(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """JupyterLab on a folder with a Chinese name, in one of the languages; its address."""
    folder = tmp_path_factory.mktemp("课程")
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, folder / "lab.ipynb")
    compiled_engine.compiled_kernel()
    with served(folder, request.param, {}) as home:
        yield request.param, home


@pytest.fixture(scope="module")
def desk(course: tuple[str, str], chrome: Any) -> Iterator[Seen]:
    """The lab on the page, its first chart painted and its interval filled."""
    lang, home = course
    found = listening(chrome, home)
    found.open("lab.ipynb")
    found.run_one(FIRST)
    found.page.wait_for_selector(CHARTS, timeout=180_000)
    settle(found.page)
    shoot(found.page, f"lab-{lang}-first")
    yield found
    found.page.close()


def card(page: Any, kpi: str) -> float:
    """The figure on a card."""
    return float(page.locator(f".crmsim-card[data-kpi={kpi}] .yours").first.inner_text().replace(",", ""))


def picture(page: Any) -> str:
    """What the first chart looks like."""
    return str(page.locator(CHARTS).first.evaluate("(canvas) => canvas.toDataURL()"))


def value(page: Any) -> float:
    """Where the first slider stands."""
    return float(page.locator(HANDLE).first.evaluate(VALUE))


def agrees(page: Any) -> bool:
    """Whether the cards show the very figures of the scenario at which the slider stands."""
    scenario = load("baseline").with_settings({CARE: round(value(page), 6)})
    found = simulate(scenario, record=False, engine="compiled").indicators
    kpis = ("contribution", "customers", "wait_premium")
    wanted = pytest.approx({kpi: found[kpi] for kpi in kpis}, rel=1e-3)
    until = time.monotonic() + 30.0
    while (shown := {kpi: card(page, kpi) for kpi in kpis}) != wanted and time.monotonic() < until:
        time.sleep(0.2)  # the last value is on its way
    assert shown == wanted, value(page)
    return True


def test_the_lab_speaks_the_language(course: tuple[str, str], desk: Seen) -> None:
    """Cards, controls and JupyterLab's own menus are in the language asked for."""
    text = desk.page.inner_text("body")
    wanted = {"en": ("baseline", "Reset", "File"), "zh": ("基准", "复位", "文件")}[course[0]]
    assert [word for word in wanted if word not in text] == []


def test_the_keyboard_moves_a_slider(course: tuple[str, str], desk: Seen) -> None:
    """Ten presses of a key move slider, chart and cards, and the cards agree with the kernel's numbers."""
    page = desk.page
    before = picture(page), value(page)
    page.locator(HANDLE).first.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "!document.querySelector('.crmsim-lab').innerText.match(/20 draws|20次抽样/)", timeout=60_000
    )
    settle(page)
    assert value(page) > before[1]
    assert picture(page) != before[0]
    assert agrees(page)


def test_the_mouse_drags_a_slider(course: tuple[str, str], desk: Seen) -> None:
    """A drag ends on its last value, and the cards agree with the kernel's numbers."""
    page = desk.page
    before = value(page)
    drag(page, 20, 0.03)
    time.sleep(0.5)
    settle(page)
    assert value(page) < before
    assert agrees(page)
    shoot(page, f"lab-{course[0]}-drag")


def test_a_chart_tells_its_data(course: tuple[str, str], desk: Seen) -> None:
    """Each chart has a description, and its data as a table for those who do not see it."""
    page = desk.page
    assert page.locator(".crmsim-chart").count() == 4
    page.locator(".crmsim-chart summary").first.click()
    page.wait_for_selector(".crmsim-chart tbody tr", timeout=10_000)
    assert page.locator(".crmsim-chart").first.locator("tbody tr").count() == 120
    assert all(page.locator(".crmsim-chart figcaption").all_inner_texts())
    page.locator(".crmsim-chart summary").first.click()


def test_many_updates_leave_nothing_behind(course: tuple[str, str], desk: Seen) -> None:
    """Two hundred updates add neither nodes nor charts to the page."""
    page = desk.page
    count = "document.querySelectorAll('*').length"
    before = page.evaluate(count)
    page.locator(HANDLE).first.focus()
    for step in range(200):
        page.keyboard.press("ArrowRight" if step % 40 < 20 else "ArrowLeft")
        time.sleep(0.05)
    settle(page)
    assert page.locator(CHARTS).count() == 4
    assert page.evaluate(count) <= before * 1.05 + 50


def test_a_copied_command_is_on_the_clipboard(course: tuple[str, str], desk: Seen) -> None:
    """A click on Copy puts the command of the settings on the page where it can be pasted from."""
    page = desk.page
    page.bring_to_front()
    page.get_by_role("button", name={"en": "Copy", "zh": "复制命令"}[course[0]], exact=True).click()
    wanted = f"crmsim run baseline --set {CARE}={round(value(page), 6)} --seed 1"
    until = time.monotonic() + 10.0
    while (found := page.evaluate("navigator.clipboard.readText()")) != wanted and time.monotonic() < until:
        time.sleep(0.1)
    assert found == wanted
    page.locator(".jp-OutputArea").get_by_text(wanted).wait_for(timeout=10_000)


def test_a_ruined_branch_is_told_and_two_labs_stay_apart(course: tuple[str, str], desk: Seen) -> None:
    """Settings that ruin the branch are told on the lab that has them, and on no other one."""
    desk.run_one(SECOND)
    labs = desk.page.locator(".crmsim-lab")
    desk.cell(SECOND).locator("canvas").first.wait_for(timeout=60_000)
    before = labs.first.inner_text()
    desk.cell(SECOND).locator(HANDLE).press("End")
    told = labs.nth(1).locator(".crmsim-ruin")
    told.wait_for(timeout=30_000)
    assert {"en": "hardly any customers are left", "zh": "几乎走光"}[course[0]] in told.inner_text()
    assert labs.first.inner_text() == before
    shoot(desk.cell(SECOND), f"lab-{course[0]}-ruined")


def test_a_box_run_out_of_order_is_told_in_a_sentence(course: tuple[str, str], desk: Seen) -> None:
    """A box that needs what has not run says so in the reader's language, and shows no traceback."""
    desk.run_one(THIRD)
    told = {"en": "does not know 'simulated' yet", "zh": "还不认识“simulated”"}[course[0]]
    desk.cell(THIRD).get_by_text(told).wait_for(timeout=30_000)
    assert "Traceback" not in desk.page.inner_text(".jp-Notebook")


def test_a_lab_run_twice_is_there_once(course: tuple[str, str], desk: Seen) -> None:
    """The box run again shows a new lab in place of the old one, at the baseline, and it answers."""
    desk.run_one(FIRST)
    cell = desk.cell(FIRST)
    cell.locator(".crmsim-lab[data-painted]").wait_for(timeout=60_000)
    assert cell.locator(".crmsim-lab").count() == 1
    assert cell.locator(HANDLE).first.evaluate(VALUE) == pytest.approx(value_of(load("baseline"), CARE))
    cell.locator(HANDLE).first.press("ArrowRight")
    assert agrees(desk.page)


def test_a_restarted_kernel_is_told_and_the_lab_comes_back(course: tuple[str, str], desk: Seen) -> None:
    """After a restart the lab says that it is dead and what to do; run again, it answers."""
    desk.page.evaluate("() => { jupyterapp.commands.execute('notebook:restart-kernel'); }")
    desk.page.click(".jp-Dialog .jp-mod-accept", timeout=30_000)
    told = {"en": "The kernel was restarted", "zh": "内核"}[course[0]]
    alarm = desk.cell(FIRST).locator(".crmsim-lost")
    alarm.wait_for(timeout=60_000)
    assert told in alarm.inner_text()
    shoot(desk.cell(FIRST), f"lab-{course[0]}-lost")
    desk.settle()
    desk.run_one(FIRST)
    cell = desk.cell(FIRST)
    cell.locator(".crmsim-lab[data-painted]").wait_for(timeout=60_000)
    assert cell.locator(".crmsim-lost").count() == 0
    cell.locator(HANDLE).first.press("ArrowRight")
    assert agrees(desk.page)


def test_nothing_goes_beyond_this_machine(course: tuple[str, str], desk: Seen) -> None:
    """No request leaves the machine, no error stands on the console, no traceback on the page."""
    assert (desk.beyond, desk.mishaps()) == ([], [])
    assert "Traceback" not in desk.page.inner_text("body")
