"""Mistakes in the reader's language: what a learner can do wrong in notebooks and labs is told in Chinese, too."""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import crmsim
from crmsim.course import chapter1
from crmsim.course.mistakes import sentence
from crmsim.errors import CrmsimError
from crmsim.experiment.checks import check_kpi
from crmsim.experiment.compare import compare
from crmsim.language import chosen, entries, speaker
from crmsim.reasons import known, told
from crmsim.run import Run, simulate
from crmsim.settings import Scenario, lever_at, load
from crmsim.settings.toml import parse

HOME = Path(crmsim.__file__).parent
BRANCH = Scenario(name="small").with_settings({"months": 3, "market.customers": 40, "market.opening_months": 0})
CARE = "maintenance.care_premium"
QUOTED = r"“[^”]*”|`[^`]*`|'[^']*'|这里可以写：[\w, .-]+"
CODE = r"[\w.\[\]-]+ = \S+|\.\w+|\w+=\S+|[\w.]+\.\w+|\[+\w*\]+|TOML|CSV"
NAMES = re.compile(f"{QUOTED}|{CODE}")
"""What stays as it is in any language: names, values and commands."""


def run() -> Run:
    """A small run without events."""
    return simulate(BRANCH, engine="simpy", record=False)


MISTAKES: dict[str, Callable[[], object]] = {
    "a setting misspelt": lambda: lever_at("maintenance.care_premum"),
    "a setting made up": lambda: lever_at("zzzz"),
    "a setting that is not of a scenario": lambda: load("baseline").with_settings({"maintenance.zzz": 1.0}),
    "too low": lambda: load("baseline").with_settings({CARE: -1.0}),
    "too high": lambda: load("baseline").with_settings({CARE: 99.0}),
    "text for a number": lambda: load("baseline").with_settings({CARE: "much"}),
    "a part for a whole": lambda: load("baseline").with_settings({"months": 1.5}),
    "a scenario misspelt": lambda: simulate("basline"),
    "a scenario made up": lambda: simulate("zzzzzzzz"),
    "a seed below 0": lambda: simulate(BRANCH, seed=-1),
    "no jobs": lambda: simulate(BRANCH, jobs=0),
    "an engine misspelt": lambda: simulate(BRANCH, engine="compild"),
    "a language that is not there": lambda: chosen("fr"),
    "an indicator misspelt": lambda: check_kpi("contributon"),
    "a customer who is not there": lambda: chapter1.compare_two(simulate(BRANCH, engine="simpy"), 2, 99_999),
    "events that were not kept": lambda: run().events,
    "one scenario compared": lambda: compare(["baseline"]),
    "a scenario twice": lambda: compare(["baseline", "baseline"]),
    "no share for precision": lambda: compare(["baseline", "no-exit"], precision=2.0),
    "a file that is empty": lambda: parse(" ", "mine.toml"),
    "a setting in the wrong table": lambda: parse("[bank]\ncare_premium = 1.0", "mine.toml"),
    "a switch that is no switch": lambda: parse("[[schedule]]\n[schedule.exit]\nbroad = 3", "mine.toml"),
    "a schedule that begins late": lambda: parse("[[schedule]]\nfrom_month = 3", "mine.toml"),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_learners_mistake_is_told_in_chinese(mistake: Callable[[], object]) -> None:
    """The reason is Chinese but for names and figures, and the English one is what was raised."""
    with pytest.raises(CrmsimError) as raised:
        mistake()
    error = raised.value
    assert str(error) in sentence(error, speaker("en"))
    chinese = sentence(error, speaker("zh")).partition("：")[2]
    assert re.search(r"[\u4e00-\u9fff]", chinese), chinese
    assert re.findall(r"[A-Za-z]{3,}", NAMES.sub("", chinese)) == [], chinese


def test_what_is_said_without_a_catalogue_stays() -> None:
    """A reason that no catalogue has is told as it is, beside another one that has its Chinese."""
    lines = told("something else: entirely\nthere is no setting 'x'; see `crmsim levers`", speaker("zh")).split("\n")
    assert lines == ["something else: entirely", "没有“x”这个设置；请看`crmsim levers`"]
    assert known("something else: entirely", speaker("zh")) is None


def test_every_sentence_of_the_catalogue_is_one_of_the_code() -> None:
    """No entry outlives the error that it translates: its words stand in some text of the package, in this order."""
    texts = set()
    for file in HOME.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                texts.add("".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(re.sub(r"\{\w+\}", "{}", node.value))
    bare = {text: re.sub(r"\{\w+\}", "{}", text) for text in entries("zh", "errors")}
    assert [text for text, form in bare.items() if not any(form in one for one in texts)] == []
