"""The newest value only: what came meanwhile is dropped, and the last one is always shown."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

REST = 0.06
"""Seconds for which a better version waits for a newer value: while a slider is dragged, its values come faster."""


class Outdated(Exception):  # noqa: N818  # no error, but a newer value
    """A newer value is there, so that what is being computed is no longer wanted."""


class Latest:
    """Computes what a value shows, in a thread of its own, in ever better versions until a newer value comes.

    Args:
        versions: gives, for a value, what to show first and then ever better; it may stop by calling `give_way`.
        show: shows it.
        report: is told what went wrong.
    """

    def __init__(
        self,
        versions: Callable[[Any], Iterator[Any]],
        show: Callable[[Any], None],
        report: Callable[[Exception], None],
    ) -> None:
        self.versions, self.show, self.report = versions, show, report
        self.arrived, self.newest, self.is_busy = threading.Condition(), [], False
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()

    newest: list[Any]

    def __call__(self, value: Any) -> None:
        """Show what this value brings, as soon as can be."""
        with self.arrived:
            self.newest[:] = [value]
            self.is_busy = True
            self.arrived.notify_all()

    def is_outdated_after(self, seconds: float) -> bool:
        """Whether a newer value is there, or comes within a moment."""
        with self.arrived:
            return self.arrived.wait_for(lambda: bool(self.newest), seconds)

    def give_way(self) -> None:
        """Stop what is being computed if a newer value is there.

        Raises:
            Outdated: there is one.
        """
        if self.newest:
            raise Outdated

    def wait(self, seconds: float) -> bool:
        """Wait until everything is shown; whether that happened in time."""
        with self.arrived:
            return self.arrived.wait_for(lambda: not self.is_busy, seconds)

    def work(self) -> None:
        """Take the newest value, show it, and take the next."""
        while True:
            with self.arrived:
                self.is_busy = bool(self.newest)
                self.arrived.notify_all()
                self.arrived.wait_for(lambda: bool(self.newest))
                value = self.newest.pop()
            try:
                self.show_versions(value)
            except Outdated:
                continue
            except Exception as error:  # whatever goes wrong is told in the page, and the next value comes
                self.report(error)

    def show_versions(self, value: Any) -> None:
        """Show a value in ever better versions, until a newer one is there."""
        for version in self.versions(value):
            self.show(version)
            if self.is_outdated_after(REST):
                return
