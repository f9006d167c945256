"""The columns of a customer file: one table of facts from which reading, messages and documents derive."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crmsim.acts.columns import YEARS
from crmsim.settings.mistakes import shown
from crmsim.stages import Codes, Conduct, Industry, Kind, LoanClass, Mark, Rating, Region

MOST_MONEY = 1e12
"""The greatest amount a customer can have, CNY; beyond it whole fen lose their exactness."""

DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
GROUPED = re.compile(r"[+-]?\d{1,3}([,\uff0c'_ \u00a0\u202f]\d{3})+(\.\d*)?")


@dataclass(frozen=True)
class Column:
    """One column: a text, a number within bounds, or a choice among words.

    Attributes:
        name: what it is called.
        aliases: what else it may be called; the first is its Chinese name.
        meaning: one sentence.
        otherwise: what holds where the column or a cell of it is empty.
        unit: the unit of its numbers.
        bounds: the least and the greatest number allowed.
        whole: whether only whole numbers are allowed.
        words: the words for each code, from code 0 on; the first of each is the usual one.
    """

    name: str
    aliases: tuple[str, ...]
    meaning: str
    otherwise: str
    unit: str = ""
    bounds: tuple[float, float] | None = None
    whole: bool = False
    words: tuple[tuple[str, ...], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by."""
        return (self.name, *self.aliases)

    @property
    def allowed(self) -> str:
        """What may stand in it, in words."""
        if self.words:
            return "; ".join("/".join(words) for words in self.words)
        if self.bounds:
            return f"{self.bounds[0]:g} to {self.bounds[1]:g}" + ", whole" * self.whole
        return "text, each only once"

    def value(self, text: str) -> float:
        """What a cell tells: a number or the code of a word; NaN if it is empty, infinity if it makes no sense."""
        return self.code(text) if self.words else number(text)

    def code(self, text: str) -> float:
        """The code of a word, in upper or lower case; NaN if there is none, infinity if it is unknown."""
        word = text.strip().casefold()
        found = (float(code) for code, words in enumerate(self.words) if word in map(str.casefold, words))
        return next(found, math.inf) if word else math.nan

    def problem(self, value: float) -> str:
        """What is wrong with a finite number in this column and what to do, or nothing."""
        low, high = self.bounds or (-math.inf, math.inf)
        if value < low:
            return f"is below {low:g}, the least it may be; raise it or leave it empty"
        if value > high:
            return f"is above {high:g}, the most it may be; lower it or leave it empty"
        fits = not self.whole or value == math.floor(value)
        return "" if fits else "is not a whole number; give one or leave it empty"

    def no_sense(self, text: str) -> str:
        """Why a cell makes no sense in this column, and what to do."""
        if self.words:
            return f"is not one of {self.allowed}; write one of them or leave it empty"
        return no_number(text.strip())


def number(text: str) -> float:
    """The number in a cell; NaN if it is empty, infinity if it is no finite number."""
    if not text:  # at once, since a file may have many and an exception takes its time
        return math.nan
    try:
        value = float(text)
    except ValueError:
        return math.inf if text.strip() else math.nan
    return value if math.isfinite(value) and "_" not in text else math.inf


def numbers(cells: Sequence[str]) -> list[float]:
    """The number in each cell, as `number` has it; at a third of the cost where all are plain numbers."""
    try:
        values = [*map(float, cells)]
    except ValueError:
        values = [math.nan]
    plain = math.isfinite(sum(values)) and "_" not in "".join(cells)
    return values if plain else [number(cell) for cell in cells]


def no_number(text: str) -> str:
    """Why a text is no finite number, and what to do."""
    if GROUPED.fullmatch(text):
        plain = re.sub(r"[^\d.+-]", "", text)
        return f"has thousands separators; write {plain} (in a spreadsheet: format the column as plain numbers)"
    if DECIMAL_COMMA.fullmatch(text):
        return f"has a decimal comma; write {text.replace(',', '.')}"
    return "is not a finite number; give a plain one such as 1234.5, or leave the cell empty"


def named(codes: Codes, *chinese: str) -> tuple[tuple[str, ...], ...]:
    """The words for each code: its name, and its Chinese ones, a space between them."""
    return tuple((name, *others.split()) for name, others in zip(codes.names(), chinese, strict=True))


NO_OR_YES = (("no", "0", "false", "否"), ("yes", "1", "true", "是"))

ACCOUNT = (
    Column("customer", ("客户号", "客户编号"), "The customer's number or name in the bank.", "it must be there"),
    Column(
        "kind",
        ("类型", "客户类型"),
        "What the customer is.",
        "individual",
        words=named(Kind, "个人", "小企业 小微企业", "公司 企业"),
    ),
    Column("deposits", ("存款",), "Deposits with the bank.", "0 if loans are given", "CNY", (0.0, MOST_MONEY)),
    Column("loans", ("贷款",), "Loans from the bank.", "0 if deposits are given", "CNY", (0.0, MOST_MONEY)),
    Column(
        "wallet",
        ("总资产", "钱包", "钱包规模"),
        "Banking business anywhere, at least deposits + loans.",
        "from balances and share, or made by the market",
        "CNY",
        (0.01, MOST_MONEY),
    ),
    Column(
        "share",
        ("份额", "钱包份额"),
        "Share of the wallet that is with the bank.",
        "from balances and wallet or products, or made by the market",
        "share",
        (0.0, 1.0),
    ),
    Column(
        "products",
        ("产品数", "产品数量"),
        "Products of the bank that the customer has.",
        "made from its share",
        "products",
        (0.0, 50.0),
        whole=True,
    ),
    Column(
        "months_with_bank",
        ("开户月数",),
        "How long it has been a customer.",
        "made by the market",
        "months",
        (0.0, 1200.0),
    ),
    Column("loyalty", ("忠诚度",), "Loyalty index.", "made by the market", "index", (0.0, 1.0)),
    Column("lost", ("已流失", "流失"), "Whether it has left the bank.", "no", words=NO_OR_YES),
)
"""What a file tells of a customer's account with the bank."""

BORROWER = (
    Column(
        "industry",
        ("行业",),
        "Its industry, or an individual's employer's.",
        "made by the market",
        words=named(Industry, "传统", "新兴", "限制性 限制"),
    ),
    Column(
        "region",
        ("地区",),
        "How far from the branch it is.",
        "made by the market",
        words=named(Region, "本地", "周边", "外地"),
    ),
    Column(
        "foreign",
        ("外贸", "外币业务"),
        "Whether it has foreign-trade or foreign-currency business.",
        "made by the market",
        words=NO_OR_YES,
    ),
    Column(
        "rating",
        ("信用等级",),
        "Its credit rating; D is default.",
        "made by the market",
        words=tuple((name.upper(),) for name in Rating.names()),
    ),
    Column(
        "loan_class",
        ("贷款分类", "五级分类"),
        "The class of its loans.",
        "normal",
        words=named(LoanClass, "正常", "关注", "次级", "可疑", "损失"),
    ),
)
"""What a file tells of a borrower of any kind."""

MARKS = tuple(
    Column(name, (chinese,), meaning, "no if it has statements, or made by the market", words=NO_OR_YES)
    for name, chinese, meaning in zip(
        Mark.names(),
        ("发展前景一般", "工艺落后", "经营状况差", "信誉不佳"),
        (
            "Whether its prospects are mediocre; of corporate customers only, as all that follow.",
            "Whether its technology is obsolete.",
            "Whether it is run poorly.",
            "Whether its reputation is bad.",
        ),
        strict=True,
    )
)
"""The marks of a corporate customer that are not told by industry and rating."""

FIGURES = (
    Column("current_ratio", ("流动比率",), "Current assets over current liabilities", "", "ratio", (0.0, 20.0)),
    Column("debt_ratio", ("资产负债率",), "Debts over assets", "", "ratio", (0.0, 5.0)),
    Column("return_on_capital", ("资本收益率",), "Profit over capital", "", "a year", (-2.0, 2.0)),
    Column("cash_flow", ("经营净现金流量",), "Net cash flow from operations over assets", "", "a year", (-2.0, 2.0)),
)
"""The figures of a yearly statement, as fractions; the bounds keep out most that were written in percent."""

ENDED = ("of the latest year", "of the year before", "of two years before")
"""Which year a statement is of, the latest first."""

STATEMENTS = tuple(
    replace(
        figure,
        name=f"{figure.name}_y{year + 1}",
        aliases=tuple(f"{alias}{year + 1}" for alias in figure.aliases),
        meaning=f"{figure.meaning}, {ENDED[year]}.",
        otherwise="made by the market; all twelve figures or none",
    )
    for figure in FIGURES
    for year in range(YEARS)
)
"""The figures of the last three yearly statements."""

CONDUCT = tuple(
    Column(name, (chinese,), meaning, "none if it has statements, or made by the market", "months", (0.0, 1200.0))
    for name, chinese, meaning in zip(
        Conduct.names(),
        ("欠息记录", "逃废债", "报表不实", "管理者违规", "并购变故"),
        (
            "How long ago interest was overdue, it was dunned, or taxes were evaded, at last.",
            "How long ago it evaded debts in bad faith, at last.",
            "How long ago it withheld or falsified statements, at last.",
            "How long ago those who lead it were in, or suspected of, a serious breach of law or discipline, at last.",
            "How long ago a merger or the like did serious harm to its operation and repayment, at last.",
        ),
        strict=True,
    )
)
"""Records of bad conduct."""

CREDIT = (*BORROWER, *MARKS, *STATEMENTS, *CONDUCT)
"""What a file tells of a borrower, and of the credit file of a corporate one."""

COLUMNS = (*ACCOUNT, *CREDIT)
"""Every column of the own format, in the order in which a file shows them."""

BY_NAME = {name: column for column in COLUMNS for name in column.names}
"""The columns by each name they go by."""


def column_named(text: str) -> Column | None:
    """The column that a header names, in upper or lower case, with spaces or underscores; or None."""
    return BY_NAME.get(text.strip().casefold().replace(" ", "_"))


def document() -> str:
    """The format as the table that the documents show."""
    head = "| column | also called | meaning | unit | may be | where empty |\n|---|---|---|---|---|---|\n"
    return head + "".join(_row(column) for column in COLUMNS)


def _row(column: Column) -> str:
    """A column's row of that table."""
    also = ", ".join(column.aliases)
    return (
        f"| `{column.name}` | {also} | {column.meaning} | {column.unit or '-'} "
        f"| {column.allowed} | {column.otherwise} |\n"
    )


def said(name: str, text: str, problem: str) -> str:
    """A mistake in a cell: the column, what stands there, and what is wrong with it."""
    return f"{name} = {shown(text)} {problem}"
