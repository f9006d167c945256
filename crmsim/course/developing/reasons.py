"""Why customers are developed: what those won since the start bring, in money, in needs, and by the image."""

from typing import TYPE_CHECKING

import numpy as np

from crmsim.course.reading import OURS, YEAR
from crmsim.law.prospecting import demonstration
from crmsim.run import Run
from crmsim.stages import Channel

if TYPE_CHECKING:
    import pandas as pd

OLD, NEW, WINNING = "opening book", "won since", "winning them"
"""Where money comes from: customers of the beginning, customers won since, and the work of winning."""

IMAGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Images with others, from none to the best."""

NOBODY: dict[str, float] = {f"prospecting.by_{name}": 0.0 for name in Channel.names()}
"""The settings of a branch that seeks nobody."""


def origins(run: Run) -> "pd.Series[str]":
    """For each row of the history, whether it tells of the opening book, of customers won since, or of winning."""
    import pandas as pd

    events = run.events
    wins = events["event"].eq("won").groupby(events["customer"]).cumsum()
    names = np.where(events["stage_from"].isin(OURS), np.where(wins > 0, NEW, OLD), WINNING)
    return pd.Series(names.tolist(), index=events.index, name="source")


def income(run: Run) -> "pd.DataFrame":
    """What each source brought in each year, in CNY; columns year, source, contribution."""
    events, source = run.events, origins(run)
    year = (events["time"].clip(upper=run.scenario.months - 0.5) // YEAR + 1).astype(int).rename("year")
    total = (events["amount"] / 100.0).groupby([year, source]).sum()
    return total.rename("contribution").reset_index()


def demands(run: Run) -> "pd.DataFrame":
    """Needs brought and products sold by origin; columns source, needs, sold, share (of needs that end in a sale)."""
    import pandas as pd

    events, source = run.events, origins(run)
    rows = []
    for name in (OLD, NEW):
        happened = events.loc[source == name, "event"].value_counts()
        needs, sold = int(happened["need"]), int(happened["sold"])
        rows.append((name, needs, sold, 100.0 * sold / max(needs, 1)))
    return pd.DataFrame(rows, columns=["source", "needs", "sold", "share"])


def by_image(run: Run) -> "pd.DataFrame":
    """The chance that a perfect first visit wins, by the branch's image; columns image, chance (percent)."""
    import pandas as pd

    market = run.scenario.market
    chances = [100.0 * market.contact_chance * demonstration(market.demonstration, image) for image in IMAGES]
    return pd.DataFrame({"image": IMAGES, "chance": chances})
