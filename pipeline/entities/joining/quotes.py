"""What was said, by whom, with which verb."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from pipeline.entities.joining.carried import Carried
from pipeline.entities.joining.heard import Heard
from pipeline.entities.joining.in_sentence import InSentence
from pipeline.entities.joining.lead_ins import LeadIns
from pipeline.entities.joining.marks import SpeechMarks
from pipeline.entities.joining.one_person import OnePerson
from pipeline.entities.joining.only_speaker import OnlySpeaker
from pipeline.entities.joining.pronouns import Pronouns
from pipeline.entities.joining.said import Said, Told, Way
from pipeline.entities.joining.speakers import Speakers
from pipeline.entities.joining.tails import Tails
from pipeline.entities.joining.unnamed import UNNAMED
from pipeline.entities.joining.verbs import TO_WHOM, SpeechVerbs
from pipeline.entities.recognizer import Finding, people_between
from pipeline.entities.resources import Lexicon
from pipeline.text.folding import READING

# A clause that begins so has the subject of the one before.
_GOES_ON = frozenset("并还也且而则又再他她")
# Between a quotation and the clause of its speaker: 作为主办方之一, 玩笑之余, 江北临港.
_PHRASES = re.compile(
    "(?:(?:(?:作为|身为|在|于|即便|尽管|虽然|带着|随着|除|因|为)[^,]*|[^,]*[里中上后前时余旁内下际乡镇村市县区省]"
    "|[^,了]{2,4}),){1,3}"
)
_AS = re.compile("(?:作为|身为)[^,]*,")
# Characters of them.
_APART = 40


class Quotes:
    """Reads `X强调,…` and `“…”,X说` off a text whose persons and organisations are known.

    A quotation is of the one subject of the clause that leads it in. Where none does, it is of the
    one person of its sentence, or of the one beside it. Else nobody knows whose it is.
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
        if "“" not in text and not speakers:
            return []
        folded = {start: READING.fold(post) for start, post in (posts or {}).items()}
        reading = _Reading(text, speakers, folded, self._speakers)
        for verb, end in self._verbs.find(reading.masked):
            reading.take(verb, end)
        reading.take_rest()
        return reading.found


class _Clauses:
    """The clauses of speech of a text: who speaks in them, and what stands beside them."""

    def __init__(
        self, text: str, speakers: Sequence[Finding], posts: Mapping[int, str], rules: Speakers
    ) -> None:
        self._marks = SpeechMarks(text)
        self.masked = self._marks.masked
        self._rules = rules
        self._all = speakers
        self.found: list[Said] = []
        self._spoken: list[Finding] = []
        self._reached = 0
        self._unknown = -1
        heard = Heard(self._marks, speakers, rules, posts)
        pronouns = Pronouns(heard)
        self._lead_ins = LeadIns(heard, pronouns)
        self._carried = Carried(heard, pronouns)
        self._only = OnlySpeaker(heard)
        self._parts = InSentence(heard, self._lead_ins)
        self._persons = OnePerson(heard, pronouns)
        self._tails = Tails(self._marks, rules.unnamed)

    def _follows(self, end: int) -> Sequence[tuple[int, int]]:
        """Return what is said behind a verb, words in marks at the end of what is told apart."""
        follows = self._marks.following(end)
        if len(follows) == 1 and self._marks.text[follows[0][0]] != "“":
            return self._tails.parted(follows[0])
        return follows

    def _speaker(
        self, begin: int, verb: int, word: str, follows: Sequence[tuple[int, int]]
    ) -> Finding | None:
        known = self._lead_ins.speaker((begin, verb), word, self.found, self._spoken, self._unknown)
        if known is not None:
            return known
        before = self._marks.before(begin, self._reached)
        clause = begin, verb, verb + len(word)
        return self._lead_ins.unnamed(clause, before, self._in_marks(follows))

    def _in_marks(self, follows: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
        """Return the words in marks behind a verb, or those that go on with what is told there."""
        quoted = [span for span in follows if self._marks.text[span[0]] == "“"]
        more = None if quoted or not follows else self._marks.going_on(follows[-1][1])
        return quoted if more is None else [more[1:]]

    def _before(self, begin: int, verb: int, speaker: Finding) -> tuple[int, int] | None:
        """Return the quotation before the clause of a verb, or before those it goes on with."""
        before = self._marks.before(begin, self._reached)
        if before and self._is_of_name(before[1], speaker):
            return None
        if before is None and self._rules.goes_on(self.masked, begin, verb):
            # “甲。”周立言走上台,动情地说: the sentence begins at the quotation.
            return self._marks.before(self._marks.sentence(begin), self._reached)
        return before or self._over_phrases(begin)

    def _over_phrases(self, begin: int) -> tuple[int, int] | None:
        """Return the quotation that opens the line, with phrases alone before the clause.

        “甲。”作为主办方之一,周立言在致辞时说: nobody is named, meant or heard in between.
        """
        start = self._marks.sentence(begin)
        span = self._marks.before(start, self._reached) if 0 < begin - start <= _APART else None
        if span is None or not self._marks.opens_line(span[0]):
            return None
        text = self._marks.text
        whole = text[span[1] - 2] in "。!…" and _PHRASES.fullmatch(text, start, begin)
        # 作为船厂的老工人: that is he.
        own = _AS.match(text, start, begin)
        alone = self._persons.nobody(own.end() if own else start, begin)
        return span if whole and alone else None

    def _is_of_name(self, end: int, speaker: Finding) -> bool:
        """Return whether words in marks belong to the name behind them: “爱我家”会长周立言说."""
        text = self._marks.text
        parted = text[end - 2] in "。!?…," or text[end : end + 1] in {",", " "}
        return not parted and end < speaker.start

    def _is_other(self, begin: int, verb: int, word: str) -> bool:
        """Return whether a clause may have a subject, though none that we know: 三盅介绍."""
        dropped = self.masked[begin : begin + 1] in _GOES_ON or verb - begin < 2
        return not dropped and not word.startswith(TO_WHOM)


class _Reading(_Clauses):
    """One text read from its begin to its end."""

    def take(self, word: str, end: int) -> None:
        """Take the quotations before and behind a verb, if the clause says whose they are."""
        verb = end - len(word)
        if self._marks.inside(verb) or self._rules.is_noun(self.masked, word, verb):
            return
        begin = self._marks.clause_begin(verb)
        inner = verb < self._reached
        if inner and begin <= self.found[-1].start:
            return
        follows = self._follows(end)
        speaker = self._speaker(begin, verb, word, follows)
        if speaker is None:
            if follows and self._is_other(begin, verb, word):
                # Somebody whom we do not know speaks: 他 behind it may be he.
                self._unknown = end
            return
        if inner:
            if not follows or speaker == self._spoken[-1] or speaker.start < begin:
                return
            self._cut(begin - 1)
        before = self._before(begin, verb, speaker)
        if before and not (follows and word in self._rules.replies):
            self._add(*before, speaker, word, "behind")
        for start, stop in follows:
            self._add(start, stop, speaker, word, "before")
        if before or follows:
            self._go_on(max(end, self._reached), speaker, word)

    def _cut(self, end: int) -> None:
        """End what somebody said where another speaks: A说,甲,B说,乙."""
        self.found[-1] = replace(self.found[-1], end=end)
        self._reached = end

    def take_rest(self) -> None:
        """Take the quotations that no clause of speech leads in."""
        parts = self._parts.find(self.found, self._spoken)
        more = self._carried.find(self.found, self._spoken)
        self._extend([*parts, *more])
        self._extend(list(self._only.find(self.found, self._spoken)))
        self.found.sort(key=lambda said: said.start)

    def _extend(self, more: Sequence[tuple[tuple[int, int], Told]]) -> None:
        self.found.extend([_said(span, told) for span, told in more])
        self._spoken.extend([told[0] for _, told in more])

    def _go_on(self, end: int, speaker: Finding, verb: str) -> None:
        """Take the quotation behind what was said, where nobody else is named in between."""
        more = self._marks.going_on(end)
        if more is None or "问" in verb or self._marks.text[self._reached - 2] == "?":
            return
        text, name = self._marks.text, self._marks.text[speaker.start : speaker.end]
        others = people_between(self._all, *more[:2])
        if all(text[f.start : f.end] == name for f in others):
            self._add(more[1], more[2], speaker, verb, "goes-on")

    def _add(self, start: int, end: int, speaker: Finding, verb: str, way: Way) -> None:
        if start < self._reached:
            return
        self.found.append(_said((start, end), (speaker, verb, way)))
        self._reached = end
        self._spoken.append(speaker)


def _said(span: tuple[int, int], told: Told) -> Said:
    speaker, verb, way = told
    return Said(
        start=span[0],
        end=span[1],
        speaker_start=speaker.start,
        speaker_end=speaker.end,
        verb=verb,
        way=way,
        named=speaker.recognizer != UNNAMED,
    )
