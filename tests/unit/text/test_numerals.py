"""Numbers as Chinese news writes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.numerals import parse_number, plain


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"),
        ("3,200.5", "3200.5"),
        ("1.2万", "12000"),
        ("2.5万亿", "2500000000000"),
        ("十", "10"),
        ("十五", "15"),
        ("二十", "20"),
        ("三百二十", "320"),
        ("一千零五", "1005"),
        ("两万三千", "23000"),
        ("三亿五千万", "350000000"),
        ("一万万", "100000000"),
        ("两万三千万", "230000000"),
        ("四万万", "400000000"),
        ("一万亿", "1000000000000"),
        ("三点五", "3.5"),
        ("一点二亿", "120000000"),
        ("二〇二二", "2022"),
        ("半", "0.5"),
        ("１２", "12"),
        ("廿八", "28"),
        ("卅", "30"),
        ("二○○八", "2008"),
        ("二Ｏ二Ｏ", "2020"),
        ("十五六", "16"),
        ("二三十", "30"),
    ],
)
def test_reads_a_number(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "点", "百分", "a", "1.2.3", "万万", "数", "两半"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None


def test_plain_has_no_exponent() -> None:
    assert plain(Decimal("3.50E+9")) == "3500000000"
    assert plain(Decimal("0.120")) == "0.12"


def spelled(value: int) -> str:
    """Return `value` as it is read aloud: 1005 is 一千零五, 200300 is 二十万零三百."""
    if not value:
        return "零"
    words, gap = "", False
    for size, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, value = divmod(value, size)
        if not section:
            gap = bool(words)
            continue
        if words and (gap or section < 1000):
            words += "零"
        words, gap = words + _section(section) + name, False
    return words.removeprefix("一") if words.startswith("一十") else words


def _section(value: int) -> str:
    words, gap = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, size)
        if digit:
            words += ("零" if gap and words else "") + "零一二三四五六七八九"[digit] + name
        gap = not digit
    return words


def test_numbers_are_spelled_as_they_are_read() -> None:
    told = {10: "十", 12: "十二", 110: "一百一十", 1005: "一千零五", 200300: "二十万零三百"}
    assert {number: spelled(number) for number in told} == told


@given(st.integers(0, 10**12 - 1))
def test_reads_whatever_is_spelled(value: int) -> None:
    assert parse_number(spelled(value)) == value


@given(st.integers(0, 10**12 - 1), st.integers(1, 9999))
def test_reads_what_stands_behind_the_point(whole: int, part: int) -> None:
    behind = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(part))
    assert parse_number(f"{spelled(whole)}点{behind}") == Decimal(f"{whole}.{part}")


@given(st.integers(0, 9999), st.sampled_from("零〇○Ｏ"))
def test_reads_figures_spelled_one_by_one(value: int, nought: str) -> None:
    spelled_out = "".join((nought + "一二三四五六七八九")[int(digit)] for digit in f"{value:04}")
    assert parse_number(spelled_out) == value


@given(st.integers(20, 39))
def test_reads_the_tens_that_are_written_as_one(value: int) -> None:
    written = spelled(value).replace("二十", "廿").replace("三十", "卅")
    assert parse_number(written) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1" * 40, "1" * 40),
        ("1" * 41, None),
        ("十万", "100000"),
        ("百", "100"),
        ("一千零十", "1010"),
        ("一点五十", "15"),
        ("一点五x", None),
        ("万", None),
        ("12兆", "12000000000000"),
        ("3十", "30"),
        ("三点", None),
        ("点五", None),
    ],
)
def test_numbers_at_the_edges(text: str, value: str | None) -> None:
    assert parse_number(text) == (None if value is None else Decimal(value))
