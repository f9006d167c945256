"""Measures the engines against each other and against other simulators, and makes the table of it."""

import math
import os
import platform
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from crmsim.analytic.queues import priority_waits
from crmsim.benchmark import banks, chart, profile
from crmsim.benchmark.plain_queue import PlainQueue, Waits
from crmsim.benchmark.programme import Programme
from crmsim.benchmark.timing import Timing, Work, against, seconds
from crmsim.engine import compiled_engine, simpy_engine
from crmsim.engine.history import ROW, History, first_difference, no_progress
from crmsim.engine.machine import Machine, machine
from crmsim.engine.opening import opened
from crmsim.engine.plan import Plan, plan
from crmsim.errors import OutputError
from crmsim.lattice import HOURS

BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"
"""Where in a document the table stands."""

Told = Callable[[str], None]


def measure(programme: Programme, told: Told) -> dict[str, Any]:
    """All figures of the benchmark, from this machine, in one go."""
    told("compiling")
    compiled_engine.compiled_kernel()
    return {
        "machine": machine_facts(),
        "default_branch": default_branch(programme, told),
        "plain_queue": plain_queue(programme, told),
        "profile": profile.profile(from_month_0(plan(programme.branch, None, 1, 0, recording=False))),
        "banks": banks.banks(programme, told),
    }


def machine_facts() -> dict[str, Any]:
    """What the figures were measured on and with."""
    packages = ("numba", "numpy", "simpy")
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        **{name: version(name) for name in packages},
    }


def processor() -> str:
    """The processor's name, as far as it can be had."""
    try:
        from cpuinfo import get_cpu_info  # type: ignore[import-untyped]  # it has no types
    except ImportError:
        return platform.processor() or platform.machine()
    return str(get_cpu_info().get("brand_raw", platform.machine()))


def default_branch(programme: Programme, told: Told) -> dict[str, Any]:
    """The twin engines on the default branch."""
    bare, recorded = (from_month_0(plan(programme.branch, None, 1, 0, recording=on)) for on in (False, True))
    quick, keeping = compiled(bare), compiled(recorded)
    told("compiled engine, default branch")
    took, took_recorded = seconds(quick, programme.repeats), seconds(keeping, programme.repeats)
    told("SimPy engine, default branch")
    timing = against(quick, lambda: simpy_engine.simulate(bare, no_progress), programme)
    readable, ratio = timing.seconds, timing.ratio
    history = compiled_engine.simulate(recorded, no_progress)
    same = first_difference(history, simpy_engine.simulate(recorded, no_progress)) is None
    return {
        "events": history.events,
        "rows": history.written,
        "same_history": same,
        "compiled_seconds": took,
        "compiled_recorded_seconds": took_recorded,
        "simpy_seconds": readable,
        "ratio": ratio,
        "ratio_recorded": ratio * took / took_recorded,
        "simpy_microseconds_an_event": readable / history.events * 1e6,
        "simpy_microseconds_a_row": readable / history.written * 1e6,
        "compiled_nanoseconds_an_event": took / history.events * 1e9,
        "events_a_customer_and_month": history.events / float(history.months["tiers"].sum()),
        "bytes_a_customer": state_bytes(bare) / programme.branch.market.customers,
        "bytes_a_row": ROW.itemsize,
    }


def compiled(ready: Plan) -> Work:
    """To simulate a plan with the compiled engine."""
    return lambda: compiled_engine.simulate(ready, no_progress)


def from_month_0(ready: Plan) -> Plan:
    """A plan with its opening book lived through, which is kept and not timed."""
    return opened(ready, compiled_engine.simulate)


def state_bytes(ready: Plan) -> int:
    """The size of the compiled engine's state without rows."""
    state: Machine = machine(ready, 0)
    return sum(array.nbytes for array in state)


def plain_queue(programme: Programme, told: Told) -> dict[str, Any]:
    """The plain queue here and in other simulators."""
    queue = PlainQueue()
    ready = plan(programme.queue, None, 1, 0, recording=False)
    ours = compiled(ready)
    told("compiled engine, plain queue")
    rows = [row("crmsim, compiled", "", Timing(seconds(ours, programme.repeats), (1.0,)), waits(ours()))]
    told("SimPy engine, plain queue")
    readable = against(ours, lambda: simpy_engine.simulate(ready, no_progress), programme)
    rows.append(row("crmsim, SimPy engine", "", readable, waits(simpy_engine.simulate(ready, no_progress))))
    rows += peer_rows(queue, ours, programme, told)
    return {"load": queue.load, "rows": rows, "cobham_hours": [w * HOURS for w in formula(queue)]}


def peer_rows(queue: PlainQueue, ours: Work, programme: Programme, told: Told) -> Iterator[dict[str, Any]]:
    """A row for each peer that is installed."""
    for name, package in programme.peers.items():
        told(f"{name}, plain queue")
        try:
            peer = import_module(f"crmsim.benchmark.peers.{package}_queue")
            found = version(package)
        except (ImportError, PackageNotFoundError):
            yield row(name, "not installed", Timing(math.nan, (math.nan,)), Waits((), ()))
            continue
        yield row(name, found, against(ours, partial(peer.simulate, queue, 1), programme), peer.simulate(queue, 1))


def row(name: str, found: str, timing: Timing, seen: Waits) -> dict[str, Any]:
    """One line of the plain queue's table; waits in hours, premium first."""
    return {
        "name": name,
        "version": found,
        "seconds": timing.seconds,
        "ratio": timing.ratio,
        "ratios": list(timing.ratios),
        "wait_hours": [w * HOURS for w in seen.mean_wait],
    }


def formula(queue: PlainQueue) -> tuple[float, ...]:
    """The mean waits of the tiers by Cobham's formula, months."""
    return priority_waits(queue.arrival_rates, 1.0 / queue.mean_visit, queue.servers)


def waits(history: History) -> Waits:
    """The waits of a history's service visits, the tier served first standing first."""
    served = history.months["served"].sum(axis=0)[::-1]
    total = history.months["wait"].sum(axis=0)[::-1]
    return Waits(tuple(int(n) for n in served), tuple(float(w / n) for w, n in zip(total, served, strict=True)))


def text(measured: dict[str, Any]) -> str:
    """The figures as Markdown."""
    facts, branch, queue = measured["machine"], measured["default_branch"], measured["plain_queue"]
    lines = [
        ", ".join(f"{key} {value}" for key, value in facts.items()) + ".",
        "",
        "| default branch, 60 months | figure |",
        "|---|---|",
        f"| events of the calendar / rows of the history | {branch['events']:,} / {branch['rows']:,} |",
        f"| events a customer and month | {branch['events_a_customer_and_month']:.2f} |",
        f"| both engines give the same history | {'yes' if branch['same_history'] else 'NO'} |",
        f"| SimPy engine | {branch['simpy_seconds']:.2f} s, {branch['simpy_microseconds_an_event']:.1f} µs an event, "
        f"{branch['simpy_microseconds_a_row']:.1f} µs a row |",
        f"| compiled engine | {branch['compiled_seconds'] * 1e3:.1f} ms, "
        f"{branch['compiled_nanoseconds_an_event']:.0f} ns an event; recorded "
        f"{branch['compiled_recorded_seconds'] * 1e3:.1f} ms |",
        f"| ratio | {branch['ratio']:.0f} times; recorded {branch['ratio_recorded']:.0f} times |",
        f"| memory | {branch['bytes_a_customer']:.0f} bytes a customer, {branch['bytes_a_row']} a recorded row |",
        "",
        f"| plain queue, load {queue['load']:.3f} | version | seconds | times ours | waits by tier, h |",
        "|---|---|---|---|---|",
        *(queue_line(line) for line in queue["rows"]),
        f"| Cobham's formula | | | | {hours(queue['cobham_hours'])} |",
        "",
        *banks.text(measured["banks"]),
        "",
        *profile.text(measured["profile"]),
    ]
    return "\n".join(lines)


def queue_line(line: dict[str, Any]) -> str:
    """A simulator's line: its ratio is the median of its runs', beside the lowest and the highest."""
    low, ratio, high = min(line["ratios"]), line["ratio"], max(line["ratios"])
    took, times = ("-", "-") if math.isnan(line["seconds"]) else (f"{line['seconds']:.3f}", f"{ratio:.1f}")
    spread = f" ({low:.1f} to {high:.1f})" if low < high else ""
    return f"| {line['name']} | {line['version']} | {took} | {times}{spread} | {hours(line['wait_hours'])} |"


def hours(values: list[float]) -> str:
    """Waits, premium first."""
    return " ".join(f"{value:.4f}" for value in values)


def write(measured: dict[str, Any], file: Path) -> None:
    """Put the table into a document, between its marks.

    Raises:
        OutputError: the document is not there, or has no marks.
    """
    try:
        before = file.read_text("utf-8")
        head, rest = before.split(BEGIN, 1)
        tail = rest.split(END, 1)[1]
        shown = f"{text(measured)}\n\n![Seconds by branches]({chart.draw(measured['banks'], file)})"
        file.write_text(f"{head}{BEGIN}\n{shown}\n{END}{tail}", "utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{file}: cannot be written ({error.strerror}); give a document that can") from None
    except (ValueError, IndexError):
        raise OutputError(f"{file}: has no place for the table; write {BEGIN} and {END} where it belongs") from None
