"""Which engine simulates: the one asked for, or the one that answers first. Nobody can tell from the history."""

from collections.abc import Callable

from crmsim.engine import cache, warm
from crmsim.engine.history import History, Progress
from crmsim.engine.plan import Plan
from crmsim.errors import EngineError
from crmsim.settings.mistakes import nearest

ENGINES = ("auto", "compiled", "simpy")

LONG = 500_000
"""Customer-months from which compiling first is quicker than the readable engine."""

Engine = Callable[[Plan, Progress], History]


def engine_for(name: str, plan: Plan) -> tuple[str, Engine]:
    """The engine of that name, and the name of what it came out to be.

    Raises:
        EngineError: there is no such engine.
    """
    if name not in ENGINES:
        known = dict.fromkeys(ENGINES)
        raise EngineError(f"there is no engine '{name}'; {nearest(name, known)}")
    chosen = _quickest(plan) if name == "auto" else name
    # Each engine is imported only when it is wanted: one brings SimPy, the other Numba.
    if chosen == "compiled":
        from crmsim.engine import compiled_engine

        return chosen, compiled_engine.simulate
    from crmsim.engine import simpy_engine

    return chosen, simpy_engine.simulate


def _quickest(plan: Plan) -> str:
    """The compiled engine if it is ready or worth the wait; else the readable one, while the other warms up."""
    if cache.is_filled() or len(plan.customers) * plan.months > LONG:
        return "compiled"
    warm.start()
    return "simpy"
