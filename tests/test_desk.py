"""A learner's desk when something is amiss: files that are held, broken or too long, answers that are none, no lab."""

import sys
from pathlib import Path
from typing import Any

import pytest
from classroom import KINDS
from filelock import FileLock

from crmsim.course import ex, learner
from crmsim.course.exercising import progress as kept
from crmsim.course.exercising.answers import is_empty
from crmsim.course.exercising.progress import FILE, Progress, Record, read
from crmsim.course.exercising.telling import written
from crmsim.errors import CrmsimError, OutputError
from crmsim.language import speaker

ME = "20260017"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an exercise of each kind."""
    monkeypatch.delenv("CRMSIM_PROGRESS", raising=False)
    monkeypatch.delenv("CRMSIM_LANG", raising=False)
    (tmp_path / "exercises.json").write_text(KINDS.book.model_dump_json(), "utf-8")
    return tmp_path


def test_a_broken_file_of_progress_is_put_aside(desk: Path) -> None:
    """The question stands there all the same; the next answer begins a new file, and the old one is kept beside it."""
    (desk / FILE).write_text("{", "utf-8")
    one = ex("3.1", folder=desk)
    assert one.record == Record()
    one.check("b")
    assert read(desk / FILE).of("3.1").outcome == "correct"
    assert (desk / "crmsim-progress.unreadable-1.json").read_text("utf-8") == "{"
    (desk / FILE).write_text('{"learner": 7}', "utf-8")
    with pytest.raises(CrmsimError, match=r"is no file of progress \(learner: "):
        read(desk / FILE)


def test_a_file_of_progress_that_cannot_be_one_is_refused(desk: Path) -> None:
    """A folder in its place, and a file of many megabytes."""
    (desk / "folder.json").mkdir()
    with pytest.raises(CrmsimError, match="cannot be read"):
        read(desk / "folder.json")
    with (desk / FILE).open("wb") as file:
        file.truncate(kept.MOST_BYTES + 1)
    with pytest.raises(CrmsimError, match="is longer than 5000000 bytes"):
        read(desk / FILE)


def test_an_answer_that_cannot_be_kept_is_checked_and_said(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written the outcome is told, and that it is not kept; likewise of hints and names."""
    monkeypatch.setenv("CRMSIM_PROGRESS", str(desk / "exercises.json" / FILE))
    one = ex("3.1", folder=desk)
    checked = one.check("b")
    assert checked.outcome.result == "correct"
    assert "cannot be written" in repr(checked)
    assert "your answers are not kept" in repr(one.hint())
    assert "your answers are not kept" in repr(one.reset())
    with pytest.raises(OutputError):
        learner(ME, folder=desk)


def test_a_file_that_another_window_holds_is_waited_for_and_given_up(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the time that it is waited for, a sentence says who holds it."""
    monkeypatch.setattr(kept, "SECONDS", 0.05)
    with FileLock(desk / f".{FILE}.lock"):
        assert "is held by another window" in repr(ex("3.1", folder=desk).check("b"))
    assert not (desk / FILE).exists()


def test_a_write_that_fails_leaves_the_old_file_whole(desk: Path) -> None:
    """What is half written lies beside it for a moment, and is taken away."""
    kept.write(desk / FILE, Progress(learner=ME))
    before = (desk / FILE).read_bytes()
    with pytest.raises(UnicodeEncodeError):
        kept.write(desk / FILE, Progress().with_record("3.1", Record(answer="\ud800")))
    assert (desk / FILE).read_bytes() == before
    assert [file.name for file in desk.iterdir() if file.name.startswith(f".{FILE}")] == []


def test_whatever_was_answered_is_kept_as_json_has_it() -> None:
    """Numbers of arrays as numbers, sets as lists in order, what nests for ever or is an object by its kind."""
    import numpy as np

    endless: list[Any] = []
    endless.append(endless)
    given = (np.float64(0.5), {"b", "a"}, [object()], endless, 1j)
    assert [kept.kept(one) for one in given] == [0.5, ["a", "b"], ["object"], "list", "complex"]


def test_hints_are_counted_from_one(desk: Path) -> None:
    """A hint by its number, and of a number that none has a sentence."""
    one = ex("3.1", folder=desk)
    assert "Hint 1 of 1" in repr(one.hint(1))
    assert "Hints are counted from 1." in repr(one.hint(0))


def test_solutions_are_told_as_learners_see_them(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several options, an order, numbers with their units, settings by their labels, long texts cut."""
    monkeypatch.setenv("CRMSIM_KEY", str(KINDS.folder))
    told = {number: repr(ex(number, folder=desk).solution()).splitlines()[0] for number in KINDS.exercises}
    assert told["3.2"] == "Solution: Fewer than half are asked."
    assert told["3.6"] == "Solution: plan → ask → analyse → report"
    assert told["3.7"] == "Solution: A new cash machine: hardware; A birthday card: psychological"
    assert told["3.8"].startswith("Solution: It shows the level of service")
    assert "acquisition rate: " in told["3.5"]
    assert told["3.5"].count(" %") == 2
    assert told["3.9"].endswith(" = 0.1")
    words, one, say = "word " * 100, ex("3.8", folder=desk), speaker("en")
    assert written(one.task, one.version, words, say) == f"{words[:199]}…"
    choice = ex("3.1", folder=desk)
    assert written(choice.task, choice.version, "no letter", say) == "no letter"


NO_ANSWERS = [
    ("3.1", "a, b", "One option is wanted, and 2 were given"),
    ("3.5", {"x": 1}, "is none of the parts"),
    ("3.5", "1 2 3", "2 answers are wanted, and 3 were given"),
    ("3.5", 7, "2 answers are wanted, and 1 were given"),
    ("3.6", "abc", "Each of a, b, c, d is wanted once"),
    ("3.7", ["software", "hardware"], "is none of the names; answer with one of"),
    ("3.8", 3, "is no text"),
    ("3.8", "long " * 20_000, "signs, and"),
    ("3.9", 3, "is no set of settings"),
    ("3.9", {"maintenance.touch_ordinary": "many"}, "is no number"),
]
"""What cannot be read as an answer, and why."""


@pytest.mark.parametrize(("number", "answer", "why"), NO_ANSWERS)
def test_what_is_no_answer_is_told_why(number: str, answer: Any, why: str, desk: Path) -> None:
    """A sentence names what is wrong with it, and no attempt is counted."""
    one = ex(number, folder=desk)
    assert why in repr(one.check(answer))
    assert one.record.attempts == 0


def test_nothing_within_anything_is_nothing() -> None:
    """Empty lists, sets and tables of empty cells are no answer; a zero is one."""
    assert [is_empty(one) for one in ([], set(), {"a": " "}, [[], ""])] == [True] * 4
    assert [is_empty(one) for one in (0, False, [0], {"a": "x"})] == [False] * 4


def test_a_name_that_is_no_number_is_kept_and_one_too_long_refused(desk: Path) -> None:
    """By code as in the page."""
    assert "You are Ann." in repr(learner("Ann", folder=desk))
    with pytest.raises(CrmsimError, match="a name of 101 signs is longer than 100"):
        learner("n" * 101, folder=desk)


def test_an_exercise_shows_itself(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question and where to answer; without the lab's extra the question with its options, and a word on names."""
    one = ex("3.1", folder=desk)
    one._ipython_display_()
    live = capsys.readouterr().out
    assert "Answering(" in live
    assert "psychological" not in live.partition("Answering(")[0]
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    one._ipython_display_()
    plain = capsys.readouterr().out
    assert "psychological" in plain
    assert "Answering(" not in plain
    assert "between the brackets, in quotation marks" in repr(learner(folder=desk))
