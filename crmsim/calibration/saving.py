"""Writes a calibrated scenario, and tells a calibration as a report; each file whole or not at all."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any, Protocol

import crmsim
from crmsim.errors import OutputError
from crmsim.language import Say, speaker
from crmsim.report import Section
from crmsim.report import write as write_page
from crmsim.settings import Scenario

if TYPE_CHECKING:
    import pandas as pd


class Calibrated(Protocol):
    """What a report asks of a calibration."""

    @property
    def source(self) -> str:
        """The file or folder."""

    @property
    def format(self) -> str:
        """How it was read."""

    @property
    def seed(self) -> int:
        """The seed of split and simulations."""

    @property
    def scenario(self) -> Scenario:
        """The scenario that was made."""

    @property
    def not_fitted(self) -> Sequence[tuple[str, str]]:
        """What could not be fitted, and why."""

    @property
    def parameters(self) -> "pd.DataFrame":
        """A row a setting."""

    @property
    def checks(self) -> "pd.DataFrame":
        """A row a quantity."""

    def chart(self, lang: str | None = None) -> Any:
        """Observed against simulated."""


def refuse(file: Path) -> None:
    """Refuse, before anything is fitted, a scenario file that could not be written afterwards.

    Raises:
        OutputError: it is there already, or cannot be written.
    """
    try:
        if file.exists() or file.is_symlink():
            raise OutputError(f"{file}: exists already; choose another name")
        if not file.parent.is_dir():
            raise OutputError(
                f"{file}: cannot be written, as its folder is not there; make it, or choose another place"
            )
        with NamedTemporaryFile(dir=file.parent):
            pass
    except OSError as error:
        raise OutputError(f"{file}: cannot be written ({error.strerror}); choose another place") from None


def write(text: str, file: Path) -> None:
    """Write a new text file.

    Raises:
        OutputError: it is there already, or cannot be written.
    """
    refuse(file)
    beside: Path | None = None
    try:
        with NamedTemporaryFile("w", encoding="utf-8", newline="\n", dir=file.parent, delete=False) as opened:
            beside = Path(opened.name)
            opened.write(text)
        beside.chmod(0o644)
        beside.replace(file)
    except OSError as error:
        raise OutputError(f"{file}: cannot be written ({error.strerror}); make room or choose another place") from None
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)


def report(calibration: Calibrated, file: Path, lang: str | None) -> Path:
    """Write a calibration to one HTML file, which needs no network; gives the file.

    Raises:
        CrmsimError: the file cannot be written, or there is no such language.
    """
    say = speaker(lang)
    title = say("Calibration: {name}").format(name=Path(calibration.source).name)
    facts = [
        (say("file"), calibration.source),
        (say("format"), calibration.format),
        (say("seed"), str(calibration.seed)),
        (say("scenario"), calibration.scenario.name),
        ("crmsim", crmsim.__version__),
    ]
    return write_page(file, title, facts, list(_sections(calibration, say, lang)), lang)


def _sections(calibration: Calibrated, say: Say, lang: str | None) -> Iterable[Section]:
    """The parts of a report."""
    import pandas as pd

    yield Section(
        say("Observed and simulated"),
        (say("What the file says of each quantity, and what simulations of the fitted scenario show of it."),),
        calibration.chart(lang),
        calibration.checks.drop(columns="meaning"),
        is_folded=True,
    )
    yield Section(say("Fitted settings"), table=calibration.parameters.drop(columns="meaning"))
    told = pd.DataFrame(calibration.not_fitted, columns=[say("what"), say("why")])
    yield Section(say("Not fitted"), (say("These settings stay as in the baseline."),), table=told)
