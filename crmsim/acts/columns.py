"""The state of a simulation: customers, the branch and its months, as both engines keep them.

Each class here and in `months` is at once the type that acts are checked against, the object that the readable engine
uses, and the layout of the record that the compiled engine uses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Protocol

from crmsim.acts.layout import Byte, Code, Columns, Fen, Key, Place, Real, Short, Whole
from crmsim.acts.months import Month
from crmsim.settings import Rules
from crmsim.stages import Clock, Conduct, Mark, Work

YEARS = 3
"""Yearly statements that are looked at."""


@dataclass(slots=True)
class Customer(Columns):
    """One customer of the market, potential ones included.

    Times are in months from the start, money in CNY where it is a float and in fen where it is whole. What a month's
    end and a visit read stands first, together, since a processor fetches memory by lines of 64 bytes.
    """

    # its business, of which each month's end takes stock
    wallet: Real
    """Banking business anywhere, CNY; 0 until made."""
    share: Real
    """Share of the wallet that is with the bank."""
    deposits: Real
    """Deposits as a share of its business, by its kind; the rest are loans."""
    on_deposits: Real
    """What its deposits earn the bank, CNY a month."""
    on_loans: Real
    """What its loans earn the bank, CNY a month."""
    on_capital: Real
    """What the capital that its loans bind costs, CNY a month."""
    conceded: Real
    """Part of its margin that the branch has given up for good."""
    settled: Real
    """Until when its margins are posted."""
    contribution: Fen
    """All that was posted for it, fen."""
    # its mind
    influence: Real
    """Its weight in what others hear of the branch."""
    loyalty: Real
    """Loyalty index, 0 to 1."""
    perceived: Real
    """Perceived quality, a weighted memory."""
    expected: Real
    """Expected quality."""
    hurt: Real
    """How hurt it is by problems, 0 to 1."""
    trust: Real
    """Its trust in the bank, 0 to 1."""
    since: Real
    """When it last experienced something."""
    # its standing
    stage: Code
    tier: Code
    kind: Code
    loan_class: Byte
    exit_stage: Byte
    withdrawn: Byte
    """Whether managers' services have been withdrawn from it."""
    recommended: Byte
    """Whether it was won by a recommendation of its friend."""
    errand: Byte
    """The kind of work that is due, for a customer of the bank."""
    products: Short
    """Products it has."""
    place: Short
    """Its place among the work that waits, by its tier."""
    desk: Place
    """The desk it belongs to."""
    number: Place
    """Its number in the market."""
    friend: Place
    """The customer of the market whom it knows."""
    concessions: Short
    """Concessions it has got."""
    visit: Real
    """Quality of an average visit to it, by its tier."""
    care: Real
    """Time taken for a visit to it, by its tier, against the usual length."""
    promise: Real
    """The wait promised to it at most, by its tier, hours."""
    custom: Real
    """The wait that it is used to elsewhere, by its kind, hours."""
    # its luck, its clocks and its work
    key: Key
    """Key of its luck."""
    need_gap: Real
    """Mean months between its candidate needs."""
    bond: Real
    """Logits of its loyalty that the branch's plan and the market give it, before trust and satisfaction."""
    due: Real
    """When development goes on, or the rest after an end is over."""
    clock: Annotated[list[float], "f8", (len(Clock),)]
    """The next candidate moment of each stream."""
    ahead: Annotated[list[float], "f8", (len(Clock),)]
    """The luck of the wait for the one after it, drawn ahead."""
    count: Annotated[list[int], "i4", (len(Clock),)]
    """The number of that candidate in its stream."""
    open: Annotated[list[int], "i4", (len(Work),)]
    """Requests open, by kind of work."""
    # how it came, and what is known of it
    joined: Real
    """When it became a customer; negative for the opening book, NaN for who never was."""
    measured: Real
    """Value measured at the last review, CNY a month."""
    needs: Real
    """Its needs a month, by its kind."""
    price: Real
    """How far it looks at prices, 0 to 1."""
    touch: Real
    """How often it is cared for unasked, by its tier, a month."""
    cooperation: Real
    """How far it works with the bank without being a customer, 0 to 1."""
    interest: Real
    """What the plan of the approach does to the chance of a visit, 1 being a perfect one."""
    known: Real
    """How well its needs are known, 0 to 1."""
    # its credit, and its exit
    health: Real
    """Health of a corporate customer's business by its last statement."""
    current_ratio: Annotated[list[float], "f8", (YEARS,)]
    """Statements of the last three years, the latest first; of corporate customers only, as the next three."""
    debt_ratio: Annotated[list[float], "f8", (YEARS,)]
    return_on_capital: Annotated[list[float], "f8", (YEARS,)]
    cash_flow: Annotated[list[float], "f8", (YEARS,)]
    conduct: Annotated[list[float], "f8", (len(Conduct),)]
    """When the last record of each kind of bad conduct was made, months; NaN for none."""
    applied: Real
    """When its case came before the credit committee."""
    bad_since: Real
    """Since when its loan has been in its class, if that is a bad one."""
    listed: Real
    """When it came on the exit list, or its exit began."""
    exit_due: Real
    """When its exit will have been carried out."""
    provision: Fen
    """What is provided for its loans."""
    # its committee case, its approach and its traits, in few bytes
    behind: Short
    """The customer whose case stands behind its own before the credit committee; -1 for none."""
    contacts: Short
    """Contacts in the present approach."""
    visits: Short
    """Visits to it as a potential customer, ever: the number of the next one."""
    means: Byte
    """By which means it is exited."""
    step: Byte
    """The step of the seven that comes next in winning it."""
    indirect: Byte
    """Whether it is approached by the indirect way."""
    channel: Byte
    """How it was last found."""
    rating: Byte
    industry: Byte
    region: Byte
    foreign: Byte
    """Whether it has foreign-currency business."""
    marks: Annotated[list[int], "i1", (len(Mark),)]
    """Marks of criterion 1 that it bears."""


@dataclass(slots=True)
class Branch(Columns):
    """What the branch keeps as a whole."""

    key: Key
    """Key of its own luck."""
    gaps: Annotated[list[float], "f8", (len(Clock),)]
    """Mean months between the candidate moments of each stream; for needs it is the customer's own (`need_gap`)."""
    perceived_decay: Real
    """How fast an experience fades from perceived quality, a month; likewise the next four."""
    expected_decay: Real
    loyalty_decay: Real
    hurt_decay: Real
    trust_decay: Real
    perceived_least: Real
    """What an experience weighs at least in perceived quality; likewise the next two."""
    expected_least: Real
    loyalty_least: Real
    activity: Real
    """Needs under its regime, as a part of what they are in a boom."""
    image: Real
    """Mean loyalty of its customers, by their influence, when the month began."""
    accounts: Fen
    """What keeping a customer's accounts costs, fen a month."""
    upkeep: Fen
    """What the strategy spends on every customer, fen a month."""
    process: Real
    """Length of work after what innovation has spared, against the usual one."""
    heard: Real
    """Influence of the customers whose exit leaked, the old cases fading."""
    fear: Real
    """How much that scares the others."""
    widest_band: Real
    """How often all channels of the busiest strategy of the schedule together find a potential customer, a month."""
    pool_ready: Whole
    """Whether the pool of loans to be securitised is ready."""
    lent: Real
    """Loans when the month began, CNY."""
    lending_limit: Real
    """Loans that its capital allows, CNY."""
    lessons: Real
    """What is known of why customers leave: cases analysed, the old ones fading."""
    spared: Real
    """Share of problems that this knowledge spares customers."""
    tuition: Fen
    """What training costs for a customer, fen a month."""
    skill: Real
    """Professional skill of its managers, which training raises."""
    communication: Real
    """Their communication, likewise."""
    first_case: Whole
    """The customer whose case comes first before the credit committee; -1 for none."""
    last_case: Whole
    """The one whose case comes last."""
    busy_since: Real
    """When the number of busy managers last changed."""
    month: Place
    """The running month."""
    date: Whole
    """The running month, counted from the beginning of the opening."""
    continued: Whole
    """Whether the branch has gone through its opening."""
    customers: Whole
    """Customers when the month began."""
    period: Place
    """The strategy in force, by its place in the schedule."""
    rows: Whole
    """Rows of the history so far."""
    events: Whole
    """Events of the calendar so far."""
    regime: Whole
    """The regime of the economy around it."""
    caring: Whole
    """Whether any strategy of the schedule cares for customers unasked."""
    busy: Whole
    """Managers at work."""
    recording: Whole
    """Whether rows are kept, or only counted."""


class Desk(Protocol):
    """What an act can see of a desk."""

    @property
    def load(self) -> int:
        """Jobs waiting or under way."""


class World(Protocol):
    """What an act can reach: the branch, its customers and its months."""

    @property
    def branch(self) -> list[Branch]:
        """The branch, as the only entry."""

    @property
    def customers(self) -> list[Customer]:
        """Every customer of the market, by number."""

    @property
    def months(self) -> list[Month]:
        """Every month of the run."""

    @property
    def this_month(self) -> list[Month]:
        """The running month, as the only entry."""

    @property
    def rules(self) -> list[Rules]:
        """The rules of each period of the schedule."""

    @property
    def in_force(self) -> list[Rules]:
        """The rules of the period that is running, as the only entry."""

    @property
    def desks(self) -> Sequence[Desk]:
        """Every desk of the branch."""

    @property
    def rows(self) -> Any:
        """Where `record` keeps the rows; each engine's own."""
