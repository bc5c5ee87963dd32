"""Words inside a sentence, and who goes on with what he said: whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.entities.joining.acting import Acting
from pipeline.entities.joining.heard import Heard
from pipeline.entities.joining.introduced import Introduced
from pipeline.entities.joining.marks import OPENERS, speaks
from pipeline.entities.joining.one_person import OnePerson
from pipeline.entities.joining.paragraphs import Paragraphs
from pipeline.entities.joining.parted import Parted
from pipeline.entities.joining.pronouns import Pronouns
from pipeline.entities.joining.said import Said, Told
from pipeline.entities.joining.told_behind import LONG, OWN, ToldBehind
from pipeline.entities.joining.unnamed import UNNAMED
from pipeline.entities.joining.words_of import WordsOf
from pipeline.entities.recognizer import Finding

LEAD: Final = 100
"""Characters of a sentence before the quotation in it; longer ones have too many subjects."""
# Words of fewer characters, with a mark, are terms.
_TERM = 7
_ENDS = frozenset(("", *",。;!?\n "))
# More than these, without a mark, are no term.
_TAIL = 9
BEHIND: Final = 200
"""Characters of the sentence behind a quotation that are asked for somebody else."""


class Within:
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
        if speaker is None and colon and opened - start <= LEAD:
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
        if not found or opened - found[-1].end > BEHIND:
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
        ends = (masked.find(mark, close + 1, close + BEHIND) for mark in OPENERS)
        return min((at for at in ends if at >= 0), default=min(len(masked), close + BEHIND))

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
        if opened - start > LEAD:
            return None
        speaker = self._sentences.subject(start, opened - 1, told=whole and not colon)
        if speaker is None and colon:
            return self._rules.unnamed.whole(self._marks.masked, start, opened - 1, self._all)
        return speaker

    def _follows(
        self, opened: int, found: Sequence[Said], spoken: Sequence[Finding]
    ) -> Told | None:
        """Return who said what ends right before: “甲。”“乙。”, where that was no question."""
        if not found or found[-1].end != opened or "问" in found[-1].verb:
            return None
        asked = self._marks.text[opened - 2] == "?"
        return None if asked else (spoken[-1], found[-1].verb, "goes-on")
