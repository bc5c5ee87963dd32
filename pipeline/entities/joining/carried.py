"""Quotations that no clause of speech leads in: whose sentence it is in which they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipeline.entities.joining.acting import Acting
from pipeline.entities.joining.heard import Heard
from pipeline.entities.joining.introduced import Introduced
from pipeline.entities.joining.marks import OPENERS, speaks
from pipeline.entities.joining.one_person import OnePerson
from pipeline.entities.joining.paragraphs import Paragraphs
from pipeline.entities.joining.parted import Parted
from pipeline.entities.joining.pronouns import Pronouns
from pipeline.entities.joining.said import Said, Told
from pipeline.entities.joining.told_behind import LONG, OTHERS, OWN, ToldBehind
from pipeline.entities.joining.unnamed import UNNAMED
from pipeline.entities.joining.words_of import WordsOf
from pipeline.entities.recognizer import Finding, start_of

# Characters of a sentence before the quotation in it; longer ones have too many subjects.
_LEAD = 100
# Of what was said before, so many tell whom a pronoun means and whose turn it is.
_NEAR = 3
# Words of fewer characters, with a mark, are terms.
_TERM = 7
_ENDS = frozenset(("", *",。;!?\n "))
# More than these, without a mark, are no term.
_TAIL = 9
# Characters of the sentence behind a quotation that are asked for somebody else.
_BEHIND = 200


class _Within:
    """Finds whose words inside a sentence are.

    Args:
        heard: The text.
        pronouns: Whom 他 means.
    """

    def __init__(self, heard: Heard, pronouns: Pronouns) -> None:
        self._marks, self._all, self._rules, _ = heard
        self._sentences = OnePerson(heard, pronouns)
        self._behind = ToldBehind(heard, pronouns)
        self._acting = Acting(heard, pronouns)
        self._words = WordsOf(heard)
        self._parted = Parted(heard, pronouns)
        self._paragraphs = Paragraphs(heard)
        self._introduced = Introduced(heard)

    def _within(
        self, opened: int, close: int, found: Sequence[Said], spoken: Sequence[Finding]
    ) -> Told | None:
        """Return whose words inside a sentence are: the one person's of it, or who spoke last."""
        text = self._marks.text
        whole, colon = text[close - 1] in "。!?…", text[opened - 1] == ":"
        told = not colon and self._is_told(opened, close)
        own = self._is_speech(opened, close)
        tail = not colon and self._is_tail(opened, close)
        if not (whole or own or told or tail):
            return None
        start = self._marks.sentence(opened)
        if colon and self._acting.takes(start, opened - 1):
            return None
        speaker = self._leads(opened, colon=colon, whole=whole or told)
        if speaker is None and colon and opened - start <= _LEAD:
            speaker = self._acting.who(start, opened - 1, found, spoken)
            if speaker and text[speaker.start : speaker.end] in text[opened:close]:
                # They speak of him.
                speaker = None
        if speaker is None and (whole or own):
            speaker = self._sentences.meant(start, opened - 1, found, spoken, told=told)
        if speaker is not None or colon:
            return (speaker, "", "sentence") if speaker else None
        more = self._goes_with(opened, close, found, spoken) if whole or tail else None
        if more is None and (whole or own):
            more = self._paragraphs.who(opened, close, found, spoken)
        return more

    def _is_tail(self, opened: int, close: int) -> bool:
        """Return whether words are all that stands behind the last comma of a sentence."""
        ended = self._marks.text[close + 1 : close + 2] in {"。", "\n", ""}
        return ended and close - opened > _TAIL

    def _goes_with(
        self, opened: int, close: int, found: Sequence[Said], spoken: Sequence[Finding]
    ) -> Told | None:
        """Return who spoke last in the line, where a sentence without a subject goes on with it."""
        if not found or opened - found[-1].end > _BEHIND:
            return None
        text, end = self._marks.text, found[-1].end
        if "\n" in text[end:opened] or not self._sentences.nobody(end, opened):
            return None
        if spoken[-1].recognizer == UNNAMED and not {"他", "她"}.isdisjoint(text[end:opened]):
            # 医生告诉她,“…”。她哭了,“…”
            return None
        alone = self._sentences.nobody(close + 1, self._stop(close))
        return (spoken[-1], found[-1].verb, "goes-on") if alone else None

    def _stop(self, close: int) -> int:
        """Return where the sentence behind a quotation ends."""
        masked = self._marks.masked
        ends = (masked.find(mark, close + 1, close + _BEHIND) for mark in OPENERS)
        return min((at for at in ends if at >= 0), default=min(len(masked), close + _BEHIND))

    def _is_speech(self, opened: int, close: int) -> bool:
        """Return whether words that end with no mark are somebody's, and no term or title."""
        text = self._marks.text
        words = text[opened + 1 : close]
        # “我的中国梦”专题展: a term is a part of a name behind it.
        if OWN.search(words) and (
            text[close - 1] in "。!?…," or text[close + 1 : close + 2] in _ENDS
        ):
            return True
        return (
            len(words) >= LONG and "," in words and text[close + 1 : close + 2] in {"。", "\n", ""}
        )

    def _is_told(self, opened: int, close: int) -> bool:
        """Return whether words end a sentence in which somebody speaks: 直言偏低,“至少要三成”."""
        ended = self._marks.text[close + 1 : close + 2] in {"。", "\n", ""}
        return (
            ended
            and close - opened >= _TERM
            and speaks(self._marks.masked[self._marks.sentence(opened) : opened])
        )

    def _leads(self, opened: int, *, colon: bool, whole: bool) -> Finding | None:
        """Return the one person of the sentence up to a quotation in it, if he is its subject."""
        start = self._marks.sentence(opened)
        if opened - start > _LEAD:
            return None
        speaker = self._sentences.subject(start, opened - 1, told=whole and not colon)
        if speaker is None and colon:
            return self._rules.unnamed.whole(self._marks.masked, start, opened - 1, self._all)
        return speaker


class Carried(_Within):
    """Finds whose a quotation is by the one person of its sentence, or of the one before it.

    Args:
        heard: The text.
        pronouns: Whom 他 means.
    """

    def find(
        self, found: Sequence[Said], spoken: Sequence[Finding]
    ) -> Iterator[tuple[tuple[int, int], Told]]:
        """Yield each further quotation, and who says it, with which verb or "", found how.

        Args:
            found: The quotations that a clause leads in, in order.
            spoken: Who said each of them.
        """
        starts, ends = [s.start for s in found], [s.end for s in found]
        for opened, close in self._marks.outer:
            index = bisect_left(ends, opened + 1)
            if index < len(found) and starts[index] <= close:
                continue
            last = slice(max(0, index - _NEAR), index)
            after = found[index] if index < len(found) else None
            told = self._whose((opened, close), found[last], spoken[last], after)
            if told is not None and not self._is_of_him(opened, close, told):
                yield (opened, close + 1), told

    def _is_of_him(self, opened: int, close: int, told: Told) -> bool:
        """Return whether words without a lead-in speak of him who is taken for their speaker."""
        text, (who, verb, way) = self._marks.text, told
        if way in {"told", "sentence"} or (verb and way != "goes-on"):
            return False
        return text[opened + 1] in "他她" or text[who.start : who.end] in text[opened:close]

    def _whose(
        self,
        marks: tuple[int, int],
        found: Sequence[Said],
        spoken: Sequence[Finding],
        after: Said | None,
    ) -> Told | None:
        text, (opened, close) = self._marks.text, marks
        before = text[opened - 1 : opened] if opened else "\n"
        if before in {",", ":"}:
            half = self._parted.second(opened)
            return half or self._within(opened, close, found, spoken)
        if not (before in f"{OPENERS}”\t\u3000 " or self._marks.opens_line(opened)):
            return None
        whole = text[close - 1] in "。!?…"
        told = self._parted.first(close, found, spoken) if whole or text[close - 1] == "," else None
        told = told or self._words.who(close) or self._words.signed(close)
        if told or not whole:
            return told
        told = self._beside(marks, found, spoken, after)
        if told is None and before in {"。", "!", "?"}:
            introduced = self._introduced.who(opened, close) if text[close - 1] != "?" else None
            told = introduced or self._paragraphs.who(opened, close, found, spoken)
        return told

    def _beside(
        self,
        marks: tuple[int, int],
        found: Sequence[Said],
        spoken: Sequence[Finding],
        after: Said | None,
    ) -> Told | None:
        """Return whose a sentence in marks is by the one behind it, or by the one before."""
        text, (opened, close) = self._marks.text, marks
        before = text[opened - 1 : opened]
        behind = self._behind.who(opened, close, found, spoken)
        behind = behind or self._tells_more(close, after)
        if behind is None and before == "”":
            return self._follows(opened, found, spoken)
        if behind is None and before in {"。", "!", "?"}:
            speaker = self._goes_on(opened, close, found, spoken)
            return (speaker, "", "sentence-before") if speaker else None
        return behind

    def _tells_more(self, close: int, after: Said | None) -> Told | None:
        """Return who says more in the sentence behind, as its subject: “…”甲是船工,他说,“…”."""
        if after is None or after.way != "before":
            return None
        if not close < after.speaker_start < after.start <= close + _BEHIND:
            return None
        comma = self._marks.text.rfind(",", close, after.start - 1)
        if comma < 0 or self._marks.sentence(after.start) != close + 1:
            return None
        speaker = self._sentences.subject(close + 1, comma)
        same = speaker is not None and speaker.start == after.speaker_start
        return (speaker, "", "told") if speaker and same else None

    def _follows(
        self, opened: int, found: Sequence[Said], spoken: Sequence[Finding]
    ) -> Told | None:
        """Return who said what ends right before: “甲。”“乙。”, where that was no question."""
        if not found or found[-1].end != opened or "问" in found[-1].verb:
            return None
        asked = self._marks.text[opened - 2] == "?"
        return None if asked else (spoken[-1], found[-1].verb, "goes-on")

    def _goes_on(
        self, opened: int, close: int, found: Sequence[Said], spoken: Sequence[Finding]
    ) -> Finding | None:
        """Return the one person of the sentence before, where nobody else follows."""
        text, masked = self._marks.text, self._marks.masked
        start = self._marks.sentence(opened - 1)
        if opened - start > _LEAD or self._marks.inside(opened - 1):
            return None
        speaker = self._sentences.subject(start, opened - 1, told=True)
        speaker = speaker or self._sentences.meant(start, opened - 1, found, spoken)
        if speaker is None:
            return None
        stop = self._stop(close)
        name = text[speaker.start : speaker.end]
        line = text.rfind("\n", 0, opened)
        if spoken and spoken[-1].start > line and text[spoken[-1].start : spoken[-1].end] != name:
            # Two talk with each other: whose turn it is, nobody can tell.
            return None
        first = bisect_left(self._all, close, key=start_of)
        nearby = self._all[first : bisect_left(self._all, stop, key=start_of)]
        if any(f.type == "person" and text[f.start : f.end] != name for f in nearby):
            return None
        behind = masked[close + 1 : stop]
        other = OTHERS.search(behind) or self._rules.unnamed.names(behind)
        return None if other or speaks(behind) else speaker
