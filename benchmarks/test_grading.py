"""The promise of marking: two hundred learners' folders within a minute on two cores."""

import time
from pathlib import Path

from classroom import Course, filled
from conftest import ROOT

from crmsim.engine import compiled_engine
from crmsim.grading.marking import grade

LEARNERS = 200
SECONDS = 60.0


def test_two_hundred_learners_are_marked_within_a_minute(tmp_path: Path) -> None:
    """All of the course's exercises, answered by progress files and notebooks, some of them nasty or broken."""
    compiled_engine.compiled_kernel()
    room = filled(tmp_path / "class", LEARNERS, Course(ROOT / "exercises" / "key"))
    start = time.perf_counter()
    grades = grade(room.folder, lang="en", jobs=2)
    took = time.perf_counter() - start
    print(f"\n{len(grades.rows)} learners, {len(grades.tasks)} exercises: {took:.1f} s")
    assert len(grades.rows) == LEARNERS
    assert took <= SECONDS
