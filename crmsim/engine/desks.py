"""The compiled engine's desks: work waits by priority, time, kind, customer and number; free managers take it."""

from crmsim.acts.columns import Customer
from crmsim.acts.work import begin, desk_for, length_luck, priority, span
from crmsim.engine.calendar import comes_before, set_branch
from crmsim.engine.machine import LEVELS, NONE, Machine
from crmsim.lattice import NEVER


def ask(m: Machine, c: Customer, now: float, work: int, number: int) -> None:
    """Ask a desk for a piece of work: it stands in line, and a manager takes it when the instant is over."""
    c.open[work] += 1
    control = m.control[0]
    slot = control.spare
    job = m.jobs[slot]
    control.spare = job.next
    control.spares -= 1
    job.asked = now
    job.hours = length_luck(c, work, number)
    job.customer = c.number
    job.number = number
    job.work = work
    job.level = priority(m, c, work) + LEVELS // 2
    job.desk = desk_for(m, c, work, number)
    stand_in_line(m, slot)


def stand_in_line(m: Machine, slot: int) -> None:
    """Put a job at its place in its desk's line: behind all that came before, by the order of one instant."""
    job = m.jobs[slot]
    desk = m.desks[job.desk]
    level = job.level
    last = desk.tail[level]
    if last == NONE:
        job.next = NONE
        desk.head[level] = slot
        desk.tail[level] = slot
    elif not goes_before(m, slot, last):
        job.next = NONE
        m.jobs[last].next = slot
        desk.tail[level] = slot
    else:
        step_in(m, slot)
    desk.load += 1
    desk.waiting += 1
    desk.least = min(desk.least, level)
    note(m, job.desk)


def step_in(m: Machine, slot: int) -> None:
    """Put a job into its line before others of the same instant."""
    job = m.jobs[slot]
    desk = m.desks[job.desk]
    level = job.level
    before = NONE
    behind = desk.head[level]
    while not goes_before(m, slot, behind):
        before = behind
        behind = m.jobs[behind].next
    job.next = behind
    if before == NONE:
        desk.head[level] = slot
    else:
        m.jobs[before].next = slot


def goes_before(m: Machine, one: int, other: int) -> bool:
    """Whether of two jobs of one priority the first is served first: by time, kind of work, customer and number."""
    a = m.jobs[one]
    b = m.jobs[other]
    if a.asked != b.asked:
        return bool(a.asked < b.asked)
    return bool(a.work < b.work or (a.work == b.work and comes_before(m, one, other)))


def note(m: Machine, desk: int) -> None:
    """Remember that a desk may have work for a free manager when the instant is over."""
    d = m.desks[desk]
    if d.waiting > 0 and d.free > 0:
        control = m.control[0]
        for entry in range(control.changed):
            if m.changed[entry] == desk:
                return
        m.changed[control.changed] = desk
        control.changed += 1


def grant(m: Machine, now: float) -> None:
    """Give the free managers of the desks in question to the work that stands first."""
    control = m.control[0]
    for entry in range(control.changed):
        desk = m.desks[m.changed[entry]]
        while desk.waiting > 0 and desk.free > 0:
            take(m, m.changed[entry], now)
    control.changed = 0


def take(m: Machine, desk: int, now: float) -> None:
    """A free manager of a desk takes the first job in line."""
    d = m.desks[desk]
    level = d.least
    while d.head[level] == NONE:
        level += 1
    d.least = level
    slot = d.head[level]
    job = m.jobs[slot]
    d.head[level] = job.next
    if job.next == NONE:
        d.tail[level] = NONE
    d.waiting -= 1
    d.free -= 1
    server = d.idle
    d.idle = m.servers[server].next
    m.servers[server].job = slot
    job.asked = now - job.asked
    job.hours = begin(m, m.customers[job.customer], now, job.work, job.number, job.hours)
    set_branch(m, server, now + span(m, job.hours))


def let_go(m: Machine, server: int) -> None:
    """A manager is free again, and the job's place too."""
    control = m.control[0]
    slot = m.servers[server].job
    set_branch(m, server, NEVER)
    job = m.jobs[slot]
    desk = m.desks[job.desk]
    desk.load -= 1
    desk.free += 1
    m.servers[server].next = desk.idle
    desk.idle = server
    note(m, job.desk)
    job.next = control.spare
    control.spare = slot
    control.spares += 1
