"""A learner's working copy of the course: made once, never over what the learner changed."""

import json
from pathlib import Path

import pytest

from crmsim import workplace
from crmsim.errors import OutputError


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_course_is_copied_once_and_kept(tmp_path: Path, lang: str) -> None:
    """A second copy renews what is untouched and leaves what was changed, which it names."""
    folder = tmp_path / "我的课程"
    assert workplace.copy(folder, lang) == []
    files = sorted((folder / lang).glob("*.ipynb"))
    given = [file.name for place in workplace.sources(lang) for file in place.glob("*.ipynb")]
    assert [file.name for file in files] == sorted(given)
    assert files[0].name == "00_welcome.ipynb"
    files[0].write_text("mine", "utf-8")
    files[1].unlink()
    assert workplace.copy(folder, lang) == [files[0]]
    assert files[0].read_text("utf-8") == "mine"
    assert files[1].exists()


def test_jupyterlab_is_set_up_for_the_language_and_for_no_network(tmp_path: Path) -> None:
    """Menus are in the language, and neither news nor updates are asked for."""
    place = workplace.settings(tmp_path, "zh")
    overrides = json.loads((place / "overrides.json").read_text("utf-8"))
    assert overrides["@jupyterlab/translation-extension:plugin"]["locale"] == "zh_CN"
    assert overrides["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """A file in the place of the folder is told in a sentence."""
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be written"):
        workplace.copy(tmp_path / "file", "en")
