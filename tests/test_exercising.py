"""Exercises: each kind checked as learners answer it, sealed so that no key can be read, and remembered."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmsim.course import ex, learner, progress
from crmsim.course.exercising import formula
from crmsim.course.exercising.checking import check
from crmsim.course.exercising.figures import figures_of, version_of
from crmsim.course.exercising.files import sheets_in
from crmsim.course.exercising.keys import mixed, solution, wrong_answers
from crmsim.course.exercising.outcome import Outcome
from crmsim.course.exercising.progress import FILE, read
from crmsim.course.exercising.releasing import release
from crmsim.course.exercising.sealing import Message, opened, sealed
from crmsim.course.exercising.task import Task
from crmsim.course.exercising.trying import faults_of
from crmsim.course.exercising.writing import book_of
from crmsim.errors import CrmsimError
from crmsim.language import speaker

KEY = Path(__file__).parent / "exercises"
SHEET = sheets_in(KEY)[0]
EXERCISES = {exercise.id: exercise for exercise in SHEET.exercise}
BOOK = book_of([SHEET], "en", versions=3)
SAY = speaker("en")


def checked(number: str, answer: Any, version: int = 0) -> Outcome:
    """What comes of an answer to one of the exercises."""
    task = BOOK.by_id[number]
    return check(task, task.versions[version % len(task.versions)], answer, SAY)


def best(number: str, version: int = 0) -> Any:
    """The solution of one of the exercises."""
    exercise = EXERCISES[number]
    return solution(exercise, figures_of(exercise, version), mixed(exercise, version), "en")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the exercises in it, as learners get it."""
    release(KEY, "en", tmp_path / "class", versions=3)
    return tmp_path / "class"


@pytest.mark.parametrize("number", EXERCISES)
def test_solutions_are_right_and_typical_mistakes_are_known(number: str) -> None:
    """In every version and language the solution is correct, and no typical mistake is."""
    assert list(faults_of(EXERCISES[number], versions=3)) == []


@pytest.mark.parametrize("number", EXERCISES)
def test_each_typical_mistake_is_told_its_own_reason(number: str) -> None:
    """What is said of a typical mistake is not what is said of an answer that nobody has thought of."""
    exercise = EXERCISES[number]
    for answer in wrong_answers(exercise, figures_of(exercise, 0), mixed(exercise, 0), "en"):
        found = checked(number, answer)
        assert found.result in {"not yet", "close"}
        assert found.reasons
        assert "the next hint helps" not in found.reasons[0]


@pytest.mark.parametrize("number", EXERCISES)
@pytest.mark.parametrize("answer", [None, "", "  ", [], {}, [None, ""]])
def test_an_empty_answer_is_not_attempted(number: str, answer: Any) -> None:
    """Nothing given is nothing attempted, whatever the exercise."""
    assert checked(number, answer).result == "not attempted"


class Spiteful:
    """An object that breaks what asks it anything."""

    def __repr__(self) -> str:
        """Refuse."""
        raise RuntimeError

    def __str__(self) -> str:
        """Refuse."""
        raise RuntimeError

    def __iter__(self) -> Any:
        """Refuse."""
        raise RuntimeError


RUBBISH = [
    *(float("nan"), float("inf"), 10**400, -1e300, 1j),
    *(b"x", "x" * 10_000, object(), Spiteful(), print, {"z": 1}),
]
"""What nobody means as an answer."""


@pytest.mark.parametrize("number", EXERCISES)
@pytest.mark.parametrize("answer", RUBBISH, ids=lambda answer: type(answer).__name__)
def test_rubbish_gives_a_sentence(number: str, answer: Any) -> None:
    """Wrong types, NaN, what is huge: never an error, never right, always a sentence."""
    found = checked(number, answer)
    assert found.result == "not yet"
    assert found.credit == 0.0
    assert found.reasons[0][-1] in ".。"


PLAIN = st.none() | st.booleans() | st.floats() | st.integers() | st.text()
WRITTEN = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=6)


@given(WRITTEN)
def test_nothing_that_can_be_written_breaks_a_check(answer: Any) -> None:
    """Whatever is given to whichever exercise without simulation, there is an outcome."""
    for number, exercise in EXERCISES.items():
        if exercise.kind != "design":
            assert checked(number, answer).result in {"correct", "close", "not yet", "not attempted"}


def test_a_number_may_be_written_as_people_write_it() -> None:
    """Text, spaces, percent signs and commas between thousands are read."""
    right = best("3.3")
    assert [checked("3.3", one).result for one in (right, f" {right} ", f"{100 * right:g}%")] == ["correct"] * 3
    assert checked("3.4", "0,205").result in {"correct", "close", "not yet"}


def test_close_is_worth_half_and_says_so() -> None:
    """A number a little beside the right one is close."""
    found = checked("3.3", best("3.3") + 0.02)
    assert (found.result, found.credit) == ("close", 0.5)


def test_parts_are_worth_their_share() -> None:
    """One of two cells right is half, and the reason names the other one."""
    first, _ = best("3.5")
    found = checked("3.5", [first, 99.0])
    assert (found.result, found.credit) == ("close", 0.5)
    assert found.reasons[0].startswith("churn rate")


def test_an_order_is_worth_what_is_better_than_chance() -> None:
    """Turned round it is worth nothing; with two neighbours changed most of it."""
    right = best("3.6")
    assert checked("3.6", right[::-1]).credit == 0.0
    changed = [right[1], right[0], *right[2:]]
    assert checked("3.6", changed).credit == pytest.approx(2 / 3)


def test_letters_numbers_and_texts_choose_alike() -> None:
    """An option is chosen by its letter, its number, or its own words."""
    assert {checked("3.1", answer).result for answer in ("b", "B", 2, "2", "Software", ["b"])} == {"correct"}


def test_settings_are_simulated_on_luck_that_was_not_seen() -> None:
    """Right settings reach the goal; of wrong ones is told by how much they miss it, and what their bounds are."""
    assert checked("3.9", best("3.9")).result == "correct"
    assert "missed by" in " ".join(checked("3.9", {"maintenance.touch_premium": 0.15}).reasons)
    assert "is not from 0 to" in checked("3.9", {"maintenance.touch_ordinary": 7}).reasons[0]
    assert "none of this exercise's settings" in checked("3.9", {"market.offers": 0.2}).reasons[0]


def test_a_seal_opens_to_its_answer_only() -> None:
    """With the answer the message comes out, with another nothing does, and the sealed text does not hold it."""
    name, text = sealed("salt", "=b", Message(credit=1.0, why="Because."))
    seals = {name: text}
    assert opened("salt", "=b", seals) == Message(credit=1.0, why="Because.")
    assert opened("salt", "=c", seals) is None
    assert opened("other", "=b", seals) is None
    assert "Because" not in text


def test_right_and_wrong_cannot_be_told_by_the_length_of_a_seal() -> None:
    """Short messages are all filled up to the same length."""
    lengths = {len(text) for text in BOOK.by_id["3.1"].versions[0].seals.values()}
    assert len(lengths) == 1


def test_no_key_can_be_read_from_what_learners_get(desk: Path) -> None:
    """Neither a reason, nor a formula, nor a solution, nor the words of a point stand in any file of a release."""
    whole = "".join(file.read_text("utf-8") for file in desk.iterdir())
    secrets = [text for exercise in SHEET.exercise for text in reasons(exercise.model_dump())]
    secrets += ["maintenance.satisfaction(", "expected / perceived", "100 * won", "service level", "=b", "why"]
    assert len(secrets) > 20
    assert [secret for secret in secrets if secret in whole] == []
    fields = {key for task in BOOK.by_id.values() for key in task.model_dump()}
    assert not fields & {"answer", "right", "model", "mistakes", "thoughts", "why"}


def reasons(data: Any) -> list[str]:
    """Every reason in nested data."""
    if isinstance(data, dict):
        own = [text for key in ("en", "zh") for text in [data.get("why", {}).get(key)] if text] if "why" in data else []
        return own + [text for value in data.values() for text in reasons(value)]
    return [text for value in data for text in reasons(value)] if isinstance(data, list | tuple) else []


def test_exercises_are_given_without_jupyter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing of the lab is installed, a release has the same files."""
    monkeypatch.setitem(sys.modules, "nbformat", None)
    release(KEY, "en", tmp_path / "class", versions=1)
    made = json.loads((tmp_path / "class" / "exercises_3.ipynb").read_text("utf-8"))
    assert [cell["id"] for cell in made["cells"]][:4] == ["title", "begin", "t-3-1", "e-3-1"]


def test_learners_have_figures_of_their_own() -> None:
    """The same learner always has the same version, and a class is spread over all of them."""
    versions = [version_of(f"2026{number:04d}", 16) for number in range(200)]
    assert versions == [version_of(f" 2026{number:04d} ", 16) for number in range(200)]
    assert set(versions) == set(range(16))
    assert version_of("", 16) == 0
    assert len({version.question for version in BOOK.by_id["3.3"].versions}) > 1


def test_a_learner_goes_on_where_the_file_ends(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers, hints and who one is are there again after a restart; to begin anew keeps only the hints."""
    monkeypatch.delenv("CRMSIM_PROGRESS", raising=False)
    monkeypatch.setenv("CRMSIM_LANG", "en")
    learner("20260017", folder=desk)
    one = ex("3.3", folder=desk)
    assert one.version == BOOK.by_id["3.3"].versions[version_of("20260017", 3)]
    assert one.check("nonsense").outcome.result == "not yet"
    assert (one.record.attempts, read(desk / FILE).learner) == (0, "20260017")
    one.hint()
    right = best("3.3", version_of("20260017", 3))
    assert one.check(right + 1).outcome.result == "not yet"
    assert one.check(right).outcome.result == "correct"
    record = read(desk / FILE).of("3.3")
    assert (record.answer, record.attempts, record.hints, record.wrong) == (right, 2, 1, (right + 1,))
    assert "1 of 9 exercises are right, 2 of 12 points." in repr(progress(folder=desk))
    one.reset()
    assert (one.record.attempts, one.record.hints) == (0, 1)


def test_solutions_are_with_those_who_have_the_key(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the key the solution is told; without it, only to those who have found it."""
    monkeypatch.delenv("CRMSIM_PROGRESS", raising=False)
    monkeypatch.setenv("CRMSIM_KEY", str(KEY))
    assert "b" not in repr(ex("3.1", folder=desk).check("a"))
    assert "Solution: software" in repr(ex("3.1", folder=desk).solution())
    monkeypatch.setattr("crmsim.course.exercising.shelf.key_folder", lambda: None)
    assert "with your instructor" in repr(ex("3.1", folder=desk).solution())
    ex("3.1", folder=desk).check("b")
    assert "Solution: software" in repr(ex("3.1", folder=desk).solution())


def test_an_exercise_that_is_not_there_is_told_the_nearest(desk: Path) -> None:
    """A mistyped number gives a sentence."""
    with pytest.raises(CrmsimError, match=r"no exercise '3\.33'; did you mean"):
        ex("3.33", folder=desk)


BROKEN = ["", "{", "[]", '{"lang": "fr"}', json.dumps({"lang": "en", "made_by": "", "chapters": 1})]


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_file_of_exercises_is_refused(tmp_path: Path, text: str) -> None:
    """What is no file of exercises is told in a sentence."""
    (tmp_path / "exercises.json").write_text(text)
    with pytest.raises(CrmsimError, match="is no file of exercises"):
        ex("3.1", folder=tmp_path)


def test_a_task_says_nothing_of_its_answer() -> None:
    """The learners' model has no place for a key."""
    assert not {"answer", "right", "why"} & set(Task.model_fields)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 + 3 * 4", 14.0),
        ("-x ** 2", -9.0),
        ("1 if x > 2 and not x > 5 else 0", 1.0),
        ("top(column, 0.2)", 0.5),
        ("mean(column) + count(column) + max(x, 4)", 13.0),
        ("maintenance.satisfaction(0.6, 0.8)", 0.75),
        ("round(analytic.margin_multiple(0.8, 0.1), 4)", round(0.8 / 0.3, 4)),
    ],
)
def test_a_formula_reckons(text: str, value: float) -> None:
    """Arithmetic, comparisons, columns, the model's laws and closed forms."""
    assert formula.value(text, {"x": 3.0, "column": [10.0, 4.0, 3.0, 2.0, 1.0]}) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').getcwd()",
        "x.__class__",
        "[y for y in column]",
        "(lambda: 1)()",
        "open('x')",
        "'a' * 3",
        "1 / 0",
        "9 ** 9 ** 9 ** 9",
        "y",
        "column",
        "1 +",
        "x" * 501,
        "maintenance.nothing(1)",
    ],
)
def test_a_formula_runs_nothing_else(text: str) -> None:
    """Whatever is no arithmetic with known names is refused in a sentence."""
    with pytest.raises(CrmsimError):
        formula.value(text, {"x": 3.0, "column": [1.0, 2.0]})
