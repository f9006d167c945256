"""The state of a simulation as typed columns: what both engines keep, and in which width.

Each class below is at once the type that acts are checked against, the object that the readable engine uses, and the
layout of the record that the compiled engine uses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Protocol, Self, get_type_hints

import numpy as np
from numpy.typing import NDArray

from crmsim.settings import Rules
from crmsim.stages import Account, Channel, Clock, Kind, Stage, Step, Tier, Work

Byte = Annotated[int, "i1"]
Short = Annotated[int, "i4"]
Whole = Annotated[int, "i8"]
Key = Annotated[int, "u8"]
Real = Annotated[float, "f8"]
Fen = Annotated[int, "i8"]

Records = NDArray[np.void]


class Columns:
    """A record with named, typed fields; lists stand for fields that hold several numbers.

    Its classes have slots: an object of fifty fields is a fifth as large as with a dictionary, and sooner read.
    """

    __slots__ = ()

    @classmethod
    def zeros(cls, length: int) -> Records:
        """So many records of zeros."""
        return np.zeros(length, columns(cls))

    @classmethod
    def objects(cls, records: Records) -> list[Self]:
        """The records as objects."""
        names = columns(cls).names or ()
        rows = ([plain(value) for value in record] for record in records.tolist())
        return [cls(**dict(zip(names, row, strict=True))) for row in rows]

    def values(self) -> tuple[Any, ...]:
        """The fields as a tuple that a record takes."""
        return tuple(getattr(self, name) for name in columns(type(self)).names or ())


def plain(value: Any) -> Any:
    """A field's value as plain Python: a number, or a list of numbers."""
    return value.tolist() if isinstance(value, np.ndarray) else value


def columns(cls: type[Columns]) -> np.dtype[np.void]:
    """The record layout of a class of columns: widest fields first, so that each is aligned."""
    if "layout" not in cls.__dict__:
        hints = get_type_hints(cls, include_extras=True)
        fields = [(name, *hint.__metadata__) for name, hint in hints.items() if hasattr(hint, "__metadata__")]
        fields.sort(key=lambda field: -np.dtype(field[1]).itemsize)
        cls.layout = np.dtype(fields, align=True)  # type: ignore[attr-defined]  # kept beside the class it describes
    layout: np.dtype[np.void] = cls.layout  # type: ignore[attr-defined]  # set just above
    return layout


@dataclass(slots=True)
class Customer(Columns):
    """One customer of the market, potential ones included.

    Times are in months from the start, money in CNY where it is a float and in fen where it is whole.
    """

    key: Key
    """Key of its luck."""
    wallet: Real
    """Banking business anywhere, CNY; 0 until made."""
    share: Real
    """Share of the wallet that is with the bank."""
    perceived: Real
    """Perceived quality, a weighted memory."""
    expected: Real
    """Expected quality."""
    loyalty: Real
    """Loyalty index, 0 to 1."""
    hurt: Real
    """How hurt it is by problems, 0 to 1."""
    trust: Real
    """Its trust in the bank, 0 to 1."""
    since: Real
    """When it last experienced something."""
    settled: Real
    """Until when its margins are posted."""
    joined: Real
    """When it became a customer; negative for the opening book, NaN for who never was."""
    due: Real
    """When development goes on, or the rest after an end is over."""
    clock: Annotated[list[float], "f8", (len(Clock),)]
    """The next candidate moment of each stream."""
    measured: Real
    """Value measured at the last review, CNY a month."""
    needs: Real
    """Its needs a month, by its kind."""
    need_gap: Real
    """Mean months between its candidate needs."""
    deposits: Real
    """Deposits as a share of its business, by its kind; the rest are loans."""
    on_deposits: Real
    """What its deposits earn the bank, CNY a month."""
    on_loans: Real
    """What its loans earn the bank, CNY a month."""
    cooperation: Real
    """How far it works with the bank without being a customer, 0 to 1."""
    interest: Real
    """What the plan of the approach does to the chance of a visit, 1 being a perfect one."""
    known: Real
    """How well its needs are known, 0 to 1."""
    price: Real
    """How far it looks at prices, 0 to 1."""
    influence: Real
    """Its weight in what others hear of the branch."""
    applied: Real
    """When its case came before the credit committee."""
    custom: Real
    """The wait that it is used to elsewhere, by its kind, hours."""
    conceded: Real
    """Part of its margin that the branch has given up for good."""
    promise: Real
    """The wait promised to it at most, by its tier, hours."""
    bond: Real
    """Logits of its loyalty that the branch's plan and the market give it, before trust and satisfaction."""
    touch: Real
    """How often it is cared for unasked, by its tier, a month."""
    care: Real
    """Time taken for a visit to it, by its tier, against the usual length."""
    visit: Real
    """Quality of an average visit to it, by its tier."""
    contribution: Fen
    """All that was posted for it, fen."""
    count: Annotated[list[int], "i4", (len(Clock),)]
    """The number of that candidate in its stream."""
    number: Short
    """Its number in the market."""
    desk: Short
    """The desk it belongs to."""
    products: Short
    """Products it has."""
    place: Short
    """Its place among the work that waits, by its tier."""
    concessions: Short
    """Concessions it has got."""
    contacts: Short
    """Contacts in the present approach."""
    visits: Short
    """Visits to it as a potential customer, ever: the number of the next one."""
    open: Annotated[list[int], "i4", (len(Work),)]
    """Requests open, by kind of work."""
    friend: Short
    """The customer of the market whom it knows."""
    behind: Short
    """The customer whose case stands behind its own before the credit committee; -1 for none."""
    kind: Byte
    industry: Byte
    region: Byte
    foreign: Byte
    """Whether it has foreign-currency business."""
    rating: Byte
    errand: Byte
    """The kind of work that is due, for a customer of the bank."""
    step: Byte
    """The step of the seven that comes next in winning it."""
    round: Byte
    """Whether it is approached by the indirect way."""
    channel: Byte
    """How it was last found."""
    stage: Byte
    tier: Byte


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
    activity: Real
    """Needs under its regime, as a part of what they are in a boom."""
    image: Real
    """Mean loyalty of its customers, by their influence, when the month began."""
    upkeep: Real
    """What the strategy spends on every customer, CNY a month."""
    process: Real
    """Length of work after what innovation has spared, against the usual one."""
    lessons: Real
    """What is known of why customers leave: cases analysed, the old ones fading."""
    spared: Real
    """Share of problems that this knowledge spares customers."""
    tuition: Real
    """What training costs for a customer, CNY a month."""
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
    month: Whole
    """The running month."""
    period: Whole
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
    def rules(self) -> list[Rules]:
        """The rules of each period of the schedule."""

    @property
    def desks(self) -> Sequence[Desk]:
        """Every desk of the branch."""

    @property
    def rows(self) -> Any:
        """Where `record` keeps the rows; each engine's own."""
