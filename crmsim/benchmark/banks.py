"""How time and memory grow with the branches of a bank: each size is a process of its own, watched from outside."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import crmsim
from crmsim.benchmark.programme import Programme
from crmsim.settings import dump

EVERY = 0.5
"""Seconds between two looks at the memory, which take milliseconds that two jobs on two cores would miss."""

TIMED = """
import json, sys, time
from crmsim.engine.compiled_engine import compiled_kernel
from crmsim.run import simulate
from crmsim.settings import parse

branches, months, jobs = map(int, sys.argv[1:4])
bank = parse(sys.argv[4]).with_settings({"branches": branches, "months": months})
if jobs == 1:
    compiled_kernel()
began = time.perf_counter()
run = simulate(bank, engine="compiled", jobs=jobs, record=False)
took = time.perf_counter() - began
print(json.dumps({"seconds": took, "contribution": run.indicators["contribution"], "events": run.sums.events}))
"""
"""What is timed: the bank alone, where one job has the kernel loaded already; other jobs load it in their time."""


def banks(programme: Programme, told: Callable[[str], None]) -> list[dict[str, Any]]:
    """A line for each size and number of jobs."""
    lines = []
    for branches in programme.sizes:
        for jobs in (1, 2) if branches > 1 else (1,):
            told(f"{branches} branches, {jobs} jobs")
            lines.append(bank(programme, branches, jobs))
    return lines


def bank(programme: Programme, branches: int, jobs: int) -> dict[str, Any]:
    """The time and the greatest memory of one bank, simulated in a process of its own."""
    numbers = [str(number) for number in (branches, programme.months, jobs)]
    words = [sys.executable, "-c", TIMED, *numbers, dump(programme.branch)]
    here = str(Path(crmsim.__file__).parents[1])
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=here) as process:  # noqa: S603  # our own code
        peak = 0
        while process.poll() is None:
            peak = max(peak, memory(process.pid))
            time.sleep(EVERY)
        answer = json.loads(process.stdout.read() if process.stdout else "")
    customers = branches * programme.branch.market.customers
    micro = answer["seconds"] / customers * 1e6
    asked = {"branches": branches, "months": programme.months, "jobs": jobs}
    return {**asked, "microseconds_a_customer": micro, "bytes": peak, **answer}


def memory(pid: int) -> int:
    """Bytes that a process and its children hold now; pages that they share count for each, so it is rather more.

    0 where nothing is there to look with, which is of the extra `bench`.
    """
    try:
        import psutil  # type: ignore[import-untyped]  # it has no types
    except ImportError:
        return 0

    total = 0
    try:
        parent = psutil.Process(pid)
        for process in (parent, *parent.children(recursive=True)):
            total += process.memory_info().rss
    except psutil.Error:  # it has just ended
        return total
    return total


def megabytes(size: int) -> str:
    """A size in millions of bytes; a dash where it is not known."""
    return f"{size / 1e6:,.0f}" if size else "-"


def text(lines: list[dict[str, Any]]) -> list[str]:
    """The lines as a table of Markdown."""
    alone = {line["branches"]: line["seconds"] for line in lines if line["jobs"] == 1}
    months = max((line["months"] for line in lines), default=0)
    return [
        f"| branches, {months} months | jobs | seconds | µs a customer | one job over this | memory of all, MB |",
        "|---|---|---|---|---|---|",
        *(
            f"| {line['branches']} | {line['jobs']} | {line['seconds']:.1f} | {line['microseconds_a_customer']:.1f} "
            f"| {alone[line['branches']] / line['seconds']:.2f} | {megabytes(line['bytes'])} |"
            for line in lines
        ),
    ]
