"""Names that are other words too: at one place, and in the whole of an article."""

from __future__ import annotations

import pytest

from pipeline.entities.joining.homonyms import Homonyms
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.text.tokenizer import Tokenizer
from tests.unit.entities.lists import lexicon

HOMONYMS = Homonyms(lexicon(homonyms="苹果 <只 <吃 <富士 >树", names_not="高峰"))
TOKENIZER = Tokenizer()


def kept(text: str, name: str, kind: str = "organisation", confidence: float = 0.8) -> list[int]:
    """Return where `name`, found at all its places, is still one."""
    found = [
        Finding(type=kind, start=at, end=at + len(name), recognizer="t", confidence=confidence)
        for at in range(len(text))
        if text.startswith(name, at)
    ]
    return [f.start for f in HOMONYMS.without(found, Passage(text, TOKENIZER))]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("苹果发布手机。", [0]),
        ("两只苹果。", []),
        # Half of its places, and then all.
        ("富士苹果熟了,苹果总产量不少。", []),
        ("苹果发布手机,苹果涨价,他吃苹果。", [0, 7]),
    ],
)
def test_what_is_mostly_a_word_is_no_name(text, places) -> None:
    assert kept(text, "苹果") == places


def test_a_person_is_asked_for_at_each_place_alone() -> None:
    assert kept("高峰过后,高峰说。", "高峰", "person", 0.5) == []
    assert kept("高峰过后,高峰说。", "高峰", "person", 0.95) == [0, 5]
