"""What was said, by whom, with which verb."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from pipeline.entities.joining.marks import LONGEST, mask, pairs
from pipeline.entities.joining.speakers import PRONOUN, Speakers
from pipeline.entities.recognizer import Finding
from pipeline.entities.resources import Lexicon
from pipeline.types.articles import Struct

_SENTENCE_END = re.compile("[。!?\n]")
_BREAKS = ",。;:!?\n“”《》"
# Characters of a clause before its verb; longer ones are lists. Chosen, not measured.
_CLAUSE = 80
# Between a person and the pronoun that means it.
_MEMORY = 400
_BLANKS = ", "
_SPACES = " \t\u3000"
# After these a quotation has no lead-in.
_GUESTS = (
    "欢迎",
    "会见",
    "会晤",
    "接见",
    "感谢",
    "祝贺",
    "陪同",
    "邀请",
    "任命",
    "批评",
    "指责",
    "接替",
)
_OPENERS = "。!?;\n"
# 小说, 据说, 食指 and 名称 hold no verb.
_PIECES = {
    "说": "(?<![小传据听俗常来谁])",
    "称": "(?<![名职简号据堪全俗])",
    "指": "(?<![食手中拇])",
    "讲": "(?<![演主宣听])",
    "问": "(?<![慰访疑学提询顾发])",
    "答": "(?<![应解报问])",
    "写": "(?<![编撰书抄改填])",
}


class Said(Struct, frozen=True, kw_only=True):
    """A quotation: half-open code points, the speaker's span, the verb."""

    start: int
    end: int
    speaker_start: int
    speaker_end: int
    verb: str


class Quotes:
    """Reads `X强调,…` and `“…”,X说` off a text whose persons and organisations are known.

    Every quotation has a lead-in of its own, and that clause one subject; else it has no speaker
    that we know, and is none.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._speakers = Speakers(lexicon)
        words = {*lexicon.words("speech_verbs"), *self._speakers.strict}
        verbs = "|".join(
            _PIECES.get(word, "") + word for word in sorted(words, key=len, reverse=True)
        )
        # 看来 is a verb of speech behind 在 alone.
        self._verb = re.compile(
            f"(?P<verb>告诉[^,。;:!?\n“”]{{1,12}}?|(?:{verbs})(?:说|称|道)?|看来)"
            "(?P<mark>[:,]|(?=[“。!?;\n])|\\Z)"
        )

    def find(
        self, text: str, findings: Sequence[Finding], posts: Mapping[int, str] | None = None
    ) -> list[Said]:
        """Return the quotations of `text` in order; no two overlap.

        Args:
            text: The folded text.
            findings: Disjoint findings in order of the text.
            posts: Post of a person by where its mention begins, folded.
        """
        speakers = [
            f for f in findings if f.type in {"person", "organisation"} and f.end <= len(text)
        ]
        if not speakers:
            return []
        return _Reading(text, speakers, posts or {}, self._speakers).said(self._verb)


class _Reading:
    """One text read from its begin to its end."""

    def __init__(
        self, text: str, speakers: Sequence[Finding], posts: Mapping[int, str], rules: Speakers
    ) -> None:
        self._text = text
        self._masked = mask(text)
        self._rules = rules
        self._posts = posts
        self._closing = pairs(text)
        self._opening = {close: opened for opened, close in self._closing.items()}
        self._outer = sorted(self._closing.items())
        self._all = speakers
        self._found: list[Said] = []
        self._spoken: list[Finding] = []
        self._reached = 0

    def said(self, verbs: re.Pattern[str]) -> list[Said]:
        """Return the quotations, in order."""
        for match in verbs.finditer(self._masked):
            self._clause(match)
        return self._found

    def _clause(self, match: re.Match[str]) -> None:
        """Take the quotations before and behind a verb, if the clause says whose they are."""
        verb = match.start()
        if self._inside(verb) or self._rules.is_noun(self._masked, match["verb"], verb):
            return
        begin = self._begin(verb)
        inner = verb < self._reached
        if inner and begin <= self._found[-1].start:
            return
        speaker = self._speaker(begin, match)
        if speaker is None:
            return
        follows = self._following(match)
        if inner:
            # A说,甲,B说,乙: what A said ends where another speaks.
            if not follows or speaker == self._spoken[-1] or speaker.start < begin:
                return
            self._found[-1] = replace(self._found[-1], end=begin - 1)
            self._reached = begin - 1
        before = self._before(begin)
        if before and not (follows and match["verb"] in self._rules.replies):
            self._add(*before, speaker, match["verb"])
        for start, end in follows:
            self._add(start, end, speaker, match["verb"])

    def _add(self, start: int, end: int, speaker: Finding, verb: str) -> None:
        if start < self._reached:
            return
        self._found.append(
            Said(
                start=start,
                end=end,
                speaker_start=speaker.start,
                speaker_end=speaker.end,
                verb=verb,
            )
        )
        self._reached = end
        self._spoken.append(speaker)

    def _begin(self, verb: int) -> int:
        """Return where the clause of a verb begins."""
        low = max(0, verb - _CLAUSE)
        begin = max(low, *(self._masked.rfind(mark, low, verb) + 1 for mark in _BREAKS))
        # “快”周立言说: a sentence that begins with marks begins with a quotation, however short.
        close = self._closing.get(begin)
        opens = close is not None and (not begin or self._text[begin - 1] in _OPENERS)
        return close + 1 if close is not None and opens and close < verb else begin

    def _inside(self, place: int) -> bool:
        """Return whether a place lies in a quotation."""
        index = bisect_left(self._outer, (place,)) - 1
        return index >= 0 and self._outer[index][1] > place

    def _speaker(self, begin: int, match: re.Match[str]) -> Finding | None:
        """Return whose words they are, None where the clause does not say it."""
        verb = match["verb"]
        start = match.start()
        if verb == "看来":
            if self._masked[begin : begin + 1] != "在":
                return None
            begin += 1
        blank = self._masked.rfind(" ", begin, start) + 1
        pronoun = PRONOUN.match(self._masked, blank or begin, start)
        if pronoun and self._masked[begin - 1 : begin] == ":":
            pronoun = None
        speakers = self._all
        if pronoun:
            whom = self._meant(pronoun.start("who"))
            if whom is None:
                return None
            # It stands where the pronoun does, as whom the text names.
            mark = replace(whom, start=pronoun.start("who"), end=pronoun.end("who"))
            speakers = [mark, *(f for f in self._all if f.start >= mark.end)]
            begin = mark.start
        found = self._rules.subject(
            self._masked,
            (begin, start),
            speakers,
            self._posts,
            strict=verb in self._rules.strict or verb.startswith("告诉"),
        )
        return whom if pronoun and found is mark else found

    def _meant(self, place: int) -> Finding | None:
        """Return the person that a pronoun means: who spoke last, else the last subject."""
        people = [
            f
            for f in self._all
            if f.type == "person"
            and place - _MEMORY <= f.start
            and f.end <= place
            and not self._inside(f.start)
            and not any(s.start <= f.start < s.end for s in self._found[-3:])
        ]
        if not people:
            return self._last_speaker(place)
        last = people[-1]
        if self._found and self._found[-1].start >= last.end:
            return self._last_speaker(place)
        sentence = 1 + max(self._masked.rfind(mark, 0, last.start) for mark in _OPENERS)
        group = [f for f in people if f.start >= sentence]
        if len({self._text[f.start : f.end] for f in group}) == 1:
            # Who is welcomed or thanked there is not whom the next sentence goes on with.
            return None if self._masked.endswith(_GUESTS, sentence + 1, last.start) else last
        first = group[0]
        behind = self._masked[first.end : first.end + 1]
        if behind in {"的", "之", "、", "和", "与", "及"}:
            return None
        return first if self._rules.opens(self._masked, sentence, first, self._posts) else None

    def _last_speaker(self, place: int) -> Finding | None:
        if not self._spoken or place - self._found[-1].end > _MEMORY:
            return None
        speaker = self._spoken[-1]
        return speaker if speaker.type == "person" else None

    def _following(self, match: re.Match[str]) -> list[tuple[int, int]]:
        """Return what follows `X强调,` up to the end of the sentence, or inside the marks."""
        text, start = self._text, match.end()
        if match["mark"] == "" and text[start : start + 1] != "“":
            return []
        spans = []
        if text[start : start + 1] == "“":
            while (close := self._closing.get(start)) is not None:
                spans.append((start, close + 1))
                start = close + 1
                if text[start : start + 2] == ",“":
                    start += 1
            if not spans:
                return []
            # “十四五”时期,要快: marks around a term are no quotation.
            behind = spans[0][1]
            if text[behind : behind + 1] in {"", *_BREAKS, " "} or text[behind - 2] in "。!?,…;":
                return spans
            start = spans[0][0]
        stop = _SENTENCE_END.search(text, start, start + LONGEST)
        last = stop.start() if stop else min(len(text), start + LONGEST)
        return [(start, last)] if last > start else []

    def _before(self, begin: int) -> tuple[int, int] | None:
        """Return the quotation that ends right before a clause and has no lead-in of its own."""
        text = self._text
        close = begin - 1
        while close >= 0 and text[close] in _BLANKS:
            close -= 1
        opened = self._opening.get(close)
        if opened is None or opened < self._reached:
            return None
        head = opened
        while head and text[head - 1] == "”" and head - 1 in self._opening:
            head = self._opening[head - 1]
        while head and text[head - 1] in _SPACES:
            head -= 1
        return (opened, close + 1) if not head or text[head - 1] in _OPENERS else None
