"""Learners' cells in a process of their own: whatever they do, a sentence comes back, in bounded time."""

import time
from pathlib import Path

import pytest
from classroom import NASTY, notebook

from crmsim.grading.isolation import answers_of
from crmsim.grading.notebooks import notebook_of
from crmsim.language import speaker

SAY = speaker("en")
LONGEST = 20.0
"""Seconds that any of these may take, on a busy machine."""

MORE = {
    "os.open": "import os\nos.open('/etc/passwd', os.O_RDONLY)",
    "pathlib": "import pathlib\npathlib.Path('/etc/passwd').read_text()",
    "io": "import io\nio.FileIO('/etc/passwd')",
    "ctypes": "import ctypes\nctypes.CDLL(None).system(b'touch started')",
    "fork": "import os\nos.fork()",
    "listing": "import os\nos.listdir('/')",
    "deep": "def f(): return f()\nf()",
    "interrupt": "raise KeyboardInterrupt",
    "exit": "raise SystemExit(0)",
    "thread": "import threading\nthreading.Thread(target=print).start()",
    "bare thread": "import _thread\n_thread.start_new_thread(print, ())",
    "thread anew": "import sys\ndel sys.modules['_thread']\nimport _thread\n_thread.start_new_thread(print, ())",
    "importlib": "import importlib\nimportlib.import_module('socket')",
    "loader": "import importlib.machinery as m\nm.SourceFileLoader('x', '/etc/passwd').get_data('/etc/passwd')",
    "signal": "import os, signal\nsignal.pidfd_send_signal(os.pidfd_open(os.getpid()), 0)",
    "tcl": "import tkinter\ntkinter.Tcl().eval('open written.txt w')",
    "interpreter": "import _xxsubinterpreters as i\ni.run_string(i.create(), 'print(1)')",
    "hook": "import sys\nsys.addaudithook(lambda *a: None)\nopen('/etc/passwd')",
}
"""Further ways out."""


@pytest.mark.parametrize("name", [*NASTY, *MORE])
def test_a_nasty_cell_is_told_and_the_next_one_still_read(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends in time, leaves no file, is told in a sentence, and the answer of the cell after it is there."""
    monkeypatch.chdir(tmp_path)
    start = time.monotonic()
    told = answers_of([(1, (NASTY | MORE)[name]), (2, 'ex("3.3").check(2 * 0.4)')], SAY, seconds=1)
    assert time.monotonic() - start < LONGEST
    assert [(one.number, one.answer) for one in told.given] == [("3.3", 0.8)]
    assert told.faults[1]
    assert list(tmp_path.iterdir()) == []


def test_an_answer_that_is_worked_out_is_given() -> None:
    """Functions, loops and the standard library's mathematics are what cells are for."""
    cells = [(1, "import math\ndef f(x): return math.sqrt(x)"), (2, 'ex("3.3").check(sum(f(k * k) for k in range(4)))')]
    told = answers_of(cells, SAY)
    assert [(one.number, one.answer) for one in told.given] == [("3.3", 6.0)]
    assert told.faults == {}


def test_a_builtin_that_was_changed_changes_no_answer_of_another() -> None:
    """Each learner's cells have a process of their own."""
    answers_of([(1, "import builtins\nbuiltins.sum = lambda *a: 99")], SAY)
    told = answers_of([(1, 'ex("3.3").check(sum([1, 2]))')], SAY)
    assert [one.answer for one in told.given] == [3]


def test_what_is_written_out_runs_nothing() -> None:
    """Answers that stand there as they are, are read off, whatever stands around them."""
    book = notebook_of(notebook("while True: pass", 'ex("3.1").check("b")').encode(), SAY)
    assert [(one.number, one.answer) for one in book.given] == [("3.1", "b")]
