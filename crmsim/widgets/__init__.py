"""What learners touch: the lab, whose controls come from the settings' own metadata."""

from crmsim.widgets.lab import Lab

__all__ = ["Lab"]
