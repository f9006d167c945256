"""Which settings matter: screening by Morris's method, and shares of the variance by Sobol's.

Every point of a design is a scenario, simulated on the same luck as all others and averaged over replications: what
differs between two points is what the settings do, not what luck does. Designs and estimates are SALib's (T. Iwanaga,
W. Usher and J. Herman, Socio-Environmental Systems Modelling 4 (2022), 18155).
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from crmsim.errors import CrmsimError
from crmsim.experiment.cells import Hands, Told, untold
from crmsim.experiment.checks import check_count, check_kpi
from crmsim.experiment.comparison import PLACE
from crmsim.experiment.ranges import INFLUENTIAL, Ends, Range, ranges_of, simulated
from crmsim.experiment.store import Store, own_store
from crmsim.run import refuse
from crmsim.settings import Number, Scenario, load, strategy_levers
from crmsim.settings.mistakes import nearest

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

SAMPLES: Mapping[str, int] = {"morris": 10, "sobol": 64}
"""Each method with the samples that it takes unless told otherwise."""

MOST_SAMPLES = 4096

LEVELS = 4
"""Places of a setting's range that Morris's method visits."""

STEP = LEVELS / (2.0 * (LEVELS - 1))
"""The part of its range by which that method moves a setting."""

RESAMPLES = 1000
"""Resamples from which an interval is taken."""

COLUMNS: Mapping[str, tuple[str, ...]] = {"morris": ("mu_star", "mu", "sigma"), "sobol": ("ST", "S1")}
"""What each method tells of a setting, that by which settings are ranked first."""


@dataclass(frozen=True)
class Sensitivity:
    """How much an indicator depends on each of some settings.

    Attributes:
        scenario: around which the settings were varied.
        ranges: the settings, and the values between which.
        method: `morris` or `sobol`.
        kpi: the indicator.
        samples: trajectories of Morris's method, or points of Sobol's sequence.
        replications: over which every point was averaged.
        seed: the experiment's seed, of luck and design.
        design: the points; shape (points, settings), from 0 (low) to 1 (high).
        values: the mean indicator at each; shape (points,).
        effects: what the method estimates, by name; shape (settings,) each. `..._conf` is the half-width of its 95 %
            interval.
    """

    scenario: Scenario
    ranges: tuple[Range, ...]
    method: str
    kpi: str
    samples: int
    replications: int
    seed: int
    design: Floats
    values: Floats
    effects: Mapping[str, Floats]

    def table(self) -> "pd.DataFrame":
        """A row for each setting, the most influential first.

        By Morris's method: `mu_star`, the mean size of the change of the indicator if the setting goes through its
        whole range, in the indicator's unit; `mu`, the same with its sign; `sigma`, how much that change differs from
        place to place, by interaction with other settings or by a bend. By Sobol's: `ST`, the share of the indicator's
        variance that the setting has a part in, and `S1`, the share that is its alone. `..._low` and `..._high` are
        ends of 95 % intervals, by resampling the design's points; luck is not in them.
        """
        import pandas as pd

        columns: dict[str, Any] = {
            "setting": [one.path for one in self.ranges],
            "low": [one.low for one in self.ranges],
            "high": [one.high for one in self.ranges],
        }
        for name in COLUMNS[self.method]:
            columns[name] = self.effects[name]
            if f"{name}_conf" in self.effects:
                columns[f"{name}_low"] = self.effects[name] - self.effects[f"{name}_conf"]
                columns[f"{name}_high"] = self.effects[name] + self.effects[f"{name}_conf"]
        by = COLUMNS[self.method][0]
        return pd.DataFrame(columns).sort_values(by, ascending=False, kind="stable", ignore_index=True)

    @property
    def command(self) -> str:
        """The command that makes this again."""
        paths = [one.path for one in self.ranges]
        words = [f"crmsim sensitivity {self.scenario.name}"]
        if paths != usual_settings(self.method):
            words.append(f"--settings {','.join(paths)}")
        words += [f"--range {one.told()}" for one in self.ranges if one not in ranges_of([one.path])]
        words.append(f"--kpi {self.kpi} --method {self.method} --samples {self.samples}")
        return " ".join([*words, f"--replications {self.replications} --seed {self.seed}"])


def sensitivity(  # noqa: PLR0913  # the public face, all but the first two by name
    scenario: Scenario | str | Path,
    settings: Sequence[str] | None = None,
    *,
    kpi: str = "contribution",
    method: str = "morris",
    samples: int | None = None,
    replications: int = 5,
    seed: int = 1,
    jobs: int | None = None,
    ranges: Mapping[str, Ends] | None = None,
    resume: str | Path | None = None,
    cache: bool = True,
    progress: Told = untold,
) -> Sensitivity:
    """Find out which settings an indicator depends on.

    Args:
        scenario: around which they are varied: a scenario, the name of a packaged one, or the path of a TOML file.
        settings: paths of settings. By default every number that a strategy has by Morris's method, and some eight
            influential ones by Sobol's, which takes more runs.
        kpi: the indicator.
        method: `morris` screens many settings in samples x (settings + 1) points; `sobol` shares out the variance
            among few in samples x (settings + 2).
        samples: trajectories, or points of the sequence (a power of two); by default 10 or 64.
        replications: over which each point is averaged.
        seed: the experiment's seed, of luck and design.
        jobs: processes; by default as many as cores. The result is the same for any number.
        ranges: the least and the greatest value of some settings; of the others, those between which an effect shows.
        resume: a folder that keeps the runs, so that an experiment that was stopped goes on from there.
        cache: whether runs that are known already are taken from, and new ones put into, the user's own store.
        progress: told how many runs are done, and of how many.

    Raises:
        CrmsimError: something that is given cannot be used.
    """
    start = scenario if isinstance(scenario, Scenario) else load(scenario)
    many = checked_samples(method, samples)
    chosen = looked_at(method, settings, ranges)
    check_kpi(kpi)
    refuse(seed, 0, jobs)
    check_count("replications", replications)
    design = design_of(method, len(chosen), many, seed)
    points = [tuple(one.at(place) for one, place in zip(chosen, row, strict=True)) for row in design.tolist()]
    # Rounding makes some points alike, which are simulated once.
    different = {point: start.with_settings(named(chosen, point)) for point in dict.fromkeys(points)}
    store = own_store(wanted=cache) if resume is None else Store(Path(resume))
    found = simulated(list(different.values()), seed, range(replications), Hands(jobs), store, progress)
    store.tidy()
    means = dict(zip(different, averaged(found[:, :, PLACE[kpi]], kpi), strict=True))
    values = np.array([means[point] for point in points])
    effects = effects_of(method, design, values, seed)
    if method == "morris":
        effects = put_right(effects, design, taken(chosen, points))
    return Sensitivity(start, chosen, method, kpi, many, replications, seed, design, values, effects)


def looked_at(
    method: str, settings: Sequence[str] | None, given: Mapping[str, Ends] | None = None
) -> tuple[Range, ...]:
    """The settings that a method looks at, with their ranges.

    Raises:
        CrmsimError: there are none, or a setting or range cannot be used.
    """
    chosen = ranges_of(usual_settings(method) if settings is None else settings, given)
    if not chosen:
        raise CrmsimError("no setting is named; name one, such as maintenance.concession")
    return chosen


def checked_samples(method: str, samples: int | None) -> int:
    """How many samples a method takes.

    Raises:
        CrmsimError: there is no such method, or it cannot take so many.
    """
    if method not in SAMPLES:
        raise CrmsimError(f"there is no method '{method}'; {nearest(method, SAMPLES)}")
    many = SAMPLES[method] if samples is None else samples
    check_count("samples", many, 2, MOST_SAMPLES)
    if method == "sobol" and many & (many - 1):
        raise CrmsimError(f"samples = {many} is no power of two, which sobol needs; give 2, 4, 8, 16 and so on")
    return many


def usual_settings(method: str) -> list[str]:
    """The settings that a method looks at if none are named."""
    if method == "sobol":
        return list(INFLUENTIAL)
    return [lever.path for lever in strategy_levers() if lever.kind is not bool]


def named(ranges: Sequence[Range], point: Sequence[Number]) -> dict[str, Number]:
    """A point as settings by path."""
    return {one.path: value for one, value in zip(ranges, point, strict=True)}


def averaged(values: Floats, kpi: str) -> list[float]:
    """The mean of each row over the replications in which there was something to measure; shape (points,).

    Raises:
        CrmsimError: at some point there never was.
    """
    there = np.isfinite(values)
    if not there.any(axis=1).all():
        raise CrmsimError(
            f"'{kpi}' cannot be measured at every point of the design; choose another or more replications"
        )
    means: list[float] = np.mean(values, axis=1, where=there).tolist()
    return means


def problem_of(count: int) -> dict[str, Any]:
    """So many settings as SALib wants them told: each from 0 to 1."""
    return {"num_vars": count, "names": [f"x{number}" for number in range(count)], "bounds": [[0.0, 1.0]] * count}


def design_of(method: str, count: int, samples: int, seed: int) -> Floats:
    """The points at which so many settings are tried; shape (points, settings), each from 0 to 1."""
    design: Floats
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on how the libraries below call each other, which is not for a user to mend
        if method == "morris":
            from SALib.sample import morris  # type: ignore[import-untyped]  # it has no types

            design = morris.sample(problem_of(count), samples, num_levels=LEVELS, seed=seed)
        else:
            from SALib.sample import sobol

            design = sobol.sample(problem_of(count), samples, calc_second_order=False, seed=seed)
    return design


def effects_of(method: str, design: Floats, values: Floats, seed: int) -> dict[str, Floats]:
    """What a method makes of the values at a design's points, by name; shape (settings,) each.

    By Morris's method: `mu_star`, `mu_star_conf`, `mu` and `sigma`, see M. D. Morris, Technometrics 33 (1991), 161-174,
    and F. Campolongo, J. Cariboni and A. Saltelli, Environmental Modelling & Software 22 (2007), 1509-1518. By Sobol's:
    `S1`, `S1_conf`, `ST` and `ST_conf`, see A. Saltelli et al., Computer Physics Communications 181 (2010), 259-270.

    Args:
        method: `morris` or `sobol`.
        design: the points, as `design_of` gives them.
        values: what was found at each; shape (points,).
        seed: of the resampling.
    """
    count = design.shape[1]
    names = ("mu_star", "mu_star_conf", "mu", "sigma") if method == "morris" else ("S1", "S1_conf", "ST", "ST_conf")
    if np.ptp(values) == 0:  # nothing matters, and there is no variance to divide by
        return {name: np.zeros(count) for name in names}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as above
        how = {"num_resamples": RESAMPLES, "seed": seed + 1}  # SALib takes a seed of 0 for none
        if method == "morris":
            from SALib.analyze import morris  # type: ignore[import-untyped]  # it has no types

            found = morris.analyze(problem_of(count), design, values, num_levels=LEVELS, **how)
        else:
            from SALib.analyze import sobol

            found = sobol.analyze(problem_of(count), values, calc_second_order=False, **how)
    return {name: np.array(found[name], dtype=float) for name in names}


def taken(ranges: Sequence[Range], points: Sequence[Sequence[Number]]) -> Floats:
    """Where the values of a design stand in their ranges once they are rounded; same shape as the design."""
    return np.array([[one.place_of(value) for one, value in zip(ranges, point, strict=True)] for point in points])


def put_right(effects: Mapping[str, Floats], design: Floats, rounded: Floats) -> dict[str, Floats]:
    """Morris's effects where rounding makes the steps longer or shorter than the method takes them to be.

    A yes or no goes its whole way where the method sees two thirds of it. Effects are for the whole range, so they are
    divided by the mean step that was really made over the one that was meant.
    """
    count = design.shape[1]
    trajectories, really = design.reshape(-1, count + 1, count), rounded.reshape(-1, count + 1, count)
    moved = np.diff(trajectories, axis=1) != 0
    steps = np.mean(np.abs(np.diff(really, axis=1)), axis=(0, 1), where=moved)
    return {name: values * (STEP / steps) for name, values in effects.items()}
