"""The results in the document on calibration, from the public files; `python -m crmsim.calibration` makes them."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from crmsim.calibration.calibrate import calibrate
from crmsim.calibration.contact_law import ContactLaw, contact_law
from crmsim.calibration.reading import read
from crmsim.calibration.result import Calibration
from crmsim.documents import table
from crmsim.errors import CustomerFileError

FILES = ("bank-full.csv", "bank-churn.csv", "berka")
"""The public files and the folder that are shown."""

CAMPAIGN = FILES[0]
"""The one that the law's own chances of a contact come from."""

SEED = 1

WHOLE = 1000.0
"""From here on figures are shown without a fraction."""

BEGIN, END = "<!-- calibration:begin -->", "<!-- calibration:end -->"

CHECKS = ("meaning", "unit", "observed", "held_out", "simulated", "expected_low", "expected_high", "inside")
CHECK_HEADER = ["quantity", "unit", "fitted on", "held out", "simulated", "due from", "due to", "inside"]

SETTINGS = ("setting", "unit", "estimate", "low", "high", "n")
SETTING_HEADER = ["setting", "unit", "estimate", "from", "to", "rows"]


def shown(folder: Path) -> tuple[list[Calibration], ContactLaw]:
    """What the files of a folder give, and the chances of a contact if nobody asks for earlier campaigns.

    Raises:
        CrmsimError: a file is not there or cannot be used.
    """
    return [calibrate(folder / name, seed=SEED) for name in FILES], of_all_contacts(folder)


def of_all_contacts(folder: Path) -> ContactLaw:
    """The chances of a contact if nobody asks for earlier campaigns.

    Raises:
        CrmsimError: the campaign's file is not there or tells of none.
    """
    campaign = read(folder / CAMPAIGN).campaign
    if campaign is None:
        raise CustomerFileError(f"{folder / CAMPAIGN}: tells of no campaign; give the folder of the public data sets")
    return contact_law(campaign.contacts, campaign.won, np.zeros(len(campaign), bool))


def results(found: Sequence[Calibration], law: ContactLaw) -> str:
    """The results as Markdown: quantities, settings, and what could not be fitted, file by file."""
    first = (
        f"Taken together, without regard to earlier campaigns, contacts in `{CAMPAIGN}` win {law.first.value:.2%} at\n"
        f"first and {law.fatigue.value:.3f} of that at each further one, of {law.first.n:,} people. "
        "That is where the law's\nown figures come from; a mapping without `earlier` fits it so."
    )
    return "\n\n".join([first, *(part for one in found for part in of_file(one))])


def of_file(found: Calibration) -> Iterator[str]:
    """The results of one file."""
    yield f"### `{Path(found.source).name}`"
    yield table(CHECK_HEADER, rows(found.checks[[*CHECKS]].itertuples(index=False)))
    if found.fitted:
        yield table(SETTING_HEADER, rows(found.parameters[[*SETTINGS]].itertuples(index=False)))
    yield "\n".join(["Not fitted:", "", *(f"- {what}: {why}" for what, why in found.not_fitted("en"))])


def rows(told: Iterable[Iterable[object]]) -> Iterator[list[str]]:
    """Rows of a table as text."""
    return ([cell(value) for value in row] for row in told)


def cell(value: object) -> str:
    """A value as text, to four digits if it is a figure with a fraction."""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= WHOLE else f"{value:.4g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def refreshed(document: str, text: str) -> str:
    """The document with the results between its marks made anew.

    Raises:
        CustomerFileError: it has no such marks.
    """
    if BEGIN not in document or END not in document:
        raise CustomerFileError(f"the document has no {BEGIN} and {END} to write between; put them into it")
    before, after = document.split(BEGIN, maxsplit=1)[0], document.split(END)[1]
    return f"{before}{BEGIN}\n{text}\n{END}{after}"
