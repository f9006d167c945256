"""What can go wrong by the user's hand: each error is one clear sentence a mistake."""


class CrmsimError(Exception):
    """Bad input; says what, where, the bound and the remedy.

    Attributes:
        mistakes: one sentence for each mistake found.
    """

    def __init__(self, *mistakes: str) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


class ScenarioError(CrmsimError):
    """A scenario that cannot be used."""


class CustomerFileError(CrmsimError):
    """A customer file, or a mapping for one, that cannot be used."""


class OutputError(CrmsimError):
    """A result that cannot be written where it was asked for."""


class EngineError(CrmsimError):
    """An engine that does not exist or cannot be had here."""
