"""A learner's file of progress, read."""

from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from crmsim.errors import CrmsimError
from crmsim.settings.fields import Settings


class Record(Settings):
    """What a learner has done with an exercise."""

    answer: Any = None
    outcome: str = "not attempted"
    credit: float = 0.0
    attempts: int = Field(0, ge=0)
    hints: int = Field(0, ge=0)
    wrong: tuple[Any, ...] = ()


class Progress(Settings):
    """What a learner has done, exercise by exercise."""

    made_by: str = ""
    learner: str = Field("", max_length=100)
    exercises: dict[str, Record] = Field({})


def read(file: Path) -> Progress:
    """What a file of progress holds.

    Raises:
        CrmsimError: it is no such file, or cannot be read.
    """
    try:
        return Progress.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        reason = str(error).splitlines()[0]
        raise CrmsimError(f"{file}: is no file of progress ({reason}); restore an older copy of it") from None
