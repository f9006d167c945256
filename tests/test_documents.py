"""Documents that are derived from the code say what the code says."""

import platform

import pytest
from conftest import ROOT

from crmsim.documents import DOCUMENTS, PROGRAM, with_output


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_derived_document_is_up_to_date(name: str) -> None:
    """`python -m crmsim.documents docs` would change nothing."""
    written = (ROOT / "docs" / name).read_text("utf-8")
    assert written == DOCUMENTS[name](), "run: python -m crmsim.documents docs"


@pytest.mark.skipif(
    (platform.system(), platform.machine()) != ("Linux", "x86_64"),
    reason="a last bit of another platform's mathematics can turn a queue",
)
def test_the_models_figures_are_what_its_program_prints() -> None:
    """The hours budget in the model's document is what the program above it prints."""
    written = (ROOT / "docs" / "model.md").read_text("utf-8")
    assert len(PROGRAM.findall(written)) == 1
    assert written == with_output(written), "run: python -m crmsim.documents docs"


def test_the_readme_speaks_two_languages() -> None:
    """The English and the Chinese README show the same commands."""
    commands = [
        [
            line.split("#")[0].strip()
            for line in (ROOT / name).read_text("utf-8").splitlines()
            if line.startswith(("crmsim ", "pip ", "nox ", "mkdir "))
        ]
        for name in ("README.md", "README.zh.md")
    ]
    assert commands[0] == commands[1]
    assert len(commands[0]) >= 30
