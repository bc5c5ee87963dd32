"""Persons called by their surname alone."""

import pytest

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.surnames import Surnames
from pipeline.text.tokenizer import Tokenizer
from pipeline.types.articles import EntityType
from tests.unit.entities.lists import lexicon

SURNAMES = Surnames(lexicon(surnames="周 马 欧阳", speech_verbs="强调 指出 说"))
TOKENIZER = Tokenizer()


def speaking(text: str, *names: str, kind: EntityType = "person") -> list[tuple[int, int]]:
    findings = [
        Finding(
            type=kind, start=text.index(name), end=text.index(name) + len(name),
            recognizer="t", confidence=0.9,
        )
        for name in names
    ]  # fmt: skip
    found = SURNAMES.find(findings, Passage(text, TOKENIZER))
    assert {(f.type, f.recognizer, f.confidence, f.rank) for f in found} <= {
        ("person", "surnames", 0.7, 0)
    }
    return [(f.start, f.end) for f in found]


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("周砚青来到渡口。周强调,渡轮要准点。", ["周砚青"], [8]),
        ("周砚青来到渡口。渡口的周强调不出口。", ["周砚青"], []),
        ("周砚青来到渡口。A周强调,", ["周砚青"], []),
        ("周砚青来到渡口。3周强调,", ["周砚青"], []),
        ("周砚青和周远山都来了。周指出,渡轮要准点。", ["周砚青", "周远山"], []),
        ("周砚青来到渡口。周末渡轮停开。", ["周砚青"], []),
        ("渡轮公司来到渡口。周强调,渡轮要准点。", [], []),
        ("周强调,要准点。周砚青来到渡口。", ["周砚青"], [0]),
        ("周砚青、马文博。马说,好。周说,好。马指出,好。", ["周砚青", "马文博"], [8, 13, 18]),
        ("周青云来,周青云走。周说,好。", ["周青云", "周青云"], [10]),
        ("周青来。周说,好。", ["周青"], [4]),
        ("周青山水来。周说,好。", ["周青山水"], [6]),
        ("周青山水月来。周说,好。", ["周青山水月"], []),
        ("江青来。江说,好。", ["江青"], []),
        ("欧阳青来。欧说,好。", ["欧阳青"], []),
        ("周,周说,好。", ["周"], []),
    ],
)
def test_a_surname_that_speaks(text: str, names: list[str], found: list[int]) -> None:
    assert speaking(text, *names) == [(at, at + 1) for at in found]


def test_a_place_does_not_speak() -> None:
    assert speaking("周口店开门。周说,好。", "周口店", kind="place") == []


def test_what_is_a_name_already_is_no_bare_surname() -> None:
    assert speaking("周砚青来。周说,好。", "周砚青", "周说") == []
