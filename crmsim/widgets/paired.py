"""What a lab shows: the baseline and yours, on the same customers with the same luck. Pure functions, no widgets."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from threading import Lock
from typing import Any

from crmsim.course.still import CARDS, figure
from crmsim.engine.history import Progress, no_progress
from crmsim.language import Say, label
from crmsim.results.kpis import UNITS
from crmsim.run import Run, simulate
from crmsim.settings import Number, Scenario
from crmsim.stages import Tier
from crmsim.statistics import paired_difference
from crmsim.widgets.pictures import pictures

DIRECTIONS: Mapping[str, int] = CARDS | {
    "wait": -1,
    "wait_select": -1,
    "problem_wait": -1,
    "perceived": 1,
    "trust": 1,
    "hurt": -1,
    "satisfaction_measured": 0,
    "satisfaction_bias": 0,
    "survey_answers": 0,
    "complaints": 0,
    "rescues": 0,
    "sales": 1,
    "survey_cost": 1,
    "maintenance_cost": 1,
    "concessions": 1,
    "credit_cost": -1,
    "bad_loan_share": -1,
}
"""The same of indicators that a lab may put on its cards instead; costs are negative, so that more of them is less."""

MOST_DRAWS = 20
"""Replications to which an interval fills up."""

FIRST_RUNS = 16
"""First replications that are kept whole, a few megabytes each."""

MOST_INDICATORS = 1024
"""Replications of which the indicators are kept, a few kilobytes each."""

DIGITS = 6

FEW = 0.25
"""The part of the baseline's customers below which a branch counts as ruined."""

_further = Lock()
"""Held by the one lab of a notebook that simulates a further draw, so that first ones find a core."""

Values = Mapping[str, Number]
Frame = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class View:
    """What a lab looks at.

    Attributes:
        cards: indicators on cards, and whether more of them is better (+1), worse (-1) or neither (0).
        rows: the charts' rows, from a run of the baseline and one of yours.
        pictures: the charts.
    """

    cards: Mapping[str, int]
    rows: Callable[[Run, Run, Say], Frame]
    pictures: Callable[[Say], list[dict[str, Any]]]


@dataclass(frozen=True)
class Shown:
    """What the page shows.

    Attributes:
        cards: the cards as HTML.
        data: rows for the charts, by their names.
        draws: replications in it.
        indicators: the first replication's indicators: of the baseline, and of yours.
        values: the settings that it belongs to.
    """

    cards: str
    data: Frame
    draws: int
    indicators: tuple[dict[str, float], dict[str, float]]
    values: Values


@lru_cache(maxsize=FIRST_RUNS)
def run_of(scenario: Scenario, seed: int, replication: int, engine: str) -> Run:
    """A run; that of the baseline is asked for again and again."""
    return simulate(scenario, seed, replication, engine, record=False)


@dataclass(frozen=True)
class Asked:
    """A run whose indicators are asked for; who is told how far it has come makes it no other run."""

    scenario: Scenario
    seed: int
    replication: int
    engine: str
    progress: Progress = field(compare=False)


@lru_cache(maxsize=MOST_INDICATORS)
def indicators_of(asked: Asked) -> dict[str, float]:
    """A run's indicators, and nothing else of it, so that very many can be kept."""
    at = asked.scenario, asked.seed, asked.replication, asked.engine
    return simulate(*at, record=False, progress=asked.progress).indicators


def versions(  # noqa: PLR0913, PLR0917  # what is compared, on which luck, by which engine, in which words, looked at how
    baseline: Scenario,
    values: Values,
    seed: int,
    engine: str,
    say: Say,
    note: str,
    view: View | None = None,
    progress: Progress = no_progress,
) -> Iterator[Shown]:
    """What these values bring: first on one draw, then on ever more, of which `progress` may break off any.

    Raises:
        CrmsimError: the values are not allowed.
    """
    yours, view = baseline.with_settings(values), view or OVERALL
    first = run_of(baseline, seed, 0, engine), run_of(yours, seed, 0, engine)
    data, indicators = view.rows(*first, say), (first[0].indicators, first[1].indicators)
    samples = [indicators[0]], [indicators[1]]
    yield Shown(cards(*samples, say, note, view.cards), data, 1, indicators, values)
    for draw in range(1, MOST_DRAWS):
        for kept, scenario in zip(samples, (baseline, yours), strict=True):
            with _further:
                kept.append(indicators_of(Asked(scenario, seed, draw, engine, progress)))
        if draw % 3 == 1:
            yield Shown(cards(*samples, say, note, view.cards), data, draw + 1, indicators, values)


def charted(baseline: Run, yours: Run, say: Say) -> Frame:
    """The rows of every chart."""
    rows: Frame = {"profit": [], "customers": [], "satisfaction": [], "waits": []}
    for who, run in ((say("baseline"), baseline), (say("yours"), yours)):
        months = run.sums.months
        profit = months["ledger"].sum(axis=1).cumsum() / 100.0
        there = months["tiers"].sum(axis=1)
        for month in range(len(months)):
            at = {"month": month + 1, "who": who}
            rows["profit"].append({**at, "value": shortened(profit[month])})
            rows["customers"].append({**at, "value": int(there[month])})
            if there[month]:
                rows["satisfaction"].append({**at, "value": shortened(months["satisfaction"][month] / there[month])})
        for tier in Tier.names():
            hours = run.indicators[f"wait_{tier}"]
            rows["waits"].append({"tier": say(label(tier)), "who": who, "value": shortened(hours)})
    return rows


def shortened(value: float) -> float | None:
    """A figure as exact as can be seen; nothing where there is none, which JSON has no NaN for."""
    return None if value != value else float(f"{value:.{DIGITS}g}")  # noqa: PLR0124  # the test for NaN


def cards(
    baseline: list[dict[str, float]], yours: list[dict[str, float]], say: Say, note: str, senses: Mapping[str, int]
) -> str:
    """The cards: yours, the baseline's, and the difference with as much certainty as there is."""
    draws = len(baseline)
    sure = say("one draw") if draws == 1 else say("{draws} draws").format(draws=draws)
    dealt = "".join(
        card(name, (UNITS[name], sense), [b[name] for b in baseline], [y[name] for y in yours], say)
        for name, sense in senses.items()
    )
    told = f'<p class="crmsim-note">{escape(note)}</p>' if note else ""
    warning = ruin(baseline[0], yours[0], say)
    told += f'<p class="crmsim-ruin">{escape(warning)}</p>' if warning else ""
    return f'{told}<p class="crmsim-note">{escape(sure)}</p><div class="crmsim-cards">{dealt}</div>'


def ruin(baseline: Mapping[str, float], yours: Mapping[str, float], say: Say) -> str:
    """What to say where settings ruin the branch; nothing where they do not."""
    if yours["customers"] < FEW * baseline["customers"]:
        return say("With these settings hardly any customers are left. Undo takes the last change back.")
    if yours["contribution"] < 0.0 <= baseline["contribution"]:
        return say("With these settings the branch loses money. Undo takes the last change back.")
    return ""


def card(name: str, about: tuple[str, int], baseline: list[float], yours: list[float], say: Say) -> str:
    """One card; `about` is the indicator's unit, and whether more of it is better."""
    change, sign = difference(yours, baseline)
    unit, sense = about
    side = {1: "better", -1: "worse"}.get(sign * sense, "even")
    title = escape(say(label(name)))
    lines = f"{escape(say('baseline'))} {figure(baseline[0])}<br>{escape(say('difference'))} {change}"
    return (
        f'<div class="crmsim-card {side}" data-kpi="{name}"><h4>{title}</h4>'
        f'<span class="yours">{figure(yours[0])}</span> <span class="unit">{escape(say(unit))}</span>'
        f'<div class="line">{lines}</div></div>'
    )


def difference(yours: list[float], baseline: list[float]) -> tuple[str, int]:
    """The paired difference with its interval, and its sign: 0 where it is none, or not sure."""
    if len(yours) < 2:
        gap = yours[0] - baseline[0]
        return f"{gap:+,.4g}" if abs(gap) < 10000 else f"{gap:+,.0f}", (gap > 0) - (gap < 0)
    pairs = [pair for pair in zip(yours, baseline, strict=True) if pair[0] == pair[0] and pair[1] == pair[1]]  # NaN
    if len(pairs) < 2:
        return "–", 0
    span = paired_difference([mine for mine, _ in pairs], [theirs for _, theirs in pairs]).interval
    sign = (span.low > 0) - (span.high < 0)
    wide = f"{span.mean:+,.0f} ± {span.half_width:,.0f}"
    return wide if abs(span.mean) >= 10000 else f"{span.mean:+,.3g} ± {span.half_width:,.2g}", sign


OVERALL = View(CARDS, charted, pictures)
"""What a lab looks at if nothing else is asked for."""
