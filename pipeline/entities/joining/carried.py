"""Quotations that no clause of speech leads in: whose sentence it is in which they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipeline.entities.joining.marks import OPENERS, speaks
from pipeline.entities.joining.said import Said, Told
from pipeline.entities.joining.told_behind import OTHERS
from pipeline.entities.joining.within import BEHIND, LEAD, Within
from pipeline.entities.recognizer import Finding, start_of

# Of what was said before, so many tell whom a pronoun means and whose turn it is.
_NEAR = 3


class Carried(Within):
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
        if not close < after.speaker_start < after.start <= close + BEHIND:
            return None
        comma = self._marks.text.rfind(",", close, after.start - 1)
        if comma < 0 or self._marks.sentence(after.start) != close + 1:
            return None
        speaker = self._sentences.subject(close + 1, comma)
        same = speaker is not None and speaker.start == after.speaker_start
        return (speaker, "", "told") if speaker and same else None

    def _goes_on(
        self, opened: int, close: int, found: Sequence[Said], spoken: Sequence[Finding]
    ) -> Finding | None:
        """Return the one person of the sentence before, where nobody else follows."""
        text, masked = self._marks.text, self._marks.masked
        start = self._marks.sentence(opened - 1)
        if opened - start > LEAD or self._marks.inside(opened - 1):
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
