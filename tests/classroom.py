"""Made-up classes, for the stories of marking: learners who answer rightly, wrongly, by computing, or hand in rubbish."""

import json
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from conftest import ROOT

from crmsim.course.exercising.figures import figures_of, version_of
from crmsim.course.exercising.files import sheets_in
from crmsim.course.exercising.keys import mixed, solution, wrong_answers
from crmsim.course.exercising.source import Exercise, Sheet
from crmsim.course.exercising.task import FILE, Book
from crmsim.course.exercising.writing import book_of

KINDS = ROOT / "tests" / "exercises"
"""The folder with an exercise of each kind."""

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


@cache
def sheets() -> tuple[Sheet, ...]:
    """The exercises."""
    return sheets_in(KINDS)


@cache
def exercises() -> tuple[Exercise, ...]:
    """All of them."""
    return tuple(exercise for sheet in sheets() for exercise in sheet.exercise)


@cache
def book(lang: str = "en", versions: int = 4) -> Book:
    """The learners' exercises."""
    return book_of(sheets(), lang, versions)


def answer_of(exercise: Exercise, learner: str, *, right: bool = True, lang: str = "en") -> Any:
    """A right or a typically wrong answer of a learner."""
    version = version_of(learner, len(book(lang).by_id[exercise.id].versions))
    given = (exercise, figures_of(exercise, version), mixed(exercise, version), lang)
    return solution(*given) if right else next(iter(wrong_answers(*given)), "x")


def answers_of(learner: str, wrong: set[str] | frozenset[str] = frozenset(), lang: str = "en") -> dict[str, Any]:
    """A learner's answers to all exercises, of which some are wrong."""
    return {one.id: answer_of(one, learner, right=one.id not in wrong, lang=lang) for one in exercises()}


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

    def with_book(self, lang: str = "en", versions: int = 4) -> Path:
        """The class's exercises, put into its folder."""
        file = self.folder / FILE
        file.write_text(book(lang, versions).model_dump_json(), "utf-8")
        return file


def filled(folder: Path, count: int, seed: int = 1) -> Classroom:
    """A class of so many: most answer by widget or by code, one in ten computes, one in twenty hands in rubbish."""
    luck = random.Random(seed)
    room = Classroom(folder)
    room.folder.mkdir(parents=True, exist_ok=True)
    room.with_book()
    for place in range(count):
        learner = f"{20260000 + place}"
        wrong = {one.id for one in exercises() if luck.random() < 0.3}
        answers = answers_of(learner, wrong) | own_design(luck)
        tried = {one: [answer_of(by_id(one), learner, right=False)] for one in answers if luck.random() < 0.4}
        match place % 20:
            case 0 | 1:
                room.hand_in(learner, chapter3=notebook(f'learner("{learner}")', *computing(answers)))
            case 2:
                nasty = list(NASTY.values())[place // 20 % len(NASTY)]
                cells = [f'learner("{learner}")', *checking(answers), f"{nasty}\nex('3.1').check(str(1))"]
                room.hand_in(learner, chapter3=notebook(*cells))
            case 3:
                room.hand_in(learner, chapter3=list(RUBBISH.values())[place // 20 % len(RUBBISH)])
            case 4:
                (room.folder / learner).mkdir()
            case 5 | 6 | 7:
                (room.folder / f"{learner}.ipynb").write_text(notebook(f'learner("{learner}")', *checking(answers)))
            case _:
                room.hand_in(learner, progress=progress(learner, answers, tried, luck.randrange(3)))
    return room


def by_id(number: str) -> Exercise:
    """An exercise."""
    return next(one for one in exercises() if one.id == number)


def own_design(luck: random.Random) -> dict[str, Any]:
    """An answer to the design, of which hardly two are alike."""
    return {"3.9": {"maintenance.touch_ordinary": round(luck.uniform(0.02, 0.2), 3)}}
