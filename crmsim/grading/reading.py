"""What a learner has handed in, read: whose it is, the last answers of each file, attempts and hints."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crmsim.course.exercising.progress import Progress, read
from crmsim.errors import CrmsimError
from crmsim.grading.isolation import answers_of
from crmsim.grading.notebooks import Given, notebook_of
from crmsim.grading.submissions import NOTEBOOK, RefusedError, Submission, contents, shown
from crmsim.language import Say, speaker
from crmsim.reasons import told

MOST_WRONG = 50
"""Wrong answers of an exercise that are looked at."""

MOST_COUNTED = 9_999
"""Attempts and hints that are counted; more were never made."""


@dataclass(frozen=True)
class Done:
    """What a learner has done with an exercise.

    Attributes:
        answers: the last answer of each file that has one.
        wrong: answers before it that were not right, as the file of progress has them.
        attempts: how often it was checked, as far as the file of progress knows.
        hints: how many hints were taken.
    """

    answers: tuple[Any, ...] = ()
    wrong: tuple[Any, ...] = ()
    attempts: int = 0
    hints: int = 0

    def and_also(self, other: "Done") -> "Done":
        """This with what another file knows."""
        return Done(
            (*self.answers, *other.answers),
            (*self.wrong, *other.wrong)[-MOST_WRONG:],
            min(self.attempts + other.attempts, MOST_COUNTED),
            min(self.hints + other.hints, MOST_COUNTED),
        )


@dataclass(frozen=True)
class Work:
    """A learner's work, read.

    Attributes:
        name: the name of the folder or file.
        learner: who it says it is of; the name of the folder or file if it does not say.
        done: what was done, by exercise.
        notes: what could not be read, and why.
        is_missing: whether there is nothing at all.
        is_unreadable: whether there is something, and nothing of it could be read.
        is_counted: whether a file of progress tells attempts and hints.
    """

    name: str
    learner: str
    done: dict[str, Done]
    notes: tuple[str, ...] = ()
    is_missing: bool = False
    is_unreadable: bool = False
    is_counted: bool = False


@dataclass(frozen=True)
class Found:
    """What one file holds; whether it could be read (`is_read`), and tells attempts and hints (`is_counted`)."""

    learner: str = ""
    done: tuple[tuple[str, Done], ...] = ()
    notes: tuple[str, ...] = ()
    is_read: bool = False
    is_counted: bool = False


@dataclass(frozen=True)
class Reader:
    """Reads what learners have handed in; a process may be given it.

    Attributes:
        folder: the class's folder.
        lang: the language in which is told what cannot be read.
    """

    folder: Path
    lang: str

    def __call__(self, submission: Submission) -> Work:
        """Read one learner's work; whatever is in it, this comes back."""
        say = speaker(self.lang)
        done: dict[str, Done] = {}
        notes = list(submission.notes)
        names: list[str] = []
        files = sorted(submission.files, key=lambda file: file.suffix.lower() == NOTEBOOK)
        all_found = [self.found_in(file, say) for file in files]
        for file, found in zip(files, all_found, strict=True):
            notes.extend(f"{self.place(file)}: {note}" for note in found.notes)
            names.extend([found.learner] if found.learner else [])
            for number, one in found.done:
                done[number] = done.get(number, Done()).and_also(one)
        is_missing = not submission.files and not notes
        if is_missing:
            notes.append(say("{name}: holds no file of progress and no notebook").format(name=submission.name))
        if len({name.casefold() for name in names}) > 1:
            text = say("{name}: its files are of different learners ({learners}); it counts as the first one's")
            notes.append(text.format(name=submission.name, learners=", ".join(dict.fromkeys(names))))
        return Work(
            submission.name,
            names[0] if names else submission.name,
            done,
            tuple(notes),
            is_missing=is_missing,
            is_unreadable=not is_missing and not any(found.is_read for found in all_found),
            is_counted=any(found.is_counted for found in all_found),
        )

    def place(self, file: Path) -> str:
        """How a file is told."""
        return "/".join(shown(part) for part in file.relative_to(self.folder).parts)

    def found_in(self, file: Path, say: Say) -> Found:
        """What a file holds."""
        try:
            if file.suffix.lower() == NOTEBOOK:
                return of_notebook(contents(file, say), say)
            contents(file, say)
            return of_progress(read(file))
        except RefusedError as error:
            return Found(notes=(str(error),))
        except CrmsimError as error:
            return Found(notes=(told(str(error), say).removeprefix(f"{file}: "),))
        except Exception as error:  # whatever one file does must not take the others with it
            text = say("cannot be read ({reason})")
            return Found(notes=(text.format(reason=shown(f"{type(error).__name__}: {error}")),))


def of_progress(progress: Progress) -> Found:
    """What a file of progress holds; the outcomes and credits that stand in it are not looked at."""
    done = tuple(
        (shown(number), Done((record.answer,), record.wrong[-MOST_WRONG:], record.attempts, record.hints))
        for number, record in progress.exercises.items()
    )
    return Found(shown(progress.learner.strip()), done, is_read=True, is_counted=True)


def of_notebook(data: bytes, say: Say) -> Found:
    """What a notebook holds: answers that are written out, and those that its cells work out."""
    notebook = notebook_of(data, say)
    ran = answers_of(notebook.to_run, say)
    text = say("code cell {cell} {fault}")
    faults = (text.format(cell=cell, fault=fault) for cell, fault in sorted(ran.faults.items()))
    last = last_of((*notebook.given, *ran.given))
    done = tuple((shown(number), Done((answer,))) for number, answer in last.items())
    return Found(shown(notebook.learner), done, (*notebook.notes, *faults), is_read=True)


def last_of(given: Sequence[Given]) -> dict[str, Any]:
    """The last answer to each exercise, in the order of cells; no answer takes none away."""
    ordered = sorted(given, key=lambda one: one.cell)
    return {one.number: one.answer for one in ordered if one.answer is not None}
