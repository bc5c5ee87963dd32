"""Draw lines that belong to a story and look as if they did not: careers, tables, headings."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import Final

from tools.cleaning_surface import Page, Row, Surface


class Content:
    """Draws short lines of content.

    Args:
        surface: Names and leads.
        pool: Link headlines of all training pages.
        prose: Body lines of all training pages.
        rng: The source of chance.
    """

    def __init__(
        self, surface: Surface, pool: Sequence[str], prose: Sequence[str], rng: random.Random
    ) -> None:
        self._surface = surface
        self._pool = pool
        self._prose = prose
        self._rng = rng

    def insert(self, page: Page) -> Page:
        """Return `page` with headings, a list of content, or as a letter; the body holds them."""
        rng = self._rng
        bodies = [n for n, row in enumerate(page) if row.label == "body"]
        if len(bodies) < 2:
            return page
        kind = rng.random()
        if kind < 0.3:
            out = list(page)
            places = rng.sample(bodies[1:], min(len(bodies) - 1, rng.randint(1, 4)))
            for at in sorted(places, reverse=True):
                out.insert(at, Row(self.fragment(), "body"))
            return out
        if kind < 0.44:
            return self._letter(page, bodies)
        if kind < 0.66:
            return self._listed(page, bodies)
        draw = rng.choice(_KINDS)
        count = rng.choice((2, 3, 4, 6, 8, 12, 18))
        lines = [draw(self, number) for number in range(count)]
        if rng.random() < 0.3:
            lead = self._surface.lead()
            lines = [lead(number) + line for number, line in enumerate(lines)]
        if rng.random() < 0.4:
            lines.insert(0, self.fragment() + rng.choice((":", "：", "", "如下:")))
        at = rng.choice([*bodies[1:], bodies[-1] + 1])
        return [*page[:at], *(Row(line, "body") for line in lines), *page[at:]]

    def fragment(self) -> str:
        """Return some words of running text that could head a section."""
        parts = re.split(r"\W", self._rng.choice(self._prose))
        parts = [part for part in parts if 3 < len(part) < 16]
        return self._rng.choice(parts) if parts else "基本情况"

    def _listed(self, page: Page, bodies: list[int]) -> Page:
        """Return `page` with one or two paragraphs as lists: a line for each of their sentences.

        Such a list speaks the words of the story around it, as a list of links does not.
        """
        rng = self._rng
        chosen = set(rng.sample(bodies, min(len(bodies), rng.choice((1, 1, 2)))))
        cut = re.compile(rng.choice((r"[。；;！!？?]", r"[。；;！!？?，,]")))
        ending = rng.choice(("", "", ";", "；", "。"))
        out: Page = []
        for number, row in enumerate(page):
            parts = [part for part in cut.split(row.text) if len(part) > 5]
            if number not in chosen or len(parts) < 2:
                out.append(row)
                continue
            lead = self._surface.lead()
            if rng.random() < 0.5:
                head = parts.pop(0) + rng.choice((":", "：", "——", ",具体如下："))
                out.append(Row(head, "body"))
            out.extend(Row(lead(n) + part + ending, "body") for n, part in enumerate(parts))
        return out

    def _letter(self, page: Page, bodies: list[int]) -> Page:
        """Return `page` as a letter or notice: whom it speaks to, who signs it, on which day."""
        rng = self._rng
        signers = (self.fragment(), self.fragment() + "委员会", self._surface.name())
        closing = [Row(rng.choice(signers), "body")] if rng.random() < 0.8 else []
        if rng.random() < 0.8:
            closing.append(Row(self._surface.day(), "body"))
        out = [*page[: bodies[-1] + 1], *closing, *page[bodies[-1] + 1 :]]
        if rng.random() < 0.5:
            greeting = rng.choice(("各位{}:", "尊敬的{}：", "{}同志:", "亲爱的{}:", "{}:"))
            out.insert(bodies[0], Row(greeting.format(self.fragment()[:4]), "body"))
        return out

    def career(self, _: int) -> str:
        """Return a line of a curriculum vitae."""
        rng = self._rng
        year = rng.randint(1965, 2015)
        dash = rng.choice(("-", "—", "至", "--", "~"))
        form = rng.choice(("{}.{:02d}{}{}.{:02d}", "{}年{}月{}{}年{}月", "{}/{:02d}{}{}/{:02d}"))
        months = rng.randint(1, 12), rng.randint(1, 12)
        date = form.format(year, months[0], dash, year + rng.randint(1, 6), months[1])
        posts = ("主任", "副主任", "学习", "科员", "书记", "工作", "教师", "所长")
        return date + rng.choice(("", " ", ",", "，")) + self.fragment() + rng.choice(posts)

    def work(self, _: int) -> str:
        """Return the title of a work, perhaps with its author."""
        name = self._surface.name()
        tails = ("", "", f"({name}著)", f" {name}", f"（{name} 主编）")
        return f"《{self.fragment()}》" + self._rng.choice(tails)

    def people(self, _: int) -> str:
        """Return a line of names."""
        rng = self._rng
        names = (self._surface.name() for _ in range(rng.randint(1, 8)))
        heads = ("", f"{self.fragment()[:5]}:", f"{self.fragment()[:4]} ")
        return rng.choice(heads) + rng.choice((" ", "、", "  ", ",")).join(names)

    def schedule(self, number: int) -> str:
        """Return an entry of a programme."""
        rng = self._rng
        heads = (
            f"{8 + number}:{rng.choice(('00', '30'))} ",
            f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日 ",
            f"第{number + 1}天 ",
            f"({number + 1})",
        )
        return rng.choice(heads) + self.fragment()

    def figures(self, _: int) -> str:
        """Return a row of a table that lost its lines."""
        rng = self._rng
        form = rng.choice(
            (
                "{} {}万元 同比增长{}%",
                "{}:{}例,新增{}例",
                "{}\t{}\t{}",
                "{}：{}，下降{}%",
                "{} {}:{}",
                "{}电话:{}-{}",
            )
        )
        return form.format(self.fragment()[:6], rng.randint(2, 9999), rng.randint(1, 99))

    def point(self, number: int) -> str:
        """Return an item of a list of sentences."""
        rng = self._rng
        heads = (f"{number + 1}.", f"{number + 1}、", f"({number + 1})", "", f"第{number + 1},")
        clause = re.split(r"[。！？!?]", rng.choice(self._prose))[0][:60]
        return rng.choice(heads) + clause + rng.choice((";", "；", "。", ""))

    def brief(self, number: int) -> str:
        """Return an item of a digest: a headline that ends like a clause."""
        rng = self._rng
        heads = ("", "", f"{number + 1}.", "· ", "【" + self.fragment()[:4] + "】")
        return rng.choice(heads) + rng.choice(self._pool) + rng.choice((";", "；", "。"))


_KINDS: Final[tuple[Callable[[Content, int], str], ...]] = (
    Content.career,
    Content.work,
    Content.people,
    Content.schedule,
    Content.figures,
    Content.point,
    Content.brief,
)
