"""Handouts made: which files, in which folder, and by which way."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crmsim.errors import OutputError
from crmsim.handout.chapters import files, parts
from crmsim.handout.pages import page
from crmsim.handout.printing import browser, print_pdf
from crmsim.language import chosen

NO_BROWSER = (
    "no browser that prints PDF is here (Chromium, Chrome or Edge), so print-ready HTML is written; open it in any "
    "browser and print it"
)


@dataclass(frozen=True)
class Made:
    """Handouts that were made.

    Attributes:
        files: the files, a chapter each.
        note: what is missing for PDF, if it is.
    """

    files: tuple[Path, ...]
    note: str


def make(
    chapters: Sequence[str] = (),
    *,
    lang: str | None = None,
    out: str | Path = "handouts",
    force: bool = False,
    as_html: bool = False,
) -> Made:
    """Make a handout of each chapter: a PDF, or print-ready HTML where no browser can print.

    Args:
        chapters: numbers or names of chapters; by default all.
        lang: `en` or `zh`; by default that of `CRMSIM_LANG`.
        out: the folder to write to, which is made if it is not there.
        force: whether files that are there already are replaced.
        as_html: whether HTML is wanted even where PDF can be made.

    Raises:
        CrmsimError: there is no such chapter or language, a file is there already, or one cannot be written.
    """
    language, folder = chosen(lang), Path(out)
    sources = files(chapters, language)
    command = None if as_html else browser()
    targets = [folder / f"{source.stem}.{language}.{'pdf' if command else 'html'}" for source in sources]
    refuse(targets, force=force)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for source, target in zip(sources, targets, strict=True):
            write(page(parts(source), language), target, command)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{folder}: cannot be written ({reason}); choose another folder or make room") from None
    return Made(tuple(targets), "" if command or as_html else NO_BROWSER)


def refuse(targets: Sequence[Path], *, force: bool) -> None:
    """Refuse, before anything is made, to write over what is there.

    Raises:
        OutputError: a file is there already and `force` is not given, or a folder stands in its place.
    """
    for target in targets:
        if target.is_dir():
            raise OutputError(f"{target}: is a folder; choose another folder for the handouts")
        if not force and (target.exists() or target.is_symlink()):
            raise OutputError(f"{target}: exists already; choose another folder, or add --force to replace it")


def write(text: str, target: Path, command: str | None) -> None:
    """Write a handout, whole or not at all."""
    # Beside the target and not in the system's own place: a browser in a sandbox may not read that.
    with tempfile.TemporaryDirectory(prefix="crmsim-", dir=target.parent, ignore_cleanup_errors=True) as work:
        if command:
            print_pdf(text, target, command, Path(work))
        else:
            made = Path(work) / target.name
            made.write_text(text, "utf-8", newline="\n")
            made.replace(target)
