"""What opens a sentence, and the subject that goes on in its later clauses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from pipeline.entities.joining.gaps import Gaps
from pipeline.entities.joining.phrase_ends import behind, phrase_end, phrase_start
from pipeline.entities.joining.unnamed import Unnamed
from pipeline.entities.recognizer import Finding, start_of
from pipeline.entities.resources import Lexicon
from pipeline.text.phrases import any_of

_SENTENCE_ENDS = "。;:!?\n“”"
# Characters of a sentence before the clause without a subject in it.
_SENTENCE = 100
# What is told of a subject before its name: no more characters, and nobody who is met there.
_AHEAD = 30
_MEETS = re.compile(
    "[,。;:!?\n“”他她我对向跟给让被把请令称说]|[鼓勉]励|嘱|寄语|报[道导]|采访|告诉|看[到见望]|[听遇见]|会见|询问|[陪送]|慰问|走访|感谢|祝贺"
)
_NOUNS = re.compile("[^是有在到为了着过从由以和]+")
# These carry a subject on, whatever bodies stand between.
_ALSO = frozenset("并还也又且")
# 春江港有关负责人 is not the port.
_STAFF = re.compile(
    "(?:相关|有关|新闻|多名|一名|一位)*(?:负责|发言|知情)?(?:人|官员|人士|专家|代表)"
)


class Openings:
    """Tells a subject by what stands around its name.

    Args:
        lexicon: Posts and the verbs of speech.
        rows: The list `speech` by kind.
    """

    def __init__(self, lexicon: Lexicon, rows: Mapping[str, Sequence[str]]) -> None:
        self.gaps = Gaps(lexicon, rows)
        self.unnamed = Unnamed(rows, self.gaps)
        self._address = re.compile(any_of(rows.get("address", ())))

    def end_of(self, masked: str, speaker: Finding, posts: Mapping[int, str]) -> int:
        """Return where a name ends with the post or form of address behind it."""
        return phrase_end(masked, speaker, posts, self._address)

    def behind_adverbs(self, masked: str, place: int) -> int:
        """Return where the adverbs and phrases of known make behind a subject end."""
        light = self.gaps.light.match(masked, place)
        return light.end() if light else place

    def another(self, gap: str) -> bool:
        """Return whether a gap begins with what makes the name before it no subject."""
        return self.gaps.another(gap)

    def opens(self, masked: str, begin: int, speaker: Finding, posts: Mapping[int, str]) -> bool:
        """Return whether nothing but its posts and adverbs stands before `speaker`."""
        start = phrase_start(masked, speaker, posts)
        return self.gaps.light.fullmatch(masked, begin, max(begin, start)) is not None

    def heads(self, masked: str, begin: int, speaker: Finding, posts: Mapping[int, str]) -> bool:
        """Return whether a clause begins with `speaker` and what is told of him: 来自江北的A."""
        if self.opens(masked, begin, speaker, posts):
            return True
        start = phrase_start(masked, speaker, posts)
        ahead = masked[begin:start]
        noun = start < speaker.start or self.unnamed.ends(ahead)
        whose = ahead.endswith("的") or (noun and _NOUNS.fullmatch(ahead))
        return bool(whose) and len(ahead) <= _AHEAD and not _MEETS.search(ahead)

    def modified(self, masked: str, begin: int, speaker: Finding, posts: Mapping[int, str]) -> bool:
        """Return whether a clause begins with `speaker`, or with whose he is: 来自江北的A."""
        ahead = masked[begin : phrase_start(masked, speaker, posts)]
        return ahead[-1:] in {"", "的"} and self.heads(masked, begin, speaker, posts)

    def carried(
        self,
        masked: str,
        begin: int,
        verb: int,
        speakers: Sequence[Finding],
        posts: Mapping[int, str],
    ) -> Finding | None:
        """Return the subject of the clauses before, the only one: A发表声明,致谢港区,并称."""
        if not self.goes_on(masked, begin, verb):
            return None
        low = max(0, begin - _SENTENCE)
        start = 1 + max(masked.rfind(mark, low, begin - 1) for mark in _SENTENCE_ENDS)
        start = max(start, low)
        first = bisect_left(speakers, start, key=start_of)
        inside = speakers[first : bisect_left(speakers, begin, key=start_of)]
        also = masked[begin] in _ALSO
        if len(inside) > 1:
            inside = self._one_of(masked, start, inside, posts, also=also)
        clause = 1 + masked.rfind(",", start, inside[0].start) if inside else 0
        if len(inside) != 1 or not self.heads(masked, max(start, clause), inside[0], posts):
            return None
        gap = behind(masked, inside[0], begin - 1, posts)
        between = masked[start:clause] + gap
        if not gap or self.gaps.another(gap) or _STAFF.match(gap):
            return None
        if not also and self.unnamed.names(between):
            return None
        return inside[0]

    def _one_of(
        self,
        masked: str,
        start: int,
        inside: Sequence[Finding],
        posts: Mapping[int, str],
        *,
        also: bool,
    ) -> Sequence[Finding]:
        """Return the one of several names of a sentence that is its last subject, or nothing."""
        people = [f for f in inside if f.type == "person"]
        if people and (head := phrase_start(masked, people[0], posts)) < people[0].start:
            # 港务局|局长周立言: the body is in what he is called.
            inside = [f for f in inside if f in people or not head <= f.end <= people[0].start]
        if (inside[0].type == "person" or also) and people in ([], list(inside[:1])):
            return inside[:1]
        if not also or len(people) < 2 or people[-1] is not inside[-1]:
            return ()
        # A主持会议,B作了推介,并表示.
        clause = 1 + masked.rfind(",", start, people[-1].start)
        return (
            people[-1:] if clause > start and self.opens(masked, clause, people[-1], posts) else ()
        )

    def goes_on(self, masked: str, begin: int, verb: int) -> bool:
        """Return whether a clause of speech has no subject, and a comma before it."""
        return (
            begin > 1
            and masked[begin - 1] == ","
            and (
                self.gaps.light.fullmatch(masked, begin, verb) is not None
                or (
                    self.gaps.manner.fullmatch(masked, begin, verb) is not None
                    and not self.unnamed.names(masked[begin:verb])
                )
            )
        )
