"""The shared pages with their links decorated anew, in shapes that the rules of links name nowhere.

A shape is how a word, a date or a rank is set off: bracket, mark, place. The words are half of
the build that the shipped grammar knows, half of none; every page draws its own few shapes.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from typing import Any

# Columns as the grammar builds them, and names as it does not: both invented here.
BUILT = """
每日热榜 全球速递 焦点简讯 实时播报 今日快读 世界掠影 环球瞭望 热点纵览 最新讯息 天天看点 当前速记 民生热搜 都市微报
聚焦快递 国内外要闻 本周荟萃
"""
NAMED = """
青萝小站 橙柚晚读 云朵频道 南窗早茶 知了新知 灯塔夜话 麦田周记 石榴号 北桥资讯站 拾光阅读 鹿角网 小满视窗 竹影客户端 一号邮差
风铃荐稿 蓝鲸派
"""

GIVEN_FRONT = ("#{w}#{h}", "「{w}」{h}", "{w}|{h}", "【{w}】{h}", "{w}：{h}", "{w}!{h}")
GIVEN_BACK = ("{h}_{w}_", "{h}/{w}", "{h}@{w}", "{h}-{w}", "{h} | {w}", "{h} {w}", "{h}_{w}")
OTHER_FRONT = (
    "〖{w}〗{h}", "『{w}』 {h}", "{{{w}}}{h}", "<{w}>{h}", "*{w}* {h}", "★{w}★{h}", "={w}={h}",
    "{w}》{h}", "{w}>> {h}", "{w}◆{h}", "{w} · {h}", "{w}——{h}", "{w}‖{h}", "{w} ▎{h}", "~{w}~{h}",
    "@{w} {h}", "#{w} {h}", "{w}/{h}", "_{w}_{h}", "|{w}| {h}", "◆{w}◆ {h}", "{w}→{h}", "{w}＋{h}",
)  # fmt: skip
OTHER_BACK = (
    "{h}#{w}", "{h} #{w}#", "{h}「{w}」", "{h}【{w}】", "{h} <{w}>", "{h}▎{w}", "{h} » {w}", "{h}◇{w}",
    "{h}——{w}", "{h}〖{w}〗", "{h} *{w}*", "{h}|{w}|", "{h}={w}", "{h}‖{w}", "{h} ~ {w}", "{h}＋{w}",
    "{h}\\{w}", "{h} ／ {w}", "{h}★{w}", "{h} ← {w}",
)  # fmt: skip
GIVEN_DATES = ("[{m}-{d}] {h}", "{y}-{m}-{d} {h}")
OTHER_DATES = (
    "({m}-{d}){h}", "{m}/{d} {h}", "【{m}月{d}日】{h}", "{y}/{m}/{d} | {h}", "{y}.{m}.{d} {h}",
    "〔{m}.{d}〕{h}", "{m}-{d} 09:40 {h}", "{h}【{m}-{d}】", "{h} | {m}-{d}", "{h} {y}年{m}月{d}日",
    "{h} <{m}/{d}>", "{h}「{m}-{d}」", "15:20 {h}", "[08:05] {h}", "{h} / {y}-{m}-{d} 11:02",
)  # fmt: skip
GIVEN_RANKS = ("{n:02} {h}", "{n} {h}", "{n:02} {date}")
OTHER_RANKS = ("{n:02}| {h}", "{n}/{h}", "NO.{n} {h}", "TOP{n} {h}", "第{n}条 {h}", "#{n} {h}",
               "[{n:02}]{h}", "{n}: {h}", "{n:02}-{h}")  # fmt: skip
GIVEN_LEADS = ("前一篇：{h}", "上一条 {h}")
OTHER_LEADS = ("后一条 | {h}", "[下一则]{h}", "前一条>{h}", "上一頁：{h}", "「前一篇」{h}")
CUTS = ("…", "……", "...", "⋯", " ...", "..", "…[详细]")

_BULLET = re.compile(r"(?:[^\w\s《“\"'‘【\[(（「『#@<〈]\s*|\d{1,3}[、.)]\s*)+")


def decorated(pages: Iterable[dict[str, Any]], *, given: bool, seed: int) -> Iterator[Any]:
    """Yield gold pages whose link lines are decorated anew; `given`: in shapes that were named."""
    chance = random.Random(seed)
    for page in pages:
        yield _page(page, chance, given=given)


def _page(page: dict[str, Any], chance: random.Random, *, given: bool) -> dict[str, Any]:
    front = chance.sample(GIVEN_FRONT if given else OTHER_FRONT, 4)
    back = chance.sample(GIVEN_BACK if given else OTHER_BACK, 4)
    dates = GIVEN_DATES if given else OTHER_DATES
    rank = chance.choice(GIVEN_RANKS if given else OTHER_RANKS) if chance.random() < 0.25 else None
    lines, number = [], 0
    for line in page["lines"]:
        if line["label"] != "link" or "link_id" not in line:
            lines.append(line)
            continue
        number += 1
        text = _decorated(line, chance, front, back)
        date = chance.choice(dates)
        if line["deco"] == "date":
            text = _dated(date, text, chance)
        bullet = _BULLET.match(line["text"])
        if rank and "{date}" in rank:
            text = rank.format(n=number, date=_dated(date, text, chance))
        elif rank:
            text = rank.format(n=number, h=text)
        elif line["deco"] == "none" and chance.random() < 0.04:
            leads = GIVEN_LEADS if given else OTHER_LEADS
            text = chance.choice(leads).format(h=text)
        elif bullet and not line["canon"].startswith(line["text"][:2]):
            text = bullet[0] + text
        lines.append({**line, "text": text})
    return {**page, "lines": lines, "raw": "\n".join(line["text"] for line in lines)}


def _decorated(
    line: dict[str, Any], chance: random.Random, front: list[str], back: list[str]
) -> str:
    headline = str(line["canon"])
    if line["deco"] == "trunc":
        size = max(9, int(len(headline) * chance.uniform(0.5, 0.85)))
        headline = headline[:size].rstrip() + chance.choice(CUTS)
    elif line["deco"] != "seen":
        return headline
    draw = chance.random()
    ends = [front] if draw < 0.4 else [back] if draw < 0.8 else []
    if line["deco"] == "trunc":
        ends = [front] if chance.random() < 0.4 else [()]
    elif draw >= 0.8:
        ends = chance.choice([[front, back], [front, front], [back, back]])
    for shapes in ends:
        if shapes:
            word = chance.choice((BUILT if chance.random() < 0.5 else NAMED).split())
            headline = chance.choice(shapes).format(w=word, h=headline)
    return headline


def _dated(shape: str, text: str, chance: random.Random) -> str:
    month, day = f"{chance.randint(1, 12):02}", f"{chance.randint(1, 28):02}"
    return shape.format(y=chance.randint(2012, 2024), m=month, d=day, h=text)
