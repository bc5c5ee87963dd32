"""Bytes to text: what is declared, what is told by the bytes, what is beyond repair."""

from __future__ import annotations

import pytest

from pipeline.text.decode import charset_name, declared_in, decode, has_mojibake, looks_binary

SIMPLE = "市民在公园里散步,天气转晴。孩子们放起了风筝,老人下着棋。"
TRADITIONAL = "市長出席開幕典禮並發表談話,強調環境保護與經濟發展同樣重要。"


@pytest.mark.parametrize(
    ("data", "declared", "encoding", "how"),
    [
        (SIMPLE.encode(), None, "utf-8", "utf-8"),
        (SIMPLE.encode(), "utf-8", "utf-8", "declared"),
        (SIMPLE.encode("gb18030"), "gb2312", "gb18030", "declared"),
        (SIMPLE.encode("gb18030"), "text/html; charset=GBK", "gb18030", "declared"),
        (SIMPLE.encode("gb18030"), None, "gb18030", "detected"),
        (SIMPLE.encode("gb18030"), "utf-8", "gb18030", "detected"),
        (SIMPLE.encode("utf-16"), None, "utf-16-le", "bom"),
        (b"\xef\xbb\xbf" + SIMPLE.encode(), "gbk", "utf-8", "bom"),
        (SIMPLE.encode("utf-16-be"), "utf-16be", "utf-16-be", "declared"),
    ],
)
def test_the_encoding_is_settled_in_order(data, declared, encoding, how):
    found = decode(data, declared=declared)
    assert (found.text, found.encoding, found.how) == (SIMPLE, encoding, how)
    assert not found.damaged


def test_traditional_text_is_read_as_big5_and_as_gb18030():
    for encoding in ("big5", "big5hkscs", "gb18030"):
        assert decode(TRADITIONAL.encode(encoding)).text == TRADITIONAL


def test_a_declared_charset_that_does_not_fit_loses_to_utf8():
    assert decode(SIMPLE.encode(), declared="gbk").text == SIMPLE
    assert decode(SIMPLE.encode(), declared="iso-8859-1").text == SIMPLE


def test_gb2312_is_widened_because_pages_that_name_it_use_more():
    word = "朱镕基"
    assert decode(word.encode("gbk"), declared="gb2312").text == word


def test_the_charset_of_markup_is_heeded():
    page = f'<html><head><meta charset="gb2312"></head><p>{SIMPLE}</p>'
    assert declared_in(page.encode("gb18030")) == "gb2312"
    assert decode(page.encode("gb18030")).how == "declared"
    old = '<meta http-equiv="Content-Type" content="text/html; charset=big5">'
    assert declared_in(old.encode()) == "big5"
    assert declared_in(b'<?xml version="1.0" encoding="GBK"?><rss/>') == "GBK"
    assert declared_in("正文里提到 <meta charset=gbk>".encode()) is None


def test_a_cut_end_is_flagged_and_costs_one_character():
    found = decode(SIMPLE.encode()[:-1])
    assert (found.text, found.damaged) == (SIMPLE[:-1] + "\ufffd", True)
    assert found.confidence < 1
    cut = decode(SIMPLE.encode("gb18030")[:-1], declared="gbk")
    assert (cut.text, cut.encoding, cut.damaged) == (SIMPLE[:-1] + "\ufffd", "gb18030", True)


def test_transformations_are_no_charsets():
    for name in (
        "rot13",
        "zip",
        "hex",
        "idna",
        "unicode_escape",
        "undefined",
        "utf-7",
        "",
        "text/html",
    ):
        assert charset_name(name) is None
    assert charset_name("x-gbk") == "gb18030"
    assert charset_name("Big5") == "big5hkscs"


def test_nothing_and_noise_are_answered():
    assert decode(b"").how == "empty"
    noise = decode(bytes(range(256)) * 4)
    assert noise.damaged
    assert noise.confidence < 0.9
    assert looks_binary(bytes(range(256)))
    assert looks_binary(b"\x89PNG\r\n\x1a\n" + SIMPLE.encode())
    assert not looks_binary(SIMPLE.encode("utf-16"))
    assert not looks_binary(SIMPLE.encode("gb18030"))
    assert not looks_binary(b"")


def test_mojibake_is_flagged_not_mended():
    broken = "公告:锟斤拷锟斤拷已发布"
    assert has_mojibake(broken)
    assert decode(broken.encode()).text == broken
    assert has_mojibake("烫烫烫烫")
    assert has_mojibake("\ufffd" * 3 + "乱码")
    assert has_mojibake("你好".encode().decode("cp1252", "replace"))
    assert not has_mojibake(SIMPLE)
    assert not has_mojibake("水很烫,café 的锅也很烫")
    assert not has_mojibake("")


@pytest.mark.parametrize(
    ("data", "declared", "text", "encoding", "how", "damaged"),
    [
        # said to be in the other Chinese encoding, or in a server's default
        (TRADITIONAL.encode("big5"), "gbk", TRADITIONAL, "big5hkscs", "detected", False),
        (SIMPLE.encode("gbk"), "big5", SIMPLE, "gb18030", "detected", False),
        (SIMPLE.encode("gbk"), "iso-8859-1", SIMPLE, "gb18030", "detected", False),
        (TRADITIONAL.encode("gbk"), "gb2312", TRADITIONAL, "gb18030", "declared", False),
        # HTTP before markup, and neither before what the bytes surely are
        (f"<meta charset=gbk>{SIMPLE}".encode("gbk"), "utf-8", f"<meta charset=gbk>{SIMPLE}", "gb18030", "detected", False),
        (f"<meta charset=utf-8>{SIMPLE}".encode(), "gbk", f"<meta charset=utf-8>{SIMPLE}", "utf-8", "utf-8", False),
        # a mark that is wrong is no mark
        (b"\xef\xbb\xbf" + SIMPLE.encode("gbk"), "gbk", SIMPLE, "gb18030", "declared", False),
        (b"\xff\xfe" + SIMPLE.encode("utf-16-le"), "utf-8", SIMPLE, "utf-16-le", "bom", False),
        (b"\xfe\xff" + SIMPLE.encode("utf-16-be"), None, SIMPLE, "utf-16-be", "bom", False),
        # a cut end, also where another encoding would read every byte
        (SIMPLE.encode()[:-1], "gb2312", SIMPLE[:-1] + "\ufffd", "utf-8", "utf-8", True),
        (b"\xff\xfe" + SIMPLE.encode("utf-16-le")[:-1], None, SIMPLE[:-1] + "\ufffd", "utf-16-le", "bom", True),
        (TRADITIONAL.encode("big5")[:-1], "big5", TRADITIONAL[:-1] + "\ufffd", "big5hkscs", "declared", True),
        # two bytes that are Chinese and Latin alike: what is declared stands
        ("L'été, à Genève".encode("latin-1"), "iso-8859-1", "L'été, à Genève", "cp1252", "declared", False),
    ],
)  # fmt: skip
def test_a_declaration_is_heeded_as_far_as_the_bytes_bear_it_out(
    data, declared, text, encoding, how, damaged
):
    found = decode(data, declared=declared)
    assert (found.text, found.encoding, found.how, found.damaged) == (text, encoding, how, damaged)
    assert (found.confidence < 0.9) is damaged
