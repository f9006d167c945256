"""How the package is built: each heavy library has one home, and laws know nothing but mathematics.

That imports run downwards only is held by the contracts in pyproject.toml.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from conftest import ROOT

import crmsim

HOME = Path(crmsim.__file__).parent

ONE_HOME = {
    "simpy": {"engine.simpy_engine", "engine.desk", "benchmark.peers.simpy_queue"},
    "joblib": {"workers"},
    "numba": {"engine.compiled_engine"},
    "typer": {
        "cli.frame",
        "cli.options",
        "cli.simulating",
        "cli.experimenting",
        "cli.explaining",
        "cli.grading",
        "cli.competing",
        "cli.teaching",
        "cli.searching",
        "cli.calibrating",
        "cli.exercising",
        "cli.validating",
    },
    "babel": {"language"},
    "altair": {
        "charts",
        "benchmark.chart",
        "course.pictures",
        "course.knowing.pictures",
        "course.developing.pictures",
        "course.exiting.pictures",
        "course.maintaining.pictures",
    },
    "ipywidgets": {
        "widgets.lab",
        "widgets.controls",
        "widgets.form",
        "widgets.exit_desk",
        "widgets.switches",
        "widgets.counting",
        "widgets.rounds",
        "widgets.answer",
        "widgets.answering",
        "widgets.answers",
    },
    "anywidget": {"widgets.host", "widgets.own_keys"},
    "filelock": {"course.exercising.progress"},
    "jinja2": {"report.page", "handout.pages"},
    "markdown_it": {"handout.pages"},
    "SALib": {"experiment.sensitivity"},
    "optuna": {"experiment.optimise"},
    "platformdirs": {"engine.cache"},
    "salabim": {"benchmark.peers.salabim_queue"},
    "ciw": {"benchmark.peers.ciw_queue"},
    "mesa": {"benchmark.peers.mesa_queue"},
}
"""Libraries that only these modules may know."""

KERNELS = {f"engine.{name}" for name in ("calendar", "desks", "kernel", "machine", "simpy_engine")}
"""The engines' event loops."""


def name_of(file: Path) -> str:
    """A file's module, without the package's name: `engine.kernel`, and `engine` for its `__init__`."""
    parts = file.relative_to(HOME).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


# The package's own __init__ is the public face: it fetches names from everywhere, but only when they are asked for.
FILES = {name_of(file): file for file in sorted(HOME.rglob("*.py")) if file != HOME / "__init__.py"}
TREES = {name: ast.parse(file.read_text("utf-8")) for name, file in FILES.items()}


def imported(tree: ast.AST) -> Iterator[str]:
    """Everything that a module imports, wherever in it, as dotted names; `from a import b` gives both a and a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            assert node.level == 0, "imports name the package in full"
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def importers(library: str) -> set[str]:
    """The modules that import a library."""
    return {name for name, tree in TREES.items() if library in {target.split(".")[0] for target in imported(tree)}}


def within(*parts: str) -> list[str]:
    """The modules of some parts of the package."""
    return [name for name in FILES if name.split(".")[0] in parts]


def test_each_library_has_one_home() -> None:
    """Each engine's library is known to its engine, and the command line's to the command line."""
    assert {library: importers(library) for library in ONE_HOME} == ONE_HOME


def test_pandas_is_imported_where_it_is_used() -> None:
    """No module imports pandas when it is imported itself; type checkers may."""
    assert importers("pandas") >= {"run", "tables"}
    at_once = [
        name
        for name, tree in TREES.items()
        for statement in tree.body
        if isinstance(statement, ast.Import | ast.ImportFrom)
        and any(target.split(".")[0] == "pandas" for target in imported(statement))
    ]
    assert at_once == []


def test_only_the_command_line_prints() -> None:
    """No module but the command line writes to the screen."""
    calls = [(name, node.func) for name, tree in TREES.items() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert len(calls) > 1000
    printing = {name for name, called in calls if isinstance(called, ast.Name) and called.id == "print"}
    assert printing <= {"cli"}


def test_luck_and_time_are_the_models_own() -> None:
    """Laws, acts and event loops know neither random numbers from elsewhere nor the clock on the wall."""
    checked = [*within("law", "acts"), *KERNELS]
    assert set(checked) <= FILES.keys()
    foreign = {"random", "time", "datetime", "secrets", "numpy.random"}
    assert {name: sorted(foreign & set(imported(TREES[name]))) for name in checked} == {name: [] for name in checked}
    attributes = {
        (name, node.attr) for name in checked for node in ast.walk(TREES[name]) if isinstance(node, ast.Attribute)
    }
    assert {name for name, attribute in attributes if attribute == "random"} == set()


def test_a_law_is_only_its_mathematics() -> None:
    """The modules of the law import nothing but mathematics, each other, and the words of the model."""
    laws = within("law")
    assert len(laws) > 4
    outside = [
        f"{name}: {target}"
        for name in laws
        for target in imported(TREES[name])
        if target.split(".")[0] != "math" and not target.startswith(("crmsim.law", "crmsim.stages"))
    ]
    assert outside == []


def test_powers_are_written_as_products() -> None:
    """Laws and acts have no whole powers: `x**2` is not the same number on every machine, `x * x` is."""
    operations = [
        (f"{name}:{node.lineno}", node.right if isinstance(node, ast.BinOp) else node.value)
        for name in within("law", "acts")
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Pow)
    ]
    wholes = [(where, by.value) for where, by in operations if isinstance(by, ast.Constant)]
    powers = [where for where, by in wholes if isinstance(by, int | float) and by == int(by)]
    assert powers == []


def test_what_is_imported_is_required() -> None:
    """Beyond the standard library, the package imports only what its own requirements name."""
    required = {
        "SALib",
        "altair",
        "babel",
        "filelock",
        "jinja2",
        "joblib",
        "markdown_it",
        "numba",
        "numpy",
        "optuna",
        "pandas",
        "platformdirs",
    }
    required |= {"pydantic", "pydantic_core", "rich", "scipy", "simpy", "typer", "vl_convert"}
    extra = {"anywidget", "distributed", "ipywidgets", "nbclient", "nbformat", "traitlets"}
    timed = {"ciw", "cpuinfo", "mesa", "psutil", "salabim"}
    found = {
        (name, target.split(".")[0])
        for name, tree in TREES.items()
        for target in imported(tree)
        if target.split(".")[0] not in {"crmsim", *sys.stdlib_module_names}
    }
    assert {library for name, library in found if not name.startswith("benchmark")} <= required | extra
    assert {library for _, library in found} <= required | extra | timed


def test_what_is_required_has_a_lowest_version() -> None:
    """Each requirement says from which version on it is known to serve; `nox -s lowest` tries just those."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = project["dependencies"] + [one for extra in project["optional-dependencies"].values() for one in extra]
    others = [one for one in named if not one.startswith("crmsim[")]
    assert len(others) > 30
    assert [one for one in others if not re.match(r"[A-Za-z0-9-]+>=\d+(\.\d+)*(,|$)", one)] == []
