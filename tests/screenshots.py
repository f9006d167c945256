"""The READMEs' pictures of the lab, one a language: `python tests/screenshots.py docs/pictures` makes them anew.

Needs the extras `lab` and `test`, and a Chromium.
"""

import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from browser import CHARTS, HANDLE, PATIENCE, Seen, chromium, listening, served, settle

from crmsim import workplace
from crmsim.engine import compiled_engine

BOOK = "01_knowing_customers.ipynb"
"""The notebook whose lab is shown."""

CLOSE_SIDE = "() => jupyterapp.commands.execute('application:toggle-left-area')"
STEPS = 12
"""How many steps the first slider is moved by."""

SIZE = {"width": 1200, "height": 900}
COLOURS = 64
"""Of so many colours a picture of a page is as good, and a third as large."""


def place_of_lab(desk: Seen) -> int:
    """Which box opens the lab."""
    return next(place for place, cell in enumerate(desk.cells()) if "Lab(" in "".join(cell["source"]))


def moved(desk: Seen) -> bytes:
    """A picture of the lab, its first slider moved against the baseline and every draw there."""
    page = desk.page
    page.set_viewport_size(SIZE)
    place = place_of_lab(desk)
    desk.run_one(place)
    page.wait_for_selector(CHARTS)
    settle(page)
    page.locator(HANDLE).first.focus()
    for _ in range(STEPS):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("!document.querySelector('.crmsim-lab').innerText.match(/20 draws|20次抽样/)")
    settle(page)
    page.evaluate(CLOSE_SIDE)
    for _ in range(2):  # notebooks measure their boxes as they come into view, and then lie elsewhere
        page.wait_for_timeout(1_000)
        desk.cell(place)
    page.wait_for_timeout(1_000)
    return bytes(page.screenshot())


def small(picture: bytes) -> bytes:
    """The same picture in few colours."""
    from PIL import Image

    kept = BytesIO()
    with Image.open(BytesIO(picture)) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def make(folder: Path) -> list[Path]:
    """Write the pictures to a folder; gives the files."""
    from playwright.sync_api import sync_playwright

    compiled_engine.compiled_kernel()
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as player, chromium(player) as context:
        return [shot(context, lang, folder / f"lab-{lang}.png") for lang in ("en", "zh")]


def shot(context: Any, lang: str, file: Path) -> Path:
    """Open the course in a language, as a learner does, and write a picture of its lab; gives the file."""
    with TemporaryDirectory() as own:
        workplace.copy(Path(own), lang)
        with served(Path(own), lang, {"CRMSIM_LANG": lang}) as home:
            desk = listening(context, home)
            desk.page.set_default_timeout(PATIENCE)
            desk.open(f"{lang}/{BOOK}")
            file.write_bytes(small(moved(desk)))
            desk.page.close()
    return file


if __name__ == "__main__":
    for written in make(Path(sys.argv[1])):
        sys.stdout.write(f"written to {written}\n")
