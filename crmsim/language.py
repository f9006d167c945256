"""The two languages: every word that a reader sees goes through a catalogue, with the English words as its keys.

Catalogues are gettext's `.po` files, one for each field of words, read by Babel as they are.
"""

import os
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from crmsim.errors import CrmsimError

NAMES = {"en": "English", "zh": "中文"}
"""What each language calls itself."""

LANGUAGES = tuple(NAMES)

USUAL = "en"
"""The language of what a language lacks."""

TAGS = {"zh": "zh-CN"}
"""What a page calls its language, where that is not the language's own short name."""

Say = Callable[[str], str]
"""Says an English text in a reader's language."""


def chosen(lang: str | None = None) -> str:
    """The language asked for, or that of `CRMSIM_LANG`, or English.

    Raises:
        CrmsimError: there are no catalogues for it.
    """
    found = lang or os.environ.get("CRMSIM_LANG") or USUAL
    if found not in LANGUAGES:
        raise CrmsimError(f"language = {found!r} is none of {', '.join(LANGUAGES)}; choose one of them")
    return found


def speaker(lang: str | None = None) -> Say:
    """What says texts in a language; one that a catalogue has not is said in English.

    Raises:
        CrmsimError: there are no catalogues for it.
    """
    words = catalogue(chosen(lang))
    return lambda text: words.get(text, text)


@cache
def catalogue(lang: str) -> dict[str, str]:
    """Every text of a language by its English one."""
    folder = files("crmsim") / "locale" / lang / "LC_MESSAGES"
    if not folder.is_dir():
        return {}
    fields = sorted(place.name.removesuffix(".po") for place in folder.iterdir())
    return {english: own for field in fields for english, own in entries(lang, field).items()}


@cache
def entries(lang: str, field: str) -> dict[str, str]:
    """The texts of one field of words in a language, by their English ones."""
    from babel.messages.pofile import read_po

    file = files("crmsim") / "locale" / lang / "LC_MESSAGES" / f"{field}.po"
    with file.open("rb") as opened:
        return {str(m.id): str(m.string) for m in read_po(opened) if m.id and m.string and not m.fuzzy}


def tag(lang: str) -> str:
    """What a page calls a language, so that it is read and printed right."""
    return TAGS.get(lang, lang)


def label(name: str) -> str:
    """The English label of a name in code, such as an indicator's: the key under which its translation stands."""
    return name.replace("_", " ")
