"""Chapter 4 in acts: borrowers are rated, hand in statements, and their loans move between the five classes."""

from crmsim.acts.books import hold, loans_of, post, settle
from crmsim.acts.columns import YEARS, Customer, World
from crmsim.acts.record import record
from crmsim.fen import fen
from crmsim.law.credit import (
    cash_flow_of,
    class_by_rating,
    class_in_default,
    conduct_chance,
    current_ratio_of,
    debt_ratio_of,
    health,
    is_approved,
    is_bad,
    is_marked,
    next_rating,
    provision_rate,
    rating_seen,
    return_of,
    stress,
)
from crmsim.law.lifecycle import is_customer
from crmsim.law.service import optimism_now
from crmsim.law.value import evaluation_scale
from crmsim.luck import draw
from crmsim.stages import Account, Conduct, Event, Kind, LoanClass, Mark, Purpose, Rating


def rate_anew(w: World, c: Customer, now: float) -> None:
    """Once a year a customer is rated anew, and a corporate one hands in its statement."""
    branch = w.branch[0]
    pressure = stress(branch.regime, w.rules[0].market.slump_risk)
    before = c.rating
    c.rating = next_rating(draw(c.key, Purpose.RATING_MOVE, branch.date), before, pressure)
    if c.kind == Kind.CORPORATE:
        hand_in(w, c, now, YEARS + branch.date)
        w.this_month[0].statements += is_customer(c.stage)
    if is_customer(c.stage):
        w.this_month[0].downgrades += c.rating > before
        reclass(w, c, now, class_by_rating(c.rating, c.loan_class))


def hand_in(w: World, c: Customer, now: float, number: int) -> None:
    """A corporate customer's statement of the year that ends, its marks, and its records of conduct in that year."""
    c.health = health(c.rating, draw(c.key, Purpose.HEALTH, number))
    for year in range(YEARS - 1, 0, -1):
        c.current_ratio[year] = c.current_ratio[year - 1]
        c.debt_ratio[year] = c.debt_ratio[year - 1]
        c.return_on_capital[year] = c.return_on_capital[year - 1]
        c.cash_flow[year] = c.cash_flow[year - 1]
    c.current_ratio[0] = current_ratio_of(c.health, draw(c.key, Purpose.STATEMENT_CURRENT, number))
    c.debt_ratio[0] = debt_ratio_of(c.health, draw(c.key, Purpose.STATEMENT_DEBT, number))
    c.return_on_capital[0] = return_of(c.health, draw(c.key, Purpose.STATEMENT_RETURN, number))
    c.cash_flow[0] = cash_flow_of(c.health, draw(c.key, Purpose.STATEMENT_CASH, number))
    for mark in range(len(Mark)):
        c.marks[mark] = 1 if is_marked(c.health, draw(c.key, Purpose.MARK, mark)) else 0
    chance = conduct_chance(w.rules[0].market.misconduct, c.health)
    for item in range(len(Conduct)):
        place = number * len(Conduct) + item
        if draw(c.key, Purpose.CONDUCT, place) < chance:
            c.conduct[item] = now - 12.0 * draw(c.key, Purpose.CONDUCT_DATE, place)


def hoped_rating(w: World, c: Customer, u: float) -> float:
    """The rating that the branch sees, as hopeful as it is of the prospects (3.4.3)."""
    rules = w.in_force[0]
    scale = evaluation_scale(rules.bank.evaluation_error, w.branch[0].skill)
    hope = optimism_now(rules.maintenance.forecast_optimism, w.branch[0].regime)
    return rating_seen(c.rating, u, scale) - hope


def may_lend(w: World, hoped: float) -> bool:
    """Whether the branch would lend to a borrower of such a hoped rating: by its rules, and by its capital."""
    branch = w.branch[0]
    return branch.lent < branch.lending_limit and is_approved(hoped, w.in_force[0].bank.worst_approved)


def reclass(w: World, c: Customer, now: float, after: int) -> None:
    """A loan moves to another class: what is provided for it changes, and a bad one earns no interest."""
    loans = loans_of(c)
    if after == c.loan_class or loans <= 0.0:
        return
    amount = settle(w, c, now)
    c.loan_class = after
    c.bad_since = now
    hold(w, c, c.share)
    amount += provide(w, c, fen(provision_rate(after) * loans))
    w.this_month[0].reclassed += 1
    record(w, now, c, Event.RECLASSED, c.stage, amount, 0.0)


def provide(w: World, c: Customer, provision: int) -> int:
    """Provide so much (fen) for a customer's loans from now on; gives what was posted."""
    amount = post(w, c, Account.CREDIT_LOSS, c.provision - provision)
    c.provision = provision
    return amount


def age_in_default(w: World, c: Customer, now: float) -> None:
    """A month of a bad loan: it gets worse, or is cured."""
    after = class_in_default(draw(c.key, Purpose.CLASS_MOVE, w.branch[0].date), c.loan_class)
    if not is_bad(after):
        c.rating = Rating.CCC
    reclass(w, c, now, after)


def is_written_off(c: Customer, now: float) -> bool:
    """Whether a lost loan on which no one acts has been lost for so long that it is charged off: half a year."""
    return c.loan_class == LoanClass.LOSS and now - c.bad_since >= 6.0
