"""Numbers as Chinese news writes them."""

from decimal import Decimal

import pytest

from pipeline.entities.values.numbers import parse_number, plain


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
        ("三点五", "3.5"),
        ("一点二亿", "120000000"),
        ("二〇二二", "2022"),
        ("半", "0.5"),
    ],
)
def test_reads_a_number(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "点", "百分", "a", "1.2.3", "万万"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None


def test_plain_has_no_exponent() -> None:
    assert plain(Decimal("3.50E+9")) == "3500000000"
    assert plain(Decimal("0.120")) == "0.12"
