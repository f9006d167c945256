"""The compiled engine's calendar: tournaments that always know which event comes next.

Every leaf is something that has one next event: a manager (the end of the job) or a periodic process in one
tournament, a customer in the other. Each inner node holds the earlier of its two children, so the root is the next
event of all below it, and moving one leaf replays the matches on its way up: a fixed number of steps, and no search
for where an event stands. Managers, who are few and move often, have a small tournament to themselves.

Leaves are numbered in the model's order of simultaneous events (`crmsim.order`): managers, then periodic processes,
then customers. At one instant the lower leaf comes first, but for two jobs, which go by customer, work and number.
"""

from crmsim.engine.machine import LAST, Machine
from crmsim.lattice import NEVER, STEP, STEPS


def set_customer(m: Machine, customer: int, at: float) -> None:
    """Move a customer's next event to an instant, `NEVER` for none."""
    matches = m.lives
    node = len(matches) // 2 + customer
    step = steps(at)
    winner = customer
    matches[node].step = step
    while node > 1:
        rival = matches[node ^ 1]
        parent = matches[node >> 1]
        # Who wins is a toss-up that no processor foresees: the sign of a difference decides without a branch.
        later = rival.step - step
        earlier = later >> 63
        step += later & earlier
        winner += (rival.leaf - winner) & earlier
        if later == 0:
            winner = min(winner, rival.leaf)
        if parent.leaf == winner and parent.step == step:
            return
        parent.step = step
        parent.leaf = winner
        node = node >> 1


def set_branch(m: Machine, leaf: int, at: float) -> None:
    """Move a manager's or a periodic process's next event to an instant, `NEVER` for none."""
    matches = m.works
    node = len(matches) // 2 + leaf
    step = steps(at)
    winner = leaf
    matches[node].step = step
    while node > 1:
        rival = matches[node ^ 1]
        later = rival.step - step
        earlier = later >> 63
        if later == 0 and step != LAST and goes_first(m, rival.leaf, winner):
            earlier = -1
        step += later & earlier
        winner += (rival.leaf - winner) & earlier
        node = node >> 1
        matches[node].step = step
        matches[node].leaf = winner


def steps(at: float) -> int:
    """An instant as whole steps of the lattice."""
    return int(at * STEPS) if at < 8192.0 else LAST


def is_branch_next(m: Machine) -> bool:
    """Whether the next event is a manager's or a periodic process's, which come before customers' at one instant."""
    return bool(m.works[1].step <= m.lives[1].step)


def next_time(m: Machine) -> float:
    """When the next event of all comes."""
    step = min(m.works[1].step, m.lives[1].step)
    return step * STEP if step != LAST else NEVER


def is_set(m: Machine, customer: int, at: float) -> bool:
    """Whether a customer's next event is at an instant already."""
    return bool(m.lives[len(m.lives) // 2 + customer].step == steps(at))


def goes_first(m: Machine, one: int, other: int) -> bool:
    """Whether of two leaves at one instant, managers or periodic processes, the first comes first."""
    if one >= len(m.servers) or other >= len(m.servers):
        return one < other
    return comes_before(m, m.servers[one].job, m.servers[other].job)


def comes_before(m: Machine, one: int, other: int) -> bool:
    """Whether a job goes before another by customer, kind of work and number."""
    a = m.jobs[one]
    b = m.jobs[other]
    if a.customer != b.customer:
        return bool(a.customer < b.customer)
    return bool(a.work < b.work or (a.work == b.work and a.number < b.number))
