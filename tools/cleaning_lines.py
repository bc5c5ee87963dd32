"""Draw lines of stories that look like lines of lists: careers, works, names, tables, points."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import Final

from tools.cleaning_surface import Surface


class Lines:
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
        self.surface = surface
        self.pool = pool
        self.prose = prose
        self.rng = rng

    def fragment(self) -> str:
        """Return some words of running text that could head a section."""
        parts = re.split(r"\W", self.rng.choice(self.prose))
        parts = [part for part in parts if 3 < len(part) < 16]
        return self.rng.choice(parts) if parts else "基本情况"

    def career(self, _: int) -> str:
        """Return a line of a curriculum vitae."""
        rng = self.rng
        year = rng.randint(1965, 2015)
        dash = rng.choice(("-", "—", "至", "--", "~"))
        form = rng.choice(("{}.{:02d}{}{}.{:02d}", "{}年{}月{}{}年{}月", "{}/{:02d}{}{}/{:02d}"))
        months = rng.randint(1, 12), rng.randint(1, 12)
        date = form.format(year, months[0], dash, year + rng.randint(1, 6), months[1])
        posts = ("主任", "副主任", "学习", "科员", "书记", "工作", "教师", "所长")
        return date + rng.choice(("", " ", ",", "，")) + self.fragment() + rng.choice(posts)

    def work(self, _: int) -> str:
        """Return the title of a work, perhaps with its author."""
        name = self.surface.name()
        tails = ("", "", f"({name}著)", f" {name}", f"（{name} 主编）")
        return f"《{self.fragment()}》" + self.rng.choice(tails)

    def people(self, _: int) -> str:
        """Return a line of names."""
        rng = self.rng
        names = (self.surface.name() for _ in range(rng.randint(1, 8)))
        heads = ("", f"{self.fragment()[:5]}:", f"{self.fragment()[:4]} ")
        return rng.choice(heads) + rng.choice((" ", "、", "  ", ",")).join(names)

    def schedule(self, number: int) -> str:
        """Return an entry of a programme."""
        rng = self.rng
        heads = (
            f"{8 + number}:{rng.choice(('00', '30'))} ",
            f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日 ",
            f"第{number + 1}天 ",
            f"({number + 1})",
        )
        return rng.choice(heads) + self.fragment()

    def figures(self, _: int) -> str:
        """Return a row of a table that lost its lines."""
        rng = self.rng
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
        rng = self.rng
        heads = (f"{number + 1}.", f"{number + 1}、", f"({number + 1})", "", f"第{number + 1},")
        clause = re.split(r"[。！？!?]", rng.choice(self.prose))[0][:60]
        return rng.choice(heads) + clause + rng.choice((";", "；", "。", ""))

    def brief(self, number: int) -> str:
        """Return an item of a digest: a headline that ends like a clause."""
        rng = self.rng
        heads = ("", "", f"{number + 1}.", "· ", "【" + self.fragment()[:4] + "】")
        return rng.choice(heads) + rng.choice(self.pool) + rng.choice((";", "；", "。"))


KINDS: Final[tuple[Callable[[Lines, int], str], ...]] = (
    Lines.career,
    Lines.work,
    Lines.people,
    Lines.schedule,
    Lines.figures,
    Lines.point,
    Lines.brief,
)
