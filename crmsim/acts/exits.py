"""Chapter 4 in acts: borrowers come on the exit list, leave it or are exited; others are given up by their value."""

from crmsim.acts.books import count_work, hold, loans_of, post, post_work, settle
from crmsim.acts.columns import Customer, World
from crmsim.acts.credit import age_in_default, is_written_off, provide
from crmsim.acts.maintenance import end
from crmsim.acts.record import record
from crmsim.acts.standing import is_unknown
from crmsim.fen import fen
from crmsim.lattice import NEVER, delay, exponential
from crmsim.law.credit import is_bad, provision_rate
from crmsim.law.exit import (
    CHARGE_OFF_KEPT,
    CHARGE_OFF_RECOVERY,
    DISPUTED,
    all_below,
    business_kept,
    dispute_chance,
    is_illiquid,
    is_overindebted,
    is_pool_ready,
    is_rated_low,
    is_recognised,
    leak_chance,
    mean_months,
    means_chosen,
    meets_first,
    meets_fourth,
    meets_second,
    meets_third,
    recovery_rate,
)
from crmsim.law.lifecycle import is_customer
from crmsim.luck import draw
from crmsim.stages import (
    Account,
    Conduct,
    Event,
    ExitStage,
    Industry,
    Kind,
    LoanClass,
    Mark,
    Means,
    Purpose,
    Rating,
    Stage,
    Work,
)

COLLECT_AFTER = 0.05
"""Months until work on a case of collection is due: a day (assumption)."""

LEAST_MONTHS_BAD = 0.5
"""Months that a loan is in a bad class before it can move on."""

LEAKED_BUSINESS = 0.7
"""The part of its deposits that a customer leaves where it is when it hears of its exit (assumption)."""


def is_credit_review(w: World, month: int) -> bool:
    """Whether borrowers are reviewed in this month."""
    return month % w.in_force[0].exit.credit_review_every == 0


def look_at(w: World, c: Customer, now: float) -> None:
    """A borrower is reviewed: it comes on the exit list, is taken off, or is exited."""
    if c.exit_stage == ExitStage.LEAVING or loans_of(c) <= 0.0:
        return
    branch = w.branch[0]
    x = w.in_force[0].exit
    w.this_month[0].credit_reviews += 1
    is_flagged = meets_criteria(w, c)
    if c.exit_stage == ExitStage.NONE:
        if is_flagged and is_recognised(draw(c.key, Purpose.RECOGNITION, branch.date), x.risk_recognition):
            put_on_list(w, c, now)
    elif not is_flagged and x.dynamic_list:
        c.exit_stage = ExitStage.NONE
        w.this_month[0].taken_off += 1
        record(w, now, c, Event.TAKEN_OFF, c.stage, 0, 0.0)
    if c.exit_stage == ExitStage.LISTED and x.exit_loans and c.loan_class >= x.act_from:
        begin_exit(w, c, now)


def meets_criteria(w: World, c: Customer) -> bool:
    """Whether a borrower meets one of the criteria that the strategy enforces."""
    x = w.in_force[0].exit
    month = w.this_month[0]
    first = bool(x.criterion_1) and meets_first(marks_of(w, c), x.minimum_marks)
    second = bool(x.criterion_2) and meets_second(c.loan_class)
    third = fourth = False
    if c.kind == Kind.CORPORATE:
        third = bool(x.criterion_3) and meets_third(weak_ratios(w, c))
        fourth = bool(x.criterion_4) and meets_fourth(records_of(w, c))
    month.flagged_by[0] += first
    month.flagged_by[1] += second
    month.flagged_by[2] += third
    month.flagged_by[3] += fourth
    return first or second or third or fourth


def marks_of(w: World, c: Customer) -> int:
    """The marks of criterion 1 that a borrower bears and the strategy counts (4.1.4a)."""
    x = w.in_force[0].exit
    marks = 0
    if x.mark_restricted and c.industry == Industry.RESTRICTED:
        marks += 1
    if x.mark_rating and is_rated_low(c.rating, x.include_b):
        marks += 1
    if x.mark_prospects:
        marks += c.marks[Mark.PROSPECTS]
    if x.mark_technology:
        marks += c.marks[Mark.TECHNOLOGY]
    if x.mark_operation:
        marks += c.marks[Mark.OPERATION]
    if x.mark_reputation:
        marks += c.marks[Mark.REPUTATION]
    return marks


def weak_ratios(w: World, c: Customer) -> int:
    """The figures of criterion 3 that are weak and the strategy counts (4.1.4c)."""
    x = w.in_force[0].exit
    benchmark = w.rules[0].market.benchmark_rate
    earned = c.return_on_capital
    cash = c.cash_flow
    weak = 0
    if x.ratio_current and is_illiquid(c.current_ratio[0]):
        weak += 1
    if x.ratio_debt and is_overindebted(c.debt_ratio[0], c.foreign == 1):
        weak += 1
    if x.ratio_return and all_below(earned[0], earned[1], earned[2], benchmark):
        weak += 1
    if x.ratio_cash and all_below(cash[0], cash[1], cash[2], 0.0):
        weak += 1
    return weak


def records_of(w: World, c: Customer) -> int:
    """The kinds of bad conduct on record that the strategy counts (4.1.4d)."""
    x = w.in_force[0].exit
    records = 0
    if x.conduct_overdue and not is_unknown(c.conduct[Conduct.OVERDUE]):
        records += 1
    if x.conduct_evasion and not is_unknown(c.conduct[Conduct.EVASION]):
        records += 1
    if x.conduct_statements and not is_unknown(c.conduct[Conduct.STATEMENTS]):
        records += 1
    if x.conduct_management and not is_unknown(c.conduct[Conduct.MANAGEMENT]):
        records += 1
    if x.conduct_merger and not is_unknown(c.conduct[Conduct.MERGER]):
        records += 1
    return records


def put_on_list(w: World, c: Customer, now: float) -> None:
    """A borrower comes on the exit list; if that leaks, it moves business away, and others hear of it (4.2.2f)."""
    branch = w.branch[0]
    month = w.this_month[0]
    c.exit_stage = ExitStage.LISTED
    c.listed = now
    month.flagged += 1
    amount = 0
    if draw(c.key, Purpose.LEAK, branch.date) < leak_chance(w.in_force[0].exit.secrecy):
        month.leaks += 1
        branch.heard += c.influence
        amount = settle(w, c, now)
        keep_part(w, c, LEAKED_BUSINESS, 0.0)
    record(w, now, c, Event.LISTED, c.stage, amount, 0.0)


def keep_part(w: World, c: Customer, deposits_kept: float, loans_ended: float) -> None:
    """A part of a customer's deposits stays, and a part of its loans is ended; the rest of its business goes on."""
    deposits = c.wallet * c.share * c.deposits * deposits_kept
    loans = loans_of(c) * (1.0 - loans_ended)
    total = deposits + loans
    c.deposits = deposits / total if total > 0.0 else 1.0
    hold(w, c, min(total / c.wallet, 1.0))


def begin_exit(w: World, c: Customer, now: float) -> None:
    """The exit of a listed borrower begins by one of the means, or its loan is replaced by a safer product."""
    branch = w.branch[0]
    x = w.in_force[0].exit
    month = w.this_month[0]
    is_performing = not is_bad(c.loan_class)
    if is_performing and draw(c.key, Purpose.SUBSTITUTION, branch.date) < x.substitution:
        c.exit_stage = ExitStage.NONE
        c.rating = min(c.rating, Rating.BBB)
        month.substituted += 1
        record(w, now, c, Event.SUBSTITUTED, c.stage, 0, 0.0)
        return
    c.exit_stage = ExitStage.LEAVING
    c.listed = now
    u = draw(c.key, Purpose.MEANS, branch.date)
    set_out(w, c, now, means_chosen(u, x.collection, x.transfer, x.securitisation, is_performing))
    month.exits += 1
    month.class_at_exit += c.loan_class
    record(w, now, c, Event.EXIT_BEGUN, c.stage, post(w, c, Account.EXIT_COST, -fen(x.legal_care)), 0.0)


def set_out(w: World, c: Customer, now: float, means: int) -> None:
    """An exit goes by a means from now on, and will take its time."""
    x = w.in_force[0].exit
    c.means = means
    mean = mean_months(means, x.execution, x.report_every)
    c.exit_due = now + delay(exponential(draw(c.key, Purpose.EXIT_TIME, w.branch[0].date), mean))


def look_at_pool(w: World) -> None:
    """Once a month: is the pool of loans to be securitised ready?"""
    bank = w.rules[0].bank
    loans = performing = individuals = businesses = 0
    for number in range(len(w.customers)):
        c = w.customers[number]
        if c.exit_stage == ExitStage.LEAVING and c.means == Means.SECURITISATION:
            loans += 1
            performing += not is_bad(c.loan_class)
            individuals += c.kind == Kind.INDIVIDUAL
            businesses += c.kind == Kind.SMALL_BUSINESS
    alike = max(individuals, businesses, loans - individuals - businesses)
    is_ready = is_pool_ready(loans, alike, performing, bank.pool_count, bank.pool_likeness, bank.pool_performing)
    w.branch[0].pool_ready = 1 if is_ready else 0


def mind_credit(w: World, c: Customer, now: float) -> None:
    """A month of a borrower: its bad loan ages, its exit goes on, or the loan is charged off."""
    if is_bad(c.loan_class) and now - c.bad_since >= LEAST_MONTHS_BAD:
        age_in_default(w, c, now)
    if c.exit_stage == ExitStage.LEAVING:
        pursue(w, c, now)
    elif is_written_off(c, now):
        w.this_month[0].charged_off += 1
        realise(w, c, now, 1.0, CHARGE_OFF_RECOVERY, CHARGE_OFF_KEPT, Event.CHARGED_OFF)


def pursue(w: World, c: Customer, now: float) -> None:
    """An exit goes on: it is carried out, waits for the pool or leaves it, or is worked on."""
    bank = w.rules[0].bank
    if c.means == Means.SECURITISATION:
        if not is_bad(c.loan_class) and w.branch[0].pool_ready == 1:
            carry_out(w, c, now)
        elif w.branch[0].pool_ready == 1 or now - c.listed >= bank.pool_patience:
            set_out(w, c, now, Means.TRANSFER)
    elif now >= c.exit_due:
        carry_out(w, c, now)
    elif c.means == Means.COLLECTION and c.due == NEVER and c.open[Work.COLLECT] == 0:
        c.errand = Work.COLLECT
        c.due = now + delay(COLLECT_AFTER)


def collected(w: World, c: Customer, now: float, wait: float, hours: float) -> None:
    """A piece of work on a case of collection ends."""
    count_work(w, Work.COLLECT, wait, hours)
    record(w, now, c, Event.COLLECTED, c.stage, post_work(w, c, hours), wait)


def carry_out(w: World, c: Customer, now: float) -> None:
    """An exit is carried out: so much of the loan comes back, and the other business stays or goes too."""
    branch = w.branch[0]
    rules = w.in_force[0]
    x = rules.exit
    month = w.this_month[0]
    base = base_recovery(w, c.means)
    rate = recovery_rate(base, c.loan_class, c.means, x.timing, x.combination)
    if draw(c.key, Purpose.DISPUTE, branch.date) < dispute_chance(x.legal_care):
        month.disputes += 1
        rate *= DISPUTED
    month.exits_by[c.means] += 1
    month.exit_months += now - c.listed
    month.exposure_exited += loans_of(c) * x.exit_part
    month.recovered += loans_of(c) * x.exit_part * rate
    kept = business_kept(x.exit_communication)
    month.kept_by_exit += kept
    realise(w, c, now, x.exit_part, rate, kept, Event.EXITED)
    if x.broad and is_customer(c.stage):
        month.ended_by_exit += 1
        month.closed += 1
        end(w, c, now, Event.CLOSED)


def base_recovery(w: World, means: int) -> float:
    """What a means recovers before skill and time do their work."""
    bank = w.rules[0].bank
    if means == Means.COLLECTION:
        return bank.recovery_collection
    return bank.recovery_transfer if means == Means.TRANSFER else bank.recovery_pool


def realise(
    w: World, c: Customer, now: float, part: float, rate: float, kept: float, event: int
) -> None:  # a loss takes this much
    """A part of a loan ends: what comes back is posted, and the rest is lost, as far as it was not provided for."""
    amount = settle(w, c, now)
    exposure = loans_of(c) * part
    rest = fen(provision_rate(c.loan_class) * loans_of(c) * (1.0 - part))
    amount += post(w, c, Account.RECOVERY, fen(exposure * rate)) + post(w, c, Account.CREDIT_LOSS, -fen(exposure))
    amount += provide(w, c, rest)
    c.exit_stage = ExitStage.NONE
    if part >= 1.0:
        c.loan_class = LoanClass.NORMAL
        c.rating = min(c.rating, Rating.CCC)
    keep_part(w, c, kept, part)
    record(w, now, c, event, c.stage, amount, 0.0)


def give_up(w: World, c: Customer, now: float) -> None:
    """The branch gives a customer up by its value: the whole relationship, or lines of business (4.1.2a, 4.1.2d)."""
    x = w.in_force[0].exit
    month = w.this_month[0]
    if x.close_customers:
        month.closed += 1
        end(w, c, now, Event.CLOSED)
        return
    if x.exit_services and c.withdrawn == 0:
        c.withdrawn = 1
        month.withdrawn += 1
        record(w, now, c, Event.WITHDRAWN, c.stage, 0, 0.0)
    if x.exit_deposits and c.deposits > 0.0 and c.share > 0.0:
        amount = settle(w, c, now)
        month.deposits_exited += 1
        keep_part(w, c, 0.0, 0.0)
        record(w, now, c, Event.EXITED, c.stage, amount, 0.0)


def is_in_credit(c: Customer) -> bool:
    """Whether a month may bring a borrower something: a bad loan, or an exit under way."""
    return Stage.GROWTH <= c.stage <= Stage.DECLINE and (
        c.loan_class > LoanClass.SPECIAL_MENTION or c.exit_stage == ExitStage.LEAVING
    )
