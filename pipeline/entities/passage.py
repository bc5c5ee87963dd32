"""A text as recognizers read it: folded once, cut into words once, offsets as in the text."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from pipeline.text.chars import code_points
from pipeline.text.folding import READING, Codes, to_text
from pipeline.text.phrases import PhraseSet, PhraseSets
from pipeline.text.quotation_marks import turned
from pipeline.text.tokenizer import Tokenizer


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
    def word_ends(self) -> list[int]:
        """Where each word ends; ascending."""
        return list(accumulate(self.word_lengths))

    @cached_property
    def edges(self) -> frozenset[int]:
        """Where words end, to be asked for one place."""
        return frozenset(self.word_ends)

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
