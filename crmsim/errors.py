"""What can go wrong by the user's hand: each error is one clear sentence a mistake."""

LONGEST_SENTENCE = 1_500
"""Characters of a sentence at most: past them it is no sentence, but a piece of somebody's file."""


class CrmsimError(Exception):
    """Bad input; says what, where, the bound and the remedy.

    Attributes:
        mistakes: one sentence for each mistake found; of one that is too long, its beginning and its end.
    """

    def __init__(self, *mistakes: str) -> None:
        self.mistakes = tuple(map(told, mistakes))
        super().__init__("\n".join(self.mistakes))


def told(sentence: str) -> str:
    """A sentence as it is told: where the mistake is and what to do stand at its ends, and the middle is left out."""
    half = LONGEST_SENTENCE // 2
    return sentence if len(sentence) <= LONGEST_SENTENCE else f"{sentence[:half]} ... {sentence[-half:]}"


class ScenarioError(CrmsimError):
    """A scenario that cannot be used."""


class CustomerFileError(CrmsimError):
    """A customer file, or a mapping for one, that cannot be used."""


class OutputError(CrmsimError):
    """A result that cannot be written where it was asked for."""


class EngineError(CrmsimError):
    """An engine that does not exist or cannot be had here."""
