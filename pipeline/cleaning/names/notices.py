"""What a publisher says to its readers and is no news: rights, stance, calls, editions."""

from __future__ import annotations

import re
from typing import Final, Literal

from pipeline.cleaning.names.furniture_words import FurnitureWords

Notice = Literal["", "address", "call", "disclaimer", "edition", "picture-source"]
"""Why a line or sentence is furniture; empty where it is none."""

# Sentences of a paragraph; what stands in brackets or quotes may end them.
# Not possessive: what follows never fails, and Python before 3.11.5 reads such groups amiss.
_SENTENCE: Final = re.compile(
    r"(?:[^。!?….]+|\.(?!\.))+(?:[。!?…]|\.{2,})*[”\")\]】》]*(?:\(完\))?"
)
_LONGEST_EDITION: Final = 60
_LONGEST_CALL: Final = 90
_LONGEST_WORKING: Final = 48
_LONGEST_STATEMENT: Final = 110
_HINT: Final = "提示"
# Somebody says it: then it is news.
_SAID: Final = re.compile(
    "(?:表示|指出|认为|認為|强调|強調|介绍|介紹|称|稱|说|說|告诉|告訴|回应|回應|透露|通报|通報|提醒|呼吁|呼籲|规定|規定|要求|法院|判决|起诉|原告|被告)"
)
_DAY: Final = r"(?:\d{4}\s?[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}\s?日?|\d{1,2}月\d{1,2}日)"
# What stands in quotes and goes on behind them is told of.
_QUOTING: Final = re.compile(r"[“\"][^”\"]*[”\"](?=.)")
# A dateline opens the news.
_SENT: Final = re.compile(
    r"本[报報网網刊台].{0,12}[讯訊电電]|(?:记者|記者)[ :]?[\u4e00-\u9fff]{2,4}|\d月\d{1,2}日"
)
_PAPER: Final = r"[《「]?[\u4e00-\u9fff]{2,12}(?:报|報|刊|周刊|时报|海外版|网)?[》」]?"
# 《江口日报》(2024年3月1日第04版), 第A05版:要闻, ( 04 版 ), 江口日报 2024-03-01 05版
_EDITION: Final = re.compile(
    rf"[\s(\[【<]*(?:{_PAPER})?[\s(\[【:,|]*(?:{_DAY})?[\s,|(]*(?:星期[一二三四五六日天])?[\s,:|(]*"
    rf"第?\s?[A-Z]?\d{{1,3}}(?:\s?[-、至~]\s?[A-Z]?\d{{1,3}})?\s?版(?:面)?[\s:|)]*[\u4e00-\u9fff]{{0,8}}[\s,|]*(?:{_DAY})?[\s)\]】>。]*"
)
_EDITION_TAIL: Final = re.compile(
    rf"(?:{_PAPER}\s?)?[(\[【]\s?(?:{_PAPER})?\s?(?:{_DAY})[\s,]*第?\s?[A-Z]?\d{{1,3}}\s?版[^()]{{0,10}}[)\]】]\s*$"
)
_ADDRESS: Final = re.compile(
    r"[\s(\[【<]*(?:[\u4e00-\u9fff]{1,10}[ \t]*[:]?[ \t]*){0,3}[(<]?(?:https?://|www\.)[^\s\u4e00-\u9fff]+[\s)\]】>]*",
    re.IGNORECASE,
)
_MAIL: Final = re.compile(
    r"[(\[【<]?(?:[\u4e00-\u9fff]{0,6}(?:邮箱|郵箱|电邮|電郵|Email|E-mail|email)[ ]?:[ ]?)?"
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+[)\]】>]?"
)
# Behind a word for it an address needs no protocol.
_NAMED_ADDRESS: Final = re.compile(
    r"(?:[\u4e00-\u9fff]{1,8}\s)?[\u4e00-\u9fff]{0,4}(?:网址|網址|链接|連結|地址|官网|官網|官方网站)\s?[:]\s?[A-Za-z0-9.-]+\.[A-Za-z]{2,8}(?:[/?#][^\s\u4e00-\u9fff]*)?\s*",
)
# 》》》推荐阅读:…, >>>延伸阅读|…, 【推荐阅读】… glued to a paragraph.
_ARROWS: Final = frozenset("》>»▶►→↓☞👉【[")
_BRACKETS: Final = {")": "(", "]": "[", "】": "【", "〕": "〔"}
_ADDRESS_TAIL: Final = re.compile(
    r"(?<=[。!?”)】…;])\s{0,3}(?:(?:原文|本文|文章|相关|视频|来源|全文|详情|資料|延伸)?(?:链接|連結|鏈接|地址|网址|網址|出处|出處)\s?[:]\s?)?(?:https?://|www\.)[^\s\u4e00-\u9fff]+$",
    re.IGNORECASE,
)
_CLOSERS: Final = frozenset(":|】]>》)")
# Behind these a sentence is over.
_ENDERS: Final = frozenset("。!?”)】」…;》. >\t\u3000")
_LOOK: Final = 160
_LONGEST_BACK: Final = 40
_RULE: Final = re.compile(
    r"[\s*=_~—–·.•…-]{3,}|[\s*=_~▼▲↓↑★☆●■◆◇▽△▾▿⬇⇩⇓►▶☟👇👆〓＊✦✧❤-]{2,}|[▼▽↓⬇⇩⇓☟👇]"
)


def is_rule(line: str) -> bool:
    """Return whether `line` is nothing but a stroke: ---, ***, ===."""
    return _RULE.fullmatch(line) is not None


def is_said(sentence: str) -> bool:
    """Return whether somebody says it, so that it is news whatever it says."""
    return _SAID.search(sentence) is not None


def sentences(line: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences of `line`."""
    return [found.span() for found in _SENTENCE.finditer(line)]


def notice_of(sentence: str, words: FurnitureWords) -> Notice:
    """Return why one sentence is the publisher's word to its readers; empty when it is none."""
    size = len(sentence)
    if size <= _LONGEST_WORKING and words.working.fullmatch(sentence):
        return "call"
    if size <= _LONGEST_STATEMENT and words.states(sentence):
        told = _SAID.search(sentence) or words.others.match(sentence)
        return "" if told else "disclaimer"
    if size <= _LONGEST_CALL and (opened := words.opener.match(sentence)):
        rest = sentence
        if _QUOTING.match(sentence) or _SENT.search(sentence):
            return ""
        called = words.object.search(rest, opened.start()) and words.verb.search(rest)
        if called and not words.service.search(rest) and not _SAID.search(rest):
            return "call"
    return ""


def line_notice(line: str, words: FurnitureWords, *, edge: bool) -> Notice:
    """Return why a whole line is furniture, empty when it is none.

    Args:
        line: Width folded.
        words: What furniture is known by.
        edge: Whether the article has ended above it, or not begun: one sentence then speaks for
            those about it.
    """
    if whole := _whole(line, words):
        return whole
    # 温馨提示 and 风险提示 lead news too, and so does every lead between paragraphs.
    led = words.statement_lead.match(line)
    if led and (words.states(line) or (edge and _HINT not in led.group())):
        return "disclaimer"
    if edge and len(line) <= _LONGEST_CALL and words.asks.search(line) and not is_said(line):
        return "call"
    opening = _SENTENCE.match(line)
    first = notice_of(opening.group(), words) if opening else ""
    if not opening or opening.end() == len(line):
        return first
    if not first:
        return "call" if edge and _is_asked(line, opening.end(), words) else ""
    rest = sentences(line)[1:]
    told = [end - start for start, end in rest if notice_of(line[start:end], words)]
    every = len(told) == len(rest)
    return first if every or (edge and 2 * (opening.end() + sum(told)) >= len(line)) else ""


def _whole(line: str, words: FurnitureWords) -> Notice:
    """Return why a line is furniture that has one form: an edition, an address, a button."""
    found: Notice = ""
    if len(line) <= _LONGEST_EDITION and "版" in line and _EDITION.fullmatch(line):
        found = "edition"
    elif len(line) <= _LONGEST_EDITION and words.picture.fullmatch(line):
        found = "picture-source"
    elif "." in line and _is_address(line):
        found = "address"
    elif len(line) <= _LONGEST_WORKING and words.working.fullmatch(line):
        found = "call"
    return found


def _is_address(line: str) -> bool:
    """Return whether a line is nothing but where to find or to write to somebody."""
    return any(form.fullmatch(line) for form in (_ADDRESS, _NAMED_ADDRESS, _MAIL))


def _is_asked(line: str, end: int, words: FurnitureWords) -> bool:
    """Return whether a question to the reader opens a line of calls: 你怎么看?欢迎留言."""
    if len(line) > _LONGEST_CALL or line[:end].rstrip()[-1:] != "?":
        return False
    return all(notice_of(line[a:b], words) == "call" for a, b in sentences(line)[1:])


def tail_notice(line: str, words: FurnitureWords, *, last: bool) -> int | None:
    """Return where the last piece of furniture begins that ends `line`, which is not blank.

    Args:
        line: Width folded, ending in a visible character.
        words: What furniture is known by.
        last: Whether the article ends with it: a statement or call may then be its last sentence.
    """
    low = max(0, len(line) - _LOOK)
    found = words.tail.search(line, max(0, len(line) - _LONGEST_BACK))
    if found and (found.start() == 0 or line[found.start() - 1] in _ENDERS):
        return found.start()
    if (
        line.endswith((")", "]", "】"))
        # Papers' names may begin at every character: 90 microseconds, and few brackets hold a page.
        and "版" in line[low:]
        and (edition := _EDITION_TAIL.search(line, low))
    ):
        return edition.start()
    start = _bracketed(line, low, words, last=last)
    if start is None:
        start = _marked(line, low, words)
    if start is None and last:
        start = _last_notice(line, low, words)
        if start is None and "." in line[low:] and (found := _ADDRESS_TAIL.search(line, low)):
            start = found.start()
    return start


def _bracketed(line: str, low: int, words: FurnitureWords, *, last: bool) -> int | None:
    """Return where the bracket begins that ends `line` and holds furniture: (延伸阅读:…)."""
    if line[-1] not in _BRACKETS:
        return None
    start, depth = len(line) - 1, 0
    opener = _BRACKETS[line[-1]]
    while start >= low:
        depth += (line[start] == line[-1]) - (line[start] == opener)
        if not depth:
            break
        start -= 1
    if start < low or (start and line[start - 1] not in _ENDERS):
        return None
    held = line[start + 1 : -1].strip()
    marker = words.marker.match(held)
    if marker and held[marker.end() : marker.end() + 2].lstrip()[:1] in {":", "|", ">"}:
        return start
    return start if line_notice(held, words, edge=last) else None


def _marked(line: str, low: int, words: FurnitureWords) -> int | None:
    """Return where the mark of a list of links stands that ends `line`: 》》》推荐阅读:…."""
    if _ARROWS.isdisjoint(line[low:]):
        return None
    for marker in words.marker.finditer(line, low):
        begin = marker.start()
        while begin > low and (line[begin - 1] in _ARROWS or line[begin - 1] == " "):
            begin -= 1
        closed = line[marker.end() : marker.end() + 2].lstrip(" ")[:1]
        led = begin < marker.start() and closed in _CLOSERS
        if led and (begin == 0 or line[begin - 1] in _ENDERS):
            return begin
    return None


def _last_notice(line: str, low: int, words: FurnitureWords) -> int | None:
    """Return where the statement or call begins that is the last sentence of an article."""
    lead = words.glued_lead.search(line, low)
    if lead:
        return lead.start()
    spans = sentences(line[low:])
    if len(spans) < 2:
        return None
    start, end = low + spans[-1][0], low + spans[-1][1]
    told = end - start <= _LONGEST_STATEMENT and line[start - 1] in _ENDERS
    return start if told and notice_of(line[start:end], words) else None
