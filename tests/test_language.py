"""The two languages: every word that metadata show has its Chinese, and what is missing is said in English."""

import ast
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import crmsim
from crmsim import stages
from crmsim.course.still import name_of
from crmsim.errors import CrmsimError
from crmsim.language import NAMES, catalogue, chosen, label, speaker
from crmsim.results.kpis import KPIS
from crmsim.results.tables import MEANINGS, TABLES
from crmsim.settings import levers, load, scenarios

HOME = Path(crmsim.__file__).parent
FILES = sorted(file for file in HOME.glob("locale/*/LC_MESSAGES/*.po") if file.parts[-3] != "en")
RATINGS = set(stages.Rating.names())
"""Words that are the same in both languages."""


SAYING = {"say", "phrase"}
"""Functions whose texts are said to a reader, at once or later."""


def shown() -> set[str]:
    """Every text of the metadata that a reader sees."""
    texts = {text for kpi in KPIS for text in (label(kpi.name), kpi.unit, kpi.meaning)}
    texts |= {text for table in TABLES.values() for c in table for text in (label(c.name), c.unit, c.meaning)}
    texts |= {text for lever in levers() for text in (lever.about.unit, lever.meaning)}
    texts |= {label(lever.path.rpartition(".")[2]) for lever in levers()} | set(MEANINGS.values())
    texts |= {text for name in scenarios() for text in (load(name).name, load(name).note)}
    families = [family for family in vars(stages).values() if isinstance(family, stages.Codes)]
    return texts | {label(name) for family in families for name in family.names()}


def test_every_word_of_the_metadata_has_its_chinese() -> None:
    """Labels, units and meanings of indicators, columns and settings, and the packaged scenarios, are translated."""
    missing = sorted(shown() - set(catalogue("zh")) - RATINGS)
    assert missing == []


def test_every_setting_has_an_english_label_of_its_own() -> None:
    """A slider says what it sets in words, no two the same; the English catalogue has labels and nothing else."""
    assert set(catalogue("en")) <= {lever.label_key for lever in levers()}
    names = [name_of(lever, speaker("en")) for lever in levers()]
    assert len(set(names)) == len(names)
    assert [name for name in names if not 1 < len(name.split()) < 10] == []


def test_every_word_that_code_says_has_its_chinese() -> None:
    """Each text that a module says by itself stands in a catalogue."""
    said = set()
    for file in HOME.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in SAYING:
                said |= {a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    assert len(said) > 40
    assert sorted(said - set(catalogue("zh"))) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parts[-3]} {file.stem}")
def test_a_catalogue_is_whole(file: Path) -> None:
    """Each entry is translated, keeps the places for names and figures, and ends in a full stop where English does."""
    with file.open("rb") as opened:
        entries = [message for message in read_po(opened) if message.id]
    assert entries
    for entry in entries:
        english, own = str(entry.id), str(entry.string)
        assert own, english
        assert sorted(places(english)) == sorted(places(own)), english
        ends = "。）" if file.parts[-3] == "zh" else ".)"
        if english.endswith(".") and not english.endswith("...") and not english.startswith("setting."):
            assert own[-1] in ends, english


def places(text: str) -> list[str]:
    """The places of a text into which names and figures go."""
    return [part.split("}")[0] for part in text.split("{")[1:]]


def test_one_english_word_has_one_in_each_language() -> None:
    """No two catalogues of a language translate the same text in two ways."""
    found: dict[tuple[str, str], set[str]] = {}
    for file in FILES:
        with file.open("rb") as opened:
            for message in read_po(opened):
                if message.id:
                    found.setdefault((file.parts[-3], str(message.id)), set()).add(str(message.string))
    assert {english: words for english, words in found.items() if len(words) > 1} == {}


def test_what_is_not_translated_is_said_in_english() -> None:
    """A text that no catalogue has comes out as it is."""
    assert speaker("zh")("no such words") == "no such words"
    assert speaker("en")("contribution") == "contribution"


def test_the_language_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """`CRMSIM_LANG` chooses where nothing is named; another language is refused in a sentence."""
    monkeypatch.setenv("CRMSIM_LANG", "zh")
    assert chosen() == "zh"
    assert chosen("en") == "en"
    with pytest.raises(CrmsimError, match=f"'fr' is none of {', '.join(NAMES)}"):
        chosen("fr")
