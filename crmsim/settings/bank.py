"""The bank: its people, its desks and its prices."""

from crmsim.settings.fields import Settings, setting
from crmsim.settings.probes import (
    ALIKE,
    BAD,
    BUSY,
    COLLECTING,
    COMMITTEE,
    CREDIT,
    LEAVING,
    MANY_POOLED,
    POOLING,
    SOUGHT,
    TRANSFERRING,
)
from crmsim.settings.sources import RECOVERED

ALONE = {"bank.managers_per_desk": 1}


class Bank(Settings):
    """The branch as it is, the same under every strategy."""

    # People and desks
    customers_per_manager: float = setting(
        133.0, "customers", (5.0, 2000.0), "4.1.0", raises="utilisation", probe=(60.0, 130.0)
    )
    """Customers of the opening book to each relationship manager."""
    managers_per_desk: int = setting(3, "managers", (1, 60), "1.3.2", lowers="wait", probe=(1, 4))
    """Managers that share one desk of customers; 1 is a portfolio of one's own."""
    drive: float = setting(0.8, "share", (0.2, 1.0), "2.2.2a", lowers="utilisation", probe=(0.6, 1.0))
    """Part of the day that a manager works with customers."""
    skill: float = setting(0.7, "index", (0.0, 1.0), "2.2.2b", raises="perceived", probe=(0.4, 0.9))
    """Professional skill: the quality of a visit and of an evaluation."""
    communication: float = setting(
        0.6, "index", (0.0, 1.0), "2.2.2d", raises="acceptance", probe=(0.1, 1.0), given=SOUGHT
    )
    """Adaptability and communication: the success of visits to potential customers, and the handling of complaints."""
    training: float = setting(2.0, "hours a month", (0.0, 40.0), "2.2.2b", raises="skill", probe=(0.0, 12.0))
    """Training of each manager, which slowly buys skill and communication."""
    teamwork: float = setting(0.3, "chance", (0.0, 1.0), "2.2.2c", lowers="wait", probe=(0.0, 0.9), given=ALONE)
    """Chance that a piece of work goes to the least loaded desk."""

    # Work
    service_hours: float = setting(1.52, "hours", (0.05, 8.0), "3.2.2", raises="service_hours", probe=(0.7, 1.8))
    """Mean length of a service visit."""
    problem_hours: float = setting(0.8, "hours", (0.05, 8.0), "3.2.3", raises="problem_hours", probe=(0.4, 2.0))
    """Mean length of solving a problem."""
    rescue_hours: float = setting(
        1.0, "hours", (0.05, 8.0), "3.3.2d", raises="rescue_hours", probe=(0.5, 2.0), given=LEAVING
    )
    """Mean length of a visit to a customer who is about to be lost."""
    prospect_hours: float = setting(0.6, "hours", (0.05, 8.0), "2.2.5a", raises="prospect_hours", probe=(0.4, 2.0))
    """Mean length of a visit to a potential customer."""
    length_variety: float = setting(0.8, "index", (0.0, 1.0), "3.1.1", raises="wait", probe=(0.0, 1.0), given=BUSY)
    """How uneven the lengths of work are: 0 as an exponential law, 1 five times its variance."""
    visit_spread: float = setting(0.3, "quality", (0.0, 1.0), "2.2.2d", raises="perceived_spread", probe=(0.0, 0.8))
    """Width of the band in which the quality of visits varies."""
    evaluation_error: float = setting(
        0.4, "log ratio", (0.0, 2.0), "3.3.1a", raises="misjudged_share", probe=(0.0, 1.0)
    )
    """Error of an evaluation by a manager without skill, as the scale of a logistic law."""

    # The credit committee
    committee_cases: int = setting(
        4, "cases", (1, 100), "2.2.6a", lowers="committee_wait", probe=(1, 4), given=COMMITTEE
    )
    """Cases that the credit committee decides at a sitting; it sits every half month."""
    worst_approved: int = setting(4, "rating", (0, 6), "3.4.3", raises="approved_share", probe=(2, 5), given=COMMITTEE)
    """The worst rating, from 0 (AAA) to 6 (CCC), with which a loan passes the credit committee."""

    # Credit and its end
    capital_charge: float = setting(
        0.008, "a year", (0.0, 0.05), "4.1.3a", lowers="capital_charge", probe=(0.004, 0.016)
    )
    """Cost of the capital that loans bind: capital ratio times cost of capital."""
    lending_limit: float = setting(1.7, "ratio", (0.2, 10.0), "4.1.0", raises="loans", probe=(0.8, 2.0), given=CREDIT)
    """Loans that the branch's capital allows, against those of the opening book."""
    recovery_collection: float = setting(
        0.55,
        "share",
        (0.0, 1.0),
        "4.1.2f",
        raises="recovered_share",
        probe=(0.2, 0.9),
        given={**COLLECTING, **BAD},
        source=RECOVERED,
    )
    """What collecting a substandard loan recovers; as bad loans get worse, 40 to 45 % of all (Bank of Italy 2021)."""
    recovery_transfer: float = setting(
        0.31,
        "share",
        (0.0, 1.0),
        "4.1.2f",
        raises="recovered_share",
        probe=(0.1, 0.8),
        given={**TRANSFERRING, **BAD},
        source=RECOVERED,
    )
    """What selling a substandard loan recovers (Bank of Italy 2021: 29 to 33 %)."""
    recovery_pool: float = setting(
        0.95, "share", (0.0, 1.0), "4.1.2f", raises="recovered_share", probe=(0.5, 1.0), given=POOLING
    )
    """What securitising a performing loan brings (assumption)."""
    pool_count: int = setting(8, "loans", (1, 200), "4.1.2f", lowers="securitised", probe=(2, 40), given=POOLING)
    """Loans that a pool needs before it can be securitised."""
    pool_likeness: float = setting(
        0.5, "share", (0.0, 1.0), "4.1.2f", lowers="securitised", probe=(0.2, 1.0), given=POOLING
    )
    """Share of a pool's loans that must be of one kind of customer."""
    pool_performing: float = setting(
        0.7, "share", (0.0, 1.0), "4.1.2f", lowers="securitised", probe=(0.3, 1.0), given=MANY_POOLED
    )
    """Share of a pool's loans that must still be performing."""
    pool_patience: int = setting(
        6, "months", (1, 60), "4.1.2f", raises="securitised", probe=(1, 12), given={**POOLING, "bank.pool_count": 12}
    )
    """How long a loan waits in the pool before it is transferred instead."""
    collect_hours: float = setting(
        1.5, "hours", (0.05, 20.0), "4.1.2f", raises="collect_hours", probe=(0.5, 4.0), given=COLLECTING
    )
    """Work of collecting on a case in a month."""

    # Channels
    cost_referral: float = setting(
        30.0, "CNY", (0.0, 2000.0), "2.2.3a", lowers="channel_cost", probe=(15.0, 150.0), given=SOUGHT
    )
    """Cost, beside the hours, of a contact with a customer found by a chain referral."""
    hours_referral: float = setting(
        0.8, "ratio", (0.1, 5.0), "2.2.3a", raises="contact_hours_referral", probe=(0.4, 1.6), given=SOUGHT
    )
    """Length of a visit to such a customer, against the usual one."""
    cost_key_person: float = setting(
        150.0, "CNY", (0.0, 2000.0), "2.2.3b", lowers="channel_cost", probe=(75.0, 750.0), given=SOUGHT
    )
    """Cost, beside the hours, of a contact with a customer found by the introduction of a key person."""
    hours_key_person: float = setting(
        1.3, "ratio", (0.1, 5.0), "2.2.3b", raises="contact_hours_key_person", probe=(0.65, 2.6), given=SOUGHT
    )
    """Length of a visit to such a customer, against the usual one."""
    cost_advertising: float = setting(
        60.0, "CNY", (0.0, 2000.0), "2.2.3c", lowers="channel_cost", probe=(30.0, 300.0), given=SOUGHT
    )
    """Cost, beside the hours, of a contact with a customer found by advertising."""
    hours_advertising: float = setting(
        0.7, "ratio", (0.1, 5.0), "2.2.3c", raises="contact_hours_advertising", probe=(0.35, 1.4), given=SOUGHT
    )
    """Length of a visit to such a customer, against the usual one."""
    cost_visit: float = setting(
        20.0, "CNY", (0.0, 2000.0), "2.2.3d", lowers="channel_cost", probe=(10.0, 100.0), given=SOUGHT
    )
    """Cost, beside the hours, of a contact with a customer found by a personal visit."""
    hours_visit: float = setting(
        1.0, "ratio", (0.1, 5.0), "2.2.3d", raises="contact_hours_visit", probe=(0.5, 2.0), given=SOUGHT
    )
    """Length of a visit to such a customer, against the usual one."""
    cost_other: float = setting(
        8.0, "CNY", (0.0, 2000.0), "2.2.3e", lowers="channel_cost", probe=(4.0, 40.0), given=SOUGHT
    )
    """Cost, beside the hours, of a contact with a customer found by a directory, the trade press or the like."""
    hours_other: float = setting(
        0.6, "ratio", (0.1, 5.0), "2.2.3e", raises="contact_hours_other", probe=(0.3, 1.2), given=SOUGHT
    )
    """Length of a visit to such a customer, against the usual one."""

    # Prices
    deposit_margin: float = setting(
        0.012, "a year", (0.0, 0.05), "2.1.1", raises="deposit_margin", probe=(0.006, 0.024)
    )
    """Margin on deposits over the transfer price."""
    loan_margin: float = setting(0.028, "a year", (0.0, 0.08), "2.1.1", raises="loan_margin", probe=(0.014, 0.056))
    """Margin on loans over the transfer price."""
    fee: float = setting(200.0, "CNY", (0.0, 5000.0), "2.1.1", raises="fees", probe=(100.0, 400.0))
    """Fee for a product sold."""
    account_cost: float = setting(6.0, "CNY a month", (0.0, 200.0), "1.3.8", lowers="account_cost", probe=(3.0, 20.0))
    """Cost of keeping a customer's accounts."""
    wage: float = setting(80.0, "CNY an hour", (0.0, 1000.0), "1.3.8", lowers="service_cost", probe=(40.0, 160.0))
    """Cost of a manager's hour of work."""
    discount_rate: float = setting(
        0.08, "a year", (0.0, 0.5), "1.3.5", lowers="contribution_discounted", probe=(0.02, 0.3), given=ALIKE
    )
    """Rate at which later contribution is discounted."""
