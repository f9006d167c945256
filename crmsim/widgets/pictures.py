"""The lab's charts: specifications with named data, into which the page puts rows."""

from typing import Any

from crmsim.charts import COLOURS, NUMBERS, styled
from crmsim.language import Say

WIDTH, HEIGHT = 400, 230


def pictures(say: Say) -> list[dict[str, Any]]:
    """Every chart of a lab, as the page takes it."""
    return [
        line("profit", say("CNY"), say("Contribution so far: baseline and yours, month by month."), say),
        line("customers", say("customers"), say("Customers of the branch, month by month."), say),
        line("satisfaction", say("ratio"), say("Mean satisfaction, month by month; 1 is just satisfied."), say),
        bars("waits", say("hours"), say("Mean wait for a service visit, by tier."), say),
    ]


def whose(say: Say) -> dict[str, Any]:
    """Colours and dashes for the baseline and yours."""
    import altair as alt

    names = [say("baseline"), say("yours")]
    colour = alt.Color("who:N", title=None, scale=alt.Scale(domain=names, range=["#7f7f7f", COLOURS[0]]))
    return {"color": colour.legend(orient="top")}


def line(name: str, unit: str, description: str, say: Say) -> dict[str, Any]:
    """A chart of months."""
    import altair as alt

    names = [say("baseline"), say("yours")]
    chart = (
        alt.Chart(alt.NamedData(name=name), width=WIDTH, height=HEIGHT)
        .mark_line(strokeWidth=2)
        .encode(
            alt.X("month:Q", title=say("month")),
            alt.Y("value:Q", title=unit, scale=alt.Scale(zero=False), axis=alt.Axis(labelExpr=NUMBERS)),
            strokeDash=alt.StrokeDash("who:N", legend=None, scale=alt.Scale(domain=names, range=[[5, 4], [1, 0]])),
            tooltip=tips("month", unit, say),
            **whose(say),
        )
    )
    return content(name, chart, description, say)


def bars(name: str, unit: str, description: str, say: Say) -> dict[str, Any]:
    """A chart of tiers."""
    import altair as alt

    chart = (
        alt.Chart(alt.NamedData(name=name), width=WIDTH, height=HEIGHT)
        .mark_bar()
        .encode(
            alt.X("tier:N", title=None, sort=None, axis=alt.Axis(labelAngle=0)),
            alt.XOffset("who:N", sort=[say("baseline"), say("yours")]),
            alt.Y("value:Q", title=unit),
            tooltip=tips("tier", unit, say),
            **whose(say),
        )
    )
    return content(name, chart, description, say)


def lying(name: str, unit: str, description: str, say: Say, at: str) -> dict[str, Any]:
    """A chart of lying bars, in pairs, for names that take room; `at` is the column of the names."""
    import altair as alt

    chart = (
        alt.Chart(alt.NamedData(name=name), width=WIDTH, height=HEIGHT)
        .mark_bar()
        .encode(
            alt.Y(f"{at}:N", title=None, sort=None),
            alt.YOffset("who:N", sort=[say("baseline"), say("yours")]),
            alt.X("value:Q", title=unit, axis=alt.Axis(labelExpr=NUMBERS, tickCount=5)),
            tooltip=tips(at, unit, say),
            **whose(say),
        )
    )
    return content(name, chart, description, say)


def tips(at: str, unit: str, say: Say) -> list[Any]:
    """What a chart says where it is pointed at."""
    import altair as alt

    kind = "Q" if at == "month" else "N"
    return [
        alt.Tooltip("who:N", title=say("scenario")),
        alt.Tooltip(f"{at}:{kind}", title=say(at)),
        alt.Tooltip("value:Q", title=unit, format=",.4~g"),
    ]


def content(name: str, chart: Any, description: str, say: Say) -> dict[str, Any]:
    """A chart as the page takes it."""
    import altair as alt

    sized = chart.properties(autosize=alt.AutoSizeParams(type="fit", contains="padding", resize=True))
    spec = styled(sized, description).to_dict()
    return {
        "name": name,
        "spec": spec,
        "description": description,
        "height": HEIGHT,
        "table": say("Show the table"),
    }
