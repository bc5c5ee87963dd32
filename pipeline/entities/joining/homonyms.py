"""Names that are other words too: an apple on a tree is no company."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.resources import Lexicon

# A tagger that is as sure of a person has the sentence on its side (高峰说).
_SURE = 0.9
_BEFORE, _AFTER = "<", ">"


class Homonyms:
    """Tells by the words beside a name that it is none.

    Args:
        lexicon: Its list `homonyms`: `name <before >after`, each right beside the name.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._marks = {
            name: (
                tuple(word[1:] for word in words if word[0] == _BEFORE),
                tuple(word[1:] for word in words if word[0] == _AFTER),
            )
            for name, *words in lexicon.rows("homonyms")
        }
        self._no_names = frozenset(lexicon.words("names_not"))

    def without(self, findings: Sequence[Finding], passage: Passage) -> list[Finding]:
        """Return `findings` without the organisations, products and persons that are words."""
        return [f for f in findings if f.rank or not self._is_word(f, passage.folded)]

    def _is_word(self, finding: Finding, text: str) -> bool:
        if finding.type == "person" and finding.confidence < _SURE:
            return text[finding.start : finding.end] in self._no_names
        if finding.type not in {"organisation", "product"}:
            return False
        marks = self._marks.get(text[finding.start : finding.end])
        if marks is None:
            return False
        before, after = marks
        return text.endswith(before, 0, finding.start) or text.startswith(after, finding.end)
