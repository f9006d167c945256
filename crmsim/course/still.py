"""A panel that stands still: its settings and what they bring, for readers whose page has no kernel behind it."""

from collections.abc import Mapping

from crmsim.course.shown import Page, Table, page
from crmsim.language import Say, label, speaker
from crmsim.results.kpis import UNITS
from crmsim.run import Run
from crmsim.settings import Lever, Number, Scenario, lever_at, value_of

CARDS: dict[str, int] = {
    "contribution": 1,
    "customers": 1,
    "churn": -1,
    "satisfaction": 1,
    "loyalty": 1,
    "wait_premium": -1,
    "wait_ordinary": -1,
    "utilisation": 0,
}
"""Indicators on cards, and whether more of them is better (+1), worse (-1) or neither (0)."""


def still(run: Run, *paths: str) -> Page:
    """A lab before anything is moved: where its settings stand and may go, and the figures on its cards.

    Args:
        run: the run of the lab's baseline.
        paths: the settings, such as `maintenance.care_premium`.

    Raises:
        CrmsimError: there is no such setting.
    """
    say = speaker()
    return page(settings(run.scenario, paths, say), cards(run.indicators, say))


def settings(scenario: Scenario, paths: tuple[str, ...], say: Say) -> Table:
    """Each setting with its value, unit and bounds."""
    rows = [setting(lever_at(path), value_of(scenario, path), say) for path in paths]
    heads = ("setting", "value", "unit", "from", "to")
    return Table(tuple(say(head) for head in heads), tuple(rows), say("The wheels, before you turn them"))


def setting(lever: Lever, value: Number, say: Say) -> tuple[str, ...]:
    """One setting in words; a switch needs neither unit nor bounds, since it says yes or no."""
    if lever.kind is bool:
        return name_of(lever, say), say("yes" if value else "no"), "", "", ""
    low, high = lever.about.bounds
    return name_of(lever, say), figure(value), say(lever.about.unit), figure(low), figure(high)


def cards(indicators: Mapping[str, float], say: Say) -> Table:
    """The figures on the cards, each with its unit."""
    rows = [(say(label(name)), figure(indicators[name]), say(UNITS[name])) for name in CARDS]
    heads = ("figure", "value", "unit")
    return Table(tuple(say(head) for head in heads), tuple(rows), say("What they bring"))


def name_of(lever: Lever, say: Say) -> str:
    """What a setting is called: by its own key in the reader's catalogue, else by its name in words."""
    own, word = say(lever.label_key), label(lever.path.rpartition(".")[2])
    if own != lever.label_key:
        return own
    return say(word) if say(word) != word else word[:1].upper() + word[1:]


def figure(value: float) -> str:
    """A number as short as it can be read; a dash for what was not measured."""
    if value != value:  # noqa: PLR0124  # the test for NaN
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"
