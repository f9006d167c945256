"""The branch's books: postings in whole fen, margins settled to the instant, and the close of each month."""

from crmsim.acts.columns import Customer, World
from crmsim.acts.record import record
from crmsim.acts.standing import entitle
from crmsim.fen import fen
from crmsim.lattice import HOURS
from crmsim.law.credit import is_bad
from crmsim.law.lifecycle import is_customer
from crmsim.law.maintenance import satisfaction
from crmsim.law.value import monthly_margin
from crmsim.stages import Account, Event, Work


def post(w: World, c: Customer, account: int, amount: int) -> int:
    """Post an amount (fen) for a customer to an account of the running month; gives it back."""
    w.this_month[0].ledger[account] += amount
    c.contribution += amount
    return amount


def loans_of(c: Customer) -> float:
    """A customer's loans, CNY."""
    return c.wallet * c.share * (1.0 - c.deposits)


def hold(w: World, c: Customer, share: float) -> None:
    """A customer has this share of its wallet with the bank from now on; what it earns a month follows."""
    bank = w.rules[0].bank
    c.share = share
    deposits = c.wallet * share * c.deposits
    c.on_deposits = monthly_margin(deposits, bank.deposit_margin)
    loans = c.wallet * share - deposits
    c.on_loans = 0.0 if is_bad(c.loan_class) else monthly_margin(loans, bank.loan_margin)
    c.on_capital = monthly_margin(loans, bank.capital_charge)


def settle(w: World, c: Customer, now: float) -> int:
    """Post what a customer's balances earned since they were last settled; in fen."""
    ledger = w.this_month[0].ledger
    months = now - c.settled
    c.settled = now
    on_deposits = fen(c.on_deposits * months)
    on_loans = fen(c.on_loans * months)
    conceded = fen((c.on_deposits + c.on_loans) * c.conceded * months) if c.conceded > 0.0 else 0
    capital = fen(c.on_capital * months)
    ledger[Account.DEPOSIT_MARGIN] += on_deposits
    ledger[Account.LOAN_MARGIN] += on_loans
    ledger[Account.CONCESSIONS] -= conceded
    ledger[Account.CAPITAL_CHARGE] -= capital
    amount = on_deposits + on_loans - conceded - capital
    c.contribution += amount
    return amount


def post_work(w: World, c: Customer, hours: float) -> int:
    """Post a manager's hours at wage; in fen."""
    return post(w, c, Account.SERVICE_COST, -fen(hours * w.rules[0].bank.wage))


def managers_at_work(w: World, now: float, more: int) -> None:
    """Note that so many more managers (or fewer, below 0) are at work from now on."""
    branch = w.branch[0]
    w.this_month[0].busy += branch.busy * (now - branch.busy_since)
    branch.busy += more
    branch.busy_since = now


def close_month(w: World, now: float) -> None:
    """Settle every customer and take the month's measures, customers in the order of their numbers."""
    managers_at_work(w, now, 0)
    month = w.this_month[0]
    month.regime = w.branch[0].regime
    overhead = w.branch[0].accounts + w.branch[0].upkeep + w.branch[0].tuition
    pleased = loyalty = share = balance = heard = influence = lent = bad = 0.0
    for number in range(len(w.customers)):
        c = w.customers[number]
        month.stages[c.stage] += 1
        if is_customer(c.stage):
            record(w, now, c, Event.SETTLED, c.stage, settle(w, c, now) - overhead, 0.0)
            c.contribution -= overhead
            month.tiers[c.tier] += 1
            pleased += satisfaction(c.perceived, c.expected)
            loyalty += c.loyalty
            share += c.share
            balance += c.wallet * c.share
            heard += c.influence * c.loyalty
            influence += c.influence
            loans = loans_of(c)
            lent += loans
            bad += loans if is_bad(c.loan_class) else 0.0
    w.branch[0].image = heard / influence * (1.0 - w.branch[0].fear) if influence > 0.0 else 0.0
    w.branch[0].lent = lent
    w.branch[0].customers = month.tiers[0] + month.tiers[1] + month.tiers[2]
    charge_overheads(w)
    month.lent = lent
    month.bad_loans = bad
    month.skill = w.branch[0].skill
    month.satisfaction = pleased
    month.loyalty = loyalty
    month.share = share
    month.balance = balance
    w.months[w.branch[0].month] = month


def charge_overheads(w: World) -> None:
    """Post what every customer of the branch at the end of a month costs it alike: accounts, upkeep and training."""
    branch = w.branch[0]
    ledger = w.this_month[0].ledger
    ledger[Account.ACCOUNT_COST] -= branch.accounts * branch.customers
    ledger[Account.MAINTENANCE_COST] -= branch.upkeep * branch.customers
    ledger[Account.TRAINING_COST] -= branch.tuition * branch.customers


def open_month(w: World, month: int) -> None:
    """Turn the page, and put the strategy in force that the schedule has for the month."""
    branch = w.branch[0]
    branch.date += month - branch.month
    branch.month = month
    w.this_month[0] = w.months[month]
    if branch.period + 1 < len(w.rules) and w.rules[branch.period + 1].from_month == month:
        branch.period += 1
        w.in_force[0] = w.rules[branch.period]
        for number in range(len(w.customers)):
            entitle(w, w.customers[number])
        keep_up(w)
    change_plan(w, month)


def keep_up(w: World) -> None:
    """Set what every customer costs a month under the strategy in force."""
    m = w.in_force[0].maintenance
    bank = w.rules[0].bank
    w.branch[0].accounts = fen(bank.account_cost)
    w.branch[0].upkeep = fen(m.loyalty_plan + m.hardware + m.mystery_visits + m.innovation + m.switching_barrier)
    w.branch[0].tuition = fen(bank.training * bank.wage / bank.customers_per_manager)


def change_plan(w: World, month: int) -> None:
    """In the months that the strategy sets for it the loyalty plan is changed, and customers take it amiss."""
    rules = w.in_force[0]
    if month > 0 and month % rules.maintenance.plan_change_every == 0 and rules.maintenance.loyalty_plan > 0.0:
        for number in range(len(w.customers)):
            w.customers[number].loyalty *= 1.0 - rules.market.plan_upset


def count_work(w: World, work: int, wait: float, hours: float) -> None:
    """Count a job that ended: its wait in months and its hours."""
    month = w.this_month[0]
    month.done[work] += 1
    month.work_wait[work] += wait
    month.hours[work] += hours


def count_service(w: World, c: Customer, wait: float, hours: float, promise: float) -> None:
    """Count a service visit that ended, also in its customer's tier and kind; the promise is in hours."""
    month = w.this_month[0]
    tier = c.tier
    kind = c.kind
    month.done[Work.SERVICE] += 1
    month.work_wait[Work.SERVICE] += wait
    month.hours[Work.SERVICE] += hours
    month.served[tier] += 1
    month.wait[tier] += wait
    month.tier_hours[tier] += hours
    month.kind_served[kind] += 1
    month.kind_hours[kind] += hours
    month.kept[tier] += wait * HOURS <= promise
