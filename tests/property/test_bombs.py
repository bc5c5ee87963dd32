"""Text and pages made to break patterns: each piece by the ten thousand, no step quadratic.

A step that is quadratic in one line takes minutes on any of these: the time that a test may last is
the bound. What must hold besides: no exception, every line judged, nothing lost.
"""

from __future__ import annotations

import pytest

from pipeline.cleaning.cleaner import Cleaner
from pipeline.stages import shipped
from pipeline.text.assembly import assemble
from pipeline.text.lines import from_columns, spans_of_lines
from pipeline.text.normalize import raw_text
from pipeline.text.times.find import find_times
from pipeline.types.articles import CleanArticle, Origin, RawArticle, Rejection
from tests.pages import find_metadata, read_page
from tests.property.rebuilt import rebuild

CLEANER = Cleaner(shipped.cleaning())
ORIGIN = Origin(source_id="bomb", timestamp=1_700_000_000.0)
# What the patterns of cleaning and text begin with, repeat, or look for at their end.
PIECES = [
    "(", "（", "[", "【", "《", "〔", "<", "“", "1", "１", "1.", "1、", "①", "十", "一、", "第一", "—", "·", "|", "／",
    ":", "：", "a", "a:", "a.", " ", "\u3000", "记者", "記者 ", "记者王明", "(记者", "（记者 王明", "通讯员", "责任编辑：",
    "来源：", "来源:a", "文/", "文 ", "作者：", "本报讯（", "新华社北京", "社", "网", "2月14日", "2023-", "2023年", "12:3",
    "1:1", "年", "昨", "周", "民国", "二〇", "点", "几", "农历", "3小时前", "Jan ", "王", "王明、", "欧阳", "阿·", "A.",
    "A b", "http://a.", "a@", ".com", "&nbsp;", "&#", "\u200b", "\u202e", "\ufeff", "\u0301", "。", "，", "_新", "=",
    "★", "转载", "版权归", "相关阅读", "上一篇", "下载", "APP", "关注", "(来源", "(编辑:", "/报道", "12:30", "%7B", "𠀀",
    "锟斤拷", "Ã¤",
]  # fmt: skip
CASES = {
    "ten megabytes on one line": "字" * 3_500_000,
    "a million empty lines": "\n" * 1_000_000,
    "nuls": "\x00" * 500_000 + "字",
    "lone surrogates": "\ud800" * 500_000 + "\n" + "\udfff" * 1000,
    "bidi marks": "\u202e\u2066字\u2069\u202c" * 200_000,
    "carriage returns": "\r" * 500_000 + "\r\n字" * 1000,
    "separators that end no line": "字\u2028\x0b\x85" * 200_000,
    "accents without letters": "e" + "\u0301" * 300_000,
}


def times(piece, size):
    return (piece * (size // len(piece) + 1))[:size]


def check_text(text, **more):
    found = CLEANER(RawArticle(origin=ORIGIN, text=text, **more))
    raw = raw_text(text)
    if isinstance(found, Rejection):
        assert found.reason == "empty"
        return
    lines = from_columns(found.lines)
    assert [(line.start, line.end) for line in lines] == list(spans_of_lines(raw))
    pieces = rebuild(assemble(raw, lines, found.spans))
    assert "".join(pieces[at] for at in sorted(pieces)) == raw.replace("\n", "")


def check_page(html):
    page = read_page(html)
    assert [(line.start, line.end) for line in page.lines] == list(spans_of_lines(page.text))
    find_metadata(page.text, page.lines, (), reference=1_683_077_400.0, page=page)
    assert isinstance(
        CLEANER(RawArticle(origin=ORIGIN, html=html, url="https://a.example/1")),
        CleanArticle | Rejection,
    )


def test_every_piece_on_a_long_line():
    check_text("\n".join(times(piece, 20_000) for piece in PIECES))


def test_every_piece_on_many_lines():
    check_text("\n".join("\n".join([piece] * 400) for piece in PIECES))


def test_every_piece_at_once_as_a_title():
    check_text("字\n字。", title="".join(times(piece, 2_000) for piece in PIECES))


def test_two_pieces_in_turn():
    pairs = zip(PIECES, PIECES[1:] + PIECES[:1], strict=True)
    check_text("\n".join(times(left + right, 10_000) for left, right in pairs))


def test_every_piece_in_a_search_for_times():
    for piece in PIECES:
        find_times(times(piece, 20_000))


def test_every_piece_in_a_paragraph_and_in_a_link():
    parts = (f"<p>{times(p, 10_000)}</p><a href=x>{times(p, 2_000)}</a>" for p in PIECES)
    check_page("".join(parts))


def test_every_piece_in_the_markup_itself():
    parts = [
        f'<div class="{times(p, 4_000)}" id="{p}" style="{times(p, 4_000)}"><p>今天下雨,没有出门。</p></div>'
        f'<time datetime="{times(p, 2_000)}">{p}</time><meta name="{p}" content="{times(p, 4_000)}">'
        for p in PIECES
    ]
    check_page("<title>" + "".join(PIECES) * 50 + "</title>" + "".join(parts))


def test_every_piece_in_a_script():
    parts = [
        f'<script>var a = {times(p, 10_000)}; b = \'{times(p, 10_000)}\'; c = {{"d": "{times(p, 10_000)}</script>'
        for p in PIECES
    ]
    check_page("".join(parts))
    check_page("<script>" + "={" * 50_000 + "字" * 200 + "</script>")
    check_page('<script>a={"b":' + "[" * 50_000 + "字" * 200 + "</script>")
    check_page('<script type="application/ld+json">' + '{"a":' * 50_000 + "字" * 200 + "</script>")


@pytest.mark.parametrize("name", CASES)
def test_a_case_as_text(name):
    check_text(CASES[name])


@pytest.mark.parametrize("name", CASES)
def test_a_case_as_a_page(name):
    check_page(CASES[name])
    check_page(f"<html><body><div><p>今天下雨。</p>{CASES[name]}</div></body></html>")


def test_many_blocks_alike_and_many_within_another():
    block = '<div class="c"><a href="/1">一条很长很长的新闻标题</a><p>今天下雨,没有出门。</p><span>3小时前</span></div>'
    check_page(block * 8_000)
    check_page("<div>" * 1_500 + block * 1_000)
    check_page("<table><tr><td>" * 500 + "<p>今天下雨,没有出门。" * 8_000)
    check_page('<p style="display:none">今天下雨,没有出门。</p>' * 8_000)
