"""Persons behind a post: the shape of a Chinese name, and where it ends."""

import pytest

from pipeline.entities.joining.posts import posts_of
from pipeline.entities.passage import Passage
from pipeline.entities.recognizers.titles import Titles
from pipeline.text.tokenizer import Tokenizer
from tests.unit.entities.lists import OF_NAMES, lexicon

LEXICON = lexicon(**OF_NAMES, posts="书记", surnames="周 马 欧阳", names_not="周边 欧阳湖")
TITLES, TOKENIZER = Titles(LEXICON, posts_of(LEXICON)), Tokenizer()


@pytest.mark.parametrize(
    ("text", "edges", "end"),
    [
        ("周立言", [], 3),
        ("周立言来", [], None),
        ("周立言来", [3], 3),
        ("周立言说", [], 3),
        ("周立言来", [2], 2),
        ("周立言说", [2], 2),
        ("周立言来", [2, 3], 3),
        ("周立。", [], 2),
        ("周立A", [], None),
        ("周立A", [2], 2),
        ("周", [], None),
        ("周A", [], None),
        ("", [], None),
        ("江立言", [], None),
        ("周边", [], None),
        ("周边来", [2], None),
        ("欧阳立言", [], 4),
        ("欧阳立言来", [], None),
        ("欧阳立言来", [3], 3),
        ("欧阳立说", [], 3),
        ("欧阳湖", [], None),
        ("欧", [], None),
    ],
)
def test_where_a_name_ends(text: str, edges: list[int], end: int | None) -> None:
    assert TITLES.person_at(text, 0, frozenset(edges)) == end


def test_a_name_may_begin_inside_the_text() -> None:
    assert TITLES.person_at("看周立言说", 1, frozenset()) == 4
    assert TITLES.person_at("看周立言说", 0, frozenset()) is None


@pytest.mark.parametrize(
    "after",
    "在出说表强指介主参会率宣认要和与及、,。;:!?()“”的是为向对将已于就也都从到等赴作致代同还被曾 \n",
)
def test_what_begins_the_rest_of_the_sentence_ends_a_name(after: str) -> None:
    assert TITLES.person_at(f"周立{after}甲", 0, frozenset()) == 2


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("书记周立言说", ["周立言"]),
        ("书记周立言、马文博,欧阳明远说", ["周立言", "马文博", "欧阳明远"]),
        ("书记周立言和马文博说", ["周立言"]),
        ("书记周立言", ["周立言"]),
        ("书记周立言、", ["周立言"]),
        ("书记:周立言", []),
        ("周立言说", []),
    ],
)
def test_a_post_and_what_is_listed_behind_it(text: str, names: list[str]) -> None:
    found = TITLES.find(Passage(text, TOKENIZER))
    assert [text[f.start : f.end] for f in found] == names
    assert {(f.type, f.confidence, f.rank) for f in found} <= {("person", 0.75, 0)}


@pytest.mark.parametrize("after", "报请接总看回提")
def test_what_follows_names_in_the_texts_ends_one(after: str) -> None:
    assert TITLES.person_at(f"周立{after}甲", 0, frozenset()) == 2


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("书记周转资金修路。", []),
        ("书记周到服务游客。", []),
        ("书记周旋在两家之间。", ["周旋"]),
        ("书记周到说,路要先修。", ["周到"]),
        ("书记周立报道。", ["周立"]),
    ],
)
def test_a_word_that_goes_on_is_no_name(text: str, names: list[str]) -> None:
    found = TITLES.find(Passage(text, TOKENIZER))
    assert [text[f.start : f.end] for f in found] == names
