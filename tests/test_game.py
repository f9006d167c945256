"""A game in rounds: the past stays as it was to the bit, decisions can be taken back, and bad ones change nothing."""

import math
from pathlib import Path

import pytest
from conftest import compiled, readable

from crmsim import CrmsimError, Game, load, simulate
from crmsim.engine.history import History, first_difference
from crmsim.experiment.game import is_same_past
from crmsim.results.kpis import KPIS
from crmsim.settings import Number, Scenario, Strategy, dump
from crmsim.stages import Event

BRANCH = Scenario(name="game").with_settings(
    {"months": 24, "market.customers": 60, "market.potential": 50, "bank.customers_per_manager": 15.0}
)
"""A branch that is simulated in a blink."""

QUIET: dict[str, Number] = {
    **{f"prospecting.by_{channel}": 0.0 for channel in ("referral", "key_person", "advertising", "visit", "other")},
    **{f"maintenance.touch_{tier}": 0.0 for tier in ("ordinary", "select", "premium")},
    "exit.criterion_2": False,
}
"""No search, no care unasked: what a schedule as a whole decides on is left out."""

LOUD: dict[str, Number] = {
    "prospecting.by_visit": 0.04,
    "prospecting.by_advertising": 0.04,
    "maintenance.touch_ordinary": 0.15,
    "maintenance.touch_premium": 0.15,
    "maintenance.review_every": 1,
    "maintenance.plan_change_every": 3,
}
"""All of it at its busiest."""

ENGINES = {"simpy": readable, "compiled": compiled}


def played(*decisions: dict[str, Number], engine: str = "compiled", **how: int) -> Game:
    """A game in which these decisions were made."""
    game = Game(BRANCH, engine=engine, **how)
    for decision in decisions:
        game.decide(decision)
    return game


def till(history: History, month: int) -> tuple[bytes, ...]:
    """Every bit of a history up to a month: its rows, and its months field by field."""
    rows = history.rows[history.rows["time"] < month]
    return (rows.tobytes(), *(history.months[name][:month].tobytes() for name in history.months.dtype.names or ()))


@pytest.mark.parametrize("engine", ENGINES)
def test_the_past_stays_as_it_was(engine: str) -> None:
    """Each year's months are bit-equal in every later run, on either engine."""
    game = Game(BRANCH, engine=engine, years=4)
    years = [game.decide(decision) for decision in (LOUD, {"maintenance.care_premium": 2.0}, QUIET, LOUD)]
    for earlier in years:
        assert is_same_past(years[-1].run, earlier.run)
    assert [year.strategy.from_month for year in years] == [0, 12, 24, 36]


@pytest.mark.parametrize("engine", ENGINES)
def test_no_event_of_the_past_moves(engine: str) -> None:
    """A loud second year leaves every row of a quiet first one alone, though search and care look at all the years."""
    game = played(QUIET, LOUD)
    short = game.see().before
    assert short is not None
    history = ENGINES[engine]
    before, after = history(short.scenario), history(game.scenario)
    assert till(before, 12) == till(after, 12)
    told = {code: (after.rows["event"] == code).sum() for code in (Event.SOUGHT, Event.TOUCHED)}
    assert min(told.values()) > 0
    assert (after.rows["time"][after.rows["event"] == Event.TOUCHED] >= 12).all()


def test_a_decision_does_not_reach_back() -> None:
    """Where a branch opens without opening months, care that begins in the second year leaves the first as it was."""
    game = Game(BRANCH.with_settings({"market.opening_months": 0}), engine="compiled")
    first = game.decide(QUIET).monthly
    game.decide(LOUD)
    assert game.see().run.monthly.iloc[:12].equals(first.iloc[:12])


def test_nothing_decided_is_nothing_changed() -> None:
    """A game without a change is the scenario's own run, to the bit, and its schedule stays as short."""
    game = played({}, {})
    assert game.scenario == BRANCH
    assert first_difference(game.see().run.history, simulate(BRANCH, record=False).history) is None


def test_a_year_is_seen_with_its_months_and_indicators() -> None:
    """The second year shows its own twelve months, and what is a sum over months adds up over the years."""
    game = Game(BRANCH, seed=2, engine="compiled")
    first, second = game.decide({}), game.decide({"prospecting.by_visit": 0.04})
    assert list(second.monthly["month"]) == list(range(12, 24))
    assert first.kpis.equals(first.so_far)
    assert list(second.kpis.index) == [kpi.name for kpi in KPIS]
    for name in ("contribution", "won", "lost", "fees", "needs"):
        assert first.kpis[name] + second.kpis[name] == pytest.approx(second.so_far[name], abs=1e-6)
    assert second.kpis["contribution"] * 100 == pytest.approx(second.monthly["contribution"].sum())
    assert second.kpis["customers"] == second.so_far["customers"]


def test_a_year_counts_what_each_customer_brought_in_it() -> None:
    """The share of the best fifth in a year is of that year's contribution, not of all that went before."""
    second = played({}, {}).see()
    assert second.before is not None
    now, then = second.run.history.customers, second.before.history.customers
    brought = now["contribution"] - then["contribution"]
    own = sorted(brought[(now["stage"] >= 2) & (now["stage"] <= 4)].tolist(), reverse=True)
    best = own[: math.ceil(0.2 * len(own))]
    expected = sum(x for x in best if x > 0) / sum(x for x in own if x > 0)
    assert second.kpis["top20_share"] == pytest.approx(expected)
    assert second.kpis["top20_share"] != second.so_far["top20_share"]


def test_a_decision_can_be_taken_back() -> None:
    """After `undo` the game stands where it stood, and the same decision brings the same again."""
    game = played({"maintenance.care_premium": 2.0})
    before = game.scenario, game.year
    brought = game.decide(LOUD).run.history.fingerprint()
    game.undo()
    assert (game.scenario, game.year) == before
    assert game.decide(LOUD).run.history.fingerprint() == brought


def test_all_can_be_taken_back() -> None:
    """Taking back every decision leads to the beginning, before which there is nothing."""
    game = played(LOUD)
    game.undo()
    assert (game.scenario, game.year) == (BRANCH, 0)
    with pytest.raises(CrmsimError, match="no decision to take back"):
        game.undo()
    with pytest.raises(CrmsimError, match="no year is played yet; decide first"):
        game.see()


def test_what_is_not_named_goes_on() -> None:
    """A decision changes the settings that it names, and leaves those of the year before."""
    game = played({"maintenance.care_premium": 2.0}, {"prospecting.by_visit": 0.04})
    one, two = game.scenario.schedule
    assert (one.maintenance.care_premium, two.maintenance.care_premium) == (2.0, 2.0)
    usual = load("baseline").schedule[0].prospecting.by_visit
    assert (one.prospecting.by_visit, two.prospecting.by_visit) == (usual, 0.04)


def test_a_whole_strategy_is_a_decision() -> None:
    """A strategy takes the place of the one before from the coming year on, whatever month it names itself."""
    careful = load("differentiated").schedule[0].model_copy(update={"from_month": 7})
    game = played({})
    game.decide(careful)
    assert game.strategy == careful.model_copy(update={"from_month": 12})


def test_a_game_can_be_saved(tmp_path: Path) -> None:
    """The scenario of a game, written and read again, brings what the game brought."""
    game = played({"maintenance.care_premium": 2.0}, LOUD)
    file = tmp_path / "mine.toml"
    file.write_text(dump(game.scenario), "utf-8")
    assert simulate(file, engine="compiled").indicators == game.see().run.indicators


def test_a_game_starts_from_the_first_strategy() -> None:
    """What a scenario's schedule plans for later is left to the player."""
    planned = BRANCH.model_copy(update={"schedule": (Strategy(), Strategy(from_month=3))})
    assert Game(planned).scenario == BRANCH


def test_the_last_round_may_be_shorter() -> None:
    """Thirty months are two years and a half, after which the game is over and takes no decision."""
    game = Game(BRANCH.with_settings({"months": 30}), engine="compiled")
    lengths = []
    while not game.is_over:
        lengths.append(len(game.decide({}).monthly))
    assert (lengths, game.years, game.year) == ([12, 12, 6], 3, 3)
    with pytest.raises(CrmsimError, match="the game is over after 30 months"):
        game.decide({})
    assert game.year == 3


def test_a_game_of_several_branches() -> None:
    """A bank of two branches is played alike, and a year's indicators are of both."""
    game = Game(BRANCH.with_settings({"branches": 2}), engine="compiled")
    first, second = game.decide(LOUD), game.decide({"maintenance.care_premium": 2.0})
    assert is_same_past(second.run, first.run)
    assert first.kpis["won"] + second.kpis["won"] == second.so_far["won"]


BAD: dict[str, tuple[object, str]] = {
    "a typo": ({"maintenance.care_premum": 1.0}, "did you mean 'maintenance.care_premium'?"),
    "no group": ({"care_premium": 1.0}, "did you mean 'maintenance.care_premium'?"),
    "the market": ({"market.customers": 10}, "decisions are about prospecting, maintenance, exit"),
    "the month": ({"from_month": 3}, "decisions are about prospecting, maintenance, exit"),
    "too much": ({"maintenance.care_premium": 99.0}, "maintenance.care_premium = 99.0 is above 3.0"),
    "a word": ({"exit.criterion_1": "maybe"}, "exit.criterion_1 = 'maybe' is neither true nor false"),
    "a number": (3, "a decision of the kind int is neither"),
}


@pytest.mark.parametrize("mistake", BAD)
def test_a_bad_decision_changes_nothing(mistake: str) -> None:
    """A decision that cannot be carried out is refused in a sentence, and the game goes on from where it stood."""
    game = played({})
    before = game.scenario, game.see()
    decision, fragment = BAD[mistake]
    with pytest.raises(CrmsimError) as refused:
        game.decide(decision)  # type: ignore[arg-type]  # what is no decision is part of the story
    assert len(refused.value.mistakes) == 1
    assert fragment in refused.value.mistakes[0]
    assert (game.scenario, game.see()) == before


@pytest.mark.parametrize(
    ("how", "fragment"),
    [
        ({"seed": -1}, "seed = -1 is not from 0"),
        ({"replication": -1}, "replication = -1 is not from 0"),
        ({"engine": "simpi"}, "did you mean 'simpy'?"),
        ({"years": 0}, "years = 0 is not from 1 to 40"),
        ({"years": 41}, "years = 41 is not from 1 to 40"),
    ],
)
def test_a_game_that_cannot_be_played(how: dict[str, int], fragment: str) -> None:
    """What a game is given is looked at before it begins."""
    with pytest.raises(CrmsimError) as refused:
        Game(BRANCH, **how)
    assert fragment in str(refused.value)


def test_the_same_seed_is_the_same_luck() -> None:
    """Seed and replication decide on the luck, and the decisions on nothing of it."""
    brought = [played(LOUD, **how).see().run.history.fingerprint() for how in ({}, {}, {"seed": 2}, {"replication": 1})]
    assert brought[0] == brought[1]
    assert len(set(brought)) == 3
