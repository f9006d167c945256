"""The exercises at hand: those of a folder or the packaged ones, and the key to them where there is one."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

import crmsim
from crmsim.course.exercising.figures import figures_of
from crmsim.course.exercising.task import FILE, Book
from crmsim.course.places import source
from crmsim.errors import CrmsimError
from crmsim.language import chosen
from crmsim.settings.mistakes import short

KEY = "CRMSIM_KEY"
"""Names the folder of the exercise files, for those who have it."""

MOST_BYTES = 50_000_000
"""The size of a file past which it holds no exercises."""


def book(lang: str | None = None, folder: Path = Path()) -> Book:
    """The exercises at hand: those of a folder, in their own language, else the packaged ones.

    Args:
        lang: the language of the packaged ones; by default that of `CRMSIM_LANG`.
        folder: where the learner works.

    Raises:
        CrmsimError: there are none, or their file is broken.
    """
    own = folder / FILE
    file = own if own.is_file() else source("exercises", chosen(lang)) / FILE
    state = file.stat()
    return opened(file.resolve(), state.st_mtime_ns, state.st_size)


@lru_cache(8)
def opened(file: Path, changed: int, size: int) -> Book:  # noqa: ARG001  # a changed file is another one
    """The exercises of a file.

    Raises:
        CrmsimError: it is no file of exercises.
    """
    if size > MOST_BYTES:
        raise CrmsimError(f"{file}: is longer than {MOST_BYTES} bytes, the most it may have; is it one of exercises?")
    try:
        return Book.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        reason = short(str(error).splitlines()[0])
        raise CrmsimError(f"{file}: is no file of exercises ({reason}); ask your instructor for it again") from None


def solution_of(number: str, version: int, lang: str) -> Any:
    """The solution of an exercise, if the key is at hand; else nothing."""
    from crmsim.course.exercising.files import sheets_in
    from crmsim.course.exercising.keys import mixed, solution

    folder = key_folder()
    if folder is None:
        return None
    exercises = {exercise.id: exercise for sheet in sheets_in(folder) for exercise in sheet.exercise}
    if number not in exercises:
        return None
    exercise = exercises[number]
    return solution(exercise, figures_of(exercise, version), mixed(exercise, version), lang)


def key_folder() -> Path | None:
    """The folder of the exercise files, where it is: with the instructor, and in a checkout of the project."""
    named = os.environ.get(KEY)
    if named:
        return Path(named)
    found = Path(crmsim.__file__).parent.parent / "exercises" / "key"
    return found if found.is_dir() else None
