"""Any string at all can be cleaned: no exception, every line judged, nothing lost, same answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cleaning.cleaner import Cleaner
from pipeline.stages import shipped
from pipeline.text.assembly import assemble
from pipeline.text.lines import from_columns, spans_of_lines
from pipeline.text.normalize import raw_text, strip_invisible
from pipeline.types.articles import CleanArticle, Origin, RawArticle, Rejection
from tests.property.rebuilt import rebuild

ORIGIN = Origin(source_id="test", timestamp=1_700_000_000.0)
CLEANER = Cleaner(shipped.cleaning())
PIECES = st.sampled_from(
    [
        "记者在江边看到,渡轮一班接一班,岸上的人慢慢散去。", "- 渡轮明年换新船 市民可提前登记", "【看点】码头改造动工",
        "相关推荐", "(责任编辑:林小舟)", "来源:江口晚报 2023-05-06 08:09", "上一篇:灯塔修好了", "1.", "①", "——", "",
        " ", "\u200b", "&nbsp;", "\x00", "\ud800", "\u202e反\u202c", "\ufeff", "\r", "\r\n", "\u2028", "e\u0301",
        "𠀀𠀁", "😀", "本报讯 (记者 江一帆) ", "|", "|||||", "((((((", "【", "12:30", "2023-13-45", "a" * 300, "：：：",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=40).map("\n".join),
    st.lists(PIECES, max_size=40).map("".join),
)


def clean(text, **more):
    return CLEANER(RawArticle(origin=ORIGIN, text=text, **more))


@settings(max_examples=250, deadline=None)
@given(TEXTS)
def test_every_line_is_judged_and_the_text_can_be_rebuilt(text):
    found = clean(text)
    raw = raw_text(text)
    if isinstance(found, Rejection):
        assert found.reason == "empty"
        return
    assert found.text == raw
    lines = from_columns(found.lines)
    assert [(line.start, line.end) for line in lines] == list(spans_of_lines(raw))
    assert all(0 <= line.score <= 1 and line.reason for line in lines)
    for span in found.spans:
        line = lines[span.line]
        assert line.label == "body"
        assert 0 <= span.start < span.end <= line.end - line.start
    pieces = rebuild(assemble(raw, lines, found.spans))
    assert "".join(pieces[at] for at in sorted(pieces)) == raw.replace("\n", "")


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_the_same_text_gets_the_same_answer(text):
    assert clean(text) == clean(text)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.text(max_size=40))
def test_a_publishers_title_is_no_part_of_the_raw_text(text, title):
    found = clean(text, title=title)
    if isinstance(found, CleanArticle):
        assert found.text == raw_text(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_string_is_a_page(html):
    found = CLEANER(RawArticle(origin=ORIGIN, html=html, url="https://example.com/a"))
    assert isinstance(found, CleanArticle | Rejection)


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(st.none(), st.text(max_size=30), st.floats(), st.just("2023-02-30T25:00:00Z")),
    st.one_of(st.none(), st.text(max_size=30), st.floats(), st.just(1e300)),
)
def test_times_that_cannot_be_read_are_flags(published, fetched):
    found = clean("渡轮一班接一班。", published_at=published, fetched_at=fetched)
    assert isinstance(found, CleanArticle)
    assert found.facts.event_time == found.facts.event_time  # never NaN


@pytest.mark.parametrize(
    "text",
    [
        "\n" * 1_000_000,
        "字" * 3_000_000,
        "(" * 1_000_000,
        "1." * 500_000,
        "a:" * 500_000,
        "- 渡轮换新船 市民可登记\n" * 20_000,
        " " * 1_000_000 + "字",
        "\u200b" * 1_000_000 + "字",
        "记者" * 300_000 + "\n" + "。" * 300_000,
        "&nbsp;" * 200_000 + "字",
    ],
    ids=["empty-lines", "one-line", "brackets", "numbers", "colons", "links", "blanks", "invisible",
         "stops", "entities"],
)  # fmt: skip
def test_no_text_is_slow(text):
    # A quadratic step takes minutes on any of these: the time that a test may last is the bound.
    found = clean(text)
    if isinstance(found, CleanArticle):
        assert [(line.start, line.end) for line in from_columns(found.lines)] == list(
            spans_of_lines(found.text)
        )
    else:
        assert found.reason == "empty"
        assert not strip_invisible(text).replace("&nbsp;", "").strip()
