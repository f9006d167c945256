"""One row of the history. Written twice: here for the readable engine, in `engine.kernel` for the compiled one."""

from crmsim.acts.columns import Customer, World


def record(w: World, now: float, c: Customer, event: int, before: int, amount: int, wait: float) -> None:
    """Leave a row: what happened to whom, from which stage, what was posted (fen) and how long it waited (months)."""
    branch = w.branch[0]
    if branch.recording:
        rows = w.rows
        rows.bytes += rows.pack(now, amount, wait, c.number, event, before, c.stage)
    branch.rows += 1
