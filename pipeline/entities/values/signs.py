"""What stands before a number: the sign of a currency, and a minus that has a reason."""

from __future__ import annotations

from typing import Final

SIGNS: Final = {
    "人民币": "CNY", "RMB": "CNY", "CNY": "CNY", "¥": "CNY", "US$": "USD", "USD": "USD",
    "HK$": "HKD", "HKD": "HKD", "$": "USD", "€": "EUR", "£": "GBP", "港币": "HKD", "美元": "USD",
    "港元": "HKD", "美金": "USD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY", "瑞郎": "CHF",
    "新台币": "TWD", "台币": "TWD", "NT$": "TWD", "TWD": "TWD", "澳门币": "MOP", "澳门元": "MOP",
    "MOP": "MOP", "新加坡元": "SGD", "新币": "SGD", "S$": "SGD", "SGD": "SGD", "EUR": "EUR",
    "GBP": "GBP", "JPY": "JPY", "CHF": "CHF", "A$": "AUD", "C$": "CAD", "令吉": "MYR",
}  # fmt: skip
ENDS: Final = frozenset(sign[-1] for sign in SIGNS) | {" "}
"""What may stand right before a number that a sign makes a sum of."""
MINUS: Final = frozenset("-下")
"""The last character of what makes a number negative."""
_LONGEST = max(map(len, SIGNS))
# A hyphen behind one of these is a minus: 同比-3.2%, 净利润-3亿元, 气温-5℃. Elsewhere it joins.
_REASONS = frozenset(
    "同环比长速幅降涨跌为至到在率差润亏损温低高达约近超是报收入出净值价额度于从由破"
    "(,。、;:!?“\"'/ \n<>=+|~"
)


def sign_before(text: str, start: int, reached: int = -1) -> tuple[str, int]:
    """Return the longest sign of a currency before a number, and the blanks between them.

    What the last amount took (up to `reached`) is no sign: 5亿美元3家.
    """
    blank = 1 if text[start - 1 : start] == " " else 0
    end = start - blank
    if end <= 0 or text[end - 1] not in ENDS:
        return "", 0
    for length in range(min(_LONGEST, end), 0, -1):
        if (sign := text[end - length : end]) in SIGNS:
            return (sign, blank) if end - length >= reached else ("", 0)
    return "", 0


def minus_before(text: str, start: int, *, cold: bool = False) -> int | None:
    """Return how many characters before a number make it negative; None where none can tell.

    Of degrees every hyphen is a minus that does not join two numbers: 县城-12℃.
    """
    if text.endswith("零下", 0, start):
        return 2
    if text[start - 1 : start] != "-" or start == 0:
        return 0
    before = text[start - 2 : start - 1] if start > 1 else ""
    # A hyphen after a letter, a figure or a bracket joins; it is no sign. Two are a dash.
    if not before or before in _REASONS:
        return 1
    if (before.isascii() and before.isalnum()) or before in ")%-”]" or not before.isalpha():
        return 0
    return 1 if cold else None
