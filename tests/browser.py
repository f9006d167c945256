"""JupyterLab in a real browser, as `crmsim lab` opens it: what the browser tests and the lab's benchmark share."""

import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crmsim import workplace

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
FULL = "document.querySelector('.crmsim-lab')?.innerText.match(/20 draws|20次抽样/)"
"""Whether the interval is of twenty draws."""

IDLE = '.jp-Notebook-ExecutionIndicator[data-status="idle"]'
HANDLE = ".noUi-handle"
PATIENCE = 180_000


def free_port() -> int:
    """A port that nobody serves on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Seen:
    """A page, where it comes from, and what went wrong on it."""

    page: Any
    home: str
    beyond: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Note every request that leaves this machine, and every error on the console."""
        own = (self.home, self.home.replace("http", "ws"), "data:", "blob:")
        self.page.on("request", lambda asked: None if asked.url.startswith(own) else self.beyond.append(asked.url))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, place: str) -> None:
        """Open a notebook, and wait until its kernel is there."""
        self.page.goto(f"{self.home}/lab/tree/{place}")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell .cm-content", timeout=PATIENCE)
        self.page.wait_for_selector(IDLE, timeout=PATIENCE)


@contextmanager
def served(folder: Path, lang: str, env: dict[str, str]) -> Iterator[str]:
    """JupyterLab on a folder, in a language; gives its address."""
    port = free_port()
    home = f"http://127.0.0.1:{port}"
    words = workplace.command(folder, lang, port, browser=False)
    words += ["--IdentityProvider.token=", "--ServerApp.allow_root=True", "--ServerApp.port_retries=0"]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(words, env={**workplace.environment(folder, lang), **env}, **silent) as server:
        try:
            wait_for(home)
            yield home
        finally:
            server.terminate()
            server.wait(30.0)


def wait_for(home: str) -> None:
    """Wait until JupyterLab answers."""
    until = time.monotonic() + 180.0
    while True:
        try:
            urllib.request.urlopen(f"{home}/api").close()
            return
        except OSError:
            assert time.monotonic() < until, "JupyterLab does not start"
            time.sleep(0.2)


@contextmanager
def seen(player: Any, home: str) -> Iterator[Seen]:
    """An empty page of a browser that listens for what goes wrong."""
    browser = player.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    context = browser.new_context(viewport={"width": 1400, "height": 1300})
    found = Seen(context.new_page(), home)
    found.listen()
    yield found
    browser.close()


def run_cell(page: Any) -> None:
    """Run the first cell; a page that has just come does not always take the first key."""
    for _ in range(10):
        page.click(".jp-Cell .cm-content")
        page.keyboard.press("Shift+Enter")
        time.sleep(1.0)
        if page.locator(".jp-Cell .jp-InputPrompt").first.inner_text().strip("[]: \xa0"):
            return
    raise AssertionError("the cell does not run")


def settle(page: Any) -> None:
    """Wait until the interval is of twenty draws."""
    page.wait_for_function(FULL, timeout=PATIENCE)


def drag(page: Any, steps: int, pause: float, by: float = -4.0, handle: Any = None) -> None:
    """Drag a slider by mouse, the first one if none is named, so many steps with a pause after each."""
    handle = handle or page.locator(HANDLE).first
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, steps + 1):
        page.mouse.move(x + by * step, y)
        time.sleep(pause)
    page.mouse.up()
