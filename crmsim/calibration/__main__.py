"""`python -m crmsim.calibration docs/calibration.md DATA` writes the document's results anew from the public files."""

import sys
from pathlib import Path

from crmsim.calibration.documented import refreshed, results, shown


def main() -> None:
    """Write them into the document given, from the folder of the data sets."""
    document, folder = map(Path, sys.argv[1:3])
    found = results(*shown(folder))
    document.write_text(refreshed(document.read_text("utf-8"), found), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
