"""The lab's charts: specifications with named data, into which the page puts rows.

They are Vega-Lite written down as it is: to load Altair takes a second, for which whoever opens a lab would wait.
"""

from typing import Any

from crmsim.charts import COLOURS, FONT, NUMBERS
from crmsim.language import Say

WIDTH, HEIGHT = 400, 230

GREY = "#7f7f7f"
"""The baseline's colour."""

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
"""The version of Vega-Lite that travels to the page."""

Part = dict[str, Any]
"""A part of a specification."""

STYLE: Part = {
    "font": FONT,
    "axis": {"gridColor": "#e6e6e6", "labelFontSize": 12, "labelLimit": 260, "titleFontSize": 12},
    "legend": {"labelFontSize": 12, "symbolSize": 90, "titleFontSize": 12},
    "view": {"stroke": None},
}


def pictures(say: Say) -> list[Part]:
    """Every chart of a lab, as the page takes it."""
    return [
        line("profit", say("CNY"), say("Contribution so far: baseline and yours, month by month."), say),
        line("customers", say("customers"), say("Customers of the branch, month by month."), say),
        line("satisfaction", say("ratio"), say("Mean satisfaction, month by month; 1 is just satisfied."), say),
        bars("waits", say("hours"), say("Mean wait for a service visit, by tier."), say),
    ]


def whose(say: Say) -> list[str]:
    """The baseline and yours, in the order in which they are drawn."""
    return [say("baseline"), say("yours")]


def line(name: str, unit: str, description: str, say: Say) -> Part:
    """A chart of months; the baseline is dashed, so that colour is not all that tells it apart."""
    dashes = {"domain": whose(say), "range": [[5, 4], [1, 0]]}
    channels = {
        "x": {"field": "month", "type": "quantitative", "title": say("month")},
        "y": {**figures(unit), "scale": {"zero": False}, "axis": {"labelExpr": NUMBERS}},
        "strokeDash": {"field": "who", "type": "nominal", "legend": None, "scale": dashes},
    }
    return content(name, {"type": "line", "strokeWidth": 2}, channels, description, say)


def bars(name: str, unit: str, description: str, say: Say) -> Part:
    """A chart of tiers."""
    channels = {
        "x": {**names("tier"), "axis": {"labelAngle": 0}},
        "xOffset": {"field": "who", "type": "nominal", "sort": whose(say)},
        "y": figures(unit),
    }
    return content(name, {"type": "bar"}, channels, description, say)


def lying(name: str, unit: str, description: str, say: Say, at: str) -> Part:
    """A chart of lying bars, in pairs, for names that take room; `at` is the column of the names."""
    channels = {
        "y": names(at),
        "yOffset": {"field": "who", "type": "nominal", "sort": whose(say)},
        "x": {**figures(unit), "axis": {"labelExpr": NUMBERS, "tickCount": 5}},
    }
    return content(name, {"type": "bar"}, channels, description, say)


def figures(unit: str) -> Part:
    """An axis of figures."""
    return {"field": "value", "type": "quantitative", "title": unit}


def names(at: str) -> Part:
    """An axis of names, in the order of the rows."""
    return {"field": at, "type": "nominal", "title": None, "sort": None}


def tips(channels: Part, say: Say) -> list[Part]:
    """What a chart says where it is pointed at: whose it is, and both axes."""
    axes = [channels[axis] for axis in ("x", "y")]
    at, value = sorted(axes, key=lambda axis: axis["field"] == "value")
    return [
        {"field": "who", "type": "nominal", "title": say("scenario")},
        {"field": at["field"], "type": at["type"], "title": say(at["field"])},
        {"field": "value", "type": "quantitative", "title": value["title"], "format": ",.4~g"},
    ]


def content(name: str, mark: Part, channels: Part, description: str, say: Say) -> Part:
    """A chart as the page takes it."""
    colours = {"domain": whose(say), "range": [GREY, COLOURS[0]]}
    colour = {"field": "who", "type": "nominal", "title": None, "scale": colours, "legend": {"orient": "top"}}
    spec = {
        "$schema": SCHEMA,
        "data": {"name": name},
        "mark": mark,
        "encoding": {**channels, "color": colour, "tooltip": tips(channels, say)},
        "width": WIDTH,
        "height": HEIGHT,
        "autosize": {"type": "fit", "contains": "padding", "resize": True},
        "description": description,
        "background": "white",
        "config": STYLE,
    }
    return {
        "name": name,
        "spec": spec,
        "description": description,
        "height": HEIGHT,
        "table": say("Show the table"),
    }
