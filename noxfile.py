"""The project's checks: `nox` runs them all, each in an environment of its own."""

import nox

nox.options.default_venv_backend = "venv"
nox.options.error_on_missing_interpreters = True
nox.options.sessions = ["style", "types", "tests"]


@nox.session
def style(session: nox.Session) -> None:
    """Ruff: rules and format."""
    session.install("ruff>=0.9")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Strict mypy."""
    session.install(".[types]")
    session.run("mypy")


@nox.session
def tests(session: nox.Session) -> None:
    """Every test, against the installed package, with coverage of lines and branches."""
    session.install(".[test,bench,cluster,lab,parquet]")
    session.run(
        "pytest", "-n", "2", "--dist", "loadgroup", "--cov", "--cov-report", "term:skip-covered", *session.posargs
    )


@nox.session(default=False)
def speed(session: nox.Session) -> None:
    """The promised speeds, on a quiet machine."""
    session.install(".[test,bench]")
    session.run("pytest", "benchmarks", "-s", *session.posargs)
