"""The course's points for its review questions: what an answer may name, and by which words (`points.toml`)."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from crmsim.settings import lever_at
from crmsim.settings.fields import Settings

Question = Literal["Q1", "Q2"]
"""The course's two review questions, by their numbers in the course."""

Sense = Literal["do", "avoid", "either"]
"""Whether an answer is to advise a point, to warn of it, or only to name it."""

Words = Annotated[tuple[str, ...], BeforeValidator(tuple)]


class Spoken(Settings):
    """A text in both languages."""

    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)

    def said(self, lang: str) -> str:
        """The text in one of them."""
        return self.zh if lang == "zh" else self.en


SPOKEN = tuple(Spoken.model_fields)
"""The languages that exercises and review questions are written in; readers of others read the first."""


class Part(Spoken):
    """A part of the course under which points stand together."""

    key: str
    question: Question


class Named(Settings):
    """Ways of naming a point, in both languages; `a + b` stands for both in one sentence."""

    en: Words
    zh: Words


class Point(Spoken):
    """A point of the course that an answer to a review question can name."""

    item: str
    """Its number in the course."""
    part: str
    """The part under which it stands."""
    sense: Sense = "do"
    words: Named
    """How an answer names it."""
    but: Words = ()
    """What looks like it and is not."""
    settings: Words = ()
    """The settings by which it shows in a run."""
    indicators: Words = ()
    """The indicators in which it shows."""


class Points(Settings):
    """All parts, points and examples."""

    part: Annotated[tuple[Part, ...], BeforeValidator(tuple)]
    point: Annotated[tuple[Point, ...], BeforeValidator(tuple)]
    example: dict[Question, Spoken]
    """An answer to each question that leaves much out."""

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        """Every point stands under a part that there is, no item has two, and every setting is one."""
        items = [point.item for point in self.point]
        twice = sorted({item for item in items if items.count(item) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)} stand there twice; leave one out")
        lost = [point.item for point in self.point if point.part not in {part.key for part in self.part}]
        if lost:
            raise ValueError(f"{', '.join(lost)} stand under no part that there is; name one of [[part]]")
        for point in self.point:
            for path in point.settings:
                lever_at(path)
        return self

    def parts(self, question: Question) -> tuple[Part, ...]:
        """The parts of a question, in their order."""
        return tuple(part for part in self.part if part.question == question)

    def points(self, question: Question) -> tuple[Point, ...]:
        """The points of a question, in their order."""
        keys = {part.key for part in self.parts(question)}
        return tuple(point for point in self.point if point.part in keys)


@cache
def course() -> Points:
    """The points of the packaged file."""
    text = (files("crmsim") / "course" / "reviewing" / "points.toml").read_text("utf-8")
    return Points.model_validate(tomllib.loads(text))
