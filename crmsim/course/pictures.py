"""The charts of the course: tables in, Altair charts out, inside Vega-Lite 5.6 and told apart without colour alone."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crmsim.charts import COLOURS, NUMBERS, SHAPES, WIDTH, Chart, rounded, styled
from crmsim.language import Say

if TYPE_CHECKING:
    import pandas as pd

GREY = "#666666"

ROW = 34
"""Height of a row of bars."""

RIGHT: dict[str, Any] = {"align": "left", "dx": 9}
LEFT: dict[str, Any] = {"align": "right", "dx": -9}
"""Where words stand beside a mark."""

HEIGHT = 240
"""Height of a chart of lines."""

ROOM = 110
"""Pixels kept free for the figure beside a bar."""


def titled(chart: Any, title: str, description: str) -> Chart:
    """A chart in the house's style with its title above."""
    return styled(chart.properties(title=title), description)


def many(names: list[str]) -> dict[str, Any]:
    """The scales by which some names are told apart: colours, and shapes beside them."""
    import altair as alt

    places = range(len(names))
    return {
        "color": alt.Scale(domain=names, range=[COLOURS[place % len(COLOURS)] for place in places]),
        "shape": alt.Scale(domain=names, range=[SHAPES[place % len(SHAPES)] for place in places]),
    }


def bars(table: "pd.DataFrame", name: str, value: tuple[str, str], width: int, *, names: bool = True) -> Any:
    """Lying bars, a row for each name in the table's order, each with its figure written beside it.

    Args:
        table: a row a bar.
        name: the column that names the bars.
        value: the column that they show, and how that is called.
        width: of the bars' field, with room for the figures.
        names: whether the names stand beside the bars.
    """
    import altair as alt

    shows, title = value
    data = table[[name, shows]].round(2)
    low, high = min(0.0, float(data[shows].min())), max(0.0, float(data[shows].max()))
    room = (high - low or 1.0) * ROOM / width
    form = ",.0f" if high - low >= 100 else ",.2f"
    base = alt.Chart(data, width=width, height=ROW * len(data))
    y = alt.Y(f"{name}:N", title=None, sort=list(data[name]), axis=alt.Axis() if names else None)
    scale = alt.Scale(domain=[low - room * (low < 0.0), high + room], nice=False)
    x = alt.X(f"{shows}:Q", title=title, axis=alt.Axis(labelExpr=NUMBERS, tickCount=width // 90), scale=scale)
    tips = [alt.Tooltip(f"{name}:N", title=" "), alt.Tooltip(f"{shows}:Q", title=title, format=form)]
    figures = [
        base.mark_text(**aside).encode(x, y, alt.Text(f"{shows}:Q", format=form)).transform_filter(rule)
        for aside, rule in ((RIGHT, alt.datum[shows] >= 0), (LEFT, alt.datum[shows] < 0))
    ]
    return alt.layer(base.mark_bar(color=COLOURS[0]).encode(x, y, tooltip=tips), *figures)


def ranked(table: "pd.DataFrame", name: str, value: str, say: Say, told: tuple[str, str]) -> Chart:
    """Bars under a title; `told` is the title and what the chart shows."""
    return titled(bars(table, name, (value, say(value)), WIDTH - 120), *told)


def panels(table: "pd.DataFrame", name: str, values: dict[str, str], told: tuple[str, str]) -> Chart:
    """Bars for several figures of the same names side by side, each on a scale of its own; values with their titles."""
    import altair as alt

    width = (WIDTH - 60) // len(values)
    parts = [bars(table, name, value, width, names=place == 0) for place, value in enumerate(values.items())]
    return titled(alt.hconcat(*parts, spacing=14), *told)


def spread(places: "pd.Series[float]", least: float) -> list[float]:
    """Places for words from below, moved up as far as needed for none to cover another."""
    found: list[float] = []
    for place in places:
        found.append(max(place, found[-1] + least) if found else place)
    return found


@dataclass(frozen=True)
class Axis:
    """A column of a table, and what stands beside its axis.

    Attributes:
        column: the column's name.
        title: with its unit, in the reader's language.
    """

    column: str
    title: str


def lines(table: "pd.DataFrame", x: Axis, y: Axis, by: str, height: int = HEIGHT) -> Any:
    """A line with points for each name in a column, told apart by colour and shape."""
    import altair as alt

    names = list(dict.fromkeys(table[by]))
    scales = many(names)
    legend = alt.Legend(orient="top", columns=3, labelLimit=400)
    kept = rounded(table[[x.column, y.column, by]])
    base = alt.Chart(kept, width=WIDTH - 20, height=height).encode(
        alt.X(f"{x.column}:Q", title=x.title, scale=alt.Scale(nice=False), axis=alt.Axis(tickMinStep=1)),
        alt.Y(f"{y.column}:Q", title=y.title, scale=alt.Scale(zero=False), axis=alt.Axis(labelExpr=NUMBERS)),
        alt.Color(f"{by}:N", title=None, sort=names, scale=scales["color"], legend=legend),
    )
    tips = [
        alt.Tooltip(f"{by}:N", title=" "),
        *(alt.Tooltip(f"{axis.column}:Q", title=axis.title, format=",.4~g") for axis in (x, y)),
    ]
    shape = alt.Shape(f"{by}:N", title=None, sort=names, scale=scales["shape"], legend=legend)
    return base.mark_line(strokeWidth=2) + base.mark_point(filled=True, size=60, opacity=1).encode(shape, tooltip=tips)
