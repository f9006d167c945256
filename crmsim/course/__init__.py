"""The course: a module a chapter that its notebook calls, what stands behind each, and the one way of its outputs.

Exercises are reached from here: `from crmsim.course import ex, learner, progress`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crmsim.course.exercising.desk import ex as ex
    from crmsim.course.exercising.desk import learner as learner
    from crmsim.course.exercising.desk import progress as progress

__all__ = ["ex", "learner", "progress"]


def __getattr__(name: str) -> Any:
    """Fetch a public name from the module that defines it."""
    if name not in __all__:
        raise AttributeError(f"module 'crmsim.course' has no attribute {name!r}")
    return getattr(import_module("crmsim.course.exercising.desk"), name)
