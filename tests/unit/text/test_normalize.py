import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.normalize import raw_text, strip_invisible


def test_line_ends_become_lf_and_nothing_else_does():
    assert raw_text("a\r\nb\rc\u2028d\x0be\x85f") == "a\nb\nc\u2028d\x0be\x85f"


def test_full_width_and_compatibility_characters_stay():
    assert raw_text("，㈱①ｅ") == "，㈱①ｅ"


def test_lone_surrogates_become_replacement_characters():
    assert raw_text("a\ud800b") == "a\ufffdb"


def test_invisible_characters_go_from_the_matching_copy_but_joiners_stay():
    assert strip_invisible("新\u200b闻\ufeff\x00👨\u200d👩") == "新闻👨\u200d👩"


@given(st.text())
def test_raw_text_is_nfc_and_settled(text):
    once = raw_text(text)
    assert unicodedata.is_normalized("NFC", once)
    assert raw_text(once) == once
    assert "\r" not in once


def test_line_ends_of_three_kinds_and_what_is_invisible():
    assert raw_text("a\r\n\r\nb\n\rc\r\r") == "a\n\nb\n\nc\n\n"
    hidden = (
        "\x00\x08\x0b\x1f\x7f\x9f\xad\u061c\u180e\u200b\u200e\u2028\u202e\u2060\u206f\ufeff\ufffb"
    )
    assert strip_invisible(f"渡{hidden}轮") == "渡轮"
    assert (
        strip_invisible("a\t\n \xa0\u200c\u200d\u2030\u2027")
        == "a\t\n \xa0\u200c\u200d\u2030\u2027"
    )
