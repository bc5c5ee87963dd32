"""Lists of persons: forwards and backwards from one that is known."""

import pytest

from pipeline.entities.joining.posts import posts_of
from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding
from pipeline.entities.recognizers.rosters import Rosters
from pipeline.entities.recognizers.spelt import Spelt
from pipeline.entities.recognizers.titles import Titles
from pipeline.text.tokenizer import Tokenizer
from pipeline.types.articles import EntityType
from tests.unit.entities.lists import OF_NAMES, lexicon

LEXICON = lexicon(
    **OF_NAMES,
    posts="书记",
    surnames="周 马 欧阳 林 何",
    names_not="",
    sounds="斯 内 尔 达 伊 蒂 姆 拉 松 巴 西",
    sounds_minority="",
    places="",
    countries="巴西",
)
POSTED = posts_of(LEXICON)
ROSTERS, TOKENIZER = Rosters(Titles(LEXICON, POSTED), Spelt(LEXICON, POSTED)), Tokenizer()


def listed(text: str, **known: EntityType) -> list[str]:
    findings = [
        Finding(
            type=kind, start=text.index(name), end=text.index(name) + len(name), recognizer="t",
            confidence=0.9,
        )
        for name, kind in known.items()
    ]  # fmt: skip
    found = ROSTERS.find(Passage(text, TOKENIZER), findings)
    assert {(f.type, f.recognizer, f.confidence, f.rank) for f in found} <= {
        ("person", "rosters", 0.7, 0)
    }
    return [text[f.start : f.end] for f in found]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("周立言、马文博,林晏清。", ["马文博", "林晏清"]),
        ("周立言和马文博。", []),
        ("周立言。马文博。", []),
        ("周立言、江水、马文博。", []),
        ("马文博、林晏清,周立言。", ["林晏清", "马文博"]),
        ("马文博、周立言、林晏清。", ["林晏清", "马文博"]),
        ("马文博、江水、周立言。", []),
        ("欧阳明远、周立言。", ["欧阳明远"]),
        ("大欧阳明远、周立言。", []),
        ("大马文博、周立言。", []),
        ("马文博说、周立言。", []),
        ("、周立言。", []),
        ("周立言。", []),
    ],
)
def test_a_list_goes_on_in_both_directions(text: str, names: list[str]) -> None:
    assert listed(text, 周立言="person") == names


@pytest.mark.parametrize("mark", "。;:!?()“”《》 \n、,")
def test_an_item_begins_behind_a_mark(mark: str) -> None:
    assert listed(f"江水{mark}马文博、周立言。", 周立言="person") == ["马文博"]


def test_what_is_found_already_ends_a_list() -> None:
    assert listed("周立言、马文博、林晏清。", 周立言="person", 马文博="organisation") == []
    assert listed("林晏清、马文博、周立言。", 马文博="organisation", 周立言="person") == []
    assert listed("周立言、马文博、林晏清。", 周立言="person", 博="organisation") == []
    assert listed("周立言、马文博、林晏清。", 周立言="person", 林晏清="place") == ["马文博"]


def test_only_persons_make_a_list_of_persons() -> None:
    assert listed("周立言、马文博。", 周立言="organisation") == []
