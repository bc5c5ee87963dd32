"""Foreign names: the characters that spell them, and what stands around them."""

import pytest

from pipeline.entities.joining.posts import posts_of
from pipeline.entities.passage import Passage
from pipeline.entities.recognizers.foreign import Foreign
from pipeline.entities.recognizers.japanese import Japanese
from pipeline.stages import shipped
from pipeline.text.tokenizer import Tokenizer
from tests.unit.entities.lists import lexicon

FOREIGN = Foreign(
    lexicon(
        sounds="安 里 克 马 因 泰 坦 莱 于 阿 理 A",
        sounds_minority="",
        posts="总理 理",
        places="马里",
        countries="泰国",
    )
)
TOKENIZER = Tokenizer()
SHIPPED = Foreign(shipped.lexicon()), Japanese(shipped.lexicon(), posts_of(shipped.lexicon()))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("看安·里克。", ["安·里克"]),
        ("看安·里·克。", ["安·里·克"]),
        ("看安・里克。", ["安·里克"]),
        ("安·里克,马·克。", ["安·里克", "马·克"]),
        ("江·里克。", []),
        ("安·江。", []),
        ("安·里·江。", ["安·里"]),
        ("江安·里江。", ["安·里江"]),
        ("总理安·里。", ["安·里"]),
        ("总理马里·安。", ["马里·安"]),
        ("马里安·里。", ["安·里"]),
        ("马里·安。", ["马里·安"]),
        ("安·F·里·克。", []),
        ("A·里。", ["A·里"]),
        ("安里克", []),
    ],
)
def test_a_name_is_spelt_with_characters_of_sounds(text: str, names: list[str]) -> None:
    passage = Passage(text, TOKENIZER)
    found = FOREIGN.find(passage)
    assert [passage.folded[f.start : f.end] for f in found] == names
    assert {(f.type, f.confidence, f.rank) for f in found} <= {("person", 0.75, 0)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("安·里因", "安·里"),
        ("安·里于", "安·里"),
        ("安·泰因", "安·泰因"),
        ("安·坦因", "安·坦因"),
        ("安·莱因", "安·莱因"),
        ("安·因", "安·因"),
        ("安·于", "安·于"),
        ("安·因里", "安·因里"),
    ],
)
def test_what_begins_the_rest_of_the_sentence_is_left_out(text: str, name: str) -> None:
    (found,) = FOREIGN.find(Passage(f"{text}。", TOKENIZER))
    assert text[found.start : found.end] == name


@pytest.mark.parametrize(("before", "behind"), [(8, 10), (9, 11)])
def test_how_long_a_part_may_be(before: int, behind: int) -> None:
    text = f"{'阿' * before}·{'阿' * behind}"
    (found,) = FOREIGN.find(Passage(text, TOKENIZER))
    assert found.start == before - 8
    assert found.end <= before + 1 + 10


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("安倍晋三时常来", ["安倍晋三"]),
        ("会见山田太郎。", ["山田太郎"]),
        ("山田里来了", []),
        ("登山田径", []),
        ("约翰·F·马里克说", ["约翰·F·马里克"]),
        ("安理·马因-克里说", ["安理·马因-克里"]),
        ("努尔兰·阿不都满金出席", ["努尔兰·阿不都满金"]),
    ],
)
def test_names_that_sounds_alone_do_not_spell(text: str, names: list[str]) -> None:
    passage = Passage(text, TOKENIZER)
    found = [text[f.start : f.end] for known in SHIPPED for f in known.find(passage)]
    assert found == names
