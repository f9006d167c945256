"""The strategy: what a branch chooses about prospecting, maintenance and exit (chapters 2, 3 and 4 of the course)."""

from pydantic import Field

from crmsim.settings.exit import Exit
from crmsim.settings.fields import Settings, setting
from crmsim.settings.market import CARE_CEILING
from crmsim.settings.probes import BUSY, COMMITTEE, LIGHT, SOUGHT, TOUCHED, WIDE_MARKET


class Prospecting(Settings):
    """How potential customers are sought and won (chapter 2)."""

    by_referral: float = setting(
        0.014, "a month", (0.0, 0.04), "2.2.3a", raises="found_by_referral", probe=(0.01, 0.04)
    )
    """How often potential customers are recommended by customers, if all of these were wholly loyal."""
    by_key_person: float = setting(
        0.007, "a month", (0.0, 0.02), "2.2.3b", raises="found_by_key_person", probe=(0.005, 0.02)
    )
    """How often potential customers are introduced by key persons."""
    by_advertising: float = setting(
        0.018, "a month", (0.0, 0.04), "2.2.3c", raises="found_by_advertising", probe=(0.01, 0.04)
    )
    """How often potential customers come forward on advertising."""
    by_visit: float = setting(0.023, "a month", (0.0, 0.04), "2.2.3d", raises="found_by_visit", probe=(0.01, 0.04))
    """How often potential customers are sought out by personal visits."""
    by_other: float = setting(0.007, "a month", (0.0, 0.01), "2.2.3e", raises="found_by_other", probe=(0.0025, 0.01))
    """How often potential customers are found in directories, the trade press, the internet."""

    # The ideal customer: who is worth the steps that follow
    avoid_restricted: bool = setting(
        True, "yes/no", (False, True), "2.2.1a", lowers="restricted_targets", probe=(False, True), given=SOUGHT
    )
    """Whether potential customers of a restricted industry are passed over."""
    avoid_remote: bool = setting(
        True, "yes/no", (False, True), "2.2.1b", lowers="remote_targets", probe=(False, True), given=SOUGHT
    )
    """Whether potential customers of a remote region are passed over."""
    least_wallet: float = setting(0.0, "CNY", (0.0, 10e6), "2.2.1c", lowers="targets", probe=(0.0, 300e3), given=SOUGHT)
    """Estimated wallet below which a potential customer is passed over."""
    least_cooperation: float = setting(
        0.1, "index", (0.0, 0.9), "2.2.1d", lowers="targets", probe=(0.0, 0.7), given=SOUGHT
    )
    """Existing cooperation with the bank (payroll, payments) below which a potential customer is passed over."""

    # Fixing the targets
    screening: float = setting(
        0.15, "hours", (0.0, 3.0), "2.2.4", lowers="mistaken_targets", probe=(0.0, 2.0), given=WIDE_MARKET
    )
    """Time for looking at who fits the ideal customer, for each potential customer found."""
    needs_research: float = setting(0.3, "hours", (0.0, 3.0), "2.2.4", raises="needs_known", probe=(0.05, 1.0))
    """Time for finding out what a target needs."""
    evaluation: float = setting(
        0.2, "hours", (0.0, 3.0), "2.2.4", lowers="wallet_error", probe=(0.0, 2.0), given=SOUGHT
    )
    """Time for evaluating what a target is worth."""

    # The action plan
    plan_specific: bool = setting(True, "yes/no", (False, True), "2.2.5b", raises="plan_quality", probe=(False, True))
    """Whether the goal of a visit is specific."""
    plan_measurable: bool = setting(
        False, "yes/no", (False, True), "2.2.5b", raises="plan_quality", probe=(False, True)
    )
    """Whether the goal of a visit can be measured."""
    plan_achievable: bool = setting(True, "yes/no", (False, True), "2.2.5b", raises="plan_quality", probe=(False, True))
    """Whether the goal of a visit can be reached."""
    plan_relevant: bool = setting(True, "yes/no", (False, True), "2.2.5b", raises="plan_quality", probe=(False, True))
    """Whether the goal of a visit matters to the branch."""
    plan_timed: bool = setting(False, "yes/no", (False, True), "2.2.5b", raises="plan_quality", probe=(False, True))
    """Whether the goal of a visit has a date."""
    moment_patience: float = setting(0.3, "months", (0.0, 6.0), "2.2.5d", raises="moment_fit", probe=(0.0, 2.0))
    """How long the branch waits for a good moment of the approach."""
    entry_preparation: float = setting(
        0.15, "hours", (0.0, 3.0), "2.2.5e", raises="entry_fit", probe=(0.0, 2.0), given=SOUGHT
    )
    """Time for choosing the product with which to open the talk."""

    # Cooperation, and what follows
    meet_needs: float = setting(0.4, "share", (0.0, 1.0), "2.2.6a", raises="acceptance", probe=(0.0, 1.0), given=SOUGHT)
    """How far offers are made to what the target needs; it takes longer."""
    joint_marketing: float = setting(0.2, "share", (0.0, 1.0), "2.2.6b", raises="joint_visits", probe=(0.1, 0.6))
    """Share of visits that are made jointly with another department; they take longer."""
    roundabout: float = setting(0.2, "chance", (0.0, 1.0), "2.2.6c", raises="ways_round", probe=(0.05, 0.6))
    """Chance that a branch refused tries again by the indirect way, through others whom the target trusts."""
    follow_up: float = setting(0.6, "share", (0.0, 1.0), "2.2.7", raises="followed_up", probe=(0.1, 0.9), given=SOUGHT)
    """Share of new customers who are followed up with a second product."""
    most_contacts: int = setting(4, "contacts", (1, 12), "2.2.7", raises="contacts", probe=(1, 8))
    """Contacts with one potential customer before the branch gives up."""
    follow_up_after: float = setting(0.5, "months", (0.05, 6.0), "2.2.5d", lowers="contacts", probe=(0.2, 4.0))
    """Time from one contact to the next."""
    priority: int = setting(5, "place", (0, 9), "2.2.7", raises="prospect_wait", probe=(0, 9), given=BUSY)
    """Place of prospecting among the work that waits; 0 is served first."""


class Maintenance(Settings):
    """How the branch serves its customers (chapter 3)."""

    # What is promised, and in which order it is kept
    promise_ordinary: float = setting(
        4.0, "hours", (0.1, 40.0), "1.2.4", raises="kept_ordinary", probe=(1.0, 12.0), given=BUSY
    )
    """Wait promised to ordinary customers at most."""
    promise_select: float = setting(
        2.0, "hours", (0.1, 40.0), "1.2.4", raises="kept_select", probe=(0.5, 8.0), given=BUSY
    )
    """Wait promised to select customers (good small and medium ones) at most."""
    promise_premium: float = setting(
        1.0, "hours", (0.1, 40.0), "1.2.4", raises="kept_premium", probe=(0.2, 8.0), given=BUSY
    )
    """Wait promised to premium customers at most."""
    priority_ordinary: int = setting(3, "place", (0, 9), "3.3.1b", raises="wait_ordinary", probe=(0, 9), given=BUSY)
    """Place of ordinary customers among the work that waits; 0 is served first."""
    priority_select: int = setting(2, "place", (0, 9), "3.3.4b", raises="wait_select", probe=(0, 9), given=BUSY)
    """Place of select customers among the work that waits."""
    priority_premium: int = setting(1, "place", (0, 9), "3.3.4a", raises="wait_premium", probe=(0, 9), given=BUSY)
    """Place of premium customers among the work that waits."""
    problems_first: int = setting(1, "places", (0, 9), "3.3.2b1", lowers="problem_wait", probe=(0, 5), given=BUSY)
    """Places by which solving a problem goes before other work for the customer."""

    # How much care a visit takes
    care_ordinary: float = setting(0.9, "ratio", (0.25, 3.0), "3.3.1b", raises="hours_ordinary", probe=(0.5, 1.2))
    """Time for a visit to an ordinary customer, against the usual length."""
    care_select: float = setting(1.0, "ratio", (0.25, 3.0), "3.3.4b", raises="hours_select", probe=(0.5, 2.0))
    """Time for a visit to a select customer, against the usual length."""
    care_premium: float = setting(1.2, "ratio", (0.25, 3.0), "3.3.4a", raises="hours_premium", probe=(0.5, 2.0))
    """Time for a visit to a premium customer, against the usual length."""
    complaint_system: float = setting(0.5, "chance", (0.0, 1.0), "3.3.2b1", raises="complaints", probe=(0.1, 0.9))
    """Chance that a problem reaches the branch as a complaint, by the complaint and suggestion system."""

    # How it cares for customers unasked, in the five forms of maintenance
    touch_ordinary: float = setting(
        0.02, "a month", (0.0, CARE_CEILING), "1.3.2", raises="touched_ordinary", probe=(0.02, 0.15)
    )
    """How often ordinary customers are cared for unasked."""
    touch_select: float = setting(
        0.06, "a month", (0.0, CARE_CEILING), "1.3.2", raises="touched_select", probe=(0.02, 0.15)
    )
    """How often select customers are cared for unasked."""
    touch_premium: float = setting(
        0.12, "a month", (0.0, CARE_CEILING), "1.3.2", raises="touched_premium", probe=(0.02, 0.15)
    )
    """How often premium customers are cared for unasked."""
    care_priority: int = setting(4, "place", (0, 9), "1.3.2", raises="care_wait", probe=(0, 9), given=LIGHT)
    """Place of such care among the work that waits."""
    hardware: float = setting(3.0, "CNY a month", (0.0, 60.0), "3.2.1", raises="perceived", probe=(0.0, 20.0))
    """Hardware maintenance: what premises and machines for a customer cost."""
    software: float = setting(0.25, "hours", (0.0, 3.0), "3.2.2", raises="care_hours", probe=(0.05, 1.0))
    """Software maintenance: attention at each contact."""
    functional: float = setting(0.25, "hours", (0.0, 3.0), "3.2.3", lowers="hurt", probe=(0.0, 1.5), given=TOUCHED)
    """Functional maintenance: work on a customer's real problems at each contact."""
    psychological: float = setting(0.2, "hours", (0.0, 3.0), "3.2.4", raises="trust", probe=(0.0, 1.0))
    """Psychological maintenance: time for a customer as a person at each contact."""
    distinctive: float = setting(
        20.0, "CNY", (0.0, 2000.0), "3.2.5", raises="perceived", probe=(0.0, 600.0), given=TOUCHED
    )
    """Distinctive maintenance: a package for this very customer at each contact."""

    # How it listens
    survey_every: int = setting(6, "months", (1, 24), "1.3.7e", lowers="survey_answers", probe=(2, 12))
    """Months from one survey of satisfaction to the next."""
    survey_sample: float = setting(0.2, "share", (0.0, 1.0), "3.3.2b2", raises="survey_answers", probe=(0.1, 0.6))
    """Share of the customers whom a survey asks."""
    mystery_visits: float = setting(0.5, "CNY a month", (0.0, 30.0), "3.3.2b2", raises="perceived", probe=(0.0, 20.0))
    """First-hand experience: what visits in the customer's role cost, for each customer."""
    leaving_analysis: float = setting(0.3, "share", (0.0, 1.0), "3.3.2b3", raises="leaving_analysed", probe=(0.1, 0.9))
    """Share of the customers who leave whose reasons are analysed; what is learned spares others problems."""
    rescue: float = setting(0.5, "chance", (0.0, 1.0), "3.3.2d", raises="rescues", probe=(0.1, 0.9))
    """Chance that a customer who is found dissatisfied or in decline is visited at once."""

    # How it raises satisfaction
    satisfaction_centred: float = setting(0.3, "share", (0.0, 1.0), "3.3.2e", lowers="sales", probe=(0.0, 1.0))
    """How far managers are judged by their customers' satisfaction, and not by what they sell."""
    beyond_expectation: float = setting(
        0.1, "share", (0.0, 1.0), "3.3.2e", raises="perceived", probe=(0.0, 1.0), given=LIGHT
    )
    """How far visits go beyond what is expected; they take longer."""
    innovation: float = setting(1.0, "CNY a month", (0.0, 50.0), "3.3.2e", lowers="hours_ordinary", probe=(0.0, 20.0))
    """Continual innovation of management: what it costs for a customer; it shortens the work, slowly."""
    one_to_one: float = setting(0.2, "share", (0.0, 1.0), "1.3.9", raises="sales", probe=(0.0, 1.0))
    """Share of visits that are prepared for this very customer; they take longer."""
    care_small_business: float = setting(
        1.0, "ratio", (0.3, 2.0), "3.3.1c", raises="hours_small_business", probe=(0.6, 1.6)
    )
    """Time for a visit to a small business, against that of its tier."""
    care_corporate: float = setting(1.1, "ratio", (0.3, 2.0), "3.3.1c", raises="hours_corporate", probe=(0.6, 1.6))
    """Time for a visit to a corporate customer, against that of its tier."""

    # How it raises loyalty
    service_trust: float = setting(0.02, "hours", (0.0, 1.0), "3.3.3h", raises="trust", probe=(0.0, 0.3))
    """Time at each visit for keeping one's word, which builds trust."""
    broad_links: float = setting(0.3, "share", (0.0, 1.0), "3.3.3h", raises="sales", probe=(0.0, 1.0))
    """How far visits are used to link the customer by further products; a few mind."""
    think_for_customer: float = setting(0.2, "share", (0.0, 1.0), "3.3.3h", raises="loyalty", probe=(0.0, 1.0))
    """How far the branch advises what is best for the customer, though it earns less by it."""
    switching_barrier: float = setting(1.0, "CNY a month", (0.0, 50.0), "3.3.3h", lowers="lost", probe=(0.0, 20.0))
    """What is spent on a customer for services that make moving away a trouble."""
    respect: float = setting(0.9, "share", (0.0, 1.0), "3.4.2", raises="trust", probe=(0.2, 1.0))
    """How far trust is met with trust and respect; where it is not, it wears off at every visit."""
    forecast_optimism: float = setting(
        0.3, "notches", (0.0, 3.0), "3.4.3", raises="approved_share", probe=(0.0, 2.0), given=COMMITTEE
    )
    """How much too good the prospects of borrowers are seen; in a boom it is twice as much."""

    # What it gives to keep them
    concession: float = setting(0.03, "share", (0.0, 0.5), "3.4.1", lowers="concessions", probe=(0.01, 0.2))
    """Part of its margin that the branch gives up, for good, to a customer who would leave or who asks again."""
    loyalty_plan: float = setting(
        4.0, "CNY a month", (0.0, 100.0), "3.3.3g", lowers="maintenance_cost", probe=(2.0, 20.0)
    )
    """What the loyalty plan spends on a customer."""
    plan_change_every: int = setting(120, "months", (1, 120), "3.3.3g", raises="loyalty", probe=(3, 120))
    """Months from one change of the loyalty plan to the next."""

    # Who counts as what
    review_every: int = setting(3, "months", (1, 24), "3.3.1a", lowers="reviews", probe=(1, 12))
    """Months from one review of the customers to the next."""
    select_from: float = setting(
        80.0, "CNY a month", (-1000.0, 1e6), "3.3.1a", lowers="select_share", probe=(20.0, 200.0)
    )
    """Measured value from which a customer is select."""
    premium_from: float = setting(
        400.0, "CNY a month", (-1000.0, 1e6), "3.3.1a", lowers="premium_share", probe=(100.0, 1000.0)
    )
    """Measured value from which a customer is premium."""


class Strategy(Settings):
    """What the branch does from a month on."""

    from_month: int = Field(0, ge=0, le=479)
    """Month from which this strategy holds; the first one holds from 0."""
    prospecting: Prospecting = Prospecting()
    """How potential customers are sought and won."""
    maintenance: Maintenance = Maintenance()
    """How customers are served."""
    exit: Exit = Exit()
    """Whom the branch gives up."""
