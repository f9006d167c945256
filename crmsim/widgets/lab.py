"""The lab: move a setting, and see at once what it brings, against the baseline with the same customers and luck."""

import json
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import ipywidgets as widgets  # type: ignore[import-untyped]  # it has no types

from crmsim.engine import cache, warm
from crmsim.errors import CrmsimError
from crmsim.experiment.ranges import written
from crmsim.language import LANGUAGES, NAMES, Say, chosen, speaker
from crmsim.reasons import told
from crmsim.settings import Number, Scenario, dump, lever_at, load, scenarios, value_of
from crmsim.widgets.controls import control, meant
from crmsim.widgets.host import Host
from crmsim.widgets.latest import Latest, Outdated
from crmsim.widgets.paired import DIRECTIONS, OVERALL, Shown, View, versions

SMALL: dict[str, Number] = {"market.customers": 300, "market.potential": 450}
"""The branch on which a lab begins while the quick engine is being made ready."""

PATIENCE = 30.0
"""Seconds after which the quick engine is made ready even if nothing is shown yet."""

TOGETHER = 0.8
"""Seconds within which changes count as one for Undo: those of one drag."""

USUAL = (
    "maintenance.care_premium",
    "maintenance.touch_premium",
    "maintenance.promise_premium",
    "prospecting.by_referral",
    "prospecting.by_visit",
)
"""Settings that a lab shows if none are named."""


class Lab(widgets.VBox):  # type: ignore[misc]  # a widget has no type
    """A lab for some settings of a scenario's strategy.

    Args:
        paths: the settings, such as `maintenance.care_premium`.
        scenario: the baseline: a scenario, or the name of one.
        seed: whose luck; all that is shown is on the same.
        lang: `en` or `zh`; by default that of `CRMSIM_LANG`.
        folder: where scenarios are saved.
        view: what it looks at: cards and charts.
        cards: indicators on the cards in place of the view's own.
    """

    def __init__(  # noqa: PLR0913  # whoever opens a lab names what is unusual in it
        self,
        *paths: str,
        scenario: str | Scenario = "baseline",
        seed: int = 1,
        lang: str | None = None,
        folder: str | Path = ".",
        view: View = OVERALL,
        cards: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.baseline = scenario if isinstance(scenario, Scenario) else load(scenario)
        self.levers = [lever_at(path) for path in paths or USUAL]
        self.seed, self.folder = seed, Path(folder)
        self.view = replace(view, cards={name: DIRECTIONS[name] for name in cards}) if cards else view
        self.start = {lever.path: value_of(self.baseline, lever.path) for lever in self.levers}
        self.values: dict[str, Number] = dict(self.start)
        self.past: list[dict[str, Number]] = []
        self.changed = 0.0
        self.is_stopped = False
        self.shown: Shown | None = None
        self.is_begun = threading.Event()
        self.host = Host()
        self.message = widgets.HTML()
        self.lang = chosen(lang)
        self.latest = Latest(self._versions, self._show, self._report)
        self._build()
        self.latest(dict(self.values))
        if not cache.is_filled():
            self._warm()

    def _build(self) -> None:
        """Everything that has words on it, in the language that is set."""
        say = self.say = speaker(self.lang)
        self.host.charts = self.view.pictures(say)
        self.host.lost = say(LOST)
        self.controls = self._made(say)
        self.buttons = {
            name: widgets.Button(description=say(name), tooltip=say(tip), layout=widgets.Layout(width="auto"))
            for name, tip in BUTTONS.items()
        }
        for name, button in self.buttons.items():
            button.on_click(lambda _, name=name: getattr(self, name.lower())())
        self.language = widgets.Dropdown(
            options=[(name, lang) for lang, name in NAMES.items()],
            value=self.lang,
            layout=widgets.Layout(width="110px"),
        )
        self.language.observe(lambda change: self.speak(change["new"]), names="value")
        row = widgets.HBox([*self.buttons.values(), self.language])
        self.children = (widgets.VBox(list(self.controls.values())), row, self.message, self.host)

    def _made(self, say: Say) -> dict[str, Any]:
        """The controls, each of which tells when it is moved."""
        found = {lever.path: control(lever, self.values[lever.path], say) for lever in self.levers}
        for path, one in found.items():
            one.observe(lambda change, path=path: self._moved(path, change["new"]), names="value")
        return found

    def _put(self, values: dict[str, Number]) -> None:
        """Put every control where these values are."""
        for path, one in self.controls.items():
            one.value = values[path]

    def speak(self, lang: str) -> None:
        """Go over to another language."""
        if lang in LANGUAGES and lang != self.lang:
            self.lang = lang
            self._build()
            self.latest(dict(self.values))

    def _moved(self, path: str, value: Number) -> None:
        """A control was moved."""
        value = meant(value)
        if self.values.get(path) == value:
            return
        now = time.monotonic()
        if now - self.changed > TOGETHER:
            self.past.append(dict(self.values))
        self.changed = now
        self.values[path] = value
        self.is_stopped = False
        self.message.value = ""
        self.latest(dict(self.values))

    def _set(self, values: dict[str, Number]) -> None:
        """Go to these values."""
        self.values = dict(values)
        self._put(values)
        self.is_stopped = False
        self.latest(dict(self.values))

    def reset(self) -> None:
        """Go back to the baseline."""
        self.past.append(dict(self.values))
        self._set(self.start)

    def undo(self) -> None:
        """Take the last change back."""
        if self.past:
            self.changed = 0.0
            self._set(self.past.pop())

    def stop(self) -> None:
        """Leave it at the draws that there are."""
        self.is_stopped = True

    def save(self) -> Path | None:
        """Save yours as a scenario file, and tell the command that compares it; never over another file."""
        name = next(n for n in (f"yours-{k}" for k in range(1, 10_000)) if not (self.folder / f"{n}.toml").exists())
        yours = self.scenario.model_copy(update={"name": name})
        file = self.folder / f"{name}.toml"
        try:
            with file.open("x", encoding="utf-8", newline="\n") as opened:
                opened.write(dump(yours))
        except OSError as error:
            self._tell(self.say("{file} cannot be written ({reason}).").format(file=file, reason=error.strerror))
            return None
        command = f"crmsim compare {self.baseline.name} {file} --replications 20 --seed {self.seed}"
        self._tell(self.say("Saved as {file}. Compare it by: {command}").format(file=file, command=command))
        return file

    def copy(self) -> str | None:
        """Copy the command that simulates yours; of a scenario that has no name of its own, save it first."""
        known = self.baseline.name in scenarios() and load(self.baseline.name) == self.baseline
        file = None if known else self.save()
        if not known and file is None:
            return None
        moved = {path: value for path, value in self.values.items() if value != self.start[path]}
        what = f"{self.baseline.name} {written(moved)}" if known else f'"{file}"'
        command = f"crmsim run {what.strip()} --seed {self.seed}"
        self.host.copy(command)
        self._tell(self.say("Copied: {command}").format(command=command))
        return command

    @property
    def scenario(self) -> Scenario:
        """Yours, as a scenario."""
        return self.baseline.with_settings(self.values)

    def _versions(self, values: dict[str, Number]) -> Iterator[Shown]:
        """What the values bring, ever surer, until something newer or Stop comes."""
        is_ready = cache.is_filled()
        baseline = self.baseline if is_ready else self.baseline.with_settings(SMALL)
        engine = "compiled" if is_ready else "simpy"
        small = self.say("The quick engine is being made ready; meanwhile this is a branch of 300 customers.")
        note = "" if is_ready else small
        yield from versions(baseline, values, self.seed, engine, self.say, note, self.view, self._give_way)

    def _give_way(self, _: float) -> None:
        """Leave a further draw at once when something newer or Stop comes.

        Raises:
            Outdated: it came.
        """
        self.latest.give_way()
        if self.is_stopped:
            raise Outdated

    def _show(self, shown: Shown) -> None:
        """Put it on the page."""
        self.shown = shown
        self.is_begun.set()
        self.host.show(shown.cards, shown.data, json.dumps(dict(shown.values)))

    def _report(self, error: Exception) -> None:
        """Say what went wrong, in a sentence."""
        reason = told(str(error), self.say) if isinstance(error, CrmsimError) else f"{type(error).__name__}: {error}"
        self._tell(self.say("This cannot be simulated: {reason}").format(reason=reason))

    def _tell(self, text: str) -> None:
        """Say something below the buttons."""
        from html import escape

        self.message.value = f"<p>{escape(text)}</p>"

    def _warm(self) -> None:
        """Have the quick engine made ready, and go over to it when it is."""

        def watch() -> None:
            self.is_begun.wait(PATIENCE)  # the first charts are not to share the cores with the compiler
            warm.start()
            while not cache.is_filled():
                time.sleep(0.5)
            self.latest(dict(self.values))

        threading.Thread(target=watch, daemon=True).start()


BUTTONS = {
    "Reset": "Put every setting back to the baseline.",
    "Undo": "Take the last change back.",
    "Stop": "Leave it at the draws that there are.",
    "Copy": "Copy the command line that simulates your settings.",
    "Save": "Save as a scenario file and show the command that compares it.",
}
"""What the buttons are called, and what they do."""


LOST = "The kernel was restarted, and this lab with it: choose Run → Run All Above Selected Cell, then run this box."
"""What the page says when its kernel is gone; it has to be there before."""
