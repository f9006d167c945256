"""What an explanation found, and how it reads in either language."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import reduce
from math import floor, isclose, log10
from typing import TYPE_CHECKING, Any

from crmsim.experiment.cells import Failure
from crmsim.experiment.comparison import PLACE
from crmsim.language import USUAL, Say, chosen, label, speaker
from crmsim.results.kpis import KPIS
from crmsim.settings import Scenario
from crmsim.statistics import Interval

if TYPE_CHECKING:
    import pandas as pd

SCHEDULE = "schedule"
"""What the change of a whole schedule is called."""

SCALES = {
    "en": ((1e9, "{figure} billion"), (1e6, "{figure} million")),
    "zh": ((1e8, "{figure} hundred million"), (1e4, "{figure} ten thousand")),
}
"""In what a language counts great amounts."""

ALL = 0.005
"""What a part may be off the whole and still be called all of it."""


@dataclass(frozen=True, eq=False)
class Explanation:
    """Where the difference of one scenario to another comes from, on the same customers with the same luck.

    Every difference is the other scenario's less the one's, and every interval holds with 95 % for itself. Only
    replications count in which every run has the indicator, so that all parts add up.

    Attributes:
        one: the scenario that is compared to.
        other: the scenario whose difference is explained.
        seed: the experiment's seed.
        replications: repetitions that were asked for; `difference.n` says how many count.
        kpi: the indicator.
        difference: the indicator's difference.
        contribution: the contribution's difference, whatever the indicator.
        accounts: a row for each account of the ledger, the greatest difference first: its mean in either scenario and
            its difference with low and high end, in CNY. The differences add up to that of the contribution.
        settings: a row for each setting that differs, the greatest effect first: its value in either scenario, the
            month from which it holds if it is a strategy's, and its effect on the indicator, with low and high end,
            when it is switched `first` (the one scenario with the other's value, less the one scenario) and `last`
            (the other scenario, less the other with the one's value).
        interaction: what is left of the difference when the effects of switching each setting first are taken away.
        failures: the runs that failed, and why.
    """

    one: Scenario
    other: Scenario
    seed: int
    replications: int
    kpi: str
    difference: Interval
    contribution: Interval
    accounts: "pd.DataFrame"
    settings: "pd.DataFrame"
    interaction: Interval
    failures: tuple[Failure, ...]

    @property
    def unit(self) -> str:
        """The unit of the indicator, and so of every effect."""
        return KPIS[PLACE[self.kpi]].unit

    def sentence(self, lang: str | None = None) -> str:
        """The explanation in one sentence of a reader's language.

        Raises:
            CrmsimError: there is no such language.
        """
        say, figures = speaker(lang), Figures.of(self.difference, chosen(lang))
        clauses = [head(self, figures, say)]
        if side_of(self.difference.low, self.difference.high):
            clauses += [*by_account(self, figures, say), *by_setting(self, say)]
        text = reduce(lambda before, after: say("{before}, {after}").format(before=before, after=after), clauses)
        return say("{text}.").format(text=text)

    def notes(self, lang: str | None = None) -> list[str]:
        """What else a reader of the tables must know, a sentence each.

        Raises:
            CrmsimError: there is no such language.
        """
        say, notes = speaker(lang), []
        for row in rows(self.settings):
            if row["setting"] == SCHEDULE:
                text = say(
                    "The schedules start strategies in different months ({before} and {after}), so all their "
                    "strategies are switched at once, as one change called `schedule`."
                )
                notes.append(text.format(before=told(row["one"], say), after=told(row["other"], say)))
        span, figures = self.interaction, Figures.of(self.interaction, chosen(lang))
        if side_of(span.low, span.high):
            text = say(
                "The settings act on each other: together they bring {change} {unit} (± {spread}) "
                "beside what each does when it is switched alone."
            )
            change, spread = figures.words(span.mean, say, "+"), figures.bare(span.half_width)
            notes.append(text.format(change=change, unit=say(self.unit), spread=spread))
        if left := self.replications - self.difference.n:
            text = say("{left} of {all} replications are left out: a run of theirs failed, or has no {kpi}.")
            notes.append(text.format(left=left, all=self.replications, kpi=say(label(self.kpi))))
        return notes

    def summary(self, lang: str | None = None) -> dict[str, Any]:
        """All of it as plain values, for JSON.

        Raises:
            CrmsimError: there is no such language.
        """
        return {
            "one": self.one.name,
            "other": self.other.name,
            "kpi": self.kpi,
            "unit": self.unit,
            "seed": self.seed,
            "replications": self.replications,
            "difference": asdict(self.difference),
            "contribution": asdict(self.contribution),
            "accounts": rows(self.accounts),
            "settings": rows(self.settings),
            "interaction": asdict(self.interaction),
            "sentence": self.sentence(lang),
            "notes": self.notes(lang),
            "failures": [asdict(failure) for failure in self.failures],
        }


@dataclass(frozen=True)
class Figures:
    """How a sentence writes its amounts: all in one scale, the interval to two digits and the rest no finer.

    Attributes:
        scale: what an amount is divided by.
        counted: the words around it.
        digits: how many stand behind the point; fewer than none where whole tens are good enough.
    """

    scale: float
    counted: str
    digits: int

    @classmethod
    def of(cls, span: Interval, lang: str) -> "Figures":
        """The scale and the digits that suit an interval."""
        size = max(abs(span.mean), span.half_width)
        scale, counted = next(
            (found for found in SCALES.get(lang, SCALES[USUAL]) if size >= found[0]), (1.0, "{figure}")
        )
        if size == 0.0:
            return cls(scale, counted, 0)
        finest = 3 - floor(log10(size / scale))
        return cls(
            scale, counted, min(1 - floor(log10(span.half_width / scale)), finest) if span.half_width else finest
        )

    def bare(self, value: float, sign: str = "") -> str:
        """An amount without words."""
        rounded = round(value / self.scale, self.digits) + 0.0  # which makes -0 a 0
        return f"{rounded:{sign},.{max(0, self.digits)}f}"

    def words(self, value: float, say: Say, sign: str = "") -> str:
        """An amount with the words of its scale."""
        return say(self.counted).format(figure=self.bare(value, sign))


def head(found: Explanation, figures: Figures, say: Say) -> str:
    """What the difference is, and whether that is sure."""
    span = found.difference
    side = side_of(span.low, span.high)
    if span.low == span.high == 0.0:
        text = (
            say("{other} and {one} have the same {kpi} in every replication: the settings that differ do nothing to it")
            if len(found.settings)
            else say("{other} and {one} have the same settings, and so the same {kpi}")
        )
    elif found.kpi == "contribution":
        text = {
            1: say("{other} earns {amount} {unit} (± {spread}) more than {one}"),
            -1: say("{other} earns {amount} {unit} (± {spread}) less than {one}"),
            0: say(
                "Whether {other} earns more or less than {one} is not sure: "
                "the difference is {signed} {unit} (± {spread}), and more replications may tell"
            ),
        }[side]
    else:
        text = {
            1: say("{other} lies {amount} {unit} (± {spread}) above {one} in {kpi}"),
            -1: say("{other} lies {amount} {unit} (± {spread}) below {one} in {kpi}"),
            0: say(
                "Whether {other} lies above or below {one} in {kpi} is not sure: "
                "the difference is {signed} {unit} (± {spread}), and more replications may tell"
            ),
        }[side]
    return text.format(
        one=say(found.one.name),
        other=say(found.other.name),
        kpi=say(label(found.kpi)),
        unit=say(found.unit),
        amount=figures.words(abs(span.mean), say),
        signed=figures.words(span.mean, say, "+"),
        spread=figures.bare(span.half_width),
    )


def by_account(found: Explanation, figures: Figures, say: Say) -> Iterator[str]:
    """The account that surely adds most to a difference of the contribution."""
    whole = found.difference.mean
    sure = [row for row in rows(found.accounts) if side_of(row["low"], row["high"]) * whole > 0]
    if found.kpi == "contribution" and sure:
        most = sure[0]
        yield say("{part} from {name} ({change})").format(
            part=part_of(most["difference"] / whole, say),
            name=say(label(most["account"])),
            change=figures.bare(most["difference"], "+"),
        )


def by_setting(found: Explanation, say: Say) -> Iterator[str]:
    """The setting that surely does most for the difference, switched first as well as last."""
    whole = found.difference.mean
    sure = [
        row
        for row in rows(found.settings)
        if side_of(row["first_low"], row["first_high"]) * whole > 0
        and side_of(row["last_low"], row["last_high"]) * whole > 0
    ]
    if not sure:
        yield say("and no setting alone surely brings it about")
        return
    most = sure[0]
    yield say("{part} because of {name} (`{path}`, {before} to {after})").format(
        part=part_of(middle(most) / whole, say),
        name=named(most, say),
        path=most["setting"],
        before=told(most["one"], say),
        after=told(most["other"], say),
    )


def part_of(share: float, say: Say) -> str:
    """How much of the whole a share is, in words."""
    if isclose(share, 1.0, rel_tol=ALL):
        return say("all of it")
    if share > 1.0:
        return say("more than all of it")
    return say("most of it") if share > 0.5 else say("the largest part of it")


def named(row: dict[str, Any], say: Say) -> str:
    """A setting in words, with the month of its strategy if that is not the first."""
    name = say(label(row["setting"].rpartition(".")[2]))
    if not row["from_month"]:
        return name
    return say("{name} from month {month}").format(name=name, month=row["from_month"])


def told(value: Any, say: Say) -> str:
    """A setting's value in words."""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return f"{value:.10g}"


def middle(row: dict[str, Any]) -> float:
    """The mean of a setting's effects, switched first and last: of two settings, Shapley's value."""
    return float(row["first"] + row["last"]) / 2.0


def side_of(low: float, high: float) -> int:
    """On which side of 0 an interval lies: 1 above, -1 below, and 0 where it holds 0."""
    return int(low > 0.0) - int(high < 0.0)


def rows(table: "pd.DataFrame") -> list[dict[str, Any]]:
    """The rows of a table by the names of its columns."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
