"""One customer's life with the branch, read from the history: stages, what happened, money, and how it felt."""

from typing import TYPE_CHECKING

from crmsim.course.reading import OURS, YEAR, life_of
from crmsim.language import Say, label
from crmsim.law.maintenance import satisfaction
from crmsim.run import Run, simulate

if TYPE_CHECKING:
    import pandas as pd

SORTS = {
    "being won": ("found", "sought", "profiled", "targeted", "planned", "visited", "refused", "won", "applied"),
    "needs and visits": ("need", "served", "rescued", "collected"),
    "products taken": ("sold", "followed_up"),
    "problems and complaints": ("complaint", "silent_problem", "solved"),
    "unasked care": ("cared_for", "surveyed", "conceded"),
    "competitors' offers": ("offer_declined",),
    "parting": ("left", "closed", "dropped", "exited"),
}
"""What happens to a customer, in the sorts in which a chart shows it; what happens to all alike is left out."""


def happened(life: "pd.DataFrame", say: Say) -> "pd.DataFrame":
    """What happened, sort by sort; columns time, sort, event."""
    import pandas as pd

    sort_of = {event: sort for sort, events in SORTS.items() for event in events}
    seen = life[life["event"].isin(list(sort_of))]
    names = [str(event) for event in seen["event"]]
    return pd.DataFrame(
        {
            "time": seen["time"].to_numpy(),
            "sort": [say(sort_of[name]) for name in names],
            "event": [say(label(name)) for name in names],
        }
    )


def stages_of(life: "pd.DataFrame", months: int, say: Say) -> "pd.DataFrame":
    """From when to when it was in which stage; columns from, to, stage."""
    import pandas as pd

    stages = [str(stage) for stage in life["stage_to"]]
    before = [str(life["stage_from"].iloc[0]), *stages[:-1]] if stages else []
    moves = [place for place, (old, new) in enumerate(zip(before, stages, strict=True)) if old != new]
    times = [0.0, *(float(life["time"].iloc[place]) for place in moves), float(months)]
    names = [*before[:1], *(stages[place] for place in moves)]
    rows = zip(times[:-1], times[1:], (say(name) for name in names), strict=False)
    return pd.DataFrame(list(rows), columns=["from", "to", "stage"])


def money_of(life: "pd.DataFrame") -> "pd.DataFrame":
    """What it has brought in all, wherever that changes by the month's settling; columns time, money (CNY)."""
    import pandas as pd

    total = life["amount"].cumsum() / 100.0
    kept = (life["event"] == "settled").to_numpy()
    return pd.DataFrame({"time": life["time"].to_numpy()[kept], "money": total.to_numpy()[kept]})


def felt(run: Run, customer: int) -> "pd.DataFrame":
    """Its satisfaction and loyalty at each year's end, while it was a customer; columns time, satisfaction, loyalty.

    The history keeps no feelings, so each year is read at the end of a run of the same luck that stops there.
    """
    import pandas as pd

    rows = []
    for months in range(YEAR, run.scenario.months + 1, YEAR):
        if not was_ours(run, customer, months):
            continue
        one = (run if months == run.scenario.months else shorter(run, months)).customers.iloc[customer]
        rows.append((float(months), satisfaction(one["perceived"], one["expected"]), one["loyalty"]))
    return pd.DataFrame(rows, columns=["time", "satisfaction", "loyalty"], dtype=float)


def was_ours(run: Run, customer: int, month: int) -> bool:
    """Whether someone was a customer of the bank at a month's end."""
    lived = life_of(run, customer)
    until = lived.loc[lived["time"] <= month, "stage_to"]
    stage = until.iloc[-1] if len(until) else lived["stage_from"].iloc[0] if len(lived) else ""
    return str(stage) in OURS


def shorter(run: Run, months: int) -> Run:
    """The same run, stopped earlier: what happened until then is the same."""
    scenario = run.scenario.with_settings({"months": months})
    return simulate(scenario, seed=run.seed, replication=run.replication, record=False)


def telling(run: Run) -> int:
    """The customer whose life shows most: won and lost again, through most stages and sorts of events."""
    import pandas as pd

    events = run.events
    whole = set(events.loc[events["event"] == "won", "customer"]) & set(
        events.loc[events["event"] == "left", "customer"]
    )
    some = events[events["customer"].isin(whole)]
    sort_of = {event: sort for sort, names in SORTS.items() for event in names}
    by = pd.DataFrame(
        {
            "stages": some.groupby("customer")["stage_to"].nunique(),
            "new": some.groupby("customer")["stage_from"].first().astype(str) == "potential",
            "sorts": some["event"].astype(str).map(sort_of).groupby(some["customer"]).nunique(),
            "sales": (some["event"] == "sold").groupby(some["customer"]).sum(),
        }
    )
    best = by.sort_values(["new", "stages", "sorts", "sales"], ascending=False, kind="stable")
    return int(best.index[0]) if len(best) else 0
