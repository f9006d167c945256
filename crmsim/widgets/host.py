"""The charts' host in the page: everything that draws travels to it once, and then nothing but data."""

from pathlib import Path
from threading import Thread
from typing import Any

import anywidget
import traitlets

from crmsim.report.library import library, prepare

HERE = Path(__file__).parent


class Host(anywidget.AnyWidget):
    """Cards and charts in a notebook's page.

    Attributes:
        charts: each chart's name, specification with named data, height, description and the word for its table.
        data: rows by the name of the data.
        html: the cards.
        shows: which settings that belongs to, so that an onlooker knows what is painted.
        stamp: counts what was shown.
        lost: what the page says when its kernel is gone.
    """

    _esm = HERE / "host.js"
    _css = HERE / "host.css"
    charts: Any = traitlets.List().tag(sync=True)
    data: Any = traitlets.Dict().tag(sync=True)
    html = traitlets.Unicode().tag(sync=True)
    shows = traitlets.Unicode().tag(sync=True)
    stamp = traitlets.Int(0).tag(sync=True)
    lost = traitlets.Unicode().tag(sync=True)

    def __init__(self) -> None:
        super().__init__()
        self.on_msg(self._answer)
        prepare()

    def _answer(self, _: Any, content: dict[str, Any], __: Any) -> None:
        """Send the drawing library to a page that has not got it yet, and let the page go on meanwhile."""
        if content.get("type") == "need":
            Thread(target=lambda: self.send({"type": "bundle"}, buffers=[library()]), daemon=True).start()

    def copy(self, text: str) -> None:
        """Put a text where the page's reader can paste it from."""
        self.send({"type": "copy", "text": text})

    def show(self, html: str, data: dict[str, list[dict[str, Any]]], shows: str = "") -> None:
        """Show other cards and data, at one stroke."""
        with self.hold_sync():
            self.stamp += 1
            self.shows = shows
            self.html = html
            self.data = data
