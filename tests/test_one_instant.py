"""What falls on one instant in the compiled engine's desks and calendar, as plain Python: who comes first there."""

from itertools import permutations
from typing import Any

import numpy as np
import pytest
from conftest import small

from crmsim.engine.calendar import goes_first, set_branch
from crmsim.engine.desks import stand_in_line
from crmsim.engine.machine import LAST, NONE, Machine, Periodic, machine
from crmsim.engine.plan import plan
from crmsim.lattice import NEVER
from crmsim.stages import Work

JOBS = ((Work.SERVICE, 4, 0), (Work.SERVICE, 5, 0), (Work.SERVICE, 5, 1), (Work.CARE, 1, 0))
"""Kinds of work, customers and numbers, in the order in which one instant serves them."""


def begun(customers_per_manager: float) -> Machine:
    """A branch before its first event, uncompiled."""
    scenario = small(bank__customers_per_manager=customers_per_manager)
    state = machine(plan(scenario, None, 1, 0, recording=False), 0)
    views: dict[str, Any] = {name: part.view(np.recarray) for name, part in state._asdict().items() if part.dtype.names}
    return state._replace(**views)


@pytest.fixture
def branch() -> Machine:
    """A branch of one desk with one manager."""
    return begun(40.0)


def asked(m: Machine, slot: int, job: tuple[int, int, int], at: float = 0.5) -> None:
    """Write down a job that was asked for at an instant."""
    record = m.jobs[slot]
    record.work, record.customer, record.number = job
    record.asked, record.desk, record.level = at, 0, 9


def line(m: Machine) -> list[int]:
    """The jobs that wait at the desk, from the first to the last."""
    found = []
    slot = m.desks[0].head[9]
    while slot != NONE:
        found.append(int(slot))
        slot = m.jobs[slot].next
    return found


@pytest.mark.parametrize("order", [*permutations(range(4))])
def test_jobs_of_one_instant_stand_by_kind_customer_and_number(order: tuple[int, ...], branch: Machine) -> None:
    """However they come, they stand in one order, behind what was asked for before and before what comes later."""
    asked(branch, 9, (Work.CARE, 9, 0), at=0.25)
    stand_in_line(branch, 9)
    for slot in order:
        asked(branch, slot, JOBS[slot])
        stand_in_line(branch, slot)
    asked(branch, 8, (Work.SERVICE, 1, 0), at=0.75)
    stand_in_line(branch, 8)
    assert line(branch) == [9, 0, 1, 2, 3, 8]
    assert branch.desks[0].waiting == 6
    assert branch.control[0].changed == 1
    assert branch.changed[0] == 0


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_managers_who_end_at_one_instant_do_so_by_their_jobs(order: tuple[int, ...]) -> None:
    """Two ends of jobs go by customer, work and number, before the branch's own processes of the same instant."""
    m = begun(5.0)
    for slot, job in enumerate(JOBS[:3]):
        asked(m, slot, job)
        m.servers[order[slot]].job = slot
    processes = len(m.servers)
    set_branch(m, processes + Periodic.MONTH, 1.0)
    set_branch(m, processes + Periodic.REVIEW, 1.0)
    for server in range(3):
        set_branch(m, server, 1.0)
    left = []
    while m.works[1].step != LAST:
        left.append(int(m.works[1].leaf))
        set_branch(m, left[-1], NEVER)
    assert left == [*order, processes + Periodic.MONTH, processes + Periodic.REVIEW]
    assert goes_first(m, order[0], order[1])
