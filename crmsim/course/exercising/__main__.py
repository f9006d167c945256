"""Make everything that follows from the course's exercises anew: `python -m crmsim.course.exercising exercises`.

Of `exercises/key` it makes the learners' version in each language (`exercises/en`, `exercises/zh`), and every notebook
solved and executed, for the instructor (`exercises/solved`).
"""

import sys
from pathlib import Path

from crmsim.course.exercising.files import sheets_in
from crmsim.course.exercising.notebooks import write
from crmsim.course.exercising.releasing import solved
from crmsim.course.exercising.writing import book_of
from crmsim.course.refresh import executed
from crmsim.course.reviewing.points import SPOKEN


def remake(folder: Path) -> list[Path]:
    """Make the learners' versions and the solved notebooks of a folder of exercises.

    Args:
        folder: what has the folder `key` in it.

    Returns:
        The files, in the order in which they were made.

    Raises:
        CrmsimError: the exercises have mistakes in them.
    """
    import nbformat

    sheets, files = sheets_in(folder / "key"), []
    for lang in SPOKEN:
        (folder / lang).mkdir(exist_ok=True)
        files += write(folder / lang, book_of(sheets, lang))
    for lang in SPOKEN:
        for file in solved(sheets, lang, folder / "solved" / lang):
            nbformat.write(executed(file), file)  # type: ignore[no-untyped-call]  # nbformat has no types here
            files.append(file)
    return files


def main() -> None:
    """Make the folder named on the command line anew, `exercises` if none is.

    Raises:
        CrmsimError: the exercises have mistakes in them.
    """
    remake(Path(sys.argv[1] if len(sys.argv) > 1 else "exercises"))


if __name__ == "__main__":
    main()
