"""Pages of 3.4: the three mistakes as settings, each against the branch as it is, on the same luck."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from crmsim.course.maintaining import figures
from crmsim.course.maintaining import pictures as own
from crmsim.course.maintaining.trials import AS_IS, ENGINE, Values, beside, compared
from crmsim.course.pictures import Axis, lines
from crmsim.course.shown import Page, Shown, Table, page, shown
from crmsim.course.telling import data
from crmsim.experiment.compare import compare
from crmsim.language import Say, label, speaker
from crmsim.run import Run
from crmsim.settings import Maintenance, load

if TYPE_CHECKING:
    import pandas as pd

DRAWS = 8
"""Replications of the comparison of all three."""

LOOKED_AT = ("contribution", "churn", "loyalty", "trust", "credit_cost")


def packaged(scenario: str) -> Maintenance:
    """The maintenance of a packaged scenario."""
    return load(scenario).schedule[0].maintenance


def mistakes() -> Mapping[str, Values]:
    """The course's three mistakes (3.4.1, 3.4.2, 3.4.3), as what they set."""
    return {
        "endless concession": {"maintenance.concession": packaged("over-concession").concession},
        "no trust and respect": {"maintenance.respect": 0.0},
        "misjudged prospects": {"maintenance.forecast_optimism": packaged("optimistic-lender").forecast_optimism},
    }


def conceding(run: Run) -> Page:
    """Endless concession against the branch as it is: who stays, and what is left of the money."""
    say = speaker()
    told = say("Giving way to everyone"), say("Churn and contribution by year: as it is, and with endless concession.")
    return page(year_by_year(run, "endless concession", ("churn", "contribution"), told))


def distrusting(run: Run) -> Page:
    """A branch without trust and respect against the branch as it is."""
    say = speaker()
    told = say("Without trust and respect"), say("Change against the branch as it is, on the same luck.")
    name = "no trust and respect"
    return compared(run, {name: mistakes()[name]}, ("trust", "loyalty", "churn", "contribution"), told)


def misjudging(run: Run) -> Page:
    """Prospects of borrowers seen too good, against the branch as it is."""
    say = speaker()
    told = say("Prospects seen too good"), say("Cost of bad loans and contribution by year: as it is, and too hopeful.")
    return page(year_by_year(run, "misjudged prospects", ("credit_cost", "contribution"), told))


def year_by_year(run: Run, mistake: str, names: Sequence[str], told: tuple[str, str]) -> Shown:
    """Some figures by year, as it is and with a mistake, in panels below one another."""
    say = speaker()
    table = both(run, mistake, names, say)
    year = Axis("year", say("year"))
    titles = {name: say(YEARLY[name]) for name in names}
    panels = [lines(table, year, Axis(name, titles[name]), "who", 150) for name in names]
    named = {"year": year.title, "who": say("variant"), **titles}
    listed = data(say, table, named)
    return shown(own.side_by_side(panels, told), listed)


YEARLY = {
    "churn": "churn rate, %",
    "contribution": "contribution, million CNY",
    "credit_cost": "cost of bad loans, million CNY",
}
"""What is shown by year, and how it is called."""


def both(run: Run, mistake: str, names: Sequence[str], say: Say) -> "pd.DataFrame":
    """Yearly figures of the branch as it is and with a mistake; columns year, the figures and who."""
    import pandas as pd

    runs = {AS_IS: run, mistake: beside(run, mistakes()[mistake])}
    return pd.concat(
        [figures.yearly(one, names).assign(who=say(name)) for name, one in runs.items()], ignore_index=True
    )


def three_mistakes(run: Run) -> Page:
    """All three mistakes against the branch as it is: paired differences, and how sure they are."""
    say = speaker()
    named = [
        run.scenario.with_settings(values).model_copy(update={"name": name}) for name, values in mistakes().items()
    ]
    found = compare([run.scenario, *named], DRAWS, seed=run.seed, jobs=1, engine=ENGINE, cache=False)
    table = found.differences(LOOKED_AT)
    rows = []
    for kpi in LOOKED_AT:
        some = table[table["kpi"] == kpi]
        spans = some[["difference", "low", "high"]].to_numpy(dtype=float)
        cells = (sure(difference, low, high, say) for difference, low, high in spans)
        rows.append((f"{say(label(kpi))} ({say(str(some['unit'].iloc[0]))})", *cells))
    heads = (say("indicator"), *(say(name) for name in mistakes()))
    caption = say("Each mistake less the branch as it is, {draws} draws").format(draws=DRAWS)
    return page(Table(heads, tuple(rows), caption))


def sure(difference: float, low: float, high: float, say: Say) -> str:
    """A difference with its 95 % interval, and a word where luck could explain it."""
    form = ",.0f" if abs(difference) >= 100 else ".3f"
    told = f"{difference:+{form}} ({low:+{form}} … {high:+{form}})"
    return f"{told} {say('not sure')}" if low <= 0.0 <= high else told
