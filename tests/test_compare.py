"""Comparisons: the same luck for all, honest intervals, the same bytes whoever does the work, and nothing lost."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from test_cli import environment, is_refused
from test_cli import run as command

from crmsim.analytic import priority_waits
from crmsim.benchmark.plain_queue import PlainQueue
from crmsim.errors import CrmsimError, EngineError, OutputError, ScenarioError
from crmsim.experiment import cells
from crmsim.experiment.cells import Hands, sample
from crmsim.experiment.compare import compare
from crmsim.experiment.comparison import HEADLINES, PLACE, Comparison
from crmsim.experiment.store import Store, key
from crmsim.lattice import HOURS
from crmsim.run import simulate
from crmsim.settings import Scenario, dump, load
from crmsim.statistics import interval

BRANCH = Scenario(name="plain").with_settings(
    {"months": 12, "market.customers": 60, "market.potential": 50, "bank.customers_per_manager": 15.0}
)
"""A branch that is simulated in a blink."""

CAREFUL = BRANCH.model_copy(update={"name": "careful"}).with_settings({"maintenance.care_premium": 1.6})
EAGER = BRANCH.model_copy(update={"name": "eager"}).with_settings({"prospecting.by_visit": 0.04})
THREE = (BRANCH, CAREFUL, EAGER)


def compared(**how: object) -> Comparison:
    """The three scenarios, six replications, without the user's own store."""
    given = {"replications": 6, "jobs": 1, "engine": "compiled", "cache": False, **how}
    return compare(THREE, **given)  # type: ignore[arg-type]  # options of many kinds


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """The three scenarios compared."""
    return compared()


def test_samples_are_the_runs_themselves(comparison: Comparison) -> None:
    """Each figure of a comparison is that of the run of its scenario and replication."""
    for place, scenario in enumerate(THREE):
        run = simulate(scenario, 1, 4, "simpy", record=False)
        assert comparison.of("contribution")[place, 4] == run.indicators["contribution"]


def test_means_have_their_intervals(comparison: Comparison) -> None:
    """The table holds every indicator of every scenario with the interval of its mean."""
    table = comparison.table(["contribution", "wait"])
    row = table[(table["kpi"] == "wait") & (table["scenario"] == "eager")].iloc[0]
    found = interval(comparison.of("wait")[2])
    assert (row["mean"], row["low"], row["high"], row["n"]) == (found.mean, found.low, found.high, 6)
    assert len(comparison.table()) == len(simulate(BRANCH, record=False).indicators) * 3


def test_differences_are_paired_and_adjusted(comparison: Comparison) -> None:
    """Differences are those within replications; adjusted p-values are never smaller than the bare ones."""
    table = comparison.differences()
    assert len(table) == len(HEADLINES) * 2
    row = table[(table["kpi"] == "contribution") & (table["scenario"] == "careful")].iloc[0]
    gains = comparison.of("contribution")[1] - comparison.of("contribution")[0]
    assert row["difference"] == pytest.approx(gains.mean())
    there = table.dropna(subset=["p"])
    assert (there["p_adjusted"] >= there["p"]).all()


def test_another_reference(comparison: Comparison) -> None:
    """With another reference, the same difference comes out with the other sign."""
    other = compared(reference="careful").differences(["contribution"])
    one = comparison.differences(["contribution"])
    forth = one.loc[one["scenario"] == "careful", "difference"].item()
    back = other.loc[other["scenario"] == "plain", "difference"].item()
    assert forth == pytest.approx(-back)


def test_the_ranking_is_by_mean_and_says_how_sure(comparison: Comparison) -> None:
    """The best scenario stands first; probabilities of being the best sum up to one."""
    table = comparison.ranking()
    assert table["mean"].is_monotonic_decreasing
    assert table["best"].sum() == pytest.approx(1.0)
    assert table["rank"].tolist() == [1, 2, 3]


def test_common_luck_saves_variance() -> None:
    """On the default branch the paired half-width of the profit's difference is at most half of the unpaired one."""
    found = compare(["baseline", "differentiated"], 30, cache=False, engine="compiled")
    one, other = found.of("contribution")
    paired = interval(other - one).half_width
    unpaired = np.hypot(interval(one).half_width, interval(other).half_width)
    assert paired <= unpaired / 2


@pytest.mark.parametrize("jobs", [2, 3])
def test_any_jobs_give_the_same_bytes(comparison: Comparison, jobs: int) -> None:
    """Two processes or three find what one finds, to the bit."""
    assert compared(jobs=jobs).samples.tobytes() == comparison.samples.tobytes()


def test_known_runs_are_not_simulated_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second comparison takes its runs from the store; only a replication that is new is simulated."""
    first = compared(resume=tmp_path)
    done: list[int] = []

    def watched(task: cells.Round) -> list[cells.Answer]:
        done.append(task.replication)
        return play(task)

    play = cells.play
    monkeypatch.setattr(cells, "play", watched)
    again = compared(resume=tmp_path, replications=7)
    assert done == [6]
    assert again.samples[:, :6].tobytes() == first.samples.tobytes()


def test_a_run_is_known_by_all_that_decides_it() -> None:
    """Another setting, seed or replication makes another run; another name does not."""
    names = {key(BRANCH, 1, 0), key(CAREFUL, 1, 0), key(BRANCH, 2, 0), key(BRANCH, 1, 1)}
    assert len(names) == 4
    assert key(BRANCH.model_copy(update={"name": "other"}), 1, 0) == key(BRANCH, 1, 0)


def test_a_store_forgets_when_it_is_told_to(tmp_path: Path) -> None:
    """Cleared, a store is empty and works on."""
    compared(resume=tmp_path)
    store = Store(tmp_path)
    assert store.count() == 18
    assert store.clear() == 18
    assert Store(tmp_path).count() == 0


def test_a_failed_run_is_recorded_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that stops with an error is told with scenario, seed and reason; its figures are NaN, the others stand."""

    def broken(scenario: Scenario, seed: int, replication: int, *rest: object, **how: object) -> object:
        if scenario.name == "careful" and replication == 2:
            raise MemoryError("no room")
        return real(scenario, seed, replication, *rest, **how)  # type: ignore[arg-type]  # passed on as it came

    real = cells.simulate
    monkeypatch.setattr(cells, "simulate", broken)
    found = compared()
    assert [(f.scenario, f.replication, f.reason) for f in found.failures] == [("careful", 2, "MemoryError: no room")]
    assert np.isnan(found.samples[1, 2]).all()
    assert found.table(["wait"])["n"].tolist() == [6, 5, 6]
    assert found.differences(["contribution"])["n"].tolist() == [5, 6]
    assert len(found.ranking()) == 3


def test_precision_adds_replications() -> None:
    """Asked for a precision, a comparison goes on until every scenario's half-width is within it."""
    found = compared(precision=0.02, kpi="loyalty", replications=3)
    assert found.replications > 3
    for values in found.of("loyalty"):
        span = interval(values)
        assert span.half_width <= 0.02 * abs(span.mean)


MISTAKES: dict[str, tuple[dict[str, object], str]] = {
    "one scenario": ({"scenarios": [BRANCH]}, "needs two"),
    "two of a name": ({"scenarios": [BRANCH, BRANCH]}, "called 'plain'"),
    "other months": (
        {"scenarios": [BRANCH, CAREFUL.with_settings({"months": 6})]},
        "months = 12 and 'careful' has 6",
    ),
    "another size": (
        {"scenarios": [BRANCH, CAREFUL.with_settings({"market.customers": 61})]},
        "market.customers = 60",
    ),
    "no such reference": ({"reference": "nobody"}, "'nobody' is none of"),
    "no replications": ({"replications": 0}, "from 1 to"),
    "no such indicator": ({"kpi": "fame"}, "no indicator 'fame'"),
    "no precision": ({"precision": 1.5}, "between 0 and 1"),
    "no jobs": ({"jobs": 0}, "from 1 on"),
    "no such engine": ({"engine": "steam"}, "no engine 'steam'"),
    "no such scenario": ({"scenarios": ["nowhere", "baseline"]}, "nowhere"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_what_cannot_be_compared_is_refused(mistake: str) -> None:
    """Each mistake is one sentence that names the value."""
    how, fragment = MISTAKES[mistake]
    given = {"scenarios": THREE, "replications": 2, "cache": False, **how}
    with pytest.raises(CrmsimError, match=fragment):
        compare(**given)  # type: ignore[arg-type]  # options of many kinds


def test_a_store_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """A file in the place of the folder is told in a sentence."""
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot keep runs"):
        compared(resume=tmp_path / "file")


def test_no_scheduler_no_cluster() -> None:
    """An address at which nobody answers is told in a sentence."""
    pytest.importorskip("distributed", reason="a cluster is an extra: install [cluster]")
    with pytest.raises(EngineError, match="no Dask scheduler answers"):
        compared(cluster="tcp://127.0.0.1:9")


def test_a_cluster_finds_the_same(comparison: Comparison) -> None:
    """A real local cluster of two workers, one of which is killed in the midst, finds what one process finds."""
    distributed = pytest.importorskip("distributed", reason="a cluster is an extra: install [cluster]")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        workers = [worker.process.pid for worker in cluster.workers.values()]

        def killing(done: int, total: int) -> None:
            if 0 < done < total and workers:
                os.kill(workers.pop(), signal.SIGTERM)
                workers.clear()

        found = compared(cluster=cluster.scheduler_address, progress=killing)
    assert found.samples.tobytes() == comparison.samples.tobytes()
    assert found.failures == ()


def test_what_a_kill_leaves_is_taken_up(tmp_path: Path, comparison: Comparison) -> None:
    """Killed outright in the midst, an experiment goes on from its folder to the same bytes."""
    for name, scenario in zip("abc", THREE, strict=True):
        (tmp_path / f"{name}.toml").write_text(dump(scenario), "utf-8")
    files = [str(tmp_path / f"{name}.toml") for name in "abc"]
    words = ["compare", *files, "--replications", "400", "--jobs", "1", "--engine", "simpy", "--json"]
    kept = tmp_path / "kept"
    begun = subprocess.Popen(
        [sys.executable, "-m", "crmsim", *words, "--resume", str(kept)], env=environment(), stdout=subprocess.DEVNULL
    )
    until = time.monotonic() + 60.0
    while not (kept / "runs.sqlite").exists() or Store(kept).count() < 9:
        assert time.monotonic() < until, "nothing is kept"
        time.sleep(0.05)
    begun.kill()
    begun.wait()
    there = Store(kept).count()
    assert 9 <= there < 1200
    found = compared(resume=kept)
    assert found.samples.tobytes() == comparison.samples.tobytes()


def test_the_command_compares(tmp_path: Path) -> None:
    """`crmsim compare` prints one JSON document with table, differences and ranking, the same for one job or two."""
    words = ("compare", "baseline", "differentiated", "--replications", "3", "--no-cache", "--json")
    one, two = (command(*words, "--jobs", jobs) for jobs in ("1", "2"))
    assert one.returncode == two.returncode == 0, one.stderr
    assert one.stdout == two.stdout
    found = json.loads(one.stdout)
    assert found["replications"] == 3
    assert {"table", "differences", "ranking", "failures", "command"} <= set(found)


@pytest.mark.parametrize(
    ("words", "fragment"),
    [
        (("--backend", "dask"), "--scheduler"),
        (("--backend", "moon"), "no backend 'moon'"),
        (("--report", "/nowhere/there/report.html"), "cannot be written"),
        (("--report", "report.html", "--lang", "fr"), "'fr' is none of"),
    ],
)
def test_a_bad_option_is_refused(words: tuple[str, ...], fragment: str, tmp_path: Path) -> None:
    """What cannot be done is refused before anything is simulated."""
    if "/nowhere" in "".join(words):
        (tmp_path / "file").touch()
        words = ("--report", str(tmp_path / "file" / "report.html"))
    assert is_refused(command("compare", "baseline", "differentiated", "--replications", "2", *words), fragment)


def test_a_sample_is_told_of_its_progress() -> None:
    """Whoever looks on is told how many runs are done, from the first to the last."""
    seen: list[tuple[int, int]] = []
    hands = Hands(1, "compiled")
    sample([BRANCH, CAREFUL], 1, range(3), hands, Store(None), lambda done, total: seen.append((done, total)))
    assert seen == [(0, 6), (2, 6), (4, 6), (6, 6)]


def test_scenarios_of_one_name_in_error(tmp_path: Path) -> None:
    """A mistake in one of the files is told before anything is simulated."""
    file = tmp_path / "broken.toml"
    file.write_text("monts = 3\n", "utf-8")
    with pytest.raises(ScenarioError, match="monts"):
        compare([BRANCH, file], 2)


def test_intervals_cover_what_theory_knows() -> None:
    """Of 200 intervals for the plain queue's mean wait, each of ten replications, 92 to 98 % hold Erlang's value."""
    queue = load("plain-queue").with_settings({"months": 12, "market.opening_months": 0})
    facts = PlainQueue()
    theory = sum(
        rate * wait
        for rate, wait in zip(
            facts.arrival_rates, priority_waits(facts.arrival_rates, 1 / facts.mean_visit, facts.servers), strict=True
        )
    ) / sum(facts.arrival_rates)
    found, failures = sample([queue], 5, range(2000), Hands(None, "compiled"), Store(None), lambda *_: None)
    assert failures == []
    waits = found[0, :, PLACE["wait"]].reshape(200, 10)
    spans = [interval(row) for row in waits]
    covered = sum(span.low <= theory * HOURS <= span.high for span in spans)
    assert 184 <= covered <= 196, covered


def test_the_report_is_one_file_in_either_language(comparison: Comparison, tmp_path: Path) -> None:
    """A report holds its charts, tables and the command in one file that asks for no network, the same every time."""
    for lang, word in (("en", "Differences to the reference"), ("zh", "与基准情景的差异")):
        file = comparison.report(tmp_path / f"{lang}.html", lang)
        text = file.read_text("utf-8")
        assert word in text
        assert comparison.command in text
        assert "vegaEmbed" in text
        shell = text[: text.index("<script>")]
        assert "http" not in shell
        assert not re.search(r'<(script|link|img)[^>]+(src|href)="', text[: text.index("<script>")])
        again = comparison.report(tmp_path / "again.html", lang)
        assert again.read_bytes() == file.read_bytes()
