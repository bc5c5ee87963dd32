"""The statistical tagger: persons, places and organisations out of hashed windows of text."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.tagging.decoding import INNER, LABELS, TYPES, best_spans
from pipeline.entities.tagging.features import (
    CHECK_BITS,
    FEATURES,
    GAP,
    TABLE_BITS,
    WORD_CLASS_BITS,
    parts_of,
    window_hashes,
)
from pipeline.errors import ResourceError
from pipeline.text.folding import Codes
from pipeline.types.articles import EntityType

NAME: Final = "tagger"
_TYPES: tuple[EntityType, ...] = ("person", "place", "organisation")
# Rows of 16 int16 are 32 bytes, half a cache line; 13 would straddle two.
_WIDTH = 16
# Characters scored at a time: 22 rows of 1,000 characters are 0.7 MB, inside the cache.
_CHUNK = 1000
# Characters hashed at a time, 176 bytes each: all those of an article of 8 MB took one GB.
_PART = 1 << 16
# In nats: a name seldom (1 in 10,000) recovers from a first character that is so much against it.
_HOPE = 6.0
# Texts of together so many characters are scored as one: the hashes of more leave the cache.
_TOGETHER = 6000
_NEWLINE = 0x0A
_GAP = np.zeros(GAP, dtype=np.uint32)


class Tagger:
    """A hashed-feature linear-chain model; a call is pure and linear in the text.

    Args:
        arrays: Those of a model file made by `tools/train_entities.py`, by name.
        where: The file, for the error.

    Raises:
        ResourceError: They are no such model.
    """

    name = NAME

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]], *, where: str) -> None:
        try:
            rows = arrays["rows"]
            self._slots: npt.NDArray[np.int32] = arrays["slots"]
            self._inner: npt.NDArray[np.int16] = arrays["inner"]
            self._bias: npt.NDArray[np.int16] = arrays["bias"]
            self.word_classes: npt.NDArray[np.uint8] = arrays["classes"]
            self.rarity: npt.NDArray[np.uint8] = arrays["rarity"]
            self.scale = float(arrays["scale"])
            self.version = str(arrays["version"])
        except (ValueError, KeyError) as error:
            raise ResourceError(
                f"not a tagger model: {error}", where=where, mend="make train-entities writes one"
            ) from error
        shapes = self._slots.shape, rows.shape[-1], self.word_classes.shape, self._inner.shape
        _require(shapes, where)
        self._table = np.zeros((len(rows), _WIDTH), dtype=np.int16)
        self._table[:, :LABELS] = rows
        self._hope = round(_HOPE * self.scale)

    def score(
        self, codes: Codes, lengths: Sequence[int], gaps: Sequence[int] = ()
    ) -> npt.NDArray[np.int16]:
        """Return the score of each label at each character, shape (n, LABELS).

        Args:
            codes: Folded code points.
            lengths: Code points of each word of the folded text.
            gaps: Which words are no words but the zeros between two texts.
        """
        if len(codes) <= _PART or gaps:
            return self._score(codes, lengths, gaps)
        scores = [
            self._score(codes[part.codes], lengths[part.words])[part.own]
            for part in parts_of(lengths, _PART)
        ]
        return np.concatenate(scores)

    def _score(
        self, codes: Codes, lengths: Sequence[int], gaps: Sequence[int] = ()
    ) -> npt.NDArray[np.int16]:
        hashes = window_hashes(codes, lengths, self.word_classes, gaps)
        n = len(codes)
        scores = np.empty((n, LABELS), dtype=np.int16)
        for start in range(0, n, _CHUNK):
            part = hashes[:, start : start + _CHUNK]
            slots = self._slots.take(part >> CHECK_BITS)
            # What owns no row gets the first one, which is empty. The low byte is the check.
            own = slots.astype(np.uint8) == part.astype(np.uint8)
            slots >>= CHECK_BITS
            # Of one type: a product of two is buffered piece by piece.
            slots *= own.astype(np.int32)
            size = part.shape[1]
            picked = self._table.take(slots.ravel(), axis=0).reshape(FEATURES, size, _WIDTH)
            scores[start : start + size] = picked.sum(axis=0, dtype=np.int16)[:, :LABELS]
        scores += self._bias
        return scores

    def find(self, passage: Passage) -> list[Finding]:
        """Return persons, places and organisations.

        Confidence is the logistic of a name's lead over "no name", per character.
        """
        return self.many([passage])[0]

    def many(self, passages: Sequence[Passage]) -> list[list[Finding]]:
        """Return what `find` says of each of `passages`; together short ones cost less."""
        found: list[list[Finding]] = []
        group: list[Passage] = []
        size = 0
        for passage in passages:
            if group and size + len(passage.codes) > _TOGETHER:
                found += self._together(group)
                group, size = [], 0
            group.append(passage)
            size += len(passage.codes)
        return found + self._together(group) if group else found

    def _together(self, passages: Sequence[Passage]) -> list[list[Finding]]:
        """Return the findings of texts that are scored as one, with gaps that no window bridges."""
        codes, lengths, gaps, begins = passages[0].codes, passages[0].word_lengths, [], [0]
        if len(passages) > 1:
            parts, lengths = [codes], list(lengths)
            for passage in passages[1:]:
                gaps.append(len(lengths))
                lengths += (GAP, *passage.word_lengths)
                begins.append(begins[-1] + len(parts[-1]) + GAP)
                parts += (_GAP, passage.codes)
            codes = np.concatenate(parts)
        breaks = codes == _NEWLINE
        for begin in begins[1:]:
            breaks[begin - GAP : begin] = True
        spans = best_spans(self.score(codes, lengths, gaps), self._inner, breaks, self._hope)
        found: list[list[Finding]] = [[] for _ in passages]
        for start, end, kind, lead in spans:
            which = bisect_right(begins, start) - 1
            begin = begins[which]
            found[which].append(
                Finding(
                    type=_TYPES[kind],
                    start=start - begin,
                    end=end - begin,
                    recognizer=NAME,
                    confidence=round(1.0 / (1.0 + math.exp(-lead / (end - start) / self.scale)), 3),
                )
            )
        return found


def _require(shapes: tuple[object, ...], where: str) -> None:
    wanted = (1 << TABLE_BITS,), LABELS, (1 << WORD_CLASS_BITS,), (TYPES, INNER)
    if shapes != wanted:
        raise ResourceError(
            f"tables of {shapes}, not {wanted}",
            where=where,
            mend="make train-entities writes a model of this version",
        )
