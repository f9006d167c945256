"""Formulas in exercise files: arithmetic, comparisons, some functions, and the laws of the model; nothing else runs."""

import ast
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from inspect import isfunction

from crmsim.errors import CrmsimError

Figure = float | Sequence[float]
"""What a name in a formula stands for: a number, or a column of them."""

Figures = Mapping[str, Figure]
"""Figures by their names."""

MODULES = ("law.credit", "law.exit", "law.forms", "law.lifecycle", "law.maintenance", "law.prospecting", "law.value")
"""Where laws are found: `maintenance.satisfaction_of(...)`."""

ANALYTIC = "analytic"

LONGEST = 500
"""Signs of a formula at most."""

GREATEST_POWER = 64


def power(base: float, exponent: float) -> float:
    """A power, of a sensible size.

    Raises:
        ValueError: it is not.
    """
    if abs(exponent) > GREATEST_POWER:
        raise ValueError(f"a power of {exponent:g} is above {GREATEST_POWER}")
    return math.pow(base, exponent)


OPERATORS: Mapping[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
    ast.Pow: power,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


def top(column: Sequence[float], share: float) -> float:
    """The part of a column's sum that its greatest make: `top(contribution, 0.2)` is what the best fifth brings."""
    ranked = sorted(column, reverse=True)
    return math.fsum(ranked[: max(1, round(share * len(ranked)))]) / math.fsum(ranked)


def mean(column: Sequence[float]) -> float:
    """The mean of a column."""
    return math.fsum(column) / len(column)


FUNCTIONS: Mapping[str, Callable[..., float]] = {
    "abs": abs,
    "ceil": math.ceil,
    "count": len,
    "exp": math.exp,
    "floor": math.floor,
    "log": math.log,
    "max": max,
    "mean": mean,
    "min": min,
    "round": round,
    "sqrt": math.sqrt,
    "sum": math.fsum,
    "top": top,
}
"""What a formula may call by its bare name."""


@cache
def laws() -> Mapping[str, Callable[..., float]]:
    """The model's laws and closed forms by `module.name`, the name of the module without its package."""
    found: dict[str, Callable[..., float]] = {}
    for name in MODULES:
        module = import_module(f"crmsim.{name}")
        own = {key: law for key, law in vars(module).items() if isfunction(law) and law.__module__ == module.__name__}
        found |= {f"{name.partition('.')[2]}.{key}": law for key, law in own.items() if not key.startswith("_")}
    package = import_module(f"crmsim.{ANALYTIC}")
    found |= {f"{ANALYTIC}.{key}": law for key, law in vars(package).items() if isfunction(law)}
    return found


def value(formula: str, figures: Figures) -> float:
    """What a formula gives.

    Args:
        formula: such as `perceived / expected`.
        figures: what its names stand for.

    Raises:
        CrmsimError: it cannot be read, or names what there is not, or has no finite value.
    """
    if len(formula) > LONGEST:
        raise CrmsimError(f"a formula has {len(formula)} signs, above {LONGEST}; make it shorter")
    try:
        found = float(evaluated(ast.parse(formula.strip(), mode="eval").body, figures))  # type: ignore[arg-type]  # a column is told below
    except (SyntaxError, ValueError, TypeError, ArithmeticError, RecursionError, MemoryError) as error:
        raise CrmsimError(f"'{formula}' has no value ({error}); write arithmetic with its names") from None
    if not math.isfinite(found):
        raise CrmsimError(f"'{formula}' is {found}, not a finite number; change it")
    return found


def evaluated(node: ast.AST, figures: Figures) -> Figure:
    """The value of one node of a formula.

    Raises:
        CrmsimError: there is no such name.
        ValueError: the node is nothing that a formula may have.
    """
    match node:
        case ast.Constant(value=int() | float() as constant):
            found: Figure = constant
        case ast.Name(id=name):
            if name not in figures:
                raise CrmsimError(f"there is no figure '{name}'; known here: {', '.join(figures) or 'none'}")
            found = figures[name]
        case ast.IfExp(test=test, body=body, orelse=other):
            found = evaluated(body if evaluated(test, figures) else other, figures)
        case ast.Call(func=called, args=args, keywords=[]):
            found = function(called)(*(evaluated(one, figures) for one in args))
        case _:
            found = reckoned(node, figures)
    return found


def reckoned(node: ast.AST, figures: Figures) -> float:
    """The value of an operation or a comparison.

    Raises:
        ValueError: it is none that a formula may have.
    """
    match node:
        case ast.BinOp(left=one, op=op, right=other) | ast.Compare(left=one, ops=[op], comparators=[other]):
            operands = [evaluated(one, figures), evaluated(other, figures)]
        case ast.UnaryOp(op=op, operand=operand):
            operands = [evaluated(operand, figures)]
        case ast.BoolOp(op=op, values=values):
            return (all if isinstance(op, ast.And) else any)(evaluated(one, figures) for one in values)
        case _:
            raise ValueError(f"{type(node).__name__} is not allowed")
    if type(op) not in OPERATORS:
        raise ValueError(f"{type(op).__name__} is not allowed")
    return OPERATORS[type(op)](*operands)


def function(called: ast.AST) -> Callable[..., float]:
    """The function that is called: by its bare name, or a law with its module.

    Raises:
        CrmsimError: there is no such function.
    """
    name = ast.unparse(called)
    known = {**FUNCTIONS, **laws()}
    if name not in known:
        raise CrmsimError(f"there is no function '{name}' for formulas; a law is called as maintenance.name(...)")
    return known[name]


def names_in(formula: str) -> set[str]:
    """The figures that a formula reads; none of one that cannot be read."""
    try:
        tree = ast.parse(formula.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    called = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Call) for part in ast.walk(node.func)}
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in called}
