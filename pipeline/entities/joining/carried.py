"""Quotations that no clause of speech leads in: whose sentence it is in which they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipeline.entities.joining.heard import Heard
from pipeline.entities.joining.marks import OPENERS, speaks
from pipeline.entities.joining.one_person import OnePerson
from pipeline.entities.joining.pronouns import Pronouns
from pipeline.entities.joining.said import Said
from pipeline.entities.joining.told_behind import LONG, OTHERS, OWN, ToldBehind
from pipeline.entities.recognizer import Finding, start_of

# Characters of a sentence before the quotation in it; longer ones have too many subjects.
_LEAD = 100
# Of what was said before, so many tell whom a pronoun means and whose turn it is.
_NEAR = 3
# Characters of the sentence behind a quotation that are asked for somebody else.
_BEHIND = 200


class Carried:
    """Finds whose a quotation is by the one person of its sentence, or of the one before it.

    Args:
        heard: The text.
        pronouns: Whom 他 means.
    """

    def __init__(self, heard: Heard, pronouns: Pronouns) -> None:
        self._marks, self._all, self._rules, _ = heard
        self._sentences = OnePerson(heard)
        self._behind = ToldBehind(heard, pronouns)

    def find(
        self, found: Sequence[Said], spoken: Sequence[Finding]
    ) -> Iterator[tuple[tuple[int, int], Finding, str]]:
        """Yield each further quotation, who says it, and the verb or "".

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
            told = self._whose(opened, close, found[last], spoken[last])
            if told is not None:
                yield (opened, close + 1), *told

    def _whose(
        self, opened: int, close: int, found: Sequence[Said], spoken: Sequence[Finding]
    ) -> tuple[Finding, str] | None:
        text = self._marks.text
        before = text[opened - 1 : opened] if opened else "\n"
        whole = text[close - 1] in "。!?…"
        if before in {",", ":"}:
            said = whole or self._is_speech(opened, close)
            speaker = self._leads(opened, colon=before == ":") if said else None
            return (speaker, "") if speaker else None
        if not whole or before not in f"{OPENERS}”\t\u3000 ":
            return None
        behind = self._behind.who(opened, close, found, spoken)
        if behind is not None:
            return behind
        if before == "”":
            return self._follows(opened, found, spoken)
        if before in {"。", "!", "?"}:
            speaker = self._goes_on(opened, close, spoken)
            return (speaker, "") if speaker else None
        return None

    def _follows(
        self, opened: int, found: Sequence[Said], spoken: Sequence[Finding]
    ) -> tuple[Finding, str] | None:
        """Return who said what ends right before: “甲。”“乙。”, where that was no question."""
        if not found or found[-1].end != opened or "问" in found[-1].verb:
            return None
        return None if self._marks.text[opened - 2] == "?" else (spoken[-1], found[-1].verb)

    def _is_speech(self, opened: int, close: int) -> bool:
        """Return whether words that end with no mark are somebody's, and no term or title."""
        text = self._marks.text
        words = text[opened + 1 : close]
        if OWN.search(words):
            return True
        return (
            len(words) >= LONG and "," in words and text[close + 1 : close + 2] in {"。", "\n", ""}
        )

    def _leads(self, opened: int, *, colon: bool) -> Finding | None:
        """Return the one person of the sentence up to a quotation in it, if he is its subject."""
        start = self._marks.sentence(opened)
        if opened - start > _LEAD:
            return None
        speaker = self._sentences.subject(start, opened - 1)
        if speaker is None and colon:
            return self._rules.unnamed.whole(self._marks.masked, start, opened - 1, self._all)
        return speaker

    def _goes_on(self, opened: int, close: int, spoken: Sequence[Finding]) -> Finding | None:
        """Return the one person of the sentence before, where nobody else follows."""
        text, masked = self._marks.text, self._marks.masked
        start = self._marks.sentence(opened - 1)
        if opened - start > _LEAD or self._marks.inside(opened - 1):
            return None
        speaker = self._sentences.subject(start, opened - 1)
        if speaker is None:
            return None
        stop = min(
            (at for mark in OPENERS if (at := masked.find(mark, close + 1, close + _BEHIND)) >= 0),
            default=min(len(text), close + _BEHIND),
        )
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
