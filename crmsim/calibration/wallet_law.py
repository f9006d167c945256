"""The wallets of each kind, as a file tells them: in the form in which `law.value.wallet` has them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crmsim.calibration.estimates import UNTOLD, Estimate, Floats, Z, untold
from crmsim.calibration.words import Words, phrase
from crmsim.stages import Kind

STEPS = 100
CLOSE = 1e-9


@dataclass(frozen=True)
class WalletLaw:
    """How large wallets are.

    Attributes:
        medians: the median wallet of each kind, CNY; `UNTOLD` for one that is not in the sample.
        spread: the Gini coefficient within each kind.
    """

    medians: tuple[Estimate, ...]
    spread: Estimate


UNKNOWN = WalletLaw((UNTOLD,) * len(Kind), UNTOLD)


def wallet_law(wallets: Floats, kinds: NDArray[np.int64]) -> WalletLaw:
    """Fit log-logistic laws of one shape to the wallets of each kind, by maximum likelihood.

    The logarithm of a log-logistic number is logistic: its location is the logarithm of the median, its scale the Gini
    coefficient (Fisk 1961, Econometrica 29). The likelihood is concave in location over scale and one over scale (J. W.
    Pratt, Journal of the American Statistical Association 76 (1981), 103-106). Real wallets follow no law exactly, so
    intervals are by the robust variance, which holds even then (H. White, "Maximum likelihood estimation of
    misspecified models", Econometrica 50 (1982), 1-25).

    Args:
        wallets: above 0, CNY; shape (customers,).
        kinds: the kind of each.
    """
    logs = np.log(wallets)
    present, groups = np.unique(kinds, return_inverse=True)
    centres = np.array([np.median(logs[groups == group]) for group in range(len(present))])
    apart = logs - centres[groups]
    width = float(np.std(apart)) * np.sqrt(3.0) / np.pi if len(logs) > len(present) else 0.0
    if not width > 0.0:
        counts = np.bincount(kinds, minlength=len(Kind)).tolist()
        return WalletLaw(tuple(map(untold, counts)), untold(len(logs)))
    offsets, scale = _most_likely(apart / width, groups, len(present))
    errors = _errors(apart / width, groups, offsets, scale) * width
    locations = centres + offsets * width
    medians = [UNTOLD] * len(Kind)
    for group, kind in enumerate(present.tolist()):
        low, middle, high = np.exp(locations[group] + Z * errors[group] * np.array([-1.0, 0.0, 1.0])).tolist()
        medians[kind] = Estimate(middle, low, high, int(np.count_nonzero(groups == group)))
    spread, half_width = float(scale * width), Z * float(errors[-1])
    return WalletLaw(tuple(medians), Estimate(spread, max(spread - half_width, 0.0), spread + half_width, len(logs)))


def amounts_told(amounts: Floats) -> Words:
    """The law of two amounts of money or more, in words."""
    law = wallet_law(amounts, np.zeros(len(amounts), np.int64))
    middle, spread = law.medians[0], law.spread
    return phrase(
        "{n} amounts above 0 have the median {median} CNY (95 % from {low} to {high}) and the spread {spread} ({least} "
        "to {most})",
        n=str(len(amounts)),
        median=f"{middle.value:,.0f}",
        low=f"{middle.low:,.0f}",
        high=f"{middle.high:,.0f}",
        spread=f"{spread.value:.2f}",
        least=f"{spread.low:.2f}",
        most=f"{spread.high:.2f}",
    )


def _most_likely(values: Floats, groups: NDArray[np.int64], count: int) -> tuple[Floats, float]:
    """Locations of the groups and their common scale, by Newton's steps in location over scale and one over scale."""
    member = np.eye(count)[groups]
    place = np.append(np.zeros(count), 1.0)
    for _ in range(STEPS):
        pull = np.tanh((place[-1] * values - place[groups]) / 2.0)
        bend = (1.0 - pull * pull) / 2.0
        slope = np.append(member.T @ pull, len(values) / place[-1] - pull @ values)
        curvature = np.zeros((count + 1, count + 1))
        curvature[:-1, :-1] = np.diag(member.T @ bend)
        curvature[:-1, -1] = curvature[-1, :-1] = -(member.T @ (bend * values))
        curvature[-1, -1] = len(values) / place[-1] ** 2 + bend @ (values * values)
        step = np.linalg.solve(curvature, slope)
        now = _likelihood(values, groups, place)
        while place[-1] + step[-1] <= 0.0 or _likelihood(values, groups, place + step) < now - CLOSE:
            step = step / 2.0
        place = place + step
        if np.abs(step).max() < CLOSE:
            break
    return place[:-1] / place[-1], 1.0 / float(place[-1])


def _likelihood(values: Floats, groups: NDArray[np.int64], place: Floats) -> float:
    """The logarithm of the likelihood."""
    apart = np.abs(place[-1] * values - place[groups])
    return float(len(values) * np.log(place[-1]) - (apart + 2.0 * np.log1p(np.exp(-apart))).sum())


def _errors(values: Floats, groups: NDArray[np.int64], locations: Floats, scale: float) -> Floats:
    """Robust standard errors of the locations and, last, of the scale."""
    z = (values - locations[groups]) / scale
    pull = np.tanh(z / 2.0)
    bend = (1.0 - pull * pull) / 2.0
    member = np.eye(len(locations))[groups]
    scores = np.column_stack([member * pull[:, None], z * pull - 1.0]) / scale
    cross = -(pull + z * bend)
    curvature = np.zeros((len(locations) + 1, len(locations) + 1))
    curvature[:-1, :-1] = np.diag(-(member * bend[:, None]).sum(axis=0))
    curvature[:-1, -1] = curvature[-1, :-1] = (member * cross[:, None]).sum(axis=0)
    curvature[-1, -1] = (1.0 - 2.0 * z * pull - z * z * bend).sum()
    inverse = np.linalg.inv(curvature / (scale * scale))
    errors: Floats = np.sqrt(np.diag(inverse @ (scores.T @ scores) @ inverse))
    return errors
