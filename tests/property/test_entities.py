"""Whatever the text: offsets are exact, mentions never cross, at any size."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.entities.extractor import Extractor
from pipeline.stages import shipped
from pipeline.text.folding import READING
from pipeline.types.articles import EnrichedArticle
from tools.made_articles import unique

EXTRACTOR = Extractor(shipped.entities())
PIECES = st.sampled_from(
    ["省委书记", "周立言", "張學良", "在", "北京市", "強調，", "要", "😀", "𠮷", "ＡＢＣ", "３．５％", "12.5亿元", "《山海》",
     "“好”", "，", "。", "\n", " ", "　", "(600123)", "星海股份", "2月14日", "说", "、", "上海交通大学", "\u200b", "e\u0301", "二百人"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=60))


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_offsets_of_plain_text_are_exact(text: str) -> None:
    mentions, values = EXTRACTOR.recognize(text)
    for span in (*mentions, *values):
        assert text[span.start : span.end] == span.surface
        assert span.surface
    for found in (mentions, values):
        assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@settings(max_examples=80, deadline=None)
@given(TEXTS, st.text(max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_offsets_of_articles_are_exact(body: str, headline: str, start: int, length: int) -> None:
    silent = (min(start, len(body)), min(start + length, len(body)))
    article = unique(body, headline=headline, silent=(silent,) if silent[0] < silent[1] else ())
    found = EXTRACTOR(article)
    assert isinstance(found, EnrichedArticle)
    ids = {entity.id for entity in found.extraction.entities}
    for span in (*found.extraction.mentions, *found.extraction.values):
        field = body if span.field == "body" else article.head[span.index or 0].text
        assert field[span.start : span.end] == span.surface
        if span.field == "body" and article.silent:
            assert span.end <= silent[0] or span.start >= silent[1]
    assert {m.entity for m in found.extraction.mentions} == ids
    assert len(ids) == len(found.extraction.entities)
    assert all(0 <= e.prominence <= 1 and e.count > 0 for e in found.extraction.entities)
    for quote in found.extraction.quotes:
        assert 0 <= quote.start < quote.end <= len(body)


@settings(deadline=None)
@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(READING.fold(text)) == len(text)


def test_the_same_text_gives_the_same_answer() -> None:
    text = "省委书记周立言在北京市会见了来宾，宾主谈到12.5亿元的合作。"
    assert (
        EXTRACTOR.recognize(text)
        == EXTRACTOR.recognize(text)
        == Extractor(shipped.entities()).recognize(text)
    )


def test_traditional_text_reads_as_simplified() -> None:
    simplified = EXTRACTOR.recognize("台北市长陈国华昨天访问了广东省")[0]
    traditional = EXTRACTOR.recognize("臺北市長陳國華昨天訪問了廣東省")[0]
    assert [(m.start, m.end, m.type) for m in simplified] == [
        (m.start, m.end, m.type) for m in traditional
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "省委书记周立言在北京强调，要抓好12.5亿元的项目。\n",
        "周立言马文博何国栋郑秀梅",
        "一二三四五六七八九十百千万",
        "工作会议",
        "“他说“",
        "《",
        "1",
        "𠮷😀",
    ],
)
def test_a_large_text_of_one_piece_is_read(piece: str) -> None:
    # A step quadratic in the text would run into the time that a test may last.
    text = piece * (320_000 // len(piece))
    for found in EXTRACTOR.recognize(text):
        assert all(text[span.start : span.end] == span.surface for span in found)
        assert all(a.end <= b.start for a, b in itertools.pairwise(found))
