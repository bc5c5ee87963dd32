"""Any string is a page: no exception, lines that are all of the text, time linear in the markup."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.cleaning.html import read_page
from pipeline.cleaning.metadata import find_metadata
from pipeline.text.lines import spans_of_lines

PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<div>", "</div>", "<a href='x'>", "</a>", "<br>", "<h1>", "</h1>", "<script>",
        "</script>", "<!--", "-->", "<td>", "<table>", "</html>", "<pre>", "\n", "&#769;", "&nbsp;",
        "&lt;", "<", ">", "\x00", "\ud800", "\u202e", "今天下雨。", "记者 王明", "2023-05-03 09:30",
        "来源：某报", "责任编辑：李红", "e", "<title>", "</title>", "<meta name='author' content='张三'>",
        "<p style='display:none'>", "\u3000", "<textarea>", "<b>", "</b>", "<li>", "[1]",
    ]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
@example("")
@example("<")
@example("\x00")
@example("<p>e&#769;</p>")
@example("<script type='application/ld+json'>[[[{\"@graph\":3}]]]</script>")
@example('<script type=\'application/ld+json\'>{"datePublished":{},"author":[[]]}</script>')
def test_any_string_is_a_page(html):
    page = read_page(html)
    spans = [(line.start, line.end) for line in page.lines]
    assert spans == list(spans_of_lines(page.text))
    assert unicodedata.is_normalized("NFC", page.text)
    assert "\r" not in page.text
    metadata, _, _ = find_metadata(page.text, page.lines, (), reference=1683077400.0, page=page)
    for found in (*metadata.authors, *metadata.editors, *metadata.sources):
        if found.start is not None:
            assert page.text[found.start : found.end].replace(" ", "") == found.value.replace(
                " ", ""
            )


@given(
    st.lists(
        st.sampled_from(["春天来了。", "<i>", "</i>", "<p>", "<div>", "</div>", "<br>"]),
        max_size=30,
    )
)
def test_every_visible_word_is_in_some_line(pieces):
    page = read_page("".join(pieces))
    assert page.text.count("春天来了。") == pieces.count("春天来了。")


def test_a_page_too_deep_for_the_parser_keeps_its_text():
    page = read_page("<div>" * 5000 + "<p>最里面的一句话,谁也没有读到过。</p><p>还有一句。</p>")
    assert page.text.split("\n") == ["最里面的一句话,谁也没有读到过。", "还有一句。"]


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<p>今天下雨,没有出门。",
        "<a href=x>去看看</a>",
        "<a",
        "&#",
        "<br>",
        "记者 王明 ",
        "<title>x",
        "来源：",
        "<!--",
        "《",
    ],
)
def test_time_is_linear_in_the_markup(piece):
    short, long = _seconds(piece * 2000), _seconds(piece * 8000)
    # Four times the markup may cost eight times the time, for noise; a square would cost sixteen.
    assert long < 8 * short + 0.1


def test_time_is_linear_in_a_script_of_quotes():
    short, long = (_seconds("<script>x = " + '\\"' * n) for n in (20000, 80000))
    assert long < 8 * short + 0.1


def _seconds(html: str) -> float:
    best = float("inf")
    for _ in range(2):
        start = time.perf_counter()
        page = read_page(html)
        find_metadata(page.text, page.lines, (), page=page)
        best = min(best, time.perf_counter() - start)
    return best
