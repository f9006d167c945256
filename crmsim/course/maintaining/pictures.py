"""The charts that only chapter 3 draws: lines by colour and shape, a curve with a mark, true and measured."""

from typing import TYPE_CHECKING, Any

from crmsim.charts import COLOURS, NUMBERS, WIDTH, Chart, rounded
from crmsim.course.pictures import GREY, ROW, Axis, lines, many, titled
from crmsim.language import Say

if TYPE_CHECKING:
    import pandas as pd


def line_at(height: float) -> Any:
    """A dashed line across, at a height that means something."""
    import altair as alt

    return alt.Chart().mark_rule(strokeDash=[4, 3], color=GREY).encode(alt.Y(datum=height))


def drawn(chart: Any, told: tuple[str, str]) -> Chart:
    """A chart under its title, with what it shows."""
    return titled(chart, *told)


def waits(table: "pd.DataFrame", say: Say) -> Chart:
    """Waits by load: the formula as lines, what was simulated as points, for each size of desk."""
    import altair as alt

    data = rounded(table.assign(desk=[say("{number} at a desk").format(number=number) for number in table["desk"]]))
    names = list(dict.fromkeys(data["desk"]))
    scales = many(names)
    x = alt.X("load:Q", title=say("load of the managers, %"), scale=alt.Scale(domain=[48, 92], nice=False))
    base = alt.Chart(data, width=WIDTH - 60, height=300)
    legend = alt.Legend(orient="top")
    colour = alt.Color("desk:N", title=None, sort=names, scale=scales["color"], legend=legend)
    formula = base.mark_line(strokeWidth=2).encode(x, alt.Y("formula:Q", title=say("mean wait, hours")), colour)
    tips = [
        alt.Tooltip("desk:N", title=" "),
        alt.Tooltip("load:Q", title=say("load of the managers, %")),
        alt.Tooltip("formula:Q", title=say("by the formula, hours"), format=".2f"),
        alt.Tooltip("simulated:Q", title=say("simulated, hours"), format=".2f"),
    ]
    shape = alt.Shape("desk:N", title=None, sort=names, scale=scales["shape"], legend=legend)
    points = base.mark_point(filled=True, size=90, opacity=1).encode(
        x, alt.Y("simulated:Q"), colour, shape, tooltip=tips
    )
    told = say("Waits against load"), say("Mean wait at desks of 1, 3 and 15: lines by the formula, points simulated.")
    return titled(formula + points, *told)


def marked(table: "pd.DataFrame", at: tuple[float, float], x: Axis, y: Axis, told: tuple[str, str, str]) -> Chart:
    """A curve, and the place on it where the branch stands; told are title, description and the mark's word."""
    import altair as alt
    import pandas as pd

    encoded = (
        alt.X(f"{x.column}:Q", title=x.title, scale=alt.Scale(nice=False)),
        alt.Y(f"{y.column}:Q", title=y.title),
    )
    tips = [alt.Tooltip(f"{axis.column}:Q", title=axis.title, format=",.3~g") for axis in (x, y)]
    curve = alt.Chart(rounded(table), width=WIDTH - 120, height=200)
    mark = alt.Chart(rounded(pd.DataFrame([(*at, told[2])], columns=[x.column, y.column, "what"])))
    point = mark.mark_point(shape="diamond", filled=True, size=150, color=COLOURS[1], opacity=1)
    word = mark.mark_text(align="left", dx=12, dy=6, color=COLOURS[1], fontSize=12).encode(text="what:N")
    layers = (curve.mark_line(strokeWidth=3, color=COLOURS[0]).encode(tooltip=tips), point.encode(tooltip=tips), word)
    return titled(alt.layer(*(layer.encode(*encoded) for layer in layers)), told[0], told[1])


def treadmill(table: "pd.DataFrame", moments: dict[int, str], say: Say) -> Chart:
    """Perceived and expected above, their quotient below, with what happened when."""
    import altair as alt
    import pandas as pd

    month, names = Axis("month", say("month")), {name: say(name) for name in dict.fromkeys(table["measure"])}
    told = table.assign(measure=[names[name] for name in table["measure"]])
    pair = told[told["measure"] != names["satisfaction"]]
    ratio = told[told["measure"] == names["satisfaction"]]
    when = pd.DataFrame(list(moments.items()), columns=["month", "what"])
    rule = alt.Chart(when).mark_rule(color=GREY, strokeDash=[2, 3]).encode(alt.X("month:Q"))
    word = (
        alt.Chart(when)
        .mark_text(align="left", dx=5, baseline="bottom", fontSize=12)
        .encode(alt.X("month:Q"), alt.Y(value=-3), alt.Text("what:N"))
    )
    above = lines(pair, month, Axis("value", say("quality")), "measure", 170) + rule
    below = lines(ratio, month, Axis("value", names["satisfaction"]), "measure", 170) + line_at(1.0) + rule + word
    title = (
        say("The treadmill of satisfaction"),
        say("A customer who is visited monthly: service gets a fifth better in month 6 and falls back in month 30."),
    )
    return titled(alt.vconcat(above, below).resolve_scale(color="independent", shape="independent"), *title)


def true_and_measured(table: "pd.DataFrame", told: tuple[str, str], say: Say) -> Chart:
    """Two marks a row: satisfaction as it is, and as it is measured; columns variant, satisfaction and *_measured."""
    import altair as alt

    order = list(table["variant"])
    names = {"satisfaction": say("as it is felt"), "satisfaction_measured": say("as it is measured")}
    data = rounded(table[["variant", *names]]).rename(columns=names).melt("variant", var_name="who")
    scales = many(list(names.values()))
    y = alt.Y("variant:N", title=None, sort=order)
    legend = alt.Legend(orient="top")
    base = alt.Chart(data, width=WIDTH - 120, height=38 * len(order))
    x = alt.X("value:Q", title=say("satisfaction"), scale=alt.Scale(zero=False))
    gap = base.mark_line(color=GREY).encode(x, y, alt.Detail("variant:N"))
    dots = base.mark_point(filled=True, size=140, opacity=1).encode(
        x,
        y,
        alt.Color("who:N", title=None, scale=scales["color"], legend=legend),
        alt.Shape("who:N", title=None, scale=scales["shape"], legend=legend),
        tooltip=[
            alt.Tooltip("variant:N", title=" "),
            alt.Tooltip("who:N", title=" "),
            alt.Tooltip("value:Q", title=say("satisfaction"), format=".3f"),
        ],
    )
    return titled(gap + dots, *told)


def side_by_side(panels: list[Any], told: tuple[str, str]) -> Chart:
    """Charts below one another under one title."""
    import altair as alt

    return titled(alt.vconcat(*panels), *told)


def panels(
    table: "pd.DataFrame", name: str, values: dict[str, str], told: tuple[str, str], form: str = ",.3~r"
) -> Chart:
    """Bars for several figures of the same names side by side, each on a scale of its own, as one small chart.

    Args:
        table: a row a name.
        name: the column that names the bars.
        values: the columns that are shown, with their titles.
        told: title and description.
        form: how the figures are written.
    """
    import altair as alt

    long = rounded(table[[name, *values]]).rename(columns=values).melt(name, var_name="what")
    order, titles = list(table[name]), list(values.values())
    base = alt.Chart(long).encode(
        alt.X("value:Q", title=None, axis=alt.Axis(labelExpr=NUMBERS, tickCount=3), scale=alt.Scale(padding=48)),
        alt.Y(f"{name}:N", title=None, sort=order),
    )
    tips = [
        alt.Tooltip(f"{name}:N", title=" "),
        alt.Tooltip("what:N", title=" "),
        alt.Tooltip("value:Q", title=" ", format=form),
    ]
    words = base.mark_text(
        align=alt.expr("datum.value < 0 ? 'right' : 'left'"), dx=alt.expr("datum.value < 0 ? -5 : 5"), fontSize=12
    )
    layers = base.mark_bar(color=COLOURS[0]).encode(tooltip=tips) + words.encode(alt.Text("value:Q", format=form))
    sized = layers.properties(width=(WIDTH - 20) // len(values), height=ROW * len(order))
    header = alt.Header(labelFontSize=12, labelFontWeight="bold", labelLimit=400)
    faceted = sized.facet(column=alt.Column("what:N", title=None, sort=titles, header=header), spacing=12)
    return titled(faceted.resolve_scale(x="independent"), *told)
