"""Learners' cells run in a process of their own, for so many seconds and with so much memory, and their answers taken.

Nothing comes back from there but lines of JSON, of which only numbers of exercises and answers are read.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crmsim.grading.notebooks import Given
from crmsim.grading.submissions import MOST_SIGNS, shown
from crmsim.language import Say

SECONDS = 3
"""Processor time of one run of a notebook's cells, in seconds; twice as long on the wall's clock."""

RUNS = 3
"""Times that a notebook's cells are run, each without the cell that stopped the last one."""

MEMORY = 512 * 1024 * 1024
"""Memory of such a process, in bytes."""

MOST_BYTES = 1_000_000
"""What such a process may tell, in bytes."""

PROGRAM = Path(__file__).with_name("inmate.py")

ALONE = ("-I", "-S", "-B", "-X", "utf8")
"""Options of a Python that takes nothing from its environment, its folder or installed packages."""


@dataclass(frozen=True)
class Told:
    """What came of running cells.

    Attributes:
        given: the answers, in their order.
        faults: what stopped a cell, by its number, in the instructor's language.
    """

    given: tuple[Given, ...]
    faults: dict[int, str]


def answers_of(cells: Sequence[tuple[int, str]], say: Say, seconds: int = SECONDS) -> Told:
    """The answers that cells work out; whatever they do, this comes back in bounded time.

    Args:
        cells: numbers and code of cells, in their order.
        say: says it in the instructor's language.
        seconds: processor time of one run.
    """
    left = list(cells)
    kept: list[Given] = []
    stopped: dict[int, str] = {}
    for _ in range(RUNS):
        if not left:
            break
        lines, is_late = outcome_of(left, seconds)
        records = list(records_in(lines, {number for number, _ in left}))
        given, found = list(answers(records)), faults(records, say)
        if any("done" in record for record in records):
            return Told(in_order(kept, given), {**found, **stopped})
        last = next((record["cell"] for record in reversed(records)), left[0][0])
        stopped[last] = why(lines, say, seconds, is_late=is_late)
        kept.extend(one for one in given if one.cell == last)
        left = [one for one in left if one[0] != last]
    text = say("is not run, as the cells before it took all the time")
    return Told(in_order(kept, []), {**{number: text for number, _ in left}, **stopped})


def in_order(kept: Sequence[Given], given: Sequence[Given]) -> tuple[Given, ...]:
    """Answers of cells that were stopped and of those that were not, in the order of cells."""
    return tuple(sorted((*kept, *given), key=lambda one: one.cell))


def outcome_of(cells: Sequence[tuple[int, str]], seconds: int) -> tuple[bytes, bool]:
    """What a process tells that runs some cells, and whether it had to be ended because it took too long."""
    job = json.dumps({"cells": list(cells), "seconds": seconds, "memory": MEMORY}).encode()
    is_late = threading.Event()
    with subprocess.Popen(  # noqa: S603  # our own program; what it is to run goes to it as data
        [sys.executable, *ALONE, str(PROGRAM)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=tempfile.gettempdir(),
        env={name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ},
        start_new_session=True,
    ) as process:

        def too_late() -> None:
            """End it."""
            is_late.set()
            end(process)

        watch = threading.Timer(2.0 * seconds, too_late)
        watch.start()
        lines = talked(process, job)
        end_if_not_over(process)
        watch.cancel()
    return lines, is_late.is_set() or process.returncode in OUT_OF_TIME


def talked(process: "subprocess.Popen[bytes]", job: bytes) -> bytes:
    """Tell a process what to do; gives what it tells, up to the most that is read."""
    to, back = process.stdin, process.stdout
    if to is None or back is None:  # it was begun with both
        return b""
    with suppress(OSError):
        to.write(job)
        to.close()
    return back.read(MOST_BYTES)


OUT_OF_TIME = {-int(getattr(signal, name)) for name in ("SIGXCPU", "SIGKILL") if hasattr(signal, name)}
"""How a process ends that has used up its processor time."""


def end_if_not_over(process: "subprocess.Popen[bytes]") -> None:
    """Let a process that has told all come to its end, and end one that has not."""
    try:
        process.wait(0.5)
    except subprocess.TimeoutExpired:
        end(process)


def end(process: "subprocess.Popen[bytes]") -> None:
    """End a process, and whatever it may have begun."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def why(lines: bytes, say: Say, seconds: int, *, is_late: bool) -> str:
    """What stopped a run."""
    if len(lines) >= MOST_BYTES:
        return say("tells more than can be read; it is stopped")
    if is_late:
        return say("does not end within {seconds} s of computing; it is stopped").format(seconds=seconds)
    return say("ends Python itself, or asks too much of it")


def records_in(lines: bytes, known: set[int]) -> Iterator[dict[str, Any]]:
    """What a process has told, as far as it can be understood."""
    for line in lines.split(b"\n"):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(record, dict) and (record.get("cell") in known or record.get("done") is True):
            yield record


def answers(records: Sequence[dict[str, Any]]) -> Iterator[Given]:
    """The answers among what was told."""
    for record in records:
        number = record.get("id")
        if isinstance(number, str) and len(number) <= MOST_SIGNS and "answer" in record:
            yield Given(record["cell"], number, record["answer"])


def faults(records: Sequence[dict[str, Any]], say: Say) -> dict[int, str]:
    """What stopped cells, or cannot be an answer, by their numbers."""
    found: dict[int, str] = {}
    for record in records:
        if "error" in record:
            found[record["cell"]] = stopped_by(shown(str(record["error"])), shown(str(record.get("text", ""))), say)
        elif "strange" in record:
            text = say("answers exercise {number} with something ({kind}) that is no answer")
            number, kind = shown(str(record.get("id", "?"))), shown(str(record["strange"]))
            found[record["cell"]] = text.format(number=number, kind=kind)
    return found


def stopped_by(error: str, reason: str, say: Say) -> str:
    """What stopped a cell: something that is forbidden, or a mistake in it."""
    if reason.startswith(FORBIDDEN):
        text = say("wants what is not allowed when answers are marked ({what})")
        return text.format(what=reason.removeprefix(FORBIDDEN))
    return say("stops with {error}: {text}").format(error=error, text=reason or "…")


FORBIDDEN = "forbidden: "
"""How the refusals of the process begin."""
