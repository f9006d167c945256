"""The opening book: what months under the bank's own baseline make of a new market, the same for every strategy.

Being the same, it is simulated once and kept, by each engine for itself.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from crmsim.acts.layout import Records, copied
from crmsim.engine.history import History, Progress
from crmsim.engine.plan import Plan
from crmsim.stages import Stage

Simulate = Callable[[Plan, Progress], History]

MOST_KEPT = 24
"""Opening books that are kept at once, a few megabytes each: more than the twenty draws of a lab's interval."""

SHIFTED = ("since", "settled", "joined", "due", "clock", "applied", "conduct", "bad_since", "listed", "exit_due")
"""Columns that hold instants."""

CARRIED = ("skill", "communication", "process", "lessons", "spared", "heard", "fear")
"""What the branch carries over."""

_kept: OrderedDict[Any, tuple[Records, Records]] = OrderedDict()


def opened(plan: Plan, simulate: Simulate) -> Plan:
    """A plan that begins with its opening book, or the plan as it is where there is none to be simulated."""
    opening = plan.opening
    if opening is None:
        return plan
    key = (simulate, opening.rules, opening.months, int(opening.branch["key"][0]))
    if key not in _kept:
        lived = simulate(opening, lambda _: None)
        _kept[key] = (handed_over(lived.customers, opening.months), lived.branch)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    _kept.move_to_end(key)
    customers, before = _kept[key]
    return replace(plan, customers=customers, branch=carried_over(plan.branch, before, opening.months), opening=None)


def handed_over(customers: Records, months: int) -> Records:
    """Customers at the end of the opening as month 0 finds them: time counted anew, no work under way, no money yet."""
    book = copied(customers)
    for name in SHIFTED:
        book[name] -= months
    book["open"] = 0
    book["contribution"] = 0
    is_pending = (book["stage"] == Stage.DEVELOPMENT) & ~np.isfinite(book["due"])
    # Work that was under way is taken up again within half a month, spread by number.
    book["due"][is_pending] = (book["number"][is_pending] * 37 % 1024 + 1) / 2048
    return book


def carried_over(branch: Records, before: Records, months: int) -> Records:
    """The branch as month 0 finds it."""
    ready = branch.copy()
    for name in CARRIED:
        ready[name] = before[name]
    ready["date"] = months
    ready["continued"] = 1
    return ready
