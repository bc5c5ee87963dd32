"""Any string is a page, of any size: no exception, lines that are all of the text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.text.lines import spans_of_lines
from pipeline.text.normalize import strip_invisible
from tests.pages import find_metadata, read_page

PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<div>", "</div>", "<a href='x'>", "</a>", "<br>", "<h1>", "</h1>", "<script>",
        "</script>", "<!--", "-->", "<td>", "<table>", "</html>", "<pre>", "\n", "&#769;", "&nbsp;",
        "&lt;", "<", ">", "\x00", "\ud800", "\u202e", "今天下雨。", "记者 王明", "2023-05-03 09:30",
        "来源：某报", "责任编辑：李红", "e", "<title>", "</title>", "<meta name='author' content='张三'>",
        "<p style='display:none'>", "\u3000", "<textarea>", "<b>", "</b>", "<li>", "[1]",
    ]
)  # fmt: skip


@settings(deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
@example("")
@example("<")
@example("\x00")
@example("<p>e&#769;</p>")
@example("来源:0\x1b0")
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
            # A value has no invisible characters, though its span in the raw text may have some.
            shown = strip_invisible(page.text[found.start : found.end])
            assert shown.replace(" ", "") == found.value.replace(" ", "")


@settings(deadline=None)
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
def test_a_large_page_of_one_piece_is_read(piece):
    # A step quadratic in the markup would run into the time that a test may last.
    text = _read(piece * 20_000)
    assert set(text) <= {*piece, "\n"}
    han = [char for char in piece if char.isalpha() and not char.isascii()]
    assert all(text.count(char) == 20_000 * piece.count(char) for char in han)


def test_a_large_script_of_quotes_is_read():
    assert _read("<p>今天下雨。</p><script>x = " + '\\"' * 80_000) == "今天下雨。"


def _read(html: str) -> str:
    """Return the text of a page whose metadata were looked for too."""
    page = read_page(html)
    find_metadata(page.text, page.lines, (), page=page)
    assert [(line.start, line.end) for line in page.lines] == list(spans_of_lines(page.text))
    return page.text
