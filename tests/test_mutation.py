"""What the document about changed laws says is still about these laws."""

import re

from conftest import ROOT
from mutation import LEAST, SAME

DOCUMENT = (ROOT / "docs" / "mutation.md").read_text("utf-8")
SURVIVOR = re.compile(r"^\| `(crmsim/law/\w+\.py)`, line \d+ \| \w+ \| `(.*?)` \| `(.*?)` \| (.*) \|$", re.MULTILINE)


def test_enough_changes_are_noticed() -> None:
    """The document's count of noticed changes is its sum over modules, and above the least."""
    noticed, total = map(int, re.findall(r"(\d+) of (\d+) changes are noticed", DOCUMENT)[0])
    modules = re.findall(r"^\| `crmsim/law/\w+\.py` \| (\d+) \| (\d+) \|$", DOCUMENT, re.MULTILINE)
    assert [total, noticed] == [sum(map(int, column)) for column in zip(*modules, strict=True)]
    assert total - noticed == len(SURVIVOR.findall(DOCUMENT))
    assert noticed / total >= LEAST


def test_the_lines_that_could_be_changed_still_stand() -> None:
    """Each line with a change that no test notices stands in its module; else run `nox -s mutation`."""
    gone = [
        (file, before)
        for file, before, _, _ in SURVIVOR.findall(DOCUMENT)
        if before not in (ROOT / file).read_text("utf-8")
    ]
    assert gone == []


def test_every_change_that_stays_unnoticed_has_its_reason() -> None:
    """What no test notices changes nothing, and the document says why."""
    assert [after for _, _, after, why in SURVIVOR.findall(DOCUMENT) if SAME.get(after) != why] == []
