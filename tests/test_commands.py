"""Commands before a terminal, with a reader who goes away or no room to write, and those for who writes exercises."""

import os
import subprocess
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT
from test_cli import command, environment
from typer.testing import CliRunner

from crmsim.cli import app
from crmsim.course import refresh
from crmsim.course.exercising.__main__ import remake
from crmsim.errors import CrmsimError

SHORT = ("run", "plain-queue", "--months", "2", "--engine", "simpy")


def before_a_terminal(*words: str | Path) -> tuple[int, str]:
    """How a command ends whose stderr is a terminal, and what stands there."""
    screen, side = os.openpty()
    done = subprocess.run(
        command(*words), env=environment(), stdout=subprocess.DEVNULL, stderr=side, timeout=120, check=False
    )
    os.close(side)
    seen = b""
    while part := read(screen):
        seen += part
    os.close(screen)
    return done.returncode, seen.decode("utf-8", "replace")


def read(screen: int) -> bytes:
    """What a terminal has to show; nothing once nobody writes to it any more."""
    try:
        return os.read(screen, 65536)
    except OSError:  # how Linux says that the other side is closed
        return b""


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A folder of exercise files with the first exercise of the course's third chapter."""
    head, first, *_ = (ROOT / "exercises" / "key" / "chapter3.toml").read_text("utf-8").split("[[exercise]]")
    place = tmp_path / "exercises" / "key"
    place.mkdir(parents=True)
    (place / "chapter3.toml").write_text(f"{head}[[exercise]]{first}", "utf-8")
    return place


def test_who_looks_on_sees_the_months_go_by(key: Path) -> None:
    """Before a terminal a bar tells the months, and of what takes a moment what it is; both go when all is done."""
    status, seen = before_a_terminal(*SHORT)
    assert status == 0
    assert "of 2" in seen
    status, seen = before_a_terminal("course", "check", key, "--versions", "1")
    assert status == 0
    assert "looking exercises through" in seen


def test_a_reader_who_has_seen_enough_is_no_error() -> None:
    """Where nobody reads the answer any more, the command ends quietly."""
    with subprocess.Popen(
        command("levers"), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) < 2, "2 tells of a mistake"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_where_there_is_no_room_for_the_answer_it_is_said() -> None:
    """A sentence, and status 2."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command("levers"), env=environment(), stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert done.stderr.startswith("crmsim: the answer cannot be written (")


def test_who_writes_exercises_has_them_looked_through_and_released(key: Path, tmp_path: Path) -> None:
    """The check tells each chapter; a release each file; what cannot be used is refused in sentences."""
    checked = CliRunner().invoke(app, ["course", "check", str(key), "--versions", "2"])
    assert (checked.exit_code, checked.stdout) == (0, "chapter 3: 1 exercises, each with its solution right\n")
    words = ["release", str(tmp_path / "class"), "--key", str(key), "--versions", "2", "--lang", "en"]
    released = CliRunner().invoke(app, words)
    assert released.exit_code == 0, released.output
    assert {"exercises.json", "exercises_3.ipynb"} < {file.name for file in (tmp_path / "class").iterdir()}
    assert f"written to {tmp_path / 'class' / 'exercises_3.ipynb'}" in released.stdout
    assert CliRunner().invoke(app, words).exit_code == 2
    (key / "chapter3.toml").write_text("chapter = ", "utf-8")
    assert CliRunner().invoke(app, ["course", "check", str(key)]).exit_code == 2


def test_all_that_follows_from_a_key_is_made_anew(key: Path) -> None:
    """Learners' versions of both languages, and the notebooks solved and executed, each answer told correct."""
    files = remake(key.parent)
    assert [str(file.relative_to(key.parent)) for file in files if file.suffix == ".ipynb"] == [
        *("en/exercises_3.ipynb", "zh/exercises_3.ipynb"),
        *("solved/en/exercises_3.ipynb", "solved/zh/exercises_3.ipynb"),
    ]
    assert "Correct." in files[-2].read_text("utf-8")
    assert "正确" in files[-1].read_text("utf-8")


def test_notebooks_are_refreshed_without_what_is_not_the_same_every_time(tmp_path: Path) -> None:
    """Outputs are those of a fresh kernel in the folder's language, numbered anew; live widgets are not stored."""
    with pytest.raises(CrmsimError, match="holds no notebooks"):
        refresh.refresh(tmp_path)
    codes = ("import os\nos.environ['CRMSIM_LANG']", "import ipywidgets\nipywidgets.IntSlider()")
    cells = [nbformat.v4.new_code_cell(code, execution_count=7) for code in codes]
    (tmp_path / "zh").mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "zh" / "a.ipynb")
    (place,) = refresh.refresh(tmp_path)
    first, second = nbformat.read(place, as_version=4).cells
    assert [cell.execution_count for cell in (first, second)] == [1, 2]
    assert [output.data["text/plain"] for output in first.outputs] == ["'zh'"]
    assert second.outputs == []
