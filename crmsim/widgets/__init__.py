"""What learners touch: the lab, whose controls come from the settings' own metadata, and forms."""

from crmsim.widgets.form import Form
from crmsim.widgets.lab import Lab

__all__ = ["Form", "Lab"]
