"""crmsim: a bank branch, its customers and its choices, to learn from and to experiment with.

The public names load on first use, so that `import crmsim` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crmsim import analytic as analytic
    from crmsim.errors import CrmsimError as CrmsimError
    from crmsim.experiment.compare import compare as compare
    from crmsim.experiment.explain import explain as explain
    from crmsim.experiment.game import Game as Game
    from crmsim.experiment.optimise import optimise as optimise
    from crmsim.experiment.sensitivity import sensitivity as sensitivity
    from crmsim.experiment.tournament import tournament as tournament
    from crmsim.experiment.worth import customer_worth as customer_worth
    from crmsim.population.customer_file import read_customers as read_customers
    from crmsim.run import Run as Run
    from crmsim.run import simulate as simulate
    from crmsim.settings import Scenario as Scenario
    from crmsim.settings import load as load
    from crmsim.settings import scenarios as scenarios

__version__ = "0.1.0"

_HOMES = {
    "CrmsimError": "crmsim.errors",
    "Game": "crmsim.experiment.game",
    "Run": "crmsim.run",
    "Scenario": "crmsim.settings",
    "compare": "crmsim.experiment.compare",
    "customer_worth": "crmsim.experiment.worth",
    "explain": "crmsim.experiment.explain",
    "load": "crmsim.settings",
    "optimise": "crmsim.experiment.optimise",
    "read_customers": "crmsim.population.customer_file",
    "scenarios": "crmsim.settings",
    "sensitivity": "crmsim.experiment.sensitivity",
    "simulate": "crmsim.run",
    "tournament": "crmsim.experiment.tournament",
}

__all__ = [
    "CrmsimError",
    "Game",
    "Run",
    "Scenario",
    "__version__",
    "analytic",
    "compare",
    "customer_worth",
    "explain",
    "load",
    "optimise",
    "read_customers",
    "scenarios",
    "sensitivity",
    "simulate",
    "tournament",
]


def __getattr__(name: str) -> Any:
    """Fetch a public name from the module that defines it."""
    if name == "analytic":
        return import_module("crmsim.analytic")
    if name not in _HOMES:
        raise AttributeError(f"module 'crmsim' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
