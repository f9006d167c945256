"""What a month brings, for the branch: the sums from which indicators and tables are made."""

from dataclasses import dataclass
from typing import Annotated

from crmsim.acts.layout import Columns, Real, Whole
from crmsim.stages import Account, Channel, Kind, Means, Stage, Step, Tier, Work

CRITERIA = 4
"""Criteria of exit that look at a borrower; the fifth looks at a customer's value."""


@dataclass(slots=True)
class Month(Columns):
    """What a month brought, for the branch."""

    ledger: Annotated[list[int], "i8", (len(Account),)]
    """Postings by account, fen."""
    stages: Annotated[list[int], "i8", (len(Stage),)]
    """Customers of the market in each stage at its end."""
    tiers: Annotated[list[int], "i8", (len(Tier),)]
    """Customers of the bank in each tier at its end."""
    served: Annotated[list[int], "i8", (len(Tier),)]
    """Service visits ended, by tier."""
    kept: Annotated[list[int], "i8", (len(Tier),)]
    """Those of them that came within the promise."""
    wait: Annotated[list[float], "f8", (len(Tier),)]
    """Sum of their waits, months."""
    work_wait: Annotated[list[float], "f8", (len(Work),)]
    """Sum of waits by kind of work, months."""
    done: Annotated[list[int], "i8", (len(Work),)]
    """Jobs ended, by kind of work."""
    hours: Annotated[list[float], "f8", (len(Work),)]
    """Hours of work ended, by kind of work."""
    tier_hours: Annotated[list[float], "f8", (len(Tier),)]
    """Hours of service visits ended, by tier."""
    judged: Annotated[list[int], "i8", (len(Kind),)]
    """Visits and solved problems that customers judged, by their kind."""
    punctual: Annotated[list[float], "f8", (len(Kind),)]
    """Sum of their punctuality."""
    kind_served: Annotated[list[int], "i8", (len(Kind),)]
    """Service visits ended, by kind of customer."""
    kind_hours: Annotated[list[float], "f8", (len(Kind),)]
    """Their hours."""
    touched: Annotated[list[int], "i8", (len(Tier),)]
    """Customers to be cared for unasked, by tier."""
    busy: Real
    """Manager-months at work."""
    satisfaction: Real
    """Sum of satisfaction over the bank's customers at its end."""
    loyalty: Real
    share: Real
    """Sums over the bank's customers at its end, as for satisfaction."""
    balance: Real
    """Sum of their business with the bank, CNY."""
    regime: Whole
    """The regime at its end."""
    regime_changes: Whole
    needs: Whole
    """Needs brought to the bank."""
    complaints: Whole
    silent: Whole
    """Problems that no one heard of."""
    sales: Whole
    found_by: Annotated[list[int], "i8", (len(Channel),)]
    """Potential customers approached, by channel."""
    contacts_by: Annotated[list[int], "i8", (len(Channel),)]
    """Visits to potential customers, by channel."""
    contact_hours: Annotated[list[float], "f8", (len(Channel),)]
    """Their hours."""
    won_by: Annotated[list[int], "i8", (len(Channel),)]
    """Customers won, by channel."""
    steps: Annotated[list[int], "i8", (len(Step),)]
    """Steps of winning a customer that were done, by step."""
    failed: Annotated[list[int], "i8", (len(Step),)]
    """Those of them that failed."""
    step_hours: Annotated[list[float], "f8", (len(Step),)]
    step_wait: Annotated[list[float], "f8", (len(Step),)]
    """Their hours, and the sum of their waits in months."""
    restricted_targets: Whole
    """Potential customers of a restricted industry who passed the step of the profile."""
    remote_targets: Whole
    mistaken_targets: Whole
    """Those who passed it and would not have, had they been seen rightly."""
    needs_known: Real
    """Sum over targets of how well their needs are known."""
    wallet_error: Real
    """Sum over targets of the error in their wallet, as a share of it, at most 1."""
    plan_quality: Real
    """Sums over plans of quality, and of how well moment and entry point fit."""
    moment_fit: Real
    entry_fit: Real
    joint_visits: Whole
    ways_round: Whole
    applications: Whole
    """Cases that the credit committee decided."""
    approved: Whole
    committee_wait: Real
    """Sum of their waits, months."""
    skill: Real
    """Skill of the managers at its end."""
    surveyed: Whole
    """Customers whom a survey asked."""
    answers: Whole
    """Those who answered."""
    voices: Whole
    """Answers and complaints: whoever tells the branch how satisfied it is."""
    told: Real
    """Sum of the satisfaction that they tell."""
    rescues: Whole
    leaving_analysed: Whole
    """Customers who left whose reasons were analysed."""
    statements: Whole
    """Yearly statements of corporate customers of the bank."""
    downgrades: Whole
    """Customers of the bank whose rating fell."""
    reclassed: Whole
    """Moves of loans between the five classes."""
    lent: Real
    """Loans at its end, CNY."""
    bad_loans: Real
    """Those of them that do not perform."""
    charged_off: Whole
    credit_reviews: Whole
    """Reviews of a borrower."""
    flagged: Whole
    """Borrowers put on the exit list."""
    flagged_by: Annotated[list[int], "i8", (CRITERIA,)]
    """Reviews in which a borrower met criterion 1, 2, 3 and 4."""
    taken_off: Whole
    leaks: Whole
    exits: Whole
    """Exits begun."""
    class_at_exit: Whole
    """Sum of their loan classes."""
    exits_by: Annotated[list[int], "i8", (len(Means),)]
    """Exits carried out, by means."""
    exit_months: Real
    """Sum of how long they took."""
    exposure_exited: Real
    """Loans ended by them, CNY."""
    recovered: Real
    """What of them came back, CNY."""
    kept_by_exit: Real
    """Sum of the shares of other business that stayed."""
    disputes: Whole
    substituted: Whole
    ended_by_exit: Whole
    """Relationships ended with the loan."""
    withdrawn: Whole
    deposits_exited: Whole
    served_on_list: Whole
    """Needs of customers on the exit list that were served."""
    won: Whole
    won_back: Whole
    """Customers won who had been customers before."""
    lost: Whole
    closed: Whole
    returned: Whole
    concessions: Whole
    reviews: Whole
    misjudged: Whole
    """Reviews that put a customer in another tier than its true value."""
