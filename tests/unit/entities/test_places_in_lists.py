"""Lists of places: what stands between them is one too, and a list of people is none."""

import pytest

from pipeline.entities.joining.listed import of_lists
from pipeline.entities.joining.places import Divisions
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.stages import shipped
from pipeline.text.tokenizer import Tokenizer

DIVISIONS, TOKENIZER = Divisions(shipped.lexicon()), Tokenizer()


def places(text, **known):
    """Return the places that are found in lists of `text`, given what is `known` of what type."""
    found = [
        Finding(
            type=kind, start=text.index(name), end=text.index(name) + len(name),
            recognizer="tagger", confidence=0.9, rank=0,
        )
        for name, kind in known.items()
    ]  # fmt: skip
    found.sort(key=lambda each: each.start)
    listed = of_lists(found, Passage(text, TOKENIZER), DIVISIONS)
    return [text[each.start : each.end] for each in listed if each.type == "place"]


@pytest.mark.parametrize("count", ["等5个县", "等五县", "这3个县区", "3县"])
def test_a_list_that_says_what_it_holds_is_of_places(count):
    text = f"地震波及定日、拉孜、萨迦{count},房屋受损。"
    assert places(text) == ["萨迦", "拉孜", "定日"]


@pytest.mark.parametrize(
    "text", ["波及定日、拉孜、萨迦,房屋受损。", "买了苹果、香蕉、雪梨等5个县级奖品。"]
)
def test_a_list_that_does_not_say_so_is_of_anything(text):
    assert places(text) == []


def test_beside_a_place_stands_a_place_taken_for_a_person():
    assert places("雨水落在渠县、周宁,没有停过。", 渠县="place", 周宁="person") == ["周宁"]
    assert places("雨水落在周宁、渠县,没有停过。", 渠县="place", 周宁="person") == ["周宁"]
    assert places("雨水落在渠县、温竹,没有停过。", 渠县="place", 温竹="person") == []
    # What nobody found, but bears the name of a division.
    assert places("雨水落在渠县、周宁,没有停过。", 渠县="place") == ["周宁"]


def test_the_last_of_a_list_of_people_stays_one():
    text = "温竹、周宁、渠县来的记者到了。"
    assert places(text, 温竹="person", 周宁="person", 渠县="place") == []
    text = "渠县、周宁、温竹来了。"
    assert places(text, 温竹="person", 周宁="person", 渠县="place") == []


def test_a_town_listed_beside_a_town_is_a_place():
    assert places("县道穿过茶峒镇和迓驾镇,一脚踏三省。", 茶峒镇="place") == ["迓驾镇"]
    assert places("雨落在上河乡、青溪乡与白石乡。", 上河乡="place") == ["青溪乡", "白石乡"]
    assert places("雨落在茶峒镇和全镇各村。", 茶峒镇="place") == []
    assert places("茶峒镇和河口镇长谈妥。", 茶峒镇="place") == []
