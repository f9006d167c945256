"""Exercise files with mistakes in them: each is named with its line and what to write instead."""

import shutil
from pathlib import Path

import pytest

from crmsim.course.exercising.files import ExerciseError, sheet_of, sheets_in
from crmsim.course.exercising.shelf import solution_of
from crmsim.course.exercising.source import Exercise
from crmsim.course.exercising.trying import checked, faults_of

KINDS = Path(__file__).parent / "exercises" / "kinds.toml"
TEXT = KINDS.read_text("utf-8")


def refused(folder: Path, *sentences: str) -> bool:
    """Whether a folder's exercises are refused with just so many sentences, with a fragment of each."""
    with pytest.raises(ExerciseError) as caught:
        sheets_in(folder)
    assert len(caught.value.mistakes) == len(sentences), caught.value.mistakes
    return all(sentence in told for sentence, told in zip(sentences, caught.value.mistakes, strict=True))


def written(folder: Path, old: str, new: str, name: str = "kinds.toml") -> Path:
    """A folder in which a file of exercises has one place changed."""
    assert TEXT.count(old) >= 1
    (folder / name).write_text(TEXT.replace(old, new, 1), "utf-8")
    return folder


MISTAKES = [
    ('id = "3.1"', 'id = "2.1"', "exercise 2.1: its number does not begin with the chapter's, 3"),
    ('id = "3.2"', 'id = "3.1"', "exercise 3.1 is there twice; leave one out"),
    (
        'formula = "expected / perceived"',
        'formula = "expected / percieved"',
        "reads 'percieved'; did you mean 'perceived'",
    ),
    ("{surveyed:.0f} of 1000", "{surveied:.0f} of 1000", "a text has {surveied} in it; did you mean 'surveyed'"),
    ("{surveyed:.0f} of 1000", "{surveyed:.0f of 1000", "a text cannot be filled with figures"),
    ("{surveyed:.0f} of 1000", "{surveyed:q} of 1000", "a text cannot be filled with figures"),
    ("right = true\n", "", "none of its options is right; mark one with right = true"),
    ('en = ["refer*", "recommend*"]', 'en = ["Refer", "recommend*"]', "no answer can be known by 'Refer'"),
    (
        '"market.customers" = 200',
        '"market.custommers" = 200',
        "setting 'market.custommers'; did you mean",
    ),
    (
        'kpi = "customers", month = 5',
        'kpi = "custommers", month = 5',
        "there is no 'custommers'; did you mean 'customers'",
    ),
    ('column = "customers"', 'column = "costumers"', "there is no 'costumers'; did you mean 'customers'"),
    ('kpi = "touched_ordinary"', 'kpi = "touched_ordinal"', "there is no 'touched_ordinal'"),
    ('"maintenance.touch_premium"]', '"maintenance.touch_premiom"]', "did you mean 'maintenance.touch_premium'"),
    ('"maintenance.touch_premium"]', '"market.offers"]', "'market.offers' is no strategy's setting"),
    ("at_least = 2.0, ", "", "the goal on 'touched_ordinary' wants at_least or at_most, one of them"),
    ("at_least = 2.0, ", "at_least = 2.0, at_most = 3.0, ", "wants at_least or at_most, one of them"),
    ("replications = 4", "replications = 3", "replications"),
    ("replications = 4", f"replications = {'9' * 5000}", "kinds.toml"),
]
"""What may be wrong in an exercise though the file can be read, and what is said of it."""


@pytest.mark.parametrize(("old", "new", "sentence"), MISTAKES, ids=[f"{place}" for place, _ in enumerate(MISTAKES)])
def test_a_mistake_is_named_with_its_remedy(old: str, new: str, sentence: str, tmp_path: Path) -> None:
    """One thing is changed, and one sentence tells it."""
    assert refused(written(tmp_path, old, new), sentence)


def test_customers_columns_are_looked_up(tmp_path: Path) -> None:
    """A column of customers that there is not is told the nearest, and its name may stand in formulas."""
    (tmp_path / "kinds.toml").write_text(
        TEXT.replace('answer = "there"', 'answer = "there"\ncustomers.columns = ["loyality"]', 1), "utf-8"
    )
    assert refused(tmp_path, "there is no 'loyality'; did you mean 'loyalty'")


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """A file that cannot be read keeps no mistake of the next one from being told."""
    (tmp_path / "a.toml").write_bytes(b"title = '\xff'")
    (tmp_path / "b.toml").write_text("chapter = ", "utf-8")
    (tmp_path / "c.toml").write_bytes(b"#" * 1_000_001)
    written(tmp_path, 'id = "3.1"', 'id = "2.1"', "d.toml")
    assert refused(tmp_path, "byte 9 is not UTF-8 text", "b.toml", "is longer than 1000000 bytes", "d.toml")


def test_chapters_and_exercises_stand_in_one_file_only(tmp_path: Path) -> None:
    """A copy under another name is told by all that is in both."""
    for name in ("kinds.toml", "copy.toml"):
        shutil.copy(KINDS, tmp_path / name)
    with pytest.raises(ExerciseError) as caught:
        sheets_in(tmp_path)
    assert caught.value.mistakes[-1].endswith("chapter 3 is there twice; leave one out")
    assert len(caught.value.mistakes) == TEXT.count("[[exercise]]") + 1


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    """Nothing, no folder, and far too many files."""
    assert refused(tmp_path, "holds no exercise files")
    assert refused(tmp_path / "nowhere", "holds no exercise files")
    for number in range(51):
        (tmp_path / f"{number}.toml").touch()
    assert refused(tmp_path, "holds 51 files, above 50")


def test_what_may_not_be_read_is_said(tmp_path: Path) -> None:
    """A folder in the place of a file is one sentence."""
    (tmp_path / "kinds.toml").mkdir()
    assert refused(tmp_path, "kinds.toml: cannot be read")


def exercise(folder: Path, number: str) -> Exercise:
    """An exercise of a folder."""
    return next(one for sheet in sheets_in(folder) for one in sheet.exercise if one.id == number)


def test_exercises_that_do_not_come_out_are_named(tmp_path: Path) -> None:
    """A solution that is wrong, a mistake that counts as right, and a formula without a value: all are told."""
    turned = TEXT.replace('formula = "expected / perceived"', 'formula = "perceived / expected"', 1)
    (tmp_path / "kinds.toml").write_text(turned, "utf-8")
    assert "counts as right; change its figures or what is accepted" in " ".join(
        faults_of(exercise(tmp_path, "3.3"), 1)
    )
    written(tmp_path, '"100 * lost / 200"', '"lost / (won - won)"')
    assert next(faults_of(exercise(tmp_path, "3.5"), 1)).startswith("it cannot be made: ")
    head, *parts = TEXT.split("[[exercise]]")
    satisfaction = next(part for part in parts if 'id = "3.3"' in part).replace("high = 200\n", "high = 0.1\n")
    (tmp_path / "kinds.toml").write_text(f"{head}[[exercise]]{satisfaction}", "utf-8")
    with pytest.raises(ExerciseError, match=r"exercise 3\.3: version 0 \(en\): its own solution is 'not yet'"):
        checked(tmp_path, versions=1)


def test_the_key_gives_solutions_of_what_is_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an exercise that is not in the key there is none."""
    monkeypatch.setenv("CRMSIM_KEY", str(KINDS.parent))
    assert solution_of("3.7", 0, "en") == ["hardware", "psychological"]
    assert solution_of("4.1", 0, "en") is None


def test_a_kind_that_is_none_is_told_in_a_sentence_however_long_it_is() -> None:
    """What stands for the kind of an exercise is cut to what can be read."""
    with pytest.raises(ExerciseError) as refused:
        sheet_of({"chapter": "3", "exercise": [{"id": "3.1", "kind": "n" + 70_000 * "a"}]}, "", "long.toml")
    (sentence,) = [text for text in refused.value.mistakes if "is of kind 'na" in text]
    assert len(sentence) < 400
