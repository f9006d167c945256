"""Whatever a file holds, it is read or refused in a few sentences, and soon; `nox -s fuzz` tries for ten minutes."""

from pathlib import Path

import pytest
from fuzzing import READERS, Reader, fuzz, holds, refused

SECONDS = 2.0
"""How long each reader is given broken files here; a dozen readers, half a minute."""

MONSTERS = {
    "a number of five thousand digits": b"months = 0x" + b"f" * 5_000,
    "a table in a table, three thousand deep": b"months" + b".a" * 3_000 + b" = 1",
    "a quoted name of thousands of parts": b"months" + b'."\\"a b"' * 30_000 + b" = 1",
    "lists in lists": b"months = " + b"[" * 30_000,
    "inline tables in inline tables": b"market = " + b"{a=" * 30_000,
    "twenty thousand settings that are none": b"".join(b"k%d = 1\n" % number for number in range(20_000)),
    "a deep table of many settings": b"[" + b"a." * 30_000 + b"a]\n" + b"".join(b"k%d = 1\n" % k for k in range(9_000)),
    "a name of seventy thousand letters": b"k" * 70_000 + b" = 1",
    "a name with a line's end": b'"a\\nb" = 1',
    "a mapping to an endless column": b'[columns.customer]\ncolumn = "' + b"c" * 70_000 + b'"',
    "an exercise of an endless kind": b'chapter = "3"\n[[exercise]]\nid = "3.1"\nkind = "' + b"k" * 70_000 + b'"',
    "a join of an endless name": b"[[joins]]\nfile = 'f'\nkey = 'k'\naggregate = 'sum'\nname = '"
    + b"n" * 70_000
    + b"'",
}
"""What once took a reader minutes, gigabytes, a traceback or a page of its own to refuse."""


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_what_is_valid_is_read(reader: Reader, tmp_path: Path) -> None:
    """Before it is broken, each file is read; but for mappings of whole folders, which want another file."""
    told = []
    for data in reader.valid():
        (tmp_path / reader.file).write_bytes(data)
        told += refused(reader, tmp_path / reader.file)
    assert [sentence for sentence in told if "the mapping" not in sentence] == []


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_what_is_broken_is_read_or_refused(reader: Reader) -> None:
    """Bytes turned, parts left out or repeated, oddities put in: all that comes of it are a few sentences, soon."""
    assert fuzz(reader, SECONDS, start=1) > 0


@pytest.mark.parametrize("what", MONSTERS)
@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_monsters_are_refused_at_once(reader: Reader, what: str, tmp_path: Path) -> None:
    """No monster gets more than a sentence or a hundred."""
    holds(reader, MONSTERS[what], tmp_path)
