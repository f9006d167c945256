"""Runs held against each other: the same customers with the same luck under other settings."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from crmsim.course.maintaining import pictures
from crmsim.course.shown import Page, Shown, Table, page, shown, written
from crmsim.course.still import name_of
from crmsim.language import Say, label, speaker
from crmsim.run import Run, simulate
from crmsim.settings import Number, Scenario, lever_at

if TYPE_CHECKING:
    import pandas as pd

DRAWS = 3
"""Replications over which a difference is taken; all variants meet the same ones."""

ENGINE = "compiled"
"""A page simulates so much that waiting for the quick engine pays."""

AS_IS = "as it is"
"""The branch before anything is changed."""

Values = Mapping[str, Number]
Variants = Mapping[str, Values]
"""What is changed, by the name under which it is shown."""


@lru_cache(maxsize=512)
def indicators(scenario: Scenario, seed: int, replication: int, engine: str = ENGINE) -> Mapping[str, float]:
    """A run's indicators; those of the branch as it is are asked for on many pages."""
    return simulate(scenario, seed, replication, engine, record=False).indicators


def beside(run: Run, values: Values) -> Run:
    """The same branch with the same luck under other settings."""
    return simulate(run.scenario.with_settings(values), run.seed, run.replication, ENGINE, record=False)


def means(run: Run, values: Values, kpis: Sequence[str], engine: str = ENGINE) -> list[float]:
    """Some indicators under some settings, in the mean of the draws."""
    scenario = run.scenario.with_settings(values) if values else run.scenario
    draws = [indicators(scenario, run.seed, run.replication + draw, engine) for draw in range(DRAWS)]
    return [float(np.mean([found[kpi] for found in draws])) for kpi in kpis]


def tried(run: Run, variants: Variants, kpis: Sequence[str], engine: str = ENGINE) -> "pd.DataFrame":
    """A row for the branch as it is and one for each variant; columns variant and the indicators."""
    import pandas as pd

    rows = [(name, *means(run, values, kpis, engine)) for name, values in {AS_IS: {}, **variants}.items()]
    return pd.DataFrame(rows, columns=["variant", *kpis])


def changes(table: "pd.DataFrame", kpis: Sequence[str]) -> "pd.DataFrame":
    """By how much each variant is above the branch as it is, in percent of it, or below."""
    first = table[list(kpis)].iloc[0]
    rest = table.iloc[1:].reset_index(drop=True)
    return rest.assign(**{kpi: 100.0 * (rest[kpi] - first[kpi]) / abs(first[kpi]) for kpi in kpis})


def compared(run: Run, variants: Variants, kpis: Sequence[str], told: tuple[str, str], engine: str = ENGINE) -> Page:
    """What each variant changes, as bars in percent, with the figures themselves below.

    Args:
        run: the branch as it is.
        variants: what is changed, by name.
        kpis: what is looked at.
        told: title and description, in the reader's language.
        engine: which one simulates; the histories are the same.
    """
    say = speaker()
    table = tried(run, variants, kpis, engine)
    table["variant"] = [say(name) for name in table["variant"]]
    return page(bars(table, kpis, told, say))


def moved(run: Run, path: str, *values: Number) -> Page:
    """What other values of one setting bring: the indicator that it moves most directly, satisfaction and money.

    Args:
        run: the branch as it is.
        path: the setting, such as `maintenance.care_premium`.
        values: what it is set to instead, one after the other.

    Raises:
        CrmsimError: there is no such setting, or a value is beyond its bounds.
    """
    say, lever = speaker(), lever_at(path)
    variants = {f"{value:g} {say(lever.about.unit)}": {path: value} for value in values}
    told = name_of(lever, say), say("Change against the branch as it is, on the same luck.")
    kpis = dict.fromkeys((lever.about.indicator, "satisfaction", "contribution"))
    return compared(run, variants, tuple(kpis), told, "auto")


def bars(table: "pd.DataFrame", kpis: Sequence[str], told: tuple[str, str], say: Say) -> Shown:
    """The changes as bars side by side, each panel on a scale of its own; figures as a folded table."""
    change = changes(table, kpis)
    titles = {kpi: say("{indicator}, change in %").format(indicator=say(label(kpi))) for kpi in kpis}
    return shown(pictures.panels(change, "variant", titles, told, "+.1f"), figures(table, change, kpis, say))


def figures(table: "pd.DataFrame", change: "pd.DataFrame", kpis: Sequence[str], say: Say) -> Table:
    """The indicators of each variant, with the change in percent in brackets."""
    columns = [list(table["variant"])]
    for kpi in kpis:
        percent = ["", *(f" ({value:+.1f} %)" for value in change[kpi])]
        columns.append([figure + more for figure, more in zip(fine(list(table[kpi])), percent, strict=True)])
    heads = (say("variant"), *(say(label(kpi)) for kpi in kpis))
    return Table(heads, tuple(zip(*columns, strict=True)), say("The figures as a table"), folded=True)


def fine(column: Sequence[float]) -> list[str]:
    """Figures of a column to the same place, small ones to three digits."""
    return [f"{value:.3f}" for value in column] if max(map(abs, column)) < 10 else written(column)
