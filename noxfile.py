"""The project's checks: `nox` runs them all, each in an environment of its own."""

import shutil

import nox

nox.options.default_venv_backend = "venv"
nox.options.error_on_missing_interpreters = True
nox.options.sessions = ["style", "types", "tests"]

INSTALLED = {"CRMSIM_INSTALLED": "1", "PYTHONSAFEPATH": "1"}
"""The installed package is tested: the checkout's is refused, and no process looks for it where it stands."""


def versions(session: nox.Session) -> None:
    """Tell the versions that are tested."""
    session.run("python", "--version")
    session.run("python", "-m", "pip", "list", "--format=freeze")


@nox.session
def style(session: nox.Session) -> None:
    """Rules, docstrings and format (ruff), imports and what is required for them, doubles, the house figures."""
    session.install("ruff>=0.9", "deptry>=0.25", "import-linter>=2.3", "pylint>=3.3", "vulture>=2.11")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("deptry", "crmsim", silent=True)
    session.run("lint-imports")
    session.run("pylint", "crmsim")
    session.run("python", "tests/house.py")


@nox.session
def types(session: nox.Session) -> None:
    """Strict mypy."""
    session.install(".[types]")
    session.run("mypy")


@nox.session
def tests(session: nox.Session) -> None:
    """Every test, against the installed package, with coverage of lines and branches."""
    session.install(".[test,bench,cluster,lab,parquet]")
    session.env.update(INSTALLED)
    versions(session)
    least = ("--cov-fail-under", "0") if session.posargs else ()  # some of them cover some of it
    covered = ("--cov", "--cov-report", "term:skip-covered", *least)
    session.run(
        "pytest", "-n", "2", "--dist", "worksteal", "-m", "not browser and not install", *covered, *session.posargs
    )
    if not session.posargs:
        session.run("python", "tests/covered.py")
    # By themselves, since a browser that waits for two other processes tells nothing of the lab; 5: there is none here.
    session.run("pytest", "-m", "browser", success_codes=[0, 5])


@nox.session
def install(session: nox.Session) -> None:
    """Installing as the documents tell it, on Binder and without internet; skipped where there is no index."""
    session.install(".[test,lab]")
    session.env.update(INSTALLED)
    session.run("pytest", "-m", "install", *session.posargs)


@nox.session(default=False)
def speed(session: nox.Session) -> None:
    """The promised speeds, on a quiet machine."""
    session.install(".[test,bench]")
    session.env.update(INSTALLED)
    session.run("pytest", "benchmarks", "-s", *session.posargs)


@nox.session(default=False)
def mutation(session: nox.Session) -> None:
    """How many small changes of the law its tests notice; writes docs/mutation.md."""
    session.install(".[test,nightly]")
    shutil.rmtree("mutants", ignore_errors=True)  # mutmut would keep what it found with earlier tests
    session.run("mutmut", "run", "--max-children", "1", *session.posargs)
    session.run("python", "tests/mutation.py", "docs/mutation.md")


@nox.session(default=False)
def fuzz(session: nox.Session) -> None:
    """Files broken in every way for ten minutes, or for the seconds given: read, or refused in a sentence."""
    session.install(".[test]")
    session.run("python", "tests/fuzzing.py", *(session.posargs or ["600"]))


QUICK = (
    *("tests/test_architecture.py", "tests/test_documents.py", "tests/test_language.py", "tests/test_mutation.py"),
    *("tests/test_forms.py", "tests/test_laws_of_exit.py", "tests/test_laws_of_keeping.py", "tests/test_folders.py"),
    *("tests/test_engines.py", "tests/test_notebooks.py"),
)
"""What tells most in a few minutes."""

SLOW = "any_scenario or baseline_has_one or packaged_scenario_has_one or (executing and zh)"
"""What of it is left to `nox`: random, whole and packaged branches (one of 300 customers stays), and each notebook's
second language, whose cells are the same."""

SMOKE = "tests/test_browser.py::test_the_lab_speaks_the_language"
"""One look into a real browser."""


@nox.session(default=False)
def quick(session: nox.Session) -> None:
    """What tells most in a few minutes: documents, words, engines alike, notebooks of one language, one browser."""
    session.install(".[test,bench,cluster,lab,parquet]")
    session.env.update(INSTALLED)
    session.run("pytest", "-n", "2", "-k", f"not ({SLOW})", *QUICK, *session.posargs)
    session.run("pytest", SMOKE)


TOUCHING = (
    *("tests/test_bank.py", "tests/test_calibration.py", "tests/test_cli.py", "tests/test_compare.py"),
    *("tests/test_customer_files.py", "tests/test_exercising.py", "tests/test_handout.py", "tests/test_installed.py"),
    *("tests/test_lab.py", "tests/test_mistakes.py", "tests/test_optimise.py", "tests/test_output.py"),
    *("tests/test_peers.py", "tests/test_run.py", "tests/test_sensitivity.py", "tests/test_settings.py"),
    *("tests/test_statistics.py", "tests/test_workplace.py"),
)
"""What uses each library that is required: joblib, pandas, pydantic, Typer, Rich, distributed, Optuna and so on."""


@nox.session(default=False, python="3.11")
def lowest(session: nox.Session) -> None:
    """The lowest versions that pyproject.toml allows of what it names, where `tests` takes the newest."""
    session.install("uv")
    lowest = ("--resolution", "lowest-direct", ".[test,bench,cluster,lab,parquet]")
    session.run_install("uv", "pip", "install", *lowest)
    session.env.update(INSTALLED)
    versions(session)
    session.run("pytest", "-n", "2", "-k", f"not ({SLOW})", *QUICK, *TOUCHING, *session.posargs)
    session.run("pytest", SMOKE)
