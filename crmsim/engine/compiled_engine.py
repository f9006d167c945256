"""The compiled engine: Numba compiles the event loop, and with it the very same acts and laws."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from threading import Lock, current_thread, main_thread
from types import FrameType, FunctionType
from typing import Any

import numba

from crmsim import luck, luck64
from crmsim.acts import record
from crmsim.engine import cache, kernel, warm
from crmsim.engine.compiler import rebound
from crmsim.engine.history import History, Progress
from crmsim.engine.machine import Machine, Outcome, machine, with_rows, with_spares
from crmsim.engine.opening import opened
from crmsim.engine.plan import Plan, plan
from crmsim.settings import Scenario

EVENTS_A_TURN = 100_000
"""Events between two looks at the outside, some ten milliseconds: a run no longer wanted can be left at once."""

TWINS: dict[Callable[..., Any], Callable[..., Any]] = {luck.draw: luck64.draw, record.record: kernel.record}
"""What the compiled engine has another twin for than its own source."""

Advance = Callable[[Machine, int], int]

_lock = Lock()
_kernels: dict[str, Advance] = {}


def simulate(plan: Plan, progress: Progress) -> History:
    """Simulate a plan with the compiled event loop."""
    advance = compiled_kernel()
    plan = opened(plan, simulate)
    state = machine(plan, len(plan.customers) * (plan.months + 1) if plan.recording else 0)
    outcome = Outcome.PAUSED
    while outcome != Outcome.ENDED:
        outcome = advance(state, EVENTS_A_TURN)
        if outcome == Outcome.ROWS_FULL:
            state = with_rows(state, len(state.rows) + len(plan.customers))
        elif outcome == Outcome.JOBS_FULL:
            state = with_spares(state, len(state.jobs))
        progress(float(state.branch["month"][0]))
    return history(plan, state)


def history(plan: Plan, state: Machine) -> History:
    """What was simulated, as columns."""
    written = int(state.branch["rows"][0])
    rows = state.rows[: written if plan.recording else 0].copy()
    return History(rows, state.months, state.customers, state.branch, plan.managers, plan.rules[-1], state.years)


def compiled_kernel() -> Advance:
    """The compiled event loop: from memory, from the cache, or compiled now."""
    with _lock:
        key = cache.digest()
        if key not in _kernels:
            if cache.is_writable() and not cache.is_filled():
                warm.wait()
            _kernels[key] = compile_here()
        return _kernels[key]


def compile_here() -> Advance:
    """The event loop from the cache, or compiled in this process and kept there if that can be."""
    return _from_cache() if cache.is_writable() else _compiled(keep=False)


def _from_cache() -> Advance:
    """The event loop from the cache, or compiled and kept there; a cache that cannot be read is as good as none."""
    try:
        with held_back() if cache.is_filled() else nullcontext():
            advance = _compiled(keep=True)
    except Exception:  # a damaged cache shows in many ways, and none of them may stop the simulation
        cache.forget()
        return _compiled(keep=False)
    cache.tidy()
    return advance


@contextmanager
def held_back() -> Iterator[None]:
    """Ctrl-C waits for the end of this: it would be lost in the code that the compiler's library calls back.

    A kernel that is kept is loaded in half a second; one that is compiled takes half a minute, which nobody is to wait
    for. Only the main thread is ever stopped so.
    """
    before = signal.getsignal(signal.SIGINT)
    if current_thread() is not main_thread() or not callable(before):
        yield
        return
    came: list[tuple[int, FrameType | None]] = []
    signal.signal(signal.SIGINT, lambda number, frame: came.append((number, frame)))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            before(*came[-1])


def _compiled(*, keep: bool) -> Advance:
    """The event loop, compiled for the layout of its state."""
    entry: Any = kernel.advance
    if not (keep and cache.is_filled()):  # one that is kept has in it all that it calls, which need not be bound again
        entry = rebound(entry, _inner, TWINS)
    advance = _kept(entry) if keep else numba.njit(entry, **OPTIONS)
    sample = machine(plan(Scenario(), None, 0, 0, recording=False), 0)
    advance.compile((numba.typeof(sample), numba.int64))  # type: ignore[no-untyped-call]  # Numba is untyped
    compiled: Advance = advance
    return compiled


OPTIONS: dict[str, Any] = {
    "error_model": "numpy",  # no check for division by zero: the settings' bounds exclude it
    "nogil": True,
    "_nrt": False,  # the kernel makes no arrays, and counting references to those it is given takes half of its time
}


INNER: dict[str, Any] = {
    **OPTIONS,
    "no_cpython_wrapper": True,  # nothing but the loop calls them: a way in from outside costs half of the compilation
    "no_cfunc_wrapper": True,
}


def _inner(function: FunctionType) -> Any:
    """Compile a function that the event loop calls, into the loop itself."""
    return numba.njit(function, forceinline=True, **INNER)


def _kept(entry: FunctionType) -> Any:
    """The event loop with its cache in our folder: Numba's own would not notice a change in another file."""
    config: Any = numba.config  # which makes its names when it is imported, unseen by a type checker
    before = config.CACHE_DIR
    config.CACHE_DIR = str(cache.folder())
    try:
        return numba.njit(entry, cache=True, **OPTIONS)
    finally:
        config.CACHE_DIR = before
