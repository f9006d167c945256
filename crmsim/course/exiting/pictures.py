"""The charts that only chapter 4 draws: means with their intervals, and bad loans over time."""

from typing import TYPE_CHECKING, Any

from crmsim.charts import COLOURS, NUMBERS, WIDTH, Chart, rounded
from crmsim.course.pictures import GREY, many, titled
from crmsim.language import Say

if TYPE_CHECKING:
    import pandas as pd


def ladder(table: "pd.DataFrame", say: Say, told: tuple[str, str]) -> Chart:
    """A figure with its interval by the share exited; columns case, share, mean, low, high."""
    import altair as alt

    data = rounded(table)
    base = alt.Chart(data, width=WIDTH - 60, height=300)
    zero = base.mark_rule(strokeDash=[4, 3], color=GREY).encode(alt.Y(datum=0))
    room = alt.Scale(domain=[-0.02, float(data["share"].max()) * 1.25], nice=False)
    x = alt.X("share:Q", title=say("share of the customers exited"), axis=alt.Axis(format="%"), scale=room)
    title = say("contribution against the middle, CNY")
    y = alt.Y("mean:Q", title=title, axis=alt.Axis(labelExpr=NUMBERS))
    bars = base.mark_rule(strokeWidth=2, color=COLOURS[0]).encode(x, alt.Y("low:Q", title=title), alt.Y2("high:Q"))
    line = base.mark_line(color=COLOURS[0], strokeDash=[2, 2], opacity=0.6).encode(x, y)
    dots = base.mark_point(filled=True, size=90, color=COLOURS[0], opacity=1).encode(x, y, tooltip=tips(say, title))
    words = base.mark_text(align="left", dx=8, dy=-8, fontSize=12).encode(x, y, alt.Text("place:N"))
    return titled(zero + line + bars + dots + words, *told)


def tips(say: Say, title: str) -> list[Any]:
    """What a point of the ladder says."""
    import altair as alt

    return [
        alt.Tooltip("case:N", title=say("strategy")),
        alt.Tooltip("share:Q", title=say("share of the customers exited"), format=".1%"),
        *(
            alt.Tooltip(f"{name}:Q", title=word, format=",.3~s")
            for name, word in (("mean", title), ("low", say("low")), ("high", say("high")))
        ),
    ]


def spans(table: "pd.DataFrame", title: str, say: Say, told: tuple[str, str]) -> Chart:
    """Means with their intervals, a row for each case in the table's order; columns case, mean, low, high."""
    import altair as alt

    data = rounded(table)
    base = alt.Chart(data, width=WIDTH - 160, height=38 * len(data))
    y = alt.Y("case:N", title=None, sort=list(data["case"]))
    x = alt.X("low:Q", title=title, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%"))
    bars = base.mark_rule(strokeWidth=3, color=COLOURS[0]).encode(x, alt.X2("high:Q"), y)
    dots = base.mark_point(filled=True, size=120, color=COLOURS[0], opacity=1).encode(
        alt.X("mean:Q"),
        y,
        tooltip=[
            alt.Tooltip("case:N", title=say("strategy")),
            *(alt.Tooltip(f"{name}:Q", title=say(name), format=".1%") for name in ("mean", "low", "high")),
        ],
    )
    figures = base.mark_text(align="left", dx=10, dy=-9, fontSize=12).encode(
        alt.X("mean:Q"), y, alt.Text("mean:Q", format=".0%")
    )
    return titled(bars + dots + figures, *told)


def over_time(table: "pd.DataFrame", say: Say, told: tuple[str, str]) -> Chart:
    """A share over months, a line for each name, told apart by colour and marks; columns who, month, share."""
    import altair as alt

    data = rounded(table)
    names = list(dict.fromkeys(data["who"]))
    scales = many(names)
    base = alt.Chart(data, width=WIDTH - 40, height=260).encode(
        alt.X("month:Q", title=say("month")),
        alt.Y("share:Q", title=say("bad loans of all loans"), axis=alt.Axis(format=".0%")),
        alt.Color("who:N", title=say("strategy"), scale=scales["color"]),
    )
    marks = base.mark_point(filled=True, size=45, opacity=1).encode(
        shape=alt.Shape("who:N", title=say("strategy"), scale=scales["shape"]),
        tooltip=[
            alt.Tooltip("who:N", title=say("strategy")),
            alt.Tooltip("month:Q", title=say("month")),
            alt.Tooltip("share:Q", title=say("bad loans of all loans"), format=".1%"),
        ],
    )
    return titled(base.mark_line() + marks, *told)
