"""The text in which facts are looked for: body and head lines, without a site's own words."""

from __future__ import annotations

import re

from pipeline.entities.joining.assembly import Section
from pipeline.types.articles import HeadLine, UniqueArticle

# `…_东海资讯`, `…-每日短讯`: up to ten characters behind a title's last stroke.
_SITE_TAIL = re.compile(r"(?<=.{6})[_|丨｜—–-] ?([^_|丨｜—–\-\s]{2,10})$")

# More than a date told in one line reaches (`text/times`).
_LINES_APART = 4


def sections_of(article: UniqueArticle) -> tuple[tuple[Section, ...], str]:
    """Return the body and the head lines as one text: a name known in one is known in all."""
    sections, parts = [Section(start=0, end=len(article.body), field="body")], [article.body]
    # A headline is no next line of the body: 前三季度 there is not of the last year that it told.
    parts.append("\n" * _LINES_APART)
    position = len(article.body) + _LINES_APART + 2
    for index, line in enumerate(article.head):
        end = position + len(line.text)
        sections.append(Section(start=position, end=end, field="headline", index=index))
        parts.append(_own_words(line, article.body))
        position = end + 1
    return tuple(sections), "\n".join(parts)


def _own_words(line: HeadLine, body: str) -> str:
    """Return a head line with blanks for what its site put behind the title: no fact of it.

    What the body says too is the article's own, wherever it stands.
    """
    tail = _SITE_TAIL.search(line.text) if line.label == "title" else None
    if tail is None or tail[1] in body:
        return line.text
    return line.text[: tail.start(1)] + " " * len(tail[1])
