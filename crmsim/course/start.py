"""In which language a notebook of the course speaks: the environment remembers it, the folder tells it."""

import os
from pathlib import Path

from crmsim.course.mistakes import listen
from crmsim.course.shown import Page, Told, page
from crmsim.language import LANGUAGES, chosen, speaker

VARIABLE = "CRMSIM_LANG"


def start() -> Page:
    """Begin a notebook: in the language of `CRMSIM_LANG`, else of the folder, else English; mistakes are sentences.

    Raises:
        CrmsimError: `CRMSIM_LANG` names a language that there is not.
    """
    listen()
    folder = Path.cwd().name
    return switch(os.environ.get(VARIABLE) or (folder if folder in LANGUAGES else "en"))


def switch(lang: str) -> Page:
    """Speak another language from here on; cells that have run already stay as they are.

    Raises:
        CrmsimError: there are no catalogues for it.
    """
    os.environ[VARIABLE] = chosen(lang)
    return page(Told(speaker()("Charts and tables speak English. All is ready: go on with the next cell.")))
