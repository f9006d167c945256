"""Closed formulas that simulated waits are held against."""

from crmsim.analytic.queues import erlang_c_wait, priority_waits

__all__ = ["erlang_c_wait", "priority_waits"]
