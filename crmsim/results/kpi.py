"""What an indicator of a run is."""

from collections.abc import Callable
from dataclasses import dataclass

from crmsim.results.tally import Tally


@dataclass(frozen=True)
class Kpi:
    """One indicator of a run.

    Attributes:
        name: its name.
        unit: its unit.
        meaning: what it says, in one sentence.
        of: how it follows from the sums.
    """

    name: str
    unit: str
    meaning: str
    of: Callable[[Tally], float]
