"""Sums that no currency stands beside: 票房破21亿."""

from __future__ import annotations

import re

from pipeline.entities.values.amount import Amount, amount_of
from pipeline.text.numerals import parse_number, plain

# A sum without its currency: 票房破21亿, 成交额达2.1万亿元 less its last word.
_SUMS = re.compile(
    "(?:票房|成交[金]?额|交易额|销售额|营业额|金额|总额|营收|收入|利润|净利|市值|估值|身家|身价|资产|负债"
    "|债务|亏损|融资|募资|集资|投资|产值|GDP|预算|赤字|支出|余额|存款|贷款|保费|罚款|罚金|奖金|赔偿金?"
    "|补贴|成本|货值|资金|吸金|年薪|片酬|转会费|违约金|独揽|狂揽|豪取|揽金|单片最高)[^0-9,。;:!?、()“”\n]{0,6}$"
)
_SUM_ENDS = re.compile(r"[,。;:!?、)”…\n]|$|左右|以上|以下|大关|的|后|多[,。;、]")


def read_sum(text: str, match: re.Match[str]) -> Amount | None:
    """Return a sum that no currency stands beside: 票房破21亿."""
    start, end = match.span()
    if not match["figures"] or match[0][-1] not in "万亿" or not _SUM_ENDS.match(text, end):
        return None
    number = parse_number(match[0])
    if number is None or not _SUMS.search(text[max(0, start - 14) : start]):
        return None
    return amount_of("money", start, end, plain(number), None)
