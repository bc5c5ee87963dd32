"""Listed companies: how much before a bracketed code is the name."""

import pytest

from pipeline.entities.passage import Passage
from pipeline.entities.recognizers.listings import RANK, Listings
from pipeline.stages import shipped
from pipeline.text.tokenizer import Tokenizer

LISTINGS, TOKENIZER = Listings(shipped.lexicon()), Tokenizer()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("星海(600123)", "星海"),
        ("海(600123)", None),
        ("春江星海股份(600123)", "春江星海股份"),
        ("大春江星海股份(600123)", "春江星海股份"),
        ("今天,星海股份(600123)", "星海股份"),
        ("*ST星海(600123)", "*ST星海"),
        ("星海股份(上交所代码: 600123)", "星海股份"),
        ("星海股份(纳斯达克股票代码:BLUW)", "星海股份"),
        ("星海股份(NASDAQ股票代码: BLUW)", None),
        ("星海股份600123.SH", None),
        ("(600123.SH)", None),
    ],
)
def test_the_name_stands_right_before_the_bracket(text: str, name: str | None) -> None:
    found = LISTINGS.find(Passage(text, TOKENIZER))
    assert [text[f.start : f.end] for f in found] == ([name] if name else [])
    assert {(f.type, f.confidence, f.rank) for f in found} <= {("organisation", 0.85, RANK)}


@pytest.mark.parametrize("word", "和与及对向在由将是为从")
def test_a_link_word_before_a_name_is_no_part_of_it(word: str) -> None:
    text = f"甲{word}星海(600123)"
    found = LISTINGS.find(Passage(text, TOKENIZER))
    assert [text[f.start : f.end] for f in found] == ["星海"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("甲和乙和星海(600123)", "星海"),
        ("甲和海(600123)", "甲和海"),
        ("星海和(600123)", "星海和"),
        ("和星海(600123)", "星海"),
    ],
)
def test_two_characters_are_left_behind_a_link_word(text: str, name: str) -> None:
    found = LISTINGS.find(Passage(text, TOKENIZER))
    assert [text[f.start : f.end] for f in found] == [name]


def test_a_company_is_surer_than_the_tagger_and_no_title() -> None:
    assert 0 < RANK < 60


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("北交所公司春江瑞(835185.BJ)净利下滑", "春江瑞"),
        ("A股春江瑞(600519.SH)", "春江瑞"),
        ("龙头春江瑞(600519.SH)", "春江瑞"),
        ("同业春江瑞(600519.SH)", "春江瑞"),
        ("春江公司(600519.SH)", "春江公司"),
        ("春江瑞(600519.SH,02318.HK)", "春江瑞"),
    ],
)
def test_what_a_company_is_called_before_its_name_is_no_part(text: str, name: str) -> None:
    found = Listings(shipped.lexicon()).find(Passage(text, Tokenizer()))
    assert {text[f.start : f.end] for f in found} == {name}
