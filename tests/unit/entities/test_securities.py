"""Codes of securities and the markets they tell."""

import pytest

from pipeline.entities.values.securities import UNTOLD, Securities
from pipeline.stages import shipped
from tests.unit.entities.lists import lexicon

SECURITIES = Securities(shipped.lexicon())


def codes(text: str) -> list[tuple[str, str, str | None]]:
    return [(text[s.start : s.end], s.ticker, s.mic) for s in SECURITIES.find(text)]


@pytest.mark.parametrize(
    ("text", "surface", "ticker", "mic"),
    [
        ("星海股份(600123)涨停", "600123", "600123", "XSHG"),
        ("云河科技(300456)公告", "300456", "300456", "XSHE"),
        ("证券代码:002345", "002345", "002345", "XSHE"),
        ("星海股份(600123.SH)", "600123.SH", "600123", "XSHG"),
        ("长风集团(00321.HK)", "00321.HK", "00321", "XHKG"),
        ("长风集团(321.HK)", "321.HK", "00321", "XHKG"),
        ("sz000456今日停牌", "sz000456", "000456", "XSHE"),
        ("蓝鲸软件(NASDAQ:BLUW)", "BLUW", "BLUW", "XNAS"),
        ("蓝鲸软件(BLUW.US)", "BLUW.US", "BLUW", None),
        ("蓝鲸软件(BLUW.O)", "BLUW.O", "BLUW", "XNAS"),
        ("北方精工(920123)", "920123", "920123", "BJSE"),
    ],
)
def test_finds_a_code(text: str, surface: str, ticker: str, mic: str | None) -> None:
    assert codes(text) == [(surface, ticker, mic)]


def test_says_when_the_market_cannot_be_told() -> None:
    (found,) = SECURITIES.find("远山材料(839999)挂牌")
    assert (found.mic, found.among) == (None, UNTOLD)


@pytest.mark.parametrize(
    "text",
    [
        "邮编210001",
        "共计(600人)",
        "编号(1234567)",
        "(600123)",
        ")(600123)",
        "电话600123",
        "代码1234567.SH",
        "代码12345",
        "代码999999",
        "60012.SH",
        "600123.SHX",
        "600123.HK",
        "港交所:600123",
        "上交所:60012",
        "东交所:600123",
        "XSH600123",
        "美股:600123",
        "ABCDEF.US",
        "1BLUW.US",
        "BLUW.USA",
        "蓝鲸软件(BLUW)",
        "蓝鲸软件(BLUE:BLUW)",
        "NASDAQ:BLUW",
    ],
)
def test_other_figures_are_no_code(text: str) -> None:
    assert list(SECURITIES.find(text)) == []


@pytest.mark.parametrize(
    ("suffix", "mic"),
    [("SH", "XSHG"), ("SS", "XSHG"), ("SZ", "XSHE"), ("BJ", "BJSE"), ("NQ", "NEEQ"), ("OC", "NEEQ"),
     ("sh", "XSHG"), ("sz", "XSHE"), ("bj", "BJSE")],
)  # fmt: skip
def test_a_suffix_tells_the_market(suffix: str, mic: str) -> None:
    assert codes(f"见600123.{suffix}。") == [(f"600123.{suffix}", "600123", mic)]


@pytest.mark.parametrize("digits", ["1", "32", "321", "4321", "54321"])
def test_codes_of_hong_kong_have_one_to_five_figures(digits: str) -> None:
    for suffix in ("HK", "hk"):
        assert codes(f"见{digits}.{suffix}") == [(f"{digits}.{suffix}", digits.zfill(5), "XHKG")]
    assert codes("港交所:4321") == [("4321", "04321", "XHKG")]


@pytest.mark.parametrize(
    ("before", "mic"),
    [("上交所", "XSHG"), ("深交所", "XSHE"), ("SSE", "XSHG"), ("上交所代码", "XSHG"),
     ("上交所股票代码", "XSHG"), ("SSE ", "XSHG")],
)  # fmt: skip
def test_an_exchange_before_a_code_tells_the_market(before: str, mic: str) -> None:
    for blank in ("", " "):
        assert codes(f"见{before}:{blank}600123") == [("600123", "600123", mic)]


@pytest.mark.parametrize(
    ("before", "mic"),
    [("纳斯达克", "XNAS"), ("纽交所", "XNYS"), ("NYSE", "XNYS"), ("AMEX", "XASE"), ("美股", None),
     ("纳斯达克股票代码 ", "XNAS")],
)  # fmt: skip
def test_an_exchange_before_letters_tells_the_market(before: str, mic: str | None) -> None:
    for blank in ("", " "):
        assert codes(f"蓝鲸软件({before}:{blank}BLUW)") == [("BLUW", "BLUW", mic)]


def test_an_exchange_stands_at_most_twelve_characters_before() -> None:
    assert codes("NASDAQ股票代码: BLUW)") == [("BLUW", "BLUW", "XNAS")]
    assert codes("NASDAQ股票代码 : BLUW)") == []


@pytest.mark.parametrize(
    ("text", "surface", "mic"),
    [
        ("SH600123", "SH600123", "XSHG"),
        ("见SZ000456", "SZ000456", "XSHE"),
        ("bj920123", "bj920123", "BJSE"),
        ("某ST*(600123)", "600123", "XSHG"),
        ("某A(600123)", "600123", "XSHG"),
        ("代码为600123", "600123", "XSHG"),
        ("代码是: 600123", "600123", "XSHG"),
        ("代码600123", "600123", "XSHG"),
        ("BLUW.OQ", "BLUW.OQ", "XNAS"),
        ("BLUW.N", "BLUW.N", "XNYS"),
        ("A.N", "A.N", "XNYS"),
    ],
)
def test_other_ways_to_name_a_code(text: str, surface: str, mic: str) -> None:
    assert [(s, m) for s, _, m in codes(text)] == [(surface, mic)]


def test_three_figures_tell_more_than_two() -> None:
    known = Securities(lexicon(markets="prefix 60 A\nprefix 601 B"))
    assert [known.market_of(code) for code in ("600123", "601123")] == [("A", None), ("B", None)]


@pytest.mark.parametrize("head", ["83", "87", "43", "82", "88"])
def test_codes_of_two_markets(head: str) -> None:
    assert SECURITIES.market_of(f"{head}9999") == (None, UNTOLD)
    assert SECURITIES.market_of("849999") == (None, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("远山电子(2345.TW)", [("2345.TW", "2345", "XTAI")]),
        ("远山电子(8123.TWO)", [("8123.TWO", "8123", "ROCO")]),
        ("江口重工(7890.T)上涨", [("7890.T", "7890", "XTKS")]),
        ("汉江电子(012345.KS)", [("012345.KS", "012345", "XKRX")]),
        ("远山(NYSE:YSN;HKEX:9123;SGX:YSN)", [
            ("YSN", "YSN", "XNYS"), ("9123", "09123", "XHKG"), ("YSN", "YSN", "XSES"),
        ]),
        ("远山(601998.SH,00998.HK)", [
            ("601998.SH", "601998", "XSHG"), ("00998.HK", "00998", "XHKG"),
        ]),
        ("版本12345.T", []),
        ("远山(ABC;DEF)", []),
    ],
)  # fmt: skip
def test_markets_of_asia_and_lists_of_codes(
    text: str, found: list[tuple[str, str, str | None]]
) -> None:
    values = Securities(shipped.lexicon()).find(text)
    assert [(text[v.start : v.end], v.ticker, v.mic) for v in values] == found
