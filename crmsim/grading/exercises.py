"""The exercises against which a class is marked: a release's file, or an instructor's own exercise files."""

from pathlib import Path

from pydantic import ValidationError

from crmsim.course.exercising.files import sheets_in
from crmsim.course.exercising.shelf import book as packaged
from crmsim.course.exercising.task import FILE, Book
from crmsim.course.exercising.writing import book_of
from crmsim.errors import CrmsimError
from crmsim.grading.submissions import RefusedError, contents
from crmsim.language import Say

MOST_BYTES = 50_000_000


def book_for(folder: Path, given: Path | None, lang: str, say: Say) -> Book:
    """The exercises of a class.

    Args:
        folder: the class's folder, whose own `exercises.json` counts if nothing is given, else the packaged one.
        given: a file of exercises, a folder that has one, or a folder of exercise files.
        lang: the language in which exercise files are made; a file of exercises has its own.
        say: says it in the instructor's language.

    Raises:
        CrmsimError: there are none, or they cannot be read.
    """
    place = given or folder
    if place.is_dir() and (place / FILE).is_file():
        place /= FILE
    elif given is None:
        return packaged(lang, folder)
    return book_of(sheets_in(place), lang) if place.is_dir() else book_in(place, say)


def book_in(file: Path, say: Say) -> Book:
    """The exercises of a file.

    Raises:
        CrmsimError: it is none of exercises, or cannot be read.
    """
    try:
        return Book.model_validate_json(contents(file, say, MOST_BYTES))
    except RefusedError as error:
        raise CrmsimError(f"{file}: {error}") from None
    except ValidationError as error:
        reason = str(error).splitlines()[0]
        text = say("{file}: is no file of exercises ({reason}); take the one that the class was given")
        raise CrmsimError(text.format(file=file, reason=reason)) from None
