"""On which line of a TOML text each table and key stands, which a TOML reader does not tell."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from crmsim.settings.mistakes import Place

HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]\s](?:[^\[\]]*[^\[\]\s])?)\s*\]\]?\s*(#.*)?$")
KEY = re.compile(r"^\s*([\w.\"'-]+)\s*=")

DEEPEST = 8
"""Parts of a name that are told apart; no setting stands deeper, and a name of thousands would cost their square."""


def lines_of(text: str) -> dict[Place, int]:
    """The line of each table and key, by its place; repeated tables are numbered from 0."""
    return dict(_lines(text))


def _lines(text: str) -> Iterator[tuple[Place, int]]:
    """Each table and key with its line; a repeated table as a whole stands where its first begins."""
    table: Place = ()
    seen: Counter[str] = Counter()
    for number, line in enumerate(text.split("\n"), 1):
        if header := HEADER.match(line):
            first, *rest = _parts(header[2])
            seen[first] += header[1] == "[[" and not rest
            table = (first, seen[first] - 1, *rest) if seen[first] else (first, *rest)
            if seen[first] == 1 and header[1] == "[[":
                yield (first,), number
            yield table, number
        elif key := KEY.match(line):
            yield (*table, *_parts(key[1])), number


def _parts(name: str) -> tuple[str, ...]:
    """The parts of a dotted TOML name."""
    return tuple(part.strip().strip("\"'") for part in name.split(".", DEEPEST)[:DEEPEST])


def line_at(lines: Mapping[Place, int], place: Place) -> str:
    """Where a place stands, as ", line 7", or the nearest table around it; nothing where neither is known."""
    for end in range(len(place), 0, -1):
        if place[:end] in lines:
            return f", line {lines[place[:end]]}"
    return ""
