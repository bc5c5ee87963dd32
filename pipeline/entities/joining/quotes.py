"""What was said, by whom, with which verb."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.entities.recognizer import Finding
from pipeline.entities.resources import Lexicon
from pipeline.types.articles import Struct

# Between a speaker and the verb stand at most a few words of the same clause (在会上, 随后).
_GAP = 14
# A quotation of more characters is a mark that was never closed.
_LONGEST = 1000
_PRONOUN = re.compile("(?<=[,。;!? \n”])(?:他|她)(?:们)?")
_SENTENCE_END = re.compile("[。!?\n]")


class Said(Struct, frozen=True, kw_only=True):
    """A quotation: half-open code points, the speaker's span, the verb."""

    start: int
    end: int
    speaker_start: int
    speaker_end: int
    verb: str


class Quotes:
    """Reads `X强调,…` and `“…”,X说` off a text whose persons are known."""

    def __init__(self, lexicon: Lexicon) -> None:
        verbs = "|".join(sorted(lexicon.words("speech_verbs"), key=len, reverse=True))
        self._after = re.compile(
            rf"(?P<gap>[^,。;:!?\n“”《》]{{0,{_GAP}}}?)(?P<verb>{verbs})(?P<mark>[:,]|(?=“))"
        )
        self._behind = re.compile(rf"[^,。;:!?\n“”《》]{{0,{_GAP}}}?(?P<verb>{verbs})")

    def find(self, text: str, findings: Sequence[Finding]) -> list[Said]:
        """Return the quotations of `text` in order; no two overlap.

        Args:
            text: The folded text.
            findings: Disjoint findings in order of the text.
        """
        people = [f for f in findings if f.type == "person" and f.end <= len(text)]
        speakers = sorted(
            [(f.start, f.end, f) for f in people] + list(_pronouns(text, people)),
            key=lambda s: s[:2],
        )
        found: list[Said] = []
        reached = 0
        for start, end, person in speakers:
            if start < reached:
                continue
            said = self._before(text, start, end, person)
            # “…”马文博说:“…”: the first quotation has its speaker already.
            if said is None or said.start < reached:
                said = self._following(text, end, person)
            if said:
                found.append(said)
                reached = said.end
        return found

    def _following(self, text: str, end: int, person: Finding) -> Said | None:
        """Return what follows `X强调,` up to the end of the sentence, or inside the marks."""
        match = self._after.match(text, end)
        if not match:
            return None
        start = match.end()
        if text[start : start + 1] == "“":
            close = text.find("”", start, start + _LONGEST)
            if close < 0:
                return None
            return _said(start, close + 1, person, match["verb"])
        stop = _SENTENCE_END.search(text, start, start + _LONGEST)
        last = stop.start() if stop else min(len(text), start + _LONGEST)
        return _said(start, last, person, match["verb"]) if last > start else None

    def _before(self, text: str, start: int, end: int, person: Finding) -> Said | None:
        """Return the quotation that ends right before `X说`."""
        close = start - 1
        while close >= 0 and text[close] in ", ":
            close -= 1
        if close < 0 or text[close] != "”":
            return None
        opened = text.rfind("“", max(0, close - _LONGEST), close)
        match = self._behind.match(text, end)
        if opened < 0 or not match:
            return None
        return _said(opened, close + 1, person, match["verb"])


def _said(start: int, end: int, person: Finding, verb: str) -> Said:
    return Said(start=start, end=end, speaker_start=person.start, speaker_end=person.end, verb=verb)


def _pronouns(text: str, people: Sequence[Finding]) -> Iterator[tuple[int, int, Finding]]:
    """Yield each 他 and 她 that begins a clause, as the person named last before it."""
    index = 0
    if not people:
        return
    for match in _PRONOUN.finditer(text):
        while index + 1 < len(people) and people[index + 1].end <= match.start():
            index += 1
        if people[index].end <= match.start():
            yield match.start(), match.end(), people[index]
