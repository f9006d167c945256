"""Strangers' folders: what is no file of their own in them is refused in a sentence and never read."""

import os
import zipfile
from pathlib import Path

import pytest

from crmsim import folders
from crmsim.errors import CrmsimError
from crmsim.experiment.teams import teams_in
from crmsim.folders import MOST_ENTRIES, Wanted, content, files_within
from crmsim.settings import Scenario
from crmsim.settings.toml import MOST_BYTES

WANTED = Wanted(".toml", "TOML", 3, "learners of a class", "put each learner's there")

POSIX = pytest.mark.skipif(os.name != "posix", reason="links, pipes and devices are another thing on Windows")


def refusal(path: Path) -> str:
    """The sentence with which a file's content is refused."""
    with pytest.raises(CrmsimError) as caught:
        content(path, MOST_BYTES, "the team's")
    (told,) = caught.value.mistakes
    return told


def bomb(path: Path) -> Path:
    """A packed file that unpacks to a thousand times its size."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("../../team.toml", b"0" * 50_000_000)
    assert path.stat().st_size < 100_000
    return path


def test_files_come_by_name_and_hidden_or_other_ones_are_passed_over(tmp_path: Path) -> None:
    """Of a folder's entries those of the kind are there, in the order of their names, upper case endings too."""
    for name in ("b.toml", "A.TOML", ".hidden.toml", "note.txt"):
        (tmp_path / name).write_text(name)
    assert files_within(tmp_path, WANTED) == [tmp_path / "A.TOML", tmp_path / "b.toml"]
    assert content(tmp_path / "b.toml", 6, "the learner's") == b"b.toml"


@POSIX
@pytest.mark.parametrize("target", ["../secret.toml", "/dev/zero", "team.toml", ".."])
def test_links_are_not_followed(target: str, tmp_path: Path) -> None:
    """A link out of the folder, to a device without end, to itself or to the folder above is refused unread."""
    (tmp_path / "secret.toml").write_text("months = 1")
    folder = tmp_path / "teams"
    folder.mkdir()
    (folder / "team.toml").symlink_to(target)
    assert refusal(folder / "team.toml") == "team.toml: is a link to another file; put the team's own file there"


@POSIX
def test_pipes_and_folders_are_no_files(tmp_path: Path) -> None:
    """A pipe, on which reading would wait for ever, and a folder are refused."""
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "folder.toml").mkdir()
    assert refusal(tmp_path / "pipe.toml") == "pipe.toml: is no file; put the team's own file there"
    assert refusal(tmp_path / "folder.toml") == "folder.toml: is no file; put the team's own file there"


@POSIX
def test_a_device_is_no_file() -> None:
    """Zeros without end are no file."""
    assert "is no file" in refusal(Path("/dev/zero"))


def test_a_huge_file_is_read_no_further_than_its_bound(tmp_path: Path) -> None:
    """A file with a hole of a gigabyte is refused by its first million bytes."""
    with (tmp_path / "huge.toml").open("wb") as file:
        file.truncate(2**30)
    assert "is longer than 1000000 bytes" in refusal(tmp_path / "huge.toml")


def test_what_is_packed_is_not_unpacked(tmp_path: Path) -> None:
    """A packed file in a folder's place is refused; among teams it is one that is no text, and stops nobody."""
    packed = bomb(tmp_path / "teams.zip")
    with pytest.raises(CrmsimError, match="is a file and not a folder; unpack it"):
        files_within(packed, WANTED)
    folder = tmp_path / "teams"
    folder.mkdir()
    bomb(folder / "bomb.toml")
    (folder / "steady.toml").write_text('name = "steady"')
    found, mistakes = teams_in(folder, Scenario())
    assert [team.name for team in found] == ["steady"]
    ((told,),) = mistakes.values()
    assert "bomb.toml" in told
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["bomb.toml", "steady.toml", "teams", "teams.zip"]


@pytest.mark.parametrize("name", ["absent", "nul\0", "absent/.."])
def test_what_is_no_folder_is_refused(name: str, tmp_path: Path) -> None:
    """A folder that is not there, or cannot be, is refused in a sentence."""
    with pytest.raises(CrmsimError, match="cannot be looked into"):
        files_within(tmp_path / name, WANTED)


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One learner too many is refused by the count, and a folder of everything before it is listed to its end."""
    for number in range(WANTED.most + 1):
        (tmp_path / f"{number}.toml").touch()
    with pytest.raises(CrmsimError, match="holds 4 TOML files, more than the 3 learners of a class"):
        files_within(tmp_path, WANTED)
    monkeypatch.setattr(folders, "MOST_ENTRIES", 2)
    with pytest.raises(CrmsimError, match="holds more than 2 files, the most that are looked at"):
        files_within(tmp_path, WANTED)
    assert MOST_ENTRIES > 2
