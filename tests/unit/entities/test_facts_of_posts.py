"""Facts of posts, and of names at a segmenter's edge, in sentences of our own, by kind."""

import collections

import pytest

from pipeline.entities.extractor import Extractor
from tests.golden.facts.score import POSTS, missed, read

CASES = read(POSTS)


def test_every_kind_has_its_sentences() -> None:
    kinds = collections.Counter(kind for kind, _, _ in CASES)
    assert set(kinds) == {
        *("posts-whole", "edges", "second-official", "minority-and-foreign", "subjects-of-events"),
    }
    assert all(count >= 12 for count in kinds.values())


@pytest.mark.parametrize(("kind", "text", "facts"), CASES)
def test_what_a_sentence_says(extractor: Extractor, kind: str, text: str, facts: list[str]) -> None:
    assert missed(extractor, text, facts) == [], kind
