"""Lines under an article that what stands beside them gives away: credits, statements that go on.

A credit's role may be a word that no list holds, and a statement may go on in numbered lines. Among
credits a line of their shape is one; what stands under a statement and speaks of it is it too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from pipeline.cleaning.names.credit_lines import bears_names, credit_roles, role_heads
from pipeline.cleaning.names.furniture_words import MARK, OPEN, FurnitureWords
from pipeline.cleaning.names.notices import line_notice
from pipeline.types.articles import Label

# 录音丨林一舟: a word, a mark, who bears it. No role has more characters.
_ENTRY: Final = re.compile(
    rf"{OPEN}(?P<label>[\u4e00-\u9fffA-Za-z、&]{{1,8}})(?P<mark>{MARK})(?P<value>[^。!?;…“”]*)"
)
_BARS: Final = frozenset("|丨│┃︱∣¦")
# Behind a role who bears it may say what he is, in so many characters. Chosen, not measured.
_LONGEST_BEARER: Final = 80
# A word for a list of links or for what an event needs is none of who worked on it.
_NO_ROLE: Final = re.compile(
    "[时時]间|[时時]間|地[点點址]|电话|電話|票|价|價|链接|阅读|閱讀|标签|名称|品|主演|导航|题|題"
)
# From a line upwards so many of its kind are looked through for one that surely credits.
_FAR: Final = 5
# A statement and what goes on under it are so many lines, each of so many characters.
_MOST_LINES: Final = 8
_LONGEST_POINT: Final = 220
_NUMBERED: Final = re.compile(r"[(\[【]?(?:\d{1,2}|[一二三四五六七八九十])[)\]】、.)]|[①-⑳]")
_OF_RIGHTS: Final = re.compile(
    "本(?:网|網|站|报|報|刊|台|平台|公众号|号|社|文)|我们|我們|您|版权|版權|著作权|转载|轉載|侵权|侵權"
    "|作品|稿件|联系|聯繫|删除|刪除|邮箱|郵箱|电话|電話|授权|授權|责任|責任"
)
# The word of a list of links stands so near the line's beginning.
_MARKER: Final = 16
_LONGEST_HEADLINE: Final = 48
# What stands before each entry of a list.
_BULLET: Final = re.compile(r"[^\w\s(\[【〔《「『“‘\"'#@]")
# Among so few lines one link speaks for the others.
_MOST_LINKS: Final = 5
# What makes a statement the news.
_ANNOUNCED: Final = re.compile(
    "声明|聲明|提示|公告|通告|澄清|提醒|版权|版權|侵权|侵權|转载|轉載|著作权"
)


def announces(title: str) -> bool:
    """Return whether a title says that a statement is the news."""
    return _ANNOUNCED.search(title) is not None


def among_credits(
    lines: Sequence[str], number: int, words: FurnitureWords, *, below: bool
) -> Label | None:
    """Return what a closing line is that has the shape of credits and stands among them.

    Args:
        lines: Width folded, stripped.
        number: Of the line.
        words: The role words.
        below: Whether the line under it is a credit.
    """
    found = _ENTRY.fullmatch(lines[number])
    if found is None or not (below or _credit_above(lines, number, words)):
        return None
    head = next(role_heads(lines[number], words), None)
    value = found["value"]
    if head is not None and head.start == found.start("label") and head.kind != "title":
        # Who bears a known role may be anybody: a clause is nobody.
        if len(value) > _LONGEST_BEARER or value.count(",") > 1:
            return None
        return "byline" if head.kind == "writer" and value else "credit"
    if _NO_ROLE.search(found["label"]):
        return None
    barred = not _BARS.isdisjoint(found["mark"])
    return "credit" if bears_names(value, words, loose=barred) else None


def _credit_above(lines: Sequence[str], number: int, words: FurnitureWords) -> bool:
    """Return whether lines of the same shape lead upwards to one that surely credits."""
    for above in range(number - 1, max(-1, number - 1 - _FAR), -1):
        if any(role.kind == "core" for role in credit_roles(lines[above], words, closing=True)):
            return True
        if _ENTRY.fullmatch(lines[above]) is None:
            return False
    return False


def statement_lines(
    lines: Sequence[str], kept: Sequence[int], told: Collection[int], words: FurnitureWords
) -> set[int]:
    """Return the lines of a statement that ends an article, those that go on under it too.

    Args:
        lines: Width folded, stripped.
        kept: The lines that are not removed, in order.
        told: Those that hold a word of furniture.
        words: What furniture is known by.
    """
    last = list(kept[-_MOST_LINES:])
    if not last or not _goes_on(lines[last[-1]]):
        return set()
    for at, number in enumerate(last[:-1]):
        if number not in told or line_notice(lines[number], words, edge=True) != "disclaimer":
            continue
        below = last[at + 1 :]
        if all(_goes_on(lines[other]) for other in below):
            return {number, *below}
    return set()


def _goes_on(line: str) -> bool:
    """Return whether a line may be a point of a statement: it has a number, it speaks of rights."""
    return len(line) <= _LONGEST_POINT and (
        _NUMBERED.match(line) is not None or len(_OF_RIGHTS.findall(line)) > 1
    )


def after_marker(
    lines: Sequence[str], labels: Sequence[Label], words: FurnitureWords
) -> Iterator[int]:
    """Yield the headlines that end a text under the head of a list of links, links among them.

    They are few, or each has the bullet of the link that the list begins with.
    """
    marker = max((n for n, label in enumerate(labels) if label == "marker"), default=-1)
    first = marker + 1
    if marker < 1 or "link" not in labels[first : first + 1]:
        return
    if not words.marker.search(lines[marker], 0, _MARKER):
        return
    bullet = _BULLET.match(lines[first])
    below = [n for n in range(first, len(lines)) if not bullet or lines[n].startswith(bullet[0])]
    if (bullet or len(below) <= _MOST_LINKS) and all(
        len(lines[n]) <= _LONGEST_HEADLINE and lines[n][-1] not in "。:;" for n in below
    ):
        yield from (n for n in below if labels[n] == "body")
