"""Which of the course's points an answer names, in Chinese or English, by words in its sentences.

It is a matter of words and not of sense: what is named in a clause that says no is told apart from what is advised, and
more is not understood.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

from crmsim.course.reviewing.points import Point, Question, course

MOST_SIGNS = 20_000
"""The longest answer that is read, in signs: some ten pages."""

SENTENCES = re.compile(r"[。！？!?；;\n]+|\.(?=\s|$)")
"""What sentences end with; a point between figures does not."""

CLAUSES = re.compile(
    r"[,，:：()（）]+|—+|–|(?=而是|而要|但|却|而不是)|(?=\b(?:but|instead of|rather than|without|unless)\b)",
    re.ASCII,
)
"""Where a clause ends, within which a word of denial counts."""

HAN = r"\u3400-\u9fff"

YES_AFTER_ALL = re.compile(
    r"不但|[不别](?:能|要|应|该|可|会)?(?:只|仅|光|单|太)|不断|不同|不满|不足|不管|不论|不怕|不放弃|不气馁|不灰心|"
    r"[被遭]拒绝?|拒绝[了过]|不可或缺|离不开|没有?[^,]{0,12}就(?:不|别)(?:要|能|该)?|"
    r"(?:不能|不要|不可|不该|不应|别)(?:忘|忽视|忽略|缺|少|没|不|冷落|怠慢|亏待|马虎|轻视|小看|丢|拖)|"
    r"分别|特别|区别|差别|级别|类别|性别|个别|识别|辨别|甄别|告别|别人|别的|别家|"
    r"(?:\bnot|\bnever|n't)(?: be)? (?:only|just|merely|give up|forget|neglect|overlook|skip|miss|underestimate|ignore|"
    r"lose|leave out|let down|stop)|"
    r"\bnot (?:be |go |stay |remain )?un\w+|(?:\bnot|\bnever|n't)(?: \w+)? too\b|\bno doubt\b|\bno matter\b|"
    r"\brefus(?:ed|als?)\b",
    re.ASCII,
)
"""Words of denial that deny nothing."""

NO = re.compile(
    r"不(?:要|能|应|宜|该|必|用|可|再|搞|做|靠|打|发|得|值|划算|行)|别|避免|切忌|杜绝|停止|拒绝|禁止|反对|防止|"
    r"避开|而不是|与其|要不得|没用|浪费|"
    r"\b(?:do|should|must|need|can|will|would|ought|may) ?not\b|\b(?:do|should|must|need|ca|wo|would)n't\b|"
    r"\bnot (?:worth|need|necessary|pay)|\bnever\b|\bno\b|\bavoid|\bstop\b|\binstead of\b|\brather than\b|\brefuse\b|"
    r"\bwaste|\buseless\b|\bbeware\b|\babandon",
    re.ASCII,
)
"""Words that say no."""

WARNING = re.compile(
    r"误区|错误|有害|底线|有度|适度|限度|有限|换取|条件|一味|警惕|小心|当心|"
    r"\bmistake|\bharm|\bcareful|\blimit|\bbound|\bexchange\b|\bin return\b|\bdanger|\bendless|\bwrong\b|"
    r"\btoo (?:much|many|easily|often)\b",
    re.ASCII,
)
"""Words that warn without a no."""

Standing = Literal["named", "turned round", "not named"]
"""How an answer stands to a point: it names it as the course does, or the other way round, or not at all."""


@dataclass(frozen=True)
class Coverage:
    """An answer, held against the points of its question.

    Attributes:
        question: which of the two.
        standing: how the answer stands to each point, in the course's order.
    """

    question: Question
    standing: tuple[tuple[Point, Standing], ...]

    def those(self, standing: Standing) -> tuple[Point, ...]:
        """The points to which the answer stands so."""
        return tuple(point for point, found in self.standing if found == standing)


def covered(question: Question, text: str) -> Coverage:
    """Hold an answer against the points of its question; both languages are looked for, whichever it is in."""
    said = sentences(text[:MOST_SIGNS])
    return Coverage(question, tuple((point, standing_of(point, said)) for point in course().points(question)))


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of an answer: small letters, half-width signs, no spaces beside Chinese signs.

    A line that goes on in small letters belongs to the one before it.
    """
    whole = re.sub(r"\r?\n(?=[ \t]*[a-z])", " ", unicodedata.normalize("NFKC", text)).lower()
    lines = (" ".join(line.split()) for line in SENTENCES.split(whole))
    return tuple(re.sub(rf"(?<=[{HAN}]) | (?=[{HAN}])", "", line.replace("’", "'")) for line in lines if line)


def standing_of(point: Point, said: tuple[str, ...]) -> Standing:
    """How an answer's sentences stand to a point; a sentence that is as the course has it outweighs one that is not."""
    found = [is_meant(point, sentence) for sentence in said if is_in(point, sentence)]
    if not found:
        return "not named"
    return "named" if any(found) else "turned round"


def without(point: Point, sentence: str) -> str:
    """A sentence in which what only looks like the point is taken out."""
    for words in point.but:
        sentence = sentence.replace(words, "…")
    return sentence


def is_in(point: Point, sentence: str) -> bool:
    """Whether a sentence names a point."""
    return bool(ways_in(point, without(point, sentence)))


def ways_in(point: Point, sentence: str) -> tuple[re.Pattern[str], ...]:
    """The words by which a sentence names a point: of each way that is found, its first ones."""
    return tuple(way[0] for way in ways(point) if all(words.search(sentence) for words in way))


def is_meant(point: Point, sentence: str) -> bool:
    """Whether a sentence that names a point does so as the course means it."""
    if point.sense == "either":
        return True
    plain = without(point, sentence)
    found = ways_in(point, plain)
    clauses = [clause for clause in CLAUSES.split(plain) if any(words.search(clause) for words in found)]
    if point.sense == "avoid":
        return any(says_no(clause) or WARNING.search(clause) for clause in clauses)
    return not clauses or not all(says_no(clause) for clause in clauses)


def says_no(clause: str) -> bool:
    """Whether a clause denies or advises against what it names."""
    return bool(NO.search(YES_AFTER_ALL.sub("…", clause)))


@cache
def ways(point: Point) -> tuple[tuple[re.Pattern[str], ...], ...]:
    """Every way of naming a point: patterns that must all be found in one sentence."""
    return tuple(
        tuple(pattern(words.strip()) for words in way.split(" + ")) for way in (*point.words.en, *point.words.zh)
    )


@cache
def pattern(words: str) -> re.Pattern[str]:
    """What finds some words: Chinese anywhere, English from the beginning of a word on."""
    return re.compile(re.escape(words) if re.search(f"[{HAN}]", words) else r"\b" + re.escape(words), re.ASCII)
