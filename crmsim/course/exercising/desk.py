"""A learner's desk: the exercises at hand, whose they are, and what has been done; `ex("3.2")` lays one on it."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmsim.course.exercising import progress as kept
from crmsim.course.exercising.checking import check
from crmsim.course.exercising.figures import version_of
from crmsim.course.exercising.outcome import HEADS, Outcome
from crmsim.course.exercising.progress import Progress, Record
from crmsim.course.exercising.sheet import asked
from crmsim.course.exercising.shelf import book, solution_of
from crmsim.course.exercising.task import Chapter, Task, Version
from crmsim.course.exercising.telling import written
from crmsim.course.mistakes import listen
from crmsim.course.shown import Page, Table, Told, page
from crmsim.course.start import VARIABLE
from crmsim.errors import CrmsimError
from crmsim.language import Say, speaker
from crmsim.settings.mistakes import nearest

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Checked(Page):
    """What comes of an answer, to be shown.

    Attributes:
        outcome: the outcome itself.
    """

    outcome: Outcome


@dataclass(frozen=True)
class Exercise:
    """An exercise on a learner's desk.

    Attributes:
        task: what it asks, of every learner.
        version: what it asks of this one.
        lang: in which language.
        place: the learner's file of progress.
        chapter: the exercises among which it stands.
    """

    task: Task
    version: Version
    lang: str
    place: Path
    chapter: Chapter

    @property
    def say(self) -> Say:
        """Says something in the exercise's language."""
        return speaker(self.lang)

    @property
    def record(self) -> Record:
        """What has been done with it."""
        return progress_at(self.place).of(self.task.id)

    @property
    def data(self) -> "pd.DataFrame":
        """The customers that it reckons with, a row each; money in CNY."""
        import pandas as pd

        return pd.DataFrame({name: list(column) for name, column in self.version.customers.items()})

    def ask(self) -> Page:
        """The question, with its chart and tables."""
        return asked(self.task, self.version, self.say)

    def check(self, answer: Any = None) -> Checked:
        """Check an answer, and keep it.

        Args:
            answer: a letter, number, list, table or text, as the exercise asks; settings by their paths.

        Returns:
            The outcome with its reasons; nothing that is answered raises an error.
        """
        outcome = check(self.task, self.version, answer, self.say)
        note = self._keep(lambda record: record.after(kept.kept(answer), outcome))
        head = self.say(HEADS[outcome.result])
        texts = (f"{head} {outcome.reasons[0]}" if outcome.reasons else head, *outcome.reasons[1:], note)
        return Checked(tuple(Told(text) for text in texts if text), outcome)

    def hint(self, number: int | None = None) -> Page:
        """A hint: the next one, or the one of a number from 1."""
        hints, say = self.version.hints, self.say
        wanted = self.record.hints + 1 if number is None else number
        if not isinstance(wanted, int) or wanted < 1:
            return page(Told(say("Hints are counted from 1.")))
        if wanted > len(hints):
            return page(Told(say("There are no more than {number} hints.").format(number=len(hints))))
        note = self._keep(lambda record: record.model_copy(update={"hints": max(record.hints, wanted)}))
        text = say("Hint {number} of {all}: {hint}").format(number=wanted, all=len(hints), hint=hints[wanted - 1])
        return Page(tuple(Told(one) for one in (text, note) if one))

    def solution(self) -> Page:
        """The solution, for those who have the key; to those who have answered rightly, their own answer."""
        say, record = self.say, self.record
        answer = solution_of(self.task.id, self.task.versions.index(self.version), self.lang)
        if answer is None and record.outcome == "correct":
            answer = record.answer
        if answer is None:
            return page(Told(say("Solutions are with your instructor. Take a hint, or read the item again.")))
        outcome = check(self.task, self.version, answer, say)
        text = say("Solution: {answer}").format(answer=written(self.task, self.version, answer, say))
        return page(Told(text), *(Told(reason) for reason in outcome.reasons))

    def reset(self) -> Page:
        """Begin the exercise anew: what was answered is forgotten, the hints that were taken are not."""
        note = self._keep(lambda record: Record(hints=record.hints))
        return page(Told(note or self.say("Begun anew.")))

    def _keep(self, change: Callable[[Record], Record]) -> str:
        """Change the record of the exercise; gives what there is to say if that cannot be kept."""
        number = self.task.id
        try:
            kept.changed(self.place, lambda found: found.with_record(number, change(found.of(number))))
        except CrmsimError as error:
            return str(error)
        return ""

    def _ipython_display_(self) -> None:
        """Show the question, and below it where to answer."""
        show: Any = import_module("IPython.display").display  # who calls this has it
        is_live = find_spec("ipywidgets") is not None
        asked(self.task, self.version, self.say, live=is_live)._ipython_display_()
        if is_live:
            show(import_module("crmsim.widgets").Answering(self))

    def __repr__(self) -> str:
        """The question in words."""
        return repr(self.ask())


def ex(number: str, *, lang: str | None = None, folder: str | Path = ".") -> Exercise:
    """An exercise of the course, in the learner's own version.

    Args:
        number: its number, such as `3.2`.
        lang: `en` or `zh`; by default that of the exercises at hand.
        folder: where the learner works: its `exercises.json` comes before the packaged exercises.

    Raises:
        CrmsimError: there is no such exercise.
    """
    found = book(lang, Path(folder))
    if str(number) not in found.by_id:
        raise CrmsimError(f"there is no exercise '{number}'; {nearest(str(number), found.by_id)}")
    task, place = found.by_id[str(number)], kept.place(Path(folder))
    which = version_of(progress_at(place).learner, len(task.versions))
    chapter = next(part for part in found.chapters if task in part.tasks)
    return Exercise(task, task.versions[which], found.lang, place, chapter)


def learner(name: str | None = None, *, lang: str | None = None, folder: str | Path = ".") -> Any:
    """Begin: mistakes are told in sentences; and say who you are, so that figures and luck are your own.

    Args:
        name: your number or name; without one, a box to write it in.
        lang: `en` or `zh`; by default that of the exercises at hand.
        folder: where the learner works.

    Raises:
        CrmsimError: it is too long, or cannot be kept.
    """
    listen()
    found = book(lang, Path(folder))
    os.environ[VARIABLE] = found.lang
    place, say = kept.place(Path(folder)), speaker(found.lang)
    if name is not None:
        return page(Told(named(place, str(name), say)))
    if find_spec("ipywidgets") is None:
        return page(Told(say("Write your number between the brackets, in quotation marks.")))
    return import_module("crmsim.widgets").Badge(place, found.lang)


def named(place: Path, name: str, say: Say) -> str:
    """Keep who the learner is; gives what is said of it.

    Raises:
        CrmsimError: the name is too long, or cannot be kept.
    """
    most = 100
    name = name.strip()
    if len(name) > most:
        raise CrmsimError(f"a name of {len(name)} signs is longer than {most}; give your number")
    kept.changed(place, lambda found: found.model_copy(update={"learner": name}))
    if not name:
        return say("Without a number you have the figures of the first version.")
    return say("You are {name}. Figures and luck of the exercises are your own.").format(name=name)


def progress(chapter: str | None = None, *, lang: str | None = None, folder: str | Path = ".") -> Page:
    """How far you are: exercise by exercise, with attempts and hints, and the points so far.

    Args:
        chapter: one chapter (`3`) or review question (`Q1`); all of them by default.
        lang: `en` or `zh`; by default that of the exercises at hand.
        folder: where the learner works.
    """
    found = book(lang, Path(folder))
    done, say = progress_at(kept.place(Path(folder))), speaker(found.lang)
    tasks = [task for part in found.chapters if chapter in {None, part.chapter} for task in part.tasks]
    rows = tuple(row(task, done.of(task.id), say) for task in tasks)
    heads = tuple(say(head) for head in ("exercise", "title", "outcome", "points", "attempts", "hints"))
    return page(Told(so_far(tasks, done, say)), Table(heads, rows, say("How far you are")))


def row(task: Task, record: Record, say: Say) -> tuple[str, ...]:
    """The line of an exercise."""
    points = f"{won(record.credit * task.points)} / {task.points}"
    return (task.id, task.title, say(record.outcome), points, str(record.attempts), str(record.hints))


def won(points: float) -> str:
    """Points as they are told, to two places."""
    return f"{round(points, 2):g}"


def so_far(tasks: Sequence[Task], done: Progress, say: Say) -> str:
    """How much of some exercises is done, in a sentence."""
    right = sum(done.of(task.id).outcome == "correct" for task in tasks)
    points = sum(done.of(task.id).credit * task.points for task in tasks)
    text = say("{right} of {all} exercises are right, {points} of {most} points. This is practice and no mark.")
    most = sum(task.points for task in tasks)
    return text.format(right=right, all=len(tasks), points=won(points), most=most)


def standing(exercise: Exercise) -> str:
    """How far the learner is in an exercise's chapter, in a sentence."""
    return so_far(exercise.chapter.tasks, progress_at(exercise.place), exercise.say)


def progress_at(place: Path) -> Progress:
    """What was done so far; nothing if that cannot be read, in which case the next answer puts it aside."""
    try:
        return kept.read(place)
    except CrmsimError:
        return Progress()
