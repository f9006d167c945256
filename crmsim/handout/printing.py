"""PDF by the browser that a machine has already: Chromium, Chrome or Edge, without a window and without a network."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from crmsim.errors import OutputError

NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("microsoft-edge", "microsoft-edge-stable", "msedge"),
)
"""What a browser that can print is called where commands are looked for."""

ROOTS = ("PROGRAMFILES(X86)", "PROGRAMFILES", "LOCALAPPDATA")
WINDOWS = ("Microsoft/Edge/Application/msedge.exe", "Google/Chrome/Application/chrome.exe")
MAC = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "Chromium.app/Contents/MacOS/Chromium",
)
"""Where it stands on systems on which it is no command."""

QUIET = (
    *("--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--no-pdf-header-footer"),
)

SECONDS = 180.0
"""How long a chapter may take."""

MARK = b"%PDF-"


def browser() -> str | None:
    """The browser that can print to PDF here, if there is one."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    if sys.platform == "win32":
        roots = filter(None, map(os.environ.get, ROOTS))
        places = [Path(root) / place for root in roots for place in WINDOWS]
    else:
        places = [Path("/Applications") / place for place in MAC]
    return next((str(place) for place in places if place.is_file()), None)


def print_pdf(page: str, file: Path, command: str, work: Path) -> None:
    """Print a page to a PDF file.

    Args:
        page: HTML that needs nothing else.
        file: where to; a file that stands there is replaced.
        command: the browser.
        work: a folder for what goes again; the browser must be allowed to read it.

    Raises:
        OutputError: the browser has made no PDF.
    """
    source, made = work / "handout.html", work / "handout.pdf"
    source.write_text(page, "utf-8", newline="\n")
    words = [command, *QUIET, *rooted(), f"--user-data-dir={work / 'profile'}", f"--print-to-pdf={made.resolve()}"]
    try:
        done = subprocess.run([*words, source.resolve().as_uri()], capture_output=True, timeout=SECONDS, check=False)  # noqa: S603  # the browser of this machine
        status = f"status {done.returncode}"
    except subprocess.TimeoutExpired:
        status = f"no answer in {SECONDS:.0f} s"
    except OSError as error:
        status = error.strerror or str(error)
    if not made.is_file() or not made.read_bytes().startswith(MARK):
        raise OutputError(f"{file}: {command} has made no PDF ({status}); add --html, and print that from your browser")
    made.replace(file)


def rooted() -> tuple[str, ...]:
    """What the system's administrator must add: the browser refuses its sandbox to him."""
    return ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
