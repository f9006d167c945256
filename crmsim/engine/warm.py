"""Compiles the kernel behind the user's back: `python -m crmsim.engine.warm` fills the cache and ends."""

import os
import subprocess
import sys
import time
from pathlib import Path

import crmsim
from crmsim.engine import cache

PATIENCE = 300.0
"""Seconds after which a warming that has not ended is taken for dead."""


def is_wanted() -> bool:
    """Whether warming is allowed (`CRMSIM_WARM=0` forbids it), possible, and not under way."""
    return os.environ.get("CRMSIM_WARM") != "0" and cache.is_writable() and _claim()


def _claim() -> bool:
    """Leave a mark that this process warms the cache; False if another one does."""
    mark = cache.folder() / "warming"
    try:
        if time.time() - mark.stat().st_mtime < PATIENCE:
            return False
    except OSError:
        pass
    mark.touch()
    return True


def start() -> None:
    """Fill the cache in a process of its own, which outlives this one and says nothing."""
    if not is_wanted():
        return
    here = str(Path(crmsim.__file__).parents[1])
    path = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH")]))
    subprocess.Popen(
        [sys.executable, "-m", "crmsim.engine.warm"],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def main() -> None:
    """Fill the cache."""
    from crmsim.engine.compiled_engine import compiled_kernel

    try:
        compiled_kernel()
    finally:
        (cache.folder() / "warming").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
