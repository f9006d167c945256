"""JupyterLab in a real browser, as `crmsim lab` opens it: what the browser tests and the lab's benchmark share."""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from ast import literal_eval
from collections.abc import Iterator, Sequence
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

SHOTS = Path(os.environ.get("CRMSIM_SCREENSHOTS", Path(__file__).parents[1] / ".screenshots"))
"""Where pictures of pages are kept."""

HANDLE = "[role=slider]"
CHARTS = ".crmsim-chart canvas"
VIEW = "application/vnd.jupyter.widget-view+json"
PATIENCE = 180_000

PANEL = "jupyterapp.shell.currentWidget"
OPEN = "async (path) => { await jupyterapp.commands.execute('docmanager:open', { path }); }"
SETTLED = f"""async () => {{
  const session = {PANEL}.sessionContext;
  await session.ready;
  await session.session.kernel.info;
}}"""
RUN = """() => {
  window.ran = undefined;
  jupyterapp.commands.execute("notebook:run-all-cells").then((well) => (window.ran = well));
}"""
RUN_ONE = f"""async (place) => {{
  {PANEL}.content.activeCellIndex = place;
  await jupyterapp.commands.execute("notebook:run-cell");
}}"""
CELLS = f"() => Array.from({PANEL}.content.model.cells).map((cell) => cell.toJSON())"
SCROLL = f"""async (place) => {{
  const book = {PANEL}.content;
  book.activeCellIndex = place;
  await book.scrollToItem(place, "start");
}}"""
ASK = f"""async (asked) => {{
  const kernel = {PANEL}.sessionContext.session.kernel;
  const reply = await kernel.requestExecute({{ code: "", silent: true, user_expressions: {{ asked }} }}).done;
  return reply.content.user_expressions.asked.data["text/plain"];
}}"""
CLOSE = f"""async () => {{
  const panel = {PANEL};
  await panel.sessionContext.shutdown();
  panel.dispose();
}}"""


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
        self.page.on("console", lambda said: self.errors.append(told(said)) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, place: str) -> None:
        """Open a notebook, and wait until its kernel is there."""
        self.page.goto(f"{self.home}/lab/tree/{place}")
        self.settle()

    def begin(self, name: str) -> None:
        """Open JupyterLab with nothing on it, as a workplace of some name."""
        self.page.goto(f"{self.home}/lab/workspaces/{name}?reset")
        self.page.wait_for_function("window.jupyterapp?.shell.currentWidget", timeout=PATIENCE)

    def turn_to(self, place: str) -> None:
        """Open a notebook beside what is open, and wait until its kernel is there."""
        self.page.bring_to_front()
        self.page.evaluate(OPEN, place)
        self.settle()

    def settle(self) -> None:
        """Wait until the notebook on top has its cells and its kernel."""
        self.page.wait_for_function(f"window.jupyterapp && {PANEL}?.content?.model?.cells?.length", timeout=PATIENCE)
        self.page.evaluate(SETTLED)

    def run(self) -> None:
        """Begin to run every cell."""
        self.page.evaluate(RUN)

    def run_one(self, place: int) -> None:
        """Run one cell, and wait until it has run."""
        self.page.evaluate(RUN_ONE, place)

    def has_run(self) -> bool:
        """Whether every cell ran well, once all have."""
        self.page.wait_for_function("window.ran !== undefined", timeout=PATIENCE)
        return bool(self.page.evaluate("window.ran"))

    def cells(self) -> list[dict[str, Any]]:
        """The notebook's cells with their outputs, as they would be saved."""
        return list(self.page.evaluate(CELLS))

    def cell(self, place: int) -> Any:
        """One cell on the page, brought into view."""
        self.page.evaluate(SCROLL, place)
        shown = ".jp-NotebookPanel:not(.lm-mod-hidden)"
        return self.page.locator(f'{shown} .jp-Cell[data-windowed-list-index="{place}"]')

    def ask(self, expression: str) -> Any:
        """What an expression is in the kernel, of plain values."""
        return literal_eval(self.page.evaluate(ASK, expression))

    def close(self) -> None:
        """Close the notebook on top, and end its kernel."""
        self.page.evaluate(CLOSE)

    def mishaps(self) -> list[str]:
        """Errors on the console, but for what a browser asks every site for."""
        return [error for error in self.errors if "favicon" not in error]


def told(said: Any) -> str:
    """An error of the console with the address that it is about."""
    return f"{said.text} {said.location.get('url', '')}"


def shoot(what: Any, name: str) -> None:
    """Keep a picture of a page, or of a part of it."""
    SHOTS.mkdir(exist_ok=True)
    what.screenshot(path=SHOTS / f"{name}.png")


@contextmanager
def served(folder: Path, lang: str, env: dict[str, str]) -> Iterator[str]:
    """JupyterLab on a folder, in a language; gives its address."""
    port = free_port()
    home = f"http://127.0.0.1:{port}"
    words = workplace.command(folder, lang, port, browser=False)
    words += ["--IdentityProvider.token=", "--ServerApp.allow_root=True", "--ServerApp.port_retries=0"]
    words += ["--LabApp.expose_app_in_browser=True"]
    with serving(words, env={**workplace.environment(folder, lang), **env}):
        answered(f"{home}/api")
        yield home


@contextmanager
def serving(words: Sequence[str | Path], **how: Any) -> Iterator[None]:
    """A server in a session of its own, stopped with all that it has started."""
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(list(map(str, words)), start_new_session=True, **silent, **how) as server:
        try:
            yield
        finally:
            if os.name == "posix":
                os.killpg(server.pid, signal.SIGTERM)
            else:
                server.terminate()
            server.wait(30.0)


def answered(address: str) -> str:
    """What a server of this machine answers, once it does."""
    until = time.monotonic() + 180.0
    while True:
        try:
            with urllib.request.urlopen(address) as page:
                return str(page.read().decode("utf-8"))
        except OSError:
            assert time.monotonic() < until, f"{address} does not answer"
            time.sleep(0.3)


@contextmanager
def chromium(player: Any) -> Iterator[Any]:
    """A browser's context, in which pages may use the clipboard."""
    browser = player.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    context = browser.new_context(viewport={"width": 1400, "height": 1300})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    browser.close()


def listening(context: Any, home: str) -> Seen:
    """An empty page that listens for what goes wrong."""
    found = Seen(context.new_page(), home)
    found.page.set_default_navigation_timeout(PATIENCE)  # a busy machine may take its time
    found.listen()
    return found


@contextmanager
def seen(player: Any, home: str) -> Iterator[Seen]:
    """An empty page of a browser that listens for what goes wrong."""
    with chromium(player) as context:
        yield listening(context, home)


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
