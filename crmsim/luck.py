"""Luck is a fixed table: every random number is a pure function of who it concerns, what it decides, and which time.

The hash is SplitMix64 (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators", OOPSLA). A
subject's key is itself three outputs deep; each of its purposes has a stretch of the sequence to itself, whose k-th
value is the k-th output from where the stretch begins. Stretches begin so far apart that none is met within 2**40
draws (a test holds this).
No generator holds a state, so a history does not depend on the order in which things are simulated, and two
strategies meet the same customers with the same luck (common random numbers).

It is the one computation that is written twice: in Python integers here, and in unsigned 64-bit integers in
`luck64`, for NumPy's arrays and for the compiled engine.
"""

MASK = 0xFFFFFFFFFFFFFFFF
GOLDEN = 0x9E3779B97F4A7C15
FIRST = 0xBF58476D1CE4E5B9
SECOND = 0x94D049BB133111EB
APART = 0xD1342543DE82EF95
"""How far apart the purposes of a subject begin."""
UNIT = 1.0 / 9007199254740992.0
"""The spacing of the draws, 2**-53."""


def mix(z: int) -> int:
    """SplitMix64's finaliser: 64 bits in, 64 well-stirred bits out."""
    z = ((z ^ (z >> 30)) * FIRST) & MASK
    z = ((z ^ (z >> 27)) * SECOND) & MASK
    return z ^ (z >> 31)


def output(key: int, k: int) -> int:
    """The k-th output (from 0) of SplitMix64 started at `key`."""
    return mix((key + (k + 1) * GOLDEN) & MASK)


def subject_key(seed: int, replication: int, subject: int) -> int:
    """The key of one customer's luck in one replication."""
    return output(output(output(0, seed), replication), subject)


def draw(key: int, purpose: int, k: int) -> float:
    """The k-th uniform draw in [0, 1) of a subject (by its key) for a purpose."""
    # `output` and `mix` are written out here: this is the most frequent call of the readable engine.
    z = (key + purpose * APART + (k + 1) * GOLDEN) & MASK
    z = ((z ^ (z >> 30)) * FIRST) & MASK
    z = ((z ^ (z >> 27)) * SECOND) & MASK
    return ((z ^ (z >> 31)) >> 11) * UNIT


def uniform(seed: int, replication: int, customer: int, purpose: int, k: int) -> float:
    """The k-th uniform draw in [0, 1) that decides `purpose` for a customer.

    Args:
        seed: the experiment's seed, a whole number from 0.
        replication: which repetition of the experiment, from 0.
        customer: the customer's number in the market, from 0.
        purpose: a `Purpose`.
        k: the subject's own count for that purpose, from 0.
    """
    return draw(subject_key(seed, replication, customer), purpose, k)
