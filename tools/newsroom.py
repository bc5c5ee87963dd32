"""A small world of news of our own making: stories copied across sites, pages that share links.

Everything is drawn from word lists by a seeded generator: the same articles on every run.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

# Invented names are two of these and a kind of place: a paragraph has words of its own.
NAME = "青白石云江河山湖松柳桐梅兰竹荷沙浦渡塘桥南北东西上下大小长平安和清明远高新古龙凤鹤鹭雁"
KIND = ("镇", "村", "小学", "图书馆", "茶社", "气象站", "合作社", "夜市")
WHAT = (
    "水渠",
    "木桥",
    "果园",
    "灯塔",
    "校舍",
    "码头",
    "堤坝",
    "缆车",
    "粮仓",
    "花圃",
    "陶窑",
    "鱼塘",
)
DID = (
    "修好",
    "重开",
    "搬迁",
    "扩建",
    "清点",
    "加固",
    "粉刷",
    "验收",
    "丈量",
    "绿化",
    "抢修",
    "检查",
)
HOW = ("按着旧图纸", "赶在雨季之前", "由几户人家凑钱", "分三个班轮着", "沿着新铺的石板路")
WHY = ("方便孩子上学", "让货车少绕路", "省下一半水费", "好让候鸟落脚", "免得夜里点灯")
KNOWN = ("环球速递：{}", "【今日要闻】{}", "{}_每日看点", "· {} | 全球快资讯", "{}")
LEARNT = ("青萝小站：{}", "{}_白石渡口")
NOON = 1_699_900_000
SITES = [f"s{number}.example" for number in range(12)]


@dataclass(frozen=True)
class Article:
    """A raw article, and the story that it tells."""

    site: str
    url: str
    title: str
    text: str
    story: int
    number: int = 0

    def record(self) -> tuple[bytes, bytes]:
        """Return key and value of its raw record."""
        fields = {"site": self.site, "url": self.url, "title": self.title, "text": self.text}
        fields["published_at"] = NOON + self.number * 60
        return self.site.encode(), json.dumps(fields, ensure_ascii=False).encode()


def articles(
    *,
    stories: int = 60,
    copies: int = 4,
    links: int = 8,
    learnt: bool = False,
    seed: int = 5,
    sites: Sequence[str] = SITES,
) -> list[Article]:
    """Return the articles of that many stories, one to `copies` of each, in a drawn order."""
    draw = random.Random(seed)
    heads = _distinct(lambda: _headline(draw), stories)
    told = [[_sentence(draw) for _ in range(draw.randint(5, 8))] for _ in range(stories)]
    forms = KNOWN + (LEARNT if learnt else ())
    found = []
    for story in range(stories):
        for site in draw.sample(sites, draw.randint(1, copies)):
            body = list(told[story])
            if draw.random() < 0.4:
                body.pop(draw.randrange(1, len(body)))
            if draw.random() < 0.3:
                body[0] = f"本报讯（记者 顾小川）{body[0]}"
            listed = [draw.choice(forms).format(h) for h in draw.sample(heads, links)]
            text = "\n".join([heads[story], *body, "相关阅读：", *listed])
            url = f"https://{site}/{story}"
            found.append(Article(site=site, url=url, title=heads[story], text=text, story=story))
    draw.shuffle(found)
    return [replace(article, number=number) for number, article in enumerate(found)]


def _distinct(make: Callable[[], str], count: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        found.setdefault(make())
    return list(found)


def _place(draw: random.Random) -> str:
    return "".join(draw.sample(NAME, 2)) + draw.choice(KIND)


def _headline(draw: random.Random) -> str:
    return f"{_place(draw)}{draw.choice(DID)}{draw.choice(WHAT)} {draw.choice(WHY)}"


def _sentence(draw: random.Random) -> str:
    """Return a paragraph of two sentences that no other article has."""
    parts = [
        f"{_place(draw)}{draw.choice(HOW)}{draw.choice(DID)}了{draw.randint(3, 900)}米外的"
        f"{_place(draw)}{draw.choice(WHAT)}，{_place(draw)}随后{draw.choice(DID)}了旁边的"
        f"{_place(draw)}{draw.choice(WHAT)}，说是{draw.choice(WHY)}，"
        f"前后用了{draw.randint(2, 90)}天。"
        for _ in range(2)
    ]
    return "".join(parts)


def agreement(one: Mapping, other: Mapping) -> float:
    """Return how well two groupings of the same things agree: F1 over the pairs put together.

    1.0 is the same groups. Pairs that both keep apart are left out: with them anything would
    agree to .99.
    """
    assert one.keys() == other.keys()
    both = _pairs(Counter((one[key], other[key]) for key in one))
    either = _pairs(Counter(one.values())) + _pairs(Counter(other.values()))
    return 2 * both / either if either else 1.0


def _pairs(groups: Counter) -> int:
    return sum(count * (count - 1) // 2 for count in groups.values())
