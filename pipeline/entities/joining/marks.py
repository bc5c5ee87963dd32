"""Quotation marks, brackets and the marks of titles, as a reader of clauses needs them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

# A quotation of more characters is a mark that was never closed.
LONGEST = 1000
_MARKS = re.compile("[“”\n]")
# What stands in brackets behind a name (a ticker, 化名) parts nothing; what stands in marks inside
# a clause (a title, 一带一路) is a word of it.
ASIDE, WORD = "\x00", "\x01"
_MARKED = re.compile("《[^《》\n]{1,60}》|“[^“”,。;:!?\n]{1,20}”|\\([^()\n]{1,24}\\)")
_SENTENCE_END = re.compile("[。!?\n]")
# 春江社临港11月18日电(记者周立言) is not of the sentence behind it.
_DATELINE = re.compile(f"[^,。;:!?\n{ASIDE}]{{2,16}}(?:日电|讯)(?:{ASIDE}+|[ ]?(?=[^{ASIDE}]))")
_BREAKS = ",。;:!?\n“”《》"
_BREAK = re.compile(f"[{_BREAKS}]")
# Characters of a clause before its verb; longer ones are lists. Chosen, not measured.
_CLAUSE = 80
# “我不认罪。”庭上,周立言说.
_BETWEEN = re.compile(
    "(?<=”)(?:(?:(?:当地时间)?[0-9一二三四五六七八九十年月日号上下午晚间凌晨昨今前当天]{2,14}|日前|近日|最近|采访中|言谈中"
    "|[\u4e00-\u9fff]{1,5}[上中后时前]|在[^,。;:!?“”\n]{1,30}[上中后时前里]"
    "|(?:谈起|谈到|谈及|说起|说到|提起|提到|讲起|面对|回忆|回想|回顾|结合|展望|望着|看着|指着|握着|拿着|捧着"
    "|对于|关于)[^,。;:!?“”\n]{1,36}),){1,2}$"
)
# Characters from a quotation to the clause that says whose it is.
_APART = 64
_LEADS = "说道称问答喊"
_SPOKEN = re.compile(
    "说(?![明法服])|道(?=[:,。])|[问答喊骂](?=[:,道])|称(?![号呼赞谓])|表示|认为|指出|强调|介绍|透露"
    "|坦言|直言|笑称|感慨|告诉|回应|写道|(?:问(?!题)|答)(?=[^,。;:!?\n]{1,8}$)"
)
# Characters of a sentence; longer ones are cut.
_SENTENCE = 200
# A quotation so near behind what somebody said goes on with it.
_SOON = 300
# Characters of a term in marks, with them.
_TERM = 6
# More are a sentence, where they stand as one: 。“…”。
_LONG = 9
_BLANKS = ", "
_SPACES = " \t\u3000"
# After these a quotation has no lead-in.
OPENERS = "。!?;\n"


class _Marked:
    """Where a text's quotations, clauses and sentences begin and end.

    Args:
        text: A folded text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.masked = mask(text)
        self._closing = pairs(text)
        self._opening = {close: opened for opened, close in self._closing.items()}
        self.outer = sorted(self._closing.items())
        self._begins = [match.end() for match in _BREAK.finditer(self.masked)]

    def clause_begin(self, verb: int) -> int:
        """Return where the clause of a verb begins."""
        index = bisect_right(self._begins, verb)
        begin = max(0, verb - _CLAUSE, self._begins[index - 1] if index else 0)
        if not begin or self.text[begin - 1] == "\n":
            dateline = _DATELINE.match(self.masked, begin, verb)
            begin = dateline.end() if dateline else begin
        # “快”周立言说: a sentence that begins with marks begins with a quotation, however short.
        close = self._closing.get(begin)
        opens = close is not None and (not begin or self.text[begin - 1] in OPENERS)
        return close + 1 if close is not None and opens and close < verb else begin

    def opens_line(self, place: int) -> bool:
        """Return whether nothing but a dateline stands before a place in its line."""
        line = self.text.rfind("\n", 0, place) + 1
        ahead = self.text[line:place].strip(_SPACES)
        return not ahead or _DATELINE.fullmatch(self.masked, line, place) is not None

    def inside(self, place: int) -> bool:
        """Return whether a place lies in a quotation."""
        index = bisect_left(self.outer, (place,)) - 1
        return index >= 0 and self.outer[index][1] > place

    def sentence(self, place: int) -> int:
        """Return where the sentence before a place begins, behind what is quoted at its head."""
        low = max(0, place - _SENTENCE)
        start = max(low, *(self.text.rfind(mark, low, place) + 1 for mark in OPENERS))
        while start < place and self.text[start] in f"”{_SPACES}":
            start += 1
        return start

    def is_sentence(self, opened: int) -> bool:
        """Return whether words in marks that open at a place are a sentence, with its own end."""
        close = self._closing.get(opened, 0)
        return self.text[close - 1 : close] in {"。", "!", "?", "…"}

    def is_quoted(self, start: int, end: int) -> bool:
        """Return whether a span is words in marks, and no term of a few characters."""
        long = end - start > _TERM or self.text[end - 2] in "。!?…,"
        return long and self._closing.get(start) == end - 1


class SpeechMarks(_Marked):
    """The quotations of a text, and its clauses.

    Args:
        text: A folded text.
    """

    def following(self, end: int) -> list[tuple[int, int]]:
        """Return what follows `X强调` up to the end of the sentence, or inside the marks."""
        text, start = self.text, end
        led = text[start : start + 1] in {":", ","}
        if led:
            start += 1
        elif text[start : start + 1] != "“":
            return []
        spans: list[tuple[int, int]] = []
        if text[start : start + 1] == "“":
            while (close := self._closing.get(start)) is not None:
                if spans and self._is_apart(spans[-1][1], start, close + 1):
                    break
                spans.append((start, close + 1))
                start = close + 1
                if text[start : start + 2] == ",“":
                    start += 1
            if not spans:
                return []
            # “十四五”时期,要快: marks around a term are no quotation.
            behind = spans[-1][1]
            ended = text[behind - 2] in "。!?,…;"
            # “十四五”,首先要快: a term at the head of an indirect sentence.
            term = (
                text[end] == ","
                and text[behind : behind + 1] == ","
                and self.masked[start - 1] == WORD
            )
            if ended or (text[behind : behind + 1] in {"", *_BREAKS, " "} and not term):
                return spans
            if not led:
                return []
            start = spans[0][0]
        stop = _SENTENCE_END.search(text, start, start + LONGEST)
        last = stop.start() if stop else min(len(text), start + LONGEST)
        return [(start, last)] if last > start else []

    def _is_apart(self, last: int, start: int, end: int) -> bool:
        """Return whether words right behind a quotation are of another: 甲说:“…”“…”乙说.

        Their speaker stands behind them, or they are a term that opens the next sentence.
        """
        if start == last and self.text[last - 2] in "。!?…" and self.text[end - 2] not in "。!?…":
            return True
        start = end + (self.text[end : end + 1] == ",")
        if self.text[start : start + 1] in {"", "并", "还", "也", "又", *_BREAKS}:
            return False
        stop = _BREAK.search(self.text, start)
        return bool(_SPOKEN.search(self.text, start, stop.end() if stop else len(self.text)))

    def before(self, begin: int, reached: int) -> tuple[int, int] | None:
        """Return the quotation that ends right before a clause and has no lead-in of its own."""
        text = self.text
        aside = _BETWEEN.search(text, max(0, begin - _APART), begin)
        close = (aside.start() if aside else begin) - 1
        while close >= 0 and text[close] in _BLANKS:
            close -= 1
        opened = self._opening.get(close)
        if opened is None or opened < reached:
            return None
        head = self._head(opened, reached)
        if head in {0, reached} or text[head - 1] in f"”…{OPENERS}" or self.opens_line(head):
            return opened, close + 1
        # …种种桂冠,“他早就得过奖。”周立言说: whole sentences, and nobody speaks before them.
        whole = text[close - 1] in "。!?…," and text[head - 1] == ","
        return (opened, close + 1) if whole and not _led(text, head - 1) else None

    def _head(self, opened: int, reached: int) -> int:
        """Return where a row of quotations begins, behind those that somebody said already."""
        text, head = self.text, opened
        while head:
            if text[head - 1] in _SPACES:
                head -= 1
            elif head > reached and text[head - 2 : head] != "?”" and head - 1 in self._opening:
                # Of a question and what stands behind it each has its own speaker.
                head = self._opening[head - 1]
            else:
                break
        return head

    def going_on(self, end: int) -> tuple[int, int, int] | None:
        """Return the quotation that goes on with what was said up to `end`, without a lead-in.

        It stands in the same line, a few sentences behind at most, in which nobody else speaks:
        where they begin, and its span.
        """
        text = self.text
        start, close = self._next(end)
        if not close:
            return None
        between = text[end:start]
        if "\n" in between or (between and between[-1] not in "。!?") or _SPOKEN.search(between):
            return None
        stop = _SENTENCE_END.search(text, close + 1)
        behind = text[close + 1 : stop.start() if stop else len(text)]
        return None if _SPOKEN.search(behind) else (end, start, close + 1)

    def _next(self, end: int) -> tuple[int, int]:
        """Return the next words in marks that are a sentence, nothing but terms before them."""
        text = self.text
        for opened, close in self.outer[bisect_left(self.outer, (end,)) :]:
            if opened >= end + _SOON:
                break
            alone = text[opened - 1] in "。!?" and text[close + 1 : close + 2] == "。"
            if text[close - 1] in "。!?…" or (alone and close - opened > _LONG):
                return opened, close
            if self.masked[opened] != WORD:
                break
        return 0, 0


def mask(text: str) -> str:
    """Return `text` with what stands in brackets and marks inside a clause made opaque."""
    return _MARKED.sub(lambda m: (ASIDE if m[0][0] == "(" else WORD) * len(m[0]), text)


def pairs(text: str) -> dict[int, int]:
    """Return where each outer quotation closes, by where it opens."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for match in _MARKS.finditer(text):
        place = match.start()
        if match[0] == "\n":
            # A quotation of several paragraphs opens anew with each and closes once.
            opened.clear()
        elif match[0] == "“":
            if opened and place - opened[0] >= LONGEST:
                opened.clear()
            opened.append(place)
        elif opened:
            begin = opened.pop()
            if not opened and place - begin < LONGEST:
                found[begin] = place
    return found


def speaks(clause: str) -> bool:
    """Return whether a verb of speech stands in a clause."""
    return _SPOKEN.search(clause) is not None


def _led(text: str, mark: int) -> bool:
    """Return whether the clause that ends at a mark may lead a quotation in."""
    begin = 1 + max(text.rfind(end, 0, mark) for end in OPENERS)
    return (text[mark] == ":" and text[mark - 1] in _LEADS) or (
        _SPOKEN.search(text, max(begin, mark - _CLAUSE), mark) is not None
    )
