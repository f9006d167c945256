"""A comparison told as a report: what is best, by how much, how sure, and in which settings the scenarios differ."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

import crmsim
from crmsim import charts
from crmsim.experiment.cells import Failure
from crmsim.experiment.headlines import HEADLINES, PLACE
from crmsim.language import Say, label, speaker
from crmsim.report import Section
from crmsim.report import write as write_page
from crmsim.results.kpis import KPIS
from crmsim.settings import Scenario, levers, values_of
from crmsim.stages import Account

if TYPE_CHECKING:
    import pandas as pd


class Compared(Protocol):
    """What a report asks of a comparison."""

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """What was compared."""

    @property
    def seed(self) -> int:
        """The experiment's seed."""

    @property
    def reference(self) -> int:
        """The place of the scenario that the others are compared to."""

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The runs that failed."""

    @property
    def kpi(self) -> str:
        """The indicator that the ranking looks at."""

    @property
    def names(self) -> list[str]:
        """What the scenarios are called."""

    @property
    def replications(self) -> int:
        """How many repetitions there are of each."""

    @property
    def command(self) -> str:
        """The command that makes it again."""

    def of(self, kpi: str) -> NDArray[np.float64]:
        """An indicator's values; shape (scenarios, replications)."""

    def table(self, kpis: Sequence[str] | None = None) -> "pd.DataFrame":
        """Means with their intervals."""

    def differences(self) -> "pd.DataFrame":
        """Paired differences to the reference."""

    def ranking(self) -> "pd.DataFrame":
        """Ranks, and how sure they are."""


def report(comparison: Compared, file: Path, lang: str | None = None) -> Path:
    """Write a comparison to one HTML file, which needs no network; gives the file.

    Raises:
        CrmsimError: the file cannot be written, or there is no such language.
    """
    say = speaker(lang)
    title = say("Comparison: {names}").format(names=", ".join(say(name) for name in comparison.names))
    return write_page(file, title, facts(comparison, say), sections(comparison, say), lang)


def facts(comparison: Compared, say: Say) -> list[tuple[str, str]]:
    """What the comparison was made of and with."""
    one = comparison.scenarios[0]
    return [
        (say("scenarios"), ", ".join(say(name) for name in comparison.names)),
        (say("reference"), say(comparison.names[comparison.reference])),
        (say("months simulated"), str(one.months)),
        (say("branches"), str(one.branches)),
        (say("replications"), str(comparison.replications)),
        (say("seed"), str(comparison.seed)),
        (say("version"), crmsim.__version__),
        (say("command"), comparison.command),
    ]


def sections(comparison: Compared, say: Say) -> list[Section]:
    """The report's parts, in their order."""
    kpi = KPIS[PLACE[comparison.kpi]]
    found = [
        Section(say("What is best, and how sure"), (verdict(comparison, say),), table=ranking(comparison, say)),
        Section(
            say("{indicator} of each scenario").format(indicator=say(label(kpi.name)).capitalize()),
            (say(kpi.meaning),),
            charts.means(means(comparison, [kpi.name], say), say),
            headed(means(comparison, list(HEADLINES), say), say),
        ),
    ]
    if len(comparison.scenarios) > 1:
        found.append(apart(comparison, say))
        found.append(
            Section(
                say("Replication by replication"),
                (say("Both scenarios of a point met the same customers with the same luck."),),
                charts.pairs(pairs(comparison, say), say),
            )
        )
    accounts = ledger(comparison, say)
    found.append(Section(say("The ledger"), (), charts.ledger(accounts, say), headed(accounts, say), is_folded=True))
    found.append(
        Section(say("In which settings the scenarios differ"), (), None, headed(settings(comparison, say), say))
    )
    everything = headed(means(comparison, list(PLACE), say), say)
    found.append(Section(say("Every indicator"), (), None, everything, is_folded=True))
    if comparison.failures:
        found.append(Section(say("Runs that failed"), (), None, headed(failed(comparison), say)))
    return found


def verdict(comparison: Compared, say: Say) -> str:
    """One sentence on who is best and how sure that is."""
    table = comparison.ranking()
    first = table.iloc[0]
    running = list(table.loc[table["in_the_running"], "scenario"])
    text = (
        say("{best} brings the most {indicator}, and is the best with a probability of {share}.")
        if len(running) < 2
        else say(
            "{best} brings the most {indicator} and is the best with a probability of {share}, "
            "but {running} cannot be told apart with 95 % confidence: more replications would tell."
        )
    )
    return text.format(
        best=say(first["scenario"]),
        indicator=say(label(comparison.kpi)),
        share=f"{first['best']:.1%}",
        running=", ".join(say(name) for name in running),
    )


def apart(comparison: Compared, say: Say) -> Section:
    """The paired differences to the reference."""
    table = comparison.differences()
    table["indicator"] = [say(label(name)) for name in table["kpi"]]
    table["scenario"] = [say(name) for name in table["scenario"]]
    table["unit"] = [say(unit) for unit in table["unit"]]
    text = (
        say("Each scenario less the reference, {name}, on the same luck.").format(
            name=say(comparison.names[comparison.reference])
        ),
        say("All intervals hold at once with 95 % (Bonferroni); p-values are adjusted for their number (Holm)."),
    )
    table["p_adjusted"] = [chance(p) for p in table["p_adjusted"]]
    table["variance_saved"] = [f"{share:.1%}" for share in table["variance_saved"]]
    shown = ["indicator", "unit", "scenario", "difference", "low", "high", "p_adjusted", "variance_saved", "n"]
    return Section(say("Differences to the reference"), text, charts.differences(table, say), headed(table[shown], say))


def ranking(comparison: Compared, say: Say) -> "pd.DataFrame":
    """The ranking in words."""
    table = comparison.ranking()
    table["scenario"] = [say(name) for name in table["scenario"]]
    table["in_the_running"] = [say("yes") if there else say("no") for there in table["in_the_running"]]
    table["best"] = [f"{share:.1%}" for share in table["best"]]
    table["luck_of_lead"] = [chance(p) for p in table["luck_of_lead"]]
    return headed(table, say)


def chance(p: float) -> str:
    """A probability as a table shows it; one below a thousandth is told as that."""
    if p != p:  # noqa: PLR0124  # the comparison is the test for NaN
        return "–"
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def means(comparison: Compared, kpis: list[str], say: Say) -> "pd.DataFrame":
    """The means in words."""
    table = comparison.table(kpis)
    table.insert(0, "indicator", [say(label(name)) for name in table["kpi"]])
    table["scenario"] = [say(name) for name in table["scenario"]]
    table["unit"] = [say(unit) for unit in table["unit"]]
    return table.drop(columns=["kpi"])


def pairs(comparison: Compared, say: Say) -> "pd.DataFrame":
    """Each replication's difference to the reference."""
    import pandas as pd

    values = comparison.of(comparison.kpi)
    rows = [
        (say(name), replication, float(value), say(KPIS[PLACE[comparison.kpi]].unit))
        for place, name in enumerate(comparison.names)
        if place != comparison.reference
        for replication, value in enumerate(values[place] - values[comparison.reference])
        if value == value  # noqa: PLR0124  # a run that failed has no difference
    ]
    return pd.DataFrame(rows, columns=["scenario", "replication", "value", "unit"])


def ledger(comparison: Compared, say: Say) -> "pd.DataFrame":
    """The mean of each account."""
    table = comparison.table(list(Account.names()))
    table.insert(0, "account", [say(label(name)) for name in table["kpi"]])
    table["scenario"] = [say(name) for name in table["scenario"]]
    return table[["account", "scenario", "mean", "low", "high"]]


def settings(comparison: Compared, say: Say) -> "pd.DataFrame":
    """Every setting in which the scenarios differ, a column for each of them."""
    import pandas as pd

    rows = []
    for lever in levers():
        values = [told(scenario, lever.path) for scenario in comparison.scenarios]
        if len(set(values)) > 1:
            name = say(label(lever.path.rpartition(".")[2]))
            rows.append((lever.path, name, say(lever.about.unit), *values))
    return pd.DataFrame(rows, columns=["setting", "label", "unit", *(say(name) for name in comparison.names)])


def told(scenario: Scenario, path: str) -> str:
    """A setting's value, or its values by month where the schedule changes it."""
    values = values_of(scenario, path)
    if len({value for _, value in values}) == 1:
        return plain(values[0][1])
    return ", ".join(f"{plain(value)} ({month})" for month, value in values)


def plain(value: Any) -> str:
    """A setting's value as text."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def failed(comparison: Compared) -> "pd.DataFrame":
    """The runs that failed."""
    import pandas as pd

    return pd.DataFrame([vars(failure) for failure in comparison.failures])


def headed(table: "pd.DataFrame", say: Say) -> "pd.DataFrame":
    """A table whose headers are said in the reader's language."""
    return table.rename(columns={name: say(label(name)) for name in table.columns})
