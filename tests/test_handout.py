"""Handouts: a chapter on paper in either language, made without a network and never over what is there."""

import io
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from test_cli import is_refused
from test_cli import run as command

from crmsim.errors import CrmsimError
from crmsim.handout import make
from crmsim.handout.chapters import Chart, Prose, Shown, files, parts, stem_of
from crmsim.handout.pages import html, page, title
from crmsim.handout.printing import browser, print_pdf
from crmsim.language import LANGUAGES
from crmsim.workplace import notebooks

TITLES = {"en": "Welcome to your branch", "zh": "欢迎来到你的网点"}


def plain(text: str) -> str:
    """Text without spaces, which a PDF may put anywhere, and with radicals told as the signs that they look like."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


@pytest.fixture
def no_browser(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which no command can be found."""
    monkeypatch.setenv("PATH", str(tmp_path_factory.mktemp("empty")))
    if browser():
        pytest.skip("a browser stands where this system has its programs, whatever PATH says")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_chapter_becomes_a_pdf(lang: str, tmp_path: Path) -> None:
    """The command writes a PDF of some pages, in which the title can be searched for, Chinese too."""
    pypdf = pytest.importorskip("pypdf", reason="PDF is read with pypdf, of the extra `test`")
    if browser() is None:
        pytest.skip("no browser that prints PDF is installed")
    done = command("handout", "0", "--lang", lang, "--out", tmp_path)
    file = tmp_path / f"00_welcome.{lang}.pdf"
    assert (done.returncode, done.stderr, done.stdout) == (0, "", f"written to {file}\n")
    assert [place.name for place in tmp_path.iterdir()] == [file.name]
    pages = pypdf.PdfReader(io.BytesIO(file.read_bytes())).pages
    text = plain("".join(one.extract_text() for one in pages))
    assert len(pages) > 1
    assert plain(TITLES[lang]) in text
    assert "importcrmsim" not in text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("no_browser")
def test_without_a_browser_there_is_html(lang: str, tmp_path: Path) -> None:
    """What is missing is said in one sentence, and the page is whole: title, charts as lines, no script, no network."""
    made = make(["0"], lang=lang, out=tmp_path)
    text = made.files[0].read_text("utf-8")
    assert made.files == (tmp_path / f"00_welcome.{lang}.html",)
    assert made.note.startswith("no browser that prints PDF is here")
    assert f"<title>{TITLES[lang]}</title>" in text
    assert "<svg" in text
    assert "<script" not in text
    assert re.findall(r'(?:src|href)="http', text) == []


def test_a_handout_is_not_written_over(tmp_path: Path) -> None:
    """A file that is there is refused before anything is made; `--force` replaces it."""
    file = tmp_path / "01_knowing_customers.en.html"
    file.write_text("notes of mine", "utf-8")
    done = command("handout", "0", "1", "--html", "--lang", "en", "--out", tmp_path)
    assert is_refused(done, "exists already; choose another folder, or add --force")
    assert [place.name for place in tmp_path.iterdir()] == [file.name]
    assert file.read_text("utf-8") == "notes of mine"
    again = command("handout", "1", "--html", "--lang", "en", "--out", tmp_path, "--force")
    assert (again.returncode, again.stderr) == (0, "")
    assert "Knowing customers" in file.read_text("utf-8")


def test_an_unknown_chapter_is_refused(tmp_path: Path) -> None:
    """Who asks for a chapter that there is not is told which there are."""
    done = command("handout", "9", "--lang", "en", "--out", tmp_path / "new")
    assert is_refused(done, "there is no chapter '9'; choose from 0, 1, 2, 3, 4")
    assert not (tmp_path / "new").exists()


def test_a_chapter_has_several_names() -> None:
    """A number, a number with its zero, a name and a file name mean the same; all means all, each once."""
    known = [place.stem for place in files([], "en")]
    assert known == sorted(place.stem for place in notebooks("en").glob("*.ipynb"))
    assert {stem_of(name, known) for name in ("3", "03", known[3], f"{known[3]}.ipynb")} == {known[3]}
    assert len(files(["3", "03"], "zh")) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_prose_charts_and_tables_are_all_there(lang: str) -> None:
    """Every cell of text and every chart of a chapter is on the page, drawn; nothing of the code is."""
    chapter = parts(files(["7"], lang)[0])
    text = page(chapter, lang)
    charts = [part for part in chapter if isinstance(part, Chart)]
    assert len(charts) > 5
    assert text.count("<svg") == len(charts)
    assert text.count("<h2>") == sum(part.text.startswith("## ") for part in chapter if isinstance(part, Prose))
    assert "progress=bar)</code></pre>" not in text
    assert "display(bar" not in text


def test_answers_stand_at_the_end() -> None:
    """An answer that folds on a screen is on the last sheet; figures that fold below a chart are left out."""
    folded = "<details><summary>Answer</summary><ul><li>1 A</li></ul></details>"
    table = "<details><summary>Figures</summary><table><tr><td>7</td></tr></table></details>"
    text = page([Prose("# One\n\n<details><summary>Answer</summary>42</details>"), Shown(folded), Shown(table)], "en")
    body, _, answers = text.partition('<section class="answers">')
    assert ["1 A" in body, "42" in body, "<td>7</td>" in body] == [False, False, True]
    assert ["1 A" in answers, "42" in answers] == [True, True]
    assert "Answer 2: on the last sheet" in body
    for lang in LANGUAGES:
        chapter = parts(files(["4"], lang)[0])
        follows = [(one, other) for one, other in pairwise(chapter) if isinstance(one, Chart)]
        assert [other for _, other in follows if isinstance(other, Shown) and other.html.startswith("<details>")] == []


def test_a_title_is_plain_text() -> None:
    """Signs that HTML writes out are signs again in the title, and a page without a heading has one all the same."""
    assert title(["<p>x</p>", "<h1>Mine &amp; <em>yours</em></h1>"]) == "Mine & yours"
    assert title(["<p>x</p>"]) == "crmsim"


def test_a_browser_that_prints_nothing_is_told(tmp_path: Path) -> None:
    """A command that ends without a PDF, or is none, is named in the sentence."""
    target = tmp_path / "one.pdf"
    for name in ("true", "no-such-browser"):
        with pytest.raises(CrmsimError, match=f"{name} has made no PDF"):
            print_pdf("<p>x</p>", target, name, tmp_path)
    assert not target.exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_emphasis_closes(lang: str) -> None:
    """No star of Markdown is left over in the course's prose: a Chinese sign before a closing one asks for a space."""
    prose = [html(part) for file in files([], lang) for part in parts(file) if isinstance(part, Prose)]
    assert len(prose) > 100
    assert [text for text in prose if "**" in re.sub(r"<code>.*?</code>", "", text)] == []
