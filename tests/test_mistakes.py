"""Bad moves in a notebook: each is told in a sentence of the reader's language, and the notebook goes on."""

import os
from pathlib import Path
from typing import Any

import pytest

from crmsim import workplace
from crmsim.course import mistakes
from crmsim.language import speaker

nbformat = pytest.importorskip("nbformat", reason="notebooks are read with nbformat, of the extra `lab`")
nbclient = pytest.importorskip("nbclient", reason="notebooks are executed with nbclient, of the extra `lab`")

START = "from crmsim.course import chapter1 as c\nc.start()"
MOVES = {
    "out of order": ("c.start()", {"en": "does not know 'c' yet", "zh": "还不认识“c”"}),
    "start": (START, {"en": "All is ready", "zh": "一切就绪"}),
    "no run yet": ("c.branch(run)", {"en": "does not know 'run' yet", "zh": "还不认识“run”"}),
    "no bracket": ("c.origins(", {"en": "cannot read this box", "zh": "读不懂这个框"}),
    "typo": ("c.orgins()", {"en": "cannot be run as it is now", "zh": "现在的写法运行不了"}),
    "not allowed": ("c.switch('fr')", {"en": "This cannot be done", "zh": "这一步做不了"}),
    "stopped": ("raise KeyboardInterrupt", {"en": "Stopped.", "zh": "已停止。"}),
    "twice": (START, {"en": "All is ready", "zh": "一切就绪"}),
    "goes on": ("c.origins()", {"en": "1980", "zh": "20世纪80年代"}),
}
"""What somebody runs, in this order, and what must be read then."""


def ran(folder: Path, lang: str, sources: list[str]) -> list[Any]:
    """The cells after they ran one by one in a kernel as `crmsim lab` starts it."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    client = nbclient.NotebookClient(
        nbformat.v4.new_notebook(cells=cells), kernel_name="python3", timeout=300, allow_errors=True
    )
    client.execute(env=workplace.environment(folder, lang))
    return cells


def read(cell: Any) -> str:
    """What stands below a cell."""
    return "\n".join(str(output.get("data", output).get("text/plain", output)) for output in cell.outputs)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_bad_moves_are_told_in_sentences(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Boxes out of order, twice, misspelt or stopped: a sentence each, never a traceback, and the next one works."""
    folder = tmp_path / "客户经理的课程"
    monkeypatch.setenv("JUPYTER_PATH", str(workplace.kernels(folder)))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(mistakes.__file__).parents[2])]))
    cells = ran(folder, lang, [source for source, _ in MOVES.values()])
    wrong = {
        move: read(cell)
        for (move, (_, told)), cell in zip(MOVES.items(), cells, strict=True)
        if told[lang] not in read(cell)
    }
    assert wrong == {}
    assert [cell.source for cell in cells if any(output.output_type == "error" for output in cell.outputs)] == []


def test_every_mistake_has_a_remedy() -> None:
    """The sentence about a name that is not there names it, and tells what to click."""
    told = mistakes.sentence(NameError("name 'run' is not defined", name="run"), speaker("zh"))
    assert "“run”" in told
    assert "运行 → " in told
