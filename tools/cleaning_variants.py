"""Make training pages out of training pages: other lists, heads, credits, cards, furniture."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.types.articles import HEAD_LABELS
from tools.cleaning_content import Content
from tools.cleaning_heads import Heads
from tools.cleaning_lists import BLOCK, Lists
from tools.cleaning_stories import Printer, Story
from tools.cleaning_surface import Page, Row, Surface

_BYLINES: Final = (
    "本报记者 {}", "记者{}", "记者 {} 通讯员 {}", "□ 本报记者 {}", "■{}", "{}", "{}", "通讯员 {}",
    "文/{}", "本刊记者{}", "(记者 {})", "特约评论员 {}", "作者:{}", "撰文 {}", "实习记者{}",
)  # fmt: skip

PRINTED: Final = 0.4


class Maker:
    """Draws variants of pages.

    Args:
        words: Entries by group, of `pipeline/data/cleaning/variants.txt`.
        surnames: Characters that a name may begin with.
        pages: All training pages; their headlines and paragraphs are what variants are filled with.
        rng: The source of chance.
        stories: Articles to print on the pages instead of their own.
    """

    def __init__(
        self,
        words: Mapping[str, Sequence[str]],
        surnames: Sequence[str],
        pages: Sequence[Page],
        rng: random.Random,
        stories: Sequence[Story] = (),
    ) -> None:
        self._pool = [r.bare for page in pages for r in page if r.label == "link" and r.bare]
        self._pool += [story.title for story in stories]
        self._prose = [
            r.text for page in pages for r in page if r.label == "body" and len(r.text) > 60
        ]
        self._prose += [text for story in stories for text in story.paragraphs if len(text) > 60]
        self._printer = Printer(stories, rng)
        self._rng = rng
        self.surface = Surface(words, surnames, self._pool, self._prose, rng)
        self._content = Content(self.surface, self._pool, self._prose, rng)
        self._lists = Lists(self.surface, self._pool, self._prose)

    def __call__(self, page: Page) -> Page:
        """Return a page of the same kind: other surface, and a little other structure."""
        steps = (
            (PRINTED, self._printer),
            (0.35, Heads(self.surface)),
            (0.1, self._shorten),
            (0.05, lambda page: [row for row in page if row.label not in HEAD_LABELS]),
            (0.5, self._lists.relink),
            (0.12, lambda page: [row for row in page if row.label != "marker"]),
            (0.3, self._lists.insert_links),
            (0.12, self._lists.cards),
            (0.1, self._break_lines),
            (0.45, self._content.insert),
            (0.3, self._insert_furniture),
            (0.08, lambda page: [Row(self.surface.crumb(), "other"), *page]),
            (0.2, self._insert_byline),
            (0.4, self._move_credit),
            (0.85, self.surface),
            (0.1, lambda page: [part for row in page for part in (row, Row("", "blank"))]),
        )
        for share, step in steps:
            if self._rng.random() < share:
                page = step(page)
        return page

    def _break_lines(self, page: Page) -> Page:
        """Return `page` with its paragraphs broken at every comma or every stop."""
        forms = (r"(?<=[,，。；;！!？?])", r"(?<=[。！？!?])", r"[,，。](?!$)")
        cut = re.compile(self._rng.choice(forms))
        out: Page = []
        for row in page:
            if row.label == "body" and len(row.text) > 30:
                out.extend(Row(part, "body") for part in cut.split(row.text) if part.strip())
            else:
                out.append(row)
        return out

    def _shorten(self, page: Page) -> Page:
        """Return `page` with one to three body lines only: a news flash."""
        bodies = [n for n, row in enumerate(page) if row.label == "body"]
        kept = set(bodies[: self._rng.randint(1, 3)])
        bare = self._rng.random() < 0.5
        return (
            [
                row
                for n, row in enumerate(page)
                if n in kept or (row.label != "body" and not (bare and n > bodies[0]))
            ]
            if bodies
            else page
        )

    def _insert_furniture(self, page: Page) -> Page:
        rng = self._rng
        for _ in range(rng.choice((1, 1, 2, 3))):
            heads = [n for n, row in enumerate(page) if row.label in BLOCK]
            bodies = [n for n, row in enumerate(page) if row.label in {"body", "credit"}]
            after = bodies[-1] + 1 if bodies else len(page)
            at = rng.choice((heads[-1] + 1 if heads else 0, after, len(page)))
            kind = rng.random()
            if kind < 0.15:
                words = [self._content.fragment()[:6] for _ in range(rng.randint(2, 8))]
                line = self.surface.tags(words)
            else:
                line = self.surface.pick("furniture") if kind < 0.78 else self.surface.info()
            page = [*page[:at], Row(line, "other"), *page[at:]]
        return page

    def _insert_byline(self, page: Page) -> Page:
        rng, name = self._rng, self.surface.name
        bodies = [n for n, row in enumerate(page) if row.label == "body"] or [len(page) - 1]
        at = bodies[0] if rng.random() < 0.6 else bodies[-1] + 1
        names = name() + rng.choice(("", " " + name(), name()))
        return [*page[:at], Row(rng.choice(_BYLINES).format(names, name()), "byline"), *page[at:]]

    def _move_credit(self, page: Page) -> Page:
        """Return `page` with its credit at the end of the last body line, or on its own lines."""
        rng = self._rng
        last = max((n for n, row in enumerate(page) if row.label == "body"), default=-1)
        if last < 0:
            return page
        out = list(page)
        if last + 1 < len(out) and out[last + 1].label == "credit":
            del out[last + 1]
        if last == 0 or rng.random() < 0.5:
            gap = rng.choice(("", " ", "  ", "(完)", "(完) "))
            out[last] = out[last]._replace(text=out[last].text + gap + self.surface.credit())
            return out
        rows = [Row(self.surface.credit(), "credit") for _ in range(rng.choice((1, 1, 2, 3)))]
        return [*out[: last + 1], *rows, *out[last + 1 :]]
