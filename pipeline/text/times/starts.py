"""Where a date or a time may begin: what is asked before any form of `patterns` is tried."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from pipeline.text.times.festivals import FESTIVALS
from pipeline.text.times.patterns import TO, WEEKDAY, C, D

# Of each form its first characters, the character behind them, and what more must follow.
# A character class at the head of a pattern is what `re` scans fastest: trying all forms at every
# character cost fifty times as much.
_UNITS = "年月日号號点點时時世个十小分秒天周星代季财"
_FIGURES, _NUMERALS = "0-9０-９", "〇○零Ｏ一二三四五六七八九十廿卅"
_FIGURE = rf"(?<!{D}{D})(?={D}{{0,3}}[ ]?[{_UNITS}钟:：∶/／.．A-Z至到~～—–－-])"
_FIRST_THREE = f"(?={TO}[3三]季)"
_STARTS = [
    (_NUMERALS, f"{_NUMERALS}两{_UNITS}", f"(?=(?:{C}|两){{0,3}}[{_UNITS}])"),
    ("民", "国國", ""),
    ("令平昭", "和成", "(?=[和成][0-9〇一二三四五六七八九十元])"),
    ("今明", "年天日早晨晚夜儿", ""),
    # Papers of Hong Kong leave the day out: 昨出席.
    ("昨", "天日早晨晚夜儿出宣公在与與会會召联聯举舉抵指参參开開主首下上到", ""),
    (
        "前后後",
        "年天日晚三 0-9一二四五六七八九十两",
        "(?=[年天日晚三]|[ ]?[0-9一二四五六七八九十两]{1,2}[ ]?(?:个月|月))",
    ),
    ("头", "0-9一二三四五六七八九十两", "(?=[0-9一二三四五六七八九十两]{1,2}个月)"),
    ("当當同次翌", "年月天日晚季", ""),
    ("大去农礼禮星", "前后後年历拜期", ""),
    ("本", "年月周週星礼禮个世季财", ""),
    ("这這上下", "上下个個周週星礼禮半月世午年季一财", ""),
    ("周週", WEEKDAY[1:-1], ""),
    ("第", " 一二三四1-4", "(?=[ ]?[一二三四1-4][ ]?个?季|二天)"),
    ("首", "三", "(?=三季)"),
    ("一", "–—~～至到\\-", _FIRST_THREE),
    ("数几半两", "个小分秒钟天日周星月年点點三", ""),
    ("正腊", "月", ""),
    (
        "凌清早午中正傍晚夜深半上下",
        f"晨上间午后晚里夜 \t\u3000大约約{_FIGURES}{_NUMERALS}两",
        f"(?=[晨上间午后晚里夜]?[ \t\u3000]{{0,2}}大?[约約]?(?:{D}|{C}|两))",
    ),
    ("JFMASOND", "a-zY", "(?=[a-z]{2}|Y)"),
    ("QH", "1-4", ""),
    ("该", "财", ""),
]
# Forms asked for together.
_GROUP = 7


@cache
def starts() -> re.Pattern[str]:
    """Return the pattern whose matches begin where `date_or_clock` may match."""
    named: dict[str, list[str]] = {}
    for name in FESTIVALS:
        named.setdefault(name[0], []).append(re.escape(name[1:]))
    every = [
        *_STARTS,
        *(
            (first, "".join(end[0] for end in ends), f"(?={'|'.join(ends)})")
            for first, ends in named.items()
        ),
    ]
    # In groups: where 国 begins nothing, a dozen questions say so and not sixty; and mostly the one
    # whether what stands behind it ever stands behind any of them.
    groups = [every[at : at + _GROUP] for at in range(0, len(every), _GROUP)]
    rest = "|".join(f"(?<=[{_firsts(group)}])(?:{_any_start(group)})" for group in groups)
    behind = "".join(follows for _, follows, _ in every)
    return re.compile(
        f"[{_FIGURES}{_firsts(every)}](?:(?<=[{_FIGURES}])(?:{_FIGURE}|(?<=1){_FIRST_THREE})"
        f"|(?<![{_FIGURES}])(?=[{behind}])(?:{rest}))"
    )


def _firsts(forms: Iterable[tuple[str, str, str]]) -> str:
    return "".join(first for first, _, _ in forms)


def _any_start(forms: Iterable[tuple[str, str, str]]) -> str:
    return "|".join(f"(?<=[{first}])(?=[{follows}]){after}" for first, follows, after in forms)
