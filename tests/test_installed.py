"""What is tested is the package that is installed, in this process and in all that tests and the package start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import INSTALLED, ROOT

import crmsim
from crmsim.engine import warm

WHERE = "import crmsim; print(crmsim.__file__)"


def test_processes_that_tests_start_read_the_same_package() -> None:
    """Even one that stands in the checkout's folder, as tests mostly do."""
    done = subprocess.run([sys.executable, "-c", WHERE], cwd=ROOT, capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()) == Path(crmsim.__file__)


def test_kernels_read_the_same_package(tmp_path: Path) -> None:
    """A notebook's kernel has no package of its own."""
    nbformat = pytest.importorskip("nbformat", reason="notebooks are made with nbformat, of the extra `lab`")
    nbclient = pytest.importorskip("nbclient", reason="notebooks are executed with nbclient, of the extra `lab`")
    cell = nbformat.v4.new_code_cell(WHERE)
    client = nbclient.NotebookClient(nbformat.v4.new_notebook(cells=[cell]), kernel_name="python3")
    client.resources = {"metadata": {"path": str(tmp_path)}}
    client.execute()
    assert Path(cell.outputs[0]["text"].strip()) == Path(crmsim.__file__)


def test_the_checkouts_package_is_refused_where_the_installed_one_is_asked_for() -> None:
    """Pytest ends with its status for wrong usage, and says which package it found."""
    env = {**os.environ, INSTALLED: "1", "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--collect-only", __file__]
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "is the checkout's and not the installed package" in done.stderr


def test_what_is_compiled_behind_ones_back_is_this_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A `crmsim` in the folder that somebody works in does not come before the one that runs."""
    (tmp_path / "crmsim" / "engine").mkdir(parents=True)
    for part in ("__init__", "engine/__init__", "engine/__main__"):
        (tmp_path / "crmsim" / f"{part}.py").write_text("open('taken', 'w')\n", "utf-8")
    words = (*warm.COMMAND[:-2], "-c", WHERE)
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    done = subprocess.run(words, cwd=tmp_path, env=warm.environment(), capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()) == Path(crmsim.__file__)
    assert not (tmp_path / "taken").exists()
