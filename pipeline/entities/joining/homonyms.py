"""Names that are other words too: an apple on a tree is no company."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.resources import Lexicon

# A tagger that is as sure of a person has the sentence on its side (高峰说).
_SURE = 0.9
_BEFORE, _AFTER = "<", ">"
_BODIES = frozenset({"organisation", "product"})


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
        """Return `findings` without the organisations, products and persons that are words.

        What is a word at half of its places is one at all of them: an article on apples names no
        company by them.
        """
        text = passage.folded
        words = [f for f in findings if not f.rank and self._is_word(f, text)]
        if not words:
            return list(findings)
        as_words = Counter(text[f.start : f.end] for f in words if f.type in _BODIES)
        places = Counter(text[f.start : f.end] for f in findings if f.type in _BODIES)
        mostly = {name for name, count in as_words.items() if 2 * count >= places[name]}
        return [
            f
            for f in findings
            if f.rank or not (f in words or (f.type in _BODIES and text[f.start : f.end] in mostly))
        ]

    def _is_word(self, finding: Finding, text: str) -> bool:
        if finding.type == "person" and finding.confidence < _SURE:
            return text[finding.start : finding.end] in self._no_names
        if finding.type not in _BODIES:
            return False
        marks = self._marks.get(text[finding.start : finding.end])
        if marks is None:
            return False
        before, after = marks
        return text.endswith(before, 0, finding.start) or text.startswith(after, finding.end)
