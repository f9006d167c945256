"""The program that runs a learner's cells, in a process of its own with next to nothing in reach.

`isolation` never imports it but runs it, with nothing but Python's own libraries. It reads the cells, locks itself in,
runs one after the other, and tells line by line which answers they give. What is locked: files but for reading Python's
own libraries, the network, other processes and threads, foreign code; and where the system can limit it, processor time
and memory. Whoever breaks out of Python itself is not held; see docs/decisions.md.
"""

import _thread  # noqa: F401  # likewise
import json
import numbers
import os
import signal  # noqa: F401  # there before the door is locked, see UNWATCHED
import sys
import types
from collections.abc import Callable
from typing import Any

MOST_TOLD = 20_000
"""Signs of an answer; what is longer is no answer."""

DEEPEST = 6
"""Lists within lists of an answer."""

MOST_TEXT = 120
"""Signs of an error that are told."""

QUIET = frozenset({
    "array.__new__", "builtins.id", "code.__new__", "compile", "exec", "function.__new__", "marshal.loads",
    "object.__delattr__", "object.__getattr__", "object.__setattr__", "sys._getframe", "sys.excepthook",
    "sys.unraisablehook", "time.sleep",
})  # fmt: skip
"""What Python may do without asking, by the names of its audit events; all else is forbidden."""

FOREIGN = frozenset({
    "_ctypes", "_dbm", "_gdbm", "_interpreters", "_multiprocessing", "_posixshmem", "_posixsubprocess", "_signal",
    "_socket", "_ssl", "_testcapi", "_testinternalcapi", "_thread", "_tkinter", "_winapi", "_xxsubinterpreters",
    "asyncio", "ctypes", "fcntl", "mmap", "msvcrt", "multiprocessing", "nt", "posix", "readline", "resource",
    "select", "socket", "subprocess", "tkinter", "winreg",
})  # fmt: skip
"""Modules that would lead out."""

UNWATCHED = {
    "os": ("mkfifo", "mknod", "memfd_create", "pidfd_open"),
    "posix": ("mkfifo", "mknod", "memfd_create", "pidfd_open"),
    "signal": ("pidfd_send_signal",),
    "_signal": ("pidfd_send_signal",),
    "_thread": ("start_new_thread", "start_new", "start_joinable_thread"),
}
"""Functions of modules that reach files, processes or threads without an audit event in some version of Python."""

OURS = ("crmsim", "crmsim.course", "crmsim.course.exercising", "crmsim.course.exercising.desk", "crmsim.widgets")
"""Modules of ours that a cell may import; here they hold only what answers exercises."""

Tell = Callable[[dict[str, Any]], None]


class Nothing:
    """What stands for everything of the package that is not there: it can be asked for, called and shown."""

    def __getattr__(self, name: str) -> "Nothing":
        """Nothing, whatever is asked for."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_args: Any, **_options: Any) -> "Nothing":
        """Nothing, whatever it is called with."""
        return self


def face(tell: Tell) -> Callable[..., Any]:
    """`ex`, whose exercises tell what they are answered."""

    class Exercise(Nothing):
        """An exercise that tells what it is answered."""

        def __init__(self, number: Any) -> None:
            self.number = str(number).strip()

        def check(self, answer: Any = None) -> Nothing:
            """Tell an answer."""
            try:
                tell({"id": self.number, "answer": plain(answer, DEEPEST)})
            except (TypeError, ValueError, OverflowError, RecursionError):
                tell({"id": self.number, "strange": type(answer).__name__[:MOST_TEXT]})
            return Nothing()

    return lambda number, **_options: Exercise(number)


def plain(value: Any, depth: int) -> Any:
    """An answer as JSON has it.

    Raises:
        TypeError: it has something else in it.
        ValueError: it is nested too deeply.
    """
    if value is None or type(value) in {bool, int, float, str}:
        return value
    if not depth:
        raise ValueError
    if isinstance(value, set | frozenset):
        value = sorted(value, key=str)
    if isinstance(value, list | tuple):
        return [plain(one, depth - 1) for one in value]
    if isinstance(value, dict):
        return {str(key): plain(one, depth - 1) for key, one in value.items()}
    if isinstance(value, numbers.Number) and not isinstance(value, complex):
        return float(value)  # type: ignore[arg-type]  # fractions and decimals
    raise TypeError


def teller(handle: int) -> Callable[[dict[str, Any]], None]:
    """What writes a line to whoever waits for it."""
    dumps, write = json.dumps, os.write

    def tell(record: dict[str, Any]) -> None:
        line = dumps(record)
        if len(line) > MOST_TOLD:
            line = dumps({name: value for name, value in record.items() if name != "answer"} | {"strange": "…"})
        write(handle, line.encode() + b"\n")

    return tell


def silent() -> int:
    """Turn all that is printed into nothing; gives where to tell answers."""
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for handle in (0, 1, 2):
        os.dup2(nowhere, handle)
    return kept


def limited(seconds: int, memory: int) -> None:
    """Limit processor time, memory, files and processes, where the system can."""
    try:
        import resource
    except ImportError:
        return
    limits = (
        ("RLIMIT_CPU", seconds),
        ("RLIMIT_AS", memory),
        ("RLIMIT_DATA", memory),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NOFILE", 32),
        ("RLIMIT_NPROC", 0),
    )
    for name, most in limits:
        try:
            resource.setrlimit(getattr(resource, name), (most, most))
        except (AttributeError, ValueError, OSError):
            continue  # this system has no such limit


def refusal(name: str) -> Callable[..., None]:
    """A function that refuses as the audit hook does."""

    def refuse(*_args: Any, **_options: Any) -> None:
        raise PermissionError(f"forbidden: {name}")

    return refuse


def locked() -> None:
    """Forbid everything but computing, for good: an audit hook cannot be taken away."""
    for name, functions in UNWATCHED.items():
        module = sys.modules.get(name)
        for function in functions:
            if hasattr(module, function):
                setattr(module, function, refusal(f"{name}.{function}"))
    sys.addaudithook(watch_over((os.path.dirname(os.__file__) + os.sep,)))


def watch_over(homes: tuple[str, ...]) -> Callable[[str, Any], None]:
    """An audit hook that lets through what computing needs, and reading what lies in some folders."""
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

    # All that it uses is bound here, since a cell may change every name that it can reach.
    def watch(  # noqa: PLR0913
        event: str, args: Any, text: type = str, kind: Any = type, *, quiet: Any = QUIET, foreign: Any = FOREIGN,
        homes: Any = homes, writing: int = writing, forbidden: Any = PermissionError,
    ) -> None:  # fmt: skip
        if event in quiet:
            return
        if event == "import":
            if kind(args[0]) is text and args[0].partition(".")[0] not in foreign:
                return
        elif event in {"open", "os.listdir"} and kind(args[0]) is text:
            is_read = event == "os.listdir" or not args[2] & writing
            if is_read and (args[0] + "/").startswith(homes) and ".." not in args[0]:
                return
        raise forbidden(f"forbidden: {event}")

    return watch


def put_in_place(tell: Tell) -> dict[str, Any]:
    """Our modules as cells import them; gives the names that cells find."""
    names = {"ex": face(tell), "learner": Nothing()}
    for name in OURS:
        module = types.ModuleType(name)
        module.__path__ = []
        vars(module).update(names, __getattr__=lambda name: getattr(Nothing(), name))
        sys.modules[name] = module
    return {"__name__": "__main__", **names}


def run(cells: list[tuple[int, str]], handle: int) -> None:
    """Run cells one after the other; each tells that it begins, its answers, and what stops it."""
    write = teller(handle)
    names = put_in_place(lambda record: write({"cell": at[0], **record}))
    at = [0]
    for number, code in cells:
        at[0] = number
        write({"cell": number})
        try:
            exec(compile(code, f"cell {number}", "exec"), names)  # noqa: S102  # that is what this process is for
        except BaseException as error:  # noqa: BLE001, RUF100  # whatever a cell ends in, the next one is run
            write({"cell": number, "error": type(error).__name__[:MOST_TEXT], "text": said(error)})
    write({"done": True})


def said(error: BaseException) -> str:
    """What an error says."""
    try:
        return str(error)[:MOST_TEXT]
    except BaseException:  # noqa: BLE001, RUF100  # an error of the learner's own that cannot say itself
        return ""


def main() -> None:
    """Read the cells, lock the door, run them."""
    job = json.loads(sys.stdin.buffer.read())
    handle = silent()
    limited(job["seconds"], job["memory"])
    locked()
    run([(number, code) for number, code in job["cells"]], handle)


if __name__ == "__main__":
    main()
