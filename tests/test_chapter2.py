"""What the notebooks of chapter 2 show, and how their tools judge: small stories about leads, channels, goals."""

import json
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import crmsim
from crmsim.course import chapter2, forms
from crmsim.course.developing import channels, contacts, lead, papers, profile, reasons, smart, trials
from crmsim.course.shown import CHART, HTML, SCHEMA, Folded, Page, Shown, Table
from crmsim.errors import CrmsimError
from crmsim.language import catalogue, speaker
from crmsim.law.prospecting import plan_quality
from crmsim.run import Run
from crmsim.settings import levers

OF_A_RUN: dict[str, Callable[[Run], Page]] = {
    name: getattr(chapter2, name)
    for name in (
        *("income", "nobody_new", "demands", "image", "lead", "steps", "industry", "region", "condition"),
        *("cooperation", "screen", "learning", "qualities", "channels", "funnel", "smart_goals", "moment"),
        *("kth_contact", "earlier_outcome", "entry", "needs_met", "joint", "roundabout", "follow_up"),
    )
}
OF_NOTHING: dict[str, Callable[[], Page]] = {
    "searches_matched": chapter2.searches_matched,
    "cooperations": chapter2.cooperations,
}
FORMS = (papers.MEETING_PLAN, papers.MEETING_SUMMARY, papers.MEMO, papers.MARKETING_PLAN, smart.GOAL)
FORM_NAMES = {"meeting_plan", "meeting_summary", "memo", "marketing_plan", "visit_goal"}

TODAY = date(2026, 3, 2)
GOAL = {
    "customer": "the owner of the flower shop",
    "action": "signs the payroll contract",
    "number": "30",
    "unit": "wages a month",
    "usual": "20",
    "means": "the payroll desk comes along",
    "serves": "more deposits",
    "day": "2026-03-31",
}

say = speaker("en")


@pytest.fixture(scope="module")
def run() -> Run:
    """The branch of the course, which is simulated once for all stories here."""
    return crmsim.simulate("baseline", seed=1)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stories are told in English unless they say otherwise."""
    monkeypatch.setenv("CRMSIM_LANG", "en")


def charts(shown: Page) -> list[Shown]:
    """The charts of a page."""
    return [part for part in shown.parts if isinstance(part, Shown)]


@pytest.mark.parametrize("name", [*OF_A_RUN, *OF_NOTHING])
def test_each_page_is_wholly_said_in_either_language(name: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page has no English line in Chinese, and the same parts in both languages."""
    pages = []
    for lang in ("en", "zh"):
        monkeypatch.setenv("CRMSIM_LANG", lang)
        pages.append(OF_A_RUN[name](run) if name in OF_A_RUN else OF_NOTHING[name]())
    english, chinese = pages
    assert [type(part) for part in english.parts] == [type(part) for part in chinese.parts]
    known = catalogue("zh")
    cells = {cell.strip() for line in repr(chinese).splitlines() for cell in line.split("|")}
    assert {cell for cell in cells & set(known) if known[cell] != cell} == set()
    assert [cell for cell in cells if len([sign for sign in cell if sign.isascii() and sign.isalpha()]) > 5] == []


@pytest.mark.parametrize("name", OF_A_RUN)
def test_every_chart_is_told_in_words_and_as_a_table(name: str, run: Run) -> None:
    """A chart names Vega-Lite 5, has a title and a description, and is followed by its figures, folded."""
    shown = OF_A_RUN[name](run)
    for chart in charts(shown):
        assert chart.spec["$schema"] == SCHEMA
        assert chart.spec["title"]
        assert chart.spec["description"]
        after = shown.parts[shown.parts.index(chart) + 1]
        assert isinstance(after, Table)
        assert after.html().startswith("<details>")
        assert len(json.dumps(chart.bundle()[CHART])) < 40_000


def test_all_that_a_notebook_may_call_is_there() -> None:
    """Each public name of the chapter exists and is explained; forms explain themselves."""
    assert set(OF_A_RUN) | set(OF_NOTHING) | FORM_NAMES | {"start", "switch", "sheet"} == set(chapter2.__all__)
    assert [name for name in set(chapter2.__all__) - FORM_NAMES if not getattr(chapter2, name).__doc__] == []


def test_every_word_of_forms_and_trials_has_its_chinese() -> None:
    """Titles, labels, hints and choices of every form, and the names of all trials, are translated."""
    texts = {text for form in FORMS for f in form.fields for text in (f.label, f.hint, *f.choices)}
    texts |= {form.title for form in FORMS}
    tried = [trial for trial in vars(trials).values() if isinstance(trial, trials.Trial)]
    texts |= {text for trial in tried for text in (trial.title, *(name for name, _ in trial.changes))}
    assert len(tried) == 8
    assert sorted(texts - set(catalogue("zh")) - {""}) == []


def test_where_money_comes_from_adds_up(run: Run) -> None:
    """Old customers, new customers and winning bring together what the run brought; winning only costs."""
    table = reasons.income(run)
    assert table["contribution"].sum() == pytest.approx(run.indicators["contribution"])
    assert (table.loc[table["source"] == reasons.WINNING, "contribution"] < 0.0).all()


def test_a_branch_that_seeks_nobody_ends_with_fewer_customers(run: Run) -> None:
    """Without the five channels the branch keeps its customers' time, and loses their number."""
    table = chapter2.nobody_new(run).parts[0]
    assert isinstance(table, Table)
    figures = {row[0]: [float(cell.replace(",", "")) for cell in row[1:]] for row in table.rows}
    assert figures["customers"][0] > figures["customers"][1]
    assert figures["wait"][0] > figures["wait"][1]


def test_traits_count_every_approach(run: Run) -> None:
    """By whichever trait customers are sorted, all approaches and all won are there."""
    for name in ("industry", "region", "wallet", "cooperation"):
        table = profile.trait(run, name)
        assert table["sought"].sum() == (run.events["event"] == "sought").sum()
        assert table["won"].sum() == run.indicators["won"]


def test_a_screen_parts_the_market(run: Run) -> None:
    """Who passes and who is turned away are together all potential customers, and the missed are among the latter."""
    table = profile.screened(run)
    is_free = run.customers["stage"].isin(["potential", "development"])
    assert table["potential"].sum() == is_free.sum()
    assert ((table["passing"] + table["turned_away"] - table["potential"]).abs() <= 1).all()
    assert (table["missed"] <= table["turned_away"]).all()


def test_a_wider_profile_misses_nobody(run: Run) -> None:
    """Without any condition every potential customer passes; with a wallet that none has, none does."""
    wide = {f"prospecting.{name}": False for name in ("avoid_restricted", "avoid_remote")}
    open_to_all = trials.with_change(run, {**wide, "prospecting.least_cooperation": 0.0})
    assert profile.screened(open_to_all)["turned_away"].sum() == 0
    choosy = trials.with_change(run, {"prospecting.least_wallet": 10e6})
    assert profile.screened(choosy)["passing"].sum() < 0.05 * profile.screened(choosy)["potential"].sum()


def test_the_chance_to_be_thought_large_enough_is_a_half_at_the_line() -> None:
    """Estimates err to both sides alike; without error the line is sharp."""
    import numpy as np

    wallets = np.array([50e3, 100e3, 200e3])
    assert profile.enough(wallets, 100e3, 0.3)[1] == pytest.approx(0.5)
    assert list(profile.enough(wallets, 100e3, 0.0)) == [0.0, 1.0, 1.0]
    assert list(profile.enough(wallets, 0.0, 0.3)) == [1.0, 1.0, 1.0]


def test_channels_share_out_all_that_winning_cost(run: Run) -> None:
    """The five channels' costs are together the hours of winning at wage, and the price of all leads."""
    table, bank = channels.by_channel(run), run.scenario.bank
    prices = sum(n * getattr(bank, f"cost_{name}") for name, n in zip(table["channel"], table["found"], strict=True))
    assert table["cost"].sum() == pytest.approx(run.indicators["prospect_hours"] * bank.wage + prices)
    assert table["won"].sum() == run.indicators["won"]


def test_a_channel_that_won_nobody_has_no_price(run: Run) -> None:
    """Where nobody is sought there is no cost of a customer, and the page shows a dash."""
    silent = trials.with_change(run, {**reasons.NOBODY, "prospecting.by_visit": 0.015})
    table = channels.by_channel(silent).set_index("channel")
    assert table.loc["visit", "cost_each"] > 0.0
    assert table.loc["key_person", "found"] == 0.0
    assert table["share"].isna()["key_person"]


def test_the_funnel_narrows(run: Run) -> None:
    """At each step fewer leads are left, from all that were found on, but for those under way when the run began."""
    counts = channels.funnel(run)["customers"]
    assert counts.iloc[0] == run.indicators["approached"]
    under_way = 0.002 * counts.iloc[0]
    assert (counts.diff().dropna() < under_way).all()
    assert counts.iloc[-1] < 0.2 * counts.iloc[0]


def test_first_contacts_succeed_most_often(run: Run) -> None:
    """The branch's line falls from the first contact to the last one it makes, and no contact is beyond the most."""
    table = contacts.by_contact(run)
    here = table[table["source"] == "this branch"].set_index("contact")["percent"]
    assert here.index.max() == run.scenario.schedule[0].prospecting.most_contacts
    assert here.iloc[0] == here.max()
    assert here.iloc[0] > here.iloc[-1]


def test_former_customers_are_won_more_easily(run: Run) -> None:
    """The order is that of the real campaigns: who was won before stands far above the rest."""
    table = contacts.by_outcome(run).set_index("earlier")
    assert table["percent"].idxmax() == table["counted"].idxmax() == "won before"
    assert table["visits"].sum() == len(contacts.visits(run))


def test_a_leads_way_has_no_gap(run: Run) -> None:
    """Work and waits follow each other from the first day, in the order of the steps, to the follow-up."""
    way = lead.way_of(run, lead.telling(run))
    assert way["from"].iloc[0] == 0.0
    assert way["from"].iloc[1:].tolist() == pytest.approx(way["to"].iloc[:-1].tolist())
    assert way["step"].is_monotonic_increasing
    assert way["step"].nunique() == 7
    assert set(way["what"]) == set(lead.WHATS)


def test_a_wait_for_the_next_contact_is_as_long_as_the_branch_chose(run: Run) -> None:
    """Between two visits lies at least the time that the strategy sets, in working days."""
    way = lead.way_of(run, lead.telling(run))
    waits = way[(way["step"] == 5) & (way["what"] == lead.WHATS[2])]
    p = run.scenario.schedule[0].prospecting
    least = min(p.follow_up_after, p.moment_patience) * 160.0 / 8.0
    assert (waits["to"] - waits["from"]).iloc[:-1].min() == pytest.approx(least, rel=0.01)


def test_who_was_not_won_has_no_way(run: Run) -> None:
    """A number of the opening book gets a sentence; one that there is not is refused with the right ones."""
    never = int((~run.customers["customer"].isin(run.events.loc[run.events["event"] == "won", "customer"])).argmax())
    assert "was not won" in repr(chapter2.lead(run, never))
    with pytest.raises(CrmsimError, match="customer = 5000 is not from 0 to 4999"):
        chapter2.lead(run, 5000)


def test_a_trial_changes_only_what_it_says(run: Run) -> None:
    """All settings of the trials exist; five marks make a plan of full quality, none the least."""
    known = {lever.path for lever in levers()}
    tried = [trial for trial in vars(trials).values() if isinstance(trial, trials.Trial)]
    assert {path for trial in tried for path in trials.paths_of(trial)} <= known
    found = trials.results(run, trials.SMART).set_index("name")["plan_quality"]
    assert found["all five marks"] == pytest.approx(plan_quality(5))
    assert found["no mark at all"] == pytest.approx(plan_quality(0))


def test_a_guess_is_held_against_what_came_out(run: Run) -> None:
    """Who guesses is told how far off it was."""
    for name in ("screen", "funnel", "kth_contact"):
        assert "You guessed 50; you were" in repr(getattr(chapter2, name)(run, guess=50))


def test_a_good_goal_has_all_five_marks() -> None:
    """A goal with someone, something to see, a figure within reach, a purpose and a day lacks nothing."""
    assert [mark.lacks for mark in smart.marks(GOAL, TODAY)] == [""] * 5
    assert smart.quality(GOAL, TODAY) == pytest.approx(plan_quality(5))
    told = smart.sentence(GOAL, say)
    assert told == "By 2026-03-31: the owner of the flower shop – signs the payroll contract (30 wages a month)."


@pytest.mark.parametrize(
    ("change", "name", "said"),
    [
        ({"customer": ""}, "Specific", "with whom"),
        ({"action": "Strengthen the relation"}, "Specific", "Nobody can see"),
        ({"action": "加强与花店的关系"}, "Specific", "Nobody can see"),
        ({"number": "many"}, "Measurable", "figure above 0"),
        ({"unit": " "}, "Measurable", "Say of what"),
        ({"number": "100"}, "Achievable", "more than twice"),
        ({"means": ""}, "Achievable", "why it can be reached"),
        ({"serves": ""}, "Relevant", "which goal of the branch"),
        ({"day": "2026-03-01"}, "Time-bound", "That day is over"),
        ({"day": "2028-01-01"}, "Time-bound", "more than a year"),
        ({"day": "soon"}, "Time-bound", "Give the day"),
    ],
)
def test_a_goal_is_told_what_it_lacks(change: dict[str, str], name: str, said: str) -> None:
    """Each flaw takes one mark away, and the sentence names the remedy."""
    lacking = [mark for mark in smart.marks(GOAL | change, TODAY) if mark.lacks]
    assert [mark.name for mark in lacking] == [name]
    assert said in lacking[0].lacks


def test_an_empty_goal_has_no_mark() -> None:
    """Before anything is typed all five are lacking, in Chinese too, and the sentence shows what is open."""
    lacks = [mark.lacks for mark in smart.marks({}, TODAY)]
    assert all(lacks)
    assert sorted(set(lacks) - set(catalogue("zh"))) == []
    assert "…" in smart.sentence({}, say)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_each_form_has_a_sheet(form: forms.Form, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet on paper has a line for each field, and keys can stand in a file."""
    assert len({field.key for field in form.fields}) == len(form.fields)
    table = chapter2.sheet(form).parts[0]
    assert isinstance(table, Table)
    assert len(table.rows) == len(form.fields)
    assert tomllib.loads(forms.written(form, {}, say)).keys() == {field.key for field in form.fields}


@pytest.mark.parametrize(("exercise", "answer"), [("searches_matched", "2 B"), ("cooperations", "3 C")])
def test_an_answer_is_folded_away(exercise: str, answer: str) -> None:
    """A matching exercise shows its scenes, and the answer only behind a click."""
    folded = OF_NOTHING[exercise]().parts[-1]
    assert isinstance(folded, Folded)
    assert answer in folded.answer
    assert folded.bundle()[HTML].startswith("<details><summary>Answer</summary>")


def test_the_goal_builder_follows_the_keys(tmp_path: Path) -> None:
    """What is typed is judged at once, in either language, and saved without loss."""
    widgets = pytest.importorskip("crmsim.widgets", reason="labs are an extra: install [lab]")
    builder = widgets.GoalBuilder(lang="zh", folder=tmp_path, today=TODAY)
    assert builder.message.value.count("✗") == 5
    builder.fill(GOAL)
    assert builder.message.value.count("✓") == 5
    assert "具体（S）" in builder.message.value
    file = builder.save()
    assert tomllib.loads(file.read_text("utf-8")) == GOAL


@pytest.mark.parametrize("name", ["ideal_customer", "channel_mixer", "managers"])
def test_a_lab_shows_its_own_cards_and_charts(name: str) -> None:
    """Each lab of the chapter has its cards, and a chart for each set of its rows."""
    widgets = pytest.importorskip("crmsim.widgets", reason="labs are an extra: install [lab]")
    from crmsim.engine import compiled_engine

    compiled_engine.compiled_kernel()
    bench = getattr(widgets, name)(lang="en")
    assert bench.latest.wait(120.0)
    assert {chart["name"] for chart in bench.host.charts} == set(bench.host.data)
    assert all(f'data-kpi="{card}"' in bench.host.html for card in bench.view.cards)
    assert all(bench.host.data.values())
