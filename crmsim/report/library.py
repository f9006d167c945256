"""The library that draws in pages, Vega and all that it needs, as one script: made once, kept beside the kernels."""

import subprocess
import sys
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock, Thread

from crmsim.engine import cache as kernels

MAKING = "import sys, vl_convert; sys.stdout.buffer.write(vl_convert.javascript_bundle().encode())"
"""The program that makes it; it takes seconds, in which it would let no other thread of its process do anything."""

_lock = Lock()


def library() -> bytes:
    """The script: from memory, from the cache folder, or made now.

    Raises:
        CalledProcessError: it cannot be made.
    """
    with _lock:  # whoever asks while it is being made waits, and does not make another one
        return _found()


def prepare() -> None:
    """Have it at hand when a page asks for it."""
    Thread(target=library, name="crmsim-charts", daemon=True).start()


@cache
def _found() -> bytes:
    """The same, for one asker at a time."""
    with suppress(OSError):
        return kept().read_bytes()
    made = subprocess.run((sys.executable, "-P", "-c", MAKING), stdout=subprocess.PIPE, check=True).stdout  # noqa: S603  # this Python
    with suppress(OSError):  # where nothing can be kept it is made again next time
        keep(made)
    return made


def kept() -> Path:
    """Where it is kept, by the version of what it is made of."""
    return kernels.home().parent / f"charts-{version('vl-convert-python')}.js"


def keep(script: bytes) -> None:
    """Keep it, whole or not at all."""
    kept().parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=kept().parent, delete=False) as beside:
        beside.write(script)
    Path(beside.name).replace(kept())
