"""The language of a text."""

import pytest

from pipeline.text.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("江口渡轮今天恢复通航", "zh-Hans"),
        ("江口渡輪今天恢復通航", "zh-Hant"),
        ("人口", "und"),
        ("山水人口中文", "zh-Hans"),
        ("The ferry runs again today.", "en"),
        ("渡轮 MV Starlight 恢复通航 iPhone App 预订", "zh-Hans"),
        ("フェリーは今日から再開します", "ja"),
        ("오늘 배가 다시 다닙니다", "ko"),
        ("Паром снова ходит", "und"),
        ("1234 5678", "und"),
        ("\ud800\ud800", "und"),
        ("", "und"),
    ],
)
def test_language(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        # Of four letters nothing can be said.
        ("ship", "und"), ("ships", "en"), ("山水人口", "und"),
        # An eighth of kana and one character more; half of Hangul and one more.
        ("山水人口中文大" + "の", "zh-Hans"), ("山水人口中文大" * 2 + "のの" + "の", "ja"),
        ("山水人口" + "배가배가", "zh-Hans"), ("山水人口" + "배가배가배", "ko"),
        # A Han character weighs four letters.
        ("山" + "ship", "zh-Hans"), ("山" + "ships", "en"), ("山山" + "shipship", "zh-Hans"),
        # English has next to no marks on its letters.
        ("a" * 97 + "é" * 3, "en"), ("a" * 96 + "é" * 4, "und"),
        # Japanese has characters of one script too, and its kana tells in the opening.
        ("国会学区" * 20 + "の" * 40, "ja"), ("国会学区" * 40 + "の" * 40, "zh-Hans"),
        # The opening decides: six hundred characters of it.
        ("渡轮" * 300 + "輪" * 900, "zh-Hans"), ("a" * 600 + "渡轮" * 900, "en"), ("a" * 480 + "渡轮" * 900, "zh-Hans"),
        ("a" * 481 + "渡轮" * 900, "en"),
        ("国學學", "und"), ("国學學山水", "zh-Hant"), ("国国學山水", "zh-Hans"), ("国學山水人", "zh-Hans"),
    ],
)  # fmt: skip
def test_the_shares_that_decide(text, language):
    assert language_of(text) == language
