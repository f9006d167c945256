"""Charts: a table in, an Altair chart out; one style, told apart without colour alone, with tooltips and a description.

Charts stay inside Vega-Lite 5.6, which JupyterLab brings along.
"""

from typing import TYPE_CHECKING, Any

from crmsim.language import Say

if TYPE_CHECKING:
    import pandas as pd

Chart = Any
"""An Altair chart of whichever kind, all of which are alike to those who show them."""

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#999999")
"""Told apart by the colour-blind too (Okabe & Ito 2008, "Color universal design")."""

SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "triangle-left")
"""A second mark beside the colour."""

FONT = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, Segoe UI, Helvetica, Arial, sans-serif"

WIDTH = 560

DIGITS = 6
"""Significant digits of figures in a chart's data: more than can be seen, and the same on every machine."""


NUMBERS = (
    "abs(datum.value) >= 10000 ? format(datum.value, '.3~s') : "
    "abs(datum.value) >= 100 ? format(datum.value, ',.0f') : format(datum.value, ',.3~g')"
)
"""How an axis writes its numbers: thousands and millions in short, small ones as they are."""


def styled(chart: Any, description: str) -> Any:
    """A chart in the house's style, with a description for those who do not see it."""
    return (
        chart.properties(description=description, background="white")
        .configure(font=FONT)
        .configure_axis(labelFontSize=12, titleFontSize=12, gridColor="#e6e6e6", labelLimit=260)
        .configure_legend(labelFontSize=12, titleFontSize=12, symbolSize=90)
        .configure_view(stroke=None)
    )


def rounded(table: "pd.DataFrame") -> "pd.DataFrame":
    """A table whose figures are rounded to what can be seen."""
    kept = table.copy()
    for name in kept.select_dtypes("float"):
        kept[name] = [float(f"{value:.{DIGITS}g}") for value in kept[name]]
    return kept


def told_apart(names: list[str], title: str) -> dict[str, Any]:
    """Colour and shape for each of some names."""
    import altair as alt

    places = [place % len(COLOURS) for place in range(len(names))]
    colours, shapes = [COLOURS[place] for place in places], [SHAPES[place] for place in places]
    return {
        "color": alt.Color("scenario:N", title=title, scale=alt.Scale(domain=names, range=colours)),
        "shape": alt.Shape("scenario:N", title=title, scale=alt.Scale(domain=names, range=shapes)),
    }


def means(table: "pd.DataFrame", say: Say, whose: str = "scenario") -> Chart:
    """Means with their intervals, a line for each scenario or team; columns scenario, mean, low, high, unit."""
    import altair as alt

    data = rounded(table)
    names, unit = list(data["scenario"]), say(str(data["unit"].iloc[0]))
    y = alt.Y("scenario:N", title=None, sort=names)
    tips = [
        alt.Tooltip("scenario:N", title=say(whose)),
        *(alt.Tooltip(f"{name}:Q", title=say(name), format=",.4~g") for name in ("mean", "low", "high")),
    ]
    base = alt.Chart(data, width=WIDTH, height=44 * len(names))
    x = alt.X("low:Q", title=unit, scale=alt.Scale(zero=False), axis=alt.Axis(labelExpr=NUMBERS))
    bars = base.mark_rule(strokeWidth=3).encode(x, alt.X2("high:Q"), y, told_apart(names, say(whose))["color"])
    dots = base.mark_point(filled=True, size=130, opacity=1).encode(
        alt.X("mean:Q"), y, **told_apart(names, say(whose)), tooltip=tips
    )
    return styled(bars + dots, say("Mean of each with its 95 % interval."))


def places(table: "pd.DataFrame", say: Say) -> Chart:
    """How likely each team has each place, darker where it is likelier; columns team, rank, probability."""
    import altair as alt

    data = rounded(table)
    names = list(dict.fromkeys(data["team"]))
    base = alt.Chart(data, width=min(WIDTH, 56 * len(names)), height=34 * len(names))
    x = alt.X("rank:O", title=say("rank"), axis=alt.Axis(orient="top", labelAngle=0))
    y = alt.Y("team:N", title=None, sort=names)
    shade = alt.Scale(domain=[0, 1], range=["#ffffff", COLOURS[0]], interpolate="rgb")
    tips = [
        alt.Tooltip("team:N", title=say("team")),
        alt.Tooltip("rank:O", title=say("rank")),
        alt.Tooltip("probability:Q", title=say("probability"), format=".1%"),
    ]
    fields = base.mark_rect(stroke="#d9d9d9").encode(
        x, y, alt.Color("probability:Q", scale=shade, legend=None), tooltip=tips
    )
    ink = alt.condition(alt.datum.probability > 0.5, alt.value("white"), alt.value("#1a1a1a"))
    figures = base.mark_text(fontSize=12).encode(x, y, alt.Text("probability:Q", format=".0%"), color=ink)
    return styled(fields + figures, say("How likely each team has each place; a row adds up to 100 %."))


def differences(table: "pd.DataFrame", say: Say) -> Chart:
    """Paired differences with their intervals, a panel for each indicator; columns as of `Comparison.differences`."""
    import altair as alt

    data = rounded(table)
    names = list(dict.fromkeys(data["scenario"]))
    y = alt.Y("scenario:N", title=None, sort=names)
    tips = [
        alt.Tooltip("scenario:N", title=say("scenario")),
        alt.Tooltip("indicator:N", title=say("indicator")),
        *(alt.Tooltip(f"{name}:Q", title=say(name), format=",.4~g") for name in ("difference", "low", "high")),
    ]
    base = alt.Chart(data)
    zero = base.mark_rule(strokeDash=[4, 3], color="#666666").encode(alt.X(datum=0))
    x = alt.X("low:Q", title=None, axis=alt.Axis(labelExpr=NUMBERS, tickCount=5))
    bars = base.mark_rule(strokeWidth=3).encode(x, alt.X2("high:Q"), y, told_apart(names, say("scenario"))["color"])
    dots = base.mark_point(filled=True, size=100, opacity=1).encode(
        alt.X("difference:Q"), y, **told_apart(names, say("scenario")), tooltip=tips
    )
    panels = (zero + bars + dots).properties(width=WIDTH // 2 - 60, height=34 * len(names))
    order = list(dict.fromkeys(data["indicator"]))
    shown = panels.facet(
        alt.Facet("indicator:N", title=None, sort=order, header=alt.Header(labelFontSize=13)), columns=2
    )
    return styled(
        shown.resolve_scale(x="independent"), say("Difference of each scenario to the reference, with its interval.")
    )


def ledger(table: "pd.DataFrame", say: Say) -> Chart:
    """What each account brings or costs, a bar for each scenario; columns scenario, account, mean."""
    import altair as alt

    data = rounded(table)
    names = list(dict.fromkeys(data["scenario"]))
    accounts = list(dict.fromkeys(data["account"]))
    chart = (
        alt.Chart(data, width=WIDTH, height=26 * len(accounts))
        .mark_bar()
        .encode(
            alt.X("mean:Q", title=say("CNY"), axis=alt.Axis(labelExpr=NUMBERS)),
            alt.Y("account:N", title=None, sort=accounts),
            alt.YOffset("scenario:N", sort=names),
            told_apart(names, say("scenario"))["color"],
            tooltip=[
                alt.Tooltip("scenario:N", title=say("scenario")),
                alt.Tooltip("account:N", title=say("account")),
                alt.Tooltip("mean:Q", title=say("mean"), format=",.4~g"),
            ],
        )
    )
    return styled(chart, say("Mean of each account of the ledger over the run, costs below zero."))


def pairs(table: "pd.DataFrame", say: Say) -> Chart:
    """Each replication's difference to the reference; columns scenario, replication, value, unit."""
    import altair as alt

    data = rounded(table)
    names = list(dict.fromkeys(data["scenario"]))
    base = alt.Chart(data, width=WIDTH, height=44 * len(names))
    zero = base.mark_rule(strokeDash=[4, 3], color="#666666").encode(alt.X(datum=0))
    dots = base.mark_point(size=60, opacity=0.7).encode(
        alt.X("value:Q", title=say(str(data["unit"].iloc[0])), axis=alt.Axis(labelExpr=NUMBERS)),
        alt.Y("scenario:N", title=None, sort=names),
        **told_apart(names, say("scenario")),
        tooltip=[
            alt.Tooltip("scenario:N", title=say("scenario")),
            alt.Tooltip("replication:Q", title=say("replication")),
            alt.Tooltip("value:Q", title=say("difference"), format=",.4~g"),
        ],
    )
    return styled(zero + dots, say("Difference to the reference in each replication, both on the same luck."))


def observed(table: "pd.DataFrame", say: Say) -> Chart:
    """What was observed beside what is simulated, a panel a quantity; columns quantity, sample, value, low, high.

    The quantities have units of their own, so that each panel has its own scale.
    """
    import altair as alt

    data = rounded(table).rename(columns={"sample": "scenario"})
    data["scenario"] = [say(str(name)) for name in data["scenario"]]
    names, order = (list(dict.fromkeys(data[name])) for name in ("scenario", "quantity"))
    y = alt.Y("scenario:N", title=None, sort=names)
    tips = [
        alt.Tooltip("quantity:N", title=say("quantity")),
        alt.Tooltip("scenario:N", title=say("sample")),
        *(alt.Tooltip(f"{name}:Q", title=say(name), format=",.4~g") for name in ("value", "low", "high")),
    ]
    base = alt.Chart(data)
    x = alt.X("low:Q", title=None, scale=alt.Scale(zero=False), axis=alt.Axis(labelExpr=NUMBERS, tickCount=5))
    bars = base.mark_rule(strokeWidth=3).encode(x, alt.X2("high:Q"), y, told_apart(names, say("sample"))["color"])
    dots = base.mark_point(filled=True, size=100, opacity=1).encode(
        alt.X("value:Q"), y, **told_apart(names, say("sample")), tooltip=tips
    )
    panels = (bars + dots).properties(width=WIDTH // 2 - 60, height=26 * len(names))
    shown = panels.facet(
        alt.Facet("quantity:N", title=None, sort=order, header=alt.Header(labelFontSize=13)), columns=2
    )
    return styled(
        shown.resolve_scale(x="independent"), say("Each quantity in the file and in simulations, with its interval.")
    )


def spread(table: "pd.DataFrame", say: Say) -> Chart:
    """How many learners lie between which percentages; columns from, to, learners."""
    import altair as alt

    base = alt.Chart(table, width=WIDTH, height=180)
    tips = [alt.Tooltip(f"{name}:Q", title=say(name)) for name in ("from", "to", "learners")]
    bars = base.mark_bar(color=COLOURS[0], stroke="white").encode(
        alt.X("from:Q", title=say("percent of all points"), bin="binned", scale=alt.Scale(domain=[0, 100])),
        alt.X2("to:Q"),
        alt.Y("learners:Q", title=say("learners"), axis=alt.Axis(tickMinStep=1)),
        tooltip=tips,
    )
    return styled(bars, say("How many learners have how many percent of all points."))
