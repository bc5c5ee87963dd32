"""What a line of a page is by its own shape: a link, running text, the line of time and source."""

from __future__ import annotations

import re

from pipeline.cleaning.page.page_lines import PageLine

STOPS = re.compile("[，。！？；、,!?;…]")
# A full stop of other scripts ends a line behind three letters.
_SENTENCE = re.compile(
    "[。！？；…!?;][”’」』）)\"']?$|[：:]$|(?<=[^\\W\\d_][^\\W\\d_][^\\W\\d_])[.][”’\"')]?$"
)
_DATE = re.compile(r"(?:19|20)?\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{1,2}:\d{2}")
_INFO = re.compile(
    "来源|來源|作者|发布|發布|发表|时间|時間|日期|更新|浏览|瀏覽|点击|阅读|字号|字體|评论|评論|打印|稿源|责编|编辑|分享|收藏"
)
# Words of four letters and more; runs of scripts that part no words.
_WORD = re.compile("[^\\W\\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{4,}")
_RUN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")
# A link that opens a paragraph of prose names a person or a place; a headline is longer.
_CARD = 9


def is_linked(line: PageLine) -> bool:
    """Say whether a line is a link, or a card: a linked headline with words about it behind."""
    return line.linked * 2 > len(line.text) or (line.led and line.linked >= _CARD)


def is_running(line: PageLine) -> bool:
    """Say whether a line is running text: a sentence, or long with stops in it, mostly unlinked."""
    if is_linked(line):
        return False
    stops = len(STOPS.findall(line.text))
    return len(line.text) >= 12 and (stops >= 2 or _SENTENCE.search(line.text) is not None)


def is_info(text: str) -> bool:
    """Say whether a line is the one below a headline: time, source, counts, and no sentence."""
    if len(text) > 120 or not (found := _DATE.search(text)):
        return False
    rest = len(text) - (found.end() - found.start())
    return "。" not in text and (rest < 24 or _INFO.search(text) is not None)


def same_words(left: str, right: str) -> bool:
    """Say whether two lines are one headline: equal but for spaces."""
    return "".join(left.split()) == "".join(right.split())


def is_prose(line: PageLine, title: str) -> bool:
    """Say whether a line is running text: no heading, no headline, no line of time."""
    if line.heading or not is_running(line) or is_info(line.text):
        return False
    return not (title and same_words(line.text, title))


def terms_of(text: str) -> set[str]:
    """Return what texts are compared by: pairs of characters, words where those are parted."""
    found = {word.lower() for word in _WORD.findall(text)}
    for run in _RUN.findall(text):
        found.update(run[n : n + 2] for n in range(len(run) - 1))
    return found
