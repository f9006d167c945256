"""What the chapters share in telling: tables in the reader's language, counts of events, guesses held against facts."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from crmsim.course.shown import Table, Told, columns, tabled
from crmsim.language import Say, label

if TYPE_CHECKING:
    import pandas as pd


def data(say: Say, frame: "pd.DataFrame", names: Sequence[str] | Mapping[str, str]) -> Table:
    """The figures of a chart, folded below it; columns under the titles given, else as labelled."""
    titles = names if isinstance(names, Mapping) else {name: say(label(name)) for name in names}
    return tabled(columns(frame, titles), say("The figures as a table"), folded=True)


def years_named(say: Say, frame: "pd.DataFrame") -> "pd.DataFrame":
    """A table whose years are named, as bars are."""
    return frame.assign(year=[say("year {number}").format(number=number) for number in frame["year"]])


def spoken(say: Say, frame: "pd.DataFrame", name: str) -> "pd.DataFrame":
    """A table whose names in one column are said in the reader's language."""
    return frame.assign(**{name: [say(label(str(word))) for word in frame[name]]})


def judged(say: Say, guess: float | None, found: float, sentence: str) -> Told:
    """What was found, in percent, and how far off a guess was."""
    answer = say(sentence).format(found=f"{found:.0f}")
    if guess is None:
        return Told(answer)
    miss = say("You guessed {guess}; you were {miss} off.").format(guess=f"{guess:g}", miss=f"{abs(guess - found):.0f}")
    return Told(f"{answer} {miss}")


def counted(groups: Sequence[tuple[str, Sequence[tuple[str, int]]]]) -> "pd.DataFrame":
    """Counts group by group; columns group, event, customers."""
    import pandas as pd

    rows = [(group, event, count) for group, events in groups for event, count in events]
    return pd.DataFrame(rows, columns=["group", "event", "customers"])
