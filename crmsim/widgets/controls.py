"""Controls made from the settings' own metadata: bounds, unit, label and meaning stand nowhere else."""

from fractions import Fraction
from math import ceil, gcd
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]  # it has no types

from crmsim.course.still import name_of
from crmsim.language import Say
from crmsim.settings import Lever, Number

STEPS = 50
"""Steps that a slider has at least over its setting's bounds."""

FINEST = 1000
"""Steps beyond which a key would hardly move a slider."""

LABELS, WIDTH = "380px", "760px"
"""Room for the longest label with its unit, and for the whole control."""

DIGITS = 9
LATTICE = 10**DIGITS
"""Settings are told apart to so many parts of one."""


def control(lever: Lever, value: Any, say: Say) -> Any:
    """The control of one setting."""
    low, high = lever.about.bounds
    text = f"{name_of(lever, say)} ({say(lever.about.unit)})"
    common = {
        "description": text,
        "tooltip": say(lever.meaning),
        "style": {"description_width": LABELS},
        "layout": widgets.Layout(width=WIDTH),
    }
    if lever.kind is bool:
        return widgets.Checkbox(value=bool(value), indent=False, **common)
    if lever.kind is int:
        return widgets.IntSlider(value=int(value), min=int(low), max=int(high), **common)
    step = step_of(float(low), float(high), float(value))
    return widgets.FloatSlider(
        value=float(value), min=float(low), max=float(high), step=step, readout_format=".4g", **common
    )


def meant(value: Number) -> Number:
    """The value that a control means: a page reckons in steps, and what it sends may lie a hair's breadth beside it."""
    return round(value, DIGITS) if isinstance(value, float) else value


def step_of(low: float, high: float, value: float) -> float:
    """The step of a slider: at least so many over its bounds, and the value itself is one of them.

    A page moves a slider that stands between two steps, and the baseline would no longer be the baseline. Where steps
    that meet value and bounds alike would be too fine to be felt, they meet the value.
    """
    span, at = (Fraction(str(x)) - Fraction(str(low)) for x in (high, value))
    common = Fraction(gcd(*(int(x * LATTICE) for x in (span, at))), LATTICE)
    whole = span / common
    if whole > FINEST:
        return float(at / ceil(at * STEPS / span))
    parts = next(parts for parts in range(1, STEPS + 1) if parts * whole >= STEPS) if whole < STEPS else 1
    return float(common / parts)
