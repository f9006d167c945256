"""Whole environments made from a package index: a Python of its own, no settings of ours, and what is done in it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

PYTHON = Path(getattr(sys, "_base_executable", sys.executable))
"""The Python that this one's environment was made of."""

LEFT_OUT = (".git", ".nox", ".venv", "*.egg-info", "*_cache", "__pycache__", ".hypothesis", "dist", "htmlcov")
CACHE = "PIP_CACHE_DIR"
"""What was fetched before is not fetched anew, which takes minutes; it changes nothing else."""

MINUTES = 60.0


def bare(home: Path, *before: Path) -> dict[str, str]:
    """An environment that knows nothing of this one: no settings of pip, no packages beside Python's own."""
    path = os.pathsep.join(map(str, (*before, PYTHON.parent, "/usr/sbin", "/usr/bin", "/sbin", "/bin")))
    kept = {name: value for name, value in os.environ.items() if name in {"LANG", "TMPDIR"}}
    here = {"PATH": path, "HOME": str(home), "XDG_CONFIG_DIRS": str(home), "CRMSIM_CACHE_DIR": str(home / "cache")}
    return {"LANG": "C.UTF-8", **kept, **here}


def connected(home: Path, *before: Path) -> dict[str, str]:
    """The same with what this machine needs in order to reach its package index."""
    known = ("PIP_", "SSL_", "REQUESTS_", "HTTP_", "HTTPS_", "NO_PROXY", "http_", "https_", "no_proxy", "XDG_CONFIG")
    needed = {name: value for name, value in os.environ.items() if name.startswith(known)}
    return {**bare(home, *before), CACHE: str(Path.home() / ".cache" / "pip"), **needed}


def done(*words: str | Path, cwd: Path, env: dict[str, str], minutes: float = 10.0) -> str:
    """Run a command to its end; gives what it said, and fails with it where the command does."""
    told = subprocess.run(
        list(map(str, words)), cwd=cwd, env=env, capture_output=True, text=True, timeout=MINUTES * minutes, check=False
    )
    assert told.returncode == 0, told.stdout[-2000:] + told.stderr[-2000:]
    return told.stdout


def copied(home: Path) -> Path:
    """A copy of the project, so that building leaves nothing in it; skipped where nothing can be fetched."""
    if os.name != "posix" or not (PYTHON.parent / "python3").exists():
        pytest.skip("the documents' commands are for a POSIX system with python3")
    probe = (PYTHON, "-m", "pip", "download", "-q", "--no-deps", "--dest", home / "probe", "simpy")
    reached = subprocess.run(probe, env=connected(home), capture_output=True, text=True, timeout=MINUTES, check=False)
    if reached.returncode:
        pytest.skip(f"the package index cannot be reached: {reached.stderr.strip().splitlines()[-1][:120]}")
    shutil.copytree(ROOT, home / "crmsim", ignore=shutil.ignore_patterns(*LEFT_OUT))
    return home / "crmsim"
