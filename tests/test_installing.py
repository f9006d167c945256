"""Installing as the documents tell it: on a shared Binder server, and where there is no internet at all.

These tests build whole environments from a package index. Where that cannot be reached they are skipped.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from browser import answered, free_port, serving
from conftest import ROOT
from environments import PYTHON, bare, connected, done
from test_readme import INSTALLED

pytestmark = pytest.mark.install

LANGUAGES = {"en": "installing-offline.md", "zh": "installing-offline.zh.md"}
CELLS = "notebooks/en/00_welcome.ipynb"


def blocks(name: str) -> list[str]:
    """The commands of a document, block by block."""
    return re.findall(r"```bash\n(.*?)```", (ROOT / "docs" / name).read_text("utf-8"), re.DOTALL)


# Binder


def pip_lines() -> list[str]:
    """What Binder's environment asks pip for."""
    text = (ROOT / "binder" / "environment.yml").read_text("utf-8")
    return [line.strip().removeprefix("- ") for line in text.partition("- pip:\n")[2].splitlines()]


def test_binder_is_what_the_readme_launches() -> None:
    """The environment pins a Python that the package allows, what comes after can be run, and the address is told."""
    text = (ROOT / "binder" / "environment.yml").read_text("utf-8")
    assert re.search(r"- python=3\.(1[1-9])\n", text)
    assert os.access(ROOT / "binder" / "postBuild", os.X_OK)
    for name in ("README.md", "README.zh.md"):
        lang = "zh" if ".zh." in name else "en"
        place = f"urlpath=lab/tree/notebooks/{lang}/00_welcome.ipynb"
        assert place in (ROOT / name).read_text("utf-8")
        assert (ROOT / place.partition("lab/tree/")[2]).is_file()


def test_binders_environment_opens_the_course(source: Path, tmp_path: Path) -> None:
    """The same steps as on the server: what pip is asked for, what comes after, the first notebook run and open."""
    made = tmp_path / "venv"
    env = connected(tmp_path, made / "bin")
    done(PYTHON, "-m", "venv", made, cwd=tmp_path, env=env)
    (source / "binder" / "requirements.txt").write_text("\n".join(pip_lines()) + "\n", "utf-8")
    done(made / "bin" / "pip", "install", "-q", "-r", "requirements.txt", cwd=source / "binder", env=env)
    done(source / "binder" / "postBuild", cwd=source, env=env)
    assert list((tmp_path / "cache").rglob("*.*"))
    done(made / "bin" / "jupyter", "execute", CELLS, cwd=source, env=env)
    port = free_port()
    words = [made / "bin" / "jupyter", "lab", "--no-browser", f"--port={port}", "--IdentityProvider.token="]
    words += ["--ServerApp.allow_root=True", "--ServerApp.port_retries=0"]
    with serving(words, cwd=source, env=env):
        assert "JupyterLab" in answered(f"http://127.0.0.1:{port}/lab/tree/{CELLS}")
        assert "Welcome to your branch" in answered(f"http://127.0.0.1:{port}/api/contents/{CELLS}")


# The README


def test_the_readmes_installing_lines_install(source: Path, tmp_path: Path) -> None:
    """Each line, and each extra that it names in passing, as printed, in a new environment; then what it promises."""
    made = tmp_path / "venv"
    env = connected(tmp_path, made / "bin")
    done(PYTHON, "-m", "venv", made, cwd=tmp_path, env=env)
    text = (ROOT / "README.md").read_text("utf-8")
    (parquet,) = re.findall(r"`(pip install '\.\[parquet\]')`", text)
    for line in INSTALLED:
        said = done("bash", "-ec", line, cwd=source, env=env)
        assert ("contribution" in said) == line.endswith("crmsim run baseline")
    done("bash", "-ec", parquet, cwd=source, env=env)
    words = ("run", "baseline", "--months", "3", "--engine", "simpy", "--out", tmp_path / "results", "--parquet")
    done(made / "bin" / "crmsim", *words, cwd=tmp_path, env=env)
    assert (tmp_path / "results" / "monthly.parquet").is_file()
    for tool in ("jupyter-lab", "nox", "ruff", "mypy", "pytest"):
        assert (made / "bin" / tool).is_file()


# Without internet


def test_both_languages_tell_the_same_commands() -> None:
    """The Chinese page has the commands of the English one."""
    assert len(blocks(LANGUAGES["en"])) == 4
    assert blocks(LANGUAGES["en"]) == blocks(LANGUAGES["zh"])


def test_the_documents_commands_install_without_a_way_out(source: Path, tmp_path: Path) -> None:
    """What was collected is all that is needed: a namespace without a network installs from it, and from an index."""
    alone = [shutil.which("unshare") or "unshare", "-rn"]
    if shutil.which("ip") is None or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no network namespace can be made here (unshare -rn, ip)")
    collect, install, serve, use = blocks(LANGUAGES["en"])
    done("bash", "-ec", collect, cwd=source, env=connected(tmp_path))
    (source / "wheelhouse").rename(tmp_path / "wheelhouse")
    env = bare(tmp_path)
    beyond = "import socket; socket.create_connection(('192.0.2.1', 80), 5.0)"
    told = subprocess.run([*alone, PYTHON, "-c", beyond], env=env, capture_output=True, text=True, check=False)
    assert "unreachable" in told.stderr
    said = done(*alone, "bash", "-ec", install, cwd=tmp_path, env=env)
    assert "contribution" in said
    assert "written to handouts/00_welcome.zh.html" in said
    index = f"ip link set lo up\n{serve}\nserver=$!\ntrap 'kill $server' EXIT\n{use}"
    assert "over-concession" in done(*alone, "bash", "-ec", index, cwd=tmp_path, env=env)
