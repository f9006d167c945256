"""The instructor's guide: a page a notebook in either language, an index of all, and what each page must have."""

import re
from pathlib import Path

import pytest
from conftest import ROOT

GUIDE = ROOT / "docs" / "instructor-guide"
LANGUAGES = ("en", "zh")
NOTEBOOKS = {lang: sorted(place.name for place in (ROOT / "notebooks" / lang).glob("*.ipynb")) for lang in LANGUAGES}
NUMBERS = [name[:2] for name in NOTEBOOKS["en"]]
"""The notebooks of the course, by number."""

PAGES = sorted(page.name for page in (GUIDE / "en").glob("0*.md"))

PARTS = {
    "en": ("[Mm]inutes", "debrief", "usually gets? wrong", "On the projector", r"Reset|Between two classes"),
    "zh": ("分钟", r"讲评|讨论|总结", r"常犯的错|常见的错", "投影", r"复位|换班"),
}
"""What a page is looked into for: minutes, debrief, misunderstandings, the projector, and the next class."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_index_lists_every_notebook(lang: str) -> None:
    """The index has a row for each notebook of the course, with the link to its page, in order."""
    index = (GUIDE / lang / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| \[\d [^\]]+\]\((\d\d)\.md\) \| `(\d\d)_\w+\.ipynb` \|", index, re.MULTILINE)
    assert rows == [(number, number) for number in NUMBERS]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_notebook_has_a_page(lang: str) -> None:
    """Each notebook of a chapter has a page, named in the index as the file is; both languages have the same pages."""
    assert sorted(page.name for page in (GUIDE / lang).glob("0*.md")) == PAGES
    index = (GUIDE / lang / "README.md").read_text("utf-8")
    assert [page.removesuffix(".md") for page in PAGES] == NUMBERS
    assert [name for name in NOTEBOOKS[lang] if f"`{name}`" not in index] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_all_that_a_lesson_needs(lang: str, page: str) -> None:
    """Minutes a lesson, what to ask, what goes wrong, the projector, and how to reset before the next class."""
    text = (GUIDE / lang / page).read_text("utf-8")
    assert text.startswith("# ")
    assert [part for part in PARTS[lang] if not re.search(part, text)] == []
    assert len(re.findall(r"\| \d{1,3} \|", text)) >= 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_links_lead_to_what_is_there(lang: str) -> None:
    """Each link of the index to another place than a page leads to a file."""
    index = GUIDE / lang / "README.md"
    links = re.findall(r"\]\(([^)]+)\)", index.read_text("utf-8"))
    others = [Path(link) for link in links if not re.fullmatch(r"\d\d\.md", link)]
    assert others
    assert [str(link) for link in others if not (index.parent / link).exists()] == []
