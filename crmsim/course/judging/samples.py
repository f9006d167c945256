"""Sample teams for a tournament: files that come with the package, in the reader's language, and copies of them.

What a team is like follows from its settings alone; each file says in a note what it tries.
"""

import shutil
from importlib.resources import files
from pathlib import Path

from crmsim.errors import OutputError
from crmsim.experiment.diagnosis import choices_of, did
from crmsim.experiment.teams import Team, teams_in
from crmsim.language import Say, chosen
from crmsim.settings import load


def sample_teams(lang: str | None = None) -> Path:
    """The folder of the sample teams' files, which are called as the teams are in a language.

    Args:
        lang: `en` or `zh`; by default that of `CRMSIM_LANG`.

    Raises:
        CrmsimError: there is no such language.
    """
    return Path(str(files("crmsim") / "teams" / chosen(lang)))


def copy_teams(folder: str | Path, lang: str | None = None) -> list[Path]:
    """Copy the sample teams' files to a new folder, where teams of one's own can join them; gives the copies.

    Args:
        folder: where to; it must not be there yet.
        lang: `en` or `zh`; by default that of `CRMSIM_LANG`.

    Raises:
        OutputError: the folder is there already, or cannot be written.
        CrmsimError: there is no such language.
    """
    target = Path(folder)
    if target.exists():
        raise OutputError(f"{target}: exists already; choose another name, so that no team's file is written over")
    try:
        shutil.copytree(sample_teams(lang), target, copy_function=shutil.copyfile)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{target}: cannot be written ({reason}); choose another place") from None
    return sorted(target.iterdir())


def introduced(folder: str | Path, say: Say) -> list[tuple[str, str, str]]:
    """Each team of a folder: its name, what its file says that it tries, and its settings in words.

    Raises:
        CrmsimError: the folder holds no file that can be used.
    """
    teams, _ = teams_in(Path(folder), load("baseline"))
    return [(team.name, note_of(team, Path(folder)), did(team.name, choices_of(team.scenario), say)) for team in teams]


def note_of(team: Team, folder: Path) -> str:
    """What a team's own file says about it."""
    return load(folder / team.file).note
