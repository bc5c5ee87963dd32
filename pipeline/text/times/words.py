"""Words of time: pieces of other words (目前|天气, 今日头条), and the parts of a day."""

from __future__ import annotations

import re
from typing import Final

# Behind a bare day: 5日以内 counts days, and 5日以6比3 does not; so with 3日夜程 and 13日夜间.
DAY_AFTER: Final = (
    "(?![内內游遊间間龄齡均元报報志誌本常子式系用程之前后後]"
    "|夜(?![间間里裡])|以[上下内內来來前后後外])"
)

_AGO, _TURN = (
    "目此以之提生当空前月日期从先",
    "一二两三四五六七八九十首每多这那几历本此上下前再数某其0123456789",
)
_AS = "相应正每恰理适承充担妥"
# The characters before a word that make another of it.
_BEFORE: Final = {
    "今": "如迄", "去": "过失", "前": _AGO, "后": "之以今此战产售最随先日雨午",
    "明": "说表证声阐查透发鲜聪文",
    "当": _AS, "當": "相應正每恰理適承充擔", "同": "不共相如合", "次": _TURN, "本": "日基成版样根",
    "上": "以路海网线马身世早",
}  # fmt: skip
# What follows a word and makes another of its end.
_YEAR = "[轻龄级]"
_DAY = (
    "头条|资本|方舟|之星|之后|之子|世界|控股|黄花|说法|俄罗斯|元|本(?:政府|首相|央行|外相|外务|内阁|股市|经济|气象"
    "|防卫|自卫队|警方|媒体|女足|男足|国会|众议院|参议院|国内|民众|东京|企业|队)"
)
_SKY = "津|气(?=[预转象候晴好])|然气|文台"
_AFTER: Final = {"年": re.compile(_YEAR), "日": re.compile(_DAY), "天": re.compile(_SKY)}


# 今天缺米,明天又缺油: a figure of speech, and no two days.
_TODAY = re.compile(
    "今[天日](?:的?中国|的(?:世界|我们|时代|社会|青年|年轻人|人们|孩子们?|人类)"
    "|[^,，。;；!！?？\n]{1,14}[,，、]?明[天日](?:又|就可能|还可能|再))"
)
_TOMORROW = re.compile("今[天日][^,，。;；!！?？\n]{1,14}[,，、]?$")
_AGAIN = re.compile("明[天日](?:又|就可能|还可能|再)")
_UP_TO = ("时至", "時至", "走到", "发展到", "延续到", "直到", "直至", "到了", "传承至")
_OUR_TIME = ("的", "《", "美好")
_REACH = 18


def _is_figure(text: str, start: int) -> bool:
    """Say whether 今天 is our time, or half of 今天…明天又…."""
    word = text[start]
    if text.endswith(_OUR_TIME, 0, start):
        # 紧密相连的今天, 美好的明天, 《今日春江》.
        return True
    if word == "今":
        return text.endswith(_UP_TO, max(0, start - 3), start) or bool(_TODAY.match(text, start))
    if word != "明" or not _AGAIN.match(text, start):
        return False
    return _TOMORROW.search(text, max(0, start - _REACH), start) is not None


def is_piece(text: str, found: re.Match[str]) -> bool:
    """Say whether the word that a match found for a day, month or year is none."""
    bad = _BEFORE.get(text[found.start()])
    if bad is None:
        return False
    group = "dw" if found["dw"] else "yw" if found["yw"] else "mw" if found["mw"] else ""
    if not group:
        return False
    start, end = found.span(group)
    if (start and text[start - 1] in bad) or (found["dw"] and _is_figure(text, start)):
        # 供电所的人说|明天换: who says so stands before 说.
        return not (text[start] == "明" and _SAYS.search(text, max(0, start - 2), start))
    # 去年年报 has its report, 次年报 has none.
    after = _AFTER.get(text[end - 1])
    return after is not None and found.end() == end and after.match(text, end) is not None


_SAYS = re.compile("[人他她们员长师生家]说$")
_EVENING = re.compile("晚|夜|傍")
_NOON = re.compile("下午|午后|午间|中午|正午")


def part_of_day(surface: str) -> str:
    """Return whether a half day is a morning, an afternoon or an evening."""
    if _EVENING.search(surface):
        return "evening"
    return "afternoon" if _NOON.search(surface) else "morning"
