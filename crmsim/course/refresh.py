"""Execute the course's notebooks in place and store what they show: `python -m crmsim.course.refresh notebooks`.

Named one by one, as `notebooks/*/03_maintaining_customers.ipynb`, only these are executed. This is the only way in
which stored outputs are made. What changes from one execution to the next is left out, so that the same notebooks give
the same files.
"""

import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crmsim.errors import CrmsimError

LAB = "lab"
"""The tag of a cell that needs the lab's module; it is passed over where that is missing."""

LAB_MODULE = "crmsim.widgets"

SECONDS = 120
"""How long a cell may take."""

WIDGET = "application/vnd.jupyter.widget-view+json"
"""A live widget, which says nothing without its kernel."""

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def refresh(*named: Path) -> list[Path]:
    """Execute notebooks in place; the folder that one is in names its language.

    Args:
        named: notebooks, or their folder, with one inside it for each language.

    Returns:
        The notebooks, in the order in which they were executed.

    Raises:
        CrmsimError: there are no notebooks.
    """
    import nbformat

    places = [place for one in named for place in notebooks(one)]
    for place in places:
        nbformat.write(executed(place), place)  # type: ignore[no-untyped-call]  # nbformat has no types here
    return places


def notebooks(named: Path) -> list[Path]:
    """A notebook itself, or every notebook under a folder.

    Raises:
        CrmsimError: there are none.
    """
    if named.is_file():
        return [named]
    places = sorted(place for place in named.glob("*/*.ipynb") if ".ipynb_checkpoints" not in place.parts)
    if not places:
        raise CrmsimError(f"{named} holds no notebooks; name one, or the folder that has en/ and zh/ in it")
    return places


def executed(place: Path) -> Any:
    """A notebook with the outputs of a fresh kernel in its own language.

    The kernel works in a folder that goes with it, so that what a notebook writes, such as a report, does not stay
    among the notebooks.

    Args:
        place: the notebook.
    """
    import nbformat
    from nbclient import NotebookClient

    book = nbformat.read(place, as_version=4)  # type: ignore[no-untyped-call]  # nbformat has no types here
    client = NotebookClient(
        book, timeout=SECONDS, kernel_name=KERNEL["name"], record_timing=False, store_widget_state=False
    )
    missing = [cell for cell in book.cells if LAB in tags(cell)] if find_spec(LAB_MODULE) is None else []
    for cell in missing:
        cell.cell_type = "raw"
    with TemporaryDirectory(prefix="crmsim-") as folder:
        client.resources = {"metadata": {"path": folder}}
        client.execute(env={**os.environ, "CRMSIM_LANG": place.parent.name})
    for cell in missing:
        cell.cell_type = "code"
    return stripped(book)


def stripped(book: Any) -> Any:
    """A notebook without what is not the same every time: times, versions and live widgets."""
    book.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    for cell in book.cells:
        cell.metadata = {"tags": list(tags(cell))} if tags(cell) else {}
    for number, cell in enumerate((cell for cell in book.cells if cell.cell_type == "code"), 1):
        cell.execution_count = number
        cell.outputs = list(kept(cell.outputs))
    return book


def kept(outputs: list[Any]) -> Iterator[Any]:
    """Outputs of which something is left without the live widgets."""
    for output in outputs:
        if "data" in output and WIDGET in output["data"]:
            continue
        if "execution_count" in output:
            output["execution_count"] = None
        yield output


def tags(cell: Any) -> tuple[str, ...]:
    """The tags of a cell."""
    return tuple(cell.metadata.get("tags", ()))


def main() -> None:
    """Refresh what is named on the command line, `notebooks` if nothing is.

    Raises:
        CrmsimError: there are no notebooks.
    """
    refresh(*map(Path, sys.argv[1:] or ["notebooks"]))


if __name__ == "__main__":
    main()
