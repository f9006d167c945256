"""What a calibration brings: the settings it fitted, what it could not fit and why, and how the simulation compares."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmsim.calibration.estimates import Estimate, expected
from crmsim.calibration.quantities import Quantity
from crmsim.settings import Number, Scenario, dump, levers

if TYPE_CHECKING:
    import pandas as pd

NotFitted = tuple[str, str]
"""What could not be fitted, and why."""


@dataclass(frozen=True)
class Parameter:
    """A setting that was fitted.

    Attributes:
        setting: its path.
        fitted: what four fifths of the file make of it.
        held: what the held-out fifth makes of it.
        expected: where that lies in 95 of 100 cases, by the errors of both.
    """

    setting: str
    fitted: Estimate
    held: Estimate
    expected: tuple[float, float]

    @property
    def is_inside(self) -> bool:
        """Whether it lies there."""
        return self.expected[0] <= self.held.value <= self.expected[1]


@dataclass(frozen=True)
class Fit:
    """What one part of a file gave.

    Attributes:
        settings: the settings that it sets, by path.
        parameters: those of them that were estimated.
        not_fitted: what could not be, and why.
        shown: the quantities to compare, each with what four fifths of the file say of it and what the rest says.
    """

    settings: Mapping[str, Number] = field(default_factory=dict)
    parameters: Sequence[Parameter] = ()
    not_fitted: Sequence[NotFitted] = ()
    shown: Sequence[tuple[Quantity, Estimate, Estimate]] = ()


@dataclass(frozen=True)
class Check:
    """A quantity in the file and in fresh simulations of the fitted scenario.

    Attributes:
        quantity: what it is.
        fitted: what four fifths of the file say of it.
        held: what the held-out fifth says.
        simulated: its mean over replications, with the interval of that mean.
    """

    quantity: Quantity
    fitted: Estimate
    held: Estimate
    simulated: Estimate

    @property
    def expected(self) -> tuple[float, float]:
        """Where the held-out value lies in 95 of 100 cases if simulation and file agree, by the errors of all three."""
        return expected(self.simulated.value, (self.simulated, self.fitted), self.held)

    @property
    def is_inside(self) -> bool:
        """Whether it lies there."""
        low, high = self.expected
        return low <= self.held.value <= high


@dataclass(frozen=True)
class Calibration:
    """A scenario made from a bank's own file, with all that speaks for and against it.

    Attributes:
        source: the file or folder.
        format: how it was read.
        seed: the seed that decided which rows were held out, and the luck of the simulations.
        scenario: the baseline with the fitted settings.
        fitted: the settings that were fitted.
        not_fitted: what could not be, and why.
        compared: each fitted quantity in the file and in simulations of the scenario.
    """

    source: str
    format: str
    seed: int
    scenario: Scenario
    fitted: tuple[Parameter, ...]
    not_fitted: tuple[NotFitted, ...]
    compared: tuple[Check, ...]

    @cached_property
    def parameters(self) -> "pd.DataFrame":
        """A row a setting.

        `estimate` with its 95 % interval from `low` to `high` comes from `n` rows, four fifths of the file; `held_out`,
        with its own from `held_low` to `held_high`, is what the other fifth makes of the setting. `inside` says whether
        it lies between `expected_low` and `expected_high`, as 95 of 100 do whose rows are of one kind.
        """
        import pandas as pd

        about = {lever.path: lever for lever in levers()}
        rows = [
            {
                "setting": p.setting,
                "meaning": about[p.setting].meaning,
                "unit": about[p.setting].about.unit,
                "estimate": p.fitted.value,
                "low": p.fitted.low,
                "high": p.fitted.high,
                "n": p.fitted.n,
                "held_out": p.held.value,
                "held_low": p.held.low,
                "held_high": p.held.high,
                "expected_low": p.expected[0],
                "expected_high": p.expected[1],
                "inside": p.is_inside,
            }
            for p in self.fitted
        ]
        return pd.DataFrame(rows, columns=PARAMETERS)

    @cached_property
    def checks(self) -> "pd.DataFrame":
        """A row a quantity.

        `observed`, from `low` to `high`, is what four fifths of the file say; `held_out`, from `held_low` to
        `held_high`, what the other fifth says; `error` the latter less the former; `simulated`, from `simulated_low` to
        `simulated_high`, what fresh simulations of the scenario show. `inside` says whether `held_out` lies between
        `expected_low` and `expected_high`, as 95 of 100 do where the simulation is right.
        """
        import pandas as pd

        rows = [
            {
                "quantity": c.quantity.name,
                "meaning": c.quantity.meaning,
                "unit": c.quantity.unit,
                "observed": c.fitted.value,
                "low": c.fitted.low,
                "high": c.fitted.high,
                "n": c.fitted.n,
                "held_out": c.held.value,
                "held_low": c.held.low,
                "held_high": c.held.high,
                "error": c.held.value - c.fitted.value,
                "simulated": c.simulated.value,
                "simulated_low": c.simulated.low,
                "simulated_high": c.simulated.high,
                "expected_low": c.expected[0],
                "expected_high": c.expected[1],
                "inside": c.is_inside,
            }
            for c in self.compared
        ]
        return pd.DataFrame(rows, columns=CHECKS)

    def chart(self, lang: str | None = None) -> Any:
        """Observed against simulated, a panel a quantity, as an Altair chart.

        Args:
            lang: `en` or `zh`; that of `CRMSIM_LANG` if not given.

        Raises:
            CrmsimError: there is no such language.
        """
        import pandas as pd

        from crmsim.charts import observed
        from crmsim.language import label, speaker

        say = speaker(lang)
        rows = [
            {
                "quantity": f"{say(label(c.quantity.name))}, {say(c.quantity.unit)}",
                "sample": name,
                "value": estimate.value,
                "low": estimate.low,
                "high": estimate.high,
            }
            for c in self.compared
            for name, estimate in (("fitted on", c.fitted), ("held out", c.held), ("simulated", c.simulated))
        ]
        return observed(pd.DataFrame(rows, columns=["quantity", "sample", "value", "low", "high"]), say)

    def report(self, file: str | Path, lang: str | None = None) -> Path:
        """Write it to one HTML file, which needs no network; gives the file.

        Args:
            file: where to.
            lang: `en` or `zh`; that of `CRMSIM_LANG` if not given.

        Raises:
            CrmsimError: the file cannot be written, or there is no such language.
        """
        from crmsim.calibration.saving import report

        return report(self, Path(file), lang)

    def write(self, file: str | Path) -> None:
        """Write the scenario to a new TOML file, with what was fitted as comments at its top.

        Raises:
            OutputError: the file is there already, or cannot be written.
        """
        from crmsim.calibration.saving import write

        write(self.toml(), Path(file))

    def toml(self) -> str:
        """The scenario as the text of a file, with what was fitted as comments at its top."""
        lines = [
            f"# {p.setting} = {p.fitted.value:.5g}, 95 % from {p.fitted.low:.5g} to {p.fitted.high:.5g}, "
            f"from {p.fitted.n} rows"
            for p in self.fitted
        ]
        head = f"# {self.scenario.note}".replace("\n", " ")
        return "\n".join([head, *lines, "", dump(self.scenario, commented=True)])

    def summary(self) -> dict[str, Any]:
        """All of it as one JSON document; NaN and infinity, which JSON has not, become null."""
        import crmsim

        return {
            "crmsim": crmsim.__version__,
            "source": self.source,
            "format": self.format,
            "seed": self.seed,
            "scenario": self.scenario.name,
            "note": self.scenario.note,
            "parameters": plain(self.parameters),
            "not_fitted": [{"what": what, "why": why} for what, why in self.not_fitted],
            "checks": plain(self.checks),
        }


PARAMETERS = ["setting", "meaning", "unit", "estimate", "low", "high", "n"]
PARAMETERS += ["held_out", "held_low", "held_high", "expected_low", "expected_high", "inside"]
CHECKS = ["quantity", "meaning", "unit", "observed", "low", "high", "n", "held_out", "held_low", "held_high", "error"]
CHECKS += ["simulated", "simulated_low", "simulated_high", "expected_low", "expected_high", "inside"]


def plain(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """A table's rows for JSON."""
    return [
        {
            str(name): None if isinstance(value, float) and not math.isfinite(value) else value
            for name, value in row.items()
        }
        for row in frame.to_dict("records")
    ]
