"""The document on extending is followed word by word: its changes are made in a copy, and what it says comes true."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import INSTALLED, ROOT, UNMEASURED, small
from extending import Change, Part, change_of, parts_of

from crmsim.course.refresh import stripped
from crmsim.course.shown import CHART, TEXT
from crmsim.run import simulate

nbformat = pytest.importorskip("nbformat", reason="notebooks are read with nbformat, of the extra `lab`")

PAGE = ROOT / "docs" / "extending.md"
WRITTEN = PAGE.read_text("utf-8")
PARTS = parts_of(WRITTEN)
SETTING, MECHANISM, _, _, LANGUAGE = PARTS
every_part = pytest.mark.parametrize("part", PARTS, ids=lambda part: part.title)

PROJECT = ("crmsim", "docs", "notebooks", "exercises", "tests", "pyproject.toml", "README.md", "README.zh.md")
"""What a change of the document may touch or ask for."""

LEFT_OUT = shutil.ignore_patterns("__pycache__", ".*")

MOST_FILES = 6
"""Files that a newcomer touches to add a setting."""

LONGEST = 120
"""Signs of a line of code."""

NEWS = {"maintenance.waiting_news": 10.0}
CALLS = {"maintenance.call_back": 0.8, "market.problems": 0.15}

if not (ROOT / "exercises" / "key").is_dir():
    pytest.skip("the key of the exercises is with the instructor, and not here", allow_module_level=True)


def copied(folder: Path) -> Path:
    """A copy of the project in a folder of its own."""
    folder.mkdir()
    for name in PROJECT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=LEFT_OUT)
        else:
            shutil.copyfile(ROOT / name, folder / name)
    return folder


def extended(folder: Path, *parts: Part) -> Path:
    """A copy of the project with the changes of some parts in it."""
    copied(folder)
    for part in parts:
        part.apply(folder)
    return folder


def told(folder: Path, command: str, **environment: str) -> str:
    """What a command prints that is run in a copy of the project; it must end well."""
    there = {
        **{name: value for name, value in os.environ.items() if name not in {INSTALLED, "PYTHONSAFEPATH"}},
        **UNMEASURED,
        "PYTHONPATH": f"{folder}{os.pathsep}{folder / 'tests'}",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_ADDOPTS": "-p no:cacheprovider",
        "CRMSIM_CACHE_DIR": str(folder / ".cache"),
        "CRMSIM_SHARED": os.environ.get("CRMSIM_SHARED", str(ROOT.parent / "shared")),
        "CRMSIM_WARM": "0",
        **environment,
    }
    words = ["bash", "-o", "pipefail", "-c", command]
    done = subprocess.run(words, cwd=folder, env=there, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
    return done.stdout


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a copy, with what is in it."""
    names = [file.relative_to(folder) for name in PROJECT for file in (folder / name, *(folder / name).rglob("*"))]
    return {
        name.as_posix(): (folder / name).read_bytes()
        for name in names
        if (folder / name).is_file() and not any(part.startswith((".", "__py")) for part in name.parts)
    }


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """The files that are others, new or gone."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


@every_part
def test_a_part_can_be_made_alone(part: Part, tmp_path: Path) -> None:
    """Its blocks fit the project as it is, one after the other, and change what its table says that you write."""
    copied(tmp_path / "alone")
    before = files_of(tmp_path / "alone")
    part.apply(tmp_path / "alone")
    after = files_of(tmp_path / "alone")
    assert changed(before, after) == set(part.written)
    assert len(part.written) == len(set(part.written))
    assert set(part.made.values()) <= set(part.commands)
    code = [line for name in part.written if name.endswith(".py") for line in after[name].decode().splitlines()]
    assert [line for line in code if len(line) > LONGEST] == []


def test_the_table_at_the_top_counts_the_files() -> None:
    """It has a row for each part, with a link that leads there, and as many files as the part's own table."""
    rows = re.findall(r"^\| \[[^\]]+\]\(#([^)]+)\) \| (\d+) \| (\d+) \|$", WRITTEN, re.MULTILINE)
    anchors = [re.sub(r"[^\w -]", "", part.title.lower()).replace(" ", "-") for part in PARTS]
    assert rows == [
        (anchor, str(len(part.written)), str(len(part.made))) for anchor, part in zip(anchors, PARTS, strict=True)
    ]


def test_a_newcomer_touches_few_files() -> None:
    """A setting with a mechanism, taught in chapter 3, is written into six files at most."""
    assert len({change.path for change in SETTING.changes}) <= MOST_FILES
    assert any(path.startswith("crmsim/settings") for path in SETTING.written)
    assert any(path.startswith("crmsim/law") for path in SETTING.written)
    assert {lang for lang in ("en", "zh") if any(f"{lang}/03_" in path for path in SETTING.written)} == {"en", "zh"}


def test_what_the_document_names_is_there() -> None:
    """Each file and folder that its sentences name exists, or is made by one of its blocks."""
    made = {path for part in PARTS for path in part.written} | {"notebooks/de"}
    prose = re.sub(r"^```.*?^```$", "", WRITTEN, flags=re.DOTALL | re.MULTILINE)
    named = set(re.findall(r"`((?:crmsim|docs|tests|notebooks|exercises)/[\w./-]+)`", prose))
    assert len(named) > 20
    assert {path for path in named - made if not (ROOT / path).exists()} == set()
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", prose)
    assert links
    assert [link for link in links if not (PAGE.parent / link).exists()] == []


def test_following_it_makes_what_it_says(tmp_path: Path) -> None:
    """All parts together: every command ends well, and touches just the files that the tables name."""
    folder = copied(tmp_path / "whole")
    before = files_of(folder)
    for part in PARTS:
        part.apply(folder)
    told(folder, "python -m crmsim.engine")  # compiled now, and not in the background as for a reader
    for command in dict.fromkeys(command for part in PARTS for command in part.commands):
        with on_less(folder, command):
            told(folder, command)
    named = {path for part in PARTS for path in (*part.written, *part.made)}
    assert changed(before, files_of(folder)) == named
    assert (folder / "mine" / "00_welcome.de.html").is_file()
    for lang, word in {"en": "as it is", "zh": "现状"}.items():
        for name, cell in {"03_maintaining_customers": "news", "08_practice": "care"}.items():
            shows(folder / "notebooks" / lang / f"{name}.ipynb", cell, word)
    for lang, word in {"en": "Correct.", "zh": "正确。"}.items():
        solved = nbformat.read(folder / "exercises" / "solved" / lang / "exercises_3.ipynb", 4)
        answers = [cell.outputs[0]["data"][TEXT] for cell in solved.cells if cell.id.startswith("e-")]
        assert [text.startswith(word) for text in answers] == [True]


def shows(file: Path, cell: str, word: str) -> None:
    """A cell of a notebook has a chart stored, and a table with a word of its language."""
    outputs = next(c for c in nbformat.read(file, 4).cells if c.id == cell).outputs
    assert any(CHART in output["data"] for output in outputs)
    assert any(word in output["data"][TEXT] for output in outputs)


@contextmanager
def on_less(folder: Path, command: str) -> Iterator[None]:
    """What takes minutes is done on less: of notebook 3 and of the exercises on what is new and what it needs."""
    if "crmsim.course.refresh" in command and "03_" in command:
        files = [folder / word for word in command.split() if word.endswith(".ipynb")]
        whole = {file: nbformat.read(file, 4) for file in files}
        for file in files:
            cut = nbformat.read(file, 4)
            cut.cells = [cell for cell in cut.cells if cell.id in {"start", "run", "news-told", "news"}]
            nbformat.write(cut, file)
        yield
        for file, book in whole.items():
            news = next(cell for cell in nbformat.read(file, 4).cells if cell.id == "news")
            next(cell for cell in book.cells if cell.id == "news").outputs = news.outputs
            nbformat.write(stripped(book), file)
    elif "exercising" in command or "course check" in command:
        key = folder / "exercises" / "key"
        key.rename(folder / ".key")
        key.mkdir()
        head, *exercises = (folder / ".key" / "chapter3.toml").read_text("utf-8").split("[[exercise]]")
        new = [text for text in exercises if 'id = "3.9a"' in text]
        (key / "chapter3.toml").write_text("[[exercise]]".join([head, *new]), "utf-8")
        yield
        shutil.rmtree(key)
        (folder / ".key").rename(key)
        told(folder, "python -c 'from crmsim.course.exercising.files import *; sheets_in(Path(\"exercises/key\"))'")
    else:
        yield


STORY = """
import json, sys
from collections import Counter
from conftest import small, uncompiled
from crmsim.engine.history import first_difference
from crmsim.run import simulate
from crmsim.stages import Event
scenario = small().with_settings(json.loads(sys.argv[1]))
run = simulate(scenario, seed=1, engine="simpy")
difference = first_difference(run.history, uncompiled(scenario))
assert difference is None, difference
events = Counter(Event.names()[code] for code in run.history.rows["event"].tolist())
print(json.dumps({"history": run.history.fingerprint(), "kpis": dict(run.indicators), "events": events}))
"""


def lived(folder: Path, settings: dict[str, float]) -> dict[str, Any]:
    """A small branch in a copy, under some settings; both engines must tell the same of it."""
    story = folder / ".story.py"
    story.write_text(STORY, "utf-8")
    found: dict[str, Any] = json.loads(told(folder, f"python .story.py '{json.dumps(settings)}'"))
    return found


@pytest.mark.parametrize(
    ("part", "moved"), [(SETTING, NEWS), (MECHANISM, CALLS)], ids=lambda one: getattr(one, "title", "")
)
def test_a_new_setting_works_alone(part: Part, moved: dict[str, float], tmp_path: Path) -> None:
    """It is listed and offered; by default no bit of a history changes, and moved it does, on both engines alike."""
    folder = extended(tmp_path / "alone", part)
    path, *others = moved
    listed = {row["path"]: row for row in json.loads(told(folder, "crmsim levers --json"))}
    assert listed[path]["default"] == 0.0
    told(folder, "crmsim new mine.toml && crmsim check mine.toml")
    assert f"\n{path.partition('.')[2]} = 0.0\n" in (folder / "mine.toml").read_text("utf-8")
    usual, now = lived(folder, {}), simulate(small(), seed=1, engine="simpy")
    assert usual["history"] == now.history.fingerprint()
    assert usual["kpis"] == pytest.approx(dict(now.indicators), rel=0.0, abs=0.0, nan_ok=True)
    was, then = lived(folder, {name: moved[name] for name in others}), lived(folder, moved)
    assert was["history"] != then["history"]
    kpi, way = listed[path]["indicator"], listed[path]["direction"]
    assert (then["kpis"][kpi] - was["kpis"][kpi]) * way > 0.0


def test_a_new_mechanism_leaves_rows(tmp_path: Path) -> None:
    """Who complained is called back, with a chance of its own: never, sometimes, or each time a customer is there."""
    folder = extended(tmp_path / "alone", MECHANISM)
    found = [lived(folder, CALLS | {"maintenance.call_back": chance})["events"] for chance in (0.0, 0.5, 1.0)]
    calls = [Counter(events)["called_back"] for events in found]
    assert calls[0] == 0 < calls[1] < calls[2] <= found[2]["solved"]


@pytest.mark.parametrize("part", [SETTING, MECHANISM], ids=lambda part: part.title)
def test_its_table_names_the_documents_that_follow(part: Part, tmp_path: Path) -> None:
    """Making the documents anew changes those that the part's table names, and no other."""
    folder = extended(tmp_path / "alone", part)
    make = "import json; from crmsim.documents import DOCUMENTS as d; print(json.dumps({n: d[n]() for n in d}))"
    made: dict[str, str] = json.loads(told(folder, f"python -c '{make}'"))
    differ = {f"docs/{name}" for name, text in made.items() if (ROOT / "docs" / name).read_text("utf-8") != text}
    assert differ == set(part.made)


def test_a_new_language_is_spoken(tmp_path: Path) -> None:
    """Where it has words it says them, where it has none it says English; its notebooks are the English ones."""
    folder = extended(tmp_path / "alone", LANGUAGE)
    for name, optimism in {"one": 0.0, "other": 3.0}.items():
        text = f'name = "{name}"\nmonths = 2\n[market]\ncustomers = 60\npotential = 60\nopening_months = 0\n'
        text += f"[[schedule]]\n[schedule.maintenance]\nforecast_optimism = {optimism}\n"
        (folder / f"{name}.toml").write_text(text, "utf-8")
    explain = "crmsim explain one.toml other.toml --replications 2 --engine simpy --jobs 1 --no-cache"
    german = told(folder, f"{explain} --lang de", COLUMNS="200")
    assert {"Konto", "Deckungsbeitrag", "service cost"} <= set(re.split(r"[│┃]? {2,}[│┃]?|[│┃] ", german))
    assert "Konto" not in told(folder, explain, COLUMNS="200")
    started = 'python -c "from crmsim.course.start import start; print(start())"'
    assert told(folder, started, CRMSIM_LANG="de").startswith("Diagramme und Tabellen sprechen Deutsch.")
    welcome = "from crmsim.workplace import copy; from pathlib import Path; copy(Path('course'), 'de')"
    told(folder, f'python -c "{welcome}"')
    own, english = folder / "course" / "de", folder / "notebooks" / "en"
    assert (own / "00_welcome.ipynb").read_bytes() == (english / "00_welcome.ipynb").read_bytes()


WRONG = {
    "a place that is not there": "+++ crmsim/stages.py\n@@\n     FORGOTTEN = 999\n+    CALLED_BACK = 41\n",
    "a place that is there twice": "+++ crmsim/stages.py\n@@\n     GROWTH = 2\n+    CALLED_BACK = 41\n@@\n \n+\n",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_block_is_noticed(wrong: str, tmp_path: Path) -> None:
    """A change whose place is not there just once is refused; so is a new file that is there already."""
    copied(tmp_path / "alone")
    with pytest.raises(AssertionError, match="has this"):
        change_of(WRONG[wrong]).apply(tmp_path / "alone")
    with pytest.raises(AssertionError, match="is there already"):
        Change("pyproject.toml", (), "").apply(tmp_path / "alone")
