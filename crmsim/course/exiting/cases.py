"""What chapter 4 tries: for each choice of exit the strategies that are compared, and what is looked at."""

from crmsim.course.exiting.trials import BORROWERS, Case, Trial
from crmsim.language import label
from crmsim.settings import lever_at

EARLY = {"exit.act_from": 1, "exit.risk_recognition": 1.0}
COLLECTING = {**EARLY, "exit.collection": 1.0, "exit.transfer": 0.0, "exit.securitisation": 0.0}
AT_ONCE = {"exit.act_from": 0, "exit.risk_recognition": 1.0}
POOLED = {"exit.collection": 0.0, "exit.transfer": 0.0, "exit.securitisation": 1.0}

BREADTH = Trial(
    "Exit in the narrow and in the broad sense",
    "Relationships that end with the loan, and customers at the end, for exits of credit only and of all business.",
    (Case("narrow: credit only"), Case("broad: all business", {"exit.broad": True})),
    ("ended_by_exit", "customers"),
    given=COLLECTING,
)

CONTENT = Trial(
    "The customer, or only a line of business",
    "Customers given up and customers from whom services are withdrawn, by what an exit of unprofitable ones means.",
    (
        Case("nobody is given up", {"exit.close_below": -5000.0}),
        Case("the customer as a whole"),
        Case("only the services", {"exit.close_customers": False, "exit.exit_services": True}),
        Case("only the deposits", {"exit.close_customers": False, "exit.exit_deposits": True}),
    ),
    ("closed", "withdrawn"),
    ("deposits_exited", "customers"),
    given={"exit.close_below": 0.0},
)

EXTENT = Trial(
    "Whole, partial, or another product in its place",
    "Loans ended by exits and loans replaced by a safer product, for whole exit, partial exit and substitution.",
    (
        Case("whole", {"exit.substitution": 0.0}),
        Case("partial: a half", {"exit.substitution": 0.0, "exit.exit_part": 0.5}),
        Case("product substitution for every second one", {"exit.substitution": 0.5}),
    ),
    ("exposure_exited", "substituted"),
    ("exits", "recovered_share"),
    given=AT_ONCE,
)

BUSINESS = Trial(
    "Which business is ended",
    "Exits of loans and customers whose deposits or services were ended, by the business that a branch gives up.",
    (
        Case("asset business: loans", {"exit.close_below": -5000.0}),
        Case(
            "liability business: deposits",
            {"exit.exit_loans": False, "exit.close_customers": False, "exit.exit_deposits": True},
        ),
        Case(
            "intermediary business: services",
            {"exit.exit_loans": False, "exit.close_customers": False, "exit.exit_services": True},
        ),
    ),
    ("exits", "deposits_exited"),
    ("withdrawn", "bad_loan_share"),
    given={"exit.close_below": 0.0, **EARLY},
)

MEANS = Trial(
    "Three means of exit",
    "Share of the loans that came back and months that an exit took, by the means.",
    (
        Case("collection", COLLECTING),
        Case("transfer", {**EARLY, "exit.collection": 0.0, "exit.transfer": 1.0, "exit.securitisation": 0.0}),
        Case("securitisation, at special mention", {**EARLY, **POOLED}),
        Case("securitisation, while all is normal", {**AT_ONCE, **POOLED}),
    ),
    ("recovered_share", "exit_months"),
    ("collected", "transferred", "securitised", "collect_hours"),
)

VALUE = Trial(
    "Does exit pay?",
    "Recovered loans and contribution of five years, for a branch that exits nobody and one that follows the criteria.",
    (Case("no exit", scenario="no-exit"), Case("exit by the criteria", EARLY)),
    ("recovery", "contribution"),
    ("credit_loss", "charged_off", "bad_loan_share"),
    replications=16,
)

LADDER = Trial(
    "How much to exit",
    "Contribution of five years against the branch that acts at special mention, by the share of customers exited.",
    (
        Case("nobody", scenario="no-exit"),
        Case("doubtful loans", {**EARLY, "exit.act_from": 3}),
        Case("substandard loans", {**EARLY, "exit.act_from": 2}),
        Case("special mention", EARLY),
        Case("whoever bears three marks", {**AT_ONCE, "exit.minimum_marks": 3}),
        Case("whoever bears two marks", AT_ONCE),
        Case("whoever bears one mark", {**AT_ONCE, "exit.minimum_marks": 1}),
    ),
    ("exits", "contribution"),
    ("recovered_share", "charged_off"),
    replications=20,
    reference=3,
)

TIMING = Trial(
    "Early, at special mention, or late",
    "Share of the loans that came back by the class from which borrowers are exited, with 95 % intervals.",
    (
        Case("at once, while normal", {"exit.act_from": 0}),
        Case("at special mention", {"exit.act_from": 1}),
        Case("when substandard", {"exit.act_from": 2}),
        Case("when doubtful", {"exit.act_from": 3}),
        Case("when lost", {"exit.act_from": 4}),
    ),
    ("recovered_share", "exposure_exited"),
    ("exits", "class_at_exit"),
    given={"exit.risk_recognition": 1.0},
    reference=1,
)

DYNAMIC = Trial(
    "A list that lives",
    "Borrowers taken off the exit list and needs served on it, for a list that is kept up and one that is not.",
    (Case("once on the list, always on it", {"exit.dynamic_list": False}), Case("the list is kept up")),
    ("taken_off", "served_on_list"),
    ("flagged",),
    given={"exit.act_from": 3, "exit.risk_recognition": 1.0},
)

REPORTING = Trial(
    "How often management hears",
    "Months that an exit took, and share of the loans that came back, by how often is reported.",
    (
        Case("every month", {"exit.report_every": 1}),
        Case("every quarter", {"exit.report_every": 3}),
        Case("once a year", {"exit.report_every": 12}),
    ),
    ("exit_months", "recovered_share"),
    ("collected",),
    given=COLLECTING,
)

KEEPING = Trial(
    "Customers on the list are still customers",
    "Needs of customers on the exit list that were served, and customers who left, by how far they are still served.",
    (
        Case("hardly served any more", {"exit.keep_managing": 0.1}),
        Case("half of their needs", {"exit.keep_managing": 0.5}),
        Case("served as before", {"exit.keep_managing": 1.0}),
    ),
    ("served_on_list", "lost"),
    ("satisfaction",),
    given=EARLY,
)

SECRECY = Trial(
    "Who keeps a secret",
    "Leaks of planned exits and customers who left, by how well exits are kept confidential.",
    (
        Case("everybody talks", {"exit.secrecy": 0.0}),
        Case("the desk keeps quiet", {"exit.secrecy": 0.6}),
        Case("need to know only", {"exit.secrecy": 1.0}),
    ),
    ("leaks", "lost"),
    ("flagged", "loyalty"),
    given=AT_ONCE,
    replications=16,
)

LEGAL = Trial(
    "What legal care costs and saves",
    "Exits that ended in a dispute, and what legal care cost, by how much is spent on an exit.",
    (
        Case("nothing", {"exit.legal_care": 0.0}),
        Case("500 CNY an exit", {"exit.legal_care": 500.0}),
        Case("2,000 CNY an exit", {"exit.legal_care": 2000.0}),
        Case("20,000 CNY an exit", {"exit.legal_care": 20000.0}),
    ),
    ("disputes", "exit_cost"),
    ("exits", "recovered_share"),
    given=COLLECTING,
)

SMALL = {name: BORROWERS[name] for name in ("market.customers", "market.potential")}
"""Where a setting's own circumstances make the branch of borrowers, its size is kept."""


def skill(path: str) -> Trial:
    """A skill of the exit desk: hardly there, usual, and high, by the indicator that the setting names as its own."""
    lever = lever_at(path)
    low, high = lever.about.probe
    return Trial(
        label(path.rpartition(".")[2]),
        "The figure that a skill moves, in the mean of five years, where it is hardly there, usual, and strong.",
        (Case("hardly there", {path: low}), Case("usual", {path: lever.default}), Case("strong", {path: high})),
        (lever.about.indicator,),
        ("exits",),
        given={**lever.about.given, **SMALL},
    )
