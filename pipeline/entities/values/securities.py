"""Securities by their codes: 000698, 600519.SH, 00700.HK, NKE.US, NASDAQ:AAPL."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.entities.resources import Lexicon
from pipeline.types.articles import Struct

UNTOLD = "BJSE|NEEQ"
# Codes that were NEEQ's and became the Beijing exchange's with their companies.
_EITHER = ("83", "87", "43", "82", "88")
# What looks like a code, cheaply; the rest is read off its surroundings.
# A class of characters at the head is what `re` scans fastest: a quarter of the time.
_SHAPE = re.compile(
    r"[0-9A-Z](?:(?<=[0-9])(?<![0-9].)(?:[0-9]{3,5}(?![0-9A-Za-z])|[0-9]{0,2}(?=\.(?:HK|hk)))"
    r"|(?<=[A-Z])[A-Z]{0,4}(?:\.(?:US|OQ|O|N)(?![A-Za-z0-9])|(?=[);,、/])))"
)
_SUFFIX = re.compile(r"\.(SH|SS|SZ|BJ|NQ|OC|HK|TWO|TW|T|KS|KQ|sh|sz|bj|hk)(?![A-Za-z0-9])")
_EXCHANGE = re.compile(
    r"(?P<name>[A-Z]{2,6}|Nasdaq|纳斯达克|(?:纽|港|上|深|北|新)交所|美股|港股)"
    r"(?:代码|股票代码)?[ ]?: ?$"
)
_MARKET_CODE = re.compile(r"(?<![A-Za-z])(SH|SZ|BJ|sh|sz|bj)$")
_NAMED = re.compile("(?:[\u4e00-\u9fffA-Za-z*]\\(|代码(?:为|是)?[:]?[ ]?)$")
# What stands right before a code that its surroundings tell: the last characters of these three.
_TOLD, _TOLD_BY_NAME = frozenset(": (码为是HZJhzj\n"), frozenset(": \n")
# How many figures the codes of a market have, where not six.
_SIZES = {"XHKG": range(1, 6), "XTAI": range(4, 7), "ROCO": range(4, 7), "XTKS": (4,)}
# Characters before a code in which its exchange stands: 股票代码, an exchange, a colon.
_REACH = 12


class Security(Struct, frozen=True, kw_only=True):
    """A security's code: half-open code points of the folded text.

    `mic` is the market's ISO 10383 code, None where the code alone does not tell it; `among` then
    names the markets it may be.
    """

    start: int
    end: int
    ticker: str
    mic: str | None
    among: str | None = None


class Securities:
    """Finds securities and says which market lists them."""

    def __init__(self, lexicon: Lexicon) -> None:
        rows = lexicon.rows("markets")
        self._prefixes = {row[1]: row[2] for row in rows if row[0] == "prefix"}
        self._suffixes = {row[1]: row[2] for row in rows if row[0] == "suffix"}
        # A country has several markets: its name tells none.
        self._exchanges = {
            row[1]: None if row[2] == "-" else row[2] for row in rows if row[0] == "exchange"
        }

    def find(self, text: str) -> Iterator[Security]:
        """Yield the securities of a folded text, in order."""
        for match in _SHAPE.finditer(text):
            start = match.start()
            if start and text[start - 1].isascii() and text[start - 1].isdigit():
                continue
            found = (
                self._figures(text, match) if match[0][0].isdigit() else self._letters(text, match)
            )
            if found:
                yield found

    def market_of(self, code: str) -> tuple[str | None, str | None]:
        """Return the market of a six-figure code, or the markets among which it cannot be told."""
        for size in (3, 2):
            if mic := self._prefixes.get(code[:size]):
                return mic, None
        return None, UNTOLD if code.startswith(_EITHER) else None

    def _figures(self, text: str, match: re.Match[str]) -> Security | None:
        """Return the security of a code of figures: by its suffix, its exchange, its bracket."""
        start, end = match.span()
        code = match[0]
        mic: str | None
        among = None
        suffix = _SUFFIX.match(text, end)
        if suffix is None and text[start - 1 : start] not in _TOLD:
            return None
        before = text[max(0, start - _REACH) : start]
        if suffix:
            mic, end = self._suffixes[suffix[1].upper()], suffix.end()
        elif exchange := _EXCHANGE.search(before):
            mic = self._exchanges.get(exchange["name"])
        elif market := _MARKET_CODE.search(before):
            mic, start = self._suffixes[market[1].upper()], start - len(market[1])
        elif _NAMED.search(before):
            mic, among = self.market_of(code)
        else:
            return None
        if len(code) not in _SIZES.get(mic or "", (6,)) or (mic is None and among is None):
            return None
        ticker = code.zfill(5) if mic == "XHKG" else code
        return Security(start=start, end=end, ticker=ticker, mic=mic, among=among)

    def _letters(self, text: str, match: re.Match[str]) -> Security | None:
        start, end = match.span()
        if start and text[start - 1].isascii() and text[start - 1].isalnum():
            return None
        ticker, _, market = match[0].partition(".")
        if market:
            return Security(start=start, end=end, ticker=ticker, mic=self._suffixes.get(market))
        if text[start - 1 : start] not in _TOLD_BY_NAME:
            return None
        exchange = _EXCHANGE.search(text[max(0, start - _REACH) : start])
        if not exchange or exchange["name"] not in self._exchanges:
            return None
        mic = self._exchanges[exchange["name"]]
        return Security(start=start, end=end, ticker=ticker, mic=mic)
