"""Dress training pages anew: bullets, markers, decorations, credits and furniture of all kinds."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from pipeline.models import Label


class Row(NamedTuple):
    """One line of a training page. `bare` is a link's headline without lead and decoration."""

    text: str
    label: Label
    bare: str | None = None


Page = list[Row]

LEAD: Final = re.compile(
    r"\s*(?:[^\w\s《【“‘(（\[「『]{1,2}\s*|[(（\[]?\d{1,2}[.、．)）\]]\s*)(?=\S)"
)
_SYMBOLS: Final = (
    ["-", "·", "•", "▪", "■", "□", "●", "○", "◆", "◇", "★", "☆", "▲", "△", "▶", "►", "▸", "→", "➤", "»", ">", ">>", "*", "#", "+", "~", "|", "◎", "※", "✦", "✓", "❖", "♦", "⊙", "›", "☞", "--"]
)
_NUMBERS: Final = (
    "{}.",
    "{}、",
    "{} ",
    "({})",
    "{})",
    "[{}]",
    "{}:",
    "{:02d} ",
    "{:02d}.",
    "【{}】",
)
_CIRCLES: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BEFORE: Final = (
    "{}:{}", "{}:{}", "{}|{}", "{}丨{}", "【{}】{}", "{}!{}", "[{}]{}", "{} {}", "{}︱{}", "#{}#{}",
    "{}/{}",
)  # fmt: skip
_AFTER: Final = (
    "{}-{}", "{}_{}", "{} {}", "{}|{}", "{}丨{}", "{} - {}", "{} | {}", "{}({})", "{}——{}",
)  # fmt: skip
_DATED: Final = (
    " {}-{:02d}-{:02d}", " [{}-{:02d}-{:02d}]", " ({1:02d}/{2:02d})", "  {}.{}.{}", " {}年{}月{}日",
    " {1:02d}-{2:02d} 08:30",
)  # fmt: skip
_MARKED: Final = (
    "{}", "{}", "{}:", "{}：", "【{}】", "■{}", "▼ {}", "{}>>", "|{}", "== {} ==", "—— {} ——",
    "{} ↓", "[{}]", "◎{}:", "/ {} /", "> {}", "『{}』", "{}...", "# {}",
)  # fmt: skip
_DAYS: Final = (
    "{}-{:02d}-{:02d}", "{}年{}月{}日", "{}/{:02d}/{:02d}", "{}.{:02d}.{:02d}",
    "{}年{:02d}月{:02d}日",
)  # fmt: skip
SEPARATORS: Final = (" | ", "  ", "   ", " / ", " · ", "\t", "丨", " ｜ ", " • ", "　　")
_BRACKETS: Final = ("({})", "（{}）", "【{}】", "[{}]", "{}", "{}", "〔{}〕", "({}) ")
_GIVEN: Final = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文辉玲志建国红梅鑫波斌宇浩凯悦婷雪晨曦子涵思远嘉怡天佑欣然梓萱雨桐清源海燕晓东一鸣立新春生若"
_DATE: Final = re.compile(r"^\W*(?:来源|20\d\d[-年])|20\d\d-\d+-\d+")
_TAGS: Final = re.compile(r"^\W*(?:标签|关键词)\s*[:：]")
_CRUMB: Final = re.compile(r">|首页 新闻")
_HEADED: Final = re.compile(r"(上一篇|下一篇|相关阅读|延伸阅读)[:：]\s*")
_LIST_ON_A_LINE: Final = 90  # characters; no single headline of the training pages is as long


class Surface:
    """Draws dresses.

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
        self._pool = pool
        self._prose = prose
        self._rng = rng

    def __call__(self, page: Page) -> Page:
        """Return `page` under other bullets, markers, decorations, credits and furniture."""
        return [self._reword(row) for row in self._relead(page)]

    def pick(self, group: str) -> str:
        """Return an entry of `group`."""
        return self._rng.choice(self._words[group])

    def name(self) -> str:
        """Return the name of nobody."""
        given = "".join(self._rng.choice(_GIVEN) for _ in range(self._rng.choice((1, 2, 2))))
        return self._rng.choice(self._surnames) + given

    def outlet(self) -> str:
        """Return the name of a paper or site that there may be."""
        place = "".join(self._rng.choice(self._prose)[:40].split())[:2]
        return (place if place.isalpha() else "") + self.pick("outlet")

    def unheard(self, longest: int) -> str:
        """Return two to `longest` characters of some headline: a word that no list knows."""
        source = re.sub(r"\W|\d", "", self._rng.choice(self._pool))
        return source[: self._rng.randint(2, longest)] or "看"

    def lead(self) -> Callable[[int], str]:
        """Return what each line of a list begins with, by its number from 0."""
        rng = self._rng
        style = rng.random()
        if style < 0.25:
            return lambda _: ""
        if style < 0.65:
            mark = rng.choice(_SYMBOLS) + rng.choice((" ", " ", "", "  "))
            return lambda _: mark
        if style < 0.93:
            form = rng.choice(_NUMBERS)
            return lambda number: form.format(number + 1)
        return lambda number: _CIRCLES[number % 20]

    def decorated(self, headline: str) -> str:
        """Return a headline under a decoration, of the list or of no words anybody knows."""
        word = self.pick("deco") if self._rng.random() < 0.7 else self.unheard(4)
        if self._rng.random() < 0.55:
            return self._rng.choice(_BEFORE).format(word, headline)
        return self._rng.choice(_AFTER).format(headline, word)

    def marked(self, words: str) -> str:
        """Return `words` as the head of a list."""
        return self._rng.choice(_MARKED).format(words)

    def credit(self) -> str:
        """Return a credit of nobody, in one of the trade's many shapes."""
        rng = self._rng
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
        rng = self._rng
        date = self.day()
        if alone:
            return rng.choice(("{}", "[{}]", "({})", "{}", "发布于 {}")).format(date)
        if rng.random() < 0.7:
            clock = rng.choice((" {:02d}:{:02d}", " {:02d}:{:02d}:00", "{:02d}:{:02d}"))
            date += clock.format(rng.randint(0, 23), rng.randint(0, 59))
        heads = ("", "", "时间:", "发布时间:", "发表于 ", "日期:", "更新时间:")
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
        rng = self._rng
        numbers = rng.randint(2008, 2025), rng.randint(1, 12), rng.randint(1, 28)
        return rng.choice(_DAYS).format(*numbers)

    def _relead(self, page: Page) -> Page:
        """Return `page` with each run of links, and each list in the body, under another lead."""
        rng = self._rng
        out: Page = []
        lead: Callable[[int], str] | None = None
        number, previous = 0, ""
        swap_body, dress, dated = rng.random() < 0.5, rng.random() * 0.8, rng.random() < 0.15
        for row in page:
            found = LEAD.match(row.text) if row.label == "body" else None
            if row.label != "link" and not found:
                previous = previous if row.label in {"other", "blank"} else ""
                out.append(row)
                continue
            if row.label != previous:
                lead, number, previous = self.lead(), 0, row.label
                if row.label == "body" and not swap_body:
                    lead = None
            text = row.text
            if lead is not None and found:
                # A list in the body keeps some lead, or it would be no list.
                text = (lead(number) or "- ") + text[found.end() :]
            elif lead is not None and row.bare is not None and not _HEADED.match(text):
                dressed = self.decorated(row.bare) if rng.random() < dress else row.bare
                text = lead(number) + self._tailed(dressed, dated=dated)
            out.append(row._replace(text=text))
            number += 1
        return out

    def _tailed(self, text: str, *, dated: bool) -> str:
        rng = self._rng
        if dated and rng.random() < 0.6:
            numbers = rng.randint(2018, 2025), rng.randint(1, 12), rng.randint(1, 28)
            return text + rng.choice(_DATED).format(*numbers)
        if len(text) > 14 and rng.random() < 0.03:
            return text[: rng.randint(10, len(text) - 2)] + rng.choice(("…", "...", "……"))
        return text

    def _reword(self, row: Row) -> Row:
        rng = self._rng
        text = row.text
        if row.label == "marker" and rng.random() < 0.85:
            text = self.marked(self.unheard(5) if rng.random() < 0.08 else self.pick("marker"))
        elif row.label == "credit" and rng.random() < 0.75:
            text = self.credit()
        elif row.label == "other" and rng.random() < 0.85:
            text = self._other(text)
        elif row.label == "link" and (found := _HEADED.match(text)):
            group = "neighbour" if found[1].endswith("一篇") else "head"
            rest = row.bare or text[found.end() :]
            if rng.random() < 0.3:
                rest = self.decorated(rest)
            text = self.pick(group) + rng.choice((":", "：", ": ", "|", " ", ">>")) + rest
        elif row.label == "link" and len(text) > _LIST_ON_A_LINE:
            text = re.sub(r"\s+\|\s+|\s{2,}", rng.choice(SEPARATORS), text)
        return row._replace(text=text)

    def _other(self, text: str) -> str:
        rng = self._rng
        if _CRUMB.search(text):
            return self.pick("crumb")
        if _TAGS.match(text):
            words = re.split(r"[,，\s]+", text.split(":", 1)[-1].strip())
            heads = ("关键字", "Tags", "标签", "TAG", "话题", "关键词", "文章标签")
            gap = rng.choice((" ", ",", "、", ";", " | ", " #"))
            return rng.choice(heads) + rng.choice((":", "：", ": ", " ")) + gap.join(words)
        if len(text) > 40 or (text.endswith(("…", "...", "]")) and len(text) > 26):
            return text  # the summary on a card
        return self.info(alone=len(text) < 13) if _DATE.search(text) else self.pick("furniture")
