"""The compiled engine's calendar: a tournament that always knows which event comes next.

Every leaf is something that has one next event: a manager (the end of the job), a periodic process, a customer. Each
inner node holds the earlier of its two children, so the root is the next event of all, and moving one leaf replays
the matches on its way up: a fixed number of steps, and no search for where an event stands.

Leaves are numbered in the model's order of simultaneous events (`crmsim.order`): managers, then periodic processes,
then customers. At one instant the lower leaf comes first, but for two jobs, which go by customer, work and number.
"""

from crmsim.engine.machine import LAST, Machine
from crmsim.lattice import NEVER, STEP, STEPS


def set_time(m: Machine, leaf: int, at: float) -> None:
    """Move a leaf's next event to an instant, `NEVER` for none."""
    matches = m.matches
    node = len(matches) // 2 + leaf
    step = steps(at)
    winner = leaf
    matches[node].step = step
    while node > 1:
        rival = matches[node ^ 1]
        parent = matches[node >> 1]
        # Who wins is a toss-up that no processor foresees, so it is reckoned without a branch; equal instants are rare.
        beaten = int(rival.step < step if rival.step != step else goes_first(m, rival.leaf, winner))
        step += beaten * (rival.step - step)
        winner += beaten * (rival.leaf - winner)
        if parent.leaf == winner and parent.step == step:
            return
        parent.step = step
        parent.leaf = winner
        node = node >> 1


def steps(at: float) -> int:
    """An instant as whole steps of the lattice."""
    return int(at * STEPS) if at < 8192.0 else LAST


def next_time(m: Machine) -> float:
    """When the next event of all comes."""
    return m.matches[1].step * STEP if m.matches[1].step != LAST else NEVER


def is_set(m: Machine, leaf: int, at: float) -> bool:
    """Whether a leaf's next event is at an instant already."""
    return m.matches[len(m.matches) // 2 + leaf].step == steps(at)


def goes_first(m: Machine, one: int, other: int) -> bool:
    """Whether of two leaves at one instant the first comes first."""
    if m.matches[len(m.matches) // 2 + one].step == LAST or one >= len(m.servers) or other >= len(m.servers):
        return one < other
    return comes_before(m, m.servers[one].job, m.servers[other].job)


def comes_before(m: Machine, one: int, other: int) -> bool:
    """Whether a job goes before another by customer, kind of work and number."""
    a = m.jobs[one]
    b = m.jobs[other]
    if a.customer != b.customer:
        return a.customer < b.customer
    return a.work < b.work or (a.work == b.work and a.number < b.number)
