"""Compiles the law without touching it: each function is bound anew, its calls going to compiled twins."""

import dis
from collections import namedtuple
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any

from crmsim.stages import Codes

Function = Callable[..., Any]


def rebound(
    entry: FunctionType, compile_: Callable[[FunctionType], Function], twins: Mapping[Function, Function]
) -> FunctionType:
    """A function of the package whose calls, and their calls, go to compiled functions.

    Args:
        entry: the function to bind anew; it is not compiled itself.
        compile_: compiles one function.
        twins: functions that have another twin than their own source, such as the draw of luck.
    """
    done: dict[Function, Function] = {}

    def bind(function: FunctionType) -> FunctionType:
        namespace = {"__name__": function.__module__}
        for name in names_in(function):
            namespace[name] = twin(function.__globals__[name])
        return FunctionType(function.__code__, namespace, function.__name__, function.__defaults__)

    def twin(thing: Any) -> Any:
        if isinstance(thing, Codes):
            return constants(thing)
        thing = twins.get(thing, thing) if isinstance(thing, FunctionType) else thing
        if not is_ours(thing):
            return thing
        if thing not in done:
            done[thing] = compile_(bind(thing))
        return done[thing]

    return bind(entry)


def names_in(function: FunctionType) -> set[str]:
    """The names of its module that a function reads."""
    read = {i.argval for i in dis.get_instructions(function) if i.opname == "LOAD_GLOBAL"}
    return read & function.__globals__.keys()


def constants(codes: Codes) -> tuple[int, ...]:
    """A family of codes as a named tuple, which a compiler takes for constants."""
    named = {name: value for name, value in vars(codes).items() if name.isupper()}
    return namedtuple(codes.__name__, named)(**named)


def is_ours(thing: Any) -> bool:
    """Whether something is a function of this package."""
    return isinstance(thing, FunctionType) and thing.__module__.startswith("crmsim.")
