"""A text as recognizers read it: folded once, cut into words once, offsets as in the text."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Container, Sequence
from functools import cached_property
from itertools import accumulate

from pipeline.text.chars import code_points
from pipeline.text.folding import READING, Codes, to_text
from pipeline.text.phrases import PhraseSet, PhraseSets
from pipeline.text.quotation_marks import turned
from pipeline.text.tokenizer import Tokenizer

# Of more words a set of their ends weighs 60 MB where a byte a character weighs 3.
_MANY_WORDS = 50_000


class Passage:
    """A text and its matching copy, which is as long, narrow and simplified.

    Args:
        text: Any text.
        tokenizer: What cuts the matching copy into words.
        together: Sets of phrases that are all looked up as soon as one of them is asked for.
    """

    def __init__(self, text: str, tokenizer: Tokenizer, together: PhraseSets | None = None) -> None:
        self.text = text
        self._tokenizer = tokenizer
        self._together = together
        self._occurrences: dict[int, list[tuple[int, int, int]]] = {}
        self._whole: dict[int, list[tuple[int, int]]] = {}
        self.codes: Codes = READING.fold_codes(code_points(text))
        self.folded: str = to_text(self.codes)
        if (facing := turned(self.folded)) != self.folded:
            self.folded, self.codes = facing, code_points(facing)

    @cached_property
    def words(self) -> list[str]:
        """The words of the matching copy; they join to it again."""
        return self._tokenizer.cut(self.folded)

    @cached_property
    def word_lengths(self) -> list[int]:
        """Code points of each word."""
        return list(map(len, self.words))

    @cached_property
    def word_ends(self) -> Sequence[int]:
        """Where each word ends; ascending."""
        return array("i", accumulate(self.word_lengths))

    @cached_property
    def edges(self) -> Container[int]:
        """Where words end, to be asked for one place."""
        ends = self.word_ends
        return frozenset(ends) if len(ends) < _MANY_WORDS else _Marked(ends)

    def word_at(self, place: int) -> str:
        """Return the word that holds the character at `place`, "" behind the last."""
        index = bisect_right(self.word_ends, place)
        return self.words[index] if index < len(self.words) else ""

    def kind(self, word: str) -> str:
        """Return a word's part of speech as jieba names it, "" for what no dictionary has."""
        return self._tokenizer.kind(word)

    def occurrences(self, phrases: PhraseSet) -> list[tuple[int, int, int]]:
        """Return where `phrases` stand in the matching copy, looked up once however often asked."""
        found = self._occurrences.get(id(phrases))
        if found is None and self._together is not None:
            for each, those in zip(
                self._together.sets, self._together.find(self.folded), strict=True
            ):
                self._occurrences[id(each)] = those
            self._together = None
            found = self._occurrences.get(id(phrases))
        if found is None:
            found = self._occurrences[id(phrases)] = list(phrases.find(self.folded))
        return found

    def whole(self, phrases: PhraseSet) -> list[tuple[int, int]]:
        """Return where `phrases` stand, those left out that pieces of words make (省会|长沙)."""
        found = self._whole.get(id(phrases))
        if found is None:
            edges = self.edges
            found = self._whole[id(phrases)] = [
                (start, end)
                for start, end, _ in self.occurrences(phrases)
                if end in edges or (end - 1 not in edges and (not start or start in edges))
            ]
        return found


class _Marked:
    """Places of a long text, a byte for each character.

    Args:
        places: Ascending, at least one.
    """

    def __init__(self, places: Sequence[int]) -> None:
        self._marks = bytearray(places[-1] + 1)
        for place in places:
            self._marks[place] = 1

    def __contains__(self, place: object) -> bool:
        return isinstance(place, int) and 0 <= place < len(self._marks) and self._marks[place] == 1
