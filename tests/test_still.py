"""A panel that stands still: what readers without a kernel see of a lab."""

import pytest
from conftest import small

from crmsim.course.shown import TEXT
from crmsim.course.still import CARDS, still
from crmsim.errors import CrmsimError
from crmsim.run import Run, simulate

CARE = "maintenance.care_premium"


@pytest.fixture(scope="module")
def run() -> Run:
    """A small branch whose premium customers get half as much time again."""
    return simulate(small(maintenance__care_premium=1.5), record=False)


@pytest.fixture(params=["en", "zh"])
def lang(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The reader's language."""
    monkeypatch.setenv("CRMSIM_LANG", request.param)
    return str(request.param)


def told(run: Run, *paths: str) -> list[list[str]]:
    """The lines of each part."""
    return [str(part.bundle()[TEXT]).splitlines() for part in still(run, *paths).parts]


def test_settings_stand_where_the_run_has_them(run: Run, lang: str) -> None:
    """Each setting is named in the reader's language, with the run's own value, its unit and how far it goes."""
    settings, _ = told(run, CARE, "maintenance.promise_premium")
    assert len(settings) == 4
    name = {"en": "Length of visits to premium customers", "zh": "高端客户服务时长倍数"}[lang]
    assert settings[2].split(" | ")[1:2] == ["1.5"]
    assert settings[2].startswith(name), settings[2]


def test_the_cards_are_the_runs_own(run: Run, lang: str) -> None:
    """Each card of a lab is there, with its unit."""
    _, cards = told(run, CARE)
    assert len(cards) == 2 + len(CARDS)
    assert cards[3].split(" | ")[1] == f"{run.indicators['customers']:.4g}"
    assert all(len(line.split(" | ")) == 3 for line in cards[1:])


def test_a_switch_says_yes_or_no(run: Run, lang: str) -> None:
    """A setting that is on or off says so in words."""
    settings, _ = told(run, "exit.close_customers")
    assert settings[2].split(" | ")[1] in {"en": ("yes", "no"), "zh": ("是", "否")}[lang]


def test_a_typo_names_the_nearest_setting(run: Run) -> None:
    """A setting that there is not is refused in a sentence."""
    with pytest.raises(CrmsimError, match="care_premium"):
        still(run, "maintenance.care_premum")
