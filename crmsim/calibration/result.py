"""What a calibration brings: the settings it fitted, what it could not fit and why, and how the simulation compares."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import crmsim
from crmsim.calibration.estimates import Estimate, expected, widening
from crmsim.calibration.quantities import Quantity
from crmsim.calibration.words import NotFitted
from crmsim.language import Say, label, speaker
from crmsim.settings import Number, Scenario, dump, lever_at

if TYPE_CHECKING:
    import pandas as pd

    from crmsim.report import Section


@dataclass(frozen=True)
class Parameter:
    """A setting that was fitted.

    Attributes:
        setting: its path.
        fitted: what four fifths of the file make of it.
    """

    setting: str
    fitted: Estimate

    def row(self) -> dict[str, Any]:
        """A row of `Calibration.parameters`."""
        lever = lever_at(self.setting)
        return {
            "setting": self.setting,
            "meaning": lever.meaning,
            "unit": lever.about.unit,
            "estimate": self.fitted.value,
            "low": self.fitted.low,
            "high": self.fitted.high,
            "n": self.fitted.n,
        }


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
        together: how many quantities are checked together with it, itself included.
    """

    quantity: Quantity
    fitted: Estimate
    held: Estimate
    simulated: Estimate
    together: int

    @property
    def expected(self) -> tuple[float, float]:
        """Where the held-out value lies if simulation and file agree, by the errors of all three.

        So wide that in 95 of 100 files all quantities lie within theirs.
        """
        return expected(self.simulated.value, (self.simulated, self.fitted), self.held, widening(self.together))

    @property
    def is_inside(self) -> bool:
        """Whether it lies there."""
        low, high = self.expected
        return low <= self.held.value <= high

    def row(self) -> dict[str, Any]:
        """A row of `Calibration.checks`."""
        low, high = self.expected
        return {
            "quantity": self.quantity.name,
            "meaning": str(self.quantity.meaning),
            "unit": self.quantity.unit,
            "observed": self.fitted.value,
            "low": self.fitted.low,
            "high": self.fitted.high,
            "n": self.fitted.n,
            "held_out": self.held.value,
            "held_low": self.held.low,
            "held_high": self.held.high,
            "simulated": self.simulated.value,
            "simulated_low": self.simulated.low,
            "simulated_high": self.simulated.high,
            "error": self.simulated.value - self.held.value,
            "expected_low": low,
            "expected_high": high,
            "inside": self.is_inside,
        }


PARAMETERS = ("setting", "meaning", "unit", "estimate", "low", "high", "n")
CHECKS = (
    *("quantity", "meaning", "unit", "observed", "low", "high", "n", "held_out", "held_low", "held_high"),
    *("simulated", "simulated_low", "simulated_high", "error", "expected_low", "expected_high", "inside"),
)


@dataclass(frozen=True)
class Calibration:
    """A scenario made from a bank's own file, with all that speaks for and against it.

    Attributes:
        source: the file or folder.
        format: how it was read.
        seed: the seed that decided which rows were held out, and the luck of the simulations.
        scenario: the baseline with the fitted settings.
        fitted: the settings that were fitted.
        left: what could not be, and why.
        compared: each fitted quantity in the file and in simulations of the scenario.
    """

    source: str
    format: str
    seed: int
    scenario: Scenario
    fitted: tuple[Parameter, ...]
    left: tuple[NotFitted, ...]
    compared: tuple[Check, ...]

    @cached_property
    def parameters(self) -> "pd.DataFrame":
        """A row a setting: its `estimate` with its 95 % interval from `low` to `high`, from `n` rows to fit on."""
        import pandas as pd

        return pd.DataFrame([parameter.row() for parameter in self.fitted], columns=[*PARAMETERS])

    @cached_property
    def checks(self) -> "pd.DataFrame":
        """A row a quantity.

        `observed`, from `low` to `high`, is what four fifths of the file say; `held_out`, from `held_low` to
        `held_high`, what the other fifth says; `simulated`, from `simulated_low` to `simulated_high`, what fresh
        simulations of the scenario show; `error` the last less `held_out`. `inside` says whether `held_out` lies
        between `expected_low` and `expected_high`; in 95 of 100 files it does so for all rows if the simulation is
        right.
        """
        import pandas as pd

        return pd.DataFrame([check.row() for check in self.compared], columns=[*CHECKS])

    def not_fitted(self, lang: str | None = None) -> list[tuple[str, str]]:
        """What could not be fitted, and why, in words.

        Args:
            lang: `en` or `zh`; that of `CRMSIM_LANG` if not given.

        Raises:
            CrmsimError: there is no such language.
        """
        say = speaker(lang)
        return [(what.said(say), why.said(say)) for what, why in self.left]

    def chart(self, lang: str | None = None) -> Any:
        """Observed against simulated, a panel a quantity, as an Altair chart; `lang` as for `not_fitted`."""
        import pandas as pd

        from crmsim.charts import observed

        say = speaker(lang)
        rows = [
            (f"{check.quantity.meaning.said(say)}, {say(check.quantity.unit)}", name, told.value, told.low, told.high)
            for check in self.compared
            for name, told in (("fitted on", check.fitted), ("held out", check.held), ("simulated", check.simulated))
        ]
        return observed(pd.DataFrame(rows, columns=["quantity", "sample", "value", "low", "high"]), say)

    def settings_in_words(self, say: Say) -> "pd.DataFrame":
        """The fitted settings, as a reader sees them in a table."""
        table = self.parameters.copy()
        table["meaning"] = [say(label(path.rpartition(".")[2])) for path in table["setting"]]
        return in_words(table.rename(columns={"meaning": "label", "estimate": "value", "n": "rows"}), say)

    def checks_in_words(self, say: Say) -> "pd.DataFrame":
        """The checked quantities, as a reader sees them in a table."""
        columns = ["meaning", "unit", "observed", "simulated", "held_out", "error", *CHECKS[-3:]]
        table = self.checks[columns].assign(meaning=[check.quantity.meaning.said(say) for check in self.compared])
        table["inside"] = [say("yes" if is_so else "no") for is_so in table["inside"]]
        return in_words(
            table.rename(
                columns={
                    "meaning": "quantity",
                    "observed": "fitted_on",
                    "expected_low": "due_from",
                    "expected_high": "due_to",
                }
            ),
            say,
        )

    def report(self, file: str | Path, lang: str | None = None) -> Path:
        """Write it to one HTML file, which needs no network; gives the file. `lang` is as for `not_fitted`.

        Raises:
            CrmsimError: the file cannot be written, or there is no such language.
        """
        from crmsim.report import write

        say = speaker(lang)
        facts = {"file": self.source, "format": self.format, "seed": str(self.seed), "scenario": self.scenario.name}
        told = [*((say(name), fact) for name, fact in facts.items()), ("crmsim", crmsim.__version__)]
        title = say("Calibration: {name}").format(name=Path(self.source).name)
        return write(Path(file), title, told, list(self._sections(say, lang)), lang)

    def _sections(self, say: Say, lang: str | None) -> "Iterator[Section]":
        """The parts of a report."""
        import pandas as pd

        from crmsim.report import Section

        text = say("What four fifths of the rows make of each setting, with its 95 % interval and the rows behind it.")
        yield Section(say("Fitted settings"), (text,), table=self.settings_in_words(say))
        if self.compared:
            text = say(
                "What the rows that were fitted on say of each quantity, what the fifth that was held out says, and "
                "what fresh simulations of the scenario show. The held-out value should lie between the bounds given."
            )
            yield Section(say("Observed and simulated"), (text,), self.chart(lang), self.checks_in_words(say))
        left = pd.DataFrame(self.not_fitted(lang), columns=[say("what"), say("why")])
        yield Section(say("Not fitted"), (say("These stay as in the baseline."),), table=left)

    def write(self, file: str | Path) -> None:
        """Write the scenario to a new TOML file, with what was fitted as comments at its top.

        Raises:
            OutputError: the file is there already, or cannot be written.
        """
        from crmsim.output import write_file

        write_file(self.toml(), Path(file))

    def toml(self) -> str:
        """The scenario as the text of a file, with what was fitted as comments at its top."""
        lines = [
            f"# {p.setting} = {p.fitted.value:.5g}, 95 % from {p.fitted.low:.5g} to {p.fitted.high:.5g}, "
            f"from {p.fitted.n} rows"
            for p in self.fitted
        ]
        head = f"# {self.scenario.note}".replace("\n", " ")
        return "\n".join([head, *lines, "", dump(self.scenario, commented=True)])

    def summary(self, lang: str | None = None) -> dict[str, Any]:
        """All of it as one JSON document; NaN, which JSON has not, becomes null. `lang` is as for `not_fitted`."""
        return {
            "crmsim": crmsim.__version__,
            "source": self.source,
            "format": self.format,
            "seed": self.seed,
            "scenario": self.scenario.name,
            "note": self.scenario.note,
            "parameters": [plain(parameter.row()) for parameter in self.fitted],
            "not_fitted": [{"what": what, "why": why} for what, why in self.not_fitted(lang)],
            "checks": [plain(check.row()) for check in self.compared],
        }


def in_words(table: "pd.DataFrame", say: Say) -> "pd.DataFrame":
    """A table with its units and the names of its columns in a reader's language."""
    told = table.assign(unit=[say(unit) for unit in table["unit"]])
    return told.rename(columns={name: say(label(str(name))) for name in told.columns})


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row for JSON."""
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value for name, value in row.items()
    }
