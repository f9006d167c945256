"""A game in rounds of a year: decide, see what the year brought, decide again, or take a decision back.

Nothing is kept of a run but its schedule. Every round simulates the whole run anew from month 0, and the months that
are past come out the same, to the bit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from crmsim.acts.layout import Records
from crmsim.engine.choose import choose
from crmsim.errors import CrmsimError, ScenarioError
from crmsim.results.kpis import kpis_of
from crmsim.results.tally import Sums, sums_of, together
from crmsim.run import Run, refuse, simulate
from crmsim.settings import Number, Scenario, Strategy, load, strategy_levers
from crmsim.settings.mistakes import mistakes_in
from crmsim.settings.scenario import STRATEGIES

if TYPE_CHECKING:
    import pandas as pd

MOST_YEARS = 40
"""Years that a game may last, which is as long as a run may."""

YEAR = 12
"""Months of a round."""


@dataclass(frozen=True)
class Year:
    """What one year of a game brought.

    Attributes:
        number: which year it was, from 1.
        strategy: the strategy that held in it.
        run: the run from month 0 to the year's end.
        before: the run to the end of the year before; nothing for the first year.
    """

    number: int
    strategy: Strategy
    run: Run
    before: Run | None

    @property
    def start(self) -> int:
        """The year's first month."""
        return self.before.scenario.months if self.before else 0

    @cached_property
    def monthly(self) -> "pd.DataFrame":
        """The year's months: a row a month, columns as in `Run.monthly`."""
        return self.run.monthly.iloc[self.start :].reset_index(drop=True)

    @cached_property
    def kpis(self) -> "pd.Series[float]":
        """The indicators of the year, by name.

        What is measured at the end is measured at the year's end, and what is discounted is so to its beginning.
        """
        import pandas as pd

        sums = sums_of_year(self.run, self.before)
        return pd.Series(kpis_of(sums, self.run.scenario.bank.discount_rate), dtype=float)

    @property
    def so_far(self) -> "pd.Series[float]":
        """The indicators of the run from month 0 to the year's end, by name."""
        return self.run.kpis


class Game:
    """A branch that is led year by year.

    The game begins with the scenario's first strategy. What its schedule plans for later is left to the player.

    Attributes:
        seed: the game's seed; the same seed is the same luck, whatever is decided.
        replication: which repetition of it.
        engine: `compiled`, `simpy` or `auto`.
    """

    def __init__(
        self,
        scenario: Scenario | str | Path,
        *,
        seed: int = 1,
        replication: int = 0,
        engine: str = "auto",
        years: int | None = None,
    ) -> None:
        """Make a game ready to be played.

        Args:
            scenario: a scenario, the name of a packaged one, or the path of a TOML file.
            seed: a whole number from 0.
            replication: a whole number from 0.
            engine: `compiled`, `simpy`, or `auto` for the one that answers first.
            years: how many years are played; by default the scenario's own months, the last round being shorter where
                they are no whole years.

        Raises:
            CrmsimError: something of it cannot be used.
        """
        start = scenario if isinstance(scenario, Scenario) else load(scenario)
        refuse(seed, replication, None)
        choose(engine, 0.0)
        if years is not None and not 1 <= years <= MOST_YEARS:
            raise CrmsimError(f"years = {years} is not from 1 to {MOST_YEARS}; give a whole number that is")
        first = start.model_copy(update={"schedule": start.schedule[:1]})
        self._start = first if years is None else first.with_settings({"months": YEAR * years})
        self._rounds: list[Year] = []
        self.seed, self.replication, self.engine = seed, replication, engine

    @property
    def year(self) -> int:
        """How many years are played."""
        return len(self._rounds)

    @property
    def years(self) -> int:
        """How many years there are to play."""
        return -(-self._start.months // YEAR)

    @property
    def is_over(self) -> bool:
        """Whether the scenario's months are over."""
        return self.year == self.years

    @property
    def scenario(self) -> Scenario:
        """The scenario of the whole game with the schedule so far, which `crmsim.settings.dump` writes as a file."""
        if not self._rounds:
            return self._start
        return self._start.model_copy(update={"schedule": self._rounds[-1].run.scenario.schedule})

    @property
    def strategy(self) -> Strategy:
        """The strategy in force."""
        return self.scenario.schedule[-1]

    def decide(self, decision: Mapping[str, Number] | Strategy) -> Year:
        """Play the coming year under a decision; gives what it brought.

        A strategy that is the same as before goes on; it does not begin anew.

        Args:
            decision: the settings to be changed, by path such as `maintenance.care_premium`, while all others go on as
                before; or a whole strategy, whose own `from_month` does not count.

        Raises:
            CrmsimError: the game is over, or the decision cannot be carried out; the game is as it was before.
        """
        if self.is_over:
            raise CrmsimError(f"the game is over after {self._start.months} months; undo a decision, or start anew")
        chosen = decided(decision, self.strategy).model_copy(update={"from_month": YEAR * self.year})
        kept = self.scenario.schedule if self._rounds else ()
        schedule = kept if is_alike(chosen, self.strategy) and kept else (*kept, chosen)
        months = min(YEAR * (self.year + 1), self._start.months)
        scenario = self._start.model_copy(update={"months": months, "schedule": schedule})
        run = simulate(scenario, self.seed, self.replication, self.engine, record=False, details=True)
        before = self._rounds[-1].run if self._rounds else None
        if before is not None and not is_same_past(run, before):
            raise ScenarioError(
                f"the decision of year {self.year + 1} would change months that are past, which no decision may; "
                "take it back, and report it with the game's scenario and seed"
            )
        self._rounds.append(Year(self.year + 1, schedule[-1], run, before))
        return self._rounds[-1]

    def see(self) -> Year:
        """What the last year brought: its months, its indicators, and those of the run so far.

        Raises:
            CrmsimError: no year is played yet.
        """
        if not self._rounds:
            raise CrmsimError("no year is played yet; decide first")
        return self._rounds[-1]

    def undo(self) -> None:
        """Take the last decision back, and the year with it.

        Raises:
            CrmsimError: there is none.
        """
        if not self._rounds:
            raise CrmsimError("there is no decision to take back; decide first")
        self._rounds.pop()


def decided(decision: Mapping[str, Number] | Strategy, before: Strategy) -> Strategy:
    """The strategy that a decision makes of the one before.

    Raises:
        ScenarioError: a setting is none of a strategy, or has a value that it cannot have.
    """
    if isinstance(decision, Strategy):
        return decision
    if not isinstance(decision, Mapping):
        raise ScenarioError(
            f"a decision of the kind {type(decision).__name__} is neither settings by their paths nor a strategy; "
            "give one of them"
        )
    known = [lever.path for lever in strategy_levers()]
    data = before.model_dump()
    for path, value in decision.items():
        if path not in known:
            raise ScenarioError(f"decision: '{path}' is no setting of a strategy; {remedy(str(path), known)}")
        group, _, name = path.partition(".")
        data[group][name] = value
    try:
        return Strategy.model_validate(data)
    except ValidationError as error:
        raise ScenarioError(*mistakes_in(error, Strategy, "decision")) from None


def remedy(path: str, known: list[str]) -> str:
    """What to do about an unknown setting: write its group too, or the nearest name of its group."""
    group, _, name = path.rpartition(".")
    alike = [k for k in known if k.startswith(f"{group}.")] if group else [k for k in known if k.endswith(f".{name}")]
    if not alike:
        return f"decisions are about {', '.join(STRATEGIES)}, and `crmsim levers` lists their settings"
    return f"did you mean '{get_close_matches(path, alike, 1, 0.0)[0]}'?"


def is_alike(one: Strategy, other: Strategy) -> bool:
    """Whether two strategies are the same but for the month in which they begin."""
    return one.model_copy(update={"from_month": other.from_month}) == other


def is_same_past(run: Run, before: Run) -> bool:
    """Whether the months of an earlier run are the same in a longer one, to the bit."""
    ours, theirs = run.sums.months, before.sums.months
    return all(ours[name][: len(theirs)].tobytes() == theirs[name].tobytes() for name in theirs.dtype.names or ())


def sums_of_year(run: Run, before: Run | None) -> Sums:
    """The sums of what came after an earlier run, single customers' contribution included."""
    if before is None:
        return run.sums
    start = before.scenario.months
    return together(
        sums_of(replace(now, months=now.months[start:], customers=earned_since(now.customers, then.customers)))
        for now, then in zip(run.histories, before.histories, strict=True)
    )


def earned_since(customers: Records, earlier: Records) -> Records:
    """Customers of the market with what they have contributed since an earlier time."""
    since = customers.copy()
    since["contribution"] -= earlier["contribution"]
    return since
