"""A review question in the page, driven by its controls without a browser."""

import tomllib
from pathlib import Path

import pytest
from conftest import small
from review_sentences import SENTENCES

pytest.importorskip("ipywidgets", reason="what is in the page is an extra: install [lab]")

from ipywidgets import HTML

from crmsim.engine import compiled_engine
from crmsim.language import catalogue
from crmsim.settings import lever_at
from crmsim.widgets import Answer, Rounds, answer, rounds

REFERRAL, VISIT = "prospecting.by_referral", "prospecting.by_visit"
BRANCH = small(months=36)
"""A branch of three years that is simulated in a blink."""

Bench = tuple[Rounds, Answer]


@pytest.fixture
def page() -> Bench:
    """A game in the page, and the box for the answer that goes with it."""
    compiled_engine.compiled_kernel()
    rounds = Rounds("Q1", scenario=BRANCH, lang="en")
    return rounds, Answer(rounds)


def test_a_game_is_played_by_its_controls(page: Bench) -> None:
    """A moved wheel moves the bill; a guess and the button play a year; table, chart and judgement follow."""
    rounds, _ = page
    before = rounds.bar.value
    rounds.controls[REFERRAL].value = 0.018
    assert rounds.bar.value > before
    rounds.buttons["Play the year"].click()
    assert "Predict first" in rounds.message.value
    rounds.guess.value = "seven"
    rounds.buttons["Play the year"].click()
    assert rounds.last is None
    rounds.guess.value = "7"
    rounds.buttons["Play the year"].click()
    assert rounds.last is not None
    assert rounds.last.values[REFERRAL] == 0.018
    assert "You guessed 7" in rounds.message.value
    assert "year 1" in rounds.host.html
    assert "in year 2" in rounds.asked.value
    assert [one["name"] for one in rounds.host.charts] == ["customers", "waits"]
    ends = [row["value"] for row in rounds.host.data["customers"] if row["month"] == 12]
    assert ends == [year.run.indicators["customers"] for year in (rounds.last.theirs, rounds.last.yours)]


def test_over_budget_the_page_says_so_at_once_and_does_not_play() -> None:
    """The bar turns red, a sentence tells by how much, and it is gone when enough is taken back."""
    compiled_engine.compiled_kernel()
    rounds = Rounds("Q1", lang="en")
    for path in (REFERRAL, VISIT, "prospecting.by_advertising"):
        rounds.controls[path].value = lever_at(path).about.bounds[1]
    assert rounds.bar.bar_style == "danger"
    assert "take something back" in rounds.message.value
    rounds.guess.value = "7"
    rounds.buttons["Play the year"].click()
    assert rounds.last is None
    assert "take something back" in rounds.message.value
    rounds.buttons["Reset"].click()
    assert (rounds.bar.bar_style, rounds.message.value) == ("success", "")


def test_undo_and_reset_put_the_wheels_back(page: Bench) -> None:
    """Undo puts them where they stood in the year taken back, Reset where the baseline has them."""
    rounds, _ = page
    rounds.buttons["Undo"].click()
    assert "no year to take back" in rounds.message.value
    rounds.controls[REFERRAL].value, rounds.guess.value = 0.018, "1"
    rounds.buttons["Play the year"].click()
    rounds.controls[REFERRAL].value = 0.0
    rounds.buttons["Undo"].click()
    assert rounds.controls[REFERRAL].value == 0.018
    assert (rounds.last, rounds.host.html, rounds.host.charts) == (None, "", [])
    rounds.buttons["Reset"].click()
    assert rounds.values == rounds.play.start


def test_an_answer_is_looked_at_beside_the_game(page: Bench) -> None:
    """Empty it is not attempted, written it is held against points and years, and what is typed is never markup."""
    rounds, answer = page
    answer.buttons["Look at my answer"].click()
    assert "Not attempted yet" in answer.said.value
    answer.text.value = "请老客户介绍朋友。 <script>alert(1)</script>"
    answer.buttons["Look at my answer"].click()
    assert "2.2.3a chain referral" in answer.said.value
    assert "No year is played yet" in answer.said.value
    assert "<script" not in answer.said.value
    rounds.guess.value = "3"
    rounds.buttons["Play the year"].click()
    answer.buttons["Look at my answer"].click()
    assert "hours into it" in answer.said.value


def test_an_answer_is_kept_in_a_file_of_its_own(page: Bench, tmp_path: Path) -> None:
    """Two saves are two files, each with the question and the text; where nothing can be written that is said."""
    _, answer = page
    answer.folder = tmp_path
    for text in ("first", '请老客户介绍\n"朋友"'):
        answer.text.value = text
        answer.buttons["Save"].click()
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["answer-Q1-1.toml", "answer-Q1-2.toml"]
    assert tomllib.loads(files[1].read_text("utf-8")) == {"answer": '请老客户介绍\n"朋友"'}
    assert "Which strategies" in files[0].read_text("utf-8")
    assert "answer-Q1-2.toml" in answer.message.value
    answer.folder = tmp_path / "nowhere"
    assert answer.save() is None
    assert "cannot be written" in answer.message.value


def test_the_page_speaks_chinese() -> None:
    """Wheels, buttons, questions and feedback of the second question, in Chinese."""
    rounds = Rounds("Q2", scenario=BRANCH, lang="zh")
    answer = Answer(rounds)
    headings = "".join(one.value for one in rounds.children if isinstance(one, HTML))
    assert "差别化服务" in headings
    assert rounds.buttons["Play the year"].description == "经营这一年"
    assert "基准失去" in rounds.asked.value
    answer.text.value = SENTENCES["3.2.4"][1]
    answer.buttons["Look at my answer"].click()
    assert "3.2.4 心理维护" in answer.said.value


def test_every_button_and_question_has_its_chinese() -> None:
    """What is said by name stands in the catalogue."""
    texts = {
        *rounds.BUTTONS,
        *rounds.BUTTONS.values(),
        *answer.BUTTONS,
        *answer.BUTTONS.values(),
        *answer.QUESTIONS.values(),
    }
    assert sorted(texts - set(catalogue("zh"))) == []
