"""What a comparison found: means, paired differences and ranks, each with how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from crmsim.experiment import told
from crmsim.experiment.cells import Failure, Samples
from crmsim.experiment.checks import check_kpi
from crmsim.experiment.headlines import HEADLINES, PLACE
from crmsim.results.kpis import KPIS
from crmsim.settings import Scenario
from crmsim.statistics import (
    Best,
    best_of,
    contenders,
    holm,
    interval,
    paired_difference,
    rank_luck,
    simultaneous_level,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["HEADLINES", "INDIFFERENCE", "LEVEL", "PLACE", "Comparison"]

INDIFFERENCE = 0.01
"""A lead of less than this share of the best mean makes no difference to a ranking, unless another one is given."""

LEVEL = 0.95


@dataclass(frozen=True)
class Comparison:
    """Scenarios on the same customers with the same luck.

    Attributes:
        scenarios: what was compared.
        seed: the experiment's seed.
        reference: the place of the scenario that the others are compared to.
        samples: indicators by scenario, replication and indicator, in the order of `crmsim.results.kpis`; NaN where a
            run failed.
        failures: the runs that failed, and why.
        precision: the relative half-width that was asked for, if one was.
        kpi: the indicator that precision and ranking look at.
    """

    scenarios: tuple[Scenario, ...]
    seed: int
    reference: int
    samples: Samples
    failures: tuple[Failure, ...]
    precision: float | None
    kpi: str

    @property
    def names(self) -> list[str]:
        """What the scenarios are called."""
        return [scenario.name for scenario in self.scenarios]

    @property
    def replications(self) -> int:
        """How many repetitions there are of each."""
        return int(self.samples.shape[1])

    def of(self, kpi: str) -> NDArray[np.float64]:
        """An indicator's values; shape (scenarios, replications).

        Raises:
            CrmsimError: there is no such indicator.
        """
        check_kpi(kpi)
        values: NDArray[np.float64] = self.samples[:, :, PLACE[kpi]]
        return values

    def table(self, kpis: Sequence[str] | None = None) -> "pd.DataFrame":
        """A row for each indicator and scenario: its mean with its 95 % interval, and how many runs it is of."""
        import pandas as pd

        rows = []
        for kpi in kpis or PLACE:
            for name, values in zip(self.names, self.of(kpi), strict=True):
                found = interval(values, LEVEL) if np.isfinite(values).any() else None
                figures = (found.mean, found.low, found.high, found.half_width, found.n) if found else NO_INTERVAL
                rows.append((kpi, KPIS[PLACE[kpi]].unit, name, *figures))
        return pd.DataFrame(rows, columns=["kpi", "unit", "scenario", "mean", "low", "high", "half_width", "n"])

    def differences(self, kpis: Sequence[str] = HEADLINES) -> "pd.DataFrame":
        """A row for each indicator and scenario but the reference: its paired difference to the reference.

        All rows together are one family: the intervals hold all at once with 95 % (Bonferroni), and the p-values are
        adjusted for their number (Holm). `variance_saved` is the share of the difference's variance that the common
        luck took away.
        """
        import pandas as pd

        rows = []
        others = [place for place in range(len(self.scenarios)) if place != self.reference]
        level = simultaneous_level(LEVEL, max(1, len(others) * len(kpis)))
        for kpi in kpis:
            values = self.of(kpi)
            for place in others:
                pair = np.isfinite(values[place]) & np.isfinite(values[self.reference])
                head = (kpi, KPIS[PLACE[kpi]].unit, self.names[place])
                if not pair.any():
                    rows.append((*head, *NO_DIFFERENCE))
                    continue
                found = paired_difference(values[place], values[self.reference], level)
                span = found.interval
                rows.append((*head, span.mean, span.low, span.high, found.p_value, found.variance_saved, span.n))
        table = pd.DataFrame(
            rows, columns=["kpi", "unit", "scenario", "difference", "low", "high", "p", "variance_saved", "n"]
        )
        table.insert(7, "p_adjusted", holm(table["p"].to_numpy()))
        return table

    def ranking(self, kpi: str | None = None, indifference: float | None = None) -> "pd.DataFrame":
        """A row for each scenario, the best first: its mean, and how sure its place is.

        `best` is the probability of being the best by a paired bootstrap; `in_the_running` says which scenarios the
        screening of Nelson, Swann, Goldsman and Song (2001, Operations Research 49) cannot rule out with 95 %;
        `luck_of_lead` is the probability that the lead over the next scenario is luck, adjusted for their number.

        Args:
            kpi: the indicator; more of it is better.
            indifference: a lead that makes no difference, in the indicator's unit; by default 1 % of the best mean.
        """
        import pandas as pd

        values = self.of(kpi or self.kpi)
        luck = rank_luck(values)
        best, running = self.best(kpi, indifference), contenders(values, LEVEL)
        rows = [
            (
                rank + 1,
                self.names[place],
                luck.means[place],
                best.probabilities[place],
                place in running,
                luck.luck[rank] if rank < len(luck.luck) else float("nan"),
            )
            for rank, place in enumerate(luck.order)
        ]
        return pd.DataFrame(rows, columns=["rank", "scenario", "mean", "best", "in_the_running", "luck_of_lead"])

    def best(self, kpi: str | None = None, indifference: float | None = None) -> Best:
        """The standing of the selection of the best by Kim and Nelson's procedure (2001, ACM TOMACS 11).

        Args:
            kpi: the indicator; more of it is better.
            indifference: a lead that makes no difference, in the indicator's unit; by default 1 % of the best mean.
        """
        values = self.of(kpi or self.kpi)
        usual = INDIFFERENCE * abs(float(np.nanmax(np.nanmean(values, axis=1)))) or INDIFFERENCE
        return best_of(values, LEVEL, indifference=indifference or usual)

    @cached_property
    def command(self) -> str:
        """The command that makes this comparison again."""
        words = ["crmsim compare", *self.names, f"--replications {self.replications}", f"--seed {self.seed}"]
        if self.reference:
            words.append(f"--reference {self.names[self.reference]}")
        return " ".join(words)

    def report(self, file: str | Path, lang: str | None = None) -> Path:
        """Write everything to one HTML file, which needs no network.

        Raises:
            CrmsimError: the file cannot be written, or there is no such language.
        """
        return told.report(self, Path(file), lang)


NO_INTERVAL = (float("nan"),) * 4 + (0,)
NO_DIFFERENCE = (float("nan"),) * 5 + (0,)
