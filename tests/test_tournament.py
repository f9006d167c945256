"""Tournaments: the same market for all, how sure each place is, and one broken file that stops nobody else."""

import hashlib
import html
import json
import math
import os
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from test_cli import is_refused
from test_cli import run as command

import crmsim
from crmsim.errors import CrmsimError
from crmsim.experiment.comparison import PLACE
from crmsim.experiment.diagnosis import choices_of, effects_of, sentences, telling
from crmsim.experiment.standings import sure
from crmsim.experiment.teams import MOST_TEAMS
from crmsim.experiment.tournament import Tournament, tournament
from crmsim.language import speaker
from crmsim.run import simulate
from crmsim.settings import Number, Scenario, dump, load
from crmsim.statistics import interval, rank_luck

BRANCH = Scenario(name="small").with_settings(
    {"months": 24, "market.customers": 60, "market.potential": 50, "bank.customers_per_manager": 15.0}
)
"""A branch that is simulated in a blink."""

STEADY = "[[schedule]]\n"
GENEROUS = "[[schedule]]\n[schedule.maintenance]\nconcession = 0.3\nrescue = 0.9\nloyalty_plan = 12.0\n"
LATER = "[[schedule]]\n[[schedule]]\nfrom_month = 12\n[schedule.prospecting]\nby_visit = 0.04\n"
BROKEN = "[[schedule]]\n[schedule.maintenance]\ncare_premum = 1.0\ncare_select = 99.0\n"
FILES = {"Gamma": GENEROUS, "先锋队": LATER, "稳健队": STEADY}
"""Three teams, in the order of their names."""


def folder_of(place: Path, files: dict[str, str]) -> Path:
    """A folder with the files of some teams."""
    place.mkdir()
    for name, text in files.items():
        (place / f"{name}.toml").write_text(text, "utf-8")
    return place


def played(folder: Path, replications: int = 6, on: Scenario = BRANCH, **how: str) -> Tournament:
    """A tournament of a few replications, without the user's own store."""
    return tournament(folder, on, replications, jobs=1, cache=False, **how)  # type: ignore[arg-type]  # of many kinds


@pytest.fixture(scope="module")
def teams(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the three teams."""
    return folder_of(tmp_path_factory.mktemp("teams") / "all", FILES)


@pytest.fixture(scope="module")
def result(teams: Path) -> Tournament:
    """The three teams' tournament."""
    return played(teams)


def test_a_team_is_called_as_its_file(result: Tournament) -> None:
    """Teams have their files' names, Chinese ones too."""
    assert [team.name for team in result.teams] == list(FILES)
    assert (result.mistakes, result.notes) == ({}, {})


def test_everyone_meets_the_same_market(result: Tournament) -> None:
    """The team that keeps the default strategy has exactly the runs of the scenario itself."""
    place = list(FILES).index("稳健队")
    runs = [simulate(BRANCH, 1, replication, record=False).indicators["contribution"] for replication in range(6)]
    assert result.comparison.of("contribution")[place].tolist() == runs


def test_the_ranking_is_by_the_mean_and_tells_how_sure_it_is(result: Tournament) -> None:
    """Each row has a team's mean with its interval, how much of its place is luck, and the probability of each rank."""
    table, values = result.ranking, result.comparison.of("contribution")
    luck = rank_luck(values)
    assert list(table["team"]) == [result.teams[place].name for place in luck.order]
    assert (list(table["rank"]), table["mean"].is_monotonic_decreasing) == ([1, 2, 3], True)
    span = interval(values[luck.order[0]])
    assert tuple(table.loc[0, ["mean", "low", "high"]]) == (span.mean, span.low, span.high)
    assert table["luck"].tolist()[:-1] == list(luck.luck)
    assert math.isnan(table["luck"].iloc[-1])
    chances = table[["rank_1", "rank_2", "rank_3"]].to_numpy()
    assert chances.sum(axis=0) == pytest.approx(1.0)
    assert chances.sum(axis=1) == pytest.approx(1.0)


def test_another_indicator_may_decide(teams: Path) -> None:
    """The ranking follows the indicator that is asked for."""
    table = played(teams, kpi="satisfaction").ranking
    assert table["mean"].between(0.5, 1.5).all()


def test_only_the_schedule_of_a_file_counts(tmp_path: Path) -> None:
    """A team that writes itself a better market has nothing of it, and is told so in a note."""
    better = "months = 30\n[market]\ncustomers = 900\npotential = 50\n[bank]\nwage = 1.0\nfee = 900.0\n" + STEADY
    found = played(folder_of(tmp_path / "teams", {"honest": STEADY, "sly": better}))
    assert np.array_equal(*found.comparison.samples, equal_nan=True)
    assert found.notes == {
        "sly.toml": (
            "sly.toml: its market.customers, bank.fee, bank.wage and 1 more are not those of 'small' and do not count",
        )
    }


def test_what_a_file_leaves_unsaid_is_no_note(tmp_path: Path) -> None:
    """A file that only says what the tournament has anyway earns no note."""
    found = played(folder_of(tmp_path / "teams", {"one": STEADY, "other": dump(BRANCH)}))
    assert found.notes == {}


def test_a_strategy_past_the_end_does_not_count(tmp_path: Path) -> None:
    """A strategy from a month that never comes is left out, and a note says so."""
    late = LATER.replace("12", "36")
    found = played(folder_of(tmp_path / "teams", {"late": late}))
    assert len(found.teams[0].scenario.schedule) == 1
    assert "from month 36 on do not count" in found.notes["late.toml"][0]


def test_a_broken_file_stops_nobody_else(teams: Path, result: Tournament, tmp_path: Path) -> None:
    """Among others a broken file is named with every mistake and its line, and the ranking is as without it."""
    found = played(folder_of(tmp_path / "teams", {**FILES, "broken": BROKEN}))
    assert found.ranking.equals(result.ranking)
    (mistakes,) = found.mistakes.values()
    assert list(found.mistakes) == ["broken.toml"]
    assert "broken.toml, line 4: schedule[1].maintenance.care_select = 99.0 is above 3.0" in mistakes[0]
    assert "broken.toml, line 3: unknown setting" in mistakes[1]
    assert "did you mean 'care_premium'?" in mistakes[1]


def link(path: Path) -> None:
    """A link to a team's file elsewhere."""
    target = path.parent.parent / "elsewhere.toml"
    target.write_text(STEADY)
    path.symlink_to(target)


STRANGE = {
    "link": ("team.toml", link, "team.toml: is a link to another file"),
    "folder": ("team.toml", Path.mkdir, "team.toml: is no file"),
    "pipe": ("team.toml", getattr(os, "mkfifo", Path.touch), "team.toml: is no file"),
    "too long": ("team.toml", lambda path: path.write_bytes(b"#" * 1_000_001), "is longer than 1000000 bytes"),
    "binary": ("team.toml", lambda path: path.write_bytes(b"PK\x03\xff"), "byte 3 is not UTF-8 text"),
    "empty": ("team.toml", Path.touch, "team.toml: is empty"),
    "formula": ("=1+1.toml", Path.touch, "=1+1.toml: cannot be a team's name"),
    "control": ("x\x1b[31m.toml", Path.touch, r"'x\x1b[31m.toml': cannot be a team's name"),
    "long name": ("x" * 81 + ".toml", Path.touch, "cannot be a team's name, which is at most 80"),
}


@pytest.mark.skipif(os.name != "posix", reason="links, pipes and such names are another thing on Windows")
@pytest.mark.parametrize("kind", STRANGE)
def test_what_is_no_teams_file_is_refused(kind: str, tmp_path: Path) -> None:
    """Whatever else stands in the folder under such a name is not read, is told of in a sentence, and stops nobody."""
    name, make, fragment = STRANGE[kind]
    folder = folder_of(tmp_path / "teams", {"steady": STEADY})
    make(folder / name)
    found = played(folder, 2)
    assert [team.name for team in found.teams] == ["steady"]
    ((mistake,),) = found.mistakes.values()
    assert fragment in mistake


def test_what_is_not_toml_or_hidden_is_passed_over(tmp_path: Path) -> None:
    """Other files, folders below, and the hidden files that systems leave are none of the tournament's."""
    folder = folder_of(tmp_path / "teams", {"steady": STEADY, "._steady": "\x00"})
    (folder / "readme.txt").write_text("hello")
    folder_of(folder / "below", {"deeper": BROKEN})
    found = played(folder, 2)
    assert ([team.name for team in found.teams], found.mistakes) == (["steady"], {})


def test_names_that_are_written_alike(tmp_path: Path) -> None:
    """Two files whose names only differ in how an accent is stored are one name, and the second is refused."""
    found = played(folder_of(tmp_path / "teams", {"cafe\u0301": STEADY, "caf\u00e9": STEADY}), 2)
    ((mistake,),) = found.mistakes.values()
    assert "give each team a name of its own" in mistake


def test_too_many_teams(tmp_path: Path) -> None:
    """A folder of more teams than can compete is refused before any is read."""
    folder = folder_of(tmp_path / "teams", {f"team-{number}": "" for number in range(MOST_TEAMS + 1)})
    with pytest.raises(CrmsimError, match="holds 201 TOML files, more than the 200 teams that can compete"):
        played(folder)


def test_no_file_at_all(tmp_path: Path) -> None:
    """A folder without a team's file, or that is not there, is refused in one sentence."""
    for folder, fragment in ((tmp_path, "holds no TOML file"), (tmp_path / "absent", "cannot be looked into")):
        with pytest.raises(CrmsimError, match=fragment) as refused:
            played(folder)
        assert len(refused.value.mistakes) == 1


@pytest.mark.parametrize(
    ("how", "fragment"),
    [
        ({"replications": 1}, "replications = 1 is not from 2 to 2000"),
        ({"kpi": "profits"}, "there is no indicator 'profits'"),
        ({"kpi": "recovered_share"}, "'recovered_share' cannot decide: with 'Gamma' there is too little to measure"),
        ({"seed": -1}, "seed = -1 is not from 0"),
    ],
)
def test_a_tournament_that_cannot_be_held(how: dict[str, object], fragment: str, tmp_path: Path) -> None:
    """What a tournament is given is looked at, and refused in a sentence."""
    on = BRANCH.with_settings({"months": 1, "market.customers": 1, "market.potential": 1})
    folder = folder_of(tmp_path / "teams", {"Gamma": GENEROUS})
    with pytest.raises(CrmsimError) as refused:
        tournament(folder, on, **{"replications": 2, "jobs": 1, "cache": False, **how})  # type: ignore[arg-type]
    assert fragment in str(refused.value)


def test_a_run_that_fails_takes_only_its_team_out(teams: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A team whose runs break down is named with the reason, and the others are ranked."""

    def breaking(scenario: Scenario, *args: object, **how: object) -> crmsim.Run:
        if scenario.name == "Gamma":
            raise ZeroDivisionError("division by zero")
        return simulate(scenario, *args, **how)  # type: ignore[arg-type]  # as given

    monkeypatch.setattr("crmsim.experiment.cells.simulate", breaking)
    found = played(teams, 2)
    assert sorted(found.ranking["team"]) == ["先锋队", "稳健队"]
    assert "failed (ZeroDivisionError: division by zero)" in found.mistakes["Gamma.toml"][0]


def test_one_team_alone_has_no_places(tmp_path: Path) -> None:
    """A single team has its mean, and nothing is said of luck or of a field."""
    found = played(folder_of(tmp_path / "teams", {"alone": GENEROUS}), 3)
    assert list(found.ranking.columns) == ["rank", "team", "mean", "low", "high"]
    (told,) = found.diagnosed("en")["diagnosis"]
    assert "concession to 0.3 (default 0.03)" in told
    assert "field" not in told


def scenario_of(*changes: dict[str, Number]) -> Scenario:
    """A scenario whose strategies change each year."""
    strategies = [BRANCH.with_settings(change).schedule[0] for change in changes]
    schedule = tuple(s.model_copy(update={"from_month": 12 * year}) for year, s in enumerate(strategies))
    return BRANCH.model_copy(update={"schedule": schedule})


def test_choices_are_told_by_their_distance() -> None:
    """What differs most from the default, measured by what makes a difference, and longest, is told first."""
    first: dict[str, Number] = {"maintenance.rescue": 0.9, "exit.criterion_1": False}
    found = choices_of(scenario_of(first, {"exit.criterion_1": False}))
    assert [choice.name for choice in found] == ["criterion_1", "rescue"]
    assert [choice.distance for choice in found] == pytest.approx([1.0, 0.25])
    assert [choice.values for choice in found] == [((0, False),), ((0, 0.9), (12, 0.5))]
    assert choices_of(BRANCH) == []


def test_effects_are_in_pooled_standard_errors() -> None:
    """A difference to the field is in errors that are pooled over teams, after common luck is taken away."""
    samples = np.full((2, 4, len(PLACE)), np.nan)
    luck = np.array([0.0, 100.0, -50.0, 20.0])
    samples[0, :, PLACE["fees"]] = luck + np.array([1.0, 2.0, 3.0, 2.0])
    samples[1, :, PLACE["fees"]] = luck
    (one,), (other,) = effects_of(samples, (PLACE["fees"], PLACE["recovery"]))
    assert (one.value - one.field, other.value - other.field) == pytest.approx((1.0, -1.0))
    error = np.std(np.array([0.5, 1.0, 1.5, 1.0]), ddof=1) / 2.0
    assert (one.errors, other.errors) == pytest.approx((1.0 / error, -1.0 / error))


def test_what_never_varies_is_sure_and_what_is_equal_is_nothing() -> None:
    """A difference that is the same on every luck is beyond doubt; rounding is none."""
    samples = np.zeros((2, 3, len(PLACE)))
    samples[0, :, PLACE["fees"]] = 5.0
    samples[:, :, PLACE["loan_margin"]] = [[0.1 + 0.2] * 3, [0.3] * 3]
    fees, loans = effects_of(samples, (PLACE["fees"], PLACE["loan_margin"]))[0]
    assert (fees.errors, loans.errors) == (math.inf, 0.0)


def test_small_change_is_not_told() -> None:
    """An account that hardly adds to the difference is passed over, however sure it is."""
    samples = np.zeros((2, 4, len(PLACE)))
    samples[0, :, PLACE["fees"]] = 1.0
    samples[0, :, PLACE["loan_margin"]] = [900.0, 1000.0, 1100.0, 1000.0]
    assert [effect.name for effect in telling(samples)[0]] == ["loan_margin"]


def test_a_diagnosis_sets_what_was_done_against_what_it_brought(result: Tournament) -> None:
    """Each team's diagnosis names its settings against the default, and where it stands out from the field."""
    table = result.diagnosed("en").set_index("team")
    told = table["diagnosis"].to_dict()
    usual = load("baseline").schedule[0].prospecting.by_visit
    assert told["稳健队"].startswith("稳健队 kept the default strategy. ")
    assert f"by visit to {usual} and from month 12 on 0.04 (default {usual})" in told["先锋队"]
    assert "concession to 0.3 (default 0.03)" in told["Gamma"]
    assert re.search(r"it stands out by .*concessions \(-[\d,]+ CNY, field -[\d,]+ CNY\)", told["Gamma"])
    assert "maintenance.concession = 0.3" in table.loc["Gamma", "settings"]
    assert table.loc["先锋队", "settings"] == f"prospecting.by_visit = {usual}, 0.04 from month 12"
    assert re.search(r"concessions -\d+\.\d", table.loc["Gamma", "stands_out"])


def test_a_diagnosis_speaks_chinese(result: Tournament) -> None:
    """The same in Chinese, without an English word."""
    for sentence in result.diagnosed("zh")["diagnosis"]:
        assert not re.search(r"[A-Za-z]{2,}", sentence.replace("Gamma", ""))
    assert "先锋队的选择：" in result.diagnosed("zh").set_index("team").loc["先锋队", "diagnosis"]


def test_nothing_stands_out() -> None:
    """Where luck may explain all, the sentence says so, in either language."""
    assert sentences("A", [], [], speaker("en")) == (
        "A kept the default strategy. Nothing that came of it differs from the field by more than luck may explain."
    )
    assert (
        sentences("甲", [], [], speaker("zh"))
        == "甲沿用了默认策略。结果与各队平均水平的差别没有超出运气所能解释的范围。"
    )


def test_many_choices_are_counted() -> None:
    """Beyond three settings, a sentence says how many more there are."""
    named: dict[str, Number] = {f"maintenance.care_{tier}": 2.0 for tier in ("ordinary", "select", "premium")}
    found = choices_of(scenario_of({**named, "maintenance.rescue": 0.6, "exit.criterion_1": False}))
    told = sentences("A", found, None, speaker("en"))
    assert told.count("default") == 3
    assert told.endswith(", and 2 more.")


def test_the_catalogue_keeps_every_place() -> None:
    """A translation has the same places to be filled as its English text."""
    text = (Path(crmsim.__file__).parent / "locale/zh/LC_MESSAGES/tournament.po").read_text("utf-8")
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', text, re.MULTILINE)
    assert len(pairs) > 10
    places = [(set(re.findall(r"{\w+}", english)), set(re.findall(r"{\w+}", chinese))) for english, chinese in pairs]
    assert [pair for pair in places if pair[0] != pair[1]] == []


def test_a_folder_of_results(teams: Path, result: Tournament, tmp_path: Path) -> None:
    """The tables read back as they were, Excel knows them by their mark, and each team's file by its digest."""
    result.fill(tmp_path)
    assert pd.read_csv(tmp_path / "ranking.csv").equals(result.ranking)
    assert list(pd.read_csv(tmp_path / "diagnosis.csv")["team"]) == list(result.ranking["team"])
    assert set(pd.read_csv(tmp_path / "kpis.csv")["team"]) == set(FILES)
    assert all(file.read_bytes().startswith(b"\xef\xbb\xbf") for file in tmp_path.glob("*.csv"))
    told = json.loads((tmp_path / "tournament.json").read_text("utf-8"))
    digests = {team["file"]: team["sha256"] for team in told["teams"]}
    assert digests == {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in teams.glob("*.toml")}
    assert (told["on"], told["seed"], told["replications"]) == ("small", 1, 6)


@pytest.mark.parametrize(("lang", "title"), [("en", "Tournament of 3 teams on small"), ("zh", "3支队伍的比赛")])
def test_the_report_tells_all_and_asks_nobody(result: Tournament, tmp_path: Path, lang: str, title: str) -> None:
    """One file in either language has every team's place, sentence and digest, and fetches nothing."""
    page = result.report(tmp_path / "report.html", lang).read_text("utf-8")
    assert f"<h1>{title}" in page
    assert [team.digest for team in result.teams if team.digest not in page] == []
    told = [html.escape(sentence) for sentence in result.diagnosed(lang)["diagnosis"]]
    assert [sentence for sentence in told if sentence not in page.replace("&#34;", "&quot;")] == []
    assert re.findall(r"""(?:src|href)=["']?http""", page) == []
    assert result.command in html.unescape(page)


def test_the_report_names_files_that_did_not_compete(tmp_path: Path) -> None:
    """A broken file's mistakes stand in the report, and the others' places too."""
    found = played(folder_of(tmp_path / "teams", {**FILES, "broken": BROKEN}), 3)
    page = html.unescape(found.report(tmp_path / "report.html").read_text("utf-8"))
    assert [sentence for sentence in found.mistakes["broken.toml"] if sentence not in page] == []
    assert "Files that did not compete" in page


def test_the_ranks_of_a_team_leave_out_what_is_rare() -> None:
    """The ranks with 90 % leave out one in twenty on either side, and a rank that is sure stands alone."""
    assert sure([1.0, 0.0, 0.0]) == ("100.0%", "1")
    assert sure([0.02, 0.5, 0.45, 0.03]) == ("2.0%", "2-3")
    assert sure([0.06, 0.88, 0.06]) == ("6.0%", "1-3")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small branch as a file."""
    file = tmp_path_factory.mktemp("on") / "small.toml"
    file.write_text(dump(BRANCH), "utf-8")
    return file


def compete(folder: Path, on: Path, *more: str | Path) -> "tuple[int, str, str]":
    """The command, with a few replications: its status, and what it said where."""
    done = command("tournament", folder, "--on", on, "--replications", "4", "--jobs", "1", *more, CRMSIM_CACHE_RUNS="0")
    return done.returncode, done.stdout, done.stderr


def test_the_command_prints_one_document(small: Path, tmp_path: Path) -> None:
    """`--json` prints one document with ranking and diagnosis; broken files are told on stderr, and the status is 0."""
    folder = folder_of(tmp_path / "teams", {**FILES, "broken": BROKEN})
    status, stdout, stderr = compete(folder, small, "--json", "--lang", "zh")
    document = json.loads(stdout)
    assert (status, [row["rank"] for row in document["ranking"]]) == (0, [1, 2, 3])
    assert "先锋队的选择：" in json.dumps(document["diagnosis"], ensure_ascii=False)
    assert [line.partition(",")[0] for line in stderr.splitlines()] == ["crmsim: broken.toml"] * 2


def test_the_command_shows_and_writes(teams: Path, small: Path, tmp_path: Path) -> None:
    """The tables name every team, and `--out` writes the whole result once, but not over what stands there."""
    out = tmp_path / "out"
    status, stdout, stderr = compete(teams, small, "--out", out)
    assert (status, stderr) == (0, "")
    assert [team for team in FILES if team not in stdout] == []
    assert f"written to {out}" in stdout
    written = {file.name: file.read_bytes() for file in out.iterdir()}
    assert sorted(written) == ["diagnosis.csv", "kpis.csv", "ranking.csv", "tournament.html", "tournament.json"]
    again = compete(teams, small, "--out", out)
    assert (again[0], again[1], "choose another folder" in again[2]) == (2, "", True)
    assert {file.name: file.read_bytes() for file in out.iterdir()} == written


def test_a_name_is_no_markup(small: Path, tmp_path: Path) -> None:
    """A name that looks like markup is shown as it is."""
    folder = folder_of(tmp_path / "teams", {"[red]x": STEADY, "[bold]y": GENEROUS})
    status, stdout, _ = compete(folder, small)
    assert (status, "[red]x" in stdout, "[bold]y" in stdout) == (0, True, True)


def test_one_team_shows_its_means(small: Path, tmp_path: Path) -> None:
    """The command shows the means of a team that is alone, and no places."""
    status, stdout, _ = compete(folder_of(tmp_path / "teams", {"alone": STEADY}), small)
    assert (status, "wait premium" in stdout, "first with" in stdout) == (0, True, False)


def test_no_team_is_an_error(small: Path, tmp_path: Path) -> None:
    """Where no file can be used, each mistake is told, and the status is 2."""
    folder = folder_of(tmp_path / "teams", {"broken": BROKEN, "empty": ""})
    done = command("tournament", folder, "--on", small)
    assert is_refused(done, "broken.toml, line 4", "broken.toml, line 3", "empty.toml", "none of its 2 TOML files")


def test_nothing_is_written_where_nothing_can_be(teams: Path, small: Path, tmp_path: Path) -> None:
    """A folder of something else is refused before anything is simulated, and stays as it was."""
    (tmp_path / "dear.txt").write_text("to me")
    done = command("tournament", teams, "--on", small, "--out", tmp_path)
    assert is_refused(done, "holds something that is no result of crmsim; choose another folder")
    assert [file.name for file in tmp_path.iterdir()] == ["dear.txt"]
