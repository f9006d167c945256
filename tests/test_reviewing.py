"""The review questions: a budget that follows from prices, years as the engine has them, answers by their words."""

import math
import tomllib
from pathlib import Path

import pytest
from conftest import small
from hypothesis import given
from hypothesis import strategies as st
from review_sentences import ONLY_ALIKE, SENTENCES, TURNED, UNRELATED, WHOLE_ANSWERS

from crmsim.course import review1, review2
from crmsim.course.developing.channels import by_channel
from crmsim.course.reviewing import bills, colleague, evidence, feedback, pages, play, reviews
from crmsim.course.reviewing.answers import MOST_SIGNS, covered, sentences
from crmsim.course.reviewing.play import Play, Values
from crmsim.course.reviewing.points import Point, Points, Question, course
from crmsim.course.shown import TEXT, Folded, Page
from crmsim.course.still import figure
from crmsim.engine import compiled_engine
from crmsim.errors import CrmsimError
from crmsim.language import catalogue, label, speaker
from crmsim.results.kpis import UNITS
from crmsim.run import Run, simulate
from crmsim.settings import Scenario, Strategy, lever_at, load
from crmsim.stages import Channel

QUESTIONS: tuple[Question, ...] = ("Q1", "Q2")
FACES = {"Q1": review1, "Q2": review2}
REFERRAL, VISIT = "prospecting.by_referral", "prospecting.by_visit"
CARE, CONCESSION = "maintenance.care_premium", "maintenance.concession"
HARDWARE = "maintenance.hardware"
BRANCH = small(months=36)
"""A branch of three years that is simulated in a blink."""

say = speaker("en")


@pytest.fixture(scope="module")
def run() -> Run:
    """The baseline of the course."""
    compiled_engine.compiled_kernel()
    return simulate("baseline", seed=1, engine="compiled")


def began(question: Question, scenario: Scenario = BRANCH) -> Play:
    """A game before its first year."""
    return Play(reviews.review_of(question), scenario, engine="compiled")


def after(question: Question, *decisions: Values) -> Play:
    """A game in which so many years were played, each on from the one before."""
    game = began(question)
    values = dict(game.start)
    for decision in decisions:
        values |= decision
        game.play(values, 10.0, say)
    return game


def told(parts: tuple[feedback.Said, ...]) -> str:
    """What is said, in plain text."""
    return "\n".join(str(part.bundle()[TEXT]) for part in parts)


def point(item: str) -> Point:
    """The point of an item of the course."""
    return next(point for point in course().point if point.item == item)


# The course's points


def test_every_point_is_one_of_the_course(shared: Path) -> None:
    """The points are the strategies of chapter 2.2, and the forms, strategies and mistakes of 3.2 to 3.4, each once."""
    outline = tomllib.loads((shared / "course" / "outline.toml").read_text("utf-8"))["chapter"]
    wanted = [item["id"] for number in "23" for item in outline[number]["items"]]
    wanted = [item for item in wanted if not item.startswith(("2.1.", "3.1."))]
    assert [p.item for q in QUESTIONS for p in course().points(q)] == wanted


@pytest.mark.parametrize("one", course().point, ids=lambda one: one.item)
def test_a_point_shows_in_settings_and_indicators_that_there_are(one: Point) -> None:
    """Each point's settings are the course item's own or near it, and its indicators are indicators."""
    assert [lever_at(path).path for path in one.settings] == list(one.settings)
    assert [name for name in one.indicators if name not in UNITS] == []
    assert bool(one.settings) <= bool(one.indicators)


def test_points_that_do_not_fit_together_are_refused() -> None:
    """Two points of one item, a point without a part, and an unknown setting are each named."""
    data = course().model_dump()
    twice = {**data, "point": [*data["point"], data["point"][0]]}
    lost = {**data, "part": data["part"][1:]}
    wrong = {**data, "point": [{**data["point"][0], "settings": ("maintenance.care_premum",)}]}
    for bad, found in ((twice, "2.2.1a stand there twice"), (lost, "2.2.1a.* no part"), (wrong, "care_premium")):
        with pytest.raises((ValueError, CrmsimError), match=found):
            Points.model_validate(bad)


def test_every_wheel_belongs_to_a_point() -> None:
    """Whatever can be moved in a game is evidence for one of its points."""
    for question in QUESTIONS:
        known = {path for one in course().points(question) for path in one.settings}
        assert set(reviews.review_of(question).paths) <= known


# Answers


def question_of(item: str) -> Question:
    """The question that a point belongs to."""
    return "Q1" if item.startswith("2.") else "Q2"


@pytest.mark.parametrize("lang", [0, 1], ids=["en", "zh"])
@pytest.mark.parametrize("item", SENTENCES)
def test_a_point_is_recognised_in_own_words(item: str, lang: int) -> None:
    """A sentence of a learner's own names its point, and at most two others beside it."""
    found = [one.item for one in covered(question_of(item), SENTENCES[item][lang]).those("named")]
    assert item in found
    assert len(found) <= 3


def test_there_is_a_sentence_for_every_point() -> None:
    """None is left untried."""
    assert set(SENTENCES) == {one.item for one in course().point}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("text", UNRELATED)
def test_no_point_is_recognised_in_what_says_nothing_of_it(question: Question, text: str) -> None:
    """Soup, rain and football name nothing."""
    assert {standing for _, standing in covered(question, text).standing} == {"not named"}


@pytest.mark.parametrize(("item", "text"), ONLY_ALIKE)
def test_what_only_looks_like_a_point_is_none(item: str, text: str) -> None:
    """Part of a longer word, or a word in another connection, names nothing."""
    assert {one.item: found for one, found in covered(question_of(item), text).standing}[item] == "not named"


@pytest.mark.parametrize(("question", "text", "count"), WHOLE_ANSWERS, ids=[text[:12] for _, text, _ in WHOLE_ANSWERS])
def test_whole_answers_are_read(question: Question, text: str, count: int) -> None:
    """Answers in the course's terms and in everyday words name as many points as a reader finds in them."""
    coverage = covered(question, text)
    assert len(coverage.those("named")) == count
    assert coverage.those("turned round") == ()


@pytest.mark.parametrize(("question", "item", "text", "standing"), TURNED, ids=[text for _, _, text, _ in TURNED])
def test_yes_and_no_are_told_apart(question: Question, item: str, text: str, standing: str) -> None:
    """What is advised against is not taken for advice, and what only sounds like a no is not taken for one."""
    assert {one.item: found for one, found in covered(question, text).standing}[item] == standing


def test_an_answer_may_be_in_both_languages() -> None:
    """Each sentence is read in its own language."""
    found = {one.item for one in covered("Q1", "We use word of mouth. 也要SMART的目标。").those("named")}
    assert {"2.2.3a", "2.2.5b"} <= found


def test_sentences_go_on_over_lines() -> None:
    """A line that goes on in small letters belongs to the one before; a new item of a list does not."""
    text = "ask old customers\nfor names.\nVisit.\n- 上 门"
    assert sentences(text) == ("ask old customers for names", "visit", "-上门")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_cannot_be_looked_at_is_a_sentence(lang: str) -> None:
    """Nothing, rubbish and a whole book each get one sentence and no table."""
    review = reviews.DEVELOPING
    texts = ("", " \n\t", "?!。。…", "\x00\ud800<b>&", "x" * (MOST_SIGNS + 1))
    found = [feedback.feedback(review, text, None, lang) for text in texts]
    assert [len(parts) for parts in found] == [1] * len(texts)
    assert len({told(parts) for parts in found}) == 3
    known = set(catalogue("zh").values())
    assert (told(found[0]) in known) == (lang == "zh")


@given(text=st.text(max_size=300))
def test_no_text_is_too_odd(text: str) -> None:
    """Whatever is typed, something is said of it."""
    assert told(feedback.feedback(reviews.MAINTAINING, text, None, "en"))


# Bills and the budget


def test_a_bill_of_the_baseline_is_what_its_year_cost(run: Run) -> None:
    """Made out for the baseline itself, each bill is within a hundredth of what the first year has cost."""
    known = bills.experience(run)
    first = known.scenario.schedule[0]
    for review in reviews.REVIEWS.values():
        assert review.biller(known, first).total == pytest.approx(review.spent(known.months, 80.0), rel=0.01)


def test_a_line_grows_with_its_wheel(run: Run) -> None:
    """Twice the referrals are twice their line, in hours and in money, and nothing of the other channels'."""
    known = bills.experience(run)
    usual = run.scenario.schedule[0].prospecting.by_referral
    game = Play(reviews.DEVELOPING, run.scenario, engine="compiled")
    before, now = (game.bill({REFERRAL: times * usual}).items for times in (1, 2))
    assert (now[0].hours, now[0].money) == pytest.approx((2 * before[0].hours, 2 * before[0].money))
    assert now[1:5] == before[1:5]
    assert before[0].money == known.total("found_by")[Channel.REFERRAL] * known.scenario.bank.cost_referral


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_wheel_is_for_nothing_but_those_that_cost_on_no_bill(question: Question, run: Run) -> None:
    """Every wheel that takes hours or money raises the bill when it is turned up; the others are named here."""
    game = Play(reviews.review_of(question), run.scenario, engine="compiled")
    free = {
        "prospecting.moment_patience",
        *(
            f"maintenance.{name}"
            for name in ("complaint_system", "leaving_analysis", "think_for_customer", "concession")
        ),
    }
    base = game.bill({}).total
    dearer = {path for path in game.start if game.bill({path: lever_at(path).about.bounds[1]}).total > base}
    assert set(game.start) - dearer == free & set(game.start)


def test_the_budget_is_the_baselines_bill_and_its_idle_hours(run: Run) -> None:
    """What managers could have worked in the first year and did not, at wage, is all that comes on top."""
    known = bills.experience(run)
    bill = bills.of_maintaining(known, known.scenario.schedule[0]).total
    idle = 1.0 - simulate(run.scenario.with_settings({"months": 12}), 1, 0, "compiled").indicators["utilisation"]
    bank = run.scenario.bank
    hours = idle * known.managers * 12 * (bills.HOURS * bank.drive - bank.drive * bank.training)
    assert bills.budget(known, bills.of_maintaining) == pytest.approx(bill + bank.wage * hours)
    assert 0.0 < bank.wage * hours < bill


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_plan_over_budget_is_refused_in_a_sentence(lang: str) -> None:
    """The sentence tells cost, budget and the way out, and nothing is played."""
    game, here = began("Q1", load("baseline")), speaker(lang)
    too_much = {path: lever_at(path).about.bounds[1] for path in game.start}
    with pytest.raises(CrmsimError) as refused:
        game.play(too_much, 5.0, here)
    assert len(refused.value.mistakes) == 1
    assert f"{game.budget:,.0f}" in str(refused.value)
    assert str(refused.value).endswith({"en": "take something back.", "zh": "请减掉一些。"}[lang])
    assert game.rounds == []


def test_the_budget_may_be_spent_to_the_last_fen() -> None:
    """A plan that just keeps within it is played, and one of a fen more for each customer and month is refused."""
    game = began("Q2", load("baseline"))
    customer_months = float(game.known.total("tiers").sum())
    fen = math.floor(100.0 * (game.budget - game.bill({}).total) / customer_months)
    most, beyond = ({**game.start, HARDWARE: game.start[HARDWARE] + (fen + more) / 100.0} for more in (0, 1))
    assert game.bill(beyond).total - game.bill(most).total == pytest.approx(customer_months / 100.0)
    with pytest.raises(CrmsimError, match="take something back"):
        game.play(beyond, 1.0, say)
    assert game.play(most, 1.0, say).planned <= game.budget


def test_what_the_baseline_has_none_of_has_no_price() -> None:
    """Where nothing is known of a way of searching, a plan with it is refused and says so."""
    game = began("Q1", BRANCH.with_settings({REFERRAL: 0.0}))
    with pytest.raises(CrmsimError, match=r"by_referral = 0[.]01 has no price"):
        game.bill({REFERRAL: 0.01})


def test_a_baseline_of_less_than_a_year_is_refused() -> None:
    """Bills need a year to be made out by."""
    with pytest.raises(CrmsimError, match="months = 8 is less than a year of 12"):
        began("Q1", small())


# Years


@pytest.mark.parametrize("question", QUESTIONS)
def test_years_are_those_of_a_direct_run(question: Question) -> None:
    """Three rounds are, bit for bit, one run of the schedule of their strategies, and the baseline is its own run."""
    path, low, high = (REFERRAL, 0.004, 0.01) if question == "Q1" else (CARE, 1.1, 1.25)
    game = after(question, {path: high}, {path: low}, {path: low})
    group, _, name = path.partition(".")
    first = BRANCH.schedule[0]

    def with_value(value: float, month: int) -> Strategy:
        part = getattr(first, group).model_copy(update={name: value})
        return first.model_copy(update={group: part, "from_month": month})

    schedule = (with_value(high, 0), with_value(low, 12))
    direct = simulate(BRANCH.model_copy(update={"schedule": schedule}), 1, 0, "compiled", record=False)
    assert game.rounds[-1].yours.run.sums.months.tobytes() == direct.sums.months.tobytes()
    assert game.rounds[-1].theirs.run.sums.months.tobytes() == simulate(BRANCH, 1, record=False).sums.months.tobytes()
    assert game.scenario.schedule == direct.scenario.schedule


def test_a_game_can_be_taken_back_and_begun_anew() -> None:
    """Undo gives the year back with its wheels, Reset all of them, and what is played again comes out the same."""
    game = after("Q2", {CARE: 1.25}, {CARE: 1.1}, {})
    assert game.is_over
    assert game.coming is None
    with pytest.raises(CrmsimError, match="All years are played"):
        game.play(game.start, 1.0, say)
    last = game.undo()
    assert last is not None
    assert last.values[CARE] == 1.1
    assert game.coming == last.theirs
    again = game.play(last.values, 1.0, say)
    assert again.yours.run.sums.months.tobytes() == last.yours.run.sums.months.tobytes()
    game.reset()
    assert (game.rounds, game.undo()) == ([], None)


def test_a_year_wants_a_guess() -> None:
    """Who has not predicted is asked to, and nothing is played."""
    game = began("Q1")
    with pytest.raises(CrmsimError, match="Predict first"):
        game.play(game.start, None, say)
    for guess in (-1.0, 101.0, 1e300):
        with pytest.raises(CrmsimError, match="no number of customers from 0 to 100"):
            game.play(game.start, guess, say)
    assert game.rounds == []


def test_the_years_are_told_with_the_runs_own_figures() -> None:
    """The table has both sides of each year; the guess is held against what came."""
    game = after("Q1", {REFERRAL: 0.01}, {})
    table = play.years(game.rounds, game.review, say)
    assert len(table.rows) == 4
    for place, one in enumerate(game.rounds):
        for row, year in zip(table.rows[2 * place : 2 * place + 2], (one.yours, one.theirs), strict=True):
            assert row[4:] == tuple(figure(float(year.kpis[name])) for name in game.review.shows)
    won = float(game.rounds[0].yours.kpis["won"])
    assert play.judgement(game.rounds[0], game.review, say).text == (
        f"{won:.0f} customers were won. You guessed 10; you were {abs(won - 10.0):.0f} off."
    )


# Evidence


def test_evidence_of_a_channel_is_the_runs_own() -> None:
    """Hours, customers and the cost of each, yours and the baseline's, are those of the runs."""
    game = after("Q1", {VISIT: 0.02}, {})
    found = evidence.evidence(point("2.2.3d"), game.rounds[-1], game.review, say)
    for one in (game.rounds[-1].yours.run, game.rounds[-1].theirs.run):
        row = by_channel(one).iloc[Channel.VISIT]
        assert f"{row['hours']:,.0f} hours" in found
        assert f"{row['won']:,.0f}" in found
        assert f"at {row['cost_each']:,.0f} CNY each" in found
        months = one.sums.months
        assert row["hours"] > months["contact_hours"].sum(axis=0)[Channel.VISIT]
        assert row["won"] == months["won_by"].sum(axis=0)[Channel.VISIT]


def test_evidence_of_a_setting_is_the_runs_own() -> None:
    """Where the wheel stood year by year, and the indicator of both runs."""
    game = after("Q2", {CONCESSION: 0.1}, {CONCESSION: 0.1}, {CONCESSION: 0.05})
    last = game.rounds[-1]
    found = evidence.evidence(point("3.4.1"), last, game.review, say)
    yours, theirs = (figure(year.run.indicators["concessions"]) for year in (last.yours, last.theirs))
    assert "to 0.1, then 0.05 (baseline 0.03)" in found
    assert f"concessions: {yours} (CNY), in the baseline {theirs}." in found
    assert yours != theirs


def test_where_there_is_no_evidence_that_is_said() -> None:
    """A wheel that was not moved, one that the game has not, and what is paper each have a sentence."""
    game = after("Q1", {})
    last = game.rounds[-1]
    assert "You left its wheels" in evidence.evidence(point("2.2.7"), last, game.review, say)
    assert "No wheel of this game turns it. ways round" in evidence.evidence(point("2.2.6c"), last, game.review, say)
    assert evidence.evidence(point("2.2.5c"), last, game.review, say) == evidence.PAPER


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_feedback_names_what_is_there_and_what_is_missing(lang: str) -> None:
    """Every point stands once in the table; evidence follows for those named, and wheels that were not written of."""
    game = after("Q1", {REFERRAL: 0.01, VISIT: 0.02}, {})
    text = SENTENCES["2.2.3d"][lang == "zh"]
    count, table, own, silent, luck = feedback.feedback(game.review, text, game.rounds[-1], lang)
    assert " 1 " in f" {count.bundle()[TEXT]} ".replace("提到了1个", " 1 ")
    assert isinstance(table, feedback.Table)
    cells = [cell for row in table.rows for cell in row]
    for one in course().points("Q1"):
        assert sum(feedback.named(one, lang) in cell for cell in cells) == 1, one.item
    assert isinstance(own, feedback.Table)
    assert [row[0] for row in own.rows] == [feedback.named(point("2.2.3d"), lang)]
    assert feedback.named(point("2.2.3a"), lang) in str(silent.bundle()[TEXT])
    assert str(luck.bundle()[TEXT])


def test_before_any_year_feedback_says_that_there_is_no_evidence() -> None:
    """The points are told all the same."""
    found = told(feedback.feedback(reviews.DEVELOPING, SENTENCES["2.2.7"][0], None, "en"))
    assert "No year is played yet" in found
    assert "2.2.7 follow up" in found


# Pages


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("name", ["bill", "wheels", "colleague", "example"])
def test_each_page_is_wholly_said_in_either_language(
    question: Question, name: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page has no English words in Chinese, and the same parts in both languages."""
    pair: list[Page] = []
    for lang in ("en", "zh"):
        monkeypatch.setenv("CRMSIM_LANG", lang)
        pair.append(getattr(FACES[question], name)(run))
    english, chinese = pair
    assert [type(part) for part in english.parts] == [type(part) for part in chinese.parts]
    foreign = {"SMART", "CNY"}
    words = "".join(sign if sign.isascii() and sign.isalpha() else " " for sign in repr(chinese)).split()
    assert [word for word in words if len(word) > 1 and word not in foreign] == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_colleague_stays_within_the_budget_and_the_example_leaves_out_much(question: Question, run: Run) -> None:
    """Five years are played, each planned for less than the baseline; the example names some points and turns one."""
    game = colleague.played(run, question)
    assert len(game.rounds) == 5
    assert max(one.planned for one in game.rounds) < game.bill({}).total < game.budget
    for lang in ("en", "zh"):
        coverage = covered(question, course().example[question].said(lang))
        assert 3 <= len(coverage.those("named")) <= len(coverage.standing) // 2
        assert len(coverage.those("turned round")) == 1


def test_all_points_stand_behind_a_click(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has written opens the list, and every point is in it."""
    for question, lang in (("Q1", "en"), ("Q2", "zh")):
        monkeypatch.setenv("CRMSIM_LANG", lang)
        (part,) = FACES[question].points().parts
        assert isinstance(part, Folded)
        lines = "\n".join(part.answer)
        assert [one.item for one in course().points(question) if feedback.named(one, lang) not in lines] == []


def test_every_text_by_name_has_its_chinese(run: Run) -> None:
    """Headings, questions, labels and lines that are said by name stand in the catalogue."""
    texts: set[str] = {evidence.PAPER, colleague.COLLEAGUE, *play.FOUND.values(), *pages.HEADS.values()}
    texts |= set(feedback.COLUMNS.values())
    for review in reviews.REVIEWS.values():
        texts |= {review.asks, *review.wheels, *(label(name) for name in review.shows)}
        bill = review.biller(bills.experience(run), run.scenario.schedule[0])
        texts |= {label(item.name) for item in bill.items}
    assert sorted(texts - set(catalogue("zh"))) == []


def test_an_unknown_question_is_refused() -> None:
    """The course has two."""
    with pytest.raises(CrmsimError, match="no review question 'Q3'"):
        reviews.review_of("Q3")
