"""Codes of securities and the markets they tell."""

import pytest

from pipeline.entities.values.securities import UNTOLD, Securities
from pipeline.stages import shipped

SECURITIES = Securities(shipped.lexicon())


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
    found = list(SECURITIES.find(text))
    assert [(text[s.start : s.end], s.ticker, s.mic) for s in found] == [(surface, ticker, mic)]


def test_says_when_the_market_cannot_be_told() -> None:
    (found,) = SECURITIES.find("远山材料(839999)挂牌")
    assert (found.mic, found.among) == (None, UNTOLD)


@pytest.mark.parametrize(
    "text", ["邮编210001", "共计(600人)", "编号(1234567)", "(600123)", "电话600123"]
)
def test_other_figures_are_no_code(text: str) -> None:
    assert list(SECURITIES.find(text)) == []
