"""Draw other lists of links on a page: other headlines, other places, cards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tools.cleaning_surface import LEAD, SEPARATORS, Page, Row, Surface

BLOCK: Final = frozenset({"title", "headline", "subhead"})
_LONGEST_LINK: Final = 90


class Lists:
    """Draws lists of links.

    Args:
        surface: Leads, markers and words.
        pool: Link headlines of all training pages.
        prose: Body lines of all training pages.
    """

    def __init__(self, surface: Surface, pool: Sequence[str], prose: Sequence[str]) -> None:
        self._surface = surface
        self._pool = pool
        self._prose = prose
        self._near: dict[str, list[int]] = {}
        for number, headline in enumerate(self._pool):
            for pair in sorted(_pairs(headline)):
                self._near.setdefault(pair, []).append(number)

    def _related(self, page: Page) -> list[str]:
        """Return the headlines that share most words with the title of `page`, best first."""
        title = next((row.text for row in page if row.label in {"headline", "title"}), "")
        shared: dict[int, int] = {}
        for pair in sorted(_pairs(title)):
            for number in self._near.get(pair, ())[:200]:
                shared[number] = shared.get(number, 0) + 1
        best = sorted(shared, key=lambda number: -shared[number])[:40]
        return [self._pool[number] for number in best if self._pool[number] not in title]

    def relink(self, page: Page) -> Page:
        """Return `page` with its links shuffled, some gone, some from other pages, runs resized."""
        rng = self._surface.rng
        out: Page = []
        run: Page = []
        near = self._related(page) if rng.random() < 0.35 else []
        for row in [*page, Row("", "blank")]:
            if row.label == "link" and row.bare is not None and len(row.text) < _LONGEST_LINK:
                run.append(row)
                continue
            if len(run) > 2:
                rng.shuffle(run)
                size = rng.choice((2, 3, 4, 5, 6, 8, 10, 15, 20, 30, len(run), len(run)))
                while len(run) < size and rng.random() < 0.9:
                    run.append(_with_headline(run[0], rng.choice(self._pool)))
                run = run[:size]
                for at, headline in zip(range(len(run)), near, strict=False):
                    if rng.random() < 0.7:
                        run[at] = _with_headline(run[at], headline)
            out.extend(run)
            run = []
            out.append(row)
        return out[:-1]

    def insert_links(self, page: Page) -> Page:
        """Return `page` with links where links also stand: between paragraphs, above the body."""
        surface = self._surface
        rng = surface.rng
        at = self._gap(page)
        shape = rng.random()
        headlines = [rng.choice(self._pool) for _ in range(rng.choice((1, 1, 2, 3, 4, 6)))]
        if shape < 0.35:
            gap = rng.choice((":", "：", ">>", " ", "|"))
            rows = [Row(surface.pick("head") + gap + headlines[0], "link")]
        elif shape < 0.55:
            rows = [Row((surface.lead()(0) or "- ") + headlines[0], "link", headlines[0])]
        elif shape < 0.62:
            at = len(page)
            rows = [Row(f"{surface.pick('neighbour')}:{line}", "link") for line in headlines[:2]]
        elif shape < 0.67:
            at = len(page)
            many = [rng.choice(self._pool) for _ in range(rng.randint(4, 15))]
            rows = [Row(rng.choice(SEPARATORS[:6]).join(many), "link")]
        else:
            lead = surface.lead()
            rows = [Row(lead(n) + line, "link", line) for n, line in enumerate(headlines)]
            if not lead(0) or rng.random() < 0.75:
                rows.insert(0, Row(surface.pick("marker"), "marker"))
        return [*page[:at], *rows, *page[at:]]

    def _gap(self, page: Page) -> int:
        """Return a place between two body lines, or after the headline block."""
        bodies = [n for n, row in enumerate(page) if row.label == "body"]
        if len(bodies) < 2 or self._surface.rng.random() < 0.25:
            heads = [n for n, row in enumerate(page) if row.label in BLOCK]
            return heads[-1] + 1 if heads else 0
        return self._surface.rng.choice(bodies[1:])

    def cards(self, page: Page) -> Page:
        """Return `page` with a summary of another article, often a date, under each link."""
        rng = self._surface.rng
        dated, cut = rng.random() * 1.3, rng.random()
        out: Page = []
        last = max((n for n, row in enumerate(page) if row.label == "body"), default=0)
        for number, row in enumerate(page):
            out.append(row)
            if row.label != "link" or row.bare is None or number < last:
                continue
            summary = rng.choice(self._prose)[: rng.randint(40, 120)]
            if rng.random() < cut:
                summary += rng.choice(("…", "...", "[详情]", "[全文]", "……", "【更多】", ">>"))
            out.append(Row(summary, "other"))
            if rng.random() < dated:
                out.append(Row(self._surface.info(alone=True), "other"))
        return out


def _with_headline(row: Row, headline: str) -> Row:
    found = LEAD.match(row.text)
    return row._replace(text=(found.group() if found else "") + headline, bare=headline)


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1) if text[at : at + 2].isalpha()}
