"""Makes the document of validation: every behaviour with figure, interval, bounds and source, and every default."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crmsim import __version__, workers
from crmsim.documents import table
from crmsim.engine.choose import make_ready
from crmsim.errors import CrmsimError, OutputError
from crmsim.settings import levers
from crmsim.statistics import Interval
from crmsim.validation.defaults import PART, REPLICATIONS, Weight, weights
from crmsim.validation.finding import Finding
from crmsim.validation.findings import FINDINGS
from crmsim.validation.probing import LEAST_EFFECT, Probe, probe
from crmsim.validation.queue import LOADS, Wait, waits

Told = Callable[[int, int], None]

HEADER = ("behaviour", "what", "unit", "figure", "must lie", "holds", "source")

FAINT = 10
"""Probes that are shown, those with the least effect."""

ABOUT = """\
# Validation

Made by `crmsim validate --write FILE`; every figure is of version {version} and comes from that command. It shows where
the model does what theory, published figures and the course say, with the interval that luck leaves; a figure holds if
its whole interval lies within the bounds. The tests hold the same figures to the same bounds (`pytest -m behaviour`).
Published figures are of other banks and other times: bounds are as wide as their sources contradict each other.
"""
ABOUT_FINDINGS = """\
## What the model shows

Means over independent replications of the default branch, or of paired runs on the same luck. Where something is to lie
above 0 the interval is one of 98 %, else of 95 %.
"""
ABOUT_QUEUE = """\
## The queue

Reduced by its settings to a plain queue with priorities (`plain-queue`), the model waits as Cobham's formula says by
tier, and as Erlang's says over all. Hours; the three intervals of the tiers hold together in 95 %.
"""
ABOUT_PROBES = """\
## Every setting moves its own indicator

Each of the {count} settings names an indicator, a direction and two values (`docs/settings.md`). On paired runs of a
small branch all move it as stated, by at least {least} standard deviations of the paired difference. Those that move it
least, beside luck:
"""
ABOUT_DEFAULTS = """\
## How much profit hangs on each default

Each default moved by {part:.0%} down and up, within its bounds (a whole number by one at least, yes or no to both
values), one at a time, on the same luck: contribution over the run at the higher value less that at the lower one, as a
share of the baseline's, with its 95 % interval from {replications} replications. Most defaults are assumptions; this
tells which of them matter. A large default that is an assumption is the first thing to ask about.
"""


@dataclass(frozen=True)
class Validated:
    """What was found."""

    findings: Sequence[tuple[Finding, Interval]]
    waits: Sequence[Wait]
    probes: Sequence[Probe]
    weights: Sequence[Weight]

    @property
    def failures(self) -> list[str]:
        """What does not hold."""
        return [
            *(finding.claim for finding, found in self.findings if not finding.holds(found)),
            *(f"wait of {wait.whose} at load {wait.load:g}" for wait in self.waits if not wait.holds),
            *(one.lever.path for one in self.probes if not one.holds),
        ]


def chosen(behaviours: Sequence[str]) -> list[Finding]:
    """The findings of some behaviours, or all.

    Raises:
        CrmsimError: there is no such behaviour.
    """
    names = list(dict.fromkeys(finding.behaviour for finding in FINDINGS))
    for name in behaviours:
        if name not in names:
            raise CrmsimError(f"there is no behaviour '{name}'; choose from {', '.join(names)}")
    return [finding for finding in FINDINGS if finding.behaviour in (behaviours or names)]


def found(findings: Sequence[Finding], told: Told, jobs: int | None) -> list[tuple[Finding, Interval]]:
    """Each finding with its interval, several at a time."""
    return list(zip(findings, _spread(Finding.interval, findings, told, jobs), strict=True))


def validated(told: Callable[[str], Told], jobs: int | None = None) -> Validated:
    """Everything there is to find.

    Args:
        told: told what is looked at now; gives who is told how much of that is done.
        jobs: processes that share the work.
    """
    findings = found(FINDINGS, told("behaviours"), jobs)
    by_load = _spread(_waits, LOADS, told("queue"), jobs)
    probes = _spread(probe, levers(), told("settings"), jobs)
    weighed = weights(told("defaults"), jobs)
    return Validated(findings, [wait for some in by_load for wait in some], probes, weighed)


def _waits(load: float) -> list[Wait]:
    """The waits at a load."""
    return list(waits(load))


def _spread(work: Callable[[Any], Any], over: Sequence[Any], told: Told, jobs: int | None) -> list[Any]:
    """Do a piece of work on each of some things, in several processes, and tell how far it is."""
    make_ready("compiled")  # or every process would compile the kernel for itself
    results = []
    told(0, len(over))
    for result in workers.in_order(work, over, jobs or workers.cores()):
        results.append(result)
        told(len(results), len(over))
    return results


def write(seen: Validated, file: Path) -> None:
    """Write the document.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        file.write_text(text(seen), "utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{file}: cannot be written ({error.strerror}); give a file that can") from None


def text(seen: Validated) -> str:
    """The document."""
    count, failed = len(seen.findings) + len(seen.waits) + len(seen.probes), seen.failures
    verdict = f"Of {count} figures {count - len(failed)} hold{': not ' + '; '.join(failed) if failed else ''}."
    parts = [
        f"{ABOUT.format(version=__version__)}\n{verdict}",
        f"{ABOUT_FINDINGS}\n{of_findings(seen.findings)}",
        f"{ABOUT_QUEUE}\n{of_waits(seen.waits)}",
        f"{ABOUT_PROBES.format(count=len(seen.probes), least=LEAST_EFFECT)}\n{of_probes(seen.probes)}",
        f"{ABOUT_DEFAULTS.format(part=PART, replications=REPLICATIONS)}\n{of_weights(seen.weights)}",
    ]
    return "\n\n".join(parts) + "\n"


def of_findings(some: Sequence[tuple[Finding, Interval]]) -> str:
    """A table of findings."""
    return table(list(HEADER), (row(finding, seen) for finding, seen in some))


def row(finding: Finding, seen: Interval) -> list[str]:
    """A finding in a table."""
    bounds = f"above {finding.low:g}" if math.isinf(finding.high) else f"{finding.low:.3g} to {finding.high:.3g}"
    holds = "yes" if finding.holds(seen) else "no"
    return [finding.behaviour, finding.claim, finding.unit, told_of(seen), bounds, holds, finding.source]


def told_of(seen: Interval) -> str:
    """A mean with its half-width."""
    return (
        f"{seen.mean:,.3g} ± {seen.half_width:,.2g}"
        if abs(seen.mean) < 1000
        else (f"{seen.mean:,.0f} ± {seen.half_width:,.0f}")
    )


def of_waits(some: Sequence[Wait]) -> str:
    """A table of waits."""
    rows = (
        [f"{wait.load:g}", wait.whose, f"{wait.formula:.4f}", f"{wait.found.mean:.4f} ± {wait.found.half_width:.4f}",
         "yes" if wait.holds else "no"]
        for wait in some
    )  # fmt: skip
    return table(["load", "whose", "formula", "model", "holds"], rows)


def of_probes(some: Sequence[Probe]) -> str:
    """A table of the faintest probes."""
    rows = (
        [f"`{one.lever.path}`", f"`{one.lever.about.indicator}`", f"{one.effect:.2f}", "yes" if one.holds else "no"]
        for one in sorted(some, key=lambda one: one.effect)[:FAINT]
    )
    return table(["setting", "indicator", "standard deviations", "holds"], rows)


def of_weights(some: Sequence[Weight]) -> str:
    """A table of defaults by their weight."""
    rows = (
        [f"`{one.lever.path}`", one.lever.about.unit, f"{one.lever.default:g}", one.lever.about.source,
         f"{float(one.low):g} to {float(one.high):g}", f"{one.change.mean:+.1%} ± {one.change.half_width:.1%}"]
        for one in some
    )  # fmt: skip
    return table(["setting", "unit", "default", "source", "tried", "profit"], rows)
