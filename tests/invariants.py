"""What must hold after every run, on every engine."""

import numpy as np

from crmsim.engine.history import History
from crmsim.law.lifecycle import MOVES
from crmsim.settings import Scenario
from crmsim.stages import Event, Stage


def check(scenario: Scenario, history: History) -> None:
    """Hold a recorded history against every invariant of the model."""
    stages_are_sound(history)
    money_is_whole(history)
    time_is_sound(scenario, history)
    hours_are_there(history)


def stages_are_sound(history: History) -> None:
    """Everyone is in exactly one stage, all of them together are the market, and moves follow the arrows."""
    months, rows = history.months, history.rows
    assert (months["stages"].sum(axis=1) == len(history.customers)).all()
    own = months["stages"][:, Stage.GROWTH : Stage.DECLINE + 1].sum(axis=1)
    assert (months["tiers"].sum(axis=1) == own).all()
    moved = rows[rows["stage_from"] != rows["stage_to"]]
    pairs = set(zip(moved["stage_from"].tolist(), moved["stage_to"].tolist(), strict=True))
    assert pairs <= {(before, after) for before, afters in MOVES.items() for after in afters}
    for customer in set(rows["customer"].tolist()):
        mine = rows[rows["customer"] == customer]
        assert (mine["stage_from"][1:] == mine["stage_to"][:-1]).all(), "a stage changed without a row"
        assert mine["stage_to"][-1] == history.customers["stage"][customer]


def money_is_whole(history: History) -> None:
    """By month, by customer and over events the ledger is the same, to the fen."""
    rows, months, customers = history.rows, history.months, history.customers
    assert months["ledger"].sum() == rows["amount"].sum() == customers["contribution"].sum()
    by_customer = np.zeros(len(customers), np.int64)
    np.add.at(by_customer, rows["customer"], rows["amount"])
    assert (by_customer == customers["contribution"]).all()
    by_month = np.zeros(len(months), np.int64)
    np.add.at(by_month, month_of(rows, len(months)), rows["amount"])
    assert (by_month == months["ledger"].sum(axis=1)).all()


def month_of(rows: np.ndarray, months: int) -> np.ndarray:
    """The month whose books a row belongs to: one at a month's very end, job ends and settlements, closes it."""
    month = np.floor(rows["time"]).astype(int)
    closing = (rows["time"] == month) & np.isin(rows["event"], CLOSING)
    return np.minimum(month - closing, months - 1)


CLOSING = [Event.SETTLED, Event.SERVED, Event.SOLD, Event.SOLVED, Event.VISITED, Event.WON, Event.REFUSED]


def time_is_sound(scenario: Scenario, history: History) -> None:
    """Time goes forward and ends at the horizon; nobody waits less than nothing."""
    times = history.rows["time"]
    assert (np.diff(times) >= 0.0).all()
    assert len(times) == 0 or (times[0] >= 0.0 and times[-1] <= scenario.months)
    assert (history.rows["wait"] >= 0.0).all()
    assert (times * 2.0**40 % 1.0 == 0.0).all(), "an instant off the lattice"


def hours_are_there(history: History) -> None:
    """Managers work no longer than there are managers, and what they did is not less than nothing."""
    months = history.months
    assert (months["busy"] <= history.managers).all()
    assert (months["busy"] >= 0.0).all()
    for field in ("needs", "sales", "won", "lost", "closed", "served", "kept", "done", "hours", "wait"):
        assert (months[field] >= 0).all(), field
    assert (months["kept"] <= months["served"]).all()
    customers = history.customers
    own = customers[(customers["stage"] >= Stage.GROWTH) & (customers["stage"] <= Stage.DECLINE)]
    for field in ("share", "loyalty"):
        assert ((own[field] >= 0.0) & (own[field] <= 1.0)).all(), field
    assert (own["perceived"] >= 0.0).all()
    assert (own["wallet"] > 0.0).all()
