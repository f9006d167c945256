"""Where the readable engine's time goes, by the acts of a customer's life and by the parts of the package."""

import cProfile
import pstats
from pathlib import Path
from typing import Any

import crmsim
from crmsim.engine import simpy_engine
from crmsim.engine.history import no_progress
from crmsim.engine.plan import Plan

ACTS = {
    "need_arises": "a need",
    "offer_comes": "a competitor's offer",
    "problem_arises": "a problem",
    "is_touched": "a moment of unasked care",
    "is_found": "a moment of the search",
    "begin": "work begins",
    "service_ended": "a service visit ends",
    "problem_solved": "a problem is solved",
    "cared_for": "unasked care ends",
    "step_ended": "a step of winning ends",
    "close_month": "a month closes",
    "review": "a review",
    "grow_older": "a customer's year",
    "mind_credit": "a month of a bad loan or an exit",
    "look_at": "a borrower is looked at",
    "survey": "a survey",
}
"""Acts whose time is told, with all that they call."""

HOME = Path(crmsim.__file__).parent


def profile(ready: Plan) -> dict[str, Any]:
    """Shares of the time: of each act with all that it calls, and of each part of the package by itself."""
    watched = cProfile.Profile()
    watched.enable()
    simpy_engine.simulate(ready, no_progress)
    watched.disable()
    figures = pstats.Stats(watched).stats  # type: ignore[attr-defined]  # the figures behind its printing
    total = sum(own for _, _, own, _, _ in figures.values())
    acts: dict[str, dict[str, float]] = {}
    parts: dict[str, float] = {}
    for (file, _, name), (_, calls, own, within, _) in figures.items():
        if name in ACTS and "acts" in Path(file).parts:
            acts[ACTS[name]] = {"calls": calls, "share": within / total}
        part = part_of(Path(file))
        parts[part] = parts.get(part, 0.0) + own / total
    return {"acts": acts, "parts": parts}


def part_of(file: Path) -> str:
    """The part of the package to which a file belongs, or the library."""
    if file.is_relative_to(HOME):
        inside = file.relative_to(HOME)
        return "/".join(inside.parts[:2]).removesuffix(".py") if inside.parts[0] == "law" else inside.parts[0]
    return "simpy" if "simpy" in file.parts else "Python's own"


def text(found: dict[str, Any]) -> list[str]:
    """The shares as tables of Markdown, the greatest first."""
    acts = sorted(found["acts"].items(), key=lambda item: -item[1]["share"])
    parts = sorted(found["parts"].items(), key=lambda item: -item[1])
    return [
        "| what happens, on the default branch | times | share of the readable engine's time |",
        "|---|---|---|",
        *(f"| {name} | {act['calls']:,.0f} | {act['share']:.1%} |" for name, act in acts),
        "",
        "| part of the package | share, by itself |",
        "|---|---|",
        *(f"| {name.removesuffix('.py')} | {share:.1%} |" for name, share in parts if share >= 0.002),
    ]
