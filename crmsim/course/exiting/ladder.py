"""How much to exit: from nobody to whoever bears one mark, each rung against the middle, on the same luck."""

from typing import TYPE_CHECKING

from crmsim.course.exiting.cases import LADDER
from crmsim.course.exiting.trials import BORROWERS, gap, means, sampled
from crmsim.course.shown import Table
from crmsim.language import Say

if TYPE_CHECKING:
    import pandas as pd


def rungs(say: Say) -> "pd.DataFrame":
    """A row a rung; columns place, case, share (of the opening customers), mean, low, high (CNY against the middle)."""
    samples = sampled(LADDER)
    table = means(LADDER, samples, say)
    spans = [gap(one, samples[LADDER.reference]) for one in samples]
    ends = {end: [getattr(span, end) for span in spans] for end in ("mean", "low", "high")}
    places = [str(place) for place in range(len(table))]
    shares = table["exits"] / float(BORROWERS["market.customers"])
    return table.assign(place=places, share=shares, **ends)[["place", "case", "share", *ends]]


def listed(table: "pd.DataFrame", say: Say) -> Table:
    """The rungs in words and figures."""
    rows = []
    for place, case, share, *ends in table[["place", "case", "share", "mean", "low", "high"]].values.tolist():
        rows.append((place, case, f"{share:.1%}", *("–" if end == 0.0 else f"{end:+,.0f}" for end in ends)))
    heads = ("strategy", "share of the customers exited", "difference", "low", "high")
    caption = say("Contribution of five years against the middle, CNY, with 95 % intervals")
    return Table(("", *(say(head) for head in heads)), tuple(rows), caption)
