"""The compiled kernel is kept under a digest of all that it is made from, and nothing stops where it cannot be."""

import ast
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from types import FunctionType

import pytest
from conftest import UNMEASURED

import crmsim
from crmsim.engine import cache, compiled_engine, kernel, warm
from crmsim.engine.compiler import rebound

PACKAGE = Path(crmsim.__file__).parent

STORY = """
import sys
from crmsim import simulate
from crmsim.engine import cache, compiled_engine
from crmsim.settings import Scenario
scenario = Scenario(name="cache").with_settings({"months": 3, "market.customers": 20, "market.potential": 20})
run = simulate(scenario, engine=sys.argv[1])
hits = sum(compiled_engine.compiled_kernel().stats.cache_hits.values()) if run.engine == "compiled" else 0
print(run.engine, run.kpis["contribution"], cache.is_filled(), hits)
"""


def simulated(engine: str, folder: Path, *, source: Path = PACKAGE.parent, **how: object) -> list[str]:
    """What a fresh process says that simulates with a cache folder of its own: engine, contribution, kept, hits."""
    ours = {"CRMSIM_CACHE_DIR": str(folder), "CRMSIM_WARM": "0", "PYTHONPATH": str(source)}
    done = subprocess.run(
        [sys.executable, "-c", STORY, engine],
        env={**os.environ, **ours, **UNMEASURED},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        **how,
    )  # type: ignore[call-overload]  # the options of subprocess
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_a_kernel_is_compiled_once_and_found_again(tmp_path: Path) -> None:
    """The first process fills the cache, the second reads it, and `auto` then takes it; the results are the same."""
    first = simulated("compiled", tmp_path)
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.nb[ci]")}
    second = simulated("compiled", tmp_path)
    assert second[2:] == ["True", "1"], "the kernel was not found again"
    assert kept == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.nb[ci]")}
    assert kept
    third = simulated("auto", tmp_path)
    assert first[:2] == second[:2] == third[:2]
    for path in kept:
        path.write_bytes(b"damaged")
    assert simulated("compiled", tmp_path)[:2] == first[:2], "a damaged cache is as good as none"


def test_without_a_kernel_auto_answers_at_once(tmp_path: Path) -> None:
    """With an empty cache `auto` takes the readable engine, and tells the same."""
    assert simulated("auto", tmp_path)[:2] == simulated("simpy", tmp_path)[:2]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights are set in another way on this system")
def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    """In a read-only place nothing is kept, and the result is right."""
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o555)
    if os.geteuid() == 0:  # root may write anywhere, so a file stands in the way instead
        folder.rmdir()
        folder.write_text("not a folder")
    engine, _, kept, hits = simulated("compiled", folder)
    assert (engine, kept, hits) == ("compiled", "False", "0")


def test_a_changed_law_is_never_served_from_an_old_cache(tmp_path: Path) -> None:
    """Change one number in a law, under an unchanged kernel: the digest, and so the result, is another."""
    copy = tmp_path / "source" / "crmsim"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    before = simulated("compiled", tmp_path / "cache", source=copy.parent)
    law = copy / "law" / "value.py"
    changed = law.read_text("utf-8").replace("yearly_rate / 12.0", "yearly_rate / 6.0")
    assert changed != law.read_text("utf-8")
    law.write_text(changed, "utf-8")
    after = simulated("compiled", tmp_path / "cache", source=copy.parent)
    assert after[1] != before[1]
    assert after[:2] == ["compiled", simulated("simpy", tmp_path / "cache", source=copy.parent)[1]]


def test_the_same_version_in_another_place_has_a_kernel_of_its_own(tmp_path: Path) -> None:
    """Two installations that share a cache leave each other's kernels alone."""
    copy = tmp_path / "source" / "crmsim"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    here = simulated("compiled", tmp_path / "cache")
    there = simulated("compiled", tmp_path / "cache", source=copy.parent)
    assert here[:2] == there[:2]
    for source in (PACKAGE.parent, copy.parent):
        assert simulated("compiled", tmp_path / "cache", source=source)[2:] == ["True", "1"], "it was compiled again"


def test_the_warming_process_fills_the_cache(tmp_path: Path) -> None:
    """`python -m crmsim.engine` compiles behind the user's back, and leaves no mark of its being under way."""
    ours = {"CRMSIM_CACHE_DIR": str(tmp_path), "PYTHONPATH": str(PACKAGE.parent)}
    code = textwrap.dedent(
        """
        from crmsim.engine import __main__ as filling, cache, warm
        assert warm.is_wanted(), "the first to ask warms"
        assert not warm.is_wanted(), "the second leaves it to the first"
        filling.main()
        assert cache.is_filled()
        assert not warm.mark().exists()
        """
    )
    subprocess.run([sys.executable, "-c", code], env={**os.environ, **ours, **UNMEASURED}, check=True, cwd="/")


def test_a_warming_is_waited_for_and_one_that_died_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process gives signs of life, nobody compiles beside it; once they stop, the next one does."""
    monkeypatch.setenv("CRMSIM_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(warm, "COMMAND", (sys.executable, "-c", f"open({str(tmp_path / 'ran')!r}, 'x')"))
    monkeypatch.setattr(warm, "PULSE", 0.05)
    assert cache.is_writable()
    waiting = threading.Thread(target=warm.wait)
    with warm.alive():
        warm.mark().touch()
        waiting.start()
        waiting.join(0.5)
        assert waiting.is_alive()
        assert not (tmp_path / "ran").exists()
    waiting.join(60.0)
    assert (tmp_path / "ran").exists(), "the cache was still empty, so the one that waited fills it"
    long_ago = time.time() - 2 * warm.PATIENCE
    os.utime(warm.mark(), (long_ago, long_ago))
    assert warm.is_wanted(), "a mark without a sign of life holds nobody up"


def test_whoever_warms_the_cache_takes_note_of_its_end(tmp_path: Path) -> None:
    """A warming leaves neither a warning while it runs nor a dead process in the notebook that began it."""
    allowed = {"CRMSIM_WARM": "1", "CRMSIM_CACHE_DIR": str(tmp_path), "PYTHONPATH": str(PACKAGE.parent)}
    code = textwrap.dedent(
        """
        import gc, sys, threading
        from crmsim.engine import warm
        raised = []
        sys.unraisablehook = raised.append
        warm.COMMAND = (sys.executable, "-c", "import time; time.sleep(1.0)")
        warm.start()
        gc.collect()
        assert not raised, raised
        watching = [thread for thread in threading.enumerate() if thread.name == "crmsim-warming"]
        assert len(watching) == 1 and watching[0].daemon
        watching[0].join(60.0)
        assert not watching[0].is_alive(), "the end of the process is noted"
        """
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], env={**os.environ, **allowed}, check=True, cwd="/")


def test_old_kernels_are_tidied_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the youngest kernels of other versions of the law are kept."""
    monkeypatch.setenv("CRMSIM_CACHE_DIR", str(tmp_path))
    assert cache.is_writable()
    for age in range(7):
        older = cache.home() / f"older{age}"
        older.mkdir()
        os.utime(older, (age * 1000.0, age * 1000.0))
    cache.tidy()
    kept = {path.name for path in cache.home().iterdir()}
    assert kept == {cache.folder().name, "older3", "older4", "older5", "older6"}


@pytest.mark.parametrize("fault", [None, OSError("a damaged kernel")])
def test_ctrl_c_waits_for_a_kernel_and_is_not_lost(fault: OSError | None) -> None:
    """Where it would be lost it comes a moment later, also if loading fails; what was there before is there again."""
    before, reached = signal.getsignal(signal.SIGINT), []

    def load() -> None:
        with compiled_engine.held_back():
            signal.raise_signal(signal.SIGINT)
            reached.append("the end")
            if fault is not None:
                raise fault

    with pytest.raises(KeyboardInterrupt):
        load()
    assert reached == ["the end"]
    assert signal.getsignal(signal.SIGINT) is before


def test_nothing_comes_where_nothing_came() -> None:
    """Loading in peace leaves everything as it was."""
    before = signal.getsignal(signal.SIGINT)
    with compiled_engine.held_back():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before


def test_a_kernel_is_known_by_all_that_it_is_compiled_from() -> None:
    """Every module that has a function or a constant of the event loop counts in the digest."""
    found: set[str] = set()

    def noted(function: FunctionType) -> FunctionType:
        found.add(function.__module__)
        return function

    rebound(kernel.advance, noted, compiled_engine.TWINS)
    named = {name for module in found for name in own_imports(module)}
    assert {"crmsim.acts.maintenance", "crmsim.law.maintenance", "crmsim.order"} <= found | named
    counted = tuple(f"crmsim.{source.removesuffix('.py')}" for source in cache.SOURCES)
    assert [name for name in sorted(found | named) if not name.startswith(counted)] == []


def own_imports(module: str) -> set[str]:
    """The modules of this package that one imports."""
    tree = ast.parse(Path(sys.modules[module].__file__ or "").read_text("utf-8"))
    froms = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {name for name in froms if name.startswith("crmsim.")}
