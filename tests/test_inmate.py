"""The program that runs learners' cells, looked at from within: what it tells, what it lets through, what it limits."""

import json
import os
import resource
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from crmsim.grading import inmate

HOME = os.path.dirname(os.__file__)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs cells in this process, and gives the lines that they tell; our own modules are put back after it."""
    for name in inmate.OURS:
        monkeypatch.setitem(sys.modules, name, sys.modules.get(name))

    def run(*cells: str) -> list[dict[str, Any]]:
        back, to = os.pipe()
        with os.fdopen(back, "rb") as lines:
            inmate.run(list(enumerate(cells, 1)), to)
            os.close(to)
            return [json.loads(line) for line in lines]

    return run


def test_each_cell_tells_its_beginning_its_answers_and_its_end(told: Any) -> None:
    """Names go from cell to cell, a mistake stops its own cell only, and the last line says that all are done."""
    lines = told("half = 0.5", 'ex(" 3.3 ").check(half)', "1 / 0", "for", 'ex("3.1").hint()\nex("3.1").check("b")')
    assert [line for line in lines if "answer" in line] == [
        {"cell": 2, "id": "3.3", "answer": 0.5},
        {"cell": 5, "id": "3.1", "answer": "b"},
    ]
    assert [(line["cell"], line["error"]) for line in lines if "error" in line] == [
        (3, "ZeroDivisionError"),
        (4, "SyntaxError"),
    ]
    assert [line["cell"] for line in lines if line.keys() == {"cell"}] == [1, 2, 3, 4, 5]
    assert lines[-1] == {"done": True}


def test_what_a_cell_imports_of_ours_does_nothing_but_answer(told: Any) -> None:
    """The course's face answers, everything else of ours stands there and does nothing, and shows as nothing."""
    begin = "from crmsim.course import ex, learner, Lab\nimport crmsim.widgets\nlearner('me').badge()\n"
    ask = "Lab(1).run().kpis\ncrmsim.widgets.Switches()\nex('3.1', lang='en').check('b')"
    lines = told(begin + ask, "Lab.__html__")
    assert [line.get("answer") for line in lines] == [None, "b", None, None, None]
    assert lines[3]["error"] == "AttributeError"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, None),
        (True, True),
        ({"b", "a"}, ["a", "b"]),
        ((1, [2.5]), [1, [2.5]]),
        ({1: Fraction(1, 4)}, {"1": 0.25}),
        (Decimal("0.5"), 0.5),
    ],
)
def test_an_answer_is_written_as_json_has_it(value: Any, written: Any) -> None:
    """Sets and tuples become lists, other numbers floats, keys texts."""
    assert inmate.plain(value, inmate.DEEPEST) == written


@pytest.mark.parametrize(
    "answer", ["object()", "1j", "[[[[[[[1]]]]]]]", "10 ** 400 * __import__('fractions').Fraction(1)"]
)
def test_what_is_no_answer_is_told_by_its_kind(told: Any, answer: str) -> None:
    """Objects, complex numbers, lists too deep, numbers too great: the kind is told, and no value."""
    (line,) = [line for line in told(f'ex("3.1").check({answer})') if "id" in line]
    assert line.keys() == {"cell", "id", "strange"}


def test_an_answer_too_long_is_left_out(told: Any) -> None:
    """Whoever gives a novel has given something strange, in a short line."""
    (line,) = [line for line in told("ex('3.1').check('x' * 30_000)") if "id" in line]
    assert line == {"cell": 1, "id": "3.1", "strange": "…"}


def test_an_error_that_cannot_say_itself_is_told_by_its_kind(told: Any) -> None:
    """A learner's own error may break when it is asked for its words."""
    lines = told("class Sad(Exception):\n    def __str__(self): raise ValueError\nraise Sad")
    assert lines[1] == {"cell": 1, "error": "Sad", "text": ""}


OPEN = (
    ("exec", (None,)),
    ("import", ("math", None)),
    ("open", (f"{HOME}/statistics.py", "r", os.O_RDONLY)),
    ("os.listdir", (HOME,)),
)
"""What a cell may do."""

SHUT = (
    ("import", ("socket", None)),
    ("import", ("ctypes.util", None)),
    ("import", (b"math", None)),
    ("open", ("/etc/passwd", "r", os.O_RDONLY)),
    ("open", (f"{HOME}/statistics.py", "w", os.O_WRONLY)),
    ("open", (f"{HOME}/../../etc/passwd", "r", os.O_RDONLY)),
    ("open", (3, "r", os.O_RDONLY)),
    ("os.listdir", ("/",)),
    ("subprocess.Popen", ("ls",)),
    ("an event of a later Python", ()),
)
"""What it may not."""


@pytest.mark.parametrize(("event", "given"), OPEN)
def test_computing_and_reading_python_itself_is_let_through(event: str, given: Any) -> None:
    """What Python does while it computes, its libraries among them, is no business of the watch."""
    inmate.watch_over((HOME + os.sep,))(event, given)


@pytest.mark.parametrize(("event", "given"), SHUT)
def test_everything_else_is_forbidden(event: str, given: Any) -> None:
    """Foreign code, files, networks, processes, and whatever nobody has thought of."""
    with pytest.raises(PermissionError, match=f"forbidden: {event}"):
        inmate.watch_over((HOME + os.sep,))(event, given)


def test_what_no_event_tells_of_refuses_by_itself() -> None:
    """A function that takes the place of one without an audit event."""
    with pytest.raises(PermissionError, match=r"forbidden: os\.mkfifo"):
        inmate.refusal("os.mkfifo")("pipe", mode=0)


def test_limits_that_a_system_refuses_keep_none_of_the_others_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each limit is asked for by itself; where there are none at all, cells are run without."""
    asked: dict[int, tuple[int, int]] = {}

    def limit(which: int, most: tuple[int, int]) -> None:
        """A system that has no limit of memory."""
        if which == resource.RLIMIT_AS:
            raise ValueError
        asked[which] = most

    monkeypatch.setattr(resource, "setrlimit", limit)
    inmate.limited(3, 4096)
    assert asked[resource.RLIMIT_CPU] == (3, 3)
    assert asked[resource.RLIMIT_FSIZE] == (0, 0)
    assert len(asked) == 6
    monkeypatch.setitem(sys.modules, "resource", None)
    inmate.limited(3, 4096)
    assert len(asked) == 6


SILENCE = """
import os
from crmsim.grading.inmate import silent
kept = silent()
print("nobody reads this")
os.write(2, b"nor this")
os.write(kept, b"told")
"""


def test_what_cells_print_goes_nowhere() -> None:
    """Only who has the handle is heard."""
    done = subprocess.run([sys.executable, "-c", SILENCE], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"told", b"")
