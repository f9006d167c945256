"""The strategy of exit: whom the branch gives up, when, by which means and with which skills (chapter 4)."""

from crmsim.settings.fields import Settings, setting
from crmsim.settings.probes import COLLECTING, CREDIT, EARLY, MISCONDUCT, ONE_MARK, TRANSFERRING, UNWANTED, WAITING


class Exit(Settings):
    """Whom the branch gives up, when and how (chapter 4)."""

    # Criterion 1: so many marks
    criterion_1: bool = setting(
        True, "yes/no", (False, True), "4.1.4a", raises="flagged_by_1", probe=(False, True), given=CREDIT
    )
    """Whether customers with enough marks of the first criterion are to be exited."""
    mark_restricted: bool = setting(
        True, "yes/no", (False, True), "4.1.4a", raises="flagged_by_1", probe=(False, True), given=ONE_MARK
    )
    """Whether a restricted industry counts as a mark."""
    mark_rating: bool = setting(
        True, "yes/no", (False, True), "4.1.4a", raises="flagged_by_1", probe=(False, True), given=ONE_MARK
    )
    """Whether a rating of B or lower counts as a mark."""
    mark_prospects: bool = setting(
        True, "yes/no", (False, True), "4.1.4a", raises="flagged_by_1", probe=(False, True), given=ONE_MARK
    )
    """Whether mediocre prospects counts as a mark."""
    mark_technology: bool = setting(
        True, "yes/no", (False, True), "4.1.4a", raises="flagged_by_1", probe=(False, True), given=ONE_MARK
    )
    """Whether obsolete technology counts as a mark."""
    mark_operation: bool = setting(
        True, "yes/no", (False, True), "4.1.4a", raises="flagged_by_1", probe=(False, True), given=ONE_MARK
    )
    """Whether poor operation counts as a mark."""
    mark_reputation: bool = setting(
        True, "yes/no", (False, True), "4.1.4a", raises="flagged_by_1", probe=(False, True), given=ONE_MARK
    )
    """Whether a bad reputation counts as a mark."""
    include_b: bool = setting(
        True, "yes/no", (False, True), "4.1.4a", raises="flagged_by_1", probe=(False, True), given=ONE_MARK
    )
    """Whether "B or lower" includes B itself."""
    minimum_marks: int = setting(2, "marks", (1, 6), "4.1.4a", lowers="flagged_by_1", probe=(1, 3), given=CREDIT)
    """Marks from which the first criterion is met (the course does not say; assumption)."""

    # Criteria 2 and 3: bad loans, and weak statements
    criterion_2: bool = setting(
        True, "yes/no", (False, True), "4.1.4b", raises="flagged_by_2", probe=(False, True), given=CREDIT
    )
    """Whether customers with substandard, doubtful or lost loans are to be exited."""
    criterion_3: bool = setting(
        True, "yes/no", (False, True), "4.1.4c", raises="flagged_by_3", probe=(False, True), given=CREDIT
    )
    """Whether customers with two weak ratios or more are to be exited."""
    ratio_current: bool = setting(
        True, "yes/no", (False, True), "4.1.4c", raises="flagged_by_3", probe=(False, True), given=CREDIT
    )
    """Whether a current ratio below 50 % counts as weak."""
    ratio_debt: bool = setting(
        True, "yes/no", (False, True), "4.1.4c", raises="flagged_by_3", probe=(False, True), given=CREDIT
    )
    """Whether a debt ratio above 80 %, foreign-trade firms excepted, counts as weak."""
    ratio_return: bool = setting(
        True, "yes/no", (False, True), "4.1.4c", raises="flagged_by_3", probe=(False, True), given=CREDIT
    )
    """Whether a return on capital below the benchmark rate three years running counts as weak."""
    ratio_cash: bool = setting(
        True, "yes/no", (False, True), "4.1.4c", raises="flagged_by_3", probe=(False, True), given=CREDIT
    )
    """Whether a negative operating cash flow three years running counts as weak."""

    # Criterion 4: bad conduct
    criterion_4: bool = setting(
        True, "yes/no", (False, True), "4.1.4d", raises="flagged_by_4", probe=(False, True), given=CREDIT
    )
    """Whether customers with a record of bad conduct are to be exited."""
    conduct_overdue: bool = setting(
        True, "yes/no", (False, True), "4.1.4d", raises="flagged_by_4", probe=(False, True), given=MISCONDUCT
    )
    """Whether a record of overdue interest, dunning or tax evasion counts."""
    conduct_evasion: bool = setting(
        True, "yes/no", (False, True), "4.1.4d", raises="flagged_by_4", probe=(False, True), given=MISCONDUCT
    )
    """Whether malicious evasion of debts counts."""
    conduct_statements: bool = setting(
        True, "yes/no", (False, True), "4.1.4d", raises="flagged_by_4", probe=(False, True), given=MISCONDUCT
    )
    """Whether withheld or falsified statements counts."""
    conduct_management: bool = setting(
        True, "yes/no", (False, True), "4.1.4d", raises="flagged_by_4", probe=(False, True), given=MISCONDUCT
    )
    """Whether a breach of law or discipline by those who lead it counts."""
    conduct_merger: bool = setting(
        True, "yes/no", (False, True), "4.1.4d", raises="flagged_by_4", probe=(False, True), given=MISCONDUCT
    )
    """Whether a merger or other change that harms its operation counts."""

    # Criterion 5: others that fit the idea, by their value
    close_below: float = setting(
        -100.0, "CNY a month", (-5000.0, 5000.0), "4.1.4e", raises="closed", probe=(-500.0, 0.0)
    )
    """Measured value below which the branch gives a customer up."""
    close_customers: bool = setting(
        True, "yes/no", (False, True), "4.1.2a", raises="closed", probe=(False, True), given={"exit.close_below": 0.0}
    )
    """Whether such customers are given up as a whole; else only the lines of business named below."""
    exit_deposits: bool = setting(
        False, "yes/no", (False, True), "4.1.2d", raises="deposits_exited", probe=(False, True), given=UNWANTED
    )
    """Whether the liability business (deposits) of such customers is ended."""
    exit_services: bool = setting(
        False, "yes/no", (False, True), "4.1.2d", raises="withdrawn", probe=(False, True), given=UNWANTED
    )
    """Whether the intermediary business (managers' services) of such customers is ended."""

    # How far an exit goes
    exit_loans: bool = setting(
        True, "yes/no", (False, True), "4.1.2d", raises="exits", probe=(False, True), given=EARLY
    )
    """Whether the asset business (loans) of customers by criteria 1 to 4 is ended."""
    broad: bool = setting(
        False, "yes/no", (False, True), "4.1.1", raises="ended_by_exit", probe=(False, True), given=COLLECTING
    )
    """Whether an exit is meant in the broad sense, all business, or in the narrow one, credit only."""
    exit_part: float = setting(
        1.0, "share", (0.1, 1.0), "4.1.2c", raises="exposure_exited", probe=(0.3, 1.0), given=COLLECTING
    )
    """Part of the loans that is exited: 1 is the whole."""
    substitution: float = setting(
        0.1, "chance", (0.0, 1.0), "4.1.2c", raises="substituted", probe=(0.0, 0.8), given=EARLY
    )
    """Chance that a loan is replaced by a safer product instead of ended, while it performs."""

    # By which means, in proportion
    collection: float = setting(0.5, "weight", (0.0, 1.0), "4.1.2f", raises="collected", probe=(0.1, 1.0), given=EARLY)
    """Weight of traditional collection among the means: slow, with work, and recovers more."""
    transfer: float = setting(0.3, "weight", (0.0, 1.0), "4.1.2f", raises="transferred", probe=(0.1, 1.0), given=EARLY)
    """Weight of asset transfer: quick and dear."""
    securitisation: float = setting(
        0.2, "weight", (0.0, 1.0), "4.1.2f", raises="securitised", probe=(0.0, 1.0), given=EARLY
    )
    """Weight of securitisation: it needs a pool of like loans that still perform."""

    # When, and with which skills
    credit_review_every: int = setting(
        3, "months", (1, 12), "4.2.2a", lowers="credit_reviews", probe=(1, 6), given=CREDIT
    )
    """Months from one review of borrowers to the next."""
    dynamic_list: bool = setting(
        True, "yes/no", (False, True), "4.2.2a", raises="taken_off", probe=(False, True), given=WAITING
    )
    """Whether customers who have recovered are taken off the exit list."""
    act_from: int = setting(1, "loan class", (0, 4), "4.2.2c", raises="class_at_exit", probe=(0, 2), given=CREDIT)
    """The loan class from which a listed customer is exited: 0 at once, 1 special mention, 2 substandard and so on."""
    risk_recognition: float = setting(
        0.6, "index", (0.0, 1.0), "4.2.1a", raises="flagged", probe=(0.1, 1.0), given=CREDIT
    )
    """Skill in recognising risk: the chance that a review sees what is there to see."""
    execution: float = setting(
        0.6, "index", (0.0, 1.0), "4.2.1b", lowers="exit_months", probe=(0.1, 1.0), given=COLLECTING
    )
    """Skill in carrying an exit out: it takes less time."""
    timing: float = setting(
        0.5, "index", (0.0, 1.0), "4.2.1c", raises="recovered_share", probe=(0.0, 1.0), given=TRANSFERRING
    )
    """Skill in choosing the moment, which lifts the price of what is sold."""
    exit_communication: float = setting(
        0.6, "index", (0.0, 1.0), "4.2.1d", raises="deposits_kept", probe=(0.1, 1.0), given=TRANSFERRING
    )
    """Skill in talking to the customer and staying in control: its other business stays."""
    combination: float = setting(
        0.5, "index", (0.0, 1.0), "4.2.1e", raises="recovered_share", probe=(0.0, 1.0), given=COLLECTING
    )
    """Skill in combining the others."""
    report_every: int = setting(3, "months", (1, 12), "4.2.2d", raises="exit_months", probe=(1, 12), given=TRANSFERRING)
    """Months from one report on exits to management to the next: what goes wrong is mended only then."""
    keep_managing: float = setting(
        0.9, "share", (0.0, 1.0), "4.2.2e", raises="served_on_list", probe=(0.1, 1.0), given=WAITING
    )
    """Share of their needs for which customers on the exit list are still served."""
    secrecy: float = setting(0.9, "index", (0.0, 1.0), "4.2.2f", lowers="leaks", probe=(0.0, 1.0), given=CREDIT)
    """How well an exit is kept confidential: a leak lets the customer move away and frightens others."""
    legal_care: float = setting(
        500.0, "CNY", (0.0, 20000.0), "4.2.2g", lowers="disputes", probe=(0.0, 8000.0), given=TRANSFERRING
    )
    """What is spent on the legal side of an exit: it avoids disputes."""
