"""What was said, by whom, with which verb."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from pipeline.entities.joining.marks import OPENERS, SpeechMarks
from pipeline.entities.joining.speakers import PRONOUN, Speakers
from pipeline.entities.recognizer import Finding
from pipeline.entities.resources import Lexicon
from pipeline.text.folding import READING
from pipeline.types.articles import Struct

# Between a person and the pronoun that means it.
_MEMORY = 400
# Characters, with one more for 说, 称 and 道.
_LONGEST_VERB = 6
_ENDS = "说称道"
# A verb of speech behind 在 alone.
_SEEN = "看来"
# A clause names fewer.
_CLAUSE = 80
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
# 小说, 据说, 食指 and 名称 hold no verb.
_PIECES = {
    "说": frozenset("小传据听俗常来谁"),
    "称": frozenset("名职简号据堪全俗"),
    "指": frozenset("食手中拇"),
    "讲": frozenset("演主宣听"),
    "问": frozenset("慰访疑学提询顾发"),
    "答": frozenset("应解报问"),
    "写": frozenset("编撰书抄改填"),
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
        self._verbs = frozenset(
            {*words, *(word + end for word in words for end in _ENDS), _SEEN}  # 回应称
        )
        last = "".join(sorted({word[-1] for word in self._verbs}))
        # Few clauses end with the last character of a verb: all else is asked of those alone.
        self._end = re.compile(
            f"告诉[^,。;:!?\n“”]{{1,12}}(?=[:,“。!?;\n])|[{last}](?=[:,“。!?;\n]|\\Z)"
        )

    def find(
        self, text: str, findings: Sequence[Finding], posts: Mapping[int, str] | None = None
    ) -> list[Said]:
        """Return the quotations of `text` in order; no two overlap.

        Args:
            text: The folded text.
            findings: Disjoint findings in order of the text.
            posts: Post of a person by where its mention begins.
        """
        speakers = [
            f for f in findings if f.type in {"person", "organisation"} and f.end <= len(text)
        ]
        if not speakers:
            return []
        folded = {start: READING.fold(post) for start, post in (posts or {}).items()}
        reading = _Reading(text, speakers, folded, self._speakers)
        for end in self._end.finditer(reading.masked):
            verb = end[0] if len(end[0]) > 1 else self._verb_to(reading.masked, end.end())
            if verb:
                reading.take(verb, end.end())
        return reading.found

    def _verb_to(self, text: str, end: int) -> str:
        """Return the longest verb that ends at `end` and is no piece of another word."""
        for size in range(min(_LONGEST_VERB, end), 0, -1):
            word = text[end - size : end]
            if word in self._verbs:
                piece = text[end - size - 1 : end - size] in _PIECES.get(word, ())
                return "" if piece and end > size else word
        return ""


class _Reading:
    """One text read from its begin to its end."""

    def __init__(
        self, text: str, speakers: Sequence[Finding], posts: Mapping[int, str], rules: Speakers
    ) -> None:
        self._marks = SpeechMarks(text)
        self.masked = self._marks.masked
        self._rules = rules
        self._posts = posts
        self._all = speakers
        self.found: list[Said] = []
        self._spoken: list[Finding] = []
        self._reached = 0

    def take(self, word: str, end: int) -> None:
        """Take the quotations before and behind a verb, if the clause says whose they are."""
        verb = end - len(word)
        if self._marks.inside(verb) or self._rules.is_noun(self.masked, word, verb):
            return
        begin = self._marks.clause_begin(verb)
        inner = verb < self._reached
        if inner and begin <= self.found[-1].start:
            return
        speaker = self._speaker(begin, word, verb)
        if speaker is None:
            return
        follows = self._marks.following(end)
        if inner:
            # A说,甲,B说,乙: what A said ends where another speaks.
            if not follows or speaker == self._spoken[-1] or speaker.start < begin:
                return
            self.found[-1] = replace(self.found[-1], end=begin - 1)
            self._reached = begin - 1
        before = self._marks.before(begin, self._reached)
        if before and not (follows and word in self._rules.replies):
            self._add(*before, speaker, word)
        for start, stop in follows:
            self._add(start, stop, speaker, word)

    def _add(self, start: int, end: int, speaker: Finding, verb: str) -> None:
        if start < self._reached:
            return
        self.found.append(
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

    def _speaker(self, begin: int, verb: str, start: int) -> Finding | None:
        """Return whose words they are, None where the clause does not say it."""
        if verb == _SEEN:
            if self.masked[begin : begin + 1] != "在":
                return None
            begin += 1
        blank = self.masked.rfind(" ", begin, start) + 1
        pronoun = PRONOUN.match(self.masked, blank or begin, start)
        if pronoun and self.masked[begin - 1 : begin] == ":":
            pronoun = None
        speakers = self._all
        if pronoun:
            whom = self._meant(pronoun.start("who"))
            if whom is None:
                return None
            # It stands where the pronoun does, as whom the text names.
            mark = replace(whom, start=pronoun.start("who"), end=pronoun.end("who"))
            later = bisect_left(self._all, mark.end, key=_start)
            speakers = [mark, *self._all[later : later + _CLAUSE]]
            begin = mark.start
        found = self._rules.subject(
            self.masked,
            (begin, start),
            speakers,
            self._posts,
            strict=verb in self._rules.strict or verb.startswith("告诉"),
        )
        return whom if pronoun and found is mark else found

    def _meant(self, place: int) -> Finding | None:
        """Return the person that a pronoun means: who spoke last, else the last subject."""
        first, end = (bisect_left(self._all, at, key=_start) for at in (place - _MEMORY, place))
        people = [
            f
            for f in self._all[first:end]
            if f.type == "person"
            and not self._marks.inside(f.start)
            and not any(s.start <= f.start < s.end for s in self.found[-3:])
        ]
        if not people:
            return self._last_speaker(place)
        last = people[-1]
        if self.found and self.found[-1].start >= last.end:
            return self._last_speaker(place)
        sentence = 1 + max(self.masked.rfind(mark, 0, last.start) for mark in OPENERS)
        group = [f for f in people if f.start >= sentence]
        if len({self._marks.text[f.start : f.end] for f in group}) == 1:
            # Who is welcomed or thanked there is not whom the next sentence goes on with.
            return None if self.masked.endswith(_GUESTS, sentence + 1, last.start) else last
        opener = group[0]
        behind = self.masked[opener.end : opener.end + 1]
        if behind in {"的", "之", "、", "和", "与", "及"}:
            return None
        return opener if self._rules.opens(self.masked, sentence, opener, self._posts) else None

    def _last_speaker(self, place: int) -> Finding | None:
        if not self._spoken or place - self.found[-1].end > _MEMORY:
            return None
        speaker = self._spoken[-1]
        return speaker if speaker.type == "person" else None


def _start(finding: Finding) -> int:
    return finding.start
