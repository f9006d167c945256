"""The command line as a user meets it: what it prints where, how it ends, and what it says of bad input."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

import crmsim
from crmsim.cli import app
from crmsim.results.kpis import KPIS
from crmsim.settings import levers, load, scenarios

COLOURS = ("FORCE_COLOR", "CLICOLOR_FORCE", "PY_COLORS", "GITHUB_ACTIONS", "TTY_COMPATIBLE", "TTY_INTERACTIVE")
"""What would make a library colour its text although no terminal looks on."""


def environment(**more: str) -> dict[str, str]:
    """The environment of a command: this very package, no warming behind its back, no colours."""
    kept = {name: value for name, value in os.environ.items() if name not in COLOURS}
    here = str(Path(crmsim.__file__).parents[1])
    return {**kept, "PYTHONPATH": here, "CRMSIM_WARM": "0", "COLUMNS": "140", **more}


def command(*arguments: str | Path, before: tuple[str, ...] = ()) -> list[str]:
    """The words of a command line, after those of another command that starts it."""
    return [*before, sys.executable, "-m", "crmsim", *map(str, arguments)]


def run(*arguments: str | Path, before: tuple[str, ...] = (), **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        command(*arguments, before=before),
        env=environment(**env),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def is_refused(done: subprocess.CompletedProcess[str], *fragments: str) -> bool:
    """Whether a command ended with status 2, nothing on stdout, and a sentence on stderr for each fragment."""
    sentences = done.stderr.splitlines()
    assert (done.returncode, done.stdout, len(sentences)) == (2, "", len(fragments)), done.stderr
    assert all(sentence.startswith("crmsim: ") for sentence in sentences), done.stderr
    assert "Traceback" not in done.stderr
    return all(fragment in sentence for fragment, sentence in zip(fragments, sentences, strict=True))


def subject_to_rights(folder: Path) -> tuple[str, ...]:
    """The words before a command that make it heed the rights of files, which the superuser's does not; or skip."""
    locked = folder / "locked"
    locked.write_text("nobody may read this")
    locked.chmod(0)
    plain = "import sys; open(sys.argv[1])"
    prefixes: list[tuple[str, ...]] = [()]
    if setpriv := shutil.which("setpriv"):
        prefixes.append((setpriv, "--bounding-set=-dac_override,-dac_read_search"))
    for prefix in prefixes:
        tried = subprocess.run([*prefix, sys.executable, "-c", plain, locked], capture_output=True, check=False)
        if b"PermissionError" in tried.stderr:
            return prefix
    pytest.skip("the rights of files do not count here, not even for a command without the superuser's powers")


@pytest.fixture(scope="module")
def half_a_year() -> dict[str, subprocess.CompletedProcess[str]]:
    """The packaged baseline over six months on either engine, as JSON."""
    return {
        engine: run("run", "baseline", "--months", "6", "--json", "--engine", engine)
        for engine in ("simpy", "compiled")
    }


def test_version() -> None:
    """`--version` prints the version and ends well."""
    done = run("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"crmsim {crmsim.__version__}\n", "")


def test_help_names_every_command() -> None:
    """`--help` tells of every command that there is."""
    done = run("--help")
    assert (done.returncode, done.stderr) == (0, "")
    names = [entry.callback.__name__ for entry in app.registered_commands if entry.callback]
    assert "run" in names
    assert [name for name in names if f" {name} " not in done.stdout] == []


def test_scenarios_lists_every_packaged_one() -> None:
    """`scenarios` prints the name of each packaged scenario."""
    done = run("scenarios")
    assert (done.returncode, done.stderr) == (0, "")
    assert [name for name in scenarios() if f" {name} " not in done.stdout] == []


def test_levers_as_json_are_the_librarys() -> None:
    """`levers --json` prints exactly the library's own levers, once more as JSON."""
    done = run("levers", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == [lever.row() for lever in levers()]


def test_levers_as_a_table_leave_none_out() -> None:
    """`levers` shows the path of every setting."""
    done = run("levers", COLUMNS="400")
    assert (done.returncode, done.stderr) == (0, "")
    words = {word.strip("│ ") for word in done.stdout.split()}
    assert [lever.path for lever in levers() if lever.path not in words] == []


def test_new_then_check_then_run(tmp_path: Path) -> None:
    """A new scenario is right at once, says what its origin says but for its own name, and runs."""
    file = tmp_path / "mine.toml"
    runner = CliRunner()
    assert runner.invoke(app, ["new", str(file), "--from", "equal-service"]).exit_code == 0
    assert load(file) == load("equal-service").model_copy(update={"name": "mine"})
    checked = runner.invoke(app, ["check", str(file)])
    assert (checked.exit_code, "right" in checked.stdout) == (0, True)
    done = run("run", file, "--months", "1", "--engine", "simpy")
    assert (done.returncode, [kpi.name for kpi in KPIS if f" {kpi.name} " not in done.stdout]) == (0, [])


def test_new_never_writes_over_a_file(tmp_path: Path) -> None:
    """`new` leaves alone what stands there already."""
    file = tmp_path / "mine.toml"
    file.write_text("dear to me")
    assert is_refused(run("new", file), "exists already; choose another name")
    assert file.read_text() == "dear to me"


def test_check_of_a_packaged_scenario() -> None:
    """`check` takes a packaged name too."""
    done = run("check", "baseline")
    assert (done.returncode, done.stderr, "right" in done.stdout) == (0, "", True)


def test_json_is_one_document_and_nothing_else(half_a_year: dict[str, subprocess.CompletedProcess[str]]) -> None:
    """`run --json` prints one JSON document on stdout, and nothing on stderr where no terminal looks on."""
    for engine, done in half_a_year.items():
        document = json.loads(done.stdout)
        assert (done.returncode, done.stderr) == (0, "")
        assert (document["engine"], document["months"], document["seed"]) == (engine, 6, 1)
        assert list(document["kpis"]) == [kpi.name for kpi in KPIS]


def test_engines_print_the_same_figures(half_a_year: dict[str, subprocess.CompletedProcess[str]]) -> None:
    """Both engines print every digit alike."""
    readable, compiled = (json.loads(done.stdout)["kpis"] for done in half_a_year.values())
    assert readable == compiled


def test_another_seed_is_another_luck(half_a_year: dict[str, subprocess.CompletedProcess[str]]) -> None:
    """`--seed` and `--replication` change the figures."""
    first = json.loads(half_a_year["simpy"].stdout)["kpis"]
    for option in ("--seed", "--replication"):
        done = run("run", "baseline", "--months", "6", "--json", "--engine", "simpy", option, "2")
        assert json.loads(done.stdout)["kpis"]["contribution"] != first["contribution"]


BAD_FILES = {
    "typo in a key": (
        b"[market]\ncustomer = 3\n",
        "line 2: unknown setting 'market.customer'; did you mean 'customers'?",
    ),
    "a table in the wrong place": (
        b"[maintenance]\ncare_premium = 1.0\n",
        "line 1: unknown setting 'maintenance'; write it as [schedule.maintenance], below [[schedule]]",
    ),
    "a setting in the wrong place": (
        b"[bank]\nmonths = 3\n",
        "line 2: unknown setting 'bank.months'; it is a setting of the file's top, move it there",
    ),
    "wrong type": (b'[market]\ncustomers = "many"\n', "line 2: market.customers = 'many' is not a whole number"),
    "out of bounds": (b"months = 999\n", "line 1: months = 999 is above 480"),
    "overlap": (b"[[schedule]]\n[[schedule]]\nfrom_month = 0\n", "schedule[2], from month 0, overlaps the strategy"),
    "late start": (b"[[schedule]]\nfrom_month = 3\n", "must start at 0; set from_month = 0"),
    "empty file": (b"", "is empty; start from `crmsim new FILE`"),
    "blank file": (b" \n\n", "is empty; start from `crmsim new FILE`"),
    "not TOML": (b"<html>\n", "is not TOML"),
    "the same key twice": (b"months = 3\nmonths = 4\n", "is not TOML"),
    "binary file": (b"PK\x03\x04\xff\xfe\x00", "byte 4 is not UTF-8 text"),
    "NaN": (b"[market]\nwallet_spread = nan\n", "line 2: market.wallet_spread = nan is not a finite number"),
    "infinity": (b"[market]\nwallet_spread = inf\n", "line 2: market.wallet_spread = inf is not a finite number"),
    "an endless line": (b'name = "' + b"a" * 50_000_000 + b'"\n', "is longer than 1000000 bytes"),
    "endless nesting": (b"a = " + b"[" * 100_000, "is nested too deeply to be a scenario"),
}


@pytest.mark.parametrize("mistake", BAD_FILES)
def test_a_bad_file_is_refused_in_a_sentence(mistake: str, tmp_path: Path) -> None:
    """`check` names the mistake in a file, and its remedy."""
    content, fragment = BAD_FILES[mistake]
    file = tmp_path / "bad.toml"
    file.write_bytes(content)
    done = run("check", file)
    file.unlink()
    assert is_refused(done, fragment)
    assert f"{file}" in done.stderr


def test_every_mistake_has_its_own_line(tmp_path: Path) -> None:
    """Three mistakes in a file are three sentences, each with its line."""
    file = tmp_path / "bad.toml"
    file.write_text('months = 0\nname = ""\n[bank]\nwages = 3\n')
    assert is_refused(run("run", file), "line 2: name", "line 1: months = 0", "line 4: unknown setting 'bank.wages'")


BAD_OPTIONS = {
    "unknown scenario": (["run", "basline"], "no scenario 'basline'; did you mean 'baseline'?"),
    "unknown origin": (["new", "unborn.toml", "--from", "basline"], "did you mean 'baseline'?"),
    "missing file": (["check", "absent.toml"], "absent.toml: cannot be read"),
    "negative months": (["run", "baseline", "--months", "-3"], "months = -3 is below 1"),
    "unknown engine": (["run", "baseline", "--engine", "simpi"], "no engine 'simpi'; did you mean 'simpy'?"),
    "negative seed": (["run", "baseline", "--seed", "-1"], "seed = -1 is not from 0"),
    "seed too great": (["run", "baseline", "--seed", str(2**53)], f"is not from 0 to {2**53 - 1}"),
    "negative replication": (["run", "baseline", "--replication", "-1"], "replication = -1 is not from 0"),
    "mapping of nothing": (["run", "baseline", "--mapping", "berka"], "give the file too, by --customers FILE"),
    "no such customer file": (["run", "baseline", "--customers", "absent.csv"], "absent.csv"),
    "a name too long for a file": (["check", "a" * 300], "a" * 300),
}


@pytest.mark.parametrize("mistake", BAD_OPTIONS)
def test_a_bad_option_is_refused_in_a_sentence(mistake: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command names what is wrong with what it was given, and leaves no trace."""
    monkeypatch.chdir(tmp_path)
    arguments, fragment = BAD_OPTIONS[mistake]
    assert is_refused(run(*arguments), fragment)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_scenario(tmp_path: Path) -> None:
    """A folder given as a scenario is refused."""
    assert is_refused(run("run", tmp_path), f"{tmp_path}: cannot be read")


@pytest.mark.parametrize("name", ["mine.toml", "mine"])
def test_a_file_that_may_not_be_read(name: str, tmp_path: Path) -> None:
    """A scenario without the right to read it is refused in a sentence, be it the file's right or its folder's."""
    before = subject_to_rights(tmp_path)
    closed = tmp_path / "closed"
    closed.mkdir()
    file = closed / name
    file.write_text("months = 3\n")
    assert run("check", file, before=before).returncode == 0
    file.chmod(0)
    assert is_refused(run("check", file, before=before), f"{file}: cannot be read (Permission denied)")
    closed.chmod(0)
    try:
        assert is_refused(run("check", file, before=before), f"{file}: cannot be read (Permission denied)")
    finally:
        closed.chmod(0o700)


@contextmanager
def heard() -> Iterator[None]:
    """Commands that are started here hear Ctrl-C, even where this process ignores it, which they would inherit."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def started(*arguments: str | Path, **env: str) -> Iterator[subprocess.Popen[str]]:
    """A command under way, in a session of its own, that Ctrl-C can stop."""
    pipe = subprocess.PIPE
    with heard():
        process = subprocess.Popen(
            command(*arguments), env=environment(**env), stdout=pipe, stderr=pipe, text=True, start_new_session=True
        )
    with process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is another thing on Windows")
def test_ctrl_c_stops_a_long_run(tmp_path: Path) -> None:
    """Ctrl-C ends a run at once with status 130 and one sentence, leaving no process, no folder and no half of one."""
    with started("run", "baseline", "--months", "480", "--engine", "simpy", "--out", tmp_path / "result") as process:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(2.5)  # by then it simulates, and will do so for a minute
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=3)
    assert (process.returncode, stdout, stderr) == (130, "", "crmsim: stopped; nothing was written\n")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


STOPPED_IN_A_TEXT = """
from crmsim.cli.frame import app, command

@command
def wait() -> None:
    exec("import os, signal, time; os.kill(os.getpid(), signal.SIGINT); time.sleep(60)")

@command
def other() -> None:
    pass

app(["wait"])
"""


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is another thing on Windows")
def test_ctrl_c_is_told_by_130_where_a_library_runs_a_text(tmp_path: Path) -> None:
    """Status 130 also where Ctrl-C comes while a library runs a text, as compilers do, and not the signal."""
    (tmp_path / "stopped.py").write_text(STOPPED_IN_A_TEXT, "utf-8")
    words = (sys.executable, "-m", "stopped")
    env = environment(PYTHONPATH=os.pathsep.join([str(tmp_path), environment()["PYTHONPATH"]]))
    with heard():
        done = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "crmsim: stopped; nothing was written\n")


def test_a_setting_can_be_given_by_name() -> None:
    """`--set` puts a value in the place of the scenario's own; one that is not understood is refused in a sentence."""
    plain = run("run", "plain-queue", "--json")
    moved = run("run", "plain-queue", "--set", "maintenance.care_premium=2.5", "--json")
    wrong = run("run", "plain-queue", "--set", "maintenance.care_premium=much")
    assert json.loads(plain.stdout) != json.loads(moved.stdout)
    assert wrong.returncode == 2
    assert "SETTING=VALUE" in wrong.stderr
