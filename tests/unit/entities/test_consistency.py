"""One type for each name of a text, and every occurrence of a sure one."""

import pytest

from pipeline.entities.joining.consistency import agree, spread
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.text.tokenizer import Tokenizer
from pipeline.types.articles import EntityType

TEXT = "南通要求早作准备,南通下雨了。南通好。"
TOKENIZER = Tokenizer()
PASSAGE = Passage(TEXT, TOKENIZER)


def finding(kind: EntityType, start: int, confidence: float, rank: int = 0) -> Finding:
    return Finding(
        type=kind, start=start, end=start + 2, recognizer="x", confidence=confidence, rank=rank
    )


def types(*findings: Finding, places: frozenset[str] = frozenset()) -> list[str]:
    return [f.type for f in agree(findings, PASSAGE, places)]


def test_the_surer_reading_stands() -> None:
    assert types(finding("organisation", 0, 0.8), finding("person", 9, 0.6)) == ["organisation"] * 2


def test_two_readings_are_surer_than_one() -> None:
    readings = (
        finding("organisation", 0, 0.9),
        finding("person", 9, 0.6),
        finding("person", 15, 0.6),
    )
    assert types(*readings) == ["person"] * 3


def test_of_equal_readings_one_is_always_taken() -> None:
    assert types(finding("organisation", 0, 0.7), finding("place", 9, 0.7)) == ["place"] * 2
    assert types(finding("place", 0, 0.7), finding("organisation", 9, 0.7)) == ["place"] * 2


def test_other_names_have_their_own_type() -> None:
    assert types(finding("organisation", 0, 0.9), finding("person", 2, 0.1)) == [
        "organisation",
        "person",
    ]


def test_a_city_is_no_office() -> None:
    assert types(finding("organisation", 0, 0.9), places=frozenset({"南通"})) == ["place"]
    assert types(finding("person", 0, 0.9), places=frozenset({"南通"})) == ["person"]


def test_what_the_user_says_stands() -> None:
    said = finding("organisation", 0, 1.0, rank=100)
    assert types(said, places=frozenset({"南通"})) == ["organisation"]


def spreads(
    text: str, name: str, kind: EntityType, *, confidence: float = 0.9, by: str = "tagger"
) -> list[tuple[int, int]]:
    known = Finding(
        type=kind, start=0, end=len(name), recognizer=by, confidence=confidence, post="p"
    )
    return [(f.start, f.end) for f in spread([known], Passage(text, TOKENIZER))]


@pytest.mark.parametrize(
    ("kind", "name", "found"),
    [
        ("person", "周立言", True),
        ("person", "周立", False),
        ("organisation", "春江社", True),
        ("organisation", "春江", False),
        ("place", "春江镇", True),
        ("place", "春江", False),
        ("event", "春江会议", False),
        ("work", "《春江》", False),
        ("product", "春江一号", False),
    ],
)
def test_names_of_three_characters_are_spread(kind: EntityType, name: str, found: bool) -> None:  # noqa: FBT001 - a table
    text = f"{name}来。{name}走。"
    start = len(name) + 2
    assert spreads(text, name, kind) == ([(start, start + len(name))] if found else [])


def test_a_name_is_spread_when_it_is_sure() -> None:
    assert spreads("青木镇来。青木镇走。", "青木镇", "place", confidence=0.8) == [(5, 8)]
    assert spreads("青木镇来。青木镇走。", "青木镇", "place", confidence=0.799) == []


def test_what_a_rule_said_or_is_no_word_is_spread_sooner() -> None:
    assert spreads("青木镇来。青木镇走。", "青木镇", "place", confidence=0.7, by="titles") == [
        (5, 8)
    ]
    assert spreads("周立言来。周立言走。", "周立言", "person", confidence=0.7) == [(5, 8)]
    assert spreads("周立言来。周立言走。", "周立言", "person", confidence=0.699) == []
    assert spreads("夏令营来。夏令营走。", "夏令营", "person", confidence=0.7) == []


def test_what_is_spread_is_less_sure_and_of_the_lowest_rank() -> None:
    source = Finding(
        type="person", start=0, end=3, recognizer="x", confidence=0.9, rank=100, entity="Q1",
        canonical="周立言", post="书记",
    )  # fmt: skip
    (found,) = spread([source], Passage("周立言来。周立言走。", TOKENIZER))
    assert found == Finding(
        type="person", start=5, end=8, recognizer="consistency", confidence=0.81, rank=0,
        entity="Q1", canonical="周立言",
    )  # fmt: skip


def test_the_first_of_two_findings_of_a_name_is_its_source() -> None:
    first = Finding(type="person", start=0, end=3, recognizer="x", confidence=0.9, entity="Q1")
    second = Finding(type="person", start=5, end=8, recognizer="x", confidence=0.8)
    text = "周立言来。周立言走。周立言坐。"
    (found,) = spread([first, second], Passage(text, TOKENIZER))
    assert (found.start, found.entity, found.confidence) == (10, "Q1", 0.81)


def test_a_longer_finding_at_the_same_place_does_not_keep_a_name_away() -> None:
    known = Finding(type="person", start=0, end=3, recognizer="x", confidence=0.9)
    short = Finding(type="person", start=5, end=7, recognizer="x", confidence=0.5)
    found = spread([known, short], Passage("周立言来。周立言走。", TOKENIZER))
    assert [(f.start, f.end) for f in found] == [(5, 8)]


@pytest.mark.parametrize("others", [0, 40])
def test_of_names_in_one_another_the_longest_from_each_place_is_spread(others: int) -> None:
    names = ["春江市政府", "春江市", "市政府", *(f"第{n}中学" for n in range(100, 100 + others))]
    text = "、".join(names) + "。春江市政府说，春江市来，市政府春江市政府走。"
    found, at = [], 0
    for name in names:
        found.append(
            Finding(
                type="organisation", start=at, end=at + len(name), recognizer="x", confidence=0.9
            )
        )
        at += len(name) + 1
    more = [text[f.start : f.end] for f in spread(found, Passage(text, TOKENIZER))]
    assert more == ["春江市政府", "春江市", "市政府", "春江市政府"]
