"""What a search varies: settings, each with the values it may take, and the runs of what comes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from crmsim.errors import CrmsimError, ScenarioError
from crmsim.experiment.cells import Hands, Samples, Told, sample
from crmsim.experiment.store import Store
from crmsim.settings import Lever, Number, Scenario, lever_at, value_of

PIECE = 40
"""Scenarios that are simulated between one time of keeping their runs and the next."""

INFLUENTIAL = (
    "prospecting.least_wallet",
    "maintenance.care_ordinary",
    "maintenance.care_select",
    "maintenance.care_premium",
    "maintenance.concession",
    "maintenance.broad_links",
    "exit.substitution",
    "exit.close_below",
)
"""Settings of all three parts of a strategy that decide much of what the default branch earns."""

Ends = tuple[Number, Number]
"""The least and the greatest value of a setting."""


@dataclass(frozen=True)
class Range:
    """A setting and the values that it may take.

    Attributes:
        path: the setting, as in `maintenance.care_premium`.
        kind: the type of its values: float, int or bool.
        low: the least of them.
        high: the greatest.
    """

    path: str
    kind: type
    low: Number
    high: Number

    def at(self, place: float) -> Number:
        """The value at a place on the way from low, 0, to high, 1; every whole number has an equal part of the way."""
        if self.kind is float:
            return min(self.low + place * (self.high - self.low), self.high)
        steps = int(self.high) - int(self.low)
        value: Number = self.kind(int(self.low) + min(int(place * (steps + 1)), steps))
        return value

    def place_of(self, value: Number) -> float:
        """Where a value stands on the way from low, 0, to high, 1."""
        return float((value - self.low) / (self.high - self.low))

    def nearest_to(self, value: Number) -> Number:
        """The value of the range that is nearest to one."""
        return min(max(value, self.low), self.high)

    def told(self) -> str:
        """The range as the command line writes it."""
        return f"{self.path}={plain(self.low)}:{plain(self.high)}"


def plain(value: Number) -> str:
    """A setting's value as text that is read back exactly."""
    return str(int(value)) if isinstance(value, bool) else repr(value)


def ranges_of(
    settings: Sequence[str], given: Mapping[str, Ends] | None = None, around: Scenario | None = None
) -> tuple[Range, ...]:
    """A range for each setting: the one given, or else the two values between which its effect shows.

    Args:
        settings: paths of settings; one named twice counts once.
        given: the least and the greatest value of some of them.
        around: a scenario whose own values the other ranges are widened to.

    Raises:
        CrmsimError: there is no such setting, or a range goes down or beyond the setting's bounds.
    """
    given = given or {}
    chosen = [lever_at(path) for path in dict.fromkeys(settings)]
    for path in given:
        if lever_at(path) not in chosen:
            raise CrmsimError(f"a range is given for {path}, which is not among the settings; name it there too")
    return tuple(checked(lever, given[lever.path]) if lever.path in given else usual(lever, around) for lever in chosen)


def usual(lever: Lever, around: Scenario | None) -> Range:
    """The range from a setting's own probe, widened to a scenario's own value."""
    ends = [*lever.about.probe, *([value_of(around, lever.path)] if around is not None else [])]
    return Range(lever.path, lever.kind, lever.kind(min(ends)), lever.kind(max(ends)))


def checked(lever: Lever, ends: Ends) -> Range:
    """A range that was given, as values of the setting's own type."""
    low, high = ends
    least, most = lever.about.bounds
    what = f"{lever.path} = {low:g} to {high:g}"
    if not low < high:
        raise CrmsimError(f"{what} does not go up; give the lower value first")
    if not (least <= low and high <= most):
        raise CrmsimError(f"{what} is not within {least:g} to {most:g}, which its values must be; narrow it")
    if lever.kind is not float and not (float(low).is_integer() and float(high).is_integer()):
        raise CrmsimError(f"{what} is not from a whole number to another; give whole ones")
    return Range(lever.path, lever.kind, lever.kind(low), lever.kind(high))


def read_ranges(texts: Sequence[str]) -> dict[str, Ends]:
    """Ranges as the command line writes them: `maintenance.concession=0.0:0.1`.

    Raises:
        CrmsimError: one is not written so.
    """
    found = {}
    for text in texts:
        path, _, ends = text.partition("=")
        low, _, high = ends.partition(":")
        try:
            found[path.strip()] = (float(low), float(high))
        except ValueError:
            raise CrmsimError(f"the range '{text}' is not understood; write it as SETTING=LOW:HIGH") from None
    return found


def read_settings(texts: Sequence[str]) -> dict[str, Number]:
    """Settings as the command line writes them: `maintenance.concession=0.1`, and 1 or 0 for yes or no.

    Raises:
        CrmsimError: one is not written so, or there is no such setting.
    """
    found: dict[str, Number] = {}
    for text in texts:
        path, _, value = text.partition("=")
        lever = lever_at(path.strip())
        try:
            number: Number = lever.kind(int(value)) if lever.kind is bool else lever.kind(value)
        except ValueError:
            raise CrmsimError(f"the setting '{text}' is not understood; write it as SETTING=VALUE") from None
        found[lever.path] = number
    return found


def written(values: Mapping[str, Number]) -> str:
    """Settings as the command line takes them."""
    return " ".join(f"--set {path}={plain(value)}" for path, value in values.items())


def onward(told: Told, before: int, total: int) -> Told:
    """Tell of a part's runs as runs of the whole, so many of which were done before."""
    return lambda done, _: told(before + done, total)


def simulated(  # noqa: PLR0913, PLR0917  # what is simulated, on which luck, by whom, and where it is kept
    scenarios: Sequence[Scenario], seed: int, replications: range, hands: Hands, store: Store, told: Told
) -> Samples:
    """The indicators of every scenario on every replication; what is done is kept, whatever stops the rest.

    Raises:
        CrmsimError: a run failed.
    """
    parts = []
    for first in range(0, len(scenarios), PIECE):
        told_of_part = onward(told, first * len(replications), len(scenarios) * len(replications))
        part = scenarios[first : first + PIECE]
        found, failures = sample(part, seed, replications, hands, store, told_of_part)
        if failures:
            one = failures[0]
            raise ScenarioError(
                f"{one.scenario}, seed {one.seed}, replication {one.replication} cannot be simulated ({one.reason}); "
                "narrow the ranges, or mend the scenario"
            )
        parts.append(found)
    return np.concatenate(parts)
