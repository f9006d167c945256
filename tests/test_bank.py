"""A bank of several branches: each is simulated by itself, and the bank is their sum whoever did the work."""

import json
import os
import shutil
import signal
import subprocess
import time
from concurrent.futures import Future
from pathlib import Path

import pandas as pd
import pytest
from joblib.externals.loky.process_executor import TerminatedWorkerError
from test_cli import run as command
from test_cli import started

from crmsim import workers
from crmsim.branches import Task, simulated
from crmsim.engine import compiled_engine
from crmsim.engine.history import no_progress
from crmsim.engine.plan import plan
from crmsim.errors import CrmsimError, EngineError
from crmsim.population.customer_file import read_customers
from crmsim.population.deal import dealt
from crmsim.results.tally import Sums, sums_of, together
from crmsim.run import simulate
from crmsim.settings import Scenario

BRANCH = Scenario(name="small").with_settings(
    {"months": 12, "market.customers": 60, "market.potential": 50, "bank.customers_per_manager": 15.0}
)
"""A branch that is simulated in a blink."""

BANK = BRANCH.with_settings({"branches": 5})


def task(branch: int) -> Task:
    """One branch of the bank."""
    return Task(BANK, 1, 0, "compiled", False, branch, None, (), False, None)


def same(one: Sums, other: Sums) -> bool:
    """Whether two sums agree in every bit."""
    records = ((one.months, other.months), (one.own, other.own))
    counts = [(s.managers, s.branches, s.events, s.rows) for s in (one, other)]
    return all(a.tobytes() == b.tobytes() for a, b in records) and counts[0] == counts[1]


def test_the_bank_is_the_sum_of_its_branches() -> None:
    """Ledger, months, customers, managers and events of a bank are those of its branches simulated one by one."""
    alone = [compiled_engine.simulate(plan(BANK, None, 1, 0, False, branch), no_progress) for branch in range(5)]
    bank = simulate(BANK, engine="compiled", jobs=1)
    assert same(bank.sums, together(sums_of(history) for history in alone))
    ledger = sum(history.months["ledger"] for history in alone)
    assert (bank.ledger.to_numpy() == ledger).all()
    assert bank.branches["contribution"].sum() == ledger.sum()
    assert bank.branches["customers"].sum() == bank.indicators["customers"]
    assert bank.branches["managers"].tolist() == [4] * 5
    assert "regime" not in bank.monthly.columns


def test_branches_are_alike_and_no_two_the_same() -> None:
    """Each branch has a luck of its own, and the first one is the branch that a scenario of one branch simulates."""
    bank = simulate(BANK, engine="compiled", jobs=1)
    assert bank.branches["contribution"].nunique() == 5
    alone = simulate(BRANCH, engine="compiled")
    assert alone.branches.iloc[0].equals(bank.branches.iloc[0])


def test_any_order_and_any_jobs_give_the_same_bytes() -> None:
    """Branches simulated from the last to the first, or by two or three processes, sum up to the same bytes."""
    backwards = {branch: simulated(task(branch))[0] for branch in reversed(range(5))}
    alone = together(backwards[branch] for branch in range(5))
    for jobs in (1, 2, 3):
        run = simulate(BANK, engine="compiled", jobs=jobs)
        assert same(run.sums, alone), jobs
        assert run.branches.equals(simulate(BANK, engine="compiled", jobs=1).branches)


def test_both_engines_give_the_same_bank() -> None:
    """A bank under SimPy is the bank of the compiled engine."""
    readable, compiled = (simulate(BANK, engine=engine, jobs=1) for engine in ("simpy", "compiled"))
    assert same(readable.sums, compiled.sums)


def test_customers_and_events_come_on_request_only() -> None:
    """A bank keeps sums; with details it gives every branch's customers and events, each with its branch."""
    for table in ("customers", "events", "history"):
        with pytest.raises(CrmsimError, match="details=True"):
            getattr(simulate(BANK, engine="compiled", jobs=1), table)
    bank = simulate(BANK, engine="compiled", jobs=1, details=True)
    assert bank.customers.groupby("branch").size().tolist() == [110] * 5
    assert bank.customers["contribution"].sum() == bank.ledger.to_numpy().sum()
    assert len(bank.events) == bank.sums.rows
    assert bank.events["amount"].sum() == bank.ledger.to_numpy().sum()
    with pytest.raises(CrmsimError, match="5 branches"):
        _ = bank.history


@pytest.mark.parametrize("jobs", [1, 2])
def test_branches_stream_to_parquet(tmp_path: Path, jobs: int) -> None:
    """Each branch writes its customers and events as soon as it is done; nothing else stays in the folder."""
    pytest.importorskip("pyarrow", reason="Parquet is an extra")
    run = simulate(BANK, engine="compiled", jobs=jobs, stream=tmp_path)
    wanted = [f"branch-{branch:04}.parquet" for branch in range(5)]
    for table in ("customers", "events"):
        assert sorted(file.name for file in (tmp_path / table).iterdir()) == wanted
    streamed = pd.concat(pd.read_parquet(file) for file in sorted((tmp_path / "customers").iterdir()))
    detailed = simulate(BANK, engine="compiled", jobs=1, details=True).customers
    pd.testing.assert_frame_equal(streamed.reset_index(drop=True), detailed)
    assert run.sums.branches == 5


def test_a_bank_s_file_is_dealt_out(tmp_path: Path) -> None:
    """Every customer of a file is in one branch, with its name, and every potential customer too."""
    file = tmp_path / "customers.csv"
    file.write_text("customer,kind\n" + "".join(f"c{number},individual\n" for number in range(23)), "utf-8")
    population = read_customers(file)
    hands = list(dealt(population, 4))
    assert sorted(name for hand in hands for name in hand.names) == sorted(population.names)
    assert sum(len(hand.records) for hand in hands if hand.records is not None) == len(population.records)
    bank = simulate(BRANCH.with_settings({"branches": 4}), customers=population, engine="compiled", details=True)
    assert sorted(bank.customers["name"].loc[lambda name: name != ""]) == sorted(population.names)


def test_a_killed_worker_takes_nothing_with_it(tmp_path: Path) -> None:
    """A worker that is killed in the midst of its work is replaced, and every answer comes once, in its order."""
    assert list(workers.in_order(Fatal(tmp_path, 1), range(12), 2)) == [number * number for number in range(12)]


def test_workers_that_are_always_killed_are_given_up(tmp_path: Path) -> None:
    """Where every worker dies, one sentence says so and what to do."""
    with pytest.raises(EngineError, match="fewer jobs"):
        list(workers.in_order(Fatal(tmp_path, 1000), range(12), 2))


class Fatal:
    """Squares a number; from 7 on it kills the worker that does it, so many times, and whoever else does it waits."""

    def __init__(self, folder: Path, times: int) -> None:
        self.folder, self.times, self.home = folder, times, os.getpid()

    def __call__(self, number: int) -> int:
        """The square."""
        if number >= 7 and os.getpid() == self.home:
            self.wait_for_a_death()
        elif number >= 7 and self.deaths() < self.times:
            (self.folder / str(self.deaths())).touch()
            os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        return number * number

    def deaths(self) -> int:
        """How many workers have died of it."""
        return len(list(self.folder.iterdir()))

    def wait_for_a_death(self) -> None:
        """Leave the rest to a worker until it has died of it."""
        until = time.monotonic() + 60.0
        while not self.deaths():
            assert time.monotonic() < until, "no worker does its share"
            time.sleep(0.01)


def test_a_question_that_no_worker_takes_any_more_tells_why() -> None:
    """Workers that die while the next question is on its way leave an error to whoever waits for that answer."""
    died = TerminatedWorkerError("gone")

    def submit(question: int) -> Future[int]:
        if question == 2:
            raise died
        answer: Future[int] = Future()
        answer.set_result(question)
        return answer

    pile = workers.Pile((1, 2, 3), submit)
    pile.hand_out(1)
    assert pile.answer(0) == 1
    assert pile.is_answered(1)
    with pytest.raises(TerminatedWorkerError, match="gone"):
        pile.answer(1)
    assert pile.take() == 2, "what nobody has taken yet is there"


def test_an_error_of_the_work_is_passed_on() -> None:
    """What goes wrong in a worker is raised where the work was given."""
    with pytest.raises(ZeroDivisionError):
        list(workers.in_order(inverse, [2, 1, 0, 1], 2))


def inverse(number: int) -> float:
    """One over a number."""
    return 1 / number


@pytest.mark.parametrize("jobs", [0, -1])
def test_no_jobs_are_refused(jobs: int) -> None:
    """Jobs are from 1 on."""
    with pytest.raises(CrmsimError, match="from 1 on"):
        simulate(BANK, jobs=jobs)


def test_the_command_simulates_a_bank(tmp_path: Path) -> None:
    """`--branches` gives the bank's sums as JSON, the same by one process or two, and a table of branches on disk."""
    words = ("run", "baseline", "--months", "6", "--branches", "3", "--json")
    one, two = (command(*words, "--jobs", jobs, "--out", str(tmp_path / jobs)) for jobs in ("1", "2"))
    assert one.returncode == two.returncode == 0, one.stderr + two.stderr
    assert one.stdout == two.stdout
    assert json.loads(one.stdout)["branches"] == 3
    for name in ("branches.csv", "monthly.csv", "ledger.csv", "kpis.csv", "scenario.toml", "run.json"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()
    assert not (tmp_path / "1" / "events.csv").exists()


@pytest.mark.skipif(shutil.which("ps") is None, reason="needs ps to look for processes")
@pytest.mark.parametrize("seconds", [1.0, 3.0])
def test_ctrl_c_stops_a_bank(tmp_path: Path, seconds: float) -> None:
    """Ctrl-C ends a bank's run with its workers, whether they start or work, and leaves no process and no half file."""
    words = ("run", "baseline", "--branches", "900", "--months", "120", "--jobs", "2", "--engine", "compiled")
    compiled_engine.compiled_kernel()
    with started(*words, "--out", tmp_path / "result") as process:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(seconds)
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=3)
    assert (process.returncode, stdout, stderr) == (130, "", "crmsim: stopped; nothing was written\n")
    assert list(tmp_path.iterdir()) == []
    assert is_gone(process.pid)


def is_gone(group: int) -> bool:
    """Whether every process of a group ends within a second; who has ended and was not buried yet is gone too."""
    until = time.monotonic() + 1.0
    while time.monotonic() < until:
        listed = subprocess.run(["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
        states = [state for found, state in map(str.split, listed.splitlines()) if found == str(group)]
        if all(state.startswith("Z") for state in states):
            return True
    return False
