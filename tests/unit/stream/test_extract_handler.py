"""The extract agent: articles of one portion are read together, each answered in its turn."""

from __future__ import annotations

import pytest

from pipeline.codec import encode
from pipeline.entities.extractor import Extractor
from pipeline.errors import CodecError
from pipeline.stages import shipped
from pipeline.stream.handlers.extract import ExtractHandler
from pipeline.topology import ENRICHED, UNIQUE
from pipeline.types.articles import Rejection
from tests.unit.stream.parts import message
from tools.made_articles import unique


class Reader:
    """A stage that says how many articles it was asked for at once; one of them breaks it."""

    def __init__(self, extract) -> None:
        self._extract = extract
        self.together: list[int] = []

    def many(self, articles):
        self.together.append(len(articles))
        if any("折断" in article.body for article in articles):
            raise ValueError("broken on purpose")
        return self._extract.many(articles)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(shipped.entities())


@pytest.fixture
def reader(extractor) -> Reader:
    return Reader(extractor)


def read(offset: int, text: str):
    return message(offset, encode(unique(text)), topic=UNIQUE.name)


TEXTS = ("林小禾在江口市说，新桥三月通车。", "缆车公司投资1.8亿元。", "北山县的果园今年丰收。")


def test_what_was_read_together_is_answered_as_if_each_had_been_read_alone(reader) -> None:
    reads = [read(offset, text) for offset, text in enumerate(TEXTS)]
    alone = [next(iter(ExtractHandler(reader)(each))) for each in reads]
    together = ExtractHandler(reader)
    reader.together.clear()
    together.foresee(reads)
    events = [next(iter(together(each))) for each in reads]
    assert reader.together == [3]
    assert [each.topic for each in events] == [ENRICHED] * 3
    assert [each.key for each in events] == [each.key for each in alone]
    # All but the times of processing.
    assert [each.value.split(b'"stages"')[0] for each in events] == [
        each.value.split(b'"stages"')[0] for each in alone
    ]
    assert [each.read.offset for each in events] == [0, 1, 2]


def test_where_one_breaks_the_others_are_read_ahead_all_the_same(reader) -> None:
    handler = ExtractHandler(reader)
    reads = [read(0, TEXTS[0]), read(1, "折断的桥。"), read(2, TEXTS[1])]
    handler.foresee(reads)
    assert reader.together == [3, 1, 1, 1]
    found = [next(iter(handler(each))) for each in reads]
    assert reader.together == [3, 1, 1, 1]
    assert isinstance(found[1].rejection, Rejection)
    assert found[1].rejection.reason == "internal-error"
    assert [found[0].topic, found[2].topic] == [ENRICHED, ENRICHED]


def test_what_is_no_article_is_left_to_its_own_call(reader) -> None:
    handler = ExtractHandler(reader)
    broken = message(1, b"{broken", topic=UNIQUE.name)
    handler.foresee([read(0, TEXTS[0]), broken])
    assert reader.together == [1]
    with pytest.raises(CodecError):
        handler(broken)


def test_what_was_read_ahead_is_used_once_and_then_forgotten(reader) -> None:
    handler = ExtractHandler(reader)
    reads = [read(offset, text) for offset, text in enumerate(TEXTS)]
    handler.foresee(reads[:2])
    handler(reads[0])
    handler(reads[0])
    assert reader.together == [2, 1]
    handler.foresee(reads[2:])
    assert list(handler._ready) == [(UNIQUE.name, 0, 2)]
