"""Where a difference comes from: accounts that add up, settings switched alone, and a sentence that reads it."""

import json
import re

import pytest
from typer.testing import CliRunner

from crmsim import CrmsimError
from crmsim.cli import app
from crmsim.experiment.explain import Explanation, changes, explain
from crmsim.experiment.explained import Figures
from crmsim.settings import Scenario, Strategy, dump, load, validated
from crmsim.stages import Account
from crmsim.statistics import Interval

SMALL = {"months": 12, "market.customers": 60, "market.potential": 50, "bank.customers_per_manager": 15.0}


def branch(name: str, **settings: float) -> Scenario:
    """A small branch with some settings changed; `__` stands for the dot of a path."""
    changed = {path.replace("__", "."): value for path, value in settings.items()}
    return Scenario(name=name).with_settings({**SMALL, **changed})


def game(name: str, *strategies: tuple[int, float]) -> Scenario:
    """A small branch whose fee for a concession changes in some months."""
    schedule = [Strategy(from_month=month).model_dump() for month, _ in strategies]
    for strategy, (_, concession) in zip(schedule, strategies, strict=True):
        strategy["maintenance"]["concession"] = concession
    return validated({**branch(name).model_dump(), "schedule": schedule})


def explained(one: Scenario, other: Scenario, replications: int = 4, **options: object) -> Explanation:
    """An explanation of a few replications, none of them kept."""
    return explain(one, other, replications, jobs=1, cache=False, **options)


@pytest.fixture(scope="module")
def dearer() -> Explanation:
    """A branch whose product costs a higher fee, and nothing else is different."""
    return explained(branch("A"), branch("B", bank__fee=400.0))


@pytest.fixture(scope="module")
def mixed() -> Explanation:
    """A branch in which two settings differ that have nothing to do with each other: a fee and a cost."""
    return explained(branch("A"), branch("B", bank__fee=400.0, bank__account_cost=9.0))


def test_accounts_add_up_to_the_contribution() -> None:
    """The accounts' differences are every account's, by size, and add up to the contribution's, for any indicator."""
    found = explained(branch("A"), branch("B", maintenance__concession=0.2, bank__service_hours=0.8), kpi="wait")
    table = found.accounts
    assert sorted(table["account"]) == sorted(Account.names())
    assert table["difference"].abs().is_monotonic_decreasing
    assert table["difference"].sum() == pytest.approx(found.contribution.mean, rel=1e-12, abs=1e-7)
    assert (table["other"] - table["one"]).sum() == pytest.approx(found.contribution.mean, rel=1e-12, abs=1e-7)
    assert found.contribution.mean != 0.0


def test_a_single_change_is_the_whole_difference(dearer: Explanation) -> None:
    """A setting that is the only one to differ does it all, switched first or last, and leaves no interaction."""
    (row,) = dearer.settings.to_dict("records")
    whole = (dearer.difference.mean, dearer.difference.low, dearer.difference.high)
    assert whole[0] > 0.0
    assert (row["setting"], row["unit"], row["from_month"], row["one"], row["other"]) == (
        "bank.fee",
        "CNY",
        None,
        200.0,
        400.0,
    )
    assert (row["first"], row["first_low"], row["first_high"]) == whole
    assert (row["last"], row["last_low"], row["last_high"]) == whole
    assert (dearer.interaction.mean, dearer.interaction.half_width) == (0.0, 0.0)


def test_independent_settings_do_not_interact(mixed: Explanation) -> None:
    """Two settings on different accounts that change no one's mind each do the same first and last."""
    table = mixed.settings.set_index("setting")
    assert set(table.index) == {"bank.fee", "bank.account_cost"}
    assert table.loc["bank.account_cost", "first"] < 0.0 < table.loc["bank.fee", "first"]
    assert list(table["first"]) == pytest.approx(list(table["last"]))
    assert table["first"].sum() == pytest.approx(mixed.difference.mean)
    assert mixed.interaction.mean == pytest.approx(0.0, abs=1e-6)


def test_settings_that_need_each_other_interact() -> None:
    """What the first effects leave of the whole difference is the interaction, and a note says so where it is sure."""
    one = branch("A", market__wallet_spread=0.0, bank__deposit_margin=0.0, bank__loan_margin=0.0, market__growth=0.0)
    found = explained(
        one, one.with_settings({"bank.deposit_margin": 0.02, "market.growth": 0.3}).model_copy(update={"name": "B"})
    )
    rest = found.difference.mean - found.settings["first"].sum()
    assert found.interaction.mean == pytest.approx(rest)
    assert found.interaction.low > 0.0
    assert "The settings act on each other" in found.notes("en")[0]
    assert "相互影响" in found.notes("zh")[0]


def test_strategies_are_compared_one_by_one() -> None:
    """Of schedules with the same months, each strategy's settings are changes of their own, with their month."""
    found = explained(game("A", (0, 0.03), (6, 0.03)), game("B", (0, 0.03), (6, 0.3)))
    (row,) = found.settings.to_dict("records")
    assert (row["setting"], row["from_month"]) == ("maintenance.concession", 6)
    assert (row["one"], row["other"]) == (0.03, 0.3)
    both = changes(game("A", (0, 0.03), (6, 0.03)), game("B", (0, 0.2), (6, 0.3)))
    assert [(change.from_month, change.other) for change in both] == [(0, 0.2), (6, 0.3)]


def test_schedules_of_other_months_are_one_change() -> None:
    """Schedules that start strategies in different months are switched as a whole, which a note explains."""
    one, other = game("A", (0, 0.03)), game("B", (0, 0.03), (3, 0.4))
    found = explained(one, other.with_settings({"bank.fee": 400.0}))
    table = found.settings.set_index("setting")
    assert set(table.index) == {"schedule", "bank.fee"}
    assert (table.loc["schedule", "one"], table.loc["schedule", "other"]) == ((0,), (0, 3))
    assert table.loc["schedule", "first"] != 0.0
    assert "(0 and 0, 3)" in found.notes("en")[0]
    assert "`schedule`" in found.notes("zh")[0]


def test_equal_scenarios_differ_by_nothing() -> None:
    """Two names for the same settings have no difference, and the sentence says why."""
    found = explained(branch("A"), branch("B"))
    assert (found.difference.mean, found.difference.half_width) == (0.0, 0.0)
    assert set(found.accounts["difference"]) == {0.0}
    assert found.settings.empty
    assert found.sentence("en") == "B and A have the same settings, and so the same contribution."
    assert found.sentence("zh") == "“B”与“A”的设置完全相同，因此客户贡献度也相同。"


def test_a_setting_that_does_nothing() -> None:
    """Where settings differ and the indicator does not, the sentence says that they do nothing to it."""
    found = explained(branch("A"), branch("B", bank__discount_rate=0.2))
    assert found.sentence("en").endswith("the settings that differ do nothing to it.")


def test_the_sentence_names_account_and_setting(dearer: Explanation) -> None:
    """A sure difference reads with its amount, its interval, and the account and the setting most of it is due to."""
    amounts = r"B earns [\d,]+ CNY \(± [\d,.]+\) more than A"
    account = r"all of it from fees \(\+[\d,]+\)"
    setting = r"all of it because of fee \(`bank.fee`, 200 to 400\)"
    assert re.fullmatch(rf"{amounts}, {account}, {setting}\.", dearer.sentence("en"))
    assert re.fullmatch(
        r"“B”比“A”多赚[\d,.]+万?元（± [\d,.]+），全部差额来自手续费收入（\+[\d,.]+），"
        r"全部差额由[^a-z]+引起（`bank.fee`，从200改为400）。",
        dearer.sentence("zh"),
    )


def test_the_sentence_follows_a_loss() -> None:
    """A difference below zero is told as less, and what brings it about is what goes down."""
    found = explained(branch("A", bank__fee=400.0), branch("B", bank__account_cost=30.0, bank__drive=0.7))
    assert found.difference.high < 0.0
    assert re.match(
        r"B earns .* less than A, .* from account cost \(-.*`bank.account_cost`, 6 to 30\)", found.sentence()
    )


def test_other_indicators_have_their_unit() -> None:
    """Another indicator lies above or below, in its own unit, with no account behind it."""
    usual = re.escape(f"{branch('A').bank.service_hours:g}")
    found = explained(branch("A"), branch("B", bank__service_hours=2.0), kpi="hours_individual")
    assert re.fullmatch(
        r"B lies 0\.\d+ hours \(± 0\.\d+\) above A in hours individual, "
        rf"all of it because of service hours \(`bank.service_hours`, {usual} to 2\)\.",
        found.sentence("en"),
    )
    assert re.match(r"“B”的.+比“A”高0\.\d+（± 0\.\d+，单位：小时），全部差额由", found.sentence("zh"))


def test_a_difference_that_is_not_sure() -> None:
    """Where the interval holds zero, the sentence says that the difference is not sure, and accuses no setting."""
    found = explained(branch("A"), branch("B", market__offers=0.11))
    assert found.difference.low < 0.0 < found.difference.high
    assert re.fullmatch(r"Whether B earns more or less than A is not sure: .* may tell\.", found.sentence("en"))
    assert "尚不能确定" in found.sentence("zh")


@pytest.mark.parametrize(
    ("mean", "half_width", "lang", "words", "spread"),
    [
        (1_234_567.0, 312_000.0, "en", "1.23 million", "0.31"),
        (1_234_567.0, 312_000.0, "zh", "123万", "31"),
        (-4_321.0, 12.3, "en", "-4,321", "12"),
        (523_412.0, 31_000.0, "en", "523,000", "31,000"),
        (0.012345, 0.00067, "en", "0.01235", "0.00067"),
        (2.5e9, 0.0, "en", "2.500 billion", "0.000"),
        (-0.001, 100.0, "en", "0", "100"),
    ],
)
def test_amounts_have_no_more_digits_than_are_sure(
    mean: float, half_width: float, lang: str, words: str, spread: str
) -> None:
    """An amount stands in the scale of its language, to two digits of its interval and four of its own."""
    from crmsim.language import speaker

    span = Interval(mean, half_width, mean - half_width, mean + half_width, 5, 0.95)
    figures = Figures.of(span, lang)
    assert figures.words(mean, speaker(lang)) == words
    assert figures.bare(half_width) == spread


def test_any_number_of_jobs_gives_the_same_bytes(mixed: Explanation) -> None:
    """Two processes explain a difference exactly as one does."""
    shared = explain(mixed.one, mixed.other, mixed.replications, jobs=2, cache=False)
    assert json.dumps(shared.summary()) == json.dumps(mixed.summary())


def test_runs_are_kept_and_nothing_is_simulated_twice(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    """Variants that are the same scenario are one run, and a second explanation simulates nothing."""
    monkeypatch.setenv("CRMSIM_CACHE_DIR", str(tmp_path))
    monkeypatch.setenv("CRMSIM_WARM", "0")
    told: list[tuple[int, int]] = []
    for _ in range(2):
        explain(branch("A"), branch("B", bank__fee=400.0), 2, jobs=1, progress=lambda *done: told.append(done))
    assert told == [(0, 4), (2, 4), (4, 4), (4, 4)]


REFUSED = {
    "unknown indicator": ({"kpi": "profit"}, "there is no indicator 'profit'"),
    "a single replication": ({"replications": 1}, "replications = 1 is not from 2"),
    "no jobs": ({"jobs": 0}, "jobs = 0 is not from 1 on"),
    "a seed below zero": ({"seed": -1}, "seed = -1 is not from 0"),
    "another length": ({"kpi": "transferred", "one": branch("A", months=1)}, "A' has months"),
    "unknown scenario": ({"one": "basline"}, "no scenario 'basline'"),
    "scenarios called alike": ({"one": branch("B")}, "two scenarios are called 'B'"),
}


@pytest.mark.parametrize("mistake", REFUSED)
def test_what_cannot_be_explained_is_refused_in_a_sentence(mistake: str) -> None:
    """What is given wrongly is named, with its bound and the remedy, before anything is simulated."""
    options, fragment = REFUSED[mistake]
    with pytest.raises(CrmsimError, match=re.escape(fragment)) as refusal:
        explain(
            **{"one": branch("A"), "other": branch("B", bank__fee=1.0), "replications": 2, "cache": False, **options}
        )
    assert len(refusal.value.mistakes) == 1


def test_replications_without_a_number_are_left_out() -> None:
    """Where an indicator cannot be measured in some replications, the others count, and a note tells how many not."""
    found = explained(branch("A"), branch("B", bank__fee=400.0), kpi="recovered_share")
    assert found.difference.n < found.replications == 4
    assert found.notes("en") == [
        f"{4 - found.difference.n} of 4 replications are left out: a run of theirs failed, or has no recovered share."
    ]
    assert found.notes("zh")[0].startswith("4次重复中有")


def test_an_indicator_that_is_no_number_is_refused() -> None:
    """An indicator that some run cannot measure in any replication has no difference to explain."""
    quiet = {f"prospecting__by_{way}": 0.0 for way in ("referral", "key_person", "advertising", "visit", "other")}
    with pytest.raises(CrmsimError, match="'acquisition' is a number in all runs of only 0 of 2 replications"):
        explained(branch("A", **quiet), branch("B", **quiet, bank__fee=1.0), 2, kpi="acquisition")


def test_too_many_changes_are_refused() -> None:
    """Scenarios with little in common are refused by the number of settings in which they differ."""
    same = {"market.customers": 60, "market.potential": 50}
    one, other = (load(name).with_settings(same) for name in ("baseline", "plain-queue"))
    with pytest.raises(CrmsimError, match=r"differ in 6\d settings, and at most 40 .* explain the way in steps"):
        explain(one, other)


@pytest.fixture
def files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Two small scenarios as files."""
    folder = tmp_path_factory.mktemp("scenarios")
    scenarios = branch("A"), branch("B", bank__fee=400.0)
    for scenario in scenarios:
        (folder / f"{scenario.name}.toml").write_text(dump(scenario), "utf-8")
    return [str(folder / f"{scenario.name}.toml") for scenario in scenarios]


def test_json_is_one_document(files: list[str], dearer: Explanation) -> None:
    """`explain --json` prints the library's own summary, and nothing else."""
    done = CliRunner().invoke(app, ["explain", *files, "--replications", "4", "--json", "--no-cache"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == json.loads(json.dumps(dearer.summary()))


def test_tables_speak_the_readers_language(files: list[str], dearer: Explanation) -> None:
    """`explain --lang zh` shows both tables and the sentence in Chinese, with the settings' paths."""
    done = CliRunner().invoke(app, ["explain", *files, "--replications", "4", "--no-cache", "--lang", "zh"])
    assert done.exit_code == 0, done.output
    assert dearer.sentence("zh") in done.stdout.replace("\n", "")
    words = set(re.findall(r"[A-Za-z_.]{2,}", done.stdout))
    assert words == {"bank.fee"}
    plain = CliRunner().invoke(app, ["explain", *files, "--replications", "4", "--no-cache"])
    assert all(name.replace("_", " ") in plain.stdout for name in Account.names())
    assert dearer.sentence("en") in plain.stdout.replace("\n", "")


@pytest.mark.parametrize(
    ("options", "fragment"),
    [
        (["baseline", "basline"], "no scenario 'basline'; did you mean 'baseline'?"),
        (["baseline", "differentiated", "--kpi", "profit"], "there is no indicator 'profit'"),
        (["baseline", "differentiated", "--lang", "fr"], "language = 'fr'"),
        (["baseline", "baseline"], "two scenarios are called 'baseline'"),
    ],
)
def test_bad_input_ends_with_status_2(options: list[str], fragment: str) -> None:
    """A mistake on the command line is one sentence on stderr, and nothing is printed."""
    done = CliRunner().invoke(app, ["explain", *options])
    assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert done.stderr.startswith("crmsim: ")
    assert fragment in done.stderr
