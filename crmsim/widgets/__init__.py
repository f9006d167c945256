"""What learners touch: labs, whose controls come from the settings' own metadata, and forms."""

from crmsim.widgets.answer import Answer
from crmsim.widgets.answering import Answering, Badge
from crmsim.widgets.counting import Counting
from crmsim.widgets.developing import channel_mixer, ideal_customer, managers
from crmsim.widgets.form import Form
from crmsim.widgets.lab import Lab
from crmsim.widgets.rounds import Rounds
from crmsim.widgets.smart import GoalBuilder
from crmsim.widgets.switches import Switches

__all__ = [
    "Answer",
    "Answering",
    "Badge",
    "Counting",
    "Form",
    "GoalBuilder",
    "Lab",
    "Rounds",
    "Switches",
    "channel_mixer",
    "ideal_customer",
    "managers",
]
