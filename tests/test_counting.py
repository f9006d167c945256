"""How far an experiment has come, as a notebook shows it."""

import pytest

pytest.importorskip("ipywidgets", reason="the lab is an extra: install [lab]")

import crmsim
from crmsim.widgets import Counting


def test_the_bar_tells_rate_and_time_left_of_what_is_simulated_now() -> None:
    """Runs that were known before count as done, and not as quick."""
    seconds = iter([10.0, 12.0, 14.0])
    bar = Counting("en", lambda: next(seconds))
    bar(20, 60)
    assert bar.text.value == "20 of 60 runs"
    bar(30, 60)
    assert (bar.bar.value, bar.bar.max, bar.text.value) == (30, 60, "30 of 60 runs, 5.0 a second, 6 s left")
    bar(60, 60)
    assert bar.text.value == "60 of 60 runs, 10.0 a second, 0 s left"


def test_a_comparison_tells_the_bar() -> None:
    """At the end of a comparison the bar is full, in the reader's language."""
    bar = Counting("zh")
    small = {"months": 3, "market.customers": 20, "market.potential": 20}
    pair = [crmsim.load(name).with_settings(small) for name in ("baseline", "differentiated")]
    crmsim.compare(pair, 2, jobs=1, cache=False, progress=bar)
    assert (bar.bar.value, bar.bar.max) == (4, 4)
    assert bar.text.value.startswith("已完成4次，共4次模拟")


def test_every_public_name_is_there_and_says_what_it_is() -> None:
    """Each name of the public face loads and has words of its own."""
    names = [name for name in crmsim.__all__ if not name.startswith("__")]
    assert [name for name in names if not getattr(crmsim, name).__doc__] == []
    assert {"compare", "load", "simulate", "analytic"} <= set(names)
    with pytest.raises(AttributeError, match="no attribute 'comparee'"):
        _ = crmsim.comparee
