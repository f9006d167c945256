"""Whether the last measured run of the tests ran enough of the package: of its lines, and of its branches alone.

`python tests/covered.py` tells both shares, and fails where one is below what `[tool.coverage.report]` asks for.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from coverage import Coverage


def totals(measured: Coverage) -> dict[str, Any]:
    """What was run of the whole package, in numbers."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "coverage.json"
        measured.json_report(outfile=str(file), ignore_errors=True)
        found: dict[str, Any] = json.loads(file.read_text("utf-8"))["totals"]
    return found


def shares(found: dict[str, Any]) -> dict[str, float]:
    """How much of the lines and of the branches was run, in percent."""
    pairs = {"lines": ("covered_lines", "num_statements"), "branches": ("covered_branches", "num_branches")}
    return {what: 100.0 * found[run] / found[all_] for what, (run, all_) in pairs.items()}


def main() -> int:
    """Tell both shares; gives 1 where one is too low."""
    measured = Coverage()
    measured.load()
    least = float(str(measured.get_option("report:fail_under")))
    found = shares(totals(measured))
    for what, share in found.items():
        sys.stdout.write(f"{what}: {share:.2f} % run, {least:g} % wanted\n")
    return int(min(found.values()) < least)


if __name__ == "__main__":
    sys.exit(main())
