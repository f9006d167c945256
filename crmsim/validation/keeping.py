"""B1, B2, B6 to B8 and B10: who earns, who leaves, and what maintenance does about it."""

from collections.abc import Callable

import numpy as np

from crmsim.settings import Number, Scenario, Strategy, load
from crmsim.validation.finding import ANY, DEFAULT, Finding, Measure, above, kpi, more, seen, told
from crmsim.validation.lives import Lived, between, stretches, years_and_departures

COURSE = "course"
TRADE = "Harland Clarke 2017, Fiserv; a public churn file of 10,000 customers"
PRESS = "trade press"


def maintained(**settings: Number) -> Scenario:
    """The default branch with some settings of its maintenance changed."""
    return DEFAULT.with_settings({f"maintenance.{name}": value for name, value in settings.items()})


def lost_by(months: int) -> Measure:
    """Customers who left in the first months."""
    return lambda history: float(history.months["lost"][:months].sum())


def earned_in(first: int, last: int) -> Measure:
    """Contribution from one month to another, CNY."""
    return lambda history: float(history.months["ledger"][first:last].sum()) / 100.0


def satisfaction_in(first: int, last: int) -> Measure:
    """Mean satisfaction from one month to another."""
    return lambda history: float(
        history.months["satisfaction"][first:last].sum() / history.months["tiers"][first:last].sum()
    )


def within_a_year(years: float, departures: float) -> float:
    """The share that leaves within a year, at the pace at which so many left in so many years."""
    return float(1.0 - np.exp(-departures / years))


def with_products(count: int) -> Callable[[Lived], float]:
    """Yearly attrition of customers with so many products."""

    def measured(life: Lived) -> float:
        found = stretches(life)
        return within_a_year(*years_and_departures(found, found["products"] == count))

    return measured


def with_tenure(low: float, high: float) -> Callable[[Lived], float]:
    """Yearly attrition of customers who have been with the bank so many months."""
    return lambda life: within_a_year(*between(stretches(life), low, high))


USUAL = DEFAULT.with_settings({"bank.customers_per_manager": 60.0})
BETTER = USUAL.model_copy(
    update={
        "schedule": (
            *USUAL.schedule,
            Strategy(
                from_month=12,
                maintenance=USUAL.with_settings({"maintenance.care_ordinary": 1.8}).schedule[0].maintenance,
            ),
        )
    }
)
"""A branch with time to spare, and the same with longer visits from month 12 on."""

FIRM, YIELDING = maintained(concession=0.0), maintained(concession=0.3)
STEADY, RESTLESS = maintained(plan_change_every=120), maintained(plan_change_every=3)
DEAF = maintained(complaint_system=0.0)


def gained(first: int, last: int) -> Callable[[int], float]:
    """Satisfaction that the better branch is ahead by from one month to another."""
    return more(told(satisfaction_in(first, last), BETTER), told(satisfaction_in(first, last), USUAL))


def left_of_half(number: int) -> float:
    """Half of what is gained at first, less what is left of it 18 months later."""
    return gained(15, 18)(number) / 2.0 - gained(33, 36)(number)


EARNING = (
    Finding("B1", "what the best fifth earns, of all positive contribution", "share", PRESS, 0.7, 0.9,
            told(kpi("top20_share"))),
    above("B1", "what the last fifth costs more than it brings", "CNY a customer", PRESS,
          lambda number: -told(kpi("bottom20_contribution"))(number)),
    above("B2", "what differentiated service earns above equal service, five years", "CNY", f"{COURSE} 3.3.1, 3.3.4",
          more(told(earned_in(0, 60), load("differentiated")), told(earned_in(0, 60), load("equal-service"))), 96),
)  # fmt: skip
ATTRITION = tuple(
    Finding("B6", claim, "a year", TRADE, low, high, seen(measure))
    for claim, low, high, measure in (
        ("attrition with one product", 0.14, 0.22, with_products(1)),
        ("attrition with two products", 0.06, 0.09, with_products(2)),
        ("attrition in the first year", 0.18, 0.24, with_tenure(0.0, 12.0)),
        ("attrition after ten years", 0.04, 0.07, with_tenure(120.0, ANY)),
        ("attrition of all", 0.08, 0.20, with_tenure(-ANY, ANY)),
    )
)
MAINTAINED = tuple(
    above(behaviour, claim, unit, f"{COURSE} {item}", sample)
    for behaviour, claim, unit, item, sample in (
        ("B7", "customers kept in year 1 by deep concessions", "customers", "3.4.1",
         more(told(lost_by(12), FIRM), told(lost_by(12), YIELDING))),
        ("B7", "what deep concessions cost in year 5", "CNY", "3.4.1",
         more(told(earned_in(48, 60), FIRM), told(earned_in(48, 60), YIELDING))),
        ("B8", "customers lost by a loyalty plan that changes every quarter", "customers", "3.3.3g",
         more(told(lost_by(60), RESTLESS), told(lost_by(60), STEADY))),
        ("B8", "what it costs over five years", "CNY", "3.3.3g",
         more(told(earned_in(0, 60), STEADY), told(earned_in(0, 60), RESTLESS))),
        ("B10", "measured less true satisfaction without a complaint system", "ratio", "3.3.2b",
         told(kpi("satisfaction_bias"), DEAF)),
        ("B10", "the same above that with one", "ratio", "3.3.2b",
         more(told(kpi("satisfaction_bias"), DEAF), told(kpi("satisfaction_bias")))),
        ("B10", "churn without a complaint system above that with one", "a year", "3.3.2b",
         more(told(kpi("churn"), DEAF), told(kpi("churn")))),
        ("treadmill", "satisfaction won by longer visits, months 3 to 5 of them", "ratio", "3.3.2a", gained(15, 18)),
        ("treadmill", "half of that, less what is left 18 months later", "ratio", "3.3.2a", left_of_half),
    )
)  # fmt: skip
KEEPING = (*EARNING, *ATTRITION, *MAINTAINED)
