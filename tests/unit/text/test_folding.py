"""Folding to the narrow, simplified form: one table of characters, two tables of marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from pipeline.text.chars import code_points
from pipeline.text.folding import COMPARING, READING, TABLE_SIZE, to_text, words_of
from pipeline.text.scripts import twins

FOLDINGS = pytest.mark.parametrize("folding", [COMPARING, READING], ids=["comparing", "reading"])


@FOLDINGS
@given(st.text(st.characters(codec=None)))
def test_both_ways_to_fold_agree_and_keep_the_length(folding, text):
    folded = folding.fold(text)
    assert folded == to_text(folding.fold_codes(code_points(text)))
    assert len(folded) == len(text)


@FOLDINGS
def test_a_folded_text_stays_as_it_is(folding):
    plane = folding.table
    assert len(plane) == TABLE_SIZE
    again = [code for code in range(TABLE_SIZE) if plane[plane[code]] != plane[code]]
    # OpenCC itself writes these on and on: 䌷 for 紬, 䌶 for 䌷.
    assert all(chr(code) in twins("t2s") for code in again)


@pytest.mark.parametrize(
    ("text", "compared", "read"),
    [
        ("「龍舟」ＡＢ１２", '"龙舟"AB12', "“龙舟”AB12"),
        ("【快讯】〔图〕", "[快讯][图]", "【快讯】(图)"),
        ("￥３０—５０", "￥30-50", "¥30-50"),
        ("看丨看︱看", "看|看|看", "看丨看|看"),
        ("😀𠀀\ud800", "😀𠀀\ud800", "😀𠀀\ud800"),
    ],
)
def test_marks_are_folded_for_comparing_and_for_reading(text, compared, read):
    assert (COMPARING.fold(text), READING.fold(text)) == (compared, read)


def test_words_leave_out_marks_and_case():
    assert words_of("《龍舟》，Ａb！").tobytes().decode("utf-16-le") == "龙舟ab"


@pytest.mark.parametrize("direction", ["t2s", "s2t"])
def test_twins_are_what_opencc_makes_of_single_characters(direction):
    convert, known = OpenCC(direction).convert, twins(direction)
    for code in range(0x4E00, 0xA000, 7):
        assert known.get(chr(code), chr(code)) == convert(chr(code))


def test_all_of_full_width_ascii_is_narrow():
    wide = "".join(chr(code) for code in range(0xFF01, 0xFF5F))
    narrow = "".join(chr(code) for code in range(0x21, 0x7F))
    # A wide dash, tilde and currency sign are marks of their own tables too.
    assert COMPARING.fold(wide) == narrow
    assert COMPARING.fold("～\uff5f") == "~\uff5f"


def test_words_are_compared_in_lower_case_with_rare_ideographs_whole():
    assert words_of("ＡBｃ-1龍𠀀").tobytes().decode("utf-16-le") == "abc1龙𠀀"
    # What has no lower case of one character stays as it is.
    assert words_of("İ").tolist() == [0x130]
    assert words_of(" 、\ud800").tolist() == [0xD800]


@FOLDINGS
def test_no_character_of_the_basic_plane_is_looked_up_in_vain(folding):
    # Python raises and catches an error for each that `translate` does not find.
    assert len(folding._translation) == TABLE_SIZE
