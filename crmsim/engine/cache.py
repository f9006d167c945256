"""Where compiled kernels are kept: in the user's cache folder, under a digest of all that they are compiled from."""

import hashlib
import os
import shutil
import sys
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile

from platformdirs import user_cache_path

SOURCES = ("law", "acts", "engine", "settings", "fen.py", "lattice.py", "luck.py", "luck64.py", "order.py", "stages.py")
"""What a compiled kernel depends on, in the package's folder; the settings give the layout of its rules."""

KEPT = 4
"""Kernels of other versions of the law that are kept, those that were used last."""


@cache
def digest() -> str:
    """A digest of the law's and the kernel's sources, and of the compiler and Python that they go through."""
    home = Path(__file__).parents[1]
    found = hashlib.sha256(f"{sys.version} {version('numba')} {version('numpy')}".encode())
    for source in SOURCES:
        path = home / source
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            found.update(file.relative_to(home).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()[:16]


def home() -> Path:
    """The folder of all kernels; `CRMSIM_CACHE_DIR` moves it."""
    return Path(os.environ.get("CRMSIM_CACHE_DIR") or user_cache_path("crmsim", appauthor=False)) / "kernels"


def folder() -> Path:
    """The folder of the kernel of this version of the law, as it is installed here.

    The compiler knows a kernel by the file it was compiled from, so that the same version in another place has its own.
    """
    place = hashlib.sha256(str(Path(__file__).resolve()).encode()).hexdigest()[:8]
    return home() / f"{digest()}-{place}"


def is_filled() -> bool:
    """Whether that kernel is compiled and kept."""
    return any(folder().rglob("*.nbc"))


def is_writable() -> bool:
    """Whether a kernel can be kept; makes its folder."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder()):
            return True
    except OSError:
        return False


def forget() -> None:
    """Remove the kernel of this version of the law, as when it cannot be read."""
    shutil.rmtree(folder(), ignore_errors=True)


def tidy() -> None:
    """Remove the kernels of other versions of the law, but for those that were used last."""
    with suppress(OSError):
        os.utime(folder())
    others = [other for other in home().iterdir() if other.is_dir() and other != folder()]
    for other in sorted(others, key=lambda path: path.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(other, ignore_errors=True)
