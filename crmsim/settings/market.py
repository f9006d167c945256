"""The market: who the customers are, what they want, and how they take what happens to them."""

from crmsim.settings.fields import Settings, setting
from crmsim.settings.probes import (
    ALIKE,
    BUSY,
    CARING,
    CREDIT,
    FORGIVING,
    PERSISTENT,
    RESTLESS,
    RESTLESS_TIMES,
    SETTLED,
    SLUMPS,
    SOUGHT,
    TROUBLED,
    YIELDING,
)
from crmsim.settings.sources import CONTACTS, PRESS, RATE, REFERRED, TRADE

CARE_CEILING = 0.16
"""The most often that a customer can be cared for unasked, a month; candidate moments come at this rate."""

APPROACH_CEILING = 0.15
"""What all channels together can reach at most, a month; the stream of candidate moments runs at this rate."""


class Market(Settings):
    """Customers and competitors, the same under every strategy."""

    # Who is there
    customers: int = setting(2000, "customers", (1, 20000), "1.1.2b", raises="customers", probe=(200, 300))
    """Customers of the branch at the start."""
    potential: int = setting(3000, "customers", (0, 50000), "1.1.1", raises="approached", probe=(200, 600))
    """Potential customers at the start."""
    opening_months: int = setting(24, "months", (0, 60), "1.3.7d", raises="trust", probe=(0, 24), given=CARING)
    """Months under the bank's own baseline before month 0, which make the opening book of a made market."""
    small_businesses: float = setting(
        0.15, "share", (0.0, 0.5), "1.1.2b", raises="small_business_share", probe=(0.05, 0.3)
    )
    """Share of the market that is small businesses."""
    corporates: float = setting(0.05, "share", (0.0, 0.5), "4.1.2e", raises="corporate_share", probe=(0.02, 0.2))
    """Share of the market that is corporate customers; the rest are individuals."""

    # What they have: banking business anywhere, in deposits and loans
    wallet_individual: float = setting(100e3, "CNY", (1e3, 10e6), "1.1.2a", raises="balance", probe=(50e3, 500e3))
    """Median wallet of an individual."""
    wallet_small_business: float = setting(400e3, "CNY", (1e3, 100e6), "1.1.2a", raises="balance", probe=(200e3, 2e6))
    """Median wallet of a small business."""
    wallet_corporate: float = setting(2e6, "CNY", (1e3, 1e9), "1.1.2a", raises="balance", probe=(1e6, 10e6))
    """Median wallet of a corporate customer."""
    wallet_spread: float = setting(
        0.43, "Gini", (0.0, 0.85), "1.3.7b", raises="top20_share", probe=(0.2, 0.7), given=ALIKE, source=PRESS
    )
    """How unequal wallets of one kind are: their Gini coefficient, the shape of a log-logistic law."""
    deposits_individual: float = setting(0.7, "share", (0.0, 1.0), "1.1.2a", raises="deposit_margin", probe=(0.3, 0.9))
    """Deposits as a share of an individual's business; the rest are loans."""
    deposits_small_business: float = setting(
        0.5, "share", (0.0, 1.0), "1.1.2a", raises="deposit_margin", probe=(0.2, 0.8)
    )
    """Deposits as a share of a small business's business."""
    deposits_corporate: float = setting(0.4, "share", (0.0, 1.0), "1.1.2a", raises="deposit_margin", probe=(0.2, 0.8))
    """Deposits as a share of a corporate customer's business."""

    restricted: float = setting(0.1, "share", (0.0, 0.5), "4.1.4a", raises="restricted_share", probe=(0.05, 0.3))
    """Share of the market in restricted industries."""
    emerging: float = setting(0.2, "share", (0.0, 0.5), "2.2.1a", raises="emerging_share", probe=(0.1, 0.4))
    """Share of the market in emerging industries; the rest are in established ones."""
    near: float = setting(0.25, "share", (0.0, 0.5), "2.2.1b", raises="near_share", probe=(0.1, 0.4))
    """Share of the market in a near region, for which visits take longer."""
    remote: float = setting(0.1, "share", (0.0, 0.5), "2.2.1b", raises="remote_share", probe=(0.05, 0.3))
    """Share of the market in a remote region; the rest are at home."""
    foreign: float = setting(0.1, "share", (0.0, 1.0), "1.1.2a", raises="foreign_share", probe=(0.05, 0.4))
    """Share of the market with foreign-currency business; the rest have local-currency business only."""
    growth: float = setting(0.03, "a year", (-0.1, 0.3), "1.3.5", raises="balance", probe=(0.0, 0.15))
    """Growth of wallets in normal times; emerging industries grow twice as fast, restricted ones do not grow."""

    # The economy around them
    regime_length: float = setting(18.0, "months", (2.0, 120.0), "3.4.3", lowers="regime_changes", probe=(4.0, 60.0))
    """Mean time for which a boom, a slump or normal times last."""
    regime_swing: float = setting(
        0.15, "share", (0.0, 0.9), "3.4.3", raises="needs_swing", probe=(0.0, 0.6), given=RESTLESS_TIMES
    )
    """How far needs rise in a boom and fall in a slump."""

    # How sound they are
    benchmark_rate: float = setting(
        0.0435,
        "a year",
        (0.0, 0.2),
        "4.1.4c",
        raises="flagged_by_3",
        probe=(0.0, 0.1),
        given=CREDIT,
        source=RATE,
    )
    """The one-year benchmark loan rate, against which the return on capital is held."""
    slump_risk: float = setting(1.5, "ratio", (1.0, 5.0), "3.4.3", raises="downgrades", probe=(1.0, 4.0), given=SLUMPS)
    """How much oftener ratings fall in a slump than in other times."""
    misconduct: float = setting(
        0.01, "chance a year", (0.0, 0.3), "4.1.4d", raises="flagged_by_4", probe=(0.0, 0.1), given=CREDIT
    )
    """Chance that a corporate customer of middling health gets a record of bad conduct of one kind."""

    # What they ask for
    needs_individual: float = setting(0.4, "a month", (0.0, 4.0), "1.1.2a", raises="needs", probe=(0.2, 0.8))
    """Needs of an individual."""
    needs_small_business: float = setting(0.9, "a month", (0.0, 4.0), "1.1.2a", raises="needs", probe=(0.4, 1.8))
    """Needs of a small business."""
    needs_corporate: float = setting(1.6, "a month", (0.0, 4.0), "1.1.2a", raises="needs", probe=(0.5, 3.5))
    """Needs of a corporate customer."""
    needs_follow_loyalty: float = setting(0.4, "share", (0.0, 1.0), "3.3.3a", lowers="needs", probe=(0.0, 0.9))
    """Share of its needs that a customer with no loyalty takes elsewhere."""
    one_at_a_time: bool = setting(
        True,
        "yes/no",
        (False, True),
        "1.3.2",
        lowers="needs",
        probe=(False, True),
        given={"market.small_businesses": 0.5, "market.corporates": 0.5, "bank.customers_per_manager": 60.0},
    )
    """Whether a customer with a request open waits for it before asking for more of the kind."""
    purchase_chance: float = setting(
        0.14, "chance", (0.0, 1.0), "2.1.1", raises="sales", probe=(0.1, 0.6), source=TRADE
    )
    """Chance that a satisfied customer with none of its wallet here buys at a visit."""
    share_step: float = setting(
        0.24, "share", (0.01, 0.5), "1.3.5", raises="share_of_wallet", probe=(0.05, 0.3), source=TRADE
    )
    """Share of wallet that comes with a product."""
    share_ceiling: float = setting(0.85, "share", (0.3, 1.0), "1.3.5", raises="share_of_wallet", probe=(0.5, 1.0))
    """Share of wallet that a customer gives one bank at most."""

    # How they judge
    custom_individual: float = setting(
        6.0, "hours", (0.1, 40.0), "3.3.1c", raises="punctual_individual", probe=(1.0, 20.0), given=BUSY
    )
    """Wait that individuals are used to elsewhere: a longer promise does not excuse a longer wait."""
    custom_small_business: float = setting(
        2.0, "hours", (0.1, 40.0), "3.3.1c", raises="punctual_small_business", probe=(0.2, 10.0), given=BUSY
    )
    """Wait that small businesses are used to elsewhere."""
    custom_corporate: float = setting(
        0.8, "hours", (0.1, 40.0), "3.3.1c", raises="punctual_corporate", probe=(0.1, 8.0), given=BUSY
    )
    """Wait that corporate customers are used to elsewhere."""
    problems: float = setting(0.08, "a month", (0.0, 1.0), "3.3.3d", raises="problems", probe=(0.04, 0.2))
    """Problems of a customer with the bank."""
    problem_severity: float = setting(0.4, "share", (0.0, 1.0), "3.3.3d", lowers="perceived", probe=(0.1, 0.8))
    """How much of the perceived quality a problem takes while it is not solved."""
    hurt_memory: float = setting(5.0, "months", (0.5, 36.0), "3.2.3", raises="hurt", probe=(1.0, 20.0))
    """Half-life of the hurt that a problem leaves."""
    hurt_weight: float = setting(
        0.2, "share", (0.0, 1.0), "3.2.3", lowers="perceived", probe=(0.0, 1.0), given=TROUBLED
    )
    """Share of a visit's quality that is lost on a wholly hurt customer."""
    trust_memory: float = setting(18.0, "months", (0.5, 60.0), "3.4.2", raises="trust", probe=(4.0, 48.0))
    """Half-life of trust that is not renewed."""
    trust_weight: float = setting(1.0, "logits", (0.0, 4.0), "3.3.3h", raises="loyalty", probe=(0.0, 3.0))
    """What trust does to loyalty."""
    market_quality: float = setting(0.78, "quality", (0.3, 1.2), "3.3.2a", raises="expected", probe=(0.6, 1.0))
    """Quality that customers know from competitors."""
    market_pull: float = setting(0.1, "share", (0.0, 1.0), "3.3.2a", lowers="expected_spread", probe=(0.1, 0.8))
    """How far expectations follow competitors rather than the own experience."""
    wait_weight: float = setting(0.5, "share", (0.0, 1.0), "3.1.1", lowers="perceived", probe=(0.1, 0.9))
    """Share of a visit's quality that a hopelessly late one loses."""
    patience: float = setting(2.0, "squared promises", (0.2, 20.0), "3.1.1", raises="perceived", probe=(0.5, 8.0))
    """The square of the wait, counted in promises, at which half of the punctuality is lost."""
    memory: float = setting(2.0, "months", (0.5, 36.0), "3.3.2a", lowers="perceived_spread", probe=(1.0, 12.0))
    """Half-life of an experience in the perceived quality."""
    expectation_memory: float = setting(
        4.0, "months", (0.5, 60.0), "3.3.2a", lowers="expected_spread", probe=(2.0, 40.0)
    )
    """Half-life of an experience in the expectation."""

    # How they stay or leave
    loyalty_memory: float = setting(
        6.0, "months", (0.5, 36.0), "3.3.3", lowers="loyalty_spread", probe=(2.0, 18.0), given=SETTLED
    )
    """Half-life of loyalty on its way to what satisfaction and links sustain."""
    loyalty_base: float = setting(
        0.1, "logits", (-3.0, 3.0), "3.3.3", raises="loyalty", probe=(-1.0, 1.0), source=TRADE
    )
    """Loyalty of a just satisfied customer with one product."""
    loyalty_satisfaction: float = setting(
        10.0, "logits", (0.0, 20.0), "3.3.3h", raises="loyalty_spread", probe=(1.0, 12.0)
    )
    """What satisfaction does to loyalty."""
    loyalty_links: float = setting(
        0.2, "logits", (0.0, 2.0), "3.3.3h", raises="loyalty", probe=(0.0, 0.8), source=TRADE
    )
    """What each further product does to loyalty."""
    loyalty_start: float = setting(0.5, "index", (0.0, 1.0), "3.3.3", raises="loyalty", probe=(0.1, 0.7), source=TRADE)
    """Loyalty of a customer just won."""
    offers: float = setting(0.103, "a month", (0.0, 1.0), "3.3.3c", raises="lost", probe=(0.05, 0.3), source=TRADE)
    """Offers that a customer gets from competitors."""
    offer_advantage: float = setting(
        0.35, "index", (0.01, 2.0), "3.3.3c", raises="lost", probe=(0.15, 0.6), source=TRADE
    )
    """Mean advantage of a competitor's offer."""
    switching_cost: float = setting(0.03, "index", (0.0, 2.0), "3.3.3h", lowers="lost", probe=(0.05, 0.6), source=TRADE)
    """Advantage that an offer needs to outweigh the trouble of moving."""
    switching_links: float = setting(0.35, "index", (0.0, 2.0), "3.3.3h", lowers="lost", probe=(0.0, 1.0), source=TRADE)
    """Further advantage that it needs with a customer of many products; the second product makes half of it."""
    loyalty_shield: float = setting(1.0, "index", (0.0, 3.0), "3.3.3c", lowers="lost", probe=(0.4, 2.0))
    """Further advantage that it needs with a loyal and satisfied customer."""
    concession_worth: float = setting(
        1.0, "index", (0.0, 10.0), "3.4.1", lowers="lost", probe=(0.5, 5.0), given=YIELDING
    )
    """Advantage of an offer that giving up all of the margin would outweigh."""
    asking: float = setting(0.1, "chance", (0.0, 1.0), "3.4.1", raises="conceded", probe=(0.0, 0.6), given=YIELDING)
    """Chance at a visit, for each concession a customer has got before, that it asks for one (see the law)."""
    plan_strength: float = setting(0.6, "logits", (0.0, 3.0), "3.3.3g", raises="loyalty", probe=(0.0, 2.0))
    """What a lavish loyalty plan does to loyalty."""
    plan_upset: float = setting(0.15, "share", (0.0, 0.6), "3.3.3g", lowers="loyalty", probe=(0.0, 0.4), given=RESTLESS)
    """Share of its loyalty that a customer loses when the loyalty plan is changed."""
    maturity_at: float = setting(0.75, "share", (0.2, 1.0), "1.1.1", lowers="mature_share", probe=(0.4, 0.95))
    """Part of the highest share of wallet at which growth has become maturity."""
    decline_below: float = setting(0.46, "index", (0.0, 0.8), "1.1.1", raises="declining_share", probe=(0.3, 0.7))
    """Loyalty below which a customer is in decline."""
    recovery_margin: float = setting(0.08, "index", (0.0, 0.5), "1.1.1", raises="declining_share", probe=(0.0, 0.4))
    """Loyalty above that line which a declining customer needs to be sound again."""
    decline_drain: float = setting(0.03, "a month", (0.0, 0.3), "1.1.1", lowers="share_of_wallet", probe=(0.0, 0.2))
    """Part of its business that a declining customer moves away."""
    rest_lost: float = setting(21.0, "months", (1.0, 60.0), "1.1.1", raises="resting", probe=(2.0, 18.0), source=TRADE)
    """Time before a customer that left is in the market again."""
    rest_refused: float = setting(6.0, "months", (0.5, 60.0), "2.2.5d", lowers="approached", probe=(1.0, 20.0))
    """Time before a potential customer that refused will be approached again."""

    # How they are won
    cooperation_worth: float = setting(
        0.6, "ratio", (0.0, 3.0), "2.2.1d", raises="acceptance", probe=(0.0, 2.5), given=SOUGHT
    )
    """How much better a contact is with a potential customer that works with the bank already in some way."""
    price_sensitivity: float = setting(0.5, "index", (0.0, 1.0), "3.3.3b", raises="lost", probe=(0.1, 0.9))
    """How far the average customer looks at prices: it makes competitors' offers more tempting."""
    demonstration: float = setting(
        0.5, "share", (0.0, 1.0), "3.1.4", lowers="acceptance", probe=(0.0, 0.9), given=SOUGHT
    )
    """Share of a contact's chance that hangs on the image that the branch has with others."""
    contact_chance: float = setting(
        0.06, "chance", (0.0, 1.0), "2.2.7", raises="won", probe=(0.03, 0.2), source=CONTACTS
    )
    """Chance that a first contact wins the customer with all right: manager, plan, moment, entry point and image."""
    quality_referral: float = setting(
        1.8, "ratio", (0.0, 5.0), "2.2.3a", raises="won_by_referral", probe=(0.9, 3.6), given=SOUGHT, source=CONTACTS
    )
    """Chance of a contact against a cold one, with a customer found by a chain referral."""
    referral_match: float = setting(
        1.4, "ratio", (1.0, 4.0), "2.2.3a", raises="share_referred", probe=(1.0, 3.0), given=SOUGHT, source=REFERRED
    )
    """Share of wallet that the first product brings of a customer who was recommended, against that of others."""
    referral_bond: float = setting(
        1.2, "logits", (0.0, 3.0), "2.2.3a", raises="loyalty_referred", probe=(0.0, 2.0), given=SOUGHT, source=REFERRED
    )
    """What its referrer does to a recommended customer's loyalty, while the referrer is a customer itself."""
    quality_key_person: float = setting(
        1.5, "ratio", (0.0, 5.0), "2.2.3b", raises="won_by_key_person", probe=(0.75, 3.0), given=SOUGHT
    )
    """Chance of a contact against a cold one, with a customer found by the introduction of a key person."""
    quality_advertising: float = setting(
        0.8, "ratio", (0.0, 5.0), "2.2.3c", raises="won_by_advertising", probe=(0.4, 1.6), given=SOUGHT
    )
    """Chance of a contact against a cold one, with a customer found by advertising."""
    quality_visit: float = setting(
        1.0, "ratio", (0.0, 5.0), "2.2.3d", raises="won_by_visit", probe=(0.5, 2.0), given=SOUGHT
    )
    """Chance of a contact against a cold one, with a customer found by a personal visit."""
    quality_other: float = setting(
        0.7, "ratio", (0.0, 5.0), "2.2.3e", raises="won_by_other", probe=(0.35, 1.4), given=SOUGHT
    )
    """Chance of a contact against a cold one, with a customer found by a directory, the trade press or the like."""
    quality_former: float = setting(
        11.0, "ratio", (0.0, 20.0), "1.1.1", raises="won_back", probe=(1.0, 6.0), given=FORGIVING, source=CONTACTS
    )
    """The same with a former customer, who knows the bank."""
    key_wallet: float = setting(
        300e3, "CNY", (0.0, 10e6), "2.2.3b", lowers="found_by_key_person", probe=(0.0, 500e3), given=SOUGHT
    )
    """Wallet from which a potential customer moves in the circles of key persons."""
    contact_fatigue: float = setting(
        0.83, "ratio", (0.3, 1.0), "2.2.5d", raises="won", probe=(0.5, 1.0), given=PERSISTENT, source=CONTACTS
    )
    """What each further contact's chance is of the one before."""
