"""Which settings matter: designs, estimates of known functions, and small branches with a setting that does nothing."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from test_cli import is_refused
from test_cli import run as command

from crmsim.errors import CrmsimError
from crmsim.experiment.ranges import INFLUENTIAL, Range, ranges_of, read_ranges
from crmsim.experiment.sensitivity import (
    Sensitivity,
    design_of,
    effects_of,
    put_right,
    sensitivity,
    taken,
    usual_settings,
)
from crmsim.run import simulate
from crmsim.settings import Scenario, levers, value_of

BRANCH = Scenario(name="small").with_settings(
    {"months": 12, "market.customers": 60, "market.potential": 50, "bank.customers_per_manager": 15.0}
)
"""A branch that is simulated in a blink."""

LIVE, DEAD = "maintenance.hardware", "prospecting.screening"
WHOLE, EITHER = "maintenance.survey_every", "exit.exit_loans"
SETTINGS = (LIVE, WHOLE, EITHER)


def found(settings: tuple[str, ...] = SETTINGS, **how: object) -> Sensitivity:
    """The sensitivity of the small branch, on two replications, without the user's own store."""
    usual: dict[str, object] = {"replications": 2, "samples": 4, "jobs": 1, "cache": False}
    return sensitivity(BRANCH, settings, **usual | how)  # type: ignore[arg-type]  # options are of many kinds


def estimated(method: str, function: Callable[[np.ndarray], np.ndarray], samples: int) -> dict[str, np.ndarray]:
    """What a method finds of a function of three numbers from 0 to 1."""
    design = design_of(method, 3, samples, seed=1)
    return effects_of(method, design, function(design), seed=1)


@pytest.mark.parametrize("place", [0.0, 0.2, 0.5, 0.999, 1.0])
def test_a_range_gives_values_of_its_own_kind(place: float) -> None:
    """Every place of a range is a value between its ends, whole or true or false where the setting is."""
    for kind, low, high in ((float, 0.5, 2.0), (int, 1, 12), (bool, False, True)):
        value = Range("any", kind, low, high).at(place)
        assert type(value) is kind
        assert low <= value <= high
    assert [Range("any", bool, False, True).at(x) for x in (0.0, 0.49, 0.5, 1.0)] == [False, False, True, True]


def test_whole_numbers_have_equal_parts_of_a_range() -> None:
    """Evenly spread places give every whole number of a range equally often."""
    months = Range("any", int, 2, 5)
    values = [months.at(x) for x in (np.arange(400) + 0.5) / 400]
    assert np.unique(values, return_counts=True)[1].tolist() == [100, 100, 100, 100]


def test_every_setting_has_a_usual_range_within_its_bounds() -> None:
    """The range that a setting has by itself lies within its bounds, and holds a scenario's value if it is to."""
    paths = [lever.path for lever in levers()]
    for lever, usual, wide in zip(levers(), ranges_of(paths), ranges_of(paths, around=BRANCH), strict=True):
        assert (usual.low, usual.high) == lever.about.probe
        assert lever.about.bounds[0] <= wide.low <= value_of(BRANCH, lever.path) <= wide.high <= lever.about.bounds[1]


def test_sobol_shares_out_the_variance_of_a_sum() -> None:
    """Of 4x + 2y + 0z, four fifths of the variance are x's, a fifth is y's and none is z's."""
    shares = estimated("sobol", lambda x: 4 * x[:, 0] + 2 * x[:, 1], samples=1024)
    for name in ("S1", "ST"):
        assert shares[name] == pytest.approx([0.8, 0.2, 0.0], abs=0.01)
    assert (np.abs(shares["S1"] - [0.8, 0.2, 0.0]) <= shares["S1_conf"] + 1e-12).all()


def test_sobol_tells_interaction_from_effect() -> None:
    """Of a product around its middle, each factor has a part in all of the variance, and none of it alone."""
    shares = estimated("sobol", lambda x: (x[:, 0] - 0.5) * (x[:, 1] - 0.5), samples=1024)
    assert shares["S1"] == pytest.approx([0.0, 0.0, 0.0], abs=0.05)
    assert shares["ST"] == pytest.approx([1.0, 1.0, 0.0], abs=0.05)


def test_morris_gives_the_slopes_of_a_plane() -> None:
    """Of 3x - 2y + 0z, the effects are 3, -2 and 0 with no spread."""
    effects = estimated("morris", lambda x: 3 * x[:, 0] - 2 * x[:, 1], samples=6)
    assert effects["mu"] == pytest.approx([3.0, -2.0, 0.0])
    assert effects["mu_star"] == pytest.approx([3.0, 2.0, 0.0])
    assert effects["sigma"] == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)


def test_morris_sees_a_bend() -> None:
    """A valley, whose ends are as high as each other, has an effect that spreads around nothing."""
    effects = estimated("morris", lambda x: np.abs(x[:, 0] - 0.5) * 3 + x[:, 1], samples=40)
    assert effects["sigma"][0] > 0.5
    assert effects["mu_star"][0] > 2 * abs(effects["mu"][0])


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_nothing_matters_to_a_constant(method: str) -> None:
    """Where all points are alike, every estimate is 0 and none is missing."""
    assert all((values == 0.0).all() for values in estimated(method, lambda x: x[:, 0] * 0.0 + 7.0, 4).values())


def test_effects_of_yes_and_no_are_for_the_whole_way() -> None:
    """A step of yes or no, and of whole numbers, counts for the part of the range that it really goes."""
    ranges = (Range("yes", bool, False, True), Range("places", int, 0, 9), Range("share", float, 0.0, 2.0))
    design = design_of("morris", 3, 20, seed=3)
    points = [tuple(one.at(x) for one, x in zip(ranges, row, strict=True)) for row in design.tolist()]
    values = np.array([10.0 * yes + places + share for yes, places, share in points])
    effects = put_right(effects_of("morris", design, values, seed=3), design, taken(ranges, points))
    assert effects["mu"] == pytest.approx([10.0, 9.0, 2.0])


def test_a_dead_setting_has_no_effect_and_a_live_one_has() -> None:
    """Looking at who fits does nothing where nobody is ever found; what premises cost is felt."""
    channels = ("referral", "key_person", "advertising", "visit", "other")
    still = BRANCH.with_settings({f"prospecting.by_{channel}": 0.0 for channel in channels})
    table = sensitivity(still, [DEAD, LIVE], samples=4, replications=2, jobs=1, cache=False).table()
    assert table["setting"].tolist() == [LIVE, DEAD]
    assert table["mu_star"][0] > 1000.0
    assert table.loc[1, ["mu_star", "mu_star_low", "mu_star_high", "mu", "sigma"]].tolist() == [0.0] * 5


def test_points_are_means_over_the_same_luck() -> None:
    """The value at a design's point is the mean of the runs of its scenario on the experiment's replications."""
    result = found(kpi="customers")
    for row, value in zip(result.design.tolist()[:3], result.values, strict=False):
        point = BRANCH.with_settings({one.path: one.at(x) for one, x in zip(result.ranges, row, strict=True)})
        runs = [simulate(point, 1, number, record=False).indicators["customers"] for number in range(2)]
        assert value == np.mean(runs)


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_the_number_of_jobs_makes_no_difference(method: str) -> None:
    """One process or two find the same, bit for bit."""
    one, two = (found(method=method, jobs=jobs) for jobs in (1, 2))
    assert one.values.tobytes() == two.values.tobytes()
    assert one.table().equals(two.table())


def test_a_stopped_analysis_goes_on(tmp_path: Path) -> None:
    """One that is stopped midway simulates only what is missing, and finds what it would have found."""

    def stop(done: int, total: int) -> None:
        if done > 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        found(resume=tmp_path, progress=stop)
    told: list[tuple[int, int]] = []
    again = found(resume=tmp_path, progress=lambda done, total: told.append((done, total)))
    assert 0 < told[0][0] < told[0][1] == told[-1][0]
    assert again.table().equals(found().table())


def test_the_command_tells_all_that_decides() -> None:
    """The command that makes an analysis again names settings, given ranges, sizes and seed."""
    result = found(seed=7, ranges={LIVE: (1.0, 9.0)})
    assert result.command == (
        f"crmsim sensitivity small --settings {','.join(SETTINGS)} --range {LIVE}=1.0:9.0 "
        "--kpi contribution --method morris --samples 4 --replications 2 --seed 7"
    )


def test_the_usual_settings_are_what_a_strategy_says_in_numbers() -> None:
    """Unless told otherwise, screening looks at every number of a strategy, and sharing out at a few."""
    assert usual_settings("sobol") == list(INFLUENTIAL)
    usual = usual_settings("morris")
    assert {path.partition(".")[0] for path in usual} == {"prospecting", "maintenance", "exit"}
    assert {"maintenance.concession", WHOLE} < set(usual)
    assert EITHER not in usual


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"settings": ("maintenance.hardwear",)}, "no setting 'maintenance.hardwear'; did you mean '" + LIVE),
        ({"settings": ("qqq",)}, "no setting 'qqq'; see `crmsim levers`"),
        ({"settings": ()}, "no setting is named"),
        ({"method": "sobel"}, "no method 'sobel'; did you mean 'sobol'"),
        ({"method": "sobol", "samples": 12}, "samples = 12 is no power of two"),
        ({"samples": 1}, "samples = 1 is not from 2"),
        ({"kpi": "profits"}, "no indicator 'profits'"),
        ({"replications": 0}, "replications = 0 is not from 1"),
        ({"jobs": 0}, "jobs = 0"),
        ({"ranges": {LIVE: (1.0, 90.0)}}, f"{LIVE} = 1 to 90 is not within 0 to 60"),
        ({"ranges": {LIVE: (9.0, 1.0)}}, f"{LIVE} = 9 to 1 does not go up"),
        ({"ranges": {WHOLE: (1.5, 3.0)}}, f"{WHOLE} = 1.5 to 3 is not from a whole number"),
        ({"ranges": {DEAD: (1.0, 2.0)}}, f"a range is given for {DEAD}, which is not among the settings"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence(how: dict[str, object], sentence: str) -> None:
    """Settings, ranges, methods and numbers that make no sense are refused with the remedy."""
    with pytest.raises(CrmsimError, match=r"^[^\n]*$") as refused:
        found(**how)  # type: ignore[arg-type]  # bad on purpose
    assert sentence in str(refused.value)


def test_ranges_are_read_as_the_command_line_writes_them() -> None:
    """A range is SETTING=LOW:HIGH, and anything else is refused."""
    assert read_ranges(["a.b=1:2.5", " c = -3 : 4 "]) == {"a.b": (1.0, 2.5), "c": (-3.0, 4.0)}
    for text in ("a.b", "a.b=1", "a.b=x:2"):
        with pytest.raises(CrmsimError, match="write it as SETTING=LOW:HIGH"):
            read_ranges([text])


def test_the_command_prints_one_document(tmp_path: Path) -> None:
    """With --json, stdout is a JSON document with a row for each setting, the most influential first."""
    file = tmp_path / "small.toml"
    file.write_text("months = 12\n[market]\ncustomers = 60\npotential = 50\n", "utf-8")
    words = ("sensitivity", file, "--settings", f"{LIVE},{EITHER}", "--samples", "2", "--replications", "1")
    done = command(*words, "--no-cache", "--json", "--range", f"{LIVE}=0:40")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["method"], told["points"], len(told["effects"])) == ("morris", 6, 2)
    row = next(row for row in told["effects"] if row["setting"] == LIVE)
    assert (row["low"], row["high"]) == (0.0, 40.0)
    shown = command(*words, "--resume", tmp_path / "kept")
    assert shown.returncode == 0, shown.stderr
    assert "mu_star" in shown.stdout


def test_the_command_refuses_in_a_sentence() -> None:
    """Bad input ends with status 2 and one sentence on stderr."""
    done = command("sensitivity", "baseline", "--settings", "maintenance.concesion")
    assert is_refused(done, "did you mean 'maintenance.concession'?")
    assert is_refused(command("sensitivity", "baseline", "--method", "moris"), "did you mean 'morris'?")
