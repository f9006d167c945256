"""Forms: what is missing is named in the reader's language, and nothing that was written is lost."""

import tomllib
from pathlib import Path

import pytest

pytest.importorskip("ipywidgets", reason="forms in a page are an extra: install [lab]")

from hypothesis import given
from hypothesis import strategies as st

from crmsim.course import forms
from crmsim.errors import CrmsimError
from crmsim.language import speaker
from crmsim.widgets.form import Form

SLIP = forms.Form(
    "slip",
    "field",
    (
        forms.Field("who", "customer", hint="required"),
        forms.Field("what", "event", "long text", is_required=False),
        forms.Field("day", "month", "date"),
        forms.Field("hours", "hours", "number"),
        forms.Field("tier", "tier", "choice", choices=("ordinary", "premium")),
    ),
)
GOOD = {"who": "王老板", "what": "a\nb", "day": "2026-03-31", "hours": "1,200.5", "tier": "premium"}

say = speaker("en")


@pytest.fixture
def slip(tmp_path: Path) -> Form:
    """An empty form in English that saves into a folder of its own."""
    return Form(SLIP, lang="en", folder=tmp_path)


def test_an_empty_form_names_all_that_is_required(slip: Form) -> None:
    """Before anything is typed, the required fields are listed and the others are not."""
    assert "Still missing: customer, month, hours, tier." in slip.message.value
    assert "missing" not in forms.verdict(SLIP, GOOD, say)
    assert [field.key for field in forms.missing(SLIP, GOOD | {"who": "  "})] == ["who"]


def test_what_is_missing_follows_what_is_typed(slip: Form) -> None:
    """Each value that is typed takes its field off the list."""
    slip.controls["who"].value = "王老板"
    assert "Still missing: month, hours, tier." in slip.message.value
    slip.fill(GOOD)
    assert "All that is required is there." in slip.message.value
    assert slip.values == GOOD


def test_the_form_speaks_chinese() -> None:
    """Labels, hints, choices and verdicts are said in the reader's language; the choice keeps its own word."""
    chinese = Form(SLIP, lang="zh")
    assert "还缺：客户、月份、" in chinese.message.value
    assert chinese.controls["who"].placeholder == "必填"
    chinese.controls["tier"].label = "高端客户"
    assert chinese.values["tier"] == "premium"


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("hours", "three", "“three” is no number"),
        ("hours", "1e999", "“1e999” is no number"),
        ("hours", "nan", "“nan” is no number"),
        ("day", "31.3.2026", "“31.3.2026” is no day"),
        ("tier", "golden", "“golden” is none of the choices"),
    ],
)
def test_what_a_field_does_not_take_is_told(key: str, text: str, said: str) -> None:
    """A wrong value gets a sentence that names the field, the value and the remedy."""
    told = forms.verdict(SLIP, GOOD | {key: text}, say)
    assert said in told
    assert told.startswith(say(next(field.label for field in SLIP.fields if field.key == key)))


def test_a_form_is_never_saved_over_another(slip: Form) -> None:
    """Two saves are two files, the first one untouched; what is missing is said with the second too."""
    slip.controls["who"].value = "first"
    first = slip.save()
    slip.controls["who"].value = "second"
    second = slip.save()
    assert first is not None
    assert second is not None
    assert first != second
    assert tomllib.loads(first.read_text("utf-8"))["who"] == "first"
    assert "Still missing: month" in slip.message.value


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")))
def test_whatever_is_typed_comes_back_from_the_file(text: str) -> None:
    """Any text, quotes, lines and signs without a shape included, is read as it was written."""
    assert tomllib.loads(forms.written(SLIP, {"who": text}, say))["who"] == text


def test_a_saved_form_can_be_gone_on_with(slip: Form, tmp_path: Path) -> None:
    """A form that is opened from its file holds what was saved, and saves beside it."""
    slip.fill(GOOD)
    file = slip.save()
    again = Form(SLIP, lang="zh", folder=tmp_path, file=file)
    assert again.values == GOOD
    assert again.save() != file


def test_a_file_that_is_no_form_is_refused(tmp_path: Path) -> None:
    """What is not there, or not a form, is named in a sentence."""
    (tmp_path / "note.toml").write_text("no form", "utf-8")
    for name in ("note.toml", "nothing.toml"):
        with pytest.raises(CrmsimError, match=f"{name} is no saved form"):
            Form(SLIP, lang="en", file=tmp_path / name)


def test_where_nothing_can_be_written_that_is_said(slip: Form, tmp_path: Path) -> None:
    """A folder that is not there costs a sentence, and the form keeps what was typed."""
    slip.controls["who"].value = "kept"
    slip.folder = tmp_path / "nowhere"
    assert slip.save() is None
    assert "cannot be written (No such file or directory)" in slip.message.value
    assert slip.values["who"] == "kept"


def test_a_form_can_be_read_on_paper() -> None:
    """The sheet lists every field once, with its hint or its choices, in either language."""
    assert "customer | required | required" in repr(forms.sheet(SLIP, say))
    chinese = repr(forms.sheet(SLIP, speaker("zh")))
    assert "普通客户 / 高端客户" in chinese
    assert chinese.count("\n") == len(SLIP.fields) + 1
