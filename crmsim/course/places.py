"""Where the course's own files lie: in the installed package, or beside it in a checkout of the project."""

from pathlib import Path

import crmsim
from crmsim.errors import OutputError
from crmsim.language import USUAL


def source(name: str, lang: str) -> Path:
    """A folder of the course in a language, such as its `notebooks`; in English where the language has none.

    Raises:
        OutputError: it is not installed.
    """
    package = Path(crmsim.__file__).parent
    for language in (lang, USUAL):
        for home in (package, package.parent):
            place = home / name / language
            if place.is_dir():
                return place
    raise OutputError(f"{package / name}: the course is not there; install crmsim anew")
