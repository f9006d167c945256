"""What classes hand in: folders of all shapes looked through, notebooks read unrun, processes watched."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from classroom import KINDS, Classroom, checking, empty, notebook, progress
from typer.testing import CliRunner, Result

from crmsim.cli import app
from crmsim.errors import CrmsimError
from crmsim.grading import isolation
from crmsim.grading.exercises import book_for
from crmsim.grading.isolation import answers_of
from crmsim.grading.marking import grade
from crmsim.grading.notebooks import notebook_of
from crmsim.grading.submissions import MOST_ENTRIES, MOST_FILES, MOST_LEARNERS, RefusedError, collected
from crmsim.language import speaker

SAY = speaker("en")


def files(folder: Path, *names: str) -> Path:
    """A folder with some empty files in it."""
    for name in names:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    return folder


def test_a_folder_that_holds_no_class_is_refused(tmp_path: Path) -> None:
    """Nobody's work in it, more files than a class has, and more learners than one."""
    with pytest.raises(CrmsimError, match="nobody has handed in anything") as caught:
        collected(files(tmp_path, "notes.txt", ".hidden/x.ipynb", "__MACOSX/a.ipynb", "all.zip"), SAY)
    assert [note.partition(":")[0] for note in caught.value.mistakes[1:]] == ["all.zip"]
    many = tmp_path / "many"
    files(many, *(f"{number}.ipynb" for number in range(MOST_LEARNERS + 1)))
    with pytest.raises(CrmsimError, match="holds the work of 2001 learners, more than 2000"):
        collected(many, SAY)
    files(many, *(f"{number}.txt" for number in range(MOST_LEARNERS)))
    with pytest.raises(CrmsimError, match="holds 4001 files and folders, more than 4000"):
        collected(many, SAY)


def test_of_a_folder_far_too_full_only_so_much_is_read(tmp_path: Path) -> None:
    """More notebooks than a learner has, more files than are looked at, folders too deep: each is told."""
    files(tmp_path, *(f"eager/{number:03}.ipynb" for number in range(MOST_FILES + 3)))
    files(tmp_path, *(f"messy/{number:04}.txt" for number in range(MOST_ENTRIES + 3)))
    files(tmp_path, "deep/1/2/3/4/5/6/7/x.ipynb", "deep/.git/y.ipynb", "deep/crmsim-progress.unreadable-1.json")
    found = {one.name: one for one in collected(tmp_path, SAY).submissions}
    assert len(found["eager"].files) == MOST_FILES
    assert "holds 53 notebooks and files of progress; only the first 50 are read" in found["eager"].notes[0]
    assert "holds more than 1000 files; the rest is not read" in found["messy"].notes[0]
    assert found["deep"].files == ()
    assert found["deep"].notes == ("deep/1/2/3/4/5/6: lies too deep; put the files further up",)


def test_a_folder_that_goes_away_or_may_not_be_read_is_told(tmp_path: Path) -> None:
    """A name that no system has is a sentence, and so is a learner's file that is none."""
    with pytest.raises(CrmsimError, match="cannot be read"):
        collected(Path("\0"), SAY)
    (tmp_path / "pipe").mkdir()
    os.mkfifo(tmp_path / "pipe" / "notes.txt")
    (submission,) = collected(tmp_path, SAY).submissions
    assert submission.notes == ("pipe/notes.txt: is neither a file nor a folder; take it away",)


def book(*cells: Any, **more: Any) -> bytes:
    """A notebook of cells as they are given."""
    return json.dumps({"nbformat": 4, "cells": list(cells), **more}).encode()


def cell(source: Any) -> dict[str, Any]:
    """A cell of code."""
    return {"cell_type": "code", "source": source}


def test_a_notebook_is_read_however_its_cells_are_written() -> None:
    """Lines as a list, magics, sources that are no text or far too long, cells that are none."""
    read = notebook_of(
        book(
            cell(["%time\n", 7, "ex('3.1').check('b')"]),
            cell(7),
            cell("x" * 100_001),
            "no cell",
            {"cell_type": "markdown"},
        ),
        SAY,
    )
    assert [(one.cell, one.number, one.answer) for one in read.given] == [(1, "3.1", "b")]
    with pytest.raises(RefusedError, match="has more than 2000 cells"):
        notebook_of(book(*[{}] * 2001), SAY)


def test_a_cell_that_cannot_be_read_is_told_if_it_answers() -> None:
    """A mistake of writing elsewhere is nobody's business."""
    read = notebook_of(book(cell("for"), cell("ex('3.1').check('b'")), SAY)
    assert read.notes == ("code cell 2 has a mistake of writing in it",)


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("ex('3.2').check({'b', 'a'})", ["a", "b"]),
        ("ex('3.1').check(answer='b')", "b"),
        ("ex('3.1').check()", None),
    ],
)
def test_what_is_written_out_is_read_off(code: str, given: Any) -> None:
    """Sets, keywords, nothing."""
    read = notebook_of(book(cell(code)), SAY)
    assert ([one.answer for one in read.given], read.to_run) == ([given], ())


@pytest.mark.parametrize(
    "code",
    [
        "ex('3.1').check('a', 'b')",
        "ex('3.1').check(b'a')",
        "ex('3.1').check(x)",
        "ex('3.1').check(*'b')",
        "f(ex.check)",
    ],
)
def test_what_is_not_written_out_is_left_to_be_run(code: str) -> None:
    """With the cells that make the names that it uses, whatever makes them; others stay out."""
    makers = ["import math as x", "def x(): pass", "class x: pass", "x = 1", "y = 2", "for"]
    read = notebook_of(book(*map(cell, makers), cell(code)), SAY)
    wanted = [1, 2, 3, 4, 7] if "(x)" in code else [7]
    assert read.given == ()
    assert [number for number, _ in read.to_run] == wanted


def test_names_are_read_off_and_nothing_else() -> None:
    """Of several the last; what is worked out is no name."""
    read = notebook_of(book(cell("learner('a')"), cell("learner(20260017)"), cell("learner('b' + 'c')")), SAY)
    assert read.learner == "20260017"


def test_a_notebook_that_is_stopped_again_and_again_is_given_up() -> None:
    """Each run goes without the cell that stopped the one before; what is left after the last is told as not run."""
    endless = [(number, "while True:\n    pass") for number in range(1, 4)]
    told = answers_of([*endless, (4, "ex('3.1').check(str('b'))")], SAY, seconds=1)
    assert told.given == ()
    assert "does not end within 1 s" in told.faults[1]
    assert told.faults[4] == "is not run, as the cells before it took all the time"


def test_one_cell_that_stops_everything_leaves_nothing_to_run() -> None:
    """What ends Python itself is told, and nothing is run again."""
    assert "ends Python itself" in answers_of([(1, "import os\nos._exit(0)")], SAY).faults[1]


def test_a_process_that_talks_too_much_or_outlives_its_answer_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program in its place: a flood of lines is cut off and told, and so is one that goes on sleeping."""
    for name, program, told in (
        ("flood", "while True: print('{}' * 1000)", "tells more than can be read"),
        ("deaf", "import os, time\nos.close(0); os.close(1); time.sleep(60)", "does not end within"),
    ):
        (tmp_path / name).write_text(program)
        monkeypatch.setattr(isolation, "PROGRAM", tmp_path / name)
        assert told in answers_of([(1, "1")], SAY, seconds=1).faults[1]


def test_strange_lines_are_no_records() -> None:
    """No JSON, no record, another's cell: left out; kinds and errors that are told are named."""
    lines = b'no\n[1]\n{"cell": 9}\n{"cell": 1, "id": 7, "answer": 1}\n{"cell": 1, "id": "3.1", "strange": "Hm"}\n'
    records = list(isolation.records_in(lines, {1}))
    assert len(records) == 2
    assert list(isolation.answers(records)) == []
    assert isolation.faults(records, SAY) == {1: "answers exercise 3.1 with something (Hm) that is no answer"}


@pytest.fixture
def room(tmp_path: Path) -> Classroom:
    """A class's folder with the exercises in it, and nobody yet."""
    return empty(tmp_path / "class")


def test_work_of_one_learner_twice_and_of_other_exercises_is_told(room: Classroom) -> None:
    """Two folders of one learner, answers to what is no exercise here, files of two learners in one folder."""
    room.hand_in("a", progress=progress("me", {"3.1": "b", "9.9": "x"}))
    room.hand_in("b", week=notebook('learner("me")', *checking({"3.1": "b"})))
    room.hand_in("c", progress=progress("c", {}), week=notebook('learner("d")', *checking({"3.1": "b"})))
    notes = " ".join(grade(room.folder, lang="en", jobs=1).all_notes)
    assert "also hand in work of me" in notes
    assert "answers 9.9, which is none of these exercises" in notes
    assert "its files are of different learners (c, d)" in notes


def test_a_file_of_progress_that_is_none_is_told(room: Classroom) -> None:
    """Broken JSON, and numbers that nobody can count to."""
    room.hand_in("a", progress="{")
    room.hand_in("b", progress=progress("b", {"3.1": "b"}).replace('"attempts": 1', '"attempts": 1e999'))
    notes = grade(room.folder, lang="en", jobs=1).all_notes
    assert len(notes) == 2
    assert all("is no file of progress" in note for note in notes)


def test_exercises_are_taken_from_where_they_are_given(tmp_path: Path) -> None:
    """A folder of the key, a released file, and what is neither."""
    assert book_for(tmp_path, KINDS.folder, "en", SAY).by_id.keys() == KINDS.exercises.keys()
    file = tmp_path / "mine.json"
    file.write_text(KINDS.book.model_dump_json(), "utf-8")
    assert book_for(tmp_path, file, "zh", SAY).lang == "en"
    file.write_text("{}")
    with pytest.raises(CrmsimError, match="is no file of exercises"):
        book_for(tmp_path, file, "en", SAY)
    with pytest.raises(CrmsimError, match=r"nowhere\.json: cannot be read"):
        book_for(tmp_path, tmp_path / "nowhere.json", "en", SAY)
    assert len(book_for(tmp_path, None, "en", SAY).by_id) > len(KINDS.exercises)


def test_the_report_is_written_where_it_may_be(room: Classroom, tmp_path: Path) -> None:
    """A page by its ending, not over another without --force, and never into the class's own folder."""
    room.hand_in("a", progress=progress("a", {"3.1": "b", "9.9": "x"}))
    page = tmp_path / "marks.html"

    def told(out: Path, *more: str) -> Result:
        """What the command tells that writes there."""
        words = ("grade", room.folder, "--lang", "en", "--jobs", "1", "--out", out, *more)
        return CliRunner().invoke(app, [*map(str, words)])

    first = told(page)
    assert first.exit_code == 0, first.output
    assert f"written to {page}" in first.stdout
    assert "which is none of these exercises" in first.stderr
    assert "marks.html" in told(page).stderr
    assert told(page, "--force").exit_code == 0
    inside = told(room.folder / "marks")
    assert (inside.exit_code, inside.stdout) == (2, "")
    assert "lies in the class's folder" in inside.stderr
