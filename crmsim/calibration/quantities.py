"""The quantities that a file tells and a simulation shows, each measured on both by the same function."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from crmsim.calibration.contact_law import UNKNOWN as NO_CONTACTS
from crmsim.calibration.contact_law import ContactLaw, contact_law
from crmsim.calibration.estimates import Bools, Estimate, mean, ratio, share
from crmsim.calibration.lived import YEAR
from crmsim.calibration.samples import Approaches, Book, Sample, chosen
from crmsim.calibration.wallet_law import UNKNOWN as NO_WALLETS
from crmsim.calibration.wallet_law import WalletLaw, wallet_law
from crmsim.stages import Kind

MOST_PRODUCTS = 4
"""From so many products on customers are looked at together."""


@dataclass(frozen=True)
class Quantity:
    """One thing that a sample tells.

    Attributes:
        name: its name.
        unit: its unit.
        meaning: one sentence.
        sample: what it is measured on, `Book` or `Approaches`.
        of: what a sample says of it.
    """

    name: str
    unit: str
    meaning: str
    sample: type[Sample]
    of: Callable[[Any], Estimate]


# Of approaches


def contact(number: int) -> Quantity:
    """The chance of the contact of a number, from 1 on."""
    return Quantity(
        f"contact_{number}",
        "chance",
        f"Contact number {number} wins someone whom no earlier campaign has won.",
        Approaches,
        lambda approaches: chance_of(approaches, number, warm=False),
    )


def chance_of(approaches: Approaches, number: int, *, warm: bool) -> Estimate:
    """The chance of the contact of a number, given that it is made; `warm` as in `Approaches`."""
    which = approaches.warm == warm
    reached = np.count_nonzero(which & (approaches.contacts >= number))
    return share(int(np.count_nonzero(which & approaches.won & (approaches.contacts == number))), int(reached))


WARM_CONTACT = Quantity(
    "contact_warm",
    "chance",
    "The first contact wins someone whom an earlier campaign has won.",
    Approaches,
    lambda approaches: chance_of(approaches, 1, warm=True),
)

FIRST = Quantity(
    "contact_first",
    "chance",
    "The first contact wins someone whom no earlier campaign has won, as the law has it through all contacts.",
    Approaches,
    lambda approaches: _cold(approaches).first,
)

FATIGUE = Quantity(
    "contact_fatigue",
    "ratio",
    "What each further contact's chance is of the one before.",
    Approaches,
    lambda approaches: _cold(approaches).fatigue,
)

WARMTH = Quantity(
    "contact_warmth",
    "ratio",
    "How many times likelier a contact wins someone whom an earlier campaign has won.",
    Approaches,
    lambda approaches: contact_law(approaches.contacts, approaches.won, approaches.warm).warm,
)


def _cold(approaches: Approaches) -> ContactLaw:
    """The law of contacts with those whom no earlier campaign has won."""
    cold = chosen(approaches, ~approaches.warm)
    return contact_law(cold.contacts, cold.won, cold.warm) if len(cold) else NO_CONTACTS


# Of books: who is there and what they have


def kind_share(kind: int) -> Quantity:
    """The share of one kind of customers."""
    name = Kind.names()[kind]
    return Quantity(
        f"share_{name}",
        "share",
        f"Customers who are {WORDS[kind]}.",
        Book,
        lambda book: share(int(np.count_nonzero(book.kind == kind)), len(book)),
    )


WORDS = ("individuals", "small businesses", "corporate customers")
"""The kinds of customers in words."""


def wallet_median(kind: int) -> Quantity:
    """The median wallet of one kind."""
    name = Kind.names()[kind]
    return Quantity(
        f"wallet_{name}", "CNY", f"Median wallet of {WORDS[kind]}.", Book, lambda book: _wallets(book).medians[kind]
    )


WALLET_SPREAD = Quantity(
    "wallet_spread",
    "Gini",
    "How unequal wallets of one kind are.",
    Book,
    lambda book: _wallets(book).spread,
)


def _wallets(book: Book) -> WalletLaw:
    """The law of the wallets that are known."""
    known = book.wallet > 0.0
    return wallet_law(book.wallet[known], book.kind[known]) if known.any() else NO_WALLETS


def deposit_share(kind: int) -> Quantity:
    """The share of deposits in the business of one kind."""
    name = Kind.names()[kind]
    return Quantity(
        f"deposits_{name}",
        "share",
        f"Deposits in the business of {WORDS[kind]}.",
        Book,
        lambda book: _deposits(book, kind),
    )


def _deposits(book: Book, kind: int) -> Estimate:
    """What part of their business the customers of a kind have in deposits."""
    known = (book.kind == kind) & ~np.isnan(book.deposits) & ~np.isnan(book.loans)
    return ratio(book.deposits[known], book.deposits[known] + book.loans[known])


PRODUCTS = Quantity(
    "products", "products", "Products of a customer.", Book, lambda book: mean(book.products[book.products > 0.0])
)


# Of books: who leaves


def attrition_by_products(products: int) -> Quantity:
    """The share of customers with so many products who leave within a year; the greatest number means at least so."""
    last = products == MOST_PRODUCTS
    return Quantity(
        f"attrition_{products}",
        "a year",
        f"Customers with {products} product{'s' * (products > 1)}{' or more' * last} who leave.",
        Book,
        lambda book: _leaving(book, book.products >= products if last else book.products == products),
    )


ATTRITION = Quantity(
    "attrition", "a year", "Customers who leave.", Book, lambda book: _leaving(book, np.ones(len(book), bool))
)

ATTRITION_NEW = Quantity(
    "attrition_new",
    "a year",
    "Customers in their first year who leave.",
    Book,
    lambda book: _leaving(book, book.months < YEAR),
)


def _leaving(book: Book, which: Bools) -> Estimate:
    """The share of some customers who leave."""
    return share(int(np.count_nonzero(book.lost & which)), int(np.count_nonzero(which)))


def drawn_nearer(estimate: Estimate) -> float:
    """The logit of a share, drawn a little to the middle, so that it is finite for an empty or whole one.

    See J. B. S. Haldane, "The estimation and significance of the logarithm of a ratio of frequencies", Annals of Human
    Genetics 20 (1956), 309-311. Nothing at all counts as one half.
    """
    hits = estimate.value * estimate.n if estimate.n else 0.0
    return math.log((hits + 0.5) / (estimate.n - hits + 0.5))


def error_of_logit(estimate: Estimate) -> float:
    """The standard error of that logit; 2 where there is nothing at all."""
    hits = estimate.value * estimate.n if estimate.n else 0.0
    return math.sqrt(1.0 / (hits + 0.5) + 1.0 / (estimate.n - hits + 0.5))
