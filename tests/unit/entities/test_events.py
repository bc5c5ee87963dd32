"""Events by their shape: where a name begins, and what only looks like one."""

import pytest

from pipeline.entities.passage import Passage
from pipeline.entities.recognizers.events import Events
from pipeline.stages import shipped
from pipeline.text.tokenizer import Tokenizer

TOKENIZER, EVENTS = Tokenizer(), Events(shipped.lexicon())


def events(text: str) -> list[str]:
    return [text[f.start : f.end] for f in EVENTS.find(Passage(text, TOKENIZER))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("成都大运会下周开幕。", ["成都大运会"]),
        ("第二届中国水乡论坛闭幕。", ["第二届中国水乡论坛"]),
        ("无锡马拉松赛鸣枪。", ["无锡马拉松赛"]),
        ("省委全会召开。", ["省委全会"]),
        ("大家收看成都大运会。", ["成都大运会"]),
    ],
)
def test_finds_the_name_with_its_host(text: str, names: list[str]) -> None:
    assert events(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "各地要进一步健全会议制度。",
        "他是老一辈无产阶级革命家。",
        "会议很重要,大会开始。",
    ],
)
def test_a_piece_of_other_words_is_no_event(text: str) -> None:
    assert events(text) == []
