"""Which indicators experiments look at first, and where each stands in their samples."""

from crmsim.results.kpis import KPIS

PLACE = {kpi.name: place for place, kpi in enumerate(KPIS)}
"""Where each indicator stands in the samples."""

HEADLINES = (
    "contribution",
    "customers",
    "churn",
    "won",
    "satisfaction",
    "loyalty",
    "wait",
    "wait_premium",
    "utilisation",
    "credit_cost",
)
"""Indicators that a comparison shows first, and whose differences are adjusted for each other."""
