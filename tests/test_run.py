"""The public face: what the package offers, what a run gives, and that its books agree to the fen."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import UNMEASURED
from test_cli import environment

import crmsim
from crmsim.errors import CrmsimError, EngineError, ScenarioError
from crmsim.kpis import KPIS
from crmsim.run import Run, simulate
from crmsim.settings import Scenario, dump, load
from crmsim.stages import Stage
from crmsim.tables import TABLES

BRANCH = Scenario(name="small").with_settings(
    {"months": 14, "market.customers": 60, "market.potential": 50, "bank.customers_per_manager": 15.0}
)
"""A branch that is simulated in a blink."""

ENGINES = ("simpy", "compiled")
HEAVY = {"numpy", "pandas", "numba", "simpy", "pydantic", "altair", "ipywidgets", "anywidget", "typer", "rich"}


@pytest.fixture(scope="module", params=ENGINES)
def run(request: pytest.FixtureRequest) -> Run:
    """The small branch, simulated on either engine."""
    return simulate(BRANCH, seed=3, engine=request.param)


def python(code: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment(**env),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=240,
        check=True,
    )


def test_public_names() -> None:
    """At most twenty public names, each there, and `dir` shows just these."""
    assert len(crmsim.__all__) <= 20
    assert dir(crmsim) == sorted(crmsim.__all__)
    assert [name for name in crmsim.__all__ if getattr(crmsim, name) is None] == []


def test_public_names_are_documented() -> None:
    """Each public class and function says what it is."""
    things = [getattr(crmsim, name) for name in crmsim.__all__ if name != "__version__"]
    assert [thing for thing in things if not thing.__doc__] == []


def test_unknown_name() -> None:
    """A name that is not there is an AttributeError, as everywhere in Python."""
    with pytest.raises(AttributeError, match="module 'crmsim' has no attribute 'simulat'"):
        crmsim.simulat  # noqa: B018  # asking is the point


def test_import_is_light() -> None:
    """`import crmsim` loads no heavy library, and neither do `dir` and the version."""
    loaded = set(python("import sys, crmsim; dir(crmsim), crmsim.__version__; print(*sys.modules)").stdout.split())
    assert "crmsim" in loaded
    assert loaded & HEAVY == set()


def test_the_readable_engine_needs_no_compiler() -> None:
    """A run on the readable engine does not load Numba."""
    code = (
        "import sys, crmsim; s = crmsim.load('baseline').with_settings({'months': 1, 'market.customers': 20});"
        "crmsim.simulate(s, engine='simpy').kpis; print(*sys.modules)"
    )
    loaded = set(python(code).stdout.split())
    assert loaded & {"simpy", "numba"} == {"simpy"}


def test_a_scenario_a_path_and_a_name_are_the_same(tmp_path: Path) -> None:
    """`simulate` takes a scenario, the path of a file, as text or as a path, and a packaged name."""
    file = tmp_path / "small.toml"
    file.write_text(dump(BRANCH), "utf-8")
    first = simulate(BRANCH, engine="simpy")
    for source in (file, str(file)):
        again = simulate(source, engine="simpy")
        assert again.scenario == BRANCH
        pd.testing.assert_series_equal(again.kpis, first.kpis, check_exact=True)
    assert simulate("baseline", engine="compiled", record=False).scenario == crmsim.load("baseline") == load("baseline")


def test_a_run_tells_what_it_was(run: Run) -> None:
    """A run keeps its scenario, seed, replication and engine, and cannot be changed."""
    assert isinstance(run, crmsim.Run)
    assert (run.scenario, run.seed, run.replication, run.source) == (BRANCH, 3, 0, "")
    assert run.engine in ENGINES
    with pytest.raises(AttributeError):
        run.seed = 4  # type: ignore[misc]


def test_indicators_stand_in_their_order(run: Run) -> None:
    """The indicators are a series with exactly the names of `kpis.KPIS`."""
    assert list(run.kpis.index) == [kpi.name for kpi in KPIS]
    assert run.kpis.dtype == np.float64


@pytest.mark.parametrize("table", TABLES)
def test_tables_have_the_documented_columns(table: str, run: Run) -> None:
    """Each table has exactly the columns that `tables.TABLES` documents, in that order."""
    frame = run.ledger.reset_index() if table == "ledger" else getattr(run, table)
    assert list(frame.columns) == [column.name for column in TABLES[table]]
    assert [column.name for column in TABLES[table] if not (column.unit and column.meaning)] == []


def test_stages_sum_to_the_market(run: Run) -> None:
    """In every month each customer of the market is in one stage, and the bank's are those from growth to decline."""
    months = run.monthly
    assert months["month"].tolist() == list(range(BRANCH.months))
    assert set(months[list(Stage.names())].sum(axis=1)) == {BRANCH.market.customers + BRANCH.market.potential}
    assert (months[["growth", "maturity", "decline"]].sum(axis=1) == months["customers"]).all()


def test_the_last_month_is_where_customers_stand(run: Run) -> None:
    """Counted by stage, the customers at the end are the last month's figures."""
    counted = run.customers["stage"].value_counts()
    last = run.monthly.iloc[-1]
    assert {stage: counted[stage] for stage in Stage.names()} == {stage: last[stage] for stage in Stage.names()}


def test_books_agree_to_the_fen(run: Run) -> None:
    """Events, ledger, customers and months bring the same contribution, in whole fen."""
    sums = {
        int(run.events["amount"].sum()),
        int(run.ledger.to_numpy().sum()),
        int(run.customers["contribution"].sum()),
        int(run.monthly["contribution"].sum()),
    }
    assert len(sums) == 1
    assert sums != {0}
    assert run.kpis["contribution"] == sums.pop() / 100


def test_books_agree_month_by_month(run: Run) -> None:
    """Each month's accounts sum to its contribution."""
    assert run.ledger.sum(axis=1).tolist() == run.monthly["contribution"].tolist()
    assert set(run.ledger.dtypes) == {np.dtype(np.int64)}


def test_books_agree_customer_by_customer(run: Run) -> None:
    """What was posted for a customer, event by event, is its contribution."""
    posted = run.events.groupby("customer")["amount"].sum()
    by_customer = run.customers.set_index("customer")["contribution"]
    assert posted.reindex(by_customer.index, fill_value=0).tolist() == by_customer.tolist()


def test_events_stand_in_their_order(run: Run) -> None:
    """Events follow each other in time, within the run."""
    assert run.events["time"].is_monotonic_increasing
    assert run.events["time"].between(0, BRANCH.months).all()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_run_without_record_is_the_same(engine: str) -> None:
    """Without `record` the figures are the same, and asking for events says how to get them."""
    kept, bare = (simulate(BRANCH, seed=3, engine=engine, record=record) for record in (True, False))
    pd.testing.assert_series_equal(bare.kpis, kept.kpis, check_exact=True)
    pd.testing.assert_frame_equal(bare.monthly, kept.monthly, check_exact=True)
    with pytest.raises(CrmsimError, match="record=True"):
        _ = bare.events


def test_seed_and_replication_are_luck() -> None:
    """The same seed and replication give the same figures, another of either gives others."""
    figures = [
        simulate(BRANCH, *luck, engine="simpy").kpis["contribution"] for luck in ((1, 0), (1, 0), (2, 0), (1, 1))
    ]
    assert figures[0] == figures[1]
    assert len(set(figures)) == 3


@pytest.mark.parametrize("engine", ENGINES)
def test_months_without_customers_are_not_numbers(engine: str) -> None:
    """A branch that gives up its only customer has months in which means are NaN, and no error."""
    settings = {
        "months": 4,
        "market.customers": 1,
        "market.potential": 0,
        "market.opening_months": 0,
        "exit.close_below": 5000.0,
    }
    alone = {"market.wallet_individual": 1e3, "market.small_businesses": 0.0, "market.corporates": 0.0}
    run = simulate(
        Scenario(name="alone").with_settings({**settings, **alone, "maintenance.review_every": 1}), engine=engine
    )
    assert run.monthly["customers"].tolist() == [0] * 4
    assert run.monthly[["churn", "satisfaction", "loyalty", "share_of_wallet"]].isna().all(axis=None)
    assert (run.kpis["closed"], run.kpis["customers"]) == (1.0, 0.0)
    assert run.kpis[["churn", "satisfaction", "loyalty", "balance", "top20_share"]].isna().all()


@pytest.mark.parametrize("engine", ENGINES)
def test_whoever_follows_the_progress_can_stop_it(engine: str) -> None:
    """What goes wrong while progress is told ends the simulation, instead of being lost in it."""

    def stop(months: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(BRANCH, engine=engine, progress=stop)


@pytest.mark.parametrize("seed", [-1, 2**53])
def test_seeds_out_of_bounds(seed: int) -> None:
    """A seed or replication that not every format keeps exactly is refused by name."""
    with pytest.raises(ScenarioError, match=f"seed = {seed} is not from 0 to {2**53 - 1}"):
        simulate(BRANCH, seed)
    with pytest.raises(ScenarioError, match=f"replication = {seed} is not from 0 to {2**53 - 1}"):
        simulate(BRANCH, 1, seed)


def test_the_greatest_seed() -> None:
    """The greatest seed that is allowed gives one history on both engines."""
    readable, compiled = (simulate(BRANCH, 2**53 - 1, 2**53 - 1, engine) for engine in ENGINES)
    pd.testing.assert_series_equal(readable.kpis, compiled.kpis, check_exact=True)
    pd.testing.assert_frame_equal(readable.events, compiled.events, check_exact=True)


def test_unknown_engine() -> None:
    """An engine that is not there is refused with the nearest that is."""
    with pytest.raises(EngineError, match="no engine 'compile'; did you mean 'compiled'"):
        simulate(BRANCH, engine="compile")


AUTO = """
import json, crmsim
branch = crmsim.load("baseline").with_settings({"months": 6, "market.customers": 50, "market.potential": 40})
runs = [crmsim.simulate(branch, engine=engine) for engine in ("auto", "compiled", "auto", "simpy")]
print(json.dumps([[run.engine, run.kpis.map(float.hex).to_dict()] for run in runs]))
"""


def test_auto_gives_what_either_engine_gives(tmp_path: Path) -> None:
    """With an empty cache `auto` is the readable engine, with a filled one the compiled; the figures never differ."""
    printed = python(AUTO, CRMSIM_CACHE_DIR=str(tmp_path), CRMSIM_WARM="0", **UNMEASURED)
    engines, figures = zip(*json.loads(printed.stdout), strict=True)
    assert engines == ("simpy", "compiled", "compiled", "simpy")
    assert all(figure == figures[0] for figure in figures)
    assert printed.stderr == ""
