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


def choose(name: str, customer_months: float) -> str:
    """The name of the engine that so much work goes to.

    The work is given in customers of the market times months.

    Raises:
        EngineError: there is no such engine.
    """
    if name not in ENGINES:
        known = dict.fromkeys(ENGINES)
        raise EngineError(f"there is no engine '{name}'; {nearest(name, known)}")
    return _quickest(customer_months) if name == "auto" else name


def by_name(name: str) -> Engine:
    """The engine `compiled` or `simpy`; it is imported only when it is wanted: one brings SimPy, the other Numba."""
    if name == "compiled":
        from crmsim.engine import compiled_engine

        return compiled_engine.simulate
    from crmsim.engine import simpy_engine

    return simpy_engine.simulate


def make_ready(name: str) -> None:
    """Have the compiled engine's kernel kept before many processes want it at once."""
    if name == "compiled" and cache.is_writable() and not cache.is_filled():
        warm.wait()


def _quickest(customer_months: float) -> str:
    """The compiled engine if it is ready or worth the wait; else the readable one, while the other warms up."""
    if cache.is_filled() or customer_months > LONG:
        return "compiled"
    warm.start()
    return "simpy"
