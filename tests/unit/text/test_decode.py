"""Bytes to text: what is declared, what is told by the bytes, what is beyond repair."""

from __future__ import annotations

import hashlib

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
    for words in (
        "渡轮今天恢复通航",
        "盐场的白鹭，回来了",
        "船厂改造完工",
        "记者在现场看到",
        "第一医院新楼",
    ):
        assert has_mojibake(f"a {words.encode('gbk').decode('latin-1')} b")
    assert not has_mojibake("Žižkov, Müller, Ångström, çà et là")
    assert not has_mojibake("甲····乙·········丙")
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


@pytest.mark.parametrize(("count", "encoding"), [(7, "gb18030"), (8, "utf-8")])
@pytest.mark.parametrize("letter", ["é", "ж"])
def test_eight_characters_are_surely_utf8_of_two_bytes_too(letter, count, encoding):
    """What GBK could be too is read as it is declared, unless it is long enough to be sure."""
    data = (letter * count).encode()
    assert decode(data, declared="gbk").encoding == encoding
    assert decode(data).text == letter * count


def test_two_characters_of_gbk_that_could_be_utf8_are_read_as_declared():
    data = "陆路".encode("gbk")
    assert data.decode("utf-8") == "½·"
    assert decode(data, declared="gbk").text == "陆路"
    assert decode(data).text == "½·"


def test_a_charset_is_looked_for_in_the_first_four_kilobytes():
    for blanks, found in ((4096 - 20, "gbk"), (4096, None)):
        page = b"<!--" + b" " * (blanks - 7) + b"-->" + b"<meta charset=gbk>"
        assert declared_in(page) == found


@pytest.mark.parametrize(
    ("bytes_", "binary"),
    [
        (b"\x01" * 10 + b"a" * 90, False),
        (b"\x01" * 11 + b"a" * 89, True),
        ("早".encode("utf-16") * 40, False),
        (b"\xfe\xff" + b"\x00a" * 40, False),
        (b"\x00a" * 40, True),
        (b"%PDF-1.7", True),
        (b" %PDF-1.7", False),
        (b"a" * 4096 + b"\x00" * 4096, False),
        (b"\t\n\x0c\r\x1b" * 20, False),
    ],
)
def test_what_is_binary(bytes_, binary):
    assert looks_binary(bytes_) is binary


@pytest.mark.parametrize(
    ("text", "damaged"),
    [("\ufffd" + "字" * 199, False), ("\ufffd" + "字" * 198, True), ("字", False)],
)
def test_one_lost_character_in_two_hundred_is_a_mark_of_damage(text, damaged):
    assert has_mojibake(text) is damaged


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"])
def test_a_wide_mark_names_its_encoding(encoding):
    found = decode(("\ufeff" + SIMPLE).encode(encoding), declared="gbk")
    assert (found.text, found.encoding, found.how) == (SIMPLE, encoding, "bom")
    assert (found.confidence, found.damaged) == (1.0, False)


def test_a_mark_bears_one_damaged_character_and_no_more():
    """A hundredth of a long text."""
    lone = b"\x00\xd8"
    one = decode(b"\xff\xfe" + lone + "早班船".encode("utf-16-le"))
    assert (one.text, one.how, one.damaged, one.confidence) == ("\ufffd早班船", "bom", True, 0.8)
    assert decode(b"\xff\xfe" + lone * 3 + "早班船".encode("utf-16-le")).how != "bom"


def test_a_cut_end_is_utf8_only_where_it_is_sure():
    """Seven bytes of GBK begin as UTF-8 does."""
    data = "é".encode() * 3 + b"\xd6"
    found = decode(data, declared="gbk")
    assert (found.encoding, found.damaged) == ("gb18030", True)
    assert decode("é".encode() * 8 + b"\xd6", declared="gbk").encoding == "utf-8"


def test_big5_of_windows_is_read_too():
    data = "碼頭€".encode("cp950")
    with pytest.raises(UnicodeDecodeError):
        data.decode("big5hkscs")
    assert decode(data, declared="big5").text == "碼頭€"


def test_what_nothing_fits_is_replaced():
    noise = hashlib.sha512(b"noise").digest() + hashlib.sha512(b"more").digest()
    found = decode(noise)
    assert (found.how, found.encoding, found.confidence, found.damaged) == (
        "replaced", "utf-8", 0.0, True,
    )  # fmt: skip
