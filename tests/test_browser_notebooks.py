"""Every notebook of the course in a real browser, in both languages: it runs, and each of its sliders is moved.

What notebooks there are, and what stands in them, is found on the page: sliders by their role, cards by their class.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, HANDLE, VIEW, Seen, chromium, drag, listening, served, shoot
from test_notebooks import LANGUAGES, NAMES

from crmsim import workplace
from crmsim.course.still import figure
from crmsim.engine import compiled_engine
from crmsim.run import simulate
from crmsim.settings import load

sync_api = pytest.importorskip("playwright.sync_api", reason="browser tests need playwright")
pytest.importorskip("jupyterlab", reason="the lab is an extra: install [lab]")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
    pytest.mark.browser,
]

LAB = ".crmsim-lab"
BOXES = "input[type=checkbox]"
PAINTED = "(lab) => [lab.dataset.shows, lab.dataset.painted]"
CARDS = """(lab) => {
  const cards = [...lab.querySelectorAll("[data-kpi]")];
  return Object.fromEntries(cards.map((card) => [card.dataset.kpi, card.querySelector(".yours").innerText]));
}"""
PART = """(handle) => {
  const slider = handle.closest(".noUi-target").noUiSlider;
  const { min, max } = slider.options.range;
  return (slider.get(true) - min) / (max - min);
}"""
PICTURES = "(lab) => [...lab.querySelectorAll('canvas')].map((canvas) => canvas.toDataURL())"
WIDGETS = "__import__('ipywidgets').widgets.widget._instances"
TOLD = "__import__('crmsim.settings', fromlist=['dump']).dump"

Desks = dict[str, Seen]


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    """The course in both languages on one server, and a page of JupyterLab for each."""
    folder = tmp_path_factory.mktemp("课程")
    for lang in LANGUAGES:
        workplace.copy(folder, lang)
    compiled_engine.compiled_kernel()
    # No language is set: each notebook takes that of its folder.
    server = served(folder, "en", {"CRMSIM_LANG": ""})
    with sync_api.sync_playwright() as player, server as home, chromium(player) as context:
        found = {lang: listening(context, home) for lang in LANGUAGES}
        for lang, desk in found.items():
            desk.begin(lang)
        yield found


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_and_its_labs_answer(name: str, desks: Desks, tmp_path: Path) -> None:
    """Both languages run to the end, all sliders move by key and mouse, and cards agree with a run of the same."""
    for lang, desk in desks.items():
        desk.errors.clear()
        desk.turn_to(f"{lang}/{name}")
        desk.run()  # both at once: there are two cores
    try:
        for lang, desk in desks.items():
            desk.page.bring_to_front()
            assert desk.has_run(), lang
            cells = desk.cells()
            assert mistaken(cells) == []
            for place in panels(cells):
                answers(desk, place, view_of(cells[place]), tmp_path)
                shoot(desk.cell(place), f"{lang}-{name.partition('.')[0]}-{place}")
            assert (desk.beyond, desk.mishaps()) == ([], [])
    finally:
        for desk in desks.values():
            desk.close()


def mistaken(cells: list[dict[str, Any]]) -> list[str]:
    """Cells that did not run, or that show a traceback."""
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    outputs = {cell["id"]: json.dumps(cell["outputs"]) for cell in code}
    return [
        cell["id"]
        for cell in code
        if not cell["execution_count"] or "Traceback" in outputs[cell["id"]] or '"error"' in outputs[cell["id"]]
    ]


def panels(cells: list[dict[str, Any]]) -> list[int]:
    """Where widgets stand."""
    return [place for place, cell in enumerate(cells) if view_of(cell)]


def view_of(cell: dict[str, Any]) -> str:
    """The widget that a cell shows, by its model's id; nothing where it shows none."""
    views = [output["data"][VIEW] for output in cell.get("outputs", []) if VIEW in output.get("data", {})]
    return str(views[0]["model_id"]) if views else ""


def answers(desk: Seen, place: int, model: str, folder: Path) -> None:
    """Everything on a panel that moves is moved, and a lab answers to each move."""
    cell = desk.cell(place)
    cell.locator(".jupyter-widgets").first.wait_for(timeout=30_000)
    if not desk.ask(f"hasattr({WIDGETS}['{model}'], 'latest')"):  # no lab that follows: a game, a form, a desk
        for number in range(cell.locator(HANDLE).count()):
            turned(cell.locator(HANDLE).nth(number), desk.page)
        return
    cell.locator(f"{LAB}[data-painted]").wait_for(timeout=120_000)
    lab = cell.locator(LAB)
    before = lab.evaluate(CARDS), lab.evaluate(PICTURES)
    handles, boxes = cell.locator(HANDLE), cell.locator(BOXES)
    assert handles.count() + boxes.count() > 0
    for number in range(handles.count()):
        handle = handles.nth(number)
        moved(lab, lambda one=handle: press(one))
        moved(lab, lambda one=handle: pull(desk.page, one))
        agree(desk, lab, model, folder)
    for number in range(boxes.count()):
        box = boxes.nth(number)
        moved(lab, box.click)
        moved(lab, lambda one=box: one.press("Space"))
        moved(lab, box.click)
        agree(desk, lab, model, folder)
    assert len(before[1]) == lab.locator("figure").count() > 0
    assert lab.evaluate(CARDS) != before[0]
    assert lab.evaluate(PICTURES) != before[1]


def turned(handle: Any, page: Any) -> None:
    """Move a slider that nothing follows at once, by key and by mouse."""
    for move in (lambda: press(handle), lambda: pull(page, handle)):
        before = part(handle)
        move()
        assert part(handle) != before


def moved(lab: Any, move: Any) -> None:
    """Move something, and wait until other settings are painted."""
    before = lab.evaluate(PAINTED)
    move()
    until = time.monotonic() + 60.0
    while lab.evaluate(PAINTED)[0] == before[0]:
        assert time.monotonic() < until, f"nothing new is painted: {before}"
        time.sleep(0.02)


def press(handle: Any) -> None:
    """A key that moves a slider to where it has room."""
    handle.press("ArrowLeft" if part(handle) > 0.5 else "ArrowRight")


def pull(page: Any, handle: Any) -> None:
    """Drag a slider to where it has room."""
    drag(page, 5, 0.02, by=-15.0 if part(handle) > 0.5 else 15.0, handle=handle)


def part(handle: Any) -> float:
    """Where between its ends a slider stands, from 0 to 1."""
    return float(handle.evaluate(PART))


def agree(desk: Seen, lab: Any, model: str, folder: Path) -> None:
    """The cards show the very figures of the kernel's settings, simulated here."""
    until = time.monotonic() + 30.0
    while True:
        text, seed = desk.ask(f"(lambda lab: ({TOLD}(lab.scenario), lab.seed))({WIDGETS}['{model}'])")
        file = folder / "yours.toml"
        file.write_text(text, "utf-8")
        found = simulate(load(file), seed, record=False, engine="compiled").indicators
        shown = lab.evaluate(CARDS)
        assert shown
        if shown == {name: figure(found[name]) for name in shown}:
            return
        assert time.monotonic() < until, (shown, text)
        time.sleep(0.1)  # the last value is on its way
