"""Controls made from the settings' own metadata: bounds, unit, label and meaning stand nowhere else."""

from fractions import Fraction
from math import gcd
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]  # it has no types

from crmsim.course.still import name_of
from crmsim.language import Say
from crmsim.settings import Lever

STEPS = 50
"""Steps that a slider has at least over its setting's bounds."""

LATTICE = 10**9
"""Settings are told apart to so many parts of one."""


def control(lever: Lever, value: Any, say: Say) -> Any:
    """The control of one setting."""
    low, high = lever.about.bounds
    text = f"{name_of(lever, say)} ({say(lever.about.unit)})"
    common = {
        "description": text,
        "tooltip": say(lever.meaning),
        "style": {"description_width": "260px"},
        "layout": widgets.Layout(width="620px"),
    }
    if lever.kind is bool:
        return widgets.Checkbox(value=bool(value), indent=False, **common)
    if lever.kind is int:
        return widgets.IntSlider(value=int(value), min=int(low), max=int(high), **common)
    step = step_of(float(low), float(high), float(value))
    return widgets.FloatSlider(
        value=float(value), min=float(low), max=float(high), step=step, readout_format=".4g", **common
    )


def step_of(low: float, high: float, value: float) -> float:
    """The step of a slider: at least so many over its bounds, and the value itself is one of them.

    A page moves a slider that stands between two steps, and the baseline would no longer be the baseline.
    """
    span, at = (Fraction(str(x)) - Fraction(str(low)) for x in (high, value))
    common = Fraction(gcd(*(int(x * LATTICE) for x in (span, at))), LATTICE)
    whole = span / common
    parts = next(parts for parts in range(1, STEPS + 1) if parts * whole >= STEPS) if whole < STEPS else 1
    return float(common / parts)
