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
