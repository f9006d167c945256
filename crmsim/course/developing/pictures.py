"""The charts that only chapter 2 draws: lines that are told apart by their points, and a lead's way in time."""

from typing import TYPE_CHECKING, Any

from crmsim.charts import NUMBERS, WIDTH, Chart, rounded
from crmsim.course.developing.lead import WHATS
from crmsim.course.pictures import many, titled
from crmsim.language import Say

if TYPE_CHECKING:
    import pandas as pd

THICK = (16, 9, 3)
"""Heights of a bar of work, of one in line, and of one that waits for its time: told apart without colour too."""


def lines(table: "pd.DataFrame", axes: dict[str, str], told: tuple[str, str], whole: bool = True) -> Chart:
    """A line with points for each name, told apart by colour and by the points' shape.

    Args:
        table: a row a point.
        axes: the columns of the axis across, of the one upwards and of the names, each with its title.
        told: the chart's title, and what it shows.
        whole: whether the axis across counts whole things.
    """
    import altair as alt

    (across, x_title), (upwards, y_title), (name, name_title) = axes.items()
    names = list(dict.fromkeys(table[name]))
    scales, axis = many(names), alt.Axis(labelExpr=NUMBERS)
    legend = alt.Legend(orient="top", labelLimit=400, columns=2)
    ticks = alt.Axis(values=sorted(set(table[across])), format="d") if whole else axis
    base = alt.Chart(rounded(table[[across, upwards, name]]), width=WIDTH - 60, height=280).encode(
        alt.X(f"{across}:Q", title=x_title, axis=ticks, scale=alt.Scale(zero=False, padding=12)),
        alt.Y(f"{upwards}:Q", title=y_title, axis=axis),
        alt.Color(f"{name}:N", title=None, scale=scales["color"], legend=legend),
        tooltip=[
            alt.Tooltip(f"{name}:N", title=name_title),
            alt.Tooltip(f"{across}:Q", title=x_title),
            alt.Tooltip(f"{upwards}:Q", title=y_title, format=",.4~g"),
        ],
    )
    shape = alt.Shape(f"{name}:N", title=None, scale=scales["shape"], legend=legend)
    return titled(base.mark_line(strokeWidth=2) + base.mark_point(size=70, filled=True, opacity=1).encode(shape), *told)


def way(table: "pd.DataFrame", told: tuple[str, str], say: Say) -> Chart:
    """One lead's way in working days: bars are thick for work and thin for waiting; columns as of `way_of`."""
    import altair as alt

    names, order = [say(what) for what in WHATS], list(dict.fromkeys(table["step"]))
    colour = alt.Color(
        "what:N",
        title=None,
        scale=alt.Scale(domain=names, range=many(names)["color"].range),
        legend=alt.Legend(orient="top", labelLimit=300),
    )
    data = rounded(table.assign(days=table["to"] - table["from"]))
    parts = [
        bar(data[data["what"] == name], thick, order, say).encode(colour)
        for name, thick in zip(names, THICK, strict=True)
    ]
    return titled(alt.layer(*parts), *told)


def bar(table: "pd.DataFrame", thick: int, order: list[str], say: Say) -> Any:
    """The bars of one sort."""
    import altair as alt

    return (
        alt.Chart(table, width=WIDTH - 90, height=34 * len(order))
        .mark_bar(height=thick)
        .encode(
            alt.X("from:Q", title=say("working days since the lead was found")),
            alt.X2("to:Q"),
            alt.Y("step:N", title=None, sort=order, scale=alt.Scale(domain=order)),
            tooltip=[
                alt.Tooltip("step:N", title=say("step")),
                alt.Tooltip("what:N", title=say("what happens")),
                alt.Tooltip("days:Q", title=say("working days"), format=",.2f"),
            ],
        )
    )
