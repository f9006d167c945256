"""Has the kernel compiled in a process of its own, behind the user's back or waited for."""

import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import crmsim
from crmsim.engine import cache

PATIENCE = 300.0
"""Seconds after which a warming that has not ended is taken for dead."""


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
    mark().touch()
    return True


def start() -> None:
    """Fill the cache in a process of its own, which outlives this one and says nothing."""
    if is_wanted():
        warming = subprocess.Popen(COMMAND, env=environment(), start_new_session=True, **SILENT)
        # Whoever starts a process has to take note of its end, or a long-lived notebook keeps a dead one.
        threading.Thread(target=warming.wait, name="crmsim-warming", daemon=True).start()


def wait() -> None:
    """Fill the cache in a process of its own and wait for it: Ctrl-C then works, which the compiler would swallow."""
    with suppress(OSError):  # where no process can be started, the kernel is compiled in this one
        subprocess.run(COMMAND, env=environment(), check=False, **SILENT)


COMMAND = (sys.executable, "-m", "crmsim.engine")
SILENT: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)


def environment() -> dict[str, str]:
    """This process's environment, in which another one finds this very package."""
    here = str(Path(crmsim.__file__).parents[1])
    path = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path}
