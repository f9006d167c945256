"""What a learner has done, in a file of the learner's own: every answer is kept, whatever crashes or is open twice."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Literal

from pydantic import Field, ValidationError

import crmsim
from crmsim.course.exercising.outcome import Outcome
from crmsim.errors import CrmsimError, OutputError
from crmsim.settings.fields import Settings
from crmsim.settings.mistakes import short

FILE = "crmsim-progress.json"
"""What the file is called; it lies beside the notebooks."""

VARIABLE = "CRMSIM_PROGRESS"
"""Names another file in its place."""

MOST_BYTES = 5_000_000
MOST_WRONG = 50
"""Wrong answers of an exercise that are kept, the latest."""

SECONDS = 10.0
"""How long another tab may take to write."""


class Record(Settings):
    """What a learner has done with an exercise."""

    answer: Any = None
    """The last answer that could be read as one."""
    outcome: Literal["correct", "close", "not yet", "not attempted"] = "not attempted"
    """What came of it."""
    credit: float = Field(0.0, ge=0.0, le=1.0)
    attempts: int = Field(0, ge=0)
    hints: int = Field(0, ge=0)
    wrong: tuple[Any, ...] = ()
    """Answers that were not right, from first to last."""

    def after(self, answer: Any, outcome: Outcome) -> "Record":
        """The record after one more answer; what was no answer changes nothing."""
        if outcome.result == "not attempted" or not outcome.is_answer:
            return self
        wrong = self.wrong if outcome.result == "correct" else (*self.wrong, answer)[-MOST_WRONG:]
        return Record(
            answer=answer,
            outcome=outcome.result,
            credit=outcome.credit,
            attempts=self.attempts + 1,
            hints=self.hints,
            wrong=wrong,
        )


class Progress(Settings):
    """What a learner has done, exercise by exercise."""

    made_by: str = crmsim.__version__
    """The version of the package that wrote it."""
    learner: str = Field("", max_length=100)
    """How the learner is called; nothing if that was not said."""
    exercises: dict[str, Record] = Field({})

    def of(self, number: str) -> Record:
        """What was done with an exercise."""
        return self.exercises.get(number, Record())

    def with_record(self, number: str, record: Record) -> "Progress":
        """The same with another record of an exercise."""
        return self.model_copy(update={"exercises": {**self.exercises, number: record}})


def place(folder: Path) -> Path:
    """The learner's file in a folder, or that of `CRMSIM_PROGRESS`."""
    return Path(os.environ.get(VARIABLE) or folder / FILE)


def read(file: Path) -> Progress:
    """What a file of progress holds; nothing yet if there is none.

    Raises:
        CrmsimError: it is no such file, or cannot be read.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return Progress()
    except OSError as error:
        raise CrmsimError(f"{file}: cannot be read ({error.strerror}); give a file that you may read") from None
    if len(data) > MOST_BYTES:
        raise CrmsimError(f"{file}: is longer than {MOST_BYTES} bytes, the most it may have; is it one of progress?")
    try:
        return Progress.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = short(".".join(str(part) for part in first["loc"])) or "the whole"
        raise CrmsimError(
            f"{file}: is no file of progress ({where}: {short(first['msg'])}); restore an older copy of it"
        ) from None


def changed(file: Path, change: Callable[[Progress], Progress]) -> Progress:
    """Change what a file holds, in one step: another tab's work is read first, and a crash leaves the file whole.

    A file that cannot be read is put aside under another name, never written over.

    Raises:
        OutputError: the folder cannot be written, or another tab does not let go.
    """
    try:
        with alone(file):
            found = change(whole(file))
            write(file, found)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{file}: cannot be written ({reason}); your answers are not kept") from None
    return found


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """While nobody else writes a file.

    Raises:
        OutputError: somebody else does not let go.
    """
    from filelock import FileLock, Timeout

    try:
        with FileLock(file.with_name(f".{file.name}.lock"), timeout=SECONDS):
            yield
    except Timeout:
        raise OutputError(
            f"{file}: is held by another window for {SECONDS:.0f} s; close that, and check again"
        ) from None


def whole(file: Path) -> Progress:
    """What a file holds; if that cannot be read, it is put aside and a new one begun."""
    try:
        return read(file)
    except CrmsimError:
        names = (file.with_name(f"{file.stem}.unreadable-{number}{file.suffix}") for number in range(1, 10_000))
        file.rename(next(name for name in names if not name.exists()))
        return Progress()


def write(file: Path, progress: Progress) -> None:
    """Write a file whole or not at all."""
    text = json.dumps(progress.model_dump(), ensure_ascii=False, indent=1, default=str)
    with NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, prefix=f".{file.name}.", delete=False) as beside:
        try:
            beside.write(text)
            beside.flush()
            os.fsync(beside.fileno())
            beside.close()
            Path(beside.name).replace(file)
        except BaseException:
            Path(beside.name).unlink(missing_ok=True)
            raise


def kept(answer: Any) -> Any:
    """An answer in a form that a file can keep."""
    try:
        return json.loads(json.dumps(answer, ensure_ascii=False, default=plain))
    except (TypeError, ValueError, RecursionError):
        return str(type(answer).__name__)


def plain(value: Any) -> Any:
    """What a file keeps of a value that it does not know: numbers as numbers, sets as lists, the rest as its name."""
    if hasattr(value, "item"):
        return value.item()
    return sorted(map(str, value)) if isinstance(value, set | frozenset) else type(value).__name__
