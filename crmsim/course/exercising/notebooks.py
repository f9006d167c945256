"""Exercise notebooks: for learners, with a place to answer in each exercise, and solved, for those who have the key."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from crmsim.course.exercising.figures import figures_of
from crmsim.course.exercising.keys import mixed, solution
from crmsim.course.exercising.source import Sheet
from crmsim.course.exercising.task import FILE, Book, Chapter, Task
from crmsim.course.refresh import KERNEL
from crmsim.language import Say, speaker

BEGIN = "from crmsim.course import ex, learner, progress\n\n"


def name_of(chapter: str) -> str:
    """What the notebook of a chapter is called."""
    return f"exercises_{chapter.lower()}.ipynb"


def write(folder: Path, book: Book, solutions: Sequence[Sheet] = ()) -> list[Path]:
    """Write a notebook for each chapter, and beside learners' ones the exercises themselves.

    Args:
        folder: where to; it is there.
        book: the exercises.
        solutions: the instructor's exercises, for solved notebooks; none for learners' ones.

    Returns:
        The files, in the order of chapters.
    """
    files = []
    if not solutions:
        files.append(folder / FILE)
        files[0].write_text(book.model_dump_json(exclude_defaults=True) + "\n", "utf-8")
    for chapter in book.chapters:
        file = folder / name_of(chapter.chapter)
        file.write_text(text_of(notebook(chapter, book.lang, solutions)), "utf-8")
        files.append(file)
    return files


def notebook(chapter: Chapter, lang: str, solutions: Sequence[Sheet] = ()) -> dict[str, Any]:
    """The notebook of a chapter in Jupyter's format 4.5, without outputs: figures are each learner's own."""
    cells = [cell(*one) for one in cells_of(chapter, lang, answers_of(chapter, solutions, lang))]
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def cell(kind: str, name: str, source: str) -> dict[str, Any]:
    """A cell of text or of code."""
    common = {"id": name, "metadata": {}, "source": source}
    if kind == "text":
        return {"cell_type": "markdown", **common}
    return {"cell_type": "code", "execution_count": None, "outputs": [], **common}


def text_of(made: dict[str, Any]) -> str:
    """A notebook as Jupyter writes it: who gives exercises to a class need not have Jupyter installed."""
    cells = [{**one, "source": one["source"].splitlines(keepends=True)} for one in made["cells"]]
    return json.dumps({**made, "cells": cells}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def answers_of(chapter: Chapter, solutions: Sequence[Sheet], lang: str) -> dict[str, Any]:
    """The solutions of a chapter's exercises in their first version, by their numbers."""
    return {
        exercise.id: solution(exercise, figures_of(exercise, 0), mixed(exercise, 0), lang)
        for sheet in solutions
        if sheet.chapter == chapter.chapter
        for exercise in sheet.exercise
    }


def cells_of(chapter: Chapter, lang: str, answers: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Kind, name and source of each cell."""
    say = speaker(lang)
    yield "text", "title", f"# {chapter.title}\n\n{chapter.intro}\n\n{say(HOW if not answers else SOLVED)}"
    yield "code", "begin", BEGIN + ("learner()" if not answers else 'learner("")')
    for task in chapter.tasks:
        mark = task.id.replace(".", "-").lower()
        yield "text", f"t-{mark}", heading(task, say)
        if task.versions[0].customers:
            yield "code", f"d-{mark}", f'ex("{task.id}").data.head()'
        if not answers:
            yield "code", f"e-{mark}", f'ex("{task.id}")'
        else:
            yield "code", f"q-{mark}", f'ex("{task.id}").ask()'
            yield "code", f"e-{mark}", f'ex("{task.id}").check({answers[task.id]!r})'
    yield "text", "end", f"## {say('How far you are')}\n\n{say(END)}"
    yield "code", "progress", f'progress("{chapter.chapter}")'


def heading(task: Task, say: Say) -> str:
    """The heading of an exercise: its number and title, what is asked, and where to read again."""
    points, items = say("points: {points}").format(points=task.points), ", ".join(task.items)
    again = say("read again: {items}").format(items=items)
    return f"## {task.id} {task.title}\n\n*{say(task.stage)} · {points} · {again}*"


HOW = (
    "Run a box by Shift+Enter, answer below the question, and press **Check** as often as you like; **Hint** helps, "
    "from a nudge to nearly there. Figures are your own: say first who you are. What you have answered is kept in the "
    "file crmsim-progress.json beside this notebook, which your instructor may ask you for."
)
SOLVED = "**The instructor's version**: each exercise with its solution, in the figures of the first version."
END = "Run this box at any time to see what is done."
