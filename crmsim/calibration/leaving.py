"""Fits how many products customers have, and who of them leaves: no setting makes one of these by itself."""

import math
from collections.abc import Sequence, Set

import numpy as np

from crmsim.calibration.estimates import Estimate, Floats
from crmsim.calibration.fitting import Shown, named, rounded, told_by, too_little
from crmsim.calibration.lived import Simulator
from crmsim.calibration.quantities import (
    ATTRITION,
    ATTRITION_NEW,
    MOST_PRODUCTS,
    PRODUCTS,
    Quantity,
    attrition_by_products,
    drawn_nearer,
    error_of_logit,
)
from crmsim.calibration.result import Fit, Parameter
from crmsim.calibration.samples import Book
from crmsim.calibration.solver import Problem, knob, settings_of, solve, values_at
from crmsim.calibration.words import NotFitted, Words, no_column, phrase, settings
from crmsim.settings import Scenario

HAVING = ("market.share_step", "market.purchase_chance")
"""Settings that make how many products customers have."""

LEVEL = ("market.offers",)
"""The setting that makes how many leave, where the file tells no more."""

BINDING = ("market.offers", "market.loyalty_base", "market.switching_links", "market.loyalty_shield")
"""Settings that make how many leave by their products."""

BEGINNING = ("market.loyalty_start",)
"""The setting that makes how many leave in their first year."""


ROUNDS = (6, 6, 8, 12)
"""Replications of each simulation, round by round of the search."""


def leaving(  # noqa: PLR0913, PLR0917  # the two parts of the file, what it has, what is simulated, and how much
    fitted: Book, held: Book, told: Set[str], scenario: Scenario, simulator: Simulator, rounds: Sequence[int] = ROUNDS
) -> Fit:
    """Fit products and attrition.

    Args:
        fitted: the part of the file to fit on.
        held: the part that is held out.
        told: the columns that the file has.
        scenario: what is fitted so far.
        simulator: simulates it.
        rounds: replications of each simulation, round by round of the search.
    """
    targets, reasons = _targets(fitted, held, told)
    if not targets:
        return Fit(not_fitted=reasons)
    found = _solved(targets, _moved_for({shown[0].name for shown in targets}), scenario, simulator, rounds)
    values = {p.setting: rounded(p.setting, p.fitted.value) for p in found}
    return Fit(values, found, reasons, targets)


def _moved_for(names: Set[str]) -> list[str]:
    """The settings that make some quantities."""
    by_products = names - {PRODUCTS.name, ATTRITION.name, ATTRITION_NEW.name}
    return [
        *(HAVING if PRODUCTS.name in names else ()),
        *(BINDING if by_products else LEVEL if ATTRITION.name in names else ()),
        *(BEGINNING if ATTRITION_NEW.name in names else ()),
    ]


def _solved(
    targets: Sequence[Shown], paths: Sequence[str], scenario: Scenario, simulator: Simulator, rounds: Sequence[int]
) -> list[Parameter]:
    """The settings under which the simulation shows the targets, or comes nearest to them."""
    knobs = tuple(knob(path) for path in paths)
    target, error = _moments([(quantity, fitted) for quantity, fitted, _ in targets])

    def problem(replications: int) -> Problem:
        def measure(place: Floats) -> tuple[Floats, Floats]:
            book = simulator.book(scenario.with_settings(values_at(knobs, place)), range(replications))
            return _moments([(quantity, quantity.of(book)) for quantity, _, _ in targets])

        return Problem(knobs, target, error, measure)

    problems = [problem(replications) for replications in rounds]
    solution = solve(problems, np.zeros(len(knobs)))
    rows = max(fitted.n for _, fitted, _ in targets)
    return [Parameter(*found) for found in settings_of(problems[-1], solution, rows)]


def _moments(told: Sequence[tuple[Quantity, Estimate]]) -> tuple[Floats, Floats]:
    """Estimates on scales on which settings move them about evenly, and the standard errors there.

    Products on a logarithmic scale, shares of those who leave as logits. A simulation in which no customers are left
    says next to nothing.
    """
    scaled = [
        (drawn_nearer(estimate), error_of_logit(estimate))
        if quantity.name != PRODUCTS.name
        else (math.log(estimate.value), estimate.error_of(math.log))
        if estimate.is_known
        else (0.0, 1.0)
        for quantity, estimate in told
    ]
    moments, errors = zip(*scaled, strict=True)
    return np.array(moments), np.array(errors)


# What there is to aim at

Wanted = tuple[Quantity, Sequence[str]]
"""A quantity, and the settings that make it."""


def _targets(fitted: Book, held: Book, told: Set[str]) -> tuple[list[Shown], list[NotFitted]]:
    """The quantities that the file tells well enough, and why it does not tell the others."""
    wanted: list[Wanted] = []
    reasons: list[NotFitted] = []
    if "products" in told:
        wanted.append((PRODUCTS, HAVING))
    else:
        reasons.append(no_column(settings(*HAVING), phrase("products")))
    if "lost" not in told:
        reasons.append(no_column(settings(*BINDING, *BEGINNING), phrase("customers who have left")))
    elif "products" in told:
        groups, others = _groups(fitted, held)
        wanted += groups
        reasons += others
    else:
        wanted.append((ATTRITION, LEVEL))
        reasons.append(no_column(settings(*BINDING[1:]), phrase("products, to tell who leaves by them")))
    if "lost" in told and "months_with_bank" in told:
        wanted.append((ATTRITION_NEW, BEGINNING))
    elif "lost" in told:
        reasons.append(no_column(settings(*BEGINNING), phrase("months with the bank")))
    return _sifted(wanted, fitted, held, reasons)


def _sifted(
    wanted: Sequence[Wanted], fitted: Book, held: Book, reasons: list[NotFitted]
) -> tuple[list[Shown], list[NotFitted]]:
    """The quantities for which there are rows enough; reasons for the others come on top."""
    kept, dropped = [], []
    for quantity, paths in wanted:
        shown = told_by(quantity, fitted, held)
        why = too_little(shown)
        if why is None:
            kept.append(shown)
        else:
            dropped.append(NotFitted(named(paths, quantity), why))
    return kept, reasons + dropped


def _groups(fitted: Book, held: Book) -> tuple[list[Wanted], list[NotFitted]]:
    """The numbers of products by which to look at who leaves, as long as more of them bind more.

    By the law each further product binds (`market.switching_links` is never below 0), so that a group which leaves
    beyond doubt oftener than the one before cannot be fitted.
    """
    kept: list[Wanted] = []
    reasons: list[NotFitted] = []
    highest = 1.0
    for products in range(1, MOST_PRODUCTS + 1):
        quantity = attrition_by_products(products)
        shown = told_by(quantity, fitted, held)
        _, found, _ = shown
        why = _repelled(found) if found.n and found.low > highest else too_little(shown)
        if why is None:
            kept.append((quantity, BINDING))
            highest = min(highest, found.high)
        else:
            reasons.append(NotFitted(named(BINDING, quantity), why))
    return kept, reasons


def _repelled(found: Estimate) -> Words:
    """Why a group that leaves oftener than one with fewer products cannot be fitted."""
    return phrase(
        "{share} left (95 % from {low} to {high}; {n} rows), more than with fewer products, where by the law each "
        "further one binds",
        share=f"{found.value:.1%}",
        low=f"{found.low:.1%}",
        high=f"{found.high:.1%}",
        n=str(found.n),
    )
