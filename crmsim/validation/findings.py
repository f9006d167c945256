"""Everything that the default branch must show, in the order of the model's list."""

from crmsim.validation.finding import Finding, kpi, told
from crmsim.validation.keeping import KEEPING
from crmsim.validation.lending import LENDING
from crmsim.validation.winning import WINNING

SETTLED = tuple(
    Finding("settles", claim, unit, "design of the default branch", low, high, told(kpi(name)))
    for name, claim, unit, low, high in (
        ("utilisation", "managers' time at work", "share", 0.70, 0.90),
        ("wait_ordinary", "wait of ordinary customers", "hours", 2.0, 12.0),
        ("wait_premium", "wait of premium customers", "hours", 0.0, 3.0),
        ("churn", "customers who leave", "a year", 0.08, 0.20),
    )
)
"""Where the default branch settles after its opening."""


def place(finding: Finding) -> tuple[int, str]:
    """Where a finding stands: by the number of its behaviour, and those without one last."""
    name = finding.behaviour
    return (int(name[1:]), "") if name[1:].isdigit() else (99, name)


FINDINGS = tuple(sorted((*WINNING, *KEEPING, *LENDING, *SETTLED), key=place))
