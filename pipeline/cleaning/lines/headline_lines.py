"""Lines about the headline of a text: shoulder, subhead, author and account, and what is none."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from pipeline.cleaning.lines.overlap import shared_pairs
from pipeline.cleaning.names.furniture_words import FurnitureWords
from pipeline.types.articles import HEAD_LABELS, Label

# The lines over the first paragraph are so many at most.
_MOST: Final = 5
# What is no shorter, or ends like a sentence, is a paragraph. Chosen, not measured.
_PARAGRAPH: Final = 44
_SAID: Final = 24
_LEAST: Final = 4
# So many pairs of characters of a line stand in headline and lead when it is about them.
_SHARED: Final = 2
_WRONG: Final = frozenset({"other", "link"})
# One pair is enough for a line over the headline that is no longer.
_KICKER: Final = 12
# A line under a headline that shares nothing with it and is so short is an account.
_ACCOUNT: Final = 10
_NO_HEADLINE: Final = re.compile(
    r"[>»|:]\s|^\s?[(\[]|当前位置|當前位置|正文|首页|首頁|字号|字體|打印|分享|来源|來源|作者|编辑|記者|记者"
    r"|^(?:左|右|前排|后排)[起一二三四五]|图为|圖為|^[图圖][:一二]|^[\d\s:年月日./-]+$|[:>]$"
)
_NAME: Final = re.compile(r"[\u3400-\u9fff]{2,4}")
_HAN_LINE: Final = re.compile(r"[\u3400-\u9fffA-Za-z·]{2,10}")
_OUTLET: Final = re.compile(
    "[\u3400-\u9fffA-Za-z]{1,10}(?:[报報社网網台臺刊]|新闻|新聞|客户端|客戶端|发布|在线|观察|财经|融媒|号|频道)"
)
_TIME_LINE: Final = re.compile(
    r"[^\d。,]{0,12}(?:\d{2,4}\s?[-/.年]\s?)?\d{1,2}\s?[-/.月]\s?\d{1,2}\D?.{0,16}$"
)


def lead_at(lines: Sequence[str]) -> int:
    """Return the first paragraph of a text, where it is one of its first lines; else 0."""
    for number, line in enumerate(lines[: _MOST + 1]):
        if (
            len(line) >= _PARAGRAPH
            or line[-1] == "。"
            or (len(line) >= _SAID and line[-1] in "!?”…")
        ):
            return number
    return 0


def about_the_headline(
    lines: Sequence[str], labels: Sequence[Label], told: Collection[int]
) -> Iterator[tuple[int, Label]]:
    """Yield what stands over the first paragraph, speaks of it, and was taken for furniture."""
    lead = lead_at(lines)
    titles = [n for n in range(lead) if labels[n] in {"title", "headline"}]
    if _WRONG.isdisjoint(labels[:lead]):
        return
    text = "\n".join([*(lines[n] for n in titles), *lines[lead : lead + 3]])
    for number in range(lead):
        line = lines[number]
        if labels[number] not in _WRONG or number in told:
            continue
        if not _LEAST <= len(line) < _PARAGRAPH or _NO_HEADLINE.search(line):
            continue
        kicker = len(line) <= _KICKER and (not titles or number < titles[0])
        if shared_pairs(line, text) >= (1 if kicker else _SHARED):
            if not titles:
                titles = [number]
                yield number, "title"
            else:
                yield number, "shoulder" if number < titles[0] else "subhead"


def signed_lines(
    lines: Sequence[str], labels: Sequence[Label], words: FurnitureWords
) -> Iterator[tuple[int, Label]]:
    """Yield author and account that stand on lines of their own beside the time of publication."""
    lead = lead_at(lines)
    timed = [n for n in range(lead) if _TIME_LINE.match(lines[n])]
    if not timed:
        return
    heads = [n for n in range(lead) if labels[n] in HEAD_LABELS and n not in timed]
    # The longest of them is the headline; it alone is about the text.
    longest = max(heads, key=lambda n: len(lines[n]), default=-1)
    if labels[0] == "body" and _NAME.fullmatch(lines[0]) and lines[0][0] in words.surnames:
        yield 0, "byline"
    for number in heads:
        line = lines[number]
        if len(line) > _ACCOUNT + 2 or (number == longest and number < timed[0] and number == 0):
            continue
        if _NAME.fullmatch(line) and line[0] in words.surnames:
            yield number, "byline"
        elif _OUTLET.fullmatch(line) or (
            number > 0
            and not {number - 1, number + 1}.isdisjoint(timed)
            and _HAN_LINE.fullmatch(line)
            and not shared_pairs(line, lines[longest])
            and not shared_pairs(line, "\n".join(lines[lead:]))
        ):
            yield number, "credit"
