"""The charts that exercises ask to be read: lines over the months, or bars."""

from crmsim.charts import WIDTH
from crmsim.course.exercising.task import Drawn
from crmsim.course.pictures import Axis, bars, lines, titled
from crmsim.course.shown import Shown, shown
from crmsim.language import Say


def picture(drawn: Drawn, say: Say) -> Shown:
    """A chart, with what it shows in words; its figures do not stand below it, since it is to be read."""
    import pandas as pd

    if drawn.x:
        named = zip(drawn.series, drawn.values, strict=True)
        points = [(month, x, name) for name, line in named for month, x in enumerate(line)]
        table = pd.DataFrame(points, columns=["month", "value", "who"])
        chart = lines(table, Axis("month", drawn.x), Axis("value", drawn.y), "who")
    else:
        table = pd.DataFrame({"who": list(drawn.series), "value": [bar[0] for bar in drawn.values]})
        chart = bars(table, "who", ("value", drawn.y), WIDTH - 120)
    told = say("{what}: {series}.").format(what=drawn.y, series=say(", ").join(drawn.series))
    return shown(titled(chart, drawn.title, told))
