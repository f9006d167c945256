"""The house figures: how long functions and files are, how deep they nest, how much they ask for, and what is dead.

`python tests/house.py` prints them; `tests/test_house.py` holds them.
"""

import ast
import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).parents[1]
HOME = ROOT / "crmsim"

MEDIAN_LINES, USUAL_LINES, MOST_LINES = 6, 15, 40
"""Lines of code that half, nine in ten and all functions have at most."""

MOST_LINES_OF_A_FILE = 350
MOST_NESTING = 3
MOST_ARGUMENTS = 5

POSITIONAL = {"acts": "compiled code", "engine": "compiled code", "law": "compiled code", "cli": "options of a command"}
"""Where functions may ask for more than that, and why."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
Block = ast.If | ast.For | ast.While | ast.With | ast.Try | ast.Match


@dataclass(frozen=True)
class Measured:
    """A function in figures.

    Attributes:
        name: its file, line and name.
        lines: of code, without blank lines, comments and docstring.
        nesting: blocks within blocks, at the deepest.
        arguments: asked for beside `self` or `cls`.
    """

    name: str
    lines: int
    nesting: int
    arguments: int

    @property
    def may_ask_for_more(self) -> bool:
        """Whether it stands where functions may ask for more."""
        return Path(self.name).parts[1] in POSITIONAL


def functions() -> list[Measured]:
    """Every function of the package in figures."""
    return [measured(file, node) for file, node in nodes() if isinstance(node, Function)]


def nodes() -> Iterator[tuple[Path, ast.AST]]:
    """Everything that stands in the package's code, and in which file."""
    for file in sorted(HOME.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            yield file, node


def measured(file: Path, function: Function) -> Measured:
    """A function in figures."""
    asked = function.args
    names = [a.arg for a in (*asked.posonlyargs, *asked.args, *asked.kwonlyargs) if a.arg not in {"self", "cls"}]
    name = f"{file.relative_to(ROOT)}:{function.lineno} {function.name}"
    return Measured(name, lines_of(file, function), nesting(function), len(names))


def lines_of(file: Path, function: Function) -> int:
    """Lines of a function that are code."""
    body = file.read_text("utf-8").splitlines()[function.lineno - 1 : function.end_lineno]
    code = sum(1 for line in body if line.strip() and not line.lstrip().startswith("#"))
    text = ast.get_docstring(function, clean=False)
    return code - (sum(1 for line in text.splitlines() if line.strip()) if text else 0)


def nesting(node: ast.AST, depth: int = 0) -> int:
    """How many blocks stand within one another, at the deepest; functions within are looked at by themselves."""
    inner = [child for child in ast.iter_child_nodes(node) if not isinstance(child, Function | ast.ClassDef)]
    return max([depth, *(nesting(child, depth + opens(node, child)) for child in inner)])


def opens(node: ast.AST, child: ast.AST) -> bool:
    """Whether a block opens with a child of a node; `elif` goes on with the same one."""
    return isinstance(child, Block) and not (isinstance(node, ast.If) and node.orelse == [child])


def long_files() -> dict[str, int]:
    """Files of the package with more lines than one can keep in mind."""
    sizes = {str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines()) for file in HOME.rglob("*.py")}
    return {name: size for name, size in sizes.items() if size > MOST_LINES_OF_A_FILE}


CALLED_FROM_OUTSIDE = {
    "__dir__": "Python, of the public face",
    "__iter__": "Python, of a class of codes",
    "__len__": "Python, of a class of codes",
    "load_ipython_extension": "IPython",
    "showsyntaxerror": "IPython",
    "model_config": "pydantic",
    "writeable": "NumPy",
    "*_GAP": "nobody: the gaps of clocks are counted from the first one's",
    "*_LENGTH": "nobody: the lengths of kinds of work likewise",
    "*_DESK": "nobody: their desks likewise",
    "*_y[123]": "pydantic: a mapping's sources by year are read by a name put together",
    "version_": "typer, of an option that does its work when it is read",
}
"""Names that only others know, and who."""

BY_REGISTRATION = ("@command*", "@*.command*", "@*.callback*", "@*validator*", "@*serializer*", "@pytest.fixture*")
"""Decorators that hand a function to a library, which calls it."""


def dead_code() -> list[str]:
    """What nothing in package, tests, notebooks and exercises names, neither as a name nor as a word in a string."""
    search = Vulture(ignore_decorators=BY_REGISTRATION, ignore_names=("test_*", "pytest*", *CALLED_FROM_OUTSIDE))
    search.scavenge([str(HOME), str(ROOT / "tests"), str(ROOT / "benchmarks")])
    words = words_in_code() | words_of_the_course()
    return [item.get_report() for item in search.get_unused_code() if item.name not in words]


def words_in_code() -> set[str]:
    """Words in the short strings of the package, by which columns and settings are read."""
    texts = [node.value for _, node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return {word for text in texts if len(text) < 200 for word in re.findall(r"\w+", text)}


def words_of_the_course() -> set[str]:
    """Words in notebooks and exercises, whose cells call the course's faces."""
    files = [*(ROOT / "notebooks").rglob("*.ipynb"), *(ROOT / "exercises" / "key").glob("*.toml")]
    templates = [file for file in HOME.rglob("*") if file.suffix in {".html", ".j2"}]
    return {word for file in (*files, *templates) for word in re.findall(r"\w+", file.read_text("utf-8"))}


def figures() -> str:
    """The house figures as a table, and what stands out."""
    all_ = functions()
    lines = sorted(f.lines for f in all_)
    deep = [f.name for f in all_ if f.nesting > MOST_NESTING]
    asking = [f.name for f in all_ if f.arguments > MOST_ARGUMENTS and not f.may_ask_for_more]
    told = [
        f"functions: {len(lines)}; lines of code: median {statistics.median(lines):g} (at most {MEDIAN_LINES}), "
        f"nine in ten {lines[len(lines) * 9 // 10]} ({USUAL_LINES}), longest {lines[-1]} ({MOST_LINES})",
        f"files over {MOST_LINES_OF_A_FILE} lines: {len(long_files())}",
        f"nested deeper than {MOST_NESTING}: {', '.join(deep) or 'none'}",
        f"with more than {MOST_ARGUMENTS} arguments, beside {', '.join(POSITIONAL)}: {len(asking)}",
        *(f"    {name}" for name in asking),
        f"dead: {', '.join(dead_code()) or 'nothing'}",
    ]
    return "\n".join(told)


if __name__ == "__main__":
    print(figures())  # noqa: T201  # this is a command
