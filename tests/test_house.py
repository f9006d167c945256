"""The house figures hold: functions stay short and shallow, files stay small, and nothing is dead."""

import ast
import statistics

import house
import pytest
from house import Measured


@pytest.fixture(scope="module")
def functions() -> list[Measured]:
    """Every function of the package in figures."""
    return house.functions()


def test_functions_stay_small(functions: list[Measured]) -> None:
    """Half of the functions are a few lines, nine in ten a short paragraph, and each is taken in at a glance."""
    lines = sorted(function.lines for function in functions)
    assert lines[0] >= 1
    assert statistics.median(lines) <= house.MEDIAN_LINES
    assert lines[len(lines) * 9 // 10] <= house.USUAL_LINES
    assert [function for function in functions if function.lines > house.MOST_LINES] == []


def test_files_stay_small() -> None:
    """No file has more lines than one can keep in mind."""
    assert house.long_files() == {}


def test_blocks_stay_shallow(functions: list[Measured]) -> None:
    """No function nests deeper than one can follow."""
    assert max(function.nesting for function in functions) == house.MOST_NESTING
    assert [function for function in functions if function.nesting > house.MOST_NESTING] == []


def test_nesting_is_counted_as_it_is_read() -> None:
    """Each block within a block counts once, `elif` not at all, and a function within is another's matter."""
    text = "def f():\n  for x in y:\n    if x: pass\n    elif z:\n      while q: pass\n    def g():\n      with p: pass"
    assert house.nesting(ast.parse(text).body[0]) == 3


def test_nothing_is_dead() -> None:
    """Whatever is defined is named somewhere else: in code, in a string, in a notebook or an exercise."""
    assert house.dead_code() == []
