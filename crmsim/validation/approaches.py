"""Visits to potential customers, read from a history's rows: the how manyth, with what before it, and what came."""

import numpy as np

from crmsim.acts.layout import Records
from crmsim.stages import Event
from crmsim.validation.lives import Lived

CONTACT = np.dtype([("contact", "i4"), ("earlier", "i4"), ("accepted", "?")])
"""A visit: its number in the approach; whether its target was unknown (0), had refused in the run (1), had been a
customer (2) or was approached before the run (3); and whether it was accepted."""

UNKNOWN, REFUSED, FORMER, KNOWN = range(4)
"""The earlier outcomes: none, a refusal in the run, a customer once, approached before the run."""

TOLD = (Event.SOUGHT, Event.VISITED, Event.WON, Event.APPLIED, Event.REFUSED)


class Target:
    """What is known of a potential customer while rows are read."""

    def __init__(self, earlier: int) -> None:
        self.earlier, self.contact, self.last = earlier, 0, -1


def contacts(seen: Lived) -> Records:
    """Every visit of a run to a potential customer; layout `CONTACT`."""
    rows, book = seen.history.rows, seen.opening
    told = rows[np.isin(rows["event"], TOLD)]
    earlier = np.where(~np.isnan(book["joined"]), FORMER, np.where(book["visits"] > 0, KNOWN, UNKNOWN))
    targets = [Target(int(known)) for known in earlier]
    found: list[tuple[int, int, bool]] = []
    for event, number in zip(told["event"].tolist(), told["customer"].tolist(), strict=True):
        _read(event, targets[number], found)
    return np.array(found, CONTACT)


def _read(event: int, target: Target, found: list[tuple[int, int, bool]]) -> None:
    """Take one row in."""
    if event == Event.SOUGHT:
        target.contact, target.last = 0, -1
    elif event == Event.VISITED:
        target.contact, target.last = target.contact + 1, len(found)
        found.append((target.contact, target.earlier, False))
    elif event == Event.REFUSED:
        target.earlier = FORMER if target.earlier == FORMER else REFUSED
    else:
        if target.last >= 0:
            contact, earlier, _ = found[target.last]
            found[target.last] = (contact, earlier, True)
        if event == Event.WON:
            target.earlier = FORMER
