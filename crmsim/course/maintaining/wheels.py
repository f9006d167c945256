"""Which settings the labs of chapter 3 put into the reader's hand, and which indicators they show."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wheels:
    """What a lab shows.

    Attributes:
        paths: the settings that can be moved.
        cards: the indicators on the cards.
    """

    paths: tuple[str, ...]
    cards: tuple[str, ...]


def of_maintenance(*names: str) -> tuple[str, ...]:
    """The paths of some settings of maintenance."""
    return tuple(f"maintenance.{name}" for name in names)


QUEUE = Wheels(
    ("bank.customers_per_manager", "bank.managers_per_desk"),
    ("utilisation", "wait", "wait_premium", "wait_select", "wait_ordinary"),
)
"""Load and desk (3.1.1)."""

PLANNER = Wheels(
    of_maintenance(
        *("care_ordinary", "care_select", "care_premium"),
        *("hardware", "software", "functional", "psychological", "distinctive"),
    ),
    ("utilisation", "contribution", "satisfaction", "loyalty", "perceived", "trust", "hurt", "wait"),
)
"""Hours by tier and the five forms of maintenance (3.2)."""

SURVEY = Wheels(
    of_maintenance("survey_every", "survey_sample", "complaint_system", "mystery_visits", "leaving_analysis", "rescue"),
    (
        *("satisfaction", "satisfaction_measured", "satisfaction_bias", "survey_answers"),
        *("complaints", "survey_cost", "rescues", "churn"),
    ),
)
"""Method and sample of what is heard (3.3.2)."""

PLAN = Wheels(
    of_maintenance("loyalty_plan", "plan_change_every"),
    ("contribution", "maintenance_cost", "loyalty", "churn", "customers"),
)
"""The loyalty plan (3.3.3g)."""

BONDS = Wheels(
    of_maintenance("service_trust", "broad_links", "think_for_customer", "switching_barrier"),
    ("contribution", "churn", "loyalty", "trust", "sales", "wait"),
)
"""Ways to raise loyalty (3.3.3h)."""

TIERS = Wheels(
    of_maintenance(
        *("care_ordinary", "care_select", "care_premium"),
        *("promise_ordinary", "promise_select", "promise_premium"),
    ),
    ("contribution", "churn", "loyalty", "utilisation", "wait_premium", "wait_select", "wait_ordinary"),
)
"""Differentiated service (3.3.4)."""
