"""Which Chinese encoding bytes are in, and when a name for them is believed."""

import random

import pytest

from pipeline.text.decode import charset_name, declared_in, decode, has_mojibake, looks_binary
from pipeline.text.encodings import is_misnamed, likeliest_chinese

SIMPLE = "市民在公园里散步,天气转晴。孩子们放起了风筝,老人下着棋。"
TRADITIONAL = "市長出席開幕典禮並發表談話,強調環境保護與經濟發展同樣重要。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(SIMPLE, "gb18030"), (TRADITIONAL, "big5hkscs")],
)
def test_the_likeliest_encoding_gives_everyday_characters(text, encoding):
    found, share = likeliest_chinese(text.encode(encoding))
    assert found == encoding
    assert share > 0.9
    assert likeliest_chinese(b"a,b")[1] == 0.0


@pytest.mark.parametrize(
    ("data", "named", "wanted"),
    [
        (SIMPLE.encode("gbk"), "big5hkscs", True),
        (SIMPLE.encode("gbk"), "cp1252", True),
        (SIMPLE.encode("gbk"), "iso8859-15", True),
        (SIMPLE.encode("gbk"), "gb18030", False),
        (SIMPLE.encode("gbk"), "koi8-r", False),
        # Traditional text has seven tenths of everyday characters in GBK.
        (TRADITIONAL.encode("gbk"), "gb18030", False),
        ("Café à Genève, où l'été dure".encode("cp1252") * 4, "cp1252", False),
        # Sixteen characters prove something, fewer nothing; a page may open with code.
        ("市民在公园里散步天气转晴了孩子".encode("gbk") + b"a", "cp1252", False),
        ("市民在公园里散步天气转晴了孩子们".encode("gbk"), "cp1252", True),
        (b"a" * 9000 + SIMPLE.encode("gbk"), "cp1252", True),
        (b"a" * 66000 + SIMPLE.encode("gbk"), "cp1252", False),
    ],
)
def test_a_name_is_wrong_only_where_another_is_surely_right(data, named, wanted):
    assert is_misnamed(data, named) is wanted


def test_eight_characters_are_surely_utf8_and_fewer_may_be_gbk():
    # Every two bytes of one are two of the other, as in the "联通" accident.
    for count, encoding in ((7, "gb18030"), (8, "utf-8")):
        data = ("é" * count).encode()
        assert data.decode("gbk")
        assert decode(data, declared="gbk").encoding == encoding
    for count, kept in ((7, False), (8, True)):
        cut = decode(("é" * count).encode() + b"\xe5\x9c", declared="gbk")
        assert (cut.text == "é" * count + "\ufffd") is kept


def test_what_is_declared_goes_before_the_markup():
    page = f"<meta charset='big5'>{SIMPLE}".encode("gbk")
    assert decode(page, declared="gbk").how == "declared"
    assert decode(page, declared="gbk").encoding == "gb18030"


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        (b"  \n<meta charset=gbk>", "gbk"),
        (b"<p>" + b"a" * 4075 + b"<meta charset=gbk>", "gbk"),
        (b"<p>" + b"a" * 4079 + b"<meta charset=gbk>", None),
        (b"<meta " + b"a" * 390 + b' charset = "x-gbk">', "x-gbk"),
        (b"<META CHARSET='UTF-8'>", "UTF-8"),
        (b"a<meta charset=gbk>", None),
        (b"<p>", None),
    ],
)
def test_markup_names_its_charset_in_its_head(head, wanted):
    assert declared_in(head) == wanted


@pytest.mark.parametrize(
    ("label", "name"),
    [
        (" 'GB2312' ", "gb18030"), ("gb_2312-80", "gb18030"), ("windows-936", "gb18030"),
        ("x-x-big5", "big5hkscs"), ("cp950", "big5hkscs"), ("utf8mb4", "utf-8"), ("unicode", "utf-16"),
        ("latin1", "cp1252"), ("us-ascii", "utf-8"), ("utf-8-sig", "utf-8"), ("shift_jis", "shift_jis"),
        ("euc-kr", "euc_kr"), ("koi8-r", "koi8-r"), ("hz-gb-2312", "hz"), ("windows-1251", "cp1251"),
        ("application/json", None), ('text/html; charset="gbk"', "gb18030"), (None, None), ("早", None),
    ],
)  # fmt: skip
def test_names_are_widened(label, name):
    assert charset_name(label) == name


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-32-le", b"\xff\xfe\0\0"), ("utf-32-be", b"\0\0\xfe\xff"), ("utf-16-be", b"\xfe\xff")],
)
def test_a_mark_names_the_encoding(encoding, mark):
    found = decode(mark + SIMPLE.encode(encoding), declared="gbk")
    assert (found.text, found.encoding, found.how, found.confidence) == (
        SIMPLE,
        encoding,
        "bom",
        1.0,
    )


def test_a_mark_is_believed_though_a_hundredth_is_lost():
    mark, stray = b"\xef\xbb\xbf", b"\xff"
    text = ("市" * 100).encode()
    assert decode(mark + stray + text).how == "bom"
    # One may be lost of any text, two of two hundred, and no more.
    assert decode(mark + stray * 2 + text * 2).how == "bom"
    assert decode(mark + stray * 2 + text).how != "bom"


def test_a_few_damaged_bytes_do_not_unsettle_what_is_said():
    text = SIMPLE.encode("gbk") * 4
    one = decode(text[:50] + b"\xff" + text[50:], declared="gbk")
    assert (one.encoding, one.how, one.damaged, one.confidence) == (
        "gb18030",
        "declared",
        True,
        0.8,
    )
    many = decode(b"\xff".join(text[n : n + 10] for n in range(0, 100, 10)), declared="gbk")
    assert many.how == "detected"
    lone = decode("é".encode("latin-1"), declared="utf-8")
    assert lone.how != "declared"


def test_what_fits_nothing_is_replaced():
    noise = bytes([0x81, 0xFF, 0xFE, 0xFF, 0x80] * 40)
    found = decode(b"a" + noise, declared="utf-8")
    assert (found.how, found.confidence, found.damaged, found.encoding) == (
        "replaced",
        0.0,
        True,
        "utf-8",
    )


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (b"a" * 90 + b"\0" * 10, False),
        (b"a" * 89 + b"\0" * 11, True),
        (b"\x7f" * 5, True),
        (b"\t\n\r\x0c\x1b" * 5, False),
        (b"PK\x03\x04" + b"a" * 99, True),
        (b"aPK\x03\x04" + b"a" * 99, False),
        (b"a" * 4096 + b"\0" * 4096, False),
        (b"\xff\xfe\0\0" + b"a\0\0\0" * 9, False),
    ],
)
def test_binary_has_a_tenth_of_control_bytes_or_a_known_head(data, wanted):
    assert looks_binary(data) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ã©", False),
        ("Ã©Ã¨", True),
        ("ä½", False),
        ("ä½ å", False),
        ("ä½\xa0å¥½", True),
        ("ï»¿早", True),
        ("斤拷锟", True),
        ("斤拷", False),
        ("屯屯", False),
        ("屯屯屯", True),
        ("\ufffd" + "早" * 199, False),
        ("\ufffd" + "早" * 198, True),
    ],
)
def test_marks_of_a_wrong_decoding(text, wanted):
    assert has_mojibake(text) is wanted


# Pairs of bytes that are everyday characters of both encodings, of Big5 alone, and of neither.
BOTH, BIG5, NEITHER = b"\xb0\xa1", b"\xa5\xa1", b"\xf8\xa1"


@pytest.mark.parametrize(
    ("data", "named", "wanted"),
    [
        (BOTH * 13 + BIG5 * 7, "gb18030", False),
        (BOTH * 12 + BIG5 * 8, "gb18030", True),
        (BOTH * 16 + NEITHER * 4, "cp1252", True),
        (BOTH * 15 + NEITHER * 5, "cp1252", False),
    ],
)
def test_two_thirds_of_everyday_characters_are_believed_and_four_fifths_are_sure(
    data, named, wanted
):
    assert is_misnamed(data, named) is wanted


def test_what_statistics_of_all_languages_guess_counts_half():
    # Poetry has few everyday characters: Chinese by its bytes, though none too surely.
    found = decode("夜宿江邊聽雨聲，憶昔年舊事歷歷".encode("gbk") * 3)
    assert (found.encoding, found.how) == ("gb18030", "detected")
    assert 0.5 < found.confidence < 0.6


def test_bytes_with_a_sixth_of_everyday_characters_are_none():
    chance = random.Random(0)
    pieces = [0x81, 0xFE, 0xFF, 0x80, 0xB0, 0xA1, 0x41]
    noise = bytes(chance.choice(pieces) for _ in range(60))
    assert 0.1 < likeliest_chinese(noise)[1] < 0.3
    assert decode(noise).how == "replaced"
