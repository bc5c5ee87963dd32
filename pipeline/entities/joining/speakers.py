"""Who speaks in a clause: its subject, and nobody whom it only meets, asks or belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from pipeline.entities.joining.marks import ASIDE
from pipeline.entities.joining.openings import Openings
from pipeline.entities.joining.phrase_ends import behind, phrase_start
from pipeline.entities.recognizer import Finding, start_of
from pipeline.entities.resources import Lexicon

_ANDS = frozenset("、和及")
PRONOUN = re.compile(
    "[ \t\u3000]*(?:但是?|而|不过|然而|随后|随即|后来|事后|当时|如今|接着|于是|所以|因此|对此|同时"
    "|此外|最后|据|在|另外)?"
    # 5月24日她写道, 年夜饭前他打来电话
    "(?:(?:[0-9]{1,4}[年月日号时])+[早晚上下午凌晨中傍夜间里]{0,3}|[今昨前当次同那][天日晚年夜早]"
    "|[\u4e00-\u9fff]{0,3}(?:[赛会课战演节]后|饭[前后]|[下放][班学]后|会上|途中|席间|采访[中时]|晚上|早上|下午|上午|傍晚|凌晨))?"
    # 其坦言: 其 is the same right before a verb of speech, where the clause is read up to it.
    "(?P<who>[他她](?![们人])|其(?=[还也又并曾亦则]?$))"
)
_CITED = re.compile("援引|引述|引用|转述|按|用")
_OF_NAME = re.compile("[一-鿿]{2,8}[与和及]")
_ASKED = frozenset(("要求", "建议", "呼吁"))
_BY = re.compile("(?:应(?!该|当)|按照?|根据|依照)[^,。;:!?“”]+$")
_NEW_OWNER = re.compile("的|之(?![后前际])")


class Speakers(Openings):
    """Finds the subject of a clause of speech.

    Args:
        lexicon: The list `speech` and the verbs of speech.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        rows: dict[str, list[str]] = {}
        for kind, *words in lexicon.rows("speech"):
            rows.setdefault(kind, []).extend(words)
        super().__init__(lexicon, rows)
        self._objects = tuple(rows.get("object", ()))
        self._nouns = tuple(rows.get("noun", ()))
        self.strict = frozenset(rows.get("strict", ()))
        self.replies = frozenset(rows.get("reply", ()))

    def is_noun(self, masked: str, verb: str, start: int) -> bool:
        """Return whether a word that may be a verb of speech is a noun here (发表声明)."""
        if verb not in self.strict:
            return False
        if masked.endswith(self._nouns, 0, start - (masked[start - 1 : start] == "了")):
            return True
        # 应周立言要求, 按照港务局建议
        return verb in _ASKED and _BY.search(masked, max(0, start - 24), start) is not None

    def subject(
        self,
        masked: str,
        clause: tuple[int, int],
        speakers: Sequence[Finding],
        posts: Mapping[int, str],
        *,
        strict: bool,
    ) -> Finding | None:
        """Return who speaks in the clause that ends with a verb of speech.

        Args:
            masked: The text, of `mask`.
            clause: Where it begins, and where its verb does.
            speakers: Persons and organisations in order of the text.
            posts: Post of a person by where its mention begins, folded.
            strict: Whether the verb is a noun, too: then only known phrases stand before it.
        """
        begin, verb = clause
        first = bisect_left(speakers, begin, key=start_of)
        # Who stands in brackets only signs: (记者周立言).
        inside = [
            f
            for f in speakers[first : bisect_left(speakers, verb, key=start_of)]
            if f.end <= verb and masked[f.start] != ASIDE
        ]
        if not inside:
            return self.carried(masked, begin, verb, speakers, posts)
        first_of: Finding | None = None
        for place, speaker in enumerate(inside):
            other = inside[place + 1] if place + 1 < len(inside) else None
            gap = behind(masked, speaker, verb, posts)
            if _is_quoted(masked, begin, speaker, gap):
                return speaker
            if not self._opens(masked, begin, speaker, posts) and not _ends_name(
                masked, inside[:place], speaker, posts
            ):
                if other is None or speaker.type == "person":
                    return None
                continue
            if self._with_another(masked, speaker, other, verb, posts) or self.gaps.reach(
                gap, speaker, other, strict=strict
            ):
                return first_of or speaker
            joined = other is not None and self._joined(masked, speaker, other, posts)
            first_of = first_of or (speaker if joined else None)
            if other is None or not (joined or _belongs(masked, speaker, other, posts)):
                return None
        return None

    def _with_another(
        self,
        masked: str,
        speaker: Finding,
        other: Finding | None,
        verb: int,
        posts: Mapping[int, str],
    ) -> bool:
        """Return whether somebody whom nobody knows speaks beside a person: 周立言、局长三盅."""
        if other is not None and other.type == "person":
            return False
        end = self.end_of(masked, speaker, posts)
        if speaker.type != "person" or masked[end : end + 1] not in _ANDS:
            return False
        return self.unnamed.subject(masked, end + 1, verb, ()) is not None

    def _joined(
        self, masked: str, speaker: Finding, other: Finding, posts: Mapping[int, str]
    ) -> bool:
        """Return whether two persons speak together: 厅长周立言、局长马文博指出."""
        if speaker.type != "person" or other.type != "person":
            return False
        between = self.end_of(masked, speaker, posts), phrase_start(masked, other, posts)
        return masked[slice(*between)] in _ANDS

    def _opens(self, masked: str, begin: int, speaker: Finding, posts: Mapping[int, str]) -> bool:
        """Return whether `speaker` may be a subject: nobody meets, asks or quotes it."""
        start = max(begin, phrase_start(masked, speaker, posts))
        if self.gaps.light.fullmatch(masked, begin, start):
            return True
        objects = masked.endswith(self._objects, begin, start)
        if objects and not masked.endswith("顾问", begin, start):
            return False
        return speaker.type == "person" or _named(masked, begin, start)


def _ends_name(
    masked: str,
    before: Sequence[Finding],
    speaker: Finding,
    posts: Mapping[int, str],
) -> bool:
    """Return whether 与 before a post is of the body's name: 港务局战略与政策研究所所长A."""
    start = phrase_start(masked, speaker, posts)
    bodies = [f for f in before if f.end <= start]
    gap = masked[bodies[-1].end : start] if bodies and speaker.type == "person" else ""
    return start < speaker.start and _OF_NAME.fullmatch(gap) is not None


def _is_quoted(masked: str, begin: int, speaker: Finding, gap: str) -> bool:
    """Return whether it is another's report that quotes the speaker: 春江报援引周立言的话说."""
    return gap == "的话" and _CITED.search(masked, begin, speaker.start) is not None


def _named(masked: str, begin: int, start: int) -> bool:
    """Return whether what stands before an organisation may be a part of its name (中国|外交部)."""
    return 0 < start - begin <= 6 and masked[begin:start].isalpha()


def _belongs(masked: str, speaker: Finding, other: Finding, posts: Mapping[int, str]) -> bool:
    """Return whether a name only says who the next one is: 春江医院医生某, A的B, A之子B."""
    if speaker.type == "organisation":
        return True
    between = masked[speaker.end : other.start]
    return bool(_NEW_OWNER.match(between)) and (
        other.type == "person" or phrase_start(masked, other, posts) == other.start
    )
