"""What no experiment can have, refused in one sentence before anything is simulated."""

from crmsim.errors import CrmsimError
from crmsim.experiment.headlines import PLACE
from crmsim.settings.mistakes import nearest

MOST_REPLICATIONS = 2000
"""Replications of an experiment; a precision that takes more is given up."""


def check_count(name: str, count: int, least: int = 1, most: int = MOST_REPLICATIONS) -> None:
    """Refuse a number of replications, or of something else, that no experiment has.

    Raises:
        CrmsimError: they are too few or too many.
    """
    if not least <= count <= most:
        raise CrmsimError(f"{name} = {count} is not from {least} to {most}; give a number that is")


def check_kpi(kpi: str) -> None:
    """Refuse an indicator that there is not.

    Raises:
        CrmsimError: the nearest one is named.
    """
    if kpi not in PLACE:
        raise CrmsimError(f"there is no indicator '{kpi}'; {nearest(kpi, PLACE, '`crmsim run`')}")
