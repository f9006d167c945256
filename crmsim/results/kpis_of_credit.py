"""The indicators of chapter 4: loans, what becomes of them, and exits."""

from collections.abc import Callable

from crmsim.results.kpi import Kpi
from crmsim.results.tally import Tally, ratio
from crmsim.stages import Account, Means, Work


def total(field: str) -> Callable[[Tally], float]:
    """A monthly field summed over the run."""
    return lambda t: t.total(field)


def an_exit(field: str) -> Callable[[Tally], float]:
    """A monthly sum over exits carried out, as their mean."""
    return lambda t: ratio(t.total(field), t.total("exits_by"))


def by_means(means: int) -> Callable[[Tally], float]:
    """Exits carried out by one means."""
    return lambda t: t.total("exits_by", means)


def by_criterion(number: int) -> Callable[[Tally], float]:
    """Reviews in which a borrower met a criterion, from 1 on."""
    return lambda t: t.total("flagged_by", number - 1)


CREDIT_KPIS: tuple[Kpi, ...] = (
    Kpi(
        "credit_loss",
        "CNY",
        "Loans lost, and provisions for bad ones (negative).",
        lambda t: t.yuan(Account.CREDIT_LOSS),
    ),
    Kpi("recovery", "CNY", "What came back of loans ended.", lambda t: t.yuan(Account.RECOVERY)),
    Kpi(
        "credit_cost",
        "CNY",
        "What bad loans cost: loss less recovery.",
        lambda t: -t.yuan(Account.CREDIT_LOSS) - t.yuan(Account.RECOVERY),
    ),
    Kpi(
        "capital_charge", "CNY", "Cost of capital bound by loans (negative).", lambda t: t.yuan(Account.CAPITAL_CHARGE)
    ),
    Kpi("exit_cost", "CNY", "Legal side of exits (negative).", lambda t: t.yuan(Account.EXIT_COST)),
    Kpi("loans", "CNY", "Loans at the end.", lambda t: float(t.months["lent"][-1])),
    Kpi(
        "bad_loan_share",
        "share",
        "Loans that do not perform, of all, mean over months.",
        lambda t: ratio(t.total("bad_loans"), t.total("lent")),
    ),
    Kpi("downgrades", "customers", "Customers whose rating fell.", total("downgrades")),
    Kpi("credit_reviews", "reviews", "Reviews of a borrower.", total("credit_reviews")),
    Kpi("flagged_by_1", "reviews", "Reviews in which a borrower met criterion 1: its marks.", by_criterion(1)),
    Kpi("flagged_by_2", "reviews", "The same of criterion 2: a bad loan.", by_criterion(2)),
    Kpi("flagged_by_3", "reviews", "The same of criterion 3: weak statements.", by_criterion(3)),
    Kpi("flagged_by_4", "reviews", "The same of criterion 4: bad conduct.", by_criterion(4)),
    Kpi("flagged", "borrowers", "Borrowers put on the exit list.", total("flagged")),
    Kpi("taken_off", "borrowers", "Those taken off it again.", total("taken_off")),
    Kpi("leaks", "leaks", "Planned exits that became known.", total("leaks")),
    Kpi("served_on_list", "needs", "Needs of customers on the list that were served.", total("served_on_list")),
    Kpi("substituted", "loans", "Loans replaced by a safer product.", total("substituted")),
    Kpi("exits", "exits", "Exits begun.", total("exits")),
    Kpi(
        "class_at_exit",
        "loan class",
        "Mean class of the loan when its exit began, 0 being normal.",
        lambda t: ratio(t.total("class_at_exit"), t.total("exits")),
    ),
    Kpi("collected", "exits", "Exits carried out by collection.", by_means(Means.COLLECTION)),
    Kpi("transferred", "exits", "Exits carried out by transfer.", by_means(Means.TRANSFER)),
    Kpi("securitised", "exits", "Exits carried out by securitisation.", by_means(Means.SECURITISATION)),
    Kpi("collect_hours", "hours", "Hours of collection.", lambda t: t.total("hours", Work.COLLECT)),
    Kpi("exit_months", "months", "How long an exit took.", an_exit("exit_months")),
    Kpi("exposure_exited", "CNY", "Loans ended by exits.", total("exposure_exited")),
    Kpi(
        "recovered_share",
        "share",
        "What of them came back.",
        lambda t: ratio(t.total("recovered"), t.total("exposure_exited")),
    ),
    Kpi("deposits_kept", "share", "Other business that stayed after an exit.", an_exit("kept_by_exit")),
    Kpi("disputes", "disputes", "Exits that ended in a dispute.", total("disputes")),
    Kpi("ended_by_exit", "customers", "Relationships ended with the loan.", total("ended_by_exit")),
    Kpi("charged_off", "loans", "Lost loans on which no one acted.", total("charged_off")),
    Kpi("withdrawn", "customers", "Customers from whom services were withdrawn.", total("withdrawn")),
    Kpi("deposits_exited", "customers", "Customers whose deposits were ended.", total("deposits_exited")),
)
"""The indicators of chapter 4, in the order in which tables show them."""
