"""Where sentences end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.sentences import sentence_spans


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("渡轮开了。人走了!", ["渡轮开了。", "人走了!"]),
        ("他说:“开船。”然后走了", ["他说:“开船。”", "然后走了"]),
        ("票价3.5元。每天40班", ["票价3.5元。", "每天40班"]),
        ("It runs. Again.", ["It runs.", "Again."]),
        ("第一行\n第二行", ["第一行", "第二行"]),
        ("等等……好吧", ["等等……", "好吧"]),
        ("  ", []),
    ],
)
def test_sentences(text, sentences):
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


@given(st.text())
def test_spans_ascend_and_hold_all_words(text):
    spans = list(sentence_spans(text))
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
