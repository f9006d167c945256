"""A notebook read without running it: its code, the answers that are written out in it, and what has to be worked out.

An answer that is written out (`ex("3.2").check(0.83)`) is read off the code's syntax tree. Only a cell that works out
what it answers has to be run, and with it the cells before it that make the names that it uses.
"""

import ast
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from crmsim.grading.submissions import MOST_SIGNS, RefusedError
from crmsim.language import Say

FORMAT = 4
MOST_CELLS = 2_000
MOST_CODE = 100_000
"""Signs of a cell's code; longer ones are not read."""

FACE, CHECK, NAME = "ex", "check", "learner"
"""What is looked for: `ex("3.2").check(…)`, and `learner("…")`."""

BROKEN = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What reading code may end in, whatever it is."""


@dataclass(frozen=True)
class Cell:
    """A cell of code.

    Attributes:
        number: which of the notebook's code cells it is, from 1.
        code: what stands in it.
        tree: its syntax tree; None if it has a mistake in it.
    """

    number: int
    code: str
    tree: ast.Module | None


@dataclass(frozen=True)
class Given:
    """An answer.

    Attributes:
        cell: which of the notebook's code cells gives it.
        number: the exercise.
        answer: the answer.
    """

    cell: int
    number: str
    answer: Any


@dataclass(frozen=True)
class Notebook:
    """What was read off a notebook.

    Attributes:
        learner: who it says it is of; nothing if it does not.
        given: the answers that are written out, in their order.
        to_run: cells that have to be run to know their answers, with those that they need, in their order.
        notes: what cannot be read, and why.
    """

    learner: str = ""
    given: tuple[Given, ...] = ()
    to_run: tuple[tuple[int, str], ...] = ()
    notes: tuple[str, ...] = field(default=())


def notebook_of(data: bytes, say: Say) -> Notebook:
    """A notebook, read.

    Raises:
        RefusedError: it is none.
    """
    cells = cells_of(data, say)
    given: list[Given] = []
    wanted: set[int] = set()
    notes: list[str] = []
    for cell in cells:
        if cell.tree is None:
            if f".{CHECK}(" in cell.code:
                notes.append(say("code cell {cell} has a mistake of writing in it").format(cell=cell.number))
            continue
        found = written_out(cell.number, cell.tree)
        given.extend(found)
        if len(found) < sum(is_check(node) for node in ast.walk(cell.tree)):
            wanted.add(cell.number)
    names = [name for cell in cells if cell.tree is not None for name in named(cell.tree)]
    return Notebook(names[-1] if names else "", tuple(given), needed(cells, wanted), tuple(notes))


def cells_of(data: bytes, say: Say) -> list[Cell]:
    """The cells of code of a notebook.

    Raises:
        RefusedError: it is none.
    """
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        raise RefusedError(say("is no notebook, or was cut off; save it again")) from None
    if not isinstance(content, dict) or content.get("nbformat") != FORMAT or not isinstance(content.get("cells"), list):
        raise RefusedError(say("is no notebook of format 4; open it in JupyterLab and save it"))
    if len(content["cells"]) > MOST_CELLS:
        raise RefusedError(say("has more than {most} cells; it is not read").format(most=MOST_CELLS))
    codes = [code_of(cell) for cell in content["cells"] if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    return [Cell(number, code, tree_of(code)) for number, code in enumerate(codes, 1)]


def code_of(cell: dict[str, Any]) -> str:
    """The code of a cell, without the commands of the notebook itself, which begin with % or !."""
    source = cell.get("source", "")
    text = "".join(line for line in source if isinstance(line, str)) if isinstance(source, list) else source
    if not isinstance(text, str) or len(text) > MOST_CODE:
        return ""
    return "\n".join("" if line.startswith(("%", "!")) else line for line in text.splitlines())


def tree_of(code: str) -> ast.Module | None:
    """The syntax tree of some code; None if it has a mistake in it."""
    try:
        return ast.parse(code)
    except BROKEN:
        return None


def written_out(number: int, tree: ast.Module) -> list[Given]:
    """The answers of a cell that are written out in it; others have to be worked out."""
    return [given for call in plain_calls(tree) if (given := read_off(number, call)) is not None]


def is_check(node: ast.AST) -> bool:
    """Whether something asks for an answer to be checked: `….check`, called or not."""
    return isinstance(node, ast.Attribute) and node.attr == CHECK


def plain_calls(tree: ast.Module) -> Iterator[ast.Call]:
    """Calls that stand by themselves, and so are made once whenever the cell is run."""
    for statement in tree.body:
        if isinstance(statement, ast.Expr | ast.Assign) and isinstance(statement.value, ast.Call):
            yield statement.value


def read_off(cell: int, call: ast.Call) -> Given | None:
    """The answer of `ex("…").check(…)`; None if it is anything else, or not written out."""
    on = call.func.value if isinstance(call.func, ast.Attribute) and call.func.attr == CHECK else None
    if not isinstance(on, ast.Call) or called(on) != FACE or len(on.args) != 1:
        return None
    values = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "answer")]
    if len(values) > 1 or len(values) < len(call.args) + len(call.keywords):
        return None
    try:
        number = str(ast.literal_eval(on.args[0])).strip()
        answer = ast.literal_eval(values[0]) if values else None
        return Given(cell, number[:MOST_SIGNS], plain(answer))
    except (*BROKEN, TypeError):
        return None


def plain(answer: Any) -> Any:
    """An answer as JSON has it: sets and tuples become lists.

    Raises:
        TypeError: it is something else, such as bytes.
        ValueError: it is too large.
    """
    if isinstance(answer, set):
        answer = sorted(answer, key=str)
    return json.loads(json.dumps(answer))


def called(call: ast.Call) -> str:
    """The name of what is called: `ex` of `ex(…)` and of `course.ex(…)`."""
    function = call.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def named(tree: ast.Module) -> Iterator[str]:
    """Whom `learner("…")` names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) == NAME and len(node.args) == 1:
            name = node.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str | int):
                yield str(name.value).strip()[:MOST_SIGNS]


def needed(cells: Sequence[Cell], wanted: set[int]) -> tuple[tuple[int, str], ...]:
    """Cells that are wanted, and those before them that make names that they use, in their order."""
    found: list[tuple[int, str]] = []
    names: set[str] = set()
    for cell in reversed(cells):
        if cell.tree is None:
            continue
        if cell.number in wanted or names & made_in(cell.tree):
            names |= used_in(cell.tree)
            found.append((cell.number, cell.code))
    return tuple(reversed(found))


def made_in(tree: ast.Module) -> set[str]:
    """Names that a cell makes."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).split(".")[0])
    return found


def used_in(tree: ast.Module) -> set[str]:
    """Names that a cell uses; what it changes in place is among them."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
