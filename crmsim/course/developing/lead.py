"""One lead on its way through the seven steps, read from the history: what was work, and what was waiting."""

from typing import TYPE_CHECKING

import numpy as np

from crmsim.course.reading import life_of
from crmsim.lattice import HOURS
from crmsim.law.training import time_left
from crmsim.run import Run
from crmsim.stages import Step

if TYPE_CHECKING:
    import pandas as pd

DAY = 8.0
"""Working hours of a day."""

STEP_OF = {
    "found": Step.SEARCH,
    "profiled": Step.PROFILE,
    "assigned": Step.ASSIGN,
    "targeted": Step.TARGET,
    "planned": Step.PLAN,
    "visited": Step.COOPERATE,
    "won": Step.COOPERATE,
    "followed_up": Step.FOLLOW_UP,
}
"""The events that end a piece of the way, and the step that each belongs to."""

WHATS = ("work", "waits for a manager", "waits for the right time")


def way_of(run: Run, customer: int) -> "pd.DataFrame":
    """A lead's first whole way to the bank; columns step, what, from, to (working days since it was found).

    Args:
        run: a recorded run of one branch.
        customer: the customer's number.

    Raises:
        CrmsimError: there is no such customer in the market.
    """
    import pandas as pd

    rows: list[tuple[int, str, float, float]] = []
    now = begin = float("nan")
    part = approach(life_of(run, customer))
    told = zip(part["event"], part["time"], part["amount"], part["wait"], strict=True)
    for name, month, amount, wait in told:
        time = month * HOURS / DAY
        if name == "sought":
            now = begin = time
        elif name in STEP_OF:
            rows += stretches(STEP_OF[name], now - begin, time - begin, pieces(run, name, amount, wait))
            now = time
    return pd.DataFrame(rows, columns=["step", "what", "from", "to"])


def approach(life: "pd.DataFrame") -> "pd.DataFrame":
    """The rows of a life from the search that led to the first winning up to the follow-up; none without one."""
    names = [str(name) for name in life["event"]]
    if "won" not in names or "sought" not in names[: names.index("won")]:
        return life.iloc[:0]
    won = names.index("won")
    begin = max(place for place, name in enumerate(names[:won]) if name == "sought")
    end = names.index("followed_up", won) if "followed_up" in names[won:] else won
    return life.iloc[begin : end + 1]


def pieces(run: Run, name: str, amount: int, wait: float) -> tuple[float, float]:
    """Working days that a manager worked, and that the work stood in line, before a row of the history.

    A row's amount is the wage of its hours, with a search the channel's price too: there, what is not the line is work.
    """
    bank = run.scenario.bank
    if name == "found" or bank.wage <= 0.0:
        return float("inf"), wait / DAY
    hours = 0.0 if name == "won" else -float(amount) / 100.0 / bank.wage
    return hours / (bank.drive * time_left(bank.training, HOURS)) / DAY, wait / DAY


def stretches(step: int, start: float, end: float, parts: tuple[float, float]) -> list[tuple[int, str, float, float]]:
    """What lies between two rows: first what is waited for on purpose or for others, then the line, then the work."""
    line = min(parts[1], end - start)
    work = min(parts[0], end - start - line)
    marks = (start, end - work - line, end - work, end)
    bars = zip(reversed(WHATS), marks[:-1], marks[1:], strict=True)
    return [(step, what, low, high) for what, low, high in bars if high - low > 1e-6]


def telling(run: Run) -> int:
    """The lead whose way shows most: won and followed up, after several visits."""
    import pandas as pd

    events = run.events
    first = {
        name: events[events["event"] == name].groupby("customer")["time"].first()
        for name in ("sought", "won", "followed_up")
    }
    by = pd.DataFrame(first).dropna()
    by["visits"] = (events["event"] == "visited").groupby(events["customer"]).sum()
    by = by[(by["sought"] < by["won"]) & (by["won"] < by["followed_up"])]
    return int(by.sort_values("visits", ascending=False, kind="stable").index[0]) if len(by) else 0


def steps(run: Run) -> "pd.DataFrame":
    """The seven steps in the mean; columns step, done, failed (percent), wait and hours (of one)."""
    import pandas as pd

    months = run.sums.months
    done, failed = months["steps"].sum(axis=0), months["failed"].sum(axis=0)
    each = np.maximum(done, 1)
    columns = {
        "step": Step.names(),
        "done": done,
        "failed": 100.0 * failed / each,
        "wait": months["step_wait"].sum(axis=0) * HOURS / each,
        "hours": months["step_hours"].sum(axis=0) / each,
    }
    return pd.DataFrame(columns)
