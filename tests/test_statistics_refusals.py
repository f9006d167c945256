"""What statistics refuse, each with one sentence that says what, where, the bound and the remedy."""

import math
from collections.abc import Callable

import pytest

from crmsim.errors import CrmsimError
from crmsim.statistics import (
    best_of,
    contenders,
    holm,
    interval,
    is_precise,
    paired_difference,
    rank_luck,
    rank_probabilities,
    replications_needed,
    select,
    simultaneous_level,
)

NAN = math.nan
PAIR = [[1.0, 2.0, 4.0], [2.0, 2.0, 3.0]]

REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: interval([]), "interval: values has the shape (0,), but"),
    (lambda: interval(3.0), "interval: values has the shape (), but"),
    (lambda: interval(PAIR), "interval: values has the shape (2, 3), but"),
    (lambda: interval(["much"]), "interval: values is ['much'], but must be numbers"),
    (lambda: interval([NAN, NAN]), "interval: values is NaN in all 2 replications, but"),
    (lambda: interval([1.0, -math.inf]), "interval: values holds -inf, but must lie within ±1e+100; give NaN"),
    (lambda: interval([1.0, 2.0], 0.0), "interval: level is 0.0, but must be above 0 and below 1; give 0.95"),
    (lambda: interval([1.0, 2.0], 95), "interval: level is 95, but"),
    (lambda: interval([1.0, 2.0], NAN), "interval: level is nan, but"),
    (lambda: paired_difference([1.0], []), "paired_difference: other has the shape (0,), but"),
    (lambda: paired_difference([1.0], [1.0, 2.0]), "one has 1 replications and other 2, but must have as many"),
    (lambda: paired_difference([1.0, NAN], [NAN, 1.0]), "never both a number in 2 replications, but"),
    (lambda: paired_difference(*PAIR, 1.0), "paired_difference: level is 1.0, but"),
    (lambda: holm([]), "holm: p_values has the shape (0,), but"),
    (lambda: holm([[0.1]]), "holm: p_values has the shape (1, 1), but"),
    (lambda: holm([0.5, 1.5]), "holm: p_values holds 1.5, but must lie from 0 to 1; give NaN"),
    (lambda: simultaneous_level(0.95, 0), "simultaneous_level: comparisons is 0, but must be 1 or more"),
    (lambda: simultaneous_level(2.0, 3), "simultaneous_level: level is 2.0, but"),
    (lambda: is_precise([], 0.1), "is_precise: values has the shape (0,), but"),
    (lambda: is_precise([1.0], -0.1), "is_precise: relative is -0.1, but must be 0 or more and finite"),
    (lambda: is_precise([1.0], 0.1, absolute=NAN), "is_precise: absolute is nan, but"),
    (lambda: is_precise([1.0], 0.0), "is_precise: relative and absolute are both 0, but one must be above 0"),
    (lambda: is_precise([1.0], 0.1, level=1.0), "is_precise: level is 1.0, but"),
    (lambda: replications_needed([1.0, NAN], 0.1), "replications_needed: values has 1 number, but must have 2 or more"),
    (lambda: replications_needed([1.0, 2.0], math.inf), "replications_needed: relative is inf, but"),
    (lambda: rank_luck([1.0, 2.0]), "rank_luck: samples has the shape (2,), but"),
    (lambda: rank_luck([[1.0], [2.0]]), "rank_luck: samples has 1 replications in which every scenario has a number"),
    (lambda: rank_luck([[1.0, 2.0], [2.0]]), "rank_luck: samples is [[1.0, 2.0], [2.0]], but must be numbers in rows"),
    (lambda: rank_luck([[1.0, 2.0], [NAN, NAN]]), "NaN in all 2 replications of scenario 1 (counted from 0), but"),
    (lambda: rank_probabilities([[]]), "rank_probabilities: samples has the shape (1, 0), but"),
    (lambda: contenders([[1.0, NAN], [NAN, 2.0]]), "contenders: samples has 0 replications in which every scenario"),
    (lambda: contenders(PAIR, 1.0), "contenders: level is 1.0, but"),
    (lambda: select([], indifference=1.0), "select: samples has the shape (0,), but"),
    (lambda: select(PAIR, -1.0, indifference=1.0), "select: level is -1.0, but"),
    (lambda: select(PAIR, indifference=0.0), "select: indifference is 0.0, but must be above 0 and finite"),
    (lambda: select(PAIR, indifference=1e-12), "select: indifference is 1e-12, but must be"),
    (lambda: select(PAIR, indifference=1.0, first=1), "select: first is 1, but must be from 2 to the 3 replications"),
    (lambda: select(PAIR, indifference=1.0, first=4), "select: first is 4, but"),
    (lambda: best_of(PAIR, indifference=math.inf), "best_of: indifference is inf, but"),
    (lambda: best_of([[1.0, math.inf], [1.0, 2.0]], indifference=1.0), "best_of: samples holds inf, but"),
]


@pytest.mark.parametrize(("call", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_bad_input_is_refused_in_one_sentence(call: Callable[[], object], words: str) -> None:
    """A refusal is one sentence that names place, value, bound and, after a semicolon, the remedy."""
    with pytest.raises(CrmsimError) as refusal:
        call()
    (sentence,) = refusal.value.mistakes
    assert words in sentence
    assert ", but must" in sentence or ", but one must" in sentence
    assert sentence.count("; ") == 1
    assert "\n" not in sentence
    assert ". " not in sentence
