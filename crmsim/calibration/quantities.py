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
from crmsim.calibration.samples import Approaches, Book, Sample
from crmsim.calibration.wallet_law import UNKNOWN as NO_WALLETS
from crmsim.calibration.wallet_law import WalletLaw, wallet_law
from crmsim.calibration.words import Words, phrase
from crmsim.stages import Kind

MOST_PRODUCTS = 4
"""From so many products on customers are looked at together."""


@dataclass(frozen=True)
class Quantity:
    """One thing that a sample tells.

    Attributes:
        name: its name.
        unit: its unit.
        meaning: what it is, in a few words.
        sample: what it is measured on, `Book` or `Approaches`.
        of: what a sample says of it.
    """

    name: str
    unit: str
    meaning: Words
    sample: type[Sample]
    of: Callable[[Any], Estimate]


# Of approaches


def contact(number: int) -> Quantity:
    """The chance of the contact of a number, from 1 on."""
    return Quantity(
        f"contact_{number}",
        "chance",
        phrase("contact {number} wins", number=str(number)),
        Approaches,
        lambda approaches: _chance(approaches, number),
    )


def _chance(approaches: Approaches, number: int) -> Estimate:
    """The chance of the contact of a number, given that it is made, with those whom no earlier campaign has won."""
    reached = ~approaches.warm & (approaches.contacts >= number)
    wins = reached & approaches.won & (approaches.contacts == number)
    return share(int(np.count_nonzero(wins)), int(np.count_nonzero(reached)))


FIRST = Quantity(
    "contact_first",
    "chance",
    phrase("the first contact wins, by all contacts"),
    Approaches,
    lambda approaches: _cold(approaches).first,
)

FATIGUE = Quantity(
    "contact_fatigue",
    "ratio",
    phrase("each further contact, of the one before"),
    Approaches,
    lambda approaches: _cold(approaches).fatigue,
)

WARMTH = Quantity(
    "contact_warmth",
    "ratio",
    phrase("contact after an earlier success, of any other"),
    Approaches,
    lambda approaches: contact_law(approaches.contacts, approaches.won, approaches.warm).warm,
)


def _cold(approaches: Approaches) -> ContactLaw:
    """The law of contacts with those whom no earlier campaign has won."""
    cold = approaches.chosen(~approaches.warm)
    return contact_law(cold.contacts, cold.won, cold.warm) if len(cold) else NO_CONTACTS


# Of books: who is there and what they have


def kind_share(kind: int) -> Quantity:
    """The share of one kind of customers."""
    name = Kind.names()[kind]
    return Quantity(
        f"share_{name}",
        "share",
        phrase("customers who are {kind}", kind=KINDS[kind]),
        Book,
        lambda book: share(int(np.count_nonzero(book.kind == kind)), len(book)),
    )


KINDS = (phrase("individuals"), phrase("small businesses"), phrase("corporate customers"))
"""The kinds of customers in words."""


def wallet_median(kind: int) -> Quantity:
    """The median wallet of one kind."""
    name = Kind.names()[kind]
    return Quantity(
        f"wallet_{name}",
        "CNY",
        phrase("median wallet of {kind}", kind=KINDS[kind]),
        Book,
        lambda book: _wallets(book).medians[kind],
    )


WALLET_SPREAD = Quantity(
    "wallet_spread",
    "Gini",
    phrase("spread of wallets"),
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
        phrase("deposits in the business of {kind}", kind=KINDS[kind]),
        Book,
        lambda book: _deposits(book, kind),
    )


def _deposits(book: Book, kind: int) -> Estimate:
    """What part of their business the customers of a kind have in deposits."""
    known = (book.kind == kind) & ~np.isnan(book.deposits) & ~np.isnan(book.loans)
    return ratio(book.deposits[known], book.deposits[known] + book.loans[known])


PRODUCTS = Quantity(
    "products",
    "products",
    phrase("products of a customer"),
    Book,
    lambda book: mean(book.products[book.products > 0.0]),
)


# Of books: who leaves


def attrition_by_products(products: int) -> Quantity:
    """The share of customers with so many products who leave within a year; the greatest number means at least so."""
    last = products == MOST_PRODUCTS
    return Quantity(
        f"attrition_{products}",
        "a year",
        _leavers(products),
        Book,
        lambda book: _leaving(book, book.products >= products if last else book.products == products),
    )


def _leavers(products: int) -> Words:
    """Who leaves by a number of products."""
    if products == 1:
        return phrase("customers with one product who leave")
    if products < MOST_PRODUCTS:
        return phrase("customers with {products} products who leave", products=str(products))
    return phrase("customers with {products} products or more who leave", products=str(products))


ATTRITION = Quantity(
    "attrition",
    "a year",
    phrase("customers who leave"),
    Book,
    lambda book: _leaving(book, np.ones(len(book), bool)),
)

ATTRITION_NEW = Quantity(
    "attrition_new",
    "a year",
    phrase("customers who leave in their first year"),
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
