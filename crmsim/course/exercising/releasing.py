"""Make the learners' version of exercises from the instructor's: sealed, in their language, a notebook a chapter."""

from collections.abc import Sequence
from pathlib import Path

from crmsim.course.exercising.notebooks import write
from crmsim.course.exercising.source import Sheet
from crmsim.course.exercising.trying import checked
from crmsim.course.exercising.writing import VERSIONS, book_of
from crmsim.output import MARK, made


def release(  # noqa: PLR0913  # what a release can be told
    key: Path, lang: str, out: Path, *, versions: int = VERSIONS, force: bool = False, is_solved: bool = False
) -> list[Path]:
    """Write the learners' version of a folder of exercises; nothing of it tells an answer.

    Args:
        key: the folder of the exercise files.
        lang: the learners' language.
        out: the folder to write to.
        versions: how many versions of figures and luck there are.
        force: whether an older release there is replaced.
        is_solved: whether the instructor's notebooks are written instead, each exercise with its solution.

    Returns:
        The files, by name.

    Raises:
        CrmsimError: the exercises have mistakes in them, or the folder cannot be written.
    """
    sheets = checked(key, versions=1)
    with made(out, force=force) as beside:
        written = solved(sheets, lang, beside) if is_solved else write(beside, book_of(sheets, lang, versions))
        names = [file.name for file in written]
        (beside / MARK).write_text('{"release": true}\n', "utf-8")
    return [out / name for name in names]


def solved(sheets: Sequence[Sheet], lang: str, out: Path) -> list[Path]:
    """Write each chapter's solved notebook, without outputs."""
    out.mkdir(parents=True, exist_ok=True)
    return write(out, book_of(sheets, lang, 1), sheets)
