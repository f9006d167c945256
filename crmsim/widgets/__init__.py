"""What learners touch: the lab, whose controls come from the settings' own metadata."""

from crmsim.widgets.lab import Lab
from crmsim.widgets.switches import Switches

__all__ = ["Lab", "Switches"]
