"""The indicators of a run: one definition each, with unit and meaning, from which tables and documents are made."""

from crmsim.engine.history import History
from crmsim.results.kpi import Kpi
from crmsim.results.kpis_of_credit import CREDIT_KPIS
from crmsim.results.tally import Sums, Tally, bottom_mean, ratio, sums_of, top_share
from crmsim.stages import Account, Channel, Industry, Kind, Region, Stage, Step, Tier, Work

FOUND_BY = (
    "a chain referral",
    "the introduction of a key person",
    "advertising",
    "a personal visit",
    "a directory, the trade press or the like",
)
"""How each channel finds, in words."""


def channel_kpis(channel: int) -> tuple[Kpi, ...]:
    """The indicators of one channel of search."""
    name, how = Channel.names()[channel], FOUND_BY[channel]
    return (
        Kpi(
            f"found_by_{name}",
            "approaches",
            f"Approaches of customers found by {how}.",
            lambda t: t.total("found_by", channel),
        ),
        Kpi(f"won_by_{name}", "customers", "Customers won of them.", lambda t: t.total("won_by", channel)),
        Kpi(
            f"contact_hours_{name}",
            "hours",
            "Mean length of a visit to them.",
            lambda t: ratio(t.total("contact_hours", channel), t.total("contacts_by", channel)),
        ),
    )


def tier_kpis(tier: int) -> tuple[Kpi, ...]:
    """The indicators of one tier's service."""
    name = Tier.names()[tier]
    return (
        Kpi(f"wait_{name}", "hours", f"Mean wait of {name} customers for it.", lambda t: t.tier_wait(tier)),
        Kpi(f"kept_{name}", "share", f"Visits to {name} customers within the promise.", lambda t: t.kept(tier)),
        Kpi(f"hours_{name}", "hours", "Mean length of a visit to them.", lambda t: t.visit_hours(tier)),
        Kpi(f"touched_{name}", "contacts", "Contacts of unasked care with them.", lambda t: t.total("touched", tier)),
    )


def kind_kpis(kind: int) -> tuple[Kpi, ...]:
    """The indicators of one kind of customers' service."""
    name, words = Kind.names()[kind], WHO[kind]
    return (
        Kpi(f"punctual_{name}", "index", f"How punctual visits seem to {words}.", lambda t: t.punctual(kind)),
        Kpi(
            f"hours_{name}",
            "hours",
            f"Mean length of a visit to {words}.",
            lambda t: ratio(t.total("kind_hours", kind), t.total("kind_served", kind)),
        ),
    )


WHO = ("individuals", "small businesses", "corporate customers")
"""The kinds of customers in words."""


KPIS: tuple[Kpi, ...] = (
    Kpi("contribution", "CNY", "Contribution of all customers over the run.", lambda t: t.yuan()),
    Kpi("contribution_discounted", "CNY", "The same, discounted to the start.", lambda t: t.discounted()),
    Kpi(
        "contribution_a_month",
        "CNY a customer and month",
        "Contribution of a customer in a month.",
        lambda t: ratio(t.yuan(), t.customer_months()),
    ),
    Kpi("deposit_margin", "CNY", "Margin earned on deposits.", lambda t: t.yuan(Account.DEPOSIT_MARGIN)),
    Kpi("loan_margin", "CNY", "Margin earned on loans.", lambda t: t.yuan(Account.LOAN_MARGIN)),
    Kpi("fees", "CNY", "Fees for products sold.", lambda t: t.yuan(Account.FEES)),
    Kpi("account_cost", "CNY", "Cost of keeping accounts (negative).", lambda t: t.yuan(Account.ACCOUNT_COST)),
    Kpi("service_cost", "CNY", "Managers' hours at wage (negative).", lambda t: t.yuan(Account.SERVICE_COST)),
    Kpi("channel_cost", "CNY", "Cost of contacts (negative).", lambda t: t.yuan(Account.CHANNEL_COST)),
    Kpi("survey_cost", "CNY", "Surveys (negative).", lambda t: t.yuan(Account.SURVEY_COST)),
    Kpi("training_cost", "CNY", "Training of managers (negative).", lambda t: t.yuan(Account.TRAINING_COST)),
    Kpi("concessions", "CNY", "Margin given up to customers (negative).", lambda t: t.yuan(Account.CONCESSIONS)),
    Kpi(
        "maintenance_cost",
        "CNY",
        "Loyalty plan, forms of maintenance and services that cost money (negative).",
        lambda t: t.yuan(Account.MAINTENANCE_COST),
    ),
    Kpi(
        "customers",
        "customers",
        "Customers of the bank at the end.",
        lambda t: float(t.months["tiers"][-1].sum()),
    ),
    Kpi(
        "churn",
        "a year",
        "Customers who leave, of those there.",
        lambda t: 12.0 * ratio(t.total("lost"), t.customer_months()),
    ),
    Kpi("lost", "customers", "Customers who left.", lambda t: t.total("lost")),
    Kpi("conceded", "concessions", "Concessions made.", lambda t: t.total("concessions")),
    Kpi("closed", "customers", "Customers whom the branch gave up.", lambda t: t.total("closed")),
    Kpi("returned", "customers", "Former customers who are in the market again.", lambda t: t.total("returned")),
    Kpi(
        "resting",
        "customers",
        "Former customers who cannot be won back yet, mean over months.",
        lambda t: float(t.months["stages"][:, Stage.TERMINATION].mean()),
    ),
    Kpi("won", "customers", "Customers won.", lambda t: t.total("won")),
    Kpi("approached", "approaches", "Potential customers approached.", lambda t: t.total("found_by")),
    Kpi(
        "acquisition",
        "share",
        "Customers won, of those approached.",
        lambda t: ratio(t.total("won"), t.total("found_by")),
    ),
    *(kpi for code in Channel for kpi in channel_kpis(code)),
    Kpi("targets", "targets", "Potential customers whose plan was made.", lambda t: t.total("steps", Step.PLAN)),
    Kpi(
        "restricted_targets",
        "targets",
        "Those of a restricted industry who passed the profile.",
        lambda t: t.total("restricted_targets"),
    ),
    Kpi("remote_targets", "targets", "Those of a remote region who passed it.", lambda t: t.total("remote_targets")),
    Kpi(
        "mistaken_targets",
        "share",
        "Those who passed it by mistake, of all who did.",
        lambda t: ratio(t.total("mistaken_targets"), t.total("steps", Step.ASSIGN)),
    ),
    Kpi(
        "needs_known",
        "index",
        "How well targets' needs are known.",
        lambda t: ratio(t.total("needs_known"), t.total("steps", Step.TARGET)),
    ),
    Kpi(
        "wallet_error",
        "share",
        "Error in the estimate of targets' wallets.",
        lambda t: ratio(t.total("wallet_error"), t.total("steps", Step.TARGET)),
    ),
    Kpi("plan_quality", "index", "Quality of plans by SMART.", lambda t: t.planned("plan_quality")),
    Kpi("moment_fit", "index", "How well the moment of the approach fits.", lambda t: t.planned("moment_fit")),
    Kpi("entry_fit", "index", "How well the entry point fits.", lambda t: t.planned("entry_fit")),
    Kpi(
        "acceptance",
        "share",
        "Visits to targets that are accepted: won, or taken to the committee.",
        lambda t: ratio(t.accepted(), t.total("steps", Step.COOPERATE)),
    ),
    Kpi("joint_visits", "visits", "Visits made jointly with another department.", lambda t: t.total("joint_visits")),
    Kpi("ways_round", "approaches", "Approaches that went the indirect way.", lambda t: t.total("ways_round")),
    Kpi("followed_up", "customers", "New customers followed up.", lambda t: t.total("steps", Step.FOLLOW_UP)),
    Kpi(
        "approved_share",
        "share",
        "Cases that the credit committee approved.",
        lambda t: ratio(t.total("approved"), t.total("applications")),
    ),
    Kpi(
        "committee_wait",
        "months",
        "Mean wait of a case for the committee's decision.",
        lambda t: ratio(t.total("committee_wait"), t.total("applications")),
    ),
    Kpi(
        "skill",
        "index",
        "Professional skill of the managers at the end.",
        lambda t: float(t.months["skill"][-1]) / t.branches,
    ),
    Kpi("won_back", "customers", "Customers won who had been customers before.", lambda t: t.total("won_back")),
    Kpi("contacts", "contacts", "Visits to potential customers.", lambda t: t.total("steps", Step.COOPERATE)),
    Kpi("needs", "needs", "Needs brought to the bank.", lambda t: t.total("needs")),
    Kpi("needs_swing", "ratio", "Standard deviation of monthly needs over their mean.", lambda t: t.swing("needs")),
    Kpi("regime_changes", "changes", "Changes of the economy's regime.", lambda t: t.total("regime_changes")),
    Kpi("sales", "products", "Products sold to customers.", lambda t: t.total("sales")),
    Kpi("problems", "problems", "Problems, heard of or not.", lambda t: t.total("complaints") + t.total("silent")),
    Kpi("complaints", "complaints", "Problems that reached the branch.", lambda t: t.total("complaints")),
    Kpi("care_hours", "hours", "Hours of unasked care.", lambda t: t.total("hours", Work.CARE)),
    Kpi("care_wait", "hours", "Mean wait of unasked care for a manager.", lambda t: t.work_wait(Work.CARE)),
    Kpi("hurt", "index", "How hurt customers are by problems, at the end.", lambda t: t.own_mean("hurt")),
    Kpi("trust", "index", "Trust of customers at the end.", lambda t: t.own_mean("trust")),
    Kpi(
        "satisfaction",
        "ratio",
        "Perceived over expected, mean over customers and months.",
        lambda t: t.mean("satisfaction"),
    ),
    Kpi(
        "satisfaction_measured",
        "ratio",
        "The same as surveys and complaints tell it.",
        lambda t: ratio(t.total("told"), t.total("voices")),
    ),
    Kpi(
        "satisfaction_bias",
        "ratio",
        "What is measured, above the true one.",
        lambda t: ratio(t.total("told"), t.total("voices")) - t.mean("satisfaction"),
    ),
    Kpi("survey_answers", "answers", "Answers to surveys.", lambda t: t.total("answers")),
    Kpi("rescues", "visits", "Visits to customers who were about to be lost.", lambda t: t.total("rescues")),
    Kpi("rescue_hours", "hours", "Their hours.", lambda t: t.total("hours", Work.RESCUE)),
    Kpi(
        "leaving_analysed",
        "customers",
        "Customers who left whose reasons were analysed.",
        lambda t: t.total("leaving_analysed"),
    ),
    Kpi("perceived", "quality", "Perceived quality at the end.", lambda t: t.own_mean("perceived")),
    Kpi("perceived_spread", "quality", "Its standard deviation over customers.", lambda t: t.own_spread("perceived")),
    Kpi("expected", "quality", "Expected quality at the end.", lambda t: t.own_mean("expected")),
    Kpi("expected_spread", "quality", "Its standard deviation over customers.", lambda t: t.own_spread("expected")),
    Kpi("loyalty", "index", "Loyalty, mean over customers and months.", lambda t: t.mean("loyalty")),
    Kpi(
        "loyalty_spread",
        "index",
        "Its standard deviation over customers at the end.",
        lambda t: t.own_spread("loyalty"),
    ),
    Kpi("share_of_wallet", "share", "Share of wallet, mean over customers and months.", lambda t: t.mean("share")),
    Kpi(
        "share_referred",
        "share",
        "Share of wallet of customers who were recommended, at the end.",
        lambda t: t.referred_mean("share"),
    ),
    Kpi(
        "loyalty_referred",
        "index",
        "Loyalty of customers who were recommended, at the end.",
        lambda t: t.referred_mean("loyalty"),
    ),
    Kpi("balance", "CNY", "Business of a customer with the bank.", lambda t: t.mean("balance")),
    Kpi("wait", "hours", "Mean wait for a service visit.", lambda t: t.work_wait(Work.SERVICE)),
    *(kpi for code in Tier for kpi in tier_kpis(code)),
    *(kpi for code in Kind for kpi in kind_kpis(code)),
    Kpi("problem_wait", "hours", "Mean wait for the solving of a problem.", lambda t: t.work_wait(Work.PROBLEM)),
    Kpi(
        "prospect_wait", "hours", "Mean wait of a visit to a potential customer.", lambda t: t.work_wait(Work.PROSPECT)
    ),
    Kpi(
        "utilisation",
        "share",
        "Managers' time at work, of the time there is.",
        lambda t: t.utilisation(),
    ),
    Kpi("service_hours", "hours", "Hours of service visits.", lambda t: t.total("hours", Work.SERVICE)),
    Kpi("problem_hours", "hours", "Hours of solving problems.", lambda t: t.total("hours", Work.PROBLEM)),
    Kpi(
        "prospect_hours", "hours", "Hours of visits to potential customers.", lambda t: t.total("hours", Work.PROSPECT)
    ),
    *CREDIT_KPIS,
    Kpi("mature_share", "share", "Customers in maturity, mean over months.", lambda t: t.stage_share(Stage.MATURITY)),
    Kpi("declining_share", "share", "Customers in decline, mean over months.", lambda t: t.stage_share(Stage.DECLINE)),
    Kpi(
        "select_share",
        "share",
        "Customers classed as select, or better.",
        lambda t: t.tier_share(Tier.SELECT) + t.tier_share(Tier.PREMIUM),
    ),
    Kpi(
        "premium_share",
        "share",
        "Customers classed as premium, mean over months.",
        lambda t: t.tier_share(Tier.PREMIUM),
    ),
    Kpi("reviews", "reviews", "Reviews of a customer.", lambda t: t.total("reviews")),
    Kpi(
        "misjudged_share",
        "share",
        "Reviews that put a customer in a wrong tier.",
        lambda t: ratio(t.total("misjudged"), t.total("reviews")),
    ),
    Kpi(
        "small_business_share",
        "share",
        "Small businesses among the customers at the end.",
        lambda t: t.own_share("kind", Kind.SMALL_BUSINESS),
    ),
    Kpi(
        "restricted_share",
        "share",
        "Customers of restricted industries among them.",
        lambda t: t.own_share("industry", Industry.RESTRICTED),
    ),
    Kpi(
        "emerging_share",
        "share",
        "Customers of emerging industries among them.",
        lambda t: t.own_share("industry", Industry.EMERGING),
    ),
    Kpi("near_share", "share", "Customers of a near region among them.", lambda t: t.own_share("region", Region.NEAR)),
    Kpi("remote_share", "share", "Customers of a remote region.", lambda t: t.own_share("region", Region.REMOTE)),
    Kpi("foreign_share", "share", "Customers with foreign-currency business.", lambda t: t.own_share("foreign", 1)),
    Kpi("corporate_share", "share", "Corporate customers among them.", lambda t: t.own_share("kind", Kind.CORPORATE)),
    Kpi(
        "bottom20_contribution",
        "CNY a customer",
        "Contribution over the run of a customer of the bottom fifth.",
        lambda t: bottom_mean(t.own["contribution"], 0.2) / 100.0,
    ),
    Kpi(
        "top20_share",
        "share",
        "What the best fifth of the customers earn, of all positive contribution.",
        lambda t: top_share(t.own["contribution"], 0.2),
    ),
)
"""Every indicator, in the order in which tables show them."""

UNITS = {kpi.name: kpi.unit for kpi in KPIS}
"""The unit of each indicator."""


def kpis_of(simulated: History | Sums, discount_rate: float) -> dict[str, float]:
    """Every indicator of a branch or a bank, by name; NaN where there was nothing to measure."""
    sums = simulated if isinstance(simulated, Sums) else sums_of(simulated)
    tally = Tally(sums, discount_rate)
    return {kpi.name: kpi.of(tally) for kpi in KPIS}
