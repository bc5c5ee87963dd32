"""Facts of names, posts, codes and keywords in sentences of our own, by kind."""

import collections

import pytest

from pipeline.entities.extractor import Extractor
from tests.golden.facts.score import missed, read

CASES = read()


def test_every_kind_has_its_sentences() -> None:
    kinds = collections.Counter(kind for kind, _, _ in CASES)
    assert set(kinds) == {
        *("companies", "adcodes", "persons", "posts", "chains", "events", "keywords"),
    }
    assert all(count >= 10 for kind, count in kinds.items() if kind != "keywords")


@pytest.mark.parametrize(("kind", "text", "facts"), CASES)
def test_what_a_sentence_says(extractor: Extractor, kind: str, text: str, facts: list[str]) -> None:
    assert missed(extractor, text, facts) == [], kind
