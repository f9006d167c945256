"""The compiled engine's calendar: tournaments that always know which event comes next.

Every leaf is something that has one next event: a manager (the end of the job) or a periodic process in one
tournament, a customer in the other. Each inner node holds the earliest of its children, so the root is the next event
of all below it, and moving one leaf replays the matches on its way up: a fixed number of steps, and no search for where
an event stands. Managers, who are few and move often, have a small tournament to themselves, in which two play a match;
of customers four do, whose records are one line of the processor's cache, in half as many rounds.

Leaves are numbered in the model's order of simultaneous events (`crmsim.order`): managers, then periodic processes,
then customers. At one instant the lower leaf comes first, but for two jobs, which go by customer, work and number.
"""

from crmsim.engine.machine import LAST, Machine
from crmsim.lattice import NEVER, STEP, STEPS


def set_customer(m: Machine, customer: int, at: float) -> None:
    """Move a customer's next event to an instant, `NEVER` for none."""
    matches = m.lives
    node = len(matches) // 2 + int(customer)
    step = steps(at)
    winner = customer
    matches[node].step = step
    while node > 1:
        best, rival = best_rival(m, node)
        ahead = best - (4 * step + (node & 3))
        step += ((best >> 2) - step) & (ahead >> 63)
        winner += (rival - winner) & (ahead >> 63)
        node = node >> 2
        match = matches[node]
        if match.step == step and match.leaf == winner:  # the instant first: if it is its own event, it has moved
            return
        match.step = step
        match.leaf = winner


def best_rival(m: Machine, node: int) -> tuple[int, int]:
    """The earliest of the three rivals of a customer's node: its instant and place among the four in one, and its leaf.

    Who wins is a toss-up that no processor foresees: the sign of a difference decides without a branch. The place among
    the four makes the lower leaf win at one instant.
    """
    one = m.lives[node ^ 1]
    two = m.lives[node ^ 2]
    three = m.lives[node ^ 3]
    best = 4 * one.step + ((node ^ 1) & 3)
    leaf = one.leaf
    ahead = 4 * two.step + ((node ^ 2) & 3) - best
    best += ahead & (ahead >> 63)
    leaf += (two.leaf - leaf) & (ahead >> 63)
    ahead = 4 * three.step + ((node ^ 3) & 3) - best
    best += ahead & (ahead >> 63)
    leaf += (three.leaf - leaf) & (ahead >> 63)
    return best, leaf


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
