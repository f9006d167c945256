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


class Step(metaclass=Codes):
    """The seven steps of winning a customer (course 2.2.1 to 2.2.7), in the order in which a branch takes them."""

    SEARCH = 0
    PROFILE = 1
    ASSIGN = 2
    TARGET = 3
    PLAN = 4
    COOPERATE = 5
    FOLLOW_UP = 6


class Industry(metaclass=Codes):
    """The industry of a business customer, or an individual's employer (course 2.2.1a, 4.1.4a)."""

    ESTABLISHED = 0
    EMERGING = 1
    RESTRICTED = 2


class Region(metaclass=Codes):
    """How far from the branch a customer is (course 2.2.1b)."""

    HOME = 0
    NEAR = 1
    REMOTE = 2


class Rating(metaclass=Codes):
    """A credit rating; the last means default."""

    AAA = 0
    AA = 1
    A = 2
    BBB = 3
    BB = 4
    B = 5
    CCC = 6
    D = 7


class LoanClass(metaclass=Codes):
    """The five classes of loans (course 4.1.4b)."""

    NORMAL = 0
    SPECIAL_MENTION = 1
    SUBSTANDARD = 2
    DOUBTFUL = 3
    LOSS = 4


class Means(metaclass=Codes):
    """By which means a credit relationship is exited (course 4.1.2f)."""

    COLLECTION = 0
    TRANSFER = 1
    SECURITISATION = 2


class ExitStage(metaclass=Codes):
    """How far the exit of a customer has come."""

    NONE = 0
    LISTED = 1
    LEAVING = 2


class Mark(metaclass=Codes):
    """Marks of a customer by criterion 1 that no rating tells (course 4.1.4a)."""

    PROSPECTS = 0
    TECHNOLOGY = 1
    OPERATION = 2
    REPUTATION = 3


class Conduct(metaclass=Codes):
    """Records of bad conduct by criterion 4 (course 4.1.4d)."""

    OVERDUE = 0
    EVASION = 1
    STATEMENTS = 2
    MANAGEMENT = 3
    MERGER = 4


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
    FOLLOW_UP = 4
    RESCUE = 5
    COLLECT = 6


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
    SOUGHT = 19
    PROFILED = 20
    ASSIGNED = 21
    TARGETED = 22
    PLANNED = 23
    DROPPED = 24
    WENT_ROUND = 25
    APPLIED = 26
    FOLLOWED_UP = 27
    GREW = 28
    SURVEYED = 29
    SURVEY_IGNORED = 30
    RESCUED = 31
    RECLASSED = 32
    CHARGED_OFF = 33
    LISTED = 34
    TAKEN_OFF = 35
    EXIT_BEGUN = 36
    SUBSTITUTED = 37
    COLLECTED = 38
    EXITED = 39
    WITHDRAWN = 40


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
    TRAINING_COST = 8
    SURVEY_COST = 9
    CREDIT_LOSS = 10
    RECOVERY = 11
    CAPITAL_CHARGE = 12
    EXIT_COST = 13


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
    FOLLOW_UP_LENGTH = 9
    RESCUE_LENGTH = 10
    COLLECT_LENGTH = 11
    SERVICE_DESK = 12
    PROBLEM_DESK = 13
    PROSPECT_DESK = 14
    CARE_DESK = 15
    FOLLOW_UP_DESK = 16
    RESCUE_DESK = 17
    COLLECT_DESK = 18
    SERVICE_QUALITY = 19
    PROBLEM_QUALITY = 20
    CARE_QUALITY = 21
    PURCHASE = 22
    NEED_KEPT = 23
    COMPLAIN = 24
    PROBLEM_SPARED = 25
    OFFER_STRENGTH = 26
    ASK = 27
    TOUCH = 28
    SURVEY_SAMPLE = 29
    SURVEY_ANSWER = 30
    SURVEY_NOISE = 31
    NOTICE = 32
    RESCUE = 33
    ANALYSIS = 34
    APPROACH = 35
    INDUSTRY_SEEN = 36
    REGION_SEEN = 37
    COOPERATION_SEEN = 38
    HAND_OVER = 39
    ESTIMATE = 40
    MOMENT = 41
    ENTRY = 42
    JOINT = 43
    WIN = 44
    ROUNDABOUT = 45
    FOLLOW_UP = 46
    FOLLOW_UP_SALE = 47
    APPROVAL = 48
    EVALUATION = 49
    WALLET = 50
    INDUSTRY = 51
    REGION = 52
    FOREIGN = 53
    RATING = 54
    GROWTH = 55
    PRICE = 56
    INFLUENCE = 57
    COOPERATION = 58
    FRIEND = 59
    OPENING_SHARE = 60
    OPENING_QUALITY = 61
    OPENING_LOYALTY = 62
    OPENING_AGE = 63
    OPENING_REST = 64
    REGIME = 65
    RATING_MOVE = 66
    STATEMENT_CURRENT = 67
    STATEMENT_DEBT = 68
    STATEMENT_RETURN = 69
    STATEMENT_CASH = 70
    HEALTH = 71
    MARK = 72
    CONDUCT = 73
    CONDUCT_DATE = 74
    CLASS_MOVE = 75
    RECOGNITION = 76
    LEAK = 77
    MEANS = 78
    SUBSTITUTION = 79
    EXIT_TIME = 80
    DISPUTE = 81
    LIST_SERVICE = 82
    REACHED = 83
    CREDIT_SEEN = 84
