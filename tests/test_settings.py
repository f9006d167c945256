"""Every setting tells what it is for, survives a file to the last bit, and every mistake gets one clear sentence."""

import ast
import math
import re
import tomllib
from pathlib import Path

import pytest
import strategies
from hypothesis import HealthCheck, given, settings
from pydantic import BaseModel

import crmsim
from crmsim.errors import ScenarioError
from crmsim.results.kpis import KPIS
from crmsim.settings import (
    Bank,
    Lever,
    Market,
    Prospecting,
    Scenario,
    dump,
    levers,
    load,
    managers_for,
    parse,
    scenarios,
    validated,
)
from crmsim.settings.scenario import STRATEGIES
from crmsim.settings.toml import MOST_BYTES

LARGE = [HealthCheck.too_slow, HealthCheck.data_too_large]
STORY = settings(derandomize=True, deadline=None, max_examples=100, suppress_health_check=LARGE)
GROUPS: dict[str, type[BaseModel]] = {"market": Market, "bank": Bank, **STRATEGIES}
every_lever = pytest.mark.parametrize("lever", levers(), ids=lambda lever: lever.path)


def exactly(scenario: BaseModel) -> str:
    """Everything a scenario says, floats to the last bit and with their sign."""
    return repr(scenario.model_dump())


def mistakes(text: str) -> list[str]:
    """The sentences that a scenario text earns."""
    with pytest.raises(ScenarioError) as caught:
        parse(text, "my.toml")
    assert str(caught.value) == "\n".join(caught.value.mistakes)
    return list(caught.value.mistakes)


@every_lever
def test_a_lever_tells_what_it_is_for(lever: Lever) -> None:
    """It has a unit, a meaning that is one sentence, an indicator that exists, a direction and a label."""
    facts = lever.about
    assert facts.unit
    assert re.fullmatch(r"[A-Z][^.\n]+\.", lever.meaning)
    assert facts.indicator in {kpi.name for kpi in KPIS}
    assert facts.direction in (+1, -1)
    assert lever.label_key == f"setting.{lever.path}"


@every_lever
def test_a_levers_values_are_within_its_bounds(lever: Lever) -> None:
    """Default and probe are allowed, the low probe below the high one, and both of the lever's own type."""
    (low, high), (less, more) = lever.about.bounds, lever.about.probe
    assert low < high
    assert low <= lever.default <= high
    assert low <= less < more <= high
    assert {type(value) for value in (low, high, less, more, lever.default)} == {lever.kind}


@every_lever
def test_a_levers_bounds_hold(lever: Lever) -> None:
    """Both bounds can be set, and nothing beyond them, which the sentence says with its remedy."""
    low, high = lever.about.bounds
    for bound in (low, high):
        assert f"{lever.path.rpartition('.')[2]}': {bound!r}" in exactly(Scenario().with_settings({lever.path: bound}))
    beyond_them = [] if lever.kind is bool else [(low - 1, f"is below {low}"), (high + 1, f"is above {high}")]
    for beyond, words in beyond_them:
        with pytest.raises(ScenarioError, match=re.escape(words)):
            Scenario().with_settings({lever.path: beyond})


@every_lever
def test_a_levers_probe_can_be_run(lever: Lever) -> None:
    """What an effect is shown under are settings themselves, other ones and within their bounds."""
    assert lever.path not in lever.about.given
    for value in lever.about.probe:
        Scenario().with_settings({**lever.about.given, lever.path: value})


@every_lever
def test_a_lever_belongs_to_an_item_of_the_course(lever: Lever, shared: Path) -> None:
    """Its item stands in the outline of the course."""
    outline = tomllib.loads((shared / "course" / "outline.toml").read_text("utf-8"))
    items = {item["id"] for chapter in outline["chapter"].values() for item in chapter["items"]}
    assert lever.about.item in items


def test_paths_are_unique() -> None:
    """No two levers share a path, and rows for tables tell them all."""
    paths = [lever.path for lever in levers()]
    assert len(set(paths)) == len(paths)
    assert [lever.row()["path"] for lever in levers()] == paths


def test_every_setting_is_a_lever() -> None:
    """Each field of a group is a lever, in the order of the file; the length of the run and the branches come first."""
    fields = [f"{group}.{name}" for group, model in GROUPS.items() for name in model.model_fields]
    assert [lever.path for lever in levers()] == ["months", "branches", *fields]


def test_every_setting_is_read() -> None:
    """Each lever is read, from its own group, somewhere outside the settings themselves."""
    package = Path(crmsim.__file__).parent
    read = set()
    for path in package.rglob("*.py"):
        if "settings" not in path.parts:
            read |= {pair for node in ast.walk(ast.parse(path.read_text("utf-8"))) for pair in attribute_of(node)}
    nowhere = []
    for lever in levers():
        group, _, name = lever.path.rpartition(".")
        readers = {group, group[0], "x" if group == "exit" else group} if group else {"scenario"}
        nowhere += [] if any((reader, name) in read for reader in readers) else [lever.path]
    assert not nowhere


def attribute_of(node: ast.AST) -> list[tuple[str, str]]:
    """The last name before the dot and the name after it, where an attribute is read."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Load):
        return []
    owner = node.value
    return [(getattr(owner, "attr", getattr(owner, "id", "")), node.attr)]


@STORY
@given(scenario=strategies.scenarios())
def test_a_scenario_survives_a_file_exactly(scenario: Scenario) -> None:
    """Whatever can be set is written and read back to the last bit, with comments and without."""
    for commented in (False, True):
        assert exactly(parse(dump(scenario, commented=commented))) == exactly(scenario)


@STORY
@given(scenario=strategies.scenarios(cap={"market.customers": (1, 40), "bank.wage": (1.0, 2.0)}, most_strategies=2))
def test_random_scenarios_keep_to_their_caps(scenario: Scenario) -> None:
    """Capped levers stay within their caps, and the schedule within its length."""
    assert 1 <= scenario.market.customers <= 40
    assert 1.0 <= scenario.bank.wage <= 2.0
    assert 1 <= len(scenario.schedule) <= 2


@pytest.mark.parametrize("text", ['a "quoted" \\ name', "客户\n关系\t", "\x7f\x85\u2028\U0001f600", " # = [x] '''"])
def test_words_survive_a_file(text: str) -> None:
    """Quotes, backslashes, Chinese, line ends and characters that do not print are escaped and come back."""
    scenario = Scenario(name=text, note=text)
    assert parse(dump(scenario)) == scenario
    assert all(line.isprintable() for line in dump(scenario).split("\n"))


def test_comments_tell_what_each_setting_is() -> None:
    """A commented file has each lever's meaning, unit, bounds and course item above it."""
    lines = dump(Scenario(), commented=True).splitlines()
    above = lines[lines.index("customers = 2000") - 1]
    assert above == "# Customers of the branch at the start. customers, 1 to 20000 (course 1.1.2b)"
    assert not [line for line in dump(Scenario()).splitlines() if line.startswith("#")]


@pytest.mark.parametrize("name", scenarios())
def test_packaged_scenarios_are_found_by_name(name: str, tmp_path: Path) -> None:
    """A packaged scenario bears its name, and is the same from a file, a byte order mark or none."""
    scenario = load(name)
    assert scenario.name == name
    assert scenario.note.endswith(".")
    (tmp_path / "own.toml").write_text(dump(scenario), "utf-8-sig")
    assert load(tmp_path / "own.toml") == scenario


def test_what_a_file_leaves_out_is_the_default() -> None:
    """One line is a scenario; the rest is the default, and a whole number does for a decimal one."""
    assert parse("months = 7") == Scenario(months=7)
    assert parse("[bank]\nwage = 90") == Scenario(bank=Bank(wage=90.0))


def test_later_strategies_inherit() -> None:
    """What a strategy does not say is as in the one before it, not as in the defaults."""
    first, second, third = parse(
        "[[schedule]]\n[schedule.exit]\nclose_below = 5.0\n[schedule.maintenance]\ncare_select = 2.0\n"
        "[[schedule]]\nfrom_month = 6\n[schedule.maintenance]\ncare_select = 0.5\n"
        "[[schedule]]\nfrom_month = 9\n[schedule.exit]\nclose_below = 6.0\n"
    ).schedule
    assert [s.from_month for s in (first, second, third)] == [0, 6, 9]
    assert [s.exit.close_below for s in (first, second, third)] == [5.0, 5.0, 6.0]
    assert [s.maintenance.care_select for s in (first, second, third)] == [2.0, 0.5, 0.5]
    assert third.prospecting == Prospecting()


def test_settings_by_path_reach_every_strategy() -> None:
    """`with_settings` copies, changes what is named, a strategy's settings throughout, and nothing else."""
    before = parse("[[schedule]]\n[[schedule]]\nfrom_month = 6\n[schedule.exit]\nclose_below = 1.0\n")
    after = before.with_settings({"months": 9, "bank.wage": 90, "exit.close_below": 7.0})
    assert (after.months, after.bank.wage, [s.exit.close_below for s in after.schedule]) == (9, 90.0, [7.0, 7.0])
    back = after.with_settings({"months": 60, "bank.wage": 80, "exit.close_below": 1.0})
    assert (back.months, back.bank, back.schedule[1]) == (60, before.bank, before.schedule[1])
    assert (before.months, before.schedule[0].exit.close_below) == (60, -100.0)
    assert after.bank == Bank(wage=90.0)
    assert after.market == before.market


def test_managers_are_counted_for_the_book() -> None:
    """Managers are whole, to the nearest and at least one; the default branch has fifteen."""
    assert Scenario().managers == 15
    assert [managers_for(customers, 10.0) for customers in (1, 14, 15, 100)] == [1, 1, 2, 10]


def test_rules_follow_the_schedule() -> None:
    """Each period has one set of numbers: its own strategy's, with the scenario's one market and bank."""
    scenario = parse("[[schedule]]\n[[schedule]]\nfrom_month = 6\n[schedule.exit]\nclose_below = 1.0\n")
    rules = scenario.rules()
    assert [(r.from_month, r.exit.close_below) for r in rules] == [(0, -100.0), (6, 1.0)]
    assert all(r.market is scenario.market and r.bank is scenario.bank for r in rules)


WRONG: dict[str, tuple[str, str]] = {
    "a typo": ("[bank]\nwgae = 3", "line 2: unknown setting 'bank.wgae'; did you mean 'wage'?"),
    "a typo in a table": ("\n[markt]", "line 2: unknown setting 'markt'; did you mean 'market'?"),
    "a typo in a strategy": ("[[schedule]]\n[schedule.exit]\nclose_belw = 3",
        "line 3: unknown setting 'schedule[1].exit.close_belw'; did you mean 'close_below'?"),
    "a name like none": ("qqq = 3",
        "line 1: unknown setting 'qqq'; known here: name, note, months, branches, market, bank, schedule"),
    "text for a float": ("[bank]\nwage = '3'", "line 2: bank.wage = '3' is not a number; give one"),
    "yes for a float": ("[bank]\nwage = true", "line 2: bank.wage = True is not a number; give one"),
    "a table for a float": ("[bank.wage]\nx = 1", "line 1: bank.wage = {'x': 1} is not a number; give one"),
    "a decimal for a whole number": ("months = 2.5", "line 1: months = 2.5 is not a whole number; give one"),
    "text for a whole number": ("months = '9'", "line 1: months = '9' is not a whole number; give one"),
    "yes for a whole number": ("months = true", "line 1: months = True is not a whole number; give one"),
    "a number for yes or no": ("[market]\none_at_a_time = 1",
        "line 2: market.one_at_a_time = 1 is neither true nor false; write one of them"),
    "a number for text": ("name = 3", "line 1: name = 3 is not text; put it in quotes"),
    "no text": ("name = ''", "line 1: name = '' is empty; write something"),
    "too much text": (f"note = '{'x' * 2001}'",
        f"line 1: note = '{'x' * 36}... is longer than 2000 characters; shorten it"),
    "a number for a table": ("bank = 3",
        "line 1: bank = 3 is not a table of settings; write it as [table] with settings below it"),
    "a number for a list": ("schedule = 3",
        "line 1: schedule = 3 is not a list of strategies; write each as [[schedule]]"),
    "a table for a list": ("[schedule]\nfrom_month = 0",
        "line 1: schedule = {'from_month': 0} is not a list of strategies; write each as [[schedule]]"),
    "a number in a list": ("schedule = [3]",
        "line 1: schedule[1] = 3 is not a table of settings; write it as [table] with settings below it"),
    "too little": ("\n\nmonths = 0", "line 3: months = 0 is below 1, the least it may be; raise it"),
    "too much": ("[bank]\nskill = 1.5", "line 2: bank.skill = 1.5 is above 1.0, the most it may be; lower it"),
    "not a number": ("[bank]\nwage = nan", "line 2: bank.wage = nan is not a finite number; give one"),
    "infinity": ("[bank]\nwage = -inf", "line 2: bank.wage = -inf is not a finite number; give one"),
    "strategies that overlap": (
        "[[schedule]]\n[[schedule]]\nfrom_month = 6\n[[schedule]]\nfrom_month = 6",
        "line 1: schedule[3], from month 6, overlaps the strategy before it, from month 6, "
        "and each must start later than the one before; change from_month or the order",
    ),
    "a late first strategy": ("[[schedule]]\nfrom_month = 2",
        "line 1: the first strategy starts at month 2, and must start at 0; set from_month = 0"),
    "no strategy": ("schedule = []",
        "line 1: the schedule is empty, and needs a strategy from month 0; add [[schedule]]"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", WRONG)
def test_a_mistake_earns_one_sentence(mistake: str) -> None:
    """The sentence names file, line, value and remedy, and there is only one."""
    text, sentence = WRONG[mistake]
    assert mistakes(text) == [f"my.toml, {sentence}"]


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    """Several mistakes in a file earn a sentence each, all with the file and their own lines."""
    path = tmp_path / "my.toml"
    path.write_text("months = 'x'\n\n[bank]\nskill = 2\nwgae = 3\n[[schedule]]\n[schedule.exit]\nclose_below = inf\n")
    with pytest.raises(ScenarioError) as caught:
        load(path)
    starts = [mistake.partition(": ")[0] for mistake in caught.value.mistakes]
    assert starts == [f"{path}, line {line}" for line in (1, 4, 5, 8)]


FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty; start from `crmsim new FILE`"),
    "blank": (b" \n\n", "is empty; start from `crmsim new FILE`"),
    "not TOML": (b"months = \n", "is not TOML: Invalid value (at line 1, column 10); mend that place"),
    "binary": (b"months = 3\n\xff\xfe", "byte 11 is not UTF-8 text; save the scenario as a UTF-8 TOML file"),
    "too long": (b"#" * (MOST_BYTES + 1), "is longer than 1000000 bytes, the most a scenario may have; is it one?"),
    "nested": (b"a = " + b"[" * 9999, "is nested too deeply to be a scenario; start from `crmsim new FILE`"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_no_scenario(kind: str, tmp_path: Path) -> None:
    """An empty, broken, binary, endless or bottomless file is named with what is wrong and the way out."""
    path, (data, sentence) = tmp_path / "my.toml", FILES[kind]
    path.write_bytes(data)
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert caught.value.mistakes == (f"{path}: {sentence}",)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file and a folder are named with the system's reason and the remedy."""
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(ScenarioError, match=r"cannot be read \(.+\); give a TOML file that you may read") as caught:
            load(path)
        assert str(caught.value).startswith(f"{path}: ")


def test_a_name_that_is_no_scenario() -> None:
    """A name without a file earns the nearest packaged one."""
    with pytest.raises(ScenarioError, match=re.escape("no scenario 'baselin'; did you mean 'baseline'? (or give")):
        load("baselin")


def test_data_without_a_file_name_the_path_only() -> None:
    """Where there is no file there is no line; a strategy's setting is named with its strategy."""
    with pytest.raises(ScenarioError, match=r"^scenario: schedule\[1\].exit.close_below = nan is not a finite number"):
        Scenario().with_settings({"exit.close_below": math.nan})
    with pytest.raises(ScenarioError, match=r"^somewhere: months = 0 is below 1, the least it may be; raise it$"):
        validated({"months": 0}, "somewhere")
    with pytest.raises(ScenarioError, match=r"^scenario: unknown setting 'bank.wag'; did you mean 'wage'\?$"):
        Scenario().with_settings({"bank.wag": 1})


UNTOLD = {
    "a number for a table of an earlier strategy": (
        "[[schedule]]\nexit = 5\n[[schedule]]\nfrom_month = 3",
        "my.toml, line 2: schedule[1].exit = 5 is not a table of settings; write it as [table] with settings below it"),
    "thousands of digits": ("months = " + "9" * 5000, "my.toml: is not TOML: "),
    "a line end that is none in TOML": (
        "note = 'a\u2028b'\nmonths = 0", "my.toml, line 2: months = 0 is below 1, the least it may be; raise it"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", UNTOLD)
def test_a_rare_mistake_earns_its_sentence_too(mistake: str) -> None:
    """What hardly anyone writes is told as well as what many do."""
    text, sentence = UNTOLD[mistake]
    assert mistakes(text)[0].startswith(sentence)
