"""The chance of a contact, as campaigns tell it: in the form in which `law.prospecting.winning_chance` has it."""

import math
from dataclasses import dataclass

import numpy as np

from crmsim.calibration.estimates import UNTOLD, Bools, Estimate, Floats, Z, untold

NEARLY_SURE = -1e-9
"""The logarithm of the greatest chance that is allowed on the way to the estimates."""

STEPS = 200
CLOSE = 1e-10


@dataclass(frozen=True)
class ContactLaw:
    """How likely contacts win.

    Attributes:
        first: the chance of a first contact with someone whom no earlier campaign has won.
        fatigue: what each further contact's chance is of the one before.
        warm: how many times likelier a contact is with someone whom an earlier campaign has won.
    """

    first: Estimate
    fatigue: Estimate
    warm: Estimate


UNKNOWN = ContactLaw(UNTOLD, UNTOLD, UNTOLD)


def by_contact(contacts: Floats, chosen: Bools) -> Floats:
    """How many of the chosen were reached a first, second, ... time, or won at it, as `contacts` says; shape (most,).

    Given contacts made, these are who was reached at least so often once summed from the end; given contacts at which
    someone was won, they are the wins as they stand.
    """
    most = int(contacts.max(initial=0.0))
    return np.bincount(contacts[chosen].astype(np.int64), minlength=most + 1)[1:].astype(np.float64)


def reached(contacts: Floats, chosen: Bools) -> Floats:
    """How many of the chosen were contacted at least once, twice, ...; shape (most,)."""
    return by_contact(contacts, chosen)[::-1].cumsum()[::-1]


def contact_law(contacts: Floats, won: Bools, warm: Bools) -> ContactLaw:
    """Fit the chance of the k-th contact, given that it is made, by maximum likelihood.

    Contacts with one person are trials that end with the first success, as in discrete-time survival analysis (P. D.
    Allison, Sociological Methodology 13 (1982), 61-98). The logarithm of the chance is linear in k and in whether the
    person was won before: a log-binomial regression (S. Wacholder, American Journal of Epidemiology 123 (1986),
    174-184). Intervals are Wald's on the logarithms.

    Args:
        contacts: contacts made with each person; shape (people,).
        won: whether the last of them won the person.
        warm: whether an earlier campaign had won the person.

    Returns:
        The law; what the sample does not tell has no value.
    """
    made = np.stack([reached(contacts, ~warm), reached(contacts, warm)])
    wins = np.stack([by_contact(contacts, won & ~warm), by_contact(contacts, won & warm)])
    people = [int(made[0, :1].sum()), int(made[:, :1].sum()), int(made[1, :1].sum())]
    if wins[0].sum() == 0.0:
        return ContactLaw(*map(untold, people))
    told = [True, bool(wins[:, 1:].sum() > 0.0), bool(wins[1].sum() > 0.0)]
    which, numbers = np.nonzero((made > 0.0) & ((which_of(made) == 0) | told[2]))
    if not told[1]:  # nobody was won later than at the first contact, so that later ones tell no chance
        which, numbers = which[numbers == 0], numbers[numbers == 0]
    design = np.stack([np.ones(len(numbers)), numbers.astype(np.float64), which.astype(np.float64)], axis=1)[:, told]
    found, errors = log_binomial(design, made[which, numbers], wins[which, numbers])
    each = iter(zip(found, errors, strict=True))
    estimates = [of_log(*next(each), n) if known else untold(n) for known, n in zip(told, people, strict=True)]
    return ContactLaw(*estimates)


def which_of(table: Floats) -> Floats:
    """The number of its row for every place of a table."""
    return np.broadcast_to(np.arange(len(table), dtype=np.float64)[:, None], table.shape)


def of_log(found: float, error: float, n: int) -> Estimate:
    """An estimate from its logarithm and that one's standard error."""
    return Estimate(math.exp(found), math.exp(found - Z * error), math.exp(found + Z * error), n)


def log_binomial(design: Floats, made: Floats, wins: Floats) -> tuple[Floats, Floats]:
    """Coefficients of a log-binomial regression and their standard errors, by Fisher's scoring.

    Args:
        design: what the logarithm of a chance depends on; shape (cells, coefficients), the first column ones.
        made: trials in each cell, above 0.
        wins: successes in each cell.
    """
    found = np.zeros(design.shape[1])
    found[0] = math.log(min(float(wins.sum() / made.sum()), 0.99))
    for _ in range(STEPS):
        chance = np.exp(design @ found)
        score = design.T @ ((wins - made * chance) / (1.0 - chance))
        step = np.linalg.solve(information(design, made, chance), score)
        while (design @ (found + step)).max() > NEARLY_SURE or likelihood(design, made, wins, found + step) < (
            likelihood(design, made, wins, found) - CLOSE
        ):
            step = step / 2.0
        found = found + step
        if np.abs(step).max() < CLOSE:
            break
    spread = np.linalg.inv(information(design, made, np.exp(design @ found)))
    return found, np.sqrt(np.diag(spread))


def information(design: Floats, made: Floats, chance: Floats) -> Floats:
    """Fisher's information on the coefficients."""
    weights = made * chance / (1.0 - chance)
    matrix: Floats = design.T @ (design * weights[:, None])
    return matrix


def likelihood(design: Floats, made: Floats, wins: Floats, found: Floats) -> float:
    """The logarithm of the likelihood, but for a constant."""
    logs = design @ found
    return float((wins * logs + (made - wins) * np.log1p(-np.exp(logs))).sum())
