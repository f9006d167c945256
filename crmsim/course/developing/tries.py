"""Pages of what comes of one setting put elsewhere for two years, on the same luck."""

from typing import TYPE_CHECKING

from crmsim.course.developing import trials
from crmsim.course.developing.trials import Trial
from crmsim.course.shown import Page, Table, page, written
from crmsim.language import Say, label, speaker
from crmsim.results.kpis import UNITS
from crmsim.run import Run
from crmsim.settings import lever_at

if TYPE_CHECKING:
    import pandas as pd


def tried(run: Run, trial: Trial) -> Page:
    """A trial as a table: a row for the branch as it is and for each change, a column for each indicator."""
    say = speaker()
    found = trials.results(run, trial)
    cells = zip(names(run, trial, say), *(column(found, name) for name in trial.shows), strict=True)
    heads = (head(trial, say), *(say(label(name)) + unit(name, say) for name in trial.shows))
    return page(Table(heads, tuple(cells), say(trial.title)))


def column(found: "pd.DataFrame", name: str) -> list[str]:
    """An indicator's figures, shares in percent."""
    figures = list(found[name])
    return [f"{100.0 * figure:.1f} %" for figure in figures] if UNITS[name] == "share" else written(figures)


def unit(name: str, say: Say) -> str:
    """An indicator's unit behind its name; what is written in percent needs none."""
    return "" if UNITS[name] in {"share", "index", say(label(name))} else f" ({say(UNITS[name])})"


def head(trial: Trial, say: Say) -> str:
    """What stands above the rows' names: the setting that is tried, if it is one."""
    paths = trials.paths_of(trial)
    if len(paths) > 1:
        return say("two years with")
    return f"{say(label(paths[0].rpartition('.')[2]))} ({say(lever_at(paths[0]).about.unit)})"


def names(run: Run, trial: Trial, say: Say) -> list[str]:
    """What the rows of a trial are called: by the setting's value where it is one setting, else by name."""
    values = trials.settings_of(run, trial)
    if values is None:
        return [say(label(name)) for name in ("as it is", *(name for name, _ in trial.changes))]
    shown = [f"{value:g}" for value in values]
    return [say("{value}, as it is").format(value=shown[0]), *shown[1:]]


def smart_goals(run: Run) -> Page:
    """Visit goals with no mark of SMART, as they are, and with all five."""
    return tried(run, trials.SMART)


def moment(run: Run) -> Page:
    """An approach at once, as it is, and after waiting for a good moment."""
    return tried(run, trials.MOMENT)


def entry(run: Run) -> Page:
    """Visits without a prepared entry point, as it is, and with an hour of preparation."""
    return tried(run, trials.ENTRY)


def needs_met(run: Run) -> Page:
    """Offers from the shelf, as it is, and made to the customer's needs."""
    return tried(run, trials.NEEDS)


def joint(run: Run) -> Page:
    """No visits with other departments, as it is, and most of them."""
    return tried(run, trials.JOINT)


def roundabout(run: Run) -> Page:
    """Never the indirect way, as it is, and always."""
    return tried(run, trials.ROUND)


def follow_up(run: Run) -> Page:
    """Nobody followed up, as it is, and everybody."""
    return tried(run, trials.FOLLOW)
