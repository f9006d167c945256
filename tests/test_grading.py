"""A class marked: answers checked anew, the better of what was handed in, and nobody harmed by a broken file."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, chromium
from classroom import KINDS, RUBBISH, Classroom, checking, computing, empty, filled, notebook, progress
from typer.testing import CliRunner

from crmsim.cli import app
from crmsim.course.exercising.figures import version_of
from crmsim.errors import CrmsimError
from crmsim.grading import tables
from crmsim.grading.analysis import correlation, items_of
from crmsim.grading.grades import Grades, Row
from crmsim.grading.marking import grade
from crmsim.grading.told import facts as told_facts
from crmsim.grading.told import report, summary
from crmsim.language import speaker
from crmsim.report.page import cells

ALL = sum(exercise.points for exercise in KINDS.exercises.values())


@pytest.fixture
def room(tmp_path: Path) -> Classroom:
    """A class's folder with the exercises in it, and nobody yet."""
    return empty(tmp_path / "class")


def marked(room: Classroom, **options: Any) -> Grades:
    """The class marked, in English, by one process."""
    return grade(room.folder, lang="en", jobs=1, **options)


def row_of(grades: Grades, number: str) -> Row:
    """A learner's marks."""
    return next(row for row in grades.rows if row.number == number)


def me(learner: str) -> str:
    """The cell in which a learner says who it is."""
    return f'learner("{learner}")'


def test_who_has_all_right_has_all_points(room: Classroom) -> None:
    """By a file of progress, by answers written out, and by answers worked out: the same full marks."""
    for learner, how in (("a1", "progress"), ("a2", "written"), ("a3", "worked out")):
        answers = KINDS.answers(learner)
        texts = {
            "progress": {"progress": progress(learner, answers)},
            "written": {"week": notebook(me(learner), *checking(answers))},
            "worked out": {"week": notebook(me(learner), *computing(answers))},
        }
        room.hand_in(learner, **texts[how])
    grades = marked(room)
    assert [grades.percent(row) for row in grades.rows] == [100.0] * 3
    assert grades.most == ALL
    assert grades.all_notes == ()


def test_what_a_file_says_of_its_credits_is_not_believed(room: Classroom) -> None:
    """A file that calls wrong answers correct has the points of its answers, parts of them for what is close."""
    learner = "liar"
    answers = {"3.1": "a", "3.3": KINDS.answer("3.3", learner) + 0.02, "3.8": "nothing to say"}
    room.hand_in(learner, progress=progress(learner, answers))
    row = row_of(marked(room), learner)
    assert {number: mark.credit for number, mark in row.marks.items()} == {"3.1": 0.0, "3.3": 0.5, "3.8": 0.0}
    assert row.points(KINDS.book.chapters[0].tasks) == 0.5 * 2


def test_a_neighbours_answers_are_a_neighbours(room: Classroom) -> None:
    """Whoever hands in the numbers of someone with other figures is marked by the own ones."""
    mine, other = "n0", next(f"n{k}" for k in range(1, 99) if version_of(f"n{k}", 4) != version_of("n0", 4))
    room.hand_in(mine, progress=progress(mine, {"3.3": KINDS.answer("3.3", other)}))
    assert row_of(marked(room), mine).marks["3.3"].credit < 1.0


def test_the_last_answer_of_a_file_and_the_better_of_two_files_count(room: Classroom) -> None:
    """In a notebook the later answer replaces the earlier one; a better one in the file of progress is not lost."""
    cells = [me("b"), 'ex("3.1").check("b")', 'ex("3.1").check("a")', 'ex("3.7").check(["hardware", "psychological"])']
    room.hand_in("b", week=notebook(*cells))
    assert row_of(marked(room), "b").marks["3.1"].credit == 0.0
    room.hand_in("b", progress=progress("b", {"3.1": "b", "3.7": ["psychological", "hardware"]}))
    row = row_of(marked(room), "b")
    assert (row.marks["3.1"].credit, row.marks["3.7"].credit) == (1.0, 1.0)


@pytest.mark.parametrize("what", RUBBISH)
def test_a_broken_notebook_costs_nobody_else(room: Classroom, what: str) -> None:
    """It is told whose it is; the others have their marks."""
    room.hand_in("broken", week=RUBBISH[what])
    room.hand_in("good", progress=progress("good", KINDS.answers("good")))
    grades = marked(room)
    assert grades.percent(row_of(grades, "good")) == 100.0
    assert any("broken" in note for note in grades.all_notes)


def test_a_learner_who_hands_in_nothing_is_there_with_nothing(room: Classroom) -> None:
    """An empty folder is a learner without marks, who has not handed in."""
    (room.folder / "idle").mkdir()
    grades = marked(room)
    assert row_of(grades, "idle").marks == {}
    assert row_of(grades, "idle").is_missing
    assert grades.present == ()


def test_only_what_can_be_read_counts_as_handed_in(room: Classroom) -> None:
    """Empty and unreadable folders are told apart and not in the mean; one good file among broken ones is enough."""
    (room.folder / "idle").mkdir()
    room.hand_in("broken", week=RUBBISH["cut off"], progress="{")
    room.hand_in("half", week=RUBBISH["cut off"], progress=progress("half", KINDS.answers("half")))
    grades = marked(room)
    say = speaker("en")
    told = {row.number: tables.state(row, say) for row in grades.rows}
    assert told == {"idle": "missing", "broken": "unreadable", "half": "handed in"}
    facts = dict(told_facts(grades, say))
    assert [facts[name] for name in ("handed in", "unreadable", "missing")] == ["1", "1", "1"]
    assert facts["mean of those who handed in"] == "100.0 %"
    assert [row["unreadable"] for row in summary(grades)["learners"]] == [True, False, False]


def test_what_no_file_tells_is_a_dash(room: Classroom) -> None:
    """A notebook tells neither attempts nor hints, which is a dash; a file of progress tells that there were none."""
    room.hand_in("book", week=notebook(me("book"), 'ex("3.1").check("b")'))
    room.hand_in("file", progress=progress("file", {"3.1": "b"}))
    grades = marked(room)
    shown = cells(tables.marks(grades, speaker("en"), each=False))
    places = [shown["headers"].index(name) for name in ("hints", "attempts")]
    assert [[row[place] for place in places] for row in shown["rows"]] == [["–", "–"], ["0", "1"]]
    book, file = (one["exercises"]["3.1"] for one in summary(grades)["learners"])
    assert (book["attempts"], book["hints"]) == (None, None)
    assert (file["attempts"], file["hints"]) == (1, 0)


@pytest.mark.parametrize(
    ("text", "coding"),
    [
        ("id,name,group\na,Ann,1\nb,Bob,2\nz,Zoe,1\n", "utf-8"),
        ("id,name\na,Ann\nb,Bob\nz,Zoe\n", "utf-8-sig"),
        ("学号,姓名,班组\na,安,一\nb,鲍,二\nz,曾,一\n", "gbk"),
    ],
)
def test_the_list_tells_who_is_missing_and_who_is_not_on_it(room: Classroom, text: str, coding: str) -> None:
    """In UTF-8 or GBK, with English or Chinese headings: those on it in its order, the missing told, then strangers."""
    for learner in ("b", "a", "stranger"):
        room.hand_in(learner, progress=progress(learner, {"3.1": "b"}))
    file = room.folder.parent / "list.csv"
    file.write_bytes(text.encode(coding))
    grades = marked(room, roster=file)
    assert [(row.number, row.is_missing) for row in grades.rows] == [
        ("a", False),
        ("b", False),
        ("z", True),
        ("stranger", False),
    ]
    assert grades.rows[0].name in {"Ann", "安"}
    assert any("stranger" in note for note in grades.all_notes)


def test_a_learner_twice_on_the_list_is_told(room: Classroom) -> None:
    """A doubled line is one learner, and a sentence."""
    file = room.folder.parent / "list.csv"
    file.write_text("id,name\na,Ann\na,Anna\n")
    room.hand_in("a", progress=progress("a", {"3.1": "b"}))
    grades = marked(room, roster=file)
    assert len(grades.rows) == 1
    assert any("a" in note for note in grades.notes)


def test_statistics_are_those_of_the_class(room: Classroom) -> None:
    """Share right, attempts, hints and the commonest wrong answer, as the learners saw it."""
    for learner, answer in (("a", "b"), ("b", "a"), ("c", "a"), ("d", "c")):
        wrong = {"3.1": ["c"]} if learner == "a" else {}
        room.hand_in(learner, progress=progress(learner, {"3.1": answer}, wrong, hints=1))
    first = items_of(marked(room))[0]
    told = (first.attempted, first.right, first.credit, first.attempts, first.hints, first.wrong, first.times)
    assert told == (4, 0.25, pytest.approx((1 + 0 + 0 + 0.5) / 4), 1.25, 1.0, "hardware", 2)


def test_discrimination_is_a_correlation_and_a_dash_where_there_is_none() -> None:
    """By hand: deviations -1, 0, 1 against -2, 0, 2 agree wholly; a constant has no correlation."""
    assert correlation([0.0, 1.0, 2.0], [1.0, 3.0, 5.0]) == pytest.approx(1.0)
    assert correlation([0.0, 1.0, 2.0], [2.0, 0.0, 1.0]) == pytest.approx(-0.5)
    assert correlation([1.0, 1.0, 1.0], [1.0, 3.0, 5.0]) != correlation([1.0, 1.0, 1.0], [1.0, 3.0, 5.0])


def test_what_does_not_belong_there_is_refused_in_a_sentence(room: Classroom) -> None:
    """Links, pipes, archives and huge files are not opened, and each is told; the rest is marked."""
    outside = room.folder.parent / "outside.ipynb"
    outside.write_text(notebook(me("x"), 'ex("3.1").check("b")'))
    own = room.hand_in("x", progress=progress("x", {"3.1": "b"}))
    (own / "linked.ipynb").symlink_to(outside)
    os.mkfifo(own / "pipe.ipynb")
    (own / "work.zip").write_bytes(b"PK\3\4")
    with (own / "huge.ipynb").open("wb") as huge:
        huge.truncate(6_000_000)
    grades = marked(room)
    assert row_of(grades, "x").marks["3.1"].credit == 1.0
    told = " ".join(grades.all_notes)
    assert [name for name in ("linked", "pipe", "work.zip", "huge") if name not in told] == []


def test_the_marks_are_the_same_for_any_number_of_processes(tmp_path: Path) -> None:
    """A mixed class, by one process and by two."""
    room = filled(tmp_path / "class", 12)
    one, two = (grade(room.folder, lang="en", jobs=jobs) for jobs in (1, 2))
    assert one.rows == two.rows
    assert 0.0 < sum(one.percent(row) for row in one.rows) / len(one.rows) < 100.0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_tells_writes_and_does_not_write_over(room: Classroom, lang: str) -> None:
    """Tables, report and marks in a folder, which stays as it is without --force; the page needs no network."""
    room.hand_in("a", progress=progress("a", KINDS.answers("a")))
    out = room.folder.parent / "marks"
    words = ["grade", str(room.folder), "--out", str(out), "--lang", lang, "--jobs", "1"]
    ran = CliRunner().invoke(app, words)
    assert ran.exit_code == 0, ran.output
    assert {"marks.csv", "exercises.csv", "report.html", "grades.json"} <= {file.name for file in out.iterdir()}
    assert (out / "marks.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    page = (out / "report.html").read_text("utf-8")
    assert "<script src" not in page
    assert "<link" not in page
    assert CliRunner().invoke(app, words).exit_code == 2
    assert CliRunner().invoke(app, [*words, "--force"]).exit_code == 0


def test_json_is_one_document(room: Classroom) -> None:
    """What --json prints is read as JSON, with everybody's percent."""
    room.hand_in("a", progress=progress("a", KINDS.answers("a")))
    ran = CliRunner().invoke(app, ["grade", str(room.folder), "--json", "--lang", "en", "--jobs", "1"])
    assert "100" in json.dumps(json.loads(ran.stdout))


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    """A wrong folder is one sentence and status 2."""
    with pytest.raises(CrmsimError):
        grade(tmp_path / "nowhere", lang="en")
    ran = CliRunner().invoke(app, ["grade", str(tmp_path / "nowhere")])
    assert ran.exit_code == 2
    assert ran.stderr.startswith("crmsim: ")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1200, 800])
def test_no_column_of_a_report_is_out_of_reach(room: Classroom, width: int) -> None:
    """The page is as wide as the window; a table that is wider scrolls in a box of its own, and at 1200 px none is."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="browser tests need playwright")
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    room.hand_in("a", progress=progress("a", KINDS.answers("a"), {"3.1": ["a"]}))
    file = report(marked(room), room.folder.parent / "report.html")
    with sync_api.sync_playwright() as player, chromium(player) as context:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(file.as_uri())
        boxes = page.evaluate(
            "[...document.querySelectorAll('.wide')].map((box) => [box.clientWidth, box.scrollWidth])"
        )
        assert page.evaluate("document.documentElement.scrollWidth") == width
        marks, exercises, folded = boxes
        assert folded[0] <= width
        if width >= 1200:
            assert [box[0] for box in (marks, exercises)] == [box[1] for box in (marks, exercises)]
        else:
            page.locator(".wide").nth(1).locator("th").last.scroll_into_view_if_needed()
            last = page.locator(".wide").nth(1).locator("th").last.bounding_box()
            assert last["x"] + last["width"] <= width
