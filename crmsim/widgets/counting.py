"""How far an experiment has come, in a notebook: runs done and to do, how many a second, and the time left."""

import time
from collections.abc import Callable

import ipywidgets as widgets  # type: ignore[import-untyped]  # it has no types

from crmsim.language import Say, speaker


class Counting(widgets.HBox):  # type: ignore[misc]  # a widget has no type
    """A bar to be shown and then told of every run: `crmsim.compare(names, progress=bar)`.

    Args:
        lang: `en` or `zh`; by default that of `CRMSIM_LANG`.
        clock: seconds.
    """

    def __init__(self, lang: str | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.say, self.clock = speaker(lang), clock
        self.bar, self.text = widgets.IntProgress(value=0, max=1), widgets.Label()
        self.begun: tuple[int, float] | None = None
        super().__init__((self.bar, self.text))

    def __call__(self, done: int, total: int) -> None:
        """Be told how many runs are done, and of how many."""
        now = self.clock()
        before, since = self.begun = self.begun or (done, now)
        self.bar.max, self.bar.value = max(total, 1), done
        self.text.value = told(done, total, done - before, now - since, self.say)


def told(done: int, total: int, fresh: int, seconds: float, say: Say) -> str:
    """How far it is, in words.

    Args:
        done: runs done, those that were known before included.
        total: runs of the whole experiment.
        fresh: runs done since it began.
        seconds: since it began.
        say: the reader's language.
    """
    if fresh <= 0 or seconds <= 0.0:
        return say("{done} of {total} runs").format(done=done, total=total)
    rate = fresh / seconds
    text = say("{done} of {total} runs, {rate} a second, {left} s left")
    return text.format(done=done, total=total, rate=f"{rate:.1f}", left=f"{(total - done) / rate:.0f}")
