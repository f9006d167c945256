"""The state of the compiled engine: the columns that acts know, and the calendar, desks and jobs of its own."""

from functools import cache, lru_cache
from typing import Annotated, Any, NamedTuple, get_type_hints

import numpy as np

from crmsim.acts.columns import Customer
from crmsim.acts.layout import Byte, Code, Columns, Place, Real, Records, Short, Whole, columns, copied
from crmsim.acts.months import Month
from crmsim.engine.history import MONTHS_A_YEAR, ROW, YEAR
from crmsim.engine.plan import Plan
from crmsim.order import Periodic
from crmsim.settings import Rules
from crmsim.settings.fields import names_in
from crmsim.stages import Codes

LEVELS = 19
"""Places in a desk's queue: a tier's place, 0 to 9, less up to 9 for problems."""

LAST = 2**60
"""The step of the lattice of what never comes."""

NONE = 2**32 - 1
"""No job."""

SPARES = 256
"""Jobs that there is room for at first; a branch in which more wait asks for more."""


class Job(Columns):
    """A piece of work, waiting or under way."""

    asked: Real
    """When it was asked for; once begun, how long it waited."""
    hours: Real
    """The luck of its length; once begun, the hours it takes."""
    customer: Place
    number: Short
    next: Place
    """The job behind it in its queue, or the next free one."""
    desk: Place
    level: Code
    """Its priority, from 0."""
    work: Code


class DeskState(Columns):
    """A desk: its managers and its queue, a list of jobs at each level."""

    load: Short
    """Jobs waiting or under way."""
    waiting: Short
    """Jobs waiting."""
    free: Short
    """Managers free."""
    idle: Place
    """The first free manager, of a list."""
    least: Short
    """No job waits at a level below this one."""
    head: Annotated[list[int], "u4", (LEVELS,)]
    tail: Annotated[list[int], "u4", (LEVELS,)]


class Server(Columns):
    """A manager."""

    job: Place
    """The job under way."""
    next: Place
    """If free, the next free manager of the desk."""


class Match(Columns):
    """A node of a tournament of the calendar: who comes first below it, and when."""

    step: Whole
    """The instant, in steps of the lattice."""
    leaf: Whole


class Control(Columns):
    """What the event loop keeps for itself."""

    started: Byte
    spare: Place
    """The first free job, of a list."""
    spares: Whole
    """How many are free."""
    changed: Short
    """Desks where managers or work came free at this instant."""


class Machine(NamedTuple):
    """All of it, as arrays of records; acts see it as their world."""

    branch: Any
    customers: Any
    months: Any
    this_month: Any
    rules: Any
    in_force: Any
    rows: Any
    desks: Any
    jobs: Any
    servers: Any
    control: Any
    changed: Any
    works: Any
    lives: Any
    years: Any


class Outcome(metaclass=Codes):
    """Why the event loop came back."""

    ENDED = 0
    PAUSED = 1
    ROWS_FULL = 2
    JOBS_FULL = 3


def machine(plan: Plan, row_capacity: int) -> Machine:
    """The state before the first event."""
    rules = rule_records(plan.rules)
    state = Machine(
        branch=copied(plan.branch),
        # Compiled code knows no other layout than the class's own, and a market's may have lost that it is aligned.
        customers=copied(plan.customers).view(columns(Customer)),
        months=Month.zeros(plan.months),
        this_month=Month.zeros(1),
        rules=rules,
        in_force=copied(rules[:1]),
        rows=np.zeros(row_capacity, ROW),
        desks=desk_records(plan.desk_sizes),
        jobs=Job.zeros(0),
        servers=server_records(plan.desk_sizes),
        control=Control.zeros(1),
        changed=np.zeros(len(plan.desk_sizes), np.int32),
        works=no_matches(plan.managers + len(Periodic), 2),
        lives=no_matches(len(plan.customers), 4),
        years=np.zeros((plan.months // MONTHS_A_YEAR + 1, len(plan.customers)), YEAR),
    )
    return with_spares(state, SPARES)


def server_records(sizes: tuple[int, ...]) -> Records:
    """Managers without a job, those of a desk in a list."""
    servers = Server.zeros(sum(sizes))
    servers["job"] = NONE
    servers["next"] = np.arange(1, len(servers) + 1)
    servers["next"][np.cumsum(sizes) - 1] = NONE
    return servers


def no_matches(leaves: int, sides: int) -> Records:
    """A tournament of so many leaves in which nothing ever comes; in each match so many sides play."""
    size = 1
    while size < leaves:
        size *= sides
    matches = Match.zeros(2 * size)
    matches["step"] = LAST
    first = np.arange(size)
    while len(first):
        matches["leaf"][len(first) : 2 * len(first)] = first
        first = first[:-1:sides]
    return matches


def desk_records(sizes: tuple[int, ...]) -> Records:
    """Desks with all their managers free and nothing waiting."""
    desks = DeskState.zeros(len(sizes))
    desks["free"] = sizes
    desks["idle"] = np.cumsum(sizes) - sizes
    desks["head"] = desks["tail"] = NONE
    return desks


def with_spares(state: Machine, more: int) -> Machine:
    """The state with room for so many more jobs."""
    control = state.control[0]
    first = len(state.jobs)
    jobs = longer(state.jobs, more)
    jobs["next"][first:-1] = np.arange(first + 1, len(jobs))
    jobs["next"][-1] = control["spare"] if control["spares"] else NONE
    control["spare"] = first
    control["spares"] += more
    return state._replace(jobs=jobs)


def with_rows(state: Machine, more: int) -> Machine:
    """The state with room for so many more rows."""
    return state._replace(rows=longer(state.rows, more))


def longer(records: Records, more: int) -> Records:
    """A longer copy of some records, of the very same layout (compiled code knows no other)."""
    copy = np.zeros(len(records) + more, records.dtype)
    copy.view(np.uint8)[: records.nbytes] = records.view(np.uint8)
    return copy


@cache
def layout(group: Any) -> np.dtype[np.void]:
    """The record layout of a group of settings: whole numbers and floats of eight bytes, groups nested."""
    hints = get_type_hints(group)
    names = names_in(group)
    return np.dtype([(name, WIDTHS.get(hints[name]) or layout(hints[name])) for name in names])


WIDTHS: dict[Any, str] = {bool: "i8", int: "i8", float: "f8"}


@lru_cache(maxsize=8)
def rule_records(rules: tuple[Rules, ...]) -> Records:
    """The rules of each period as records; not to be written to."""
    return np.array([_values(period) for period in rules], layout(Rules))


def _values(group: Any) -> Any:
    """A group of settings as the tuple that a record takes."""
    names = names_in(type(group))
    return tuple(_values(getattr(group, name)) for name in names) if names else group
