"""The course's items and the settings that stand for them: no item without one, no setting without an item."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from crmsim.cli import app
from crmsim.settings import Lever, levers

OWN = {
    "2.2.1a": ("prospecting.avoid_restricted",),
    "2.2.1b": ("prospecting.avoid_remote",),
    "2.2.1c": ("prospecting.least_wallet",),
    "2.2.1d": ("prospecting.least_cooperation",),
    "2.2.2a": ("bank.drive",),
    "2.2.2b": ("bank.skill",),
    "2.2.2c": ("bank.teamwork",),
    "2.2.2d": ("bank.communication",),
    "2.2.3a": ("prospecting.by_referral",),
    "2.2.3b": ("prospecting.by_key_person",),
    "2.2.3c": ("prospecting.by_advertising",),
    "2.2.3d": ("prospecting.by_visit",),
    "2.2.3e": ("prospecting.by_other",),
    "2.2.4": ("prospecting.screening", "prospecting.needs_research", "prospecting.evaluation"),
    "2.2.5b": tuple(
        f"prospecting.plan_{mark}" for mark in ("specific", "measurable", "achievable", "relevant", "timed")
    ),
    "3.2.1": ("maintenance.hardware",),
    "3.2.2": ("maintenance.software",),
    "3.2.3": ("maintenance.functional",),
    "3.2.4": ("maintenance.psychological",),
    "3.2.5": ("maintenance.distinctive",),
    "3.3.2b2": ("maintenance.survey_sample", "maintenance.mystery_visits"),
    "3.3.2e": ("maintenance.satisfaction_centred", "maintenance.beyond_expectation", "maintenance.innovation"),
    "3.3.3h": (
        "maintenance.service_trust",
        "maintenance.broad_links",
        "maintenance.think_for_customer",
        "maintenance.switching_barrier",
    ),
    "4.1.2c": ("exit.exit_part", "exit.substitution"),
    "4.1.2d": ("exit.exit_loans", "exit.exit_deposits", "exit.exit_services"),
    "4.1.2f": ("exit.collection", "exit.transfer", "exit.securitisation"),
    "4.1.4a": (
        *(
            f"exit.mark_{mark}"
            for mark in ("restricted", "rating", "prospects", "technology", "operation", "reputation")
        ),
        "exit.include_b",
        "exit.minimum_marks",
    ),
    "4.1.4c": tuple(f"exit.ratio_{ratio}" for ratio in ("current", "debt", "return", "cash")),
    "4.1.4d": tuple(f"exit.conduct_{kind}" for kind in ("overdue", "evasion", "statements", "management", "merger")),
    "4.2.1a": ("exit.risk_recognition",),
    "4.2.1b": ("exit.execution",),
    "4.2.1c": ("exit.timing",),
    "4.2.1d": ("exit.exit_communication",),
    "4.2.1e": ("exit.combination",),
}
"""The leaves of the items that the course splits further, and of those that stand in a list of which each is one."""

PARTS = {
    "2.2.4": 0,
    "3.3.2e": 0,
    "3.3.3h": 0,
    "4.1.2c": -1,
    "4.1.2d": 0,
    "4.1.2f": 0,
    "4.1.4a": 2,
    "4.1.4c": 0,
    "4.1.4d": 0,
}
"""Items whose text lists its parts, and the leaves that they have beyond these: whole and partial exit are two ends of
one scale, and the first criterion has two rules beside its marks."""

SWITCHES = ("2.2.5b", "4.1.4c", "4.1.4d")
"""Items whose every part can be left out by itself."""

IN_HAND = ("bank.", "prospecting.", "maintenance.", "exit.")
"""Where the settings stand that a branch has in its hand; the market's are not."""


@pytest.fixture
def outline(shared: Path) -> list[dict[str, str]]:
    """The course, item by item."""
    read = tomllib.loads((shared / "course" / "outline.toml").read_text("utf-8"))
    return [item for chapter in read["chapter"].values() for item in chapter["items"]]


@pytest.fixture
def items(outline: list[dict[str, str]]) -> dict[str, str]:
    """What the simulation does with each item of the course: S, M, K, X or T, by the item's number."""
    kinds = {item["id"]: item["lever"] for item in outline}
    assert len(kinds) == len(outline), "an item is listed twice"
    return kinds


@pytest.fixture
def texts(outline: list[dict[str, str]]) -> dict[str, str]:
    """The English text of each item, by its number."""
    return {item["id"]: item["en"] for item in outline}


@pytest.fixture
def printed() -> list[dict[str, Any]]:
    """The settings as the command line prints them."""
    done = CliRunner().invoke(app, ["levers", "--json"])
    assert done.exit_code == 0
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def of_item(item: str) -> dict[str, Lever]:
    """The settings of an item, by path."""
    return {lever.path: lever for lever in levers() if lever.about.item == item}


def test_every_item_to_be_set_can_be_set(items: dict[str, str]) -> None:
    """Each item that is a choice has a setting that the branch has in its hand."""
    chosen = [item for item, kind in items.items() if kind == "S"]
    assert len(chosen) > 50
    assert [item for item in chosen if not any(path.startswith(IN_HAND) for path in of_item(item))] == []


def test_every_setting_belongs_to_an_item(items: dict[str, str]) -> None:
    """No setting names an item that the course has not, or one that is text and nothing else."""
    named = {lever.path: items.get(lever.about.item, "none") for lever in levers()}
    assert {path: kind for path, kind in named.items() if kind not in {"S", "M", "K", "X"}} == {}


@pytest.mark.parametrize("item", OWN)
def test_an_item_of_several_parts_has_a_leaf_for_each(item: str, items: dict[str, str]) -> None:
    """What the course lists under one item can be set part by part."""
    assert items[item] == "S"
    assert [path for path in OWN[item] if path not in of_item(item)] == []


def test_no_leaf_stands_for_two_parts() -> None:
    """Every part's leaf is its own."""
    leaves = [path for parts in OWN.values() for path in parts]
    assert sorted(set(leaves)) == sorted(leaves)


@pytest.mark.parametrize("item", PARTS)
def test_leaves_are_as_many_as_the_parts_in_the_text(item: str, texts: dict[str, str]) -> None:
    """What the course's text lists one by one is counted there, and so many leaves there are."""
    listed = re.sub(r"\([^)]*\)", "", texts[item]).partition(": ")[2].partition(". ")[0]
    parts = listed.split(";" if ";" in listed else ",")
    assert len(OWN[item]) == len(parts) + PARTS[item], parts


@pytest.mark.parametrize("item", SWITCHES)
def test_marks_ratios_and_records_are_switched_one_by_one(item: str) -> None:
    """A part of a list of conditions counts or does not."""
    assert {of_item(item)[path].kind for path in OWN[item]} == {bool}


def test_whole_and_partial_are_one_scale_and_substitution_another() -> None:
    """How much of a loan is exited runs from a part to the whole; another product in its place is a choice apart."""
    extent = of_item("4.1.2c")["exit.exit_part"]
    assert (extent.kind, extent.about.bounds[1]) == (float, 1.0)
    assert 0.0 < extent.about.bounds[0] < 0.5
    assert of_item("4.1.2c")["exit.substitution"].about.bounds == (0.0, 1.0)


def test_what_the_text_leaves_open_is_as_it_says() -> None:
    """A rating of B is within "B or lower" unless that is changed, and two marks meet the first criterion, of six."""
    first = of_item("4.1.4a")
    assert first["exit.include_b"].default is True
    assert first["exit.minimum_marks"].default == 2
    assert first["exit.minimum_marks"].about.bounds == (1, 6)


def test_settings_are_printed_with_all_they_tell_about_themselves(printed: list[dict[str, Any]]) -> None:
    """The list for machines gives each setting's place, unit, bounds, default, item, indicator, direction and probe."""
    assert [row["path"] for row in printed] == [lever.path for lever in levers()]
    for row, lever in zip(printed, levers(), strict=True):
        about = lever.about
        assert (row["unit"], row["item"], row["indicator"]) == (about.unit, about.item, about.indicator), lever.path
        assert (row["low"], row["high"], row["default"]) == (*about.bounds, lever.default), lever.path
        assert (row["direction"], tuple(row["probe"])) == (about.direction, about.probe), lever.path


def test_what_settings_tell_is_fit_to_be_used(printed: list[dict[str, Any]]) -> None:
    """Default and probe are within the bounds, the probe is a step, and there is a unit, an indicator and a sign."""
    for row in printed:
        assert row["low"] <= row["default"] <= row["high"], row["path"]
        assert row["low"] <= row["probe"][0] < row["probe"][1] <= row["high"], row["path"]
        assert row["unit"], row["path"]
        assert row["indicator"], row["path"]
        assert row["direction"] in {-1, 1}, row["path"]
