"""The README's commands, each run as it is printed: what it says that they do, they do."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from browser import CHROMIUM, answered, free_port, serving
from conftest import ROOT

import crmsim
from crmsim.engine import compiled_engine

README = (ROOT / "README.md").read_text("utf-8")
PICTURES = {"README.md": "docs/pictures/lab-en.png", "README.zh.md": "docs/pictures/lab-zh.png"}
MOST_BYTES = 250_000
SECONDS = 120.0


def lines() -> list[str]:
    """Every command line of the README, without its remark."""
    blocks = re.findall(r"^```\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    return [line.split(" #")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def begins(*words: str) -> list[str]:
    """The command lines that begin with one of some words."""
    return [line for line in lines() if line.startswith(words)]


INSTALLED = begins("pip install .", "pip install '.", "pip install -e")
CHECKED = begins("nox ", "pip install nox")
SERVED = begins("crmsim lab")
TOLD = [line for line in lines() if line not in {*INSTALLED, *CHECKED, *SERVED}]
"""Those that are run one after the other, in a folder of their own."""


def figures(said: str) -> dict[str, str]:
    """The indicators that a run tells, as they are told."""
    rows = [[cell.strip() for cell in line.strip("│ ").split("│")] for line in said.splitlines() if "│" in line]
    return {row[0]: row[1] for row in rows if len(row) >= 4 and row[0]}


Look = Callable[[Path, list[str]], bool]
"""Whether what a line says is so; told the folder and what every line up to it said."""


def fewer(said: str, other: str, name: str) -> bool:
    """Whether an indicator is lower in the one than in the other."""
    one, two = (float(figures(text)[name].replace(",", "")) for text in (said, other))
    return one < two


def all_right(folder: Path) -> bool:
    """Whether the one learner of the marks has every point."""
    found = json.loads((folder / "marks" / "grades.json").read_text("utf-8"))
    return [one["percent"] for one in found["learners"]] == [100.0]


LOOKS: dict[str, Look] = {
    "run baseline": lambda _, said: {"contribution", "churn", "wait_premium"} <= figures(said[-1]).keys(),
    "care_premium=1.8": lambda _, said: fewer(said[-1], said[-2], "contribution"),
    "care_premium=1.8 --seed 2": lambda _, said: figures(said[-1]) != figures(said[-2]),
    "new mine.toml": lambda folder, _: "care_premium" in (folder / "mine.toml").read_text("utf-8"),
    "check mine.toml": lambda _, said: "right" in said[-1],
    "--out results": lambda folder, _: (folder / "results" / "monthly.csv").stat().st_size > 1000,
    "baseline mine.toml": lambda _, said: re.search(r"│ mine +│ +0 │", said[-1]) is not None,
    "scenarios": lambda _, said: all(name in said[-1] for name in ("differentiated", "cold-calling")),
    "--report comparison.html": lambda folder, _: "cold-calling" in (folder / "comparison.html").read_text("utf-8"),
    "explain": lambda _, said: "deposit margin" in said[-1] and "maintenance.care_premium" in said[-1],
    "levers": lambda _, said: "maintenance.care_premium" in said[-1],
    "sensitivity": lambda _, said: said[-1].index("bank.wage") < said[-1].index("maintenance.care_premium"),
    "mkdir teams": lambda folder, _: (folder / "teams").is_dir(),
    "--from cold-calling": lambda folder, _: (folder / "teams" / "Hunters.toml").is_file(),
    "--from referral-led": lambda folder, _: (folder / "teams" / "Gardeners.toml").is_file(),
    "tournament": lambda _, said: said[-1].index("Gardeners") < said[-1].index("Hunters"),
    "release handed-out": lambda folder, _: (
        ".check(" not in (folder / "handed-out" / "exercises_1.ipynb").read_text("utf-8")
    ),
    "--solved": lambda folder, _: ".check(" in (folder / "class" / "20260030" / "exercises_1.ipynb").read_text("utf-8"),
    "grade class": lambda folder, _: all_right(folder) and (folder / "marks" / "report.html").is_file(),
    "handout": lambda folder, _: [file.stem[:2] for file in (folder / "handouts").iterdir()] == ["01"],
    "customers corporate": lambda _, said: figures(said[-1])["contribution"] != figures(said[0])["contribution"],
    "baseline --branches 10": lambda _, said: "10 branches" in said[-1],
    "--engine simpy": lambda _, said: "simpy engine" in said[-1],
    "--engine compiled": lambda _, said: figures(said[-1]) == figures(said[-2]),
    "validate": lambda _, said: "B1" in said[-1],
}
"""What to look at, by the end of the line; the longest that fits counts."""


def look_of(line: str) -> Look:
    """What to look at after a line."""
    return LOOKS[max((name for name in LOOKS if name in line), key=len)]


def at_home(folder: Path) -> dict[str, str]:
    """An environment with a home of its own, in which this very package is found and nothing is compiled anew."""
    own = {name: value for name, value in os.environ.items() if name not in {"CRMSIM_LANG"}}
    path = os.pathsep.join([str(Path(sys.executable).parent), own["PATH"]])
    found = os.pathsep.join(filter(None, [str(Path(crmsim.__file__).parents[1]), own.get("PYTHONPATH")]))
    return {**own, "PATH": path, "PYTHONPATH": found, "HOME": str(folder), "CRMSIM_LANG": "en", "COLUMNS": "200"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that has what this one has for the README's stories: the exercises with their key."""
    compiled_engine.compiled_kernel()
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "exercises" / "key", folder / "exercises" / "key")
    return folder


@pytest.fixture(scope="module")
def said() -> list[str]:
    """What each line said, from the first on."""
    return []


@pytest.mark.skipif(os.name != "posix", reason="the README's lines are read by a POSIX shell here")
@pytest.mark.parametrize("line", TOLD)
def test_a_line_does_what_it_says(line: str, place: Path, said: list[str]) -> None:
    """Run as printed, after the lines before it: status 0, and what to look at is there."""
    ran = subprocess.run(
        line, shell=True, cwd=place, env=at_home(place), capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
    said.append(ran.stdout)
    assert look_of(line)(place, said), ran.stdout[:3000]


@pytest.mark.skipif(find_spec("jupyterlab") is None, reason="the lab is an extra: install [lab]")
@pytest.mark.parametrize("line", SERVED)
def test_the_lab_opens_on_a_copy_of_the_course(line: str, tmp_path: Path) -> None:
    """Started as printed, but for a browser and for a port that is free: the server answers, the copy is there."""
    port = free_port()
    words = [*line.split(), "--no-browser", "--port", str(port)]
    own = tmp_path / ".jupyter" / "jupyter_server_config.json"
    own.parent.mkdir()
    own.write_text('{"ServerApp": {"allow_root": true}}', "utf-8")  # which machines that check may be, and people not
    with serving(words, cwd=tmp_path, env={**at_home(tmp_path), "JUPYTER_TOKEN": "read"}):
        assert "version" in answered(f"http://127.0.0.1:{port}/api")
    assert list((tmp_path / "crmsim-course").rglob("01_*.ipynb"))


def test_the_lines_of_checks_are_those_of_the_project() -> None:
    """The machine that checks runs the README's own line, and every session that is named is one."""
    first, *sessions = CHECKED
    assert first in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    tree = ast.parse((ROOT / "noxfile.py").read_text("utf-8"))
    known = {one.name for one in tree.body if isinstance(one, ast.FunctionDef) and one.decorator_list}
    for line in sessions:
        named = line.partition(" -- ")[0].split()[2:]
        assert named
        assert set(named) <= known, line
    assert set(re.findall(r"`nox -s (\w+)`", README)) <= known


def test_every_line_has_its_test() -> None:
    """A line is installed, checked, served, or told with something of its own to look at."""
    assert set(lines()) == {*INSTALLED, *CHECKED, *SERVED, *TOLD}
    assert len(lines()) == len(set(lines()))
    assert [line for line in TOLD if not any(name in line for name in LOOKS)] == []
    assert all(line.startswith(("crmsim ", "mkdir ")) for line in TOLD)
    used = {max((name for name in LOOKS if name in line), key=len) for line in TOLD}
    assert used == set(LOOKS), "something is looked at after no line"
    assert begins("pip install . &&", "pip install nox &&") == [
        "pip install . && crmsim run baseline",
        "pip install nox && nox",
    ]


def test_the_python_box_runs(place: Path) -> None:
    """The lines of Python run as they stand."""
    (box,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    told = "\nassert list(run.kpis.index)[0] == 'contribution'\nassert len(comparison.differences())"
    ran = subprocess.run(
        [sys.executable, "-c", box + told], cwd=place, env=at_home(place), capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2000:]


@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_is_there(name: str) -> None:
    """Files that a README names exist; its picture is a PNG of sensible size, told in words."""
    text = (ROOT / name).read_text("utf-8")
    named = [place for place in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in place]
    assert [place for place in named if not (ROOT / place).exists()] == []
    (alt, picture), *others = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text)
    assert (picture, others) == (PICTURES[name], [])
    assert len(alt) > 40
    assert is_sensible((ROOT / picture).read_bytes())


def is_sensible(data: bytes) -> bool:
    """Whether a file is a PNG of a page, and small."""
    width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    return (
        data.startswith(b"\x89PNG\r\n") and len(data) <= MOST_BYTES and 900 <= width <= 2000 and 600 <= height <= 2000
    )


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_the_pictures_are_made_by_their_command(tmp_path: Path) -> None:
    """`python tests/screenshots.py` writes both languages' pictures."""
    pytest.importorskip("playwright", reason="browser tests need playwright")
    pytest.importorskip("jupyterlab", reason="the lab is an extra: install [lab]")
    command = [sys.executable, str(ROOT / "tests" / "screenshots.py"), str(tmp_path)]
    env = at_home(tmp_path.parent)
    here = os.pathsep.join([str(ROOT / "tests"), env["PYTHONPATH"]])  # where Python takes no folder for granted
    subprocess.run(command, check=True, env={**env, "PYTHONPATH": here})
    made = sorted(tmp_path.iterdir())
    assert [file.name for file in made] == ["lab-en.png", "lab-zh.png"]
    assert all(is_sensible(file.read_bytes()) for file in made)
    assert made[0].read_bytes() != made[1].read_bytes()
