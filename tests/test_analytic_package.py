"""The closed formulas are one light package with one kind of refusal."""

import subprocess
import sys
from typing import Any

import pytest

from crmsim import analytic
from crmsim.errors import CrmsimError

HEAVY = ("altair", "ipywidgets", "numba", "pandas", "pydantic", "scipy", "simpy")


def test_importing_the_formulas_loads_nothing_heavy() -> None:
    """A fresh Python that imports the formulas has neither an engine nor tables nor charts in memory."""
    script = f"import sys, crmsim.analytic; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there_and_explained() -> None:
    """Each name that the package promises exists and has a docstring."""
    assert [name for name in analytic.__all__ if not getattr(analytic, name).__doc__] == []


def test_a_refusal_goes_by_both_names() -> None:
    """Whoever looks for the package's own error finds it, and so does whoever looks for a plain `ValueError`."""
    for kind in (CrmsimError, ValueError, analytic.FormulaError):
        with pytest.raises(kind, match="retention"):
            analytic.margin_multiple(1.5, 0.1)


def test_a_refusal_is_one_sentence() -> None:
    """Even where several things are wrong, only the first is told, in one sentence."""
    with pytest.raises(CrmsimError) as refusal:
        analytic.margin_multiple(-1.0, -1.0)
    assert refusal.value.mistakes == ("The retention is -1.0 but must be from 0 to 1: give a share, not a percentage.",)


@pytest.mark.parametrize(
    ("formula", "given", "message"),
    [
        ("margin_multiple", ("most", 0.1), "retention is 'most' but must be a number: give one"),
        ("margin_multiple", (0.5, None), "discount is None but must be a number: give one"),
        ("gini", (["a", "b"],), "values is a list but must be numbers in rows of one length: give"),
        ("markov_value", ([[1.0], [0.5, 0.5]], [1.0], 0.1), "transition is a list but must be numbers in rows of one"),
        ("gini", ([[1.0, 2.0]],), r"values is of shape \(1, 2\) but must be a row of numbers: reshape it"),
        ("markov_value", ([1.0], [1.0], 0.1), r"transition is of shape \(1,\) but must be a table of numbers, rows by"),
    ],
)
def test_what_is_no_number_is_refused_like_any_other_mistake(
    formula: str, given: tuple[Any, ...], message: str
) -> None:
    """Words, lists of words, ragged tables and tables of the wrong shape get the same kind of answer."""
    with pytest.raises(CrmsimError, match=message):
        getattr(analytic, formula)(*given)
