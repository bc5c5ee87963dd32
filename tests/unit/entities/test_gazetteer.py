"""Listed names: what they are, their full forms, and where they stand inside other words."""

import pytest

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.gazetteer import Gazetteer
from pipeline.text.tokenizer import Tokenizer
from tests.unit.entities.lists import lexicon

GAZETTEER = Gazetteer(
    lexicon(
        places_common="城区",
        names_minority="云 江月 水心",
        organisations="水文局=江河水文局 ABC",
        events="春江会",
        products="GPT 云帆3",
        places="上海 北京 国都",
        countries="",
        people="",
    )
)
TOKENIZER = Tokenizer()


def find(text: str) -> list[Finding]:
    return GAZETTEER.find(Passage(text, TOKENIZER))


def test_each_list_has_its_type() -> None:
    text = "水文局在上海的春江会看云帆3"
    assert [(text[f.start : f.end], f.type) for f in find(text)] == [
        ("水文局", "organisation"),
        ("上海", "place"),
        ("春江会", "event"),
        ("云帆3", "product"),
    ]
    assert {(f.recognizer, f.rank) for f in find(text)} == {("gazetteer", 0)}


def test_a_listed_body_is_none_of_the_persons_a_tagger_may_take_it_for() -> None:
    of_bodies, of_places = (f.confidence for f in find("水文局在上海"))
    assert of_bodies > of_places


def test_a_short_name_knows_its_full_one() -> None:
    assert [f.canonical for f in find("水文局看春江会")] == ["江河水文局", ""]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ABC", True),
        ("用ABC的", True),
        ("用ABC3", True),
        ("用3ABC", True),
        ("用éABC", True),
        ("用XABC", False),
        ("用ABCX", False),
        ("xABC", False),
        ("ABCx", False),
    ],
)
def test_a_latin_name_is_no_part_of_a_word(text: str, found: bool) -> None:  # noqa: FBT001 - a table
    assert bool(find(text)) is found


@pytest.mark.parametrize("text", ["云帆3X", "云帆3x", "X云帆3"])
def test_only_the_latin_side_of_a_name_is_looked_at(text: str) -> None:
    assert bool(find(text)) is text.startswith("X")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("上海", ["上海"]),
        ("去上海。", ["上海"]),
        ("海上海鸥飞", []),
        ("东北京剧团", []),
        ("上海滩", []),
        ("中国都是", []),
    ],
)
def test_a_place_is_a_word_of_its_own(text: str, found: list[str]) -> None:
    assert [text[f.start : f.end] for f in find(text)] == found
