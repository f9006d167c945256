"""A class's marks: learner by learner, chapter by chapter, with partial credit; hints and attempts beside them."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from crmsim.course.exercising.task import Book, Task
from crmsim.grading.judging import Judged, Key, key_of
from crmsim.grading.reading import Done, Work
from crmsim.grading.roster import Member, Roster, same
from crmsim.language import Say


@dataclass(frozen=True)
class Mark:
    """What a learner has for an exercise.

    Attributes:
        credit: what the best of the last answers is worth, from 0 to 1.
        points: the credit times the exercise's points.
        is_right: whether all of it is right.
        attempts: how often it was checked, as far as is known.
        hints: how many hints were taken.
        wrong: wrong answers, each once, as learners see them.
    """

    credit: float
    points: float
    is_right: bool
    attempts: int
    hints: int
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A learner's marks.

    Attributes:
        number: the learner's number.
        name: what the learner is called; nothing if no list says it.
        group: the learner's group; nothing if no list says it.
        marks: what was attempted, by exercise.
        notes: what the instructor should know about the learner's work.
        is_missing: whether nothing was handed in.
        is_unreadable: whether something was, and nothing of it could be read.
        is_counted: whether a file of progress tells attempts and hints.
    """

    number: str
    name: str
    group: str
    marks: dict[str, Mark]
    notes: tuple[str, ...] = ()
    is_missing: bool = False
    is_unreadable: bool = False
    is_counted: bool = False

    def points(self, tasks: Sequence[Task]) -> float:
        """Points in some exercises."""
        return sum(self.marks[task.id].points for task in tasks if task.id in self.marks)

    @property
    def attempts(self) -> float:
        """How often answers were checked; NaN where no file of progress tells it."""
        return sum(mark.attempts for mark in self.marks.values()) if self.is_counted else math.nan

    @property
    def hints(self) -> float:
        """How many hints were taken; NaN where no file of progress tells it."""
        return sum(mark.hints for mark in self.marks.values()) if self.is_counted else math.nan


@dataclass(frozen=True)
class Grades:
    """A class's marks.

    Attributes:
        folder: where the class's work was.
        book: the exercises.
        rows: the learners, in the order of the list or else of their names.
        notes: what the instructor should know about folder and list.
        lang: the language in which all is told.
    """

    folder: str
    book: Book
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    lang: str

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """All exercises, in their order."""
        return tuple(task for chapter in self.book.chapters for task in chapter.tasks)

    @property
    def most(self) -> int:
        """Points that can be had."""
        return sum(task.points for task in self.tasks)

    @property
    def present(self) -> tuple[Row, ...]:
        """Those who have handed in something that can be read."""
        return tuple(row for row in self.rows if not row.is_missing and not row.is_unreadable)

    def percent(self, row: Row) -> float:
        """What a learner has of all that can be had."""
        return 100.0 * row.points(self.tasks) / self.most

    @property
    def all_notes(self) -> tuple[str, ...]:
        """Everything that the instructor should know."""
        return (*self.notes, *(note for row in self.rows for note in row.notes))


@dataclass(frozen=True)
class Marker:
    """Gives marks.

    Attributes:
        book: the exercises.
        found: what every answer is worth.
        say: says it in the instructor's language.
    """

    book: Book
    found: dict[Key, Judged]
    say: Say

    def rows(self, works: Sequence[Work], roster: Roster | None) -> tuple[Row, ...]:
        """Everybody's marks: those on the list in its order, with those who are missing, then the others."""
        by_number: dict[str, list[Work]] = {}
        for work in works:
            by_number.setdefault(same(work.learner), []).append(work)
        rows: list[Row] = []
        for number, member in (roster.members if roster else {}).items():
            own = by_number.pop(number, [])
            rows.extend(self.row(work, own, member) for work in own)
            rows.extend([] if own else [self.missing(member)])
        for own in by_number.values():
            rows.extend(self.row(work, own, None, self.unlisted(work) if roster else ()) for work in own)
        return tuple(rows)

    def unlisted(self, work: Work) -> tuple[str, ...]:
        """What is said of a learner whom the list does not have."""
        return (self.say("{name}: {learner} is not on the list").format(name=work.name, learner=work.learner),)

    def missing(self, member: Member) -> Row:
        """The row of somebody who has handed in nothing."""
        note = self.say("{name} ({number}) is on the list and has handed in nothing")
        told = note.format(name=member.name or "–", number=member.number)
        return Row(member.number, member.name, member.group, {}, (told,), is_missing=True)

    def row(self, work: Work, alike: Sequence[Work], member: Member | None, note: tuple[str, ...] = ()) -> Row:
        """The marks of one learner's work, where others may hand in work of the same learner."""
        notes = [*work.notes, *note]
        if len(alike) > 1:
            text = self.say("{name}: {others} also hand in work of {learner}; each has a row, strike out all but one")
            others = ", ".join(one.name for one in alike if one is not work)
            notes.append(text.format(name=work.name, others=others, learner=work.learner))
        unknown = [number for number in work.done if number not in self.book.by_id]
        if unknown:
            text = self.say("{name}: answers {number}, which is none of these exercises, and {more} more such")
            notes.append(text.format(name=work.name, number=unknown[0], more=len(unknown) - 1))
        name, group = (member.name, member.group) if member else ("", "")
        number = member.number if member else work.learner
        return Row(
            number,
            name,
            group,
            dict(self.marks(work)),
            tuple(notes),
            is_missing=work.is_missing,
            is_unreadable=work.is_unreadable,
            is_counted=work.is_counted,
        )

    def marks(self, work: Work) -> Iterator[tuple[str, Mark]]:
        """What a learner has for each exercise that was attempted."""
        for number, done in work.done.items():
            task = self.book.by_id.get(number)
            mark = self.mark(task, work.learner, done) if task else None
            if mark is not None:
                yield number, mark

    def mark(self, task: Task, learner: str, done: Done) -> Mark | None:
        """What a learner has for an exercise; None if there is nothing that could be read as an answer."""
        last, before = (
            [self.found[key_of(task, learner, answer)] for answer in answers] for answers in (done.answers, done.wrong)
        )
        last = [one for one in last if one.result != "not attempted"]
        if not last and not done.attempts:
            return None
        wrong = tuple(dict.fromkeys(text for one in (*before, *last) for text in one.wrong))
        credit = max((one.credit for one in last), default=0.0)
        is_right = any(one.result == "correct" for one in last)
        return Mark(credit, credit * task.points, is_right, done.attempts, done.hints, wrong)
