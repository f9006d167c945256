"""What went wrong, in the reader's language: an error's English sentence is known again by its catalogue.

Errors are raised where no reader is known, and say what is wrong in English. The catalogue `errors.po` has their
sentences with places for what changes; a sentence is found among them, and said again with the same names and figures.
"""

import re
from functools import cache

from crmsim.language import Say, entries

SENTENCES = ("mistake", "wrong", "remedy")
"""Places in which a further sentence stands; in the others stand names, figures, and where something is wrong."""

WORDS = {"name": r"\S+", "line": r"\d+"}
"""What stands in a place, where it is not just anything."""


def told(text: str, say: Say) -> str:
    """An error's text in a reader's language, line by line; a line that no catalogue knows stays as it is."""
    return "\n".join(known(line, say) or line for line in text.split("\n"))


def known(line: str, say: Say) -> str | None:
    """A sentence in a reader's language, or nothing if no catalogue has it."""
    for template, pattern in patterns():
        found = pattern.fullmatch(line)
        if found is None:
            continue
        places = {name: said(name, text, say) for name, text in found.groupdict().items()}
        if None not in places.values():
            return say(template).format(**places)
    return None


def said(name: str, text: str, say: Say) -> str | None:
    """What stands in a place, in a reader's language, or nothing if it is a sentence that no catalogue has."""
    if name in SENTENCES:
        return known(text, say)
    return say(text) if name == "where" else text


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every sentence of the catalogue with what knows it again; those that say most themselves come first."""
    templates = sorted(entries("zh", "errors"), key=lambda text: -len(re.sub(r"\{\w+\}", "", text)))
    return tuple((template, pattern(template)) for template in templates)


def pattern(template: str) -> re.Pattern[str]:
    """What knows a sentence again."""
    parts = re.split(r"\{(\w+)\}", template)
    kinds = [re.escape(part) if place % 2 == 0 else place_for(part) for place, part in enumerate(parts)]
    return re.compile("".join(kinds))


def place_for(name: str) -> str:
    """What stands in a place of a sentence."""
    return f"(?P<{name}>{WORDS.get(name, '.+?')})"
