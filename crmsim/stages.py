"""The words of the model that are enumerated: stages, tiers, kinds, work, events, accounts and purposes of luck."""

from collections.abc import Iterator


class Codes(type):
    """A family of whole numbers under names.

    Plain integers, since both engines index and compare with them at every step: an `IntEnum` takes four times as
    long to read on Python 3.11.
    """

    def names(cls) -> tuple[str, ...]:
        """The names in lower case, in the order of their codes."""
        return tuple(name.lower() for name in vars(cls) if name.isupper())

    def __iter__(cls) -> Iterator[int]:
        """The codes in their order."""
        return iter(range(len(cls)))

    def __len__(cls) -> int:
        """How many codes there are."""
        return len(cls.names())


class Stage(metaclass=Codes):
    """The six stages of a customer's life with the bank (course 1.1.1)."""

    POTENTIAL = 0
    DEVELOPMENT = 1
    GROWTH = 2
    MATURITY = 3
    DECLINE = 4
    TERMINATION = 5


class Kind(metaclass=Codes):
    """What a customer is (course 4.1.2e, 3.3.4b)."""

    INDIVIDUAL = 0
    SMALL_BUSINESS = 1
    CORPORATE = 2


class Tier(metaclass=Codes):
    """How the bank classes a customer for service, by measured value (course 1.1.2b, 3.3.4)."""

    ORDINARY = 0
    SELECT = 1
    PREMIUM = 2


class Channel(metaclass=Codes):
    """How a potential customer is found (course 2.2.3)."""

    REFERRAL = 0
    KEY_PERSON = 1
    ADVERTISING = 2
    VISIT = 3
    OTHER = 4


class Regime(metaclass=Codes):
    """How the economy around the branch goes."""

    SLUMP = 0
    NORMAL = 1
    BOOM = 2


class Work(metaclass=Codes):
    """Kinds of work that wait for a manager."""

    SERVICE = 0
    PROBLEM = 1
    PROSPECT = 2
    CARE = 3


class Clock(metaclass=Codes):
    """The streams of moments that come to a customer by themselves."""

    NEED = 0
    PROBLEM = 1
    OFFER = 2
    CARE = 3
    SEARCH = 4


class Event(metaclass=Codes):
    """What a row of the history tells."""

    FOUND = 0
    VISITED = 1
    WON = 2
    REFUSED = 3
    NEED = 4
    SERVED = 5
    SOLD = 6
    COMPLAINT = 7
    SILENT_PROBLEM = 8
    SOLVED = 9
    OFFER_DECLINED = 10
    LEFT = 11
    CLOSED = 12
    REVIEWED = 13
    RETURNED = 14
    SETTLED = 15
    CONCEDED = 16
    TOUCHED = 17
    CARED_FOR = 18


class Account(metaclass=Codes):
    """The accounts of the branch's ledger; income is positive, cost negative."""

    DEPOSIT_MARGIN = 0
    LOAN_MARGIN = 1
    FEES = 2
    ACCOUNT_COST = 3
    SERVICE_COST = 4
    CHANNEL_COST = 5
    CONCESSIONS = 6
    MAINTENANCE_COST = 7


class Purpose(metaclass=Codes):
    """What a draw of luck decides; a draw for one purpose shifts nothing in another."""

    NEED_GAP = 0
    PROBLEM_GAP = 1
    OFFER_GAP = 2
    CARE_GAP = 3
    SEARCH_GAP = 4
    SERVICE_LENGTH = 5
    PROBLEM_LENGTH = 6
    PROSPECT_LENGTH = 7
    CARE_LENGTH = 8
    SERVICE_DESK = 9
    PROBLEM_DESK = 10
    PROSPECT_DESK = 11
    CARE_DESK = 12
    SERVICE_QUALITY = 13
    PROBLEM_QUALITY = 14
    CARE_QUALITY = 15
    PURCHASE = 16
    NEED_KEPT = 17
    COMPLAIN = 18
    OFFER_STRENGTH = 19
    APPROACH = 20
    WIN = 21
    ESTIMATE = 22
    EVALUATION = 23
    WALLET = 24
    OPENING_SHARE = 25
    OPENING_QUALITY = 26
    OPENING_LOYALTY = 27
    OPENING_AGE = 28
    OPENING_REST = 29
    ASK = 30
    REGIME = 31
    TOUCH = 32
