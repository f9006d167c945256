"""Writes what `mutmut run` found into a document: `python tests/mutation.py docs/mutation.md` (`nox -s mutation`)."""

import ast
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]

LEAST = 0.85
"""The share of changes that the tests must notice."""

KILLED = ("killed", "timeout")
"""How a change ends that was noticed; one that never ends was."""

SAME = {
    "return 1.0 / (1.0 + math.exp(-clamp(x, -40.0, 41.0)))": "the same numbers: from 37 on, 1 + exp(-x) is 1",
    "while after >= 0 and left > row[after]:": "the same ratings: with all other moves taken off a row, even the best "
    "luck leaves no more than its first one (`test_the_best_luck_is_the_best_move_there_is`)",
}
"""Changes that change nothing, by what they make of a line, and why."""

ABOUT = """\
# Mutation testing of the law

Made by `nox -s mutation`. Of the functions in `crmsim/law` one place after another is changed a little (a sign, a
bound, a number, a comparison) by mutmut {version}, and the tests of the laws must fail. Tables and constants that stand
outside of functions are not changed; tests hold them against what was published.

{killed} of {total} changes are noticed, {share:.1%}; the least is {least:.0%}.
"""


class Mutant(NamedTuple):
    """One change: mutmut's name of it, and how it ended."""

    name: str
    ended: str

    @property
    def module(self) -> str:
        """The module, as `crmsim.law.exit`."""
        return self.name.rpartition(".")[0]

    @property
    def function(self) -> str:
        """The function that was changed."""
        return self.name.rpartition(".")[2].removeprefix("x_").partition("__mutmut_")[0]

    @property
    def file(self) -> Path:
        """The module's file, from the project's folder."""
        return Path(*self.module.split(".")).with_suffix(".py")


def mutmut(*arguments: str) -> str:
    """What a command of mutmut prints."""
    return subprocess.run(["mutmut", *arguments], check=True, capture_output=True, text=True, cwd=ROOT).stdout


def mutants() -> list[Mutant]:
    """Every change and how it ended.

    Raises:
        SystemExit: some have not been tried.
    """
    lines = (line.strip().partition(": ") for line in mutmut("results", "--all", "true").splitlines())
    found = [Mutant(name, ended) for name, _, ended in lines if "__mutmut_" in name]
    untried = [mutant.name for mutant in found if mutant.ended == "not checked"]
    if untried or not found:
        raise SystemExit(f"{len(untried)} of {len(found)} changes have not been tried; run `mutmut run` to its end")
    return found


def change(mutant: Mutant) -> tuple[int, str, str]:
    """Where a change is, and what it makes of which line."""
    lines = mutmut("show", mutant.name).splitlines()
    (before,) = [line[1:].strip() for line in lines if line.startswith("-") and not line.startswith("---")]
    (after,) = [line[1:].strip() for line in lines if line.startswith("+") and not line.startswith("+++")]
    source = (ROOT / mutant.file).read_text("utf-8")
    found = next(node for node in ast.parse(source).body if getattr(node, "name", "") == mutant.function)
    within = range(found.lineno, (found.end_lineno or 0) + 1)
    return next(n for n in within if source.splitlines()[n - 1].strip() == before), before, after


def table(header: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    return "\n".join(f"| {' | '.join(line)} |" for line in [header, ["---"] * len(header), *rows])


def by_module(found: list[Mutant]) -> str:
    """How many changes of each module were noticed."""
    total, noticed = Counter(m.file for m in found), Counter(m.file for m in found if m.ended in KILLED)
    rows = [[f"`{file.as_posix()}`", str(total[file]), str(noticed[file])] for file in sorted(total)]
    return table(["module", "changes", "noticed"], rows)


def survivors(found: list[Mutant]) -> list[list[str]]:
    """A row for each change that no test noticed."""
    rows = []
    for mutant in found:
        if mutant.ended not in KILLED:
            line, before, after = change(mutant)
            where = f"`{mutant.file.as_posix()}`, line {line}"
            rows.append([where, mutant.function, f"`{before}`", f"`{after}`", SAME.get(after, mutant.ended)])
    return rows


def document(found: list[Mutant]) -> str:
    """The document about them."""
    killed = sum(mutant.ended in KILLED for mutant in found)
    counted = json.loads((ROOT / "mutants" / "mutmut-cicd-stats.json").read_text("utf-8"))
    assert (counted["killed"] + counted["timeout"], counted["total"]) == (killed, len(found)), "mutmut counts otherwise"
    version = mutmut("--version").split()[-1]
    share = killed / len(found)
    about = ABOUT.format(version=version, killed=killed, total=len(found), share=share, least=LEAST)
    header = ["where", "function", "line", "changed to", "why no test notices"]
    rows = survivors(found)
    rest = ["## Changes that no test notices", table(header, rows)] if rows else []
    return "\n\n".join([about.rstrip("\n"), by_module(found), *rest]) + "\n"


def main() -> None:
    """Write the document.

    Raises:
        SystemExit: too few changes were noticed.
    """
    mutmut("export-cicd-stats")
    found = mutants()
    Path(sys.argv[1]).write_text(document(found), "utf-8", newline="\n")
    share = sum(mutant.ended in KILLED for mutant in found) / len(found)
    if share < LEAST:
        raise SystemExit(f"{share:.1%} of the changes are noticed, less than {LEAST:.0%}; write tests for the others")


if __name__ == "__main__":
    main()
