"""Has the kernel compiled in a process of its own, behind the user's back or waited for."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import crmsim
from crmsim.engine import cache

PATIENCE = 30.0
"""Seconds without a sign of life after which a warming is taken for dead."""

PULSE = 5.0
"""Seconds between two signs of life."""

MOMENT = 0.1
"""Seconds between two looks at what another process does."""


def mark() -> Path:
    """What shows that some process warms the cache."""
    return cache.folder() / "warming"


def is_wanted() -> bool:
    """Whether warming is allowed (`CRMSIM_WARM=0` forbids it), possible, and not under way."""
    return os.environ.get("CRMSIM_WARM") != "0" and cache.is_writable() and _claim()


def _claim() -> bool:
    """Leave a mark that this process warms the cache; False if another one does."""
    with suppress(OSError):
        if time.time() - mark().stat().st_mtime < PATIENCE:
            return False
    with suppress(OSError):  # another version's process may tidy up at this very moment
        mark().parent.mkdir(parents=True, exist_ok=True)
        mark().touch()
    return True


def start() -> None:
    """Fill the cache in a process of its own, which outlives this one and says nothing."""
    if is_wanted():
        warming = subprocess.Popen(COMMAND, env=environment(), start_new_session=True, **SILENT)
        # Whoever starts a process has to take note of its end, or a long-lived notebook keeps a dead one.
        threading.Thread(target=warming.wait, name="crmsim-warming", daemon=True).start()


def wait() -> None:
    """Wait for a process that fills the cache, begun here if none is at it: Ctrl-C works, which a compiler swallows."""
    while not (is_mine := _claim()) and not cache.is_filled():
        time.sleep(MOMENT)
    if not is_mine:
        return
    with suppress(OSError):  # where no process can be started, the kernel is compiled in this one
        subprocess.run(COMMAND, env=environment(), check=False, **SILENT)


@contextmanager
def alive() -> Iterator[None]:
    """Leave a sign of life every few seconds while something is being done, and take the mark away after it."""
    is_over = threading.Event()

    def beat() -> None:
        while not is_over.wait(PULSE):
            with suppress(OSError):
                mark().touch()

    beating = threading.Thread(target=beat, daemon=True)
    beating.start()
    try:
        yield
    finally:
        is_over.set()
        beating.join()
        with suppress(OSError):
            mark().unlink(missing_ok=True)


COMMAND = (sys.executable, "-P", "-m", "crmsim.engine")
"""`-P`, since the folder somebody works in may hold a `crmsim` of its own."""

SILENT: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)


def environment() -> dict[str, str]:
    """This process's environment, in which another one finds this very package."""
    here = str(Path(crmsim.__file__).parents[1])
    path = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path}
