"""What strangers' files may look like: valid ones broken in every way, and who reads them.

`python tests/fuzzing.py SECONDS` breaks files for so long (`nox -s fuzz`), `tests/test_fuzzing.py` for a moment.
"""

import random
import re
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from crmsim.calibration import mapping as calibration_mapping
from crmsim.calibration.reading import read as read_material
from crmsim.course.exercising.files import sheet_in
from crmsim.course.exercising.progress import read as read_progress
from crmsim.course.exercising.shelf import opened as opened_book
from crmsim.course.exercising.writing import book_of
from crmsim.course.forms import Field, Form, opened, written
from crmsim.errors import CrmsimError
from crmsim.experiment.teams import team_of
from crmsim.grading.roster import roster_in
from crmsim.language import speaker
from crmsim.population import formats
from crmsim.population import mapping as customer_mapping
from crmsim.population.customer_file import read_customers
from crmsim.settings import Scenario, dump, load
from crmsim.settings.toml import packaged
from crmsim.workplace import kept

SLOWEST = 20
"""Seconds that reading one small file may take on a busy machine; past that it hangs."""

LONGEST = 2_000
"""Characters that a sentence may have."""

MOST = 200
"""Sentences that a file may earn."""

Change = Callable[[bytes], bytes]


class Reader(NamedTuple):
    """Something that reads files.

    Attributes:
        name: what it reads.
        file: what such a file is called.
        valid: files that it reads.
        read: reads one.
    """

    name: str
    file: str
    valid: Callable[[], tuple[bytes, ...]]
    read: Callable[[Path], object]


FORM = Form(
    "visit", "Visit", (Field("target", "Target"), Field("day", "Day", "date"), Field("plan", "Plan", "long text"))
)
FILLED = {"target": "华东机械 “A”", "day": "2026-03-31", "plan": 'first "this"\nthen \\ that\n'}
CUSTOMERS = "customer,kind,deposits,loans,products\nA,corporate,100,50,2\n乙,individual,1e3,0,1\n".encode()
CAMPAIGN = b"contacts;won;earlier;balance\n1;yes;none;100\n3;no;;-5\n2;yes;won;\n"
LOANS = "贷款状态,贷款金额\n正常,100\n逾期,50\n".encode()
MAPPED = b"customer;kind;money;since\nA;k1;10;2020-01-31\nB;k2;20;\n"
MAPPING = b"""separator = ";"
potential = 10
[currency]
name = "EUR"
rate = 7.5
[columns.customer]
column = "customer"
[columns.kind]
column = "kind"
otherwise = "individual"
[columns.kind.values]
k1 = "corporate"
[columns.deposits]
column = "money"
factor = 2.0
plus = 1.0
[columns.months_with_bank]
column = "since"
date_format = "%Y-%m-%d"
as_of = 2026-01-01
"""


def scenarios() -> tuple[bytes, ...]:
    """Scenarios as the package, and as `crmsim new`, writes them."""
    return (*(entry.read_bytes() for entry in packaged().values()), dump(Scenario(name="new"), commented=True).encode())


def customers() -> tuple[bytes, ...]:
    """Customer files, one of them with all columns of a borrower."""
    (corporate,) = (entry.read_bytes() for entry in formats.packaged().values())
    return CUSTOMERS, CUSTOMERS.decode().encode("gb18030"), b"".join(corporate.splitlines(keepends=True)[:9])


def mappings() -> tuple[bytes, ...]:
    """Mappings of customer files."""
    return MAPPING, *(entry.read_bytes() for entry in customer_mapping.packaged().values())


def material() -> tuple[bytes, ...]:
    """Files that can be calibrated on."""
    return CAMPAIGN, LOANS, *customers()


def material_mappings() -> tuple[bytes, ...]:
    """Mappings of files about campaigns and loans."""
    folder = Path(calibration_mapping.__file__).parent / "mappings"
    return tuple(file.read_bytes() for file in sorted(folder.glob("*.toml")))


def read_mapped(mapping: Path) -> object:
    """Customers as a mapping tells them."""
    file = mapping.with_name("mapped.csv")
    file.write_bytes(MAPPED)
    return read_customers(file, mapping)


KINDS = Path(__file__).parent / "exercises" / "kinds.toml"
PROGRESS = b"""{"made_by": "0.1.0", "learner": "7", "exercises": {"3.1": {"answer": "a", "outcome": "close",
"credit": 0.5, "attempts": 2, "hints": 1, "wrong": ["c", {"x": 1.5}]}}}"""
LISTS = tuple("学号,姓名,班组\n1,安,一\n2,鲍,二\n".encode(coding) for coding in ("utf-8", "gb18030"))


def sealed() -> tuple[bytes, ...]:
    """Exercises as learners get them."""
    return (book_of([sheet_in(KINDS)], "en", 1).model_dump_json(exclude_defaults=True).encode(),)


READERS = (
    Reader("scenario", "scenario.toml", scenarios, load),
    Reader("team", "team.toml", scenarios, lambda path: team_of(path, Scenario())),
    Reader("customers", "customers.csv", customers, read_customers),
    Reader("mapping", "mapping.toml", mappings, read_mapped),
    Reader("material", "material.csv", material, read_material),
    Reader("mapping of material", "mapping.toml", material_mappings, calibration_mapping.load),
    Reader("form", "form.toml", lambda: (written(FORM, FILLED, str).encode(),), lambda p: opened(FORM, p, speaker())),
    Reader("exercises", "chapter3.toml", lambda: (KINDS.read_bytes(),), sheet_in),
    Reader("progress", "crmsim-progress.json", lambda: (PROGRESS,), read_progress),
    Reader("sealed exercises", "exercises.json", sealed, lambda path: opened_book(path, 0, path.stat().st_size)),
    Reader("class list", "list.csv", lambda: LISTS, lambda path: roster_in(path, speaker())),
    Reader("copied course", "kept.json", lambda: (b'{"00_welcome.ipynb": "{}", "01.ipynb": ""}',), kept),
)
"""Who reads what; a new reader is one line more."""

ODD = (
    *(b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\r", b"\x1a", b"\x7f", b"\x85", b"\\u0000"),
    *(text.encode() for text in ("\u2028", "\u202e", "\u0130", "\U0001f600", "e\u0301", "０", "﷽")),
    *(b"-1", b"1e400", b"nan", b"-inf", b"1e-320", b"9" * 400, b"9" * 5_000, b"0x" + b"f" * 5_000, b"1_0", b"0o7"),
    *(b"true", b"[]", b"{}", b"[[]]", b"''", b'""', b"1979-05-27T07:32:00Z", b"07:32:00", b"1979-05-27"),
    *(b"\n", b"\n\n[[schedule]]\n", b"\n[market]\n", b"\n[a.b.c]\n", b'\n"" = 1\n', b'\n"a.b" = 1\n', b"\n\\ = 1\n"),
    *(b'"', b"'", b'"""', b"'''", b",", b";", b"=", b"#", b"[", b"]", b"{", b"}", b"%s", b"{0}"),
    *(b'".."', b'"/etc/passwd"', b'"a\\u0000b"', b'"idna"', b'"undefined"', b'"punycode"', b'"%Q%"', b'"%d%d"'),
    *(b"[" * 3_000, b"{a=" * 3_000, b"a." * 3_000 + b"a=1\n", b"\nmonths" + b".a" * 3_000 + b"=1\n", b'"' * 3_001),
    *(b"a" * 70_000, b" " * 70_000, b"," * 70_000, b'"' + b"\\n" * 70_000 + b'"', b"[" + b"a." * 20_000 + b"a]\n"),
    b"".join(b"\nk%d = 1" % number for number in range(3_000)),
    b"".join(b"\n[[schedule]]\nfrom_month = %d" % number for number in range(500)),
)
"""What stands in no file that a person writes."""

CODINGS = ("utf-8-sig", "utf-16", "utf-16-be", "utf-32", "gb18030", "utf-7")

TOKEN = re.compile(rb"[\w.+-]+")
VALUE = re.compile(rb"(?<== )\S.*|(?<=[,;])[^,;\n]*")

places = st.floats(0.0, 1.0, exclude_max=True)


def at(data: bytes, place: float) -> int:
    """The byte at a place, from 0.0, the first, to 1.0, the end."""
    return int(place * len(data))


def inserted(place: float, what: bytes) -> Change:
    """Something more at a place."""
    return lambda data: data[: at(data, place)] + what + data[at(data, place) :]


def flipped(place: float, bit: int) -> Change:
    """One bit the other way round."""

    def change(data: bytes) -> bytes:
        where = at(data, place)
        return data[:where] + bytes(byte ^ (1 << bit) for byte in data[where : where + 1]) + data[where + 1 :]

    return change


def cut(one: float, other: float) -> Change:
    """Something left out."""
    first, last = sorted((one, other))
    return lambda data: data[: at(data, first)] + data[at(data, last) :]


def ended(place: float) -> Change:
    """Nothing after a place."""
    return lambda data: data[: at(data, place)]


def again(one: float, other: float, times: int) -> Change:
    """Something so many times more, up to a fair size."""
    first, last = sorted((one, other))

    def change(data: bytes) -> bytes:
        piece = data[at(data, first) : at(data, last)]
        return data[: at(data, last)] + piece * min(times, 200_000 // max(len(piece), 1)) + data[at(data, last) :]

    return change


def replaced(pattern: re.Pattern[bytes], place: float, what: bytes) -> Change:
    """Something in place of a word or number, or of a whole value."""

    def change(data: bytes) -> bytes:
        words = list(pattern.finditer(data))
        if not words:
            return data + what
        word = words[int(place * len(words))]
        return data[: word.start()] + what + data[word.end() :]

    return change


def coded(coding: str) -> Change:
    """Saved in another encoding."""
    return lambda data: data.decode("utf-8", "replace").encode(coding, "replace")


def mixed(number: int) -> Change:
    """Its lines in another order."""

    def change(data: bytes) -> bytes:
        lines = data.splitlines(keepends=True)
        random.Random(number).shuffle(lines)
        return b"".join(lines)

    return change


CHANGES = st.one_of(
    st.builds(replaced, st.sampled_from((TOKEN, VALUE)), places, st.sampled_from(ODD)),
    st.builds(inserted, places, st.sampled_from(ODD) | st.binary(max_size=8)),
    st.builds(flipped, places, st.integers(0, 7)),
    st.builds(cut, places, places),
    st.builds(ended, places),
    st.builds(again, places, places, st.integers(1, 2_000)),
    st.builds(coded, st.sampled_from(CODINGS)),
    st.builds(mixed, st.integers(0, 99)),
)


@st.composite
def broken(draw: st.DrawFn, valid: tuple[bytes, ...]) -> bytes:
    """A valid file with up to four changes."""
    data = draw(st.sampled_from(valid))
    for change in draw(st.lists(CHANGES, min_size=1, max_size=4)):
        data = change(data)
    return data


@contextmanager
def in_time(what: str) -> Iterator[None]:
    """Hold that something ends, where the system has an alarm.

    Raises:
        TimeoutError: it does not.
    """

    def ring(*_: object) -> None:
        raise TimeoutError(f"{what}: hangs for more than {SLOWEST} s")

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, SLOWEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


def holds(reader: Reader, data: bytes, folder: Path) -> None:
    """Read a file: it is read, or refused in a few sentences of a moderate length."""
    path = folder / reader.file
    path.write_bytes(data)
    with in_time(reader.name):
        told = refused(reader, path)
    assert len(told) <= MOST, f"{len(told)} sentences"
    assert all(sentence.strip() for sentence in told)
    assert max(map(len, told), default=0) <= LONGEST, f"a sentence of {max(map(len, told))} characters"


def refused(reader: Reader, path: Path) -> tuple[str, ...]:
    """The sentences with which a file is refused; none where it is read."""
    try:
        reader.read(path)
    except CrmsimError as error:
        return error.mistakes or ("",)
    return ()


def fuzz(reader: Reader, seconds: float, start: int, examples: int = 50) -> int:
    """Break a reader's files for so long, with a luck that begins at `start`; gives how many were tried."""
    until, tried, round_ = time.monotonic() + seconds, 0, 0
    with tempfile.TemporaryDirectory() as name:
        while time.monotonic() < until:

            @seed(start + round_)
            @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
            @given(data=broken(reader.valid()))
            def story(data: bytes) -> None:
                nonlocal tried
                tried += 1
                if time.monotonic() < until:
                    holds(reader, data, Path(name))

            story()
            round_ += 1
    return tried


def main() -> None:
    """Break everyone's files for so many seconds together, with another luck each time."""
    seconds, start = float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    for reader in READERS:
        tried = fuzz(reader, seconds / len(READERS), start)
        sys.stdout.write(f"{reader.name}: {tried} broken files read or refused (luck from {start})\n")


if __name__ == "__main__":
    main()
