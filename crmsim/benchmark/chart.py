"""The chart of how a bank's time grows with its branches."""

from pathlib import Path
from typing import Any


def draw(lines: list[dict[str, Any]], document: Path) -> str:
    """Draw the seconds of each bank beside a document; gives the picture's name."""
    import altair
    import pandas as pd

    picture = document.with_name(f"{document.stem}-branches.svg")
    points = [{"branches": x["branches"], "seconds": x["seconds"], "jobs": str(x["jobs"])} for x in lines]
    chart = (
        altair.Chart(pd.DataFrame(points), width=420, height=260)
        .mark_line(point=True)
        .encode(
            x=altair.X("branches:Q", scale=altair.Scale(type="log"), title="branches"),
            y=altair.Y("seconds:Q", scale=altair.Scale(type="log"), title="seconds for 120 months"),
            color=altair.Color("jobs:N", title="jobs", scale=altair.Scale(scheme="dark2")),
        )
    )
    chart.save(picture)
    return picture.name
