"""What a search for a better strategy found: what was tried, the best of it, and how it does on fresh luck."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from crmsim.errors import CrmsimError
from crmsim.experiment.cells import Samples
from crmsim.experiment.comparison import LEVEL, PLACE
from crmsim.experiment.ranges import Range, ranges_of
from crmsim.settings import Number, Scenario, value_of
from crmsim.statistics import holm, paired_difference, simultaneous_level

if TYPE_CHECKING:
    import pandas as pd

SPENT = (
    "service_cost",
    "channel_cost",
    "maintenance_cost",
    "training_cost",
    "survey_cost",
    "concessions",
    "exit_cost",
)
"""The accounts that a strategy spends from."""


def spend(indicators: Samples) -> NDArray[np.float64]:
    """What a branch spends over a run by what it chooses to do, in CNY.

    That is the managers' hours at wage, contacts, forms of maintenance and the loyalty plan, training, surveys, margin
    given up to customers, and the legal side of exits. The cost of keeping accounts, credit losses and the charge for
    capital are left out: they come with the customers and loans that there are.

    Args:
        indicators: shape (..., indicators), in the order of `crmsim.results.kpis`; costs are negative there.

    Returns:
        Shape (...), positive.
    """
    spent: NDArray[np.float64] = -indicators[..., [PLACE[name] for name in SPENT]].sum(axis=-1)
    return spent


@dataclass(frozen=True)
class Trial:
    """Settings that were tried.

    Attributes:
        number: when, from 0 on; 0 is where the search starts.
        values: the settings, by path.
        profit: the mean contribution over the search's replications, in CNY.
        spend: the mean of what is spent, in CNY.
        risk: the standard deviation of the contribution over replications, in CNY. With the few replications that a
            search can afford, a worst decile would be one run.
        is_feasible: whether it is within the budget.
    """

    number: int
    values: Mapping[str, Number]
    profit: float
    spend: float
    risk: float
    is_feasible: bool

    def row(self) -> dict[str, Any]:
        """All of it as plain values, the settings among them."""
        figures = {"profit": self.profit, "spend": self.spend, "risk": self.risk, "within_budget": self.is_feasible}
        return {"trial": self.number, **self.values, **figures}


@dataclass(frozen=True)
class Search:
    """What is searched, and on which luck.

    Attributes:
        scenario: where the search starts.
        ranges: the settings that may be changed, and between which values.
        budget: the most that may be spent over the run, in CNY, on the mean of the replications.
        replications: over which each trial is averaged; the same luck for all.
        seed: the experiment's seed, of luck and proposals.
        pareto: whether little risk is wanted beside much profit.
    """

    scenario: Scenario
    ranges: tuple[Range, ...]
    budget: float
    replications: int
    seed: int
    pareto: bool


@dataclass(frozen=True)
class Optimum:
    """The best strategy that was found, and by how much it is better on fresh luck.

    Attributes:
        search: what was searched.
        trials: all that was tried, in order.
        best: the scenario with the settings of the best trial.
        others: what it is compared to: where the search started, whatever it spends, and packaged strategies within the
            budget.
        left_out: packaged strategies beyond the budget, by name, and what they spend on the search's luck.
        fresh: indicators on fresh luck, of the best first and then the others.
    """

    search: Search
    trials: tuple[Trial, ...]
    best: Scenario
    others: tuple[Scenario, ...]
    left_out: Mapping[str, float]
    fresh: Samples

    @property
    def found(self) -> Trial:
        """The best trial."""
        return best_of(self.trials, self.search.budget)

    @property
    def started_at(self) -> Mapping[str, Number]:
        """The settings where the search started, by path; those of the first strategy of the schedule."""
        return {one.path: value_of(self.search.scenario, one.path) for one in self.search.ranges}

    @property
    def front(self) -> list[Trial]:
        """The trials within the budget than which none has more profit at less risk, the most profitable first."""
        chosen: list[Trial] = []
        for trial in sorted((t for t in self.trials if t.is_feasible), key=lambda t: (-t.profit, t.risk)):
            if not chosen or trial.risk < chosen[-1].risk:
                chosen.append(trial)
        return chosen

    @cached_property
    def proof(self) -> "pd.DataFrame":
        """A row for the best and for each other strategy: contribution and spending on fresh luck, and who is better.

        `difference` is the best less the other, replication by replication. The intervals hold all at once with 95 %
        (Bonferroni), and the p-values are adjusted for their number (Holm).
        """
        import pandas as pd

        profits, spent = self.fresh[:, :, PLACE["contribution"]], spend(self.fresh)
        level = simultaneous_level(LEVEL, len(self.others))
        nothing = float("nan")
        rows = [(self.best.name, profits[0].mean(), spent[0].mean(), *(nothing,) * 5, profits.shape[1])]
        for scenario, values, costs in zip(self.others, profits[1:], spent[1:], strict=True):
            apart = paired_difference(profits[0], values, level)
            span = apart.interval
            found = (span.mean, span.low, span.high, apart.p_value, apart.variance_saved, span.n)
            rows.append((scenario.name, values.mean(), costs.mean(), *found))
        names = ["scenario", "contribution", "spend", "difference", "low", "high", "p", "variance_saved", "n"]
        table = pd.DataFrame(rows, columns=names)
        table.insert(7, "p_adjusted", holm(table["p"].to_numpy()))
        return table

    def table(self) -> "pd.DataFrame":
        """A row for each trial: its settings, profit, spend, risk, and whether it is within the budget."""
        import pandas as pd

        return pd.DataFrame([trial.row() for trial in self.trials])

    @property
    def command(self) -> str:
        """The command that makes this again."""
        search, paths = self.search, [one.path for one in self.search.ranges]
        words = [f"crmsim optimise {search.scenario.name} --settings {','.join(paths)}"]
        usual = ranges_of(paths, around=search.scenario)
        words += [f"--range {one.told()}" for one, other in zip(search.ranges, usual, strict=True) if one != other]
        words.append(f"--budget {search.budget!r} --trials {len(self.trials)} --replications {search.replications}")
        words.append(f"--proofs {self.fresh.shape[1]} --seed {search.seed}")
        return " ".join([*words, "--pareto"] if search.pareto else words)


def best_of(trials: Sequence[Trial], budget: float) -> Trial:
    """The most profitable trial within the budget, the first of equals.

    Raises:
        CrmsimError: there is none.
    """
    within = [trial for trial in trials if trial.is_feasible]
    if not within:
        least = min(trial.spend for trial in trials)
        raise CrmsimError(
            f"budget = {budget:,.0f} CNY is below the cheapest of {len(trials)} trials, which spends {least:,.0f}; "
            "give more, or wider ranges"
        )
    return max(within, key=lambda trial: trial.profit)
