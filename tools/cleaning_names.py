"""Draw names, credits and dates that pages carry: of nobody, in every shape of the trade."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from typing import Final

_DAYS: Final = (
    "{}-{:02d}-{:02d}", "{}年{}月{}日", "{}/{:02d}/{:02d}", "{}.{:02d}.{:02d}",
    "{}年{:02d}月{:02d}日",
)  # fmt: skip
_BRACKETS: Final = ("({})", "（{}）", "【{}】", "[{}]", "{}", "{}", "〔{}〕", "({}) ")
_BETWEEN: Final = (
    ">", " > ", " >> ", ">>", "|", " | ", " ", "/", " / ", "-", " » ", "→", "·",
)  # fmt: skip
_GIVEN: Final = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文辉玲志建国红梅鑫波斌宇浩凯悦婷雪晨曦子涵思"
    "远嘉怡天佑欣然梓萱雨桐清源海燕晓东一鸣立新春生若"
)


class Names:
    """Draws what is written small on a page.

    Args:
        words: Entries by group, of `pipeline/data/cleaning/variants.txt`.
        surnames: Characters that a name may begin with.
        pool: Link headlines, for words that nobody has listed.
        prose: Body lines, for names of places.
        rng: The source of chance.
    """

    def __init__(
        self,
        words: Mapping[str, Sequence[str]],
        surnames: Sequence[str],
        pool: Sequence[str],
        prose: Sequence[str],
        rng: random.Random,
    ) -> None:
        self._words = words
        self._surnames = surnames
        self.pool = pool
        self.prose = prose
        self.rng = rng

    def pick(self, group: str) -> str:
        """Return an entry of `group`."""
        return self.rng.choice(self._words[group])

    def name(self) -> str:
        """Return the name of nobody."""
        given = "".join(self.rng.choice(_GIVEN) for _ in range(self.rng.choice((1, 2, 2))))
        return self.rng.choice(self._surnames) + given

    def outlet(self) -> str:
        """Return the name of a paper or site that there may be."""
        place = "".join(self.rng.choice(self.prose)[:40].split())[:2]
        return (place if place.isalpha() else "") + self.pick("outlet")

    def unheard(self, longest: int) -> str:
        """Return two to `longest` characters of some headline: a word that no list knows."""
        source = re.sub(r"\W|\d", "", self.rng.choice(self.pool))
        return source[: self.rng.randint(2, longest)] or "看"

    def crumb(self) -> str:
        """Return a path to the page, or a bar of sections."""
        rng = self.rng
        if rng.random() < 0.3:
            return self.pick("crumb")
        count = rng.choice((1, 2, 2, 3, 3, 4, 6, 8))
        heads = ("", "", "首页", "网站首页", "主页", self.outlet(), "您的位置:首页")
        parts = [rng.choice(heads), *rng.sample(self._words["section"], count)]
        parts.append(rng.choice(("", "", "正文", "内容", "详情", "")))
        lead = rng.choice(("", "", "", "导航:", "频道:", "所在位置：", "栏目：", "当前栏目:"))
        mark = rng.choice(_BETWEEN)
        return lead + mark.join(part for part in parts if part)

    def tags(self, words: Sequence[str]) -> str:
        """Return the line that says what the article is about in `words`."""
        rng = self.rng
        gap = rng.choice((" ", ",", "、", ";", " | ", " #", "，", "/", "  "))
        mark = rng.choice((":", "：", ": ", " ", "|"))
        head = rng.choice((self.pick("tagged"), self.pick("tagged"), ""))
        if not head:
            return rng.choice(("#", "# ", "·")) + rng.choice((" #", " # ")).join(words)
        return (
            rng.choice(("{}", "{}", "{}", "【{}】", "[{}]")).format(head) + mark + gap.join(words)
        )

    def credit(self) -> str:
        """Return a credit of nobody, in one of the trade's many shapes."""
        rng = self.rng
        if rng.random() < 0.12:
            alone = (f"本报记者{self.name()}", self.outlet(), f"记者 {self.name()} {self.name()}")
            return f"({rng.choice((*alone, f'文/{self.name()} 图/{self.name()}'))})"
        role = self.pick("role")
        outlet = role.endswith(("源", "载", "自", "据")) or rng.random() < 0.2
        who = self.outlet() if outlet else self.name()
        said = role + rng.choice((":", ":", "：", " ", "/", "丨", "|")) + who
        if rng.random() < 0.25:
            said += f" {self.pick('role')}{rng.choice((':', '：', '/'))}{self.name()}"
        return rng.choice(_BRACKETS).format(said)

    def info(self, *, alone: bool = False) -> str:
        """Return a line of publication facts: time, source, author, in any order and dress."""
        rng = self.rng
        date = self.day()
        if alone:
            return rng.choice(("{}", "[{}]", "({})", "{}", "发布于 {}")).format(date)
        if rng.random() < 0.7:
            clock = rng.choice((" {:02d}:{:02d}", " {:02d}:{:02d}:00", "{:02d}:{:02d}"))
            date += clock.format(rng.randint(0, 23), rng.randint(0, 59))
        heads: Sequence[str] = ("", "", "时间:", "发布时间:", "发表于 ", "日期:", "更新时间:")
        parts = [rng.choice(heads) + date]
        if rng.random() < 0.65:
            heads = ("来源:", "来源: ", "稿源:", "文章来源:", "", "信息来源：")
            parts.append(rng.choice(heads) + self.outlet())
        if rng.random() < 0.3:
            heads = ("作者:", "编辑:", "责编:", "记者:", "发布者:", "撰稿:")
            parts.append(rng.choice(heads) + self.name())
        if rng.random() < 0.15:
            counted = rng.choice(("浏览:{}", "点击:{}次", "阅读 {}", "评论({})"))
            parts.append(counted.format(rng.randint(1, 9999)))
        if rng.random() < 0.4:
            rng.shuffle(parts)
        return rng.choice((" ", "  ", " | ", "　")).join(parts)

    def day(self) -> str:
        """Return a date."""
        rng = self.rng
        numbers = rng.randint(2008, 2025), rng.randint(1, 12), rng.randint(1, 28)
        return rng.choice(_DAYS).format(*numbers)
