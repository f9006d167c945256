"""Chapter 1: what a customer is worth (course 1.3.5, 1.3.7b, 1.3.7c), and how the bank measures it (3.3.1a)."""

import math

from crmsim.law.common import logit
from crmsim.stages import Tier


def wallet(u: float, median: float, spread: float) -> float:
    """A customer's banking business anywhere, in CNY, at luck `u`.

    The log-logistic law (Fisk 1961, "The graduation of income distributions", Econometrica 29): heavy-tailed, and
    its shape parameter is its Gini coefficient, so that the 80/20 rule comes out by itself.
    """
    return median * math.exp(spread * logit(u))


def monthly_margin(balance: float, yearly_rate: float) -> float:
    """What a balance earns in a month at a yearly margin, in CNY."""
    return balance * (yearly_rate / 12.0)


def monthly_value(margin: float, account_cost: float, hours: float, wage: float) -> float:
    """A customer's contribution in an average month, in CNY: margin less accounts and expected service hours."""
    return margin - account_cost - hours * wage


def established_value(margin: float, account_cost: float, hours: float, wage: float) -> float:
    """What a customer contributes in a year as it is now, CNY: the established value (course 1.3.5)."""
    return 12.0 * monthly_value(margin, account_cost, hours, wage)


def potential_value(wallet: float, share: float, ceiling: float, yearly_rate: float) -> float:
    """What the part of its wallet that could still be won would earn in a year, CNY: the potential value (1.3.5)."""
    return wallet * max(ceiling - share, 0.0) * yearly_rate


def evaluation_scale(error: float, skill: float) -> float:
    """How far evaluations scatter: all of the error without skill, a quarter of it with all skill (assumption)."""
    return error * (1.0 - 0.75 * skill)


def measured(true: float, u: float, scale: float) -> float:
    """What an evaluation finds for a true value: right in the median, wrong by a logistic factor."""
    return true * math.exp(scale * logit(u))


def tier(measured_value: float, select_from: float, premium_from: float) -> int:
    """The tier that a measured value calls for."""
    if measured_value >= premium_from:
        return Tier.PREMIUM
    return Tier.SELECT if measured_value >= select_from else Tier.ORDINARY


def share_after_sale(share: float, step: float, ceiling: float) -> float:
    """Share of wallet after one more product."""
    return min(share + step, ceiling)


def share_after_drain(share: float, drain: float, months: float) -> float:
    """Share of wallet after some months of a declining customer's moving away."""
    return share * math.exp(months * math.log1p(-drain))
