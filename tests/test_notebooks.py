"""The course's notebooks: one course in two languages, every item taught, and stored outputs that can be trusted."""

import json
import re
import tomllib
import unicodedata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from crmsim.course.refresh import LAB, executed, refresh, stripped, tags
from crmsim.course.shown import CHART, SCHEMA, TEXT
from crmsim.errors import CrmsimError

nbformat = pytest.importorskip("nbformat", reason="notebooks are read with nbformat, of the extra `lab`")

FOLDER = Path(__file__).parents[1] / "notebooks"
LANGUAGES = ("en", "zh")
NAMES = sorted(place.name for place in (FOLDER / "en").glob("*.ipynb"))
CHAPTERS = {
    "1": ("01_knowing_customers.ipynb",),
    "2": ("02_developing_customers.ipynb",),
    "3": ("03_maintaining_customers.ipynb",),
    "4": ("04_exiting_customers.ipynb",),
    "Q": ("05_review_developing.ipynb", "06_review_maintaining.ipynb"),
}
"""The notebooks that teach each chapter; the review questions have one each."""

TODAY = {
    "02_developing_customers.ipynb": {"today": "2021"},
    "03_maintaining_customers.ipynb": {"bonds-today": "2023"},
    "04_exiting_customers.ipynb": {"today-lpr": "2019", "today-classes": "2023", "today-small": "2024"},
}
"""What has changed since the course was written: the cell that tells it, and a year that its source is of."""

BEYOND = {"en": "**Today (beyond the course).**", "zh": "**今天（课程之外）。**"}
"""How such a cell is marked as context and no part of the course."""

MOST_LINES = 3
MOST_BYTES = 300 * 1024
"""What the stored outputs of a notebook take at most; its prose is read, however long."""

ITEM = "item:"


def read(lang: str, name: str) -> Any:
    """A notebook as it is stored."""
    return nbformat.read(FOLDER / lang / name, as_version=4)


def cells_of(lang: str, chapter: str) -> list[Any]:
    """All cells of a chapter's notebooks."""
    return [cell for name in CHAPTERS[chapter] for cell in read(lang, name).cells]


def code_cells(book: Any) -> list[Any]:
    """The cells that are run."""
    return [cell for cell in book.cells if cell.cell_type == "code"]


def told(cell: Any) -> list[dict[str, Any]]:
    """What a cell shows, kind by kind, as text and as charts."""
    return [{kind: output["data"].get(kind) for kind in (TEXT, CHART)} for output in cell.outputs if "data" in output]


def plain(text: str) -> str:
    """Text in which full-width and half-width forms are one, and dashes and spaces do not count."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign not in " \n—―–-")


@pytest.fixture
def chapters(shared: Path) -> dict[str, list[dict[str, str]]]:
    """The items of each chapter of the course."""
    outline = shared / "course" / "outline.toml"
    if not outline.is_file():
        pytest.skip(f"the course's outline is not here ({outline}); set CRMSIM_SHARED to the folder that has it")
    read_in = tomllib.loads(outline.read_text("utf-8"))
    return {number: chapter["items"] for number, chapter in read_in["chapter"].items()}


def test_there_is_a_notebook_of_each_name_in_each_language() -> None:
    """Both folders hold the same notebooks, and there are some."""
    assert "00_welcome.ipynb" in NAMES
    assert sorted(place.name for place in (FOLDER / "zh").glob("*.ipynb")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_only_the_prose_differs_between_languages(name: str) -> None:
    """Cells have the same order, kinds, ids, tags and code in both languages, and every text is another."""
    english, chinese = (read(lang, name).cells for lang in LANGUAGES)
    assert [(c.id, c.cell_type, tags(c)) for c in english] == [(c.id, c.cell_type, tags(c)) for c in chinese]
    code = [(one.source, other.source) for one, other in zip(english, chinese, strict=True) if one.cell_type == "code"]
    prose = [(one.source, other.source) for one, other in zip(english, chinese, strict=True) if one.cell_type != "code"]
    assert [one for one, other in code if one != other] == []
    assert [one for one, other in prose if one == other] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_item_is_taught_once(lang: str, chapter: str, chapters: dict[str, list[dict[str, str]]]) -> None:
    """Each item of a chapter has one cell of text, tagged with its number."""
    found = [tag for cell in cells_of(lang, chapter) if cell.cell_type == "markdown" for tag in tags(cell)]
    expected = [ITEM + item["id"] for item in chapters[chapter]]
    assert len(expected) > (1 if chapter == "Q" else 10)
    assert sorted(tag for tag in found if tag.startswith(ITEM)) == sorted(expected)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_chinese_text_names_each_item_as_the_course_does(
    chapter: str, chapters: dict[str, list[dict[str, str]]]
) -> None:
    """The course's own term of an item stands in the cell that teaches it."""
    cells = {tag: cell.source for cell in cells_of("zh", chapter) for tag in tags(cell)}
    missing = [item["id"] for item in chapters[chapter] if plain(item["zh"]) not in plain(cells[ITEM + item["id"]])]
    assert missing == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_items_are_headed_by_the_courses_own_terms(
    lang: str, chapter: str, chapters: dict[str, list[dict[str, str]]]
) -> None:
    """The heading of each item has its number, and words of the outline's term in the notebook's language."""
    cells = {tag: cell.source for cell in cells_of(lang, chapter) for tag in tags(cell)}
    heads = {item["id"]: cells[ITEM + item["id"]].splitlines()[0].lstrip("# ") for item in chapters[chapter]}
    assert [number for number, head in heads.items() if not head.startswith(f"{number} ")] == []
    assert [
        (head, item[lang])
        for item in chapters[chapter]
        if not agree(head := heads[item["id"]].partition(" ")[2], item[lang])
    ] == []


def agree(head: str, term: str) -> bool:
    """Whether a heading has the term or its beginning in it, or at least one of its longer words."""
    own, whole = plain(head).lower(), plain(term).lower()
    if own in whole or whole.split("(")[0] in own or any(part in own for part in whole.split(":")):
        return True
    return bool(stems(head) & stems(term))


def stems(text: str) -> set[str]:
    """The beginnings of the longer words of an English text."""
    return {word[:5] for word in re.findall(r"[a-z]{5,}", text.lower())}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", TODAY)
def test_what_is_law_today_is_told_beside_the_course(lang: str, name: str) -> None:
    """Rates, classes, personal data, tying and calling in loans: a short box each, dated, and marked as beyond it."""
    cells = {cell.id: cell.source for cell in read(lang, name).cells}
    assert [box for box in TODAY[name] if not cells[box].startswith(f"> {BEYOND[lang]}")] == []
    assert [box for box, year in TODAY[name].items() if year not in cells[box]] == []
    assert [box for box in TODAY[name] if len(cells[box]) > 1200] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_beside_each_lab_stands_what_it_shows_unmoved(lang: str, name: str) -> None:
    """Right before or after each lab a cell shows stored figures of the same, for readers without a kernel."""
    cells = code_cells(read(lang, name))
    told_at = [bool(told(cell)) for cell in cells]
    labs = [place for place, cell in enumerate(cells) if LAB in tags(cell)]
    assert [cells[place].id for place in labs if not any(told_at[max(place - 1, 0) : place + 2])] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_cells_are_short_and_files_small(lang: str, name: str) -> None:
    """No cell asks its reader to read more than three lines of code, and what is stored is quickly opened."""
    book = read(lang, name)
    cells = code_cells(book)
    assert cells
    assert [cell.id for cell in cells if len(cell.source.splitlines()) > MOST_LINES] == []
    whole = (FOLDER / lang / name).stat().st_size
    for cell in cells:
        cell.outputs = []
    assert whole - len(nbformat.writes(book).encode()) <= MOST_BYTES


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_outputs_are_stored_and_need_no_network(lang: str, name: str) -> None:
    """Every cell that shows something has it stored in plain text at least, and nothing in it points to the network."""
    cells = [cell for cell in code_cells(read(lang, name)) if LAB not in tags(cell)]
    showing = [cell for cell in cells if " = " not in cell.source.splitlines()[-1]]
    assert [cell.id for cell in showing if not told(cell)] == []
    assert [cell.id for cell in cells if any(not text[TEXT] for text in told(cell))] == []
    outputs = json.dumps([cell.outputs for cell in cells], ensure_ascii=False).replace(SCHEMA, "")
    assert "http" not in outputs


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_executing_a_notebook_gives_what_is_stored(lang: str, name: str) -> None:
    """A fresh kernel shows the same text and the same charts, cell by cell, without an error."""
    pytest.importorskip("nbclient", reason="notebooks are executed with nbclient, of the extra `lab`")
    stored, fresh = read(lang, name), executed(FOLDER / lang / name)
    assert [cell.id for cell in code_cells(fresh) if any(o.output_type == "error" for o in cell.outputs)] == []
    for one, other in zip(code_cells(stored), code_cells(fresh), strict=True):
        assert told(one) == told(other), one.id


def test_charts_are_stored_for_the_version_that_pages_bring() -> None:
    """Each chart names Vega-Lite 5, and says what it shows for those who do not see it."""
    charts = [
        text[CHART]
        for lang in LANGUAGES
        for name in NAMES
        for cell in code_cells(read(lang, name))
        for text in told(cell)
        if text[CHART]
    ]
    assert len(charts) > 20
    assert {chart["$schema"] for chart in charts} == {SCHEMA}
    assert [chart["title"] for chart in charts if not chart.get("description")] == []


def test_the_lab_has_its_place() -> None:
    """One cell of chapter 1 opens the lab on two settings of the strategy."""
    cells = [cell for cell in cells_of("en", "1") if LAB in tags(cell)]
    assert len(cells) == 1
    assert "Lab(" in cells[0].source
    if find_spec("crmsim.widgets") is not None:
        from crmsim.settings import levers

        named = {part for part in cells[0].source.split('"') if "." in part and "import" not in part}
        assert named <= {lever.path for lever in levers()}


def test_what_changes_every_time_is_not_stored() -> None:
    """Times, versions and live widgets are left out, cells are counted from 1, and their tags stay."""
    cell = nbformat.v4.new_code_cell("1", id="one", metadata={"tags": ["kept"], "execution": {"start": "now"}})
    cell.execution_count = 7
    live = {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, TEXT: "Lab()"}
    cell.outputs = [nbformat.v4.new_output("display_data", live), nbformat.v4.new_output("display_data", {TEXT: "1"})]
    book = stripped(
        nbformat.v4.new_notebook(cells=[cell], metadata={"language_info": {"name": "python", "version": "3"}})
    )
    assert (book.cells[0].metadata, book.cells[0].execution_count) == ({"tags": ["kept"]}, 1)
    assert [output["data"] for output in book.cells[0].outputs] == [{TEXT: "1"}]
    assert "version" not in book.metadata["language_info"]


def test_a_folder_without_notebooks_is_refused(tmp_path: Path) -> None:
    """Whoever names the wrong folder is told so."""
    with pytest.raises(CrmsimError, match="holds no notebooks"):
        refresh(tmp_path)
