"""Closed formulas to hold simulations against and to teach with: values of customers, retention, waits, concentration.

Each is a function of plain numbers or arrays; none simulates anything or draws a random number.
"""

from crmsim.analytic.checks import FormulaError
from crmsim.analytic.concentration import gini, lorenz, top_share
from crmsim.analytic.queues import erlang_c_wait, finite_source_wait, priority_waits
from crmsim.analytic.retention import ShiftedBetaGeometric, fit_shifted_beta_geometric
from crmsim.analytic.value import Stopping, best_stopping, margin_multiple, markov_value

__all__ = [
    "FormulaError",
    "ShiftedBetaGeometric",
    "Stopping",
    "best_stopping",
    "erlang_c_wait",
    "finite_source_wait",
    "fit_shifted_beta_geometric",
    "gini",
    "lorenz",
    "margin_multiple",
    "markov_value",
    "priority_waits",
    "top_share",
]
