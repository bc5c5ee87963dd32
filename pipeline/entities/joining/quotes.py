"""What was said, by whom, with which verb."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from pipeline.entities.joining.marks import SpeechMarks
from pipeline.entities.joining.pronouns import Pronouns
from pipeline.entities.joining.said import Said
from pipeline.entities.joining.speakers import PRONOUN, Speakers
from pipeline.entities.joining.verbs import SEEN, TO_WHOM, SpeechVerbs
from pipeline.entities.recognizer import Finding
from pipeline.entities.resources import Lexicon
from pipeline.text.folding import READING

# A clause that begins so has the subject of the one before.
_GOES_ON = frozenset("并还也且而则又再他她")
# A clause names fewer.
_CLAUSE = 80


class Quotes:
    """Reads `X强调,…` and `“…”,X说` off a text whose persons and organisations are known.

    Every quotation has a lead-in of its own, and that clause one subject; else it has no speaker
    that we know, and is none.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._speakers = Speakers(lexicon)
        self._verbs = SpeechVerbs(lexicon, self._speakers.strict)

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
        for verb, end in self._verbs.find(reading.masked):
            reading.take(verb, end)
        return reading.found


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
        self._unknown = -1
        self._pronouns = Pronouns(self._marks, speakers, rules, posts)
        self._names = {text[f.start : f.end]: f for f in speakers if f.type == "person"}

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
        follows = self._marks.following(end)
        if speaker is None:
            if follows and self._is_other(begin, verb, word):
                # Somebody whom we do not know speaks: 他 behind it may be he.
                self._unknown = end
            return
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
        if before or follows:
            self._go_on(max(end, self._reached), speaker, word)

    def _is_other(self, begin: int, verb: int, word: str) -> bool:
        """Return whether a clause may have a subject, though none that we know: 三盅介绍."""
        dropped = self.masked[begin : begin + 1] in _GOES_ON or verb - begin < 2
        return not dropped and not word.startswith(TO_WHOM)

    def _go_on(self, end: int, speaker: Finding, verb: str) -> None:
        """Take the quotation behind what was said, where nobody else is named in between."""
        more = self._marks.going_on(end)
        if more is None or "问" in verb or self._marks.text[self._reached - 2] == "?":
            return
        first, last = (bisect_left(self._all, at, key=_start) for at in more[:2])
        text, name = self._marks.text, self._marks.text[speaker.start : speaker.end]
        others = (f for f in self._all[first:last] if f.type == "person")
        if all(text[f.start : f.end] == name for f in others):
            self._add(more[1], more[2], speaker, verb)

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
        if verb == SEEN:
            if self.masked[begin : begin + 1] != "在":
                return None
            begin += 1
        blank = self.masked.rfind(" ", begin, start) + 1
        pronoun = PRONOUN.match(self.masked, blank or begin, start)
        if pronoun and self.masked[begin - 1 : begin] == ":":
            pronoun = None
        speakers = self._all
        if pronoun:
            whom = self._pronouns.meant(
                pronoun.start("who"), self.found, self._spoken, self._unknown
            )
            if whom is None:
                return None
            # It stands where the pronoun does, as whom the text names.
            mark = replace(whom, start=pronoun.start("who"), end=pronoun.end("who"))
            later = bisect_left(self._all, mark.end, key=_start)
            speakers = [mark, *self._all[later : later + _CLAUSE]]
            begin = mark.start
        known = self._names.get(self.masked[begin:start])
        if known is not None:
            # 周立言 once, and 立言称 cut by the segmenter: the clause is the name, whole.
            return replace(known, start=begin, end=start)
        found = self._rules.subject(
            self.masked,
            (begin, start),
            speakers,
            self._posts,
            strict=verb in self._rules.strict or verb.startswith(TO_WHOM),
        )
        return whom if pronoun and found is mark else found


def _start(finding: Finding) -> int:
    return finding.start
