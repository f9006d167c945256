"""Random scenarios: every lever anywhere within its bounds, and a schedule of one to four strategies."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from crmsim.settings import Lever, Number, Scenario, levers, validated
from crmsim.settings.scenario import STRATEGIES

Cap = Mapping[str, tuple[Number, Number]]


def scenarios(*, cap: Cap | None = None, most_strategies: int = 4) -> SearchStrategy[Scenario]:
    """Scenarios that use the whole of every lever's bounds.

    Args:
        cap: narrower bounds for some levers, by path, such as `{"market.customers": (1, 40)}`.
        most_strategies: the greatest length of the schedule, from 1.
    """
    unknown = set(cap or {}) - {lever.path for lever in levers()}
    if unknown:
        raise ValueError(f"no such levers to cap: {', '.join(sorted(unknown))}")
    return _scenarios(cap or {}, most_strategies)


@st.composite
def _scenarios(draw: DrawFn, cap: Cap, most_strategies: int) -> Scenario:
    """One scenario; its later strategies begin while it runs."""
    whole = draw(_values("", cap))
    months = whole["months"]
    starts = st.sets(st.integers(1, min(months, 479)), max_size=min(most_strategies - 1, months))
    groups = st.fixed_dictionaries({name: _values(name, cap) for name in STRATEGIES})
    schedule = [{"from_month": month, **draw(groups)} for month in (0, *sorted(draw(starts)))]
    return validated({
        "name": draw(st.text(min_size=1, max_size=80)),
        "note": draw(st.text(max_size=200)),
        **whole,
        "market": draw(_values("market", cap)),
        "bank": draw(_values("bank", cap)),
        "schedule": schedule,
    })  # fmt: skip


def _values(group: str, cap: Cap) -> SearchStrategy[dict[str, Any]]:
    """The settings of one group, each under its name."""
    split = [(lever, lever.path.rpartition(".")) for lever in levers()]
    return st.fixed_dictionaries({name: value_of(lever, cap) for lever, (at, _, name) in split if at == group})


def value_of(lever: Lever, cap: Cap) -> SearchStrategy[Number]:
    """Any value that a lever may have, under its cap."""
    low, high = cap.get(lever.path, lever.about.bounds)
    if lever.kind is bool:
        return st.sampled_from([low, high])
    return st.integers(int(low), int(high)) if lever.kind is int else st.floats(float(low), float(high))
