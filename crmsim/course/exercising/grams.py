"""The phrases of an answer by which its points are known: hashed when words are sealed, and when they are sought."""

import re
import unicodedata
from collections.abc import Iterator

MOST_SIGNS = 4000
"""The longest answer in own words that is read, in signs: some three pages."""

WORD = re.compile(r"[a-z0-9]+(?:['’-][a-z0-9]+)*")
HAN = re.compile(r"[\u3400-\u9fff]+")

MOST_WORDS, MOST_HAN, LEAST_STEM = 3, 8, 4
"""English words of a phrase, Chinese signs of one, and letters of a beginning that stands for a word."""


def plain(text: str) -> str:
    """A text in small letters and half-width signs."""
    return unicodedata.normalize("NFKC", text).lower()


def grams(text: str) -> set[str]:
    """Every phrase of an answer that a point may be known by."""
    whole = plain(text)
    return {*english(WORD.findall(whole)), *chinese(HAN.findall(whole))}


def english(words: list[str]) -> Iterator[str]:
    """Phrases of up to three words, and each with its last word cut: `ask for referr*`."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + MOST_WORDS, len(words)) + 1):
            yield " ".join(words[start:end])
            head, last = words[start : end - 1], words[end - 1]
            yield from (" ".join([*head, last[:cut] + "*"]) for cut in range(LEAST_STEM, len(last) + 1))


def chinese(runs: list[str]) -> Iterator[str]:
    """Every stretch of up to eight Chinese signs."""
    for run in runs:
        for start in range(len(run)):
            yield from (run[start:end] for end in range(start + 1, min(start + MOST_HAN, len(run)) + 1))


def is_phrase(words: str) -> bool:
    """Whether an answer can be known by some words at all."""
    return words in grams(words.replace("*", ""))
