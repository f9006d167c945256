"""Contact by contact: the chance of the k-th visit and what came before it, beside a bank's own figures."""

from typing import TYPE_CHECKING

from crmsim.run import Run

if TYPE_CHECKING:
    import pandas as pd

COUNTED = (5.66, 5.06, 4.08, 3.29, 2.27, 2.11, 1.53, 1.37, 1.17, 0.96)
"""Percent of k-th contacts that succeeded, of those that were made, in 45,211 contacts of a Portuguese bank's campaigns
(Moro, Cortez & Rita 2014, "A data-driven approach to predict the success of bank telemarketing", Decision Support
Systems 62; UCI Bank Marketing)."""

COUNTED_BY_OUTCOME = {"never approached before": 9.16, "refused before": 12.61, "won before": 64.73}
"""Percent of customers in the same campaigns that were won, by what came of the campaign before."""

LEAST = 30
"""Visits below which a share would be luck alone."""

TAKEN = {"won", "applied"}
"""What follows a visit that is accepted."""

STORY = ("sought", "visited", "won", "applied", "refused", "dropped", "went_round", "left")


def visits(run: Run) -> "pd.DataFrame":
    """Every visit on the straight way, of approaches that began in the run.

    Columns customer, contact (from 1), accepted, and earlier: what came before the approach.
    """
    import pandas as pd

    events = run.events
    told = events[events["event"].isin(STORY)].sort_values("customer", kind="stable")
    names = [str(name) for name in told["event"]]
    rows: list[tuple[int, int, bool, str]] = []
    last, contact, earlier = -1, 0, ""
    for customer, name, after in zip(told["customer"], names, [*names[1:], ""], strict=True):
        if customer != last:
            last, contact, earlier = customer, 0, "never approached before"
        if name == "sought":
            contact = 1
        elif name == "visited" and contact:
            rows.append((int(customer), contact, after in TAKEN, earlier))
            contact += 1
        elif name in {"refused", "dropped", "won", "left"}:
            contact, earlier = 0, outcome(name, earlier)
        elif name == "went_round":
            contact = 0
    return pd.DataFrame(rows, columns=["customer", "contact", "accepted", "earlier"])


def outcome(event: str, earlier: str) -> str:
    """What is known of someone after the end of an approach or of a relationship."""
    return "won before" if event in {"won", "left"} or earlier == "won before" else "refused before"


def by_contact(run: Run) -> "pd.DataFrame":
    """Percent of k-th contacts that are accepted, here and as counted; columns contact, source, percent, visits."""
    import pandas as pd

    made = visits(run).groupby("contact")["accepted"].agg(["size", "mean"])
    made = made[made["size"] >= LEAST]
    here = [
        (k, "this branch", 100.0 * share, size)
        for k, share, size in zip(made.index, made["mean"], made["size"], strict=True)
    ]
    counted = [(k, "a bank's campaigns", percent, None) for k, percent in enumerate(COUNTED, 1)]
    return pd.DataFrame([*here, *counted], columns=["contact", "source", "percent", "visits"])


def by_outcome(run: Run) -> "pd.DataFrame":
    """Percent of visits accepted by what came before, beside the counted; columns earlier, visits, percent, counted."""
    import pandas as pd

    made = visits(run).groupby("earlier")["accepted"].agg(["size", "mean"])
    rows = [
        (name, int(made["size"].get(name, 0)), 100.0 * float(made["mean"].get(name, float("nan"))), counted)
        for name, counted in COUNTED_BY_OUTCOME.items()
    ]
    return pd.DataFrame(rows, columns=["earlier", "visits", "percent", "counted"])
