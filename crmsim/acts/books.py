"""The branch's books: postings in whole fen, margins settled to the instant, and the close of each month."""

from crmsim.acts.columns import Customer, Month, World
from crmsim.acts.record import record
from crmsim.acts.standing import entitle
from crmsim.fen import fen
from crmsim.lattice import HOURS
from crmsim.law.lifecycle import is_customer
from crmsim.law.maintenance import satisfaction
from crmsim.law.value import monthly_margin
from crmsim.stages import Account, Event


def post(w: World, c: Customer, account: int, amount: int) -> int:
    """Post an amount (fen) for a customer to an account of the running month; gives it back."""
    w.months[w.branch[0].month].ledger[account] += amount
    c.contribution += amount
    return amount


def margin_now(w: World, c: Customer) -> float:
    """What a customer's balances earn in a month as they stand, CNY."""
    bank = w.rules[0].bank
    deposits = c.wallet * c.share * c.deposits
    loans = c.wallet * c.share - deposits
    return monthly_margin(deposits, bank.deposit_margin) + monthly_margin(loans, bank.loan_margin)


def settle(w: World, c: Customer, now: float) -> int:
    """Post what a customer's balances earned, and its accounts cost, since they were last settled; in fen."""
    bank = w.rules[0].bank
    months = now - c.settled
    c.settled = now
    deposits = c.wallet * c.share * c.deposits
    loans = c.wallet * c.share - deposits
    return (
        post(w, c, Account.DEPOSIT_MARGIN, fen(monthly_margin(deposits, bank.deposit_margin) * months))
        + post(w, c, Account.LOAN_MARGIN, fen(monthly_margin(loans, bank.loan_margin) * months))
        + post(w, c, Account.ACCOUNT_COST, -fen(bank.account_cost * months))
    )


def post_work(w: World, c: Customer, hours: float) -> int:
    """Post a manager's hours at wage; in fen."""
    return post(w, c, Account.SERVICE_COST, -fen(hours * w.rules[0].bank.wage))


def managers_at_work(w: World, now: float, more: int) -> None:
    """Note that so many more managers (or fewer, below 0) are at work from now on."""
    branch = w.branch[0]
    w.months[branch.month].busy += branch.busy * (now - branch.busy_since)
    branch.busy += more
    branch.busy_since = now


def close_month(w: World, now: float) -> None:
    """Settle every customer and take the month's measures, customers in the order of their numbers."""
    managers_at_work(w, now, 0)
    month = w.months[w.branch[0].month]
    for number in range(len(w.customers)):
        c = w.customers[number]
        month.stages[c.stage] += 1
        if is_customer(c.stage):
            month.tiers[c.tier] += 1
            record(w, now, c, Event.SETTLED, c.stage, settle(w, c, now), 0.0)
    take_measures(w, month)


def take_measures(w: World, month: Month) -> None:
    """Sum up, over the bank's customers, what they think and have."""
    pleased = perceived = perceived_square = expected = expected_square = 0.0
    loyalty = loyalty_square = share = balance = 0.0
    for number in range(len(w.customers)):
        c = w.customers[number]
        if is_customer(c.stage):
            pleased += satisfaction(c.perceived, c.expected)
            perceived += c.perceived
            perceived_square += c.perceived * c.perceived
            expected += c.expected
            expected_square += c.expected * c.expected
            loyalty += c.loyalty
            loyalty_square += c.loyalty * c.loyalty
            share += c.share
            balance += c.wallet * c.share
    month.satisfaction = pleased
    month.perceived = perceived
    month.perceived_square = perceived_square
    month.expected = expected
    month.expected_square = expected_square
    month.loyalty = loyalty
    month.loyalty_square = loyalty_square
    month.share = share
    month.balance = balance


def open_month(w: World, month: int) -> None:
    """Turn the page, and put the strategy in force that the schedule has for the month."""
    branch = w.branch[0]
    branch.month = month
    if branch.period + 1 < len(w.rules) and w.rules[branch.period + 1].from_month == month:
        branch.period += 1
        for number in range(len(w.customers)):
            entitle(w, w.customers[number])


def count_work(w: World, c: Customer, work: int, wait: float, hours: float) -> None:
    """Count a job that ended: its wait in months and its hours."""
    month = w.months[w.branch[0].month]
    month.done[work] += 1
    month.work_wait[work] += wait
    month.hours[work] += hours


def count_service(w: World, c: Customer, wait: float, hours: float, promise: float) -> None:
    """Count a service visit that ended, in its customer's tier; the promise is in hours."""
    month = w.months[w.branch[0].month]
    month.served[c.tier] += 1
    month.wait[c.tier] += wait
    month.tier_hours[c.tier] += hours
    if wait * HOURS <= promise:
        month.kept[c.tier] += 1
