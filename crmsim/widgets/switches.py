"""Switches in place of sliders: each sets several settings at once, as a mistake does, or leaves them as they are."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]  # it has no types

from crmsim.course.maintaining.mistakes import mistakes
from crmsim.course.still import name_of
from crmsim.language import Say
from crmsim.settings import Number, Scenario
from crmsim.widgets.lab import Lab

CARDS = ("contribution", "churn", "satisfaction", "loyalty", "trust", "concessions", "credit_cost", "bad_loan_share")
"""What the three mistakes show on."""


class Switches(Lab):
    """A lab in which each switch turns one of the course's mistakes on, against the baseline on the same luck.

    Args:
        scenario: the baseline: a scenario, or the name of one.
        seed: whose luck; all that is shown is on the same.
        lang: `en` or `zh`; by default that of `CRMSIM_LANG`.
        folder: where scenarios are saved.
        cards: the indicators on the cards.
    """

    def __init__(
        self,
        *,
        scenario: str | Scenario = "baseline",
        seed: int = 1,
        lang: str | None = None,
        folder: str | Path = ".",
        cards: Sequence[str] = CARDS,
    ) -> None:
        self.sets: Mapping[str, Mapping[str, Number]] = mistakes()
        paths = dict.fromkeys(path for values in self.sets.values() for path in values)
        super().__init__(*paths, scenario=scenario, seed=seed, lang=lang, folder=folder, cards=cards)

    def _made(self, say: Say) -> dict[str, Any]:
        """A switch for each mistake, which says what it sets."""
        found = {name: self._switch(name, say) for name in self.sets}
        for name, one in found.items():
            one.observe(lambda change, name=name: self._turned(name, on=change["new"]), names="value")
        return found

    def _switch(self, name: str, say: Say) -> Any:
        """One switch."""
        levers = {lever.path: lever for lever in self.levers}
        sets = ", ".join(f"{name_of(levers[path], say)} {value:g}" for path, value in self.sets[name].items())
        return widgets.Checkbox(
            value=self._is_on(name),
            description=f"{say(name)} ({sets})",
            indent=False,
            style={"description_width": "initial"},
            layout=widgets.Layout(width="auto"),
        )

    def _is_on(self, name: str) -> bool:
        """Whether all that a mistake sets is set."""
        return all(self.values[path] == value for path, value in self.sets[name].items())

    def _turned(self, name: str, *, on: bool) -> None:
        """A switch was turned: set what it sets, or put it back."""
        for path, value in self.sets[name].items():
            self._moved(path, value if on else self.start[path])

    def _put(self, values: dict[str, Number]) -> None:  # noqa: ARG002  # they are the lab's own by now
        """Put every switch where the values are."""
        for name, one in self.controls.items():
            one.value = self._is_on(name)
