"""The compiled engine's event loop: plain Python that Numba can compile, and that runs uncompiled just the same."""

from crmsim.acts.books import close_month, open_month
from crmsim.acts.clocks import NO_STREAM, next_clock, next_moment
from crmsim.acts.columns import Customer
from crmsim.acts.committee import NO_CASE, decide, next_case
from crmsim.acts.economy import turn
from crmsim.acts.exits import give_up, is_credit_review, is_in_credit, look_at, look_at_pool, mind_credit
from crmsim.acts.listening import is_survey_month, survey
from crmsim.acts.maintenance import NO_WORK, is_touched, need_arises, offer_comes, problem_arises
from crmsim.acts.opening import meet, open_life, prepare
from crmsim.acts.prospecting import is_found, next_visit, return_to_market
from crmsim.acts.review import review
from crmsim.acts.work import finish
from crmsim.acts.year import grow_older
from crmsim.engine.calendar import is_branch_next, is_set, next_time, set_branch, set_customer
from crmsim.engine.desks import ask, grant, let_go
from crmsim.engine.history import MONTHS_A_YEAR
from crmsim.engine.machine import Machine, Outcome
from crmsim.lattice import NEVER
from crmsim.law.lifecycle import is_customer, is_review_month
from crmsim.order import Periodic, round_of
from crmsim.stages import Clock, Stage, Work

ROWS_AN_EVENT = 4
"""Rows that one event can leave at most, beside those for each customer."""

ROWS_A_CUSTOMER = 6
"""Rows that a round of all customers can leave at most for one of them: listed, reclassed, exited, closed and so on."""


def advance(m: Machine, events: int) -> int:
    """Simulate on, for so many events at most; gives the `Outcome` for which it came back."""
    branch = m.branch[0]
    if m.control[0].started == 0:
        open_branch(m)
    last = branch.events + events
    now = next_time(m)
    while now < len(m.months):
        if branch.recording and branch.rows + ROWS_A_CUSTOMER * len(m.customers) + ROWS_AN_EVENT > len(m.rows):
            return Outcome.ROWS_FULL
        if m.control[0].spares == 0:
            return Outcome.JOBS_FULL
        if branch.events >= last:
            return Outcome.PAUSED
        branch.events += 1
        happen(m, now)
        end_instant(m, now)
        now = next_time(m)
    close_month(m, float(len(m.months)))
    turn_year(m, len(m.months))
    return Outcome.ENDED


def turn_year(m: Machine, month: int) -> None:
    """At the turn of a year, keep what is kept then of every customer (`history.KEPT`)."""
    if month % MONTHS_A_YEAR != 0:
        return
    turn = month // MONTHS_A_YEAR
    for number in range(len(m.customers)):
        c = m.customers[number]
        kept = m.years[turn, number]
        kept.contribution = c.contribution
        kept.joined = c.joined
        kept.wallet = c.wallet
        kept.loyalty = c.loyalty
        kept.products = c.products
        kept.stage = c.stage
        kept.tier = c.tier
        kept.loan_class = c.loan_class


def open_branch(m: Machine) -> None:
    """Every customer's opening, and the first moments of all."""
    m.control[0].started = 1
    prepare(m)
    for number in range(len(m.customers)):
        c = m.customers[number]
        open_life(m, c, len(m.desks))
        set_customer(m, number, next_moment(c))
    meet(m)
    turn_year(m, 0)
    set_branch(m, len(m.servers) + Periodic.MONTH, 1.0 if len(m.months) > 1 else NEVER)
    for process in range(Periodic.REVIEW, len(Periodic)):
        set_branch(m, len(m.servers) + process, round_of(process))


def happen(m: Machine, now: float) -> None:
    """The next event: a job's end, a periodic process, or a customer's own."""
    if not is_branch_next(m):
        c = m.customers[m.lives[1].leaf]
        live(m, c, now)
        set_customer(m, c.number, next_moment(c))
    elif m.works[1].leaf < len(m.servers):
        end_job(m, m.works[1].leaf, now)
    else:
        come_round(m, m.works[1].leaf - len(m.servers), now)


def end_instant(m: Machine, now: float) -> None:
    """When an instant is over, free managers take the work that stands first."""
    if m.control[0].changed > 0 and next_time(m) > now:
        grant(m, now)


def come_round(m: Machine, process: int, now: float) -> None:
    """A periodic process comes round."""
    if process == Periodic.MONTH:
        turn_page(m, now)
    elif process == Periodic.REVIEW:
        review_all(m, now)
    elif process == Periodic.REGIME:
        turn(m)
        set_branch(m, len(m.servers) + Periodic.REGIME, now + 1.0)
    elif process == Periodic.YEAR:
        for number in range(m.branch[0].date % 12, len(m.customers), 12):
            grow_older(m, m.customers[number], now)
        set_branch(m, len(m.servers) + Periodic.YEAR, now + 1.0)
    elif process == Periodic.COMMITTEE:
        sit(m, now)
        set_branch(m, len(m.servers) + Periodic.COMMITTEE, now + 0.5)
    elif process == Periodic.SURVEY:
        survey_all(m, now)
        set_branch(m, len(m.servers) + Periodic.SURVEY, now + 1.0)
    else:
        mind_all(m, now)
        set_branch(m, len(m.servers) + Periodic.CREDIT, now + 1.0)


def mind_all(m: Machine, now: float) -> None:
    """Borrowers are reviewed, in the months that the strategy sets for it, bad loans age, and exits go on."""
    look_at_pool(m)
    is_review = is_credit_review(m, m.branch[0].month)
    for number in range(len(m.customers)):
        c = m.customers[number]
        if is_review and is_customer(c.stage):
            look_at(m, c, now)
        if is_in_credit(c):
            mind_credit(m, c, now)
            retime(m, c)


def survey_all(m: Machine, now: float) -> None:
    """The customers are surveyed, in the months that the strategy sets for it."""
    if is_survey_month(m, m.branch[0].month):
        for number in range(len(m.customers)):
            c = m.customers[number]
            if is_customer(c.stage):
                survey(m, c, now)
                retime(m, c)


def sit(m: Machine, now: float) -> None:
    """The credit committee sits, and decides as many cases as it can."""
    for _ in range(m.rules[0].bank.committee_cases):
        number = next_case(m)
        if number == NO_CASE:
            return
        decide(m, m.customers[number], now)
        retime(m, m.customers[number])


def end_job(m: Machine, server: int, now: float) -> None:
    """A manager has done a piece of work.

    After a visit managers go on before the customer takes what it brought. The order makes no difference, for that is
    nothing of this instant, and nothing that the work of others depends on; but it is known sooner what comes next.
    """
    job = m.jobs[m.servers[server].job]
    c = m.customers[job.customer]
    let_go(m, server)
    if job.work == Work.SERVICE:
        end_instant(m, now)
    finish(m, c, now, job.work, job.number, job.asked, job.hours)
    retime(m, c)


def turn_page(m: Machine, now: float) -> None:
    """A month closes and the next one opens."""
    close_month(m, now)
    open_month(m, m.branch[0].month + 1)
    turn_year(m, m.branch[0].month)
    ahead = m.branch[0].month + 1
    set_branch(m, len(m.servers) + Periodic.MONTH, float(ahead) if ahead < len(m.months) else NEVER)


def review_all(m: Machine, now: float) -> None:
    """The customers are reviewed, in the months that the strategy sets for it."""
    branch = m.branch[0]
    if is_review_month(branch.month, m.in_force[0].maintenance.review_every):
        for number in range(len(m.customers)):
            look_over(m, m.customers[number], now)
    set_branch(m, len(m.servers) + Periodic.REVIEW, now + 1.0)


def look_over(m: Machine, c: Customer, now: float) -> None:
    """Who is a customer is reviewed, and given up if that is what comes of it."""
    if is_customer(c.stage):
        if review(m, c, now):
            give_up(m, c, now)
        retime(m, c)


def retime(m: Machine, c: Customer) -> None:
    """Move a customer's own next event, if the act of another moved its clocks."""
    at = next_moment(c)
    if not is_set(m, c.number, at):
        set_customer(m, c.number, at)


def live(m: Machine, c: Customer, now: float) -> None:
    """A customer's own event, in the stage in which it comes."""
    work, number = Work.PROSPECT, NO_WORK
    if c.stage == Stage.POTENTIAL:
        number = next_visit(c) if is_found(m, c, now) else NO_WORK
    elif c.stage == Stage.DEVELOPMENT:
        number = next_visit(c)
    elif c.stage == Stage.TERMINATION:
        return_to_market(m, c, now)
    else:
        clock = next_clock(c)
        if clock == Clock.NEED:
            work, number = Work.SERVICE, need_arises(m, c, now)
        elif clock == Clock.PROBLEM:
            work, number = Work.PROBLEM, problem_arises(m, c, now)
        elif clock == Clock.CARE:
            work, number = Work.CARE, is_touched(m, c, now)
        elif clock == NO_STREAM:
            work, number = c.errand, next_visit(c)
        else:
            offer_comes(m, c, now)
    if number != NO_WORK:
        ask(m, c, now, work, number)


def record(m: Machine, now: float, c: Customer, event: int, before: int, amount: int, wait: float) -> None:
    """Leave a row, as `acts.record.record`."""
    branch = m.branch[0]
    if branch.recording:
        row = m.rows[branch.rows]
        row.time = now
        row.amount = amount
        row.wait = wait
        row.customer = c.number
        row.event = event
        row.stage_from = before
        row.stage_to = c.stage
    branch.rows += 1
