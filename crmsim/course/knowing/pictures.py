"""The charts that only chapter 1 draws: the market by stage, the Lorenz curve, origins, moods, one customer's life."""

from typing import TYPE_CHECKING, Any

from crmsim.charts import COLOURS, NUMBERS, SHAPES, WIDTH, Chart, rounded
from crmsim.course.pictures import GREY, LEFT, RIGHT, many, spread, titled
from crmsim.language import Say

if TYPE_CHECKING:
    import pandas as pd


def stages(table: "pd.DataFrame", say: Say) -> Chart:
    """The market by stage over time, one area upon the other; columns as of `stage_areas`."""
    import altair as alt

    names, top = list(dict.fromkeys(table["stage"])), int(table["above"].max())
    x = alt.X("month:Q", title=say("month"), scale=alt.Scale(nice=False))
    area = (
        alt.Chart(table, width=WIDTH - 90, height=320)
        .mark_area(stroke="white", strokeWidth=1)
        .encode(
            x,
            alt.Y("below:Q", title=say("customers of the market"), scale=alt.Scale(domain=[0, top], nice=False)),
            alt.Y2("above:Q"),
            alt.Color("stage:N", title=say("stage"), scale=many(names)["color"], legend=None),
            tooltip=[
                alt.Tooltip("stage:N", title=say("stage")),
                alt.Tooltip("month:Q", title=say("month")),
                alt.Tooltip("customers:Q", title=say("customers of the market"), format=","),
            ],
        )
    )
    last = table[table["month"] == table["month"].max()]
    ends = last.assign(middle=spread((last["below"] + last["above"]) / 2.0, top / 18.0))
    words = alt.Chart(ends).mark_text(align="left", dx=6, fontSize=12).encode(x, alt.Y("middle:Q"), alt.Text("stage:N"))
    return titled(
        area + words,
        say("The market by stage"),
        say("Customers of the market in each of the six stages, month by month, one area upon the other."),
    )


def lorenz(table: "pd.DataFrame", guess: tuple[float, float] | None, say: Say) -> Chart:
    """The curve of concentration, best customers first, with a guess for some share of them marked."""
    import altair as alt
    import pandas as pd

    percent = alt.Axis(format="%")
    x = alt.X("customers:Q", title=say("share of customers, best first"), axis=percent)
    y = alt.Y("contribution:Q", title=say("share of positive contribution"), axis=percent)
    tips = [
        alt.Tooltip("customers:Q", title=say("share of customers, best first"), format=".0%"),
        alt.Tooltip("contribution:Q", title=say("share of positive contribution"), format=".1%"),
    ]
    data = rounded(table)
    base = alt.Chart(data, width=380, height=340)
    curve = base.mark_line(color=COLOURS[0], strokeWidth=3).encode(x, y, tooltip=tips)
    even = alt.Chart(data[["customers"]]).mark_line(color=GREY, strokeDash=[5, 4]).encode(x, alt.Y("customers:Q"))
    marks = []
    if guess is not None:
        mark = alt.Chart(pd.DataFrame([(*guess, say("your guess"))], columns=["customers", "contribution", "what"]))
        marks.append(mark.mark_point(shape="cross", filled=True, size=130, color=COLOURS[1], opacity=1).encode(x, y))
        marks.append(mark.mark_text(align="left", dx=12, color=COLOURS[1]).encode(x, y, alt.Text("what:N")))
    return titled(
        alt.layer(curve, even, *marks),
        say("Who earns the money? The Lorenz curve"),
        say("Share of positive contribution that the best customers earn; the dashed line is an even spread."),
    )


def timeline(table: "pd.DataFrame", say: Say) -> Chart:
    """What came in which year; columns year, what, row."""
    import altair as alt

    x = alt.X("year:Q", title=say("year"), axis=alt.Axis(format="d"), scale=alt.Scale(domain=[1978, 2002]))
    y = alt.Y("row:O", axis=None, sort="ascending")
    base = alt.Chart(table, width=WIDTH, height=190)
    dots = base.mark_point(filled=True, size=140, color=COLOURS[0], opacity=1).encode(x, y)
    words = [
        base.mark_text(**aside, fontSize=13).encode(x, y, alt.Text("what:N")).transform_filter(rule)
        for aside, rule in ((RIGHT, alt.datum.year < 1992), (LEFT, alt.datum.year >= 1992))
    ]
    return titled(
        alt.layer(dots, *words),
        say("How CRM came about"),
        say("Four steps on a line of years: contact management, relationship marketing, customer care, CRM."),
    )


def moods(table: "pd.DataFrame", say: Say) -> Chart:
    """Two measures over time in panels of their own; columns month, measure, value."""
    import altair as alt

    names = list(dict.fromkeys(table["measure"]))
    parts = [
        alt.Chart(rounded(table[table["measure"] == name]), width=WIDTH - 40, height=130)
        .mark_line(point=alt.OverlayMarkDef(shape=SHAPES[place], color=COLOURS[place]), color=COLOURS[place])
        .encode(
            alt.X("month:Q", title=say("month")),
            alt.Y("value:Q", title=name, scale=alt.Scale(zero=False)),
            tooltip=[
                alt.Tooltip("month:Q", title=say("month")),
                alt.Tooltip("value:Q", title=name, format=".3f"),
            ],
        )
        for place, name in enumerate(names)
    ]
    return titled(
        alt.vconcat(*parts).resolve_scale(x="shared"),
        say("How customers feel"),
        say("Mean satisfaction and mean loyalty of the branch's customers over time."),
    )


def life(told: dict[str, "pd.DataFrame"], months: int, customer: int, say: Say) -> Chart:
    """One customer's life: stage, what happened, money and feelings on one axis of time.

    Args:
        told: the tables `stages`, `events`, `money` and `felt`, as of `crmsim.course.life`.
        months: length of the axis.
        customer: the customer's number.
        say: the reader's language.
    """
    import altair as alt

    x = alt.Scale(domain=[0, months], nice=False)
    parts = [
        lived(told["stages"], x, say),
        events(told["events"], x, say),
        money(told["money"], x, say),
        feelings(told["felt"], x, say),
    ]
    return titled(
        alt.vconcat(*(part.properties(width=WIDTH - 130) for part in parts), spacing=8).resolve_scale(
            color="independent", shape="independent"
        ),
        say("The life of customer {customer}").format(customer=customer),
        say(
            "From above: its stage, what happened, the money it has brought in all, and how it felt at each year's end."
        ),
    )


def lived(table: "pd.DataFrame", x: Any, say: Say) -> Any:
    """Bars from when to when it was in which stage, one row a stage."""
    import altair as alt

    order = [say(name) for name in ("potential", "development", "growth", "maturity", "decline", "termination")]
    return (
        alt.Chart(rounded(table), height=120)
        .mark_bar(color=COLOURS[0], height=12)
        .encode(
            alt.X("from:Q", scale=x, title=None),
            alt.X2("to:Q"),
            alt.Y("stage:N", sort=order, scale=alt.Scale(domain=order), title=None),
            tooltip=[
                alt.Tooltip("stage:N", title=say("stage")),
                *(alt.Tooltip(f"{end}:Q", title=say(end), format=".1f") for end in ("from", "to")),
            ],
        )
    )


def events(table: "pd.DataFrame", x: Any, say: Say) -> Any:
    """Marks of what happened and when, one row and one shape a sort."""
    import altair as alt

    names = list(dict.fromkeys(table["sort"]))
    scales = many(names)
    return (
        alt.Chart(rounded(table), height=24 * max(len(names), 1))
        .mark_point(size=55, filled=True, opacity=0.75)
        .encode(
            alt.X("time:Q", scale=x, title=None),
            alt.Y("sort:N", sort=names, title=None),
            alt.Color("sort:N", scale=scales["color"], legend=None),
            alt.Shape("sort:N", scale=scales["shape"], legend=None),
            tooltip=[
                alt.Tooltip("event:N", title=say("event")),
                alt.Tooltip("time:Q", title=say("month"), format=".1f"),
            ],
        )
    )


def money(table: "pd.DataFrame", x: Any, say: Say) -> Any:
    """The line of all that it has brought so far."""
    import altair as alt

    return (
        alt.Chart(rounded(table), height=110)
        .mark_line(interpolate="step-after", color=COLOURS[2], strokeWidth=2)
        .encode(
            alt.X("time:Q", scale=x, title=None),
            alt.Y("money:Q", title=say("CNY so far"), axis=alt.Axis(labelExpr=NUMBERS, tickCount=4)),
            tooltip=[
                alt.Tooltip("time:Q", title=say("month"), format=".1f"),
                alt.Tooltip("money:Q", title=say("CNY so far"), format=",.0f"),
            ],
        )
    )


def feelings(table: "pd.DataFrame", x: Any, say: Say) -> Any:
    """Satisfaction and loyalty at the years' ends, told apart by colour and shape."""
    import altair as alt

    long = rounded(table).melt("time", var_name="measure", value_name="value")
    long["measure"] = [say(name) for name in long["measure"]]
    names = [say("satisfaction"), say("loyalty")]
    scales = many(names)
    return (
        alt.Chart(long, height=90)
        .mark_point(size=90, filled=True, opacity=1)
        .encode(
            alt.X("time:Q", scale=x, title=say("month")),
            alt.Y("value:Q", title=None, scale=alt.Scale(domain=[0, 1.3])),
            alt.Color("measure:N", title=None, scale=scales["color"], legend=alt.Legend(orient="bottom")),
            alt.Shape("measure:N", title=None, scale=scales["shape"], legend=alt.Legend(orient="bottom")),
            tooltip=[
                alt.Tooltip("measure:N", title=say("measure")),
                alt.Tooltip("value:Q", title=say("value"), format=".2f"),
            ],
        )
    )
