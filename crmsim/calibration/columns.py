"""The columns of files about campaigns and loans: facts from which reading, messages and documents derive.

Those of customer files stand in `crmsim.population.columns`.
"""

from crmsim.population.columns import MOST_MONEY, NO_OR_YES, Column, named
from crmsim.stages import Codes

MOST_CONTACTS = 1000
"""The most contacts that one person can have had in one campaign."""


class Earlier(metaclass=Codes):
    """What came of an earlier campaign."""

    NONE = 0
    REFUSED = 1
    WON = 2
    OTHER = 3


class State(metaclass=Codes):
    """How a loan stands."""

    RUNNING = 0
    ARREARS = 1
    REPAID = 2
    UNPAID = 3


SKIPPED = "the row does not count"

CAMPAIGN = (
    Column(
        "contacts",
        ("联系次数",),
        "Contacts made with the person in this campaign, the last one included.",
        SKIPPED,
        "contacts",
        (0.0, float(MOST_CONTACTS)),
        whole=True,
    ),
    Column("won", ("成交",), "Whether the last of them won the person.", SKIPPED, words=NO_OR_YES),
    Column(
        "earlier",
        ("以往结果",),
        "What came of an earlier campaign.",
        "not known, and taken for none",
        words=named(Earlier, "无", "拒绝", "成功", "其他"),
    ),
    Column("balance", ("余额",), "What the person has with the bank.", "not known", "CNY", (-MOST_MONEY, MOST_MONEY)),
)
"""What a campaign's file tells, a row a person; the first two must be there."""

LOANS = (
    Column(
        "state",
        ("贷款状态",),
        "How the loan stands: it runs, is in arrears, has been repaid, or has ended unpaid.",
        SKIPPED,
        words=named(State, "正常", "逾期", "结清", "未还清"),
    ),
    Column("amount", ("贷款金额",), "What was lent.", "not known", "CNY", (0.0, MOST_MONEY)),
)
"""What a file of loans tells, a row a loan; the first must be there."""
