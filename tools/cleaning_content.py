"""Draw lines that belong to a story and look as if they did not: careers, tables, headings."""

from __future__ import annotations

import re

from tools.cleaning_lines import KINDS, Lines
from tools.cleaning_surface import Page, Row


class Content(Lines):
    """Puts lines of content into pages; takes what `Lines` takes."""

    def insert(self, page: Page) -> Page:
        """Return `page` with headings, a list of content, or as a letter; the body holds them."""
        rng = self.rng
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
        draw = rng.choice(KINDS)
        count = rng.choice((2, 3, 4, 6, 8, 12, 18))
        lines = [draw(self, number) for number in range(count)]
        if rng.random() < 0.3:
            lead = self.surface.lead()
            lines = [lead(number) + line for number, line in enumerate(lines)]
        if rng.random() < 0.4:
            lines.insert(0, self.fragment() + rng.choice((":", "：", "", "如下:")))
        at = rng.choice([*bodies[1:], bodies[-1] + 1])
        return [*page[:at], *(Row(line, "body") for line in lines), *page[at:]]

    def _listed(self, page: Page, bodies: list[int]) -> Page:
        """Return `page` with one or two paragraphs as lists: a line for each of their sentences.

        Such a list speaks the words of the story around it, as a list of links does not.
        """
        rng = self.rng
        chosen = set(rng.sample(bodies, min(len(bodies), rng.choice((1, 1, 2)))))
        cut = re.compile(rng.choice((r"[。；;！!？?]", r"[。；;！!？?，,]")))
        ending = rng.choice(("", "", ";", "；", "。"))
        out: Page = []
        for number, row in enumerate(page):
            parts = [part for part in cut.split(row.text) if len(part) > 5]
            if number not in chosen or len(parts) < 2:
                out.append(row)
                continue
            lead = self.surface.lead()
            if rng.random() < 0.5:
                head = parts.pop(0) + rng.choice((":", "：", "——", ",具体如下："))
                out.append(Row(head, "body"))
            out.extend(Row(lead(n) + part + ending, "body") for n, part in enumerate(parts))
        return out

    def _letter(self, page: Page, bodies: list[int]) -> Page:
        """Return `page` as a letter or notice: whom it speaks to, who signs it, on which day."""
        rng = self.rng
        signers = (self.fragment(), self.fragment() + "委员会", self.surface.name())
        closing = [Row(rng.choice(signers), "body")] if rng.random() < 0.8 else []
        if rng.random() < 0.8:
            closing.append(Row(self.surface.day(), "body"))
        out = [*page[: bodies[-1] + 1], *closing, *page[bodies[-1] + 1 :]]
        if rng.random() < 0.5:
            greeting = rng.choice(("各位{}:", "尊敬的{}：", "{}同志:", "亲爱的{}:", "{}:"))
            out.insert(bodies[0], Row(greeting.format(self.fragment()[:4]), "body"))
        return out
