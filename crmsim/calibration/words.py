"""Words that can be said in either language after they were found: an English text, and what goes into its places."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from crmsim.language import Say, speaker


@dataclass(frozen=True)
class Words:
    """A text with places.

    Attributes:
        text: the English text, under which its translation stands.
        places: what goes into it, figures and names as they are written in both languages, or words again.
    """

    text: str
    places: Mapping[str, "str | Words"]

    def said(self, say: Say) -> str:
        """The text in a reader's language."""
        filled = {name: told.said(say) if isinstance(told, Words) else told for name, told in self.places.items()}
        return say(self.text).format(**filled)

    def __str__(self) -> str:
        """The text in English."""
        return self.said(speaker("en"))


def phrase(text: str, **places: "str | Words") -> Words:
    """A text, and what goes into its places."""
    return Words(text, places)


class NotFitted(NamedTuple):
    """What could not be fitted, and why.

    Attributes:
        what: settings, or what a file tells.
        why: the reason.
    """

    what: Words
    why: Words


def settings(*paths: str) -> Words:
    """Settings by their paths."""
    return phrase("{settings}", settings=", ".join(paths))


def no_column(what: Words, column: Words) -> NotFitted:
    """A file has no column for something."""
    return NotFitted(what, phrase("the file has no column for {column}", column=column))
