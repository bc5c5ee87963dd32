"""How feeds write what they print beside a headline: amounts, times ago, ranks, papers, tags."""

from __future__ import annotations

from typing import Final

from pipeline.dedup.links.dates_of_lines import DATE_AND_CLOCK, WEEKDAY

AMOUNT: Final = r"\d[\d.,]* ?(?:万|亿|千|百|k|w)?\+?"
DAY: Final = r"(?:今天|昨天|前天|今日|昨日)"
AGO: Final = (
    r"(?:(?:\d{1,3}|半|[一两二三四五六七八九十]{1,2}) ?个?"
    r"(?:秒钟?|分钟?|小时|钟头|天|日|周|星期|月|年)(?:之|以)?前|刚刚)"
)
CLOCK: Final = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
DAY_AND_CLOCK: Final = rf"(?:{DAY}|{WEEKDAY}) ?{CLOCK}"
LENGTH: Final = r"(?:\d{1,2}:)?\d{1,2}:[0-5]\d"
LONG: Final = rf"(?:时长|片长) *:? *(?:{LENGTH}|\d{{1,3}}(?:分钟?|秒)(?:\d{{1,2}}秒)?)"
PICTURES: Final = r"共? ?\d{1,3} ?(?:张图?片?|图|幅|p)"
# When it was brought up to date: (更新于 11-07 19:05), 11-07更新.
STAMP: Final = (
    rf"(?:(?:更新|发布|发表)(?:于|时间)? *:? *{DATE_AND_CLOCK}"
    rf"|{DATE_AND_CLOCK} ?(?:更新|发布|发表))"
)

_NUMERAL: Final = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
CHART: Final = (
    r"(?:[\u4e00-\u9fff]{0,4}(?:热搜|热榜|热度榜|热议榜|话题榜|榜单)榜?"
    rf" *[·第]? *{_NUMERAL}[名位条]?)"
)
"""A rank that says of which chart it is: 实时热榜 6, 热搜第八."""
RANK: Final = (
    r"(?:no\.? ?\d{1,3}|top[ .]?\d{1,3}|第\d{1,3}[名位条]?|榜\d{1,3}"
    rf"|第{_NUMERAL}[名位条]|{CHART})"
)
# Before a headline that is told how hot it is: 7↑, 01/50.
BARE_RANK: Final = r"(?:#\d{1,3}|\d{1,3}(?:/\d{2,3}| ?[↑↓↗↘▲▼]))"
# How hot a ranked headline is, with no word: 98.2万, ↑12, 1127645.
_RISE: Final = r"[↑↓↗↘▲▼\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?"
HEAT: Final = (
    rf"(?:{_RISE} ?\d[\d.,]* ?[万亿kw]?\+?|\d[\d.,]* ?[万亿kw]\+?(?:人|次|热度)?|\d{{5,9}})"
)

NAME: Final = r"[^\W_]{2,8}"
# Who wrote it, before the time: a headline's last clause says with a number how many. Of 4,037
# headlines of the development set 47 end in a clause of so few letters behind a blank.
WRITER: Final = r"(?:by +[^\W_]{2,8}|[^\W\d_零一二三四五六七八九十两百千万]{2,4})"
# In letters: by Lin Yi.
LETTERED: Final = r"[a-z][a-z.'-]*(?: [a-z][a-z.'-]*){0,3}"
# What is on show beside the words: 有片, 附表, 多图有片.
SHOWN: Final = r"(?:(?:有|多|附|含)(?:影?片|视频|音频|短片|图[则表解]?|表|相))+"
# A label of two letters beside one that is listed: 浏览 4万 回帖 512.
LABEL: Final = r"[^\W\d_]{2}"
# A paper behind a blank, in its longer names: a headline may end in 上网 or 举报.
PAPER: Final = (
    r"[^\W\d_]{2,4}(?:[日晚早晨时商]报网?|都市报|青年报"
    r"|新闻网|电视台|在线|客户端|通讯社|融媒体?)"
)
# In round brackets one may be a weekly too: 成交量周报 stands behind a blank.
WEEKLY: Final = r"[^\W\d_]{2,4}(?:周刊|杂志)"
EDITION: Final = r"(?:电子版|电子报|数字报|官网)?"
# 已有6万人参与.
SO_FAR: Final = r"(?:已有?|共有?)?"
# A picture beside a number: thumbs, hearts, eyes.
FACE: Final = r"[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?"
# Tags before a headline: #民生#, #教育##划片#, #热搜 #食品安全. One left open is a name: #1机组.
_TAG: Final = r"[^\W_][^\s#]{0,11}"
TAGS: Final = rf"(?:#{_TAG}# *|# {_TAG} # +)+|(?:#{_TAG} +){{2,4}}(?=\w)"
# A word in letters that no Chinese headline is written with: Новости, ニュース, 속보.
FOREIGN: Final = r"[\u0400-\u052f\u3041-\u30ff\uac00-\ud7af]{2,12}"
