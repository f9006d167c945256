"""A chapter as one page of HTML that prints well: charts drawn, tables open, answers on a sheet of their own."""

import re
from collections.abc import Sequence
from functools import cache
from html import escape, unescape
from typing import Any

import crmsim
from crmsim.handout.chapters import Chart, Part, Prose
from crmsim.language import Say, speaker, tag

FOLDED = re.compile(r"<details>\s*<summary>(.*?)</summary>(.*?)</details>", re.DOTALL)
"""What shows on a click only: its question and its answer."""

BEYOND = re.compile(r'<a href="(?!https?:)[^"]*">(.*?)</a>', re.DOTALL)
"""A link to another notebook, which leads nowhere on paper."""

TITLE = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)


def page(chapter: Sequence[Part], lang: str) -> str:
    """A chapter as HTML that needs nothing else.

    Args:
        chapter: its parts, in their order.
        lang: `en` or `zh`.
    """
    from jinja2 import Environment, PackageLoader, select_autoescape

    say = speaker(lang)
    answers: list[str] = []
    body = [unfolded(html(part), answers, say) for part in chapter]
    loader = PackageLoader("crmsim.handout", "templates")
    template = Environment(loader=loader, autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True)
    return template.get_template("handout.html.j2").render(
        lang=tag(lang), title=title(body), body=body, answers=answers, say=say, version=crmsim.__version__
    )


def html(part: Part) -> str:
    """A part as HTML."""
    if isinstance(part, Prose):
        return BEYOND.sub(r"\1", str(markdown().render(part.text)))
    return figure(part) if isinstance(part, Chart) else part.html


def figure(chart: Chart) -> str:
    """A chart, drawn, with what it shows in words below it."""
    words = escape(str(chart.spec.get("description", "")))
    return f"<figure>{drawn(chart)}<figcaption>{words}</figcaption></figure>"


def drawn(chart: Chart) -> str:
    """A chart as SVG, by the newest Vega-Lite 5 that is there."""
    import vl_convert

    known = [version for version in vl_convert.get_vegalite_versions() if version.startswith("5.")]
    newest = max(known, key=lambda version: int(version.partition(".")[2]))
    svg: Any = vl_convert.vegalite_to_svg(chart.spec, vl_version=newest)
    return str(svg)


def unfolded(text: str, answers: list[str], say: Say) -> str:
    """Text in which tables stand open, and answers are only pointed to; they are added to those at the end."""

    def opened(found: re.Match[str]) -> str:
        question, answer = found[1], found[2]
        if "<table>" in answer:
            return f"<p>{question}</p>{answer}"
        answers.append(answer)
        told = say("Answer {number}: on the last sheet").format(number=len(answers))
        return f'<p class="answer">{escape(told)}</p>'

    return FOLDED.sub(opened, text)


def title(body: Sequence[str]) -> str:
    """The chapter's own heading as plain text."""
    found = next((match for part in body if (match := TITLE.search(part))), None)
    return unescape(re.sub("<[^>]+>", "", found[1])) if found else "crmsim"


@cache
def markdown() -> Any:
    """What turns the course's Markdown into HTML."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": True}).enable("table")
