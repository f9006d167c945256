"""The search for a better strategy: within the budget, the same whoever works, and proved on luck it has not seen."""

import json
from pathlib import Path

import numpy as np
import pytest
from test_cli import is_refused
from test_cli import run as command

from crmsim.errors import CrmsimError, OutputError
from crmsim.experiment.comparison import PLACE
from crmsim.experiment.optimise import BATCH, FRESH, optimise, strategies
from crmsim.experiment.optimum import SPENT, Optimum, Trial, best_of, spend
from crmsim.results.kpis import KPIS
from crmsim.run import simulate
from crmsim.settings import Scenario, load, scenarios
from crmsim.statistics import paired_difference, simultaneous_level

BRANCH = Scenario(name="small").with_settings(
    {"months": 12, "market.customers": 60, "market.potential": 50, "bank.customers_per_manager": 15.0}
)
"""A branch that is simulated in a blink."""

SETTINGS = ("maintenance.care_ordinary", "maintenance.survey_every", "exit.exit_loans")


def found(settings: tuple[str, ...] = SETTINGS, **how: object) -> Optimum:
    """A small search on the small branch, without the user's own store."""
    usual: dict[str, object] = {"trials": 2 * BATCH, "replications": 2, "proofs": 3, "jobs": 1, "cache": False}
    return optimise(BRANCH, settings, **usual | how)  # type: ignore[arg-type]  # options are of many kinds


def same(one: Optimum, other: Optimum) -> bool:
    """Whether two searches went the same way and came to the same end."""
    return one.trials == other.trials and one.best == other.best and one.fresh.tobytes() == other.fresh.tobytes()


@pytest.fixture(scope="module")
def result() -> Optimum:
    """What one small search finds."""
    return found()


@pytest.fixture(scope="module")
def careful() -> Optimum:
    """What one finds that looks at risk too."""
    return found(pareto=True)


def test_spending_is_what_a_strategy_chooses() -> None:
    """Spending is the sum of the accounts that a strategy spends from, positive, for any number of runs."""
    indicators = np.zeros((2, len(KPIS)))
    for number, name in enumerate(SPENT, 1):
        indicators[0, PLACE[name]] = -float(number)
    indicators[:, PLACE["contribution"]] = indicators[:, PLACE["account_cost"]] = -1000.0
    assert spend(indicators).tolist() == [sum(range(1, len(SPENT) + 1)), 0.0]


def test_accounts_of_spending_are_costs() -> None:
    """Every account that a strategy spends from is negative or nothing in a run."""
    run = simulate("baseline", record=False).indicators
    assert all(run[name] <= 0.0 for name in SPENT)
    assert run["concessions"] < 0.0


def test_the_search_starts_where_the_scenario_is(result: Optimum) -> None:
    """The first trial is the scenario itself, which spends the budget to the fen and is within it."""
    first = result.trials[0]
    assert first.values == result.started_at
    assert first.spend == result.search.budget
    assert first.is_feasible


def test_the_best_is_within_the_budget_and_none_within_is_better(result: Optimum) -> None:
    """The best trial holds the budget, and every trial with more profit is beyond it."""
    best = result.found
    assert best.spend <= result.search.budget
    assert all(trial.spend > result.search.budget for trial in result.trials if trial.profit > best.profit)


def test_a_tighter_budget_is_held() -> None:
    """With nine tenths of what the branch spends, the best spends no more, as its runs on that luck say."""
    whole = found(trials=1).search.budget
    tight = found(("maintenance.care_ordinary", "maintenance.care_premium"), budget=0.9 * whole)
    runs = [simulate(tight.best, 1, number, record=False).indicators for number in range(2)]
    spent = np.mean([-sum(run[name] for name in SPENT) for run in runs])
    assert spent == pytest.approx(tight.found.spend)
    assert spent <= 0.9 * whole
    assert not tight.trials[0].is_feasible


def test_figures_of_a_trial_are_those_of_its_runs(result: Optimum) -> None:
    """Profit and risk of a trial are mean and standard deviation of what its scenario brings on the search's luck."""
    trial = result.trials[-1]
    runs = [simulate(BRANCH.with_settings(trial.values), 1, number, record=False).indicators for number in range(2)]
    profits = [run["contribution"] for run in runs]
    assert trial.profit == pytest.approx(np.mean(profits))
    assert trial.risk == pytest.approx(np.std(profits, ddof=1))


def test_settings_keep_their_kinds(result: Optimum) -> None:
    """Numbers, whole numbers, and yes or no are tried as such, within their ranges."""
    kinds = {one.path: (one.kind, one.low, one.high) for one in result.search.ranges}
    assert [kind for kind, _, _ in kinds.values()] == [float, int, bool]
    for trial in result.trials:
        for path, value in trial.values.items():
            kind, low, high = kinds[path]
            assert type(value) is kind
            assert low <= value <= high
    assert len({trial.values["exit.exit_loans"] for trial in result.trials}) == 2


def test_the_best_scenario_holds_the_best_settings(result: Optimum) -> None:
    """The best scenario is the start with the best trial's settings, named after it."""
    assert result.best.name == "small-optimised"
    changed = BRANCH.with_settings(result.found.values)
    assert result.best.model_copy(update={"name": "small", "note": ""}) == changed


def test_the_proof_is_on_luck_that_the_search_did_not_use(result: Optimum) -> None:
    """The proof's runs are those of replications from a million on, of the best and of every other strategy."""
    for row, scenario in zip(result.fresh, (result.best, *result.others), strict=True):
        runs = [simulate(scenario, 1, FRESH + number, record=False).indicators for number in range(3)]
        assert row[:, PLACE["contribution"]].tolist() == [run["contribution"] for run in runs]
    assert result.search.replications < FRESH
    assert result.proof["contribution"][0] != result.found.profit


def test_the_proof_pairs_and_adjusts(result: Optimum) -> None:
    """Differences are paired by luck, with intervals that hold for all the others at once."""
    profits = result.fresh[:, :, PLACE["contribution"]]
    level = simultaneous_level(0.95, len(result.others))
    for place in range(1, len(profits)):
        row = result.proof.iloc[place]
        apart = paired_difference(profits[0], profits[place], level)
        assert (row["difference"], row["low"], row["high"]) == (
            apart.interval.mean,
            apart.interval.low,
            apart.interval.high,
        )
        assert row["p_adjusted"] >= row["p"]


def test_the_rivals_are_the_packaged_strategies_within_the_budget(result: Optimum) -> None:
    """Every packaged strategy is compared on this branch, or left out for what it spends; none is lost."""
    rivals = {scenario.name for scenario in result.others[1:]}
    assert result.others[0] == BRANCH
    assert rivals | set(result.left_out) == {name for name in scenarios() if load(name).schedule != BRANCH.schedule}
    assert not rivals & set(result.left_out)
    assert all(spent > result.search.budget for spent in result.left_out.values())
    assert all(scenario.market == BRANCH.market and scenario.months == BRANCH.months for scenario in result.others)


def test_a_packaged_name_is_not_taken_twice() -> None:
    """A scenario of one's own that is called like a packaged one is told from it."""
    mine = BRANCH.with_settings({"maintenance.concession": 0.1}).model_copy(update={"name": "baseline"})
    names = [scenario.name for scenario in strategies(mine)]
    assert "baseline (packaged)" in names
    assert "baseline" not in names


def test_the_number_of_jobs_makes_no_difference(result: Optimum) -> None:
    """One process or two go the same way, bit for bit."""
    assert same(found(jobs=2), result)


def test_another_seed_is_another_search(result: Optimum) -> None:
    """Seeds decide luck and proposals."""
    other = found(seed=2)
    assert other.trials[1].values != result.trials[1].values
    assert other.search.budget != result.search.budget


@pytest.mark.parametrize("after", [1, 30, 40, 60, 80])
def test_a_stopped_search_goes_on(after: int, tmp_path: Path, result: Optimum) -> None:
    """Wherever a search is stopped, it goes on to what it would have found, and simulates no run twice."""

    def stop(done: int, total: int) -> None:
        if done >= after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        found(resume=tmp_path, progress=stop)
    assert same(found(resume=tmp_path), result)


def test_a_search_may_be_lengthened(tmp_path: Path, result: Optimum) -> None:
    """A search that ended within a batch goes on as if it had never ended, and a shorter one is its beginning."""
    short = found(resume=tmp_path, trials=BATCH + 3)
    assert short.trials == result.trials[: BATCH + 3]
    assert same(found(resume=tmp_path), result)
    assert found(resume=tmp_path, trials=3).trials == result.trials[:3]


def test_searches_in_a_folder_do_not_mix(tmp_path: Path, result: Optimum, careful: Optimum) -> None:
    """Searches that differ in what they look for keep apart in the same folder."""
    assert same(found(resume=tmp_path, pareto=True), careful)
    assert same(found(resume=tmp_path), result)
    assert same(found(resume=tmp_path, pareto=True), careful)


def test_the_front_is_what_one_may_choose_from(careful: Optimum) -> None:
    """No trial within the budget has more profit and less risk than one of the front, and each of it is within."""
    within = [trial for trial in careful.trials if trial.is_feasible]
    for chosen in careful.front:
        assert chosen in within
        assert not [t for t in within if t.profit >= chosen.profit and t.risk < chosen.risk]
        assert not [t for t in within if t.profit > chosen.profit and t.risk <= chosen.risk]
    assert careful.front[0] == careful.found


@pytest.mark.behaviour
def test_the_best_beats_every_packaged_strategy() -> None:
    """On the packaged branch, two dozen trials find what earns more than every packaged strategy within the budget."""
    best = optimise("baseline", trials=24, replications=6, proofs=20, seed=3, jobs=2, cache=False)
    assert len(best.others) > 5
    assert (best.proof["low"][1:] > 0.0).all()
    assert best.proof["spend"][0] < best.proof["spend"][1]


def test_progress_counts_to_its_end() -> None:
    """Runs that are told of go up to as many as there are, whatever is left out."""
    told: list[tuple[int, int]] = []
    found(progress=lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == told[-1][1]


def test_the_first_of_equals_is_best() -> None:
    """Of two trials that bring the same, the earlier one is taken, and none that is beyond the budget."""
    trials = [Trial(n, {}, profit, 1.0, 0.0, ok) for n, (profit, ok) in enumerate([(9, False), (5, True), (5, True)])]
    assert best_of(trials, 1.0).number == 1


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"settings": ("maintenance.care_premum",)}, "did you mean 'maintenance.care_premium'?"),
        ({"settings": ("market.offers",)}, "market.offers is not for a strategy to choose"),
        ({"settings": ()}, "no setting is named"),
        ({"ranges": {"maintenance.care_ordinary": (0.0, 1.0)}}, "is not within 0.25 to 3"),
        ({"budget": 0.0}, "budget = 0.0 is no amount above 0"),
        ({"budget": float("nan")}, "budget = nan is no amount above 0"),
        ({"budget": 10.0, "trials": 3}, "budget = 10 CNY is below the cheapest of 3 trials, which spends"),
        ({"trials": 0}, "trials = 0 is not from 1"),
        ({"replications": 0}, "replications = 0 is not from 1"),
        ({"replications": 1, "pareto": True}, "replications = 1 is not from 2"),
        ({"proofs": 1}, "proofs = 1 is not from 2"),
        ({"jobs": 0}, "jobs = 0"),
        ({"seed": -1}, "seed = -1"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence(how: dict[str, object], sentence: str) -> None:
    """Settings, ranges, budgets and numbers that make no sense are refused with the remedy."""
    with pytest.raises(CrmsimError, match=r"^[^\n]*$") as refused:
        found(**how)  # type: ignore[arg-type]  # bad on purpose
    assert sentence in str(refused.value)


def test_a_file_that_is_no_search_is_refused(tmp_path: Path) -> None:
    """A folder whose file of searches is something else is named."""
    (tmp_path / "searches.sqlite").write_text("this is a letter to my grandmother, and no database" * 40)
    with pytest.raises(OutputError, match=r"searches\.sqlite: cannot keep a search"):
        found(resume=tmp_path)


def test_a_folder_may_be_called_anything(tmp_path: Path) -> None:
    """A folder's name may hold signs that mean something in an address."""
    folder = tmp_path / "50% {best}?"
    found(resume=folder, trials=1)
    assert sorted(file.name for file in folder.iterdir()) == ["runs.sqlite", "searches.sqlite"]


def test_the_command_writes_the_best(tmp_path: Path) -> None:
    """The command prints one document, and writes a scenario that holds the best settings."""
    file, best = tmp_path / "small.toml", tmp_path / "best.toml"
    file.write_text('name = "small"\nmonths = 12\n[market]\ncustomers = 60\npotential = 50\n', "utf-8")
    words = ("optimise", file, "--settings", ",".join(SETTINGS), "--trials", "3", "--replications", "2")
    words = (*words, "--proofs", "2", "--resume", tmp_path / "kept")
    done = command(*words, "--json", "--out", best)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert len(told["trials"]) == 3
    assert told["best"]["within_budget"]
    assert told["proof"][0]["difference"] is None
    written = load(best)
    assert written.name == "small-optimised"
    assert written.schedule[0].maintenance.care_ordinary == told["best"]["maintenance.care_ordinary"]
    assert is_refused(command(*words, "--out", best), "best.toml: exists already")
    shown = command(*words, "--pareto")
    assert shown.returncode == 0, shown.stderr
    assert all(word in shown.stdout for word in ("small-optimised", "More profit at more risk", "On fresh luck"))


def test_the_command_refuses_in_a_sentence(tmp_path: Path) -> None:
    """Bad input ends with status 2 and one sentence on stderr."""
    done = command("optimise", "baseline", "--settings", "maintenance.concesion")
    assert is_refused(done, "did you mean 'maintenance.concession'?")
    nowhere = tmp_path / "nowhere" / "best.toml"
    assert is_refused(command("optimise", "baseline", "--out", nowhere), "its folder is not there")
