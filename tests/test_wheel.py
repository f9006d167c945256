"""The wheel and the sdist hold all that the package needs, and no more; from the wheel alone everything works.

These tests build whole environments from a package index. Where that cannot be reached they are skipped.
"""

import json
import shlex
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browser import answered, free_port, serving
from conftest import ROOT
from environments import MINUTES, PYTHON, bare, connected, done
from test_notebooks import LANGUAGES, code_cells, nbformat, told

pytestmark = pytest.mark.install

PARTS = ("crmsim", "exercises/en", "exercises/zh", "notebooks")
"""The folders of the project that the wheel is made of."""

STRAYS = (
    *("crmsim/__pycache__/run.cpython-311.pyc", "crmsim/law/.mypy_cache/one.json", ".hypothesis/one", "mutants/one.py"),
    *("notebooks/en/.ipynb_checkpoints/00_welcome-checkpoint.ipynb", "notebooks/zh/.ipynb_checkpoints/one.json"),
    *("exercises/en/__pycache__/one.pyc", ".screenshots/lab.png", "dist/old.whl", "crmsim.egg-info/PKG-INFO"),
)
"""What lies about where somebody has worked."""

DATA = (
    *("scenarios/baseline.toml", "population/mappings/", "calibration/mappings/", "customer_files/corporate.csv"),
    *("locale/zh/LC_MESSAGES/settings.po", "report/templates/", "handout/templates/", "widgets/host.js"),
    *("teams/zh/", "notebooks/zh/00_welcome.ipynb", "exercises/zh/exercises.json", "py.typed"),
)
"""Some of what is no code and must be there, or at least something in that folder."""

COMMANDS = {
    "run": "run baseline --months 6 --engine compiled --parquet --out results",
    "scenarios": "scenarios",
    "new": "new mine.toml",
    "check": "check optimistic-lender",
    "levers": "levers --json",
    "compare": "compare baseline differentiated --replications 2 --report comparison.html --lang zh",
    "explain": "explain baseline over-concession --replications 2",
    "cache": "cache",
    "tournament": "tournament teams --replications 2 --report tournament.html",
    "sensitivity": "sensitivity baseline --samples 4 --replications 1 --settings maintenance.care_premium",
    "optimise": "optimise baseline --trials 4 --replications 2 --proofs 2",
    "calibrate": "calibrate customers.csv --out ours.toml",
    "validate": "validate --behaviour B1",
    "bench": "bench --repeats 1 --branches 1",
    "handout": "handout 0 --html --lang zh",
    "release": "release given --key key --versions 1",
    "course check": "course check key --versions 1",
    "grade": "grade class --lang en --out marks",
    "lab": "lab course --lang zh --no-browser",
}
"""Every command with a call that does something, in a folder with what an instructor and a bank have of their own."""

SAYS = {
    "run": "contribution",
    "scenarios": "over-concession",
    "new": "written to mine.toml",
    "check": "right",
    "levers": '"path": "maintenance.care_premium"',
    "compare": "comparison.html",
    "explain": "over-concession",
    "cache": "runs kept",
    "tournament": "Gardeners",
    "sensitivity": "maintenance.care_premium",
    "optimise": "beyond the budget",
    "calibrate": "written to ours.toml",
    "validate": "yes",
    "bench": "both engines give the same history | yes",
    "handout": "written to handouts/00_welcome.zh.html",
    "release": "written to given/exercises.json",
    "course check": "chapter Q2",
    "grade": "ann",
}
"""Something of what each says; the lab is asked for its pages."""

TREE = """
import json, typer
from crmsim.cli import app

def walked(command, before):
    inner = getattr(command, "commands", None)
    return [before] if inner is None else [x for name in inner for x in walked(inner[name], f"{before} {name}".strip())]

print(json.dumps(walked(typer.main.get_command(app), "")))
"""

EXECUTING = """
import json, sys
from crmsim.course.refresh import executed
from crmsim.workplace import sources

for place in sorted(place for lang in sys.argv[1:] for folder in sources(lang) for place in folder.glob("*.ipynb")):
    print(json.dumps([str(place), executed(place)]))
"""
"""Every notebook of the package in some languages, a fresh kernel each."""


@dataclass(frozen=True)
class Built:
    """What was built.

    Attributes:
        sdist: the sdist.
        wheel: the wheel that was built from it.
        straight: the wheel that was built from the project's own folder.
    """

    sdist: Path
    wheel: Path
    straight: Path


@dataclass(frozen=True)
class Installed:
    """An environment in which nothing but the wheel was asked for.

    Attributes:
        programs: where its commands are.
        desk: a folder to work in.
        env: what its processes are started with.
    """

    programs: Path
    desk: Path
    env: dict[str, str]

    def python(self, program: str, *words: str) -> list[str]:
        """The words that run a program; the folder that one stands in is not looked into for packages."""
        return [str(self.programs / "python"), "-P", "-c", program, *words]


Executing = tuple["subprocess.Popen[bytes]", Path]


@pytest.fixture(scope="module")
def built(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sdist, and a wheel by way of it and one without, from a folder in which strays lie about."""
    home = tmp_path_factory.mktemp("built")
    for stray in STRAYS:
        (source / stray).parent.mkdir(parents=True, exist_ok=True)
        (source / stray).write_text("a stray", "utf-8")
    env = connected(home)
    done(PYTHON, "-m", "venv", home / "tools", cwd=home, env=env)
    python = home / "tools" / "bin" / "python"
    done(python, "-m", "pip", "install", "-q", "build", cwd=home, env=env)
    done(python, "-m", "build", "--outdir", home / "first", source, cwd=home, env=env)
    done(python, "-m", "build", "--wheel", "--outdir", home / "straight", source, cwd=home, env=env)
    (sdist,), (wheel,) = ((home / "first").glob(ending) for ending in ("*.tar.gz", "*.whl"))
    (straight,) = (home / "straight").iterdir()
    return Built(sdist, wheel, straight)


@pytest.fixture(scope="module")
def installed(built: Built, source: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel with its extras `lab` and `parquet`, and a desk with a class, a key, teams and a customer file."""
    home = tmp_path_factory.mktemp("elsewhere")
    made, desk = home / "venv", home / "desk"
    done(PYTHON, "-m", "venv", made, cwd=home, env=connected(home))
    done(made / "bin" / "pip", "install", "-q", f"{built.wheel}[lab,parquet]", cwd=home, env=connected(home))
    (desk / "class").mkdir(parents=True)
    shutil.copytree(source / "exercises" / "solved" / "en", desk / "class" / "ann")
    shutil.copytree(source / "exercises" / "key", desk / "key")
    shutil.copytree(source / "crmsim" / "teams" / "en", desk / "teams")
    shutil.copyfile(source / "crmsim" / "customer_files" / "corporate.csv", desk / "customers.csv")
    ready = Installed(made / "bin", desk, {**bare(home, made / "bin"), "CRMSIM_WARM": "0"})
    done(*ready.python("from crmsim.engine.__main__ import main; main()"), cwd=desk, env=ready.env)
    return ready


@pytest.fixture(scope="module")
def executing(installed: Installed) -> Iterator[Executing]:
    """The notebooks on their way, beside the commands that are tried meanwhile; what they show goes into a file."""
    said = installed.desk.with_name("notebooks.jsonl")
    words = installed.python(EXECUTING, *LANGUAGES)
    with (
        said.open("wb") as out,
        said.with_suffix(".err").open("wb") as err,
        subprocess.Popen(words, cwd=installed.desk, env=installed.env, stdout=out, stderr=err) as process,
    ):
        yield process, said
        process.kill()  # where a test gave up before; else it has ended


def contents(wheel: Path) -> dict[str, bytes]:
    """The files of a wheel."""
    with zipfile.ZipFile(wheel) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def tracked() -> set[str]:
    """The project's files under its version control; or skip where that cannot be asked."""
    words = ["git", "-c", "core.quotePath=off", "ls-files", "-z", *PARTS]
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("which files are the project's is asked of git, in a checkout")
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    return set(listed.strip("\0").split("\0"))


def within(name: str) -> str:
    """Where a file of the project stands in the wheel."""
    return name if name.startswith("crmsim/") else f"crmsim/{name}"


def test_the_sdist_makes_the_very_wheel(built: Built) -> None:
    """A wheel by way of the sdist and one without have the same files, byte for byte."""
    one, other = contents(built.wheel), contents(built.straight)
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []


def test_the_wheel_holds_the_packages_files_and_no_others(built: Built) -> None:
    """Every file of the package, the course and the learners' exercises is in it as it is; no key, no stray."""
    packed = {name: data for name, data in contents(built.wheel).items() if ".dist-info/" not in name}
    expected = {within(name): name for name in tracked()}
    assert sorted(packed) == sorted(expected)
    assert [name for name, own in expected.items() if packed[name] != (ROOT / own).read_bytes()] == []
    assert [place for place in DATA if not any(name.startswith(f"crmsim/{place}") for name in packed)] == []
    assert [name for name in packed if "/key/" in name or "/solved/" in name] == []


def test_the_sdist_holds_what_the_wheel_is_made_of_and_its_documents(built: Built) -> None:
    """Nothing is missing that a wheel needs or a document points to; neither key nor tests nor strays are in it."""
    with tarfile.open(built.sdist) as packed:
        names = {member.name.partition("/")[2] for member in packed.getmembers() if member.isfile()}
    assert tracked() <= names
    assert {"README.md", "README.zh.md", "LICENSE", "CHANGELOG.md", "docs/model.md", "pyproject.toml"} <= names
    beside = {name.partition("/")[0] for name in names if "/" in name}
    assert beside == {"crmsim", "docs", "exercises", "notebooks"}
    assert [name for name in names if name in STRAYS or "exercises/key" in name or "exercises/solved" in name] == []


@pytest.mark.usefixtures("executing")
def test_every_command_has_a_try(installed: Installed) -> None:
    """The installed package's own tree of commands has those that are tried below, and no other."""
    tree = json.loads(done(*installed.python(TREE), cwd=installed.desk, env=installed.env))
    assert sorted(tree) == sorted(COMMANDS)


@pytest.mark.parametrize("name", SAYS)
def test_a_command_works(name: str, installed: Installed) -> None:
    """It ends well and says what it should, with nothing of the checkout in reach."""
    words = shlex.split(COMMANDS[name])
    assert SAYS[name] in done(installed.programs / "crmsim", *words, cwd=installed.desk, env=installed.env)


def test_the_lab_opens(installed: Installed) -> None:
    """JupyterLab answers with the course's first notebook, until it is stopped."""
    port = free_port()
    words = [str(installed.programs / "crmsim"), *shlex.split(COMMANDS["lab"]), "--port", str(port)]
    (installed.desk / "jupyter_server_config.json").write_text('{"ServerApp": {"allow_root": true}}', "utf-8")
    free = {"JUPYTER_TOKEN": "open", "JUPYTER_CONFIG_DIR": str(installed.desk)}
    with serving(words, cwd=installed.desk, env={**installed.env, **free}):
        page = answered(f"http://127.0.0.1:{port}/api/contents/zh/00_welcome.ipynb?token=open")
    assert json.loads(page)["content"]["cells"]


@pytest.fixture(scope="module")
def executed(executing: Executing) -> dict[str, Any]:
    """Every notebook of the installed course after its run, by its place."""
    process, said = executing
    assert process.wait(MINUTES * 30.0) == 0, said.with_suffix(".err").read_text("utf-8")[-2000:]
    return dict(json.loads(line) for line in said.read_text("utf-8").splitlines())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_notebook_shows_what_is_stored(lang: str, executed: dict[str, Any]) -> None:
    """Chapters and exercises run without an error, and what a chapter stores is what a reader sees."""
    given = {Path(name).name for name in tracked() if f"/{lang}/" in name and name.endswith(".ipynb")}
    mine = {place: fresh for place, fresh in executed.items() if Path(place).parent.name == lang}
    assert {Path(place).name for place in mine} == given
    for place, fresh in mine.items():
        shown = nbformat.from_dict(fresh)
        errors = [cell.id for cell in code_cells(shown) if any(o.output_type == "error" for o in cell.outputs)]
        assert (place, errors) == (place, [])
        stored = nbformat.read(place, as_version=4)
        pairs = zip(code_cells(stored), code_cells(shown), strict=True)
        wrong = [one.id for one, other in pairs if one.outputs and told(one) != told(other)]
        assert (place, wrong) == (place, [])
