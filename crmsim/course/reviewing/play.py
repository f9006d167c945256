"""A review question played in rounds of a year: a strategy within the budget, a guess, and the baseline beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crmsim.course.reviewing.bills import Bill, Experience, budget, experience
from crmsim.course.reviewing.reviews import Review
from crmsim.course.shown import Table, Told
from crmsim.course.still import figure
from crmsim.course.telling import judged
from crmsim.errors import CrmsimError
from crmsim.experiment.game import Game, Year, decided
from crmsim.language import Say, label
from crmsim.results.kpis import UNITS
from crmsim.settings import Number, Scenario, value_of

Values = Mapping[str, Number]
"""Where the wheels stand, by the settings' paths."""

SLACK = 0.5
"""CNY by which a bill may be above the budget, so that the baseline's own rounding is no fault."""


@dataclass(frozen=True)
class Round:
    """A year that was played.

    Attributes:
        values: where the wheels stood.
        guess: what was guessed of it.
        planned: what it was to cost by its bill, CNY.
        yours: what it brought.
        theirs: what the same year brought the baseline, on the same customers with the same luck.
    """

    values: Values
    guess: float
    planned: float
    yours: Year
    theirs: Year


class Play:
    """A game of a review question.

    Args:
        review: the question as a game.
        scenario: the baseline: a scenario, or the name of one.
        seed: whose luck.
        engine: `compiled`, `simpy` or `auto`.

    Attributes:
        rounds: the years that were played.
        known: what bills are made out by.
        budget: what may be spent in a year, CNY.
        start: where the wheels stand in the baseline.

    Raises:
        CrmsimError: the baseline cannot be simulated, or not for a year.
    """

    def __init__(
        self, review: Review, scenario: Scenario | str = "baseline", *, seed: int = 1, engine: str = "auto"
    ) -> None:
        self.review = review
        self._yours = Game(scenario, seed=seed, engine=engine)
        self._theirs = Game(scenario, seed=seed, engine=engine)
        self._baseline = [self._theirs.decide({})]
        self.known: Experience = experience(self._baseline[0].run)
        self.budget = budget(self.known, review.biller)
        self.start = {path: value_of(self.known.scenario, path) for path in review.paths}
        self.rounds: list[Round] = []

    @property
    def is_over(self) -> bool:
        """Whether all years are played."""
        return self._yours.is_over

    @property
    def years(self) -> int:
        """How many years there are."""
        return self._yours.years

    @property
    def most(self) -> int:
        """How many customers there are in the market: more can neither be won nor lost in a year."""
        return self.known.scenario.market.customers + self.known.scenario.market.potential

    @property
    def coming(self) -> Year | None:
        """The baseline's year that is played next; none when the game is over."""
        return None if self.is_over else self._baseline[len(self.rounds)]

    @property
    def scenario(self) -> Scenario:
        """The scenario of the years played, with its schedule of strategies."""
        return self._yours.scenario

    def bill(self, values: Values) -> Bill:
        """What a year costs by plan.

        Raises:
            CrmsimError: the values are not allowed.
        """
        return self.review.biller(self.known, decided(values, self.known.scenario.schedule[0]))

    def over(self, values: Values, say: Say) -> str:
        """What to say of values that cost more than the budget; nothing where they do not."""
        cost = self.bill(values).total
        if cost <= self.budget + SLACK:
            return ""
        text = say("This plan costs {cost} CNY a year, {over} more than the budget of {budget}: take something back.")
        over = f"{cost - self.budget:,.0f}"
        return text.format(cost=f"{cost:,.0f}", over=over, budget=f"{self.budget:,.0f}")

    def play(self, values: Values, guess: float | None, say: Say) -> Round:
        """Play the coming year; gives what it brought.

        Raises:
            CrmsimError: the game is over, nothing or no number of customers was guessed, the plan is over budget or
                not allowed; the game is as it was before.
        """
        if self.is_over:
            raise CrmsimError(say("All years are played. Undo takes the last one back, Reset begins anew."))
        if guess is None:
            raise CrmsimError(say("Predict first: write a number into the box."))
        if not 0.0 <= guess <= self.most:
            text = say("{guess} is no number of customers from 0 to {most}: predict again.")
            raise CrmsimError(text.format(guess=f"{guess:g}", most=f"{self.most:,}"))
        over = self.over(values, say)
        if over:
            raise CrmsimError(over)
        yours = self._yours.decide(values)
        played = Round(dict(values), guess, self.bill(values).total, yours, self._baseline[len(self.rounds)])
        self.rounds.append(played)
        if not self._theirs.is_over and not self.is_over and len(self._baseline) == len(self.rounds):
            self._baseline.append(self._theirs.decide({}))
        return played

    def undo(self) -> Round | None:
        """Take the last year back; gives it, or nothing if there is none."""
        if not self.rounds:
            return None
        self._yours.undo()
        return self.rounds.pop()

    def reset(self) -> None:
        """Take all years back."""
        while self.undo():
            pass


def asked(play: Play, say: Say) -> str:
    """What is to be guessed of the coming year."""
    year = play.coming
    if year is None:
        return say("All years are played. Undo takes the last one back, Reset begins anew.")
    found = figure(float(year.kpis[play.review.guessed]))
    return say(play.review.asks).format(figure=found, year=year.number)


def judgement(played: Round, review: Review, say: Say) -> Told:
    """How far off a guess was."""
    return judged(say, played.guess, float(played.yours.kpis[review.guessed]), FOUND[review.guessed])


FOUND = {"won": "{found} customers were won.", "lost": "{found} customers left."}
"""How what was guessed is told."""


def years(rounds: Sequence[Round], review: Review, say: Say, who: str = "yours") -> Table:
    """The years played, the player's and the baseline's below each other."""
    rows = []
    for played in rounds:
        named = say("year {number}").format(number=played.yours.number)
        both = ((say(who), played.yours, figure(played.planned)), (say("baseline"), played.theirs, ""))
        for whose, year, planned in both:
            found = (figure(float(year.kpis[name])) for name in review.shows)
            rows.append((named, whose, planned, figure(spent(year, review)), *found))
    shows = (titled(name, say) for name in review.shows)
    heads = ("", "", say("planned, CNY"), say("spent, CNY"), *shows)
    return Table(heads, tuple(rows), say("Year by year, beside the baseline"))


def titled(name: str, say: Say) -> str:
    """An indicator with its unit, where that is another word."""
    word, unit = say(label(name)), say(UNITS[name])
    return word if word == unit else f"{word} ({unit})"


def spent(year: Year, review: Review) -> float:
    """What a year cost of what its bill is about, CNY."""
    return review.spent(year.run.sums.months[year.start :], year.run.scenario.bank.wage)


def priced(play: Play, say: Say) -> Table:
    """The baseline's own bill, line by line, and the budget that follows."""
    bill = play.bill({})
    rows = [
        (say(label(item.name)), figure(item.hours), figure(item.money), figure(bill.cost(item))) for item in bill.items
    ]
    idle = play.known.idle_hours
    rows.append((say("hours that managers have left"), figure(idle), "", figure(bill.wage * idle)))
    rows.append((say("budget of a year"), "", "", figure(play.budget)))
    heads = (say("what is paid for"), say("hours"), say("CNY beside them"), say("CNY in all"))
    return Table(heads, tuple(rows), say("What the baseline's year costs, and the budget that follows"))
