"""Made-up classes for the stories of marking: learners who answer rightly, wrongly, by computing, or with rubbish."""

import json
import random
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from conftest import ROOT

from crmsim.course.exercising.figures import figures_of, version_of
from crmsim.course.exercising.files import sheets_in
from crmsim.course.exercising.keys import mixed, solution, wrong_answers
from crmsim.course.exercising.source import Exercise, Sheet
from crmsim.course.exercising.task import FILE, Book
from crmsim.course.exercising.writing import book_of

RUBBISH = {
    "empty": "",
    "no JSON": "this is no notebook",
    "cut off": '{"nbformat": 4, "cells": [{"cell_type": "co',
    "old format": json.dumps({"nbformat": 3, "worksheets": []}),
    "no cells": json.dumps({"nbformat": 4, "cells": "none"}),
    "nested": "[" * 200_000,
}
"""Files that are called notebooks and are none."""

NASTY = {
    "endless": "while True:\n    pass",
    "deaf": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "sleepy": "import time\ntime.sleep(600)",
    "greedy": "x = [0]\nwhile True:\n    x = x * 2",
    "reading": "open('/etc/passwd').read()",
    "writing": "open('written.txt', 'w').write('x')",
    "networking": "import socket\nsocket.create_connection(('127.0.0.1', 80))",
    "starting": "import subprocess\nsubprocess.run(['touch', 'started'])",
    "shell": "import os\nos.system('touch started')",
    "leaving": "import os\nos._exit(0)",
    "chatty": "for _ in range(10**9):\n    print('x' * 1_000_000)",
    "failing": "1 / 0",
    "pickled": (
        "import pickle, os\n"
        "class Evil:\n    def __reduce__(self): return (os.system, ('touch started',))\n"
        "pickle.loads(pickle.dumps(Evil()))"
    ),
}
"""Cells that do what they should not; an answer is asked for after each, so that they are run."""


@dataclass(frozen=True)
class Course:
    """Exercises, and how learners answer them.

    Attributes:
        folder: where the exercise files are.
        versions: in how many versions learners get them.
    """

    folder: Path
    versions: int = 4

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The exercise files."""
        return sheets_in(self.folder)

    @cached_property
    def exercises(self) -> dict[str, Exercise]:
        """All exercises, by number."""
        return {exercise.id: exercise for sheet in self.sheets for exercise in sheet.exercise}

    @cached_property
    def book(self) -> Book:
        """The learners' exercises, in English."""
        return book_of(self.sheets, "en", self.versions)

    def answer(self, number: str, learner: str, *, right: bool = True) -> Any:
        """A right or a typically wrong answer of a learner."""
        key = (number, version_of(learner, len(self.book.by_id[number].versions)), right)
        if key not in self.worked_out:
            self.worked_out[key] = self.of_version(*key)
        return self.worked_out[key]

    @cached_property
    def worked_out(self) -> dict[tuple[str, int, bool], Any]:
        """Answers by exercise, version and whether they are right: a class has many learners and few versions."""
        return {}

    def of_version(self, number: str, version: int, right: bool) -> Any:
        """A right or a typically wrong answer in a version."""
        exercise = self.exercises[number]
        given = (exercise, figures_of(exercise, version), mixed(exercise, version), "en")
        return solution(*given) if right else next(iter(wrong_answers(*given)), -1.0)

    def answers(self, learner: str, wrong: Collection[str] = ()) -> dict[str, Any]:
        """A learner's answers to all exercises, of which some are wrong."""
        return {number: self.answer(number, learner, right=number not in wrong) for number in self.exercises}

    def varied(self, luck: random.Random) -> dict[str, Any]:
        """Answers to the designs, of which hardly two are alike."""
        designs = (one for one in self.exercises.values() if one.kind == "design")
        return {
            one.id: {path: round(value * luck.uniform(0.7, 1.3), 4) for path, value in one.model.items()}
            for one in designs
        }


KINDS = Course(ROOT / "tests" / "exercises")
"""An exercise of each kind."""


def notebook(*codes: str) -> str:
    """A notebook of some cells."""
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": code} for code in codes]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})


def checking(answers: dict[str, Any]) -> list[str]:
    """Cells that check answers as learners write them."""
    return [f'ex("{number}").check({answer!r})' for number, answer in answers.items()]


def computing(answers: dict[str, Any]) -> list[str]:
    """Cells that work out what they answer."""
    return [
        "from crmsim.course import ex\nhalf = 0.5",
        *(f'ex("{n}").check([{a!r}][int(half)])' for n, a in answers.items()),
    ]


def progress(learner: str, answers: dict[str, Any], wrong: dict[str, list[Any]] | None = None, hints: int = 0) -> str:
    """A file of progress; what it says of credits is a lie."""
    tried = wrong or {}
    records = {
        number: {
            "answer": answer,
            "outcome": "correct",
            "credit": 1.0,
            "attempts": 1 + len(tried.get(number, ())),
            "hints": hints,
            "wrong": tried.get(number, []),
        }
        for number, answer in answers.items()
    }
    return json.dumps({"made_by": "0.1.0", "learner": learner, "exercises": records}, ensure_ascii=False)


@dataclass(frozen=True)
class Classroom:
    """A class's folder that is filled learner by learner."""

    folder: Path

    def hand_in(self, learner: str, **files: str) -> Path:
        """What a learner hands in: `progress`, and notebooks by their names."""
        own = self.folder / learner
        own.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (own / ("crmsim-progress.json" if name == "progress" else f"{name}.ipynb")).write_text(text, "utf-8")
        return own

    def with_book(self, book: Book) -> Path:
        """The class's exercises, put into its folder."""
        file = self.folder / FILE
        file.write_text(book.model_dump_json(), "utf-8")
        return file


def empty(folder: Path, course: Course = KINDS) -> Classroom:
    """A class's folder with the exercises in it, and nobody yet."""
    room = Classroom(folder)
    room.folder.mkdir(parents=True, exist_ok=True)
    room.with_book(course.book)
    return room


def filled(folder: Path, count: int, course: Course = KINDS, seed: int = 1) -> Classroom:
    """A class of so many: most answer by widget or by code, one in ten computes, one in ten hands in rubbish."""
    luck = random.Random(seed)
    room = empty(folder, course)
    for place in range(count):
        learner = f"{20260000 + place}"
        wrong = {number for number in course.exercises if luck.random() < 0.3}
        answers = course.answers(learner, wrong) | course.varied(luck)
        tried = {number: [course.answer(number, learner, right=False)] for number in answers if luck.random() < 0.4}
        me = f'learner("{learner}")'
        match place % 20:
            case 0 | 1:
                room.hand_in(learner, week3=notebook(me, *computing(answers)))
            case 2:
                nasty = list(NASTY.values())[place // 20 % len(NASTY)]
                room.hand_in(learner, week3=notebook(me, *checking(answers), f"{nasty}\nex('9.9').check(str(1))"))
            case 3:
                room.hand_in(learner, week3=list(RUBBISH.values())[place // 20 % len(RUBBISH)])
            case 4:
                (room.folder / learner).mkdir()
            case 5 | 6 | 7:
                (room.folder / f"{learner}.ipynb").write_text(notebook(me, *checking(answers)), "utf-8")
            case _:
                room.hand_in(learner, progress=progress(learner, answers, tried, luck.randrange(3)))
    return room
